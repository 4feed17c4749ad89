-- The live database, sixth part: suppliers' invoices and credits, and what they were matched with. The facts name the
-- tables and most columns; codes, items and the acknowledgement are assumed.

create table supplier_documents (
  id serial primary key,
  like base_columns including all,
  branch_id int not null references branches,
  -- Assumed codes: PIN invoice, PCR credit; amounts of both are positive.
  document_type varchar(3) not null check (document_type in ('PIN', 'PCR')),
  number int not null check (number > 0),
  batch_id int,
  accounting_period varchar(7),
  supplier_document_number varchar(30),
  document_date date not null,
  entry_date date not null,
  supplier_id int not null references companies,
  currency_id int not null references currency_codes,
  exchange_rate numeric(14, 8) check (exchange_rate > 0),
  -- Tax included, document currency.
  document_amount numeric(12, 2) not null,
  tax_group varchar(12),
  tax_authority1 varchar(12), tax_authority2 varchar(12), tax_authority3 varchar(12),
  tax_authority4 varchar(12), tax_authority5 varchar(12),
  tax_class1 int, tax_class2 int, tax_class3 int, tax_class4 int, tax_class5 int,
  vat_rate1 numeric(8, 4), vat_rate2 numeric(8, 4), vat_rate3 numeric(8, 4),
  vat_rate4 numeric(8, 4), vat_rate5 numeric(8, 4),
  vat_amount1 numeric(12, 2), vat_amount2 numeric(12, 2), vat_amount3 numeric(12, 2),
  vat_amount4 numeric(12, 2), vat_amount5 numeric(12, 2),
  -- Assumed: entered, held, approved, complete, deleted; final is APP or CMP.
  document_status varchar(3) not null check (document_status in ('ENT', 'HLD', 'APP', 'CMP', 'DEL')),
  payment_hold bool not null default false,
  held_reasons text,
  terms_id int references terms,
  payment_due_date date,
  -- Net, document currency.
  matched_material_amount numeric(12, 2),
  matched_transport_amount numeric(12, 2),
  matched_production_amount numeric(12, 2),
  matched_miscellaneous_amount numeric(12, 2),
  matched_surcharge_amount numeric(12, 2),
  purchase_order_id int references purchase_order_headers,
  credited_document_id int references supplier_documents,
  gateway_batch_id int,
  exported_date timestamptz,
  gateway_reference varchar(30),
  unique (branch_id, document_type, number),
  check ((exported_date is null) = (gateway_batch_id is null))
);
create index supplier_documents_mdate on supplier_documents (mdate, id);

create table supplier_document_items (
  id serial primary key,
  like base_columns including all,
  supplier_document_id int not null references supplier_documents,
  item_number int not null check (item_number > 0),
  -- S stock that is received, E direct expense.
  item_kind char(1) not null check (item_kind in ('S', 'E')),
  cost_group_id int not null references cost_groups,
  purchase_group_id int references purchase_groups,
  description varchar(120),
  -- Net, document currency.
  value numeric(12, 2) not null,
  tax_class1 int, tax_class2 int, tax_class3 int, tax_class4 int, tax_class5 int,
  tax_exempt1 bool, tax_exempt2 bool, tax_exempt3 bool, tax_exempt4 bool, tax_exempt5 bool,
  vat_value1 numeric(12, 2), vat_value2 numeric(12, 2), vat_value3 numeric(12, 2),
  vat_value4 numeric(12, 2), vat_value5 numeric(12, 2),
  unique (supplier_document_id, item_number)
);

create table invoice_reconciliations (
  id serial primary key,
  like base_columns including all,
  supplier_document_item_id int not null references supplier_document_items,
  -- Null: invoiced, and not received.
  stock_transaction_item_id int references stock_transaction_items,
  cost numeric(12, 4),
  -- What was received, document currency, and the same at the receipt's rate in base currency.
  value numeric(12, 2),
  base_value numeric(12, 2),
  matched_status char(1) not null check (matched_status in ('M', 'P', 'U')),
  -- What of the invoice is matched with it, and how much more that is than was received; document currency.
  reconciled_value numeric(12, 2),
  adjustment_value numeric(12, 2),
  processed_date date,
  cost_source char(1),
  check (matched_status = 'U' or stock_transaction_item_id is not null)
);
create index invoice_reconciliations_item on invoice_reconciliations (supplier_document_item_id);
create index invoice_reconciliations_receipt on invoice_reconciliations (stock_transaction_item_id);
