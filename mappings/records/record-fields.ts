import { type Amount, formatCents, isWholeCents } from '../../domain/money';

/** A record in the fields that both systems can hold, each in one form whichever system it came from; empty is null. */
export type RecordFields = Record<string, string | null>;

/**
 * Who decides about a field. `only-intacct`: operations do not change it, and what they change is put back. The others flow both
 * ways, and the rule is for when both sides changed the field since they were last in step.
 */
export type FieldRule = 'only-intacct' | 'intacct' | 'imetal' | 'last-writer';

/** Every field of these, with one rule; what `exceptions` names has its own. */
export function rulesFor(
  fields: readonly string[],
  rule: FieldRule,
  exceptions: Readonly<Record<string, FieldRule>> = {},
): Record<string, FieldRule> {
  return Object.fromEntries(fields.map((field) => [field, exceptions[field] ?? rule]));
}

/** A text as a field: without space around it; null when nothing is left. */
export function textField(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** A yes or no as a field. */
export function flagField(flag: boolean): 'true' | 'false' {
  return flag ? 'true' : 'false';
}

/** An amount as a field, with two decimals; one that has more is told as it is, for a check to refuse. */
export function amountField(amount: Amount | null): string | null {
  if (amount === null) return null;
  return isWholeCents(amount) ? formatCents(amount) : amount;
}
