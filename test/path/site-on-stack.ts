import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { parseDocument } from 'yaml';
import { type Stack, startStack } from '../../cli/start/stack';
import { until } from '../../cli/start/until';
import { connectTemporal } from '../../clients/temporal/connect';
import { createHubPool } from '../../db/pool';
import { askAdmin } from '../../sandbox/admin-port';
import type { ShiftInput } from '../../sandbox/assignar/company-file';
import { enterShifts } from '../../sandbox/sample-construction/enter-shifts';
import { createOfficePort, type OfficePort } from '../../sandbox/sample-construction/office-port';

export const company = 'harbor-civil';

/** How a document stands in the ledger. */
export interface SheetStanding {
  revision: number;
  state: string;
  isAcknowledged: boolean;
  openCodes: string[];
}

/** The sample construction company on a stack of its own, masters loaded, with feeds that look every second. */
export interface SiteOnStack {
  stack: Stack;
  hub: Pool;
  client: Client;
  office: OfficePort;
  /** Asks the Intacct sandbox's admin port. */
  intacct<Answer>(method: string, path: string, body?: object): Promise<Answer>;
  /** Asks the Assignar sandbox's. */
  assignar(method: string, path: string, body?: object): Promise<unknown>;
  /** Submits and approves shifts; their document keys. */
  approve(shifts: readonly ShiftInput[]): Promise<string[]>;
  standingOf(documentKey: string): Promise<SheetStanding | null>;
  /** Waits until all are posted and Assignar knows. */
  untilPosted(documentKeys: readonly string[], revision?: number): Promise<void>;
  untilParked(documentKey: string, code: string): Promise<void>;
  /** Hours in Intacct of an employee: `2026-11-16 HC-2402 8`. */
  hoursOf(employeeId: string): Promise<string[]>;
  stop(): Promise<void>;
}

const patienceMs = 90_000;

/** Brings it all up. */
export async function openSite(): Promise<SiteOnStack> {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-site-'));
  // PostgreSQL runs as a user of its own when we are root, and must be able to enter.
  chmodSync(stateDirectory, 0o755);
  const companiesDirectory = join(stateDirectory, 'companies');
  mkdirSync(companiesDirectory);
  writeProfile(companiesDirectory);
  const stack = await startStack({
    stateDirectory,
    ports: 'free',
    sampleDay: { seed: 3, invoices: 22 },
    companies: [company],
    companiesDirectory,
    headless: true,
    withoutServer: true,
    durability: 'fast',
    environment: { LOG_LEVEL: 'warn' },
  });
  try {
    return await connect(stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

function writeProfile(directory: string): void {
  const text = readFileSync(join(__dirname, '..', '..', 'companies', `${company}.yaml`), 'utf8');
  const profile = parseDocument(text);
  profile.setIn(['feed', 'pollIntervalSeconds'], 1);
  profile.setIn(['release', 'lookEverySeconds'], 1);
  profile.setIn(['trueUp', 'schedule'], null);
  writeFileSync(join(directory, `${company}.yaml`), profile.toString({ lineWidth: 0 }));
}

async function connect(stack: Stack): Promise<SiteOnStack> {
  const { environment, addresses } = stack;
  const { harbor } = addresses;
  if (harbor === null) throw new Error('the construction company does not take part');
  const hub = createHubPool(environment.DATABASE_URL ?? '', 2);
  const temporal = await connectTemporal({ log: { info: () => undefined }, environment });
  const office = createOfficePort(harbor.assignarAdmin);
  const site: SiteOnStack = {
    stack,
    hub,
    client: temporal.client,
    office,
    async intacct<Answer>(method: string, path: string, body?: object) {
      return (await askAdmin(harbor.intacctAdmin, method, path, body)) as Answer;
    },
    assignar: (method, path, body) => askAdmin(harbor.assignarAdmin, method, path, body),
    approve: (shifts) =>
      enterShifts(
        office,
        shifts.map((shift) => ({ shift, carried: 'approved' })),
      ),
    standingOf: (documentKey) => readStanding(hub, documentKey),
    async untilPosted(documentKeys, revision = 1) {
      for (const documentKey of documentKeys) {
        await until(`${documentKey} is posted`, patienceMs, async () => {
          const standing = await readStanding(hub, documentKey);
          return standing?.state === 'posted' && standing.isAcknowledged && standing.revision === revision;
        });
      }
    },
    untilParked: async (documentKey, code) => {
      await until(`${documentKey} waits with ${code}`, patienceMs, async () =>
        (await readStanding(hub, documentKey))?.openCodes.includes(code),
      );
    },
    async hoursOf(employeeId) {
      const { rows } = await site.intacct<{ rows: Record<string, string>[] }>(
        'GET',
        'time-report?by=employee,day,project',
      );
      return rows
        .filter(({ employee }) => employee === employeeId)
        .map(({ day, project, hours }) => [day, project, hours].join(' '));
    },
    async stop() {
      await Promise.all([hub.end(), temporal.close()]);
      await stack.stop();
      rmSync(stack.stateDirectory, { recursive: true, force: true });
    },
  };
  return site;
}

async function readStanding(hub: Pool, documentKey: string): Promise<SheetStanding | null> {
  const { rows } = await hub.query(
    `select revision, state, acknowledged_at is not null as is_acknowledged,
        array(select code from exceptions e
          where e.company = p.company and e.document_key = p.document_key and e.closed_at is null order by 1) as codes
      from postings p where company = $1 and document_key = $2 and is_leading order by revision desc limit 1`,
    [company, documentKey],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { revision: row.revision, state: row.state, isAcknowledged: row.is_acknowledged, openCodes: row.codes };
}
