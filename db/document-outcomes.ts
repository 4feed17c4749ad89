import { z } from 'zod';
import type { Database } from './pool';
import { postingState } from './posting-state';

const outcomeRow = z.object({
  document_key: z.string(),
  flow: z.string(),
  workflow_id: z.string(),
  state: postingState,
  intacct_key: z.string().nullable(),
  acknowledged: z.boolean(),
  /** An earlier revision stands in Intacct, whatever becomes of this one. */
  posted_before: z.boolean(),
  currency: z.string().nullable(),
  amount: z.string().nullable(),
  hours: z.string().nullable(),
  newest_exception_id: z.coerce.bigint(),
  open_exceptions: z.coerce.number(),
  code: z.string().nullable(),
  message: z.string().nullable(),
});

/** Where a document stands now: its newest leading posting, and the first of its open exceptions. */
export type DocumentOutcome = z.infer<typeof outcomeRow>;

/** Outcomes of those documents that the ledger knows, in the order of their keys. */
export async function selectDocumentOutcomes(
  database: Database,
  company: string,
  documentKeys: readonly string[],
): Promise<DocumentOutcome[]> {
  const result = await database.query(
    `with latest as (
        select distinct on (document_key) document_key, flow, workflow_id, state, intacct_key, currency, amount, hours,
            acknowledged_at is not null as acknowledged, exists (
              select 1 from postings earlier
                where earlier.company = newest.company and earlier.document_key = newest.document_key
                  and earlier.revision < newest.revision and earlier.is_leading and earlier.state = 'posted'
            ) as posted_before
          from postings newest where company = $1::text and document_key = any($2::text[]) and is_leading
          order by document_key, revision desc)
      select latest.*, coalesce(every.newest, 0) as newest_exception_id, coalesce(every.open, 0) as open_exceptions,
          first.code, first.message
        from latest
          left join lateral (
            select max(exception_id) as newest, count(*) filter (where closed_at is null) as open from exceptions e
              where e.company = $1::text and e.document_key = latest.document_key) every on true
          left join lateral (
            select code, message from exceptions e
              where e.company = $1::text and e.document_key = latest.document_key and e.closed_at is null
              order by exception_id limit 1) first on true
        order by document_key`,
    [company, documentKeys],
  );
  return z.array(outcomeRow).parse(result.rows);
}
