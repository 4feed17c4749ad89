import { z } from 'zod';
import type { FeedCursor } from '../domain/feed-cursor';
import type { Database } from './pool';

/** Where a feed goes on; null before its first page. */
export async function selectFeedCursor(database: Database, company: string, feed: string): Promise<FeedCursor | null> {
  const result = await database.query(
    'select modified_at, source_id from feed_cursors where company = $1::text and feed = $2::text',
    [company, feed],
  );
  const row = result.rows[0];
  return row === undefined ? null : { modifiedAt: row.modified_at, headerId: row.source_id };
}

/** Moves a feed's cursor forward; never back, so that a page read again in the overlap does not undo it. */
export async function moveFeedCursor(database: Database, company: string, feed: string, to: FeedCursor): Promise<void> {
  await database.query(
    `insert into feed_cursors (company, feed, modified_at, source_id) values ($1::text, $2::text, $3::text, $4::text)
      on conflict (company, feed) do update
        set modified_at = excluded.modified_at, source_id = excluded.source_id, moved_at = now()
        where (feed_cursors.modified_at::timestamptz, feed_cursors.source_id::bigint)
            < (excluded.modified_at::timestamptz, excluded.source_id::bigint)`,
    [company, feed, to.modifiedAt, to.headerId],
  );
}

/** What a sweep found final in the source, not acknowledged, and not in the ledger. */
export interface FeedSweep {
  unknownDocuments: number;
  /** By the source's clock; null when there was none. */
  oldestUnknownAgeSeconds: number | null;
}

/** Of a sweep that lets be looked at what it finds, and so leaves nothing unknown. */
export const nothingUnknown: FeedSweep = { unknownDocuments: 0, oldestUnknownAgeSeconds: null };

/** Writes down that a feed's sweep came to its end just now, and what it found. */
export async function recordFeedSweep(
  database: Database,
  company: string,
  feed: string,
  sweep: FeedSweep,
): Promise<void> {
  await database.query(
    `insert into feed_sweeps (company, feed, unknown_documents, oldest_unknown_age_seconds)
      values ($1::text, $2::text, $3::integer, $4::integer)
      on conflict (company, feed) do update
        set swept_at = now(), unknown_documents = excluded.unknown_documents,
          oldest_unknown_age_seconds = excluded.oldest_unknown_age_seconds`,
    [company, feed, sweep.unknownDocuments, sweep.oldestUnknownAgeSeconds],
  );
}

/** Seconds since a feed's last whole sweep; null before the first. */
export async function secondsSinceSweep(database: Database, company: string, feed: string): Promise<number | null> {
  const result = await database.query(
    `select extract(epoch from now() - swept_at)::float8 as seconds from feed_sweeps
      where company = $1::text and feed = $2::text`,
    [company, feed],
  );
  return result.rowCount === 0 ? null : z.number().parse(result.rows[0].seconds);
}
