-- The live database, fourth part: sales documents.

create table sales_types (
  id serial primary key,
  like base_columns including all,
  -- DES and CRN are assumed codes.
  code varchar(3) not null unique check (code in ('ORD', 'DES', 'DIV', 'MIV', 'INV', 'COD', 'CRN')),
  description varchar(60) not null
);

create table sales_statuses (
  id serial primary key,
  like base_columns including all,
  -- ENT and INV are assumed codes; final is INV or CMP.
  code varchar(3) not null unique check (code in ('ENT', 'INV', 'CMP', 'DEL')),
  description varchar(60) not null
);

-- Assumed, as all of it: why customers are credited, and whether their goods came back into stock.
create table credit_reasons (
  id serial primary key,
  like base_columns including all,
  code varchar(6) not null unique,
  description varchar(60) not null,
  goods_returned bool not null
);

create table sales_totals (
  id serial primary key,
  like base_columns including all,
  customer_material_value numeric(12, 2) not null default 0,
  customer_transport_value numeric(12, 2) not null default 0,
  customer_production_value numeric(12, 2) not null default 0,
  customer_miscellaneous_value numeric(12, 2) not null default 0,
  customer_surcharge_value numeric(12, 2) not null default 0,
  internal_material_value numeric(12, 2) not null default 0,
  internal_transport_value numeric(12, 2) not null default 0,
  internal_production_value numeric(12, 2) not null default 0,
  internal_miscellaneous_value numeric(12, 2) not null default 0,
  internal_surcharge_value numeric(12, 2) not null default 0,
  estimated_material_cost numeric(12, 2) not null default 0,
  estimated_transport_cost numeric(12, 2) not null default 0,
  estimated_production_cost numeric(12, 2) not null default 0,
  estimated_miscellaneous_cost numeric(12, 2) not null default 0,
  estimated_surcharge_cost numeric(12, 2) not null default 0,
  actual_material_cost numeric(12, 2) not null default 0,
  actual_transport_cost numeric(12, 2) not null default 0,
  actual_production_cost numeric(12, 2) not null default 0,
  actual_miscellaneous_cost numeric(12, 2) not null default 0,
  actual_surcharge_cost numeric(12, 2) not null default 0,
  stock_material_cost numeric(12, 2) not null default 0,
  stock_transport_cost numeric(12, 2) not null default 0,
  stock_production_cost numeric(12, 2) not null default 0,
  stock_miscellaneous_cost numeric(12, 2) not null default 0,
  stock_surcharge_cost numeric(12, 2) not null default 0,
  vat_value1 numeric(12, 2), vat_value2 numeric(12, 2), vat_value3 numeric(12, 2),
  vat_value4 numeric(12, 2), vat_value5 numeric(12, 2),
  vat_rate1 numeric(8, 4), vat_rate2 numeric(8, 4), vat_rate3 numeric(8, 4),
  vat_rate4 numeric(8, 4), vat_rate5 numeric(8, 4),
  -- Net of tax.
  invoiced_value numeric(12, 2) not null default 0,
  invoiced_tax_value numeric(12, 2) not null default 0,
  balance_value numeric(12, 2) not null default 0,
  balance_tax_value numeric(12, 2) not null default 0,
  base_invoiced_value numeric(12, 2) not null default 0,
  base_invoiced_tax_value numeric(12, 2) not null default 0,
  invoiced_total_cost numeric(12, 2) not null default 0,
  balance_total_cost numeric(12, 2) not null default 0
);

create table sales_headers (
  id serial primary key,
  like base_columns including all,
  branch_id int not null references branches,
  number int not null check (number > 0),
  type_id int not null references sales_types,
  status_id int not null references sales_statuses,
  customer_id int not null references companies,
  sale_date date not null,
  due_date date,
  terms_id int references terms,
  currency_id int not null references currency_codes,
  exchange_rate numeric(14, 8) check (exchange_rate > 0),
  exchange_rate_type char(1) not null default '1' check (exchange_rate_type in ('1', '2')),
  order_id int references sales_headers,
  despatch_id int references sales_headers,
  invoice_number int,
  payment_due_date date,
  batch_id int,
  gateway_batch_id int,
  exported_date timestamptz,
  -- Assumed: the ledger's own reference of the exported document.
  gateway_reference varchar(30),
  sales_total_id int references sales_totals,
  customer_order_number varchar(30),
  deliver_to_address_id int references company_sub_addresses,
  delivery_warehouse_id int references warehouses,
  salesperson_id int references personnel,
  credit_hold bool not null default false,
  credit_hold_date date,
  credit_hold_reason varchar(60),
  credit_reference varchar(30),
  -- Number of the invoice that a credit note corrects; assumed: its branch, its type, and the reason.
  credited_invoice int,
  credited_branch_id int references branches,
  credited_type_id int references sales_types,
  credit_reason_id int references credit_reasons,
  update_hold bool not null default false,
  tax_group varchar(12),
  tax_authority1 varchar(12), tax_authority2 varchar(12), tax_authority3 varchar(12),
  tax_authority4 varchar(12), tax_authority5 varchar(12),
  tax_class1 int, tax_class2 int, tax_class3 int, tax_class4 int, tax_class5 int,
  tax_exempt1 bool, tax_exempt2 bool, tax_exempt3 bool, tax_exempt4 bool, tax_exempt5 bool,
  import_batch_number int,
  import_source varchar(50),
  import_number int,
  discriminator varchar(10),
  unique (branch_id, type_id, number),
  check ((exported_date is null) = (gateway_batch_id is null))
);
create index sales_headers_mdate on sales_headers (mdate, id);
create index sales_headers_order on sales_headers (order_id);
create index sales_headers_unexported on sales_headers (customer_id, type_id, status_id) where exported_date is null;
create index sales_headers_total on sales_headers (sales_total_id);

create table sales_items (
  id serial primary key,
  like base_columns including all,
  sales_header_id int not null references sales_headers,
  item_number int not null check (item_number > 0),
  product_id int not null references products,
  description varchar(120),
  tax_class1 int, tax_class2 int, tax_class3 int, tax_class4 int, tax_class5 int,
  tax_exempt1 bool, tax_exempt2 bool, tax_exempt3 bool, tax_exempt4 bool, tax_exempt5 bool,
  -- Assumed: the tax of the item, per slot.
  vat_value1 numeric(12, 2), vat_value2 numeric(12, 2), vat_value3 numeric(12, 2),
  vat_value4 numeric(12, 2), vat_value5 numeric(12, 2),
  unique (sales_header_id, item_number)
);

create table sales_charges (
  id serial primary key,
  like base_columns including all,
  item_id int not null references sales_items,
  sales_group_charge_id int references sales_group_charges,
  cost_group_code varchar(3) not null references cost_groups (code),
  description varchar(50),
  charge numeric(12, 4) not null,
  charge_unit_id int not null references units_of_measure,
  charge_quantity numeric(12, 3) not null,
  value numeric(12, 2) not null,
  base_charge numeric(12, 4) not null,
  base_value numeric(12, 2) not null,
  exchange_rate numeric(14, 8) not null check (exchange_rate > 0),
  charge_fix_status char(1) not null default 'F' check (charge_fix_status in ('F', 'V')),
  charge_visibility char(1) not null default 'S' check (charge_visibility in ('S', 'I', 'A')),
  charge_item int not null check (charge_item > 0),
  confirm_at_invoicing bool not null default false,
  discount_item bool not null default false,
  unique (item_id, charge_item)
);

create table cost_items (
  id serial primary key,
  like base_columns including all,
  item_type char(1) not null check (item_type = 'S'),
  item_id int not null references sales_items,
  cost_group_id int not null references cost_groups,
  cost numeric(12, 4) not null,
  cost_quantity numeric(15, 6) not null,
  value numeric(12, 2) not null,
  base_value numeric(12, 2) not null,
  internal_cost bool not null,
  actual_cost bool not null default true,
  supplier_id int references companies,
  purchase_group_id int references purchase_groups,
  po_branch_id int references branches,
  po_number int,
  po_item int,
  billing_reference varchar(50),
  -- A cost from outside names its supplier.
  check (internal_cost or supplier_id is not null)
);
create index cost_items_item on cost_items (item_id);
