import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Stack } from '../../cli/start/stack';
import { until } from '../../cli/start/until';
import type { TemporalConnection } from '../../clients/temporal/connect';
import type { FinancePort } from '../../sandbox/sample-day/finance-port';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import { fixedScheduleLength } from '../../sandbox/sample-day/invoice-schedule';
import { createRandom, type Random } from '../../sandbox/sample-day/random';
import { sourceDocuments } from '../../sandbox/sample-day/source-totals';
import type { ChaosOptions } from './chaos-options';
import { COMPANY, type ProfileCoding } from './chaos-profile';
import { drawSchedule, type ScheduledClosing, type ScheduledFault } from './chaos-schedule';
import { type ForgedAnswers, forgeSmartEvents, type SmartEventDoor } from './forged-events';
import { FROZEN_IN_LINE, freezeAttemptsInLine } from './frozen-attempts';
import { type ImporterTroubles, troubleImporter } from './importer-trouble';
import type { IntacctAdmin, IntacctStatistics } from './intacct-admin';
import type { Killer } from './killer';
import { LATE_COMMITS, provokeLateCommits } from './late-commits';
import { actOverTime } from './operations-acts';
import { decideAtRandom } from './operators';
import { editPosted, writeHalfWritten } from './source-edits';
import { finaliseOverTime, repeatTriggers } from './source-feed';
import type { Verdicts } from './verdicts';

/** Long enough for kills to find requests under way, short enough for hundreds of invoices. */
export const GATEWAY_LATENCY_MS = 40;
const INTACCT_DOWN_MS = 1500;
const LOST_SMART_EVENTS = 0.4;
const DOUBLED_SMART_EVENTS = 50;
/** A flow's variants are up to fifteen: a short storm sees half of them, seeds see the rest. */
const ACTS_PER_FLOW_MIN = 8;
/** Once the storm is over, what still waits for a request to fail on gets so long. */
const LAST_FAULTS_WITHIN_MS = 60_000;
/** An edit waits for an invoice that is acknowledged, which a short storm on a busy machine may not see for long. */
const LAST_EDITS_WITHIN_MS = 90_000;

/** Everything that a run upsets, and looks at. */
export interface Scene {
  options: ChaosOptions;
  stack: Stack;
  admin: IntacctAdmin;
  coding: ProfileCoding;
  live: Pool;
  owner: Pool;
  hub: Pool;
  temporal: TemporalConnection;
  killer: Killer;
  verdicts: Verdicts;
  /** Invoices that one act of operations has taken for itself. */
  claimed: Set<string>;
  finance: FinancePort;
  mended: Set<string>;
  smartEventDoor: SmartEventDoor;
  importsOwner: Pool;
  say: (line: string) => void;
}

/** What the storm did, told by those who did it. */
export interface StormCounts {
  triggers: { sent: number; accepted: number };
  decisionsTaken: number;
  /** Invoices edited after they were posted. */
  edits: number;
  /** Attempts that were frozen in line, and went on after others had carried their documents on. */
  frozen: { attempts: number; frozenMs: number };
  firedByLabel: Map<string, number>;
  /** Writes that were committed long after the client gave up, and resent meanwhile. */
  lateCommits: number;
  /** What Intacct had counted before it fell. */
  statistics: IntacctStatistics;
  forged: ForgedAnswers;
  importer: ImporterTroubles;
}

/**
 * Lets faults fire, and persons edit, repeat and decide in a hurry, while invoices become final. Processes are killed and frozen by
 * whoever calls.
 */
export async function storm(scene: Scene): Promise<Omit<StormCounts, 'frozen' | 'lateCommits' | 'statistics'>> {
  const { options, stack } = scene;
  const schedule = drawSchedule(options);
  const over = new AbortController();
  const random = (part: string) => createRandom(`chaos/${options.seed}/${part}`);
  const { environment } = stack;
  const server = {
    ...{ url: stack.addresses.server, company: COMPANY, kind: 'imetal/sales-invoice', environment },
    secret: environment.WEBHOOK_SECRETS ?? '',
    documentKeys: async () => (await sourceDocuments(scene.live)).map(({ documentKey }) => documentKey),
  };
  const operators = {
    ...{ company: COMPANY, client: scene.temporal.client, hub: scene.hub, verdicts: scene.verdicts, environment },
  };
  const shares = shareOut(options);
  const background = Promise.all([
    repeatTriggers(server, random('triggers'), over.signal),
    decideAtRandom(operators, random('operators'), over.signal),
    troubleMessengers(scene, random, over.signal),
  ]);
  const labels = new Map<string, string>();
  let edits = 0;
  try {
    const [edited] = await Promise.all([
      editPosted(scene, scene, shares.edits, random('edits'), schedule.stormMs + LAST_EDITS_WITHIN_MS),
      switchOnFaults(scene.admin, schedule.faults, labels),
      writeInvoices(scene, shares, schedule.stormMs * 0.8, random('half-written')),
      actOverTime(scene, options.flows, shares.actsPerFlow, schedule.stormMs * 0.8, random('operations')),
      ...schedule.closings.map((closing) => closeMonth(scene, closing)),
      pause(schedule.stormMs),
    ]);
    edits = edited;
    await untilSureFaultsFired(scene, schedule.faults, labels);
  } finally {
    over.abort();
    // Whatever failed, nobody is left behind with pools that are about to close.
    await background.catch(() => undefined);
  }
  const [triggers, decisionsTaken, messengers] = await background;
  const firedByLabel = await firedFaults(scene.admin, labels);
  return { triggers, decisionsTaken, edits, firedByLabel, ...messengers };
}

/** With all faults off: Intacct falls once, attempts are frozen in line, and commits come late. */
export async function inTheQuiet(scene: Scene): Promise<Pick<StormCounts, 'frozen' | 'lateCommits' | 'statistics'>> {
  await scene.admin.clearFaults();
  scene.say('the storm is over: faults off, Intacct falls once, and some attempts are frozen in line');
  const statistics = await scene.admin.statistics();
  // Last, for faults and counts live in its memory; the books do not.
  await scene.killer.carryOut({ atMs: 0, part: 'intacct-sandbox', downMs: INTACCT_DOWN_MS });
  const { late: lateCommits, frozen } = await freezeAndCommitLate(scene, shareOut(scene.options));
  await scene.admin.clearFaults();
  return { frozen, lateCommits, statistics };
}

/** Smart Events are lost, doubled and forged; iMetal's importer is killed, paused, refuses, and dies after its commit. */
async function troubleMessengers(
  { admin, smartEventDoor, importsOwner, killer, options }: Scene,
  random: (part: string) => Random,
  storm: AbortSignal,
): Promise<Pick<StormCounts, 'forged' | 'importer'>> {
  await admin.troubleSmartEvents(LOST_SMART_EVENTS, DOUBLED_SMART_EVENTS);
  const [forged, importer] = await Promise.all([
    // A forged event is a hint to look at a record, which needs the terms and taxes that are loaded first.
    options.flows.includes('records') ? forgeSmartEvents(smartEventDoor, random('forged'), storm) : new Map(),
    troubleImporter(importsOwner, killer, random('importer'), storm),
  ]);
  await admin.troubleSmartEvents(0, 0);
  return { forged, importer };
}

/** Late commits begin as soon as the frozen attempts hold nothing up any more. */
async function freezeAndCommitLate(
  scene: Scene,
  shares: Shares,
): Promise<{ late: number; frozen: StormCounts['frozen'] }> {
  const { stack, coding, temporal } = scene;
  const place = {
    ...scene,
    client: temporal.client,
    supervisor: stack.supervisor,
    requestsInFlightMax: coding.intacct.requestsInFlightMax,
  };
  const commitLate = () => provokeLateCommits(scene.owner, scene.admin, shares.lateCommits);
  if (shares.frozen === 0) return { late: await commitLate(), frozen: { attempts: 0, frozenMs: 0 } };
  let late = Promise.resolve(0);
  const frozen = await freezeAttemptsInLine(place, shares.frozen, () => {
    late = commitLate();
    // Awaited below; when the freeze fails first, that is the failure to tell.
    late.catch(() => undefined);
  });
  return { late: await late, frozen };
}

/** How many of the invoices are for what. */
interface Shares {
  finalMax: number;
  halfWritten: number;
  edits: number;
  lateCommits: number;
  frozen: number;
  actsPerFlow: number;
}

function shareOut({ invoices, workers }: ChaosOptions): Shares {
  const beyond = Math.max(0, invoices - fixedScheduleLength);
  const frozen = workers > 1 && beyond >= FROZEN_IN_LINE + LATE_COMMITS ? FROZEN_IN_LINE : 0;
  const lateCommits = Math.min(LATE_COMMITS, beyond - frozen);
  const halfWritten = Math.min(beyond - frozen - lateCommits, Math.ceil(invoices / 50));
  return {
    finalMax: invoices - lateCommits - frozen,
    halfWritten,
    edits: Math.ceil(invoices / 20),
    lateCommits,
    frozen,
    actsPerFlow: Math.max(ACTS_PER_FLOW_MIN, Math.ceil(invoices / 4)),
  };
}

async function writeInvoices({ owner }: Scene, shares: Shares, withinMs: number, random: Random): Promise<void> {
  const everyMs = withinMs / Math.max(shares.finalMax - fixedScheduleLength, 1);
  let toCome = shares.halfWritten;
  await Promise.all([
    writeHalfWritten(owner, shares.halfWritten, random, () => {
      toCome -= 1;
    }),
    finaliseOverTime(owner, () => shares.finalMax - toCome, everyMs),
  ]);
}

async function closeMonth({ admin, say }: Scene, { atMs, forMs }: ScheduledClosing): Promise<void> {
  await pause(atMs);
  const month = defaultBusinessDate.slice(0, 7);
  await admin.setMonth(month, 'close');
  say(`${month} is closed for ${forMs} ms`);
  try {
    await pause(forMs);
  } finally {
    await admin.setMonth(month, 'open');
  }
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
