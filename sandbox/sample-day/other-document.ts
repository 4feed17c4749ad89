import type { ExceptionCode } from '../../domain/exception';

/** A credit, supplier's document or stock movement of the day. */
export interface OtherDocument {
  /** For example `HOU-CRN-600001`; the same for every seed. */
  documentKey: string;
  /** What is wrong with it on purpose, and what a person does about it; null when it goes through. */
  wrong: { expectedCode: ExceptionCode; fix: string } | null;
}

/** Keys of documents that count in one series for each branch (and type, where `perType`), in the order in which they are entered. */
export function numberedKeys(
  documents: readonly { branch: string; type: string }[],
  numberBeforeFirst: number,
  perType: boolean,
): string[] {
  const last = new Map<string, number>();
  return documents.map(({ branch, type }) => {
    const series = perType ? `${branch}/${type}` : branch;
    const number = (last.get(series) ?? numberBeforeFirst) + 1;
    last.set(series, number);
    return `${branch}-${type}-${number}`;
  });
}

/** The documents of a list under their keys; throws when something was entered under another one. */
export function asEntered(
  documents: readonly { wrong?: OtherDocument['wrong'] }[],
  expectedKeys: readonly string[],
  enteredKeys: readonly string[],
): OtherDocument[] {
  return documents.map(({ wrong = null }, index) => {
    const documentKey = enteredKeys[index] ?? '';
    if (documentKey !== expectedKeys[index]) {
      throw new Error(`sample day: expected ${expectedKeys[index]} to be entered, came ${documentKey}`);
    }
    return { documentKey, wrong };
  });
}
