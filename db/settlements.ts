import type { Pool } from 'pg';
import type { PostingState } from '../domain/posting';
import { type Database, inTransaction } from './pool';

/** How many postings of a plan a claim found: sent for the first time, and `sending` or `unknown` before. */
export interface Claim {
  claimed: number;
  onTheirWay: number;
}

/**
 * Claims a plan for sending, in one statement: every posting `planned → sending`. `claimed` are sent for the first time;
 * `onTheirWay` were `sending` or `unknown` before. Neither: the plan was replaced or settled, and must not be sent.
 */
export async function claimForSending(database: Database, planId: string): Promise<Claim> {
  const result = await database.query(
    `with claimed as (
        update postings set state = 'sending', sent_at = now()
          where plan_id = $1::bigint and state = 'planned' returning posting_id),
      noted as (
        insert into posting_events (posting_id, from_state, to_state, actor, note, plan_id)
          select posting_id, 'planned', 'sending', 'flow', 'sending to Intacct', $1::bigint from claimed)
      select (select count(*) from claimed)::integer as claimed, count(*)::integer as on_their_way
        from postings where plan_id = $1::bigint and state in ('sending', 'unknown')`,
    [planId],
  );
  return { claimed: result.rows[0].claimed, onTheirWay: result.rows[0].on_their_way };
}

/** What a plan writes to and Intacct keeps one of: `timesheet:E-7/2026-11-16`. */
export interface Series {
  company: string;
  serialKeys: readonly string[];
}

/** The same for a plan that writes to timesheets, of each of which one plan at a time is claimed until it is settled. Null: another one is. */
export async function claimSeries(pool: Pool, planId: string, { company, serialKeys }: Series): Promise<Claim | null> {
  return inTransaction(pool, async (transaction) => {
    // In one order for all: two plans may share two timesheets.
    for (const serialKey of [...serialKeys].sort()) {
      await transaction.query('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [
        `${company}/${serialKey}`,
      ]);
    }
    if (await selectSeriesInUse(transaction, company, planId, serialKeys)) return null;
    return claimForSending(transaction, planId);
  });
}

/** True while another plan's posting to one of the timesheets is on its way, or its outcome is not known. */
export async function selectSeriesInUse(
  database: Database,
  company: string,
  planId: string,
  serialKeys: readonly string[],
): Promise<boolean> {
  const result = await database.query(
    `select from postings
      where company = $1::text and serial_key = any($3::text[]) and state in ('sending', 'unknown')
        and plan_id <> $2::bigint limit 1`,
    [company, planId, serialKeys],
  );
  return result.rowCount === 1;
}

/** Moves a plan's postings from any of the states to another, with an event each; those in other states stay. Returns how many moved. */
export async function movePostings(
  database: Database,
  planId: string,
  change: { from: PostingState[]; to: PostingState; note: string },
): Promise<number> {
  const result = await database.query(
    `with before as (
        select posting_id, state from postings where plan_id = $1::bigint and state = any($2::text[]) for update),
      moved as (
        update postings set state = $3::text,
            settled_at = case when $3::text = 'rejected' then now() else null end
          from before where postings.posting_id = before.posting_id and before.state <> $3::text
          returning postings.posting_id, before.state)
      insert into posting_events (posting_id, from_state, to_state, actor, note, plan_id)
        select posting_id, state, $3::text, 'flow', $4::text, $1::bigint from moved`,
    [planId, change.from, change.to, change.note],
  );
  return result.rowCount ?? 0;
}

/**
 * Writes down that Intacct holds a plan's documents, whatever was thought before: closes what was open for the document, and puts
 * cost of sales that the plan pools among what waits for its day's journal. One statement, harmless to repeat. Returns how
 * many of the plan's postings are posted now: none when the ledger has gone on to another plan.
 */
export async function settlePosted(
  database: Database,
  planId: string,
  keys: { purpose: string; intacctKey: string }[],
  note: string,
): Promise<number> {
  const result = await database.query(
    `with keys as (select * from unnest($2::text[], $3::text[]) as key (purpose, intacct_key)),
      before as (
        select posting_id, state, purpose from postings where plan_id = $1::bigint and state <> 'posted' for update),
      moved as (
        update postings set state = 'posted', settled_at = now(), intacct_key = keys.intacct_key
          from before join keys on keys.purpose = before.purpose
          where postings.posting_id = before.posting_id
          returning postings.posting_id, before.state, keys.intacct_key),
      pooled as (
        insert into cost_of_sales_pool (company, document_key, revision, branch_code, entity_id, posting_date, entry)
          select p.company, p.document_key, p.revision, split_part(p.document_key, '-', 1), p.entity_id,
              (plan.pooled_entry ->> 'postingDate')::date, plan.pooled_entry
            from plans plan
              join postings p on p.plan_id = plan.plan_id and p.revision = plan.revision and p.is_leading
            where plan.plan_id = $1::bigint and plan.pooled_entry is not null
          on conflict (company, document_key, revision) do nothing),
      closed as (
        update exceptions set closed_at = now(), closed_because = 'posted'
          from plans plan
          where plan.plan_id = $1::bigint and exceptions.company = plan.company
            and exceptions.document_key = plan.document_key and exceptions.closed_at is null
            -- A settlement that comes late answers nothing that was asked since.
            and exists (select from before)),
      noted as (
        insert into posting_events (posting_id, from_state, to_state, actor, note, plan_id)
          select posting_id, state, 'posted', 'flow', $4::text || ' as record ' || intacct_key, $1::bigint from moved)
      select ((select count(*) from moved) + count(*))::integer as posted
        from postings where plan_id = $1::bigint and state = 'posted'`,
    [planId, keys.map((key) => key.purpose), keys.map((key) => key.intacctKey), note],
  );
  return result.rows[0].posted;
}
