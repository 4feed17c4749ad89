import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { PostingActivities } from '../activities/post-plan';
import type { Decision, DocumentReference, PlanResult, PostResult } from '../domain/posting';
import { gatewayPolicy, gatewayTaskQueue } from './activity-policies';
import { openParking } from './parking';

/** What differs between the flows that post a document; the rest is the same life for all of them. */
export interface DocumentSteps {
  document: DocumentReference;
  /** Reads, maps, checks and stores what will be sent; the decision is what a person said when it was parked. */
  plan(decision: Decision | null): Promise<PlanResult>;
  /** Tells the source; absent where there is nobody to tell. */
  acknowledge?(): Promise<PostResult>;
  /** Writes down that a person gave the document up. */
  abandon(decision: Decision): Promise<void>;
  /** Goes on as a new run of the same flow, with the decision. */
  continueAsNew(decision: Decision): Promise<never>;
}

/** Where a run of a flow begins anew: with the decision that ended the run before, which was as long as a run may be. */
export interface Continuation {
  decision?: Decision;
  /** Rounds of parking and deciding in one run; each is about 20 events of its history. 100 unless a test says less. */
  roundsMax?: number;
}

const roundsMaxDefault = 100;

export type PostDocumentResult = { outcome: 'posted'; intacctKey: string } | { outcome: 'abandoned'; reason: string };

/** The life of a posting: plan, post, acknowledge; or parked until a person decides, and round again. */
export async function postDocument(steps: DocumentSteps, continuation: Continuation): Promise<PostDocumentResult> {
  const { postPlan } = proxyActivities<PostingActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
  });
  const summary = `${steps.document.documentKey} to Intacct`;
  const parking = openParking({ reasonShown: continuation.decision !== undefined });
  let decision: Decision | null = continuation.decision ?? null;

  for (let round = 1; ; round += 1) {
    const plan: PlanResult = await steps.plan(decision);
    let result: PostResult =
      plan.outcome === 'planned' ? await postPlan.executeWithOptions({ summary }, [steps.document]) : plan;
    if (result.outcome === 'posted' && steps.acknowledge !== undefined) result = await steps.acknowledge();
    if (result.outcome === 'posted') {
      parking.markPosted(plan.summary, result.intacctKey);
      return { outcome: 'posted', intacctKey: result.intacctKey };
    }
    decision = await parking.untilDecided(plan.summary, result.reason);
    if (decision.action === 'abandon') {
      await steps.abandon(decision);
      parking.markAbandoned(decision);
      return { outcome: 'abandoned', reason: decision.reason };
    }
    if (round >= (continuation.roundsMax ?? roundsMaxDefault)) return steps.continueAsNew(decision);
  }
}
