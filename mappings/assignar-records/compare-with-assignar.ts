type Fields = Readonly<Record<string, string | null>>;

/** What the two sides of a record and their last agreement come to. */
export interface ComparedRecord {
  /** What Intacct changed, or Assignar lacks: to be written. */
  toWrite: Record<string, string | null>;
  /** What somebody changed in Assignar while Intacct said the same as before. */
  edited: FieldDifferences;
  /** What both changed: Intacct's word is among `toWrite`. */
  overwritten: FieldDifferences;
}

/** By field: what both had when they were last in step, what Assignar has, and what Intacct says. */
export type FieldDifferences = Record<
  string,
  { agreed: string | null; assignar: string | null; intacct: string | null }
>;

/**
 * Compares a record field by field with what was agreed before: a field that Assignar does not tell is none that can differ, and empty is
 * the same as absent. Without an agreement Intacct's word is written wherever Assignar says otherwise. Pure.
 */
export function compareWithAssignar(sides: { wanted: Fields; actual: Fields; agreed: Fields | null }): ComparedRecord {
  const { wanted, actual, agreed } = sides;
  const compared: ComparedRecord = { toWrite: {}, edited: {}, overwritten: {} };
  for (const [field, intacct] of Object.entries(wanted)) {
    const assignar = actual[field];
    if (assignar === undefined || isSame(assignar, intacct)) continue;
    const wasAgreed = agreed?.[field];
    if (wasAgreed === undefined) {
      compared.toWrite[field] = intacct;
      continue;
    }
    const difference = { agreed: wasAgreed, assignar, intacct };
    const changedInIntacct = !isSame(intacct, wasAgreed);
    const changedInAssignar = !isSame(assignar, wasAgreed);
    if (!changedInIntacct) compared.edited[field] = difference;
    else {
      compared.toWrite[field] = intacct;
      if (changedInAssignar) compared.overwritten[field] = difference;
    }
  }
  return compared;
}

function isSame(one: string | null, other: string | null): boolean {
  return (one ?? '') === (other ?? '');
}
