import { pollDocumentsWorkflowId } from '../../workflows/poll-documents';
import { pollIntacctWorkflowId } from '../../workflows/poll-intacct';
import { watchDrift, watchDriftWorkflowId } from '../../workflows/watch-drift';
import type { Progress } from './day-settlement';
import { damageByHand, enterTwoWeeks, readHarborProgress, writeHarborProgress } from './harbor-acts';
import { readPostedTime, readSiteSheets } from './harbor-books';
import { atHarborDesk, type HarborDesk } from './harbor-desk';
import {
  type ConstructionCounts,
  type OpenDrift,
  readConstructionCounts,
  readOpenDrifts,
  readTrueUp,
  type TrueUpRun,
} from './harbor-hub';
import { type HarborDifference, readHarborMasters } from './harbor-masters';
import {
  type MachineHours,
  type ProjectHours,
  type SettledSheet,
  tieOutHours,
  tieOutMachines,
  timeFaults,
} from './harbor-tie-out';
import { previewTrueUp, trueUpAll } from './harbor-true-up';
import { type Meter, type OpenException, readHubDocuments, readMeter, readOpenExceptions } from './sample-day-hub';
import { fateOf } from './settled-documents';
import type { Stack } from './stack';
import { until } from './until';

const company = 'harbor-civil';
/** With nothing moving for this long, something is down for good. */
const STANDSTILL_MS = 180_000;
/** Released sheets are posted in seconds; what is not then is shown as it is. */
const COMPARED_AGAIN_MS = 45_000;
const LOOK_EVERY_MS = 500;

/** Everything that the summary shows of Harbor Civil; `faults` is empty only if hours tie out and a second true-up finds nothing to do. */
export interface HarborDayResult {
  sheets: SettledSheet[];
  projects: ProjectHours[];
  machines: MachineHours[];
  exceptions: OpenException[];
  records: ConstructionCounts[];
  drifts: OpenDrift[];
  /** Records that both systems were asked for, and of which they do not say the same. */
  masters: { compared: number; differences: HarborDifference[] };
  meter: Meter[];
  /** What the true-up was going to do, what it did, and what a second one would do. */
  preview: TrueUpRun;
  trueUp: TrueUpRun;
  second: TrueUpRun;
  tookMs: number;
  faults: string[];
}

/**
 * Harbor Civil's day: shifts are entered and posted; somebody damages workers by hand; a true-up shows its plan, repairs, and releases
 * what waited; a second one finds nothing; then hours are compared. Null when the company does not take part.
 */
export async function runHarborDay(
  stack: Stack,
  seed: number,
  onProgress: Progress,
  onRemark: (sentence: string) => void,
): Promise<HarborDayResult | null> {
  const { harbor } = stack.addresses;
  if (harbor === null) return null;
  const began = Date.now();
  return atHarborDesk(stack, harbor, async (desk) => {
    await playDay(desk, seed, onProgress, onRemark);
    const { previewId, trueUpId } = readHarborProgress(desk);
    await lookForDrift(desk);
    const compared = await untilTimeTiesOut(desk);
    const trueUp = await readTrueUp(desk.hub, trueUpId ?? '');
    const second = await previewTrueUp(desk);
    return {
      ...compared,
      ...{ trueUp, second, preview: await readTrueUp(desk.hub, previewId ?? '') },
      tookMs: Date.now() - began,
      faults: [...compared.faults, ...trueUpFaults(trueUp, second)],
    };
  });
}

async function playDay(
  desk: HarborDesk,
  seed: number,
  onProgress: Progress,
  onRemark: (sentence: string) => void,
): Promise<void> {
  let progress = readHarborProgress(desk);
  const reach = (next: typeof progress) => {
    progress = next;
    writeHarborProgress(desk, next);
  };
  if (progress.stage === 'nothing') {
    const shifts = await enterTwoWeeks(desk, seed);
    onRemark(`Harbor Civil: ${shifts} shifts of two weeks entered in Assignar`);
    reach({ ...progress, stage: 'entered' });
  }
  await untilSheetsSettled(desk, onProgress);
  if (progress.stage === 'entered') {
    const damages = await damageByHand(desk, seed);
    onRemark(`Harbor Civil: ${damages.length} workers damaged by hand, their next shifts wait`);
    reach({ ...progress, stage: 'damaged', damages });
    await desk.hurry(pollIntacctWorkflowId(company));
    await untilSheetsSettled(desk, onProgress);
  }
  if (progress.stage === 'damaged') {
    const preview = await previewTrueUp(desk);
    const run = await trueUpAll(desk);
    onRemark(`Harbor Civil: workers trued up in ${(run.seconds ?? 0).toFixed(1)} s`);
    reach({ ...progress, stage: 'trued-up', previewId: preview.true_up_id, trueUpId: run.true_up_id });
  }
}

/** Approved sheets with what became of each. */
async function readSettledSheets({ hub, addresses, companiesDirectory }: HarborDesk): Promise<SettledSheet[]> {
  const known = new Map((await readHubDocuments(hub, company)).map((document) => [document.document_key, document]));
  const sheets = await readSiteSheets(addresses.assignarAdmin, companiesDirectory);
  return sheets.map((sheet) => {
    const document = known.get(sheet.documentKey);
    return { ...sheet, fate: fateOf(document), hubHours: document?.hours ?? null };
  });
}

/** Waits until every approved sheet is posted or parked. Throws when nothing has moved for three minutes. */
async function untilSheetsSettled(desk: HarborDesk, onProgress: Progress): Promise<void> {
  await desk.hurry(pollDocumentsWorkflowId(company, 'timesheet'));
  let settledBefore = -1;
  for (let isComplete = false; !isComplete; ) {
    isComplete = await until(
      'another timesheet is posted or parked (the logs say why not)',
      STANDSTILL_MS,
      async () => {
        const sheets = await readSettledSheets(desk);
        const settled = sheets.filter(({ fate }) => fate !== 'open').length;
        if (settled === settledBefore && settled < sheets.length) return undefined;
        if (settled !== settledBefore) onProgress(settled, sheets.length);
        settledBefore = settled;
        return { isComplete: settled === sheets.length };
      },
      LOOK_EVERY_MS,
    ).then((seen) => seen.isComplete);
  }
}

/** Reads all of Assignar once for what was changed there by hand. */
async function lookForDrift({ client, taskQueue }: HarborDesk): Promise<void> {
  await client.workflow.execute(watchDrift, {
    workflowId: watchDriftWorkflowId(company),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    taskQueue,
    args: [{ company }],
  });
}

/** Compares until hours tie out; what does not in time is given as it stands. */
async function untilTimeTiesOut(desk: HarborDesk): Promise<TimeCompared> {
  let last: TimeCompared | undefined;
  const look = async () => {
    last = await compareTime(desk);
    return last.faults.length === 0 && last;
  };
  try {
    return await until('hours tie out', COMPARED_AGAIN_MS, look, LOOK_EVERY_MS);
  } catch (error) {
    if (last === undefined) throw error;
    return last;
  }
}

type TimeCompared = Omit<HarborDayResult, 'preview' | 'trueUp' | 'second' | 'tookMs'>;

async function compareTime(desk: HarborDesk): Promise<TimeCompared> {
  const { hub, addresses, companiesDirectory } = desk;
  const sheets = await readSettledSheets(desk);
  const posted = await readPostedTime(addresses, companiesDirectory);
  const exceptions = await readOpenExceptions(hub, company);
  const explained = new Set(exceptions.map(({ document_key }) => document_key));
  const projects = tieOutHours(sheets, posted);
  const machines = tieOutMachines(sheets, posted);
  const drifts = await readOpenDrifts(hub);
  const today = new Date().toISOString().slice(0, 10);
  const masters = await readHarborMasters(addresses, companiesDirectory, today);
  return {
    sheets,
    projects,
    machines,
    exceptions,
    records: await readConstructionCounts(hub),
    drifts,
    masters,
    meter: await readMeter(hub, company),
    faults: [
      ...timeFaults(sheets, projects, machines, explained),
      ...masterFaults(masters.differences, explained, drifts),
    ],
  };
}

/** Records that differ, and of which nobody is told by an exception or a drift. */
function masterFaults(
  differences: readonly HarborDifference[],
  explained: ReadonlySet<string>,
  drifts: readonly OpenDrift[],
): string[] {
  const drifting = new Set(drifts.map(({ intacct_id }) => intacct_id));
  return differences
    .filter(({ record }) => !explained.has(record) && !drifting.has(record.slice(record.indexOf('/') + 1)))
    .map(
      ({ record, intacct, assignar }) =>
        `${record}: Intacct says "${intacct ?? 'nothing'}", Assignar "${assignar ?? 'nothing'}"`,
    );
}

/** What was not repaired, and what a second run would repair; cases without a step are for people, and are named again each time. */
function trueUpFaults(trueUp: TrueUpRun, second: TrueUpRun): string[] {
  return [
    ...trueUp.cases
      .filter(({ state }) => state === 'failed' || state === 'changed-meanwhile')
      .map(({ because, error }) => `true-up: ${because}: ${error ?? 'not repaired'}`),
    ...second.cases
      .filter(({ actions }) => actions.length > 0)
      .map(({ finding, because }) => `a second true-up finds ${finding}: ${because}`),
  ];
}
