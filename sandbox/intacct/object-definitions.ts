import { definitionOf } from './object-draft';
import { AUDIT_OBJECTS } from './objects/audit-objects';
import { LEDGER_OBJECTS } from './objects/ledger-objects';
import { PARTY_OBJECTS } from './objects/party-objects';
import { PAYABLE_OBJECTS } from './objects/payable-objects';
import { PROJECT_OBJECTS } from './objects/project-objects';
import { RECEIPT_OBJECTS, RECEIVABLE_OBJECTS } from './objects/receivable-objects';
import { TERM_AND_TAX_OBJECTS } from './objects/term-and-tax-objects';
import { WORKFORCE_OBJECTS } from './objects/workforce-objects';

/** How a field compares, and how it looks on the wire. Inside, dates are ISO and amounts are decimal text. */
export type FieldKind = 'text' | 'integer' | 'amount' | 'date' | 'timestamp' | 'boolean';

export interface ObjectField {
  readonly name: string;
  readonly kind: FieldKind;
  /** Must be there, not blank, in a create. */
  readonly required: boolean;
  readonly readOnly: boolean;
  /** Longest text; null where the sandbox knows no bound. */
  readonly lengthMax: number | null;
  /** Only these words. */
  readonly words: readonly string[] | null;
}

export interface ObjectRelation {
  readonly path: string;
  readonly object: string;
  /** Field here, and the field there that it equals. */
  readonly field: string;
  readonly relatedField: string;
}

export interface ObjectDefinition {
  readonly name: string;
  /** As in `Could not create Customer record!`. */
  readonly label: string;
  /** Element of its RECORDNO and natural key: CUSTOMERID, or RECORDNO where there is none. */
  readonly naturalKey: string;
  readonly fields: ReadonlyMap<string, ObjectField>;
  readonly relations: readonly ObjectRelation[];
  /** Fields that another record says: PROJECTNAME is `PROJECT.NAME`. */
  readonly shown: Readonly<Record<string, string>>;
  /** Owned rows, and the field in them that holds this object's RECORDNO. */
  readonly lines: { readonly wrapper: string; readonly object: string; readonly parentField: string } | null;
  /** Elements that are no fields: the object's own writer reads them. */
  readonly left: ReadonlySet<string>;
  /** Generic functions that are possible; ARINVOICE is written by create_invoice only. */
  readonly writable: ReadonlySet<'create' | 'update' | 'delete'>;
}

const DRAFTS = [
  ...PAYABLE_OBJECTS,
  ...PARTY_OBJECTS,
  ...RECEIVABLE_OBJECTS,
  ...RECEIPT_OBJECTS,
  ...AUDIT_OBJECTS,
  ...LEDGER_OBJECTS,
  ...TERM_AND_TAX_OBJECTS,
  ...WORKFORCE_OBJECTS,
  ...PROJECT_OBJECTS,
];

const DEFINITIONS: ReadonlyMap<string, ObjectDefinition> = new Map(
  DRAFTS.map((draft) => [draft.name, definitionOf(draft)]),
);

/** The object of that name (capitals), or undefined; facts/intacct.md section 8 for its fields. */
export function objectDefinition(name: string): ObjectDefinition | undefined {
  return DEFINITIONS.get(name);
}

/** Names of all objects that the sandbox has. */
export function objectNames(): string[] {
  return [...DEFINITIONS.keys()];
}
