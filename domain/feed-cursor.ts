/** Where a feed goes on: behind the row with this time (ISO 8601, microseconds) and this id. */
export interface FeedCursor {
  modifiedAt: string;
  headerId: string;
}
