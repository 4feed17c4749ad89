-- The worker true-up: each run, what it read, and what it found and did about every worker.

create table true_ups (
  true_up_id text primary key,
  company text not null,
  -- The flow that runs it: approvals go there.
  workflow_id text not null,
  -- A person, or `schedule`; whoever asked may not approve.
  requested_by text not null,
  is_preview boolean not null,
  -- Employee ids and user ids of Assignar that the run is about; null: everybody.
  named text[],
  state text not null check (state in ('reading', 'previewed', 'repairing', 'awaiting-approval', 'finished', 'stopped')),
  workers_read integer not null default 0,
  employees_read integer not null default 0,
  -- Cases by finding, those in step included; null before the plan.
  findings jsonb,
  started_at timestamptz not null default now(),
  planned_at timestamptz,
  finished_at timestamptz
);
-- One at a time.
create unique index true_ups_open on true_ups (company) where finished_at is null;
create index true_ups_by_start on true_ups (company, started_at);

-- Both sides as the run read them, brought up to date by what it writes; gone when it ends, for it is personal.
create table true_up_snapshots (
  true_up_id text not null references true_ups (true_up_id) on delete cascade,
  -- `unposted`: by user id, how many timesheets of the worker are not posted.
  side text not null check (side in ('assignar', 'intacct', 'unposted')),
  -- The user id, or the employee id of Intacct.
  id text not null,
  record jsonb not null,
  primary key (true_up_id, side, id)
);

-- What is wrong with one employee's workers, or with one worker who is nobody: the plan, the decision, the repair.
create table true_up_entries (
  entry_id bigint generated always as identity primary key,
  true_up_id text not null references true_ups (true_up_id) on delete cascade,
  -- `employee/E-7` or `worker/41`.
  case_key text not null,
  employee_id text,
  user_id text,
  user_ids text[] not null,
  finding text not null,
  matched_by text,
  fields text[] not null,
  because text not null,
  risks text[] not null,
  -- domain/true-up.ts: RepairAction[].
  actions jsonb not null,
  -- By user id: the fields that the repair changes, as they were and as they were read back.
  before jsonb not null,
  after jsonb,
  -- Timesheets of these workers that are not posted, and documents parked for them.
  unposted_timesheets integer not null,
  waiting_documents integer not null,
  state text not null check (state in ('planned', 'awaiting-approval', 'approved', 'declined', 'repairing', 'repaired',
    'changed-meanwhile', 'failed', 'skipped')),
  -- `approved` or `declined`, by whom and why.
  decision text check (decision in ('approved', 'declined')),
  decided_by text,
  decided_at timestamptz,
  reason text,
  attempts integer not null default 0,
  -- How often somebody else changed it before it was repaired.
  changes_met integer not null default 0,
  error text,
  -- Documents that were let through when it was repaired.
  released integer not null default 0,
  planned_at timestamptz not null default now(),
  settled_at timestamptz,
  unique (true_up_id, case_key)
);
create index true_up_entries_by_state on true_up_entries (true_up_id, state);
