import { z } from 'zod';
import type { Database } from './pool';

/** What became of the records of a first load. */
export interface LoadCounts {
  read: number;
  written: number;
  unchanged: number;
  filtered: number;
  refused: number;
}

/** How far a first load is. */
export interface FirstLoad extends LoadCounts {
  /** RECORDNO behind which the next page begins; for contacts with the source before it. */
  after: string;
  isFinished: boolean;
}

const count = z.coerce.number().int();
const loadRow = z.object({
  after_record_number: z.string(),
  finished_at: z.date().nullable(),
  records_read: count,
  records_written: count,
  records_unchanged: count,
  records_filtered: count,
  records_refused: count,
});

const columns = `after_record_number, finished_at, records_read, records_written, records_unchanged, records_filtered,
  records_refused`;

function toLoad(row: unknown): FirstLoad {
  const parsed = loadRow.parse(row);
  return {
    after: parsed.after_record_number,
    isFinished: parsed.finished_at !== null,
    read: parsed.records_read,
    written: parsed.records_written,
    unchanged: parsed.records_unchanged,
    filtered: parsed.records_filtered,
    refused: parsed.records_refused,
  };
}

/** Begins a first load, or goes on with one that did not come to its end; one that did begins anew. */
export async function beginFirstLoad(
  database: Database,
  load: { company: string; object: string; workflowId: string },
): Promise<FirstLoad> {
  const result = await database.query(
    `insert into first_loads (company, object, workflow_id) values ($1::text, $2::text, $3::text)
      on conflict (company, object) do update
        set workflow_id = excluded.workflow_id,
          started_at = case when first_loads.finished_at is null then first_loads.started_at else now() end,
          after_record_number = case when first_loads.finished_at is null then first_loads.after_record_number else '0' end,
          records_read = case when first_loads.finished_at is null then first_loads.records_read else 0 end,
          records_written = case when first_loads.finished_at is null then first_loads.records_written else 0 end,
          records_unchanged = case when first_loads.finished_at is null then first_loads.records_unchanged else 0 end,
          records_filtered = case when first_loads.finished_at is null then first_loads.records_filtered else 0 end,
          records_refused = case when first_loads.finished_at is null then first_loads.records_refused else 0 end,
          finished_at = null
      returning ${columns}`,
    [load.company, load.object, load.workflowId],
  );
  return toLoad(result.rows[0]);
}

/** How far a first load is; null when there never was one. */
export async function selectFirstLoad(database: Database, company: string, object: string): Promise<FirstLoad | null> {
  const result = await database.query(
    `select ${columns} from first_loads where company = $1::text and object = $2::text`,
    [company, object],
  );
  return result.rowCount === 0 ? null : toLoad(result.rows[0]);
}

/** When a first load began; null when there is none. */
export async function selectLoadStart(database: Database, company: string, object: string): Promise<Date | null> {
  const result = await database.query(
    'select started_at from first_loads where company = $1::text and object = $2::text',
    [company, object],
  );
  return result.rowCount === 0 ? null : z.date().parse(result.rows[0].started_at);
}

/**
 * Counts a page and moves behind it, if nobody has: a page that was loaded twice, for its answer was lost, counts once.
 */
export async function countPage(
  database: Database,
  load: { company: string; object: string },
  page: { from: string; after: string; counts: LoadCounts },
): Promise<void> {
  await database.query(
    `update first_loads set after_record_number = $4::text, records_read = records_read + $5::integer,
        records_written = records_written + $6::integer, records_unchanged = records_unchanged + $7::integer,
        records_filtered = records_filtered + $8::integer, records_refused = records_refused + $9::integer
      where company = $1::text and object = $2::text and after_record_number = $3::text`,
    [
      load.company,
      load.object,
      page.from,
      page.after,
      page.counts.read,
      page.counts.written,
      page.counts.unchanged,
      page.counts.filtered,
      page.counts.refused,
    ],
  );
}

/** Counts records that were refused at first, and went through when others were there. */
export async function countLate(
  database: Database,
  load: { company: string; object: string },
  written: number,
): Promise<void> {
  await database.query(
    `update first_loads set records_written = records_written + least($3::integer, records_refused),
        records_refused = records_refused - least($3::integer, records_refused)
      where company = $1::text and object = $2::text`,
    [load.company, load.object, written],
  );
}

/** Writes down that a first load came to its end. */
export async function finishFirstLoad(database: Database, load: { company: string; object: string }): Promise<void> {
  await database.query('update first_loads set finished_at = now() where company = $1::text and object = $2::text', [
    load.company,
    load.object,
  ]);
}

/** Records of these objects that wait for a person, by document key, with the first reason of each. */
export async function selectRefusedRecords(
  database: Database,
  company: string,
  objects: readonly string[],
): Promise<{ record: string; code: string; message: string }[]> {
  const result = await database.query(
    `select distinct on (document_key) document_key as record, code, message from exceptions
      where company = $1::text and closed_at is null and split_part(document_key, '/', 1) = any($2::text[])
      order by document_key, exception_id`,
    [company, objects],
  );
  return z.array(z.object({ record: z.string(), code: z.string(), message: z.string() })).parse(result.rows);
}
