import type { Pool } from 'pg';
import { nothingUnknown, recordFeedSweep, secondsSinceSweep } from '../db/feed-cursors';

/** A sweep that is worth its cost only now and then: run when the last whole one is `everySeconds` ago, and written down at its end. Returns how many it touched; a sweep that could not be is null, and not written down. */
export async function sweepWhenDue(
  pool: Pool,
  { company, feed, everySeconds }: { company: string; feed: string; everySeconds: number },
  sweep: () => Promise<number | null>,
): Promise<number> {
  const since = await secondsSinceSweep(pool, company, feed);
  if (since !== null && since < everySeconds) return 0;
  const touched = await sweep();
  if (touched === null) return 0;
  await recordFeedSweep(pool, company, feed, nothingUnknown);
  return touched;
}
