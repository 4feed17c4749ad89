import { MockActivityEnvironment } from '@temporalio/testing';
import { fewAtOnce } from '../../activities/few-at-once';

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

function run<Result>(act: (item: number) => Promise<Result>, deadline?: number): Promise<Result[]> {
  return new MockActivityEnvironment().run(() => fewAtOnce(items, act, deadline === undefined ? {} : { deadline }));
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
  expect(await done).toHaveLength(12);
});

test('begins the next as soon as one is done, and does not wait for the slowest', async () => {
  const { begun, act, end } = heldItems();
  const done = run(act);
  await settled();
  end(3);
  await settled();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  end(8);
  await settled();
  expect(begun).toHaveLength(10);
  // Ended as they begin, all of them.
  for (let last = 0; last < items.length; last += 1) {
    for (const item of begun) end(item);
    await settled();
  }
  expect(await done).toHaveLength(12);
});

test('gives the results in the order of the items, whichever is done first', async () => {
  const { act, end } = heldItems();
  const done = run(async (item) => {
    await act(item);
    return item * 10;
  });
  for (const item of [7, 2, 0, 1, 3, 4, 5, 6, 11, 10, 9, 8]) {
    await settled();
    end(item);
  }
  expect(await done).toEqual(items.map((item) => item * 10));
});

test('behind the deadline begins the first eight and no more', async () => {
  const begun: number[] = [];
  const cameTo = await run(async (item) => begun.push(item), Date.now() - 1);
  expect(cameTo).toHaveLength(8);
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
