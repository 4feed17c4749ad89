import type { IntacctClient } from '../clients/intacct/intacct-client';
import { compareAmounts, sumAmounts } from '../domain/money';
import type { PlannedDocument, PostingPurpose } from '../domain/posting';
import { findJournalEntry, findStatisticalEntry } from './find-posted-entries';
import { findApAdjustment, findArAdjustment, findBill, findInvoice } from './find-posted-subledger';
import { findAddition, readTimesheetsOnce } from './timesheet-additions';

/** What Intacct holds under the natural keys of a plan's documents. */
export type FoundPosting =
  | { kind: 'none' }
  /** All of them, with the content of the plan: an earlier attempt went through. */
  | { kind: 'equal'; keys: Map<PostingPurpose, string> }
  /** Something else stands under the number. */
  | { kind: 'different'; expected: string; actual: string };

/** Reads by natural keys; the client of Intacct has them. */
export type Lookups = Pick<
  IntacctClient,
  | 'findInvoices'
  | 'findArAdjustments'
  | 'findBills'
  | 'findApAdjustments'
  | 'findJournalEntries'
  | 'findStatisticalEntries'
  | 'findApplications'
  | 'findTimesheets'
>;

/** What Intacct holds under the natural key of one document. */
export type Found =
  | { kind: 'none' }
  | { kind: 'equal'; key: string }
  | { kind: 'different'; expected: string; actual: string };

/**
 * Looks a plan up by its natural keys: document numbers, or journal and reference number. A plan is one atomic operation, so
 * finding its first document without the others is a difference too.
 */
export async function findPosted(
  client: Lookups,
  entityId: string,
  documents: readonly PlannedDocument[],
): Promise<FoundPosting> {
  const keys = new Map<PostingPurpose, string>();
  const once = readTimesheetsOnce(client);
  const missing: PlannedDocument[] = [];
  for (const document of inOrderOfCertainty(documents)) {
    const found = await findDocument(once, entityId, document, documents);
    if (found.kind === 'different') return found;
    if (found.kind === 'equal') keys.set(document.purpose, found.key);
    if (found.kind === 'none') missing.push(document);
    // Most often nothing at all went through: one look-up tells.
    if (missing.length > 0 && keys.size === 0) return { kind: 'none' };
    const [first] = missing;
    if (first !== undefined)
      return { kind: 'different', expected: nameOf(first), actual: '0 such entries, 0 under the reference' };
  }
  for (const document of documents) {
    if (document.kind === 'reverse-invoice') keys.set(document.purpose, document.recordNumber);
  }
  return { kind: 'equal', keys };
}

/** Numbers of the subledgers are unique, references of journals need not be: what is surer is looked up first. */
function inOrderOfCertainty(documents: readonly PlannedDocument[]): PlannedDocument[] {
  const isEntry = ({ kind }: PlannedDocument) => kind === 'create-journal-entry' || kind === 'create-statistical-entry';
  const asked = documents.filter(({ kind }) => kind !== 'reverse-invoice');
  return [...asked.filter((document) => !isEntry(document)), ...asked.filter(isEntry)];
}

function findDocument(
  client: Lookups,
  entityId: string,
  document: PlannedDocument,
  documents: readonly PlannedDocument[],
): Promise<Found> {
  switch (document.kind) {
    case 'create-invoice':
      return findInvoice(client, entityId, document.invoice);
    case 'create-ar-adjustment':
      return findArAdjustment(client, entityId, document.adjustment);
    case 'create-bill':
      return findBill(client, entityId, document.bill);
    case 'create-ap-adjustment':
      return findApAdjustment(client, entityId, document.adjustment);
    case 'create-journal-entry':
      return findJournalEntry(client, entityId, document.entry);
    case 'create-statistical-entry':
      return findStatisticalEntry(client, entityId, document.entry);
    case 'add-timesheet-entries':
      return findAddition(client, entityId, document.addition, documents);
    case 'apply-credit':
      return findApplication(client, entityId, document);
    case 'reverse-invoice':
      throw new Error('a reversal has no number of its own to be looked up by');
  }
}

/** How a person knows a planned document. */
function nameOf(document: PlannedDocument): string {
  switch (document.kind) {
    case 'create-journal-entry':
    case 'create-statistical-entry': {
      const { journalSymbol, referenceNumber, title, postingDate } = document.entry;
      return `one journal entry "${title}" of ${postingDate} in ${journalSymbol} under reference ${referenceNumber}`;
    }
    case 'create-invoice':
      return `invoice ${document.invoice.invoiceNumber}`;
    case 'create-bill':
      return `bill ${document.bill.billNumber}`;
    case 'create-ar-adjustment':
    case 'create-ap-adjustment':
      return `adjustment ${document.adjustment.adjustmentNumber}`;
    case 'add-timesheet-entries':
      return `timesheet entries under reference ${document.addition.reference}`;
    case 'apply-credit':
      return `application ${document.application.referenceNumber}`;
    case 'reverse-invoice':
      return `reversal of record ${document.recordNumber}`;
  }
}

async function findApplication(
  client: Lookups,
  entityId: string,
  { application }: Extract<PlannedDocument, { kind: 'apply-credit' }>,
): Promise<Found> {
  const { referenceNumber, customerId, invoiceRecordNumber, creditRecordNumber, amount } = application;
  const rows = await client.findApplications(entityId, referenceNumber);
  const standing = rows.filter(({ state }) => !/^(revers|void)/i.test(state));
  const [only] = standing;
  if (only === undefined) return { kind: 'none' };
  // Intacct may keep a detail for each line of the invoice: their sum is what was applied.
  const isSame =
    standing.length === 1 &&
    only.customerId === customerId &&
    only.details.every(
      (detail) =>
        detail.invoiceRecordNumber === invoiceRecordNumber &&
        // Where Intacct does not tell the credit, the reference number is ours alone.
        (detail.creditRecordNumber === null || detail.creditRecordNumber === creditRecordNumber),
    ) &&
    compareAmounts(sumAmounts(only.details.map((detail) => detail.amount)), amount) === 0;
  if (isSame) return { kind: 'equal', key: only.recordNumber };
  const said = standing.map(
    (row) =>
      `record ${row.recordNumber} of ${row.customerId}, ${row.details.map((each) => `${each.amount} to record ${each.invoiceRecordNumber}`).join(' and ')}`,
  );
  return {
    kind: 'different',
    expected: `application ${referenceNumber} of ${customerId}: ${amount} of credit record ${creditRecordNumber} to invoice record ${invoiceRecordNumber}`,
    actual: said.join('; '),
  };
}
