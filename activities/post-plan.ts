import { activityInfo, cancellationSignal, log } from '@temporalio/activity';
import type { Pool } from 'pg';
import { Authentication, OutcomeUnknown, RateLimited, Rejected, Transport } from '../clients/errors';
import type { IntacctClient, PostingFunction } from '../clients/intacct/intacct-client';
import type { CompanyProfiles } from '../companies/company-profiles';
import { selectOpenExceptions } from '../db/exceptions';
import { type PostingRow, selectPlannedDocuments, selectPostings } from '../db/postings';
import type { RequestSlots, SlotRequest } from '../db/request-slots';
import { claimForSending } from '../db/settlements';
import type { PostingException } from '../domain/exception';
import type { DocumentReference, PlannedDocument, PostResult } from '../domain/posting';
import type { CallMeter } from './call-meter';
import { holdWhilePaused, pauseOnRefusedSignIn, refuseWhilePaused, resumeAfterProbe } from './company-pause';
import { documentAbandoned, planOutdated, toFailure } from './failure';
import { findPosted } from './find-posted';
import { refusalException } from './refusal';
import { type SentPlan, settleAsNotSent, settleAsPosted, settleAsRejected, settleAsUnknown } from './settle';
import { parkedReason } from './store-plan';

// Long enough for a full backlog to drain through a slow gateway; the activity beats meanwhile.
const slotWaitMaxMs = 300_000;
// Recorded, and not to be found after so many attempts (some minutes): reversed or deleted since, a person must look.
const vanishedAttempts = 8;

export interface PostingActivityDeps {
  pool: Pool;
  profiles: CompanyProfiles;
  slots: RequestSlots;
  intacct: (company: string) => Promise<IntacctClient>;
  meter: CallMeter;
  /** How soon a company whose sign-in is refused is tried again. */
  signInProbeSeconds: number;
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
  const isProbe = await holdWhilePaused(deps.pool, document.company, deps.signInProbeSeconds);
  const plan = await loadPlan(deps, document, postings);
  const inTurn = await takeTurns(deps, plan, isProbe);
  const metered = { company: document.company, flow: plan.flow, documentKey: document.documentKey };
  const result = await deps.meter.during(metered, () => sendOrAdopt(deps, plan, inTurn));
  if (isProbe) await resumeAfterProbe(deps.pool, document.company);
  return result;
}

/** Runs a request when it is its turn among the company's requests in flight. */
type InTurn = <T>(request: () => Promise<T>) => Promise<T>;

/**
 * Turns of one attempt. A refused sign-in pauses the company before the next in line gets its turn, and who waited in
 * line while that happened is not sent: each refused sign-in brings the user nearer to a lock-out.
 */
async function takeTurns(deps: PostingActivityDeps, plan: SentPlan, isProbe: boolean): Promise<InTurn> {
  const { company } = plan.document;
  const slot = await slotRequest(deps, company);
  return (request) =>
    deps.slots.run(slot, async () => {
      // The flow may have been ended, or our place taken, while we waited: then nothing is sent any more.
      cancellationSignal().throwIfAborted();
      if (!isProbe) await refuseWhilePaused(deps.pool, company);
      try {
        return await request();
      } catch (error) {
        if (error instanceof Authentication) {
          const probe = { isProbe, probeSeconds: deps.signInProbeSeconds };
          await pauseOnRefusedSignIn(deps.pool, company, plan.flow, error, probe);
        }
        throw error;
      }
    });
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
  const documents = await selectPlannedDocuments(deps.pool, leading.plan_id);
  return {
    document,
    flow: leading.flow,
    planId: leading.plan_id,
    entityId: leading.entity_id,
    requestControlId: leading.request_control_id,
    documents,
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
  if (plan.wasSentBefore) {
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
    if (error.code === 'INVOICE_NUMBER_TAKEN' && (plan.wasSentBefore || plan.wasTakenBack || !sentFirst)) {
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

function conflictException(plan: SentPlan, found: { expected: string; actual: string }): PostingException {
  return {
    // After definite refusals only, what stands there was never ours.
    code: plan.outcomeIsOpen ? 'OUTCOME_CONFLICT' : 'INVOICE_NUMBER_TAKEN',
    field: 'invoice number',
    expected: found.expected,
    actual: found.actual,
    message: `${plan.document.documentKey}: Intacct holds something else under its number: expected ${found.expected}, found ${found.actual}`,
    causeKey: null,
  };
}

function vanishedException(plan: SentPlan): PostingException {
  const expected = 'what Intacct recorded under the control id of this plan';
  return {
    code: 'OUTCOME_CONFLICT',
    field: 'control id',
    expected,
    actual: 'nothing that stands under its number',
    message: `${plan.document.documentKey}: Intacct says that it was recorded, yet nothing stands under its number: was it reversed or deleted there? (${plan.requestControlId})`,
    causeKey: null,
  };
}

async function slotRequest(deps: PostingActivityDeps, company: string): Promise<SlotRequest> {
  const { intacct } = await deps.profiles.profile(company);
  return {
    company,
    slotsMax: intacct.requestsInFlightMax,
    priority: 'posting',
    waitMaxMs: slotWaitMaxMs,
    // A live holder renews it; a killed one's request is over by then, as far as we wait for any.
    heldMaxMs: intacct.requestTimeoutMs + 1_000,
    // What we gave up waiting for still occupies the gateway: a permit given back now would put one more on top.
    mayStillRun: (error) => (error instanceof OutcomeUnknown || error instanceof Transport) && error.mayStillRun,
  };
}

function toFunction(planned: PlannedDocument, controlId: string | null): PostingFunction {
  if (controlId === null) throw new Error(`${planned.purpose} has no control id in the ledger`);
  switch (planned.kind) {
    case 'create-invoice':
      return { kind: planned.kind, controlId, invoice: planned.invoice };
    case 'create-journal-entry':
      return { kind: planned.kind, controlId, entry: planned.entry };
    case 'reverse-invoice':
      return {
        kind: planned.kind,
        controlId,
        recordNumber: planned.recordNumber,
        reversalDate: planned.reversalDate,
        description: planned.description,
      };
  }
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
