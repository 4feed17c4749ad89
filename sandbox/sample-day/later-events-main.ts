import { Command } from 'commander';
import { Pool } from 'pg';
import { z } from 'zod';
import { pauseUnlessStopped, runProcess, stopSignal, tell } from '../until-stopped';
import { createFinancePort } from './finance-port';
import { defaultBusinessDate } from './generate-sample-day';
import { bringNextEvent } from './later-events';

const optionsSchema = z.object({
  liveUrl: z.string().startsWith('postgres'),
  intacctAdmin: z.url(),
  everyMs: z.coerce.number().int().min(10),
  businessDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
});

const program = new Command('later-events')
  .description(
    'Now and then a payment, a credit, a supplier’s invoice, a stock movement, a changed contact, until stopped.',
  )
  .requiredOption('--live-url <url>', 'live database, by a login that may write')
  .requiredOption('--intacct-admin <url>', "the Intacct sandbox's admin port")
  .option('--every-ms <n>', 'time from one event to the next', '15000')
  .option('--business-date <date>', 'YYYY-MM-DD of the documents', defaultBusinessDate);

async function main(): Promise<void> {
  const options = optionsSchema.parse(program.parse().opts());
  const stopped = stopSignal();
  const operations = new Pool({ connectionString: options.liveUrl, max: 2, connectionTimeoutMillis: 10_000 });
  const day = { finance: createFinancePort(options.intacctAdmin), operations, date: options.businessDate };
  // Numbers of documents must not come twice, however often the day is started.
  const start = Math.floor(Date.now() / 1000).toString(36);
  tell({ ready: true });
  try {
    for (let turn = 0; !stopped.aborted; turn += 1) {
      await pauseUnlessStopped(options.everyMs, stopped);
      if (!stopped.aborted) tell(await bringOrTell(day, turn, start));
    }
  } finally {
    await operations.end();
  }
}

/** What could not be done is told, and the day goes on: a system that is away is back later. */
async function bringOrTell(day: Parameters<typeof bringNextEvent>[0], turn: number, start: string): Promise<object> {
  try {
    return await bringNextEvent(day, turn, start);
  } catch (error) {
    return { failed: String(error) };
  }
}

runProcess(main);
