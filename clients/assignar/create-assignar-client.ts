import { UnexpectedResponse } from '../errors';
import type { AssignarClient } from './assignar-client';
import { createApi } from './call-api';
import { type AssignarConnection, type AssignarOptions, assertAddress } from './connection';
import { createReadPage } from './pages';
import { recordPaths } from './paths';
import { createRecordCalls } from './records';
import { createTimesheetCalls } from './timesheets';

/**
 * The API of one company (facts/assignar.md). Throws verdicts of `clients/errors.ts`, RangeError on arguments that no caller
 * should make. Holds a token and the longest page seen of each list; create one for each company and keep it.
 */
export function createAssignarClient(connection: AssignarConnection, options: AssignarOptions): AssignarClient {
  assertAddress('the token address', connection.tokenUrl);
  assertAddress('the API address', connection.apiUrl);
  if (!Number.isInteger(options.pageSize) || options.pageSize < 1) throw new RangeError('a page has at least one row');
  const api = createApi(connection, options);
  const readPage = createReadPage(api);
  return {
    ...createRecordCalls(api, readPage, options, options.pageSize),
    ...createTimesheetCalls(api, readPage, options, options.pageSize),
    async signIn() {
      const { expiresInSeconds } = await api.signIn();
      return { expiresInSeconds };
    },
    async readClock() {
      // Of the lists the roles' is the shortest.
      const { collection: path } = recordPaths.role;
      const query = [
        ['sort', 'id'],
        ['page', '1'],
        ['page_size', '1'],
      ] as const;
      const { answeredAt } = await api.call({ method: 'GET', path, recordId: null, noun: null, query, body: null });
      const clock = answeredAt === null ? Number.NaN : Date.parse(answeredAt);
      if (!Number.isNaN(clock)) return new Date(clock).toISOString();
      const operation = `assignar GET ${path}`;
      throw new UnexpectedResponse(`${operation}: the answer has no readable Date header`, { operation });
    },
  };
}
