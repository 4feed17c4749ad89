import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { z } from 'zod';
import { readHubDocuments } from '../../cli/start/sample-day-hub';
import { GiveUp, until } from '../../cli/start/until';
import { sourceDocuments } from '../../sandbox/sample-day/source-totals';
import { type WrongInvoice, wrongInvoices } from '../../sandbox/sample-day/wrong-invoices';
import { readParked, retryParked } from './operators';

/** A source activity of a killed worker is noticed after 60 s, and then retried: with nothing new for twice that, it is over. */
const STANDSTILL_MS = 150_000;
/** Retries of the same document are at least so far apart: an attempt takes a moment. */
const RETRY_EVERY_MS = 2000;

export interface Databases {
  live: Pool;
  hub: Pool;
}

/** The reason for which a document is to stay parked, by document key; a day of fewer than 20 invoices has none. */
export function meantToBeParked(documentKeys: readonly string[]): Map<string, WrongInvoice['expectedCode']> {
  const final = new Set(documentKeys);
  return new Map(
    wrongInvoices
      .filter(({ documentKey }) => final.has(documentKey))
      .map(({ documentKey, expectedCode }) => [documentKey, expectedCode]),
  );
}

/**
 * Waits, faults off and everything up, until every final invoice is posted and acknowledged or parked as meant, no
 * outcome is open, and no flow runs but the parked ones; replays what only a fault had parked. Throws, with what is
 * left, when nothing has moved for long.
 */
export async function settleEverything(client: Client, databases: Databases): Promise<void> {
  const retriedAt = new Map<string, number>();
  let leftBefore = '';
  let movedAt = Date.now();
  await until(
    'every invoice is posted, or parked as meant',
    30 * 60_000,
    async () => {
      const left = await whatIsLeft(client, databases, retriedAt);
      const text = left.join('; ');
      if (text !== leftBefore) movedAt = Date.now();
      leftBefore = text;
      if (left.length > 0 && Date.now() - movedAt > STANDSTILL_MS) {
        throw new GiveUp(`nothing moved for ${STANDSTILL_MS / 1000} s, left: ${text}`);
      }
      return left.length === 0;
    },
    500,
  );
}

async function whatIsLeft(client: Client, databases: Databases, retriedAt: Map<string, number>): Promise<string[]> {
  const documentKeys = (await sourceDocuments(databases.live)).map(({ documentKey }) => documentKey);
  const meant = meantToBeParked(documentKeys);
  const parked = await readParked(databases.hub);
  const astray = parked.filter(({ document_key, code }) => meant.get(document_key) !== code);
  for (const document of astray) {
    if (Date.now() - (retriedAt.get(document.document_key) ?? 0) < RETRY_EVERY_MS) continue;
    retriedAt.set(document.document_key, Date.now());
    await retryParked(client, document, 'update');
  }
  const hub = new Map((await readHubDocuments(databases.hub)).map((document) => [document.document_key, document]));
  const unsettled = documentKeys.flatMap((key) => {
    const document = hub.get(key);
    const isDone = meant.has(key)
      ? document?.state === 'rejected'
      : document?.state === 'posted' && document.acknowledged;
    return isDone ? [] : [`${key} ${document?.state ?? 'unknown to the hub'}`];
  });
  return [
    ...unsettled,
    ...astray.map(({ document_key, code }) => `${document_key} parked with ${code}`),
    ...(await openPostings(databases.hub)),
    ...(await flowsBesides(client, new Set(parked.map(({ workflow_id }) => workflow_id)))),
  ];
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
