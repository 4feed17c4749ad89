import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createDocumentActivities } from '../activities/document-activities';
import { imetalProfileOf } from '../companies/company-profiles';
import type { PlanResult } from '../domain/posting';
import { mapImetalInvoiceToIntacct } from '../mappings/imetal-invoice-to-intacct';
import { benchCompanies } from './bench-companies';
import type { BenchSizes } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import { type Measurement, median, shown } from './measurement';
import { treeCpuMs } from './process-usage';

const linesOfInvoices = [20, 200, 2_000];
/** Batches per figure; their median is told, so that one disturbed by others does not count. */
const BATCHES = 5;

interface CollapseFigures {
  charges: number;
  /** Charges, taxes of items, costs and adjustments. */
  sourceLines: number;
  postedLines: number;
  mappingCpuMs: number;
  activityCpuMs: number;
  activityMs: number;
  postgresCpuMs: number;
}

/** CPU per collapsed invoice: the mapping alone, and the activity that reads, maps, checks and stores it. */
export async function measureCollapse(bench: BenchStack, sizes: BenchSizes): Promise<Measurement> {
  const figures: CollapseFigures[] = [];
  for (const lines of linesOfInvoices) figures.push(await measureInvoice(bench, sizes, lines));
  return {
    name: 'collapse',
    title: 'CPU per collapsed invoice, ms',
    head: [
      'Charges',
      'source lines',
      'posted lines',
      'mapping',
      'read + map + store',
      'of which PostgreSQL',
      'time of the activity',
    ],
    rows: figures.map((figure) => [
      shown(figure.charges, 0),
      shown(figure.sourceLines, 0),
      shown(figure.postedLines, 0),
      shown(figure.mappingCpuMs, 2),
      shown(figure.activityCpuMs + figure.postgresCpuMs),
      shown(figure.postgresCpuMs),
      shown(figure.activityMs),
    ]),
    notes: [
      `Median of ${BATCHES} batches in a warm process. The activity plans the same invoice again and again: a new version each time.`,
      'Source lines are charges, taxes of items, costs and adjustments; posted lines those of the invoice and of its journal.',
      'PostgreSQL serves both iMetal and the ledger here; in production most of its part falls to iMetal.',
    ],
    figures,
  };
}

async function measureInvoice(bench: BenchStack, sizes: BenchSizes, lines: number): Promise<CollapseFigures> {
  const found = bench.documents.nearest(lines);
  const { documentKey } = found.header;
  const company = benchCompanies.planned;
  const profile = await imetalProfileOf(bench.profiles, company);
  const reading = await bench.imetal.readSalesInvoice(documentKey);
  if (reading.kind !== 'found') throw new Error(`${documentKey} is ${reading.kind}`);
  const collapse = () => mapImetalInvoiceToIntacct(reading.document, profile, { customerId: null });
  const mapped = collapse();
  if (mapped.kind !== 'plan') throw new Error(`${documentKey} cannot be planned: ${mapped.exceptions[0]?.message}`);
  const mapping = await repeatMedian(sizes.collapseCpuMs, async () => void collapse(), null);

  const { planSalesInvoice } = createDocumentActivities({
    pool: bench.hub,
    client: bench.client,
    taskQueue: bench.taskQueue,
    profiles: bench.profiles,
    imetal: () => bench.imetal,
    assignar: () => Promise.reject(new Error('the company does not run on Assignar')),
    environment: 'bench',
  });
  // Lines that a worker would write to its log would be counted, and drown the figures.
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR', () => undefined) });
  const triggeredAt = new Date().toISOString();
  const request = { document: { company, documentKey, revision: 1 }, triggeredAt, decision: null };
  const plan = async (): Promise<void> => {
    const result = await environment.run<[typeof request], PlanResult, typeof planSalesInvoice>(
      planSalesInvoice,
      request,
    );
    if (result.outcome !== 'planned') throw new Error(`${documentKey} is ${result.outcome}, expected planned`);
  };
  const activity = await repeatMedian(sizes.collapseCpuMs, plan, bench.stack.supervisor.pid('postgres') ?? null);
  return {
    charges: found.lines,
    sourceLines: mapped.plan.totals.sourceLines,
    postedLines: mapped.plan.totals.targetLines,
    mappingCpuMs: mapping.cpuMs,
    activityCpuMs: activity.cpuMs,
    activityMs: activity.tookMs,
    postgresCpuMs: activity.otherCpuMs,
  };
}

interface Cost {
  /** Of this process, per repetition. */
  cpuMs: number;
  /** Of the other process and those below it. */
  otherCpuMs: number;
  tookMs: number;
}

/** Repeats in batches of at least `cpuMsMin` of this process's CPU; the first batch warms up and does not count. */
async function repeatMedian(cpuMsMin: number, work: () => Promise<void>, other: number | null): Promise<Cost> {
  const batches: Cost[] = [];
  await batch(cpuMsMin / 2, work, other);
  for (let count = 0; count < BATCHES; count += 1) batches.push(await batch(cpuMsMin / BATCHES, work, other));
  return {
    cpuMs: median(batches.map(({ cpuMs }) => cpuMs)),
    otherCpuMs: median(batches.map(({ otherCpuMs }) => otherCpuMs)),
    tookMs: median(batches.map(({ tookMs }) => tookMs)),
  };
}

async function batch(cpuMsMin: number, work: () => Promise<void>, other: number | null): Promise<Cost> {
  const before = process.cpuUsage();
  const otherBefore = other === null ? 0 : treeCpuMs(other);
  const began = performance.now();
  let repetitions = 0;
  let cpuMs = 0;
  do {
    await work();
    repetitions += 1;
    const { user, system } = process.cpuUsage(before);
    cpuMs = (user + system) / 1000;
  } while (cpuMs < cpuMsMin);
  return {
    cpuMs: cpuMs / repetitions,
    otherCpuMs: other === null ? 0 : (treeCpuMs(other) - otherBefore) / repetitions,
    tookMs: (performance.now() - began) / repetitions,
  };
}
