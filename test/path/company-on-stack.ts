import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { Pool } from 'pg';
import { parseDocument } from 'yaml';
import { type Stack, startStack } from '../../cli/start/stack';
import { connectTemporal } from '../../clients/temporal/connect';
import { createHubPool } from '../../db/pool';
import { askAdmin } from '../../sandbox/admin-port';
import { appendInvoices } from '../../sandbox/imetal/append-invoices';
import { inTransaction } from '../../sandbox/imetal/write-rows';

export const company = 'gulf-metals';
/** A day in an open period, and over. */
export const businessDate = '2026-11-20';
const profileOfRepository = join(__dirname, '..', '..', 'companies', `${company}.yaml`);

/** The sample company on a stack of its own: iMetal, Intacct, engine, worker and hub, all real or sandboxed. */
export interface CompanyOnStack {
  stack: Stack;
  hub: Pool;
  /** iMetal's live database, by a login that may write. */
  owner: Pool;
  client: Client;
  profilePath: string;
  /** Asks the Intacct sandbox's admin port. */
  intacct<Answer>(method: string, path: string, body?: object): Promise<Answer>;
  /** Enters final invoices in iMetal; their keys. */
  finalise(count: number, date?: string): Promise<string[]>;
  /** Codes of a document's, record's or account's open exceptions, sorted. */
  openCodes(documentKey: string): Promise<string[]>;
  /** Changes the profile in force. */
  changeProfile(path: readonly string[], setting: unknown): void;
  stop(): Promise<void>;
}

/** Brings up the stack with a sample day of 22 invoices and the profile changed as told; its worker tries a refused sign-in again after a second. */
export async function openCompanyOnStack(
  settings: readonly (readonly [path: readonly string[], setting: unknown])[],
  parts: { withoutServer?: boolean } = {},
): Promise<CompanyOnStack> {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-path-'));
  // PostgreSQL runs as a user of its own when we are root, and must be able to enter.
  chmodSync(stateDirectory, 0o755);
  const companiesDirectory = join(stateDirectory, 'companies');
  const profilePath = join(companiesDirectory, `${company}.yaml`);
  mkdirSync(companiesDirectory);
  writeProfile(profileOfRepository, profilePath, settings);
  const stack = await startStack({
    stateDirectory,
    ports: 'free',
    sampleDay: { seed: 3, invoices: 22 },
    headless: true,
    durability: 'fast',
    companies: ['gulf-metals'],
    companiesDirectory,
    environment: { SIGN_IN_PROBE_SECONDS: '1', LOG_LEVEL: 'warn' },
    ...parts,
  });
  try {
    return await connect(stack, profilePath);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

function writeProfile(from: string, to: string, settings: readonly (readonly [readonly string[], unknown])[]): void {
  const profile = parseDocument(readFileSync(from, 'utf8'));
  for (const [path, setting] of settings) profile.setIn(path, setting);
  writeFileSync(to, profile.toString({ lineWidth: 0 }));
}

async function connect(stack: Stack, profilePath: string): Promise<CompanyOnStack> {
  const { addresses, environment } = stack;
  const hub = createHubPool(environment.DATABASE_URL ?? '', 2);
  const owner = new Pool({ connectionString: addresses.imetalOwner, max: 2 });
  const temporal = await connectTemporal({ log: { info: () => undefined }, environment });
  return {
    stack,
    hub,
    owner,
    client: temporal.client,
    profilePath,
    intacct: async <Answer>(method: string, path: string, body?: object) =>
      (await askAdmin(addresses.intacctAdmin, method, path, body)) as Answer,
    finalise: (count, date = businessDate) =>
      inTransaction(owner, async (client) => {
        const { documentKeys } = await appendInvoices(client, { count, status: 'INV', businessDate: date });
        return documentKeys;
      }),
    async openCodes(documentKey) {
      const { rows } = await hub.query<{ code: string }>(
        'select distinct code from exceptions where document_key = $1 and closed_at is null order by 1',
        [documentKey],
      );
      return rows.map(({ code }) => code);
    },
    changeProfile: (path, setting) => writeProfile(profilePath, profilePath, [[path, setting]]),
    async stop() {
      await Promise.all([hub.end(), owner.end(), temporal.close()]);
      await stack.stop();
      rmSync(stack.stateDirectory, { recursive: true, force: true });
    },
  };
}
