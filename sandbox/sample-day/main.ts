import { Command } from 'commander';
import { Pool } from 'pg';
import { z } from 'zod';
import { createImetalSandbox, dropImetalSandbox } from '../imetal/create-imetal-sandbox';
import { enterOtherDocuments } from './enter-other-documents';
import { defaultBusinessDate } from './generate-sample-day';
import { fixedScheduleLength } from './invoice-schedule';
import { seedSampleDay } from './seed-sample-day';

const count = z.coerce.number().int().min(0);
const optionsSchema = z.object({
  adminUrl: z.string().startsWith('postgres'),
  prefix: z.string(),
  seed: count,
  invoices: count,
  queued: count,
  businessDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  replace: z.boolean(),
  invoicesOnly: z.boolean(),
});

const program = new Command('sample-day')
  .description('Make the iMetal sandbox and fill it with the sample business day.')
  .requiredOption('--admin-url <url>', 'PostgreSQL superuser, any database')
  .option('--prefix <text>', 'before both database names', '')
  .option('--seed <n>', 'equal seeds give equal rows', '1')
  .option('--invoices <n>', 'final invoices, the eight wrong ones included', '128')
  .option('--queued <n>', 'entered invoices for the business day to finalise', '20')
  .option('--business-date <date>', 'YYYY-MM-DD', defaultBusinessDate)
  .option('--invoices-only', 'no credits, suppliers’ invoices or stock movements', false)
  .option('--replace', 'drop the sandbox first', false);

async function main(): Promise<void> {
  const options = optionsSchema.parse(program.parse().opts());
  if (options.replace) await dropImetalSandbox({ adminUrl: options.adminUrl, namePrefix: options.prefix });
  const sandbox = await createImetalSandbox({ adminUrl: options.adminUrl, namePrefix: options.prefix });
  const result = await seedSampleDay(sandbox.owner, options);
  const withOthers = result.seeded && !options.invoicesOnly && options.invoices >= fixedScheduleLength;
  const otherDocuments = withOthers ? await enterOthers(sandbox.owner, options.businessDate) : 0;
  process.stdout.write(`${JSON.stringify({ ready: true, ...result, otherDocuments, ...sandbox })}\n`);
}

async function enterOthers(ownerUrl: string, businessDate: string): Promise<number> {
  const owner = new Pool({ connectionString: ownerUrl, max: 1, connectionTimeoutMillis: 10_000 });
  try {
    return (await enterOtherDocuments(owner, businessDate)).length;
  } finally {
    await owner.end();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
