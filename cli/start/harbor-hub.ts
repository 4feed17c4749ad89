import type { Pool } from 'pg';
import { z } from 'zod';
import { workerFindings } from '../../domain/true-up';

const count = z.number().int();
const countsSchema = z.object({ object: z.string(), in_step: count, drifted: count, filtered: count, parked: count });

/** What became of the records of one object of Intacct. */
export type ConstructionCounts = z.infer<typeof countsSchema>;

/** Counts of Harbor Civil's master records by object of Intacct. */
export async function readConstructionCounts(hub: Pool): Promise<ConstructionCounts[]> {
  const { rows } = await hub.query(
    `select object, count(*) filter (where outcome = 'in-step')::integer as in_step,
        count(*) filter (where outcome = 'drifted')::integer as drifted,
        count(*) filter (where outcome in ('filtered', 'gone'))::integer as filtered,
        count(*) filter (where outcome = 'parked')::integer as parked
      from record_looks
      where company = 'harbor-civil' and object in ('EMPLOYEE', 'ITEM', 'PROJECT', 'TASK', 'CUSTOMER', 'VENDOR')
      group by 1`,
  );
  return rows.map((row) => countsSchema.parse(row));
}

const driftSchema = z.object({
  object: z.string(),
  assignar_id: z.string(),
  intacct_id: z.string().nullable(),
  kind: z.string(),
  fields: z.array(z.string()),
});

/** What somebody changed in Assignar by hand and nobody has put right. */
export type OpenDrift = z.infer<typeof driftSchema>;

/** Harbor Civil's open drifts, workers last. */
export async function readOpenDrifts(hub: Pool): Promise<OpenDrift[]> {
  const { rows } = await hub.query(
    `select object, assignar_id, intacct_id, kind, array(select jsonb_object_keys(fields) order by 1) as fields
      from drifts where company = 'harbor-civil' and settled_at is null
      order by object = 'worker', object, assignar_id::bigint`,
  );
  return rows.map((row) => driftSchema.parse(row));
}

const changeSchema = z.looseObject({ field: z.string() });
const entrySchema = z.object({
  entry_id: z.string(),
  finding: z.enum(workerFindings),
  employee_id: z.string().nullable(),
  user_ids: z.array(z.string()),
  because: z.string(),
  risks: z.array(z.string()),
  actions: z.array(
    z.looseObject({ kind: z.string(), purpose: z.string().optional(), changes: z.array(changeSchema).optional() }),
  ),
  waiting_documents: count,
  state: z.string(),
  decided_by: z.string().nullable(),
  error: z.string().nullable(),
  released: count,
});

/** One case of a true-up: what is wrong, what is to be done, and what became of it. */
export type TrueUpCase = z.infer<typeof entrySchema>;

const runSchema = z.object({
  true_up_id: z.string(),
  requested_by: z.string(),
  state: z.string(),
  workers_read: count,
  employees_read: count,
  seconds_to_plan: z.number().nullable(),
  seconds: z.number().nullable(),
});

/** A run of the true-up with its cases. */
export type TrueUpRun = z.infer<typeof runSchema> & { cases: TrueUpCase[] };

/** A run by its id; throws when there is none. */
export async function readTrueUp(hub: Pool, trueUpId: string): Promise<TrueUpRun> {
  const run = await hub.query(
    `select true_up_id, requested_by, state, workers_read, employees_read,
        extract(epoch from planned_at - started_at)::float8 as seconds_to_plan,
        extract(epoch from finished_at - started_at)::float8 as seconds
      from true_ups where true_up_id = $1`,
    [trueUpId],
  );
  const entries = await hub.query(
    `select entry_id::text, finding, employee_id, user_ids, because, risks, actions, waiting_documents, state, decided_by, error, released
      from true_up_entries where true_up_id = $1 order by entry_id`,
    [trueUpId],
  );
  return { ...runSchema.parse(run.rows[0]), cases: entries.rows.map((row) => entrySchema.parse(row)) };
}
