import { z } from 'zod';
import type { Database } from './pool';

const count = z.coerce.number();

const documentsByState = z.object({ company: z.string(), flow: z.string(), state: z.string(), documents: count });
const openExceptions = z.object({
  company: z.string(),
  flow: z.string(),
  code: z.string(),
  exceptions: count,
  oldest_seconds: count,
});
const latency = z.object({ company: z.string(), flow: z.string(), quantile: count, seconds: count });
const apiUse = z.object({
  company: z.string(),
  flow: z.string(),
  verdict: z.string(),
  requests: count,
  transactions: count,
});
const feedLag = z.object({ company: z.string(), feed: z.string(), lag_seconds: count, swept_seconds: count });
const slots = z.object({ company: z.string(), in_flight: count });

/** Documents by company, flow and state of the posting that stands for each. */
export async function countDocumentsByState(database: Database): Promise<z.infer<typeof documentsByState>[]> {
  const result = await database.query(
    'select company, flow, state, count(*) as documents from standing_documents group by company, flow, state',
  );
  return z.array(documentsByState).parse(result.rows);
}

/** Open exceptions by company, flow and code, with the age of the oldest in seconds. */
export async function countOpenExceptions(database: Database): Promise<z.infer<typeof openExceptions>[]> {
  const result = await database.query(
    `select company, flow, code, count(*) as exceptions, extract(epoch from now() - min(opened_at)) as oldest_seconds
      from exceptions where closed_at is null group by company, flow, code`,
  );
  return z.array(openExceptions).parse(result.rows);
}

/** Seconds from trigger to posted over the last hour, at the median and the 99th percentile. */
export async function measurePostingLatency(database: Database): Promise<z.infer<typeof latency>[]> {
  const result = await database.query(
    `select company, flow, quantile,
        percentile_disc(quantile) within group (order by extract(epoch from settled_at - triggered_at)) as seconds
      from postings, unnest(array[0.5, 0.99]::double precision[]) as quantile
      where is_leading and state = 'posted' and settled_at > now() - interval '1 hour'
      group by company, flow, quantile`,
  );
  return z.array(latency).parse(result.rows);
}

/** Requests and billed transactions since ever, by company, flow and verdict. */
export async function countApiCalls(database: Database): Promise<z.infer<typeof apiUse>[]> {
  const result = await database.query(
    `select company, flow, verdict, sum(requests) as requests, sum(transactions) as transactions
      from api_use group by company, flow, verdict`,
  );
  return z.array(apiUse).parse(result.rows);
}

/** Requests to Intacct that are in flight now, by company. */
export async function countRequestsInFlight(database: Database): Promise<z.infer<typeof slots>[]> {
  const result = await database.query(
    `select company, count(*) filter (where holder is not null and held_until > now()) as in_flight
      from request_slots group by company`,
  );
  return z.array(slots).parse(result.rows);
}

/** Companies whose sign-in is refused just now. */
export async function countPausedCompanies(database: Database): Promise<number> {
  const result = await database.query('select count(*) as paused from company_pauses');
  return count.parse(result.rows[0].paused);
}

/**
 * How long the oldest document that a feed's sweep found, and the ledger did not know, has been final by now, in seconds; 0
 * when there was none. And how long ago that sweep was: a lag that nobody measures any more says nothing.
 */
export async function measureFeedLag(database: Database): Promise<z.infer<typeof feedLag>[]> {
  const result = await database.query(
    `select company, feed, extract(epoch from now() - swept_at) as swept_seconds,
        coalesce(oldest_unknown_age_seconds + extract(epoch from now() - swept_at), 0) as lag_seconds
      from feed_sweeps`,
  );
  return z.array(feedLag).parse(result.rows);
}
