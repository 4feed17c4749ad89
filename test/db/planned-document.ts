import type { Pool } from 'pg';
import { type PlanAttempt, type PlanToStore, storePlan } from '../../activities/store-plan';
import { inTransaction } from '../../db/pool';
import { type PostingRow, selectPostings } from '../../db/postings';
import type { ArInvoice } from '../../domain/ar-invoice';
import type { JournalEntry } from '../../domain/journal-entry';
import type { DocumentReference, PlannedDocument } from '../../domain/posting';

export const company = 'test-metals';

/** A reference to a document's first revision. */
export function documentOf(documentKey: string, revision = 1): DocumentReference {
  return { company, documentKey, revision };
}

/** A domestic invoice of 100.00 USD under the document's key. */
export function invoiceOf(documentKey: string, changes: Partial<ArInvoice> = {}): ArInvoice {
  return {
    customerId: 'C00123',
    invoiceNumber: documentKey,
    invoiceDate: '2026-11-20',
    postingDate: '2026-11-20',
    dueDate: null,
    termName: null,
    referenceNumber: 'PO-77',
    description: `${documentKey} · order 5567`,
    externalId: documentKey,
    shipToContactName: null,
    currency: 'USD',
    baseCurrency: 'USD',
    exchangeRate: null,
    taxSolutionId: null,
    customFields: {},
    lines: [
      {
        lineNumber: 1,
        purpose: 'revenue',
        accountNumber: '4010',
        amount: '100.00',
        memo: 'Material',
        dimensions: { locationId: '110' },
        taxEntries: [],
      },
    ],
    total: '100.00',
    ...changes,
  };
}

/** Its cost of sales: 60.00 USD from inventory. */
export function costOfSalesOf(documentKey: string, changes: Partial<JournalEntry> = {}): JournalEntry {
  const line = { amount: '60.00', memo: 'Material', dimensions: { locationId: '110' } };
  return {
    journalSymbol: 'CGS',
    postingDate: '2026-11-20',
    title: `Cost of sales ${documentKey}`,
    referenceNumber: documentKey,
    currency: 'USD',
    lines: [
      { ...line, lineNumber: 1, side: 'debit', accountNumber: '5010' },
      { ...line, lineNumber: 2, side: 'credit', accountNumber: '1300' },
    ],
    ...changes,
  };
}

/** Invoice and journal of one atomic operation. */
export function documentsOf(documentKey: string): PlannedDocument[] {
  return [
    { purpose: 'invoice', kind: 'create-invoice', invoice: invoiceOf(documentKey) },
    { purpose: 'cost-of-sales', kind: 'create-journal-entry', entry: costOfSalesOf(documentKey) },
  ];
}

/** The attempt to plan a document, as the flow's first activity makes it. */
export function attemptOf(
  documentKey: string,
  changes: Partial<PlanAttempt> & { revision?: number } = {},
): PlanAttempt & { contentHash: string } {
  const { revision = 1, ...others } = changes;
  return {
    origin: {
      ...documentOf(documentKey, revision),
      flow: 'order-to-invoice',
      sourceSystem: 'imetal',
      workflowId: `order-to-invoice/${company}/${documentKey}`,
      runId: 'run-1',
      triggeredAt: '2026-11-20T12:00:00.000Z',
    },
    environment: 'test',
    summary: {
      documentKey,
      party: 'C00123',
      partyName: 'Gulf Steel',
      entityId: '100',
      currency: 'USD',
      amount: '100.00',
    },
    sourceVersion: 7,
    actor: 'flow',
    note: 'planned',
    leadingPurpose: 'invoice',
    mappingVersion: 'imetal-invoice-to-intacct/1',
    settingsHash: null,
    ...others,
    contentHash: others.contentHash ?? `content of ${documentKey}`,
  };
}

/** Stores a plan for the document and returns its postings, the leading one first. */
export async function plan(
  pool: Pool,
  documentKey: string,
  { attempt = {}, ...changes }: Partial<PlanToStore> & { attempt?: Partial<PlanAttempt> & { revision?: number } } = {},
): Promise<{ planId: string; postings: PostingRow[] }> {
  const made = attemptOf(documentKey, attempt);
  await inTransaction(pool, (transaction) =>
    storePlan(transaction, made, {
      documents: documentsOf(documentKey),
      trace: [],
      totals: {},
      pooledEntry: null,
      hours: null,
      ...changes,
    }),
  );
  const postings = await selectPostings(pool, made.origin);
  const planId = postings[0]?.plan_id;
  if (planId == null) throw new Error(`${documentKey} was not planned`);
  return { planId, postings };
}

/** States of a document's postings by purpose. */
export async function statesOf(pool: Pool, document: DocumentReference): Promise<Record<string, string>> {
  const postings = await selectPostings(pool, document);
  return Object.fromEntries(postings.map(({ purpose, state }) => [purpose, state]));
}

/** The history of a document's leading posting: `from → to`, oldest first. */
export async function eventsOf(pool: Pool, document: DocumentReference): Promise<string[]> {
  const { rows } = await pool.query(
    `select from_state, to_state from posting_events join postings using (posting_id)
      where company = $1 and document_key = $2 and revision = $3 and is_leading order by event_id`,
    [document.company, document.documentKey, document.revision],
  );
  return rows.map(({ from_state, to_state }) => `${from_state ?? 'nothing'} → ${to_state}`);
}
