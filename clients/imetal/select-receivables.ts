import { z } from 'zod';
import type { ImetalExposure, ImetalOpenItem, ImetalReceivables } from './imetal-masters';
import {
  amountField,
  dateField,
  idField,
  optionalTextField,
  textField,
  timestampField,
  timestampText,
} from './row-fields';
import { companyTypeCodes, unconfirmed } from './schema';
import type { SelectRows } from './snapshot';

const exposureRow = z
  .object({ code: textField, currency_code: textField, open_orders: amountField, unexported_invoices: amountField })
  .transform(
    (row): ImetalExposure => ({
      customerCode: row.code,
      currencyCode: row.currency_code,
      openOrders: row.open_orders,
      unexportedInvoices: row.unexported_invoices,
    }),
  );

const openItemRow = z
  .object({
    document_number: textField,
    document_type: textField,
    currency_code: textField,
    due_date: dateField.nullable(),
    open_amount: amountField,
  })
  .transform(
    (row): ImetalOpenItem => ({
      documentNumber: row.document_number,
      documentType: row.document_type,
      currencyCode: row.currency_code,
      dueDate: row.due_date,
      openAmount: row.open_amount,
    }),
  );

const balanceRow = z
  .object({
    currency_code: textField,
    total_due: amountField,
    pending_credits: amountField,
    unapplied_cash: amountField,
  })
  .transform((row) => ({
    currencyCode: row.currency_code,
    balanceDue: row.total_due,
    pendingCredits: row.pending_credits,
    unappliedCash: row.unapplied_cash,
  }));

/**
 * Open orders and unexported invoices, tax included, as iMetal's own totals of each customer have them; zero where iMetal
 * has never totalled anything for it. Orders that are held or not checked are not among them. facts/imetal.md 1.4.
 */
export async function selectExposures(
  select: SelectRows,
  customerCodes: readonly string[],
): Promise<Map<string, ImetalExposure>> {
  const rows = await select(
    exposureRow,
    `SELECT customer.code AS code,
            currency.code AS currency_code,
            CASE WHEN total.id IS NULL THEN '0'
                 ELSE (total.open_order_value + total.open_order_tax)::text END AS open_orders,
            CASE WHEN total.id IS NULL THEN '0'
                 ELSE (total.unexported_invoice_value + total.unexported_invoice_tax)::text END AS unexported_invoices
       FROM companies customer
       JOIN ${unconfirmed.companyTypes} type ON type.id = customer.type_id
       LEFT JOIN currency_codes currency ON currency.id = customer.currency_id
       LEFT JOIN company_totals total ON total.id = customer.company_totals_id
      WHERE type.code = $1::text
        AND customer.code = ANY($2::text[])`,
    [companyTypeCodes.customer, customerCodes],
  );
  return new Map(rows.map((row) => [row.customerCode, row]));
}

/** What iMetal shows of a customer; null when it was never told. */
export async function selectReceivables(select: SelectRows, customerCode: string): Promise<ImetalReceivables | null> {
  const [position] = await select(
    z.object({ company_id: idField, as_of: timestampField }),
    `SELECT customer.id::text AS company_id,
            ${timestampText('position.as_of')} AS as_of
       FROM customer_credit_positions position
       JOIN companies customer ON customer.id = position.company_id
       JOIN ${unconfirmed.companyTypes} type ON type.id = customer.type_id
      WHERE type.code = $1::text
        AND customer.code = $2::text`,
    [companyTypeCodes.customer, customerCode],
  );
  if (!position) return null;
  return {
    customerCode,
    asOf: position.as_of,
    items: await selectOpenItems(select, position.company_id),
    balances: await selectBalances(select, position.company_id),
  };
}

async function selectOpenItems(select: SelectRows, companyId: string): Promise<ImetalOpenItem[]> {
  return select(
    openItemRow,
    `SELECT item.document_number AS document_number,
            item.document_type AS document_type,
            item.currency_code AS currency_code,
            to_char(item.due_date, 'YYYY-MM-DD') AS due_date,
            item.open_amount::text AS open_amount
       FROM customer_open_items item
      WHERE item.company_id = $1::integer
        AND item.status <> 'D'
      ORDER BY item.document_number, item.id`,
    [companyId],
  );
}

async function selectBalances(select: SelectRows, companyId: string): Promise<ImetalReceivables['balances']> {
  return select(
    balanceRow,
    `SELECT balance.currency_code AS currency_code,
            balance.total_due::text AS total_due,
            balance.pending_credits::text AS pending_credits,
            balance.unapplied_cash::text AS unapplied_cash
       FROM customer_balances balance
      WHERE balance.company_id = $1::integer
        AND balance.status <> 'D'
      ORDER BY balance.currency_code`,
    [companyId],
  );
}

/** Codes of customers, in order: all, or those of which iMetal shows an open item or a balance. */
export async function selectCustomerCodes(select: SelectRows, which: 'with-receivables' | 'all'): Promise<string[]> {
  const rows = await select(
    z.object({ code: optionalTextField }),
    `SELECT customer.code AS code
       FROM companies customer
       JOIN ${unconfirmed.companyTypes} type ON type.id = customer.type_id
      WHERE type.code = $1::text
        AND ($2::boolean
             OR EXISTS (SELECT 1 FROM customer_open_items item WHERE item.company_id = customer.id AND item.status <> 'D')
             OR EXISTS (SELECT 1 FROM customer_balances balance WHERE balance.company_id = customer.id AND balance.status <> 'D'))
      ORDER BY 1`,
    [companyTypeCodes.customer, which === 'all'],
  );
  return rows.flatMap(({ code }) => (code === null ? [] : [code]));
}
