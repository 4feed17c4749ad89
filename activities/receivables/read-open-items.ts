import { isDeepStrictEqual } from 'node:util';
import { log } from '@temporalio/activity';
import { Rejected } from '../../clients/errors';
import type { IntacctReceivables } from '../../clients/intacct/intacct-receivables';
import { imetalProfileOf } from '../../companies/company-profiles';
import {
  deleteReceivables,
  type StoredReceivables,
  saveReceivables,
  selectCustomersBelow,
  selectGroupMemberIds,
  selectGroupReceivables,
  selectReceivables,
} from '../../db/customer-receivables';
import { closeExceptions } from '../../db/exceptions';
import { nextImportBatchNumber } from '../../db/import-batches';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { CustomerReceivables } from '../../domain/open-items';
import type { ParkedReason } from '../../domain/posting';
import { customerBalances } from '../../mappings/receivables/customer-balances';
import { groupIdOf } from '../../mappings/receivables/customer-credit';
import { openItemsKey } from '../../workflows/open-items';
import { toFailure } from '../failure';
import { type GatewayDeps, type InTurn, whileSignedIn } from '../gateway-turns';
import { ageingOf, parkOpenItems } from './settle-open-items';
import { type TouchOpenItemsDeps, touchOpenItems } from './touch-open-items';

// As many customers as one reading takes.
const customersPerReading = 100;

export interface ReadOpenItemsDeps extends GatewayDeps, TouchOpenItemsDeps {
  intacctReceivables: (company: string) => Promise<IntacctReceivables>;
}

export interface ReadOpenItemsRequest {
  company: string;
  customerId: string;
  /** Members of the customer's group that were last read before this (ISO 8601) are read too; null: only those never read. */
  membersSince: string | null;
  /** What was last read holds: Intacct is not asked, unless nothing was. */
  asLastRead?: boolean;
}

export type ReadResult =
  | {
      outcome: 'read';
      /** ISO 8601: what changed later is not in it. */
      asOf: string;
      /** For iMetal's importer: the same however often it is tried to tell this reading. */
      batchNumber: number;
      /** Where the customer is a group's topmost parent: its members, who are shown the group's figures too. */
      alsoTell: string[];
    }
  | { outcome: 'no-such-customer' }
  | { outcome: 'parked'; reason: ParkedReason };

/** The activity of the open items' flow that asks Intacct: it runs on the gateway's queue. */
export interface OpenItemsGatewayActivities {
  /** Reads a customer's receivables, and those of its group that are missing or too old, in as few requests as that takes. */
  readOpenItems(request: ReadOpenItemsRequest): Promise<ReadResult>;
}

/** Reading receivables, behind postings and before backfills. */
export function createOpenItemsGatewayActivities(deps: ReadOpenItemsDeps): OpenItemsGatewayActivities {
  return {
    async readOpenItems(request) {
      const { company, customerId } = request;
      const documentKey = openItemsKey(customerId);
      try {
        const result = await readAndSave(deps, request);
        log.info(result.outcome, { company, documentKey });
        return result;
      } catch (error) {
        if (error instanceof Rejected) {
          const reason = await parkOpenItems(deps.pool, company, customerId, {
            code: error.code,
            field: error.subject ?? 'receivables',
            expected: 'receivables that Intacct lets be read',
            actual: error.message,
            message: `${documentKey}: ${error.message}`,
            causeKey: null,
          });
          return { outcome: 'parked', reason };
        }
        throw toFailure(error, documentKey);
      }
    },
  };
}

async function readAndSave(deps: ReadOpenItemsDeps, request: ReadOpenItemsRequest): Promise<ReadResult> {
  const { company, customerId } = request;
  if (request.asLastRead === true) {
    const last = (await selectReceivables(deps.pool, company, [customerId])).get(customerId);
    if (last !== undefined) return readingOf(deps, company, last.receivables);
  }
  const profile = await imetalProfileOf(deps.profiles, company);
  const work = { flow: 'open-items', documentKey: openItemsKey(customerId), priority: 'refresh' as const };
  const begunAt = new Date().toISOString();
  const read = await whileSignedIn(deps, profile, work, (inTurn) => readWithGroup(deps, profile, request, inTurn));
  const before = await selectReceivables(deps.pool, company, [customerId, ...read.keys()]);
  const own = read.get(customerId) ?? nothingLeft(before.get(customerId), begunAt);
  if (own === null) {
    await deleteReceivables(deps.pool, company, customerId);
    await closeExceptions(deps.pool, company, openItemsKey(customerId), 'gone from Intacct');
    await touchLeftGroup(deps, company, before.get(customerId));
    return { outcome: 'no-such-customer' };
  }
  for (const receivables of read.set(customerId, own).values()) {
    const groupId = groupIdOf(receivables);
    const balances = customerBalances(receivables.items, ageingOf(profile));
    await saveReceivables(deps.pool, company, { groupId, receivables, balances });
    const stored = before.get(receivables.customerId);
    if (stored?.groupId !== groupId) await touchLeftGroup(deps, company, stored);
    if (stored !== undefined && receivables !== own) await touchMovedMember(deps, company, stored, receivables);
  }
  return readingOf(deps, company, own);
}

/** What telling iMetal needs to know of a reading. */
async function readingOf(deps: ReadOpenItemsDeps, company: string, own: CustomerReceivables): Promise<ReadResult> {
  const { customerId } = own;
  const isTopmost = groupIdOf(own) === customerId;
  const group = isTopmost ? await selectGroupReceivables(deps.pool, company, customerId) : [];
  return {
    outcome: 'read',
    asOf: own.asOf,
    batchNumber: await nextImportBatchNumber(deps.pool),
    alsoTell: group.map((member) => member.customerId).filter((memberId) => memberId !== customerId),
  };
}

/** A customer that is gone from Intacct, of whom iMetal may show something: it owes nothing any more, and is told so once. */
function nothingLeft(before: StoredReceivables | undefined, asOf: string): CustomerReceivables | null {
  if (before === undefined || before.receivables.items.length === 0) return null;
  return { ...before.receivables, items: [], isActive: false, asOf };
}

/** A member that was read for the sake of its group, and is not as it was: nobody else would tell iMetal what was found by the way. */
async function touchMovedMember(
  deps: ReadOpenItemsDeps,
  company: string,
  { customerId, receivables: before }: StoredReceivables,
  now: CustomerReceivables,
): Promise<void> {
  if (isDeepStrictEqual({ ...before, asOf: null }, { ...now, asOf: null })) return;
  await touchOpenItems(deps, company, customerId, 'read with its group', { asLastRead: true });
}

/** A group that a customer left owes less, and those below the customer belong elsewhere: nothing else of theirs moved. */
async function touchLeftGroup(
  deps: ReadOpenItemsDeps,
  company: string,
  before: StoredReceivables | undefined,
): Promise<void> {
  if (before === undefined) return;
  const { customerId, groupId } = before;
  const touched = new Set([groupId, ...(await selectCustomersBelow(deps.pool, company, customerId))]);
  touched.delete(customerId);
  for (const id of touched) await touchOpenItems(deps, company, id, `${customerId} left its group`);
}

/** One request where the group is known already; one more for members that only this reading made known. */
async function readWithGroup(
  deps: ReadOpenItemsDeps,
  { company }: ImetalProfile,
  { customerId, membersSince }: ReadOpenItemsRequest,
  inTurn: InTurn,
): Promise<Map<string, CustomerReceivables>> {
  const intacct = await deps.intacctReceivables(company);
  const read = new Map<string, CustomerReceivables>();
  const readThese = async (customerIds: readonly string[]) => {
    for (let first = 0; first < customerIds.length; first += customersPerReading) {
      const page = customerIds.slice(first, first + customersPerReading);
      for (const [id, receivables] of await inTurn(() => intacct.readManyReceivables(page))) read.set(id, receivables);
    }
  };
  const before = (await selectReceivables(deps.pool, company, [customerId])).get(customerId);
  const known = await membersToRead(deps, company, before?.groupId ?? customerId, membersSince);
  await readThese([customerId, ...known.filter((id) => id !== customerId)]);
  const own = read.get(customerId);
  if (own === undefined) return read;
  const members = await membersToRead(deps, company, groupIdOf(own), membersSince);
  await readThese(members.filter((id) => !read.has(id)));
  return read;
}

/** Members of a group, as far as the hub knows them, whose receivables were never read, or before the time. */
async function membersToRead(
  deps: ReadOpenItemsDeps,
  company: string,
  groupId: string,
  membersSince: string | null,
): Promise<string[]> {
  const stored = await selectGroupReceivables(deps.pool, company, groupId);
  const isRecent = new Map(
    stored.map(({ customerId, receivables }) => [
      customerId,
      membersSince === null || Date.parse(receivables.asOf) >= Date.parse(membersSince),
    ]),
  );
  const ids = new Set([groupId, ...(await selectGroupMemberIds(deps.pool, company, groupId)), ...isRecent.keys()]);
  return [...ids].filter((id) => isRecent.get(id) !== true);
}
