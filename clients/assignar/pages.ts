import { UnexpectedResponse } from '../errors';
import type { Api, ApiCall } from './call-api';

/** One page of a list. */
export interface Page {
  rows: unknown[];
  /** Whether nothing can come behind it. */
  isLast: boolean;
}

/** Reads one page of so many rows; `count` of the answer, which some lists do not have, is never looked at. */
export type ReadPage = (path: string, query: ApiCall['query'], page: number, pageSize: number) => Promise<Page>;

// No server is taken to cap its pages below this: so a look-up by a unique key, which finds a row or none, is one request.
const pageCapMin = 10;

/**
 * Pages over an API. The largest page that Assignar gives is not known (facts/assignar.md 4.1), and it may cut a page to that
 * without a word, so that a page shorter than asked is not the end by itself. It is the end when it is shorter than what the
 * server has been seen to give: it would have given `min(asked, its own largest)`, had there been more rows, and the longest
 * page that came from that path so far is no longer than its largest. Otherwise the next page is asked for, and an empty one is the end.
 */
export function createReadPage(api: Api): ReadPage {
  const longestByPath = new Map<string, number>();
  return async (path, query, page, pageSize) => {
    const asked = [...query, ['page', String(page)], ['page_size', String(pageSize)]] as const;
    const { payload } = await api.call({ method: 'GET', path, recordId: null, noun: null, query: asked, body: null });
    const rows = rowsOf(payload, `assignar GET ${path}`);
    const longest = longestByPath.get(path) ?? 0;
    longestByPath.set(path, Math.max(longest, rows.length));
    const surelyGiven = Math.min(pageSize, Math.max(pageCapMin, longest));
    return { rows, isLast: rows.length < surelyGiven };
  };
}

// `data` is a list, or holds it beside a count (facts 4.1).
function rowsOf(payload: unknown, operation: string): unknown[] {
  if (Array.isArray(payload)) return payload;
  const rows: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'rows') : undefined;
  if (Array.isArray(rows)) return rows;
  throw new UnexpectedResponse(`${operation}: expected a list, or rows beside a count`, { operation });
}
