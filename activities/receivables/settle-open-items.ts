import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import { selectReceivables } from '../../db/customer-receivables';
import { replaceExceptions, restateMoneyAtStake, selectOpenExceptions } from '../../db/exceptions';
import { inTransaction } from '../../db/pool';
import type { PostingException } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { ParkedReason } from '../../domain/posting';
import type { AgeingRule } from '../../mappings/receivables/customer-balances';
import { openItemsKey, openItemsWorkflowId } from '../../workflows/open-items';
import { parkedReason } from '../store-plan';

/** Writes down why iMetal cannot be told of a customer's open items; its flow is parked with it. The balance is the money at stake. */
export async function parkOpenItems(
  pool: Pool,
  company: string,
  customerId: string,
  exception: PostingException,
): Promise<ParkedReason> {
  const stored = (await selectReceivables(pool, company, [customerId])).get(customerId);
  const [balance] = stored?.balances ?? [];
  const context = {
    company,
    flow: 'open-items',
    documentKey: openItemsKey(customerId),
    amount: balance?.balanceDue ?? null,
    currency: balance?.currency ?? null,
    workflowId: openItemsWorkflowId(company, customerId),
  };
  await inTransaction(pool, async (transaction) => {
    const open = await selectOpenExceptions(transaction, company, context.documentKey);
    // Met again by the next event, it has waited since the first time; what is at stake is another amount.
    if (isDeepStrictEqual(open, [exception])) await restateMoneyAtStake(transaction, context);
    else await replaceExceptions(transaction, context, [exception]);
  });
  return parkedReason([exception]);
}

/** Today, YYYY-MM-DD: the day by which age is told, for all companies that of UTC. */
export function todayUtc(): string {
  return new Date().toISOString().slice(0, 10);
}

/** By which ages overdue amounts are told today. */
export function ageingOf({ openItems }: ImetalProfile): AgeingRule {
  return { asOfDate: todayUtc(), overdueDays: openItems.overdueDays };
}
