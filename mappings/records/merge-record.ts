import type { FieldRule, RecordFields } from './record-fields';

/** The two sides of a record, and what both had when they were last in step. */
export interface RecordSides {
  /** Null where the side has no such record yet. */
  intacct: RecordFields | null;
  imetal: RecordFields | null;
  /** Null when they never were in step. */
  agreed: RecordFields | null;
  /** A field without a rule goes by the last writer. */
  rules: Readonly<Record<string, FieldRule>>;
  lastWriter: 'intacct' | 'imetal';
}

/** A field that both sides changed, and which of the two stands. */
export interface FieldConflict {
  field: string;
  agreedValue: string | null;
  intacctValue: string | null;
  imetalValue: string | null;
  kept: 'intacct' | 'imetal';
  rule: 'owner' | 'last writer';
}

/** What both sides should have, and what each lacks of it. */
export interface MergedRecord {
  merged: RecordFields;
  toIntacct: RecordFields;
  toImetal: RecordFields;
  conflicts: FieldConflict[];
}

/**
 * Merges a record field by field against what was agreed before: a side that still says what was agreed has not changed, so the other
 * side's word stands; an echo of our own write is no change of either. Pure; merging what it gives changes nothing more.
 */
export function mergeRecord(sides: RecordSides): MergedRecord {
  const { intacct, imetal } = sides;
  const result: MergedRecord = { merged: {}, toIntacct: {}, toImetal: {}, conflicts: [] };
  for (const field of fieldsOf(intacct, imetal)) {
    const { value, conflict } = mergeField(field, sides);
    result.merged[field] = value;
    if (conflict !== null) result.conflicts.push(conflict);
    if (intacct === null || fieldValue(intacct, field) !== value) result.toIntacct[field] = value;
    if (imetal === null || fieldValue(imetal, field) !== value) result.toImetal[field] = value;
  }
  return result;
}

function mergeField(field: string, sides: RecordSides): { value: string | null; conflict: FieldConflict | null } {
  const { intacct, imetal, agreed } = sides;
  const rule = sides.rules[field] ?? 'last-writer';
  if (imetal === null) return unopposed(fieldValue(intacct, field));
  if (intacct === null) return unopposed(fieldValue(imetal, field));
  const intacctValue = fieldValue(intacct, field);
  const imetalValue = fieldValue(imetal, field);
  if (intacctValue === imetalValue) return unopposed(intacctValue);

  const wasAgreed = agreed !== null && field in agreed;
  const agreedValue = wasAgreed ? fieldValue(agreed, field) : null;
  const settle = (kept: 'intacct' | 'imetal', by: FieldConflict['rule']) => ({
    value: kept === 'intacct' ? intacctValue : imetalValue,
    conflict: { field, agreedValue, intacctValue, imetalValue, kept, rule: by },
  });
  if (rule === 'only-intacct') {
    const changedInImetal = wasAgreed && imetalValue !== agreedValue;
    return changedInImetal ? settle('intacct', 'owner') : unopposed(intacctValue);
  }
  if (wasAgreed && intacctValue === agreedValue) return unopposed(imetalValue);
  if (wasAgreed && imetalValue === agreedValue) return unopposed(intacctValue);
  // Two records that meet for the first time: what only one of them knows contradicts nothing.
  if (!wasAgreed && intacctValue === null) return unopposed(imetalValue);
  if (!wasAgreed && imetalValue === null) return unopposed(intacctValue);
  return rule === 'last-writer' ? settle(sides.lastWriter, 'last writer') : settle(rule, 'owner');
}

function unopposed(value: string | null) {
  return { value, conflict: null };
}

function fieldsOf(...sides: (RecordFields | null)[]): string[] {
  return [...new Set(sides.flatMap((side) => Object.keys(side ?? {})))];
}

function fieldValue(side: RecordFields | null, field: string): string | null {
  return side?.[field] ?? null;
}
