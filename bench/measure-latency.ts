import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { benchCompanies } from './bench-companies';
import type { BenchSizes } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import { type Measurement, median, percentile, shown } from './measurement';
import { postForCompany } from './post-documents';

const REQUEST_MS = 300;
const EVERY_MS = 1_000;
const latencySchema = z.object({ posted_ms: z.coerce.number(), acknowledged_ms: z.coerce.number() });

/** Trigger to posted, by the ledger's own times, at one document per second whatever became of the one before. */
export async function measureLatency(bench: BenchStack, sizes: BenchSizes): Promise<Measurement> {
  const company = benchCompanies.capTwo;
  await bench.setSandbox({ latencyMs: REQUEST_MS, requestsInFlightMax: 5 });
  const documents = bench.documents.take(sizes.openLoopDocuments);
  const carry = postForCompany(bench, company);
  const began = performance.now();
  const ends: Promise<void>[] = [];
  for (const [index, document] of documents.entries()) {
    await pause(Math.max(0, began + index * EVERY_MS - performance.now()));
    const end = carry(document);
    // Heard below, when all are awaited; until then a failure must not end the process.
    end.catch(() => undefined);
    ends.push(end);
  }
  await Promise.all(ends);
  const { rows } = await bench.hub.query(
    `select extract(epoch from settled_at - triggered_at) * 1000 as posted_ms,
        extract(epoch from acknowledged_at - triggered_at) * 1000 as acknowledged_ms
      from postings where company = $1::text and is_leading and document_key = any($2::text[])`,
    [company, documents.map(({ header }) => header.documentKey)],
  );
  const latencies = z.array(latencySchema).parse(rows);
  if (latencies.length !== documents.length)
    throw new Error(`${latencies.length} of ${documents.length} in the ledger`);
  const of = (values: number[]) => ({
    p50: median(values),
    p99: percentile(values, 0.99),
    longest: Math.max(...values),
  });
  const figures = {
    documents: documents.length,
    requestMs: REQUEST_MS,
    postedMs: of(latencies.map(({ posted_ms }) => posted_ms)),
    acknowledgedMs: of(latencies.map(({ acknowledged_ms }) => acknowledged_ms)),
  };
  const row = (name: string, { p50, p99, longest }: { p50: number; p99: number; longest: number }): string[] => [
    name,
    shown(p50, 0),
    shown(p99, 0),
    shown(longest, 0),
    shown(p50 - REQUEST_MS, 0),
  ];
  return {
    name: 'latency',
    title: `Latency at 1 document per second, ${documents.length} documents, ${REQUEST_MS} ms per request`,
    head: ['', 'p50 ms', 'p99 ms', 'longest ms', 'p50 less the request'],
    rows: [row('trigger → posted', figures.postedMs), row('trigger → acknowledged', figures.acknowledgedMs)],
    notes: [
      'Open loop through the Intacct sandbox; the first document of each entity also pays for a sign-in of its own.',
    ],
    figures,
  };
}
