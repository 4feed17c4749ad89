-- The live database, eighth part: company_totals follow the documents by trigger, so that a customer's exposure is right
-- after every commit, whoever made it: a person, the importer, an acknowledgement. Assumptions:
-- open orders are the balances of orders in status ENT; those on credit hold are held orders instead;
-- unexported invoices are final invoices less final credit notes that no export has acknowledged; cash sales (COD) are paid;
-- all in the customer's currency, by the rates of the list.

-- Of one currency's amount the other's. A plain expression, which PostgreSQL writes into the query that uses it.
create function at_list_rates(amount numeric, from_rate numeric, from_operator char, to_rate numeric, to_operator char)
  returns numeric language sql immutable as $$
  select case
    when from_rate = to_rate and from_operator = to_operator then amount
    else round(case from_operator when '*' then amount * from_rate else amount / from_rate end
               * case to_operator when '*' then 1 / to_rate else to_rate end, 2) end
$$;

create function total_customers(customers int[]) returns void
  language plpgsql security definer set search_path = public as $$
begin
  -- The lock comes first, in a statement of its own: the sum then sees what whoever held it has committed.
  perform 1 from company_totals t
    where t.id in (select c.company_totals_id from companies c where c.id = any(customers))
    order by t.id for update;
  update company_totals t
     set open_order_value = s.open_value, open_order_tax = s.open_tax,
         held_order_value = s.held_value, held_order_tax = s.held_tax,
         unexported_invoice_value = s.invoice_value, unexported_invoice_tax = s.invoice_tax
    from companies c
    -- For each customer by itself, so that the index on its documents serves.
    cross join lateral (
      select coalesce(sum(d.net) filter (where d.kind = 'open'), 0) as open_value,
             coalesce(sum(d.tax) filter (where d.kind = 'open'), 0) as open_tax,
             coalesce(sum(d.net) filter (where d.kind = 'held'), 0) as held_value,
             coalesce(sum(d.tax) filter (where d.kind = 'held'), 0) as held_tax,
             coalesce(sum(d.net) filter (where d.kind = 'unexported'), 0) as invoice_value,
             coalesce(sum(d.tax) filter (where d.kind = 'unexported'), 0) as invoice_tax
        from customer_documents_at_risk d where d.customer_id = c.id) s
   where c.id = any(customers) and t.id = c.company_totals_id
     and (t.open_order_value, t.open_order_tax, t.held_order_value, t.held_order_tax,
          t.unexported_invoice_value, t.unexported_invoice_tax)
         is distinct from (s.open_value, s.open_tax, s.held_value, s.held_tax, s.invoice_value, s.invoice_tax);
end
$$;

-- Status DEL and base status D alike take a document out. Types and statuses are looked up first, so that the index serves.
create view customer_documents_at_risk as
  select h.customer_id, h.id as sales_header_id, case when h.credit_hold then 'held' else 'open' end as kind,
         at_list_rates(st.balance_value, f.exchange_rate, f.exchange_rate_operator,
                       o.exchange_rate, o.exchange_rate_operator) as net,
         at_list_rates(st.balance_tax_value, f.exchange_rate, f.exchange_rate_operator,
                       o.exchange_rate, o.exchange_rate_operator) as tax
    from sales_headers h
    join sales_totals st on st.id = h.sales_total_id
    join companies c on c.id = h.customer_id
    join currency_codes f on f.id = h.currency_id
    join currency_codes o on o.id = c.currency_id
   where h.exported_date is null and h.status = 'A'
     and h.type_id = (select id from sales_types where code = 'ORD')
     and h.status_id = (select id from sales_statuses where code = 'ENT')
  union all
  select h.customer_id, h.id, 'unexported',
         sign.factor * at_list_rates(st.invoiced_value, f.exchange_rate, f.exchange_rate_operator,
                                     o.exchange_rate, o.exchange_rate_operator),
         sign.factor * at_list_rates(st.invoiced_tax_value, f.exchange_rate, f.exchange_rate_operator,
                                     o.exchange_rate, o.exchange_rate_operator)
    from sales_headers h
    join sales_totals st on st.id = h.sales_total_id
    join companies c on c.id = h.customer_id
    join currency_codes f on f.id = h.currency_id
    join currency_codes o on o.id = c.currency_id
    cross join lateral (
      select case t.code when 'CRN' then -1 else 1 end as factor from sales_types t where t.id = h.type_id) sign
   where h.exported_date is null and h.status = 'A'
     and h.type_id = any (array(select id from sales_types where code in ('DIV', 'MIV', 'INV', 'CRN')))
     and h.status_id = any (array(select id from sales_statuses where code in ('INV', 'CMP')));

create function total_customers_of_headers() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if tg_op = 'INSERT' then
    perform total_customers(array(select distinct customer_id from new_rows));
  else
    perform total_customers(array(
      select distinct unnest(array[o.customer_id, n.customer_id]) from old_rows o join new_rows n on n.id = o.id
       where (o.customer_id, o.status_id, o.status, o.type_id, o.exported_date, o.credit_hold, o.sales_total_id, o.currency_id)
             is distinct from
             (n.customer_id, n.status_id, n.status, n.type_id, n.exported_date, n.credit_hold, n.sales_total_id, n.currency_id)));
  end if;
  return null;
end
$$;

create function total_customers_of_totals() returns trigger language plpgsql security definer set search_path = public as $$
begin
  perform total_customers(array(
    select distinct h.customer_id
      from old_rows o join new_rows n on n.id = o.id join sales_headers h on h.sales_total_id = n.id
     where (o.invoiced_value, o.invoiced_tax_value, o.balance_value, o.balance_tax_value) is distinct from
           (n.invoiced_value, n.invoiced_tax_value, n.balance_value, n.balance_tax_value)));
  return null;
end
$$;

create trigger total_customers_of_new_headers after insert on sales_headers
  referencing new table as new_rows for each statement execute function total_customers_of_headers();
create trigger total_customers_of_changed_headers after update on sales_headers
  referencing old table as old_rows new table as new_rows for each statement execute function total_customers_of_headers();
create trigger total_customers_of_changed_totals after update on sales_totals
  referencing old table as old_rows new table as new_rows for each statement execute function total_customers_of_totals();
