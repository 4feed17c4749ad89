import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { type Stack, startStack } from '../../cli/start/stack';
import { until } from '../../cli/start/until';
import { connectTemporal, type TemporalConnection } from '../../clients/temporal/connect';
import { fixedScheduleLength } from '../../sandbox/sample-day/invoice-schedule';
import { createRandom } from '../../sandbox/sample-day/random';
import type { ChaosOptions } from './chaos-options';
import { type ProfileCoding, writeChaosProfile } from './chaos-profile';
import { type ChaosReport, reportOf } from './chaos-report';
import { drawSchedule, type ScheduledFault } from './chaos-schedule';
import { createIntacctAdmin, type IntacctAdmin } from './intacct-admin';
import { createKiller, type Killer } from './killer';
import { LATE_COMMITS, provokeLateCommits } from './late-commits';
import { retryAtRandom } from './operators';
import { findDifferences, readOpeningRecords } from './proof';
import { settleEverything } from './settlement';
import { finaliseOverTime, repeatTriggers } from './source-feed';

/** Long enough for kills to find requests under way, short enough for hundreds of invoices. */
const GATEWAY_LATENCY_MS = 40;
/** Once the storm is over, what still waits for a request to fail on gets so long. */
const LAST_FAULTS_WITHIN_MS = 60_000;

interface Scene {
  options: ChaosOptions;
  stack: Stack;
  admin: IntacctAdmin;
  coding: ProfileCoding;
  live: Pool;
  owner: Pool;
  hub: Pool;
  temporal: TemporalConnection;
  killer: Killer;
  say: (line: string) => void;
}

/** What the storm did, told by those who did it. */
export interface StormCounts {
  triggers: { sent: number; accepted: number };
  retriesTaken: number;
  firedByLabel: Map<string, number>;
}

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
    sampleDay: { seed: options.seed, invoices: Math.min(options.invoices, fixedScheduleLength) },
    workers: options.workers,
    withoutSchedules: false,
    headless: true,
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
    say,
  };
  try {
    await admin.setRequestsInFlightMax(coding.intacct.requestsInFlightMax, GATEWAY_LATENCY_MS);
    const opening = await readOpeningRecords(admin);
    const counts = await storm(scene);
    say(`the storm is over after ${seconds(began)} s: faults off, everything up, settling`);
    await settleEverything(scene.temporal.client, scene);
    say(`settled after ${seconds(began)} s: comparing the books`);
    const place = { stateDirectory: stack.stateDirectory, intacctAdmin: stack.addresses.intacctAdmin };
    const differences = await findDifferences(place, admin, scene, opening, coding);
    return await reportOf(options, scene, counts, { differences, accidents, tookMs: Date.now() - began });
  } finally {
    await scene.temporal.close();
    await Promise.all([scene.live.end(), scene.owner.end(), scene.hub.end()]);
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

async function storm(scene: Scene): Promise<StormCounts> {
  const { options, stack, killer } = scene;
  const schedule = drawSchedule(options);
  const over = new AbortController();
  const random = (part: string) => createRandom(`chaos/${options.seed}/${part}`);
  const { environment } = stack;
  const server = { url: stack.addresses.server, secret: environment.WEBHOOK_SECRETS ?? '', environment };
  const operators = { client: scene.temporal.client, hub: scene.hub, environment };
  const lateCommits = Math.max(0, Math.min(LATE_COMMITS, options.invoices - fixedScheduleLength));
  const finalMax = options.invoices - lateCommits;
  const finaliseEveryMs = (schedule.stormMs * 0.8) / Math.max(finalMax - fixedScheduleLength, 1);
  const background = Promise.all([
    repeatTriggers(scene.live, server, random('triggers'), over.signal),
    retryAtRandom(operators, random('operators'), over.signal),
  ]);
  const labels = new Map<string, string>();
  try {
    await Promise.all([
      switchOnFaults(scene.admin, schedule.faults, labels),
      finaliseOverTime(scene.owner, finalMax, finaliseEveryMs),
      ...schedule.kills.map(async (kill) => {
        await pause(kill.atMs);
        await killer.carryOut(kill);
      }),
      pause(schedule.stormMs),
    ]);
    await untilSureFaultsFired(scene, schedule.faults, labels);
  } finally {
    over.abort();
    // Whatever failed, nobody is left behind with pools that are about to close.
    await background.catch(() => undefined);
  }
  const [triggers, retriesTaken] = await background;
  const firedByLabel = await firedFaults(scene.admin, labels);
  await scene.admin.clearFaults();
  firedByLabel.set('slow-commit, resent meanwhile', await provokeLateCommits(scene.owner, scene.admin, lateCommits));
  await scene.admin.clearFaults();
  return { triggers, retriesTaken, firedByLabel };
}

async function switchOnFaults(
  admin: IntacctAdmin,
  faults: readonly ScheduledFault[],
  labels: Map<string, string>,
): Promise<void> {
  await Promise.all(
    faults.map(async ({ atMs, label, fault }) => {
      await pause(atMs);
      labels.set((await admin.addFault(fault)).id, label);
    }),
  );
}

async function firedFaults(admin: IntacctAdmin, labels: ReadonlyMap<string, string>): Promise<Map<string, number>> {
  const fired = new Map<string, number>();
  for (const [id, count] of await admin.firedFaults()) {
    const label = labels.get(id) ?? '?';
    fired.set(label, (fired.get(label) ?? 0) + count);
  }
  return fired;
}

/** Operators' retries keep requests coming until each kind of fault has had its turn. */
async function untilSureFaultsFired(
  { admin, say }: Scene,
  faults: readonly ScheduledFault[],
  labels: ReadonlyMap<string, string>,
): Promise<void> {
  const wanted = new Set(faults.map(({ label }) => label));
  const missing = async () => {
    const fired = await firedFaults(admin, labels);
    return [...wanted].filter((label) => (fired.get(label) ?? 0) === 0);
  };
  try {
    await until('every fault has fired', LAST_FAULTS_WITHIN_MS, async () => (await missing()).length === 0, 250);
  } catch {
    // Too few requests for all of them: the report says which fired.
    say(`faults that never met a request: ${(await missing()).join(', ')}`);
  }
}
