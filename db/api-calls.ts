import type { Database } from './pool';

/** One request to a billed gateway, as the cost meter keeps it. */
export interface ApiCallRow {
  company: string;
  flow: string;
  documentKey: string | null;
  system: 'intacct';
  functions: string[];
  entityId: string | null;
  startedAt: Date;
  durationMs: number;
  httpStatus: number | null;
  transactions: number;
  verdict: string;
}

/** Adds calls to the cost meter and to its daily totals, in one statement. */
export async function insertApiCalls(database: Database, calls: readonly ApiCallRow[]): Promise<void> {
  if (calls.length === 0) return;
  const rows = calls.map((call) => ({
    company: call.company,
    flow: call.flow,
    document_key: call.documentKey,
    system: call.system,
    functions: call.functions,
    entity_id: call.entityId,
    started_at: call.startedAt,
    duration_ms: Math.round(call.durationMs),
    http_status: call.httpStatus,
    transactions: call.transactions,
    verdict: call.verdict,
  }));
  await database.query(
    `with added as (
        insert into api_calls (company, flow, document_key, system, functions, entity_id, started_at, duration_ms,
            http_status, transactions, verdict)
          select company, flow, document_key, system, functions, entity_id, started_at, duration_ms, http_status,
              transactions, verdict
            from jsonb_to_recordset($1::jsonb) as call (company text, flow text, document_key text, system text,
              functions text[], entity_id text, started_at timestamptz, duration_ms integer, http_status integer,
              transactions integer, verdict text)
          returning company, flow, verdict, started_at, transactions)
      insert into api_use (company, flow, verdict, day, requests, transactions)
        select company, flow, verdict, (started_at at time zone 'UTC')::date as day, count(*), sum(transactions)
          from added group by company, flow, verdict, day
          order by company, flow, verdict, day
        on conflict (company, flow, verdict, day) do update
          set requests = api_use.requests + excluded.requests,
              transactions = api_use.transactions + excluded.transactions`,
    [JSON.stringify(rows)],
  );
}
