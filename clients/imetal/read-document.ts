import type { DocumentReading } from '../../domain/document-source';
import type { SourceInvoice } from '../../domain/source-invoice';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';
import type { SourceStockMovement } from '../../domain/source-stock-movement';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import type { DocumentKey } from './document-key';
import { documentTables } from './document-kinds';
import { findMissingSalesParts, findMissingStatus } from './find-missing-parts';
import type { ImetalDocumentKind } from './imetal-client';
import { rowsToSourceInvoice, rowsToSourceSalesCredit, type SalesDocumentRows } from './rows-to-sales-document';
import { rowsToStockMovement } from './rows-to-stock-movement';
import { rowsToSupplierDocument } from './rows-to-supplier-document';
import { selectCredit, selectSalesDocument } from './select-sales-document';
import { selectCharges, selectCosts, selectItems, selectStockAdjustments } from './select-sales-lines';
import { selectMovementItems, selectStockMovement } from './select-stock-movement';
import { selectGoodsMatches, selectSupplierDocument, selectSupplierItems } from './select-supplier-document';
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

/** Reads a supplier's invoice or credit with what was matched; goods that were not matched are no missing part. */
export async function readSupplierDocument(
  select: SelectRows,
  key: DocumentKey,
  documentKey: string,
  creditTypes: readonly string[],
): Promise<DocumentReading<SourceSupplierDocument>> {
  const document = await selectSupplierDocument(select, key);
  if (!document) return { kind: 'not-found' };
  const items = await selectSupplierItems(select, document.header_id);
  const matches = await selectGoodsMatches(select, document.header_id);
  return toReading(document, missingOf('supplier-document', document, items), () =>
    rowsToSupplierDocument(key, documentKey, { document, items, matches }, creditTypes),
  );
}

/** Reads a stock movement that is a ledger entry of its own. */
export async function readStockMovement(
  select: SelectRows,
  key: DocumentKey,
  documentKey: string,
): Promise<DocumentReading<SourceStockMovement>> {
  const document = await selectStockMovement(select, key);
  if (!document) return { kind: 'not-found' };
  const items = await selectMovementItems(select, document.header_id);
  return toReading(document, missingOf('stock-movement', document, items), () =>
    rowsToStockMovement(key, documentKey, { document, items }),
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

function missingOf(kind: ImetalDocumentKind, header: HeaderRow, items: unknown[]): string | null {
  const status = findMissingStatus(header.status_code, documentTables[kind].finalStatuses);
  return status ?? (items.length === 0 ? 'its items' : null);
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
