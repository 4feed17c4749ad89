import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { readAddresses } from '../../../cli/start/addresses';
import { isRunning } from '../../../cli/start/server-process';
import { until } from '../../../cli/start/until';
import { documentKeyOf, namedShifts } from '../../../sandbox/sample-construction/named-shifts';
import { runDirectory } from '../../run-servers';

const stateDirectory = join(runDirectory(), 'npm-start');
const BUSY_MACHINE_MS = 420_000;
const flowsShown = [
  ...['customers', 'contacts', 'vendors', 'terms', 'taxes', 'sales invoices', 'sales credits', 'applied to invoices'],
  ...['purchase invoices', 'ledger entries', 'open items', 'credit position'],
];
const constructionFlowsShown = [
  ...[
    'employees → workers',
    'items → assets and roles',
    'projects → projects, work orders',
    'project tasks → activities',
  ],
  ...['customers → clients', 'vendors → suppliers', 'labor and equipment time'],
];

const trueUpFindingsShown = [
  ...[
    'edited',
    'deleted',
    'recreated',
    'created-in-assignar',
    'duplicate',
    'relinked',
    'terminated',
    'role-missing',
    'refused',
  ],
];

let running: ChildProcess | undefined;
afterEach(() => running?.kill('SIGKILL'));

function launch(...more: string[]) {
  const launched = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      'cli/start/main.ts',
      '--free-ports',
      '--invoices',
      '24',
      '--state-directory',
      stateDirectory,
      ...more,
    ],
    { cwd: join(__dirname, '..', '..', '..'), env: { ...process.env, LOG_LEVEL: 'warn' }, detached: true },
  );
  // Even if this run of the tests is killed, its guard ends the launcher, and the launcher's guard the rest.
  writeFileSync(join(runDirectory(), 'launcher.pid'), String(launched.pid));
  running = launched;
  const output: string[] = [];
  for (const stream of [launched.stdout, launched.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
  return { launched, text: () => output.join(''), end: once(launched, 'exit') };
}

function runningParts(): number[] {
  const pidFiles = readdirSync(join(stateDirectory, 'run')).filter((name) => name.endsWith('.pid'));
  return pidFiles.map((name) => Number(readFileSync(join(stateDirectory, 'run', name), 'utf8'))).filter(isRunning);
}

async function posted(databaseUrl: string, flow: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    "select count(*)::integer as posted from postings where flow = $1 and is_leading and state = 'posted' and acknowledged_at is not null",
    [flow],
  );
  await client.end();
  return rows[0].posted;
}

test(
  'a sample day ties out, ends with 0, and leaves nothing running',
  async () => {
    const { text, end } = launch('--once');
    const [exitCode] = await end;
    expect(text()).toMatch(/Invoices seen\s+│\s+24 = 16 posted \+ 8 parked/);
    expect(text()).toMatch(/sales credits\s+│ iMetal → Intacct │\s+15 │\s+13 │\s+2 │/);
    expect(text()).toMatch(/customers │ USD\s+│.*│\s+- │/);
    // Every flow has its row, and something went through each.
    for (const flow of flowsShown) expect(text()).toMatch(new RegExp(`│ +${flow} +│[^│]+│ +[\\d,]+ │ +[\\d,]+ │`));
    // The second company: each of its flows too, its hours, and a true-up that leaves nothing to a second one.
    for (const flow of constructionFlowsShown) {
      expect(text()).toMatch(new RegExp(`│ +${flow} +│[^│]+│ +[\\d,]+ │ +[\\d,]+ │`));
    }
    expect(text()).toMatch(/Timesheets approved in Assignar │ 315 = 300 posted \+ 15 parked │/);
    expect(text()).toMatch(/│ all +│ +315 │ +2,696.07 │ +127.50 │ +2,568.57 │ +2,568.57 │ +- │/);
    // Each shift that is wrong on purpose waits for its own reason.
    for (const { name, expectedCode } of namedShifts) {
      if (expectedCode !== null) expect(text()).toMatch(new RegExp(`│ ${expectedCode} +│ ${documentKeyOf(name)} +│`));
    }
    for (const finding of trueUpFindingsShown) expect(text()).toMatch(new RegExp(`│ ${finding} +│ +[1-9]`));
    expect(text()).toContain('A second one finds nothing to repair.');
    expect(text()).toContain('Everything ties out');
    expect(exitCode).toBe(0);
    expect(runningParts()).toEqual([]);
    expect(readAddresses(stateDirectory)).toBeUndefined();
  },
  BUSY_MACHINE_MS,
);

test(
  'started again on the same directory it goes on: posts nothing twice, posts what becomes final, and stops on Ctrl-C',
  async () => {
    const { launched, text, end } = launch();
    await until('the business day goes on', BUSY_MACHINE_MS, () => text().includes('The business day goes on'));
    expect(text()).toMatch(/24 = 16 posted \+ 8 parked/);
    // Harbor Civil's day is not played again.
    expect(text()).toMatch(/315 = 300 posted \+ 15 parked/);
    const databaseUrl = readAddresses(stateDirectory)?.environment.DATABASE_URL ?? '';
    await until(
      'a newly final invoice is posted',
      BUSY_MACHINE_MS,
      async () => (await posted(databaseUrl, 'order-to-invoice')) > 16,
    );
    await until('a new shift is posted', BUSY_MACHINE_MS, async () => (await posted(databaseUrl, 'labour-time')) > 300);
    launched.kill('SIGINT');
    const [exitCode] = await end;
    expect(exitCode).toBe(130);
    expect(runningParts()).toEqual([]);
  },
  BUSY_MACHINE_MS,
);

test(
  'another sample day on the same directory is refused, since two days in one ledger tie out to neither',
  async () => {
    const { text, end } = launch('--once', '--seed', '2');
    const [exitCode] = await end;
    expect(exitCode).toBe(2);
    expect(text()).toContain('holds the sample day of --seed 1 --invoices 24');
    expect(runningParts()).toEqual([]);
  },
  BUSY_MACHINE_MS,
);
