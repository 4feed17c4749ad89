import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import {
  absoluteAmount,
  allocateByWeight,
  compareAmounts,
  divideAmount,
  formatCents,
  isAmount,
  isWholeCents,
  isZeroAmount,
  multiplyAmount,
  negateAmount,
  roundToCents,
  roundToPlaces,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';

const Oracle = Decimal.clone({ precision: 80, toExpNeg: -80, toExpPos: 80 });

const amountOf = (decimalsMax: number) =>
  fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: decimalsMax }))
    .map(([units, scale]) => new Oracle(units.toString()).dividedBy(new Oracle(10).pow(scale)).toFixed(scale));
const anyAmount = amountOf(8);
const cents = amountOf(2);

describe('sums, differences and products', () => {
  it('are those of a decimal library, written without trailing zeros', () => {
    fc.assert(
      fc.property(anyAmount, anyAmount, fc.array(anyAmount), (left, right, many) => {
        expect(subtractAmounts(left, right)).toBe(new Oracle(left).minus(right).plus(0).toString());
        expect(multiplyAmount(left, right)).toBe(new Oracle(left).times(right).plus(0).toString());
        expect(negateAmount(left)).toBe(new Oracle(left).negated().plus(0).toString());
        expect(absoluteAmount(left)).toBe(new Oracle(left).abs().toString());
        expect(compareAmounts(left, right)).toBe(new Oracle(left).comparedTo(right));
        const total = many.reduce((sum, amount) => sum.plus(amount), new Oracle(0));
        expect(sumAmounts(many)).toBe(total.toString());
      }),
    );
  });

  it('has no sum but 0 for nothing, and never a negative zero', () => {
    expect(sumAmounts([])).toBe('0');
    expect(sumAmounts(['-0.00'])).toBe('0');
    expect(negateAmount('0.00')).toBe('0');
    expect(multiplyAmount('-1', '0')).toBe('0');
    expect(formatCents('-0')).toBe('0.00');
    expect(formatCents('-0.00')).toBe('0.00');
    expect(divideAmount('0', '-5')).toBe('0');
  });

  it('keeps the cents that binary fractions lose', () => {
    expect(sumAmounts(['0.1', '0.2'])).toBe('0.3');
    expect(sumAmounts(Array.from({ length: 10 }, () => '0.10'))).toBe('1');
    expect(sumAmounts(['99999999999999.99', '0.01'])).toBe('100000000000000');
  });

  it('divides to forty digits and refuses to divide by zero', () => {
    expect(divideAmount('1', '3')).toBe(`0.${'3'.repeat(40)}`);
    expect(() => divideAmount('1', '0.00')).toThrow('cannot divide 1 by zero');
  });

  it('refuses what is no number, and reads other spellings of one', () => {
    for (const text of ['', 'NaN', 'Infinity', '1,000.00', '0x10', '12 ', '--1']) {
      expect(isAmount(text)).toBe(false);
      expect(() => sumAmounts([text])).toThrow(RangeError);
    }
    expect(sumAmounts(['.5', '+5.', '1e3'])).toBe('1005.5');
  });
});

describe('rounding', () => {
  it('is half away from zero, as in a decimal library', () => {
    fc.assert(
      fc.property(anyAmount, fc.integer({ min: 0, max: 9 }), (amount, places) => {
        const expected = new Oracle(amount).toDecimalPlaces(places, Decimal.ROUND_HALF_UP).plus(0).toString();
        expect(roundToPlaces(amount, places)).toBe(expected);
      }),
    );
    expect(roundToCents('2.005')).toBe('2.01');
    expect(roundToCents('-2.005')).toBe('-2.01');
    expect(roundToCents('2.0049999')).toBe('2');
  });

  it('writes exactly two decimals and refuses an amount that would need more', () => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        expect(isZeroAmount(amount)).toBe(new Oracle(amount).isZero());
        expect(isWholeCents(amount)).toBe(new Oracle(amount).decimalPlaces() <= 2);
        if (isWholeCents(amount)) expect(formatCents(amount)).toBe(new Oracle(amount).plus(0).toFixed(2));
        else expect(() => formatCents(amount)).toThrow('more than two decimals');
      }),
    );
    expect(formatCents('007.5')).toBe('7.50');
    expect(formatCents('1.500')).toBe('1.50');
  });
});

describe('allocation by weight', () => {
  it('gives parts that add up to the total to the cent, whatever the weights', () => {
    fc.assert(
      fc.property(cents, fc.array(anyAmount, { minLength: 1, maxLength: 60 }), (total, weights) => {
        const parts = allocateByWeight(total, weights);
        expect(parts).toHaveLength(weights.length);
        expect(sumAmounts(parts)).toBe(sumAmounts([total]));
        for (const part of parts) expect(isWholeCents(part)).toBe(true);
      }),
    );
  });

  it('is less than a cent off the exact share where the weights are of one sign', () => {
    const weights = fc.array(cents.map(absoluteAmount), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(cents, weights, fc.boolean(), (total, sizes, negative) => {
        const signed = negative ? sizes.map(negateAmount) : sizes;
        const sum = signed.reduce((rest, weight) => rest.plus(weight), new Oracle(0));
        fc.pre(!sum.isZero());
        for (const [index, part] of allocateByWeight(total, signed).entries()) {
          const exact = new Oracle(total).times(signed[index] ?? '0').dividedBy(sum);
          expect(new Oracle(part).minus(exact).abs().lessThan('0.01')).toBe(true);
        }
      }),
    );
  });

  it('gives the cents left to those that lost most, the earlier of two equals first', () => {
    expect(allocateByWeight('0.10', ['1', '1', '1'])).toEqual(['0.04', '0.03', '0.03']);
    expect(allocateByWeight('-0.10', ['1', '1', '1'])).toEqual(['-0.04', '-0.03', '-0.03']);
    expect(allocateByWeight('1.00', ['1', '1', '1', '0'])).toEqual(['0.34', '0.33', '0.33', '0']);
    expect(allocateByWeight('0.05', ['5', '95', '400'])).toEqual(['0', '0.01', '0.04']);
    expect(allocateByWeight('0.05', ['-5', '-95', '-400'])).toEqual(['0', '0.01', '0.04']);
    expect(allocateByWeight('-0.05', ['-5', '-95', '-400'])).toEqual(['0', '-0.01', '-0.04']);
  });

  it('follows the signs of the weights', () => {
    expect(allocateByWeight('10.00', ['150.00', '-50.00'])).toEqual(['15', '-5']);
    expect(allocateByWeight('-1.00', ['-30', '-10'])).toEqual(['-0.75', '-0.25']);
  });

  it('puts all on the largest weight when the weights cancel, and on the first when all are zero', () => {
    expect(allocateByWeight('5.00', ['30', '-50', '20'])).toEqual(['0', '5', '0']);
    expect(allocateByWeight('5.00', ['0', '0.00'])).toEqual(['5', '0']);
    expect(allocateByWeight('0.00', ['0'])).toEqual(['0']);
  });

  it('refuses to allocate to nothing, and fractions of a cent', () => {
    expect(() => allocateByWeight('1.00', [])).toThrow('nothing to allocate to');
    expect(() => allocateByWeight('1.005', ['1'])).toThrow('cannot allocate 1.005: more than two decimals');
  });
});
