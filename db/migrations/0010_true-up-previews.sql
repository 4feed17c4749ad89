-- A preview writes nothing: it holds no run up, and none holds it up.
drop index true_ups_open;
create unique index true_ups_open on true_ups (company, is_preview) where finished_at is null;
