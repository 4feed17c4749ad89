import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Pool } from 'pg';
import type { ImetalMasters } from '../../clients/imetal/imetal-masters';
import { imetalProfileOf } from '../../companies/company-profiles';
import { selectReceivables } from '../../db/customer-receivables';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { CreditPosition } from '../../domain/open-items';
import { customerCredit, type OrderAsked } from '../../mappings/receivables/customer-credit';
import { openItems } from '../../workflows/open-items';
import { type FreshReceivables, refreshUpdate } from '../../workflows/open-items-bell';
import { customerIdOfCode } from './customer-names';
import { creditRuleOf, type GroupAccount, readGroupAccounts } from './group-accounts';
import { openItemsStart, type TouchOpenItemsDeps } from './touch-open-items';

export interface CreditDeps extends TouchOpenItemsDeps {
  pool: Pool;
  imetalMasters: (company: string) => ImetalMasters;
}

export interface CreditQuestion {
  company: string;
  /** iMetal's code, or Intacct's id. */
  customer: string;
  /** An order that sales would like to take; null currency is the customer's own. */
  order: { amount: string; currency: string | null } | null;
  /** How long a fresh reading of Intacct is waited for. */
  waitMaxMs: number;
}

/** Whether sales may take an order of a customer. */
export interface CreditAnswer {
  company: string;
  customerId: string;
  /** Null where iMetal does not know the customer. */
  customerCode: string | null;
  /** When Intacct was read, ISO 8601; of a group, its oldest reading. Orders and unexported invoices are iMetal's of this moment. */
  asOf: string;
  ageSeconds: number;
  isOverExtended: boolean;
  /** With the order asked about; null where none was. */
  wouldBeOverExtended: boolean | null;
  /** In words for a salesperson, with the order asked about; empty when nothing is wrong. */
  reasons: string[];
  order: OrderAsked | null;
  /** Without the order asked about. */
  customer: CreditPosition;
  /** Null for a customer by itself. */
  group: CreditPosition | null;
}

export type CreditOutcome =
  | { kind: 'answered'; answer: CreditAnswer }
  | { kind: 'no-such-customer' }
  /** The order is in a currency in which this customer's credit is not told. */
  | { kind: 'wrong-currency'; expected: string }
  /** What is known is older than the profile allows, and Intacct could not be read in time. Null: nothing is known. */
  | { kind: 'not-fresh'; ageSeconds: number | null; because: string };

/** Answers within the profile's freshness: from what was last read where that is young enough, else after a reading of Intacct. */
export async function answerCredit(deps: CreditDeps, question: CreditQuestion): Promise<CreditOutcome> {
  const { company } = question;
  const profile = await imetalProfileOf(deps.profiles, company);
  const customerId = await customerIdOfCode(deps.pool, company, question.customer);
  const known = await accountsOf(deps, company, customerId);
  const oldest = new Date(Date.now() - profile.credit.freshnessSeconds * 1000).toISOString();
  if (known !== null && oldestOf(known) >= oldest) return answerFrom(profile, customerId, known, question);

  const notFresh = (because: string): CreditOutcome => ({
    kind: 'not-fresh',
    ageSeconds: known === null ? null : ageOf(oldestOf(known)),
    because,
  });
  const read = await readAfresh(deps, profile, customerId, oldest, question.waitMaxMs);
  if (read.outcome === 'no-such-customer') return { kind: 'no-such-customer' };
  if (read.outcome !== 'read') return notFresh(read.because);
  const fresh = await accountsOf(deps, company, customerId);
  return fresh === null ? { kind: 'no-such-customer' } : answerFrom(profile, customerId, fresh, question);
}

/** The accounts of the customer's group; null where Intacct was never read for it. */
async function accountsOf(deps: CreditDeps, company: string, customerId: string): Promise<GroupAccount[] | null> {
  const stored = (await selectReceivables(deps.pool, company, [customerId])).get(customerId);
  if (stored === undefined) return null;
  return readGroupAccounts(deps.pool, deps.imetalMasters(company), company, stored.groupId);
}

type ReadAfresh =
  | Extract<FreshReceivables, { outcome: 'read' | 'no-such-customer' }>
  | { outcome: 'too-late'; because: string };

/** Lets the customer's flow read at once, whether it runs or not. What keeps it from that is a reason, not a fault: the age is told. */
async function readAfresh(
  deps: CreditDeps,
  profile: ImetalProfile,
  customerId: string,
  membersSince: string,
  waitMaxMs: number,
): Promise<ReadAfresh> {
  const startWorkflowOperation = new WithStartWorkflowOperation(openItems, {
    ...openItemsStart(deps.taskQueue, profile, customerId),
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  const refreshed = deps.client.workflow.executeUpdateWithStart(refreshUpdate, {
    args: [{ membersSince }],
    updateId: randomUUID(),
    startWorkflowOperation,
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<ReadAfresh>((resolve) => {
    const because = `Intacct was not read within ${waitMaxMs} ms`;
    timer = setTimeout(() => resolve({ outcome: 'too-late', because }), waitMaxMs);
  });
  const answered = refreshed.then(
    (fresh): ReadAfresh =>
      fresh.outcome === 'parked' ? { outcome: 'too-late', because: 'Intacct refuses the reading' } : fresh,
    (error: unknown): ReadAfresh => ({ outcome: 'too-late', because: String(error) }),
  );
  try {
    return await Promise.race([answered, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function answerFrom(
  profile: ImetalProfile,
  customerId: string,
  accounts: readonly GroupAccount[],
  question: CreditQuestion,
): CreditOutcome {
  const rule = creditRuleOf(profile);
  const { customer, group } = customerCredit(customerId, accounts, rule);
  const order =
    question.order === null
      ? null
      : { amount: question.order.amount, currency: question.order.currency ?? customer.currency };
  if (order !== null && order.currency !== customer.currency) {
    return { kind: 'wrong-currency', expected: customer.currency };
  }
  const judged = order === null ? { customer, group } : customerCredit(customerId, accounts, rule, order);
  const isOver = (of: typeof judged) => of.customer.isOverExtended || of.group?.isOverExtended === true;
  const own = accounts.find(({ stored }) => stored.customerId === customerId);
  const asOf = oldestOf(accounts);
  const answer: CreditAnswer = {
    company: profile.company,
    customerId,
    customerCode: own?.customerCode ?? null,
    asOf,
    ageSeconds: ageOf(asOf),
    isOverExtended: isOver({ customer, group }),
    wouldBeOverExtended: order === null ? null : isOver(judged),
    reasons: [...new Set([...judged.customer.reasons, ...(judged.group?.reasons ?? [])])],
    order,
    customer,
    group,
  };
  return { kind: 'answered', answer };
}

function oldestOf(accounts: readonly GroupAccount[]): string {
  const [oldest] = accounts.map(({ receivables }) => receivables.asOf).sort();
  if (oldest === undefined) throw new RangeError('a group without accounts');
  return oldest;
}

function ageOf(asOf: string): number {
  return Math.max(0, Math.round((Date.now() - Date.parse(asOf)) / 1000));
}
