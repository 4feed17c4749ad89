export interface Waits {
  /** Resolves after the time, or at once when all are ended. */
  readonly wait: (delayMs: number) => Promise<void>;
  readonly endAll: () => void;
}

/** Waits that a stop cuts short, so that a slow answer does not hold up the end. */
export function createWaits(): Waits {
  const pending = new Set<() => void>();
  return {
    wait(delayMs) {
      if (delayMs === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          pending.delete(end);
          resolve();
        };
        const timer = setTimeout(end, delayMs);
        pending.add(end);
      });
    },
    endAll() {
      for (const end of [...pending]) end();
    },
  };
}
