-- The live database, first part: parties, products and ledger coding. Column names, lengths and scales as in the
-- facts; a column marked "assumed" is ours, because no source shows iMetal's own.

-- What every table of iMetal has: optimistic lock, who and when, and an alive flag.
create table base_columns (
  version int not null default 0,
  cdate timestamptz not null default clock_timestamp(),
  mdate timestamptz not null default clock_timestamp(),
  cuser_id int,
  muser_id int,
  status char(1) not null default 'A' check (status in ('A', 'D'))
);

create table currency_codes (
  id serial primary key,
  like base_columns including all,
  code varchar(3) not null unique,
  exchange_rate numeric(14, 8) not null check (exchange_rate > 0),
  -- Assumed: '*' base = document × rate, '/' base = document ÷ rate.
  exchange_rate_operator char(1) not null check (exchange_rate_operator in ('*', '/')),
  date_last_synchronised timestamptz
);

create table countries (
  id serial primary key,
  like base_columns including all,
  code varchar(3) not null unique,
  name varchar(60) not null
);

create table corporate_entities (
  id serial primary key,
  like base_columns including all,
  code varchar(6) not null unique,
  name varchar(60) not null,
  base_currency_id int not null references currency_codes
);

create table branches (
  id serial primary key,
  like base_columns including all,
  code varchar(6) not null unique,
  name varchar(60) not null,
  ledger_segment_code varchar(16),
  corporate_entity_id int not null references corporate_entities
);

create table personnel (
  id serial primary key,
  like base_columns including all,
  username varchar(50) not null unique,
  forename varchar(50),
  surname varchar(50),
  branch_id int references branches
);

create table warehouses (
  id serial primary key,
  like base_columns including all,
  code varchar(6) not null unique,
  name varchar(60) not null,
  branch_id int not null references branches,
  ledger_segment_code varchar(16)
);

create table units_of_measure (
  id serial primary key,
  like base_columns including all,
  code varchar(3) not null unique,
  description varchar(60)
);

create table terms (
  id serial primary key,
  like base_columns including all,
  code varchar(6) not null unique,
  description varchar(60) not null,
  due_days int not null check (due_days between 0 and 365),
  due_month_ends int not null default 0 check (due_month_ends between 0 and 12)
);

create table addresses (
  id serial primary key,
  like base_columns including all,
  -- One block of text with line feeds.
  address text not null,
  town varchar(60),
  county varchar(60),
  postcode varchar(10),
  country_id int references countries
);

create table company_types (
  id serial primary key,
  like base_columns including all,
  code varchar(1) not null unique check (code in ('C', 'S'))
);

create table company_credit_rules (
  id serial primary key,
  like base_columns including all,
  credit_limit numeric(12, 2),
  credit_limit_date date,
  credit_limit_expiry date,
  credit_limit_percentage numeric(5, 2),
  overdue_percentage_allowed numeric(5, 2),
  overdue_days_allowed int,
  insured_limit numeric(12, 2),
  insurance_company_id int,
  credit_limit_check_option int
);

create table company_totals (
  id serial primary key,
  like base_columns including all,
  open_order_value numeric(12, 2) not null default 0,
  open_order_tax numeric(12, 2) not null default 0,
  unexported_invoice_value numeric(12, 2) not null default 0,
  unexported_invoice_tax numeric(12, 2) not null default 0,
  unchecked_order_value numeric(12, 2) not null default 0,
  unchecked_order_tax numeric(12, 2) not null default 0,
  held_order_value numeric(12, 2) not null default 0,
  held_order_tax numeric(12, 2) not null default 0,
  external_open_order_value numeric(12, 2) not null default 0,
  external_open_order_tax numeric(12, 2) not null default 0,
  total_sales_mtd numeric(12, 2) not null default 0,
  total_sales_ytd numeric(12, 2) not null default 0,
  total_cost_mtd numeric(12, 2) not null default 0,
  total_cost_ytd numeric(12, 2) not null default 0
);

create table cost_groups (
  id serial primary key,
  like base_columns including all,
  code varchar(3) not null unique check (code in ('MAT', 'TRN', 'PRD', 'MSC', 'SUR')),
  description varchar(60) not null
);

create table nominal_accounts (
  id serial primary key,
  like base_columns including all,
  code varchar(16) not null unique,
  external_code varchar(30),
  description varchar(60) not null,
  application_source varchar(10)
);

create table sales_groups (
  id serial primary key,
  like base_columns including all,
  code varchar(3) not null unique,
  external_code varchar(30),
  description varchar(60)
);

create table sales_group_charges (
  id serial primary key,
  like base_columns including all,
  sales_group_id int not null references sales_groups,
  cost_group_id int not null references cost_groups,
  sales_nominal_id int references nominal_accounts,
  -- Assumed: the cost pairs of the facts' "internal/external/stock cost debit and credit ids".
  internal_cost_debit_id int references nominal_accounts,
  internal_cost_credit_id int references nominal_accounts,
  external_cost_debit_id int references nominal_accounts,
  external_cost_credit_id int references nominal_accounts,
  stock_cost_debit_id int references nominal_accounts,
  stock_cost_credit_id int references nominal_accounts,
  unique (sales_group_id, cost_group_id)
);

create table purchase_groups (
  id serial primary key,
  like base_columns including all,
  code varchar(3) not null unique,
  material_nominal_id int references nominal_accounts,
  transport_nominal_id int references nominal_accounts,
  production_nominal_id int references nominal_accounts,
  miscellaneous_nominal_id int references nominal_accounts,
  surcharge_nominal_id int references nominal_accounts
);

create table products (
  id serial primary key,
  like base_columns including all,
  code varchar(24) not null unique,
  description varchar(120) not null,
  -- Assumed: the group by which a profile may collapse.
  product_group_code varchar(6) not null,
  sales_group_id int not null references sales_groups,
  purchase_group_id int references purchase_groups,
  ledger_segment_code varchar(16)
);

create table companies (
  id serial primary key,
  like base_columns including all,
  code varchar(10) not null,
  name varchar(60) not null,
  short_name varchar(30),
  branch_id int not null references branches,
  type_id int not null references company_types,
  status_id int,
  terms_id int references terms,
  currency_id int not null references currency_codes,
  address_id int references addresses,
  telephone varchar(20),
  fax varchar(20),
  email varchar(255),
  company_credit_rules_id int references company_credit_rules,
  company_totals_id int references company_totals,
  sales_group_id int references sales_groups,
  parent_company_id int references companies,
  invoice_company_id int references companies,
  payment_hold bool not null default false,
  credit_comments text,
  registration_number varchar(20),
  statement_required bool not null default true,
  intercompany_account bool not null default false,
  tax_group varchar(12),
  tax_authority1 varchar(12), tax_authority2 varchar(12), tax_authority3 varchar(12),
  tax_authority4 varchar(12), tax_authority5 varchar(12),
  tax_class1 int, tax_class2 int, tax_class3 int, tax_class4 int, tax_class5 int,
  tax_registration1 varchar(20), tax_registration2 varchar(20), tax_registration3 varchar(20),
  tax_registration4 varchar(20), tax_registration5 varchar(20),
  tax_exempt1 bool, tax_exempt2 bool, tax_exempt3 bool, tax_exempt4 bool, tax_exempt5 bool,
  ledger_segment_code varchar(16),
  default_nominal_code varchar(16),
  crm_account_id varchar(30),
  synchronisation_date timestamptz,
  default_contact_id int,
  partner_code varchar(10),
  unique (type_id, code),
  check (parent_company_id <> id)
);

create table company_sub_addresses (
  id serial primary key,
  like base_columns including all,
  company_id int not null references companies,
  code varchar(10) not null,
  name varchar(60) not null,
  address_id int not null references addresses,
  telephone varchar(20),
  email varchar(255),
  use_company_taxes bool not null default true,
  tax_group varchar(12),
  tax_authority1 varchar(12), tax_authority2 varchar(12), tax_authority3 varchar(12),
  tax_authority4 varchar(12), tax_authority5 varchar(12),
  tax_class1 int, tax_class2 int, tax_class3 int, tax_class4 int, tax_class5 int,
  tax_exempt1 bool, tax_exempt2 bool, tax_exempt3 bool, tax_exempt4 bool, tax_exempt5 bool,
  default_address bool not null default false,
  unique (company_id, code)
);

create table contacts (
  id serial primary key,
  like base_columns including all,
  forename varchar(50),
  surname varchar(50) not null,
  position varchar(50),
  company_id int not null references companies,
  telephone varchar(20),
  mobile varchar(20),
  email varchar(255),
  address_id int references addresses,
  type_id int,
  status_id int
);

alter table companies add foreign key (default_contact_id) references contacts;
