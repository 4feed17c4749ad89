/** Exact integer arithmetic for the generator: an amount is a bigint of cents, a price of 0.0001, a quantity of 0.001. */

/** Half away from zero, iMetal's rounding of charge × quantity. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const top = dividend < 0n ? -dividend : dividend;
  const bottom = divisor < 0n ? -divisor : divisor;
  const quotient = (top * 2n + bottom) / (bottom * 2n);
  return negative ? -quotient : quotient;
}

/** Price in 0.0001 times quantity in 0.001, rounded to cents. */
export function extendToCents(priceE4: bigint, quantityE3: bigint): bigint {
  return divideRounded(priceE4 * quantityE3, 100_000n);
}

/** Tax in cents on an amount in cents; the rate is per cent in 0.0001 (6.25 % is 62500). */
export function taxOnCents(cents: bigint, ratePercentE4: bigint): bigint {
  return divideRounded(cents * ratePercentE4, 1_000_000n);
}

/** Document to base currency; the rate in 0.00000001; `*` multiplies and `/` divides. */
export function convertToBase(amount: bigint, rateE8: bigint, operator: '*' | '/'): bigint {
  return operator === '*' ? divideRounded(amount * rateE8, 100_000_000n) : divideRounded(amount * 100_000_000n, rateE8);
}

/** An integer of 10^-scale as decimal text: `decimalText(-5n, 2)` is `-0.05`. */
export function decimalText(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return value < 0n ? `-${text}` : text;
}

/** Decimal text as an integer of 10^-scale: `scaledInteger('6.25', 4)` is 62500; throws when digits would be lost. */
export function scaledInteger(text: string, scale: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (match === null || fraction.length > scale) throw new RangeError(`"${text}" is not a decimal of scale ${scale}`);
  return BigInt(`${match[1]}${match[2]}${fraction.padEnd(scale, '0')}`);
}
