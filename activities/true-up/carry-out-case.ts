import type { AssignarClient } from '../../clients/assignar/assignar-client';
import { OutcomeUnknown, Rejected } from '../../clients/errors';
import type { AssignarWorker, FieldChange, RepairAction, WorkerCase, WorkerFields } from '../../domain/true-up';
import { freedId } from '../../mappings/true-up/repair-steps';
import { isSameValue } from '../../mappings/true-up/worker-fields';

type Writer = Pick<AssignarClient, 'findRecords' | 'createRecord' | 'updateRecord'>;
type Update = RepairAction & { kind: 'update' };

/** What became of the steps of a case in Assignar. */
export type CarriedOut =
  | { kind: 'done'; createdId: string | null }
  /** A unique value is somebody else's: those who hold it now. */
  | { kind: 'blocked'; error: string; holders: AssignarWorker[]; createdId: string | null }
  | { kind: 'refused'; error: string; createdId: string | null };

/**
 * Does the steps of a case in Assignar, in order. A write without an answer is looked up before it is sent again. Throws verdicts that are no
 * refusals.
 */
export async function carryOutCase(writer: Writer, { actions }: Pick<WorkerCase, 'actions'>): Promise<CarriedOut> {
  let createdId: string | null = null;
  const freed: Update[] = [];
  for (const action of actions) {
    if (action.kind === 'bind') continue;
    try {
      createdId = (await writeStep(writer, action, freed)) ?? createdId;
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      if (error.code !== 'UNIQUE_TAKEN') return { kind: 'refused', error: error.message, createdId };
      const holders = await holdersOf(writer, action.changes);
      return { kind: 'blocked', error: error.message, holders, createdId };
    }
    if (action.kind === 'update' && action.purpose !== 'put-right') freed.push(action);
  }
  return { kind: 'done', createdId };
}

/** Steps of a case that did not take: per field what was expected and what was read back. */
export function untakenChanges(
  { actions }: Pick<WorkerCase, 'actions'>,
  createdId: string | null,
  read: ReadonlyMap<string, AssignarWorker>,
): string[] {
  const wanted = new Map<string, WorkerFields>();
  for (const action of actions) {
    if (action.kind === 'bind') continue;
    const userId = action.kind === 'create' ? createdId : action.userId;
    if (userId !== null) wanted.set(userId, { ...wanted.get(userId), ...toFields(action.changes) });
  }
  return [...wanted].flatMap(([userId, fields]) => {
    const worker = read.get(userId);
    if (worker === undefined) return [`worker ${userId} is not there`];
    return Object.entries(fields)
      .filter(([field, to]) => !isSameValue(field, to, worker.fields[field] ?? null))
      .map(
        ([field, to]) =>
          `worker ${userId}: ${field}: expected ${to ?? 'nothing'}, read back ${worker.fields[field] ?? 'nothing'}`,
      );
  });
}

async function writeStep(
  writer: Writer,
  action: RepairAction & { kind: 'update' | 'create' },
  freed: readonly Update[],
): Promise<string | null> {
  try {
    return await writeOnce(writer, action);
  } catch (error) {
    if (!(error instanceof Rejected) || error.code !== 'UNIQUE_TAKEN' || freed.length === 0) throw error;
    // Assignar may take a null for "as it is": then the ids that were to be freed get another name.
    if (!(await renameHeld(writer, freed))) throw error;
    return await writeOnce(writer, action);
  }
}

/** Writes a step; without an answer it looks what came of it, and sends it once more only where nothing did. */
async function writeOnce(writer: Writer, action: RepairAction & { kind: 'update' | 'create' }): Promise<string | null> {
  const fields = toFields(action.changes);
  if (action.kind === 'create') {
    try {
      return (await writer.createRecord('worker', fields)).id;
    } catch (error) {
      const mayBeOurs = error instanceof OutcomeUnknown || (error instanceof Rejected && error.code === 'UNIQUE_TAKEN');
      if (!mayBeOurs) throw error;
      const made = await findMade(writer, fields);
      if (made !== null) return made;
      if (error instanceof Rejected) throw error;
      return (await writer.createRecord('worker', fields)).id;
    }
  }
  try {
    await writer.updateRecord('worker', action.userId, fields);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    const [worker] = await writer.findRecords('worker', { by: 'ids', ids: [action.userId] });
    const read = new Map(worker === undefined ? [] : [[worker.id, worker] as const]);
    if (untakenChanges({ actions: [action] }, null, read).length === 0) return null;
    await writer.updateRecord('worker', action.userId, fields);
  }
  return null;
}

/** A worker that has all of what was to be created is the one that an attempt without an answer made. */
async function findMade(writer: Writer, fields: WorkerFields): Promise<string | null> {
  const integrationId = fields.integrationId ?? null;
  if (integrationId === null) return null;
  const found = await writer.findRecords('worker', { by: 'integrationId', value: integrationId });
  const made = found.find(
    (worker) =>
      worker.deletedAt === null &&
      Object.entries(fields).every(([field, value]) => isSameValue(field, value, worker.fields[field] ?? null)),
  );
  return made?.id ?? null;
}

async function renameHeld(writer: Writer, freed: readonly Update[]): Promise<boolean> {
  const workers = await writer.findRecords('worker', { by: 'ids', ids: freed.map(({ userId }) => userId) });
  let renamed = false;
  for (const { userId, changes } of freed) {
    const worker = workers.find(({ id }) => id === userId);
    const held = changes.filter(
      ({ field, from, to }) =>
        to === null &&
        from !== null &&
        (field === 'externalId' || field === 'integrationId') &&
        isSameValue(field, worker?.fields[field] ?? null, from),
    );
    if (held.length === 0) continue;
    renamed = true;
    await writer.updateRecord('worker', userId, Object.fromEntries(held.map(({ field }) => [field, freedId(userId)])));
  }
  return renamed;
}

/** Whoever holds one of the unique values that were to be written. */
async function holdersOf(writer: Writer, changes: readonly FieldChange[]): Promise<AssignarWorker[]> {
  const holders = new Map<string, AssignarWorker>();
  for (const by of ['integrationId', 'externalId', 'email'] as const) {
    const value = changes.find(({ field }) => field === by)?.to ?? null;
    if (value === null) continue;
    for (const worker of await writer.findRecords('worker', { by, value })) holders.set(worker.id, worker);
  }
  return [...holders.values()];
}

function toFields(changes: readonly FieldChange[]): WorkerFields {
  return Object.fromEntries(changes.map(({ field, to }) => [field, to]));
}
