import { z } from 'zod';
import type { Database } from './pool';

const count = z.coerce.number();
const stateTotal = z.object({
  flow: z.string(),
  state: z.string(),
  currency: z.string().nullable(),
  documents: count,
  amount: z.string().nullable(),
  hours: z.string().nullable(),
});
const oldestParked = z.object({ document_key: z.string(), code: z.string(), message: z.string(), opened_at: z.date() });
const pause = z.object({
  message: z.string(),
  paused_at: z.date(),
  next_probe_at: z.date(),
  refusals: count,
});
const apiUse = z.object({
  requests_today: count,
  transactions_today: count,
  requests_month: count,
  transactions_month: count,
});
const feed = z.object({ feed: z.string(), modified_at: z.string(), source_id: z.string(), moved_at: z.date() });

export type StateTotal = z.infer<typeof stateTotal>;

/**
 * Documents, their money and their hours by flow, state and currency, one revision of each: the one that stands for it. `parked` is whatever waits for a
 * person; the other states are those of the leading posting.
 */
export async function selectStateTotals(database: Database, company: string): Promise<StateTotal[]> {
  const result = await database.query(
    `with standing as (
        select flow, currency, amount, hours, case when state = 'rejected' or exists (
            select 1 from exceptions e where e.company = $1::text and e.document_key = document.document_key
              and e.closed_at is null) then 'parked' else state end as state
          from standing_documents document where document.company = $1::text)
      select flow, state, currency, count(*) as documents, sum(amount)::text as amount, sum(hours)::text as hours
        from standing
        group by flow, state, currency order by flow, state, currency nulls last`,
    [company],
  );
  return z.array(stateTotal).parse(result.rows);
}

/** The document that has waited longest for a person; null when none does. */
export async function selectOldestParked(
  database: Database,
  company: string,
): Promise<z.infer<typeof oldestParked> | null> {
  const result = await database.query(
    `select document_key, code, message, opened_at from exceptions
      where company = $1::text and closed_at is null and document_key <> '*' order by opened_at, exception_id limit 1`,
    [company],
  );
  return result.rowCount === 0 ? null : oldestParked.parse(result.rows[0]);
}

/** A company's pause with its beginning and the count of refused sign-ins; null when it is not paused. */
export async function selectPauseStanding(database: Database, company: string): Promise<z.infer<typeof pause> | null> {
  const result = await database.query(
    'select message, paused_at, next_probe_at, refusals from company_pauses where company = $1::text',
    [company],
  );
  return result.rowCount === 0 ? null : pause.parse(result.rows[0]);
}

/** Permits of a company that are held just now. */
export async function countPermitsHeld(database: Database, company: string): Promise<number> {
  const result = await database.query(
    `select count(*) as held from request_slots
      where company = $1::text and holder is not null and held_until > now()`,
    [company],
  );
  return count.parse(result.rows[0].held);
}

/** Requests and billed API transactions of the UTC day and month. */
export async function selectApiUse(database: Database, company: string): Promise<z.infer<typeof apiUse>> {
  const result = await database.query(
    `select coalesce(sum(requests) filter (where day = bounds.today), 0) as requests_today,
        coalesce(sum(transactions) filter (where day = bounds.today), 0) as transactions_today,
        coalesce(sum(requests), 0) as requests_month, coalesce(sum(transactions), 0) as transactions_month
      from (select (now() at time zone 'UTC')::date as today) bounds
        left join api_use on company = $1::text and day >= date_trunc('month', bounds.today)`,
    [company],
  );
  return apiUse.parse(result.rows[0]);
}

/** Where each of a company's feeds goes on, and when it last moved. */
export async function selectFeedStandings(database: Database, company: string): Promise<z.infer<typeof feed>[]> {
  const result = await database.query(
    'select feed, modified_at, source_id, moved_at from feed_cursors where company = $1::text order by feed',
    [company],
  );
  return z.array(feed).parse(result.rows);
}
