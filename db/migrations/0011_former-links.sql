-- Records of the source system that stood for one of Intacct, and do not any more: deleted there, or stood back behind another. What still
-- names them, as an older timesheet does, is not taken for somebody else's whose id they bear.
create table former_links (
  company text not null,
  system text not null,
  object text not null,
  source_id text not null,
  intacct_object text not null,
  intacct_id text not null,
  intacct_record_number text,
  replaced_at timestamptz not null default now(),
  primary key (company, system, object, source_id, intacct_object)
);
