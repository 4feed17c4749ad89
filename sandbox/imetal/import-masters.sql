-- The import database, second part: master records, terms, taxes. No source shows these tables: keys and states are those
-- of the sales documents, all other names are assumed. An expected version is that of the row in live.

create table import_header (
  import_company_reference varchar(30) not null,
  import_source varchar(50) not null,
  import_batch_number int not null,
  import_number int not null,
  import_status char(1) not null default 'E' check (import_status in ('E', 'I', 'F')),
  import_notes text,
  import_user_name varchar(50),
  import_date date,
  import_action char(1) not null check (import_action in ('A', 'C', 'D')),
  imetal_id int,
  imetal_version int,
  primary key (import_company_reference, import_source, import_batch_number, import_number)
);

create table import_companies (
  like import_header including all,
  company_type char(1),
  code varchar(10),
  name varchar(60),
  short_name varchar(30),
  company_status_code varchar(3),
  branch_code varchar(6),
  terms_code varchar(6),
  currency_code varchar(3),
  address text,
  town varchar(60),
  county varchar(60),
  postcode varchar(10),
  country_code varchar(3),
  telephone varchar(20),
  fax varchar(20),
  email varchar(255),
  credit_limit numeric(12, 2),
  payment_hold bool,
  credit_comments text,
  parent_code varchar(10),
  registration_number varchar(20),
  tax_registration1 varchar(20),
  -- Branch codes with commas between them; null for all branches.
  restricted_branches text,
  external_reference varchar(50)
);

create table import_company_sub_addresses (
  like import_header including all,
  company_type char(1),
  company_code varchar(10),
  code varchar(10),
  name varchar(60),
  address text,
  town varchar(60),
  county varchar(60),
  postcode varchar(10),
  country_code varchar(3),
  telephone varchar(20),
  email varchar(255),
  sub_address_status char(1),
  external_reference varchar(50)
);

create table import_contacts (
  like import_header including all,
  company_type char(1),
  company_code varchar(10),
  -- Of live, for a change or a deletion.
  contact_id int,
  forename varchar(50),
  surname varchar(50),
  position varchar(50),
  contact_type_code varchar(3),
  telephone varchar(20),
  mobile varchar(20),
  email varchar(255),
  address text,
  town varchar(60),
  county varchar(60),
  postcode varchar(10),
  country_code varchar(3),
  contact_status char(1),
  external_reference varchar(50)
);

create table import_terms (
  like import_header including all,
  code varchar(6),
  description varchar(60),
  applies_to char(1),
  due_days int,
  due_month_ends int,
  settlement_days int,
  settlement_discount numeric(5, 2),
  penalty_percentage numeric(5, 2),
  penalty_period varchar(3),
  narrative text,
  active bool,
  external_reference varchar(50)
);

create table import_tax_rates (
  like import_header including all,
  tax_authority_code varchar(12),
  tax_authority_description varchar(60),
  tax_class int,
  tax_type char(1),
  description varchar(60),
  rate numeric(8, 4),
  effective_from date,
  effective_to date,
  external_reference varchar(50),
  active bool
);

create table import_tax_groups (
  like import_header including all,
  code varchar(12),
  description varchar(60),
  tax_type char(1),
  authority1 varchar(12), authority2 varchar(12), authority3 varchar(12), authority4 varchar(12), authority5 varchar(12),
  class1 int, class2 int, class3 int, class4 int, class5 int,
  external_reference varchar(50)
);

-- What the importer looks for.
create index on import_companies (import_batch_number, import_number) where import_status = 'E';
create index on import_company_sub_addresses (import_batch_number, import_number) where import_status = 'E';
create index on import_contacts (import_batch_number, import_number) where import_status = 'E';
create index on import_terms (import_batch_number, import_number) where import_status = 'E';
create index on import_tax_rates (import_batch_number, import_number) where import_status = 'E';
create index on import_tax_groups (import_batch_number, import_number) where import_status = 'E';
