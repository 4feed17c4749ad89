import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** How to make an iMetal sandbox on a PostgreSQL server. */
export interface ImetalSandboxOptions {
  /** A superuser's address of any database of the server. */
  adminUrl: string;
  /** Put before both database names, so that several sandboxes live side by side; letters, digits and underscores. */
  namePrefix?: string;
  reporterPassword?: string;
  gatewayPassword?: string;
  importerPassword?: string;
}

/** Addresses of a sandbox's databases, each for one login. */
export interface ImetalSandbox {
  /** `reporter`: reads all of live, writes nothing. */
  live: string;
  /** `gateway`: acknowledges exports in live, and nothing else. */
  gateway: string;
  /** `importer`: reads and writes the import database. */
  imports: string;
  /** The superuser on live: for seeding, for corrections by a person, and for the importer process. */
  owner: string;
  /** The superuser on the import database: for the importer process and its faults. */
  importsOwner: string;
  /** False when both databases stood already; they are left as they were. */
  created: boolean;
}

// Each file builds on those before it; the triggers come last, when all tables are there.
const liveFiles = [
  'live-masters.sql',
  'live-parties.sql',
  'live-taxes.sql',
  'live-documents.sql',
  'live-stock.sql',
  'live-purchasing.sql',
  'live-receivables.sql',
  'live-totals.sql',
  'live-triggers.sql',
];
const importsFiles = [
  'import-sales-documents.sql',
  'import-masters.sql',
  'import-receivables.sql',
  'importer-faults.sql',
];
// One at a time per server: roles belong to the cluster, and two makers would collide on them.
const advisoryLockKey = 1_106_100;

/**
 * Makes databases `live_emetal` and `imetal_imports` with iMetal's tables, and the roles `reporter`, `gateway` and
 * `importer`; what exists stays. Sources: facts/imetal.md 1.2-1.4.
 */
export async function createImetalSandbox(options: ImetalSandboxOptions): Promise<ImetalSandbox> {
  const names = databaseNames(options.namePrefix);
  const passwords = {
    reporter: options.reporterPassword ?? 'sandbox-reporter',
    gateway: options.gatewayPassword ?? 'sandbox-gateway',
    importer: options.importerPassword ?? 'sandbox-importer',
  };
  const created = await withClient(options.adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [advisoryLockKey]);
    for (const [role, password] of Object.entries(passwords)) await ensureRole(admin, role, password);
    const liveCreated = await ensureDatabase(admin, names.live);
    const importsCreated = await ensureDatabase(admin, names.imports);
    await ensureSchema(
      databaseUrl(options.adminUrl, names.live),
      { first: 'sales_headers', latest: 'customer_credit_positions' },
      liveFiles,
      liveGrants,
    );
    await ensureSchema(
      databaseUrl(options.adminUrl, names.imports),
      { first: 'import_sales_headers', latest: 'import_customer_balances' },
      importsFiles,
      importsGrants,
    );
    return liveCreated || importsCreated;
  });
  return {
    live: databaseUrl(options.adminUrl, names.live, 'reporter', passwords.reporter),
    gateway: databaseUrl(options.adminUrl, names.live, 'gateway', passwords.gateway),
    imports: databaseUrl(options.adminUrl, names.imports, 'importer', passwords.importer),
    owner: databaseUrl(options.adminUrl, names.live),
    importsOwner: databaseUrl(options.adminUrl, names.imports),
    created,
  };
}

/** Drops both databases, whoever is connected; the roles stay, as other sandboxes of the server use them. */
export async function dropImetalSandbox(options: Pick<ImetalSandboxOptions, 'adminUrl' | 'namePrefix'>): Promise<void> {
  const names = databaseNames(options.namePrefix);
  await withClient(options.adminUrl, async (admin) => {
    for (const name of Object.values(names)) await admin.query(`drop database if exists ${name} with (force)`);
  });
}

function databaseNames(prefix = ''): { live: string; imports: string } {
  if (!/^[a-z0-9_]{0,40}$/.test(prefix)) throw new RangeError(`database name prefix "${prefix}": expected a-z, 0-9, _`);
  return { live: `"${prefix}live_emetal"`, imports: `"${prefix}imetal_imports"` };
}

function databaseUrl(adminUrl: string, quotedName: string, user?: string, password?: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${quotedName.replaceAll('"', '')}`;
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = encodeURIComponent(password);
  return url.toString();
}

async function ensureRole(admin: Client, role: string, password: string): Promise<void> {
  const found = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  await admin.query(`${verb} role ${role} login password ${admin.escapeLiteral(password)}`);
}

async function ensureDatabase(admin: Client, quotedName: string): Promise<boolean> {
  const found = await admin.query('select 1 from pg_database where datname = $1', [quotedName.replaceAll('"', '')]);
  if (found.rowCount !== 0) return false;
  // The encoding is named because a server may have been initialised with SQL_ASCII.
  await admin.query(`create database ${quotedName} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
  return true;
}

/**
 * Tables and rights in one transaction: after a crash there is either all of the schema or none of it. Throws when the database
 * holds the tables of an earlier version, which has the first and not the latest of them.
 */
async function ensureSchema(
  url: string,
  probe: { first: string; latest: string },
  files: string[],
  grants: string,
): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query<{ first: boolean; latest: boolean }>(
      'select to_regclass($1) is not null as first, to_regclass($2) is not null as latest',
      [probe.first, probe.latest],
    );
    const stands = found.rows[0];
    if (stands?.latest) return;
    if (stands?.first) {
      const name = new URL(url).pathname.slice(1);
      throw new Error(
        `database ${name} holds the iMetal sandbox of an earlier version: drop it, or begin a new state directory`,
      );
    }
    await client.query('begin');
    for (const file of files) await client.query(readFileSync(join(__dirname, file), 'utf8'));
    await client.query(grants);
    await client.query('commit');
  });
}

const liveGrants = `
  revoke create on schema public from public;
  grant usage on schema public to reporter, gateway;
  grant select on all tables in schema public to reporter;
  grant select (id, code) on branches, sales_types, sales_statuses to gateway;
  grant select (id, branch_id, type_id, number, status_id, version, mdate,
                gateway_batch_id, exported_date, gateway_reference) on sales_headers to gateway;
  grant update (gateway_batch_id, exported_date, gateway_reference) on sales_headers to gateway;
  grant select (id, branch_id, document_type, number, document_status, version, mdate,
                gateway_batch_id, exported_date, gateway_reference) on supplier_documents to gateway;
  grant update (gateway_batch_id, exported_date, gateway_reference) on supplier_documents to gateway;
  grant select (id, branch_id, type, number, processed, version, mdate,
                gateway_batch_id, exported_date, gateway_reference) on stock_transactions to gateway;
  grant update (gateway_batch_id, exported_date, gateway_reference) on stock_transactions to gateway;
`;

const importsGrants = `
  revoke create on schema public from public;
  grant usage on schema public to importer;
  grant select, insert, update, delete on all tables in schema public to importer;
`;

async function withClient<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
