import { z } from 'zod';
import { type FindingCounts, type TrueUpState, trueUpStates, workerFindings } from '../domain/true-up';
import type { Database } from './pool';

/** One run of the worker true-up. */
export interface TrueUp {
  trueUpId: string;
  company: string;
  workflowId: string;
  requestedBy: string;
  isPreview: boolean;
  /** Employee ids and user ids that it is about; null: everybody. */
  named: string[] | null;
  state: TrueUpState;
  workersRead: number;
  employeesRead: number;
  /** Null before the plan. */
  findings: FindingCounts | null;
  startedAt: Date;
  plannedAt: Date | null;
  finishedAt: Date | null;
}

/** A run as it is asked for. */
export type RequestedTrueUp = Pick<
  TrueUp,
  'trueUpId' | 'company' | 'workflowId' | 'requestedBy' | 'isPreview' | 'named'
>;

const trueUpRow = z.object({
  true_up_id: z.string(),
  company: z.string(),
  workflow_id: z.string(),
  requested_by: z.string(),
  is_preview: z.boolean(),
  named: z.array(z.string()).nullable(),
  state: z.enum(trueUpStates),
  workers_read: z.number(),
  employees_read: z.number(),
  findings: z.record(z.enum(workerFindings), z.number()).nullable(),
  started_at: z.date(),
  planned_at: z.date().nullable(),
  finished_at: z.date().nullable(),
});

const columns = `true_up_id, company, workflow_id, requested_by, is_preview, named, state, workers_read, employees_read,
  findings, started_at, planned_at, finished_at`;

function toTrueUp(row: unknown): TrueUp {
  const parsed = trueUpRow.parse(row);
  return {
    trueUpId: parsed.true_up_id,
    company: parsed.company,
    workflowId: parsed.workflow_id,
    requestedBy: parsed.requested_by,
    isPreview: parsed.is_preview,
    named: parsed.named,
    state: parsed.state,
    workersRead: parsed.workers_read,
    employeesRead: parsed.employees_read,
    findings: parsed.findings,
    startedAt: parsed.started_at,
    plannedAt: parsed.planned_at,
    finishedAt: parsed.finished_at,
  };
}

/** Writes down a run, unless one of its kind is open in the company or this one is there; returns the open one, or the very one if it has ended. */
export async function insertTrueUp(database: Database, trueUp: RequestedTrueUp): Promise<TrueUp | null> {
  await database.query(
    `insert into true_ups (true_up_id, company, workflow_id, requested_by, is_preview, named, state)
      values ($1::text, $2::text, $3::text, $4::text, $5::boolean, $6::text[], 'reading')
      on conflict do nothing`,
    [trueUp.trueUpId, trueUp.company, trueUp.workflowId, trueUp.requestedBy, trueUp.isPreview, trueUp.named],
  );
  return (await selectTrueUp(database, trueUp.trueUpId)) ?? (await selectOpenTrueUp(database, trueUp));
}

/** A run by its id; null when there is none. */
export async function selectTrueUp(database: Database, trueUpId: string): Promise<TrueUp | null> {
  const result = await database.query(`select ${columns} from true_ups where true_up_id = $1::text`, [trueUpId]);
  return result.rowCount === 0 ? null : toTrueUp(result.rows[0]);
}

/** A company's runs that repair, or its previews: one of each at a time. */
export type TrueUpKind = Pick<TrueUp, 'company' | 'isPreview'>;

/** The company's run, or preview, that has not ended; null when there is none. */
export async function selectOpenTrueUp(database: Database, { company, isPreview }: TrueUpKind): Promise<TrueUp | null> {
  const result = await database.query(
    `select ${columns} from true_ups where company = $1::text and is_preview = $2::boolean and finished_at is null`,
    [company, isPreview],
  );
  return result.rowCount === 0 ? null : toTrueUp(result.rows[0]);
}

/** The company's run that began last; null when there never was one. */
export async function selectNewestTrueUp(database: Database, company: string): Promise<TrueUp | null> {
  const result = await database.query(
    `select ${columns} from true_ups where company = $1::text order by started_at desc limit 1`,
    [company],
  );
  return result.rowCount === 0 ? null : toTrueUp(result.rows[0]);
}

/** Moves a run on. */
export async function setTrueUpState(database: Database, trueUpId: string, state: TrueUpState): Promise<void> {
  await database.query('update true_ups set state = $2::text where true_up_id = $1::text', [trueUpId, state]);
}

/** Writes down the plan of a run: what was read, and how many cases there are of each finding. */
export async function setTrueUpPlanned(
  database: Database,
  trueUpId: string,
  plan: { workersRead: number; employeesRead: number; findings: FindingCounts; state: TrueUpState },
): Promise<void> {
  await database.query(
    `update true_ups set planned_at = now(), workers_read = $2::integer, employees_read = $3::integer, findings = $4::jsonb,
        state = $5::text
      where true_up_id = $1::text`,
    [trueUpId, plan.workersRead, plan.employeesRead, JSON.stringify(plan.findings), plan.state],
  );
}

/** Ends a run, and forgets what it read. `stopped`: its flow was ended from outside. Harmless to repeat. */
export async function endTrueUp(
  database: Database,
  trueUpId: string,
  state: 'previewed' | 'finished' | 'stopped',
): Promise<void> {
  await database.query(
    `update true_ups set state = $2::text, finished_at = now() where true_up_id = $1::text and finished_at is null`,
    [trueUpId, state],
  );
  await database.query('delete from true_up_snapshots where true_up_id = $1::text', [trueUpId]);
}

/** Forgets the company's previews that ended more than 30 days ago: plans that nobody carried out, with personal fields. */
export async function deleteOldPreviews(database: Database, company: string): Promise<void> {
  await database.query(
    `delete from true_ups
      where company = $1::text and state = 'previewed' and finished_at < now() - interval '30 days'`,
    [company],
  );
}

export type SnapshotSide = 'assignar' | 'intacct' | 'unposted';

/** A record as a run read it. */
export interface SnapshotRecord {
  id: string;
  record: unknown;
}

/** Keeps what was read of one side; what was read before of the same record is replaced. */
export async function upsertSnapshots(
  database: Database,
  trueUpId: string,
  side: SnapshotSide,
  records: readonly SnapshotRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await database.query(
    `insert into true_up_snapshots (true_up_id, side, id, record)
      select $1::text, $2::text, id, record from jsonb_to_recordset($3::jsonb) as read (id text, record jsonb)
      on conflict (true_up_id, side, id) do update set record = excluded.record`,
    [trueUpId, side, JSON.stringify(records)],
  );
}

/** Forgets these records of a side, or all of it. */
export async function deleteSnapshots(
  database: Database,
  trueUpId: string,
  side: SnapshotSide,
  ids: readonly string[] | null,
): Promise<void> {
  await database.query(
    `delete from true_up_snapshots
      where true_up_id = $1::text and side = $2::text and ($3::text[] is null or id = any($3::text[]))`,
    [trueUpId, side, ids],
  );
}

/** What was read of one side, or of these ids of it, by the reader's own schema; throws ZodError for a record that is not of it. */
export async function selectSnapshots<T>(
  database: Database,
  trueUpId: string,
  side: SnapshotSide,
  schema: z.ZodType<T>,
  ids: readonly string[] | null = null,
): Promise<T[]> {
  const result = await database.query(
    `select record from true_up_snapshots
      where true_up_id = $1::text and side = $2::text and ($3::text[] is null or id = any($3::text[])) order by id`,
    [trueUpId, side, ids],
  );
  return result.rows.map((row: { record: unknown }) => schema.parse(row.record));
}
