import { Context, log } from '@temporalio/activity';
import { Rejected } from '../../clients/errors';
import type { ImportOutcome } from '../../clients/imetal/imetal-imports';
import type { IntacctMasters } from '../../clients/intacct/intacct-masters';
import {
  markTold,
  type StoredReceivables,
  saveReceivables,
  selectReceivablesPage,
} from '../../db/customer-receivables';
import type { LoadCounts } from '../../db/first-loads';
import { nextImportBatchNumber } from '../../db/import-batches';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { ImportRecord } from '../../domain/import-record';
import { customerBalances } from '../../mappings/receivables/customer-balances';
import { groupIdOf } from '../../mappings/receivables/customer-credit';
import type { InTurn } from '../gateway-turns';
import { type GroupAccount, readGroupAccounts } from './group-accounts';
import type { ReadOpenItemsDeps } from './read-open-items';
import { ageingOf } from './settle-open-items';
import type { TellOpenItemsDeps } from './tell-open-items';
import { touchOpenItems } from './touch-open-items';
import { importRecordOf, isTaken, saveWorked, type Telling, workOut } from './work-out';

export interface LoadOpenItemsDeps extends ReadOpenItemsDeps, TellOpenItemsDeps {
  intacctMasters: (company: string) => Promise<IntacctMasters>;
}

export interface OpenItemsPage {
  counts: LoadCounts;
  /** `0` or a RECORDNO while customers are read; `told <customer id>` while iMetal is told. */
  after: string;
  isLast: boolean;
}

export type LoadOpenItemsPage = (
  profile: ImetalProfile,
  page: { after: string; pageSize: number; inTurn: InTurn },
) => Promise<OpenItemsPage>;

const toldStage = 'told ';
const nothing: LoadCounts = { read: 0, written: 0, unchanged: 0, filtered: 0, refused: 0 };

/**
 * The first load of receivables: all customers are read, a hundred in two requests, and only then iMetal is told, a page in one batch,
 * so that the figures of every group are whole. Whom iMetal cannot be told of is left to its own flow, where it waits visibly.
 */
export function createOpenItemsLoad(deps: LoadOpenItemsDeps): LoadOpenItemsPage {
  return async (profile, page) => {
    if (!page.after.startsWith(toldStage)) return readPage(deps, profile, page);
    return tellPage(deps, profile, page.after.slice(toldStage.length), page.pageSize);
  };
}

async function readPage(
  deps: LoadOpenItemsDeps,
  profile: ImetalProfile,
  { after, pageSize, inTurn }: { after: string; pageSize: number; inTurn: InTurn },
): Promise<OpenItemsPage> {
  const { company } = profile;
  const masters = await deps.intacctMasters(company);
  const receivables = await deps.intacctReceivables(company);
  const parties = await inTurn(() => masters.listParties('customer', after, pageSize));
  const read = await inTurn(() => receivables.readManyReceivables(parties.map(({ id }) => id)));
  for (const found of read.values()) {
    const balances = customerBalances(found.items, ageingOf(profile));
    await saveReceivables(deps.pool, company, { groupId: groupIdOf(found), receivables: found, balances });
  }
  const last = parties.at(-1);
  const isWhole = parties.length < pageSize || last === undefined;
  return { counts: nothing, after: isWhole ? toldStage : last.recordNumber, isLast: false };
}

async function tellPage(
  deps: LoadOpenItemsDeps,
  profile: ImetalProfile,
  after: string,
  pageSize: number,
): Promise<OpenItemsPage> {
  const { company } = profile;
  const page = await selectReceivablesPage(deps.pool, company, after, pageSize);
  const groups = new Map<string, GroupAccount[]>();
  const tellings: Telling[] = [];
  const counts = { ...nothing, read: page.length };
  for (const [index, stored] of page.entries()) {
    const accounts = groups.get(stored.groupId) ?? (await accountsOf(deps, company, stored));
    groups.set(stored.groupId, accounts);
    const account = accounts.find((known) => known.stored.customerId === stored.customerId);
    if (account === undefined) throw new Error(`${stored.customerId} left group ${stored.groupId} meanwhile`);
    const worked = workOut(account, accounts, profile);
    await saveWorked(deps.pool, company, account, worked);
    if (account.customerCode !== null) {
      tellings.push({ account, worked, importNumber: index + 1 });
    } else if (account.receivables.isActive && account.receivables.items.length > 0) {
      await touchOpenItems(deps, company, stored.customerId, 'first load: not known to iMetal');
      counts.refused += 1;
    } else counts.filtered += 1;
    Context.current().heartbeat();
  }
  const refused = await importTellings(deps, profile, tellings, groups);
  counts.refused += refused;
  counts.written += tellings.length - refused;
  const reached = page.at(-1)?.customerId ?? after;
  return { counts, after: `${toldStage}${reached}`, isLast: page.length < pageSize };
}

function accountsOf(deps: LoadOpenItemsDeps, company: string, { groupId }: StoredReceivables) {
  return readGroupAccounts(deps.pool, deps.imetalMasters(company), company, groupId);
}

/** One row that the client refuses must not hold up the others: then each is left to its own flow. */
async function importOrLeave(
  deps: LoadOpenItemsDeps,
  company: string,
  records: readonly ImportRecord[],
): Promise<ImportOutcome[]> {
  try {
    return await (await deps.imports(company)).importBatch(await nextImportBatchNumber(deps.pool), records);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    log.warn('a page of open items is left to its flows', { company, message: error.message });
    return [];
  }
}

/** Hands a page to iMetal's importer; returns how many it refused. */
async function importTellings(
  deps: LoadOpenItemsDeps,
  profile: ImetalProfile,
  tellings: readonly Telling[],
  groups: ReadonlyMap<string, GroupAccount[]>,
): Promise<number> {
  if (tellings.length === 0) return 0;
  const { company } = profile;
  const records = tellings.map((telling) =>
    importRecordOf(telling, groups.get(telling.account.stored.groupId) ?? [], profile),
  );
  const outcomes = await importOrLeave(deps, company, records);
  const taken = new Set(outcomes.filter(isTaken).map(({ importNumber }) => importNumber));
  const told = tellings.filter(({ importNumber }) => taken.has(importNumber));
  const refused = tellings.filter(({ importNumber }) => !taken.has(importNumber));
  await markTold(
    deps.pool,
    company,
    told.map(({ account }) => account.stored.customerId),
  );
  for (const { account } of refused) {
    await touchOpenItems(deps, company, account.stored.customerId, "first load: refused by iMetal's importer");
  }
  return refused.length;
}
