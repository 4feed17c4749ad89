-- Shifts on timesheets, and what the hub knows of the employees, items, projects and tasks that they name.

alter table postings drop constraint postings_purpose_check;
alter table postings add constraint postings_purpose_check check (purpose in (
  'invoice', 'cost-of-sales', 'credit-memo', 'credit-application', 'bill', 'supplier-credit', 'receipt-exchange-difference',
  'ledger-entry', 'statistical-entry', 'timesheet', 'timesheet-next-period', 'equipment-hours', 'equipment-cost',
  'invoice-reversal', 'cost-of-sales-reversal', 'credit-memo-reversal', 'bill-reversal', 'supplier-credit-reversal',
  'receipt-exchange-difference-reversal', 'ledger-entry-reversal', 'statistical-entry-reversal', 'timesheet-reversal',
  'timesheet-next-period-reversal', 'equipment-hours-reversal', 'equipment-cost-reversal'));

-- Assignar's versions are milliseconds. The view holds the columns' types, so it is made anew.
drop view standing_documents;
alter table postings
  alter column source_version type bigint,
  alter column acknowledged_version type bigint,
  -- `timesheet:E-7/2026-11-16`: what Intacct keeps one of, and only one posting at a time may be writing to; null for documents of their own.
  add column serial_key text;
create view standing_documents as
  select distinct on (company, document_key) *
    from postings where is_leading
    order by company, document_key, (state = 'abandoned'), revision desc;
create index postings_on_their_way on postings (company, serial_key) where serial_key is not null and state in ('sending', 'unknown');
-- A worker's shifts: whether another one overlaps.
create index postings_by_worker on postings (company, party) where flow = 'labour-time' and is_leading;

-- Employees, items, projects and tasks as they were last read of Intacct, those that no filter lets through included: planning a
-- shift asks nothing of the gateway.
create table construction_masters (
  company text not null,
  object text not null check (object in ('EMPLOYEE', 'ITEM', 'PROJECT', 'TASK')),
  -- The natural id; of a task `PROJECTID/TASKID`.
  id text not null,
  record_number text not null,
  -- db/construction-masters.ts: what a shift needs of the record, and nothing personal.
  fields jsonb not null,
  is_active boolean not null,
  modified_at timestamptz not null,
  seen_at timestamptz not null default now(),
  -- Since when Intacct has it no more.
  gone_at timestamptz,
  primary key (company, object, id)
);
create index construction_masters_by_record_number on construction_masters (company, object, record_number);
create index construction_tasks_by_id on construction_masters (company, (fields ->> 'taskId')) where object = 'TASK';
