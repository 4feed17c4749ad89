import { z } from 'zod';
import type { Database } from './pool';

/** Links with records of Assignar that are in use there, whose numeric ids lie behind `after` and up to `upTo` (null: all behind), by id there. */
export async function selectLinkedAssignarIds(
  database: Database,
  of: { company: string; object: string },
  range: { after: string; upTo: string | null },
): Promise<{ assignarId: string; intacctObject: string; intacctId: string }[]> {
  const result = await database.query(
    `select source_id, intacct_object, intacct_id from links
      where company = $1::text and system = 'assignar' and object = $2::text and agreed is not null
        and standing <> 'inactive'
        and case when source_id ~ '^[0-9]+$' then source_id::numeric > $3::numeric
          and ($4::numeric is null or source_id::numeric <= $4::numeric) end`,
    [of.company, of.object, range.after, range.upTo],
  );
  const row = z.object({ source_id: z.string(), intacct_object: z.string(), intacct_id: z.string() });
  return z
    .array(row)
    .parse(result.rows)
    .map(({ source_id, intacct_object, intacct_id }) => ({
      assignarId: source_id,
      intacctObject: intacct_object,
      intacctId: intacct_id,
    }));
}

/** Records of Intacct that stay active in Assignar until their time is posted, and employees whose last day has passed before `today` (YYYY-MM-DD). */
export async function selectEndingRecords(
  database: Database,
  company: string,
  today: string,
): Promise<{ intacctObject: string; intacctId: string }[]> {
  const result = await database.query(
    `select distinct intacct_object, intacct_id from links
      where company = $1::text and system = 'assignar' and (standing = 'ending'
        or standing = 'active' and intacct_object = 'EMPLOYEE' and exists (
          select from construction_masters master
            where master.company = links.company and master.object = 'EMPLOYEE' and master.id = links.intacct_id
              and master.fields ->> 'endDate' < $2::text))
      order by intacct_id`,
    [company, today],
  );
  const row = z.object({ intacct_object: z.string(), intacct_id: z.string() });
  return z
    .array(row)
    .parse(result.rows)
    .map(({ intacct_object, intacct_id }) => ({ intacctObject: intacct_object, intacctId: intacct_id }));
}

/** Which of these ids of projects operations have: linked, and not closed. */
export async function selectPulledProjects(
  database: Database,
  company: string,
  projectIds: readonly string[],
): Promise<Set<string>> {
  const result = await database.query(
    `select intacct_id from links
      where company = $1::text and system = 'assignar' and object = 'project' and intacct_object = 'PROJECT'
        and standing = 'active' and agreed is not null and intacct_id = any($2::text[])`,
    [company, projectIds],
  );
  return new Set(result.rows.map((row) => z.string().parse(row.intacct_id)));
}

/** Which field of the records that name one of Assignar's by its id holds that id. */
const referenceFields = { role: 'roleIds', client: 'clientId', project: 'parentId' } as const;

/**
 * Records of Intacct whose record in Assignar still names a former one of these by its id: a role, client or project that stood for the
 * record of Intacct until somebody deleted it, and another was made.
 */
export async function selectNamingFormer(
  database: Database,
  company: string,
  object: keyof typeof referenceFields,
  { intacctObject, intacctId, assignarId }: { intacctObject: string; intacctId: string; assignarId: string },
): Promise<{ intacctObject: string; intacctId: string }[]> {
  const former = await database.query(
    `select distinct assignar_id from drifts
      where company = $1::text and object = $2::text and intacct_object = $3::text and intacct_id = $4::text
        and assignar_id <> $5::text and kind in ('deleted', 'missing') and settled_at is not null`,
    [company, object, intacctObject, intacctId, assignarId],
  );
  if (former.rowCount === 0) return [];
  const ids = former.rows.map((row) => z.string().parse(row.assignar_id));
  const naming = await database.query(
    `select distinct intacct_object, intacct_id from links
      where company = $1::text and system = 'assignar' and standing <> 'inactive'
        and agreed ->> $2::text = any($3::text[])
      order by intacct_id`,
    [company, referenceFields[object], ids],
  );
  const row = z.object({ intacct_object: z.string(), intacct_id: z.string() });
  return z
    .array(row)
    .parse(naming.rows)
    .map(({ intacct_object, intacct_id }) => ({ intacctObject: intacct_object, intacctId: intacct_id }));
}

/** PROJECTIDs of the projects whose parent this one is, as they were last read of Intacct. */
export async function selectChildProjects(database: Database, company: string, projectId: string): Promise<string[]> {
  const result = await database.query(
    `select id from construction_masters
      where company = $1::text and object = 'PROJECT' and fields ->> 'parentId' = $2::text and is_active
      order by id`,
    [company, projectId],
  );
  return result.rows.map((row) => z.string().parse(row.id));
}

/** TASKIDs of the tasks of a project, as they were last read of Intacct. */
export async function selectTaskIdsOfProject(
  database: Database,
  company: string,
  projectId: string,
): Promise<string[]> {
  const result = await database.query(
    `select distinct fields ->> 'taskId' as task_id from construction_masters
      where company = $1::text and object = 'TASK' and fields ->> 'projectId' = $2::text and gone_at is null
      order by 1`,
    [company, projectId],
  );
  return result.rows.map((row) => z.string().parse(row.task_id));
}

/** TASKIDs of tasks by their RECORDNO, those that are gone included: of a deleted one often only the number is known. */
export async function selectTaskIdsByRecordNumber(
  database: Database,
  company: string,
  recordNumbers: readonly string[],
): Promise<string[]> {
  const result = await database.query(
    `select distinct fields ->> 'taskId' as task_id from construction_masters
      where company = $1::text and object = 'TASK' and record_number = any($2::text[]) order by 1`,
    [company, recordNumbers],
  );
  return result.rows.map((row) => z.string().parse(row.task_id));
}
