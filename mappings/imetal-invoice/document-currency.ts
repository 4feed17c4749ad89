import type { BranchProfile } from '../../domain/imetal-profile';
import {
  type Amount,
  type CurrencyCode,
  compareAmounts,
  divideAmount,
  isAmount,
  multiplyAmount,
  roundToPlaces,
} from '../../domain/money';
import type { SourceInvoice } from '../../domain/source-invoice';
import type { ReportFault } from '../fault-report';

/** In which currencies a document stands. */
export interface DocumentCurrency {
  currency: CurrencyCode;
  baseCurrency: CurrencyCode;
  /** base = document × rate, as Intacct wants it; null when both currencies are the same. */
  exchangeRate: Amount | null;
  /** Document currency to base currency by the source's own rate and operator, unrounded. */
  toBase: (amount: Amount) => Amount;
}

// iMetal's rates have 8 decimals. A divisor such as 1500 turned into a multiplier starts with three zeros: 12 decimals
// keep nine digits of it, which is under a cent on any invoice below ten million. Rounded half away from zero.
const multiplierDecimals = 12;

/**
 * The document's currencies and rate; null, reported as CURRENCY_MISSING, RATE_MISSING or BASE_AMOUNT_MISMATCH (base
 * currency other than the branch's), when they do not hold. A rate between equal currencies is not used.
 */
export function findDocumentCurrency(
  invoice: Pick<SourceInvoice, 'currency' | 'baseCurrency' | 'exchangeRate'>,
  branch: BranchProfile | null,
  report: ReportFault,
): DocumentCurrency | null {
  const currency = requireCurrency('currency', invoice.currency, report);
  const baseCurrency = requireCurrency('base currency', invoice.baseCurrency, report);
  if (baseCurrency !== null && branch !== null && branch.baseCurrency !== baseCurrency) {
    report({
      code: 'BASE_AMOUNT_MISMATCH',
      field: 'base currency',
      expected: branch.baseCurrency,
      actual: baseCurrency,
      says: `base currency ${baseCurrency} ≠ ${branch.baseCurrency} of entity ${branch.entity}`,
    });
    return null;
  }
  if (currency === null || baseCurrency === null) return null;
  if (currency === baseCurrency) return { currency, baseCurrency, exchangeRate: null, toBase: (amount) => amount };
  return withRate(currency, baseCurrency, invoice.exchangeRate, report);
}

/** A currency code of three capital letters; null, reported as CURRENCY_MISSING, for anything else. */
export function requireCurrency(field: string, currency: string | null, report: ReportFault): CurrencyCode | null {
  if (currency !== null && /^[A-Z]{3}$/.test(currency)) return currency;
  report({
    code: 'CURRENCY_MISSING',
    field,
    expected: 'a currency code of three capital letters',
    actual: currency ?? 'none',
    says: currency === null ? `${field} is missing` : `${field} '${currency}' is no currency code`,
  });
  return null;
}

function withRate(
  currency: CurrencyCode,
  baseCurrency: CurrencyCode,
  exchangeRate: SourceInvoice['exchangeRate'],
  report: ReportFault,
): DocumentCurrency | null {
  const rate = exchangeRate?.rate ?? null;
  if (exchangeRate !== null && rate !== null && isAmount(rate) && compareAmounts(rate, '0') > 0) {
    const divides = exchangeRate.operator === 'divide';
    const multiplier = divides ? roundToPlaces(divideAmount('1', rate), multiplierDecimals) : rate;
    const toBase = (amount: Amount) => (divides ? divideAmount(amount, rate) : multiplyAmount(amount, rate));
    if (compareAmounts(multiplier, '0') > 0) return { currency, baseCurrency, exchangeRate: multiplier, toBase };
  }
  report({
    code: 'RATE_MISSING',
    field: 'exchange rate',
    expected: `a rate above zero from ${currency} to ${baseCurrency}`,
    actual: rate ?? 'none',
    says: `exchange rate from ${currency} to ${baseCurrency} is ${rate === null ? 'missing' : `'${rate}'`}`,
  });
  return null;
}
