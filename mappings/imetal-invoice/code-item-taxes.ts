import { causeKey } from '../../domain/exception';
import type { BranchProfile } from '../../domain/imetal-profile';
import { type Amount, isZeroAmount } from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import type { SourceItemTax, SourceTaxSlot } from '../../domain/source-invoice';
import type { ReportFault } from '../fault-report';
import { labelOfItemTax } from './line-labels';
import { postableAmount } from './source-amount';

/** One item's tax in one slot, with the tax detail that the profile or Intacct gives it. */
export interface CodedTax {
  sourceLineId: string;
  itemId: string;
  label: string;
  taxDetailId: string;
  /** Account of the tax; null where tax is carried as entries. */
  accountNumber: string | null;
  amount: Amount;
}

/** Tax details as synced from Intacct, by `<authority>/<class>`; the account is null where Intacct names none. */
export type SyncedTaxDetails = ReadonlyMap<string, { detail: string; account: string | null }>;

/** How a branch's taxes on sales, or on purchases, are coded. */
export interface TaxCoding {
  carriedAs: BranchProfile['tax']['carriedAs'];
  /** The profile's, which go before the synced ones. */
  details: BranchProfile['tax']['details'];
  synced: SyncedTaxDetails;
  /** What the account of a tax carried as lines is called. */
  accountName: string;
  causeKey: (authorityCode: string, taxClass: string) => string;
}

/** A document with taxes by item: of sales and of purchases alike. */
export interface TaxedDocument {
  taxSlots: readonly SourceTaxSlot[];
  items: readonly TaxedItem[];
}

interface TaxedItem {
  itemId: string;
  itemNumber: number;
  taxes: readonly SourceItemTax[];
}

/** Coding of taxes that customers are charged. */
export function salesTaxCoding(branch: BranchProfile, synced: SyncedTaxDetails = new Map()): TaxCoding {
  const { carriedAs, details } = branch.tax;
  return { carriedAs, details, synced, accountName: 'liability account', causeKey: causeKey.tax };
}

/** Coding of taxes that suppliers charge: reclaimed by entries, or a cost on the account named. */
export function purchaseTaxCoding(branch: BranchProfile, synced: SyncedTaxDetails = new Map()): TaxCoding {
  const { carriedAs, purchaseDetails: details } = branch.tax;
  return { carriedAs, details, synced, accountName: 'account', causeKey: causeKey.purchaseTax };
}

/**
 * Item taxes with their tax details, and the trace of those dropped: exempt slots of 0.00 and, where tax is carried as
 * lines, any 0.00. A zero-rated tax carried as entries stays, for the VAT return reports its base. An exempt slot that
 * has an amount all the same is mapped like any other: the customer was billed it. Reports TAX_UNMAPPED.
 */
export function codeItemTaxes(
  document: TaxedDocument,
  coding: TaxCoding,
  report: ReportFault,
): { coded: CodedTax[]; dropped: TraceEntry[] } {
  const coded: CodedTax[] = [];
  const dropped: TraceEntry[] = [];
  const authorities = new Map(document.taxSlots.map(({ slot, authorityCode }) => [slot, authorityCode]));
  for (const item of document.items) {
    for (const tax of item.taxes) {
      const authority = authorities.get(tax.slot) ?? null;
      const amount = postableAmount(tax.amount);
      const nothingOwed = amount === null ? tax.exempt && tax.amount === null : isZeroAmount(amount);
      const detail = nothingOwed && tax.exempt ? null : codeTax(item, tax, authority, coding, report);
      if (amount === null) continue;
      if (nothingOwed && (tax.exempt || coding.carriedAs === 'lines')) {
        dropped.push(dropTax(sourceLineIdOf(item, tax), labelOfItemTax(item, tax, authority)));
      } else if (detail !== null) {
        const { taxDetailId, accountNumber } = detail;
        const label = labelOfItemTax(item, tax, authority);
        coded.push({
          sourceLineId: sourceLineIdOf(item, tax),
          itemId: item.itemId,
          label,
          taxDetailId,
          accountNumber,
          amount,
        });
      }
    }
  }
  return { coded, dropped };
}

/** The trace of a tax that goes nowhere because it is zero. */
export function dropTax(sourceLineId: string, label: string): TraceEntry {
  return { sourceLineId, label, amount: '0.00', target: { kind: 'dropped', reason: 'zero value' } };
}

function sourceLineIdOf(item: TaxedItem, tax: SourceItemTax): string {
  return `tax:${item.itemId}:${tax.slot}`;
}

function codeTax(
  item: TaxedItem,
  tax: SourceItemTax,
  authority: string | null,
  coding: TaxCoding,
  report: ReportFault,
): Pick<CodedTax, 'taxDetailId' | 'accountNumber'> | null {
  const line = `item ${item.itemNumber}, tax slot ${tax.slot}`;
  const unmapped = (expected: string, actual: string, says: string) => {
    const key =
      authority === null || tax.taxClass === null ? {} : { causeKey: coding.causeKey(authority, String(tax.taxClass)) };
    report({ code: 'TAX_UNMAPPED', field: line, expected, actual, says, line, ...key });
    return null;
  };
  if (authority === null) return unmapped('a tax authority', 'none', `tax slot ${tax.slot} names no tax authority`);
  const name = `tax authority ${authority}, class ${tax.taxClass ?? 'none'}`;
  const found = findTaxDetail(authority, tax.taxClass, coding);
  if (found === null) {
    const says = `${name} has no tax detail in the company profile, and none was synced from Intacct`;
    return unmapped('a tax detail of the company profile or of Intacct', name, says);
  }
  if (coding.carriedAs === 'entries') return { taxDetailId: found.detail, accountNumber: null };
  if (found.account === null) {
    const says = `tax detail ${found.detail} (${name}) has no ${coding.accountName}, neither in the company profile nor in Intacct`;
    return unmapped(`the ${coding.accountName} of the tax detail`, 'none', says);
  }
  return { taxDetailId: found.detail, accountNumber: found.account };
}

/** The profile's word goes first; an account that it leaves open is Intacct's. */
function findTaxDetail(
  authority: string,
  taxClass: number | null,
  { details, synced }: TaxCoding,
): { detail: string; account: string | null } | null {
  const named = details.find((entry) => entry.authority === authority && entry.class === taxClass);
  const read = synced.get(`${authority}/${taxClass}`) ?? null;
  if (named === undefined) return read;
  return { detail: named.detail, account: named.account ?? (read?.detail === named.detail ? read.account : null) };
}
