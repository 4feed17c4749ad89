-- The live database, seventh part: what finance tells sales of a customer's account. No source shows where an
-- installation keeps it: all names are assumed. The importer replaces a customer's rows in one transaction.

create table customer_balances (
  id serial primary key,
  like base_columns including all,
  company_id int not null references companies,
  currency_code varchar(3) not null references currency_codes (code),
  total_due numeric(14, 2) not null,
  overdue_total numeric(14, 2) not null,
  -- Ages in order, the last without an end.
  overdue_1 numeric(14, 2),
  overdue_2 numeric(14, 2),
  overdue_3 numeric(14, 2),
  overdue_4 numeric(14, 2),
  pending_credits numeric(14, 2) not null,
  unapplied_cash numeric(14, 2) not null,
  group_total_due numeric(14, 2),
  unique (company_id, currency_code)
);

create table customer_open_items (
  id serial primary key,
  like base_columns including all,
  company_id int not null references companies,
  document_number varchar(30) not null,
  -- Invoice, credit note, debit note, advance, overpayment.
  document_type varchar(3) not null check (document_type in ('INV', 'CRN', 'DBN', 'ADV', 'OVP')),
  document_date date not null,
  due_date date,
  currency_code varchar(3) not null references currency_codes (code),
  document_amount numeric(14, 2) not null,
  open_amount numeric(14, 2) not null,
  base_open_amount numeric(14, 2) not null,
  external_reference varchar(30),
  source_document_key varchar(30)
);
create index customer_open_items_company on customer_open_items (company_id);

create table customer_credit_positions (
  id serial primary key,
  like base_columns including all,
  company_id int not null unique references companies,
  as_of timestamptz not null,
  currency_code varchar(3) not null references currency_codes (code),
  credit_limit numeric(14, 2),
  exposure numeric(14, 2) not null,
  available numeric(14, 2),
  over_extended bool not null,
  -- In words for a salesperson.
  reason text,
  group_code varchar(10),
  group_limit numeric(14, 2),
  group_exposure numeric(14, 2),
  group_available numeric(14, 2),
  group_over_extended bool,
  group_reason text
);
