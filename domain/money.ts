import { Decimal } from 'decimal.js';

/** A decimal number as text, for example `-12340.55`: never a JavaScript number. */
export type Amount = string;

/** ISO 4217 code, three capital letters. */
export type CurrencyCode = string;

// Everything but division is exact on whole numbers of the smallest decimal: on a 2,000-line invoice that is ten times
// faster than a decimal object per amount. Division is decimal.js: 40 digits hold every quotient of a 14.8 rate.
const Exact = Decimal.clone({ precision: 40, toExpNeg: -40, toExpPos: 40 });

const plainDecimal = /^-?\d+(\.\d+)?$/;
// Nearly all amounts come and go in this form, and need no arithmetic to be told so.
const plainCents = /^(-?[1-9]\d*\.\d\d|0\.\d\d|-0\.(\d[1-9]|[1-9]\d))$/;

/** `units × 10^-scale`. */
interface Scaled {
  units: bigint;
  scale: number;
}

/** True for a plain decimal number such as `-12.50`; false for `NaN`, `1e3`, `1,000` and the empty text. */
export function isAmount(text: string): text is Amount {
  return plainDecimal.test(text);
}

/** True when the amount needs no more than two decimals: `5`, `-2.50`, `1.500`. */
export function isWholeCents(amount: Amount): boolean {
  return plainCents.test(amount) || toCents(amount) !== null;
}

/** Sum of amounts, exact; `0` for none; throws RangeError for a text that is no number, as all functions here. */
export function sumAmounts(amounts: Iterable<Amount>): Amount {
  let units = 0n;
  let scale = 0;
  for (const amount of amounts) {
    const next = toScaled(amount);
    if (next.scale > scale) {
      units *= powerOfTen(next.scale - scale);
      scale = next.scale;
    }
    units += next.scale === scale ? next.units : next.units * powerOfTen(scale - next.scale);
  }
  return toText({ units, scale });
}

/** `left - right`. */
export function subtractAmounts(left: Amount, right: Amount): Amount {
  const { units, scale } = toScaled(right);
  return toText(add(toScaled(left), { units: -units, scale }));
}

/** `amount × factor`, unrounded. */
export function multiplyAmount(amount: Amount, factor: Amount): Amount {
  const left = toScaled(amount);
  const right = toScaled(factor);
  return toText({ units: left.units * right.units, scale: left.scale + right.scale });
}

/** `amount ÷ divisor` to 40 digits, rounded half away from zero; throws RangeError when the divisor is zero. */
export function divideAmount(amount: Amount, divisor: Amount): Amount {
  if (isZeroAmount(divisor)) throw new RangeError(`cannot divide ${amount} by zero`);
  return new Exact(toText(toScaled(amount))).dividedBy(divisor).plus(0).toFixed();
}

/** The same amount with the other sign. */
export function negateAmount(amount: Amount): Amount {
  const { units, scale } = toScaled(amount);
  return toText({ units: -units, scale });
}

/** The amount without its sign. */
export function absoluteAmount(amount: Amount): Amount {
  const { units, scale } = toScaled(amount);
  return toText({ units: units < 0n ? -units : units, scale });
}

/** -1, 0 or 1 as `left` is less than, equal to or more than `right`; `50000` equals `50000.00`. */
export function compareAmounts(left: Amount, right: Amount): -1 | 0 | 1 {
  const [a, b] = sameScale(toScaled(left), toScaled(right));
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** True for `0`, `0.00` and `-0`. */
export function isZeroAmount(amount: Amount): boolean {
  return plainDecimal.test(amount) ? !/[1-9]/.test(amount) : toScaled(amount).units === 0n;
}

/** Rounded half away from zero to the currency's two decimals: the rule of both iMetal and Intacct. */
export function roundToCents(amount: Amount): Amount {
  return roundToPlaces(amount, 2);
}

/** Rounded half away from zero to so many decimals. */
export function roundToPlaces(amount: Amount, places: number): Amount {
  const { units, scale } = toScaled(amount);
  if (scale <= places) return toText({ units, scale });
  const divisor = powerOfTen(scale - places);
  const half = divisor / 2n;
  return toText({ units: (units < 0n ? units - half : units + half) / divisor, scale: places });
}

/** The amount with exactly two decimals, for sending and for printing; throws RangeError when that would round. */
export function formatCents(amount: Amount): string {
  if (plainCents.test(amount)) return amount;
  const cents = toCents(amount);
  if (cents === null) throw new RangeError(`amount ${amount} has more than two decimals`);
  return toFixed({ units: cents, scale: 2 });
}

/**
 * Splits `total` (two decimals at most) over weights so that the parts add up to it to the cent. Parts are
 * rounded towards zero; the cents left go to the parts that lost most, the earlier of two equals first.
 * Weights of one sign give parts of at most one cent's error; when the weights add up to zero the largest of them,
 * signs apart, takes all, the earlier of two equals. Throws RangeError without weights.
 */
export function allocateByWeight(total: Amount, weights: readonly Amount[]): Amount[] {
  if (weights.length === 0) throw new RangeError('nothing to allocate to: no weights');
  const cents = toCents(total);
  if (cents === null) throw new RangeError(`cannot allocate ${total}: more than two decimals`);
  const units = toSameScale(weights.map(toScaled));
  const unitSum = units.reduce((sum, unit) => sum + unit, 0n);
  const parts = unitSum === 0n ? allToLargest(cents, units) : proportionalParts(cents, units, unitSum);
  return parts.map((part) => toText({ units: part, scale: 2 }));
}

function allToLargest(cents: bigint, units: readonly bigint[]): bigint[] {
  const sizes = units.map((unit) => (unit < 0n ? -unit : unit));
  const largest = sizes.reduce((best, size, index) => (size > (sizes[best] ?? 0n) ? index : best), 0);
  return units.map((_, index) => (index === largest ? cents : 0n));
}

function proportionalParts(cents: bigint, units: readonly bigint[], unitSum: bigint): bigint[] {
  // BigInt division rounds towards zero; what it loses has the sign of the share.
  const parts = units.map((unit) => (cents * unit) / unitSum);
  const left = parts.reduce((rest, part) => rest - part, cents);
  if (left === 0n) return parts;
  const step = left < 0n ? -1n : 1n;
  const losses = units.map((unit, index) => ({
    index,
    loss: (cents * unit - (parts[index] ?? 0n) * unitSum) * (unitSum < 0n ? -step : step),
  }));
  losses.sort((a, b) => (a.loss === b.loss ? a.index - b.index : a.loss > b.loss ? -1 : 1));
  // Each loss is under a cent and they add up to `left`, so more than |left| parts have one to take it back.
  for (const { index } of losses.slice(0, Number(left * step))) parts[index] = (parts[index] ?? 0n) + step;
  return parts;
}

function toScaled(amount: Amount): Scaled {
  const text = plainDecimal.test(amount) ? amount : plainText(amount);
  const point = text.indexOf('.');
  if (point === -1) return { units: BigInt(text), scale: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

/** Other spellings of a number, `.5` or `1e3`, that a person or a ledger may use. */
function plainText(amount: string): string {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i.test(amount)) throw new RangeError(`'${amount}' is not an amount`);
  return new Exact(amount).toFixed();
}

/** Whole cents, or null when the amount has a fraction of one. */
function toCents(amount: Amount): bigint | null {
  const { units, scale } = toScaled(amount);
  if (scale <= 2) return units * powerOfTen(2 - scale);
  const divisor = powerOfTen(scale - 2);
  return units % divisor === 0n ? units / divisor : null;
}

function add(left: Scaled, right: Scaled): Scaled {
  const [a, b] = sameScale(left, right);
  return { units: a + b, scale: Math.max(left.scale, right.scale) };
}

function sameScale(left: Scaled, right: Scaled): [bigint, bigint] {
  if (left.scale === right.scale) return [left.units, right.units];
  if (left.scale < right.scale) return [left.units * powerOfTen(right.scale - left.scale), right.units];
  return [left.units, right.units * powerOfTen(left.scale - right.scale)];
}

function toSameScale(amounts: readonly Scaled[]): bigint[] {
  const scale = amounts.reduce((widest, amount) => Math.max(widest, amount.scale), 0);
  return amounts.map((amount) => amount.units * powerOfTen(scale - amount.scale));
}

const powersOfTen = Array.from({ length: 41 }, (_, exponent) => 10n ** BigInt(exponent));

function powerOfTen(exponent: number): bigint {
  return powersOfTen[exponent] ?? 10n ** BigInt(exponent);
}

/** Without trailing zeros, and never `-0`. */
function toText(scaled: Scaled): Amount {
  if (scaled.units === 0n) return '0';
  if (scaled.scale === 0) return scaled.units.toString();
  const text = toFixed(scaled);
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end -= 1;
  return text.slice(0, text.charCodeAt(end - 1) === 46 ? end - 1 : end);
}

function toFixed({ units, scale }: Scaled): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const sign = units < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
