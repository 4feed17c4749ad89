-- Cost of sales that a profile posts once per day, entity and branch: waits here until its journal is planned.
create table cost_of_sales_pool (
  company text not null,
  document_key text not null,
  revision integer not null,
  branch_code text not null,
  entity_id text not null,
  posting_date date not null,
  entry jsonb not null,
  pooled_at timestamptz not null default now(),
  -- The journal document that took it, for example `CGS-100-HOU-2026-11-20-1`.
  journal_document_key text,
  primary key (company, document_key, revision)
);
create index cost_of_sales_pool_waiting on cost_of_sales_pool (company, branch_code, posting_date)
  where journal_document_key is null;
create index cost_of_sales_pool_by_journal on cost_of_sales_pool (company, journal_document_key);
