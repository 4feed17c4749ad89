import { causeKey } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import {
  type Amount,
  type CurrencyCode,
  compareAmounts,
  formatCents,
  isZeroAmount,
  roundToCents,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';
import type { ReportFault } from '../fault-report';
import { postableAmount } from '../imetal-invoice/source-amount';

/** What the posting ledger knows of the invoice that a credit names. */
export interface CreditedInvoice {
  /** `unknown`: neither the ledger nor the source has it. */
  state: 'posted' | 'not-posted' | 'unknown';
  /** Its number in Intacct, where that is another than its document key (a later revision's); else null. */
  invoiceNumber: string | null;
  /** Gross, document currency; null when it is not known. */
  total: Amount | null;
  currency: CurrencyCode | null;
  /** Intacct's customer. */
  customerId: string | null;
  /** Gross of the other credits of the invoice that are posted or on their way, positive. */
  creditedBefore: Amount;
}

/**
 * Reports what a credit must have beside an invoice's parts: a reason, goods and costs that agree, and an invoice that
 * is posted, the same customer's, in the same currency, and not credited beyond its total. `customerId` is the Intacct
 * customer of the credit.
 */
export function checkCredit(
  credit: SourceSalesCredit,
  credited: CreditedInvoice | null,
  profile: ImetalProfile,
  customerId: string | null,
  report: ReportFault,
): void {
  checkReason(credit, profile, report);
  checkGoods(credit, report);
  checkTotal(credit, report);
  const invoiceKey = credit.creditedInvoiceKey?.trim() ?? '';
  if (invoiceKey === '') {
    report({
      code: 'CREDIT_INVOICE_MISSING',
      field: 'credited invoice',
      expected: 'the invoice that is corrected',
      actual: 'none',
      says: 'it names no invoice that it corrects',
    });
    return;
  }
  checkInvoice(credit, invoiceKey, credited, customerId, report);
}

function checkReason(credit: SourceSalesCredit, profile: ImetalProfile, report: ReportFault): void {
  if (!profile.credits.reasonRequired || (credit.reasonCode?.trim() ?? '') !== '') return;
  report({
    code: 'CREDIT_REASON_MISSING',
    field: 'reason',
    expected: 'a credit reason',
    actual: 'none',
    says: 'it has no reason, and the company requires one',
  });
}

/** The reason says whether goods came back, the costs say whether their value did. */
function checkGoods(credit: SourceSalesCredit, report: ReportFault): void {
  const hasCosts = credit.items.some((item) => item.costs.some(({ baseValue }) => isNotZero(baseValue)));
  const reason = `reason ${credit.reasonCode ?? 'none'}`;
  if (credit.goodsReturned === true && !hasCosts) {
    report({
      code: 'COST_MISMATCH',
      field: 'goods returned',
      expected: 'the costs of the goods that came back',
      actual: 'no costs',
      says: `${reason} says that goods came back, but there are no costs to return to stock`,
    });
  }
  if (credit.goodsReturned === false && hasCosts) {
    report({
      code: 'COST_MISMATCH',
      field: 'goods returned',
      expected: 'no costs',
      actual: 'costs',
      says: `${reason} says that no goods came back, but there are costs to return to stock`,
    });
  }
}

function isNotZero(amount: Amount | null): boolean {
  const postable = postableAmount(amount);
  return postable !== null && !isZeroAmount(postable);
}

/** Intacct takes no adjustment of nothing, and a negative credit is an invoice. */
function checkTotal(credit: SourceSalesCredit, report: ReportFault): void {
  const gross = grossOf(credit);
  if (gross === null || compareAmounts(gross, '0') > 0) return;
  const actual = print(gross, credit.currency);
  report({
    code: 'TOTAL_MISMATCH',
    field: 'total',
    expected: 'above zero',
    actual,
    says: `total ${actual} is not above zero, so it credits nothing`,
  });
}

function checkInvoice(
  credit: SourceSalesCredit,
  invoiceKey: string,
  credited: CreditedInvoice | null,
  customerId: string | null,
  report: ReportFault,
): void {
  const field = 'credited invoice';
  const key = causeKey.document(invoiceKey);
  if (credited === null || credited.state === 'unknown') {
    report({
      code: 'CREDIT_INVOICE_MISSING',
      field,
      expected: 'an invoice that was posted',
      actual: `${invoiceKey}, unknown`,
      says: `it corrects invoice ${invoiceKey}, which neither the posting ledger nor iMetal knows`,
      causeKey: key,
    });
    return;
  }
  if (credited.state === 'not-posted') {
    report({
      code: 'CREDIT_INVOICE_NOT_POSTED',
      field,
      expected: 'a posted invoice',
      actual: `${invoiceKey}, not posted`,
      says: `it corrects invoice ${invoiceKey}, which is not posted yet`,
      causeKey: key,
    });
    return;
  }
  const differs = (of: string, expected: string, actual: string) =>
    report({
      code: 'CREDIT_INVOICE_MISSING',
      field: of,
      expected,
      actual,
      says: `it corrects invoice ${invoiceKey}, which has another ${of}: ${expected}, not ${actual}`,
    });
  if (credited.customerId !== null && customerId !== null && credited.customerId !== customerId) {
    differs('customer', credited.customerId, customerId);
  }
  if (credited.currency !== null && credit.currency !== null && credited.currency !== credit.currency) {
    differs('currency', credited.currency, credit.currency);
    return;
  }
  checkRemainder(credit, invoiceKey, credited, report);
}

function checkRemainder(
  credit: SourceSalesCredit,
  invoiceKey: string,
  credited: CreditedInvoice,
  report: ReportFault,
): void {
  const gross = grossOf(credit);
  if (gross === null || credited.total === null) return;
  const all = sumAmounts([gross, credited.creditedBefore]);
  if (compareAmounts(all, credited.total) <= 0) return;
  const left = print(subtractAmounts(credited.total, credited.creditedBefore), credit.currency);
  const total = print(credited.total, credit.currency);
  const before = isZeroAmount(credited.creditedBefore)
    ? ''
    : `, of which ${print(credited.creditedBefore, credit.currency)} was credited before`;
  const over = print(subtractAmounts(all, credited.total), credit.currency);
  const actual = print(gross, credit.currency);
  report({
    code: 'CREDIT_EXCEEDS_INVOICE',
    field: 'total',
    expected: `at most ${left}`,
    actual,
    says: `credit ${actual} > what is left of invoice ${invoiceKey}: ${total}${before} (${over} too much)`,
  });
}

function grossOf(credit: SourceSalesCredit): Amount | null {
  const [net, tax] = [postableAmount(credit.netTotal), postableAmount(credit.taxTotal)];
  return net === null || tax === null ? null : sumAmounts([net, tax]);
}

function print(amount: Amount, currency: string | null): string {
  return [formatCents(roundToCents(amount)), currency].filter((part) => part !== null).join(' ');
}
