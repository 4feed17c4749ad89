import { activityInfo, log } from '@temporalio/activity';
import { Authentication, OutcomeUnknown, RateLimited, Rejected, Transport } from '../clients/errors';
import type { IntacctClient, PostingFunction } from '../clients/intacct/intacct-client';
import type { CompanyProfiles } from '../companies/company-profiles';
import { selectOpenExceptions } from '../db/exceptions';
import { type PostingRow, selectPlanToSend, selectPostings } from '../db/postings';
import { claimForSending } from '../db/settlements';
import type { DocumentReference, PlannedDocument, PostResult } from '../domain/posting';
import { documentAbandoned, planOutdated, toFailure } from './failure';
import { findPosted } from './find-posted';
import { type GatewayDeps, type InTurn, whileSignedIn } from './gateway-turns';
import { bearsVendorsNumber, conflictException, numberTakenCodes, vanishedException } from './outcome-conflict';
import { refusalException } from './refusal';
import { type SentPlan, settleAsNotSent, settleAsPosted, settleAsRejected, settleAsUnknown } from './settle';
import { parkedReason } from './store-plan';

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
  const controlIds = new Map(postings.map((posting) => [posting.purpose, posting.control_id]));
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
    functions: documents.map((planned) => toFunction(planned, controlIds.get(planned.purpose) ?? null)),
    workflowId: leading.workflow_id,
    amount: leading.amount,
    currency: leading.currency,
    wasTakenBack: leading.sent_at !== null,
    outcomeIsOpen: leading.state !== 'planned',
    // A version above 1 follows one that may still be on its way; `sending` and `unknown` are on their way.
    wasSentBefore: leading.version > 1 || leading.state !== 'planned',
  };
}

async function sendOrAdopt(deps: PostingActivityDeps, plan: SentPlan, inTurn: InTurn): Promise<PostResult> {
  const client = await deps.intacct(plan.document.company);
  if (plan.wasSentBefore || bearsVendorsNumber(plan)) {
    const adopted = await adoptOrPark(deps, plan, client, inTurn);
    if (adopted !== null) return adopted;
  }
  let sentFirst = false;
  try {
    const receipt = await inTurn(async () => {
      const { claimed, onTheirWay } = await claimForSending(deps.pool, plan.planId);
      // Another attempt settled the document, or a person's retry planned it anew, while this one waited its turn.
      if (claimed + onTheirWay < plan.documents.length) throw planOutdated(plan.document.documentKey);
      sentFirst = claimed > 0;
      return client.postAtomically({
        entityId: plan.entityId,
        requestControlId: plan.requestControlId,
        functions: plan.functions,
      });
    });
    return await settleAsPosted(deps.pool, plan, keysOf(plan, receipt.results), 'posted to Intacct');
  } catch (error) {
    return afterFailedSend(deps, plan, client, inTurn, sentFirst, error);
  }
}

async function afterFailedSend(
  deps: PostingActivityDeps,
  plan: SentPlan,
  client: IntacctClient,
  inTurn: InTurn,
  sentFirst: boolean,
  error: unknown,
): Promise<PostResult> {
  if (error instanceof Rejected) {
    // A number that is taken may be taken by our own earlier attempt; on the very first one it is somebody else's.
    if (numberTakenCodes.has(error.code) && (plan.wasSentBefore || plan.wasTakenBack || !sentFirst)) {
      const adopted = await adoptOrPark(deps, plan, client, inTurn);
      if (adopted !== null) return adopted;
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
  if (nothingWasDone && sentFirst) await settleAsNotSent(deps.pool, plan, error);
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

function toFunction(planned: PlannedDocument, controlId: string | null): PostingFunction {
  if (controlId === null) throw new Error(`${planned.purpose} has no control id in the ledger`);
  const { purpose: _purpose, ...write } = planned;
  return { controlId, ...write };
}

function keysOf(plan: SentPlan, results: { controlId: string; recordNumber: string }[]) {
  const byControlId = new Map(results.map((result) => [result.controlId, result.recordNumber]));
  const keys = new Map<PlannedDocument['purpose'], string>();
  plan.documents.forEach((planned, index) => {
    const recordNumber = byControlId.get(plan.functions[index]?.controlId ?? '');
    if (recordNumber === undefined) throw new Error(`no result for ${planned.purpose} of ${plan.document.documentKey}`);
    keys.set(planned.purpose, recordNumber);
  });
  return keys;
}
