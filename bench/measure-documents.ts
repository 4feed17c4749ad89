import type { Pool } from 'pg';
import { z } from 'zod';
import { documentFlows, documentKinds } from '../clients/temporal/document-flows';
import { imetalProfileOf } from '../companies/company-profiles';
import { creditApplicationKey, creditApplicationWorkflowId } from '../workflows/credit-application';
import { benchCompanies } from './bench-companies';
import type { BenchDocument } from './bench-documents';
import type { BenchSizes } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import { type GatewayUse, readGatewayUse } from './gateway-use';
import { type Measurement, shown } from './measurement';
import { enterOtherDocuments } from './other-documents';
import { carryAll, ended, postForCompany } from './post-documents';
import { standingPerSecond } from './standing-backlog';

// The same as of the efficiency part, so that the figures stand beside each other.
const REQUEST_MS = 500;
const SANDBOX_CAPACITY = 50;
const WORKERS_EXTRA = 'worker-2';
const APPLICATION = 'credit-application';
const company = benchCompanies.capFive;

interface FlowFigures extends GatewayUse {
  flow: string;
  documents: number;
}

/**
 * Documents of all kinds per second, and their requests against the gateway's bound, with two worker processes and a standing backlog.
 * Throws when the gateway ever saw more requests at once than the cap.
 */
export async function measureDocuments(bench: BenchStack, sizes: BenchSizes): Promise<Measurement> {
  const profile = await imetalProfileOf(bench.profiles, company);
  const cap = profile.intacct.requestsInFlightMax;
  await bench.startWorker(WORKERS_EXTRA);
  const others = await enterDocumentsOfPostedInvoices(bench, sizes.mixedOthers);
  await bench.setSandbox({ latencyMs: REQUEST_MS, requestsInFlightMax: SANDBOX_CAPACITY });
  const backlog = interleave([
    bench.documents.take(sizes.mixedInvoices),
    ...documentKinds.map((kind) => others.filter((document) => document.kind === kind)),
  ]);
  const since = new Date();
  await carryAll(backlog, backlog.length, postForCompany(bench, company));
  await untilApplied(bench, backlog);
  await bench.stack.supervisor.stop(WORKERS_EXTRA);

  const flows = await readFlows(bench, backlog, since);
  const total = flows.reduce(
    (sum, { documents, requests, transactions }) => ({
      documents: sum.documents + documents,
      requests: sum.requests + requests,
      transactions: sum.transactions + transactions,
    }),
    { documents: 0, requests: 0, transactions: 0 },
  );
  const times = await readTimes(bench.hub, since);
  const documentsPerSecond = standingPerSecond(times.settled);
  const requestsPerSecond = standingPerSecond(times.requests);
  const bound = cap / (REQUEST_MS / 1000);
  const { inFlightMaxObserved, openMaxObserved } = await bench.readSandboxStatistics();
  const mostAtOnce = Math.max(inFlightMaxObserved, openMaxObserved);
  if (mostAtOnce > cap) throw new Error(`cap ${cap}: the gateway saw ${mostAtOnce} requests at once`);
  const efficiency = requestsPerSecond / bound;
  return report({ cap, flows, total, documentsPerSecond, requestsPerSecond, bound, efficiency, mostAtOnce });
}

/** Invoices are posted at once and for nothing, so that all their credits can be. */
async function enterDocumentsOfPostedInvoices(bench: BenchStack, count: number): Promise<BenchDocument[]> {
  await bench.setSandbox({ latencyMs: 0, requestsInFlightMax: SANDBOX_CAPACITY });
  const credited = bench.documents.take(count);
  await carryAll(credited, 20, postForCompany(bench, company));
  const invoiceKeys = credited.map(({ header }) => header.documentKey);
  return enterOtherDocuments(bench.owner, bench.imetal, await imetalProfileOf(bench.profiles, company), invoiceKeys);
}

/** One of each in turn, until all are in. */
function interleave(groups: readonly (readonly BenchDocument[])[]): BenchDocument[] {
  const longest = Math.max(...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => groups.flatMap((group) => group[index] ?? [])).flat();
}

/** A posted credit starts the flow that applies it; that is a document of the ledger too. */
async function untilApplied(bench: BenchStack, backlog: readonly BenchDocument[]): Promise<void> {
  const credits = backlog.filter(({ kind }) => kind === 'sales-credit');
  await Promise.all(
    credits.map(({ header }) =>
      ended(bench.client.workflow.getHandle(creditApplicationWorkflowId(company, header.documentKey, 1))),
    ),
  );
}

function readFlows(bench: BenchStack, backlog: readonly BenchDocument[], since: Date): Promise<FlowFigures[]> {
  const keysOf = documentKinds.flatMap((kind) => {
    const documentKeys = backlog.filter((each) => each.kind === kind).map(({ header }) => header.documentKey);
    // Timesheets are another company's.
    return documentKeys.length === 0 ? [] : [{ flow: documentFlows[kind].flow, documentKeys }];
  });
  const creditKeys = keysOf.find(({ flow }) => flow === documentFlows['sales-credit'].flow)?.documentKeys ?? [];
  return Promise.all(
    [...keysOf, { flow: APPLICATION, documentKeys: creditKeys.map(creditApplicationKey) }].map(
      async ({ flow, documentKeys }) => ({
        flow,
        documents: documentKeys.length,
        ...(await readGatewayUse(bench.hub, { company, flow, since, documentKeys })),
      }),
    ),
  );
}

/** When documents were settled, and when requests began, ms; sign-ins are requests too. */
async function readTimes(hub: Pool, since: Date): Promise<{ settled: number[]; requests: number[] }> {
  const select = async (statement: string): Promise<number[]> => {
    const { rows } = await hub.query(statement, [company, since]);
    return z
      .array(z.object({ at: z.date() }))
      .parse(rows)
      .map(({ at }) => at.getTime());
  };
  return {
    settled: await select(
      `select settled_at as at from postings
        where company = $1::text and is_leading and state = 'posted' and settled_at >= $2::timestamptz order by 1`,
    ),
    requests: await select(
      'select started_at as at from api_calls where company = $1::text and started_at >= $2::timestamptz order by 1',
    ),
  };
}

interface Figures {
  cap: number;
  flows: FlowFigures[];
  total: GatewayUse & { documents: number };
  documentsPerSecond: number;
  requestsPerSecond: number;
  /** Requests per second. */
  bound: number;
  efficiency: number;
  mostAtOnce: number;
}

function report(figures: Figures): Measurement {
  const { cap, flows, total, documentsPerSecond, requestsPerSecond, bound, efficiency, mostAtOnce } = figures;
  const use = (name: string, { documents, requests, transactions }: Figures['total']): string[] => [
    name,
    shown(documents, 0),
    shown(requests / documents, 2),
    shown(transactions / documents, 2),
  ];
  return {
    name: 'documents',
    title: `Documents of all kinds at once, cap ${cap}, ${REQUEST_MS} ms per request, 2 worker processes`,
    head: [
      ...['', 'documents', 'requests each', 'API transactions each'],
      ...['documents/s', 'requests/s', 'bound', 'efficiency', 'most requests at once'],
    ],
    rows: [
      ...flows.map((flow) => [...use(flow.flow, flow), '', '', '', '', '']),
      [
        ...use('all', total),
        shown(documentsPerSecond, 2),
        shown(requestsPerSecond, 2),
        shown(bound, 2),
        `${shown(efficiency * 100)} %`,
        shown(mostAtOnce, 0),
      ],
    ],
    notes: [
      'Bound = cap ÷ 0.5 s, in requests. Documents and requests per second between the first and the last tenth of each.',
      'A credit note is posted, and then applied to its invoice by a flow of its own, which first reads what is open of both.',
    ],
    figures,
  };
}
