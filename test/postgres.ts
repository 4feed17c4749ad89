import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../cli/start/postgres-server';
import { oncePerRun, runDirectory } from './run-servers';

const TEMPLATE = 'hub_template';

export interface TestDatabase {
  url: string;
  name: string;
  /** Drops it, ending whatever is still connected. */
  drop(): Promise<void>;
}

/** URL of the superuser of this run's PostgreSQL server, which is started on first use. */
export async function postgresAdminUrl(): Promise<string> {
  const { url } = await oncePerRun('postgres-server', async () => {
    const directory = join(runDirectory(), 'postgres');
    const server = await startPostgres({ directory, pidDirectory: runDirectory(), durability: 'fast' });
    return { url: server.url };
  });
  return url;
}

/** The same server's URL for another database. */
export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: await postgresAdminUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name} template ${template}`);
  return {
    url: databaseUrl(await postgresAdminUrl(), name),
    name,
    drop: () => asAdmin(`drop database if exists ${name} with (force)`),
  };
}

/** A database of its own with nothing in it, on this run's server. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template0');
}

/** A database of its own with the hub's schema, cloned from a template that is migrated once per run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  await oncePerRun('hub-template', async () => {
    const { migrate } = await import('../db/migrate');
    await asAdmin(`create database ${TEMPLATE}`);
    await migrate(databaseUrl(await postgresAdminUrl(), TEMPLATE));
    return true;
  });
  return createDatabase(TEMPLATE);
}
