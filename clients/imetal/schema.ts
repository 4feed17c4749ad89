/**
 * Everything about the live database's shape that may differ between installations (facts/imetal.md 1.0, 1.4): this
 * is the one place to change. The statements take the unconfirmed names from here, and write out the confirmed ones.
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
} as const;

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

/** Kinds of columns, wide enough that a release may widen a type: a `char` that became `varchar` is no drift. */
export type ColumnKind = 'text' | 'integer' | 'numeric' | 'boolean' | 'date' | 'timestamp with time zone';

const slots = ['1', '2', '3', '4', '5'];
const perSlot = (prefix: string, kind: ColumnKind): Record<string, ColumnKind> =>
  Object.fromEntries(slots.map((slot) => [`${prefix}${slot}`, kind]));

/** What the client reads, table by table. */
export const requiredColumns: Record<string, Record<string, ColumnKind>> = {
  branches: { id: 'integer', code: 'text', corporate_entity_id: 'integer' },
  [unconfirmed.corporateEntities]: { id: 'integer', base_currency_id: 'integer' },
  [unconfirmed.countries]: { id: 'integer', code: 'text' },
  currency_codes: { id: 'integer', code: 'text', exchange_rate_operator: 'text' },
  terms: { id: 'integer', code: 'text' },
  companies: { id: 'integer', code: 'text', name: 'text' },
  company_sub_addresses: { id: 'integer', code: 'text', name: 'text', address_id: 'integer' },
  addresses: { id: 'integer', address: 'text', town: 'text', county: 'text', postcode: 'text', country_id: 'integer' },
  products: {
    id: 'integer',
    code: 'text',
    sales_group_id: 'integer',
    [unconfirmed.productGroupCode]: 'text',
  },
  nominal_accounts: { id: 'integer', [unconfirmed.nominalCode]: 'text', external_code: 'text' },
  [unconfirmed.costGroups]: { id: 'integer', code: 'text' },
  sales_groups: { id: 'integer', code: 'text' },
  sales_group_charges: {
    id: 'integer',
    sales_group_id: 'integer',
    cost_group_id: 'integer',
    sales_nominal_id: 'integer',
    [unconfirmed.internalCostDebitId]: 'integer',
    [unconfirmed.internalCostCreditId]: 'integer',
    [unconfirmed.externalCostDebitId]: 'integer',
    [unconfirmed.externalCostCreditId]: 'integer',
    [unconfirmed.stockCostDebitId]: 'integer',
    [unconfirmed.stockCostCreditId]: 'integer',
  },
  sales_types: { id: 'integer', code: 'text' },
  [unconfirmed.salesStatuses]: { id: 'integer', code: 'text' },
  sales_headers: {
    id: 'integer',
    version: 'integer',
    mdate: 'timestamp with time zone',
    branch_id: 'integer',
    number: 'integer',
    type_id: 'integer',
    status_id: 'integer',
    customer_id: 'integer',
    sale_date: 'date',
    terms_id: 'integer',
    currency_id: 'integer',
    exchange_rate: 'numeric',
    order_id: 'integer',
    despatch_id: 'integer',
    payment_due_date: 'date',
    gateway_batch_id: 'integer',
    exported_date: 'timestamp with time zone',
    [unconfirmed.gatewayReference]: 'text',
    sales_total_id: 'integer',
    customer_order_number: 'text',
    [unconfirmed.deliverToAddressId]: 'integer',
    credited_invoice: 'integer',
    credit_reference: 'text',
    [unconfirmed.creditReasonId]: 'integer',
    [unconfirmed.creditedBranchId]: 'integer',
    [unconfirmed.creditedTypeId]: 'integer',
    ...perSlot('tax_authority', 'text'),
    ...perSlot('tax_exempt', 'boolean'),
  },
  [unconfirmed.creditReasons]: { id: 'integer', code: 'text', description: 'text', goods_returned: 'boolean' },
  sales_items: {
    id: 'integer',
    [unconfirmed.itemHeaderId]: 'integer',
    [unconfirmed.itemNumber]: 'integer',
    product_id: 'integer',
    description: 'text',
    ...perSlot('tax_class', 'integer'),
    ...perSlot('tax_exempt', 'boolean'),
    ...perSlot(unconfirmed.itemTaxValue, 'numeric'),
  },
  sales_charges: {
    id: 'integer',
    item_id: 'integer',
    sales_group_charge_id: 'integer',
    cost_group_code: 'text',
    description: 'text',
    value: 'numeric',
    base_value: 'numeric',
    charge_visibility: 'text',
  },
  cost_items: {
    id: 'integer',
    item_type: 'text',
    item_id: 'integer',
    cost_group_id: 'integer',
    base_value: 'numeric',
    internal_cost: 'boolean',
  },
  sales_totals: {
    id: 'integer',
    invoiced_value: 'numeric',
    invoiced_tax_value: 'numeric',
    [unconfirmed.baseInvoicedValue]: 'numeric',
    invoiced_total_cost: 'numeric',
    ...perSlot('vat_value', 'numeric'),
    ...perSlot('vat_rate', 'numeric'),
  },
  stock_transactions: { id: 'integer', type: 'text', stock_adjustment_reason_id: 'integer' },
  [unconfirmed.stockAdjustmentReasons]: { id: 'integer', code: 'text' },
  stock_transaction_items: {
    id: 'integer',
    [unconfirmed.stockTransactionId]: 'integer',
    [unconfirmed.stockSalesInvoiceId]: 'integer',
    material_value: 'numeric',
    transport_value: 'numeric',
    production_value: 'numeric',
    miscellaneous_value: 'numeric',
    surcharge_value: 'numeric',
  },
};

/** The only columns that the hub ever writes: the acknowledgement. */
export const acknowledgementColumns: readonly string[] = [
  'gateway_batch_id',
  'exported_date',
  unconfirmed.gatewayReference,
];
