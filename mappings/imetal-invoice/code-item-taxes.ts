import type { BranchProfile } from '../../domain/company-profile';
import { causeKey } from '../../domain/exception';
import { type Amount, isZeroAmount } from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import type { SourceInvoice, SourceInvoiceItem, SourceItemTax } from '../../domain/source-invoice';
import type { ReportFault } from './fault-report';
import { labelOfItemTax } from './line-labels';
import { postableAmount } from './source-amount';

/** One item's tax in one slot, with the tax detail that the profile gives it. */
export interface CodedTax {
  sourceLineId: string;
  itemId: string;
  label: string;
  taxDetailId: string;
  /** Liability account; null where tax is carried as entries. */
  accountNumber: string | null;
  amount: Amount;
}

/**
 * Item taxes with their tax details, and the trace of those dropped: exempt slots of 0.00 and, where tax is carried as
 * lines, any 0.00. A zero-rated tax carried as entries stays, for the VAT return reports its base. An exempt slot that
 * has an amount all the same is mapped like any other: the customer was billed it. Reports TAX_UNMAPPED.
 */
export function codeItemTaxes(
  invoice: SourceInvoice,
  branch: BranchProfile,
  report: ReportFault,
): { coded: CodedTax[]; dropped: TraceEntry[] } {
  const coded: CodedTax[] = [];
  const dropped: TraceEntry[] = [];
  const authorities = new Map(invoice.taxSlots.map(({ slot, authorityCode }) => [slot, authorityCode]));
  for (const item of invoice.items) {
    for (const tax of item.taxes) {
      const authority = authorities.get(tax.slot) ?? null;
      const amount = postableAmount(tax.amount);
      const nothingOwed = amount === null ? tax.exempt && tax.amount === null : isZeroAmount(amount);
      const detail = nothingOwed && tax.exempt ? null : codeTax(item, tax, authority, branch, report);
      if (amount === null) continue;
      if (nothingOwed && (tax.exempt || branch.tax.carriedAs === 'lines')) {
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

function sourceLineIdOf(item: SourceInvoiceItem, tax: SourceItemTax): string {
  return `tax:${item.itemId}:${tax.slot}`;
}

function codeTax(
  item: SourceInvoiceItem,
  tax: SourceItemTax,
  authority: string | null,
  branch: BranchProfile,
  report: ReportFault,
): Pick<CodedTax, 'taxDetailId' | 'accountNumber'> | null {
  const line = `item ${item.itemNumber}, tax slot ${tax.slot}`;
  const unmapped = (expected: string, actual: string, says: string) => {
    const key =
      authority === null || tax.taxClass === null ? {} : { causeKey: causeKey.tax(authority, String(tax.taxClass)) };
    report({ code: 'TAX_UNMAPPED', field: line, expected, actual, says, line, ...key });
    return null;
  };
  if (authority === null) return unmapped('a tax authority', 'none', `tax slot ${tax.slot} names no tax authority`);
  const name = `tax authority ${authority}, class ${tax.taxClass ?? 'none'}`;
  const found = branch.tax.details.find((entry) => entry.authority === authority && entry.class === tax.taxClass);
  if (found === undefined) {
    return unmapped('a tax detail of the company profile', name, `${name} has no tax detail in the company profile`);
  }
  if (branch.tax.carriedAs === 'entries') return { taxDetailId: found.detail, accountNumber: null };
  if (found.account === undefined) {
    const says = `tax detail ${found.detail} (${name}) has no liability account in the company profile`;
    return unmapped('a liability account of the tax detail', 'none', says);
  }
  return { taxDetailId: found.detail, accountNumber: found.account };
}
