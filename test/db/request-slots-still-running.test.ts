import { createRequestSlots, NoRequestSlot, type SlotRequest } from '../../db/request-slots';
import { useHubDatabase } from './hub-database';

const hub = useHubDatabase();

function requestOf(company: string, changes: Partial<SlotRequest> = {}): SlotRequest {
  return { company, slotsMax: 1, priority: 'posting', waitMaxMs: 20_000, heldMaxMs: 60_000, ...changes };
}

class GaveUpWaiting extends Error {}

test('a request that was given up while the gateway may still work on it keeps its permit until that expires', async () => {
  const slots = createRequestSlots(hub.anotherPool());
  const impatient = requestOf('impatient', {
    heldMaxMs: 1500,
    mayStillRun: (error) => error instanceof GaveUpWaiting,
  });
  const took = Date.now();
  await expect(slots.run(impatient, () => Promise.reject(new GaveUpWaiting('timed out')))).rejects.toThrow('timed out');
  await expect(slots.run({ ...impatient, waitMaxMs: 200 }, async () => 'too early')).rejects.toThrow(NoRequestSlot);
  await expect(slots.run(impatient, async () => 'in its turn')).resolves.toBe('in its turn');
  expect(Date.now() - took).toBeGreaterThanOrEqual(1500);
  await slots.close();
});

test('work that outlasts its permit goes on holding it', async () => {
  const slots = createRequestSlots(hub.anotherPool());
  const others = createRequestSlots(hub.anotherPool());
  const long = requestOf('long-work', { heldMaxMs: 400 });
  let isRunning = false;
  let begin = () => undefined as unknown;
  const begun = new Promise<void>((resolve) => {
    begin = () => resolve();
  });
  const work = slots.run(long, async () => {
    isRunning = true;
    begin();
    // Three times as long as a permit lasts that nobody renews.
    await hub.pool().query('select pg_sleep(1.2)');
    isRunning = false;
  });
  await begun;
  await others.run(long, async () => expect(isRunning).toBe(false));
  await work;
  await Promise.all([slots.close(), others.close()]);
});
