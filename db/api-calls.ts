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

/** Adds calls to the cost meter. */
export async function insertApiCalls(database: Database, calls: readonly ApiCallRow[]): Promise<void> {
  for (const call of calls) {
    await database.query(
      `insert into api_calls (company, flow, document_key, system, functions, entity_id, started_at, duration_ms,
          http_status, transactions, verdict)
        values ($1::text, $2::text, $3::text, $4::text, $5::text[], $6::text, $7::timestamptz, $8::integer, $9::integer,
          $10::integer, $11::text)`,
      [
        call.company,
        call.flow,
        call.documentKey,
        call.system,
        call.functions,
        call.entityId,
        call.startedAt,
        Math.round(call.durationMs),
        call.httpStatus,
        call.transactions,
        call.verdict,
      ],
    );
  }
}
