import type { Pool } from 'pg';
import type { ImetalClient } from '../clients/imetal/imetal-client';
import { selectDocumentStandings } from '../db/document-standings';
import type { CompanyProfile } from '../domain/company-profile';
import type { FeedCursor } from '../domain/feed-cursor';

const pageSize = 200;
// A person wants to know how it stands, not the last digit: beyond 5,000 documents the count stops.
const pagesMax = 25;

export interface UntakenDeps {
  pool: Pool;
  imetal: Pick<ImetalClient, 'listUnexportedSalesInvoices' | 'readClock'>;
  profile: CompanyProfile;
}

/** What the feed owes: how many documents, counted up to 5,000, and the one modified longest ago, by iMetal's clock. */
export interface UntakenInvoices {
  count: number;
  oldest: { documentKey: string; ageSeconds: number } | null;
}

/** Final invoices of the profile's first day and later that nobody has acknowledged and the ledger does not know. Reads only. */
export async function findUntakenInvoices({ pool, imetal, profile }: UntakenDeps): Promise<UntakenInvoices> {
  const now = Date.parse(await imetal.readClock());
  const untaken: UntakenInvoices = { count: 0, oldest: null };
  let after: FeedCursor | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const headers = await imetal.listUnexportedSalesInvoices({
      types: profile.invoiceTypes,
      invoicedFrom: profile.feed.startFrom,
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
