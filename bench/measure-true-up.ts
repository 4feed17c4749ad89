import pMap from 'p-map';
import type { BenchSizes } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import type { ConstructionStack } from './construction-stack';
import { ASSIGNAR_MS, loadMastersOnce } from './measure-masters';
import { type Measurement, median, megabytes, shown } from './measurement';
import { residentBytes } from './process-usage';
import { runTrueUp, type TrueUpFigures } from './true-up-runs';

const REQUEST_MS = 300;
const SEED = 1;
/** As the true-up reads (workflows/worker-true-up.ts) and writes (activities/true-up/repair-batch.ts). */
const PAGE = 500;
const WRITES_AT_ONCE = 5;
const WORKER = 'worker-1';

interface Figures {
  workers: number;
  /** Workers per second that reading both systems alone gets through, and the writes per second of a bare loop. */
  bareReadPerSecond: number;
  bareWritesPerSecond: number;
  preview: TrueUpFigures;
  repair: TrueUpFigures;
  again: TrueUpFigures;
  /** Of the worker process: after its start, and the most that it took up over all three runs; bytes. */
  memoryAtStart: number;
  memoryPeak: number;
}

/**
 * A worker true-up after a tenth of all workers was edited, deleted, doubled … by hand: planned, repaired, and once more when nothing is
 * left. Throws when that finds anything that it could repair.
 */
export async function measureTrueUp(bench: BenchStack, sizes: BenchSizes): Promise<Measurement> {
  await loadMastersOnce(bench);
  const construction = bench.construction();
  await construction.office.act('damage-workers', { seed: SEED, share: sizes.damagedShare });
  await construction.setRequestTimes({ intacctMs: REQUEST_MS, assignarMs: ASSIGNAR_MS });
  // A process that has done nothing else, so that its peak is the true-up's.
  await bench.startWorker(WORKER);
  const memoryAtStart = memoryOf(bench).now;
  const before = await readBare(construction);
  const preview = await runTrueUp(bench, true);
  const bareReadPerSecond = Math.max(before, await readBare(construction));
  const repair = await runTrueUp(bench, false);
  const again = await runTrueUp(bench, false);
  const memoryPeak = memoryOf(bench).peak;
  if (again.repaired > 0) throw new Error(`the second true-up repairs ${again.repaired} workers: expected none`);
  const bareWritesPerSecond = await writeBare(construction, sizes.bareWrites);
  return report({
    ...{ workers: construction.workers, bareReadPerSecond, bareWritesPerSecond },
    ...{ preview, repair, again, memoryAtStart, memoryPeak },
  });
}

function memoryOf({ stack }: BenchStack): { now: number; peak: number } {
  const pid = stack.supervisor.pid(WORKER);
  if (pid === undefined) throw new Error(`${WORKER} is down`);
  return residentBytes(pid);
}

/** Pages through both systems one request after the other, and does nothing with what comes; workers per second. */
async function readBare({ assignar, intacct }: ConstructionStack): Promise<number> {
  const began = performance.now();
  const workers = await toTheEnd(
    (after) => assignar.listRecords('worker', after, PAGE),
    ({ id }) => id,
  );
  await toTheEnd(
    (after) => intacct.listEmployees(after, PAGE),
    ({ recordNumber }) => recordNumber,
  );
  return workers / ((performance.now() - began) / 1000);
}

async function toTheEnd<Row>(list: (after: string) => Promise<Row[]>, keyOf: (row: Row) => string): Promise<number> {
  let read = 0;
  let after = '0';
  for (;;) {
    const page = await list(after);
    read += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return read;
    after = keyOf(last);
  }
}

/** Writes to each of so many workers what it says already, as many at once as a true-up does; writes per second. */
async function writeBare({ assignar }: ConstructionStack, count: number): Promise<number> {
  const workers = (await assignar.listRecords('worker', '0', count)).filter(({ deletedAt }) => deletedAt === null);
  const began = performance.now();
  await pMap(workers, ({ id, fields }) => assignar.updateRecord('worker', id, { lastName: fields.lastName ?? null }), {
    concurrency: WRITES_AT_ONCE,
  });
  return workers.length / ((performance.now() - began) / 1000);
}

function writesOf({ assignar }: TrueUpFigures): number {
  const writes = Object.entries(assignar.byName).filter(([name]) => /^(PUT|POST) \/users/.test(name));
  return writes.reduce((sum, [, count]) => sum + count, 0);
}

function report(figures: Figures): Measurement {
  const { workers, preview, repair, again, bareReadPerSecond, bareWritesPerSecond } = figures;
  const repairedPerSecond = repair.repaired / (repair.repairMs / 1000);
  const writesPerSecond = writesOf(repair) / (repair.repairMs / 1000);
  const perSecond = (run: TrueUpFigures) => run.workersRead / (run.planMs / 1000);
  const planRatio = median([preview, repair, again].map(perSecond)) / bareReadPerSecond;
  const writeRatio = writesPerSecond / bareWritesPerSecond;
  const row = (name: string, run: TrueUpFigures): string[] => [
    name,
    shown(run.workersRead, 0),
    shown(perSecond(run), 0),
    shown(run.repaired + run.left, 0),
    run === preview ? '' : shown(run.repaired, 0),
    run === preview ? '' : shown(run.left, 0),
    run.repaired === 0 ? '' : shown(run.repaired / (run.repairMs / 1000)),
    shown(run.tookMs / 1000),
    shown(run.assignar.total, 0),
    `${shown(run.intacct.requests, 0)} / ${shown(run.intacct.transactions, 0)}`,
    `${shown(Math.max(...run.historyEvents), 0)} × ${run.historyEvents.length}`,
  ];
  const calls = Object.entries(repair.assignar.byName).map(([name, count]) => `${name} ${shown(count, 0)}`);
  const callsPerRepair = (repair.assignar.total - preview.assignar.total) / Math.max(1, repair.repaired);
  return {
    name: 'true-up',
    title: `True-up of ${shown(workers, 0)} workers, a tenth of them damaged, ${REQUEST_MS} ms per request to Intacct and ${ASSIGNAR_MS} ms to Assignar`,
    head: [
      ...['', 'read', 'planned/s', 'found', 'repaired', 'left to a person', 'repaired/s', 'seconds'],
      ...['Assignar calls', 'Intacct requests / transactions', 'events × runs'],
    ],
    rows: [row('preview', preview), row('repair', repair), row('again', again)],
    notes: [
      `Planning ÷ paging through both systems one request after the other (${shown(bareReadPerSecond, 0)} a second), median of the three: ${shown(planRatio, 2)}.`,
      `Writes of repairs ÷ bare writes, ${WRITES_AT_ONCE} at once (${shown(bareWritesPerSecond)} a second): ${shown(writeRatio, 2)}; a repair has ${shown(writesOf(repair) / repair.repaired, 2)} writes and ${shown(callsPerRepair, 2)} calls.`,
      `Calls of the repair: ${calls.join(', ')}. A worker in step costs ${shown(preview.assignar.total / preview.workersRead, 3)} calls.`,
      `The worker process took ${megabytes(figures.memoryAtStart)} when it had started, and ${megabytes(figures.memoryPeak)} at most.`,
      `Found: ${Object.entries(repair.findings)
        .map(([finding, count]) => `${count} ${finding}`)
        .join(', ')}.`,
    ],
    figures: { ...figures, repairedPerSecond, writesPerSecond, planRatio, writeRatio, callsPerRepair },
  };
}
