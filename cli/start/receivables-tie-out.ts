import type { Pool } from 'pg';
import { z } from 'zod';
import { compareAmounts, formatCents, isZeroAmount, subtractAmounts, sumAmounts } from '../../domain/money';
import { askAdmin } from '../../sandbox/admin-port';

const statementsSchema = z.array(
  z.looseObject({
    customerId: z.string(),
    items: z.array(
      z.looseObject({ kind: z.string(), recordNumber: z.string(), currency: z.string(), openAmount: z.string() }),
    ),
  }),
);
const imetalItemSchema = z.object({
  customer: z.string(),
  record: z.string().nullable(),
  currency: z.string(),
  open: z.string(),
});
const toldSchema = z.object({ customer: z.string(), currency: z.string(), due: z.string() });
const creditSchema = z.object({
  code: z.string(),
  /** Finance's id of the customer. */
  customer: z.string(),
  name: z.string(),
  currency: z.string(),
  limit: z.string().nullable(),
  exposure: z.string(),
  over_extended: z.boolean(),
  reason: z.string().nullable(),
  /** Limit of the customer's own credit rules. */
  own_limit: z.string().nullable(),
  /** Open orders and unexported invoices, tax included. */
  ordered: z.string(),
});

/** What a customer owes in one currency in both systems; amounts in document currency. */
export interface CustomerReceivables {
  customerId: string;
  currency: string;
  intacct: string;
  imetal: string;
  /** False when iMetal has no such customer: then there is nobody to tell. */
  isInImetal: boolean;
  /** Open documents that one system has and the other has not, or with another amount. */
  differing: string[];
}

/** A customer's credit as iMetal shows it to sales. */
export type CreditShown = z.infer<typeof creditSchema>;

/** The open items of every customer, read afresh from both systems: Intacct's books by the admin port, iMetal's tables by SQL. */
export async function readReceivablesOfBoth(adminUrl: string, live: Pool): Promise<CustomerReceivables[]> {
  const statements = statementsSchema.parse(await askAdmin(adminUrl, 'GET', 'receivables'));
  const items = await live.query(
    `select coalesce(customer.external_reference, customer.code) as customer, item.external_reference as record,
        item.currency_code as currency, item.open_amount::text as open
      from customer_open_items item join companies customer on customer.id = item.company_id where item.status = 'A'`,
  );
  const balances = await live.query(
    `select coalesce(customer.external_reference, customer.code) as customer, balance.currency_code as currency,
        balance.total_due::text as due
      from customer_balances balance join companies customer on customer.id = balance.company_id
      where balance.status = 'A'`,
  );
  const known = await live.query<{ customer: string }>(
    `select coalesce(external_reference, companies.code) as customer from companies
      join company_types on company_types.id = companies.type_id and company_types.code = 'C'`,
  );
  return compareReceivables(
    statements,
    items.rows.map((row) => imetalItemSchema.parse(row)),
    balances.rows.map((row) => toldSchema.parse(row)),
    new Set(known.rows.map(({ customer }) => customer)),
  );
}

/** Compares item by item and sum by sum, for each customer and currency that either system shows anything of. */
export function compareReceivables(
  statements: z.infer<typeof statementsSchema>,
  items: z.infer<typeof imetalItemSchema>[],
  balances: z.infer<typeof toldSchema>[],
  known: ReadonlySet<string>,
): CustomerReceivables[] {
  const intacct = statements.flatMap(({ customerId, items: open }) =>
    open.map(({ recordNumber, currency, openAmount }) => {
      return { customer: customerId, currency, record: recordNumber, open: openAmount };
    }),
  );
  const shown = balances.filter(({ due }) => !isZeroAmount(due));
  const keys = new Set([...intacct, ...items, ...shown].map(({ customer, currency }) => `${customer}|${currency}`));
  return [...keys].sort().map((key) => {
    const [customerId = '', currency = ''] = key.split('|');
    const own = <T extends { customer: string; currency: string }>(rows: readonly T[]) =>
      rows.filter((row) => row.customer === customerId && row.currency === currency);
    const [left, right] = [own(intacct), own(items)];
    const owed = formatCents(sumAmounts(left.map(({ open }) => open)));
    const told = formatCents(sumAmounts(own(balances).map(({ due }) => due)));
    const listed = formatCents(sumAmounts(right.map(({ open }) => open)));
    const differing = differingItems(left, right);
    if (told !== listed) differing.push(`iMetal's total ${told} is not the sum of its items ${listed}`);
    return { customerId, currency, intacct: owed, imetal: listed, isInImetal: known.has(customerId), differing };
  });
}

function differingItems(
  intacct: readonly { record: string | null; open: string }[],
  imetal: readonly { record: string | null; open: string }[],
): string[] {
  const openOf = (rows: readonly { record: string | null; open: string }[]) =>
    new Map(rows.map(({ record, open }) => [record ?? '?', formatCents(open)]));
  const [left, right] = [openOf(intacct), openOf(imetal)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((record) => left.get(record) !== right.get(record))
    .map(
      (record) =>
        `record ${record}: Intacct ${left.get(record) ?? 'nothing'}, iMetal ${right.get(record) ?? 'nothing'}`,
    );
}

/** What does not agree; a customer that iMetal has not is a fault unless its account is named among what waits (`open-items/C00123`). */
export function receivablesFaults(rows: readonly CustomerReceivables[], waiting: ReadonlySet<string>): string[] {
  return rows.flatMap(({ customerId, currency, differing, intacct, imetal, isInImetal }) => {
    const which = `receivables of ${customerId} in ${currency}: Intacct ${intacct}`;
    if (!isInImetal) {
      return waiting.has(`open-items/${customerId}`) ? [] : [`${which}, and iMetal has no such customer`];
    }
    if (differing.length === 0 && isZeroAmount(subtractAmounts(intacct, imetal))) return [];
    return [`${which}, iMetal ${imetal} (${differing.join('; ')})`];
  });
}

/** The credit of every customer that iMetal was told of, by code. */
export async function readCreditShown(live: Pool): Promise<CreditShown[]> {
  const { rows } = await live.query(
    `select customer.code, coalesce(customer.external_reference, customer.code) as customer, customer.name,
        credit.currency_code as currency, credit.credit_limit::text as limit, credit.exposure::text, credit.over_extended,
        credit.reason, rules.credit_limit::text as own_limit,
        (coalesce(total.open_order_value, 0) + coalesce(total.open_order_tax, 0) + coalesce(total.unexported_invoice_value, 0)
          + coalesce(total.unexported_invoice_tax, 0))::text as ordered
      from customer_credit_positions credit join companies customer on customer.id = credit.company_id
      left join company_credit_rules rules on rules.id = customer.company_credit_rules_id
      left join company_totals total on total.id = customer.company_totals_id
      where credit.status = 'A' order by 1`,
  );
  return rows.map((row) => creditSchema.parse(row));
}

/**
 * What does not hold of the credit shown: a limit that is not the customer's, an exposure that is not what it owes (of customers without
 * orders, who owe in one currency), and one over its limit that is not called so.
 */
export function creditFaults(shown: readonly CreditShown[], rows: readonly CustomerReceivables[]): string[] {
  return shown.flatMap(
    ({ customer, currency, limit, own_limit: ownLimit, exposure, ordered, over_extended: isOver }) => {
      const which = `credit of ${customer}`;
      const owed = rows.filter(({ customerId }) => customerId === customer);
      const isPlain = isZeroAmount(ordered) && owed.every((row) => row.currency === currency);
      const balance = sumAmounts(owed.map(({ intacct }) => intacct));
      const isSameLimit =
        limit === null || ownLimit === null ? limit === ownLimit : compareAmounts(limit, ownLimit) === 0;
      return [
        ...(isSameLimit ? [] : [`${which}: limit ${limit ?? 'none'}, its own is ${ownLimit ?? 'none'}`]),
        ...(!isPlain || compareAmounts(exposure, balance) === 0
          ? []
          : [`${which}: exposure ${exposure} ${currency}, it owes ${formatCents(balance)}`]),
        ...(limit !== null && compareAmounts(exposure, limit) > 0 && !isOver
          ? [`${which}: ${exposure} ${currency} is over its limit of ${limit}, and it is not called over-extended`]
          : []),
      ];
    },
  );
}
