import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { makeChanges } from '../../sandbox/sample-day/changes-of-day';
import { createFinancePort } from '../../sandbox/sample-day/finance-port';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import { takeReceipts } from '../../sandbox/sample-day/receipts-of-finance';
import {
  type BothSystems,
  disagreements,
  type Progress,
  untilBothSystemsAgree,
  untilDocumentsSettled,
} from './day-settlement';
import { readLedgerAmounts } from './ledger-amounts';
import { type CreditShown, readCreditShown } from './receivables-tie-out';
import type { SampleCompany } from './sample-companies';
import {
  type HubDocument,
  type Meter,
  type OpenException,
  type RecordCounts,
  readConflicts,
  readHubDocuments,
  readMeter,
  readOpenExceptions,
  readRecordCounts,
  type SettledConflict,
} from './sample-day-hub';
import { settle } from './settled-documents';
import { readSourceDocuments, type SourceDocument } from './source-documents';
import type { Stack } from './stack';
import { holdsWholeDay } from './stack-databases';
import { type Fate, type TieOutRow, tieOut, untied } from './tie-out';
import { until } from './until';

export type SettledDocument = SourceDocument & { fate: Fate };

/** Everything that the summary shows; `faults` is empty only if every document is posted, parked or abandoned, and both systems agree. */
export interface SampleDayResult extends BothSystems {
  documents: SettledDocument[];
  hubDocuments: HubDocument[];
  records: RecordCounts[];
  rows: TieOutRow[];
  credit: CreditShown[];
  conflicts: SettledConflict[];
  exceptions: OpenException[];
  meter: Meter[];
  tookMs: number;
  faults: string[];
}

/** The databases that are looked at, to read only. */
export interface DayDatabases {
  live: Pool;
  hub: Pool;
}

/** What the day is doing, in words. */
export type Remark = (sentence: string) => void;

/** The company whose day this is. */
const company: SampleCompany = 'gulf-metals';
const FINANCE_DONE = 'finance-day.json';
const COMPARED_AGAIN_MS = 15_000;
const COMPARED_EVERY_MS = 1000;

/**
 * Waits until the day's documents are settled; lets finance take receipts and both sides change masters, once; waits again until both
 * systems agree, and compares both books. Throws when nothing has moved for three minutes.
 */
export async function runSampleDay(stack: Stack, onProgress: Progress, onRemark: Remark): Promise<SampleDayResult> {
  const began = Date.now();
  return withDatabases(stack, async (databases) => {
    await untilDocumentsSettled(databases, onProgress);
    await letFinanceAndOperationsAct(stack, onRemark);
    return settleAndCompareIn(stack, databases, began);
  });
}

/** Waits until everything is settled and both systems agree, and compares both books; finance does nothing more. */
export async function settleAndCompare(stack: Stack): Promise<SampleDayResult> {
  const began = Date.now();
  return withDatabases(stack, (databases) => settleAndCompareIn(stack, databases, began));
}

/**
 * A parked document may be tried again by itself at any moment, and is neither posted nor parked for as long: books that do not agree are
 * looked at again before they are called so.
 */
async function settleAndCompareIn(stack: Stack, databases: DayDatabases, began: number): Promise<SampleDayResult> {
  let last: SampleDayResult | undefined;
  const agree = async () => {
    await untilDocumentsSettled(databases, () => undefined);
    const both = await untilBothSystemsAgree(stack, databases);
    last = await compareBooks(stack, databases, both, Date.now() - began);
    return last.faults.length === 0 && last;
  };
  try {
    return await until('the books agree', COMPARED_AGAIN_MS, agree, COMPARED_EVERY_MS);
  } catch (error) {
    if (last === undefined) throw error;
    return last;
  }
}

async function withDatabases<T>(stack: Stack, work: (databases: DayDatabases) => Promise<T>): Promise<T> {
  const databases = { live: readingPool(stack.addresses.imetalLive), hub: readingPool(stack.environment.DATABASE_URL) };
  try {
    return await work(databases);
  } finally {
    await databases.live.end();
    await databases.hub.end();
  }
}

function readingPool(connectionString: string | undefined): Pool {
  const pool = new Pool({ connectionString, max: 1, connectionTimeoutMillis: 5000 });
  // A database that is killed and restarted meanwhile (chaos) must not end the onlooker.
  pool.on('error', () => undefined);
  return pool;
}

/**
 * Lets finance take receipts, and both sides change masters and place orders: once for each state directory, and only on a day that has the
 * documents which finance's receipts name.
 */
export async function letFinanceAndOperationsAct(
  { stateDirectory, addresses }: Stack,
  onRemark: Remark,
): Promise<void> {
  const marker = join(stateDirectory, FINANCE_DONE);
  if (existsSync(marker) || !holdsWholeDay(stateDirectory)) return;
  const finance = createFinancePort(addresses.intacctAdmin);
  const operations = new Pool({ connectionString: addresses.imetalOwner, max: 2, connectionTimeoutMillis: 5000 });
  try {
    const receipts = await takeReceipts(finance, defaultBusinessDate);
    const changes = await makeChanges({ finance, operations, date: defaultBusinessDate });
    writeFileSync(marker, `${JSON.stringify({ receipts, changes })}\n`);
    onRemark(
      `${receipts.length} receipts and credits of finance, ${changes.length} changes of masters and orders on both sides`,
    );
  } finally {
    await operations.end();
  }
}

async function compareBooks(
  stack: Stack,
  databases: DayDatabases,
  both: BothSystems,
  tookMs: number,
): Promise<SampleDayResult> {
  const { live, hub } = databases;
  const hubDocuments = await readHubDocuments(hub, company);
  const exceptions = await readOpenExceptions(hub, company);
  const documents = settle(await readSourceDocuments(live), hubDocuments, exceptions);
  const rows = tieOut(documents, await readLedgerAmounts(stack.addresses.intacctAdmin));
  const { counts: records } = await readRecordCounts(hub);
  return {
    ...both,
    documents,
    hubDocuments,
    records,
    rows,
    exceptions,
    tookMs,
    credit: await readCreditShown(live),
    conflicts: await readConflicts(hub, company),
    meter: await readMeter(hub, company),
    faults: [
      ...documentFaults(documents, exceptions),
      ...untied(rows).map(
        ({ measure, entity, currency, ledger, posted }) =>
          `${measure} of entity ${entity} in ${currency}: ledger ${ledger}, posted source ${posted}`,
      ),
      ...(await disagreements(databases, both)),
    ],
  };
}

function documentFaults(documents: SettledDocument[], exceptions: OpenException[]): string[] {
  const explained = new Set(exceptions.map(({ document_key }) => document_key));
  const open = documents.filter(({ fate }) => fate === 'open');
  const unexplained = documents.filter(({ fate, document_key }) => fate === 'parked' && !explained.has(document_key));
  return [
    ...(documents.length === 0 ? ['the source has no document'] : []),
    ...open.map(({ document_key }) => `${document_key} is neither posted nor parked`),
    ...unexplained.map(({ document_key }) => `${document_key} is parked without a reason`),
  ];
}
