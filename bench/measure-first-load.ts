import { z } from 'zod';
import { selectFirstLoad } from '../db/first-loads';
import type { LoadObject } from '../domain/record-sync';
import { firstLoad, firstLoadWorkflowId } from '../workflows/first-load';
import { benchCompanies } from './bench-companies';
import type { BenchSizes } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import { type GatewayUse, readGatewayUse } from './gateway-use';
import { type Measurement, shown } from './measurement';
import { treeCpuMs } from './process-usage';

const REQUEST_MS = 300;
const company = benchCompanies.records;
const cpuParts = ['worker-1', 'temporal', 'postgres', 'imetal-importer'] as const;
type CpuPerRecord = Record<(typeof cpuParts)[number], number>;
const tookSchema = z.object({ took_ms: z.coerce.number() });

interface LoadFigures extends GatewayUse {
  read: number;
  written: number;
  unchanged: number;
  filtered: number;
  refused: number;
  tookMs: number;
  cpuMs: CpuPerRecord;
}

/** A first load of customers, and the same again when nothing is left to write. Throws when one of the bench's own is refused. */
export async function measureFirstLoad(bench: BenchStack, _sizes: BenchSizes): Promise<Measurement> {
  await bench.setSandbox({ latencyMs: REQUEST_MS, requestsInFlightMax: 5 });
  await load(bench, 'ar-terms');
  const figures = { first: await load(bench, 'customers'), again: await load(bench, 'customers') };
  if (figures.first.written < bench.finance.customers) {
    throw new Error(`${figures.first.written} of ${bench.finance.customers} customers are written: is one refused?`);
  }
  const row = (name: string, load: LoadFigures): string[] => [
    name,
    ...[load.read, load.written, load.unchanged, load.filtered, load.refused].map((count) => shown(count, 0)),
    shown(load.read / (load.tookMs / 1000)),
    shown(load.requests, 0),
    shown(load.read / load.transactions),
    ...cpuParts.map((part) => shown(load.cpuMs[part])),
  ];
  return {
    name: 'first-load',
    title: `First load of ${shown(bench.finance.customers, 0)} customers, ${REQUEST_MS} ms per request`,
    head: [
      ...[
        '',
        'read',
        'written',
        'unchanged',
        'filtered',
        'refused',
        'records/s',
        'requests',
        'records per API transaction',
      ],
      ...cpuParts.map((part) => `CPU ms each: ${part}`),
    ],
    rows: [row('first', figures.first), row('again', figures.again)],
    notes: [
      "One request reads a page; one batch goes to iMetal's importer, which takes one record after the other.",
      "What is refused are the sample company's customers that are wrong on purpose: the load looks at them again at its end.",
    ],
    figures,
  };
}

/** Loads the customers unless that was done: what open items are told of must be known to iMetal. */
export async function loadOnce(bench: BenchStack): Promise<void> {
  if ((await selectFirstLoad(bench.hub, company, 'customers'))?.isFinished === true) return;
  await bench.setSandbox({ latencyMs: 0, requestsInFlightMax: 5 });
  await load(bench, 'ar-terms');
  await load(bench, 'customers');
}

async function load(bench: BenchStack, object: LoadObject): Promise<LoadFigures> {
  const since = new Date();
  const before = readCpu(bench);
  const { read, written, unchanged, filtered, refused } = await bench.client.workflow.execute(firstLoad, {
    workflowId: firstLoadWorkflowId(company, object),
    taskQueue: bench.taskQueue,
    args: [{ company, object }],
  });
  const after = readCpu(bench);
  // The hub's own times: whoever waits for a workflow's end may hear of it late.
  const { rows } = await bench.hub.query(
    `select extract(epoch from finished_at - started_at) * 1000 as took_ms from first_loads
      where company = $1::text and object = $2::text`,
    [company, object],
  );
  const perRecord = (part: keyof CpuPerRecord) => (after[part] - before[part]) / Math.max(1, read);
  return {
    ...{ read, written, unchanged, filtered, refused },
    tookMs: tookSchema.parse(rows[0]).took_ms,
    ...(await readGatewayUse(bench.hub, { company, flow: `first-load-${object}`, since })),
    cpuMs: {
      'worker-1': perRecord('worker-1'),
      temporal: perRecord('temporal'),
      postgres: perRecord('postgres'),
      'imetal-importer': perRecord('imetal-importer'),
    },
  };
}

function readCpu({ stack }: BenchStack): CpuPerRecord {
  const of = (part: string): number => {
    const pid = stack.supervisor.pid(part);
    if (pid === undefined) throw new Error(`${part} is down`);
    return treeCpuMs(pid);
  };
  return {
    'worker-1': of('worker-1'),
    temporal: of('temporal'),
    postgres: of('postgres'),
    'imetal-importer': of('imetal-importer'),
  };
}
