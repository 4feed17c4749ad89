import { moveFeedCursor } from '../db/feed-cursors';
import { pollSalesInvoices, pollSalesInvoicesWorkflowId } from '../workflows/poll-sales-invoices';
import { benchCompanies } from './bench-companies';
import type { BenchDocument } from './bench-documents';
import type { BenchSizes } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import { type Measurement, megabytes, shown } from './measurement';
import { carryAll, postForCompany } from './post-documents';
import { residentBytes } from './process-usage';

const UNDER_WAY = 20;
const FEED = 'imetal/sales-invoices';

interface GrowthFigures {
  documents: number;
  documentsPerSecond: number;
  hubBytes: number;
  temporalBytes: number;
  workerBytes: number;
  workerPeakBytes: number;
  pollMs: number;
  pollSeen: number;
}

/** Sizes, speed and the time of a poll as the ledger fills; what does not grow with the documents should stay where it is. */
export async function measureGrowth(bench: BenchStack, sizes: BenchSizes): Promise<Measurement> {
  await startFeedNow(bench);
  const began = performance.now();
  const atStart = await readSizes(bench);
  const figures: GrowthFigures[] = [];
  let done = 0;
  for (const target of sizes.growth) {
    const deadline = began + sizes.growthMaxMs;
    const { posted, tookMs } = await postUntil(bench, bench.documents.take(target - done), deadline);
    done += posted;
    const poll = await timePoll(bench, done);
    figures.push({
      documents: done,
      documentsPerSecond: posted / (tookMs / 1000),
      ...(await readSizes(bench)),
      ...poll,
    });
    if (done < target) break;
  }
  return report(sizes, atStart, figures);
}

async function postUntil(
  bench: BenchStack,
  documents: BenchDocument[],
  deadline: number,
): Promise<{ posted: number; tookMs: number }> {
  const post = postForCompany(bench, benchCompanies.instant);
  let posted = 0;
  const { tookMs } = await carryAll(documents, UNDER_WAY, async (document) => {
    if (performance.now() > deadline) return;
    await post(document);
    posted += 1;
  });
  return { posted, tookMs };
}

/**
 * The day's invoices are final already, and wait to be posted here: the feed looks from now on, at what is acknowledged, as it
 * does in a day's course. The cursor stands ahead by the overlap, by which every look goes back.
 */
async function startFeedNow(bench: BenchStack): Promise<void> {
  const { overlapSeconds } = (await bench.profiles.profile(benchCompanies.instant)).feed;
  const modifiedAt = new Date(Date.parse(await bench.imetal.readClock()) + overlapSeconds * 1000).toISOString();
  await moveFeedCursor(bench.hub, benchCompanies.instant, FEED, { modifiedAt, headerId: '0' });
}

/** The second of two looks: the first takes in what a feed that looks every few seconds would have seen before. */
async function timePoll(bench: BenchStack, done: number): Promise<{ pollMs: number; pollSeen: number }> {
  await poll(bench, `${done}/first`);
  const started = performance.now();
  const seen = await poll(bench, `${done}/second`);
  return { pollMs: performance.now() - started, pollSeen: seen };
}

async function poll(bench: BenchStack, name: string): Promise<number> {
  const company = benchCompanies.instant;
  const { seen, started } = await bench.client.workflow.execute(pollSalesInvoices, {
    workflowId: `${pollSalesInvoicesWorkflowId(company)}/${name}`,
    taskQueue: bench.taskQueue,
    args: [{ company }],
  });
  if (started > 0) throw new Error(`the poll took ${started} acknowledged documents for new ones`);
  return seen;
}

async function readSizes(bench: BenchStack) {
  const { rows } = await bench.hub.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
  const worker = residentBytes(bench.stack.supervisor.pid('worker-1') ?? 0);
  return {
    hubBytes: Number(rows[0]?.bytes),
    temporalBytes: bench.temporalBytes(),
    workerBytes: worker.now,
    workerPeakBytes: worker.peak,
  };
}

type Sizes = Awaited<ReturnType<typeof readSizes>>;

function report(sizes: BenchSizes, atStart: Sizes, figures: GrowthFigures[]): Measurement {
  const last = figures.at(-1);
  if (last === undefined) throw new Error('nothing was posted');
  const perDocument = (of: 'hubBytes' | 'temporalBytes') => (last[of] - atStart[of]) / last.documents;
  const reached = Math.max(...sizes.growth);
  const start = ['at the start', '', ...sizeCells(atStart), '', ''];
  return {
    name: 'growth',
    title: `Growth, ${UNDER_WAY} documents under way`,
    head: ['Documents', 'documents/s', 'hub database', 'Temporal', 'worker memory', 'its peak', 'poll ms', 'rows seen'],
    rows: [
      start,
      ...figures.map((figure) => [
        shown(figure.documents, 0),
        shown(figure.documentsPerSecond),
        ...sizeCells(figure),
        shown(figure.pollMs, 0),
        shown(figure.pollSeen, 0),
      ]),
    ],
    notes: [
      `Per document: ${shown(perDocument('hubBytes') / 1000)} kB in the hub's database, ${shown(perDocument('temporalBytes') / 1000)} kB in Temporal's (SQLite, until retention removes it).`,
      'A poll sees what was acknowledged within its overlap of 60 s: its time follows the pace, not the number of documents.',
      ...(last.documents < reached
        ? [`Stopped at ${last.documents} of ${reached}: the time for this part was over.`]
        : []),
    ],
    figures: { atStart, blocks: figures, hubBytesPerDocument: perDocument('hubBytes') },
  };
}

function sizeCells({ hubBytes, temporalBytes, workerBytes, workerPeakBytes }: Sizes): string[] {
  return [hubBytes, temporalBytes, workerBytes, workerPeakBytes].map(megabytes);
}
