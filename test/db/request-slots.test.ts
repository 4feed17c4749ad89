import type { Pool } from 'pg';
import { until } from '../../cli/start/until';
import { createRequestSlots, NoRequestSlot, type RequestSlots, type SlotRequest } from '../../db/request-slots';
import { useHubDatabase } from './hub-database';

const hub = useHubDatabase();
const open: RequestSlots[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((slots) => slots.close()));
});

function slotsOn(pool: Pool): RequestSlots {
  const slots = createRequestSlots(pool);
  open.push(slots);
  return slots;
}

function requestOf(company: string, changes: Partial<SlotRequest> = {}): SlotRequest {
  return { company, slotsMax: 1, priority: 'posting', waitMaxMs: 20_000, heldMaxMs: 60_000, ...changes };
}

/** A promise that the test resolves itself. */
function gate(): { passed: Promise<void>; open: () => void } {
  let openGate = () => undefined as unknown;
  const passed = new Promise<void>((resolve) => {
    openGate = () => resolve();
  });
  return { passed, open: openGate };
}

/** Takes a permit and holds it until `release`. */
async function hold(slots: RequestSlots, request: SlotRequest): Promise<{ release: () => Promise<void> }> {
  const taken = gate();
  const end = gate();
  const held = slots.run(request, async () => {
    taken.open();
    await end.passed;
  });
  await Promise.race([taken.passed, held]);
  return {
    release: async () => {
      end.open();
      await held;
    },
  };
}

const heldSlots = async (company: string) =>
  (await hub.pool().query('select from request_slots where company = $1 and holder is not null', [company])).rowCount;

test.each([1, 2, 5])(
  'with a cap of %i never more requests are in flight over two processes, and all get through',
  async (cap) => {
    const company = `cap-${cap}`;
    const processes = [slotsOn(hub.anotherPool()), slotsOn(hub.anotherPool())];
    let inFlight = 0;
    let inFlightMax = 0;
    const request = async (slots: RequestSlots) =>
      slots.run(requestOf(company, { slotsMax: cap }), async () => {
        inFlight += 1;
        inFlightMax = Math.max(inFlightMax, inFlight);
        await hub.pool().query('select pg_sleep(0.01)');
        inFlight -= 1;
        return 'done';
      });
    const results = await Promise.all(
      Array.from({ length: 24 }, (_, index) => request(processes[index % 2] as RequestSlots)),
    );
    expect(results).toEqual(Array(24).fill('done'));
    expect(inFlightMax).toBeLessThanOrEqual(cap);
    expect(await heldSlots(company)).toBe(0);
  },
);

test('the whole cap can be used, over two processes, and not one more', async () => {
  const processes = [slotsOn(hub.anotherPool()), slotsOn(hub.anotherPool())] as const;
  const held = await Promise.all(
    [0, 1, 0, 1, 0].map((index) => hold(processes[index as 0 | 1], requestOf('whole', { slotsMax: 5 }))),
  );
  for (const slots of processes) {
    await expect(slots.run(requestOf('whole', { slotsMax: 5, waitMaxMs: 1 }), async () => 'a sixth')).rejects.toThrow(
      NoRequestSlot,
    );
  }
  await Promise.all(held.map(({ release }) => release()));
});

test('companies do not wait for each other', async () => {
  const slots = slotsOn(hub.pool());
  const held = await hold(slots, requestOf('busy'));
  expect(await slots.run(requestOf('idle'), async () => 'through')).toBe('through');
  await held.release();
});

test('postings go before refreshes, refreshes before backfills, equals in the order they came', async () => {
  const slots = slotsOn(hub.pool());
  const held = await hold(slots, requestOf('ordered'));
  const order: string[] = [];
  const waiting = (['backfill', 'refresh', 'posting', 'refresh', 'posting'] as const).map((priority, index) =>
    slots.run(requestOf('ordered', { priority }), async () => {
      order.push(`${priority} ${index}`);
    }),
  );
  // Turned away by a look at the queue, so that by now all of them are in it.
  await expect(slots.run(requestOf('ordered', { waitMaxMs: 1 }), async () => 'now')).rejects.toThrow(NoRequestSlot);
  await held.release();
  await Promise.all(waiting);
  expect(order).toEqual(['posting 2', 'posting 4', 'refresh 1', 'refresh 3', 'backfill 0']);
});

test('work that throws gives its permit back', async () => {
  const slots = slotsOn(hub.pool());
  await expect(
    slots.run(requestOf('throwing'), async () => {
      throw new Error('refused');
    }),
  ).rejects.toThrow('refused');
  expect(await slots.run(requestOf('throwing'), async () => 'next')).toBe('next');
});

test('who waits too long gets NoRequestSlot, and its work never runs', async () => {
  const [one, other] = [slotsOn(hub.anotherPool()), slotsOn(hub.anotherPool())];
  const held = await hold(one, requestOf('full'));
  let ran = false;
  await expect(
    other.run(requestOf('full', { waitMaxMs: 50 }), async () => {
      ran = true;
    }),
  ).rejects.toThrow(NoRequestSlot);
  await held.release();
  expect(ran).toBe(false);
  expect(await heldSlots('full')).toBe(0);
});

test("a killed holder's permit comes back after its time, and not before", async () => {
  const slots = slotsOn(hub.pool());
  await slots.run(requestOf('killed'), async () => undefined);
  // What a process leaves behind that was killed while its request ran.
  await hub.pool().query(
    `update request_slots set holder = gen_random_uuid(), held_until = now() + interval '1 second'
      where company = 'killed'`,
  );
  await expect(slots.run(requestOf('killed', { waitMaxMs: 50 }), async () => 'too soon')).rejects.toThrow(
    NoRequestSlot,
  );
  expect(await slots.run(requestOf('killed'), async () => 'through')).toBe('through');
});

test('a permit that expired and was taken over is not freed by its first holder', async () => {
  const slots = slotsOn(hub.pool());
  const slow = await hold(slots, requestOf('overtaken'));
  await hub.pool().query(`update request_slots set held_until = now() - interval '1 s' where company = 'overtaken'`);
  const next = await hold(slots, requestOf('overtaken'));
  await slow.release();
  expect(await heldSlots('overtaken')).toBe(1);
  await next.release();
});

test('a process that stood still until its permit expired is told so before it sends anything', async () => {
  const slots = slotsOn(hub.pool());
  await slots.run(requestOf('frozen', { heldMaxMs: 500 }), async (assertHeld) => {
    expect(assertHeld).not.toThrow();
    // Nothing of this process goes on meanwhile, renewals neither: as when it is stopped, or the machine is.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
    expect(assertHeld).toThrow(NoRequestSlot);
  });
  expect(await slots.run(requestOf('frozen'), async () => 'next')).toBe('next');
});

test('a lowered cap holds for the next requests', async () => {
  const slots = slotsOn(hub.pool());
  const held = await hold(slots, requestOf('lowered', { slotsMax: 5 }));
  await expect(
    slots.run(requestOf('lowered', { slotsMax: 1, waitMaxMs: 50 }), async () => 'beyond the cap'),
  ).rejects.toThrow(NoRequestSlot);
  await held.release();
  expect(await slots.run(requestOf('lowered', { slotsMax: 1 }), async () => 'through')).toBe('through');
});

const listeners = async () =>
  (
    await hub
      .pool()
      .query(
        "select pid from pg_stat_activity where query = 'listen request_slot_released' and datname = current_database()",
      )
  ).rows.map(({ pid }) => pid as number);

test('a lost LISTEN connection is made anew, and who waited meanwhile is served', async () => {
  const pool = hub.anotherPool();
  const slots = slotsOn(pool);
  const [before] = [await hold(slots, requestOf('listening'))];
  const waiting = slots.run(requestOf('listening'), async () => 'served');
  const [listener] = await listeners();
  expect(listener).toBeDefined();
  await hub.pool().query('select pg_terminate_backend($1)', [listener]);
  await until('the listener is gone', 10_000, async () => !(await listeners()).includes(listener as number));
  await before.release();
  expect(await waiting).toBe('served');
  expect(await slots.run(requestOf('listening'), async () => 'next')).toBe('next');
  expect(await listeners()).toHaveLength(1);
  expect(await listeners()).not.toContain(listener);
});

test('closing turns away who waits and who comes, and keeps no connection', async () => {
  const slots = slotsOn(hub.anotherPool());
  const held = await hold(slots, requestOf('closing'));
  const waiting = expect(slots.run(requestOf('closing'), async () => 'never')).rejects.toThrow(NoRequestSlot);
  await slots.close();
  await waiting;
  await expect(slots.run(requestOf('closing'), async () => 'never')).rejects.toThrow(NoRequestSlot);
  await held.release();
  await until('nobody listens', 10_000, async () => (await listeners()).length === 0);
  expect(await heldSlots('closing')).toBe(0);
});
