import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { Pool, PoolClient } from 'pg';
import type { CompanyProfiles } from '../companies/company-profiles';
import { inTransaction } from '../db/pool';
import type { PostedDocuments } from '../db/posted-documents';
import { isPlanned, lockDocument, type PostingOrigin, selectPostings } from '../db/postings';
import type { CompanyProfile } from '../domain/company-profile';
import type { PostingException } from '../domain/exception';
import type { Decision, DocumentReference, DocumentSummary, PlanResult } from '../domain/posting';
import { mayBeHalfWritten } from '../mappings/half-written';
import type { MappedDocument, PostedDocumentKind, ReadDocument, SourceClients } from './document-kinds/document-kind';
import { documentIncomplete } from './failure';
import { readOrRefusal, unreadable } from './read-document';
import { changedAfterPosting, pooledWithReversal, repostDocuments, selectPostedBefore } from './repost';
import { readSettingsHash } from './settings-hash';
import { settledResult } from './settled-result';
import { type PlanAttempt, parkWithoutPlan, settleAsNothing, settleAsUnchanged, storePlan } from './store-plan';
import type { PostingDay } from './timesheet-additions';

export interface PlanDeps extends SourceClients {
  pool: Pool;
  profiles: CompanyProfiles;
  /** Part of every control id. */
  environment: string;
}

export interface PlanRequest {
  document: DocumentReference;
  triggeredAt: string;
  /** The person's word that led to this attempt; null for the first. */
  decision: Decision | null;
}

/** Reads a document, maps it, checks it, and stores exactly what will be sent; or parks it with every reason why it cannot be. */
export async function planDocument(
  deps: PlanDeps,
  kind: PostedDocumentKind,
  request: PlanRequest,
): Promise<PlanResult> {
  const { document, decision } = request;
  const postings = await selectPostings(deps.pool, document);
  const settled = settledResult(postings);
  if (settled !== null) return settled;

  const profile = await deps.profiles.profile(document.company);
  // Before the source is read: what is mended while it is read may or may not be in the plan, and then counts as mended since.
  const settingsHash = await readSettingsHash(deps.pool, profile);
  const reading = await readOrRefusal(kind, deps, document.documentKey, profile);
  // By the source's own clock: what was changed a moment ago may still be being written.
  const isYoung = 'ageSeconds' in reading && isWithinGrace(reading.ageSeconds, profile);
  if (reading.kind === 'incomplete' && isYoung) throw documentIncomplete(document.documentKey, reading.missing);
  const attempt: PlanAttempt = {
    origin: originOf(kind, request),
    environment: deps.environment,
    mappingVersion: kind.mappingVersion,
    settingsHash,
    summary: unreadSummary(document.documentKey),
    contentHash: null,
    sourceVersion: reading.kind === 'incomplete' ? reading.version : null,
    actor: decision?.actor ?? 'flow',
    leadingPurpose: kind.leadingPurpose(document.documentKey, profile),
    note: decision === null ? 'planned' : `${decision.action}: ${decision.reason}`,
  };
  if (reading.kind === 'refused') return park(deps, attempt, [reading.exception]);
  if (reading.kind !== 'found') return park(deps, attempt, [unreadable(kind, document.documentKey, reading)]);
  const read = reading.document;
  const { summary, contentHash, version: sourceVersion } = read;
  // The content that the document was last parked with, if it was.
  const seen = postings[0]?.content_hash ?? null;
  const circumstances = { profile, decision, seen, isYoung };
  return planRead(deps, kind, { ...attempt, summary, contentHash, sourceVersion }, read, circumstances);
}

interface Circumstances {
  profile: CompanyProfile;
  decision: Decision | null;
  seen: string | null;
  isYoung: boolean;
}

async function planRead(
  deps: PlanDeps,
  kind: PostedDocumentKind,
  attempt: PlanAttempt & { contentHash: string },
  read: ReadDocument,
  { profile, decision, seen, isYoung }: Circumstances,
): Promise<PlanResult> {
  const { origin, summary } = attempt;
  const { company, documentKey } = origin;
  const before = await selectPostedBefore(deps.pool, origin);
  if (before !== null && before.contentHash === attempt.contentHash) {
    await settleAsUnchanged(deps.pool, attempt, before);
    return { outcome: 'posted', intacctKey: before.intacctKey, summary };
  }
  if (before?.isInLedger) {
    // A person agreed to reverse and repost what was shown; what the source says since then was not shown.
    const wasShown = seen === attempt.contentHash;
    const agreed =
      decision?.correction.reverseAndRepost === true || (await isPlanned(deps.pool, origin, attempt.contentHash));
    if (!(wasShown && agreed)) {
      const remains = (await kind.remainsAfterReversal?.(deps.pool, company, documentKey)) ?? null;
      return park(deps, attempt, [changedAfterPosting(kind, documentKey, before, read, remains)]);
    }
  }
  const postingDate = decision?.correction.postingDate;
  const mapped = await read.map({
    company,
    database: deps.pool,
    revision: origin.revision,
    wasPostedBefore: before !== null,
    ...(postingDate === undefined ? {} : { postingDate }),
  });
  if (mapped.kind === 'exceptions') {
    if (isYoung && mayBeHalfWritten(mapped.exceptions)) throw documentIncomplete(documentKey, 'sums that hold');
    return park(deps, attempt, mapped.exceptions);
  }
  const postingDay =
    postingDate === undefined
      ? null
      : { date: postingDate, beginDate: kind.beginOfTimePeriod?.(postingDate, profile) ?? null };
  return whileUnsettled(deps, attempt, async (transaction) => {
    const agreed = mapped.kind === 'plan' ? ((await mapped.underLock?.(transaction)) ?? mapped) : mapped;
    if (agreed.kind === 'exceptions') return parkIn(transaction, attempt, agreed.exceptions);
    return store(transaction, attempt, agreed, before, postingDay);
  });
}

/** Stores what will be sent; where accounting expects no effect, and none stands in Intacct, there is nothing to send. */
async function store(
  transaction: PoolClient,
  attempt: PlanAttempt & { contentHash: string },
  mapped: Exclude<MappedDocument, { kind: 'exceptions' }>,
  before: PostedDocuments | null,
  postingDay: PostingDay | null,
): Promise<PlanResult> {
  const { origin, summary } = attempt;
  if (mapped.kind === 'nothing' && !before?.isInLedger) {
    const intacctKey = await settleAsNothing(transaction, attempt, mapped);
    return { outcome: 'posted', intacctKey, summary };
  }
  const own = mapped.kind === 'plan' ? mapped.documents : [];
  const documents = before === null ? own : repostDocuments(origin, before, mapped, postingDay);
  const entityId = mapped.kind === 'plan' ? mapped.entityId : (before?.entityId ?? summary.entityId);
  const planned = { ...attempt, summary: { ...summary, entityId } };
  await storePlan(transaction, planned, {
    documents,
    trace: mapped.trace,
    totals: mapped.kind === 'plan' ? mapped.totals : {},
    pooledEntry: mapped.kind === 'plan' ? pooledWithReversal(mapped, before) : null,
    hours: mapped.labourHours ?? null,
  });
  return { outcome: 'planned', summary: planned.summary };
}

function park(deps: PlanDeps, attempt: PlanAttempt, exceptions: PostingException[]): Promise<PlanResult> {
  return whileUnsettled(deps, attempt, (transaction) => parkIn(transaction, attempt, exceptions));
}

async function parkIn(
  transaction: PoolClient,
  attempt: PlanAttempt,
  exceptions: PostingException[],
): Promise<PlanResult> {
  const reason = await parkWithoutPlan(transaction, attempt, exceptions);
  return { outcome: 'parked', reason, summary: attempt.summary };
}

/** Writes under the document's lock, unless another attempt of this activity has gone on to send its plan meanwhile. */
function whileUnsettled(
  deps: PlanDeps,
  attempt: PlanAttempt,
  write: (transaction: PoolClient) => Promise<PlanResult>,
): Promise<PlanResult> {
  return inTransaction(deps.pool, async (transaction) => {
    await lockDocument(transaction, attempt.origin.company, attempt.origin.documentKey);
    // An attempt that Temporal gave up must not change what the one after it wrote.
    cancellationSignal().throwIfAborted();
    const settledMeanwhile = settledResult(await selectPostings(transaction, attempt.origin));
    return settledMeanwhile ?? write(transaction);
  });
}

/** What the ledger writes down of the flow that asks. Throws outside of a workflow. */
export function originOf(
  { flow, system }: Pick<PostedDocumentKind, 'flow' | 'system'>,
  request: PlanRequest,
): PostingOrigin {
  const { workflowExecution } = activityInfo();
  if (workflowExecution === undefined) throw new Error('a document is planned only inside a workflow');
  return {
    ...request.document,
    flow,
    sourceSystem: system,
    workflowId: workflowExecution.workflowId,
    runId: workflowExecution.runId,
    triggeredAt: request.triggeredAt,
  };
}

/** A time ahead of the source's own clock says nothing of when the document was written: then nobody waits for it. */
function isWithinGrace(ageSeconds: number, profile: CompanyProfile): boolean {
  return ageSeconds >= 0 && ageSeconds < profile.feed.incompleteGraceSeconds;
}

function unreadSummary(documentKey: string): DocumentSummary {
  return { documentKey, party: null, partyName: null, entityId: null, currency: null, amount: null };
}
