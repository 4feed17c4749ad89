import { Pool } from 'pg';
import { readLedger, readOpeningBalances } from './intacct-sandbox';
import {
  type HubDocument,
  type OpenException,
  readHubDocuments,
  readMeter,
  readOpenExceptions,
} from './sample-day-hub';
import { readSourceInvoiceKeys, readSourceInvoices } from './sample-day-source';
import type { Stack } from './stack';
import { type SettledInvoice, settle, type TieOutRow, tieOut, untied } from './tie-out';
import { until } from './until';

/** With no invoice settled for this long, something is down for good; a gateway's slowness is seconds. */
const STANDSTILL_MS = 180_000;
const LOOK_EVERY_MS = 250;

/** Everything that the summary shows; `tiesOut` only if every invoice is posted, parked or abandoned, and both books agree. */
export interface SampleDayResult {
  invoices: SettledInvoice[];
  documents: HubDocument[];
  rows: TieOutRow[];
  exceptions: OpenException[];
  requests: number;
  transactions: number;
  tookMs: number;
  faults: string[];
}

interface Databases {
  live: Pool;
  hub: Pool;
}

/** How many of the source's final invoices are settled; told as it changes. */
export type Progress = (settled: number, all: number) => void;

/**
 * Waits until every final invoice of the source is posted and acknowledged, parked or abandoned, and compares both books.
 * Throws when nothing has moved for three minutes.
 */
export async function runSampleDay(stack: Stack, onProgress: Progress): Promise<SampleDayResult> {
  const began = Date.now();
  const databases = { live: readingPool(stack.addresses.imetalLive), hub: readingPool(stack.environment.DATABASE_URL) };
  try {
    await untilSettled(databases, onProgress);
    return await compareBooks(stack, databases, Date.now() - began);
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

async function untilSettled(databases: Databases, onProgress: Progress): Promise<void> {
  let settledBefore = -1;
  const look = async () => {
    const invoices = settle(await readSourceInvoiceKeys(databases.live), await readHubDocuments(databases.hub));
    const settled = invoices.filter(({ fate }) => fate !== 'open').length;
    if (settled !== settledBefore) onProgress(settled, invoices.length);
    const moved = settled !== settledBefore;
    settledBefore = settled;
    return { moved, complete: settled === invoices.length };
  };
  for (let complete = false; !complete; ) {
    const seen = await until(
      'another invoice is posted or parked (the logs say why not)',
      STANDSTILL_MS,
      async () => {
        const state = await look();
        return (state.moved || state.complete) && state;
      },
      LOOK_EVERY_MS,
    );
    complete = seen.complete;
  }
}

async function compareBooks(stack: Stack, databases: Databases, tookMs: number): Promise<SampleDayResult> {
  const documents = await readHubDocuments(databases.hub);
  const invoices = settle(await readSourceInvoices(databases.live), documents);
  const exceptions = await readOpenExceptions(databases.hub);
  const ledger = await readLedger(stack.addresses.intacctAdmin);
  const opening = readOpeningBalances(stack.stateDirectory);
  const rows = tieOut(invoices, ledger, opening, RECEIVABLES_ACCOUNT);
  return {
    invoices,
    documents,
    rows,
    exceptions,
    ...(await readMeter(databases.hub)),
    tookMs,
    faults: faultsOf(invoices, rows, exceptions),
  };
}

/** Receivables control of the sample company. */
const RECEIVABLES_ACCOUNT = '1200';

function faultsOf(invoices: SettledInvoice[], rows: TieOutRow[], exceptions: OpenException[]): string[] {
  const open = invoices.filter(({ fate }) => fate === 'open');
  const explained = new Set(exceptions.map(({ document_key }) => document_key));
  const unexplained = invoices.filter(({ fate, document_key }) => fate === 'parked' && !explained.has(document_key));
  return [
    ...(invoices.length === 0 ? ['the source has no invoice'] : []),
    ...open.map(({ document_key }) => `${document_key} is neither posted nor parked`),
    ...unexplained.map(({ document_key }) => `${document_key} is parked without a reason`),
    ...untied(rows).map(
      ({ measure, entity, currency, ledger, posted }) =>
        `${measure} of entity ${entity} in ${currency}: ledger ${ledger}, posted source ${posted}`,
    ),
  ];
}
