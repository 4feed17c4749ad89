import { setTimeout as pause } from 'node:timers/promises';
import type { ShiftInput } from '../sandbox/assignar/company-file';
import { timesheetPollSeconds } from './bench-companies';
import { type BenchSizes, sheetsOfOne } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import { benchShift, benchShifts, constructionCompany as company } from './construction-company';
import { ASSIGNAR_MS, loadMastersOnce } from './measure-masters';
import { type Measurement, median, percentile, shown } from './measurement';
import { standingPerSecond } from './standing-backlog';
import {
  approveSheet,
  awaitProcessed,
  type PostedSheets,
  postAtOnce,
  startSheetPolls,
  submitSheets,
} from './timesheet-postings';

const STEADY_REQUEST_MS = 300;
const EVERY_MS = 1_000;
// The same as of the efficiency part, so that the figures stand beside each other.
const REQUEST_MS = 500;
const WORKER_EXTRA = 'worker-2';
const DAYS_A_WEEK = 5;
/** Mondays of weeks that are open in Intacct; each measurement has workers of its own. */
const monday = { steady: '2026-11-16', week: '2026-11-09', one: '2026-11-02' };

interface Times {
  p50: number;
  p99: number;
  longest: number;
}

interface Pace {
  sheets: number;
  /** Sheets by how many requests to Intacct each took. */
  sheetsByRequests: Record<string, number>;
  requestsEach: number;
  transactionsEach: number;
  assignarEach: number;
  /** Between the first and the last tenth of a backlog; of few from the first request until the last is posted. */
  sheetsPerSecond: number;
  bound: number;
  /** From the poll's start until the last sheet was processed. */
  tookMs: number;
}

/**
 * Approved timesheets to Intacct: one per second and found by the poll; a week of many workers approved at once, against the gateway's
 * bound; and sheets of one worker and week, which go one at a time, beside as many of as many workers.
 */
export async function measureTimesheets(bench: BenchStack, sizes: BenchSizes): Promise<Measurement> {
  await loadMastersOnce(bench);
  const construction = bench.construction();
  const { steadySheets, workersOfWeek } = sizes;
  await construction.setRequestTimes({ intacctMs: STEADY_REQUEST_MS, assignarMs: ASSIGNAR_MS });
  const steady = await approveSteadily(bench, steadySheets);
  await construction.setRequestTimes({ intacctMs: REQUEST_MS, assignarMs: ASSIGNAR_MS });
  await bench.startWorker(WORKER_EXTRA);
  const cap = (await bench.profiles.profile(company)).intacct.requestsInFlightMax;
  const first = { days: steadySheets + 1, workers: steadySheets + workersOfWeek + 1 };
  const one = steadySheets + 2 * workersOfWeek + 1;
  const weekOf = (number: number) => benchShifts(number, monday.week, DAYS_A_WEEK);
  const days = weeksByDay(numbers(first.days, workersOfWeek).map(weekOf));
  const workers = numbers(first.workers, workersOfWeek).flatMap(weekOf);
  const ofOne = benchShifts(one, monday.one, sheetsOfOne / 2, true);
  const ofMany = numbers(one + 1, sheetsOfOne).map((each) => benchShift(each, monday.one));
  const figures: Figures = {
    ...{ cap, steady },
    days: paceOf(cap, await postAtOnce(bench, days), 'standing'),
    workers: paceOf(cap, await postAtOnce(bench, workers), 'standing'),
    one: paceOf(1, await postAtOnce(bench, ofOne), 'all'),
    many: paceOf(cap, await postAtOnce(bench, ofMany), 'all'),
  };
  await bench.stack.supervisor.stop(WORKER_EXTRA);
  return report(figures, workersOfWeek);
}

/** All of a day before the next one's: one worker's are as far apart as can be. */
function weeksByDay(weeks: readonly (readonly ShiftInput[])[]): ShiftInput[] {
  return Array.from({ length: DAYS_A_WEEK }, (_, day) => weeks.flatMap((week) => week[day] ?? [])).flat();
}

function numbers(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** One approval per second, whatever became of the sheet before; the poll finds them. */
async function approveSteadily(
  bench: BenchStack,
  count: number,
): Promise<{ sheets: number; posted: Times; processed: Times }> {
  const documentKeys = await submitSheets(
    bench,
    numbers(1, count).map((each) => benchShift(each, monday.steady)),
  );
  const since = new Date();
  const endPolls = await startSheetPolls(bench, timesheetPollSeconds);
  const approvedAt = new Map<string, Date>();
  try {
    const began = performance.now();
    for (const [index, documentKey] of documentKeys.entries()) {
      await pause(Math.max(0, began + index * EVERY_MS - performance.now()));
      approvedAt.set(documentKey, await approveSheet(bench, documentKey));
    }
    const { sheets } = await awaitProcessed(bench, documentKeys, since);
    const after = (documentKey: string, at: Date) => at.getTime() - (approvedAt.get(documentKey)?.getTime() ?? 0);
    return {
      sheets: count,
      posted: timesOf(sheets.map(({ documentKey, postedAt }) => after(documentKey, postedAt))),
      processed: timesOf(sheets.map(({ documentKey, processedAt }) => after(documentKey, processedAt))),
    };
  } finally {
    await endPolls();
  }
}

function timesOf(ms: number[]): Times {
  return { p50: median(ms), p99: percentile(ms, 0.99), longest: Math.max(...ms) };
}

function paceOf(
  atOnce: number,
  { sheets, firstRequestAt, intacct, assignar, startedAt }: PostedSheets & { startedAt: Date },
  counted: 'standing' | 'all',
): Pace {
  const count = sheets.length;
  const sheetsByRequests: Record<string, number> = {};
  for (const { requests } of sheets) sheetsByRequests[requests] = (sheetsByRequests[requests] ?? 0) + 1;
  const requestsEach = intacct.requests / count;
  const postedAt = sheets.map((sheet) => sheet.postedAt.getTime());
  return {
    sheets: count,
    sheetsByRequests,
    requestsEach,
    transactionsEach: intacct.transactions / count,
    assignarEach: assignar.total / count,
    sheetsPerSecond:
      counted === 'all'
        ? count / ((Math.max(...postedAt) - firstRequestAt.getTime()) / 1000)
        : standingPerSecond(postedAt),
    bound: atOnce / (requestsEach * (REQUEST_MS / 1000)),
    tookMs: Math.max(...sheets.map(({ processedAt }) => processedAt.getTime())) - startedAt.getTime(),
  };
}

interface Figures {
  cap: number;
  steady: { sheets: number; posted: Times; processed: Times };
  /** Weeks of many workers: approved day by day, and worker by worker. */
  days: Pace;
  workers: Pace;
  one: Pace;
  many: Pace;
}

function report(figures: Figures, workersOfWeek: number): Measurement {
  const { cap, steady, days, workers, one, many } = figures;
  const row = (name: string, pace: Pace): string[] => [
    name,
    shown(pace.sheets, 0),
    shown(pace.requestsEach, 2),
    shown(pace.transactionsEach, 2),
    shown(pace.assignarEach, 2),
    shown(pace.sheetsPerSecond, 2),
    shown(pace.bound, 2),
    `${shown((pace.sheetsPerSecond / pace.bound) * 100)} %`,
    shown(pace.tookMs / 1000),
  ];
  const times = ({ p50, p99, longest }: Times): string =>
    `p50 ${shown(p50, 0)} ms, p99 ${shown(p99, 0)} ms, longest ${shown(longest, 0)} ms`;
  const requests = Object.entries(days.sheetsByRequests).map(([count, sheets]) => `${sheets} sheets took ${count}`);
  return {
    name: 'timesheets',
    title: `Approved timesheets to Intacct, cap ${cap}, ${REQUEST_MS} ms per request, ${ASSIGNAR_MS} ms to Assignar, 2 worker processes`,
    head: [
      ...['', 'sheets', 'requests each', 'API transactions each', 'Assignar calls each'],
      ...['sheets/s', 'bound', 'efficiency', 'seconds in all'],
    ],
    rows: [
      row(`a week of ${workersOfWeek} workers, day by day`, days),
      row('… worker by worker', workers),
      row('one worker and week', one),
      row('as many of as many workers', many),
    ],
    notes: [
      `One approved per second, ${shown(steady.sheets, 0)} of them, polled every ${timesheetPollSeconds} s, ${STEADY_REQUEST_MS} ms per request, one worker process: until posted ${times(steady.posted)}; until processed ${times(steady.processed)}.`,
      `Bound = cap ÷ (requests each × 0.5 s); of one worker's sheets 1 ÷ (requests each × 0.5 s), for they go one at a time.`,
      `Of the week ${requests.join(', ')}: which timesheet there is, its lines where there is one, and the write.`,
    ],
    figures,
  };
}
