import { Rejected } from '../../clients/errors';
import { selectStateTotals } from '../../db/company-status';
import { selectDocumentOutcomes } from '../../db/document-outcomes';
import { selectExceptionList, selectExceptionTotals } from '../../db/exception-list';
import { selectPostings } from '../../db/postings';
import { useHubDatabase } from '../db/hub-database';
import { buildActivity, buildAsset, byRate, onTimesheet } from '../mappings/assignar-timesheet-builder';
import { type TimesheetsUnderTest, useTimesheetsUnderTest } from './timesheets-under-test';

const hub = useHubDatabase();
const underTest = useTimesheetsUnderTest(hub, 'hours');

const shorter = { totalMinutes: 420, breakMinutes: 90 };
const processed = { isProcessed: true, status: 'PROCESSED' };

/** Hours by state, as `status` tells them: `posted 8.00`. */
async function told({ profile: { company } }: TimesheetsUnderTest): Promise<string[]> {
  const totals = await selectStateTotals(hub.pool(), company);
  return totals.map(({ flow, state, hours }) => {
    expect(flow).toBe('labour-time');
    return `${state} ${hours}`;
  });
}

/** Open exceptions with the hours at stake, as `exceptions` lists them. */
async function waiting({ profile: { company } }: TimesheetsUnderTest): Promise<string[]> {
  const filter = { company, code: null, causeKey: null, flow: null, since: null, withClosed: false };
  const listed = await selectExceptionList(hub.pool(), filter);
  const totals = await selectExceptionTotals(hub.pool(), filter);
  expect(new Set(totals.map(({ hours }) => hours))).toEqual(new Set(listed.map(({ hours }) => hours)));
  return listed.map(({ code, hours }) => `${code} ${hours}`);
}

describe('hours of a shift', () => {
  test('are those of its plan, and wait until it is posted', async () => {
    const under = await underTest({ travel: { timeType: 'Travel' } });
    const document = under.save('9001', { travelToMinutes: 25 });
    await under.plan(document);
    expect(await told(under)).toEqual(['planned 8.42']);
    await under.goThrough(document);
    expect(await told(under)).toEqual(['posted 8.42']);
    const [outcome] = await selectDocumentOutcomes(hub.pool(), under.profile.company, ['TS-9001']);
    expect(outcome).toMatchObject({ hours: '8.42', amount: null });
  });

  test('are its own minutes where there is no plan, less what the profile leaves out', async () => {
    const under = await underTest();
    const unpaid = buildActivity('900-100', 40, { isPayable: false });
    const worker = { userId: '41', employeeId: 'E-8', name: 'Jo' };
    await under.plan(under.save('9001', { worker, activities: [unpaid], travelToMinutes: 25 }));
    expect(await told(under)).toEqual(['parked 7.33']);
    expect(await waiting(under)).toEqual(['EMPLOYEE_UNKNOWN 7.33']);
  });

  test('are not known of a sheet that does not tell its minutes, and then no zero', async () => {
    const under = await underTest();
    await under.plan(under.save('9001', { totalMinutes: null }));
    expect(await told(under)).toEqual(['parked null']);
    expect(await waiting(under)).toEqual(['HOURS_MISSING null']);
  });

  test('wait with what Intacct refuses, and with what Assignar would not be told', async () => {
    const under = await underTest();
    const document = under.save('9001');
    await under.plan(document);
    const closed = new Rejected('closed', { operation: 'intacct create', code: 'TIME_PERIOD_CLOSED' });
    under.intacct.script.push({ refuse: closed });
    await under.post(document);
    expect(await waiting(under)).toEqual(['TIME_PERIOD_CLOSED 8.00']);
    under.assignar.refusal = new Rejected('locked', { operation: 'assignar process', code: 'REFUSED_BY_ASSIGNAR' });
    await under.goThrough(document);
    expect(await waiting(under)).toEqual(['REFUSED_BY_ASSIGNAR 8.00']);
    expect(await told(under)).toEqual(['parked 8.00']);
  });

  test('of two periods count together, once', async () => {
    const under = await underTest({ overnight: 'split-at-midnight' });
    const night = {
      startsAt: { kind: 'utc', at: '2026-11-16T03:00:00Z' },
      endsAt: { kind: 'utc', at: '2026-11-16T11:30:00Z' },
    } as const;
    const document = under.save('9001', night);
    await under.goThrough(document);
    const postings = await selectPostings(hub.pool(), document);
    expect(postings.map(({ purpose, hours }) => [purpose, hours])).toEqual([
      ['timesheet', '8.00'],
      ['timesheet-next-period', null],
    ]);
    expect(await told(under)).toEqual(['posted 8.00']);
  });

  test.each([
    ['on the timesheet', onTimesheet],
    ['at a rate', byRate],
  ])('are its worker’s: those of equipment %s are apart', async (_how, equipmentTime) => {
    const under = await underTest({}, equipmentTime);
    await under.goThrough(under.save('9001', { assets: [buildAsset(null)] }));
    expect(await told(under)).toEqual(['posted 8.00']);
  });

  test('are zero of one of which nothing is posted', async () => {
    const under = await underTest();
    const unpaid = buildActivity('900-100', 480, { isPayable: false });
    await under.goThrough(under.save('9001', { activities: [unpaid] }));
    expect(await told(under)).toEqual(['posted 0.00']);
  });
});

describe('a shift that is changed after it was posted', () => {
  test('counts once: with what it is now, while it waits and when it is posted anew', async () => {
    const under = await underTest();
    const document = under.save('9001');
    await under.goThrough(document);
    under.save('9001', { ...shorter, ...processed });
    const changed = { ...document, revision: 2 };
    await under.plan(changed);
    expect(await told(under)).toEqual(['parked 7.00']);
    await under.repost(changed);
    expect(await told(under)).toEqual(['posted 7.00']);
  });

  test('and back counts with what was posted', async () => {
    const under = await underTest();
    const document = under.save('9001');
    await under.goThrough(document);
    under.save('9001', { ...shorter, ...processed });
    const changed = { ...document, revision: 2 };
    await under.plan(changed);
    under.save('9001', processed);
    await under.goThrough(changed);
    expect(await told(under)).toEqual(['posted 8.00']);
  });

  test('and was deleted has none once it is taken back', async () => {
    const under = await underTest();
    const document = under.save('9001');
    await under.goThrough(document);
    under.assignar.delete('9001');
    const changed = { ...document, revision: 2 };
    await under.plan(changed);
    expect(await told(under)).toEqual(['parked null']);
    await under.repost(changed);
    expect(await told(under)).toEqual(['posted 0.00']);
  });
});
