import { negateAmount, subtractAmounts, sumAmounts } from '../../domain/money';
import { nominalAccounts } from '../../sandbox/sample-day/coding';
import { sampleCompany } from '../../sandbox/sample-day/sample-company';
import type { SourceTotals } from '../../sandbox/sample-day/source-totals';
import type { ProfileCoding } from './chaos-profile';

/** Balances by `account entity currency`, debit positive. */
export type AccountSums = Map<string, string>;

const RECEIVABLES_ACCOUNT = '1200';

/**
 * What the ledger must have gained on every account, entity and currency, from operations' own sums of the invoices that
 * were posted: receivables, revenue, rounding, tax, cost of sales and stock. Shares nothing with the mapping but the profile.
 */
export function expectedAccounts(source: SourceTotals, coding: ProfileCoding): AccountSums {
  const { sums, debit, credit } = createAccountSums();
  for (const { entity, currency, net, gross } of source.receivables) {
    debit(RECEIVABLES_ACCOUNT, entity, currency, gross);
    const lines = source.revenueByNominal.filter((row) => row.entity === entity && row.currency === currency);
    credit(
      coding.accounts.rounding,
      entity,
      currency,
      subtractAmounts(net, sumAmounts(lines.map((row) => row.amount))),
    );
  }
  for (const { entity, currency, nominalCode, amount } of source.revenueByNominal) {
    credit(ledgerAccount(nominalCode, coding), entity, currency, amount);
  }
  for (const { entity, currency, authority, taxClass, amount } of source.taxByAuthority) {
    credit(taxAccount(entity, authority, taxClass, coding), entity, currency, amount);
  }
  for (const { entity, currency, debitCode, creditCode, amount } of source.costByNominal) {
    debit(ledgerAccount(debitCode, coding), entity, currency, amount);
    credit(ledgerAccount(creditCode, coding), entity, currency, amount);
  }
  for (const { entity, currency, reason, amount } of source.adjustmentsByReason) {
    const accounts = coding.stockAdjustments[reason];
    if (accounts === undefined) throw new Error(`stock adjustment ${reason}: the profile names no accounts`);
    debit(accounts.debit, entity, currency, amount);
    credit(accounts.credit, entity, currency, amount);
  }
  return sums;
}

/** Sums that begin at nothing, and how they are debited and credited. */
export function createAccountSums() {
  const sums: AccountSums = new Map();
  const debit = (account: string, entity: string, currency: string, amount: string) => {
    const key = `${account} ${entity} ${currency}`;
    sums.set(key, sumAmounts([sums.get(key) ?? '0', amount]));
  };
  const credit = (account: string, entity: string, currency: string, amount: string) =>
    debit(account, entity, currency, negateAmount(amount));
  return { sums, debit, credit };
}

/** Sums of several kinds of documents together; those of `minus` count the other way. */
export function addAccountSums(plus: readonly AccountSums[], minus: readonly AccountSums[]): AccountSums {
  const total: AccountSums = new Map();
  const add = (key: string, amount: string) => total.set(key, sumAmounts([total.get(key) ?? '0', amount]));
  for (const sums of plus) for (const [key, amount] of sums) add(key, amount);
  for (const sums of minus) for (const [key, amount] of sums) add(key, negateAmount(amount));
  return total;
}

/** The ledger's account for a nominal account of iMetal. */
export function ledgerAccount(nominalCode: string, coding: ProfileCoding): string {
  const account =
    coding.accounts.overrides[nominalCode] ?? nominalAccounts.find(({ code }) => code === nominalCode)?.externalCode;
  if (account == null) throw new Error(`nominal account ${nominalCode}: no account of the ledger`);
  return account;
}

/** Where the tax of a supplier goes, `authority/class`. */
export function purchaseTaxAccount(entity: string, tax: string, coding: ProfileCoding): string {
  const detail = Object.values(coding.branches)
    .filter((branch) => branch.entity === entity)
    .flatMap((branch) => branch.tax.purchaseDetails ?? [])
    .find((each) => `${each.authority}/${each.class}` === tax);
  const account = detail?.account ?? intacctTaxAccount(detail?.detail);
  if (account === undefined) throw new Error(`purchase tax ${tax} of entity ${entity}: no account`);
  return account;
}

function taxAccount(entity: string, authority: string, taxClass: number, coding: ProfileCoding): string {
  const details = Object.values(coding.branches)
    .filter((branch) => branch.entity === entity)
    .flatMap((branch) => branch.tax.details);
  const detail = details.find((each) => each.authority === authority && each.class === taxClass);
  const account = detail?.account ?? intacctTaxAccount(detail?.detail);
  if (account === undefined) throw new Error(`tax ${authority} class ${taxClass} of entity ${entity}: no account`);
  return account;
}

function intacctTaxAccount(detailId: string | undefined): string | undefined {
  return sampleCompany().taxDetails?.find((detail) => detail.detailId === detailId)?.accountNo;
}
