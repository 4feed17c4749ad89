import { Command } from 'commander';
import { Pool } from 'pg';
import { z } from 'zod';
import { defaultBusinessDate } from '../sample-day/generate-sample-day';
import { pauseUnlessStopped, runProcess, stopSignal, tell } from '../until-stopped';
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
  const stopped = stopSignal();
  const owner = new Pool({ connectionString: options.liveUrl, max: 2, connectionTimeoutMillis: 10_000 });
  tell({ ready: true });
  try {
    for (let done = 0; !stopped.aborted && done !== options.count; done += 1) {
      tell({ finalised: await finaliseOne(owner, options) });
      await pauseUnlessStopped(options.everyMs, stopped);
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

runProcess(main);
