import { z } from 'zod';
import type { JournalEntry } from '../domain/journal-entry';
import type { Database } from './pool';

const pooledRow = z.object({ document_key: z.string(), entity_id: z.string(), entry: z.custom<JournalEntry>() });

/** The cost of sales of one invoice, waiting for or part of a day's journal. */
export interface PooledCostOfSales {
  documentKey: string;
  entityId: string;
  entry: JournalEntry;
}

/**
 * Assigns what waits, up to and with the day, to journals: one per entity, branch and posting date, numbered on after
 * earlier ones. Returns the keys of all journals that are not posted yet, so that a lost start is made good.
 */
export async function assignPoolToJournals(database: Database, company: string, upToDate: string): Promise<string[]> {
  await database.query('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [
    `cost-of-sales-pool/${company}`,
  ]);
  await database.query(
    `with day as (
        select branch_code, posting_date, entry ->> 'journalSymbol' as journal
          from cost_of_sales_pool
          where company = $1::text and journal_document_key is null and posting_date <= $2::date
          group by 1, 2, 3),
      numbered as (
        select day.*, journal || '-' || branch_code || '-' || posting_date || '-' || (1 + (
            select count(distinct journal_document_key) from cost_of_sales_pool earlier
              where earlier.company = $1::text and earlier.branch_code = day.branch_code
                and earlier.posting_date = day.posting_date and earlier.journal_document_key is not null)) as key
          from day)
      update cost_of_sales_pool pool set journal_document_key = numbered.key
        from numbered
        where pool.company = $1::text and pool.journal_document_key is null
          and pool.branch_code = numbered.branch_code and pool.posting_date = numbered.posting_date
          and pool.entry ->> 'journalSymbol' = numbered.journal`,
    [company, upToDate],
  );
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
    `select document_key, entity_id, entry from cost_of_sales_pool
      where company = $1::text and journal_document_key = $2::text order by document_key, revision`,
    [company, journalDocumentKey],
  );
  return result.rows.map((raw) => {
    const row = pooledRow.parse(raw);
    return { documentKey: row.document_key, entityId: row.entity_id, entry: row.entry };
  });
}
