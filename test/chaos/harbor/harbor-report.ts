import type { Pool } from 'pg';
import { z } from 'zod';
import type { IntacctStatistics } from '../intacct-admin';
import { HARBOR } from './harbor-profile';
import type { HarborScene } from './harbor-scene';
import type { HarborCounts } from './harbor-storm';

const ledgerSchema = z.object({
  posted: z.number(),
  parked: z.number(),
  reposted: z.number(),
  left_as_posted: z.number(),
  adopted: z.number(),
  unknown: z.number(),
});
const trueUpsSchema = z.object({
  runs: z.number(),
  repaired: z.number(),
  released: z.number(),
  changes_met: z.number(),
});

/** What a run did with the construction company. */
export interface HarborReport {
  counts: HarborCounts;
  ledger: z.infer<typeof ledgerSchema>;
  trueUps: z.infer<typeof trueUpsSchema>;
  /** Before and after Intacct fell, whichever was more. */
  openMaxObserved: number;
  requestsInFlightMax: number;
}

/** Adds to the counts what hub and Intacct say at the end. */
export async function harborReportOf(
  { hub, intacct, coding }: HarborScene,
  counts: HarborCounts,
): Promise<HarborReport> {
  const after: IntacctStatistics = await intacct.statistics();
  return {
    counts,
    ledger: await readLedger(hub),
    trueUps: await readTrueUps(hub),
    openMaxObserved: Math.max(counts.statistics.openMaxObserved, after.openMaxObserved),
    requestsInFlightMax: coding.intacct.requestsInFlightMax,
  };
}

/** Promises that only the run's counts can show: something was at risk, and the cap was kept. */
export function harborRunDifferences({ counts, openMaxObserved, requestsInFlightMax }: HarborReport): string[] {
  const fired = [...counts.firedByLabel.values()].reduce((sum, times) => sum + times, 0);
  return [
    ...(fired === 0 ? ['no fault of the construction company fired: the run proves nothing'] : []),
    ...(openMaxObserved > requestsInFlightMax
      ? [`${openMaxObserved} requests were open at ${HARBOR}'s Intacct at one time, the cap is ${requestsInFlightMax}`]
      : []),
  ];
}

async function readLedger(hub: Pool): Promise<HarborReport['ledger']> {
  const { rows } = await hub.query(
    `with own as (select * from postings where company = $1),
        events as (select * from posting_events where plan_id in (select plan_id from own))
      select count(distinct document_key) filter (where is_leading and state = 'posted')::integer as posted,
        (select count(*) from standing_documents where company = $1 and state = 'rejected')::integer as parked,
        count(distinct document_key) filter (where is_leading and state = 'posted' and revision > 1)::integer as reposted,
        count(*) filter (where is_leading and state = 'abandoned' and revision > 1)::integer as left_as_posted,
        (select count(distinct plan_id) from events
          where to_state = 'posted' and note like 'found in Intacct and adopted%')::integer as adopted,
        (select count(distinct plan_id) from events where to_state = 'unknown')::integer as unknown
      from own`,
    [HARBOR],
  );
  return ledgerSchema.parse(rows[0]);
}

async function readTrueUps(hub: Pool): Promise<HarborReport['trueUps']> {
  const { rows } = await hub.query(
    `select count(distinct true_up_id)::integer as runs,
        count(*) filter (where entry.state = 'repaired')::integer as repaired,
        coalesce(sum(released), 0)::integer as released, coalesce(sum(changes_met), 0)::integer as changes_met
      from true_ups run left join true_up_entries entry using (true_up_id) where run.company = $1`,
    [HARBOR],
  );
  return trueUpsSchema.parse(rows[0]);
}

/** The report for a person, line by line. */
export function harborReportLines({ counts, ledger, trueUps, ...cap }: HarborReport): string[] {
  const { trueUps: asked, killedTrueUp: killed } = counts;
  const faults = [...counts.firedByLabel].filter(([, fired]) => fired > 0).sort();
  return [
    `Harbor Civil: ${counts.shifts} shifts written down, ${counts.edits} edited after processing; faults of ${faults.length} kinds:`,
    ...faults.map(([label, fired]) => `  ${String(fired).padStart(5)}  ${label}`),
    `  people: ${[...counts.people].map(([what, times]) => `${what} ${times}`).join(', ')}`,
    `  triggers repeated: ${counts.triggers.sent}, accepted ${counts.triggers.accepted}; decisions taken: ${counts.decisionsTaken}`,
    `  true-ups asked for: ${asked.asked}, of which ${asked.started} began and ${asked.alreadyRunning} found one under way; ${asked.decisions} decisions on risky repairs`,
    `  true-ups: ${trueUps.runs} runs, ${trueUps.repaired} repairs, ${trueUps.changes_met} changes met on the way, ${trueUps.released} documents released; one lost its workers after ${killed.writes} writes, with ${killed.left} not settled`,
    `  shifts: ${ledger.posted} posted (${ledger.reposted} reversed and posted anew, ${ledger.left_as_posted} left as posted), ${ledger.parked} parked; ${ledger.unknown} in doubt at some time, ${ledger.adopted} found by look-up and adopted`,
    `  requests open at one time: ${cap.openMaxObserved} at most, cap ${cap.requestsInFlightMax}`,
  ];
}
