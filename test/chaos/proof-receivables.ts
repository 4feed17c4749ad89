import type { Pool } from 'pg';
import { z } from 'zod';
import { formatCents } from '../../domain/money';
import type { CustomerStatement, IntacctAdmin } from './intacct-admin';

const shownSchema = z.object({
  customer: z.string(),
  document_type: z.string(),
  external_reference: z.string().nullable(),
  currency: z.string(),
  open_amount: z.string(),
});

const typeOf: Record<CustomerStatement['items'][number]['kind'], string> = {
  invoice: 'INV',
  'credit-memo': 'CRN',
  'debit-memo': 'DBN',
  advance: 'ADV',
  overpayment: 'OVP',
};

/**
 * What iMetal shows of each customer that it knows, item by item, beside Intacct's own statement: one sentence for each
 * difference, none when sales see what finance sees.
 */
export async function receivablesDifferences(live: Pool, admin: IntacctAdmin): Promise<string[]> {
  const customers = await readCustomers(live);
  const shown = await readShown(live);
  const statements = new Map((await admin.statements()).map(({ customerId, items }) => [customerId, items]));
  return [...customers].flatMap((customer) => {
    const expected = (statements.get(customer) ?? []).map(
      ({ kind, recordNumber, currency, openAmount }) =>
        `${typeOf[kind]} ${recordNumber} ${currency} ${cents(openAmount)}`,
    );
    const actual = shown
      .filter((item) => item.customer === customer)
      .map((item) => `${item.document_type} ${item.external_reference} ${item.currency} ${cents(item.open_amount)}`);
    const missing = expected.filter((item) => !actual.includes(item));
    const beyond = actual.filter((item) => !expected.includes(item));
    return [
      ...missing.map((item) => `customer ${customer}: ${item} is open in Intacct, and iMetal does not show it`),
      ...beyond.map((item) => `customer ${customer}: iMetal shows ${item}, which Intacct does not`),
      ...(new Set(actual).size === actual.length ? [] : [`customer ${customer}: iMetal shows an item twice`]),
    ];
  });
}

/** Balances that iMetal shows against its own items. */
export async function balanceDifferences(live: Pool): Promise<string[]> {
  const { rows } = await live.query<{ customer: string; currency: string; balance: string; items: string }>(
    `select coalesce(company.external_reference, company.code) as customer, balance.currency_code as currency,
            balance.total_due::text as balance, coalesce(sum(item.open_amount), 0)::text as items
       from customer_balances balance join companies company on company.id = balance.company_id
       left join customer_open_items item on item.company_id = company.id and item.currency_code = balance.currency_code
      group by 1, 2, 3, balance.id having balance.total_due <> coalesce(sum(item.open_amount), 0)`,
  );
  return rows.map(
    ({ customer, currency, balance, items }) =>
      `customer ${customer}: iMetal shows ${balance} ${currency} due, and items of ${items}`,
  );
}

function cents(amount: string): string {
  return formatCents(amount);
}

async function readCustomers(live: Pool): Promise<Set<string>> {
  const { rows } = await live.query<{ customer: string }>(
    `select coalesce(company.external_reference, company.code) as customer
       from companies company join company_types type on type.id = company.type_id and type.code = 'C'`,
  );
  return new Set(rows.map(({ customer }) => customer));
}

async function readShown(live: Pool): Promise<z.infer<typeof shownSchema>[]> {
  const { rows } = await live.query(
    `select coalesce(company.external_reference, company.code) as customer, item.document_type, item.external_reference,
            item.currency_code as currency, item.open_amount::text
       from customer_open_items item join companies company on company.id = item.company_id`,
  );
  return rows.map((row) => shownSchema.parse(row));
}
