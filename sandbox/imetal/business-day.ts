import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { Pool } from 'pg';
import { z } from 'zod';
import { defaultBusinessDate } from '../sample-day/generate-sample-day';
import { finaliseInvoices, writeHalfWrittenInvoice } from './finalise-invoices';

const optionsSchema = z.object({
  liveUrl: z.string().startsWith('postgres'),
  everyMs: z.coerce.number().int().min(10),
  count: z.coerce.number().int().min(1).optional(),
  businessDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  halfWrittenMs: z.coerce.number().int().min(0).optional(),
});

const program = new Command('business-day')
  .description('Finalise invoices in the iMetal sandbox over time, until stopped.')
  .requiredOption('--live-url <url>', 'live database, by a login that may write')
  .option('--every-ms <n>', 'time from one invoice to the next', '5000')
  .option('--count <n>', 'stop after so many')
  .option('--business-date <date>', 'YYYY-MM-DD of newly entered invoices', defaultBusinessDate)
  .option('--half-written-ms <n>', 'write new invoices carelessly: header first, items so much later');

async function main(): Promise<void> {
  const options = optionsSchema.parse(program.parse().opts());
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  const owner = new Pool({ connectionString: options.liveUrl, max: 2, connectionTimeoutMillis: 10_000 });
  report({ ready: true });
  try {
    for (let done = 0; !stopped.signal.aborted && done !== options.count; done += 1) {
      report({ finalised: await finaliseOne(owner, options) });
      await pause(options.everyMs, stopped.signal);
    }
  } finally {
    await owner.end();
  }
}

async function finaliseOne(owner: Pool, options: z.infer<typeof optionsSchema>): Promise<string | undefined> {
  const { businessDate, halfWrittenMs } = options;
  if (halfWrittenMs !== undefined) {
    return writeHalfWrittenInvoice({ owner, businessDate, childrenDelayMs: halfWrittenMs });
  }
  const [documentKey] = await finaliseInvoices({ owner, count: 1, businessDate });
  return documentKey;
}

/** Ends early, and quietly, when stopped. */
async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await setTimeout(durationMs, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

function report(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
