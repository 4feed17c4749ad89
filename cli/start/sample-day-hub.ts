import type { Pool } from 'pg';
import { z } from 'zod';
import { postingState } from '../../db/posting-state';

const postedDocumentSchema = z.object({
  flow: z.string(),
  document_key: z.string(),
  state: postingState,
  acknowledged: z.boolean(),
  hours: z.string().nullable(),
  source_lines: z.number().int().nullable(),
  target_lines: z.number().int().nullable(),
});

/** How far the hub got with a document: its leading posting with a shift's labour hours, and the lines of its plan. */
export type HubDocument = z.infer<typeof postedDocumentSchema>;

/** The hub's word on every document of a company that it has seen: the revision that is in Intacct, else the newest. */
export async function readHubDocuments(hub: Pool, company: string): Promise<HubDocument[]> {
  const { rows } = await hub.query(
    `select distinct on (posting.document_key) posting.flow, posting.document_key, posting.state,
        posting.acknowledged_at is not null as acknowledged, posting.hours::text,
        (plan.totals ->> 'sourceLines')::integer as source_lines, (plan.totals ->> 'targetLines')::integer as target_lines
      from postings posting left join plans plan using (plan_id)
      where posting.is_leading and posting.company = $1
      order by posting.document_key, (posting.state <> 'posted'), posting.revision desc`,
    [company],
  );
  return rows.map((row) => postedDocumentSchema.parse(row));
}

const openExceptionSchema = z.object({
  document_key: z.string(),
  code: z.string(),
  message: z.string(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  cause_key: z.string().nullable(),
});

export type OpenException = z.infer<typeof openExceptionSchema>;

/** Every open exception of a company, by code and document. */
export async function readOpenExceptions(hub: Pool, company: string): Promise<OpenException[]> {
  const { rows } = await hub.query(
    `select document_key, code, message, amount::text, currency, cause_key from exceptions
      where closed_at is null and company = $1 order by code, document_key`,
    [company],
  );
  return rows.map((row) => openExceptionSchema.parse(row));
}

const recordCountsSchema = z.object({
  flow: z.string(),
  in_step: z.number().int(),
  filtered: z.number().int(),
  parked: z.number().int(),
});

/** What became of the records of each flow: what both sides have alike, what operations need not know, what waits for a person. */
export type RecordCounts = z.infer<typeof recordCountsSchema>;

/** Counts of Gulf Metals' master records by flow, and of records that are on their way to iMetal at this moment. */
export async function readRecordCounts(hub: Pool): Promise<{ counts: RecordCounts[]; onTheirWay: number }> {
  const { rows } = await hub.query(
    `select case object when 'CUSTOMER' then 'customers' when 'VENDOR' then 'vendors' when 'CONTACT' then 'contacts'
          when 'ARTERM' then 'terms' when 'APTERM' then 'terms' else 'taxes' end as flow,
        count(*) filter (where outcome = 'in-step')::integer as in_step,
        count(*) filter (where outcome in ('filtered', 'gone'))::integer as filtered,
        count(*) filter (where outcome = 'parked')::integer as parked
      from record_looks
      where company = 'gulf-metals' and object in ('CUSTOMER', 'VENDOR', 'CONTACT', 'ARTERM', 'APTERM', 'TAXDETAIL', 'TAXSCHEDULE')
      group by 1`,
  );
  const pending = await hub.query('select count(*)::integer as pending from record_imports');
  return {
    counts: rows.map((row) => recordCountsSchema.parse(row)),
    onTheirWay: z.object({ pending: z.number() }).parse(pending.rows[0]).pending,
  };
}

const meterSchema = z.object({ flow: z.string(), requests: z.number().int(), transactions: z.number().int() });
export type Meter = z.infer<typeof meterSchema>;

/** What the hub's cost meter counted of a company by flow: requests to Intacct, and the API transactions that they are billed as. */
export async function readMeter(hub: Pool, company: string): Promise<Meter[]> {
  const { rows } = await hub.query(
    `select flow, count(*)::integer as requests, coalesce(sum(transactions), 0)::integer as transactions
      from api_calls where company = $1 group by 1 order by 1`,
    [company],
  );
  return rows.map((row) => meterSchema.parse(row));
}

const conflictSchema = z.object({ record: z.string(), field: z.string(), kept: z.string(), rule: z.string() });
export type SettledConflict = z.infer<typeof conflictSchema>;

/** Fields that both sides changed at once, and whose word stood. */
export async function readConflicts(hub: Pool, company: string): Promise<SettledConflict[]> {
  const { rows } = await hub.query(
    `select object || '/' || source_id as record, field, kept, rule from sync_conflicts where company = $1 order by conflict_id`,
    [company],
  );
  return rows.map((row) => conflictSchema.parse(row));
}
