-- Shifts have hours where invoices have an amount.

-- The view holds the table's columns, so it is made anew.
drop view standing_documents;
alter table postings add column hours numeric(18, 2);
comment on column postings.hours is
  'Labour hours of the whole document, with its leading posting: as planned, else as the source''s minutes come to. Hours of equipment are not in it. Null for documents of money, and where no minutes are told.';
create view standing_documents as
  select distinct on (company, document_key) *
    from postings where is_leading
    order by company, document_key, (state = 'abandoned'), revision desc;
alter table exceptions add column hours numeric(18, 2);
comment on column exceptions.hours is
  'Labour hours at stake, beside amount; null for what is no time, and where no minutes are told.';

-- Plans that were made before say their hours; one that only takes back has none. Of what was parked without a plan nobody knows them.
update postings set hours = coalesce((plan.totals ->> 'labourHours')::numeric, 0)
  from plans plan
  where plan.plan_id = postings.plan_id and postings.is_leading and postings.flow = 'labour-time';
update exceptions set hours = standing.hours
  from standing_documents standing
  where standing.company = exceptions.company and standing.document_key = exceptions.document_key
    and standing.flow = 'labour-time' and exceptions.closed_at is null;
