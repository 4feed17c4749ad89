import { Context } from '@temporalio/activity';
import type { SalesInvoiceHeader } from '../clients/imetal/imetal-client';
import type { CompanyProfiles } from '../companies/company-profiles';
import { type DocumentStanding, selectDocumentStandings } from '../db/document-standings';
import { moveFeedCursor, selectFeedCursor } from '../db/feed-cursors';
import type { FeedCursor } from '../domain/feed-cursor';
import { toFailure } from './failure';
import { type TriggerDeps, triggerFromHeader, wasCorrected } from './trigger-sales-invoice';

const feed = 'imetal/sales-invoices';
const pageSize = 100;
// Starts in parallel: each is a round trip to the engine.
const startsAtOnce = 8;

/** `cursor`: where the feed stopped, less the overlap; `after`: right behind a row of this look. */
export type FeedPosition = { from: 'cursor' } | { from: 'after'; cursor: FeedCursor };

export interface FeedPage {
  seen: number;
  started: number;
  next: FeedPosition | null;
}

export interface FeedActivities {
  /** Starts the flows of one page of final sales invoices, then moves the cursor behind it. `next` is null at the end. */
  startSalesInvoicePage(request: { company: string; position: FeedPosition }): Promise<FeedPage>;
}

/** The poll behind every other trigger: what no webhook told is found here. */
export function createFeedActivities(deps: TriggerDeps & { profiles: CompanyProfiles }): FeedActivities {
  return {
    async startSalesInvoicePage({ company, position }) {
      try {
        const after = await startOf(deps, company, position);
        const profile = await deps.profiles.profile(company);
        const headers = await deps
          .imetal(company)
          .listSalesInvoices({ types: profile.invoiceTypes, after, limit: pageSize });
        const standings = await selectDocumentStandings(
          deps.pool,
          company,
          headers.map((header) => header.documentKey),
        );
        const news = headers.filter((header) => isNews(header, standings.get(header.documentKey) ?? null));
        for (let first = 0; first < news.length; first += startsAtOnce) {
          const some = news.slice(first, first + startsAtOnce);
          await Promise.all(
            some.map((header) => triggerFromHeader(deps, company, header, standings.get(header.documentKey) ?? null)),
          );
          Context.current().heartbeat();
        }
        const last = headers.at(-1);
        if (last === undefined) return { seen: 0, started: 0, next: null };
        const cursor = { modifiedAt: last.modifiedAt, headerId: last.headerId };
        await moveFeedCursor(deps.pool, company, feed, cursor);
        const isLastPage = headers.length < pageSize;
        return { seen: headers.length, started: news.length, next: isLastPage ? null : { from: 'after', cursor } };
      } catch (error) {
        throw toFailure(error, feed);
      }
    },
  };
}

async function startOf(
  deps: TriggerDeps & { profiles: CompanyProfiles },
  company: string,
  position: FeedPosition,
): Promise<FeedCursor | null> {
  if (position.from === 'after') return position.cursor;
  const cursor = await selectFeedCursor(deps.pool, company, feed);
  if (cursor === null) return null;
  const { overlapSeconds } = (await deps.profiles.profile(company)).feed;
  // A transaction that began before the cursor may commit behind it; its rows show up within the overlap.
  const modifiedAt = new Date(Date.parse(cursor.modifiedAt) - overlapSeconds * 1000).toISOString();
  return { modifiedAt, headerId: '0' };
}

/** False for what is known to need nothing: exported before the hub came, on its way, or unchanged since our own acknowledgement. */
function isNews(header: SalesInvoiceHeader, standing: DocumentStanding | null): boolean {
  if (standing === null) return header.exportedAt === null;
  if (standing.state === 'posted') return standing.acknowledgedVersion !== header.version;
  if (standing.state === 'rejected') return wasCorrected(header, standing);
  return standing.state === 'abandoned';
}
