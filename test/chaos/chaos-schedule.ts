import type { FaultInput } from '../../sandbox/intacct/faults';
import { createRandom, type Random } from '../../sandbox/sample-day/random';
import type { ChaosOptions } from './chaos-options';
import { REQUEST_TIMEOUT_MS } from './chaos-profile';

/** A part of the stack to end with SIGKILL, and how long it stays down before it is started again. */
export interface ScheduledKill {
  atMs: number;
  part: string;
  downMs: number;
}

/** A fault to switch on at a time of the storm; `label` tells its variants apart in the report. */
export interface ScheduledFault {
  atMs: number;
  label: string;
  fault: FaultInput;
}

/** A part that is away, or frozen with SIGSTOP and back later as if nothing had been, longer than a heartbeat allows. */
export interface ScheduledOutage {
  atMs: number;
  kind: 'down' | 'frozen';
  part: string;
  forMs: number;
}

/** A month that finance closes while invoices flow, and opens again. */
export interface ScheduledClosing {
  atMs: number;
  forMs: number;
}

export interface ChaosSchedule {
  stormMs: number;
  kills: ScheduledKill[];
  outages: ScheduledOutage[];
  closings: ScheduledClosing[];
  faults: ScheduledFault[];
}

/** Longest that a killed part stays down: long enough for retries to fail, short enough to come back often. */
const DOWN_MS_MAX = 3000;
/** Together three requests in ten meet a fault: attempts and faults interleave, and a run still comes to an end. */
const BACKGROUND_SHARE = 0.3;
/** Shorter storms have only the freeze that follows them (frozen-attempts.ts). */
const OUTAGES_FROM_STORM_MS = 80_000;
/** Beyond the heartbeat of 15 s, so that attempts which go on meanwhile are followed by new ones. */
const OUTAGE_MS = { min: 21_000, max: 27_000 };
/** Long enough for many documents to be refused at once. */
const CLOSED_MS = { min: 2500, max: 5000 };
const CLOSING_EVERY_MS = 25_000;

type Variant = Omit<ScheduledFault, 'atMs'>;

/** Every fault of the sandbox, in each of its variants. */
export function faultVariants(random: Random): Variant[] {
  // Over before the permit of a request that was given up expires, which is a second after the patience, renewed lately.
  const slow = () => REQUEST_TIMEOUT_MS + random.between(700, 1700);
  const statuses = [500, 502, 503, 504, 524] as const;
  return [
    { label: 'commit-then-drop', fault: { kind: 'commit-then-drop' } },
    { label: 'drop-before-commit', fault: { kind: 'drop-before-commit' } },
    { label: 'drop-before-commit of a read', fault: { kind: 'drop-before-commit', appliesTo: 'reads' } },
    { label: 'slow-commit, committed first', fault: { kind: 'slow-commit', params: { delayMs: slow() } } },
    {
      label: 'slow-commit, committed at the end',
      fault: { kind: 'slow-commit', params: { delayMs: slow(), commitAtEnd: true } },
    },
    ...statuses.flatMap((status) => [
      { label: `http ${status} before the commit`, fault: { kind: 'http-status', params: { status } } } as const,
      {
        label: `http ${status} after the commit`,
        fault: { kind: 'http-status', params: { status, commit: true } },
      } as const,
    ]),
    { label: 'truncated-body', fault: { kind: 'truncated-body', params: { share: random.between(0, 95) / 100 } } },
    { label: 'truncated-body of a read', fault: { kind: 'truncated-body', appliesTo: 'reads' } },
    { label: 'aborted-alone', fault: { kind: 'aborted-alone' } },
    { label: 'partial-create', fault: { kind: 'partial-create' } },
    { label: 'session-expiry', fault: { kind: 'session-expiry' } },
    { label: 'rate-limit-429', fault: { kind: 'rate-limit-429' } },
    { label: 'rate-limit-200', fault: { kind: 'rate-limit-200' } },
    { label: 'concurrency', fault: { kind: 'concurrency' } },
    { label: 'closed-period', fault: { kind: 'closed-period' } },
    { label: 'offline', fault: { kind: 'offline' } },
    { label: 'missing-result', fault: { kind: 'missing-result' } },
  ];
}

/** When what fails and who dies: a pure function of the options. */
export function drawSchedule(options: ChaosOptions): ChaosSchedule {
  const stormMs = Math.round(options.minutes * 60_000);
  return {
    stormMs,
    kills: drawKills(createRandom(`chaos/${options.seed}/kills`), options, stormMs),
    outages: drawOutages(createRandom(`chaos/${options.seed}/outages`), options, stormMs),
    closings: drawClosings(createRandom(`chaos/${options.seed}/closings`), stormMs),
    faults: drawFaults(createRandom(`chaos/${options.seed}/faults`), stormMs),
  };
}

function drawKills(random: Random, { kills, workers }: ChaosOptions, stormMs: number): ScheduledKill[] {
  const worker = () => `worker-${random.between(1, workers)}`;
  const turns = [worker, () => 'postgres', worker, () => 'temporal'];
  const parts = shuffled(
    random,
    Array.from({ length: kills }, (_, index) => (turns[index % turns.length] ?? worker)()),
  );
  // The last fifth of the storm is for what comes back to meet faults too.
  const spacing = Math.floor((stormMs * 0.8) / Math.max(kills, 1));
  return parts.map((part, index) => ({
    atMs: index * spacing + random.below(spacing + 1),
    part,
    downMs: random.between(0, DOWN_MS_MAX),
  }));
}

/** The engine away, the engine frozen and a worker frozen, each once; they overlap as they come. */
function drawOutages(random: Random, { workers }: ChaosOptions, stormMs: number): ScheduledOutage[] {
  if (stormMs < OUTAGES_FROM_STORM_MS) return [];
  const drawn = [
    { kind: 'down', part: 'temporal' },
    { kind: 'frozen', part: 'temporal' },
    { kind: 'frozen', part: `worker-${random.between(1, workers)}` },
  ] as const;
  return drawn.map((outage) => ({
    ...outage,
    atMs: random.between(Math.round(stormMs * 0.1), stormMs - OUTAGE_MS.max),
    forMs: random.between(OUTAGE_MS.min, OUTAGE_MS.max),
  }));
}

function drawClosings(random: Random, stormMs: number): ScheduledClosing[] {
  const closings = Math.max(1, Math.round(stormMs / CLOSING_EVERY_MS));
  const spacing = Math.floor(stormMs / closings);
  return Array.from({ length: closings }, (_, index) => ({
    atMs: index * spacing + random.below(Math.max(1, spacing - CLOSED_MS.max)),
    forMs: random.between(CLOSED_MS.min, CLOSED_MS.max),
  }));
}

/** Each variant once for sure at some time, and all of them by chance for as long as the storm lasts. */
function drawFaults(random: Random, stormMs: number): ScheduledFault[] {
  const variants = faultVariants(random);
  const seedOf = () => random.below(2 ** 31);
  const sure = shuffled(random, variants).map(({ label, fault }) => ({
    atMs: random.below(Math.ceil(stormMs * 0.6)),
    label,
    fault: { ...fault, count: 1 },
  }));
  const probability = BACKGROUND_SHARE / variants.length;
  const background = variants.map(({ label, fault }) => ({
    atMs: 0,
    label,
    fault: { ...fault, probability, seed: seedOf() },
  }));
  return [...sure, ...background].sort((a, b) => a.atMs - b.atMs);
}

/** The same items in a drawn order. */
export function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: random.below(2 ** 31) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
