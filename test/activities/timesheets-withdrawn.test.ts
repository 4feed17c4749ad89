import { selectOpenExceptions } from '../../db/exceptions';
import { selectPostings } from '../../db/postings';
import type { Decision } from '../../domain/posting';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import { useHubDatabase } from '../db/hub-database';
import { buildActivity, buildAsset, byRate } from '../mappings/assignar-timesheet-builder';
import { standingLines, type TimesheetsUnderTest, useTimesheetsUnderTest } from './timesheets-under-test';

const hub = useHubDatabase();
const companies = useTimesheetsUnderTest(hub, 'withdrawn');
const underTest = () => companies({}, byRate);

/** A company with a sheet that is posted and processed. */
async function posted(changes: Partial<SourceTimesheet> = {}) {
  const under = await underTest();
  const document = under.save('9001', changes);
  await under.goThrough(document);
  return { under, changed: { ...document, revision: 2 } };
}

const decision = (correction: Decision['correction']): Decision => ({
  action: 'retry',
  actor: 'Ada',
  reason: 'entered twice',
  correction: { reverseAndRepost: true, ...correction },
});

describe('a sheet that is deleted after it was posted', () => {
  test('is a question for a person, and is taken back with its equipment, and nothing posted anew', async () => {
    const { under, changed } = await posted({ assets: [buildAsset(null)] });
    under.assignar.delete('9001');
    expect(await under.plan(changed)).toMatchObject({
      outcome: 'parked',
      reason: { code: 'CHANGED_AFTER_POSTING', message: expect.stringMatching(/now deleted$/) },
    });
    expect(await under.goThrough(changed, decision({}))).toMatchObject({ outcome: 'posted' });
    expect(standingLines(under.intacct)).toEqual(['2026-11-16 8.00 TS-9001', '2026-11-16 -8.00 TS-9001-2R']);
    expect(under.intacct.journalEntries.map(({ referenceNumber }) => referenceNumber)).toEqual([
      'TS-9001',
      'TS-9001-2R',
    ]);
    const [leading] = await selectPostings(hub.pool(), changed);
    expect(leading).toMatchObject({ state: 'posted', party: 'E-7', acknowledged_at: expect.any(Date) });
    expect(await selectOpenExceptions(hub.pool(), changed.company, 'TS-9001')).toEqual([]);
  });

  test('frees its hours for another sheet of the worker once it is taken back', async () => {
    const { under, changed } = await posted();
    const other = under.save('9002');
    expect(await under.plan(other)).toMatchObject({ outcome: 'parked', reason: { code: 'TIMESHEET_OVERLAPS' } });
    under.assignar.delete('9001');
    await under.plan(changed);
    await under.goThrough(changed, decision({}));
    expect(await under.goThrough(other)).toMatchObject({ outcome: 'posted' });
  });

  test('is taken back in the period that a person names, for its own may be closed', async () => {
    const { under, changed } = await posted();
    under.assignar.delete('9001');
    await under.plan(changed);
    await under.goThrough(changed, decision({ postingDate: '2026-11-25' }));
    expect(under.intacct.timesheets.map(({ beginDate }) => beginDate)).toEqual(['2026-11-16', '2026-11-23']);
    expect(standingLines(under.intacct)).toEqual(['2026-11-16 8.00 TS-9001', '2026-11-25 -8.00 TS-9001-2R']);
  });

  test.each([
    ['deleted', []],
    ['changed', ['7.00']],
  ])(
    'is not taken back where its lines were %s in Intacct by hand: fewer hours than none would be left',
    async (_what, left) => {
      const { under, changed } = await posted();
      for (const timesheet of under.intacct.timesheets) {
        timesheet.entries = timesheet.entries.flatMap((entry) => left.map((hours) => ({ ...entry, hours })));
      }
      under.assignar.delete('9001');
      await under.plan(changed);
      expect(await under.goThrough(changed, decision({ postingDate: '2026-11-25' }))).toMatchObject({
        outcome: 'parked',
        reason: { code: 'OUTCOME_CONFLICT', message: expect.stringContaining('expected 1 entry of 8.00 h') },
      });
      expect(standingLines(under.intacct)).toHaveLength(left.length);
    },
  );

  test('and comes back as it was needs no person', async () => {
    const { under, changed } = await posted();
    under.assignar.delete('9001');
    await under.plan(changed);
    under.assignar.deleted.clear();
    expect(await under.plan(changed)).toMatchObject({ outcome: 'posted' });
    expect(await selectOpenExceptions(hub.pool(), changed.company, 'TS-9001')).toEqual([]);
  });
});

test.each([
  ['deleted', (under: TimesheetsUnderTest) => under.assignar.delete('9001')],
  ['edited', (under: TimesheetsUnderTest) => under.save('9001', { activities: [buildActivity('100-200', 240)] })],
])('a sheet that is %s while it is on its way is posted, and asked about at once', async (_what, change) => {
  const under = await underTest();
  const document = under.save('9001');
  await under.plan(document);
  await under.post(document);
  change(under);
  expect(await under.acknowledge(document)).toMatchObject({ outcome: 'posted' });
  expect(under.engine.started).toEqual([`labour-time/${document.company}/TS-9001/revision-2`]);
});

test('a sheet that is deleted before it is posted is parked as not there', async () => {
  const under = await underTest();
  const document = under.save('9001');
  under.assignar.delete('9001');
  expect(await under.plan(document)).toMatchObject({ outcome: 'parked', reason: { code: 'DOCUMENT_NOT_FOUND' } });
});

test('a shift of which only the equipment is posted goes through, and becomes one with hours when its activity is payable', async () => {
  const unpayable = buildActivity('100-200', 480, { isPayable: false, assets: [buildAsset(180)] });
  const { under, changed } = await posted({ activities: [unpayable] });
  expect(under.intacct.timesheets).toEqual([]);
  expect(under.intacct.journalEntries).toHaveLength(1);
  const [leading] = await selectPostings(hub.pool(), { ...changed, revision: 1 });
  expect(leading).toMatchObject({ purpose: 'equipment-cost', state: 'posted', acknowledged_at: expect.any(Date) });
  under.save('9001', { activities: [{ ...unpayable, isPayable: true }], isProcessed: true });
  expect(await under.repost(changed)).toMatchObject({ outcome: 'posted' });
  expect(standingLines(under.intacct)).toEqual(['2026-11-16 8.00 TS-9001-2']);
  expect(under.intacct.journalEntries.map(({ referenceNumber }) => referenceNumber)).toEqual([
    'TS-9001',
    'TS-9001-2R',
    'TS-9001-2',
  ]);
});
