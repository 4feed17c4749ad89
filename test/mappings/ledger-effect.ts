import type { Dimensions } from '../../domain/ar-invoice';
import type { JournalEntry } from '../../domain/journal-entry';
import { centsOf } from './source-invoice-arbitrary';

interface EffectLine {
  accountNumber: string;
  amount: string;
  taxEntries: { taxDetailId: string; amount: string }[];
}

/** Cents by account and tax detail that a document's lines and its journal move, without the keys that come to nothing. */
export function ledgerEffect(lines: readonly EffectLine[], journal: JournalEntry | null): Record<string, bigint> {
  const cents = new Map<string, bigint>();
  const add = (key: string, amount: bigint) => cents.set(key, (cents.get(key) ?? 0n) + amount);
  for (const { accountNumber, amount, taxEntries } of lines) {
    // Lines of a sales document credit their account, those of a purchase debit it: here only their own sign counts.
    add(accountNumber, centsOf(amount));
    for (const entry of taxEntries) add(`tax ${entry.taxDetailId}`, centsOf(entry.amount));
  }
  for (const { side, accountNumber, amount } of journal?.lines ?? []) {
    add(`journal ${accountNumber}`, side === 'debit' ? centsOf(amount) : -centsOf(amount));
  }
  return nonZero(cents);
}

/** The same effect the other way round. */
export function opposite(effect: Readonly<Record<string, bigint>>): Record<string, bigint> {
  return Object.fromEntries(Object.entries(effect).map(([key, cents]) => [key, -cents]));
}

/** Debits less credits in cents by location. */
export function balanceByLocation(entry: JournalEntry | null): Record<string, bigint> {
  const cents = new Map<string, bigint>();
  for (const { side, amount, dimensions } of entry?.lines ?? []) {
    const location = locationOf(dimensions);
    cents.set(location, (cents.get(location) ?? 0n) + (side === 'debit' ? centsOf(amount) : -centsOf(amount)));
  }
  return nonZero(cents);
}

function locationOf({ locationId }: Dimensions): string {
  return locationId;
}

function nonZero(cents: ReadonlyMap<string, bigint>): Record<string, bigint> {
  return Object.fromEntries([...cents].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));
}
