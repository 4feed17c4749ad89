import { addItems } from './add-items';
import { decimalText, scaledInteger } from './cents';
import { costGroups } from './coding';
import { type DraftItem, draftItems } from './draft-items';
import { idOf } from './id-of';
import type { ScheduledInvoice } from './invoice-schedule';
import { type MasterIds, taxColumns } from './masters';
import { branches, currencies, documentRates, type Place, places, terms } from './places';
import type { Random } from './random';
import type { Row, RowWriter } from './rows';
import { addDespatchMovement, addInvoiceAdjustment } from './stock-movements';

/** Next document number of a branch in one series. */
export interface DocumentNumbers {
  next(branch: string, series: NumberSeries): number;
}

export type NumberSeries = 'invoice' | 'order' | 'despatch' | 'adjustment' | 'movement';

/** What all documents of one generation share. */
export interface DocumentContext {
  writer: RowWriter;
  ids: MasterIds;
  numbers: DocumentNumbers;
}

export interface InvoiceTerms {
  /** YYYY-MM-DD. */
  date: string;
  status: 'INV' | 'CMP' | 'ENT' | 'DEL';
  /** Exported by the interface that was there before the hub. */
  exportedBefore?: true;
  /** An order that this invoice bills a further despatch of. */
  orderId?: number;
}

/** Adds an invoice with its order and despatch, items, costs and stock movements; returns its key and its order. */
export function addInvoice(
  context: DocumentContext,
  random: Random,
  scheduled: ScheduledInvoice,
  invoice: InvoiceTerms,
): { documentKey: string; orderId: number | null } {
  const { writer, ids, numbers } = context;
  const party = invoiceParty(scheduled);
  const drafts = draftItems(random, {
    branch: scheduled.branch,
    place: party.place,
    taxExempt: scheduled.customer.taxExempt === true,
    rateE8: party.rateE8,
    operator: party.operator,
    lines: scheduled.lines,
    ...firstProduct(scheduled),
  });
  const number = numbers.next(scheduled.branch, 'invoice');
  const common = {
    branch_id: idOf(ids.branch, scheduled.branch),
    customer_id: idOf(ids.company, scheduled.customer.code),
    terms_id: idOf(ids.terms, scheduled.customer.termsCode),
    currency_id: idOf(ids.currency, scheduled.customer.currency),
    exchange_rate: decimalText(party.rateE8, 8),
    customer_order_number: `PO-${random.between(1000, 99999)}`,
    deliver_to_address_id: idOf(ids.address, `${scheduled.customer.code}/${scheduled.addressCode}`),
    delivery_warehouse_id: idOf(ids.warehouse, scheduled.branch),
    salesperson_id: ids.salesperson,
    ...taxColumns(party.place, scheduled.customer.taxExempt === true),
  };
  const before = addDocumentsBefore(context, scheduled, invoice, common, drafts);
  const headerId = writer.add('sales_headers', {
    ...common,
    ...before,
    ...exportColumns(invoice, number),
    number,
    type_id: idOf(ids.salesType, scheduled.type),
    status_id: idOf(ids.salesStatus, invoice.status),
    sale_date: invoice.date,
    due_date: invoice.date,
    invoice_number: invoice.status === 'ENT' ? null : number,
    payment_due_date: dueDate(invoice.date, scheduled.customer.termsCode),
    sales_total_id: writer.add('sales_totals', totalsRow(drafts, party, scheduled, invoice)),
    discriminator: 'INVOICE',
  });
  addItems(context, headerId, drafts, scheduled, party.rateE8);
  if (before.despatch_id !== null && invoice.status !== 'DEL') {
    const movement = {
      branch: scheduled.branch,
      date: invoice.date,
      invoiceId: headerId,
      despatchId: before.despatch_id,
    };
    addDespatchMovement(context, movement, drafts);
    if (scheduled.withAdjustment) addInvoiceAdjustment(context, random, movement);
  }
  return { documentKey: `${scheduled.branch}-${scheduled.type}-${number}`, orderId: before.order_id };
}

interface InvoiceParty {
  place: Place;
  rateE8: bigint;
  operator: '*' | '/';
}

function invoiceParty(scheduled: ScheduledInvoice): InvoiceParty {
  const address = scheduled.customer.addresses.find(([code]) => code === scheduled.addressCode);
  const branch = branches.find((candidate) => candidate.code === scheduled.branch);
  const currency = currencies.find((candidate) => candidate.code === scheduled.customer.currency);
  if (address === undefined || branch === undefined || currency === undefined) {
    throw new Error(`sample day: customer ${scheduled.customer.code} has no address ${scheduled.addressCode}`);
  }
  const place = places[address[1]];
  if (currency.code === branch.baseCurrency) return { place, rateE8: 100_000_000n, operator: currency.operator };
  const rate = documentRates[`${currency.code}/${branch.baseCurrency}`];
  if (rate === undefined) throw new Error(`sample day: no rate ${currency.code}/${branch.baseCurrency}`);
  return { place, rateE8: scaledInteger(rate, 8), operator: currency.operator };
}

function firstProduct(scheduled: ScheduledInvoice): { firstProduct?: string } {
  if (scheduled.fault === 'account-inactive') return { firstProduct: 'RAIL-115' };
  if (scheduled.fault === 'dimension-missing') return { firstProduct: 'TI-GR5' };
  return {};
}

type Columns = Omit<Row, 'id'>;

/** Order and despatch of the invoice, where its type has them; both carry the first lines, priced, as they do in iMetal. */
function addDocumentsBefore(
  { writer, ids, numbers }: DocumentContext,
  scheduled: ScheduledInvoice,
  invoice: InvoiceTerms,
  common: Columns,
  drafts: DraftItem[],
): { order_id: number | null; despatch_id: number | null } {
  const add = (type: 'ORD' | 'DES', number: number, orderId: number | null): number => {
    const id = writer.add('sales_headers', {
      ...common,
      order_id: orderId,
      despatch_id: null,
      exported_date: null,
      gateway_batch_id: null,
      gateway_reference: null,
      number,
      type_id: idOf(ids.salesType, type),
      status_id: idOf(ids.salesStatus, scheduled.despatchesToFollow > 0 && type === 'ORD' ? 'ENT' : 'CMP'),
      sale_date: invoice.date,
      due_date: invoice.date,
      invoice_number: null,
      payment_due_date: null,
      sales_total_id: writer.add('sales_totals', emptyTotals),
      discriminator: type === 'ORD' ? 'ORDER' : 'DESPATCH',
    });
    addItems({ writer, ids, numbers }, id, drafts.slice(0, 2), scheduled, 100_000_000n, 'charges-only');
    return id;
  };
  if (scheduled.type === 'MIV') return { order_id: null, despatch_id: null };
  const orderId = invoice.orderId ?? add('ORD', numbers.next(scheduled.branch, 'order'), null);
  if (scheduled.type === 'INV') return { order_id: orderId, despatch_id: null };
  return { order_id: orderId, despatch_id: add('DES', numbers.next(scheduled.branch, 'despatch'), orderId) };
}

/** The reference by which documents of the former interface are known; none of the hub's begins so. */
export const formerReferencePrefix = 'FORMER-';

function exportColumns(invoice: InvoiceTerms, number: number): Columns {
  if (invoice.exportedBefore === undefined) {
    return { exported_date: null, gateway_batch_id: null, gateway_reference: null };
  }
  const gateway_reference = `${formerReferencePrefix}${number}`;
  return { exported_date: `${invoice.date}T22:00:00Z`, gateway_batch_id: 7001, gateway_reference };
}

/** Net due date by terms: so many month ends on, then so many days. */
function dueDate(date: string, termsCode: string): string {
  const term = terms.find((candidate) => candidate.code === termsCode);
  if (term === undefined) throw new Error(`sample day: no terms ${termsCode}`);
  const due = new Date(`${date}T00:00:00Z`);
  if (term.dueMonthEnds > 0) due.setUTCMonth(due.getUTCMonth() + term.dueMonthEnds, 0);
  due.setUTCDate(due.getUTCDate() + term.dueDays);
  return due.toISOString().slice(0, 10);
}

const emptyTotals = totalsColumns([], { net: 0n, tax: 0n, baseNet: 0n, baseTax: 0n });

function totalsRow(
  drafts: DraftItem[],
  party: InvoiceParty,
  scheduled: ScheduledInvoice,
  invoice: InvoiceTerms,
): Columns {
  // An entered document has its lines but is not yet billed.
  if (invoice.status === 'ENT') return emptyTotals;
  const charges = drafts.flatMap((draft) => draft.charges);
  const error = headerError(scheduled);
  const net = charges.reduce((sum, charge) => sum + charge.valueCents, 0n) + error;
  const baseNet = charges.reduce((sum, charge) => sum + charge.baseValueCents, 0n) + error;
  const tax = drafts.flatMap((draft) => draft.taxes).reduce((sum, itemTax) => sum + itemTax.cents, 0n);
  const baseTax = convertTax(tax, party);
  return totalsColumns(drafts, { net, tax, baseNet, baseTax }, party.place);
}

/** What the header says too much, in cents; wrong and rounding invoices are in base currency. */
function headerError(scheduled: ScheduledInvoice): bigint {
  if (scheduled.fault === 'total-mismatch') return 1000n;
  return scheduled.oneCentOff === true ? 1n : 0n;
}

function convertTax(tax: bigint, party: InvoiceParty): bigint {
  return party.operator === '*'
    ? (tax * party.rateE8 + 50_000_000n) / 100_000_000n
    : (tax * 100_000_000n + party.rateE8 / 2n) / party.rateE8;
}

interface Totals {
  net: bigint;
  tax: bigint;
  baseNet: bigint;
  baseTax: bigint;
}

function totalsColumns(drafts: DraftItem[], totals: Totals, place?: Place): Columns {
  const columns: Columns = {};
  const charges = drafts.flatMap((draft) => draft.charges);
  const costs = drafts.flatMap((draft) => draft.costs);
  for (const { code, column } of costGroups) {
    const billed = charges.filter((charge) => charge.costGroup === code);
    const spent = costs.filter((cost) => cost.costGroup === code);
    const cost = decimalText(
      spent.reduce((sum, each) => sum + each.baseValueCents, 0n),
      2,
    );
    columns[`customer_${column}_value`] = decimalText(
      billed.reduce((sum, charge) => sum + charge.valueCents, 0n),
      2,
    );
    columns[`estimated_${column}_cost`] = cost;
    columns[`actual_${column}_cost`] = cost;
  }
  for (const slot of [1, 2, 3, 4, 5]) {
    const tax = place?.taxes.find((candidate) => candidate.slot === slot);
    const itemTaxes = drafts.flatMap((draft) => draft.taxes).filter((itemTax) => itemTax.slot === slot);
    columns[`vat_rate${slot}`] = tax?.ratePercent ?? null;
    columns[`vat_value${slot}`] =
      tax === undefined
        ? null
        : decimalText(
            itemTaxes.reduce((sum, itemTax) => sum + itemTax.cents, 0n),
            2,
          );
  }
  const totalCost = costs.reduce((sum, cost) => sum + cost.baseValueCents, 0n);
  columns.invoiced_value = decimalText(totals.net, 2);
  columns.invoiced_tax_value = decimalText(totals.tax, 2);
  columns.balance_value = decimalText(totals.net, 2);
  columns.balance_tax_value = decimalText(totals.tax, 2);
  columns.base_invoiced_value = decimalText(totals.baseNet, 2);
  columns.base_invoiced_tax_value = decimalText(totals.baseTax, 2);
  columns.invoiced_total_cost = decimalText(totalCost, 2);
  columns.balance_total_cost = decimalText(totalCost, 2);
  return columns;
}
