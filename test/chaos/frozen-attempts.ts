import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Supervisor } from '../../cli/start/supervisor';
import { until } from '../../cli/start/until';
import { finaliseInvoices } from '../../sandbox/imetal/finalise-invoices';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import { orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { COMPANY } from './chaos-profile';
import type { IntacctAdmin } from './intacct-admin';
import type { Killer } from './killer';
import { readParked } from './operators';
import { flowsBesides, readStandings } from './settlement';
import { decide, type Verdicts } from './verdicts';

/** Of two workers, one has at least three of them in line: one for each thing that may befall it meanwhile. */
export const FROZEN_IN_LINE = 6;
/** Beyond the heartbeat of 15 s. */
const FROZEN_MS_MIN = 18_000;
const MET_WITHIN_MS = 90_000;
/** Attempts of the storm pause for up to a minute before they try again. */
const LINE_SHORT_WITHIN_MS = 240_000;
const IN_LINE_MAX = 4;
const STARTED = 2;
const LOOKS = ['poll-receivables', 'release-parked', 'poll-intacct', 'poll-imetal-contacts'];
const LOOKING_FLOWS = ['openItems', 'customers', 'vendors', 'contacts', 'terms', 'taxes'];

interface FreezePlace {
  client: Client;
  hub: Pool;
  owner: Pool;
  admin: IntacctAdmin;
  killer: Killer;
  supervisor: Supervisor;
  verdicts: Verdicts;
  requestsInFlightMax: number;
}

/**
 * The classic: attempts that wait in line are frozen with their worker, the engine falls and comes back, others carry the
 * documents on (refused by a closed period; then tried again and posted, or given up, or left parked), and only then the
 * frozen ones go on, with all that they had loaded. `onFrozen` is called once the others may go on. Returns how many
 * attempts were frozen, and how long, ms.
 */
export async function freezeAttemptsInLine(
  place: FreezePlace,
  howMany: number,
  onFrozen: () => void,
): Promise<{ attempts: number; frozenMs: number }> {
  const resumeLooks = await pauseLooks(place);
  await untilLineIsShort(place.hub);
  const releasePermits = await holdPermits(place.hub, place.requestsInFlightMax);
  const documentKeys = await finaliseInvoices({
    owner: place.owner,
    count: howMany,
    businessDate: defaultBusinessDate,
  });
  for (const documentKey of documentKeys) {
    await place.admin.addFault({ kind: 'closed-period', match: documentKey, count: 1, appliesTo: 'writes' });
  }
  const waiting = await untilAllWait(place, documentKeys);
  const [worker, frozenKeys] = [...waiting].sort(([, a], [, b]) => b.length - a.length)[0] ?? ['', []];
  const frozenMs = await place.killer.whileFrozen(worker, async () => {
    const began = Date.now();
    // The frozen worker's long polls end with the engine: it is handed no more work while it is frozen.
    await place.killer.carryOut({ atMs: 0, part: 'temporal', downMs: 0 });
    await releasePermits();
    onFrozen();
    await carryOn(place, documentKeys, frozenKeys);
    await pause(Math.max(0, FROZEN_MS_MIN - (Date.now() - began)));
  });
  await resumeLooks();
  return { attempts: frozenKeys.length, frozenMs };
}

/** Looks at Intacct wait in the same line, and a worker takes only so many: without them there is room for those to be frozen. */
async function pauseLooks({ client, hub }: FreezePlace): Promise<() => Promise<void>> {
  const schedules = LOOKS.map((look) => client.schedule.getHandle(`${look}/${COMPANY}`));
  const resting = await Promise.all(schedules.map(async (schedule) => (await schedule.describe()).state.paused));
  const paused = schedules.filter((_, index) => resting[index] !== true);
  for (const schedule of paused) await schedule.pause('chaos freezes attempts in line');
  await until('no look is under way', LINE_SHORT_WITHIN_MS, async () => {
    const parked = new Set((await readParked(hub)).map(({ workflow_id }) => workflow_id));
    return (await flowsBesides(client, parked, LOOKING_FLOWS)).length === 0;
  });
  return async () => {
    for (const schedule of paused) await schedule.unpause('chaos is done');
  };
}

/** A worker has ten attempts under way at most: with a long backlog in line, those that are to be frozen would not get into it. */
async function untilLineIsShort(hub: Pool): Promise<void> {
  await until('the storm has left few in line', LINE_SHORT_WITHIN_MS, async () => {
    const { rows } = await hub.query(
      `select count(*)::integer as waiting from postings
        where is_leading and state in ('planned', 'sending', 'unknown') and company = $1`,
      [COMPANY],
    );
    return rows[0].waiting <= IN_LINE_MAX;
  });
}

/** Takes all permits as a worker would that then hangs; returns what gives them back. */
async function holdPermits(hub: Pool, slotsMax: number): Promise<() => Promise<void>> {
  const holder = randomUUID();
  await until('all permits are held', MET_WITHIN_MS, async () => {
    const { rows } = await hub.query(
      `with taken as (
          update request_slots set holder = $2::uuid, held_until = now() + interval '5 minutes'
            where company = $1 and slot_number <= $3 and (holder is null or holder = $2::uuid or held_until < now())
            returning 1)
        select count(*)::integer as held from taken`,
      [COMPANY, holder, slotsMax],
    );
    return rows[0].held === slotsMax;
  });
  return async () => {
    await hub.query(
      `with freed as (update request_slots set holder = null, held_until = null where holder = $2::uuid returning 1)
        select pg_notify('request_slot_released', $1) from freed`,
      [COMPANY, holder],
    );
  };
}

/** Waits until each document's attempt to post is under way, which is in line; the documents by the worker that has them. */
async function untilAllWait(
  { client, supervisor }: FreezePlace,
  documentKeys: readonly string[],
): Promise<Map<string, string[]>> {
  const workers = supervisor.names().filter((name) => name.startsWith('worker-'));
  return until('all wait in line', MET_WITHIN_MS, async () => {
    const byWorker = new Map<string, string[]>();
    for (const documentKey of documentKeys) {
      const { raw } = await client.workflow.getHandle(orderToInvoiceWorkflowId(COMPANY, documentKey)).describe();
      const post = raw.pendingActivities?.find(({ activityType }) => activityType?.name === 'postPlan');
      if (post?.state !== STARTED) return false;
      const pid = post.lastWorkerIdentity?.split('@')[0];
      const worker = workers.find((name) => String(supervisor.pid(name)) === pid);
      if (worker !== undefined) byWorker.set(worker, [...(byWorker.get(worker) ?? []), documentKey]);
    }
    return byWorker.size > 0 && byWorker;
  });
}

/** The others' work while the attempts are frozen: each document is refused, and a third each goes one of three ways. */
async function carryOn(
  place: FreezePlace,
  documentKeys: readonly string[],
  frozenKeys: readonly string[],
): Promise<void> {
  const ways = new Map(frozenKeys.map((key, index) => [key, (['repeat', 'abandon', 'leave'] as const)[index % 3]]));
  const decided = documentKeys.filter((key) => ways.get(key) !== 'leave');
  for (const key of decided) if (ways.get(key) === 'abandon') place.verdicts.set(key, 'abandon');
  await until('each is refused once, and decided on', MET_WITHIN_MS, async () => {
    const parked = (await readParked(place.hub)).filter(({ document_key }) => decided.includes(document_key));
    for (const document of parked) await decide(place.client, document, place.verdicts.get(document.document_key));
    const standings = await readStandings(place.hub);
    return decided.every((key) => standings.get(key)?.state === (ways.get(key) === 'abandon' ? 'abandoned' : 'posted'));
  });
  // Refused, and in nobody's hands.
  const left = documentKeys.filter((key) => ways.get(key) === 'leave');
  await until('what is left is parked', MET_WITHIN_MS, async () => {
    const parked = new Set((await readParked(place.hub)).map(({ document_key }) => document_key));
    return left.every((key) => parked.has(key));
  });
}
