import type { Pool } from 'pg';
import { compareAmounts, isZeroAmount, sumAmounts } from '../../domain/money';
import type { ProfileCoding } from './chaos-profile';
import { entitiesBetween, movementRule, readMovementLines } from './expected-movements';
import type { IntacctAdmin } from './intacct-admin';
import { isInImetal, isRealRecordReason, isRecordKey, type RecordReason } from './real-record-reasons';

/** Where the reasons for which documents wait are looked up. */
export interface ReasonPlace {
  live: Pool;
  admin: IntacctAdmin;
  coding: ProfileCoding;
}

type IsReal = (place: ReasonPlace, documentKey: string) => Promise<boolean>;

/** Reasons that only time, or somebody in a hurry, brings about: nothing may wait for them once all is quiet. */
const reasons: Readonly<Record<string, IsReal>> = {
  CREDIT_INVOICE_NOT_POSTED: async ({ live, admin }, key) => {
    const { invoice_key } = await readCredit(live, key);
    return (await standingInvoice(admin, invoice_key)) === undefined;
  },
  CREDIT_EXCEEDS_INVOICE: async ({ live, admin }, key) => {
    const { invoice_key, gross, invoice_gross } = await readCredit(live, key);
    const others = await creditedInIntacct(live, admin, invoice_key, key);
    return compareAmounts(sumAmounts([gross, others]), invoice_gross) > 0;
  },
  CREDIT_INVOICE_PAID: async ({ live, admin }, key) => {
    const { invoice_key } = await readCredit(live, key.replace(/\/application$/, ''));
    const invoice = await standingInvoice(admin, invoice_key);
    const open = (await admin.statements()).flatMap(({ items }) => items);
    return !open.some(({ kind, recordNumber }) => kind === 'invoice' && recordNumber === invoice?.RECORDNO);
  },
  VENDOR_UNKNOWN: async ({ live, admin }, key) => {
    const { supplier_code } = await readSupplierDocument(live, key);
    return !(await admin.hasMaster('vendors', supplier_code));
  },
  GOODS_UNMATCHED: async ({ live }, key) => (await readSupplierDocument(live, key)).has_unmatched,
  TOTAL_MISMATCH: async ({ live }, key) => {
    const { document_amount, sum_of_lines } = await readSupplierDocument(live, key);
    return compareAmounts(document_amount, sum_of_lines) !== 0;
  },
  BILL_NUMBER_TAKEN: async ({ live, admin }, key) => {
    const { supplier_code, supplier_document_number } = await readSupplierDocument(live, key);
    return (await admin.payableDocuments()).some(
      ({ VENDORID, RECORDID, DESCRIPTION }) =>
        VENDORID === supplier_code && RECORDID === supplier_document_number && !DESCRIPTION.startsWith(`${key} `),
    );
  },
  CUSTOMER_NOT_IN_IMETAL: async ({ live }, key) => !(await isInImetal(live, 'C', key.split('/').at(-1) ?? '')),
  MOVEMENT_UNMAPPED: async ({ live, coding }, key) => {
    const [line] = await readMovementLines(live, [key]);
    return line !== undefined && movementRule(coding, line.type, line.reason) === undefined;
  },
  MOVEMENT_ACROSS_ENTITIES: async ({ live, coding }, key) => {
    const between = entitiesBetween(await readMovementLines(live, [key]));
    return between !== null && coding.ledgerEntries.interEntity[between] === undefined;
  },
};

/** Whether what a parked document or record is said to wait for is so, in iMetal's tables, Intacct's books and the profile. */
export async function isRealReason(place: ReasonPlace, reason: RecordReason): Promise<boolean> {
  if (isRecordKey(reason.document_key)) return isRealRecordReason(place, reason);
  const look = reasons[reason.code];
  return look !== undefined && (await look(place, reason.document_key));
}

interface CreditRow {
  invoice_key: string;
  gross: string;
  invoice_gross: string;
}

async function readCredit(live: Pool, documentKey: string): Promise<CreditRow> {
  const { rows } = await live.query<CreditRow>(
    `select invoice_branch.code || '-' || invoice_type.code || '-' || invoice.number as invoice_key,
            (total.invoiced_value + total.invoiced_tax_value)::text as gross,
            (invoice_total.invoiced_value + invoice_total.invoiced_tax_value)::text as invoice_gross
       from sales_headers header join branches branch on branch.id = header.branch_id
       join sales_types type on type.id = header.type_id and type.code = 'CRN'
       join sales_totals total on total.id = header.sales_total_id
       join sales_headers invoice on invoice.branch_id = header.credited_branch_id
        and invoice.type_id = header.credited_type_id and invoice.number = header.credited_invoice
       join branches invoice_branch on invoice_branch.id = invoice.branch_id
       join sales_types invoice_type on invoice_type.id = invoice.type_id
       join sales_totals invoice_total on invoice_total.id = invoice.sales_total_id
      where branch.code || '-CRN-' || header.number = $1`,
    [documentKey],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`${documentKey}: no credit note of an invoice`);
  return row;
}

/** The invoice as it stands in Intacct, under its number or that of a later revision. */
async function standingInvoice(admin: IntacctAdmin, invoiceKey: string) {
  const own = new RegExp(`^${invoiceKey}(-\\d+)?$`);
  return (await admin.invoices()).find(({ RECORDID, STATE }) => own.test(RECORDID) && !/^revers/i.test(STATE));
}

/** Gross of the other credits of an invoice that are in Intacct. */
async function creditedInIntacct(
  live: Pool,
  admin: IntacctAdmin,
  invoiceKey: string,
  exceptKey: string,
): Promise<string> {
  const inIntacct = new Set((await admin.receivableDocuments()).map(({ RECORDID }) => RECORDID));
  const { rows } = await live.query<{ document_key: string }>(
    `select branch.code || '-CRN-' || header.number as document_key
       from sales_headers header join branches branch on branch.id = header.branch_id
       join sales_types type on type.id = header.type_id and type.code = 'CRN'
       join sales_types credited on credited.id = header.credited_type_id
      where branch.code || '-' || credited.code || '-' || header.credited_invoice = $1`,
    [invoiceKey],
  );
  const others = rows.map((row) => row.document_key).filter((key) => key !== exceptKey && inIntacct.has(key));
  const amounts = await Promise.all(others.map(async (key) => (await readCredit(live, key)).gross));
  return amounts.length === 0 ? '0' : sumAmounts(amounts);
}

interface SupplierRow {
  supplier_code: string;
  supplier_document_number: string;
  document_amount: string;
  sum_of_lines: string;
  has_unmatched: boolean;
}

async function readSupplierDocument(live: Pool, documentKey: string): Promise<SupplierRow> {
  const { rows } = await live.query<SupplierRow>(
    `select supplier.code as supplier_code, document.supplier_document_number, document.document_amount::text,
            (select sum(item.value + coalesce(item.vat_value1, 0) + coalesce(item.vat_value2, 0) + coalesce(item.vat_value3, 0)
               + coalesce(item.vat_value4, 0) + coalesce(item.vat_value5, 0)) from supplier_document_items item
              where item.supplier_document_id = document.id)::text as sum_of_lines,
            exists (select 1 from supplier_document_items item
               left join invoice_reconciliations match on match.supplier_document_item_id = item.id
              where item.supplier_document_id = document.id and item.item_kind = 'S'
                and (match.id is null or match.matched_status = 'U')) as has_unmatched
       from supplier_documents document join branches branch on branch.id = document.branch_id
       join companies supplier on supplier.id = document.supplier_id
      where branch.code || '-' || document.document_type || '-' || document.number = $1`,
    [documentKey],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`${documentKey}: no supplier's document`);
  return row;
}

/** Credits whose memo and whose invoice are both open though nothing waits: they were to be applied. */
export async function unapplied(
  place: ReasonPlace,
  creditKeys: readonly string[],
  waiting: ReadonlySet<string>,
): Promise<string[]> {
  const open = (await place.admin.statements()).flatMap(({ items }) => items);
  const openOf = (kind: string, number: string | undefined) =>
    open.find((item) => item.kind === kind && item.documentNumber === number && !isZeroAmount(item.openAmount));
  const left = await Promise.all(
    creditKeys.map(async (key) => {
      if (waiting.has(`${key}/application`) || openOf('credit-memo', key) === undefined) return [];
      const { invoice_key } = await readCredit(place.live, key);
      const invoice = await standingInvoice(place.admin, invoice_key);
      return openOf('invoice', invoice?.RECORDID) === undefined
        ? []
        : [`${key}: not applied, and so is its invoice ${invoice?.RECORDID} open`];
    }),
  );
  return left.flat();
}
