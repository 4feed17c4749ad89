import type { SourceInvoice } from '../../domain/source-invoice';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';
import type { DocumentKey } from './document-key';
import { documentTables } from './document-kinds';
import { findMissingSalesParts, findMissingStatus } from './find-missing-parts';
import type { DocumentReading } from './imetal-client';
import { rowsToSourceInvoice, rowsToSourceSalesCredit, type SalesDocumentRows } from './rows-to-sales-document';
import { selectCredit, selectSalesDocument } from './select-sales-document';
import { selectCharges, selectCosts, selectItems, selectStockAdjustments } from './select-sales-lines';
import type { SelectRows } from './snapshot';

/** What every document's header row has, whatever else it holds. */
interface HeaderRow {
  header_id: string;
  status_code: string;
  version: number;
  modified_at: string;
  age_seconds: number;
}

/** Reads a sales invoice within one snapshot; incomplete while a part is missing. */
export async function readSalesInvoice(
  select: SelectRows,
  key: DocumentKey,
  documentKey: string,
): Promise<DocumentReading<SourceInvoice>> {
  const rows = await selectSalesRows(select, key);
  if (!rows) return { kind: 'not-found' };
  return toReading(rows.document, missingOfSales(rows), () => rowsToSourceInvoice(key, documentKey, rows));
}

/** Reads a sales credit as an invoice, with what it corrects and why. */
export async function readSalesCredit(
  select: SelectRows,
  key: DocumentKey,
  documentKey: string,
): Promise<DocumentReading<SourceSalesCredit>> {
  const rows = await selectSalesRows(select, key);
  if (!rows) return { kind: 'not-found' };
  const credit = await selectCredit(select, rows.document.header_id);
  return toReading(rows.document, missingOfSales(rows), () =>
    rowsToSourceSalesCredit(key, documentKey, { ...rows, credit }),
  );
}

/** Reads children even of a document that turns out incomplete: what is missing is found by looking at all. */
async function selectSalesRows(select: SelectRows, key: DocumentKey): Promise<SalesDocumentRows | null> {
  const document = await selectSalesDocument(select, key);
  if (!document) return null;
  return {
    document,
    items: await selectItems(select, document.header_id),
    charges: await selectCharges(select, document.header_id),
    costs: await selectCosts(select, document.header_id),
    adjustments: await selectStockAdjustments(select, document.header_id),
  };
}

function missingOfSales(rows: SalesDocumentRows): string | null {
  const { finalStatuses } = documentTables['sales-invoice'];
  return findMissingStatus(rows.document.status_code, finalStatuses) ?? findMissingSalesParts(rows);
}

function toReading<Document>(
  header: HeaderRow,
  missing: string | null,
  toDocument: () => Document,
): DocumentReading<Document> {
  const ageSeconds = header.age_seconds;
  if (missing === null) return { kind: 'found', document: toDocument(), ageSeconds };
  return { kind: 'incomplete', missing, version: header.version, modifiedAt: header.modified_at, ageSeconds };
}
