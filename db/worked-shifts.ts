import { z } from 'zod';
import type { KnownSheet } from '../domain/known-construction';
import type { Database } from './pool';

const shiftRow = z.object({ document_key: z.string(), starts_at: z.string(), ends_at: z.string() });

/** Whose shifts, and between which instants (ISO 8601, UTC); `documentKey` is the sheet that asks. */
export interface ShiftSearch {
  company: string;
  employeeId: string;
  documentKey: string;
  startsAtUtc: string;
  endsAtUtc: string;
}

/** One activity at a time plans a shift of a worker: two that overlap must not both find that nothing does. Ends with the transaction. */
export async function lockWorkerShifts(database: Database, company: string, employeeId: string): Promise<void> {
  await database.query('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [
    `${company}/worker/${employeeId}`,
  ]);
}

/** Other shifts of the worker that are posted or on their way, as they were last planned, and that overlap in time; by key. One that was given to another worker since is not theirs. */
export async function selectOverlappingShifts(database: Database, search: ShiftSearch): Promise<KnownSheet[]> {
  const result = await database.query(
    `select document_key, starts_at, ends_at
      from (
        select distinct on (p.document_key) p.document_key,
            plan.totals ->> 'startsAtUtc' as starts_at, plan.totals ->> 'endsAtUtc' as ends_at
          from postings p join plans plan on plan.plan_id = p.plan_id
          where p.company = $1::text and p.party = $2::text and p.flow = 'labour-time' and p.is_leading
            and p.state in ('planned', 'sending', 'unknown', 'posted') and p.document_key <> $3::text
            and not exists (
              select from postings newer
                where newer.company = p.company and newer.document_key = p.document_key and newer.revision > p.revision
                  and newer.is_leading and newer.state in ('planned', 'sending', 'unknown', 'posted')
                  and newer.party is distinct from p.party)
          order by p.document_key, p.revision desc) shift
      where starts_at::timestamptz < $5::timestamptz and ends_at::timestamptz > $4::timestamptz
      order by document_key`,
    [search.company, search.employeeId, search.documentKey, search.startsAtUtc, search.endsAtUtc],
  );
  return z
    .array(shiftRow)
    .parse(result.rows)
    .map((row) => ({ documentKey: row.document_key, startsAtUtc: row.starts_at, endsAtUtc: row.ends_at }));
}
