import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { until } from '../../../cli/start/until';
import type { Random } from '../../../sandbox/sample-day/random';
import { HARBOR } from './harbor-profile';
import type { HarborScene } from './harbor-scene';

const standingSchema = z.object({ kind: z.string(), trueUpId: z.string(), state: z.string() });
const entrySchema = z.looseObject({
  entryId: z.string(),
  finding: z.string(),
  state: z.string(),
  because: z.string(),
  error: z.string().nullable(),
  actions: z.array(z.unknown()),
});
const reportSchema = z.looseObject({
  state: z.string(),
  isPreview: z.boolean(),
  byState: z.record(z.string(), z.number()),
  released: z.number(),
  entries: z.array(entrySchema),
});
export type TrueUpReport = z.infer<typeof reportSchema>;

/** What asking for true-ups came to. */
export interface TrueUpCounts {
  asked: number;
  started: number;
  alreadyRunning: number;
  previews: number;
  decisions: number;
}

/** Who asks may not approve. */
const ASKS = 'site-office';
const APPROVES = 'payroll';
/** With half of the stack down nobody answers for longer. */
const PATIENCE_MS = 8000;
const TRUE_UP_WITHIN_MS = 300_000;

type Place = Pick<HarborScene, 'stack'>;

/** Asks over HTTP; undefined when the hub refused, or nobody answered. */
async function askHub(
  { stack }: Place,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; answer: unknown } | undefined> {
  const authorization = `Bearer ${stack.environment.TRUE_UP_TOKEN ?? ''}`;
  const content =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  try {
    const response = await fetch(`${stack.addresses.server}${path}`, {
      method,
      ...content,
      headers: { ...content.headers, authorization },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    return { status: response.status, answer: text === '' ? undefined : JSON.parse(text) };
  } catch {
    // The server waits for an engine or a database that is down: whoever asked asks again.
    return undefined;
  }
}

/** Asks for a true-up; undefined when nobody answered. */
export async function askForTrueUp(place: Place, preview: boolean, workers?: readonly string[]) {
  const named = workers === undefined ? {} : { workers };
  const asked = await askHub(place, 'POST', '/true-ups', { company: HARBOR, preview, requestedBy: ASKS, ...named });
  return asked?.status === 202 ? standingSchema.parse(asked.answer) : undefined;
}

/** Plan and report of a run; undefined when nobody answered. */
export async function readTrueUp(place: Place, trueUpId: string): Promise<TrueUpReport | undefined> {
  const asked = await askHub(place, 'GET', `/true-ups/${trueUpId}`);
  return asked?.status === 200 ? reportSchema.parse(asked.answer) : undefined;
}

/** Decides on some or all of what waits in a run; true when the hub took it. */
async function decideOn(
  place: Place,
  trueUpId: string,
  decision: 'approve' | 'decline',
  entries: 'all' | string[],
): Promise<boolean> {
  const by = { decision, actor: APPROVES, reason: `chaos ${decision}s`, entries };
  return (await askHub(place, 'POST', `/true-ups/${trueUpId}/approvals`, by))?.status === 200;
}

/** Several persons ask for true-ups at once, and decide at random on what waits, until the storm is over. */
export async function trueUpAtRandom(place: Place, random: Random, storm: AbortSignal): Promise<TrueUpCounts> {
  const counts = { asked: 0, started: 0, alreadyRunning: 0, previews: 0, decisions: 0 };
  while (!storm.aborted) {
    const requests = Array.from({ length: random.between(1, 3) }, () => random.chance(20));
    const answers = await Promise.all(requests.map((preview) => askForTrueUp(place, preview)));
    counts.asked += requests.length;
    counts.previews += requests.filter((preview) => preview).length;
    counts.started += answers.filter((answer) => answer?.kind === 'started').length;
    counts.alreadyRunning += answers.filter((answer) => answer?.kind === 'already-running').length;
    await pause(random.between(300, 1500));
    const trueUpId = answers.find((answer) => answer !== undefined)?.trueUpId;
    if (trueUpId !== undefined && (await decideAtRandom(place, trueUpId, random))) counts.decisions += 1;
    await pause(random.between(200, 1500));
  }
  return counts;
}

async function decideAtRandom(place: Place, trueUpId: string, random: Random): Promise<boolean> {
  const report = await readTrueUp(place, trueUpId);
  const waiting = report?.entries.filter(({ state }) => state === 'awaiting-approval') ?? [];
  if (waiting.length === 0) return false;
  if (random.chance(60)) return decideOn(place, trueUpId, 'approve', 'all');
  const decision = random.chance(60) ? 'approve' : 'decline';
  return decideOn(place, trueUpId, decision, [random.pick(waiting).entryId]);
}

/** A true-up of everybody, everything risky approved, to its end; one that is under way is brought to its end first. */
export async function trueUpToTheEnd(place: Place): Promise<TrueUpReport> {
  return runToTheEnd(place, false);
}

/** What a true-up would do now. */
export async function previewTrueUp(place: Place): Promise<TrueUpReport> {
  return runToTheEnd(place, true);
}

async function runToTheEnd(place: Place, preview: boolean): Promise<TrueUpReport> {
  let ours: string | undefined;
  return until(
    `a ${preview ? 'preview' : 'true-up'} has come to its end`,
    TRUE_UP_WITHIN_MS,
    async () => {
      const answer = ours === undefined ? await askForTrueUp(place, preview) : undefined;
      if (answer?.kind === 'started') ours = answer.trueUpId;
      const trueUpId = ours ?? answer?.trueUpId;
      if (trueUpId === undefined) return undefined;
      const report = await readTrueUp(place, trueUpId);
      if (report?.state === 'awaiting-approval') await decideOn(place, trueUpId, 'approve', 'all');
      // A run that lost its answer on the way is not ours by name: its end makes room for ours.
      const isOver = ['finished', 'previewed', 'stopped'].includes(report?.state ?? '');
      if (isOver && report?.state === 'stopped') ours = undefined;
      return isOver && ours !== undefined ? report : undefined;
    },
    300,
  );
}
