/** Where a feed goes on: behind the row with this time (ISO 8601, microseconds) and this id. */
export interface FeedCursor {
  modifiedAt: string;
  headerId: string;
}

/** The earlier of two cursors. Times are compared to the millisecond, which is as near as two clocks' readings mean anything. */
export function earlierCursor(one: FeedCursor, other: FeedCursor): FeedCursor {
  return Date.parse(one.modifiedAt) > Date.parse(other.modifiedAt) ? other : one;
}
