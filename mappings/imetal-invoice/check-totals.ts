import type { ImetalProfile } from '../../domain/imetal-profile';
import {
  type Amount,
  absoluteAmount,
  compareAmounts,
  formatCents,
  isZeroAmount,
  multiplyAmount,
  roundToCents,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import type { SourceInvoice } from '../../domain/source-invoice';
import type { Fault, ReportFault } from '../fault-report';
import type { TaxedDocument } from './code-item-taxes';
import type { DocumentCurrency } from './document-currency';
import { completeAmounts, postableAmount } from './source-amount';

/**
 * Reports header totals that the lines do not add up to: net beyond the profile's tolerance (TOTAL_MISMATCH), tax by as
 * much as a cent (TAX_MISMATCH), base amounts beyond rounding (BASE_AMOUNT_MISMATCH). Sums with a missing amount are
 * left out: that amount is a fault of its own.
 */
export function checkTotals(
  invoice: SourceInvoice,
  profile: ImetalProfile,
  currency: DocumentCurrency | null,
  report: ReportFault,
): void {
  const netHolds = checkNetTotal(invoice, profile, report);
  checkTaxTotals(invoice, report);
  if (currency === null) return;
  checkChargesInBase(invoice, currency, report);
  // A net total that is wrong is as wrong in base currency: one fault, told once.
  if (netHolds) checkBaseNetTotal(invoice, profile, currency, report);
}

/** Header net less the sum of charges, document currency, when both are complete; else null. */
export function netDifference(invoice: SourceInvoice): Amount | null {
  const values = completeAmounts(invoice.items.flatMap((item) => item.charges.map((charge) => charge.value)));
  const netTotal = postableAmount(invoice.netTotal);
  if (values === null || values.length === 0 || netTotal === null) return null;
  return subtractAmounts(netTotal, sumAmounts(values));
}

/** False when the lines are known to differ beyond the tolerance. */
function checkNetTotal(invoice: SourceInvoice, profile: ImetalProfile, report: ReportFault): boolean {
  const difference = netDifference(invoice);
  if (difference === null || invoice.netTotal === null) return true;
  if (compareAmounts(absoluteAmount(difference), profile.roundingTolerance) <= 0) return true;
  const lines = subtractAmounts(invoice.netTotal, difference);
  report(mismatch('TOTAL_MISMATCH', 'net total', ['lines', lines], ['total', invoice.netTotal], invoice.currency));
  return false;
}

function checkTaxTotals(invoice: SourceInvoice, report: ReportFault): void {
  checkTaxSlots(invoice, report);
  const slotAmounts = completeAmounts(invoice.taxSlots.map(({ amount }) => amount));
  const taxTotal = postableAmount(invoice.taxTotal);
  if (slotAmounts === null || taxTotal === null) return;
  const sum = sumAmounts(slotAmounts);
  if (compareAmounts(sum, taxTotal) === 0) return;
  report(mismatch('TAX_MISMATCH', 'tax total', ['tax slots', sum], ['tax total', taxTotal], invoice.currency));
}

/** Reports slots whose item taxes do not add up to the header's, by as much as a cent: TAX_MISMATCH. */
export function checkTaxSlots(invoice: TaxedDocument & { currency: string | null }, report: ReportFault): void {
  const slots = new Set<number>(invoice.taxSlots.map(({ slot }) => slot));
  for (const item of invoice.items) for (const { slot } of item.taxes) slots.add(slot);
  for (const slot of [...slots].sort((a, b) => a - b)) checkTaxSlot(invoice, slot, report);
}

function checkTaxSlot(invoice: TaxedDocument & { currency: string | null }, slot: number, report: ReportFault): void {
  const ofItems = invoice.items.flatMap((item) => item.taxes.filter((tax) => tax.slot === slot));
  const owed = ofItems.filter((tax) => !(tax.exempt && tax.amount === null));
  const itemAmounts = completeAmounts(owed.map(({ amount }) => amount));
  const header = invoice.taxSlots.find((candidate) => candidate.slot === slot);
  const headerAmount = header === undefined ? '0' : postableAmount(header.amount);
  if (itemAmounts === null || headerAmount === null) return;
  const sum = sumAmounts(itemAmounts);
  if (compareAmounts(sum, headerAmount) === 0) return;
  const name = `slot ${slot} (${header?.authorityCode ?? 'no authority'})`;
  report(
    mismatch(
      'TAX_MISMATCH',
      `tax slot ${slot}`,
      [`item taxes of ${name}`, sum],
      ['header tax', headerAmount],
      invoice.currency,
    ),
  );
}

function checkChargesInBase(invoice: SourceInvoice, currency: DocumentCurrency, report: ReportFault): void {
  // iMetal rounds value and base value of a charge from the same unrounded price: half a cent each, the value's half
  // cent worth its rate.
  const rate = currency.exchangeRate;
  const tolerance = rate === null ? '0' : sumAmounts(['0.005', multiplyAmount('0.005', rate)]);
  for (const item of invoice.items) {
    for (const charge of item.charges) {
      const value = postableAmount(charge.value);
      const baseValue = postableAmount(charge.baseValue);
      if (value === null || baseValue === null || (rate === null && value === baseValue)) continue;
      const expected = currency.toBase(value);
      if (compareAmounts(absoluteAmount(subtractAmounts(baseValue, expected)), tolerance) <= 0) continue;
      const field = `item ${item.itemNumber}, charge ${charge.chargeId}: base value`;
      const atRate = [`value ${formatCents(value)} ${currency.currency} at the document's rate`, expected] as const;
      report(mismatch('BASE_AMOUNT_MISMATCH', field, [field, baseValue], atRate, currency.baseCurrency));
    }
  }
}

function checkBaseNetTotal(
  invoice: SourceInvoice,
  profile: ImetalProfile,
  currency: DocumentCurrency,
  report: ReportFault,
): void {
  const charges = invoice.items.flatMap((item) => item.charges);
  const baseValues = completeAmounts(charges.map(({ baseValue }) => baseValue));
  const baseNetTotal = postableAmount(invoice.baseNetTotal);
  if (baseValues === null || baseValues.length === 0 || baseNetTotal === null) return;
  const sum = sumAmounts(baseValues);
  // The header converts once, the lines each: half a cent per line, on top of what net totals may differ.
  const perLine = currency.exchangeRate === null ? '0' : multiplyAmount('0.005', String(charges.length));
  const tolerance = sumAmounts([perLine, absoluteAmount(currency.toBase(profile.roundingTolerance))]);
  if (compareAmounts(absoluteAmount(subtractAmounts(sum, baseNetTotal)), tolerance) <= 0) return;
  const header = ['base net total', baseNetTotal] as const;
  report(mismatch('BASE_AMOUNT_MISMATCH', 'base net total', ['base values', sum], header, currency.baseCurrency));
}

/** A fault that says `lines 90.00 USD ≠ total 100.00 USD (10.00 too little)`, amounts rounded to cents for print only. */
export function mismatch(
  code: Fault['code'],
  field: string,
  [actualName, actual]: readonly [string, Amount],
  [expectedName, expected]: readonly [string, Amount],
  currency: string | null,
): Fault {
  const print = (amount: Amount) => [formatCents(roundToCents(amount)), currency].filter((part) => part).join(' ');
  const difference = roundToCents(subtractAmounts(actual, expected));
  const size = formatCents(absoluteAmount(difference));
  const by = isZeroAmount(difference)
    ? 'less than a cent apart'
    : `${size} too ${difference.startsWith('-') ? 'little' : 'much'}`;
  return {
    code,
    field,
    expected: print(expected),
    actual: print(actual),
    says: `${actualName} ${print(actual)} ≠ ${expectedName} ${print(expected)} (${by})`,
  };
}
