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
 * the same as absent, and an e-mail address in other letters too. Without an agreement Intacct's word is written wherever Assignar says otherwise. Pure.
 */
export function compareWithAssignar(sides: { wanted: Fields; actual: Fields; agreed: Fields | null }): ComparedRecord {
  const { wanted, actual, agreed } = sides;
  const compared: ComparedRecord = { toWrite: {}, edited: {}, overwritten: {} };
  for (const [field, intacct] of Object.entries(wanted)) {
    const assignar = actual[field];
    if (assignar === undefined || isSame(field, assignar, intacct)) continue;
    const wasAgreed = agreed?.[field];
    if (wasAgreed === undefined) {
      compared.toWrite[field] = intacct;
      continue;
    }
    const difference = { agreed: wasAgreed, assignar, intacct };
    const changedInIntacct = !isSame(field, intacct, wasAgreed);
    const changedInAssignar = !isSame(field, assignar, wasAgreed);
    if (!changedInIntacct) compared.edited[field] = difference;
    else {
      compared.toWrite[field] = intacct;
      if (changedInAssignar) compared.overwritten[field] = difference;
    }
  }
  return compared;
}

function isSame(field: string, one: string | null, other: string | null): boolean {
  // An address is the same in whatever case, and Assignar may well keep it in its own.
  if (field === 'email') return (one ?? '').toLowerCase() === (other ?? '').toLowerCase();
  return (one ?? '') === (other ?? '');
}
