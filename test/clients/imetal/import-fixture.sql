-- A minimal import database, written from the facts and the agreed names, and not from the sandbox.
CREATE TABLE import_companies (
  import_company_reference varchar(30), import_source varchar(50), import_batch_number integer, import_number integer,
  import_status char(1) DEFAULT 'E', import_notes text, import_user_name varchar(50), import_date date, import_action char(1),
  imetal_id integer, imetal_version integer,
  company_type char(1), code varchar(10), name varchar(60), short_name varchar(30), company_status_code varchar(3), branch_code varchar(6),
  terms_code varchar(6), currency_code varchar(3), address text, town varchar(60), county varchar(60), postcode varchar(10),
  country_code varchar(3), telephone varchar(20), fax varchar(20), email varchar(255), credit_limit numeric(12,2), payment_hold boolean,
  credit_comments text, parent_code varchar(10), registration_number varchar(20), tax_registration1 varchar(20), restricted_branches text,
  external_reference varchar(50),
  PRIMARY KEY (import_company_reference, import_source, import_batch_number, import_number));
CREATE TABLE import_company_sub_addresses (
  import_company_reference varchar(30), import_source varchar(50), import_batch_number integer, import_number integer,
  import_status char(1) DEFAULT 'E', import_notes text, import_user_name varchar(50), import_date date, import_action char(1),
  imetal_id integer, imetal_version integer,
  company_type char(1), company_code varchar(10), code varchar(10), name varchar(60), address text, town varchar(60), county varchar(60),
  postcode varchar(10), country_code varchar(3), telephone varchar(20), email varchar(255), sub_address_status char(1),
  external_reference varchar(50),
  PRIMARY KEY (import_company_reference, import_source, import_batch_number, import_number));
CREATE TABLE import_contacts (
  import_company_reference varchar(30), import_source varchar(50), import_batch_number integer, import_number integer,
  import_status char(1) DEFAULT 'E', import_notes text, import_user_name varchar(50), import_date date, import_action char(1),
  imetal_id integer, imetal_version integer,
  company_type char(1), company_code varchar(10), contact_id integer, forename varchar(50), surname varchar(50), position varchar(50),
  contact_type_code varchar(3), telephone varchar(20), mobile varchar(20), email varchar(255), address text, town varchar(60),
  county varchar(60), postcode varchar(10), country_code varchar(3), contact_status char(1), external_reference varchar(50),
  PRIMARY KEY (import_company_reference, import_source, import_batch_number, import_number));
CREATE TABLE import_terms (
  import_company_reference varchar(30), import_source varchar(50), import_batch_number integer, import_number integer,
  import_status char(1) DEFAULT 'E', import_notes text, import_user_name varchar(50), import_date date, import_action char(1),
  imetal_id integer, imetal_version integer,
  code varchar(6), description varchar(60), applies_to char(1), due_days integer, due_month_ends integer, settlement_days integer,
  settlement_discount numeric(5,2), penalty_percentage numeric(5,2), penalty_period varchar(3), narrative text,
  active boolean NOT NULL DEFAULT true, external_reference varchar(50),
  PRIMARY KEY (import_company_reference, import_source, import_batch_number, import_number));
CREATE TABLE import_tax_rates (
  import_company_reference varchar(30), import_source varchar(50), import_batch_number integer, import_number integer,
  import_status char(1) DEFAULT 'E', import_notes text, import_user_name varchar(50), import_date date, import_action char(1),
  imetal_id integer, imetal_version integer,
  tax_authority_code varchar(12), tax_authority_description varchar(60), tax_class integer, tax_type char(1), description varchar(60),
  rate numeric(8,4), effective_from date, effective_to date, external_reference varchar(50), active boolean,
  PRIMARY KEY (import_company_reference, import_source, import_batch_number, import_number));
CREATE TABLE import_tax_groups (
  import_company_reference varchar(30), import_source varchar(50), import_batch_number integer, import_number integer,
  import_status char(1) DEFAULT 'E', import_notes text, import_user_name varchar(50), import_date date, import_action char(1),
  imetal_id integer, imetal_version integer,
  code varchar(12), description varchar(60), tax_type char(1),
  authority1 varchar(12), authority2 varchar(12), authority3 varchar(12), authority4 varchar(12), authority5 varchar(12),
  class1 integer, class2 integer, class3 integer, class4 integer, class5 integer, external_reference varchar(50),
  PRIMARY KEY (import_company_reference, import_source, import_batch_number, import_number));
CREATE TABLE import_customer_balances (
  import_company_reference varchar(30), import_source varchar(50), import_batch_number integer, import_number integer,
  import_status char(1) DEFAULT 'E', import_notes text, import_user_name varchar(50), import_date date, import_action char(1),
  imetal_id integer, imetal_version integer,
  customer_code varchar(10), as_of timestamptz, currency_code varchar(3), credit_limit numeric(14,2), exposure numeric(14,2),
  available numeric(14,2), over_extended boolean, reason text, group_code varchar(10), group_limit numeric(14,2),
  group_exposure numeric(14,2), group_available numeric(14,2), group_over_extended boolean, group_reason text,
  PRIMARY KEY (import_company_reference, import_source, import_batch_number, import_number));
CREATE TABLE import_customer_balance_lines (
  import_company_reference varchar(30), import_source varchar(50), import_batch_number integer, import_number integer, item_no integer,
  currency_code varchar(3), total_due numeric(14,2), overdue_total numeric(14,2), overdue_1 numeric(14,2), overdue_2 numeric(14,2),
  overdue_3 numeric(14,2), overdue_4 numeric(14,2), pending_credits numeric(14,2), unapplied_cash numeric(14,2), group_total_due numeric(14,2),
  PRIMARY KEY (import_company_reference, import_source, import_batch_number, import_number, item_no));
CREATE TABLE import_open_items (
  import_company_reference varchar(30), import_source varchar(50), import_batch_number integer, import_number integer, item_no integer,
  document_number varchar(30), document_type varchar(3), document_date date, due_date date, currency_code varchar(3),
  document_amount numeric(14,2), open_amount numeric(14,2), base_open_amount numeric(14,2), external_reference varchar(30),
  source_document_key varchar(30),
  PRIMARY KEY (import_company_reference, import_source, import_batch_number, import_number, item_no));
