import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { z } from 'zod';
import { until } from '../../cli/start/until';
import { sourceDocuments } from '../../sandbox/sample-day/source-totals';
import { type WrongInvoice, wrongInvoices } from '../../sandbox/sample-day/wrong-invoices';
import type { ChaosFlow } from './chaos-flows';
import { COMPANY, type ProfileCoding } from './chaos-profile';
import type { IntacctAdmin } from './intacct-admin';
import { isInvoiceKey, type ParkedDocument, readParked } from './operators';
import { readOtherDocuments } from './other-documents';
import { receivablesDifferences } from './proof-receivables';
import { recordsOutOfStep } from './proof-records';
import { isRealReason } from './real-reasons';
import { decide, type Verdict, type Verdicts } from './verdicts';

/** A source activity of a killed worker is noticed after 60 s, and then retried: with nothing new for twice that, it is over. */
const STANDSTILL_MS = 150_000;
/** Retries of the same document are at least so far apart: an attempt takes a moment. */
const RETRY_EVERY_MS = 2000;
const DOCUMENT_FLOWS = ['orderToInvoice', 'salesCredit', 'purchaseInvoice', 'ledgerEntry', 'creditApplication'];

export interface Databases {
  live: Pool;
  hub: Pool;
}

const standingSchema = z.object({
  document_key: z.string(),
  revision: z.number(),
  state: z.string(),
  acknowledged: z.boolean(),
});
/** Where the newest revision of a document stands in the ledger. */
export type Standing = z.infer<typeof standingSchema>;

/** The newest revision of every document of a company, by document key. */
export async function readStandings(hub: Pool, company: string = COMPANY): Promise<Map<string, Standing>> {
  const { rows } = await hub.query(
    `select distinct on (document_key) document_key, revision, state, acknowledged_at is not null as acknowledged
      from postings where is_leading and company = $1 order by document_key, revision desc`,
    [company],
  );
  return new Map(rows.map((row) => standingSchema.parse(row)).map((standing) => [standing.document_key, standing]));
}

/**
 * The reason for which a document is to stay parked, by document key; a day of fewer than 20 invoices has none. Where
 * Intacct takes numbers twice, nobody has keyed the one whose number would be taken.
 */
export function meantToBeParked(
  documentKeys: readonly string[],
  { numbersAreRefused, mended }: Pick<Expectations, 'numbersAreRefused' | 'mended'>,
): Map<string, WrongInvoice['expectedCode']> {
  const final = new Set(documentKeys);
  return new Map(
    wrongInvoices
      .filter(({ documentKey, fault }) => final.has(documentKey) && (numbersAreRefused || fault !== 'number-taken'))
      .filter(({ expectedCode }) => !mended.has(expectedCode))
      .map(({ documentKey, expectedCode }) => [documentKey, expectedCode]),
  );
}

/** What persons decided, and what Intacct refuses: what a document is to come to follows from them. */
export interface Expectations {
  verdicts: Verdicts;
  numbersAreRefused: boolean;
  /** Codes of wrong invoices whose cause somebody took away. */
  mended: ReadonlySet<string>;
  flows: readonly ChaosFlow[];
  admin: IntacctAdmin;
  coding: ProfileCoding;
}

/**
 * Waits, faults off and everything up, until every final document is posted and acknowledged, parked as meant or for a reason that holds, or where a
 * person's verdict put it, no outcome is open, and no flow runs but the parked ones; replays what only a fault had parked.
 * Returns what is left when nothing has moved for long, one sentence each; none when all is settled.
 */
export async function settleEverything(
  client: Client,
  databases: Databases,
  expected: Expectations,
): Promise<string[]> {
  const decidedAt = new Map<string, number>();
  let leftBefore = '';
  let movedAt = Date.now();
  return until(
    'every document is posted, or parked as meant',
    30 * 60_000,
    async () => {
      const left = await whatIsLeft(client, databases, expected, decidedAt);
      const text = left.join('; ');
      if (text !== leftBefore) movedAt = Date.now();
      leftBefore = text;
      if (Date.now() - movedAt <= STANDSTILL_MS) return left.length === 0 && left;
      return left.map((sentence) => `not settled, nothing moved for ${STANDSTILL_MS / 1000} s: ${sentence}`);
    },
    500,
  );
}

async function whatIsLeft(
  client: Client,
  databases: Databases,
  expected: Expectations,
  decidedAt: Map<string, number>,
): Promise<string[]> {
  const { verdicts } = expected;
  const invoiceKeys = (await sourceDocuments(databases.live)).map(({ documentKey }) => documentKey);
  const otherKeys = (await readOtherDocuments(databases.live)).map(({ document_key }) => document_key);
  const meant = meantToBeParked(invoiceKeys, expected);
  const parked = await readParked(databases.hub);
  const waitsRightly = await Promise.all(
    parked.map((document) =>
      isInvoiceKey(document.document_key)
        ? meant.get(document.document_key) === document.code
        : isRealReason({ ...expected, live: databases.live }, document),
    ),
  );
  const astray = parked.filter((_, index) => waitsRightly[index] !== true);
  for (const document of astray) {
    if (Date.now() - (decidedAt.get(document.document_key) ?? 0) < RETRY_EVERY_MS) continue;
    if (isReleasedByItself(document)) continue;
    decidedAt.set(document.document_key, Date.now());
    await decide(client, document, verdicts.get(document.document_key));
  }
  const standings = await readStandings(databases.hub);
  const rightly = new Set(parked.filter((_, index) => waitsRightly[index] === true).map((each) => each.document_key));
  const unsettled = [...invoiceKeys, ...otherKeys].flatMap((key) => {
    const standing = standings.get(key);
    const isDone = rightly.has(key) ? standing?.state === 'rejected' : isWhereMeant(standing, verdicts.get(key));
    if (isDone) return [];
    const where = standing === undefined ? 'unknown to the hub' : `${standing.state} in revision ${standing.revision}`;
    return [`${key} ${where}${verdicts.has(key) ? ` (${verdicts.get(key)})` : ''}`];
  });
  return [
    ...unsettled,
    ...astray.map(({ document_key, code }) => `${document_key} parked with ${code}`),
    ...unapplied(otherKeys, standings),
    ...(await receivablesDifferences(databases.live, expected.admin)),
    ...(expected.flows.includes('records')
      ? await recordsOutOfStep({ live: databases.live, hub: databases.hub, admin: expected.admin })
      : []),
    ...(await openPostings(databases.hub, COMPANY)),
    ...(await flowsBesides(client, new Set(parked.map(({ workflow_id }) => workflow_id)), DOCUMENT_FLOWS)),
  ];
}

/** What waits for a record or a document goes through by itself when it is there: nobody helps here, so that it shows. */
function isReleasedByItself({ cause_key }: ParkedDocument): boolean {
  return /^(customer|vendor|document|term|tax):/.test(cause_key ?? '');
}

/** Posted credits whose application is not known yet. */
function unapplied(documentKeys: readonly string[], standings: ReadonlyMap<string, Standing>): string[] {
  return documentKeys
    .filter((key) => key.includes('-CRN-') && standings.get(key)?.state === 'posted')
    .filter((key) => !standings.has(`${key}/application`))
    .map((key) => `${key}/application unknown to the hub`);
}

function isWhereMeant(standing: Standing | undefined, verdict: Verdict | undefined): boolean {
  if (standing === undefined) return false;
  const { state, revision, acknowledged } = standing;
  switch (verdict) {
    case 'abandon':
      return state === 'abandoned' && revision === 1;
    case 'ignore-change':
      return state === 'abandoned' && revision > 1;
    case 'repost':
      return state === 'posted' && revision > 1 && acknowledged;
    case undefined:
      return state === 'posted' && acknowledged;
  }
}

/**
 * Waits until nothing has been written to Intacct for longer than a permit lasts: an attempt that was thought dead has had its
 * turn by then.
 */
export async function untilIntacctIsQuiet(admin: IntacctAdmin, quietMs: number): Promise<void> {
  let writes = -1;
  let since = Date.now();
  await until('Intacct is quiet', 120_000, async () => {
    const now = await writesOf(admin);
    if (now !== writes) since = Date.now();
    writes = now;
    return Date.now() - since >= quietMs;
  });
}

/** How often Intacct was written to; looks at what changed go on for ever, and do not count. */
export async function writesOf(admin: IntacctAdmin): Promise<number> {
  const counted = Object.entries((await admin.statistics()).transactionsByFunction);
  return counted.reduce((sum, [name, times]) => (isLook(name) ? sum : sum + times), 0);
}

function isLook(functionName: string): boolean {
  return /^(query|read|get|lookup|inspect)/i.test(functionName);
}

/** Postings of a company whose outcome is open, one sentence each. */
export async function openPostings(hub: Pool, company: string): Promise<string[]> {
  const { rows } = await hub.query(
    `select document_key || ' ' || purpose || ' ' || state as posting from postings
      where state in ('planned', 'sending', 'unknown') and company = $1 order by 1`,
    [company],
  );
  return rows.map((row) => z.object({ posting: z.string() }).parse(row).posting);
}

/** A company's running flows of some types that are not among the parked ones, one sentence each. */
export async function flowsBesides(
  client: Client,
  parkedFlows: ReadonlySet<string>,
  types: readonly string[],
  company: string = COMPANY,
): Promise<string[]> {
  const running: string[] = [];
  const named = types.map((name) => `"${name}"`).join(', ');
  for await (const flow of client.workflow.list({
    query: `ExecutionStatus = "Running" and WorkflowType in (${named})`,
  })) {
    if (flow.workflowId.split('/')[1] !== company) continue;
    if (!parkedFlows.has(flow.workflowId)) running.push(`${flow.workflowId} still runs`);
  }
  return running.sort();
}
