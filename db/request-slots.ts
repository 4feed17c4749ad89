import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Database } from './pool';

const wakeChannel = 'request_slot_released';
// A release in this process wakes its own waiters at once, one elsewhere by NOTIFY; the poll is for slots whose holder died.
const expiryPollMs = 500;

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
  /** After this a killed holder's permit is free again, ms: longer than the longest request. */
  heldMaxMs: number;
}

interface Waiter {
  request: SlotRequest;
  holder: string;
  resolve: () => void;
  reject: (error: unknown) => void;
  deadline: number;
}

/** The cap on requests in flight of a company, held in PostgreSQL so that it counts over all worker processes. */
export interface RequestSlots {
  /** Runs `work` holding a permit. Rejects with NoRequestSlot when none came free in time. */
  run<T>(request: SlotRequest, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Permits are rows taken with SKIP LOCKED; waiting is by NOTIFY, ordered by priority, then by arrival. */
export function createRequestSlots(pool: Pool): RequestSlots {
  const waiting = new Map<string, Waiter[]>();
  const pumping = new Map<string, boolean>();
  const ensured = new Map<string, number>();
  let closed = false;
  const listener = createWakeListener(pool, (company) => wake(company));
  const poll = setInterval(() => {
    for (const company of waiting.keys()) wake(company);
  }, expiryPollMs);
  poll.unref();

  function wake(company: string): void {
    const state = pumping.get(company);
    if (state !== undefined) {
      // A pump is running: let it look once more.
      pumping.set(company, true);
      return;
    }
    pumping.set(company, false);
    void pump(company);
  }

  async function pump(company: string): Promise<void> {
    let lookAgain = true;
    while (lookAgain) {
      pumping.set(company, false);
      await serve(company);
      lookAgain = pumping.get(company) === true;
    }
    pumping.delete(company);
  }

  async function serve(company: string): Promise<void> {
    for (;;) {
      dropExpired(company);
      const next = waiting.get(company)?.[0];
      if (next === undefined) return;
      try {
        if (ensured.get(company) !== next.request.slotsMax) {
          await ensureSlots(pool, company, next.request.slotsMax);
          ensured.set(company, next.request.slotsMax);
        }
        if (!(await takeSlot(pool, next))) return;
        remove(next);
        next.resolve();
      } catch (error) {
        remove(next);
        next.reject(error);
      }
    }
  }

  function dropExpired(company: string): void {
    for (const waiter of waiting.get(company) ?? []) {
      if (waiter.deadline > Date.now()) continue;
      remove(waiter);
      waiter.reject(new NoRequestSlot(`${company}: no request slot came free in ${waiter.request.waitMaxMs} ms`));
    }
  }

  function remove(waiter: Waiter): void {
    const queue = waiting.get(waiter.request.company) ?? [];
    const rest = queue.filter((other) => other !== waiter);
    if (rest.length === 0) waiting.delete(waiter.request.company);
    else waiting.set(waiter.request.company, rest);
  }

  function enqueue(request: SlotRequest): Promise<{ holder: string }> {
    const holder = randomUUID();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        request,
        holder,
        deadline: Date.now() + request.waitMaxMs,
        resolve: () => resolve({ holder }),
        reject,
      };
      const queue = [...(waiting.get(request.company) ?? []), waiter];
      queue.sort((a, b) => priorityOrder.indexOf(a.request.priority) - priorityOrder.indexOf(b.request.priority));
      waiting.set(request.company, queue);
      wake(request.company);
    });
  }

  return {
    async run(request, work) {
      if (closed) throw new NoRequestSlot('the request slots are closed');
      await listener.ready();
      const { holder } = await enqueue(request);
      try {
        return await work();
      } finally {
        // A permit that cannot be given back now expires by itself.
        await freeSlot(pool, request.company, holder).catch(() => undefined);
        wake(request.company);
      }
    },
    async close() {
      closed = true;
      clearInterval(poll);
      for (const queue of waiting.values()) {
        for (const waiter of queue) waiter.reject(new NoRequestSlot('the worker is shutting down'));
      }
      waiting.clear();
      await listener.close();
    },
  };
}

async function ensureSlots(database: Database, company: string, slotsMax: number): Promise<void> {
  await database.query(
    `insert into request_slots (company, slot_number)
      select $1::text, number from generate_series(1, $2::integer) as number
      on conflict do nothing`,
    [company, slotsMax],
  );
}

async function takeSlot(database: Database, waiter: Waiter): Promise<boolean> {
  const result = await database.query(
    `update request_slots set holder = $3::uuid, held_until = now() + make_interval(secs => $4::integer / 1000.0)
      where (company, slot_number) = (
        select company, slot_number from request_slots
          where company = $1::text and slot_number <= $2::integer and (holder is null or held_until < now())
          order by slot_number limit 1 for update skip locked)`,
    [waiter.request.company, waiter.request.slotsMax, waiter.holder, waiter.request.heldMaxMs],
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

/** One connection that listens for permits given back by other processes, and comes back by itself when it is lost. */
function createWakeListener(pool: Pool, onWake: (company: string) => void) {
  let connection: PoolClient | null = null;
  let connecting: Promise<void> | null = null;
  let closed = false;

  async function connect(): Promise<void> {
    const client = await pool.connect();
    if (closed) {
      client.release(true);
      return;
    }
    client.on('notification', (message) => {
      if (message.payload !== undefined) onWake(message.payload);
    });
    client.on('error', () => {
      if (connection !== client) return;
      connection = null;
      client.release(true);
    });
    await client.query(`listen ${wakeChannel}`);
    connection = client;
  }

  return {
    /** Resolves at once when listening; a lost connection is made anew by the next caller. */
    async ready(): Promise<void> {
      if (connection !== null || closed) return;
      connecting ??= connect().finally(() => {
        connecting = null;
      });
      await connecting;
    },
    async close(): Promise<void> {
      closed = true;
      connection?.release(true);
      connection = null;
    },
  };
}
