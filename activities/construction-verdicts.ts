import type { IntacctConstruction } from '../clients/intacct/intacct-construction';
import {
  type ConstructionMaster,
  type ConstructionObject,
  selectConstructionMasters,
  taskMasterId,
  upsertConstructionMasters,
} from '../db/construction-masters';
import type { Database } from '../db/pool';
import type { WaitingCause } from '../db/waiting-causes';
import { causeParts } from './cause-parts';
import type { InTurn } from './gateway-turns';

const objects: Partial<Record<string, ConstructionObject>> = {
  employee: 'EMPLOYEE',
  item: 'ITEM',
  project: 'PROJECT',
  task: 'TASK',
};

/** The object that a cause of construction names; null for any other cause. */
export function constructionObjectOf(causeKey: string): ConstructionObject | null {
  return objects[causeParts(causeKey).kind] ?? null;
}

/** Causes that the hub knows to be gone: records that were read, and were active, since the last document came to wait for them. */
export async function selectCausesSeenGone(
  database: Database,
  company: string,
  causes: readonly WaitingCause[],
): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const [object, waiting] of byObject(causes)) {
    const ids = waiting.map(({ causeKey }) => causeParts(causeKey).value);
    const known = await selectConstructionMasters(database, company, object, ids);
    for (const { causeKey, newestOpenedAt } of waiting) {
      const master = known.get(causeParts(causeKey).value);
      if (master?.isActive && master.seenAt > newestOpenedAt) seen.add(causeKey);
    }
  }
  return seen;
}

/** Intacct's masters of construction, each question in its turn. */
export interface ConstructionReader {
  /** Only of a company that runs on Assignar. */
  construction: () => Promise<IntacctConstruction>;
  inTurn: InTurn;
}

/**
 * Reads the records that causes name, one query per object, and keeps them: a shift is planned by what the hub knows. Returns the
 * causes whose record is there and active.
 */
export async function readCausesInIntacct(
  reader: () => Promise<ConstructionReader>,
  database: Database,
  company: string,
  causes: readonly WaitingCause[],
): Promise<Set<string>> {
  const active = new Set<string>();
  for (const [object, waiting] of byObject(causes)) {
    const { construction: open, inTurn } = await reader();
    const construction = await open();
    const values = waiting.map(({ causeKey }) => causeParts(causeKey).value);
    const masters = await inTurn(() => readMasters(construction, object, values));
    await upsertConstructionMasters(database, company, masters);
    const usable = new Set(masters.filter(({ record }) => record.isActive).map(idOf));
    for (const { causeKey } of waiting) if (usable.has(causeParts(causeKey).value)) active.add(causeKey);
  }
  return active;
}

function byObject(causes: readonly WaitingCause[]): Map<ConstructionObject, WaitingCause[]> {
  const grouped = new Map<ConstructionObject, WaitingCause[]>();
  for (const cause of causes) {
    const object = constructionObjectOf(cause.causeKey);
    if (object !== null) grouped.set(object, [...(grouped.get(object) ?? []), cause]);
  }
  return grouped;
}

async function readMasters(
  construction: IntacctConstruction,
  object: ConstructionObject,
  values: readonly string[],
): Promise<ConstructionMaster[]> {
  switch (object) {
    case 'EMPLOYEE':
      return (await construction.readEmployees(values)).map((record) => ({ object, record }));
    case 'ITEM':
      return (await construction.readItems(values)).map((record) => ({ object, record }));
    case 'PROJECT':
      return (await construction.readProjects(values)).map((record) => ({ object, record }));
    case 'TASK':
      return (await construction.readTasks([...new Set(values.flatMap(taskIdsIn))])).map((record) => ({
        object,
        record,
      }));
  }
}

/** Every TASKID that `P-100/100-200` may mean: either id may hold a slash. */
function taskIdsIn(value: string): string[] {
  return value.split('/').flatMap((_part, index, parts) => (index === 0 ? [] : [parts.slice(index).join('/')]));
}

function idOf(master: ConstructionMaster): string {
  switch (master.object) {
    case 'EMPLOYEE':
      return master.record.employeeId;
    case 'ITEM':
      return master.record.itemId;
    case 'PROJECT':
      return master.record.projectId;
    case 'TASK':
      return taskMasterId(master.record);
  }
}
