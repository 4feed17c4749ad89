import { orderToInvoiceWorkflowId } from '../workflows/order-to-invoice';
import { benchCompanies } from './bench-companies';
import type { BenchDocument } from './bench-documents';
import { type BenchSizes, warmUpDocuments } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import { type Measurement, median, percentile, shown } from './measurement';
import { bareWorkflowId, type CarryThrough, carryAll, postForCompany, runBare } from './post-documents';
import { treeCpuMs } from './process-usage';

/** Enough that neither side ever waits for the next document. */
const UNDER_WAY = 20;
const cpuParts = ['worker', 'temporal', 'postgres', 'bench'] as const;
type CpuPerDocument = Record<(typeof cpuParts)[number], number>;

interface Round {
  documentsPerSecond: number;
  cpuMs: CpuPerDocument;
}
interface Side {
  name: string;
  worker: string;
  carry: CarryThrough;
  workflowId(documentKey: string): string;
}
interface SideFigures {
  documentsPerSecond: number;
  oneAtATimeMs: { p50: number; p99: number };
  historyEvents: number;
  historyBytes: number;
  cpuMsPerDocument: CpuPerDocument;
}

/** Documents per second through the engine with a gateway that costs nothing, beside bare workflows of as many activities. */
export async function measureThroughput(bench: BenchStack, sizes: BenchSizes): Promise<Measurement> {
  const company = benchCompanies.instant;
  const hub: Side = {
    name: 'order to invoice',
    worker: 'worker-1',
    carry: postForCompany(bench, company),
    workflowId: (documentKey) => orderToInvoiceWorkflowId(company, documentKey),
  };
  const bare: Side = {
    name: 'bare workflow',
    worker: 'bare-worker',
    carry: runBare(bench),
    workflowId: bareWorkflowId,
  };
  const warmUp = bench.documents.take(warmUpDocuments);
  for (const side of [bare, hub]) await carryAll(warmUp, UNDER_WAY, side.carry);

  const rounds: { bare: Round; hub: Round }[] = [];
  for (let round = 0; round < sizes.rounds; round += 1) {
    const documents = bench.documents.take(sizes.documentsPerRound);
    // Which side goes first changes, so that neither always finds what the other left warm.
    const first = round % 2 === 0 ? bare : hub;
    const one = await runRound(bench, first, documents);
    const other = await runRound(bench, first === bare ? hub : bare, documents);
    rounds.push(first === bare ? { bare: one, hub: other } : { bare: other, hub: one });
  }
  const single = bench.documents.take(sizes.oneAtATime);
  for (const document of single) {
    await bare.carry(document);
    await hub.carry(document);
  }
  const figures = {
    bare: await sideFigures(
      bench,
      bare,
      single,
      rounds.map((round) => round.bare),
    ),
    hub: await sideFigures(
      bench,
      hub,
      single,
      rounds.map((round) => round.hub),
    ),
    rounds,
    ratios: rounds.map((round) => round.hub.documentsPerSecond / round.bare.documentsPerSecond),
  };
  return report(sizes, figures, [bare.name, hub.name]);
}

async function runRound(bench: BenchStack, side: Side, documents: BenchDocument[]): Promise<Round> {
  const before = readCpu(bench, side);
  const { tookMs } = await carryAll(documents, UNDER_WAY, side.carry);
  const after = readCpu(bench, side);
  const perDocument = (part: keyof CpuPerDocument) => (after[part] - before[part]) / documents.length;
  return {
    documentsPerSecond: documents.length / (tookMs / 1000),
    cpuMs: {
      worker: perDocument('worker'),
      temporal: perDocument('temporal'),
      postgres: perDocument('postgres'),
      bench: perDocument('bench'),
    },
  };
}

function readCpu({ stack }: BenchStack, side: Side): CpuPerDocument {
  const of = (part: string): number => {
    const pid = stack.supervisor.pid(part);
    if (pid === undefined) throw new Error(`${part} is down`);
    return treeCpuMs(pid);
  };
  const { user, system } = process.cpuUsage();
  return {
    worker: of(side.worker),
    temporal: of('temporal'),
    postgres: of('postgres'),
    bench: (user + system) / 1000,
  };
}

async function sideFigures(
  bench: BenchStack,
  side: Side,
  single: BenchDocument[],
  rounds: Round[],
): Promise<SideFigures> {
  const histories = await Promise.all(
    single.map(({ header }) => readHistory(bench, side.workflowId(header.documentKey))),
  );
  const latenciesMs = histories.map(({ tookMs }) => tookMs);
  const part = (name: keyof CpuPerDocument) => median(rounds.map((round) => round.cpuMs[name]));
  return {
    documentsPerSecond: median(rounds.map((round) => round.documentsPerSecond)),
    oneAtATimeMs: { p50: median(latenciesMs), p99: percentile(latenciesMs, 0.99) },
    historyEvents: median(histories.map(({ events }) => events)),
    historyBytes: median(histories.map(({ bytes }) => bytes)),
    cpuMsPerDocument: {
      worker: part('worker'),
      temporal: part('temporal'),
      postgres: part('postgres'),
      bench: part('bench'),
    },
  };
}

/** A closed flow's history, and its time from start to end by the server's own clock. */
async function readHistory(
  { client }: BenchStack,
  workflowId: string,
): Promise<{ events: number; bytes: number; tookMs: number }> {
  const { historyLength, historySize, startTime, closeTime } = await client.workflow.getHandle(workflowId).describe();
  if (historySize === undefined || closeTime === undefined) throw new Error(`${workflowId}: its history has no end`);
  return { events: historyLength, bytes: historySize, tookMs: closeTime.getTime() - startTime.getTime() };
}

function report(
  sizes: BenchSizes,
  figures: { bare: SideFigures; hub: SideFigures; ratios: number[] },
  [bareName, hubName]: [string, string],
): Measurement {
  const row = (name: string, side: SideFigures): string[] => [
    name,
    shown(side.documentsPerSecond),
    shown(side.oneAtATimeMs.p50, 0),
    shown(side.oneAtATimeMs.p99, 0),
    shown(side.historyEvents, 0),
    shown(side.historyBytes, 0),
    ...cpuParts.map((part) => shown(side.cpuMsPerDocument[part])),
    shown(cpuOfAll(side)),
  ];
  const ratio = median(figures.ratios);
  const cpuRatio = cpuOfAll(figures.bare) / cpuOfAll(figures.hub);
  const range = `${shown(Math.min(...figures.ratios), 2)} to ${shown(Math.max(...figures.ratios), 2)}`;
  return {
    name: 'throughput',
    title: `Documents per second through Temporal, ${UNDER_WAY} under way`,
    head: [
      ...['', 'documents/s', 'p50 ms, one at a time', 'p99 ms', 'events', 'history bytes'],
      ...cpuParts.map((part) => `CPU ms: ${part}`),
      'all',
    ],
    rows: [
      row(bareName, figures.bare),
      row(hubName, figures.hub),
      [
        'ratio',
        shown(ratio, 2),
        shown(figures.hub.oneAtATimeMs.p50 / figures.bare.oneAtATimeMs.p50, 2),
        ...Array.from({ length: 3 + cpuParts.length }, () => ''),
        shown(cpuRatio, 2),
      ],
    ],
    notes: [
      `The ratio is the figure: median of ${sizes.rounds} interleaved rounds of ${sizes.documentsPerRound} documents each, from ${range}.`,
      'The ratio of CPU says the same of a machine that is busy with other things, too: bare over order to invoice.',
      'Both: one worker process, three activities on two queues, same server. CPU per document, median of the rounds.',
      'The gateway accepts at once and keeps nothing; PostgreSQL serves iMetal and the ledger; `bench` is caller and gateway.',
    ],
    figures: { ...figures, ratio, cpuRatio },
  };
}

function cpuOfAll({ cpuMsPerDocument }: SideFigures): number {
  return cpuParts.reduce((sum, part) => sum + cpuMsPerDocument[part], 0);
}
