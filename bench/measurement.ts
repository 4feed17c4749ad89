import Table from 'cli-table3';

/** One part of the benchmark: what a person reads, and the same figures for a machine. */
export interface Measurement {
  name: string;
  title: string;
  head: string[];
  rows: string[][];
  /** Sentences under the table: what was chosen, what limits the figures. */
  notes: string[];
  figures: object;
}

/** The measurement as a titled table with its notes; every column but the first is aligned to the right. */
export function measurementText({ title, head, rows, notes }: Measurement): string {
  const table = new Table({
    head,
    colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows);
  return [title, table.toString(), ...notes.map((note) => `  ${note}`)].join('\n');
}

/** The value below which the share (0 to 1) of the values lies, by nearest rank. Throws on none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('a percentile of no values');
  return value;
}

/** The middle value; the lower of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** A figure for a table with that many digits behind the point. */
export function shown(value: number, digits = 1): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Bytes as MB of 1,000,000, one digit. */
export function megabytes(bytes: number): string {
  return `${shown(bytes / 1e6)} MB`;
}
