import { type Amount, isAmount, isWholeCents } from '../../domain/money';

/** An amount of the source that can be posted: a plain decimal of at most two decimals; null for anything else. */
export function postableAmount(amount: Amount | null): Amount | null {
  if (amount === null || !isAmount(amount) || !isWholeCents(amount)) return null;
  return amount;
}

/** The amounts when every one of them can be posted, else null: a sum with a gap in it is no sum. */
export function completeAmounts(amounts: readonly (Amount | null)[]): Amount[] | null {
  const complete: Amount[] = [];
  for (const amount of amounts) {
    const postable = postableAmount(amount);
    if (postable === null) return null;
    complete.push(postable);
  }
  return complete;
}
