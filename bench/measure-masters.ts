import { z } from 'zod';
import { selectFirstLoad } from '../db/first-loads';
import type { AssignarLoad } from '../domain/record-sync';
import { firstLoad, firstLoadWorkflowId } from '../workflows/first-load';
import type { BenchSizes } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import { constructionCompany as company } from './construction-company';
import { type GatewayUse, readGatewayUse } from './gateway-use';
import { type Measurement, shown } from './measurement';

const REQUEST_MS = 300;
/** What a request to Assignar takes is not known: a figure that shows how many of them there are. */
export const ASSIGNAR_MS = 100;
/** Records that a page brings in step at once (activities/few-at-once.ts). */
const AT_ONCE = 8;
/** What others refer to comes first. */
const inOrder: readonly AssignarLoad[] = ['items', 'customers', 'vendors', 'projects', 'employees', 'project-tasks'];
const tookSchema = z.object({ took_ms: z.coerce.number() });

interface LoadFigures extends GatewayUse {
  object: AssignarLoad;
  read: number;
  written: number;
  unchanged: number;
  filtered: number;
  refused: number;
  tookMs: number;
  assignarCalls: number;
  callsByName: Record<string, number>;
}

/** The first load of a construction company's masters, and of its employees once more. Throws when one of the bench's own is refused. */
export async function measureMasters(bench: BenchStack, _sizes: BenchSizes): Promise<Measurement> {
  const construction = bench.construction();
  await construction.setRequestTimes({ intacctMs: REQUEST_MS, assignarMs: ASSIGNAR_MS });
  const first: LoadFigures[] = [];
  for (const object of inOrder) first.push(await load(bench, object));
  const again = await load(bench, 'employees');
  const employees = first.find(({ object }) => object === 'employees');
  if (employees?.written !== construction.workers) {
    throw new Error(`${employees?.written} of ${construction.workers} workers are written: is one refused?`);
  }
  const row = (name: string, each: LoadFigures): string[] => [
    name,
    ...[each.read, each.written, each.unchanged, each.filtered, each.refused].map((count) => shown(count, 0)),
    shown(each.read / (each.tookMs / 1000)),
    shown(each.assignarCalls / Math.max(1, each.read), 2),
    shown(each.requests, 0),
    shown(each.transactions, 0),
  ];
  const bound = (AT_ONCE * 1000) / ((employees.assignarCalls / employees.read) * ASSIGNAR_MS);
  const share = employees.read / (employees.tookMs / 1000) / bound;
  return {
    name: 'masters',
    title: `First load of masters to Assignar, ${REQUEST_MS} ms per request to Intacct and ${ASSIGNAR_MS} ms to Assignar`,
    head: [
      ...['', 'read', 'written', 'unchanged', 'filtered', 'refused', 'records/s'],
      ...['Assignar calls each', 'Intacct requests', 'API transactions'],
    ],
    rows: [...first.map((each) => row(each.object, each)), row('employees again', again)],
    notes: [
      `Employees: ${shown(share * 100)} % of ${shown(bound)} a second, which ${AT_ONCE} at once with so many calls of ${ASSIGNAR_MS} ms each come to.`,
      'What is new is looked for a page at once, by integration id and by external id. A project is also its work order.',
    ],
    figures: { first, again, bound, share },
  };
}

/** Loads the masters unless that was done: who is trued up, and whose time is posted, must be in Assignar. */
export async function loadMastersOnce(bench: BenchStack): Promise<void> {
  if ((await selectFirstLoad(bench.hub, company, 'employees'))?.isFinished === true) return;
  await bench.construction().setRequestTimes({ intacctMs: 0, assignarMs: 0 });
  for (const object of inOrder) await load(bench, object);
}

async function load(bench: BenchStack, object: AssignarLoad): Promise<LoadFigures> {
  const construction = bench.construction();
  const since = new Date();
  await construction.clearAssignarUse();
  const { read, written, unchanged, filtered, refused } = await bench.client.workflow.execute(firstLoad, {
    workflowId: firstLoadWorkflowId(company, object),
    taskQueue: bench.taskQueue,
    args: [{ company, object }],
  });
  const { total, byName } = await construction.readAssignarUse();
  const { rows } = await bench.hub.query(
    `select extract(epoch from finished_at - started_at) * 1000 as took_ms from first_loads
      where company = $1::text and object = $2::text`,
    [company, object],
  );
  return {
    ...{ object, read, written, unchanged, filtered, refused },
    tookMs: tookSchema.parse(rows[0]).took_ms,
    ...(await readGatewayUse(bench.hub, { company, flow: `first-load-${object}`, since })),
    assignarCalls: total,
    callsByName: byName,
  };
}
