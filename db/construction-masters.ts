import { z } from 'zod';
import type { IntacctEmployee, IntacctItem, IntacctProject, IntacctTask } from '../domain/construction-records';
import type { Database } from './pool';

/** A record of Intacct that shifts name, whole as it was read. */
export type ConstructionMaster =
  | { object: 'EMPLOYEE'; record: IntacctEmployee }
  | { object: 'ITEM'; record: IntacctItem }
  | { object: 'PROJECT'; record: IntacctProject }
  | { object: 'TASK'; record: IntacctTask };

export type ConstructionObject = ConstructionMaster['object'];

/** The columns of a record: of an employee no name, birth date or address, for a shift needs none. */
interface MasterRow {
  id: string;
  record_number: string;
  fields: Record<string, string | null>;
  is_active: boolean;
  modified_at: string;
}

/** The id of a task among all tasks: `P-100/100-200`, as in its cause key. */
export function taskMasterId({ projectId, taskId }: Pick<IntacctTask, 'projectId' | 'taskId'>): string {
  return `${projectId}/${taskId}`;
}

function toRow(master: ConstructionMaster): MasterRow {
  const { recordNumber: record_number, isActive: is_active, modifiedAt: modified_at } = master.record;
  const row = { record_number, is_active, modified_at };
  switch (master.object) {
    case 'EMPLOYEE': {
      const { employeeId, earningTypeName, startDate, endDate, departmentId, locationId } = master.record;
      return { ...row, id: employeeId, fields: { earningTypeName, startDate, endDate, departmentId, locationId } };
    }
    case 'ITEM': {
      const { itemId, glGroup } = master.record;
      return { ...row, id: itemId, fields: { glGroup } };
    }
    case 'PROJECT': {
      const { projectId, parentId, customerId, locationId, departmentId } = master.record;
      return { ...row, id: projectId, fields: { parentId, customerId, locationId, departmentId } };
    }
    case 'TASK': {
      const { projectId, taskId, itemId } = master.record;
      return { ...row, id: taskMasterId(master.record), fields: { projectId, taskId, itemId } };
    }
  }
}

/** Writes down records as they were read; what was read before, or is older than what stands, changes nothing. Any number, one statement per object. */
export async function upsertConstructionMasters(
  database: Database,
  company: string,
  masters: readonly ConstructionMaster[],
): Promise<void> {
  const rowsByObject = new Map<ConstructionObject, Map<string, MasterRow>>();
  for (const master of masters) {
    const rows = rowsByObject.get(master.object) ?? new Map<string, MasterRow>();
    const row = toRow(master);
    // One statement cannot write a row twice: of two readings the later one counts.
    rowsByObject.set(master.object, rows.set(row.id, row));
  }
  for (const [object, rows] of rowsByObject) {
    await database.query(
      `insert into construction_masters (company, object, id, record_number, fields, is_active, modified_at)
        select $1::text, $2::text, id, record_number, fields, is_active, modified_at
          from jsonb_to_recordset($3::jsonb)
            as row (id text, record_number text, fields jsonb, is_active boolean, modified_at timestamptz)
          order by id
        on conflict (company, object, id) do update set
          record_number = excluded.record_number, fields = excluded.fields, is_active = excluded.is_active,
          modified_at = excluded.modified_at, seen_at = now(), gone_at = null
          -- Of two readings on their way at once, the older one may come last.
          where construction_masters.modified_at <= excluded.modified_at
            or construction_masters.record_number <> excluded.record_number`,
      [company, object, JSON.stringify([...rows.values()])],
    );
  }
}

/** Writes down that Intacct has these no more, by RECORDNO: of what is gone often only the number is known. Returns their ids. */
export async function markConstructionMastersGone(
  database: Database,
  company: string,
  object: ConstructionObject,
  recordNumbers: readonly string[],
): Promise<string[]> {
  const result = await database.query(
    `update construction_masters set gone_at = coalesce(gone_at, now()), is_active = false
      where company = $1::text and object = $2::text and record_number = any($3::text[])
      returning id`,
    [company, object, recordNumbers],
  );
  return result.rows.map((row) => row.id);
}

const masterRow = z.object({
  id: z.string(),
  record_number: z.string(),
  fields: z.record(z.string(), z.string().nullable()),
  is_active: z.boolean(),
  seen_at: z.date(),
});

/** A record as it was last read; `fields` under our names, those of the object. */
export interface KnownMaster {
  id: string;
  recordNumber: string;
  fields: Record<string, string | null>;
  isActive: boolean;
  seenAt: Date;
}

function toKnown(row: unknown): KnownMaster {
  const { id, record_number: recordNumber, fields, is_active: isActive, seen_at: seenAt } = masterRow.parse(row);
  return { id, recordNumber, fields, isActive, seenAt };
}

const knownColumns = 'id, record_number, fields, is_active, seen_at';

/** Records by natural id (a task's is `taskMasterId`); what Intacct never had, or has no more, is absent. */
export async function selectConstructionMasters(
  database: Database,
  company: string,
  object: ConstructionObject,
  ids: readonly string[],
): Promise<Map<string, KnownMaster>> {
  const result = await database.query(
    `select ${knownColumns} from construction_masters
      where company = $1::text and object = $2::text and id = any($3::text[]) and gone_at is null`,
    [company, object, ids],
  );
  return new Map(result.rows.map(toKnown).map((known) => [known.id, known]));
}

/** Ids of the records that Intacct still had when they were last read, and whose id or RECORDNO this is. */
export async function selectMasterIdsByKey(
  database: Database,
  company: string,
  object: ConstructionObject,
  key: string,
): Promise<string[]> {
  const result = await database.query(
    `select id from construction_masters
      where company = $1::text and object = $2::text and (id = $3::text or record_number = $3::text) and gone_at is null
      order by id`,
    [company, object, key],
  );
  return result.rows.map((row) => z.string().parse(row.id));
}

/** Every project's tasks that bear one of these TASKIDs, by project. */
export async function selectTasksById(
  database: Database,
  company: string,
  taskIds: readonly string[],
): Promise<KnownMaster[]> {
  const result = await database.query(
    `select ${knownColumns} from construction_masters
      where company = $1::text and object = 'TASK' and fields ->> 'taskId' = any($2::text[]) and gone_at is null
      order by id`,
    [company, taskIds],
  );
  return result.rows.map(toKnown);
}
