import type { Pool } from 'pg';
import { z } from 'zod';
import { compareAmounts, negateAmount, roundToCents, sumAmounts } from '../../domain/money';
import type { ProfileCoding } from './chaos-profile';
import { type AccountSums, createAccountSums } from './expected-accounts';

const lineSchema = z.object({
  document_key: z.string(),
  type: z.string(),
  reason: z.string().nullable(),
  base_currency: z.string(),
  entity: z.string(),
  location: z.string(),
  /** Base currency, positive into stock. */
  value: z.string(),
  weight: z.string(),
  sales_group: z.string().nullable(),
});

/** Lines of one movement, an entity and warehouse each. */
export type MovementLine = z.infer<typeof lineSchema>;

/** What stock movements must have done: to accounts, to goods received by entity in base currency, to quantities by account and location. */
export interface ExpectedMovements {
  sums: AccountSums;
  /** Base currency, what was received, less what went back. */
  receivedBase: Map<string, string>;
  quantities: Map<string, string>;
}

/** The values of the movements named, by plain SQL. */
export async function readMovementLines(live: Pool, documentKeys: readonly string[]): Promise<MovementLine[]> {
  const { rows } = await live.query(
    `select branch.code || '-' || movement.type || '-' || movement.number as document_key, movement.type, reason.code as reason,
            base.code as base_currency, entity.code as entity, place.code as location,
            sum(item.material_value + item.transport_value + item.production_value + item.miscellaneous_value
              + item.surcharge_value)::text as value, sum(item.weight)::text as weight,
            sales_group.code as sales_group
       from stock_transactions movement join branches branch on branch.id = movement.branch_id
       join corporate_entities giving on giving.id = branch.corporate_entity_id
       join currency_codes base on base.id = giving.base_currency_id
       join stock_transaction_items item on item.stock_transaction_id = movement.id
       join stock_items stock on stock.id = item.stock_item_id
       join warehouses warehouse on warehouse.id = stock.warehouse_id
       join branches place on place.id = warehouse.branch_id
       join corporate_entities entity on entity.id = place.corporate_entity_id
       left join products product on product.id = stock.product_id
       left join sales_groups sales_group on sales_group.id = product.sales_group_id
       left join stock_adjustment_reasons reason on reason.id = movement.stock_adjustment_reason_id
      where branch.code || '-' || movement.type || '-' || movement.number = any($1::text[])
      group by 1, 2, 3, 4, 5, 6, sales_group.code, item.id`,
    [[...documentKeys]],
  );
  return rows.map((row) => lineSchema.parse(row));
}

/** The profile's rule for a type and reason; undefined when it has none. */
export function movementRule({ ledgerEntries }: ProfileCoding, type: string, reason: string | null) {
  return ledgerEntries.movements[`${type}/${reason}`] ?? ledgerEntries.movements[type];
}

/** The entity that gives and the one that takes, `100>300`; null for a movement within one. */
export function entitiesBetween(lines: readonly MovementLine[]): string | null {
  const from = lines.find(({ value }) => compareAmounts(value, '0') < 0)?.entity;
  const to = lines.find(({ value }) => compareAmounts(value, '0') > 0)?.entity;
  return from === undefined || to === undefined || from === to ? null : `${from}>${to}`;
}

/** What the lines of posted movements must have done by the profile's rules. */
export function expectedMovements(lines: readonly MovementLine[], coding: ProfileCoding): ExpectedMovements {
  const { sums, debit, credit } = createAccountSums();
  const receivedBase = new Map<string, string>();
  const quantities = new Map<string, string>();
  for (const own of byDocument(lines)) {
    const between = entitiesBetween(own);
    const due = between === null ? undefined : coding.ledgerEntries.interEntity[between];
    for (const line of own) {
      const { entity, base_currency: currency } = line;
      const rule = movementRule(coding, line.type, line.reason);
      if (rule === undefined) throw new Error(`${line.document_key}: posted, and the profile has no rule for it`);
      const out = negateAmount(line.value);
      const isGiving = between?.startsWith(`${entity}>`) === true;
      const other = due === undefined ? rule.debit : isGiving ? due.dueFromAccount : due.dueToAccount;
      debit(other, entity, currency, out);
      credit(coding.ledgerEntries.stockAccounts?.[line.sales_group ?? ''] ?? rule.credit, entity, currency, out);
      if (line.type === 'REC') receivedBase.set(entity, sumAmounts([receivedBase.get(entity) ?? '0', line.value]));
      if (rule.statistics === undefined) continue;
      const key = `${rule.statistics.account} ${coding.branches[line.location]?.location}`;
      // Intacct keeps two decimals of each line.
      quantities.set(key, sumAmounts([quantities.get(key) ?? '0', roundToCents(line.weight)]));
    }
  }
  return { sums, receivedBase, quantities };
}

function byDocument(lines: readonly MovementLine[]): MovementLine[][] {
  return [...new Set(lines.map((line) => line.document_key))].map((key) =>
    lines.filter((line) => line.document_key === key),
  );
}
