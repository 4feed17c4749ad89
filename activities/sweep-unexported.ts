import type { SalesInvoiceHeader } from '../clients/imetal/imetal-client';
import { startOrderToInvoice } from '../clients/temporal/start-order-to-invoice';
import { type DocumentStanding, selectDocumentStandings, selectWaitingRevisions } from '../db/document-standings';
import { recordFeedSweep, secondsSinceSweep } from '../db/feed-cursors';
import type { CompanyProfile } from '../domain/company-profile';
import type { FeedCursor } from '../domain/feed-cursor';
import { inBatches } from './in-batches';
import { type TriggerDeps, triggerFromHeader } from './trigger-sales-invoice';

const pageSize = 200;
// A look may come every second; a document that only the sweep finds can wait this long, and iMetal need not search oftener.
const sweepEverySeconds = 60;
// Younger ones have a flow that was started a moment ago, or is just posting.
const settledAfterSeconds = 60;
// Each is looked up by itself. There are a handful; of more than this, `doctor` names those that wait without a flow.
const revisionsMax = 500;

/** Where a sweep stands, and what it found so far: documents that the ledger does not know, the age of the oldest. */
export interface SweepPosition {
  from: 'unexported';
  after: FeedCursor | null;
  unknown: number;
  oldestAgeSeconds: number | null;
}

export interface SweptPage {
  seen: number;
  started: number;
  next: SweepPosition | null;
}

/**
 * Starts the flows of one page of final documents that nobody has acknowledged and that have none: the cursor never saw them, or
 * their flow was lost with the engine's memory. By the source's own rule, whatever their time says (facts/imetal.md 1.5). A flow
 * that runs is found, so that starting is harmless.
 */
export async function sweepUnexportedPage(
  deps: TriggerDeps,
  profile: CompanyProfile,
  feed: string,
  position: SweepPosition,
): Promise<SweptPage> {
  const { company } = profile;
  if (position.after === null) {
    const since = await secondsSinceSweep(deps.pool, company, feed);
    if (since !== null && since < sweepEverySeconds) return { seen: 0, started: 0, next: null };
  }
  const imetal = deps.imetal(company);
  const now = Date.parse(await imetal.readClock());
  const headers = await imetal.listUnexportedSalesInvoices({
    types: profile.invoiceTypes,
    invoicedFrom: profile.feed.startFrom,
    after: position.after,
    limit: pageSize,
  });
  const keys = headers.map((header) => header.documentKey);
  const standings = await selectDocumentStandings(deps.pool, company, keys);
  const standingOf = (header: SalesInvoiceHeader) => standings.get(header.documentKey) ?? null;
  const unknown = headers.filter((header) => standingOf(header) === null);
  const lost = headers.filter((header) => mayBeLost(standingOf(header)));
  await inBatches(lost, (header) => startAgain(deps, company, header, standingOf(header)));

  const [oldest] = unknown;
  const swept = {
    unknown: position.unknown + unknown.length,
    // Pages come in the order of time: the first that is unknown is the oldest.
    oldestAgeSeconds: position.oldestAgeSeconds ?? (oldest === undefined ? null : secondsBefore(now, oldest)),
  };
  const last = headers.at(-1);
  if (last !== undefined && headers.length === pageSize) {
    const after = { modifiedAt: last.modifiedAt, headerId: last.headerId };
    return { seen: headers.length, started: lost.length, next: { from: 'unexported', after, ...swept } };
  }
  const startedRevisions = await startWaitingRevisions(deps, company);
  await recordFeedSweep(deps.pool, company, feed, {
    unknownDocuments: swept.unknown,
    oldestUnknownAgeSeconds: swept.oldestAgeSeconds,
  });
  return { seen: headers.length, started: lost.length + startedRevisions, next: null };
}

/** True for what the ledger does not know, what it holds undecided, and what is posted and was never acknowledged. */
function mayBeLost(standing: DocumentStanding | null): boolean {
  if (standing === null) return true;
  if (standing.idleSeconds < settledAfterSeconds || standing.state === 'abandoned') return false;
  return standing.state !== 'posted' || !standing.acknowledged;
}

/** Changed after posting: exported long since, so that no list of iMetal shows them, and perhaps without their flow. */
async function startWaitingRevisions(deps: TriggerDeps, company: string): Promise<number> {
  const wanted = { restingSeconds: settledAfterSeconds, limit: revisionsMax };
  const keys = await selectWaitingRevisions(deps.pool, company, wanted);
  const standings = await selectDocumentStandings(deps.pool, company, keys);
  let started = 0;
  await inBatches(keys, async (documentKey) => {
    const header = await deps.imetal(company).findSalesInvoiceHeader(documentKey);
    // Deleted in iMetal since: its exception stays with the people, `doctor` says that it has no flow.
    if (header === null) return;
    await startAgain(deps, company, header, standings.get(documentKey) ?? null);
    started += 1;
  });
  return started;
}

async function startAgain(
  deps: TriggerDeps,
  company: string,
  header: SalesInvoiceHeader,
  standing: DocumentStanding | null,
): Promise<void> {
  // Without a version there is no telling whether it was corrected: it would try again with every sweep.
  if (standing?.state === 'rejected' && standing.sourceVersion === null) {
    await startOrderToInvoice(deps.client, deps.taskQueue, { company, header, revision: standing.revision });
    return;
  }
  await triggerFromHeader(deps, company, header, standing);
}

function secondsBefore(now: number, { modifiedAt }: SalesInvoiceHeader): number {
  return Math.max(0, Math.floor((now - Date.parse(modifiedAt)) / 1000));
}
