-- Documents beyond the sales invoice; records kept in step; receivables told to operations; releases and first loads.

alter table postings drop constraint postings_purpose_check;
alter table postings add constraint postings_purpose_check check (purpose in (
  'invoice', 'cost-of-sales', 'credit-memo', 'credit-application', 'bill', 'supplier-credit', 'receipt-exchange-difference',
  'ledger-entry', 'statistical-entry',
  'invoice-reversal', 'cost-of-sales-reversal', 'credit-memo-reversal', 'bill-reversal', 'supplier-credit-reversal',
  'receipt-exchange-difference-reversal', 'ledger-entry-reversal', 'statistical-entry-reversal'));

-- The fields that both sides had when they were last in step: against these a change of either side is told from an echo.
alter table links drop column hash_written, drop column hash_read,
  add column agreed jsonb,
  -- `active`, or `inactive` when Intacct's record is inactive, gone, or filtered out since.
  add column standing text not null default 'active' check (standing in ('active', 'inactive')),
  add column synced_at timestamptz;
-- One code of iMetal may be a customer's and a supplier's: companies are one table there.
alter table links drop constraint links_pkey, add primary key (company, system, object, source_id, intacct_object);
create index links_by_intacct_id on links (company, intacct_object, intacct_id);
-- A group's members: whose agreed parent a customer is.
create index links_by_parent on links (company, (agreed ->> 'parentCode'));

-- Both sides changed one field since they were last in step: which value stands, and by which rule.
create table sync_conflicts (
  conflict_id bigint generated always as identity primary key,
  company text not null,
  object text not null,
  source_id text not null,
  intacct_id text not null,
  field text not null,
  agreed_value text,
  intacct_value text,
  imetal_value text,
  kept text not null check (kept in ('intacct', 'imetal')),
  -- `owner`, or `last writer`.
  rule text not null,
  settled_at timestamptz not null default now()
);
create index sync_conflicts_by_record on sync_conflicts (company, object, intacct_id);

-- Batch numbers for iMetal's importer: never used twice, whatever is restored.
create sequence import_batch_numbers;

-- Records on their way through iMetal's importer: after a crash the same batch is asked again, never a second one made.
create table record_imports (
  company text not null,
  object text not null,
  intacct_id text not null,
  batch_number integer not null,
  import_number integer not null,
  -- The row for the importer, and what is written down once it has taken it (db/import-batches.ts: AgreedRecord).
  import_record jsonb not null,
  agreed_record jsonb not null,
  handed_over_at timestamptz not null default now(),
  primary key (company, object, intacct_id),
  unique (batch_number, import_number)
);

-- What was last seen of each record, whatever came of it: a feed's overlap need not look at it again. Objects of Intacct, and
-- `imetal/ship-to` and `imetal/person` with iMetal's ids.
create table record_looks (
  company text not null,
  object text not null,
  intacct_id text not null,
  -- WHENMODIFIED as Intacct told it; null when it was gone.
  modified_at text,
  -- `in-step`, `filtered`, `gone`, `parked`.
  outcome text not null,
  -- When its reading began.
  looked_at timestamptz not null,
  primary key (company, object, intacct_id)
);

-- What is known of a contact that no link tells yet: whose it is, or which record of iMetal. Whoever looks again need not be told again.
create table record_hints (
  company text not null,
  object text not null,
  intacct_id text not null,
  -- domain/record-sync.ts: RecordHint.
  hint jsonb not null,
  primary key (company, object, intacct_id)
);

-- What was last read of a customer's receivables, and what operations were told.
create table customer_receivables (
  company text not null,
  customer_id text not null,
  -- The topmost parent, or the customer itself: the group whose limit counts.
  group_id text not null,
  as_of timestamptz not null,
  -- domain/open-items.ts: CustomerReceivables, CustomerBalance[], CreditPosition[] (customer, then group).
  receivables jsonb not null,
  balances jsonb not null,
  credit jsonb not null,
  -- When iMetal had it; null while it has not, or does not know the customer.
  told_at timestamptz,
  primary key (company, customer_id)
);
create index customer_receivables_by_group on customer_receivables (company, group_id);

-- Causes that went away, and how many documents were let through for each: a cause that comes back is tried less and less often.
create table cause_releases (
  company text not null,
  cause_key text not null,
  released_at timestamptz not null default now(),
  documents integer not null,
  -- In a row without success; 0 after one that went through.
  failures integer not null default 0,
  next_look_at timestamptz not null,
  -- Where nobody can look whether the cause is gone, one document tries first: these, and the newest exception it had then.
  canary_document_key text,
  canary_exception_id bigint,
  primary key (company, cause_key)
);

-- Under which profile and synced tax set-up a document was parked: another one since may be the cause gone.
alter table exceptions add column settings_hash text;
create index exceptions_waiting on exceptions (company, cause_key) where closed_at is null and cause_key is not null;

-- First loads: how far each got, and what became of every record read.
create table first_loads (
  company text not null,
  object text not null,
  workflow_id text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  -- RECORDNO of the last record of the last whole page.
  after_record_number text not null default '0',
  records_read bigint not null default 0,
  records_written bigint not null default 0,
  records_unchanged bigint not null default 0,
  records_filtered bigint not null default 0,
  records_refused bigint not null default 0,
  primary key (company, object),
  check (records_read = records_written + records_unchanged + records_filtered + records_refused)
);
