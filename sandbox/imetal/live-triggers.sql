-- The live database, last part: what all tables have in common. No table is to be made after this.

drop table base_columns;

-- Every change, whoever makes it, raises the lock's version and the time of change: an acknowledgement too.
create function touch_row() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  new.mdate := clock_timestamp();
  return new;
end
$$;

do $$
declare table_name text;
begin
  for table_name in select tablename from pg_tables where schemaname = 'public' loop
    execute format('create trigger touch_row before update on public.%I for each row execute function touch_row()', table_name);
  end loop;
end
$$;
