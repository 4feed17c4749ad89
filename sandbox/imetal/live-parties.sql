-- The live database, second part: companies, their addresses, contacts, credit rules and totals.

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

-- Assumed: the codes, and that a company which is not to be used is INA.
create table company_statuses (
  id serial primary key,
  like base_columns including all,
  code varchar(3) not null unique check (code in ('ACT', 'INA')),
  description varchar(60)
);

-- Assumed: WHS warehouse, SAL sales, ACC accounts; a person may add others.
create table contact_types (
  id serial primary key,
  like base_columns including all,
  code varchar(3) not null unique,
  description varchar(60)
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

create table companies (
  id serial primary key,
  like base_columns including all,
  code varchar(10) not null,
  name varchar(60) not null,
  short_name varchar(30),
  branch_id int not null references branches,
  type_id int not null references company_types,
  status_id int references company_statuses,
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
  -- Assumed: the ledger's own id of the company.
  external_reference varchar(50),
  unique (type_id, code),
  check (parent_company_id <> id)
);

-- Assumed: the branches in which a company is open; a company without any is open in all.
create table company_branches (
  id serial primary key,
  like base_columns including all,
  company_id int not null references companies,
  branch_id int not null references branches,
  unique (company_id, branch_id)
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
  -- Assumed.
  external_reference varchar(50),
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
  type_id int references contact_types,
  status_id int,
  -- Assumed.
  external_reference varchar(50)
);
create index contacts_company on contacts (company_id);

alter table companies add foreign key (default_contact_id) references contacts;
