-- Requests in flight per company, over all worker processes: a row is a permit.
create table request_slots (
  company text not null,
  slot_number integer not null,
  holder uuid,
  -- A permit outlives a killed worker until its request can no longer be running at the gateway.
  held_until timestamptz,
  primary key (company, slot_number)
);

-- A company whose sign-in is refused: nothing is sent but one probe at a time.
create table company_pauses (
  company text primary key,
  message text not null,
  paused_at timestamptz not null default now(),
  next_probe_at timestamptz not null,
  refusals integer not null default 1
);

-- The cost meter: one row per HTTP request to a billed gateway.
create table api_calls (
  call_id bigint generated always as identity primary key,
  company text not null,
  flow text not null,
  document_key text,
  system text not null,
  functions text[] not null,
  entity_id text,
  started_at timestamptz not null,
  duration_ms integer not null,
  http_status integer,
  transactions integer not null,
  verdict text not null
);
create index api_calls_by_time on api_calls (company, started_at);

-- The same, added up by day (UTC), so that nobody has to count the calls: what metrics and status read.
create table api_use (
  company text not null,
  flow text not null,
  verdict text not null,
  day date not null,
  requests bigint not null,
  transactions bigint not null,
  primary key (company, flow, verdict, day)
);

-- Feeds resume here; the cursor moves only after its page was handed to workflows.
create table feed_cursors (
  company text not null,
  feed text not null,
  modified_at text not null,
  source_id text not null,
  moved_at timestamptz not null default now(),
  primary key (company, feed)
);

-- Webhook ids seen within their time window.
create table webhook_messages (
  message_id text primary key,
  expires_at timestamptz not null
);
create index webhook_messages_by_expiry on webhook_messages (expires_at);

-- What the last sweep for forgotten documents found: final in the source, not acknowledged, and not in the ledger.
create table feed_sweeps (
  company text not null,
  feed text not null,
  swept_at timestamptz not null default now(),
  unknown_documents integer not null,
  -- By the source's clock, at the time of the sweep; null when there was none.
  oldest_unknown_age_seconds integer,
  primary key (company, feed)
);
