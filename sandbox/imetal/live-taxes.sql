-- The live database, third part: tax set-up. No source shows tables of it: all names here are assumed. Companies and
-- documents name authorities, classes and groups by code, as the facts show.

create table tax_authorities (
  id serial primary key,
  like base_columns including all,
  code varchar(12) not null unique,
  description varchar(60) not null
);

create table tax_rates (
  id serial primary key,
  like base_columns including all,
  tax_authority_id int not null references tax_authorities,
  tax_class int not null check (tax_class > 0),
  -- S on sales, P on purchases.
  tax_type char(1) not null check (tax_type in ('S', 'P')),
  description varchar(60) not null,
  -- Per cent.
  rate numeric(8, 4) not null,
  effective_from date not null,
  effective_to date,
  external_reference varchar(50),
  active bool not null default true,
  unique (tax_authority_id, tax_class, tax_type, effective_from),
  check (effective_to >= effective_from)
);

-- Authorities that tax one document together, in their slots.
create table tax_groups (
  id serial primary key,
  like base_columns including all,
  code varchar(12) not null,
  description varchar(60) not null,
  tax_type char(1) not null check (tax_type in ('S', 'P')),
  authority1 varchar(12) references tax_authorities (code), authority2 varchar(12) references tax_authorities (code),
  authority3 varchar(12) references tax_authorities (code), authority4 varchar(12) references tax_authorities (code),
  authority5 varchar(12) references tax_authorities (code),
  class1 int, class2 int, class3 int, class4 int, class5 int,
  external_reference varchar(50),
  unique (code, tax_type),
  check ((authority1 is null) = (class1 is null)), check ((authority2 is null) = (class2 is null)),
  check ((authority3 is null) = (class3 is null)), check ((authority4 is null) = (class4 is null)),
  check ((authority5 is null) = (class5 is null))
);
