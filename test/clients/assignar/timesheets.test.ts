import { useClientUnderTest } from './client-under-test';
import { sampleSheet } from './sample-sheets';
import { answerEmpty, answerJson, hangUp, type Turn, verdictOf } from './scripted-api';

const under = useClientUnderTest();
const { client } = under;

const read = (changes: object = {}) => {
  under.api.turns = [answerSheet({ ...sampleSheet, ...changes })];
  return client().readTimesheet('9001');
};
const answerSheet = (sheet: object) => answerJson({ status: 200, data: sheet });
const notThere = ['[404] Object Not Found - Timesheet (id:9001)', 'Timesheet not found'].map((message) =>
  answerJson({ message }, 404),
);
const [activity] = sampleSheet.activity_entries;
const [assetEntry] = sampleSheet.asset_entries;

describe('reading a timesheet', () => {
  it('asks for it by its id, and reads the whole shift', async () => {
    const excavator = { assetId: '5', assetExternalId: 'EQ-5', assetName: 'Excavator' };
    await expect(read()).resolves.toEqual({
      documentKey: 'TS-9001',
      timesheetId: '9001',
      version: Date.parse('2026-11-16T09:00:00.123Z'),
      status: 'APPROVED_WITH_PAY_AND_CHARGE_RATES',
      isCompleted: true,
      isProcessed: false,
      worker: { userId: '41', employeeId: 'E-7', name: 'Ana de la Cruz' },
      clientExternalId: 'C-20',
      project: { projectId: '311', externalId: 'P-100', name: 'North Quay', timeZone: 'Australia/Perth' },
      role: { roleId: '12', externalId: 'LAB-DRIVER', name: 'Driver' },
      orderNumber: 'J-100',
      startsAt: { kind: 'utc', at: '2026-11-15T23:00:00.000Z' },
      endsAt: { kind: 'utc', at: '2026-11-16T07:30:00.000Z' },
      breakMinutes: 30,
      travelToMinutes: 15,
      travelFromMinutes: null,
      totalMinutes: 480,
      activities: [
        {
          activityId: '501',
          activityExternalId: '100-200',
          activityName: 'Footings',
          minutes: 240,
          isPayable: true,
          assets: [{ ...excavator, minutes: 180, usesWholeShift: false }],
        },
      ],
      assets: [{ ...excavator, minutes: null, usesWholeShift: true }],
    });
    expect(under.api.requests[0]).toMatchObject({ path: '/v2/timesheets-expanded/9001', query: [] });
  });

  it('is null for one that is not there, or deleted', async () => {
    await expect(read({ deleted_time: '2026-11-17T00:00:00Z' })).resolves.toBeNull();
    under.api.turns = notThere;
    await expect(client().readTimesheet('9001')).resolves.toBeNull();
    await expect(client().readTimesheet('9001')).resolves.toBeNull();
  });

  it('reads a sheet with no more than the published fields: ids at the top, the worker by user_id', async () => {
    const sheet = await read({
      ...{ user_id: 41, project_id: 311, task_id: 12, date: undefined, is_naive_datetime: undefined },
      ...{
        is_processed: undefined,
        break_time: undefined,
        travel_time_to: undefined,
        processed_at: '2026-11-16T10:00:00Z',
      },
      user: { user_id: 41, full_name: 'Ana de la Cruz', employee_id: 'E-7' },
      project: { name: 'North Quay', external_id: 'P-100' },
      task: { name: 'Driver', external_id: 'LAB-DRIVER' },
    });
    expect(sheet).toMatchObject({
      isProcessed: true,
      worker: { userId: '41', employeeId: 'E-7', name: 'Ana de la Cruz' },
      project: { projectId: '311', externalId: 'P-100', name: 'North Quay', timeZone: null },
      role: { roleId: '12', externalId: 'LAB-DRIVER' },
      startsAt: { kind: 'utc', at: '2026-11-15T23:00:00.000Z' },
      breakMinutes: null,
      travelToMinutes: null,
    });
  });

  it('has no project, role, activities or assets where the sheet tells none, and ids where only those are told', async () => {
    const bare = { project: null, task: null, user: null, user_id: 41, task_id: 12, client: null, order: null };
    const sheet = await read({ ...bare, job_number: 'J-5', activity_entries: null, asset_entries: undefined });
    expect(sheet).toMatchObject({
      worker: { userId: '41', employeeId: null, name: null },
      project: null,
      role: { roleId: '12', externalId: null, name: null },
      orderNumber: 'J-5',
      activities: [],
      assets: [],
    });
  });

  it('has no minutes of an asset of which none are told: that is for a person, not for a retry', async () => {
    const sheet = await read({ ...sampleSheet, activity_entries: [], asset_entries: [{ id: 8, asset: { id: 5 } }] });
    expect(sheet?.assets).toMatchObject([{ assetId: '5', minutes: null, usesWholeShift: false }]);
  });

  it('reads minutes of assets by the entry that they refer to, when the sheet has several', async () => {
    const related = [{ activity_asset_usage_minutes: '01:30', asset_entry_id: 9 }];
    const sheet = await read({
      activity_entries: [{ ...activity, related_asset_entries: related }],
      asset_entries: [assetEntry, { id: 9, duration: 90, asset: { id: 6, external_id: 'EQ-6' } }],
    });
    expect(sheet?.activities[0]?.assets).toEqual([
      { assetId: '6', assetExternalId: 'EQ-6', assetName: null, minutes: 90, usesWholeShift: false },
    ]);
    expect(sheet?.assets[1]).toMatchObject({ assetId: '6', minutes: 90, usesWholeShift: false });
  });

  it.each([
    ['a total in words', { total_time: 'eight' }, 'total_time'],
    ['hours as a fraction', { total_time: '8.5' }, 'total_time'],
    ['a break of half a minute', { break_time: 30.5 }, 'break_time'],
    ['negative travel', { travel_time_to: -5 }, 'travel_time_to'],
    ['seventy minutes in an hour', { total_time: '08:70' }, 'total_time'],
    ['a start that is no time', { start_datetime: 'seven' }, 'start_datetime'],
    ['a day that no calendar has', { start_datetime: '2026-11-31T07:00:00Z' }, 'start_datetime'],
    ['an activity of unknown pay', { activity_entries: [{ ...activity, activity: { id: 501 } }] }, 'is_payable'],
    ['an asset without an id', { asset_entries: [{ id: 8, duration: 5, asset: {} }] }, 'asset_entries.0.asset.id'],
    [
      'minutes that could be of either of two assets',
      { asset_entries: [assetEntry, { ...assetEntry, id: 9, asset: { id: 6 } }] },
      'related_asset_entries.0.asset.id',
    ],
    ['nobody who worked', { user: null }, 'user_id'],
    ['a project without an id', { project: { external_id: 'P-100' } }, 'project_id'],
  ])('with %s is an unexpected response that names it', async (_, changes, named) => {
    const verdict = await verdictOf(read(changes));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain('timesheet 9001');
    expect(verdict.message).toContain(named);
  });

  it('refuses another sheet than was asked for', async () => {
    expect((await verdictOf(read({ id: 9000 }))).message).toContain('came another');
  });

  it('finds the header of one, deleted or not, and null where there is none', async () => {
    under.api.turns = [answerSheet({ ...sampleSheet, deleted_time: '2026-11-17T00:00:00Z' }), ...notThere];
    const assignar = client();
    await expect(assignar.findTimesheet('9001')).resolves.toMatchObject({ documentKey: 'TS-9001', isDeleted: true });
    await expect(assignar.findTimesheet('9001')).resolves.toBeNull();
  });
});

describe('completing and processing', () => {
  it('completes with a PUT that has no body', async () => {
    under.api.turns = [answerEmpty(204)];
    await client().completeTimesheet('9001');
    expect(under.api.requests[0]).toMatchObject({ method: 'PUT', path: '/v2/timesheets/9001/complete', body: '' });
    expect(under.calls.at(-1)).toMatchObject({ method: 'PUT', path: '/timesheets/{id}/complete', verdict: 'success' });
  });

  it.each(['Timesheet already completed', '[400] Timesheet already processed'])(
    'takes a sheet for completed when the answer is "%s"',
    async (message) => {
      under.api.turns = [answerJson({ message }, 400)];
      await expect(client().completeTimesheet('9001')).resolves.toBeUndefined();
    },
  );

  it.each([
    ['204', answerEmpty(204)],
    ['200 that says nothing', answerEmpty(200)],
    ['200 with a status', answerJson({ status: 200 })],
  ])('processes with a PUT that is answered by %s, and asks nothing before', async (_, turn) => {
    under.api.turns = [turn];
    await expect(client().processTimesheet('9001')).resolves.toBe('processed');
    expect(under.api.requests.map(({ method, path }) => [method, path])).toEqual([
      ['PUT', '/v2/timesheets/9001/process'],
    ]);
  });

  it.each(['Timesheet already processed', '[400] Timesheet already processed'])(
    'is done already when the answer is "%s"',
    async (message) => {
      under.api.turns = [answerJson({ message }, 400)];
      await expect(client().processTimesheet('9001')).resolves.toBe('already');
    },
  );

  const refusals: [string, Turn, object][] = [
    [
      'not completed',
      answerJson({ message: '[400] Timesheet must be completed before processing' }, 400),
      { name: 'Rejected', code: 'TIMESHEET_NOT_COMPLETED', subject: '9001' },
    ],
    [
      'not there',
      answerJson({ message: 'Timesheet not found' }, 404),
      { name: 'Rejected', code: 'DOCUMENT_NOT_FOUND' },
    ],
    ['left without an answer', hangUp, { name: 'OutcomeUnknown' }],
    ['answered by HTML', answerJson('x', 200, { 'content-type': 'text/html' }), { name: 'OutcomeUnknown' }],
  ];
  it.each(refusals)('does not call a sheet processed that is %s', async (_, turn, verdict) => {
    under.api.turns = [turn];
    await expect(client().processTimesheet('9001')).rejects.toMatchObject(verdict);
  });
});
