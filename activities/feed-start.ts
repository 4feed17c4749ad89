import { selectFeedCursor } from '../db/feed-cursors';
import type { Database } from '../db/pool';
import type { CompanyProfile } from '../domain/company-profile';

/** Where a feed of records stopped, less the overlap; before its first page the hub's first day: what is older comes by a first load. */
export async function feedStart(database: Database, profile: CompanyProfile, feed: string): Promise<string> {
  const cursor = await selectFeedCursor(database, profile.company, feed);
  if (cursor === null) return `${profile.feed.startFrom}T00:00:00Z`;
  return new Date(Date.parse(cursor.modifiedAt) - profile.masters.overlapSeconds * 1000).toISOString();
}
