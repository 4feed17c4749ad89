import type { Pool } from 'pg';
import { parkWithoutPlan } from '../../activities/store-plan';
import { inTransaction } from '../../db/pool';
import { markAcknowledged } from '../../db/postings';
import { claimForSending, settlePosted } from '../../db/settlements';
import { causeKey, type PostingException } from '../../domain/exception';
import type { PostingPlan } from '../../domain/posting-plan';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { attemptOf, documentOf, plan } from '../db/planned-document';
import { buildCharge, buildCost, buildInvoice, buildItem, buildProfile } from '../mappings/source-invoice-builder';

/** A plan as the mapping makes it: charges of 900.00 and 334.50 USD, a zero line, and costs of 700.00. */
export function mappedPlan(documentKey: string): PostingPlan {
  const charges = [
    buildCharge('1', '900.00'),
    buildCharge('2', '334.50', { costGroup: 'freight' }),
    buildCharge('3', '0.00'),
  ];
  const item = buildItem(1, charges, { costs: [buildCost('4', '700.00')] });
  const mapped = mapImetalInvoiceToIntacct(buildInvoice([item], { documentKey }), buildProfile(), { customerId: null });
  if (mapped.kind !== 'plan') throw new Error(JSON.stringify(mapped.exceptions));
  return mapped.plan;
}

const money = { amount: '1234.50', currency: 'USD' };

/** Plans a document as the flow does, without sending it. */
export async function planDocument(pool: Pool, documentKey: string, trace?: PostingPlan['trace']): Promise<string> {
  const { invoice, costOfSales, totals, ...mapped } = mappedPlan(documentKey);
  if (costOfSales === null) throw new Error('expected a cost of sales');
  const summary = { ...attemptOf(documentKey).summary, ...money };
  const { planId } = await plan(pool, documentKey, {
    attempt: { summary },
    documents: [
      { purpose: 'invoice', kind: 'create-invoice', invoice },
      { purpose: 'cost-of-sales', kind: 'create-journal-entry', entry: costOfSales },
    ],
    trace: trace ?? mapped.trace,
    totals: { ...totals },
  });
  return planId;
}

/** Plans, sends, posts and acknowledges a document, as the flow does. */
export async function postDocument(pool: Pool, documentKey: string, recordNumber: string): Promise<void> {
  const planId = await planDocument(pool, documentKey);
  await claimForSending(pool, planId);
  await settlePosted(
    pool,
    planId,
    [
      { purpose: 'invoice', intacctKey: recordNumber },
      { purpose: 'cost-of-sales', intacctKey: `${recordNumber}9` },
    ],
    'posted to Intacct',
  );
  await markAcknowledged(pool, documentOf(documentKey), 8);
}

/** A customer that is not in Intacct. */
export function unknownCustomer(documentKey: string): PostingException {
  return {
    code: 'CUSTOMER_UNKNOWN',
    field: 'customer',
    expected: 'a customer that is in Intacct',
    actual: 'C00123',
    message: `${documentKey}: customer C00123 is not in Intacct`,
    causeKey: causeKey.customer('C00123'),
  };
}

/** Parks a document as planning does when it cannot make a plan. */
export async function parkDocument(
  pool: Pool,
  documentKey: string,
  exceptions: PostingException[] = [unknownCustomer(documentKey)],
): Promise<void> {
  const attempt = { ...attemptOf(documentKey), summary: { ...attemptOf(documentKey).summary, ...money } };
  await inTransaction(pool, (transaction) => parkWithoutPlan(transaction, attempt, exceptions));
}
