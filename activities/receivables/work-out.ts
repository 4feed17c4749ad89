import { isDeepStrictEqual } from 'node:util';
import type { ImportOutcome } from '../../clients/imetal/imetal-imports';
import { saveCredit } from '../../db/customer-receivables';
import type { Database } from '../../db/pool';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { ImportRecord } from '../../domain/import-record';
import type { CreditPosition } from '../../domain/open-items';
import { customerBalances } from '../../mappings/receivables/customer-balances';
import { customerCredit } from '../../mappings/receivables/customer-credit';
import { receivablesToImetal } from '../../mappings/receivables/receivables-to-imetal';
import { creditRuleOf, type GroupAccount } from './group-accounts';
import { ageingOf } from './settle-open-items';

// As iMetal's importer says of a state that is older than what it shows.
const toldLater = /was told a later state/;

/** What follows from a customer's receivables today. */
export interface WorkedOut {
  balances: ReturnType<typeof customerBalances>;
  customer: CreditPosition;
  group: CreditPosition | null;
}

/** Balances by age and credit of a customer, of whose group `accounts` are all members. */
export function workOut(account: GroupAccount, accounts: readonly GroupAccount[], profile: ImetalProfile): WorkedOut {
  return {
    balances: customerBalances(account.receivables.items, ageingOf(profile)),
    ...customerCredit(account.stored.customerId, accounts, creditRuleOf(profile)),
  };
}

/** Writes down what was worked out, beside what it was worked out from. */
export async function saveWorked(
  hub: Database,
  company: string,
  { stored, receivables }: GroupAccount,
  { balances, customer, group }: WorkedOut,
): Promise<void> {
  const credit = group === null ? [customer] : [customer, group];
  await saveCredit(hub, company, { customerId: stored.customerId, asOf: receivables.asOf, balances, credit });
}

/** Equal but for the time at which it was read. */
export function isSamePosition(one: CreditPosition | null, other: CreditPosition | null): boolean {
  return isDeepStrictEqual({ ...one, asOf: null }, { ...other, asOf: null });
}

/** A customer to tell of, and its number in the batch: the same whenever the batch is asked again. */
export interface Telling {
  account: GroupAccount;
  worked: WorkedOut;
  importNumber: number;
}

/** The row for iMetal's importer that shows the customer as it was worked out. */
export function importRecordOf(
  { account, worked, importNumber }: Telling,
  accounts: readonly GroupAccount[],
  profile: ImetalProfile,
): ImportRecord {
  const { customerCode, receivables, stored } = account;
  if (customerCode === null) throw new Error(`${stored.customerId} has no code in iMetal`);
  const { balances, customer, group } = worked;
  const parent = accounts.find((other) => other.stored.customerId === stored.groupId);
  const groupItems = accounts.flatMap((member) => member.receivables.items);
  return receivablesToImetal(
    {
      customerCode,
      groupCode: group === null ? null : (parent?.customerCode ?? null),
      balances,
      items: receivables.items,
      credit: customer,
      groupCredit: group,
      groupBalances: group === null ? [] : customerBalances(groupItems, ageingOf(profile)),
      asOf: receivables.asOf,
    },
    importNumber,
  );
}

/** True also of what is older than what iMetal shows already. */
export function isTaken(outcome: ImportOutcome): boolean {
  return outcome.outcome === 'imported' || toldLater.test(outcome.note);
}
