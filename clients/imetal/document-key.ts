/** What identifies a sales document in iMetal (facts/imetal.md 1.5: branch, type and number). */
export interface DocumentKey {
  branchCode: string;
  typeCode: string;
  number: number;
}

// Branch v6, type v3 (facts 1.3). A branch code may hold a dash, so type and number are taken from the end; no
// leading zeros, for a document has one key only.
const documentKeyPattern = /^([^\p{C}]{1,6})-([^\p{C}\s-]{1,3})-([1-9]\d{0,9})$/u;
const numberMax = 2_147_483_647;

/** Parts of a key such as `HOU-DIV-104233`; null when no document can have such a key. */
export function parseDocumentKey(documentKey: string): DocumentKey | null {
  const match = documentKeyPattern.exec(documentKey);
  if (!match) return null;
  const [, branchCode, typeCode, digits] = match;
  const number = Number(digits);
  if (branchCode === undefined || typeCode === undefined || number > numberMax) return null;
  return { branchCode, typeCode, number };
}
