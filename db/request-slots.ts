import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Database } from './pool';
import { createWaitingLine, type WaitingLine } from './waiting-line';
import { createWakeListener } from './wake-listener';

const wakeChannel = 'request_slot_released';
// A permit given back wakes at once, here or in another process; the poll is for permits whose holder died.
const expiryPollMs = 500;
// Often enough that what is left of a permit always covers the request under way.
const renewalsPerHold = 4;

/** Postings go before refreshes, refreshes before backfills. */
export type RequestPriority = 'posting' | 'refresh' | 'backfill';
const priorityOrder: readonly RequestPriority[] = ['posting', 'refresh', 'backfill'];

/** No permit came free in time: the caller tries again later. */
export class NoRequestSlot extends Error {
  override readonly name = 'NoRequestSlot';
}

export interface SlotRequest {
  company: string;
  /** Permits for the whole company, over all processes. */
  slotsMax: number;
  priority: RequestPriority;
  /** How long to wait for a permit, ms. */
  waitMaxMs: number;
  /** After this a killed holder's permit is free again, ms: longer than the longest request. A live holder renews it. */
  heldMaxMs: number;
  /** True of an error after which the other end may still be at work: the permit is not given back, but left to expire. */
  mayStillRun?: ((error: unknown) => boolean) | undefined;
}

/** Until when a permit is ours, as far as this process knows: epoch ms, never later than what the database keeps. */
interface Lease {
  heldUntil: number;
}

interface Waiter {
  request: SlotRequest;
  holder: string;
  urgency: number;
  /** Epoch ms. */
  deadline: number;
  admit: (lease: Lease) => void;
  refuse: (error: unknown) => void;
}

/** The cap on requests in flight of a company, held in PostgreSQL so that it counts over all worker processes. */
export interface RequestSlots {
  /**
   * Runs `work` holding a permit. Rejects with NoRequestSlot when none came free in time. `assertHeld` throws it where the permit may have
   * gone to another since, because this process stood still: call it last before something is sent.
   */
  run<T>(request: SlotRequest, work: (assertHeld: () => void) => Promise<T>): Promise<T>;
  /** Refuses all who wait; permits that are held are given back by their holders. */
  close(): Promise<void>;
}

/** Permits are rows, taken with SKIP LOCKED; who waits is woken by NOTIFY, by priority, then by arrival. */
export function createRequestSlots(pool: Pool): RequestSlots {
  const lines = new Map<string, WaitingLine<Waiter>>();
  let closed = false;
  const wake = createWakeUps((company) => admitWaiters(pool, lines.get(company)));
  const listener = createWakeListener(pool, wakeChannel, wake);
  const poll = setInterval(() => {
    for (const [company, line] of lines) if (!line.isEmpty()) wake(company);
  }, expiryPollMs);
  poll.unref();

  function waitForPermit(request: SlotRequest, holder: string): Promise<Lease> {
    const line = lines.get(request.company) ?? createWaitingLine<Waiter>();
    lines.set(request.company, line);
    return new Promise((admit, refuse) => {
      if (closed) return refuse(shuttingDown());
      const urgency = priorityOrder.indexOf(request.priority);
      line.add({ request, holder, urgency, deadline: Date.now() + request.waitMaxMs, admit, refuse });
      wake(request.company);
    });
  }

  return {
    async run(request, work) {
      if (!closed) await listener.ready();
      const holder = randomUUID();
      const lease = await waitForPermit(request, holder);
      try {
        return await whileHolding(pool, request, { holder, lease }, work);
      } finally {
        wake(request.company);
      }
    },
    async close() {
      closed = true;
      clearInterval(poll);
      for (const line of lines.values()) {
        for (const waiter of line.takeAll()) waiter.refuse(shuttingDown());
      }
      listener.close();
    },
  };
}

/** Runs `work` on a permit that is taken: renews it meanwhile, and gives it back unless the other end may still be busy with it. */
async function whileHolding<T>(
  pool: Pool,
  request: SlotRequest,
  { holder, lease }: { holder: string; lease: Lease },
  work: (assertHeld: () => void) => Promise<T>,
): Promise<T> {
  const { company, heldMaxMs, mayStillRun } = request;
  const renew = async () => {
    const asked = Date.now();
    if (await renewSlot(pool, company, holder, heldMaxMs)) lease.heldUntil = asked + heldMaxMs;
  };
  // Work is several requests at times; one renewal that fails is made good by the next.
  const renewal = setInterval(() => void renew().catch(() => undefined), heldMaxMs / renewalsPerHold);
  renewal.unref();
  const assertHeld = () => {
    if (Date.now() >= lease.heldUntil) throw new NoRequestSlot(`${company}: the permit expired before it was used`);
  };
  let leaveToExpire = false;
  try {
    assertHeld();
    return await work(assertHeld);
  } catch (error) {
    leaveToExpire = mayStillRun?.(error) ?? false;
    throw error;
  } finally {
    clearInterval(renewal);
    // A permit that cannot be given back now expires by itself.
    if (!leaveToExpire) await freeSlot(pool, company, holder).catch(() => undefined);
  }
}

function shuttingDown(): NoRequestSlot {
  return new NoRequestSlot('the worker is shutting down');
}

/** At most one pass per company at a time; a wake-up during a pass makes one more. */
function createWakeUps(pass: (company: string) => Promise<void>): (company: string) => void {
  const lookAgain = new Map<string, boolean>();
  return (company) => {
    const isRunning = lookAgain.has(company);
    lookAgain.set(company, true);
    if (!isRunning) void passes(company);
  };

  async function passes(company: string): Promise<void> {
    while (lookAgain.get(company) === true) {
      lookAgain.set(company, false);
      await pass(company);
    }
    lookAgain.delete(company);
  }
}

/** Gives free permits to those who wait, until one of the two runs out. */
async function admitWaiters(pool: Pool, line: WaitingLine<Waiter> | undefined): Promise<void> {
  if (line === undefined) return;
  for (;;) {
    for (const late of line.takeExpired(Date.now())) {
      const { company, waitMaxMs } = late.request;
      late.refuse(new NoRequestSlot(`${company}: no request slot came free in ${waitMaxMs} ms`));
    }
    const next = line.first();
    if (next === undefined) return;
    try {
      const asked = Date.now();
      if (!(await takeSlot(pool, next))) return;
      line.remove(next);
      next.admit({ heldUntil: asked + next.request.heldMaxMs });
    } catch (error) {
      line.remove(next);
      next.refuse(error);
    }
  }
}

async function takeSlot(database: Database, waiter: Pick<Waiter, 'request' | 'holder'>): Promise<boolean> {
  const { request, holder } = waiter;
  const result = await database.query(
    `update request_slots set holder = $3::uuid, held_until = now() + make_interval(secs => $4::integer / 1000.0)
      where (company, slot_number) = (
        select company, slot_number from request_slots
          where company = $1::text and slot_number <= $2::integer and (holder is null or held_until < now())
          order by slot_number limit 1 for update skip locked)`,
    [request.company, request.slotsMax, holder, request.heldMaxMs],
  );
  if (result.rowCount === 1) return true;
  // Either all are held, or the company's cap was never written down or was raised.
  const made = await makeSlots(database, request.company, request.slotsMax);
  return made ? takeSlot(database, waiter) : false;
}

/** Writes the company's permits down; true when there were fewer before. */
async function makeSlots(database: Database, company: string, slotsMax: number): Promise<boolean> {
  const result = await database.query(
    `insert into request_slots (company, slot_number)
      select $1::text, number from generate_series(1, $2::integer) as number
        where not exists (select 1 from request_slots where company = $1::text and slot_number = number)
      on conflict do nothing`,
    [company, slotsMax],
  );
  return (result.rowCount ?? 0) > 0;
}

/** False when another has the permit by now. */
async function renewSlot(database: Database, company: string, holder: string, heldMaxMs: number): Promise<boolean> {
  const result = await database.query(
    `update request_slots set held_until = now() + make_interval(secs => $3::integer / 1000.0)
      where company = $1::text and holder = $2::uuid`,
    [company, holder, heldMaxMs],
  );
  return result.rowCount === 1;
}

async function freeSlot(database: Database, company: string, holder: string): Promise<void> {
  await database.query(
    `with freed as (
        update request_slots set holder = null, held_until = null
          where company = $1::text and holder = $2::uuid returning 1)
      select pg_notify($3::text, $1::text) from freed`,
    [company, holder, wakeChannel],
  );
}
