import type { TimesheetSearch } from '../../../clients/assignar/assignar-client';
import { useClientUnderTest } from './client-under-test';
import { sheetRow } from './sample-sheets';
import { answerJson, answerSheets, type Turn, verdictOf } from './scripted-api';

const under = useClientUnderTest();
const { client } = under;

const approved = 'APPROVED_WITH_PAY_AND_CHARGE_RATES';
const search = (changes: Partial<TimesheetSearch> = {}): TimesheetSearch => ({
  statuses: [approved],
  after: null,
  unprocessedOnly: false,
  workedFrom: null,
  limit: 100,
  ...changes,
});
const asked = () => under.api.requests.map(({ query }) => Object.fromEntries(query));
const cursorOf = ({ modifiedAt, timesheetId }: { modifiedAt: string; timesheetId: string }) => ({
  modifiedAt,
  headerId: timesheetId,
});

/** Lists sheets by modification and id, from a time on, in numbered pages. */
function answerByModification(rows: readonly { id: number; modified_at: string }[]): Turn {
  return (request, response) => {
    const query = new Map(request.query);
    const from = query.get('modified_at__gte') ?? '';
    const size = Number(query.get('page_size'));
    const start = (Number(query.get('page')) - 1) * size;
    const sorted = rows
      .filter((row) => row.modified_at >= from)
      .sort((one, other) => one.modified_at.localeCompare(other.modified_at) || one.id - other.id);
    answerSheets(...sorted.slice(start, start + size))(request, response);
  };
}

describe('listing timesheets', () => {
  it('asks for a status behind a time, sorted by modification and id, and gives headers', async () => {
    under.api.turns = [answerSheets(sheetRow(9001, 123))];
    const found = await client().listTimesheets(
      search({ after: { modifiedAt: '2026-11-16T08:00:00.000000Z', headerId: '0' } }),
    );
    expect(found).toEqual([
      {
        timesheetId: '9001',
        documentKey: 'TS-9001',
        modifiedAt: '2026-11-16T09:00:00.123000Z',
        version: Date.UTC(2026, 10, 16, 9) + 123,
        userId: '41',
        employeeId: 'E-7',
        workerName: 'Ana de la Cruz',
        workDate: '2026-11-16',
        totalMinutes: 480,
        status: approved,
        isCompleted: true,
        isProcessed: false,
        processedAt: null,
        isDeleted: false,
      },
    ]);
    expect(under.api.requests[0]?.path).toBe('/v2/timesheets-expanded');
    expect(asked()).toEqual([
      {
        status: approved,
        modified_at__gte: '2026-11-16T08:00:00.000Z',
        sort: 'modified_at,id',
        page: '1',
        page_size: '100',
      },
    ]);
  });

  it('gives the header of a sheet whose total cannot be read, without it', async () => {
    under.api.turns = [answerSheets({ ...sheetRow(9001, 123), total_time: '8.5 hours' })];
    expect(await client().listTimesheets(search({}))).toMatchObject([{ timesheetId: '9001', totalMinutes: null }]);
  });

  it('asks for several statuses at once, by the profile’s field of modification', async () => {
    under.api.turns = [answerSheets({ ...sheetRow(1, 0), changed_on: '2026-11-16T01:00:00Z' })];
    const found = await client({ modifiedField: 'changed_on' }).listTimesheets(search({ statuses: ['A', approved] }));
    expect(found[0]?.modifiedAt).toBe('2026-11-16T01:00:00.000000Z');
    expect(asked()[0]).toMatchObject({ status__in: `A,${approved}`, sort: 'changed_on,id' });
  });

  it('passes over what is at or before the cursor, and nothing of the same moment behind it', async () => {
    under.api.turns = [answerByModification([sheetRow(4, 7), sheetRow(5, 7), sheetRow(6, 7), sheetRow(2, 8)])];
    const after = { modifiedAt: '2026-11-16T09:00:00.007Z', headerId: '5' };
    const found = await client().listTimesheets(search({ after }));
    expect(found.map(({ timesheetId }) => timesheetId)).toEqual(['6', '2']);
  });

  it('walks on by pages when whole pages have one time, and finds every sheet once', async () => {
    const rows = [
      ...Array.from({ length: 7 }, (_, index) => sheetRow(10 + index, 5)),
      ...Array.from({ length: 14 }, (_, index) => sheetRow(40 + index, 6 + index)),
    ];
    under.api.turns = [answerByModification(rows)];
    const found = await client({ pageSize: 3 }).listTimesheets(search());
    expect(found.map(({ timesheetId }) => Number(timesheetId))).toEqual(rows.map(({ id }) => id));
    expect(Math.max(...asked().map(({ page }) => Number(page)))).toBeGreaterThan(2);
  });

  it('gives in parts, each behind the last, what it gives at once', async () => {
    const rows = Array.from({ length: 23 }, (_, index) => sheetRow(100 - index, Math.floor(index / 4)));
    under.api.turns = [answerByModification(rows)];
    const assignar = client({ pageSize: 3 });
    const whole = await assignar.listTimesheets(search());
    const parts: string[] = [];
    let after: TimesheetSearch['after'] = null;
    for (;;) {
      const part = await assignar.listTimesheets(search({ after, limit: 2 }));
      parts.push(...part.map(({ timesheetId }) => timesheetId));
      const last = part.at(-1);
      if (last === undefined) break;
      after = cursorOf(last);
    }
    expect(whole).toHaveLength(23);
    expect(parts).toEqual(whole.map(({ timesheetId }) => timesheetId));
  });

  it('keeps microseconds apart', async () => {
    const at = (fraction: string) => ({ modified_at: `2026-11-16T09:00:00.${fraction}Z` });
    under.api.turns = [answerSheets(sheetRow(9, 0, at('000100')), sheetRow(3, 0, at('000200')))];
    const after = { modifiedAt: '2026-11-16T09:00:00.000100Z', headerId: '9' };
    const found = await client().listTimesheets(search({ after }));
    expect(found.map(({ timesheetId, modifiedAt }) => [timesheetId, modifiedAt])).toEqual([
      ['3', '2026-11-16T09:00:00.000200Z'],
    ]);
    expect(asked()[0]?.modified_at__gte).toBe('2026-11-16T09:00:00.000Z');
  });

  it('leaves out other statuses and earlier shifts, but no sheet whose day or hours cannot be told', async () => {
    under.api.turns = [
      answerSheets(
        sheetRow(1, 1, { status: 'SUBMITTED' }),
        sheetRow(4, 4, { start_datetime: '2026-11-15T15:59:00Z' }),
        sheetRow(5, 5, { start_datetime: '2026-11-15T16:00:00Z' }),
        sheetRow(6, 6, { start_datetime: null, end_datetime: null, start_time: null, end_time: null }),
        sheetRow(7, 7, { total_time: 'eight' }),
      ),
    ];
    const found = await client().listTimesheets(search({ workedFrom: '2026-11-16' }));
    expect(found.map(({ timesheetId, workDate }) => [timesheetId, workDate])).toEqual([
      ['5', '2026-11-16'],
      ['6', null],
      ['7', '2026-11-16'],
    ]);
    expect(asked().map((query) => Object.keys(query))).toEqual([['status', 'sort', 'page', 'page_size']]);
  });

  it('asks for what nobody has processed by the time of it, and leaves out what is flagged all the same', async () => {
    under.api.turns = [
      answerSheets(
        sheetRow(2, 2, { is_processed: true }),
        sheetRow(4, 4, { is_processed: undefined }),
        sheetRow(5, 5),
        sheetRow(6, 6, { is_processed: null, processed_at: '2026-11-16T10:00:00Z' }),
      ),
    ];
    const found = await client().listTimesheets(search({ unprocessedOnly: true, statuses: [] }));
    expect(found.map(({ timesheetId }) => timesheetId)).toEqual(['4', '5']);
    expect(asked()).toMatchObject([{ processed_at__is: 'null' }]);
  });

  it('asks for those of a worker, keeps those that name none, and leaves out another’s that come all the same', async () => {
    under.api.turns = [
      answerSheets(
        sheetRow(1, 1),
        sheetRow(2, 2, { user_id: 42, user: { user_id: 42 } }),
        sheetRow(3, 3, { user_id: null, user: { employee_id: 'E-7' } }),
      ),
    ];
    const found = await client().listTimesheets(search({ userId: '41', statuses: [] }));
    expect(found.map(({ timesheetId }) => timesheetId)).toEqual(['1', '3']);
    expect(asked()).toMatchObject([{ user_id: '41' }]);
  });

  it('takes the company’s clock for the day where the project names none', async () => {
    under.api.turns = [answerSheets(sheetRow(1, 1, { project: null, start_datetime: '2026-11-15T13:00:00Z' }))];
    const found = await client().listTimesheets(search());
    expect(found[0]?.workDate).toBe('2026-11-16');
  });

  it('tells deleted sheets as deleted', async () => {
    under.api.turns = [answerSheets(sheetRow(1, 1, { deleted_time: '2026-11-17T00:00:00Z' }))];
    const found = await client().listTimesheets(search());
    expect(found[0]?.isDeleted).toBe(true);
  });

  it.each([
    ['not sorted by modification', [sheetRow(1, 9), sheetRow(2, 8)], null],
    ['not filtered by modification', [sheetRow(1, 0)], { modifiedAt: '2026-11-16T10:00:00Z', headerId: '0' }],
    ['not paged', Array.from({ length: 10 }, (_, index) => sheetRow(index + 1, 5)), null],
  ])('refuses a list that is %s', async (_, rows, after) => {
    under.api.turns = [answerSheets(...rows)];
    const verdict = await verdictOf(client({ pageSize: 10 }).listTimesheets(search({ after })));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain('not filtered, sorted or paged');
  });

  it.each(['status', 'modified_at'])('refuses a sheet without %s, and names it', async (field) => {
    under.api.turns = [answerSheets(sheetRow(9001, 0, { [field]: null }))];
    const verdict = await verdictOf(client().listTimesheets(search()));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain(`timesheet 9001: ${field}`);
  });
});

describe('the API’s clock', () => {
  it('is the Date header of an answer', async () => {
    under.api.turns = [answerJson({ status: 200, data: [] }, 200, { date: 'Mon, 16 Nov 2026 09:00:05 GMT' })];
    await expect(client().readClock()).resolves.toBe('2026-11-16T09:00:05.000Z');
  });
});
