import type { Pool } from 'pg';
import type { PostedDocumentKind } from '../activities/document-kinds/document-kind';
import { postedDocumentKinds } from '../activities/document-kinds/document-kinds';
import { selectDocumentStandings } from '../db/document-standings';
import type { CompanyProfile } from '../domain/company-profile';
import type { DocumentSource } from '../domain/document-source';
import type { FeedCursor } from '../domain/feed-cursor';

const pageSize = 200;
// A person wants to know how it stands, not the last digit: beyond 5,000 documents the count stops.
const pagesMax = 25;

export interface UntakenDeps {
  pool: Pool;
  source: Pick<DocumentSource, 'listUnexportedHeaders' | 'readClock'>;
  profile: CompanyProfile;
}

/** What a feed owes: how many documents, counted up to 5,000, and the one modified longest ago, by the source's clock. */
export interface UntakenDocuments {
  count: number;
  oldest: { documentKey: string; ageSeconds: number } | null;
}

/** The kinds of documents of which the profile gives the source's types: each has a feed. */
export function fedKinds(profile: CompanyProfile): PostedDocumentKind[] {
  return Object.values(postedDocumentKinds).filter((kind) => kind.types(profile).length > 0);
}

/** Final documents of a kind, of the profile's first day and later, that nobody has acknowledged and the ledger does not know. Reads only. */
export async function findUntakenDocuments(
  { pool, source, profile }: UntakenDeps,
  kind: PostedDocumentKind,
): Promise<UntakenDocuments> {
  const now = Date.parse(await source.readClock());
  const untaken: UntakenDocuments = { count: 0, oldest: null };
  let after: FeedCursor | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const headers = await source.listUnexportedHeaders(kind.kind, {
      types: kind.types(profile),
      datedFrom: profile.feed.startFrom,
      after,
      limit: pageSize,
    });
    const keys = headers.map((header) => header.documentKey);
    const known = await selectDocumentStandings(pool, profile.company, keys);
    const unknown = headers.filter((header) => !known.has(header.documentKey));
    const [first] = unknown;
    untaken.count += unknown.length;
    untaken.oldest ??=
      first === undefined
        ? null
        : {
            documentKey: first.documentKey,
            ageSeconds: Math.max(0, Math.floor((now - Date.parse(first.modifiedAt)) / 1000)),
          };
    const last = headers.at(-1);
    if (last === undefined || headers.length < pageSize) break;
    after = { modifiedAt: last.modifiedAt, headerId: last.headerId };
  }
  return untaken;
}
