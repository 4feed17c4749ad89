import type { Pool } from 'pg';
import { z } from 'zod';
import { benchCompanies } from './bench-companies';
import type { BenchDocument } from './bench-documents';
import type { BenchSizes } from './bench-sizes';
import type { BenchStack, GatewayStatistics } from './bench-stack';
import { type Measurement, shown } from './measurement';
import { carryAll, postForCompany } from './post-documents';
import { standingPerSecond } from './standing-backlog';

const REQUEST_MS = 500;
/** The sandbox would take more at once than any cap under test: an excess is seen, not prevented. */
const SANDBOX_CAPACITY = 50;
const settledSchema = z.object({ settled_at: z.date() });

interface EfficiencyFigures {
  cap: number;
  documents: number;
  documentsPerSecond: number;
  bound: number;
  efficiency: number;
  /** Highest number of requests that the gateway saw open at one time. */
  inFlightMaxObserved: number;
  /** Median of a request as the hub's client saw it, ms: what is beyond the gateway's own time is client and network. */
  requestMs: number;
  /** From one request's end to the next one's start on the same permit, ms. */
  handoverMs: number;
}

/**
 * Documents per second against the bound cap × documents per request ÷ latency, with two worker processes and a standing
 * backlog. Throws when the gateway ever saw more requests at once than the cap.
 */
export async function measureEfficiency(bench: BenchStack, sizes: BenchSizes): Promise<Measurement> {
  await bench.setSandbox({ latencyMs: REQUEST_MS, requestsInFlightMax: SANDBOX_CAPACITY });
  await bench.startWorker('worker-2');
  // The smaller cap first: the sandbox keeps its highest count since the start.
  const figures = [
    await drainBacklog(bench, benchCompanies.capTwo, bench.documents.take(sizes.backlogCapTwo)),
    await drainBacklog(bench, benchCompanies.capFive, bench.documents.take(sizes.backlogCapFive)),
  ];
  await bench.stack.supervisor.stop('worker-2');
  return {
    name: 'efficiency',
    title: `Efficiency against the gateway's bound, ${REQUEST_MS} ms per request, 2 worker processes`,
    head: [
      'Cap',
      'documents',
      'documents/s',
      'bound',
      'efficiency',
      'request ms',
      'handover ms',
      'most requests at once',
    ],
    rows: figures.map((figure) => [
      shown(figure.cap, 0),
      shown(figure.documents, 0),
      shown(figure.documentsPerSecond, 2),
      shown(figure.bound, 2),
      `${shown(figure.efficiency * 100)} %`,
      shown(figure.requestMs, 0),
      shown(figure.handoverMs, 0),
      shown(figure.inFlightMaxObserved, 0),
    ]),
    notes: [
      'Bound = cap × 1 document per request ÷ 0.5 s. Posted per second between the first and the last tenth of the backlog.',
      'Request: as the client saw it, p50. Handover: the rest of the time that a permit was not used for a request.',
      `The sandbox would serve ${SANDBOX_CAPACITY} at once: what keeps the cap is the hub, over both processes.`,
    ],
    figures,
  };
}

async function drainBacklog(
  bench: BenchStack,
  company: string,
  documents: BenchDocument[],
): Promise<EfficiencyFigures> {
  const cap = (await bench.profiles.profile(company)).intacct.requestsInFlightMax;
  await carryAll(documents, documents.length, postForCompany(bench, company));
  const documentKeys = documents.map(({ header }) => header.documentKey);
  const settledAt = await readSettlements(bench.hub, company, documentKeys);
  const documentsPerSecond = standingPerSecond(settledAt);
  const bound = cap / (REQUEST_MS / 1000);
  const inFlightMaxObserved = mostAtOnce(await bench.readSandboxStatistics());
  if (inFlightMaxObserved > cap) {
    throw new Error(`cap ${cap}: the gateway saw ${inFlightMaxObserved} requests at once`);
  }
  const requestMs = await readRequestMs(bench.hub, company, documentKeys);
  return {
    requestMs,
    handoverMs: (cap / documentsPerSecond) * 1000 - requestMs,
    cap,
    documents: documents.length,
    documentsPerSecond,
    bound,
    efficiency: documentsPerSecond / bound,
    inFlightMaxObserved,
  };
}

function mostAtOnce({ inFlightMaxObserved, openMaxObserved }: GatewayStatistics): number {
  return Math.max(inFlightMaxObserved, openMaxObserved);
}

async function readRequestMs(hub: Pool, company: string, documentKeys: string[]): Promise<number> {
  const { rows } = await hub.query<{ median: number }>(
    `select percentile_cont(0.5) within group (order by duration_ms)::float8 as median from api_calls
      where company = $1::text and document_key = any($2::text[]) and 'create_invoice' = any(functions)`,
    [company, documentKeys],
  );
  return z.number().parse(rows[0]?.median);
}

async function readSettlements(hub: Pool, company: string, documentKeys: string[]): Promise<number[]> {
  const { rows } = await hub.query(
    `select settled_at from postings
      where company = $1::text and document_key = any($2::text[]) and is_leading and state = 'posted' order by settled_at`,
    [company, documentKeys],
  );
  return z
    .array(settledSchema)
    .parse(rows)
    .map((row) => row.settled_at.getTime());
}
