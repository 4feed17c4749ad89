import type { ImportRecord } from '../../domain/import-record';

/** What a column of an import table takes. Lengths in characters; null is unbounded. */
export type ImportColumn =
  | { kind: 'text'; lengthMax: number | null }
  | { kind: 'numeric'; precision: number; scale: number }
  | { kind: 'integer' }
  | { kind: 'boolean' }
  | { kind: 'date' }
  | { kind: 'timestamp with time zone' };

export type ImportColumns = Readonly<Record<string, ImportColumn>>;

const varchar = (lengthMax: number): ImportColumn => ({ kind: 'text', lengthMax });
const numeric = (precision: number, scale: number): ImportColumn => ({ kind: 'numeric', precision, scale });
const text: ImportColumn = { kind: 'text', lengthMax: null };
const integer: ImportColumn = { kind: 'integer' };
const boolean: ImportColumn = { kind: 'boolean' };
const date: ImportColumn = { kind: 'date' };
const instant: ImportColumn = { kind: 'timestamp with time zone' };

/** What tells a row of the import database from all others; every header and item begins with it. facts/imetal.md 1.3. */
export const keyColumns: ImportColumns = {
  import_company_reference: varchar(30),
  import_source: varchar(50),
  import_batch_number: integer,
  import_number: integer,
};

/** How a header is entered: its status, who says so, and what is to be done. */
export const enteredColumns: ImportColumns = {
  import_status: varchar(1),
  import_user_name: varchar(50),
  import_action: varchar(1),
};

/** What the importer answers in a header, beside its status; the client only reads it. */
export const answerColumns: ImportColumns = { import_notes: text, imetal_id: integer };

/** The version of the live row that a change is for: of every header; the importer refuses another one. */
export const versionColumns: ImportColumns = { imetal_version: integer };

const address: ImportColumns = {
  address: text,
  town: varchar(60),
  county: varchar(60),
  postcode: varchar(10),
  country_code: varchar(3),
};

const slots = [1, 2, 3, 4, 5];

const overdueColumns: ImportColumns = {
  overdue_total: numeric(14, 2),
  ...Object.fromEntries([1, 2, 3, 4].map((age) => [`overdue_${age}`, numeric(14, 2)])),
};

/** Columns of each header table, beyond keys and state. No source confirms these tables; facts/imetal.md 1.3 has none of them. */
export const importTables: Readonly<Record<ImportRecord['table'], ImportColumns>> = {
  import_companies: {
    company_type: varchar(1),
    code: varchar(10),
    name: varchar(60),
    short_name: varchar(30),
    company_status_code: varchar(3),
    branch_code: varchar(6),
    terms_code: varchar(6),
    currency_code: varchar(3),
    ...address,
    telephone: varchar(20),
    fax: varchar(20),
    email: varchar(255),
    credit_limit: numeric(12, 2),
    payment_hold: boolean,
    credit_comments: text,
    parent_code: varchar(10),
    registration_number: varchar(20),
    tax_registration1: varchar(20),
    restricted_branches: text,
    external_reference: varchar(50),
  },
  import_company_sub_addresses: {
    company_type: varchar(1),
    company_code: varchar(10),
    code: varchar(10),
    name: varchar(60),
    ...address,
    telephone: varchar(20),
    email: varchar(255),
    sub_address_status: varchar(1),
    external_reference: varchar(50),
  },
  import_contacts: {
    company_type: varchar(1),
    company_code: varchar(10),
    contact_id: integer,
    forename: varchar(50),
    surname: varchar(50),
    position: varchar(50),
    contact_type_code: varchar(3),
    telephone: varchar(20),
    mobile: varchar(20),
    email: varchar(255),
    ...address,
    contact_status: varchar(1),
    external_reference: varchar(50),
  },
  import_terms: {
    code: varchar(6),
    description: varchar(60),
    applies_to: varchar(1),
    due_days: integer,
    due_month_ends: integer,
    settlement_days: integer,
    settlement_discount: numeric(5, 2),
    penalty_percentage: numeric(5, 2),
    penalty_period: varchar(3),
    narrative: text,
    active: boolean,
    external_reference: varchar(50),
  },
  import_tax_rates: {
    tax_authority_code: varchar(12),
    tax_authority_description: varchar(60),
    tax_class: integer,
    tax_type: varchar(1),
    description: varchar(60),
    rate: numeric(8, 4),
    effective_from: date,
    effective_to: date,
    external_reference: varchar(50),
    active: boolean,
  },
  import_tax_groups: {
    code: varchar(12),
    description: varchar(60),
    tax_type: varchar(1),
    ...Object.fromEntries(slots.map((slot) => [`authority${slot}`, varchar(12)])),
    ...Object.fromEntries(slots.map((slot) => [`class${slot}`, integer])),
    external_reference: varchar(50),
  },
  import_customer_balances: {
    customer_code: varchar(10),
    as_of: instant,
    currency_code: varchar(3),
    credit_limit: numeric(14, 2),
    exposure: numeric(14, 2),
    available: numeric(14, 2),
    over_extended: boolean,
    reason: text,
    group_code: varchar(10),
    group_limit: numeric(14, 2),
    group_exposure: numeric(14, 2),
    group_available: numeric(14, 2),
    group_over_extended: boolean,
    group_reason: text,
  },
};

/** Columns of each table of items, beyond the keys and `item_no`; a record's items name theirs as `table`. */
export const importItemTables: Readonly<Record<string, ImportColumns>> = {
  import_customer_balance_lines: {
    currency_code: varchar(3),
    total_due: numeric(14, 2),
    ...overdueColumns,
    pending_credits: numeric(14, 2),
    unapplied_cash: numeric(14, 2),
    group_total_due: numeric(14, 2),
  },
  import_open_items: {
    document_number: varchar(30),
    document_type: varchar(3),
    document_date: date,
    due_date: date,
    currency_code: varchar(3),
    document_amount: numeric(14, 2),
    open_amount: numeric(14, 2),
    base_open_amount: numeric(14, 2),
    external_reference: varchar(30),
    source_document_key: varchar(30),
  },
};

/** Which number an item has within its record and table, from 1. */
export const itemNumberColumns: ImportColumns = { item_no: integer };

/** Columns that the client writes, of every table of the import database. */
export function writtenColumns(): Readonly<Record<string, ImportColumns>> {
  const headers = Object.entries(importTables).map(([table, columns]) => [
    table,
    { ...keyColumns, ...enteredColumns, ...versionColumns, ...columns },
  ]);
  const items = Object.entries(importItemTables).map(([table, columns]) => [
    table,
    { ...keyColumns, ...itemNumberColumns, ...columns },
  ]);
  return Object.fromEntries([...headers, ...items]);
}
