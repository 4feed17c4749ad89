import { z } from 'zod';
import { type RiskyRepair, riskyRepairs } from '../domain/assignar-profile';
import {
  type RepairAction,
  type RepairState,
  repairStates,
  type WorkerCase,
  type WorkerFields,
  workerFindings,
} from '../domain/true-up';
import type { Database } from './pool';

/** Fields of workers, by user id. */
export type FieldsOfWorkers = Record<string, WorkerFields>;

/** A case as a run planned it. */
export interface PlannedEntry extends WorkerCase {
  before: FieldsOfWorkers;
  waitingDocuments: number;
  state: RepairState;
}

/** A case with what became of it. */
export interface TrueUpEntry extends PlannedEntry {
  entryId: string;
  after: FieldsOfWorkers | null;
  decision: 'approved' | 'declined' | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  attempts: number;
  changesMet: number;
  error: string | null;
  released: number;
  settledAt: Date | null;
}

const change = z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() });
const action: z.ZodType<RepairAction> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('update'),
    userId: z.string(),
    purpose: z.enum(['put-right', 'free-ids', 'merge', 'deactivate']),
    changes: z.array(change),
  }),
  z.object({ kind: z.literal('create'), changes: z.array(change) }),
  z.object({ kind: z.literal('bind'), userId: z.string().nullable() }),
]);
const fieldsOfWorkers = z.record(z.string(), z.record(z.string(), z.string().nullable()));

const entryRow = z.object({
  entry_id: z.string(),
  case_key: z.string(),
  employee_id: z.string().nullable(),
  user_id: z.string().nullable(),
  user_ids: z.array(z.string()),
  finding: z.enum(workerFindings),
  matched_by: z.enum(['email', 'name-and-birth-date']).nullable(),
  fields: z.array(z.string()),
  because: z.string(),
  risks: z.array(z.enum(riskyRepairs)),
  actions: z.array(action),
  before: fieldsOfWorkers,
  after: fieldsOfWorkers.nullable(),
  unposted_timesheets: z.number(),
  waiting_documents: z.number(),
  state: z.enum(repairStates),
  decision: z.enum(['approved', 'declined']).nullable(),
  decided_by: z.string().nullable(),
  decided_at: z.date().nullable(),
  reason: z.string().nullable(),
  attempts: z.number(),
  changes_met: z.number(),
  error: z.string().nullable(),
  released: z.number(),
  settled_at: z.date().nullable(),
});

const columns = `entry_id, case_key, employee_id, user_id, user_ids, finding, matched_by, fields, because, risks, actions,
  before, after, unposted_timesheets, waiting_documents, state, decision, decided_by, decided_at, reason, attempts, changes_met, error,
  released, settled_at`;

function toEntry(row: unknown): TrueUpEntry {
  const parsed = entryRow.parse(row);
  return {
    entryId: parsed.entry_id,
    key: parsed.case_key,
    employeeId: parsed.employee_id,
    userId: parsed.user_id,
    userIds: parsed.user_ids,
    finding: parsed.finding,
    matchedBy: parsed.matched_by,
    fields: parsed.fields,
    because: parsed.because,
    risks: parsed.risks as RiskyRepair[],
    actions: parsed.actions,
    before: parsed.before,
    after: parsed.after,
    unpostedTimesheets: parsed.unposted_timesheets,
    waitingDocuments: parsed.waiting_documents,
    state: parsed.state,
    decision: parsed.decision,
    decidedBy: parsed.decided_by,
    decidedAt: parsed.decided_at,
    reason: parsed.reason,
    attempts: parsed.attempts,
    changesMet: parsed.changes_met,
    error: parsed.error,
    released: parsed.released,
    settledAt: parsed.settled_at,
  };
}

const planColumns = `case_key text, employee_id text, user_id text, user_ids text[], finding text, matched_by text,
  fields text[], because text, risks text[], actions jsonb, before jsonb, unposted_timesheets integer,
  waiting_documents integer, state text`;

function toPlanRow(entry: PlannedEntry) {
  return {
    case_key: entry.key,
    employee_id: entry.employeeId,
    user_id: entry.userId,
    user_ids: entry.userIds,
    finding: entry.finding,
    matched_by: entry.matchedBy,
    fields: entry.fields,
    because: entry.because,
    risks: entry.risks,
    actions: entry.actions,
    before: entry.before,
    unposted_timesheets: entry.unpostedTimesheets,
    waiting_documents: entry.waitingDocuments,
    state: entry.state,
  };
}

/** Writes down the plan of a run, in place of an earlier attempt's. */
export async function replaceEntries(
  database: Database,
  trueUpId: string,
  entries: readonly PlannedEntry[],
): Promise<void> {
  await database.query('delete from true_up_entries where true_up_id = $1::text', [trueUpId]);
  await database.query(
    `insert into true_up_entries (true_up_id, case_key, employee_id, user_id, user_ids, finding, matched_by, fields, because,
        risks, actions, before, unposted_timesheets, waiting_documents, state)
      select $1::text, planned.* from jsonb_to_recordset($2::jsonb) as planned (${planColumns})`,
    [trueUpId, JSON.stringify(entries.map(toPlanRow))],
  );
}

/** The entries of a run in the order of its plan; at most `limit` behind an entry id ('0' from the beginning). */
export async function selectEntries(
  database: Database,
  trueUpId: string,
  { after, limit }: { after: string; limit: number },
): Promise<TrueUpEntry[]> {
  const result = await database.query(
    `select ${columns} from true_up_entries where true_up_id = $1::text and entry_id > $2::bigint
      order by entry_id limit $3::integer`,
    [trueUpId, after, limit],
  );
  return result.rows.map(toEntry);
}

/**
 * The entries whose repair is next: those under way first (an attempt that died left them), then those tried least. At most `limit`; they
 * are marked as under way.
 */
export async function takeEntries(database: Database, trueUpId: string, limit: number): Promise<TrueUpEntry[]> {
  const result = await database.query(
    `with next as (
        select entry_id from true_up_entries
          where true_up_id = $1::text and state in ('repairing', 'planned', 'approved')
          order by (state <> 'repairing'), attempts, changes_met, entry_id limit $2::integer)
      update true_up_entries entry set state = 'repairing' from next where entry.entry_id = next.entry_id
        returning ${columns.replaceAll(/\b(entry_id)\b/g, 'entry.$1')}`,
    [trueUpId, limit],
  );
  return result.rows.map(toEntry).sort((left, right) => (BigInt(left.entryId) < BigInt(right.entryId) ? -1 : 1));
}

/** How many entries of a run are in each state; states without any are absent. */
export async function countEntries(
  database: Database,
  trueUpId: string,
): Promise<Partial<Record<RepairState, number>>> {
  const result = await database.query(
    'select state, count(*)::integer as entries from true_up_entries where true_up_id = $1::text group by state',
    [trueUpId],
  );
  const rows = z.array(z.object({ state: z.enum(repairStates), entries: z.number() })).parse(result.rows);
  return Object.fromEntries(rows.map(({ state, entries }) => [state, entries]));
}

/** Puts an entry back among those to be repaired, an attempt later. */
export async function putEntryBack(
  database: Database,
  entryId: string,
  { error, isAttempt }: { error: string | null; isAttempt: boolean },
): Promise<void> {
  await database.query(
    `update true_up_entries set state = case when decision = 'approved' then 'approved' else 'planned' end,
        attempts = attempts + $3::integer, error = $2::text
      where entry_id = $1::bigint`,
    [entryId, error, isAttempt ? 1 : 0],
  );
}

/** Plans an entry anew, for somebody changed what it is about; a decision about the plan before holds no more where `state` asks again. */
export async function replanEntry(
  database: Database,
  entryId: string,
  plan: PlannedEntry,
  { changesMet }: { changesMet: number },
): Promise<void> {
  await database.query(
    `update true_up_entries entry set employee_id = planned.employee_id, user_id = planned.user_id,
        user_ids = planned.user_ids, finding = planned.finding, matched_by = planned.matched_by, fields = planned.fields,
        because = planned.because, risks = planned.risks, actions = planned.actions, before = planned.before,
        unposted_timesheets = planned.unposted_timesheets, waiting_documents = planned.waiting_documents,
        state = planned.state, changes_met = $3::integer, planned_at = now(),
        decision = case when planned.state = 'awaiting-approval' then null else entry.decision end,
        reason = case when planned.state = 'awaiting-approval' then null else entry.reason end,
        settled_at = case when planned.state in ('planned', 'approved', 'awaiting-approval') then null else now() end
      from jsonb_to_record($2::jsonb) as planned (${planColumns})
      where entry.entry_id = $1::bigint`,
    [entryId, JSON.stringify(toPlanRow(plan)), changesMet],
  );
}

/** Writes down what became of an entry. */
export async function settleEntry(
  database: Database,
  entryId: string,
  settled: { state: 'repaired' | 'failed' | 'skipped'; after: FieldsOfWorkers | null; error: string | null },
): Promise<void> {
  await database.query(
    `update true_up_entries set state = $2::text, after = $3::jsonb, error = $4::text, attempts = attempts + 1,
        settled_at = now()
      where entry_id = $1::bigint`,
    [entryId, settled.state, settled.after === null ? null : JSON.stringify(settled.after), settled.error],
  );
}

/** Adds documents that were let through because an entry was repaired. */
export async function addReleased(database: Database, entryId: string, released: number): Promise<void> {
  await database.query('update true_up_entries set released = released + $2::integer where entry_id = $1::bigint', [
    entryId,
    released,
  ]);
}

/** Writes a person's decision on those of the entries that wait for one; null: on all that do. Returns the ids decided. */
export async function decideEntries(
  database: Database,
  trueUpId: string,
  decided: {
    entryIds: readonly string[] | null;
    decision: 'approved' | 'declined';
    actor: string;
    reason: string;
  },
): Promise<string[]> {
  const result = await database.query(
    `update true_up_entries set state = $3::text, decision = $3::text, decided_by = $4::text, decided_at = now(),
        reason = $5::text, settled_at = case when $3::text = 'declined' then now() end
      where true_up_id = $1::text and state = 'awaiting-approval' and ($2::bigint[] is null or entry_id = any($2::bigint[]))
      returning entry_id`,
    [trueUpId, decided.entryIds, decided.decision, decided.actor, decided.reason],
  );
  return result.rows.map((row: { entry_id: unknown }) => z.string().parse(row.entry_id));
}

/** Gives up what still waits for a decision, with the reason; returns how many did. */
export async function skipUndecided(database: Database, trueUpId: string, reason: string): Promise<number> {
  const result = await database.query(
    `update true_up_entries set state = 'skipped', reason = $2::text, settled_at = now()
      where true_up_id = $1::text and state = 'awaiting-approval'`,
    [trueUpId, reason],
  );
  return result.rowCount ?? 0;
}

/** How many documents are parked for each of these causes; causes for which none is are absent. */
export async function countWaiting(
  database: Database,
  company: string,
  causeKeys: readonly string[],
): Promise<Map<string, number>> {
  const result = await database.query(
    `select cause_key, count(distinct document_key)::integer as documents from exceptions
      where company = $1::text and closed_at is null and cause_key = any($2::text[]) and document_key <> '*'
      group by cause_key`,
    [company, causeKeys],
  );
  const rows = z.array(z.object({ cause_key: z.string(), documents: z.number() })).parse(result.rows);
  return new Map(rows.map(({ cause_key, documents }) => [cause_key, documents]));
}
