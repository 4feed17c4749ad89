import { HandlerUnfinishedPolicy } from '@temporalio/common';
import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  ReadPage,
  RepairStanding,
  TrueUpActivities,
  TrueUpDecision,
} from '../activities/true-up/true-up-activities';
import { gatewayPolicy, gatewayTaskQueue } from './activity-policies';

/** A true-up of a company's workers, or of those named (employee ids, or user ids of Assignar). */
export interface WorkerTrueUpInput {
  company: string;
  /** Absent from a schedule, whose runs are named after their own. */
  trueUpId?: string;
  requestedBy: string;
  preview: boolean;
  workers?: string[];
  /** A run longer than one history goes on here; absent at its beginning. */
  goOn?: TrueUpProgress;
  /** Records a page, cases a batch, and steps a history; these defaults unless a test says less. */
  pageSize?: number;
  batchSize?: number;
  stepsMax?: number;
}

/** How far a true-up is: read up to these ids, planned, so many read. */
export interface TrueUpProgress {
  trueUpId: string;
  phase: 'workers' | 'employees' | 'plan' | 'repair';
  after: string;
  workersRead: number;
  employeesRead: number;
  standing: RepairStanding;
}

export interface TrueUpOutcome {
  trueUpId: string;
  /** `already-running`: another run of the company is under way, and this one did nothing. */
  outcome: 'finished' | 'previewed' | 'already-running';
  standing: RepairStanding;
}

// One page is one API transaction of Intacct, and two thousand rows at most.
const pageSizeDefault = 500;
// So many cases are looked at again in one request to each system, and written within seconds of it.
const batchSizeDefault = 25;
// About 6 events a step: a run's history stays small, however many workers there are.
const stepsMaxDefault = 200;
// Longer than a weekend and a holiday: what nobody decided by then the next run finds again.
const approvalWaitMax = '7 days';
const nothing: RepairStanding = { toRepair: 0, awaiting: 0, repaired: 0, failed: 0 };

/** How far the run is. */
export const progressQuery = defineQuery<TrueUpProgress | null>('progress');
/** Lets risky repairs go on. Refused without a name and a reason, and to whoever asked for the run. */
export const approveUpdate = defineUpdate<{ decided: string[] }, [TrueUpDecision]>('approve');
/** Leaves risky repairs undone. */
export const declineUpdate = defineUpdate<{ decided: string[] }, [TrueUpDecision]>('decline');

/** Workflow id of a company's true-up; one runs at a time. */
export function workerTrueUpWorkflowId(company: string): string {
  return `worker-true-up/${company}`;
}

/**
 * Brings the workers of Assignar to what Intacct says of its employees: reads both sides, plans, and repairs what is safe at once; what is
 * risky waits for a person, and holds nothing else up. A preview ends with the plan.
 */
export async function workerTrueUp(input: WorkerTrueUpInput): Promise<TrueUpOutcome> {
  const activities = proxyActivities<TrueUpActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
  });
  const { company, preview, stepsMax = stepsMaxDefault } = input;
  let progress: TrueUpProgress | null = input.goOn ?? null;
  let isPlanned = progress?.phase === 'repair';
  let decisions = 0;
  setHandler(progressQuery, () => progress);
  takeDecisions(input, {
    isOpen: () => isPlanned,
    async decide(decision, by) {
      const trueUpId = progress?.trueUpId ?? '';
      const { decided, standing } = await activities.decideRepairs({ company, trueUpId, decision, by });
      if (progress !== null) progress = { ...progress, standing };
      decisions += 1;
      return { decided };
    },
  });
  if (progress === null) {
    const begun = await begin(activities, input);
    if (!begun.isOurs) return { trueUpId: begun.trueUpId, outcome: 'already-running', standing: nothing };
    progress = beginning(begun.trueUpId);
  }
  const { trueUpId } = progress;
  const reference = { company, trueUpId };
  for (let step = 0; progress.phase !== 'repair'; step += 1) {
    if (step >= stepsMax) return goOnAsNew(input, progress);
    progress = await readOrPlan(activities, reference, progress, input.pageSize ?? pageSizeDefault);
    setCurrentDetails(progressText(progress));
  }
  if (preview) {
    await activities.finishWorkerTrueUp({ ...reference, preview, undecided: '' });
    return { trueUpId, outcome: 'previewed', standing: progress.standing };
  }
  isPlanned = true;
  for (let step = 0; ; step += 1) {
    // An Update may have changed the standing while this one waited.
    const { standing }: TrueUpProgress = current();
    if (standing.toRepair === 0 && standing.awaiting === 0) break;
    if (step >= stepsMax) {
      await condition(allHandlersFinished);
      return goOnAsNew(input, current());
    }
    if (standing.toRepair > 0) {
      const limit = input.batchSize ?? batchSizeDefault;
      const repaired = await activities.repairWorkers({ ...reference, limit });
      progress = { ...current(), standing: repaired };
      setCurrentDetails(progressText(progress));
      continue;
    }
    const decisionsSeen = decisions;
    progress = { ...current(), standing: await activities.awaitApprovals(reference) };
    if (current().standing.toRepair > 0) continue;
    const isDecided = await condition(() => decisions !== decisionsSeen, approvalWaitMax);
    if (!isDecided) break;
  }
  isPlanned = false;
  await condition(allHandlersFinished);
  await activities.finishWorkerTrueUp({ ...reference, preview, undecided: `nobody decided within ${approvalWaitMax}` });
  return { trueUpId, outcome: 'finished', standing: current().standing };

  function current(): TrueUpProgress {
    return progress ?? beginning(trueUpId);
  }
}

type Activities = Pick<TrueUpActivities, keyof TrueUpActivities>;

function begin(activities: Activities, { company, trueUpId, requestedBy, preview, workers }: WorkerTrueUpInput) {
  const { workflowId, firstExecutionRunId } = workflowInfo();
  return activities.beginWorkerTrueUp({
    company,
    trueUpId: trueUpId ?? firstExecutionRunId,
    workflowId,
    requestedBy,
    preview,
    workers: workers ?? null,
  });
}

function beginning(trueUpId: string): TrueUpProgress {
  return { trueUpId, phase: 'workers', after: '0', workersRead: 0, employeesRead: 0, standing: nothing };
}

async function readOrPlan(
  activities: Activities,
  reference: { company: string; trueUpId: string },
  progress: TrueUpProgress,
  pageSize: number,
): Promise<TrueUpProgress> {
  const { phase, after } = progress;
  if (phase === 'workers') {
    const page: ReadPage = await activities.readWorkersToTrueUp({ ...reference, after, pageSize });
    const workersRead = progress.workersRead + page.read;
    const next = page.isLastPage ? ({ phase: 'employees', after: '0' } as const) : { after: page.after };
    return { ...progress, ...next, workersRead };
  }
  if (phase === 'employees') {
    const page: ReadPage = await activities.readEmployeesToTrueUp({ ...reference, after, pageSize });
    const employeesRead = progress.employeesRead + page.read;
    const next = page.isLastPage ? ({ phase: 'plan', after: '0' } as const) : { after: page.after };
    return { ...progress, ...next, employeesRead };
  }
  return { ...progress, phase: 'repair', standing: await activities.planWorkerTrueUp(reference) };
}

function takeDecisions(
  { requestedBy }: WorkerTrueUpInput,
  run: {
    isOpen(): boolean;
    decide(decision: 'approved' | 'declined', by: TrueUpDecision): Promise<{ decided: string[] }>;
  },
): void {
  const unfinishedPolicy = HandlerUnfinishedPolicy.WARN_AND_ABANDON;
  const refuseFaulty = (by: TrueUpDecision): void => {
    if (!run.isOpen()) throw refusal('nothing waits for a decision: the plan is not made yet, or the run is over');
    if (!isText(by?.actor)) throw refusal('actor: expected the name of the person who decides, came nothing');
    if (!isText(by.reason)) throw refusal('reason: expected why, came nothing');
    if (by.entries !== 'all' && !(Array.isArray(by.entries) && by.entries.every(isEntryId))) {
      throw refusal(`entries: expected 'all' or ids of entries, came ${JSON.stringify(by.entries)}`);
    }
  };
  setHandler(approveUpdate, (by) => run.decide('approved', by), {
    description: 'Approve risky repairs; not by whoever asked for the run',
    unfinishedPolicy,
    validator(by) {
      refuseFaulty(by);
      if (nameOf(by.actor) === nameOf(requestedBy)) {
        throw refusal(`${by.actor} asked for this true-up, and who asks cannot approve: somebody else must`);
      }
    },
  });
  setHandler(declineUpdate, (by) => run.decide('declined', by), {
    description: 'Leave risky repairs undone',
    unfinishedPolicy,
    validator: refuseFaulty,
  });
}

function goOnAsNew(input: WorkerTrueUpInput, goOn: TrueUpProgress): Promise<never> {
  return continueAsNew<typeof workerTrueUp>({ ...input, goOn });
}

function progressText({ workersRead, employeesRead, standing }: TrueUpProgress): string {
  const { toRepair, awaiting, repaired, failed } = standing;
  const read = `${workersRead} workers and ${employeesRead} employees read`;
  return `${read}; ${repaired} repaired, ${toRepair} to go, ${awaiting} wait for approval (update \`approve\` or \`decline\`), ${failed} failed`;
}

function nameOf(person: string): string {
  return person.trim().toLowerCase();
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isEntryId(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,18}$/.test(value);
}

function refusal(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'DecisionRefused');
}
