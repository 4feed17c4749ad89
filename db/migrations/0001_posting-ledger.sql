-- The posting ledger: what is meant to be in Intacct, and how far it got. The engine forgets after its retention; this does not.

create table plans (
  plan_id bigint generated always as identity primary key,
  company text not null,
  document_key text not null,
  revision integer not null,
  version integer not null,
  -- sha256 over the source's content and the operator's correction.
  content_hash text not null,
  mapping_version text not null,
  -- [{purpose, kind, …the exact Intacct document}], in the order sent.
  documents jsonb not null,
  -- Cost of sales that waits for the day's journal of its branch instead of going with the invoice.
  pooled_entry jsonb,
  trace jsonb not null,
  totals jsonb not null,
  created_at timestamptz not null default now(),
  unique (company, document_key, revision, version)
);

create table postings (
  posting_id bigint generated always as identity primary key,
  company text not null,
  flow text not null,
  source_system text not null,
  document_key text not null,
  -- 1 for the document itself; each reverse-and-repost after a change adds one.
  revision integer not null default 1,
  purpose text not null check (purpose in ('invoice', 'cost-of-sales', 'invoice-reversal', 'cost-of-sales-reversal')),
  -- The posting that stands for its document in lists and counts.
  is_leading boolean not null,
  state text not null check (state in ('planned', 'sending', 'posted', 'rejected', 'unknown', 'abandoned')),
  plan_id bigint references plans (plan_id),
  version integer not null default 0,
  content_hash text,
  -- The source's own version of the content that was planned.
  source_version integer,
  mapping_version text,
  control_id text,
  request_control_id text,
  entity_id text,
  party text,
  party_name text,
  currency text,
  amount numeric(18, 2),
  period text check (period ~ '^\d{4}-\d{2}$'),
  intacct_key text,
  workflow_id text not null,
  run_id text not null,
  triggered_at timestamptz not null,
  planned_at timestamptz,
  sent_at timestamptz,
  settled_at timestamptz,
  acknowledged_at timestamptz,
  -- The source's own version after our acknowledgement: an equal one later means nothing changed.
  acknowledged_version integer,
  unique (company, document_key, revision, purpose),
  unique (control_id),
  check (state <> 'posted' or intacct_key is not null),
  check (state not in ('sending', 'unknown') or control_id is not null)
);
create index postings_by_state on postings (company, flow, state) where is_leading;
create index postings_by_settlement on postings (settled_at) where is_leading and state = 'posted';

create table posting_events (
  event_id bigint generated always as identity primary key,
  posting_id bigint not null references postings (posting_id),
  at timestamptz not null default clock_timestamp(),
  from_state text,
  to_state text not null,
  -- `flow`, or the person who asked.
  actor text not null,
  note text not null,
  plan_id bigint
);
create index posting_events_by_posting on posting_events (posting_id, event_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger posting_events_are_append_only before update or delete on posting_events
  for each row execute function refuse_change();
create trigger plans_are_append_only before update or delete on plans
  for each row execute function refuse_change();

create table exceptions (
  exception_id bigint generated always as identity primary key,
  company text not null,
  flow text not null,
  -- A document's key, or `*` for one that stands for the whole company.
  document_key text not null,
  code text not null,
  cause_key text,
  message text not null,
  field text not null,
  expected text not null,
  actual text not null,
  amount numeric(18, 2),
  currency text,
  workflow_id text,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  -- `posted`, `abandoned: <reason>`, `tried again`, `signed in again`.
  closed_because text
);
create index exceptions_open on exceptions (company, code) where closed_at is null;
create index exceptions_by_document on exceptions (company, document_key);

create table links (
  company text not null,
  system text not null,
  object text not null,
  source_id text not null,
  intacct_object text not null,
  intacct_id text not null,
  intacct_record_number text,
  hash_written text,
  hash_read text,
  linked_at timestamptz not null default now(),
  primary key (company, system, object, source_id),
  unique (company, system, object, intacct_object, intacct_id)
);

-- One row per source document: the leading posting that stands for it. The newest revision, but one that a person chose to
-- ignore stands only where nothing else does: then the ledger holds what an earlier one posted.
create view standing_documents as
  select distinct on (company, document_key) *
    from postings where is_leading
    order by company, document_key, (state = 'abandoned'), revision desc;
