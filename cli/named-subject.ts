import { type RecordObject, recordFlows } from '../domain/record-sync';

/** What a key names, as the list of exceptions prints it. */
export type NamedSubject =
  /** A document of the ledger: `HOU-DIV-104233`, `HOU-CRN-600001/application`, `CGS-100-HOU-2026-11-20-1`. */
  | { kind: 'document'; documentKey: string }
  /** A record that is kept in step: `CUSTOMER/C00112`. */
  | { kind: 'record'; object: RecordObject; key: string }
  /** What a customer owes, told to iMetal: `open-items/C00112`. */
  | { kind: 'open-items'; customerId: string };

/** What a key names; any key of another form is a document's. */
export function namedSubject(key: string): NamedSubject {
  const slash = key.indexOf('/');
  const [kind, rest] = [key.slice(0, Math.max(slash, 0)), key.slice(slash + 1)];
  if (rest === '') return { kind: 'document', documentKey: key };
  if (kind === 'open-items') return { kind: 'open-items', customerId: rest };
  return isRecordObject(kind) ? { kind: 'record', object: kind, key: rest } : { kind: 'document', documentKey: key };
}

/** Whether a word is an object that is kept in step. */
export function isRecordObject(word: string): word is RecordObject {
  return Object.hasOwn(recordFlows, word);
}
