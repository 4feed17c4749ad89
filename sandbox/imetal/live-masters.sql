-- The live database, first part: code tables, products and ledger coding. Column names, lengths and scales as in the
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
  branch_id int references branches,
  -- Assumed: the sales group that imported documents of the salesperson take.
  sales_group_code varchar(3)
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
  due_month_ends int not null default 0 check (due_month_ends between 0 and 12),
  -- Assumed from here on: whose terms they are, discount, penalty, the words for a salesperson.
  applies_to char(1) not null default 'B' check (applies_to in ('C', 'S', 'B')),
  settlement_days int check (settlement_days between 0 and 365),
  settlement_discount numeric(5, 2) check (settlement_discount between 0 and 100),
  penalty_percentage numeric(5, 2) check (penalty_percentage >= 0),
  penalty_period varchar(3),
  narrative text,
  active bool not null default true,
  external_reference varchar(50)
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
