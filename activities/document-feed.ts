import { type DocumentStanding, selectDocumentStandings } from '../db/document-standings';
import { moveFeedCursor, nothingUnknown, recordFeedSweep, selectFeedCursor } from '../db/feed-cursors';
import type { CompanyProfile } from '../domain/company-profile';
import type { DocumentHeader, DocumentKind } from '../domain/document-source';
import { earlierCursor, type FeedCursor } from '../domain/feed-cursor';
import type { PostedDocumentKind } from './document-kinds/document-kind';
import { postedDocumentKinds } from './document-kinds/document-kinds';
import { toFailure } from './failure';
import { fewAtOnce, oneOfMany } from './few-at-once';
import { type EditsPosition, editsFeed, type SweepPosition, sweepUnexportedPage } from './sweep-unexported';
import { type TriggerDeps, triggerFromHeader, wasCorrected } from './trigger-document';

const pageSize = 100;

/**
 * `cursor`: where the feed stopped, less the overlap; `after`: right behind a row of this look; `unexported`: the look has read to
 * the end, and goes on with what no cursor shows; `edited`: now and then, with what was modified in the last day.
 */
export type FeedPosition = { from: 'cursor' } | { from: 'after'; cursor: FeedCursor } | SweepPosition | EditsPosition;

export interface FeedPage {
  seen: number;
  started: number;
  next: FeedPosition | null;
}

export interface DocumentPageRequest {
  company: string;
  kind: DocumentKind;
  position: FeedPosition;
}

export interface FeedActivities {
  /** Starts the flows of one page of final documents, then moves the cursor behind it. `next` is null at the end of the look. */
  startDocumentPage(request: DocumentPageRequest): Promise<FeedPage>;
  /** The same for sales invoices, under the name that histories hold. */
  startSalesInvoicePage(request: { company: string; position: FeedPosition }): Promise<FeedPage>;
}

/** The poll behind every other trigger: what no webhook told is found here. */
export function createFeedActivities(deps: TriggerDeps): FeedActivities {
  const activities: FeedActivities = {
    async startDocumentPage({ company, kind: ofKind, position }) {
      const kind = postedDocumentKinds[ofKind];
      try {
        const profile = await deps.profiles.profile(company);
        if (position.from === 'unexported') return await sweepUnexportedPage(deps, kind, profile, position);
        if (position.from === 'edited') return await startEditedPage(deps, kind, profile, position);
        return await startModifiedPage(deps, kind, profile, position);
      } catch (error) {
        throw toFailure(error, kind.feed);
      }
    },
    startSalesInvoicePage: (request) => activities.startDocumentPage({ ...request, kind: 'sales-invoice' }),
  };
  return activities;
}

async function startModifiedPage(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  profile: CompanyProfile,
  position: Exclude<FeedPosition, SweepPosition | EditsPosition>,
): Promise<FeedPage> {
  const { company } = profile;
  const source = await kind.source(deps, profile);
  // Read before the page: what the page does not show yet was modified later than this, less what the overlap covers.
  const now: FeedCursor = { modifiedAt: await source.readClock(), headerId: '0' };
  const after = position.from === 'after' ? position.cursor : await startOfLook(deps, kind, profile, now);
  const headers = await source.listHeaders(kind.kind, { types: kind.types(profile), after, limit: pageSize });
  const started = await startNews(deps, kind, profile, headers);
  const last = headers.at(-1);
  const read = last === undefined ? null : { modifiedAt: last.modifiedAt, headerId: last.headerId };
  // A header whose time is still to come must not hide what happens until then.
  if (read !== null) await moveFeedCursor(deps.pool, company, kind.feed, earlierCursor(read, now));
  if (read !== null && headers.length === pageSize) {
    return { seen: headers.length, started, next: { from: 'after', cursor: read } };
  }
  // All is read: the next look need not go through a mass change again once its overlap is over.
  await moveFeedCursor(deps.pool, company, kind.feed, before(now, profile.feed.overlapSeconds));
  return {
    seen: headers.length,
    started,
    next: { from: 'unexported', after: null, unknown: 0, oldestAgeSeconds: null },
  };
}

async function startEditedPage(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  profile: CompanyProfile,
  { after }: EditsPosition,
): Promise<FeedPage> {
  const { company } = profile;
  const source = await kind.source(deps, profile);
  const headers = await source.listHeaders(kind.kind, { types: kind.types(profile), after, limit: pageSize });
  const started = await startNews(deps, kind, profile, headers);
  const last = headers.at(-1);
  if (last !== undefined && headers.length === pageSize) {
    const next = { modifiedAt: last.modifiedAt, headerId: last.headerId };
    return { seen: headers.length, started, next: { from: 'edited', after: next } };
  }
  await recordFeedSweep(deps.pool, company, editsFeed(kind.feed), nothingUnknown);
  return { seen: headers.length, started, next: null };
}

async function startNews(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  profile: CompanyProfile,
  headers: DocumentHeader[],
): Promise<number> {
  const { company } = profile;
  const keys = headers.map((header) => header.documentKey);
  const standings = await selectDocumentStandings(deps.pool, company, keys);
  const standingOf = (header: DocumentHeader) => standings.get(header.documentKey) ?? null;
  const news = headers.filter((header) => isNews(kind, header, standingOf(header), profile.feed.startFrom));
  let started = 0;
  await fewAtOnce(news, async (header) => {
    const trigger = () => triggerFromHeader(deps, kind, company, header, standingOf(header));
    if (await oneOfMany(header.documentKey, trigger)) started += 1;
  });
  return started;
}

async function startOfLook(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  profile: CompanyProfile,
  now: FeedCursor,
): Promise<FeedCursor> {
  const { startFrom, overlapSeconds } = profile.feed;
  // What was modified before the first day and is ours all the same, the sweep finds: no history is read for it.
  const cursor = (await selectFeedCursor(deps.pool, profile.company, kind.feed)) ?? {
    modifiedAt: `${startFrom}T00:00:00.000000Z`,
    headerId: '0',
  };
  // A transaction that began before the cursor may commit behind it; its rows show up within the overlap.
  return before(earlierCursor(cursor, now), overlapSeconds);
}

function before({ modifiedAt }: FeedCursor, seconds: number): FeedCursor {
  return { modifiedAt: new Date(Date.parse(modifiedAt) - seconds * 1000).toISOString(), headerId: '0' };
}

/**
 * False for what is known to need nothing: dated before the hub's first day, exported before it came, deleted before it was posted, on
 * its way, or unchanged since our own acknowledgement.
 */
function isNews(
  { asksAboutExported }: PostedDocumentKind,
  header: DocumentHeader,
  standing: DocumentStanding | null,
  startFrom: string,
): boolean {
  const isDeleted = header.isDeleted === true;
  if (standing === null) {
    const isOurs = header.exportedAt === null || asksAboutExported === true;
    return isOurs && !isDeleted && (header.documentDate ?? startFrom) >= startFrom;
  }
  if (standing.state === 'posted') return standing.acknowledgedVersion !== header.version;
  if (standing.state === 'rejected') return wasCorrected(header, standing);
  return standing.state === 'abandoned';
}
