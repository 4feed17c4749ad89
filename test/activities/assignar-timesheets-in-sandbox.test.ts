import type { TimesheetSearch } from '../../clients/assignar/assignar-client';
import { useAssignarInSandbox } from './assignar-in-sandbox';

const under = useAssignarInSandbox();

describe('timesheets of Assignar', () => {
  const shift = {
    ...{ worker: 'E-7', project: 'P-100', role: 'LAB-CARP', jobNumber: 'P-100' },
    ...{ start: '2026-11-16T12:00:00Z', end: '2026-11-16T20:30:00Z' },
    ...{ breakMinutes: 30, travelToMinutes: 20, travelFromMinutes: 25 },
    activities: [
      { activity: '100-200', minutes: 300, assets: [{ asset: 'EQ-5', minutes: 180 }] },
      { activity: '900', minutes: 15 },
    ],
  };
  const approved = async (changes: object = {}) => {
    const { timesheetId = 0 } = await under.act('submit-timesheet', { ...shift, ...changes });
    await under.act('approve-timesheet', { timesheetId });
    return String(timesheetId);
  };
  const search = (changes: Partial<TimesheetSearch> = {}): TimesheetSearch => ({
    ...{ statuses: ['APPROVED_WITH_PAY_AND_CHARGE_RATES', 'COMPLETED'], after: null },
    ...{ unprocessedOnly: true, workedFrom: null, limit: 1000 },
    ...changes,
  });

  it('are read with all their hours', async () => {
    const digger = { assetId: '1', assetExternalId: 'EQ-5', assetName: 'Digger', minutes: 180, usesWholeShift: false };
    expect(await under.client.readTimesheet(await approved())).toMatchObject({
      status: 'APPROVED_WITH_PAY_AND_CHARGE_RATES',
      ...{ isCompleted: false, isProcessed: false, clientExternalId: 'C-1', orderNumber: 'P-100' },
      worker: { employeeId: 'E-7', name: 'Ruth Okafor' },
      project: { projectId: '1', externalId: 'P-100', name: 'Pier', timeZone: 'America/New_York' },
      role: { roleId: '1', externalId: 'LAB-CARP', name: 'Carpenter' },
      startsAt: { kind: 'utc', at: '2026-11-16T12:00:00.000Z' },
      endsAt: { kind: 'utc', at: '2026-11-16T20:30:00.000Z' },
      ...{ breakMinutes: 30, travelToMinutes: 20, travelFromMinutes: 25, totalMinutes: 480 },
      activities: [
        { activityExternalId: '100-200', minutes: 300, isPayable: true, assets: [digger] },
        { activityExternalId: '900', minutes: 15, isPayable: false, assets: [] },
      ],
      assets: [digger],
    });
  });

  it('are read by the published fields alone: hours, project and worker, but no zone, breaks or travel', async () => {
    await under.admin('PATCH', '/settings', { expandedExtras: false });
    const sheetId = await approved();
    expect(await under.client.readTimesheet(sheetId)).toMatchObject({
      worker: { employeeId: 'E-7', name: 'Ruth Okafor' },
      project: { projectId: '1', externalId: 'P-100', timeZone: null },
      role: { roleId: '1', externalId: 'LAB-CARP' },
      startsAt: { kind: 'utc', at: '2026-11-16T12:00:00.000Z' },
      ...{ breakMinutes: null, travelToMinutes: null, totalMinutes: 480, isProcessed: false },
    });
    await under.client.completeTimesheet(sheetId);
    await under.client.processTimesheet(sheetId);
    expect(await under.client.findTimesheet(sheetId)).toMatchObject({ isCompleted: true, isProcessed: true });
  });

  it.each(['text', 'hours-minutes'])('have breaks and travel as %s too', async (minutesShape) => {
    await under.admin('PATCH', '/settings', { minutesShape });
    const sheet = await under.client.readTimesheet(await approved());
    expect(sheet).toMatchObject({ breakMinutes: 30, travelToMinutes: 20, travelFromMinutes: 25 });
  });

  it('on the clock of the wall keep it, over midnight too', async () => {
    const times = { start: undefined, end: undefined, date: '2026-11-16', startTime: '22:00', endTime: '06:30' };
    const sheet = await under.client.readTimesheet(await approved(times));
    expect(sheet).toMatchObject({
      startsAt: { kind: 'naive', local: '2026-11-16T22:00:00' },
      endsAt: { kind: 'naive', local: '2026-11-17T06:30:00' },
    });
  });

  it('are completed and processed once, and say so when asked again', async () => {
    const { client } = under;
    const sheetId = await approved();
    await expect(client.processTimesheet(sheetId)).rejects.toMatchObject({ code: 'TIMESHEET_NOT_COMPLETED' });
    await client.completeTimesheet(sheetId);
    await client.completeTimesheet(sheetId);
    expect(await client.processTimesheet(sheetId)).toBe('processed');
    expect(await client.processTimesheet(sheetId)).toBe('already');
    await client.completeTimesheet(sheetId);
    expect(await client.findTimesheet(sheetId)).toMatchObject({ status: 'PROCESSED', isProcessed: true });
  });

  it('are processed when a 200 says so without a word, as the published document has it', async () => {
    await under.admin('PATCH', '/settings', { processAnswer: 200 });
    const sheetId = await approved();
    await under.client.completeTimesheet(sheetId);
    expect(await under.client.processTimesheet(sheetId)).toBe('processed');
    expect(await under.client.processTimesheet(sheetId)).toBe('already');
  });

  it('whose processing went through without an answer were processed already', async () => {
    const { client } = under;
    const sheetId = await approved();
    await client.completeTimesheet(sheetId);
    await under.fault({ kind: 'commit-then-drop', match: '/process', count: 1 });
    await expect(client.processTimesheet(sheetId)).rejects.toMatchObject({ name: 'OutcomeUnknown' });
    expect(await client.processTimesheet(sheetId)).toBe('already');
  });

  it('that are not there, or deleted, are told from those that are', async () => {
    const { client } = under;
    const sheetId = await approved();
    await under.act('delete-timesheet', { timesheetId: Number(sheetId) });
    expect(await client.readTimesheet('9999')).toBeNull();
    expect(await client.findTimesheet('9999')).toBeNull();
    expect(await client.readTimesheet(sheetId)).toBeNull();
    expect(await client.findTimesheet(sheetId)).toMatchObject({ isDeleted: true });
    await expect(client.processTimesheet(sheetId)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
  });

  it('are listed by status and not yet processed, behind a cursor, while the list shifts', async () => {
    const sheetIds: string[] = [];
    for (let day = 1; day <= 28; day += 1) {
      const date = `2026-10-${String(day).padStart(2, '0')}`;
      sheetIds.push(await approved({ start: `${date}T12:00:00Z`, end: `${date}T20:30:00Z` }));
    }
    await under.act('submit-timesheet', shift);
    const [done = '', ...waiting] = sheetIds;
    await under.client.completeTimesheet(done);
    await under.client.processTimesheet(done);
    await under.fault({ kind: 'page-shift', match: 'GET /timesheets-expanded' });
    const client = under.clientWith({}, { pageSize: 10 });
    const found = new Set<string>();
    let after: TimesheetSearch['after'] = null;
    for (let part = await client.listTimesheets(search({ limit: 4 })); part.length > 0; ) {
      for (const { timesheetId } of part) found.add(timesheetId);
      const last = part.at(-1);
      if (last === undefined || found.size === waiting.length) break;
      after = { modifiedAt: last.modifiedAt, headerId: last.timesheetId };
      part = await client.listTimesheets(search({ after, limit: 4 }));
    }
    expect([...found].sort()).toEqual([...waiting].sort());
    // One that is touched while it is read may come twice.
    const late = await client.listTimesheets(search({ workedFrom: '2026-10-27' }));
    expect([...new Set(late.map(({ workDate }) => workDate))].sort()).toEqual(['2026-10-27', '2026-10-28']);
  });

  it('are listed of one worker alone', async () => {
    const { client } = under;
    const sheetId = await approved();
    const [ruth] = await client.findRecords('worker', { by: 'externalId', value: 'E-7' });
    const ofWorker = (userId: string) => client.listTimesheets(search({ userId, statuses: [] }));
    expect((await ofWorker(ruth?.id ?? '')).map(({ timesheetId }) => timesheetId)).toEqual([sheetId]);
    expect(await ofWorker(String(Number(ruth?.id) + 1))).toEqual([]);
  });

  it('that were changed after they were processed are listed again where processed ones are asked for', async () => {
    const { client } = under;
    const sheetId = await approved();
    await client.completeTimesheet(sheetId);
    await client.processTimesheet(sheetId);
    const before = await client.findTimesheet(sheetId);
    await under.act('edit-timesheet', { timesheetId: Number(sheetId), fields: { break_time: 60 } });
    const changed = await client.listTimesheets(search({ statuses: [], unprocessedOnly: false }));
    expect(changed.map(({ timesheetId }) => timesheetId)).toEqual([sheetId]);
    expect(changed[0]?.version).toBeGreaterThanOrEqual(before?.version ?? 0);
    expect(await client.readTimesheet(sheetId)).toMatchObject({ breakMinutes: 60, totalMinutes: 450 });
    expect(await client.listTimesheets(search())).toEqual([]);
  });
});
