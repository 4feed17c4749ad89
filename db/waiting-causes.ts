import { z } from 'zod';
import { type ExceptionCode, exceptionCodes } from '../domain/exception';
import type { Database } from './pool';

const waitingDocument = z.object({
  document_key: z.string(),
  workflow_id: z.string(),
  newest_exception_id: z.coerce.bigint(),
});

/** A document that waits for a cause, and the flow that would try it again. */
export interface WaitingDocument {
  documentKey: string;
  workflowId: string;
  newestExceptionId: bigint;
}

/** The documents and records that wait for a cause, those last that tried again last; at most `limit`. */
export async function selectDocumentsWaitingFor(
  database: Database,
  company: string,
  causeKey: string,
  limit: number,
): Promise<WaitingDocument[]> {
  const result = await database.query(
    `select document_key, workflow_id, max(exception_id) as newest_exception_id from exceptions
      where company = $1::text and cause_key = $2::text and closed_at is null and document_key <> '*'
        and workflow_id is not null
      group by document_key, workflow_id order by max(exception_id) limit $3::integer`,
    [company, causeKey, limit],
  );
  return z
    .array(waitingDocument)
    .parse(result.rows)
    .map((row) => ({
      documentKey: row.document_key,
      workflowId: row.workflow_id,
      newestExceptionId: row.newest_exception_id,
    }));
}

const waitingCause = z.object({
  cause_key: z.string(),
  codes: z.array(z.enum(exceptionCodes)),
  flows: z.array(z.string()),
  settings_hashes: z.array(z.string()),
  newest_opened_at: z.date(),
  failures: z.number().nullable(),
  is_due: z.boolean(),
  canary_document_key: z.string().nullable(),
  canary_exception_id: z.string().nullable(),
});

/** A cause for which something waits. */
export interface WaitingCause {
  causeKey: string;
  /** Why those that wait for it do. */
  codes: ExceptionCode[];
  flows: string[];
  /** Under which settings they were parked; none where settings decide nothing. */
  settingsHashes: string[];
  /** When the last of those that wait came to wait: what was seen before that was seen in vain. */
  newestOpenedAt: Date;
  /** Looks and releases in a row that led to nothing; null before the first look. */
  failures: number | null;
  /** False until the back-off after the last look is over. */
  isDue: boolean;
  canary: { documentKey: string; exceptionId: bigint } | null;
}

/** Every cause for which a document waits. */
export async function selectWaitingCauses(database: Database, company: string): Promise<WaitingCause[]> {
  const result = await database.query(
    `select waiting.cause_key, array_agg(distinct waiting.code) as codes, array_agg(distinct waiting.flow) as flows,
        array_remove(array_agg(distinct waiting.settings_hash), null) as settings_hashes,
        max(waiting.opened_at) as newest_opened_at, max(release.failures) as failures,
        coalesce(max(release.next_look_at) <= now(), true) as is_due,
        max(release.canary_document_key) as canary_document_key, max(release.canary_exception_id) as canary_exception_id
      from exceptions waiting
        left join cause_releases release
          on release.company = waiting.company and release.cause_key = waiting.cause_key
      where waiting.company = $1::text and waiting.closed_at is null and waiting.cause_key is not null
        and waiting.document_key <> '*' and waiting.workflow_id is not null
      group by waiting.cause_key order by min(waiting.opened_at)`,
    [company],
  );
  return z
    .array(waitingCause)
    .parse(result.rows)
    .map((row) => ({
      causeKey: row.cause_key,
      codes: row.codes,
      flows: row.flows,
      settingsHashes: row.settings_hashes,
      newestOpenedAt: row.newest_opened_at,
      failures: row.failures,
      isDue: row.is_due,
      canary:
        row.canary_document_key === null || row.canary_exception_id === null
          ? null
          : { documentKey: row.canary_document_key, exceptionId: BigInt(row.canary_exception_id) },
    }));
}

/** The newest open exception of a document for a cause; null when it does not wait for it any more. */
export async function selectOpenExceptionFor(
  database: Database,
  company: string,
  documentKey: string,
  causeKey: string,
): Promise<bigint | null> {
  const result = await database.query(
    `select max(exception_id) as newest from exceptions
      where company = $1::text and document_key = $2::text and cause_key = $3::text and closed_at is null`,
    [company, documentKey, causeKey],
  );
  const newest = z.string().nullable().parse(result.rows[0].newest);
  return newest === null ? null : BigInt(newest);
}

/** What a look at a cause led to, for the next one. */
export interface CauseLook {
  causeKey: string;
  /** Let through, or about to be. */
  documents: number;
  failures: number;
  nextLookSeconds: number;
  canary: { documentKey: string; exceptionId: bigint } | null;
}

/** Writes down a look at a cause. */
export async function recordCauseLook(database: Database, company: string, look: CauseLook): Promise<void> {
  await database.query(
    `insert into cause_releases (company, cause_key, documents, failures, next_look_at, canary_document_key, canary_exception_id)
      values ($1::text, $2::text, $3::integer, $4::integer, now() + make_interval(secs => $5::float8), $6::text, $7::bigint)
      on conflict (company, cause_key) do update set
        released_at = case when excluded.documents > 0 then now() else cause_releases.released_at end,
        documents = cause_releases.documents + excluded.documents, failures = excluded.failures,
        next_look_at = excluded.next_look_at, canary_document_key = excluded.canary_document_key,
        canary_exception_id = excluded.canary_exception_id`,
    [
      company,
      look.causeKey,
      look.documents,
      look.failures,
      look.nextLookSeconds,
      look.canary?.documentKey ?? null,
      look.canary === null ? null : String(look.canary.exceptionId),
    ],
  );
}

/** Forgets the failures of causes for which nothing waits any more: what comes up again is looked at at once. */
export async function forgetSettledCauses(database: Database, company: string): Promise<void> {
  await database.query(
    `delete from cause_releases release where company = $1::text and next_look_at <= now() and not exists (
        select from exceptions waiting
          where waiting.company = release.company and waiting.cause_key = release.cause_key and waiting.closed_at is null)`,
    [company],
  );
}
