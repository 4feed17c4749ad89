import { cancellationSignal, log } from '@temporalio/activity';
import type { Pool } from 'pg';
import { Rejected } from '../../clients/errors';
import type { ImetalImports, ImportOutcome } from '../../clients/imetal/imetal-imports';
import type { ImetalMasters } from '../../clients/imetal/imetal-masters';
import { imetalProfileOf } from '../../companies/company-profiles';
import { markTold, selectReceivables } from '../../db/customer-receivables';
import { closeExceptions } from '../../db/exceptions';
import { causeKey, type PostingException } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { CreditPosition } from '../../domain/open-items';
import type { Decision, ParkedReason } from '../../domain/posting';
import { openItemsKey } from '../../workflows/open-items';
import { toFailure } from '../failure';
import { type GroupAccount, readGroupAccounts } from './group-accounts';
import { parkOpenItems } from './settle-open-items';
import { type TouchOpenItemsDeps, touchOpenItems } from './touch-open-items';
import { importRecordOf, isSamePosition, isTaken, saveWorked, type Telling, workOut } from './work-out';

export interface TellOpenItemsDeps extends TouchOpenItemsDeps {
  pool: Pool;
  imetalMasters: (company: string) => ImetalMasters;
  imports: (company: string) => Promise<ImetalImports>;
}

export interface TellOpenItemsRequest {
  company: string;
  customerId: string;
  asOf: string;
  batchNumber: number;
  alsoTell: string[];
}

export type TellResult =
  | { outcome: 'told'; asOf: string }
  /** Nobody in operations needs to know. */
  | { outcome: 'not-wanted'; because: string }
  | { outcome: 'parked'; reason: ParkedReason };

/** Activities of the open items' flow that need iMetal and the hub's database only. */
export interface OpenItemsSourceActivities {
  /** Works out balances and credit of what was last read, and hands them to iMetal's importer. */
  tellOpenItems(request: TellOpenItemsRequest): Promise<TellResult>;
  /** Writes down that a person gave telling iMetal up, until something changes again. */
  abandonOpenItems(request: { company: string; customerId: string; decision: Decision }): Promise<void>;
}

/** Telling iMetal of a customer's account, and of its group's. */
export function createOpenItemsSourceActivities(deps: TellOpenItemsDeps): OpenItemsSourceActivities {
  return {
    async tellOpenItems(request) {
      const { company, customerId } = request;
      try {
        const result = await tell(deps, request);
        log.info(result.outcome, { company, documentKey: openItemsKey(customerId) });
        return result;
      } catch (error) {
        throw toFailure(error, openItemsKey(customerId));
      }
    },
    async abandonOpenItems({ company, customerId, decision }) {
      const because = `abandoned: ${decision.reason} (${decision.actor})`;
      await closeExceptions(deps.pool, company, openItemsKey(customerId), because);
    },
  };
}

async function tell(deps: TellOpenItemsDeps, request: TellOpenItemsRequest): Promise<TellResult> {
  const { company, customerId } = request;
  const stored = (await selectReceivables(deps.pool, company, [customerId])).get(customerId);
  if (stored === undefined) return { outcome: 'not-wanted', because: 'gone from Intacct meanwhile' };
  const profile = await imetalProfileOf(deps.profiles, company);
  const accounts = await readGroupAccounts(deps.pool, deps.imetalMasters(company), company, stored.groupId);
  const own = accounts.find((account) => account.stored.customerId === customerId);
  if (own === undefined) throw new Error(`${customerId} left group ${stored.groupId} meanwhile`);
  const worked = workOut(own, accounts, profile);
  await tellParent(deps, company, own, accounts, worked.group);
  await saveWorked(deps.pool, company, own, worked);
  // Whatever becomes of the parent itself: its members have their own right to know.
  await tellMembers(deps, request, profile, accounts);
  if (own.customerCode === null) {
    if (own.receivables.isActive) return park(deps, request, notInImetal(customerId));
    await closeExceptions(deps.pool, company, openItemsKey(customerId), 'inactive, and not known to iMetal');
    return { outcome: 'not-wanted', because: 'inactive, and iMetal does not know it' };
  }
  return handOver(deps, request, profile, { account: own, worked, importNumber: 1 }, accounts);
}

/**
 * A member that moved its group's figures lets the topmost parent's flow tell them to all members, once for a burst. The parent's
 * own flow touches nobody, so that nothing goes round.
 */
async function tellParent(
  deps: TellOpenItemsDeps,
  company: string,
  own: GroupAccount,
  accounts: readonly GroupAccount[],
  group: CreditPosition | null,
): Promise<void> {
  const { groupId, customerId } = own.stored;
  if (groupId === customerId || group === null) return;
  const parent = accounts.find((account) => account.stored.customerId === groupId);
  if (parent === undefined || isSamePosition(parent.stored.credit[1] ?? null, group)) return;
  await touchOpenItems(deps, company, groupId, `member ${customerId}`, { asLastRead: true });
}

async function handOver(
  deps: TellOpenItemsDeps,
  request: TellOpenItemsRequest,
  profile: ImetalProfile,
  own: Telling,
  accounts: readonly GroupAccount[],
): Promise<TellResult> {
  const { company, customerId, batchNumber, asOf } = request;
  let outcome: ImportOutcome | undefined;
  try {
    const imports = await deps.imports(company);
    const record = importRecordOf(own, accounts, profile);
    [outcome] = await imports.importBatch(batchNumber, [record], cancellationSignal());
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return park(deps, request, rejectedRow(customerId, error));
  }
  if (outcome?.outcome === 'refused' && !isTaken(outcome)) {
    return park(deps, request, refusedByImporter(customerId, outcome.note));
  }
  await markTold(deps.pool, company, [customerId]);
  await closeExceptions(deps.pool, company, openItemsKey(customerId), 'told to iMetal');
  return { outcome: 'told', asOf };
}

/** Members who are shown other figures of the group than now; what they owe is told as it was last read. */
function changedMembers(
  { alsoTell }: TellOpenItemsRequest,
  profile: ImetalProfile,
  accounts: readonly GroupAccount[],
): Telling[] {
  return alsoTell.flatMap((memberId, index) => {
    const account = accounts.find(({ stored }) => stored.customerId === memberId);
    if (account === undefined || account.customerCode === null) return [];
    const worked = workOut(account, accounts, profile);
    const { toldAt, credit } = account.stored;
    const isShown = toldAt !== null && isSamePosition(credit[1] ?? null, worked.group);
    return isShown ? [] : [{ account, worked, importNumber: index + 2 }];
  });
}

/** A member of whom iMetal cannot be told so goes on in its own flow, where it is told by itself, or parked by name. */
async function tellMembers(
  deps: TellOpenItemsDeps,
  request: TellOpenItemsRequest,
  profile: ImetalProfile,
  accounts: readonly GroupAccount[],
): Promise<void> {
  const members = changedMembers(request, profile, accounts);
  if (members.length === 0) return;
  const { company, batchNumber } = request;
  const told = await importedOf(deps, company, batchNumber, members, profile, accounts);
  for (const { account, worked } of told) await saveWorked(deps.pool, company, account, worked);
  const toldIds = told.map(({ account }) => account.stored.customerId);
  await markTold(deps.pool, company, toldIds);
  for (const { account } of members) {
    const { customerId } = account.stored;
    if (!toldIds.includes(customerId)) await touchOpenItems(deps, company, customerId, 'not told with its group');
  }
}

/** Those that iMetal's importer took; none where the client refuses a row, for then no row was entered. */
async function importedOf(
  deps: TellOpenItemsDeps,
  company: string,
  batchNumber: number,
  tellings: readonly Telling[],
  profile: ImetalProfile,
  accounts: readonly GroupAccount[],
): Promise<Telling[]> {
  const records = tellings.map((telling) => importRecordOf(telling, accounts, profile));
  try {
    const outcomes = await (await deps.imports(company)).importBatch(batchNumber, records, cancellationSignal());
    const taken = new Set(outcomes.filter(isTaken).map(({ importNumber }) => importNumber));
    return tellings.filter(({ importNumber }) => taken.has(importNumber));
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    log.warn('members of a group not told at once', { company, message: error.message });
    return [];
  }
}

async function park(
  deps: TellOpenItemsDeps,
  { company, customerId }: TellOpenItemsRequest,
  exception: PostingException,
): Promise<TellResult> {
  return { outcome: 'parked', reason: await parkOpenItems(deps.pool, company, customerId, exception) };
}

function notInImetal(customerId: string): PostingException {
  return {
    code: 'CUSTOMER_NOT_IN_IMETAL',
    field: 'customer',
    expected: 'a customer that iMetal knows',
    actual: customerId,
    message: `${openItemsKey(customerId)}: iMetal does not know customer ${customerId}`,
    causeKey: causeKey.customer(customerId),
  };
}

function refusedByImporter(customerId: string, note: string): PostingException {
  return {
    code: 'IMPORT_REFUSED',
    field: 'import row',
    expected: "a row that iMetal's importer takes",
    actual: note,
    message: `${openItemsKey(customerId)}: iMetal's importer refused it: ${note}`,
    causeKey: null,
  };
}

function rejectedRow(customerId: string, refusal: Rejected): PostingException {
  return {
    code: refusal.code,
    field: refusal.subject ?? 'import row',
    expected: 'a row that iMetal can hold',
    actual: refusal.message,
    message: `${openItemsKey(customerId)}: ${refusal.message}`,
    causeKey: null,
  };
}
