-- Under which profile and synced tax set-up a plan was made: what Intacct refuses of it may be mended there.
alter table plans add column settings_hash text;
