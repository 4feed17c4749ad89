import { z } from 'zod';
import type { PostingState } from '../domain/posting';
import type { Database } from './pool';
import { postingState } from './posting-state';
import { sourceVersion } from './source-version';

const standingRow = z.object({
  document_key: z.string(),
  revision: z.number(),
  state: postingState,
  content_hash: z.string().nullable(),
  acknowledged_version: sourceVersion.nullable(),
  acknowledged: z.boolean(),
  source_version: sourceVersion.nullable(),
  idle_seconds: z.number(),
  has_open_exception: z.boolean(),
});

/** How far the newest revision of a document got. */
export interface DocumentStanding {
  documentKey: string;
  revision: number;
  state: PostingState;
  contentHash: string | null;
  acknowledged: boolean;
  /** The source's version right after our acknowledgement. */
  acknowledgedVersion: number | null;
  /** The source's version that was last planned; null for a document that could not be read. */
  sourceVersion: number | null;
  /** Since anything of it changed, by the hub's database's clock. */
  idleSeconds: number;
  /** True while something of it waits for a person. */
  hasOpenException: boolean;
}

/** Standings of those of the documents that the ledger knows, by document key. */
export async function selectDocumentStandings(
  database: Database,
  company: string,
  documentKeys: readonly string[],
): Promise<Map<string, DocumentStanding>> {
  const result = await database.query(
    `select distinct on (document_key) document_key, revision, state, content_hash, acknowledged_version, source_version,
        extract(epoch from now() - coalesce(greatest(planned_at, sent_at, settled_at), triggered_at))::float8 as idle_seconds,
        acknowledged_at is not null as acknowledged,
        exists (
          select from exceptions
            where exceptions.company = postings.company and exceptions.document_key = postings.document_key
              and closed_at is null) as has_open_exception
      from postings
      where company = $1::text and document_key = any($2::text[]) and is_leading
      order by document_key, revision desc`,
    [company, documentKeys],
  );
  return new Map(
    result.rows.map((raw) => {
      const row = standingRow.parse(raw);
      return [
        row.document_key,
        {
          documentKey: row.document_key,
          revision: row.revision,
          state: row.state,
          contentHash: row.content_hash,
          acknowledged: row.acknowledged,
          acknowledgedVersion: row.acknowledged_version,
          sourceVersion: row.source_version,
          idleSeconds: row.idle_seconds,
          hasOpenException: row.has_open_exception,
        },
      ];
    }),
  );
}

/**
 * Keys of a flow's documents whose newest revision is a later one that is neither acknowledged nor given up, and rests longer than the
 * seconds; at most `limit`. The source calls them exported, since an earlier revision was: its own list does not show them.
 */
export async function selectWaitingRevisions(
  database: Database,
  company: string,
  flow: string,
  { restingSeconds, limit }: { restingSeconds: number; limit: number },
): Promise<string[]> {
  const result = await database.query(
    `select document_key from postings waiting
      where company = $1::text and flow = $4::text and is_leading and revision > 1
        and (state in ('planned', 'sending', 'unknown', 'rejected') or (state = 'posted' and acknowledged_at is null))
        and not exists (
          select from postings newer
            where newer.company = waiting.company and newer.document_key = waiting.document_key
              and newer.revision > waiting.revision)
        and coalesce(greatest(planned_at, sent_at, settled_at), triggered_at) < now() - make_interval(secs => $2::integer)
      -- In no order: where the time or the limit does not do for all, the next look takes others.
      order by random() limit $3::integer`,
    [company, restingSeconds, limit, flow],
  );
  return z
    .array(z.object({ document_key: z.string() }))
    .parse(result.rows)
    .map((row) => row.document_key);
}
