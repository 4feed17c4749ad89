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
