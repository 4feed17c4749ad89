import { MockActivityEnvironment } from '@temporalio/testing';
import { inBatches } from '../../activities/in-batches';

const items = Array.from({ length: 12 }, (_, index) => index);

/** Items that end when the test says so. */
function heldItems() {
  const begun: number[] = [];
  const ends = new Map<number, { end: () => void; fail: (error: Error) => void }>();
  const act = (item: number) =>
    new Promise<void>((resolve, reject) => {
      begun.push(item);
      ends.set(item, { end: resolve, fail: reject });
    });
  return {
    begun,
    act,
    end: (item: number) => ends.get(item)?.end(),
    fail: (item: number) => ends.get(item)?.fail(new Error('refused')),
  };
}

function run(act: (item: number) => Promise<unknown>, deadline?: number): Promise<number> {
  return new MockActivityEnvironment().run(() => inBatches(items, act, deadline));
}

/** What follows on what was ended has had its turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('has eight under way at most, and comes to all of them', async () => {
  const { begun, act, end } = heldItems();
  const done = run(act);
  await settled();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  for (const item of begun.slice()) end(item);
  await settled();
  expect(begun).toEqual(items);
  for (const item of items) end(item);
  expect(await done).toBe(12);
});

test('behind the deadline begins the first eight and no more', async () => {
  const begun: number[] = [];
  const cameTo = await run(async (item) => begun.push(item), Date.now() - 1);
  expect(cameTo).toBe(8);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('begins nothing more when one has failed', async () => {
  const { begun, act, end, fail } = heldItems();
  const done = run(act);
  const refused = expect(done).rejects.toThrow('refused');
  await settled();
  fail(0);
  await settled();
  end(1);
  await settled();
  expect(begun).toHaveLength(8);
  await refused;
});
