import { activityInfo, log } from '@temporalio/activity';
import { Authentication, OutcomeUnknown, RateLimited, Rejected, Transport } from '../clients/errors';
import type { IntacctClient } from '../clients/intacct/intacct-client';
import type { CompanyProfiles } from '../companies/company-profiles';
import { selectOpenExceptions } from '../db/exceptions';
import { type PostingRow, selectPlanToSend, selectPostings } from '../db/postings';
import { claimForSending, claimSeries, selectSeriesInUse } from '../db/settlements';
import type { DocumentReference, PostingPurpose, PostResult } from '../domain/posting';
import { documentAbandoned, planOutdated, timesheetInUse, toFailure } from './failure';
import { findPosted } from './find-posted';
import { type GatewayDeps, type InTurn, whileSignedIn } from './gateway-turns';
import { bearsVendorsNumber, conflictException, numberTakenCodes, vanishedException } from './outcome-conflict';
import { refusalException } from './refusal';
import { type ComposedPlan, composePlan, keysOfResults } from './send-plan';
import { type SentPlan, settleAsNotSent, settleAsPosted, settleAsRejected, settleAsUnknown } from './settle';
import { parkedReason } from './store-plan';
import { serialKeyOf } from './timesheet-additions';

// Recorded, and not to be found after so many attempts (some minutes): reversed or deleted since, a person must look.
const vanishedAttempts = 8;

export interface PostingActivityDeps extends GatewayDeps {
  profiles: CompanyProfiles;
  intacct: (company: string) => Promise<IntacctClient>;
}

export interface PostingActivities {
  /**
   * Sends a document's stored plan to Intacct, once: finds out first what an earlier attempt may have done, and
   * settles the outcome in the ledger. Throws only what is worth another attempt.
   */
  postPlan(document: DocumentReference): Promise<PostResult>;
}

/** The one activity that writes to Intacct; every flow that posts documents uses it. */
export function createPostingActivities(deps: PostingActivityDeps): PostingActivities {
  return {
    async postPlan(document) {
      try {
        const result = await postPlan(deps, document);
        log.info(result.outcome, { ...document, ...named(result) });
        return result;
      } catch (error) {
        throw toFailure(error, document.documentKey);
      }
    },
  };
}

/** For the log: keys and codes, no amounts and no texts that may hold them. */
function named(result: PostResult): Record<string, string> {
  return result.outcome === 'posted' ? { intacctKey: result.intacctKey } : { code: result.reason.code };
}

async function postPlan(deps: PostingActivityDeps, document: DocumentReference): Promise<PostResult> {
  const postings = await selectPostings(deps.pool, document);
  const settled = await settledResult(deps, postings, document);
  if (settled !== null) return settled;
  const { company, documentKey } = document;
  const plan = await loadPlan(deps, document, postings);
  const profile = await deps.profiles.profile(company);
  const errand = { flow: plan.flow, documentKey, priority: 'posting' } as const;
  return whileSignedIn(deps, profile, errand, (inTurn) => sendOrAdopt(deps, plan, inTurn));
}

/** What an earlier attempt of this activity settled, when its result was lost on the way to the flow. */
async function settledResult(
  deps: PostingActivityDeps,
  postings: PostingRow[],
  document: DocumentReference,
): Promise<PostResult | null> {
  const leading = postings[0];
  if (leading === undefined) throw new Error(`${document.documentKey} has no plan in the ledger`);
  if (leading.state === 'posted' && leading.intacct_key !== null) {
    return { outcome: 'posted', intacctKey: leading.intacct_key };
  }
  if (leading.state === 'abandoned') throw documentAbandoned(document.documentKey);
  if (leading.state !== 'rejected') return null;
  return {
    outcome: 'parked',
    reason: parkedReason(await selectOpenExceptions(deps.pool, document.company, document.documentKey)),
  };
}

async function loadPlan(
  deps: PostingActivityDeps,
  document: DocumentReference,
  postings: PostingRow[],
): Promise<SentPlan> {
  const leading = postings[0];
  if (leading?.plan_id == null || leading.entity_id === null || leading.request_control_id === null) {
    throw new Error(`${document.documentKey} has no plan in the ledger`);
  }
  const { documents, settingsHash } = await selectPlanToSend(deps.pool, leading.plan_id);
  return {
    document,
    flow: leading.flow,
    planId: leading.plan_id,
    entityId: leading.entity_id,
    leadingPurpose: leading.purpose,
    requestControlId: leading.request_control_id,
    documents,
    settingsHash,
    controlIds: new Map(
      postings.flatMap(({ purpose, control_id }) => (control_id === null ? [] : [[purpose, control_id] as const])),
    ),
    serialKeys: [...new Set(documents.map(serialKeyOf).filter((key) => key !== null))].sort(),
    workflowId: leading.workflow_id,
    amount: leading.amount,
    currency: leading.currency,
    hours: leading.hours,
    wasTakenBack: leading.sent_at !== null,
    outcomeIsOpen: leading.state !== 'planned',
    // A version above 1 follows one that may still be on its way; `sending` and `unknown` are on their way.
    wasSentBefore: leading.version > 1 || leading.state !== 'planned',
  };
}

/** What came of a turn: sent, with Intacct's receipt, or nothing sent, with the reason. */
type Turn = { kind: 'posted'; keys: Map<PostingPurpose, string> } | Exclude<ComposedPlan, { kind: 'functions' }>;

async function sendOrAdopt(deps: PostingActivityDeps, plan: SentPlan, inTurn: InTurn): Promise<PostResult> {
  const client = await deps.intacct(plan.document.company);
  // A plan for timesheets is looked for in its turn, each time: what stands there is sent along.
  if (plan.serialKeys.length === 0 && (plan.wasSentBefore || bearsVendorsNumber(plan))) {
    const adopted = await adoptOrPark(deps, plan, client, inTurn);
    if (adopted !== null) return adopted;
  }
  await refuseWhileInUse(deps, plan);
  const sending: Sending = { isFirst: false, hasBegun: false };
  try {
    const turn = await inTurn(() => takeTurn(deps, plan, client, sending));
    if (turn.kind === 'posted') return await settleAsPosted(deps.pool, plan, turn.keys, 'posted to Intacct');
    if (turn.kind === 'found') return await settleAsPosted(deps.pool, plan, turn.keys, 'found in Intacct and adopted');
    return await settleAsRejected(deps.pool, plan, turn.exception);
  } catch (error) {
    return afterFailedSend(deps, plan, client, inTurn, sending, error);
  }
}

/** How far a turn got. */
interface Sending {
  /** The postings were claimed by this attempt, and by none before. */
  isFirst: boolean;
  /** From here on Intacct may have done something. */
  hasBegun: boolean;
}

async function takeTurn(
  deps: PostingActivityDeps,
  plan: SentPlan,
  client: IntacctClient,
  sending: Sending,
): Promise<Turn> {
  sending.isFirst = await claimPlan(deps, plan);
  const composed = await composePlan(client, plan);
  if (composed.kind !== 'functions') return composed;
  // Where we stood still since the reading, others may have added to the timesheet: our update would take their lines away.
  if (plan.serialKeys.length > 0) await claimPlan(deps, plan);
  sending.hasBegun = true;
  const receipt = await client.postAtomically({
    entityId: plan.entityId,
    requestControlId: plan.requestControlId,
    functions: composed.functions.map(({ posting }) => posting),
  });
  return { kind: 'posted', keys: keysOfResults(plan, composed.functions, receipt.results) };
}

/** Claims all postings of the plan; true where none was on its way before. */
async function claimPlan({ pool }: PostingActivityDeps, plan: SentPlan): Promise<boolean> {
  const { document, documents, planId, serialKeys } = plan;
  const { company, documentKey } = document;
  const claim =
    serialKeys.length === 0
      ? await claimForSending(pool, planId)
      : await claimSeries(pool, planId, { company, serialKeys });
  if (claim === null) throw timesheetInUse(documentKey, serialKeys);
  // Another attempt settled the document, or a person's retry planned it anew, while this one waited its turn.
  if (claim.claimed + claim.onTheirWay < documents.length) throw planOutdated(documentKey);
  return claim.claimed > 0;
}

/** Asked before the turn too: whoever must wait for another sheet of the worker should not take a turn from others for that. */
async function refuseWhileInUse({ pool }: PostingActivityDeps, plan: SentPlan): Promise<void> {
  if (plan.serialKeys.length === 0) return;
  const { company, documentKey } = plan.document;
  if (await selectSeriesInUse(pool, company, plan.planId, plan.serialKeys)) {
    throw timesheetInUse(documentKey, plan.serialKeys);
  }
}

async function afterFailedSend(
  deps: PostingActivityDeps,
  plan: SentPlan,
  client: IntacctClient,
  inTurn: InTurn,
  sending: Sending,
  error: unknown,
): Promise<PostResult> {
  if (!sending.hasBegun) {
    // What Intacct does not let us read no attempt will: while nothing may be on its way, that is for a person to change.
    if (sending.isFirst && error instanceof Rejected) {
      return settleAsRejected(deps.pool, plan, refusalException(plan.document.documentKey, plan.documents, error));
    }
    // Only read: whatever came of it, nothing of this attempt is in Intacct.
    if (sending.isFirst && error instanceof Error) await settleAsNotSent(deps.pool, plan, error);
    throw error;
  }
  if (error instanceof Rejected) {
    // A number that is taken may be taken by our own earlier attempt; on the very first one it is somebody else's.
    if (numberTakenCodes.has(error.code) && (plan.wasSentBefore || plan.wasTakenBack || !sending.isFirst)) {
      const adopted = await adoptOrPark(deps, plan, client, inTurn);
      if (adopted !== null) return adopted;
    }
    // Somebody made one between the look and the creation: the next attempt finds it, and adds to it.
    if (error.code === 'TIMESHEET_EXISTS' && activityInfo().attempt < vanishedAttempts) {
      if (sending.isFirst) await settleAsNotSent(deps.pool, plan, error);
      throw error;
    }
    return settleAsRejected(deps.pool, plan, refusalException(plan.document.documentKey, plan.documents, error));
  }
  if (error instanceof OutcomeUnknown) {
    await settleAsUnknown(deps.pool, plan, error);
    if (error.reason === 'already-recorded') {
      const adopted = await adoptOrPark(deps, plan, client, inTurn);
      if (adopted !== null) return adopted;
      if (activityInfo().attempt >= vanishedAttempts) return settleAsRejected(deps.pool, plan, vanishedException(plan));
    }
    throw error;
  }
  const nothingWasDone = error instanceof RateLimited || error instanceof Transport || error instanceof Authentication;
  if (nothingWasDone && sending.isFirst) await settleAsNotSent(deps.pool, plan, error);
  throw error;
}

/** Looks the plan up in Intacct: adopts it when it is there, parks the document when something else is, null when nothing is. */
async function adoptOrPark(
  deps: PostingActivityDeps,
  plan: SentPlan,
  client: IntacctClient,
  inTurn: InTurn,
): Promise<PostResult | null> {
  const found = await inTurn(() => findPosted(client, plan.entityId, plan.documents));
  if (found.kind === 'none') return null;
  if (found.kind === 'equal') return settleAsPosted(deps.pool, plan, found.keys, 'found in Intacct and adopted');
  return settleAsRejected(deps.pool, plan, conflictException(plan, found));
}
