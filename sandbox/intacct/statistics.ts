/** What the gateway has counted since it started. */
export interface GatewayStatistics {
  requests: number;
  /** API transactions as Intacct bills them, by function (facts/intacct.md 4.7). */
  transactionsByFunction: Record<string, number>;
  transactions: number;
  inFlightNow: number;
  inFlightMaxObserved: number;
  queuedNow: number;
  /** Requests open at one time, worked on and waiting: what a client that keeps its cap never exceeds. */
  openNow: number;
  openMaxObserved: number;
  refusalsByNumber: Record<string, number>;
  duplicatesRefused: number;
  concurrentRefused: number;
  faultsFired: Record<string, number>;
}

/** All counters at zero. */
export function emptyStatistics(): GatewayStatistics {
  return {
    requests: 0,
    transactionsByFunction: {},
    transactions: 0,
    inFlightNow: 0,
    inFlightMaxObserved: 0,
    queuedNow: 0,
    openNow: 0,
    openMaxObserved: 0,
    refusalsByNumber: {},
    duplicatesRefused: 0,
    concurrentRefused: 0,
    faultsFired: {},
  };
}

/** Adds to a counter that may not exist yet. */
export function count(counters: Record<string, number>, name: string, by = 1): void {
  counters[name] = (counters[name] ?? 0) + by;
}
