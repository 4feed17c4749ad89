import { Command } from 'commander';
import { Pool } from 'pg';
import { z } from 'zod';
import { pauseUnlessStopped, runProcess, stopSignal, tell } from '../until-stopped';
import { allImports } from './importer/import-definitions';
import { ImporterDied, runImporter } from './importer/run-importer';
import type { ImportSelection } from './importer/staged-record';

const optionsSchema = z.object({
  importsUrl: z.string().startsWith('postgres'),
  liveOwnerUrl: z.string().startsWith('postgres'),
  everyMs: z.coerce.number().int().min(10),
  companyReference: z.string().max(30).optional(),
});

const program = new Command('imetal-importer')
  .description("iMetal's importer: works off what is entered in the import database, until stopped.")
  .requiredOption('--imports-url <url>', "import database, by its owner's login")
  .requiredOption('--live-owner-url <url>', "live database, by its owner's login")
  .option('--every-ms <n>', 'time from one look to the next', '500')
  .option('--company-reference <text>', "records of this installation only (iMetal's ImportCompanyReference)");

async function main(): Promise<void> {
  const options = optionsSchema.parse(program.parse().opts());
  const stopped = stopSignal();
  const pools = { imports: createPool(options.importsUrl), live: createPool(options.liveOwnerUrl) };
  const selection = options.companyReference === undefined ? {} : { companyReference: options.companyReference };
  tell({ ready: true });
  try {
    while (!stopped.aborted) {
      await lookOnce(pools, selection);
      await pauseUnlessStopped(options.everyMs, stopped);
    }
  } finally {
    await Promise.all([pools.imports.end(), pools.live.end()]);
  }
}

function createPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 2, connectionTimeoutMillis: 10_000 });
  // An idle connection that breaks is replaced; what was under way fails by itself.
  pool.on('error', (error) => tell({ lost: error.message }));
  return pool;
}

/** A database that is away is tried again with the next look; what was under way is entered still. */
async function lookOnce(pools: { imports: Pool; live: Pool }, selection: ImportSelection): Promise<void> {
  try {
    const counts = await runImporter(pools, allImports, { selection });
    if (counts.found > 0) tell(counts);
  } catch (error) {
    if (error instanceof ImporterDied) throw error;
    tell({ failed: String(error) });
  }
}

runProcess(main);
