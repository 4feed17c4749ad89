/**
 * Everything about the live database's shape that may differ between installations (facts/imetal.md 1.0, 1.4): this
 * is the one place to change. The statements take the unconfirmed names from here, and write out the confirmed ones; a table
 * that is an assumption as a whole is written out too, with its columns in
 * `document-columns.ts` and `master-columns.ts`.
 */

/** Names that no source confirms: assumptions, to be checked by `doctor` at a customer's site. */
export const unconfirmed = {
  countries: 'countries',
  costGroups: 'cost_groups',
  salesStatuses: 'sales_statuses',
  corporateEntities: 'corporate_entities',
  stockAdjustmentReasons: 'stock_adjustment_reasons',
  gatewayReference: 'gateway_reference',
  deliverToAddressId: 'deliver_to_address_id',
  itemHeaderId: 'sales_header_id',
  itemNumber: 'item_number',
  itemTaxValue: 'vat_value',
  productGroupCode: 'product_group_code',
  nominalCode: 'code',
  internalCostDebitId: 'internal_cost_debit_id',
  internalCostCreditId: 'internal_cost_credit_id',
  externalCostDebitId: 'external_cost_debit_id',
  externalCostCreditId: 'external_cost_credit_id',
  stockCostDebitId: 'stock_cost_debit_id',
  stockCostCreditId: 'stock_cost_credit_id',
  baseInvoicedValue: 'base_invoiced_value',
  stockTransactionId: 'stock_transaction_id',
  stockSalesInvoiceId: 'sales_invoice_id',
  creditReasons: 'credit_reasons',
  creditReasonId: 'credit_reason_id',
  creditedBranchId: 'credited_branch_id',
  creditedTypeId: 'credited_type_id',
  creditedDocumentId: 'credited_document_id',
  stockItemId: 'stock_item_id',
  warehouseBranchId: 'branch_id',
  companyTypes: 'company_types',
  companyStatuses: 'company_statuses',
  contactTypes: 'contact_types',
} as const;

/** Codes by which customers and suppliers are told apart; that of suppliers is assumed (facts 1.4). */
export const companyTypeCodes = { customer: 'C', supplier: 'S' } as const;

/** Type codes of documents that bill a customer (facts 1.4); orders, despatches and credit notes are none. */
export const salesInvoiceTypes: readonly string[] = ['DIV', 'MIV', 'INV', 'COD'];

/** Type codes of documents that credit a customer (assumed). */
export const salesCreditTypes: readonly string[] = ['CRN'];

/** Statuses of a final sales document: `INV` invoiced and open (assumed), `CMP` complete. */
export const finalStatuses: readonly string[] = ['INV', 'CMP'];

/** Statuses of a supplier document that goes to the ledger (assumed): approved and complete, not entered (`ENT`) or held (`HLD`). */
export const finalSupplierStatuses: readonly string[] = ['APP', 'CMP'];

/** Type of a stock movement that corrects stock (assumed); a despatch's own movement is in the item's costs already. */
export const stockAdjustmentType = 'ADJ';

/** Stock movements that are an invoice's part, and no ledger entries of their own: despatches, and adjustments of one. */
export const invoiceMovementTypes: readonly string[] = ['DES', stockAdjustmentType];

const acknowledgement: readonly string[] = ['gateway_batch_id', 'exported_date', unconfirmed.gatewayReference];

/** The only columns of the live database that the hub ever writes: the acknowledgement, table by table. */
export const acknowledgementColumns: Readonly<Record<string, readonly string[]>> = {
  sales_headers: acknowledgement,
  supplier_documents: acknowledgement,
  stock_transactions: acknowledgement,
};

/** Kinds of columns, wide enough that a release may widen a type: a `char` that became `varchar` is no drift. */
export type ColumnKind = 'text' | 'integer' | 'numeric' | 'boolean' | 'date' | 'timestamp with time zone';

/** Columns by table. */
export type TableColumns = Readonly<Record<string, Record<string, ColumnKind>>>;
