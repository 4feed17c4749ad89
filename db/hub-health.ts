import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Database } from './pool';

/** Migrations of this version that the database has not had, in order; all of them when it has had none. */
export async function findMissingMigrations(database: Database): Promise<string[]> {
  const files = await readdir(path.join(__dirname, 'migrations'));
  const wanted = files.map((file) => path.basename(file, '.sql')).sort();
  const table = await database.query(`select to_regclass('pgmigrations') is not null as present`);
  if (table.rows[0].present !== true) return wanted;
  const result = await database.query('select name from pgmigrations');
  const applied = new Set(
    z
      .array(z.object({ name: z.string() }))
      .parse(result.rows)
      .map(({ name }) => name),
  );
  return wanted.filter((name) => !applied.has(name));
}

/** The hub's database's clock. */
export async function readHubClock(database: Database): Promise<Date> {
  const result = await database.query('select clock_timestamp() as now');
  return z.date().parse(result.rows[0].now);
}

const stuckPosting = z.object({
  document_key: z.string(),
  purpose: z.string(),
  state: z.enum(['sending', 'unknown']),
  workflow_id: z.string(),
  sent_at: z.date().nullable(),
});

/** Postings that were sent longer ago than a request can run, and of which nobody has found out what came of them. */
export async function selectStuckPostings(
  database: Database,
  company: string,
  olderThanSeconds: number,
): Promise<z.infer<typeof stuckPosting>[]> {
  const result = await database.query(
    `select document_key, purpose, state, workflow_id, sent_at from postings
      where company = $1::text and state in ('sending', 'unknown')
        and coalesce(sent_at, planned_at, triggered_at) < now() - make_interval(secs => $2::integer)
      order by sent_at nulls first, posting_id`,
    [company, olderThanSeconds],
  );
  return z.array(stuckPosting).parse(result.rows);
}

const waitingDocument = z.object({
  document_key: z.string(),
  source_system: z.string(),
  flow: z.string(),
  workflow_id: z.string(),
});

/**
 * Documents that are neither posted nor given up, or are posted and not acknowledged, planned longer ago than the seconds: each
 * must have a flow. Only documents of `acknowledgedFlows` have a source that is told, and a revision that a newer one follows waits for none.
 */
export async function selectWaitingDocuments(
  database: Database,
  company: string,
  acknowledgedFlows: readonly string[],
  olderThanSeconds: number,
): Promise<z.infer<typeof waitingDocument>[]> {
  const result = await database.query(
    `select document_key, source_system, flow, workflow_id from postings waiting
      where company = $1::text and is_leading
        and (state in ('planned', 'sending', 'unknown', 'rejected')
          or (flow = any($3::text[]) and state = 'posted' and acknowledged_at is null
            and not exists (
              select from postings newer
                where newer.company = waiting.company and newer.document_key = waiting.document_key
                  and newer.revision > waiting.revision)))
        and coalesce(planned_at, triggered_at) < now() - make_interval(secs => $2::integer)
      order by posting_id`,
    [company, olderThanSeconds, acknowledgedFlows],
  );
  return z.array(waitingDocument).parse(result.rows);
}
