import { Decimal } from 'decimal.js';

/** A decimal number as text, for example `-12340.55`: never a JavaScript number. */
export type Amount = string;

/** ISO 4217 code, three capital letters. */
export type CurrencyCode = string;

// 40 digits hold every product of a 14.8 rate and a 14.2 amount exactly.
const Exact = Decimal.clone({ precision: 40, toExpNeg: -40, toExpPos: 40 });

/** Sum of amounts; `0` for none. */
export function sumAmounts(amounts: Iterable<Amount>): Amount {
  let total = new Exact(0);
  for (const amount of amounts) total = total.plus(amount);
  return total.toString();
}

/** `left - right`. */
export function subtractAmounts(left: Amount, right: Amount): Amount {
  return new Exact(left).minus(right).toString();
}

/** `amount × factor`, unrounded. */
export function multiplyAmount(amount: Amount, factor: Amount): Amount {
  return new Exact(amount).times(factor).toString();
}

/** `amount ÷ divisor` to 40 digits; the divisor must not be zero. */
export function divideAmount(amount: Amount, divisor: Amount): Amount {
  return new Exact(amount).dividedBy(divisor).toString();
}

/** The same amount with the other sign. */
export function negateAmount(amount: Amount): Amount {
  return new Exact(amount).negated().plus(0).toString();
}

/** The amount without its sign. */
export function absoluteAmount(amount: Amount): Amount {
  return new Exact(amount).abs().toString();
}

/** -1, 0 or 1 as `left` is less than, equal to or more than `right`; `50000` equals `50000.00`. */
export function compareAmounts(left: Amount, right: Amount): -1 | 0 | 1 {
  return new Exact(left).comparedTo(right) as -1 | 0 | 1;
}

/** True for `0`, `0.00` and `-0`. */
export function isZeroAmount(amount: Amount): boolean {
  return new Exact(amount).isZero();
}

/** Rounded half away from zero to the currency's two decimals: the rule of both iMetal and Intacct. */
export function roundToCents(amount: Amount): Amount {
  return new Exact(amount).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toString();
}

/** The amount with exactly two decimals, for sending and for printing; throws RangeError when that would round. */
export function formatCents(amount: Amount): string {
  const exact = new Exact(amount);
  if (exact.decimalPlaces() > 2) throw new RangeError(`amount ${amount} has more than two decimals`);
  return exact.plus(0).toFixed(2);
}

/**
 * Splits `total` (two decimals at most) over weights so that the parts add up to it to the cent. Parts are
 * rounded towards zero; the cents left go to the parts that lost most, the earlier of two equals first.
 * Weights of one sign give parts of at most one cent's error; when all weights are zero the first part takes all.
 */
export function allocateByWeight(total: Amount, weights: readonly Amount[]): Amount[] {
  if (weights.length === 0) throw new RangeError('nothing to allocate to: no weights');
  const exactTotal = new Exact(total);
  if (exactTotal.decimalPlaces() > 2) throw new RangeError(`cannot allocate ${total}: more than two decimals`);
  const exactWeights = weights.map((weight) => new Exact(weight));
  const weightSum = exactWeights.reduce((sum, weight) => sum.plus(weight), new Exact(0));
  if (weightSum.isZero()) return weights.map((_, index) => (index === 0 ? exactTotal.toString() : '0'));

  const shares = exactWeights.map((weight) => exactTotal.times(weight).dividedBy(weightSum));
  const parts = shares.map((share) => share.toDecimalPlaces(2, Decimal.ROUND_DOWN));
  const cent = new Exact('0.01');
  let left = parts.reduce((rest, part) => rest.minus(part), exactTotal);
  const byLoss = shares
    .map((share, index) => ({ index, loss: share.minus(parts[index] as Decimal) }))
    .sort((a, b) => (left.isNegative() ? a.loss.comparedTo(b.loss) : b.loss.comparedTo(a.loss)) || a.index - b.index);
  for (let turn = 0; !left.isZero(); turn = (turn + 1) % byLoss.length) {
    const index = (byLoss[turn] as { index: number }).index;
    const step = left.isNegative() ? cent.negated() : cent;
    parts[index] = (parts[index] as Decimal).plus(step);
    left = left.minus(step);
  }
  return parts.map((part) => part.plus(0).toString());
}
