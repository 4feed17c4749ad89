import { createHash } from 'node:crypto';
import {
  convertToBase,
  decimalText,
  divideRounded,
  extendToCents,
  scaledInteger,
  taxOnCents,
} from '../../../sandbox/sample-day/cents';
import { generateSampleDay, type SampleDayOptions } from '../../../sandbox/sample-day/generate-sample-day';
import { createRandom } from '../../../sandbox/sample-day/random';

function hashOf(options: SampleDayOptions): string {
  const hash = createHash('sha256');
  for (const batch of generateSampleDay(options)) hash.update(JSON.stringify([...batch]));
  return hash.digest('hex');
}

describe('the generator', () => {
  test('gives the same rows for the same seed', () => {
    expect(hashOf({ seed: 7, invoices: 30 })).toBe(hashOf({ seed: 7, invoices: 30 }));
  });

  test('gives other rows for another seed', () => {
    expect(hashOf({ seed: 7, invoices: 5 })).not.toBe(hashOf({ seed: 8, invoices: 5 }));
  });

  test('a longer day begins with the shorter one', () => {
    const firstInvoices = (invoices: number) => {
      const [, rows] = [...generateSampleDay({ seed: 2, invoices })];
      return rows?.get('sales_headers')?.slice(0, 60);
    };
    expect(firstInvoices(40)).toEqual(firstInvoices(90));
  });

  test('inserts no more than about a hundred invoices at a time, however long the day', () => {
    const sizes = [...generateSampleDay({ seed: 1, invoices: 450 })].map(
      (batch) => batch.get('sales_headers')?.length ?? 0,
    );
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(300);
  });
});

describe('its arithmetic', () => {
  test.each([
    [5n, 10n, 1n],
    [-5n, 10n, -1n],
    [4n, 10n, 0n],
    [15n, 10n, 2n],
    [-25n, 10n, -3n],
  ])('%p divided by %p rounds half away from zero to %p', (dividend, divisor, quotient) => {
    expect(divideRounded(dividend, divisor)).toBe(quotient);
  });

  test('a price of four decimals times a quantity of three rounds to the cent', () => {
    // 1.8535 × 512.550 = 950.0114…; 0.0050 × 1.000 = half a cent.
    expect(extendToCents(18_535n, 512_550n)).toBe(95_001n);
    expect(extendToCents(50n, 1000n)).toBe(1n);
  });

  test('tax and conversion go to the cent', () => {
    expect(taxOnCents(10_000n, scaledInteger('9.9750', 4))).toBe(998n);
    expect(convertToBase(10_000n, scaledInteger('0.76218750', 8), '*')).toBe(7622n);
    expect(convertToBase(10_000n, scaledInteger('0.76218750', 8), '/')).toBe(13_120n);
  });

  test.each([
    [-5n, 2, '-0.05'],
    [12_340n, 4, '1.2340'],
    [7n, 0, '7'],
  ])('%p with %p decimals is %p', (value, scale, text) => {
    expect(decimalText(value, scale)).toBe(text);
    expect(scaledInteger(text, scale)).toBe(value);
  });

  test('refuses to lose digits', () => {
    expect(() => scaledInteger('0.12345', 4)).toThrow(RangeError);
  });
});

test('choices spread over their whole range', () => {
  const random = createRandom('spread');
  const counts = Array.from({ length: 10 }, () => 0);
  for (let turn = 0; turn < 10_000; turn += 1) {
    const choice = random.below(10);
    counts[choice] = (counts[choice] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(850);
  expect(Math.max(...counts)).toBeLessThan(1150);
});
