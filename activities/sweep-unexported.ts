import { log } from '@temporalio/activity';
import type { Pool } from 'pg';
import { documentFlows } from '../clients/temporal/document-flows';
import { retryParkedFlow, startDocumentFlow } from '../clients/temporal/start-document-flow';
import { type DocumentStanding, selectDocumentStandings, selectWaitingRevisions } from '../db/document-standings';
import { nothingUnknown, recordFeedSweep, secondsSinceSweep } from '../db/feed-cursors';
import type { CompanyProfile } from '../domain/company-profile';
import type { DocumentHeader } from '../domain/document-source';
import type { FeedCursor } from '../domain/feed-cursor';
import type { PostedDocumentKind } from './document-kinds/document-kind';
import { fewAtOnce, oneOfMany } from './few-at-once';
import { startUnapplied } from './start-applications';
import { type TriggerDeps, triggerFromHeader } from './trigger-document';

const pageSize = 50;
// Each may be read in full. What is left then is the next page: an activity has 60 seconds.
const patienceMs = 20_000;
// A look may come every second; a document that only the sweep finds can wait this long, and the source need not search oftener.
const sweepEverySeconds = 60;
// A transaction seldom runs longer than a day, and the documents of a day are read in a few pages.
const editsEverySeconds = 600;
const editsBackMs = 86_400_000;
// Younger ones have a flow that was started a moment ago, or is just posting.
const settledAfterSeconds = 60;
// Each is looked up by itself. There are a handful; of more than this, every sweep takes others.
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
  next: SweepPosition | EditsPosition | null;
}

/** Where a look at what was edited lately stands. */
export interface EditsPosition {
  from: 'edited';
  after: FeedCursor;
}

/** Under which name the sweep of edits is written down. */
export function editsFeed(feed: string): string {
  return `${feed}/edits`;
}

/** An edit of an exported document that commits late, behind the cursor's overlap, no list shows: the last day is read again. */
async function editsToLookAt(pool: Pool, company: string, feed: string, now: number): Promise<EditsPosition | null> {
  const since = await secondsSinceSweep(pool, company, editsFeed(feed));
  // The first look follows when there has been time for an edit.
  if (since === null) await recordFeedSweep(pool, company, editsFeed(feed), nothingUnknown);
  if (since === null || since < editsEverySeconds) return null;
  return { from: 'edited', after: { modifiedAt: new Date(now - editsBackMs).toISOString(), headerId: '0' } };
}

/**
 * Starts the flows of one page of final documents that nobody has acknowledged and that have none: the cursor never saw them, or
 * their flow was lost with the engine's memory. By the source's own rule, whatever their time says (facts/imetal.md 1.5). A flow
 * that runs is found, so that starting is harmless. A page ends early when its work takes longer than `patience` milliseconds.
 */
export async function sweepUnexportedPage(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  profile: CompanyProfile,
  position: SweepPosition,
  patience = patienceMs,
): Promise<SweptPage> {
  const { company } = profile;
  const deadline = Date.now() + patience;
  if (position.after === null) {
    const since = await secondsSinceSweep(deps.pool, company, kind.feed);
    if (since !== null && since < sweepEverySeconds) return { seen: 0, started: 0, next: null };
  }
  const source = await kind.source(deps, profile);
  const now = Date.parse(await source.readClock());
  const headers = await source.listUnexportedHeaders(kind.kind, {
    types: kind.types(profile),
    datedFrom: profile.feed.startFrom,
    after: position.after,
    limit: pageSize,
  });
  const { swept, unknown, started } = await startLost(deps, kind, company, headers, deadline);
  const [oldest] = unknown;
  const found = {
    unknown: position.unknown + unknown.length,
    // Pages come in the order of time: the first that is unknown is the oldest.
    oldestAgeSeconds: position.oldestAgeSeconds ?? (oldest === undefined ? null : secondsBefore(now, oldest)),
  };
  const last = swept.at(-1);
  if (last !== undefined && (headers.length === pageSize || swept.length < headers.length)) {
    const after = { modifiedAt: last.modifiedAt, headerId: last.headerId };
    return { seen: swept.length, started, next: { from: 'unexported', after, ...found } };
  }
  const startedRevisions = await startWaitingRevisions(deps, kind, profile, deadline);
  await recordFeedSweep(deps.pool, company, kind.feed, {
    unknownDocuments: found.unknown,
    oldestUnknownAgeSeconds: found.oldestAgeSeconds,
  });
  if (kind.kind === 'sales-credit' && profile.source === 'imetal') await startUnapplied(deps, profile, deadline);
  const next = await editsToLookAt(deps.pool, company, kind.feed, now);
  return { seen: swept.length, started: started + startedRevisions, next };
}

/** Starts what has no flow; `swept` are the headers it came to before the deadline, `unknown` those of them not in the ledger. */
async function startLost(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  company: string,
  headers: DocumentHeader[],
  deadline: number,
): Promise<{ swept: DocumentHeader[]; unknown: DocumentHeader[]; started: number }> {
  const keys = headers.map((header) => header.documentKey);
  const standings = await selectDocumentStandings(deps.pool, company, keys);
  const standingOf = (header: DocumentHeader) => standings.get(header.documentKey) ?? null;
  const lost = headers.filter((header) => mayBeLost(standingOf(header)));
  let started = 0;
  const cameTo = await fewAtOnce(
    lost,
    async (header) => {
      const start = () => startAgain(deps, kind, company, header, standingOf(header));
      if (await oneOfMany(header.documentKey, start)) started += 1;
    },
    { deadline },
  );
  const firstLeft = lost[cameTo.length];
  const swept = firstLeft === undefined ? headers : headers.slice(0, headers.indexOf(firstLeft));
  return { swept, unknown: swept.filter((header) => standingOf(header) === null), started };
}

/** True for what the ledger does not know, what it holds undecided, and what is posted and was never acknowledged. */
function mayBeLost(standing: DocumentStanding | null): boolean {
  if (standing === null) return true;
  if (standing.idleSeconds < settledAfterSeconds || standing.state === 'abandoned') return false;
  return standing.state !== 'posted' || !standing.acknowledged;
}

/** Changed after posting: exported long since, so that no list of the source shows them, and perhaps without their flow. */
async function startWaitingRevisions(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  profile: CompanyProfile,
  deadline: number,
): Promise<number> {
  const { company } = profile;
  const source = await kind.source(deps, profile);
  const wanted = { restingSeconds: settledAfterSeconds, limit: revisionsMax };
  const keys = await selectWaitingRevisions(deps.pool, company, kind.flow, wanted);
  const standings = await selectDocumentStandings(deps.pool, company, keys);
  let started = 0;
  const start = async (documentKey: string) => {
    const header = await source.findHeader(kind.kind, documentKey);
    // Deleted in the source since: its exception stays with the people, `doctor` says that it has no flow.
    if (header === null) return;
    await startAgain(deps, kind, company, header, standings.get(documentKey) ?? null);
    started += 1;
  };
  const act = (documentKey: string) => oneOfMany(documentKey, () => start(documentKey));
  const left = keys.length - (await fewAtOnce(keys, act, { deadline })).length;
  if (left > 0) log.warn('revisions left to the next sweep', { company, left });
  return started;
}

async function startAgain(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  company: string,
  header: DocumentHeader,
  standing: DocumentStanding | null,
): Promise<void> {
  // Without a version there is no telling whether it was corrected: it would try again with every sweep.
  if (standing?.state === 'rejected' && standing.sourceVersion === null) {
    const { revision } = standing;
    await startDocumentFlow(deps.client, deps.taskQueue, { company, kind: kind.kind, header, revision });
    return;
  }
  if (standing?.state === 'posted' && !standing.acknowledged && !standing.hasOpenException) {
    // Parked, and then a late answer settled it: no person is asked any more, so that nobody else would wake it.
    const workflowId = documentFlows[kind.kind].workflowId(company, header.documentKey, standing.revision);
    const decision = { actor: 'feed', reason: 'posted meanwhile, to be acknowledged' };
    if (await retryParkedFlow(deps.client, workflowId, decision)) return;
  }
  await triggerFromHeader(deps, kind, company, header, standing);
}

function secondsBefore(now: number, { modifiedAt }: DocumentHeader): number {
  return Math.max(0, Math.floor((now - Date.parse(modifiedAt)) / 1000));
}
