import type { Pool, PoolClient } from 'pg';
import { closeExceptions, replaceExceptions } from '../db/exceptions';
import { inTransaction } from '../db/pool';
import type { PostedDocuments } from '../db/posted-documents';
import {
  abandonOtherPurposes,
  insertPlan,
  insertPostingEvent,
  lockDocument,
  type PostingContent,
  type PostingOrigin,
  updatePostingState,
  upsertPosting,
} from '../db/postings';
import type { PostingException } from '../domain/exception';
import type { JournalEntry } from '../domain/journal-entry';
import type { DocumentSummary, ParkedReason, PlannedDocument, PostingPurpose } from '../domain/posting';
import type { TraceEntry } from '../domain/posting-plan';
import type { Hours } from '../domain/timesheet';
import { moneyOfPlanned } from './money-of-planned';
import { serialKeyOf } from './timesheet-additions';

/** What one reading and mapping of a source document led to, about to be written to the ledger. */
export interface PlanAttempt {
  origin: PostingOrigin;
  environment: string;
  mappingVersion: string;
  /** Under which profile and synced tax set-up it was mapped; null where these decide nothing. */
  settingsHash: string | null;
  summary: DocumentSummary;
  contentHash: string | null;
  /** The source's own version of that content; null where there is none. */
  sourceVersion: number | null;
  /** `flow`, or the person whose decision led to the attempt. */
  actor: string;
  note: string;
  /** The posting that stands for the document in lists and counts; where a plan has none for it, its first one does. */
  leadingPurpose: PostingPurpose;
}

/** What will be sent, where each source line went, and what waits for the day's journal. */
export interface PlanToStore {
  documents: PlannedDocument[];
  trace: TraceEntry[];
  totals: Record<string, unknown>;
  pooledEntry: JournalEntry | null;
  /** Labour hours that stand in Intacct of the document once it is posted; null for what is no time. */
  hours: Hours | null;
}

/** Stores a plan under the next version and gives each of its documents a posting with its control id. */
export async function storePlan(
  transaction: PoolClient,
  attempt: PlanAttempt & { contentHash: string },
  plan: PlanToStore,
): Promise<void> {
  const { origin } = attempt;
  const { company, documentKey, revision } = origin;
  const { contentHash, mappingVersion } = attempt;
  const leading = leadingOf(attempt, plan);
  const stored = await insertPlan(transaction, {
    company,
    documentKey,
    revision,
    contentHash,
    mappingVersion,
    settingsHash: attempt.settingsHash,
    ...plan,
  });
  const controlId = (purpose: string) =>
    [attempt.environment, company, documentKey, purpose, `${revision}.${stored.version}`].join(':');
  for (const document of plan.documents) {
    const posting = await upsertPosting(transaction, origin, document.purpose, {
      ...contentOf(attempt),
      ...moneyOfPlanned(document, attempt.summary),
      state: 'planned',
      isLeading: document.purpose === leading,
      hours: document.purpose === leading ? plan.hours : null,
      planId: stored.planId,
      version: stored.version,
      controlId: controlId(document.purpose),
      requestControlId: controlId('request'),
      serialKey: serialKeyOf(document),
    });
    await insertPostingEvent(transaction, {
      postingId: posting.postingId,
      fromState: posting.stateBefore,
      toState: 'planned',
      actor: attempt.actor,
      note: `version ${stored.version}: ${attempt.note}`,
      planId: stored.planId,
    });
  }
  const kept = plan.documents.map((document) => document.purpose);
  await abandonOtherPurposes(transaction, origin, kept);
  await closeExceptions(transaction, company, documentKey, 'tried again');
}

function leadingOf(attempt: PlanAttempt, { documents }: PlanToStore): PostingPurpose {
  const [first] = documents;
  if (first === undefined) throw new Error(`${attempt.origin.documentKey}: a plan without documents`);
  const { leadingPurpose } = attempt;
  return documents.some(({ purpose }) => purpose === leadingPurpose) ? leadingPurpose : first.purpose;
}

/** The Intacct key of a document of which accounting expects no effect: the source is told so. */
export const nothingToPost = 'nothing to post';

/** Writes down that a document has no effect in the ledger, and why. Returns what the source is told as its reference. */
export async function settleAsNothing(
  transaction: PoolClient,
  attempt: PlanAttempt & { contentHash: string },
  nothing: { reason: string; trace: TraceEntry[]; labourHours?: Hours },
): Promise<string> {
  const { origin, contentHash, mappingVersion, summary } = attempt;
  const { company, documentKey, revision } = origin;
  const empty = { documents: [], totals: { nothingToPost: nothing.reason }, pooledEntry: null, trace: nothing.trace };
  const stored = await insertPlan(transaction, {
    company,
    documentKey,
    revision,
    contentHash,
    mappingVersion,
    settingsHash: attempt.settingsHash,
    ...empty,
  });
  const posting = await upsertPosting(transaction, origin, attempt.leadingPurpose, {
    ...contentOf(attempt),
    amount: summary.amount,
    currency: summary.currency,
    hours: nothing.labourHours ?? null,
    period: null,
    state: 'planned',
    isLeading: true,
    planId: stored.planId,
    version: stored.version,
    controlId: null,
    requestControlId: null,
    serialKey: null,
  });
  await updatePostingState(transaction, posting.postingId, { state: 'posted', intacctKey: nothingToPost });
  await insertPostingEvent(transaction, {
    postingId: posting.postingId,
    fromState: posting.stateBefore,
    toState: 'posted',
    actor: attempt.actor,
    note: `nothing to post: ${nothing.reason}`,
    planId: stored.planId,
  });
  await abandonOtherPurposes(transaction, origin, [attempt.leadingPurpose]);
  // What a later revision of the document asks is not answered by this one.
  await closeExceptions(transaction, company, documentKey, nothingToPost, origin.workflowId);
  return nothingToPost;
}

/** Writes down why a document could not be planned; it is parked with these exceptions. */
export async function parkWithoutPlan(
  transaction: PoolClient,
  attempt: PlanAttempt,
  exceptions: readonly PostingException[],
): Promise<ParkedReason> {
  const { origin, summary } = attempt;
  const posting = await upsertPosting(transaction, origin, attempt.leadingPurpose, {
    ...contentOf(attempt),
    amount: summary.amount,
    currency: summary.currency,
    hours: summary.hours ?? null,
    period: null,
    state: 'rejected',
    isLeading: true,
    planId: null,
    version: 0,
    controlId: null,
    requestControlId: null,
    serialKey: null,
  });
  await abandonOtherPurposes(transaction, origin, [attempt.leadingPurpose]);
  const reason = parkedReason(exceptions);
  await insertPostingEvent(transaction, {
    postingId: posting.postingId,
    fromState: posting.stateBefore,
    toState: 'rejected',
    actor: attempt.actor,
    note: `${reason.code}: ${reason.message}`,
    planId: null,
  });
  await replaceExceptions(
    transaction,
    {
      company: origin.company,
      flow: origin.flow,
      documentKey: origin.documentKey,
      amount: summary.amount,
      currency: summary.currency,
      hours: summary.hours ?? null,
      workflowId: origin.workflowId,
      settingsHash: attempt.settingsHash,
    },
    exceptions,
  );
  return reason;
}

/**
 * A revision whose content is again what was posted: what was edited was edited back, and nothing is to be sent. It
 * stands for the documents of the posted revision, so that it can be acknowledged, and reversed by a later one.
 */
export async function settleAsUnchanged(pool: Pool, attempt: PlanAttempt, before: PostedDocuments): Promise<void> {
  const { origin } = attempt;
  await inTransaction(pool, async (transaction) => {
    await lockDocument(transaction, origin.company, origin.documentKey);
    const { postingId, stateBefore } = await upsertPosting(transaction, origin, attempt.leadingPurpose, {
      ...contentOf(attempt),
      amount: before.amount,
      currency: before.currency,
      hours: before.hours,
      period: null,
      state: 'planned',
      isLeading: true,
      planId: before.planId,
      version: before.version,
      controlId: null,
      requestControlId: null,
      serialKey: null,
    });
    await updatePostingState(transaction, postingId, { state: 'posted', intacctKey: before.intacctKey });
    await insertPostingEvent(transaction, {
      postingId,
      fromState: stateBefore,
      toState: 'posted',
      actor: attempt.actor,
      note: `content is again what was posted as record ${before.intacctKey}`,
      planId: before.planId,
    });
    await closeExceptions(transaction, origin.company, origin.documentKey, 'edited back');
  });
}

/** The first reason, and how many there are: short enough for a workflow's history. */
export function parkedReason(exceptions: readonly PostingException[]): ParkedReason {
  const first = exceptions[0];
  if (first === undefined) throw new Error('a document is parked without a reason');
  return {
    code: first.code,
    message: first.message.slice(0, 500),
    causeKey: first.causeKey,
    count: exceptions.length,
  };
}

function contentOf(
  attempt: PlanAttempt,
): Pick<PostingContent, 'contentHash' | 'sourceVersion' | 'mappingVersion' | 'entityId' | 'party' | 'partyName'> {
  const { entityId, party, partyName } = attempt.summary;
  const { contentHash, sourceVersion, mappingVersion } = attempt;
  return { contentHash, sourceVersion, mappingVersion, entityId, party, partyName };
}
