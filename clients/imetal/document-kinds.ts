import type { DocumentKey } from './document-key';
import type { ImetalDocumentKind } from './imetal-client';
import {
  finalStatuses,
  finalSupplierStatuses,
  invoiceMovementTypes,
  salesCreditTypes,
  salesInvoiceTypes,
  unconfirmed,
} from './schema';

/** Where the documents of a kind are, as SQL over `header`, its table's alias, and `branch`, which every document has. */
export interface DocumentTable {
  table: 'sales_headers' | 'supplier_documents' | 'stock_transactions';
  /** In words for a person. */
  noun: string;
  /** Joins that the expressions below need; none may multiply the header's row. */
  joins: string;
  typeCode: string;
  statusCode: string;
  finalStatuses: readonly string[];
  partyCode: string;
  partyName: string;
  currency: string;
  grossTotal: string;
  documentDate: string;
}

/** What a deleted document's status is, of every kind; for the hub there is no such document. */
export const deletedStatus = 'DEL';

const salesTable: DocumentTable = {
  table: 'sales_headers',
  noun: 'invoice',
  joins: `
    JOIN sales_types type ON type.id = header.type_id
    JOIN ${unconfirmed.salesStatuses} status ON status.id = header.status_id
    LEFT JOIN companies party ON party.id = header.customer_id
    LEFT JOIN currency_codes currency ON currency.id = header.currency_id
    LEFT JOIN sales_totals total ON total.id = header.sales_total_id`,
  typeCode: 'type.code',
  statusCode: 'status.code',
  finalStatuses,
  partyCode: 'party.code',
  partyName: 'party.name',
  currency: 'currency.code',
  grossTotal: 'total.invoiced_value + total.invoiced_tax_value',
  documentDate: 'header.sale_date',
};

const supplierTable: DocumentTable = {
  table: 'supplier_documents',
  noun: 'supplier document',
  joins: `
    LEFT JOIN companies party ON party.id = header.supplier_id
    LEFT JOIN currency_codes currency ON currency.id = header.currency_id`,
  typeCode: 'header.document_type',
  statusCode: `CASE WHEN header.status = 'D' THEN '${deletedStatus}' ELSE header.document_status END`,
  finalStatuses: finalSupplierStatuses,
  partyCode: 'party.code',
  partyName: 'party.name',
  currency: 'currency.code',
  grossTotal: 'header.document_amount',
  documentDate: 'header.document_date',
};

// Value that leaves stock counts as positive, as in the movement's lines; while one value is missing, so is the sum.
const movementValue = `(
           SELECT CASE WHEN count(*) = count(moved.value) THEN -sum(moved.value) END
             FROM (SELECT movement.material_value + movement.transport_value + movement.production_value
                          + movement.miscellaneous_value + movement.surcharge_value AS value
                     FROM stock_transaction_items movement
                    WHERE movement.${unconfirmed.stockTransactionId} = header.id) moved)`;

const movementTable: DocumentTable = {
  table: 'stock_transactions',
  noun: 'stock movement',
  joins: `
    LEFT JOIN ${unconfirmed.corporateEntities} entity ON entity.id = branch.corporate_entity_id
    LEFT JOIN currency_codes currency ON currency.id = entity.base_currency_id`,
  typeCode: 'header.type',
  // A stock movement has no status of its own; these words are ours.
  statusCode: `CASE WHEN header.status = 'D' THEN '${deletedStatus}' WHEN header.processed THEN 'processed' ELSE 'open' END`,
  finalStatuses: ['processed'],
  partyCode: 'NULL::text',
  partyName: 'NULL::text',
  currency: 'currency.code',
  grossTotal: movementValue,
  documentDate: 'header.document_date',
};

/** The one place that says where each kind of document lives. facts/imetal.md 1.4. */
export const documentTables: Readonly<Record<ImetalDocumentKind, DocumentTable>> = {
  'sales-invoice': salesTable,
  'sales-credit': { ...salesTable, noun: 'credit note' },
  'supplier-document': supplierTable,
  'stock-movement': movementTable,
};

/** Which types of sales documents bill and credit, where a site has other codes than `schema.ts`. */
export interface SalesTypes {
  invoiceTypes?: readonly string[];
  creditTypes?: readonly string[];
}

/**
 * Whether a key can be one of a document of the kind. Sales documents share their tables with orders, and stock movements
 * with despatches and invoices' adjustments: those must never be posted because somebody triggered their key.
 */
export function isOfKind(kind: ImetalDocumentKind, { typeCode }: DocumentKey, types: SalesTypes): boolean {
  if (kind === 'sales-invoice') return (types.invoiceTypes ?? salesInvoiceTypes).includes(typeCode);
  if (kind === 'sales-credit') return (types.creditTypes ?? salesCreditTypes).includes(typeCode);
  if (kind === 'stock-movement') return !invoiceMovementTypes.includes(typeCode);
  return true;
}
