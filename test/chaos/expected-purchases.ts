import type { Pool } from 'pg';
import { z } from 'zod';
import { negateAmount, sumAmounts } from '../../domain/money';
import type { ProfileCoding } from './chaos-profile';
import { type AccountSums, createAccountSums, ledgerAccount, purchaseTaxAccount } from './expected-accounts';

const rowSchema = z.object({
  entity: z.string(),
  currency: z.string(),
  base_currency: z.string(),
  what: z.enum(['gross', 'expense', 'received', 'variance', 'tax', 'cleared']),
  /** Nominal account of an expense; authority and class of a tax. */
  detail: z.string(),
  /** Document currency, of `cleared` base currency; credits are negative. */
  amount: z.string(),
});

/** What bills and vendors' credits must have done, by account in document currency, and what they cleared in base currency. */
export interface ExpectedPurchases {
  sums: AccountSums;
  /** `entity`: base currency, what of goods received was cleared. */
  clearedBase: Map<string, string>;
}

const PAYABLES_ACCOUNT = '2000';

/** From iMetal's own tables, of the documents named; shares nothing with the mapping but the profile. */
export async function expectedPurchases(
  live: Pool,
  documentKeys: readonly string[],
  coding: ProfileCoding,
): Promise<ExpectedPurchases> {
  const { rows } = await live.query(purchases, [[...documentKeys]]);
  const { sums, debit, credit } = createAccountSums();
  const clearedBase = new Map<string, string>();
  const { goodsReceivedAccount, varianceAccount } = coding.purchasing;
  for (const row of rows) {
    const { entity, currency, what, detail, amount } = rowSchema.parse(row);
    const on = (account: string) => debit(account, entity, currency, amount);
    switch (what) {
      case 'gross':
        credit(PAYABLES_ACCOUNT, entity, currency, amount);
        break;
      case 'expense':
        on(ledgerAccount(detail, coding));
        break;
      case 'received':
        on(goodsReceivedAccount);
        break;
      case 'variance':
        on(varianceAccount);
        break;
      case 'tax':
        on(purchaseTaxAccount(entity, detail, coding));
        break;
      case 'cleared':
        clearedBase.set(entity, sumAmounts([clearedBase.get(entity) ?? '0', amount]));
    }
  }
  return { sums, clearedBase };
}

/** What of goods received stands open in base currency, credit positive: what was received less what was cleared. */
export function openGoodsReceived(
  received: ReadonlyMap<string, string>,
  cleared: ReadonlyMap<string, string>,
): Map<string, string> {
  return new Map(
    [...new Set([...received.keys(), ...cleared.keys()])].map((entity) => [
      entity,
      sumAmounts([received.get(entity) ?? '0', negateAmount(cleared.get(entity) ?? '0')]),
    ]),
  );
}

const purchases = `
  with documents as (
    select document.*, entity.code as entity, currency.code as currency, base.code as base_currency,
           case document.document_type when 'PCR' then -1 else 1 end as sign
      from supplier_documents document join branches branch on branch.id = document.branch_id
      join corporate_entities entity on entity.id = branch.corporate_entity_id
      join currency_codes base on base.id = entity.base_currency_id
      join currency_codes currency on currency.id = document.currency_id
     where branch.code || '-' || document.document_type || '-' || document.number = any($1::text[])),
  items as (
    select document.*, item.id as item_id, item.item_kind, item.value, item.cost_group_id, item.purchase_group_id,
           item.vat_value1, item.vat_value2, item.vat_value3, item.vat_value4, item.vat_value5,
           item.tax_class1 as class1, item.tax_class2 as class2, item.tax_class3 as class3,
           item.tax_class4 as class4, item.tax_class5 as class5
      from documents document join supplier_document_items item on item.supplier_document_id = document.id),
  matches as (
    select item.*, match.value as received_value, match.base_value as received_base, match.adjustment_value
      from items item join invoice_reconciliations match on match.supplier_document_item_id = item.item_id
       and match.matched_status <> 'U')
  select entity, currency, base_currency, 'gross' as what, '' as detail, sum(sign * document_amount)::text as amount
    from documents group by 1, 2, 3
  union all
  select entity, currency, base_currency, 'expense', nominal.code, sum(sign * item.value)::text
    from items item join cost_groups cost on cost.id = item.cost_group_id
    join purchase_groups grouped on grouped.id = item.purchase_group_id
    join nominal_accounts nominal on nominal.id = case cost.code
      when 'MAT' then grouped.material_nominal_id when 'TRN' then grouped.transport_nominal_id
      when 'PRD' then grouped.production_nominal_id when 'MSC' then grouped.miscellaneous_nominal_id
      else grouped.surcharge_nominal_id end
   where item.item_kind = 'E' group by 1, 2, 3, nominal.code
  union all
  select entity, currency, base_currency, 'received', '', sum(sign * received_value)::text from matches group by 1, 2, 3
  union all
  select entity, currency, base_currency, 'variance', '', sum(sign * adjustment_value)::text from matches group by 1, 2, 3
  union all
  select entity, currency, base_currency, 'cleared', '', sum(sign * received_base)::text from matches group by 1, 2, 3
  union all
  select entity, currency, base_currency, 'tax', slot.authority || '/' || slot.class, sum(sign * slot.amount)::text
    from items cross join lateral (values
      (tax_authority1, class1, vat_value1), (tax_authority2, class2, vat_value2), (tax_authority3, class3, vat_value3),
      (tax_authority4, class4, vat_value4), (tax_authority5, class5, vat_value5)) slot (authority, class, amount)
   where slot.authority is not null and slot.amount <> 0 group by 1, 2, 3, slot.authority, slot.class`;
