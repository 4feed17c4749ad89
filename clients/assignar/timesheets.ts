import type { FeedCursor } from '../../domain/feed-cursor';
import { Rejected, UnexpectedResponse } from '../errors';
import type { AssignarClient, TimesheetHeader, TimesheetSearch } from './assignar-client';
import type { Api } from './call-api';
import { instantInUtc, toMilliseconds } from './instants';
import type { ReadPage } from './pages';
import { timesheetPaths } from './paths';
import { saysAlreadyCompleted } from './refusals';
import { assertId, compareIds, idField } from './row-fields';
import { headerFromRow, type SheetSpelling, timesheetFromRow } from './timesheet-rows';

type TimesheetCalls = Pick<
  AssignarClient,
  'listTimesheets' | 'findTimesheet' | 'readTimesheet' | 'completeTimesheet' | 'processTimesheet'
>;

const path = timesheetPaths.expanded;
const operation = `assignar GET ${path}`;

/** The port's calls of timesheets over an API. */
export function createTimesheetCalls(
  api: Api,
  readPage: ReadPage,
  spelling: SheetSpelling,
  pageSize: number,
): TimesheetCalls {
  async function readRow(timesheetId: string): Promise<unknown> {
    assertId(timesheetId);
    const row = await readSingle(api, timesheetId);
    if (row === null) return null;
    const id = idField.safeParse(typeof row === 'object' ? Reflect.get(row, 'id') : undefined);
    if (id.success && id.data === timesheetId) return row;
    throw new UnexpectedResponse(`${operation}: asked for timesheet ${timesheetId}, came another`, { operation });
  }

  function advance(action: 'complete' | 'process', timesheetId: string) {
    assertId(timesheetId);
    const { noun } = timesheetPaths;
    return api.call({
      method: 'PUT',
      path: timesheetPaths[action],
      recordId: timesheetId,
      noun,
      query: [],
      body: null,
      // Published as 200 without content; the facts' example is a 204.
      mayBeBare: true,
    });
  }

  return {
    listTimesheets: (search) => listTimesheets(readPage, spelling, pageSize, search),
    async findTimesheet(timesheetId) {
      const row = await readRow(timesheetId);
      return row === null ? null : headerFromRow(row, spelling, operation);
    },
    async readTimesheet(timesheetId) {
      const row = await readRow(timesheetId);
      return row === null ? null : timesheetFromRow(row, spelling, operation);
    },
    async completeTimesheet(timesheetId) {
      try {
        await advance('complete', timesheetId);
      } catch (error) {
        // What was completed before, or processed since, is completed.
        if (!isDoneBefore(error)) throw error;
      }
    },
    async processTimesheet(timesheetId) {
      try {
        await advance('process', timesheetId);
        return 'processed';
      } catch (error) {
        if (error instanceof Rejected && error.code === 'TIMESHEET_ALREADY_PROCESSED') return 'already';
        throw error;
      }
    },
  };
}

async function readSingle(api: Api, timesheetId: string): Promise<unknown> {
  const { single, noun } = timesheetPaths;
  try {
    const call = { method: 'GET', path: single, recordId: timesheetId, noun, query: [], body: null } as const;
    return (await api.call(call)).payload;
  } catch (error) {
    if (error instanceof Rejected && error.code === 'DOCUMENT_NOT_FOUND') return null;
    throw error;
  }
}

function isDoneBefore(error: unknown): boolean {
  if (!(error instanceof Rejected)) return false;
  if (error.code === 'TIMESHEET_ALREADY_PROCESSED') return true;
  return error.systemErrors.some(({ description }) => saysAlreadyCompleted(description));
}

/**
 * Headers behind the cursor in (modified, id) order. The API is asked for the status, the worker and for sheets that nobody has processed,
 * and what it gives is looked at again. That is asked by `processed_at`: the published sheet has no flag to filter by. The day is only looked at here: a naive sheet may have no `start_datetime` to filter by, and
 * hours must not be left out without a word.
 *
 * Each page is asked for from the last row's time on, so that sheets which change meanwhile, and move to the end, shift nothing;
 * only where a whole page has one time does it go on by page numbers, and a row that slips there is read again by the feed's
 * overlap. What was read before is passed over by the cursor.
 */
async function listTimesheets(
  readPage: ReadPage,
  spelling: SheetSpelling,
  pageSize: number,
  search: TimesheetSearch,
): Promise<TimesheetHeader[]> {
  const found: TimesheetHeader[] = [];
  let cursor = search.after === null ? null : canonical(search.after);
  let from = cursor === null ? null : toMilliseconds(cursor.modifiedAt).text;
  let page = 1;
  let firstBefore: string | null = null;
  while (found.length < search.limit) {
    const { rows, isLast } = await readPage(path, queryOf(search, spelling.modifiedField, from), page, pageSize);
    // A row before `from` would mean that the filter or the order is not heeded, and rows could be missed.
    let lowest = from;
    let first: string | null = null;
    for (const row of rows) {
      const header = headerFromRow(row, spelling, operation);
      const at = toMilliseconds(header.modifiedAt).text;
      first ??= header.timesheetId;
      // Page numbers that are not heeded would give the same page without end.
      if (page > 1 && first === firstBefore) throw outOfOrder(header.timesheetId, `page ${page}`);
      if (lowest !== null && at < lowest) throw outOfOrder(header.timesheetId, lowest);
      lowest = at;
      if (cursor !== null && isAtOrBefore(header, cursor)) continue;
      cursor = { modifiedAt: header.modifiedAt, headerId: header.timesheetId };
      if (holds(header, search)) found.push(header);
    }
    if (isLast) break;
    firstBefore = first;
    page = lowest === from ? page + 1 : 1;
    from = lowest;
  }
  return found.slice(0, search.limit);
}

function queryOf(search: TimesheetSearch, modifiedField: string, from: string | null): [string, string][] {
  const [only] = search.statuses;
  const query: [string, string][] = [];
  if (search.statuses.length === 1 && only !== undefined) query.push(['status', only]);
  if (search.statuses.length > 1) query.push(['status__in', search.statuses.join(',')]);
  // At the top of the published sheet ([S:A1]).
  if (search.userId !== undefined) query.push(['user_id', search.userId]);
  if (search.unprocessedOnly) query.push(['processed_at__is', 'null']);
  if (from !== null) query.push([`${modifiedField}__gte`, from]);
  query.push(['sort', `${modifiedField},id`]);
  return query;
}

function holds(header: TimesheetHeader, { statuses, userId, unprocessedOnly, workedFrom }: TimesheetSearch): boolean {
  if (statuses.length > 0 && !statuses.includes(header.status)) return false;
  if (userId !== undefined && header.userId != null && header.userId !== userId) return false;
  if (unprocessedOnly && header.isProcessed) return false;
  // A sheet whose day cannot be told is for a person to see.
  return workedFrom === null || header.workDate === null || header.workDate >= workedFrom;
}

function isAtOrBefore(header: TimesheetHeader, cursor: FeedCursor): boolean {
  if (header.modifiedAt !== cursor.modifiedAt) return header.modifiedAt < cursor.modifiedAt;
  return compareIds(header.timesheetId, cursor.headerId) <= 0;
}

function canonical({ modifiedAt, headerId }: FeedCursor): FeedCursor {
  const instant = instantInUtc(modifiedAt);
  if (instant === null) throw new RangeError(`a cursor at no instant: ${modifiedAt}`);
  // A feed begins at a time, behind no sheet.
  return { modifiedAt: instant, headerId: /^\d+$/.test(headerId) ? headerId : '0' };
}

function outOfOrder(timesheetId: string, expected: string): UnexpectedResponse {
  const what = `timesheet ${timesheetId} does not belong behind ${expected}: the list is not filtered, sorted or paged as asked`;
  return new UnexpectedResponse(`${operation}: ${what}`, { operation });
}
