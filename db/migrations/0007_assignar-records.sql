-- Records kept in step with Assignar, and what somebody changed there by hand.

alter table links drop constraint links_standing_check;
-- `ending`: ended in Intacct, and active in Assignar as long as time of theirs is not posted.
alter table links add constraint links_standing_check check (standing in ('active', 'inactive', 'ending'));

-- What stands in Assignar and was put there by somebody's hand, not by the hub.
create table drifts (
  drift_id bigint generated always as identity primary key,
  company text not null,
  -- clients/assignar/assignar-client.ts: AssignarObject.
  object text not null,
  assignar_id text not null,
  -- Null for a record of Assignar that stands for none of Intacct.
  intacct_object text,
  intacct_id text,
  kind text not null check (kind in ('edited', 'deleted', 'created-in-assignar', 'duplicate', 'missing')),
  -- By field: what both had when they were last in step, what Assignar has, what Intacct says.
  fields jsonb not null,
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  settled_at timestamptz,
  settled_because text
);
create unique index drifts_open on drifts (company, object, assignar_id) where settled_at is null;
create index drifts_of_record on drifts (company, intacct_object, intacct_id);

-- Which contact says who an employee is: its change need not change the employee's time. A digest, for contacts bear people's names.
create table employee_contacts (
  company text not null,
  employee_id text not null,
  contact_key text not null,
  primary key (company, employee_id)
);
create index employee_contacts_by_contact on employee_contacts (company, contact_key);
