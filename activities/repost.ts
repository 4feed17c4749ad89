import type { Database } from '../db/pool';
import { type PostedDocuments, selectPostedDocuments } from '../db/posted-documents';
import { systemNames } from '../domain/document-source';
import type { PostingException } from '../domain/exception';
import type { JournalEntry } from '../domain/journal-entry';
import { formatCents } from '../domain/money';
import type { DocumentReference, PlannedDocument } from '../domain/posting';
import type { MappedDocument, PostedDocumentKind, ReadDocument } from './document-kinds/document-kind';
import { mirrorEntry, reversalOf } from './reversal';
import { firstDayOf, type PostingDay, takeBackAddition } from './timesheet-additions';

type Planned = Extract<MappedDocument, { kind: 'plan' }>;

/** What is in Intacct of an earlier revision of the document; null when nothing is. */
export async function selectPostedBefore(
  database: Database,
  document: DocumentReference,
): Promise<PostedDocuments | null> {
  if (document.revision === 1) return null;
  return selectPostedDocuments(database, document.company, document.documentKey, document.revision);
}

/** The exception of a document that operations edited after it was in the ledger; `remains`: what a reversal leaves behind. */
export function changedAfterPosting(
  { noun, system }: Pick<PostedDocumentKind, 'noun' | 'system'>,
  documentKey: string,
  before: PostedDocuments,
  { summary: now, becameOfIt }: Pick<ReadDocument, 'summary' | 'becameOfIt'>,
  remains: string | null = null,
): PostingException {
  const hasMoney = becameOfIt === undefined && (before.amount !== null || now.amount !== null);
  const posted = before.amount === null ? 'its amount' : `${formatCents(before.amount)} ${before.currency}`;
  const total = now.amount === null ? 'no amount' : `${formatCents(now.amount)} ${now.currency}`;
  const unlike = total === posted ? 'the same total with other lines, dates, references or customer' : total;
  const actual = becameOfIt ?? (hasMoney ? unlike : 'other hours, activities, equipment, project or worker');
  const figures = hasMoney ? `posted ${posted}, now ${actual}` : `now ${actual}`;
  const after = remains === null ? '' : `; ${remains}`;
  return {
    code: 'CHANGED_AFTER_POSTING',
    field: 'content',
    expected: `what was posted as Intacct record ${before.intacctKey}${hasMoney ? ` (${posted})` : ''}`,
    actual: becameOfIt ?? `other content (${actual})`,
    message: `${noun} ${documentKey}: changed in ${systemNames[system]} after it was posted as Intacct record ${before.intacctKey}: ${figures}${after}`,
    causeKey: null,
  };
}

/**
 * Documents of a reverse-and-repost, all in one operation: the old ones reversed, the new ones under numbers of their own.
 * `postingDay` counts where there is nothing new to take a date from; hours that are taken back go there too, for the old period may be
 * closed.
 */
export function repostDocuments(
  { documentKey, revision }: DocumentReference,
  before: PostedDocuments,
  mapped: Planned | Extract<MappedDocument, { kind: 'nothing' }>,
  postingDay: PostingDay | null,
): PlannedDocument[] {
  const own = mapped.kind === 'plan' ? mapped.documents : [];
  const date =
    own.map(postingDateOf).find((found) => found !== null) ??
    postingDay?.date ??
    before.documents.map(postingDateOf).find((found) => found !== null) ??
    '';
  const number = `${documentKey}-${revision}`;
  const reversals = before.documents.flatMap((posted): PlannedDocument[] =>
    posted.kind === 'add-timesheet-entries'
      ? [takeBackAddition(posted, `${number}R`, postingDay)]
      : reversalOf(posted, { documentKey, revision, date, intacctKey: before.intacctKey }),
  );
  const withIt = !(mapped.kind === 'plan' && mapped.poolsCostOfSales);
  const costOfSales: PlannedDocument[] =
    withIt && before.costOfSales !== null
      ? [
          {
            purpose: 'cost-of-sales-reversal',
            kind: 'create-journal-entry',
            entry: { ...mirrorEntry(before.costOfSales, date), referenceNumber: `${number}R` },
          },
        ]
      : [];
  return [...reversals, ...costOfSales, ...own.map((document) => renumbered(document, documentKey, revision))];
}

/** Cost of sales for the day's journal, an earlier revision's taken back in the same entry; null where nothing is pooled. */
export function pooledWithReversal(mapped: Planned, before: PostedDocuments | null): JournalEntry | null {
  if (!mapped.poolsCostOfSales) return null;
  const [leading] = mapped.documents;
  const date = (leading && postingDateOf(leading)) ?? mapped.pooledEntry?.postingDate ?? '';
  const taken = before?.costOfSales ? mirrorEntry(before.costOfSales, date) : null;
  const entry = mapped.pooledEntry ?? taken;
  if (entry === null) return null;
  const own = mapped.pooledEntry?.lines ?? [];
  // Numbered on, so that every line of the entry can be told from the others, and its own from what it takes back.
  const back = (taken?.lines ?? []).map((line, index) => ({ ...line, lineNumber: own.length + index + 1 }));
  return { ...entry, lines: [...own, ...back] };
}

/** The month's day in which a document is posted; null for one that says none itself. */
export function postingDateOf(document: PlannedDocument): string | null {
  switch (document.kind) {
    case 'create-invoice':
      return document.invoice.postingDate;
    case 'create-ar-adjustment':
    case 'create-ap-adjustment':
      return document.adjustment.postingDate;
    case 'create-bill':
      return document.bill.postingDate;
    case 'create-journal-entry':
    case 'create-statistical-entry':
      return document.entry.postingDate;
    case 'add-timesheet-entries':
      return firstDayOf(document.addition);
    case 'apply-credit':
      return document.application.applicationDate;
    case 'reverse-invoice':
      return null;
  }
}

/** Intacct keeps what was reversed under its number, and journal entries are found by their reference. */
function renumbered(document: PlannedDocument, documentKey: string, revision: number): PlannedDocument {
  const number = `${documentKey}-${revision}`;
  switch (document.kind) {
    case 'create-invoice':
      return {
        ...document,
        invoice: { ...document.invoice, invoiceNumber: `${document.invoice.invoiceNumber}-${revision}` },
      };
    case 'create-ar-adjustment':
    case 'create-bill':
    case 'create-ap-adjustment':
      return renumberedSubledger(document, revision);
    case 'create-journal-entry':
      return { ...document, entry: { ...document.entry, referenceNumber: number } };
    case 'create-statistical-entry':
      return { ...document, entry: { ...document.entry, referenceNumber: number } };
    case 'add-timesheet-entries':
      return { ...document, addition: { ...document.addition, reference: number } };
    case 'apply-credit':
      return { ...document, application: { ...document.application, referenceNumber: number } };
    case 'reverse-invoice':
      return document;
  }
}

function renumberedSubledger(
  document: Extract<PlannedDocument, { kind: 'create-ar-adjustment' | 'create-bill' | 'create-ap-adjustment' }>,
  revision: number,
): PlannedDocument {
  if (document.kind === 'create-bill') {
    return { ...document, bill: { ...document.bill, billNumber: `${document.bill.billNumber}-${revision}` } };
  }
  const adjustmentNumber = `${document.adjustment.adjustmentNumber}-${revision}`;
  if (document.kind === 'create-ar-adjustment') {
    return { ...document, adjustment: { ...document.adjustment, adjustmentNumber } };
  }
  return { ...document, adjustment: { ...document.adjustment, adjustmentNumber } };
}
