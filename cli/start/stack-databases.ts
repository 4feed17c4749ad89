import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { migrate } from '../../db/migrate';
import { createImetalSandbox, type ImetalSandbox } from '../../sandbox/imetal/create-imetal-sandbox';
import { fixedScheduleLength } from '../../sandbox/sample-day/invoice-schedule';
import { runProgram } from './program';

const HUB_DATABASE = 'intacct_pipelines';
const SAMPLE_DAY = 'sample-day.json';
const seededSchema = z.strictObject({
  seed: z.number(),
  invoices: z.number(),
  /** Nothing but invoices: no credits, suppliers' invoices, stock movements. */
  invoicesOnly: z.boolean().optional(),
});

/** The hub's database, made if absent and brought to the newest schema; with DATABASE_URL it is that very database. */
export async function bringUpHubDatabase(adminUrl: string): Promise<string> {
  const url = process.env.DATABASE_URL ?? (await ensureDatabase(adminUrl, HUB_DATABASE));
  await migrate(url);
  return url;
}

async function ensureDatabase(adminUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1::text', [name]);
    if (found.rowCount === 0) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** True when the state directory's sample day has all kinds of documents, and not invoices alone. */
export function holdsWholeDay(stateDirectory: string): boolean {
  const marker = join(stateDirectory, SAMPLE_DAY);
  if (!existsSync(marker)) return false;
  const day = seededSchema.parse(JSON.parse(readFileSync(marker, 'utf8')));
  return day.invoicesOnly !== true && day.invoices >= fixedScheduleLength;
}

export interface SeededImetal {
  imetal: ImetalSandbox;
  /** False when the state directory held a sample day already. */
  seededNow: boolean;
}

/**
 * iMetal's databases with a sample day in them. Throws when the state directory holds another sample day than the one asked for:
 * two days in one ledger would tie out to neither.
 */
export async function bringUpImetal(
  adminUrl: string,
  stateDirectory: string,
  day: z.infer<typeof seededSchema>,
): Promise<SeededImetal> {
  const marker = join(stateDirectory, SAMPLE_DAY);
  const imetal = await createImetalSandbox({ adminUrl });
  if (existsSync(marker)) {
    const before = seededSchema.parse(JSON.parse(readFileSync(marker, 'utf8')));
    const isSame =
      before.seed === day.seed && before.invoices === day.invoices && before.invoicesOnly === day.invoicesOnly;
    if (isSame) return { imetal, seededNow: false };
    throw new Error(
      `${stateDirectory} holds the sample day of --seed ${before.seed} --invoices ${before.invoices}: ` +
        'ask for the same, delete the directory, or name another with --state-directory',
    );
  }
  await runProgram({
    name: 'sample-day',
    script: 'sandbox/sample-day/main.ts',
    // Whatever an interrupted seeding left is no day.
    args: [
      ...['--replace', '--admin-url', adminUrl, '--seed', String(day.seed), '--invoices', String(day.invoices)],
      ...(day.invoicesOnly === true ? ['--invoices-only'] : []),
    ],
    environment: process.env,
    logFile: join(stateDirectory, 'logs', 'sample-day.log'),
    pidDirectory: join(stateDirectory, 'run'),
  });
  writeFileSync(marker, `${JSON.stringify(day)}\n`);
  return { imetal, seededNow: true };
}
