import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { UnexpectedResponse } from '../clients/errors';
import type { ImetalClient, SalesInvoiceHeader, SalesInvoiceReading } from '../clients/imetal/imetal-client';
import { retryParkedOrderToInvoice, startOrderToInvoice } from '../clients/temporal/start-order-to-invoice';
import { type DocumentStanding, selectDocumentStandings } from '../db/document-standings';
import { contentHash } from '../mappings/source-invoice-content';
import { orderToInvoiceWorkflowId } from '../workflows/order-to-invoice';

export interface TriggerDeps {
  pool: Pool;
  client: Client;
  taskQueue: string;
  imetal: (company: string) => ImetalClient;
}

export type TriggerResult =
  | { kind: 'started' | 'already-running' | 'already-finished'; workflowId: string }
  /** The posted invoice was changed in the source: a new revision's flow is parked until a person decides. */
  | { kind: 'changed-after-posting'; workflowId: string }
  /** The parked document was corrected in the source: its flow tries again. */
  | { kind: 'retried'; workflowId: string }
  | { kind: 'no-such-document' };

/**
 * Whatever says "this invoice is final" ends here: poll, webhook, CLI. Starts the document's flow or finds it; a
 * finished document starts nothing unless its content changed.
 */
export async function triggerSalesInvoice(
  deps: TriggerDeps,
  company: string,
  documentKey: string,
): Promise<TriggerResult> {
  const header = await deps.imetal(company).findSalesInvoiceHeader(documentKey);
  if (header === null) return { kind: 'no-such-document' };
  const standings = await selectDocumentStandings(deps.pool, company, [documentKey]);
  return triggerFromHeader(deps, company, header, standings.get(documentKey) ?? null);
}

/** The same, for a header and a standing already read. */
export async function triggerFromHeader(
  deps: TriggerDeps,
  company: string,
  header: SalesInvoiceHeader,
  standing: DocumentStanding | null,
): Promise<TriggerResult> {
  const start = (revision: number) => startOrderToInvoice(deps.client, deps.taskQueue, { company, header, revision });
  if (standing?.state === 'rejected' && wasCorrected(header, standing)) {
    const document = { company, documentKey: header.documentKey, revision: standing.revision };
    const decision = { actor: 'feed', reason: `changed in iMetal, now version ${header.version}` };
    const told = await retryParkedOrderToInvoice(deps.client, document, decision);
    // Without a parked flow to tell, it is trying already, or was ended by hand or forgotten: below it is found or starts again.
    if (told) {
      return { kind: 'retried', workflowId: orderToInvoiceWorkflowId(company, header.documentKey, standing.revision) };
    }
  }
  const isFinished = standing !== null && (standing.state === 'posted' || standing.state === 'abandoned');
  if (isFinished && (await hasChanged(deps, company, header, standing))) {
    const { workflowId } = await start(standing.revision + 1);
    return { kind: 'changed-after-posting', workflowId };
  }
  // Harmless where the flow is closed; where it was killed between posting and acknowledging, it goes on.
  const { workflowId, isOpen } = await start(standing?.revision ?? 1);
  if (isFinished || !isOpen) return { kind: 'already-finished', workflowId };
  return { kind: standing === null ? 'started' : 'already-running', workflowId };
}

/**
 * True when the source changed since the document was last planned: the person who fixed it there need not say so here. By the
 * source's versions alone; what could not be read has none, and whatever is there now is news.
 */
export function wasCorrected(header: SalesInvoiceHeader, standing: DocumentStanding): boolean {
  return standing.sourceVersion !== header.version;
}

/**
 * True when the source says something else than what the ledger holds. What it lets be read and what makes no sense counts as
 * changed: the document's own flow meets the fault then. Throws Rejected when it lets nothing be read: that says nothing of the
 * document, and a grant that is lost for a minute must not question every posted one.
 */
async function hasChanged(
  deps: TriggerDeps,
  company: string,
  header: SalesInvoiceHeader,
  standing: DocumentStanding,
): Promise<boolean> {
  // Planned as it is now, or changed by nothing but our own acknowledgement: a large invoice need not be read for that.
  if (header.version === standing.sourceVersion || header.version === standing.acknowledgedVersion) return false;
  let reading: SalesInvoiceReading;
  try {
    reading = await deps.imetal(company).readSalesInvoice(header.documentKey);
  } catch (error) {
    if (error instanceof UnexpectedResponse) return true;
    throw error;
  }
  // Half-written or gone: its next modification triggers again.
  if (reading.kind !== 'found') return false;
  return contentHash(reading.invoice) !== standing.contentHash;
}
