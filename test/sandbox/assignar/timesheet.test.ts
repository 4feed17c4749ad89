import { SHIFT, startTestSandbox, type TestSandbox } from './api-client';

let now = new Date('2026-11-17T00:00:00Z');
let sandbox: TestSandbox;
beforeEach(async () => {
  now = new Date('2026-11-17T00:00:00Z');
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.stop());

type Sheet = Record<string, unknown>;

async function expanded(query = 'sort=id'): Promise<{ count: number; rows: Sheet[] }> {
  const { status, body } = await sandbox.call('GET', `/timesheets-expanded?${query}`);
  expect([status, body.status]).toEqual([200, 200]);
  return body.data as { count: number; rows: Sheet[] };
}

const submit = (shift: object = {}): Promise<unknown> => sandbox.act('submit-timesheet', { ...SHIFT, ...shift });

async function total(shift: object): Promise<unknown> {
  await submit(shift);
  return (await expanded('sort=-id')).rows[0]?.total_time;
}

async function step(name: string, id = 1): Promise<[number, string | undefined]> {
  const { status, body } = await sandbox.call('PUT', `/timesheets/${id}/${name}`);
  return [status, body.message];
}

describe('expanded timesheets', () => {
  it('come with their count inside the data, and everything that hangs on them', async () => {
    await submit({ assets: [{ asset: 'EQ-6' }] });
    const { count, rows } = await expanded();
    expect(count).toBe(1);
    expect(rows[0]).toMatchObject({
      id: 1,
      status: 'SUBMITTED',
      user: { user_id: 2, employee_id: 'E-7', first_name: 'Ann' },
      project: { external_id: 'P-100' },
      task: { external_id: 'CARP' },
      client: { external_id: 'C-1' },
      start_datetime: '2026-11-15T20:00:00.000Z',
      end_datetime: '2026-11-16T04:30:00.000Z',
      total_time: '08:00',
      activity_entries: [
        {
          duration: 480,
          activity: { external_id: '100-200', is_payable: true },
          related_asset_entries: [{ activity_asset_usage_minutes: 180, asset: { external_id: 'EQ-5' } }],
        },
      ],
      asset_entries: [
        { duration: 480, uses_whole_shift: true, asset: { external_id: 'EQ-6' } },
        { duration: 180, uses_whole_shift: false, asset: { external_id: 'EQ-5', assetClass: { code: 'EXC' } } },
      ],
    });
  });

  it('show local times and the date by the clock of the project', async () => {
    await submit();
    expect((await expanded()).rows[0]).toMatchObject({
      submitted_date: '2026-11-16',
      start_time: '07:00',
      end_time: '15:30',
      is_naive_datetime: false,
      project: { timezone: 'Australia/Sydney' },
    });
  });

  it('can be written down by the clock on the wall alone, over midnight too', async () => {
    const { start: _start, end: _end, ...shift } = SHIFT;
    await sandbox.act('submit-timesheet', { ...shift, date: '2026-11-16', startTime: '22:00', endTime: '06:30' });
    expect((await expanded()).rows[0]).toMatchObject({
      start_datetime: null,
      end_datetime: null,
      start_time: '22:00',
      end_time: '06:30',
      submitted_date: '2026-11-16',
      is_naive_datetime: true,
      total_time: '08:00',
    });
  });

  it('count the hours that passed when the clocks change', async () => {
    // Sydney, 4 October 2026, two o'clock becomes three; 5 April 2026, three becomes two.
    const night = { breakMinutes: 0, start: '2026-10-03T12:00:00Z', end: '2026-10-03T20:00:00Z' };
    expect(await total(night)).toBe('08:00');
    expect((await expanded('sort=-id')).rows[0]).toMatchObject({ start_time: '22:00', end_time: '07:00' });
    expect(await total({ ...night, start: '2026-04-04T11:00:00Z', end: '2026-04-04T20:00:00Z' })).toBe('09:00');
    expect((await expanded('sort=-id')).rows[0]).toMatchObject({ start_time: '22:00', end_time: '06:00' });
  });

  it('leave breaks out of the total and travel outside it, unless the settings say otherwise', async () => {
    const shift = { breakMinutes: 45, travelToMinutes: 20, travelFromMinutes: 15 };
    expect(await total(shift)).toBe('07:45');
    await sandbox.admin('PATCH', '/settings', { breaksInsideTotal: true });
    expect(await total(shift)).toBe('08:30');
    await sandbox.admin('PATCH', '/settings', { travelInsideTotal: true });
    expect(await total(shift)).toBe('09:05');
  });

  it('show only what the published schema names, by a setting', async () => {
    await submit();
    await sandbox.admin('PATCH', '/settings', { expandedExtras: false });
    const [row] = (await expanded()).rows;
    for (const extra of ['break_time', 'is_processed', 'is_naive_datetime']) expect(row).not.toHaveProperty(extra);
    expect(row?.user).not.toHaveProperty('external_id');
  });

  it('are filtered by time and state, and are a list only', async () => {
    await submit();
    await submit({ start: '2026-11-16T20:00:00Z', end: '2026-11-17T04:00:00Z' });
    await step('approve', 2);
    expect((await expanded('start_datetime__gte=2026-11-16T00:00:00Z&sort=id')).rows.map(({ id }) => id)).toEqual([2]);
    expect((await expanded('status=SUBMITTED&sort=id')).count).toBe(1);
    expect((await sandbox.call('POST', '/timesheets-expanded', {})).status).toBe(405);
  });

  it('can be looked at one by one, in the same shape', async () => {
    await submit();
    expect((await sandbox.call('GET', '/timesheets-expanded/1')).body.data).toEqual((await expanded()).rows[0]);
    expect((await sandbox.call('GET', '/timesheets-expanded/2')).body.message).toBe(
      '[404] Object Not Found - Timesheet (id:2)',
    );
  });
});

describe('the way of a sheet', () => {
  it('is submitted, approved, completed, processed', async () => {
    await submit();
    const seen: unknown[] = [];
    for (const name of ['approve', 'complete', 'process']) {
      now = new Date(now.getTime() + 60_000);
      expect(await step(name)).toEqual([204, undefined]);
      seen.push((await expanded()).rows[0]?.status);
    }
    expect(seen).toEqual(['APPROVED_WITH_PAY_AND_CHARGE_RATES', 'COMPLETED', 'PROCESSED']);
    expect((await expanded()).rows[0]).toMatchObject({
      completed_at: '2026-11-17T00:02:00.000Z',
      is_processed: true,
      processed_at: '2026-11-17T00:03:00.000Z',
      modified_time: '2026-11-17T00:03:00.000Z',
    });
  });

  it('refuses to process what is not completed, or twice', async () => {
    await submit();
    expect(await step('process')).toEqual([400, 'Timesheet must be completed before processing']);
    expect(await step('complete')).toEqual([400, '[400] Timesheet must be approved before completing']);
    for (const name of ['approve', 'complete', 'process']) await step(name);
    expect(await step('process')).toEqual([400, 'Timesheet already processed']);
    expect((await step('process', 99))[0]).toBe(404);
  });

  it('is processed with a 200 without a body where the tenant answers so', async () => {
    await submit();
    await sandbox.admin('PATCH', '/settings', { processAnswer: 200 });
    for (const name of ['approve', 'complete']) await step(name);
    expect(await step('process')).toEqual([200, undefined]);
  });

  it('an edit after processing moves the modified time and leaves the sheet processed', async () => {
    await submit();
    for (const name of ['approve', 'complete', 'process']) await step(name);
    now = new Date('2026-11-17T00:30:00Z');
    await sandbox.act('edit-timesheet', { timesheetId: 1, fields: { end_datetime: '2026-11-16T05:30:00Z' } });
    expect((await expanded()).rows[0]).toMatchObject({
      total_time: '09:00',
      is_processed: true,
      status: 'PROCESSED',
      modified_time: '2026-11-17T00:30:00.000Z',
    });
  });

  it('an edit after processing can be forbidden', async () => {
    await submit();
    for (const name of ['approve', 'complete', 'process']) await step(name);
    await sandbox.admin('PATCH', '/settings', { processedMayChange: false });
    const { status, body } = await sandbox.call('PUT', '/timesheets/1', { break_time: 0 });
    expect([status, body.message]).toEqual([400, '[400] Timesheet is locked']);
  });

  it('can be taken back to approved, and be processed again', async () => {
    await submit();
    for (const name of ['approve', 'complete', 'process']) await step(name);
    await sandbox.act('reopen-timesheet', { timesheetId: 1 });
    expect((await expanded()).rows[0]).toMatchObject({ is_processed: false, processed_at: null, completed_at: null });
    for (const name of ['complete', 'process']) expect((await step(name))[0]).toBe(204);
  });

  it('a deleted sheet stays in the list with its time, and goes no further', async () => {
    await submit();
    expect((await sandbox.call('DELETE', '/timesheets/1')).status).toBe(204);
    expect((await expanded()).rows[0]).toMatchObject({ status: 'DELETED', deleted_time: '2026-11-17T00:00:00.000Z' });
    expect((await step('approve'))[0]).toBe(404);
  });
});

describe('the plain collection', () => {
  const SHEET = { user_id: 2, client_id: 1, task_id: 1, project_id: 1, integration_id: 'TS-1' };

  it('takes sheets by instants, and adds them up', async () => {
    const times = { start_datetime: '2026-11-15T20:00:00Z', end_datetime: '2026-11-16T04:00:00Z', break_time: 30 };
    const { status, body } = await sandbox.call('POST', '/timesheets', { ...SHEET, ...times });
    expect([status, body.status]).toEqual([201, 201]);
    expect((await sandbox.call('GET', '/timesheets/1')).body.data).toMatchObject({
      total_time: '07:30',
      start_time: '07:00',
      status: 'SUBMITTED',
      locked: false,
      user: { employee_id: 'E-7' },
    });
  });

  it('refuses an end before the start, and leaves nothing behind', async () => {
    const times = { start_datetime: '2026-11-16T04:00:00Z', end_datetime: '2026-11-15T20:00:00Z' };
    const { body } = await sandbox.call('POST', '/timesheets', { ...SHEET, ...times });
    expect(body.message).toBe('[400] Invalid value - end_datetime');
    expect((await sandbox.call('GET', '/timesheets')).body.count).toBe(0);
  });

  it('refuses workers, projects and roles that do not exist', async () => {
    for (const wrong of [{ user_id: 99 }, { project_id: 99 }, { task_id: 99 }])
      expect((await sandbox.call('POST', '/timesheets', { ...SHEET, ...wrong })).body.message).toBe(
        '[400] Foreign Key Constraint Error',
      );
  });
});
