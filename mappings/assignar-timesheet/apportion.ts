import type { Hours } from '../../domain/timesheet';

/**
 * Splits a whole number over weights, in proportion, into whole parts that add up to it: rounded down, and the units left
 * go to the parts that lost most, the earlier of two equals first. No weight at all gives zeros. None is negative.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) return weights.map(() => 0);
  const parts = weights.map((weight) => Math.floor((total * weight) / sum));
  return giveRest(
    total,
    parts,
    weights.map((weight) => (total * weight) % sum),
  );
}

/** Hundredths of an hour in so many minutes, half up: 100 minutes are 1.67 hours. */
export function roundedHundredths(minutes: number): number {
  return Math.floor((minutes * 10 + 3) / 6);
}

/**
 * Hundredths of an hour for lines of whole minutes that add up to `total`, mostly the rounded hundredths of their sum. Each
 * line is its own hours rounded down; the hundredths left go to the lines that lost most, the earlier of two equals first, so
 * that no line is off by a whole hundredth.
 */
export function apportionHundredths(minutes: readonly number[], total: number): number[] {
  // A minute is 5/3 of a hundredth of an hour.
  return giveRest(
    total,
    minutes.map((one) => Math.floor((one * 5) / 3)),
    minutes.map((one) => (one * 5) % 3),
  );
}

function giveRest(total: number, parts: number[], losses: readonly number[]): number[] {
  const left = parts.reduce((rest, part) => rest - part, total);
  const ranked = losses.map((loss, index) => ({ loss, index })).sort((a, b) => b.loss - a.loss || a.index - b.index);
  for (const { index } of ranked.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

/** `733` hundredths are "7.33". */
export function hoursText(hundredths: number): Hours {
  const digits = String(hundredths).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
