import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../../cli/start/until';
import { enterShifts } from '../../../sandbox/sample-construction/enter-shifts';
import { approveLateShifts, namedShifts } from '../../../sandbox/sample-construction/named-shifts';
import type { IntacctStatistics } from '../intacct-admin';
import { decideAtRandom } from '../operators';
import { repeatTriggers, type TriggerCount } from '../source-feed';
import { HARBOR } from './harbor-profile';
import { type HarborScene, harborRandom } from './harbor-scene';
import { drawHarborFaults, type HarborFault } from './harbor-schedule';
import type { KilledTrueUp } from './killed-true-up';
import { actAtRandom, damageSome, type PeopleCounts } from './people-acts';
import { drawShifts, editProcessed, enterOverTime, enterStrangersShift } from './shift-feed';
import { type TrueUpCounts, trueUpAtRandom, trueUpToTheEnd } from './true-up-desk';
import { readWorkedShifts } from './worked-shifts';

/** Long enough for kills to find requests under way, short enough for hundreds of shifts. */
export const LATENCY_MS = 20;
const LAST_FAULTS_WITHIN_MS = 45_000;
/** An edit waits for a shift that is processed, which a short storm on a busy machine may not see for long. */
const LAST_EDITS_WITHIN_MS = 60_000;
const DOWN_MS = 800;
/** Of the live workers at a time: a storm has several such times. */
const DAMAGED_SHARE = 0.08;
/** Enough that repairs which wait for nobody take longer than one look, five of them at once. */
const KILLED_SHARE = 0.5;
const SAFE_KINDS = ['edited', 'roles-removed', 'edited', 'edited', 'roles-removed'] as const;

/** What the storm did to the construction company. */
export interface HarborCounts {
  shifts: number;
  edits: number;
  decisionsTaken: number;
  triggers: TriggerCount;
  people: PeopleCounts;
  trueUps: TrueUpCounts;
  killedTrueUp: KilledTrueUp;
  /** Faults that fired, by system and label. */
  firedByLabel: Map<string, number>;
  /** What Intacct had counted before it fell. */
  statistics: IntacctStatistics;
}

/** Shifts are written down, edited and damaged workers trued up while faults of both sandboxes fire. Processes are killed by whoever calls. */
export async function harborStorm(scene: HarborScene): Promise<Omit<HarborCounts, 'killedTrueUp' | 'statistics'>> {
  const { options, client, hub, stack, verdicts, office } = scene;
  const random = (part: string) => harborRandom(scene, part);
  const stormMs = Math.round(options.minutes * 60_000);
  const over = new AbortController();
  const { environment } = stack;
  const documentKeys = async () =>
    [...(await readWorkedShifts(office))].filter(([, { state }]) => state !== 'submitted').map(([key]) => key);
  const place = { url: stack.addresses.server, secret: environment.WEBHOOK_SECRETS ?? '', environment };
  const background = Promise.all([
    repeatTriggers(
      { ...place, company: HARBOR, kind: 'assignar/timesheet', documentKeys },
      random('triggers'),
      over.signal,
    ),
    decideAtRandom({ company: HARBOR, client, hub, verdicts, environment }, random('operators'), over.signal),
    trueUpAtRandom(scene, random('true-ups'), over.signal),
  ]);
  const faults = drawHarborFaults(options);
  const labels = new Map<string, string>();
  try {
    await enterShifts(office, namedShifts);
    await enterStrangersShift(scene);
    const shifts = drawShifts(options.seed, options.shifts, random('shifts'));
    const [entered, edits, people] = await Promise.all([
      enterOverTime(scene, shifts, (stormMs * 0.7) / Math.max(1, shifts.length), random('entering')),
      editProcessed(scene, Math.ceil(options.shifts / 12), random('edits'), stormMs + LAST_EDITS_WITHIN_MS),
      actAtRandom(scene, DAMAGED_SHARE, stormMs * 0.9),
      switchOn(scene, faults, labels),
      pause(stormMs / 3).then(() => approveLateShifts(office)),
      pause(stormMs),
    ]);
    await untilSureFaultsFired(scene, faults, labels);
    over.abort();
    const [triggers, decisionsTaken, trueUps] = await background;
    const firedByLabel = await firedFaults(scene, labels);
    return { shifts: entered, edits, people, triggers, decisionsTaken, trueUps, firedByLabel };
  } finally {
    over.abort();
    // Whatever failed, nobody is left behind with a pool that is about to close.
    await background.catch(() => undefined);
  }
}

/** Faults off: both sandboxes fall once, and half of the workers are damaged. Answers what Intacct had counted before. */
export async function fallAndDamage(scene: HarborScene): Promise<Pick<HarborCounts, 'statistics'>> {
  const { intacct, assignar, killer, coding, say } = scene;
  await Promise.all([intacct.clearFaults(), assignar.clearFaults()]);
  say('faults of the construction company are off: both its systems fall once');
  const statistics = await intacct.statistics();
  await Promise.all(
    ['intacct-sandbox-harbor', 'assignar-sandbox'].map((part) => killer.carryOut({ atMs: 0, part, downMs: DOWN_MS })),
  );
  await intacct.setRequestsInFlightMax(coding.intacct.requestsInFlightMax, LATENCY_MS);
  // One that waits for approvals would stand in the way.
  await trueUpToTheEnd(scene);
  await damageSome(scene, { random: harborRandom(scene, 'killed'), share: KILLED_SHARE, first: SAFE_KINDS });
  return { statistics };
}

async function switchOn(
  { intacct, assignar }: HarborScene,
  faults: readonly HarborFault[],
  labels: Map<string, string>,
): Promise<void> {
  await Promise.all(
    faults.map(async (drawn) => {
      await pause(drawn.atMs);
      const { id } = await (drawn.at === 'assignar' ? assignar.addFault(drawn.fault) : intacct.addFault(drawn.fault));
      labels.set(`${drawn.at}/${id}`, `${drawn.at}: ${drawn.label}`);
    }),
  );
}

async function firedFaults(
  { intacct, assignar }: HarborScene,
  labels: ReadonlyMap<string, string>,
): Promise<Map<string, number>> {
  const fired = new Map<string, number>();
  for (const [system, port] of Object.entries({ intacct, assignar })) {
    for (const [id, times] of await port.firedFaults()) {
      const label = labels.get(`${system}/${id}`) ?? '?';
      fired.set(label, (fired.get(label) ?? 0) + times);
    }
  }
  return fired;
}

/** True-ups and operators keep requests coming until each kind of fault has had its turn. */
async function untilSureFaultsFired(
  scene: HarborScene,
  faults: readonly HarborFault[],
  labels: ReadonlyMap<string, string>,
): Promise<void> {
  const wanted = new Set(faults.map(({ at, label }) => `${at}: ${label}`));
  const missing = async () => {
    const fired = await firedFaults(scene, labels);
    return [...wanted].filter((label) => (fired.get(label) ?? 0) === 0);
  };
  try {
    await until('every fault has fired', LAST_FAULTS_WITHIN_MS, async () => (await missing()).length === 0, 250);
  } catch {
    // Too few requests for all of them: the report says which fired.
    scene.say(`faults that never met a request: ${(await missing()).join(', ')}`);
  }
}
