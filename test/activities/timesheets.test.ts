import { assignarLinks } from '../../activities/assignar-records/assignar-record-kind';
import { OutcomeUnknown, Rejected, Transport } from '../../clients/errors';
import { selectOpenExceptions } from '../../db/exceptions';
import { agreeLink, rebindLink } from '../../db/links';
import { selectPostings } from '../../db/postings';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import { useHubDatabase } from '../db/hub-database';
import { buildActivity, buildAsset, buildTimesheet, byRate } from '../mappings/assignar-timesheet-builder';
import { standingLines, type TimesheetsUnderTest, useTimesheetsUnderTest } from './timesheets-under-test';

const hub = useHubDatabase();
const underTest = useTimesheetsUnderTest(hub, 'civil');

/** On another day of the same week: no overlap with the builder's Monday. */
const onDay = (day: string): Partial<SourceTimesheet> => ({
  startsAt: { kind: 'utc', at: `${day}T13:00:00Z` },
  endsAt: { kind: 'utc', at: `${day}T21:30:00Z` },
});
const lostAnswer = () => new OutcomeUnknown('no answer', { operation: 'intacct update', reason: 'no-answer' });
const reasonsOf = async (under: TimesheetsUnderTest, documentKey: string) =>
  (await selectOpenExceptions(hub.pool(), under.profile.company, documentKey)).map(({ code, causeKey }) => [
    code,
    causeKey,
  ]);

const linkedWorkers = ({ profile: { company } }: TimesheetsUnderTest) => assignarLinks(company, 'worker', 'EMPLOYEE');

/** Links worker 40, whose sheets these are. */
async function linkWorker(under: TimesheetsUnderTest, intacctId: string, intacctRecordNumber: string): Promise<void> {
  const link = { sourceId: '40', intacctId, intacctRecordNumber, agreed: {}, standing: 'active' } as const;
  await agreeLink(hub.pool(), linkedWorkers(under), link);
}

test('an approved sheet becomes lines of its worker’s timesheet, and is completed and processed in Assignar', async () => {
  const under = await underTest();
  const document = under.save('9001', { activities: [buildActivity('100-200', 240)], isCompleted: false });
  expect(await under.goThrough(document)).toMatchObject({ outcome: 'posted' });
  expect(standingLines(under.intacct)).toEqual(['2026-11-16 4.00 TS-9001', '2026-11-16 4.00 TS-9001']);
  expect(under.assignar.calls).toEqual(['read 9001', 'complete 9001', 'process 9001', 'read 9001']);
  const [leading] = await selectPostings(hub.pool(), document);
  expect(leading).toMatchObject({ purpose: 'timesheet', state: 'posted', amount: null, currency: null });
});

test('a second sheet of the week is added to the timesheet, and takes no line from it', async () => {
  const under = await underTest();
  await under.goThrough(under.save('9001'));
  await under.goThrough(under.save('9002', onDay('2026-11-17')));
  expect(under.intacct.timesheets).toHaveLength(1);
  expect(standingLines(under.intacct)).toEqual(['2026-11-16 8.00 TS-9001', '2026-11-17 8.00 TS-9002']);
});

test('hours of a worker who was given another employee’s id wait, until the id is put back', async () => {
  const under = await underTest();
  await linkWorker(under, 'E-9', '9');
  const document = under.save('9001');
  expect(await under.plan(document)).toMatchObject({ outcome: 'parked' });
  expect(await reasonsOf(under, 'TS-9001')).toEqual([['WORKER_RELINKED', 'worker:40']]);
  const { worker } = buildTimesheet([]);
  under.save('9001', { worker: { ...worker, employeeId: ' e-9' } });
  await under.plan(document);
  expect((await reasonsOf(under, 'TS-9001')).map(([code]) => code)).not.toContain('WORKER_RELINKED');
});

test('hours of a worker in whose place another stands wait as well, where it bears another employee’s id', async () => {
  const under = await underTest();
  await linkWorker(under, 'E-9', '9');
  await rebindLink(hub.pool(), linkedWorkers(under), { intacctId: 'E-9', sourceId: '41' });
  const document = under.save('9001');
  await under.plan(document);
  expect(await reasonsOf(under, 'TS-9001')).toEqual([['WORKER_RELINKED', 'worker:40']]);
  // Whom it stands for now decides.
  await linkWorker(under, 'E-7', '1');
  expect(await under.plan(document)).toMatchObject({ outcome: 'planned' });
});

test('an employee that was given another id in Intacct is still who its worker is', async () => {
  const under = await underTest();
  await linkWorker(under, 'E-OLD', '1');
  expect(await under.plan(under.save('9001'))).toMatchObject({ outcome: 'planned' });
});

test('two sheets of one worker at once: one waits without sending, and no line is lost', async () => {
  const under = await underTest();
  const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'];
  const documents = days.map((day, index) => under.save(`${9001 + index}`, onDay(day)));
  for (const document of documents) await under.plan(document);
  let waited = 0;
  const left = new Set(documents);
  while (left.size > 0) {
    await Promise.all(
      [...left].map((document) =>
        under.post(document).then(
          () => left.delete(document),
          (error: { type?: string }) => {
            expect(error.type).toBe('TimesheetInUse');
            waited += 1;
          },
        ),
      ),
    );
  }
  expect(standingLines(under.intacct).sort()).toEqual(days.map((day, index) => `${day} 8.00 TS-${9001 + index}`));
  expect(under.intacct.sent).toHaveLength(4);
  expect(waited).toBeGreaterThan(0);
});

test('a timesheet is not added to while an answer about it is missing; the lost answer is found, not sent again', async () => {
  const under = await underTest();
  const first = under.save('9001');
  const second = under.save('9002', onDay('2026-11-17'));
  await under.plan(first);
  await under.plan(second);
  under.intacct.script.push({ commitThenFail: lostAnswer() });
  expect(await under.failure(first)).toMatchObject({ type: 'OutcomeUnknown' });
  expect(await under.failure(second)).toMatchObject({ type: 'TimesheetInUse' });
  expect(await under.post(first)).toMatchObject({ outcome: 'posted' });
  expect(await under.post(second)).toMatchObject({ outcome: 'posted' });
  expect(under.intacct.sent).toHaveLength(2);
  expect(standingLines(under.intacct)).toEqual(['2026-11-16 8.00 TS-9001', '2026-11-17 8.00 TS-9002']);
});

test('what never reached Intacct frees the timesheet for the others', async () => {
  const under = await underTest();
  const first = under.save('9001');
  const second = under.save('9002', onDay('2026-11-17'));
  await under.plan(first);
  await under.plan(second);
  under.intacct.script.push({ refuse: new Transport('connection refused', { operation: 'intacct update' }) });
  expect(await under.failure(first)).toMatchObject({ type: 'Transport' });
  expect(await under.post(second)).toMatchObject({ outcome: 'posted' });
  expect(await under.post(first)).toMatchObject({ outcome: 'posted' });
  expect(standingLines(under.intacct)).toEqual(['2026-11-17 8.00 TS-9002', '2026-11-16 8.00 TS-9001']);
});

test('a timesheet that somebody made between the look and the creation is added to', async () => {
  const under = await underTest();
  const document = under.save('9001');
  await under.plan(document);
  const exists = new Rejected('exists', { operation: 'intacct create', code: 'TIMESHEET_EXISTS' });
  under.intacct.script.push({ refuse: exists });
  expect(await under.failure(document)).toMatchObject({ type: 'Rejected' });
  under.intacct.timesheets.push({
    recordNumber: '77',
    employeeId: 'E-7',
    beginDate: '2026-11-16',
    state: 'Draft',
    entries: [],
  });
  expect(await under.post(document)).toEqual({ outcome: 'posted', intacctKey: '77' });
});

test.each(['Approved', 'Partially Approved', 'A', 'X'])(
  'a timesheet that is %s takes no more lines: the sheet waits for it',
  async (state) => {
    const under = await underTest();
    await under.goThrough(under.save('9001'));
    for (const timesheet of under.intacct.timesheets) timesheet.state = state;
    const document = under.save('9002', onDay('2026-11-17'));
    await under.plan(document);
    expect(await under.post(document)).toMatchObject({ outcome: 'parked', reason: { code: 'TIMESHEET_CLOSED' } });
    expect(await reasonsOf(under, 'TS-9002')).toEqual([['TIMESHEET_CLOSED', 'timesheet:E-7/2026-11-16']]);
    expect(under.intacct.sent).toHaveLength(1);
  },
);

test('a timesheet that is approved while an answer is missing stays taken: only Intacct says that the earlier request is over', async () => {
  const under = await underTest();
  await under.goThrough(under.save('9001'));
  const second = under.save('9002', onDay('2026-11-17'));
  const third = under.save('9003', onDay('2026-11-18'));
  await under.plan(second);
  await under.plan(third);
  under.intacct.script.push({ refuse: lostAnswer() });
  await under.failure(second);
  for (const timesheet of under.intacct.timesheets) timesheet.state = 'Approved';
  const stillRuns = new OutcomeUnknown('concurrent', { operation: 'intacct update', reason: 'in-process' });
  under.intacct.script.push({ refuse: stillRuns });
  expect(await under.failure(second)).toMatchObject({ type: 'OutcomeUnknown' });
  expect(await under.failure(third)).toMatchObject({ type: 'TimesheetInUse' });
  const approved = new Rejected('approved', { operation: 'intacct update', code: 'TIMESHEET_CLOSED' });
  under.intacct.script.push({ refuse: approved });
  expect(await under.post(second)).toMatchObject({ outcome: 'parked', reason: { code: 'TIMESHEET_CLOSED' } });
});

test('an attempt that stood still after it had read the timesheet sends nothing once the sheet was refused meanwhile', async () => {
  const under = await underTest();
  const document = under.save('9001');
  await under.plan(document);
  const { findTimesheets } = under.intacct.client;
  under.intacct.client.findTimesheets = async (...asked) => {
    const found = await findTimesheets(...asked);
    await hub.pool().query(`update postings set state = 'rejected' where company = $1`, [document.company]);
    return found;
  };
  expect(await under.failure(document)).toMatchObject({ type: 'PlanOutdated' });
  expect(under.intacct.sent).toEqual([]);
});

test('a sheet is parked where Intacct does not let its worker’s timesheet be read', async () => {
  const under = await underTest();
  const document = under.save('9001');
  await under.plan(document);
  under.intacct.client.findTimesheets = async () => {
    throw new Rejected('no permission', { operation: 'intacct query TIMESHEET', code: 'PERMISSION_MISSING' });
  };
  expect(await under.post(document)).toMatchObject({ outcome: 'parked', reason: { code: 'PERMISSION_MISSING' } });
  expect(await reasonsOf(under, 'TS-9001')).toMatchObject([['PERMISSION_MISSING', null]]);
});

test('lines that somebody changed under our reference are a conflict, not sent again', async () => {
  const under = await underTest();
  const document = under.save('9001');
  await under.plan(document);
  under.intacct.script.push({ commitThenFail: lostAnswer() });
  await under.failure(document);
  for (const entry of under.intacct.timesheets.flatMap(({ entries }) => entries)) entry.hours = '7.00';
  expect(await under.post(document)).toMatchObject({ outcome: 'parked', reason: { code: 'OUTCOME_CONFLICT' } });
  expect((await selectOpenExceptions(hub.pool(), under.profile.company, 'TS-9001'))[0]?.message).toContain(
    'expected 1 entry of 8.00 h under reference TS-9001',
  );
});

describe('a sheet that changed after it was processed', () => {
  const shorter = { totalMinutes: 420, breakMinutes: 90 };

  test('is parked, and reposted as one update that takes the old hours back beside the new ones', async () => {
    const under = await underTest({}, byRate);
    const document = under.save('9001', { assets: [buildAsset(null)] });
    await under.goThrough(document);
    under.save('9001', { ...shorter, isProcessed: true, status: 'PROCESSED', assets: [buildAsset(null)] });
    const changed = { ...document, revision: 2 };
    expect(await under.plan(changed)).toMatchObject({
      outcome: 'parked',
      reason: { code: 'CHANGED_AFTER_POSTING', message: expect.stringContaining('changed in Assignar') },
    });
    expect(await under.repost(changed)).toMatchObject({ outcome: 'posted' });
    expect(standingLines(under.intacct)).toEqual([
      '2026-11-16 8.00 TS-9001',
      '2026-11-16 -8.00 TS-9001-2R',
      '2026-11-16 7.00 TS-9001-2',
    ]);
    expect(under.intacct.sent).toHaveLength(2);
    const debits = under.intacct.journalEntries.map(({ referenceNumber, lines }) => [
      referenceNumber,
      ...lines.filter(({ side }) => side === 'debit').map(({ accountNumber, amount }) => `${accountNumber} ${amount}`),
    ]);
    expect(debits).toEqual([
      ['TS-9001', '5300 1160.00'],
      ['TS-9001-2R', '5390 1160.00'],
      ['TS-9001-2', '5300 1015.00'],
    ]);
  });

  test('after a lost answer the repost is found as a whole', async () => {
    const under = await underTest();
    const document = under.save('9001');
    await under.goThrough(document);
    under.save('9001', { ...shorter, isProcessed: true, status: 'PROCESSED' });
    under.intacct.script.push({ commitThenFail: lostAnswer() });
    const changed = { ...document, revision: 2 };
    await expect(under.repost(changed)).rejects.toMatchObject({ type: 'OutcomeUnknown' });
    expect(await under.post(changed)).toMatchObject({ outcome: 'posted' });
    expect(under.intacct.sent).toHaveLength(2);
    expect(standingLines(under.intacct)).toHaveLength(3);
  });

  test('a third revision takes back what the second posted, and nothing else', async () => {
    const under = await underTest();
    const document = under.save('9001');
    await under.goThrough(document);
    under.save('9001', { ...shorter, isProcessed: true, status: 'PROCESSED' });
    await under.repost({ ...document, revision: 2 });
    under.save('9001', { totalMinutes: 450, breakMinutes: 60, isProcessed: true, status: 'PROCESSED' });
    await under.repost({ ...document, revision: 3 });
    expect(standingLines(under.intacct).slice(3)).toEqual(['2026-11-16 -7.00 TS-9001-3R', '2026-11-16 7.50 TS-9001-3']);
  });

  test('posted into another period, the hours that are taken back go there too', async () => {
    const under = await underTest();
    const document = under.save('9001');
    await under.goThrough(document);
    for (const timesheet of under.intacct.timesheets) timesheet.state = 'Approved';
    under.save('9001', { ...shorter, isProcessed: true, status: 'PROCESSED' });
    await under.repost({ ...document, revision: 2 }, { postingDate: '2026-11-24' });
    expect(under.intacct.timesheets.map(({ beginDate }) => beginDate)).toEqual(['2026-11-16', '2026-11-23']);
    expect(standingLines(under.intacct).slice(1)).toEqual(['2026-11-24 -8.00 TS-9001-2R', '2026-11-24 7.00 TS-9001-2']);
  });
});

describe('a sheet that may not be posted', () => {
  test.each([
    ['TIMESHEET_NOT_APPROVED', { status: 'SUBMITTED' }, {}],
    ['TIMESHEET_ALREADY_PROCESSED', { isProcessed: true }, {}],
    ['TIMESHEET_NOT_COMPLETED', { isCompleted: false }, { complete: false }],
  ] as const)('is parked with %s', async (code, changes, settings) => {
    const under = await underTest(settings);
    const document = under.save('9001', changes);
    expect(await under.plan(document)).toMatchObject({ outcome: 'parked', reason: { code } });
    expect(under.intacct.calls).toEqual([]);
  });

  test('because another sheet of the worker is of the same hours: the second one planned is parked', async () => {
    const under = await underTest();
    await under.plan(under.save('9001'));
    expect(await under.plan(under.save('9002'))).toMatchObject({
      outcome: 'parked',
      reason: { code: 'TIMESHEET_OVERLAPS', message: expect.stringContaining('TS-9001') },
    });
  });

  test('because Intacct has no such employee and project: it waits for both', async () => {
    const under = await underTest();
    const project = { projectId: '400', externalId: 'P-900', name: 'Pier', timeZone: null };
    const document = under.save('9001', { worker: { userId: '41', employeeId: 'E-8', name: 'Jo' }, project });
    expect(await under.plan(document)).toMatchObject({ outcome: 'parked' });
    expect(await reasonsOf(under, 'TS-9001')).toEqual(
      expect.arrayContaining([
        ['EMPLOYEE_UNKNOWN', 'employee:E-8'],
        ['PROJECT_UNKNOWN', 'project:P-900'],
      ]),
    );
  });
});

test('a refusal of Assignar to process a posted sheet is a question for a person', async () => {
  const under = await underTest();
  const document = under.save('9001');
  under.assignar.refusal = new Rejected('locked', { operation: 'assignar process', code: 'REFUSED_BY_ASSIGNAR' });
  expect(await under.goThrough(document)).toMatchObject({
    outcome: 'parked',
    reason: { code: 'REFUSED_BY_ASSIGNAR', message: expect.stringContaining('posted as Intacct record') },
  });
});
