import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { z } from 'zod';
import { until } from '../../cli/start/until';
import { sourceDocuments } from '../../sandbox/sample-day/source-totals';
import { type WrongInvoice, wrongInvoices } from '../../sandbox/sample-day/wrong-invoices';
import type { IntacctAdmin } from './intacct-admin';
import { readParked } from './operators';
import { decide, type Verdict, type Verdicts } from './verdicts';

/** A source activity of a killed worker is noticed after 60 s, and then retried: with nothing new for twice that, it is over. */
const STANDSTILL_MS = 150_000;
/** Retries of the same document are at least so far apart: an attempt takes a moment. */
const RETRY_EVERY_MS = 2000;

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

/** Every document's newest revision, by document key. */
export async function readStandings(hub: Pool): Promise<Map<string, Standing>> {
  const { rows } = await hub.query(
    `select distinct on (document_key) document_key, revision, state, acknowledged_at is not null as acknowledged
      from postings where is_leading and flow = 'order-to-invoice' order by document_key, revision desc`,
  );
  return new Map(rows.map((row) => standingSchema.parse(row)).map((standing) => [standing.document_key, standing]));
}

/**
 * The reason for which a document is to stay parked, by document key; a day of fewer than 20 invoices has none. Where
 * Intacct takes numbers twice, nobody has keyed the one whose number would be taken.
 */
export function meantToBeParked(
  documentKeys: readonly string[],
  numbersAreRefused: boolean,
): Map<string, WrongInvoice['expectedCode']> {
  const final = new Set(documentKeys);
  return new Map(
    wrongInvoices
      .filter(({ documentKey, fault }) => final.has(documentKey) && (numbersAreRefused || fault !== 'number-taken'))
      .map(({ documentKey, expectedCode }) => [documentKey, expectedCode]),
  );
}

/** What persons decided, and what Intacct refuses: what a document is to come to follows from them. */
export interface Expectations {
  verdicts: Verdicts;
  numbersAreRefused: boolean;
}

/**
 * Waits, faults off and everything up, until every final invoice is posted and acknowledged, parked as meant, or where a
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
    'every invoice is posted, or parked as meant',
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
  { verdicts, numbersAreRefused }: Expectations,
  decidedAt: Map<string, number>,
): Promise<string[]> {
  const documentKeys = (await sourceDocuments(databases.live)).map(({ documentKey }) => documentKey);
  const meant = meantToBeParked(documentKeys, numbersAreRefused);
  const parked = await readParked(databases.hub);
  const astray = parked.filter(({ document_key, code }) => meant.get(document_key) !== code);
  for (const document of astray) {
    if (Date.now() - (decidedAt.get(document.document_key) ?? 0) < RETRY_EVERY_MS) continue;
    decidedAt.set(document.document_key, Date.now());
    await decide(client, document, verdicts.get(document.document_key));
  }
  const standings = await readStandings(databases.hub);
  const unsettled = documentKeys.flatMap((key) => {
    const standing = standings.get(key);
    const isDone = meant.has(key) ? standing?.state === 'rejected' : isWhereMeant(standing, verdicts.get(key));
    if (isDone) return [];
    const where = standing === undefined ? 'unknown to the hub' : `${standing.state} in revision ${standing.revision}`;
    return [`${key} ${where}${verdicts.has(key) ? ` (${verdicts.get(key)})` : ''}`];
  });
  return [
    ...unsettled,
    ...astray.map(({ document_key, code }) => `${document_key} parked with ${code}`),
    ...(await openPostings(databases.hub)),
    ...(await flowsBesides(client, new Set(parked.map(({ workflow_id }) => workflow_id)))),
  ];
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
 * Waits until no request has come to Intacct for longer than a permit lasts: an attempt that was thought dead has had its
 * turn by then.
 */
export async function untilIntacctIsQuiet(admin: IntacctAdmin, quietMs: number): Promise<void> {
  let requests = -1;
  let since = Date.now();
  await until('Intacct is quiet', 120_000, async () => {
    const now = (await admin.statistics()).requests;
    if (now !== requests) since = Date.now();
    requests = now;
    return Date.now() - since >= quietMs;
  });
}

async function openPostings(hub: Pool): Promise<string[]> {
  const { rows } = await hub.query(
    `select document_key || ' ' || purpose || ' ' || state as posting from postings
      where state in ('planned', 'sending', 'unknown') order by 1`,
  );
  return rows.map((row) => z.object({ posting: z.string() }).parse(row).posting);
}

async function flowsBesides(client: Client, parkedFlows: ReadonlySet<string>): Promise<string[]> {
  const running: string[] = [];
  for await (const flow of client.workflow.list({
    query: 'ExecutionStatus = "Running" and WorkflowType = "orderToInvoice"',
  })) {
    if (!parkedFlows.has(flow.workflowId)) running.push(`${flow.workflowId} still runs`);
  }
  return running.sort();
}
