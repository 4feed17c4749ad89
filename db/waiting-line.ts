/** Who waits for a permit of one company, the most urgent first, then the longest waiting. */
export interface WaitingLine<T extends { urgency: number; deadline: number }> {
  add(waiter: T): void;
  first(): T | undefined;
  remove(waiter: T): void;
  /** Removes and gives those whose time is over. */
  takeExpired(now: number): T[];
  takeAll(): T[];
  isEmpty(): boolean;
}

/** An empty line; `urgency` 0 goes before 1. */
export function createWaitingLine<T extends { urgency: number; deadline: number }>(): WaitingLine<T> {
  let line: T[] = [];
  return {
    add(waiter) {
      const behind = line.findIndex((other) => other.urgency > waiter.urgency);
      line.splice(behind === -1 ? line.length : behind, 0, waiter);
    },
    first: () => line[0],
    remove(waiter) {
      line = line.filter((other) => other !== waiter);
    },
    takeExpired(now) {
      const expired = line.filter((waiter) => waiter.deadline <= now);
      line = line.filter((waiter) => waiter.deadline > now);
      return expired;
    },
    takeAll() {
      const all = line;
      line = [];
      return all;
    },
    isEmpty: () => line.length === 0,
  };
}
