import { standingPerSecond } from '../../bench/standing-backlog';

test('the pace of a backlog leaves its first and its last tenth out', () => {
  const steady = Array.from({ length: 18 }, (_, index) => 5_000 + index * 500);
  // A slow beginning and a slow end.
  expect(standingPerSecond([0, ...steady, 60_000])).toBe(2);
});

test('a backlog of one is too small to measure', () => {
  expect(() => standingPerSecond([1_000])).toThrow('too small');
});
