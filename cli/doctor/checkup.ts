import type { Fault } from '../../activities/check-profile';
import { messageOf } from '../failure-report';

/** What a check saw. */
export interface CheckResult {
  /** In a few words, for a person who reads that all is well. */
  seen: string;
  faults: Fault[];
}

export interface Check {
  name: string;
  /** What to do when the check itself cannot be made. */
  remedy: string;
  make(): Promise<CheckResult>;
}

/** A check that was made, as `--json` prints it. */
export interface CheckReport extends CheckResult {
  name: string;
  ok: boolean;
}

/** Makes checks one after the other; one that throws is a fault in itself, and the others are made all the same. */
export async function makeCheckup(checks: readonly Check[]): Promise<CheckReport[]> {
  const reports: CheckReport[] = [];
  for (const check of checks) reports.push(await makeCheck(check));
  return reports;
}

async function makeCheck({ name, remedy, make }: Check): Promise<CheckReport> {
  try {
    const { seen, faults } = await make();
    return { name, ok: faults.length === 0, seen, faults };
  } catch (error) {
    const fault = { subject: name, what: messageOf(error), remedy };
    return { name, ok: false, seen: 'could not be checked', faults: [fault] };
  }
}

// Between machines that keep time at all it is milliseconds; signatures and overlaps bear minutes, postings at midnight do not.
const clockSkewMaxMs = 5_000;

/** Compares another clock, read between two readings of our own, with ours. */
export async function checkClock(name: string, read: () => Promise<Date>): Promise<CheckResult> {
  const before = Date.now();
  const theirs = (await read()).getTime();
  const after = Date.now();
  const skewMs = theirs < before ? before - theirs : Math.max(0, theirs - after);
  const seen = `clock ${(skewMs / 1000).toFixed(1)} s apart from this machine's`;
  if (skewMs <= clockSkewMaxMs) return { seen, faults: [] };
  const direction = theirs < before ? 'behind' : 'ahead of';
  return {
    seen,
    faults: [
      {
        subject: `clock of ${name}`,
        what: `it is ${(skewMs / 1000).toFixed(1)} s ${direction} this machine's; expected ${clockSkewMaxMs / 1000} s at most`,
        remedy: 'set both machines by the same time server (NTP)',
      },
    ],
  };
}
