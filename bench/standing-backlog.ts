/** The first and the last tenth do not count: the backlog is not yet, or no longer, standing. */
const MARGIN = 0.1;

/** Pace of a backlog that drains, per second, by the times at which its documents were done, in order, ms. Throws on too few of them. */
export function standingPerSecond(doneAtMs: readonly number[]): number {
  const first = Math.floor(doneAtMs.length * MARGIN);
  const last = Math.ceil(doneAtMs.length * (1 - MARGIN)) - 1;
  const [from, to] = [doneAtMs[first], doneAtMs[last]];
  if (from === undefined || to === undefined || last <= first) throw new Error('the backlog is too small to measure');
  return (last - first) / ((to - from) / 1000);
}
