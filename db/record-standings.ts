import { z } from 'zod';
import type { Database } from './pool';
import { recordKeySql } from './record-key-sql';

const standingRow = z.object({
  intacct_id: z.string(),
  outcome: z.string().nullable(),
  looked_at: z.date().nullable(),
  modified_at: z.string().nullable(),
  linked_object: z.string().nullable(),
  source_id: z.string().nullable(),
  intacct_record_number: z.string().nullable(),
  agreed: z.record(z.string(), z.string().nullable()).nullable(),
  standing: z.enum(['active', 'inactive', 'ending']).nullable(),
  synced_at: z.date().nullable(),
  batch_number: z.number().nullable(),
  handed_over_at: z.date().nullable(),
});

/** What the hub knows of a record: its link, what was last seen of it, and whether it is on its way to iMetal's importer. */
export type RecordStanding = z.infer<typeof standingRow>;

/** A record by what stands for it in lists, or by its name in Intacct; null when the hub never saw it. */
export async function selectRecordStanding(
  database: Database,
  record: {
    company: string;
    system: 'imetal' | 'assignar';
    object: string;
    linkedObjects: readonly string[];
    key: string;
  },
): Promise<RecordStanding | null> {
  const isNamed = `(intacct_id = $4::text or ($2::text = 'CONTACT' and ${recordKeySql('$2::text', 'intacct_id')} = $4::text))`;
  const result = await database.query(
    `with known as (
        select intacct_id from record_looks where company = $1::text and object = $2::text and ${isNamed}
        union
        select intacct_id from links
          where company = $1::text and system = $5::text and object = any($3::text[]) and intacct_object = $2::text and ${isNamed})
      select known.intacct_id, look.outcome, look.looked_at, look.modified_at, link.object as linked_object, link.source_id, link.intacct_record_number,
          link.agreed, link.standing, link.synced_at, import.batch_number, import.handed_over_at
        from known
          left join record_looks look
            on look.company = $1::text and look.object = $2::text and look.intacct_id = known.intacct_id
          left join links link
            on link.company = $1::text and link.system = $5::text and link.object = any($3::text[])
              and link.intacct_object = $2::text and link.intacct_id = known.intacct_id
          left join record_imports import
            on import.company = $1::text and import.object = $2::text and import.intacct_id = known.intacct_id
        -- An item that moved from one group to the other is what it is now; a project comes before its work order.
        order by (link.standing = 'inactive') nulls last, array_position($3::text[], link.object)
        limit 1`,
    [record.company, record.object, record.linkedObjects, record.key, record.system],
  );
  return result.rowCount === 0 ? null : standingRow.parse(result.rows[0]);
}

const parkedRow = z.object({
  document_key: z.string(),
  flow: z.string(),
  workflow_id: z.string(),
  currency: z.string().nullable(),
  amount: z.string().nullable(),
});

/** A record, or a customer's open items, that waits for a person, and its flow. */
export type ParkedRecord = z.infer<typeof parkedRow>;

/** Those of the keys that are no documents of the ledger and have an open exception, in the order of their keys. */
export async function selectParkedRecords(
  database: Database,
  company: string,
  keys: readonly string[],
): Promise<ParkedRecord[]> {
  const result = await database.query(
    `select distinct on (document_key) document_key, flow, workflow_id, currency, amount from exceptions parked
      where company = $1::text and document_key = any($2::text[]) and closed_at is null and workflow_id is not null
        and not exists (
          select from postings where postings.company = parked.company and postings.document_key = parked.document_key)
      order by document_key, exception_id`,
    [company, keys],
  );
  return z.array(parkedRow).parse(result.rows);
}

/** Records and accounts that have waited for a person for longer than the seconds: each must have a flow. */
export async function selectWaitingRecords(
  database: Database,
  company: string,
  olderThanSeconds: number,
): Promise<{ document_key: string; workflow_id: string }[]> {
  const result = await database.query(
    `select distinct document_key, workflow_id from exceptions parked
      where company = $1::text and closed_at is null and workflow_id is not null
        and opened_at < now() - make_interval(secs => $2::integer)
        and not exists (
          select from postings where postings.company = parked.company and postings.document_key = parked.document_key)
      order by document_key`,
    [company, olderThanSeconds],
  );
  return z.array(z.object({ document_key: z.string(), workflow_id: z.string() })).parse(result.rows);
}

const totalRow = z.object({ object: z.string(), state: z.string(), records: z.coerce.number() });

/** Records of an object that stand alike. */
export type RecordTotal = z.infer<typeof totalRow>;

/**
 * Records by object and state: `in-step`, `filtered`, `gone`, `parked`, and `abandoned` for one that was given up until it changes.
 * Customers' open items as object `open-items`: `told`, `not-told`, `parked`.
 */
export async function selectRecordTotals(
  database: Database,
  company: string,
  objects: readonly string[],
): Promise<RecordTotal[]> {
  const result = await database.query(
    `with open as (
        select distinct document_key from exceptions where company = $1::text and closed_at is null),
      standing as (
        select object, case when outcome <> 'parked' then outcome when document_key is null then 'abandoned' else 'parked' end
            as state
          from record_looks left join open
            on outcome = 'parked' and document_key = object || '/' || ${recordKeySql('object', 'intacct_id')}
          where company = $1::text and object = any($2::text[])
        union all
        select 'open-items', case when document_key is not null then 'parked' when told_at >= as_of then 'told' else 'not-told' end
          from customer_receivables left join open on document_key = 'open-items/' || customer_id
          where company = $1::text)
      select object, state, count(*) as records from standing group by object, state order by object, state`,
    [company, objects],
  );
  return z.array(totalRow).parse(result.rows);
}
