-- The live database, fifth part: stock and its movements.

create table stock_adjustment_reasons (
  id serial primary key,
  like base_columns including all,
  code varchar(6) not null unique,
  description varchar(60) not null
);

create table stock_items (
  id serial primary key,
  like base_columns including all,
  number varchar(16) not null unique,
  warehouse_id int not null references warehouses,
  product_id int not null references products,
  physical_pieces int not null default 0,
  physical_weight numeric(10, 3) not null default 0,
  physical_quantity numeric(12, 3) not null default 0,
  allocated_pieces int not null default 0,
  allocated_weight numeric(10, 3) not null default 0,
  allocated_quantity numeric(12, 3) not null default 0,
  material_cost numeric(12, 4) not null default 0, material_value numeric(12, 2) not null default 0,
  transport_cost numeric(12, 4) not null default 0, transport_value numeric(12, 2) not null default 0,
  production_cost numeric(12, 4) not null default 0, production_value numeric(12, 2) not null default 0,
  miscellaneous_cost numeric(12, 4) not null default 0, miscellaneous_value numeric(12, 2) not null default 0,
  surcharge_cost numeric(12, 4) not null default 0, surcharge_value numeric(12, 2) not null default 0
);

-- Assumed: goods receipts are for purchase orders, in the supplier's currency at the order's rate.
create table purchase_order_headers (
  id serial primary key,
  like base_columns including all,
  branch_id int not null references branches,
  number int not null check (number > 0),
  supplier_id int not null references companies,
  currency_id int not null references currency_codes,
  exchange_rate numeric(14, 8) not null check (exchange_rate > 0),
  import_batch_number int,
  import_source varchar(50),
  import_number int,
  unique (branch_id, number)
);

create table stock_transactions (
  id serial primary key,
  like base_columns including all,
  branch_id int not null references branches,
  -- Assumed codes: adjustment, despatch, goods receipt, write-off, count, revaluation, transfer.
  type varchar(3) not null check (type in ('ADJ', 'DES', 'REC', 'WOF', 'CNT', 'RVL', 'TRF')),
  number int not null,
  session int,
  processing_date date not null,
  document_date date not null,
  stock_adjustment_reason_id int references stock_adjustment_reasons,
  batch_number int,
  -- Assumed from here on: final when processed, and acknowledged as sales documents are.
  processed bool not null default false,
  gateway_batch_id int,
  exported_date timestamptz,
  gateway_reference varchar(30),
  unique (branch_id, type, number),
  check (type not in ('ADJ', 'WOF') or stock_adjustment_reason_id is not null),
  check ((exported_date is null) = (gateway_batch_id is null))
);
create index stock_transactions_mdate on stock_transactions (mdate, id);

create table stock_transaction_items (
  id serial primary key,
  like base_columns including all,
  stock_transaction_id int not null references stock_transactions,
  stock_item_id int references stock_items,
  pieces int not null default 0,
  weight numeric(10, 3) not null default 0,
  quantity numeric(12, 3) not null default 0,
  material_cost numeric(12, 4) not null default 0, material_value numeric(12, 2) not null default 0,
  transport_cost numeric(12, 4) not null default 0, transport_value numeric(12, 2) not null default 0,
  production_cost numeric(12, 4) not null default 0, production_value numeric(12, 2) not null default 0,
  miscellaneous_cost numeric(12, 4) not null default 0, miscellaneous_value numeric(12, 2) not null default 0,
  surcharge_cost numeric(12, 4) not null default 0, surcharge_value numeric(12, 2) not null default 0,
  -- Values are signed: positive into stock, negative out of it. Assumed names of the facts' "order/despatch/invoice refs".
  sales_order_id int references sales_headers,
  sales_despatch_id int references sales_headers,
  sales_invoice_id int references sales_headers,
  -- Assumed: the order that a receipt is for, and its value in the order's currency.
  purchase_order_id int references purchase_order_headers,
  purchase_value numeric(12, 2)
);
create index stock_transaction_items_transaction on stock_transaction_items (stock_transaction_id);
create index stock_transaction_items_invoice on stock_transaction_items (sales_invoice_id);
