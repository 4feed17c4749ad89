import { type Client, ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { TypedSearchAttributes } from '@temporalio/common';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { CompanyProfile } from '../../domain/company-profile';
import type { DocumentKind } from '../../domain/document-source';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { dailyCostOfSales, dailyCostOfSalesWorkflowId } from '../../workflows/daily-cost-of-sales';
import { pollDocuments, pollDocumentsWorkflowId } from '../../workflows/poll-documents';
import { pollImetalContacts, pollImetalContactsWorkflowId } from '../../workflows/poll-imetal-contacts';
import { flowingToAssignar, pollIntacct, pollIntacctWorkflowId } from '../../workflows/poll-intacct';
import { pollReceivables, pollReceivablesWorkflowId } from '../../workflows/poll-receivables';
import { pollSalesInvoices, pollSalesInvoicesWorkflowId } from '../../workflows/poll-sales-invoices';
import { releaseParked, releaseParkedWorkflowId } from '../../workflows/release-parked';
import { watchDrift, watchDriftWorkflowId } from '../../workflows/watch-drift';
import { workerTrueUp, workerTrueUpWorkflowId } from '../../workflows/worker-true-up';
import { trueUpAttributes } from './search-attributes';

/** A schedule as the operator sees it. */
export interface ScheduleStanding {
  scheduleId: string;
  paused: boolean;
  note: string | null;
  nextRunAt: string | null;
  lastRunAt: string | null;
}

/** Ids of the schedules that a profile asks for. */
export function scheduleIds(profile: CompanyProfile): string[] {
  return schedulesOf(profile).map((schedule) => schedule.scheduleId);
}

/** Creates or brings up to date what a company's profile asks for, and takes away a true-up that it asks for no more; what is paused stays paused. Returns the ids. */
export async function applySchedules(client: Client, profile: CompanyProfile, taskQueue: string): Promise<string[]> {
  const wanted = schedulesOf(profile);
  for (const schedule of wanted) {
    const { scheduleId, workflowId, spec, workflowType, input, shown, overlap = ScheduleOverlapPolicy.SKIP } = schedule;
    const action = {
      type: 'startWorkflow' as const,
      workflowType,
      workflowId,
      taskQueue,
      args: [{ company: profile.company, ...input }],
      ...shown,
    };
    // One look at a time; what was missed while the engine was down is in the cursor, not in old runs.
    const policies = { overlap, catchupWindow: '1m' as const };
    try {
      await client.schedule.create({ scheduleId, spec, action, policies });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.schedule.getHandle(scheduleId).update((before) => ({ ...before, spec, action, policies }));
    }
  }
  for (const scheduleId of unwantedSchedules(profile)) await deleteIfThere(client, scheduleId);
  return wanted.map((schedule) => schedule.scheduleId);
}

/** What the profile asked for before, perhaps, and does not ask for now: it would go on by itself. */
function unwantedSchedules(profile: CompanyProfile): string[] {
  const isUnwanted = profile.source === 'assignar' && profile.trueUp.schedule === null;
  return isUnwanted ? [workerTrueUpWorkflowId(profile.company)] : [];
}

async function deleteIfThere(client: Client, scheduleId: string): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleId).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}

/** Pauses or goes on with a company's schedules; the note says who and why. Returns the ids of those that exist. */
export async function setSchedulesPaused(
  client: Client,
  profile: CompanyProfile,
  paused: boolean,
  note: string,
): Promise<string[]> {
  const changed: string[] = [];
  for (const scheduleId of scheduleIds(profile)) {
    const handle = client.schedule.getHandle(scheduleId);
    try {
      await (paused ? handle.pause(note) : handle.unpause(note));
      changed.push(scheduleId);
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    }
  }
  return changed;
}

/** How a company's schedules stand; those that are not applied are absent. */
export async function listSchedules(client: Client, profile: CompanyProfile): Promise<ScheduleStanding[]> {
  const standings: ScheduleStanding[] = [];
  for (const scheduleId of scheduleIds(profile)) {
    try {
      const found = await client.schedule.getHandle(scheduleId).describe();
      standings.push({
        scheduleId,
        paused: found.state.paused,
        note: found.state.note ?? null,
        nextRunAt: found.info.nextActionTimes[0]?.toISOString() ?? null,
        lastRunAt: found.info.recentActions.at(-1)?.takenAt.toISOString() ?? null,
      });
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    }
  }
  return standings;
}

interface WantedSchedule {
  scheduleId: string;
  workflowId: string;
  workflowType: string;
  spec:
    | { intervals: { every: number }[] }
    | { calendars: { hour: number; minute: number; comment: string }[] }
    | { cronExpressions: string[]; timezone: string };
  /** SKIP unless it says otherwise. */
  overlap?: ScheduleOverlapPolicy;
  /** Besides the company. */
  input?: Record<string, unknown>;
  /** What its runs are found by in the Web UI. */
  shown?: { typedSearchAttributes: TypedSearchAttributes };
}

function schedulesOf(profile: CompanyProfile): WantedSchedule[] {
  const { company } = profile;
  const release: WantedSchedule = {
    scheduleId: releaseParkedWorkflowId(company),
    workflowId: releaseParkedWorkflowId(company),
    workflowType: releaseParked.name,
    spec: { intervals: [{ every: profile.release.lookEverySeconds * 1000 }] },
  };
  return [...(profile.source === 'imetal' ? imetalSchedulesOf(profile) : assignarSchedulesOf(profile)), release];
}

/** Timesheets out; masters in, drift and the true-up: one list, in the order in which a day needs them. */
function assignarSchedulesOf(profile: AssignarProfile): WantedSchedule[] {
  const { company, feed } = profile;
  return [
    {
      scheduleId: pollDocumentsWorkflowId(company, 'timesheet'),
      workflowId: pollDocumentsWorkflowId(company, 'timesheet'),
      workflowType: pollDocuments.name,
      spec: { intervals: [{ every: feed.pollIntervalSeconds * 1000 }] },
      input: { kind: 'timesheet' },
    },
    {
      scheduleId: pollIntacctWorkflowId(company),
      workflowId: pollIntacctWorkflowId(company),
      workflowType: pollIntacct.name,
      spec: { intervals: [{ every: profile.masters.pollIntervalSeconds * 1000 }] },
      input: { objects: flowingToAssignar },
    },
    {
      scheduleId: watchDriftWorkflowId(company),
      workflowId: watchDriftWorkflowId(company),
      workflowType: watchDrift.name,
      spec: { intervals: [{ every: profile.drift.everySeconds * 1000 }] },
    },
    ...trueUpScheduleOf(profile),
  ];
}

/** None where the true-up runs only when somebody asks. */
function trueUpScheduleOf({ company, trueUp, projects }: AssignarProfile): WantedSchedule[] {
  if (trueUp.schedule === null) return [];
  return [
    {
      scheduleId: workerTrueUpWorkflowId(company),
      workflowId: workerTrueUpWorkflowId(company),
      workflowType: workerTrueUp.name,
      spec: { cronExpressions: [trueUp.schedule], timezone: projects.timeZone },
      input: { requestedBy: 'schedule', preview: false },
      shown: { typedSearchAttributes: trueUpAttributes(company) },
      // A run that waits for approvals must not keep the next day's from looking: it makes way (activities/true-up/begin-true-up.ts).
      overlap: ScheduleOverlapPolicy.ALLOW_ALL,
    },
  ];
}

function imetalSchedulesOf(profile: ImetalProfile): WantedSchedule[] {
  const { company } = profile;
  const schedules: WantedSchedule[] = [
    {
      scheduleId: `poll-sales-invoices/${company}`,
      workflowId: pollSalesInvoicesWorkflowId(company),
      workflowType: pollSalesInvoices.name,
      spec: { intervals: [{ every: profile.feed.pollIntervalSeconds * 1000 }] },
    },
    ...pollsOf(profile),
    ...masterPollsOf(profile),
  ];
  if (profile.costOfSales.posting === 'with-invoice') return schedules;
  const journal = {
    scheduleId: `daily-cost-of-sales/${company}`,
    workflowId: dailyCostOfSalesWorkflowId(company),
    workflowType: dailyCostOfSales.name,
    // After the last branch has closed its day, whatever its time zone.
    spec: { calendars: [{ hour: 9, minute: 0, comment: 'cost of sales of the days before' }] },
  };
  return [...schedules, journal];
}

/** Receivables and masters of Intacct, and the contacts that operations make; behind every Smart Event. */
function masterPollsOf({ company, masters }: ImetalProfile): WantedSchedule[] {
  const spec = { intervals: [{ every: masters.pollIntervalSeconds * 1000 }] };
  const [intacct, contacts] = [pollIntacctWorkflowId(company), pollImetalContactsWorkflowId(company)];
  const receivables = pollReceivablesWorkflowId(company);
  return [
    { scheduleId: receivables, workflowId: receivables, workflowType: pollReceivables.name, spec },
    { scheduleId: intacct, workflowId: intacct, workflowType: pollIntacct.name, spec },
    { scheduleId: contacts, workflowId: contacts, workflowType: pollImetalContacts.name, spec },
  ];
}

/** Sales invoices have a schedule of their own name; of the others only kinds that the profile gives document types. */
function pollsOf(profile: ImetalProfile): WantedSchedule[] {
  const types: Record<Exclude<DocumentKind, 'sales-invoice' | 'timesheet'>, string[]> = {
    'sales-credit': profile.credits.types,
    'supplier-document': [...profile.purchasing.invoiceTypes, ...profile.purchasing.creditTypes],
    'stock-movement': profile.ledgerEntries.movementTypes,
  };
  return (Object.keys(types) as (keyof typeof types)[])
    .filter((kind) => types[kind].length > 0)
    .map((kind) => ({
      scheduleId: pollDocumentsWorkflowId(profile.company, kind),
      workflowId: pollDocumentsWorkflowId(profile.company, kind),
      workflowType: pollDocuments.name,
      spec: { intervals: [{ every: profile.feed.pollIntervalSeconds * 1000 }] },
      input: { kind },
    }));
}
