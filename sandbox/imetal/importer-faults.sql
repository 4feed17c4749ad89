-- Faults of the importer process, set from outside: a table of the sandbox's own, which the importer's login does not see.

create schema sandbox;

create table sandbox.importer_faults (
  id serial primary key,
  -- pause: takes nothing; refuse: fails records with the note; die-after-commit: the process ends when live has the
  -- record, before the import database says so.
  kind varchar(20) not null check (kind in ('pause', 'refuse', 'die-after-commit')),
  -- Only records of this table; null for all.
  import_table varchar(60),
  -- How many more times; null until removed.
  remaining int check (remaining >= 0),
  note text,
  check (kind <> 'refuse' or note is not null)
);
