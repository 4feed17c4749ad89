import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { runFirstLoads } from '../../cli/start/first-loads';
import { type Stack, startStack } from '../../cli/start/stack';
import { smartEventPath } from '../../cli/start/stack-environment';
import { applyStackSchedules } from '../../cli/start/stack-schedules';
import { connectTemporal } from '../../clients/temporal/connect';
import { createFinancePort } from '../../sandbox/sample-day/finance-port';
import { fixedScheduleLength } from '../../sandbox/sample-day/invoice-schedule';
import { sampleCompany } from '../../sandbox/sample-day/sample-company';
import { type ChaosOptions, refusesTakenNumbers } from './chaos-options';
import { COMPANY, type ProfileCoding, writeChaosProfile } from './chaos-profile';
import { type ChaosReport, reportOf } from './chaos-report';
import { findEchoes } from './echoes';
import { createIntacctAdmin } from './intacct-admin';
import { createKiller } from './killer';
import { findDifferences, readOpeningRecords } from './proof';
import { settleEverything, untilIntacctIsQuiet } from './settlement';
import { GATEWAY_LATENCY_MS, type Scene, storm } from './storm';
import { findUnnoticed } from './tampering';

/** A permit is over after three seconds: then whoever still waits in line has had a turn. */
const QUIET_MS = 5000;
const RECORD_POLLS = [`poll-intacct/${COMPANY}`, `poll-imetal-contacts/${COMPANY}`];

/**
 * Brings up a stack of its own, lets faults fire and processes die while invoices become final, waits until all is
 * settled, and compares the books. The report's `differences` are empty when every promise was kept; the state directory
 * stays only when they are not, or when it throws.
 */
export async function runChaos(options: ChaosOptions, say: (line: string) => void): Promise<ChaosReport> {
  const began = Date.now();
  const stateDirectory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-chaos-'));
  // PostgreSQL runs as a user of its own when we are root, and must be able to enter.
  chmodSync(stateDirectory, 0o755);
  say(`state and logs: ${stateDirectory}`);
  const accidents: string[] = [];
  const { directory, coding } = writeChaosProfile(stateDirectory);
  const stack = await startStack({
    stateDirectory,
    ports: 'free',
    sampleDay: { seed: options.seed, invoices: Math.min(options.invoices, fixedScheduleLength), invoicesOnly: true },
    workers: options.workers,
    // The company must be in place before the first invoice is posted.
    withoutSchedules: true,
    headless: true,
    companies: ['gulf-metals'],
    companiesDirectory: directory,
    onRemark: (sentence) => {
      accidents.push(sentence);
      say(sentence);
    },
  });
  let report: ChaosReport | undefined;
  try {
    report = await upsetAndProve(options, stack, coding, accidents, began, say);
    return report;
  } finally {
    await stack.stop();
    if (report?.differences.length === 0) rmSync(stateDirectory, { recursive: true, force: true });
  }
}

async function upsetAndProve(
  options: ChaosOptions,
  stack: Stack,
  coding: ProfileCoding,
  accidents: string[],
  began: number,
  say: (line: string) => void,
): Promise<ChaosReport> {
  const admin = createIntacctAdmin(stack.addresses.intacctAdmin);
  const scene: Scene = {
    options,
    stack,
    admin,
    coding,
    live: sturdyPool(stack.addresses.imetalLive),
    owner: sturdyPool(stack.addresses.imetalOwner),
    hub: sturdyPool(stack.environment.DATABASE_URL),
    temporal: await connectTemporal({ log: { info: () => undefined }, environment: stack.environment }),
    killer: createKiller(stack.supervisor, say),
    verdicts: new Map(),
    claimed: new Set(),
    mended: new Set(),
    smartEventDoor: { server: stack.addresses.server, path: smartEventPath(stack.stateDirectory, 'gulf-metals') },
    importsOwner: sturdyPool(stack.addresses.imetalImports),
    finance: createFinancePort(stack.addresses.intacctAdmin),
    say,
  };
  try {
    const expected = {
      verdicts: scene.verdicts,
      numbersAreRefused: refusesTakenNumbers(options),
      mended: scene.mended,
      flows: options.flows,
      admin,
      coding,
    };
    if (!expected.numbersAreRefused) await loadCompanyThatTakesNumbersTwice(scene);
    await admin.setRequestsInFlightMax(coding.intacct.requestsInFlightMax, GATEWAY_LATENCY_MS);
    const opening = await readOpeningRecords(admin);
    if (options.flows.includes('records')) {
      await runFirstLoads({ ...process.env, ...stack.environment }, (object, outcome) => say(`${object}: ${outcome}`));
    }
    await applyStackSchedules({ ...process.env, ...stack.environment });
    // Records have a life of their own, which takes the gateway's turns.
    const restingSchedules = options.flows.includes('records') ? [] : RECORD_POLLS;
    for (const scheduleId of restingSchedules) {
      await scene.temporal.client.schedule.getHandle(scheduleId).pause('not stormed');
    }
    const counts = await storm(scene);
    say(`the storm is over after ${seconds(began)} s: settling`);
    const unsettled = await settleEverything(scene.temporal.client, scene, expected);
    // Whoever tries whether a cause is gone takes a document out of its parking place for a moment.
    await scene.temporal.client.schedule.getHandle(`release-parked/${COMPANY}`).pause('the books are compared');
    unsettled.push(...(await settleEverything(scene.temporal.client, scene, expected)));
    await untilIntacctIsQuiet(admin, QUIET_MS);
    say(`settled after ${seconds(began)} s: comparing the books`);
    const place = { ...expected, databases: scene, opening };
    const echoes = options.flows.includes('records')
      ? await findEchoes(scene.temporal.client, admin, scene.importsOwner)
      : [];
    const differences = [...unsettled, ...echoes, ...(await findDifferences(place))];
    // Where the books differ already, a falsification more says nothing.
    if (differences.length === 0) differences.push(...(await findUnnoticed(place, scene)));
    return await reportOf(options, scene, counts, { differences, accidents, tookMs: Date.now() - began });
  } finally {
    await scene.temporal.close();
    await Promise.all([scene.live.end(), scene.owner.end(), scene.hub.end(), scene.importsOwner.end()]);
  }
}

function seconds(began: number): string {
  return ((Date.now() - began) / 1000).toFixed(0);
}

function sturdyPool(connectionString: string | undefined): Pool {
  const pool = new Pool({ connectionString, max: 2, connectionTimeoutMillis: 5000, statement_timeout: 30_000 });
  // A killed database breaks connections in use and idle ones alike; the statements fail by themselves.
  pool.on('error', () => undefined);
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  return pool;
}

/** The sample company with its preference off, and without the invoice whose number would be taken. */
async function loadCompanyThatTakesNumbersTwice({ admin, smartEventDoor }: Scene): Promise<void> {
  await admin.loadCompany({
    ...sampleCompany(`${smartEventDoor.server}${smartEventDoor.path}`),
    preferences: { refuseDuplicateInvoiceNumbers: false, refuseDuplicateBillNumbers: false },
    openingInvoices: [],
    openingBills: [],
  });
}
