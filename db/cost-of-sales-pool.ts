import { z } from 'zod';
import type { JournalEntry } from '../domain/journal-entry';
import type { Database } from './pool';

const pooledRow = z.object({
  document_key: z.string(),
  revision: z.number(),
  entity_id: z.string(),
  entry: z.custom<JournalEntry>(),
});

/** The cost of sales of one invoice, waiting for or part of a day's journal. */
export interface PooledCostOfSales {
  documentKey: string;
  revision: number;
  entityId: string;
  entry: JournalEntry;
}

/**
 * Assigns what waits, up to and with the day, to journals: one per entity, branch and posting date, numbered on after
 * earlier ones. Returns the keys of all journals that are not posted yet, so that a lost start is made good. Runs in
 * the caller's transaction, one collection of a company at a time.
 */
export async function assignPoolToJournals(database: Database, company: string, upToDate: string): Promise<string[]> {
  await database.query('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [
    `cost-of-sales-pool/${company}`,
  ]);
  await releaseAbandonedJournals(database, company);
  await assignWaiting(database, company, upToDate);
  return selectUnpostedJournals(database, company);
}

/**
 * What went into a journal that was given up waits again when nothing of it is in Intacct: it was never sent, or each
 * sending was followed by a refusal. Its invoices stand in Intacct, so their cost must come there too. Where something
 * was found under its number, or a sending was never answered, it keeps its cost: a second journal would double it.
 */
async function releaseAbandonedJournals(database: Database, company: string): Promise<void> {
  await database.query(
    `update cost_of_sales_pool pool set journal_document_key = null
      from postings p
      where p.company = $1::text and p.flow = 'cost-of-sales-journal' and p.is_leading and p.state = 'abandoned'
        and pool.company = p.company and pool.journal_document_key = p.document_key
        and not exists (select from exceptions met where met.company = p.company
          and met.document_key = p.document_key and met.code in ('OUTCOME_CONFLICT', 'INVOICE_NUMBER_TAKEN'))
        and not exists (select from posting_events sent
          where sent.posting_id = p.posting_id and sent.to_state in ('sending', 'unknown')
            and not exists (select from posting_events refused where refused.posting_id = sent.posting_id
              and refused.to_state = 'rejected' and refused.event_id > sent.event_id))`,
    [company],
  );
}

/** A number once given is never given again, even when nothing is left in its journal: Intacct is searched by it. */
async function assignWaiting(database: Database, company: string, upToDate: string): Promise<void> {
  await database.query(
    `with day as (
        select entity_id, branch_code, posting_date, entry ->> 'journalSymbol' as journal,
            concat_ws('-', entry ->> 'journalSymbol', entity_id, branch_code, to_char(posting_date, 'YYYY-MM-DD'), '') as stem
          from cost_of_sales_pool
          where company = $1::text and journal_document_key is null and posting_date <= $2::date
          group by 1, 2, 3, 4, 5),
      taken as (
        select journal_document_key as key from cost_of_sales_pool
          where company = $1::text and journal_document_key is not null
        union
        select document_key from postings
          where company = $1::text and flow = 'cost-of-sales-journal' and is_leading),
      numbered as (
        -- By stem, not by day: codes with dashes in them may spell the same stem.
        select day.*, stem || (row_number() over (partition by stem order by journal, entity_id, branch_code) + (
            select coalesce(max(substr(key, length(stem) + 1)::integer), 0) from taken
              where starts_with(key, stem) and substr(key, length(stem) + 1) ~ '^\\d{1,9}$')) as key
          from day)
      update cost_of_sales_pool pool set journal_document_key = numbered.key
        from numbered
        where pool.company = $1::text and pool.journal_document_key is null
          and pool.entity_id = numbered.entity_id and pool.branch_code = numbered.branch_code
          and pool.posting_date = numbered.posting_date and pool.entry ->> 'journalSymbol' = numbered.journal`,
    [company, upToDate],
  );
}

async function selectUnpostedJournals(database: Database, company: string): Promise<string[]> {
  const result = await database.query(
    `select distinct pool.journal_document_key as key from cost_of_sales_pool pool
      where pool.company = $1::text and pool.journal_document_key is not null
        and not exists (select 1 from postings p where p.company = pool.company
          and p.document_key = pool.journal_document_key and p.state in ('posted', 'abandoned'))
      order by 1`,
    [company],
  );
  return result.rows.map((row) => row.key);
}

/** What went into a journal, in the order of its documents. */
export async function selectPooledCostOfSales(
  database: Database,
  company: string,
  journalDocumentKey: string,
): Promise<PooledCostOfSales[]> {
  const result = await database.query(
    `select document_key, revision, entity_id, entry from cost_of_sales_pool
      where company = $1::text and journal_document_key = $2::text order by document_key, revision`,
    [company, journalDocumentKey],
  );
  return result.rows.map((raw) => {
    const row = pooledRow.parse(raw);
    return { documentKey: row.document_key, revision: row.revision, entityId: row.entity_id, entry: row.entry };
  });
}
