import type { Pool } from 'pg';
import { z } from 'zod';
import { type ChaosOptions, refusesTakenNumbers, repeatCommand } from './chaos-options';
import { COMPANY, type ProfileCoding } from './chaos-profile';
import { type HarborReport, harborReportLines } from './harbor/harbor-report';
import type { IntacctAdmin, IntacctStatistics } from './intacct-admin';
import type { StormCounts } from './storm';

const ledgerCountsSchema = z.object({
  posted: z.number(),
  parked: z.number(),
  abandoned: z.number(),
  reposted: z.number(),
  sent: z.number(),
  adopted: z.number(),
  unknown: z.number(),
  write_attempts: z.number(),
});

/** What a run did with the company that runs on iMetal. */
export interface GulfReport {
  faultsByLabel: Map<string, number>;
  ledger: z.infer<typeof ledgerCountsSchema>;
  /** Documents of the other flows, `sales-credit posted` and so on. */
  others: Map<string, number>;
  statistics: IntacctStatistics;
  counts: StormCounts;
  requestsInFlightMax: number;
}

/** What a run did and found; it passed when `differences` is empty. */
export interface ChaosReport {
  options: ChaosOptions;
  kills: Map<string, number>;
  freezes: Map<string, number>;
  /** Null where the company took no part. */
  gulf: GulfReport | null;
  harbor: HarborReport | null;
  /** Parts that ended without having been killed by us. */
  accidents: string[];
  /** One sentence each; empty when every promise was kept and something had been at risk. */
  differences: string[];
  tookMs: number;
}

/** Adds to the counts what hub and Intacct say at the end. */
export async function gulfReportOf(
  { admin, hub, coding }: { admin: IntacctAdmin; hub: Pool; coding: ProfileCoding },
  counts: StormCounts,
): Promise<GulfReport> {
  const faultsByLabel = new Map([...counts.firedByLabel, ['slow-commit, resent meanwhile', counts.lateCommits]]);
  return {
    faultsByLabel,
    ledger: await readLedgerCounts(hub),
    others: await readOtherCounts(hub),
    statistics: together(counts.statistics, await admin.statistics()),
    counts,
    requestsInFlightMax: coding.intacct.requestsInFlightMax,
  };
}

/** Promises that only the run's counts can show: something was at risk, and the cap was kept. */
export function gulfRunDifferences({ faultsByLabel, statistics, requestsInFlightMax }: GulfReport): string[] {
  return [
    ...(sumOf(faultsByLabel) === 0 ? ['no fault fired: the run proves nothing'] : []),
    ...(statistics.openMaxObserved > requestsInFlightMax
      ? [`${statistics.openMaxObserved} requests were open at Intacct at one time, the cap is ${requestsInFlightMax}`]
      : []),
  ];
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** What Intacct counted before and after it fell. */
function together(before: IntacctStatistics, after: IntacctStatistics): IntacctStatistics {
  const sums = (one: Record<string, number>, other: Record<string, number>) =>
    Object.fromEntries(
      [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
        name,
        (one[name] ?? 0) + (other[name] ?? 0),
      ]),
    );
  return {
    requests: before.requests + after.requests,
    transactionsByFunction: sums(before.transactionsByFunction, after.transactionsByFunction),
    inFlightMaxObserved: Math.max(before.inFlightMaxObserved, after.inFlightMaxObserved),
    openMaxObserved: Math.max(before.openMaxObserved, after.openMaxObserved),
    duplicatesRefused: before.duplicatesRefused + after.duplicatesRefused,
    concurrentRefused: before.concurrentRefused + after.concurrentRefused,
    refusalsByNumber: sums(before.refusalsByNumber, after.refusalsByNumber),
    faultsFired: sums(before.faultsFired, after.faultsFired),
  };
}

async function readLedgerCounts(hub: Pool): Promise<GulfReport['ledger']> {
  const { rows } = await hub.query(
    `with events as (select * from posting_events where plan_id in (select plan_id from postings where company = $1))
      select count(distinct document_key) filter (where is_leading and state = 'posted' and flow = 'order-to-invoice')::integer as posted,
        count(*) filter (where is_leading and state = 'rejected' and flow = 'order-to-invoice')::integer as parked,
        count(*) filter (where is_leading and revision = 1 and state = 'abandoned' and flow = 'order-to-invoice')::integer as abandoned,
        count(*) filter (where purpose = 'invoice-reversal' and state = 'posted')::integer as reposted,
        (select count(distinct plan_id) from events where to_state = 'sending')::integer as sent,
        (select count(distinct plan_id) from events
          where to_state = 'posted' and note like 'found in Intacct and adopted%')::integer as adopted,
        (select count(distinct plan_id) from events where to_state = 'unknown')::integer as unknown,
        (select count(*) from api_calls where company = $1 and 'create_invoice' = any(functions))::integer as write_attempts
      from postings where company = $1`,
    [COMPANY],
  );
  return ledgerCountsSchema.parse(rows[0]);
}

async function readOtherCounts(hub: Pool): Promise<GulfReport['others']> {
  const { rows } = await hub.query<{ what: string; documents: number }>(
    `select flow || ' ' || case state when 'rejected' then 'parked' else state end as what, count(*)::integer as documents
       from standing_documents where flow <> 'order-to-invoice' and company = $1 group by 1
     union all
     select object || ' linked', count(*)::integer from links where agreed is not null and company = $1 group by 1
     union all
     select 'customers told', count(*)::integer from customer_receivables where told_at is not null
     union all
     select 'conflicts settled', count(*)::integer from sync_conflicts where company = $1 order by 1`,
    [COMPANY],
  );
  return new Map(rows.map(({ what, documents }) => [what, documents]));
}

function inLine(counts: Iterable<[string, number]>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
}

/** The report for a person: what was done, what was stopped, and the differences with the command that repeats the run. */
export function reportText(report: ChaosReport): string {
  const { options, gulf, harbor, differences } = report;
  const { seed, workers, companies } = options;
  const lines = [
    `seed ${seed}, ${companies.join(' and ')}, ${workers} workers, ${(report.tookMs / 1000).toFixed(0)} s`,
    `killed with SIGKILL: ${inLine(report.kills)}`,
    `frozen with SIGSTOP: ${inLine(report.freezes)}`,
    `ended by themselves: ${report.accidents.length}`,
    ...(gulf === null ? [] : gulfLines(options, gulf)),
    ...(harbor === null ? [] : harborReportLines(harbor)),
  ];
  if (differences.length === 0) return [...lines, 'every promise was kept'].join('\n');
  return [
    ...lines,
    '',
    `FAILED: ${differences.length} differences`,
    ...differences.map((difference) => `  ${difference}`),
    `repeat: ${repeatCommand(options)}`,
  ].join('\n');
}

function gulfLines(options: ChaosOptions, gulf: GulfReport): string[] {
  const { counts, ledger, others, statistics, faultsByLabel } = gulf;
  const faults = [...faultsByLabel].filter(([, fired]) => fired > 0).sort();
  return [
    `Gulf Metals: ${options.invoices} invoices, a taken number ${refusesTakenNumbers(options) ? 'refused' : 'taken twice'}`,
    `faults fired: ${sumOf(faultsByLabel)} of ${faults.length} kinds`,
    ...faults.map(([label, fired]) => `  ${String(fired).padStart(5)}  ${label}`),
    `frozen in line: ${counts.frozen.attempts} attempts for ${(counts.frozen.frozenMs / 1000).toFixed(0)} s`,
    `triggers repeated: ${counts.triggers.sent}, accepted ${counts.triggers.accepted}; operators' decisions taken: ${counts.decisionsTaken}; edits after posting: ${counts.edits}`,
    `importer: ${inLine(counts.importer)}; forged Smart Events by answer: ${inLine([...counts.forged].map(([status, times]) => [String(status), times]))}`,
    `invoices: ${ledger.posted} posted (${ledger.reposted} reversed and posted anew), ${ledger.parked} parked, ${ledger.abandoned} given up; plans sent ${ledger.sent}, of which ${ledger.unknown} in doubt at some time`,
    `others: ${inLine(others)}`,
    `attempts to write (metered): ${ledger.write_attempts}; requests at Intacct: ${statistics.requests}`,
    `duplicates stopped: ${statistics.duplicatesRefused} by control id, ${statistics.concurrentRefused} as still in process, ${ledger.adopted} found by look-up and adopted`,
    `requests open at one time: ${statistics.openMaxObserved} at most, cap ${gulf.requestsInFlightMax}`,
  ];
}
