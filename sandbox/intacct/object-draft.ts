import type { FieldKind, ObjectDefinition, ObjectField, ObjectRelation } from './object-definitions';

/** Every generic write. */
export const ALL = ['create', 'update', 'delete'] as const;

/** An object in short form. */
export interface ObjectDraft {
  name: string;
  label: string;
  naturalKey: string;
  /** `NAME! amount r <30` : kind, `!` required, `r` read only, `<n` length. Kind text when left out. */
  fields: string;
  words?: Readonly<Record<string, readonly string[]>>;
  relations?: readonly ObjectRelation[];
  shown?: ObjectDefinition['shown'];
  lines?: ObjectDefinition['lines'];
  left?: readonly string[];
  writable: readonly ('create' | 'update' | 'delete')[];
}

// Every standard object has these too (facts/intacct.md section 8).
const STANDARD =
  'RECORDNO integer r, WHENCREATED timestamp r, WHENMODIFIED timestamp r, CREATEDBY r, MODIFIEDBY r, MEGAENTITYKEY r, MEGAENTITYID r, MEGAENTITYNAME r, RECORD_URL r';
/** The words of STATUS. */
export const STATUS = { STATUS: ['active', 'inactive'] };

/** Fields of a contact, each with a prefix such as `DISPLAYCONTACT.`. */
export function contactFields(prefix: string): string {
  return `PRINTAS COMPANYNAME TAXABLE TAXGROUP TAXID PREFIX FIRSTNAME LASTNAME INITIAL PHONE1 PHONE2 CELLPHONE PAGER FAX EMAIL1
    EMAIL2 URL1 URL2 MAILADDRESS.ADDRESS1 MAILADDRESS.ADDRESS2 MAILADDRESS.ADDRESS3 MAILADDRESS.CITY MAILADDRESS.STATE
    MAILADDRESS.ZIP MAILADDRESS.COUNTRY MAILADDRESS.COUNTRYCODE MAILADDRESS.ISOCOUNTRYCODE`
    .split(/\s+/)
    .map((name) => `${prefix}${name}${name === 'PRINTAS' ? '!' : ''}`)
    .join(', ');
}

/** The definition that a draft is short for. */
export function definitionOf(draft: ObjectDraft): ObjectDefinition {
  const fields = new Map<string, ObjectField>();
  for (const text of `${STANDARD}, ${draft.fields}`.split(',')) {
    const [word = '', ...marks] = text.trim().split(/\s+/);
    const name = word.replace('!', '');
    const length = marks.find((mark) => mark.startsWith('<'));
    const kind = marks.find((mark) => mark !== 'r' && !mark.startsWith('<')) ?? 'text';
    fields.set(name, {
      name,
      kind: kind as FieldKind,
      required: word.endsWith('!'),
      readOnly: marks.includes('r'),
      lengthMax: length ? Number(length.slice(1)) : null,
      words: draft.words?.[name] ?? null,
    });
  }
  return {
    name: draft.name,
    label: draft.label,
    naturalKey: draft.naturalKey,
    fields,
    relations: draft.relations ?? [],
    shown: draft.shown ?? {},
    lines: draft.lines ?? null,
    left: new Set(draft.left),
    writable: new Set(draft.writable),
  };
}
