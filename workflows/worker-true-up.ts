import { HandlerUnfinishedPolicy } from '@temporalio/common';
import {
  ActivityCancellationType,
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  isCancellation,
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
// So many cases are looked at again in one request to each system, and written within seconds of it: fewer, and the looks take as long as
// the writing; more, and somebody's edit may fall between.
const batchSizeDefault = 50;
// Minutes at most where Assignar is slow: a decision that comes in is taken up soon, and the rows are read whole once a step.
const batches = 8;
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

/** Workflow id of a company's preview, which holds no true-up up. */
export function trueUpPreviewWorkflowId(company: string): string {
  return `${workerTrueUpWorkflowId(company)}/preview`;
}

/** A run as it goes: what the handlers of Updates and the steps share. */
interface Run {
  progress: TrueUpProgress | null;
  /** Whether decisions are taken. */
  isOpen: boolean;
  /** Counts decisions: one may come in while the standing is read. */
  decisions: number;
}

/**
 * Brings the workers of Assignar to what Intacct says of its employees: reads both sides, plans, and repairs what is safe at once; what is
 * risky waits for a person, and holds nothing else up. A preview ends with the plan. Cancelled, it leaves the rest to the next run.
 */
export async function workerTrueUp(input: WorkerTrueUpInput): Promise<TrueUpOutcome> {
  const activities = proxyActivities<TrueUpActivities>({
    ...gatewayPolicy,
    taskQueue: gatewayTaskQueue(workflowInfo().taskQueue),
    // A batch that is under way ends before the run is written down as stopped: what it wrote is in the report.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
  const { company, preview } = input;
  const run: Run = { progress: input.goOn ?? null, isOpen: input.goOn?.phase === 'repair', decisions: 0 };
  setHandler(progressQuery, () => run.progress);
  takeDecisions(input, run, activities);
  if (run.progress === null) {
    const begun = await begin(activities, input);
    if (!begun.isOurs) return { trueUpId: begun.trueUpId, outcome: 'already-running', standing: nothing };
    run.progress = beginning(begun.trueUpId);
  }
  const { trueUpId } = run.progress;
  const reference = { company, trueUpId };
  try {
    await readAndPlan(activities, input, run);
    const undecided = preview ? '' : await repair(activities, input, run);
    run.isOpen = false;
    await condition(allHandlersFinished);
    await activities.finishWorkerTrueUp({ ...reference, state: preview ? 'previewed' : 'finished', undecided });
    return { trueUpId, outcome: preview ? 'previewed' : 'finished', standing: progressOf(run).standing };
  } catch (error) {
    if (isCancellation(error) || CancellationScope.current().consideredCancelled) {
      const stopped = { ...reference, state: 'stopped' as const, undecided: 'the run was stopped' };
      await CancellationScope.nonCancellable(() => activities.finishWorkerTrueUp(stopped));
    }
    throw error;
  }
}

async function readAndPlan(activities: TrueUpActivities, input: WorkerTrueUpInput, run: Run): Promise<void> {
  const { company, pageSize = pageSizeDefault, stepsMax = stepsMaxDefault } = input;
  for (let step = 0; progressOf(run).phase !== 'repair'; step += 1) {
    if (step >= stepsMax) await goOnAsNew(input, run);
    const { trueUpId } = progressOf(run);
    run.progress = await readOrPlan(activities, { company, trueUpId }, progressOf(run), pageSize);
    setCurrentDetails(progressText(run.progress));
  }
}

/** Repairs until nothing is left; returns why what is still undecided is given up. */
async function repair(activities: TrueUpActivities, input: WorkerTrueUpInput, run: Run): Promise<string> {
  const { company, batchSize: limit = batchSizeDefault, stepsMax = stepsMaxDefault } = input;
  const reference = { company, trueUpId: progressOf(run).trueUpId };
  run.isOpen = true;
  for (let step = 0; ; step += 1) {
    const { toRepair, awaiting } = progressOf(run).standing;
    if (toRepair === 0 && awaiting === 0) return '';
    if (step >= stepsMax) await goOnAsNew(input, run);
    if (toRepair > 0) {
      const standing = await activities.repairWorkers({ ...reference, limit, batches });
      run.progress = { ...progressOf(run), standing };
      setCurrentDetails(progressText(run.progress));
      continue;
    }
    const seen = run.decisions;
    const standing = await activities.awaitApprovals(reference);
    run.progress = { ...progressOf(run), standing };
    setCurrentDetails(progressText(run.progress));
    if (standing.toRepair > 0) continue;
    const isDecided = await condition(() => run.decisions !== seen, approvalWaitMax);
    if (!isDecided) return `nobody decided within ${approvalWaitMax}`;
  }
}

function progressOf({ progress }: Run): TrueUpProgress {
  if (progress === null) throw ApplicationFailure.nonRetryable('the true-up has not begun', 'NotBegun');
  return progress;
}

function begin(activities: TrueUpActivities, { company, trueUpId, requestedBy, preview, workers }: WorkerTrueUpInput) {
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
  activities: TrueUpActivities,
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

function takeDecisions({ company, requestedBy }: WorkerTrueUpInput, run: Run, activities: TrueUpActivities): void {
  const unfinishedPolicy = HandlerUnfinishedPolicy.WARN_AND_ABANDON;
  const decide = async (decision: 'approved' | 'declined', by: TrueUpDecision): Promise<{ decided: string[] }> => {
    const { trueUpId } = progressOf(run);
    const { decided, standing } = await activities.decideRepairs({ company, trueUpId, decision, by });
    run.progress = { ...progressOf(run), standing };
    run.decisions += 1;
    return { decided };
  };
  const refuseFaulty = (by: TrueUpDecision): void => {
    if (!run.isOpen) throw refusal('nothing waits for a decision: the plan is not made yet, or the run is over');
    if (!isText(by?.actor)) throw refusal('actor: expected the name of the person who decides, came nothing');
    if (!isText(by.reason)) throw refusal('reason: expected why, came nothing');
    if (by.entries !== 'all' && !(Array.isArray(by.entries) && by.entries.every(isEntryId))) {
      throw refusal(`entries: expected 'all' or ids of entries, came ${JSON.stringify(by.entries)}`);
    }
  };
  setHandler(approveUpdate, (by) => decide('approved', by), {
    description: 'Approve risky repairs; not by whoever asked for the run',
    unfinishedPolicy,
    validator(by) {
      refuseFaulty(by);
      if (nameOf(by.actor) === nameOf(requestedBy)) {
        throw refusal(`${by.actor} asked for this true-up, and who asks cannot approve: somebody else must`);
      }
    },
  });
  setHandler(declineUpdate, (by) => decide('declined', by), {
    description: 'Leave risky repairs undone',
    unfinishedPolicy,
    validator: refuseFaulty,
  });
}

/** A decision that is being written down comes first. */
async function goOnAsNew(input: WorkerTrueUpInput, run: Run): Promise<never> {
  await condition(allHandlersFinished);
  return continueAsNew<typeof workerTrueUp>({ ...input, goOn: progressOf(run) });
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
