-- The import database, third part: customers' balances and open items; assumed as the tables of master records are.

create table import_customer_balances (
  like import_header including all,
  customer_code varchar(10),
  as_of timestamptz,
  currency_code varchar(3),
  credit_limit numeric(14, 2),
  exposure numeric(14, 2),
  available numeric(14, 2),
  over_extended bool,
  reason text,
  group_code varchar(10),
  group_limit numeric(14, 2),
  group_exposure numeric(14, 2),
  group_available numeric(14, 2),
  group_over_extended bool,
  group_reason text
);

create table import_customer_balance_lines (
  import_company_reference varchar(30) not null,
  import_source varchar(50) not null,
  import_batch_number int not null,
  import_number int not null,
  item_no int not null,
  import_notes text,
  currency_code varchar(3),
  total_due numeric(14, 2),
  overdue_total numeric(14, 2),
  overdue_1 numeric(14, 2),
  overdue_2 numeric(14, 2),
  overdue_3 numeric(14, 2),
  overdue_4 numeric(14, 2),
  pending_credits numeric(14, 2),
  unapplied_cash numeric(14, 2),
  group_total_due numeric(14, 2),
  primary key (import_company_reference, import_source, import_batch_number, import_number, item_no)
);

create table import_open_items (
  import_company_reference varchar(30) not null,
  import_source varchar(50) not null,
  import_batch_number int not null,
  import_number int not null,
  item_no int not null,
  import_notes text,
  document_number varchar(30),
  document_type varchar(3),
  document_date date,
  due_date date,
  currency_code varchar(3),
  document_amount numeric(14, 2),
  open_amount numeric(14, 2),
  base_open_amount numeric(14, 2),
  external_reference varchar(30),
  source_document_key varchar(30),
  primary key (import_company_reference, import_source, import_batch_number, import_number, item_no)
);

-- What the importer looks for.
create index on import_customer_balances (import_batch_number, import_number) where import_status = 'E';

drop table import_header;
