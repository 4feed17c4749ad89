import { settleDrifts } from '../../db/drifts';
import { agreeLink, type LinkedObject, rebindLink, selectLink } from '../../db/links';
import { type Database, inTransaction } from '../../db/pool';
import { addReleased, settleEntry, type TrueUpEntry } from '../../db/true-up-entries';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { AssignarWorker, EmployeeStanding, WorkerCase } from '../../domain/true-up';
import { assignarLinks } from '../assignar-records/assignar-record-kind';
import { causesOf, touchedFields } from './plan-true-up';
import { keepWorkers } from './read-sides';
import type { TrueUpDeps } from './true-up-deps';

/** A case whose steps were done and read back. */
export interface RepairedCase {
  entry: TrueUpEntry;
  /** As it was carried out. */
  carriedOut: WorkerCase;
  createdId: string | null;
  /** As they were read back. */
  workers: AssignarWorker[];
  employee: EmployeeStanding | null;
}

/**
 * Writes down that a case is put right: which worker the employee is, what both sides agree on, that nobody's hand stands any more; then lets
 * through what waited for the worker or the employee.
 */
export async function settleRepaired(
  deps: TrueUpDeps,
  profile: AssignarProfile,
  trueUpId: string,
  repaired: RepairedCase,
): Promise<void> {
  const { entry, carriedOut, createdId, workers } = repaired;
  const { company } = profile;
  const userIds = [...carriedOut.userIds, ...(createdId === null ? [] : [createdId])];
  const fieldsOf = new Map(workers.map(({ id, fields }) => [id, fields]));
  await inTransaction(deps.pool, async (transaction) => {
    await writeDownLinks(transaction, company, repaired);
    await settleDrifts(transaction, { company, object: 'worker', assignarIds: userIds, because: 'trued up' });
    await keepWorkers(transaction, trueUpId, workers);
    const created = createdId === null ? {} : { [createdId]: createdFields(carriedOut, fieldsOf.get(createdId) ?? {}) };
    const after = { ...touchedFields(carriedOut, fieldsOf), ...created };
    await settleEntry(transaction, entry.entryId, { state: 'repaired', after, error: null });
  });
  await releaseWaiting(deps, company, entry.entryId, { employeeId: carriedOut.employeeId, userIds });
}

/** Lets through what waited for the workers or the employee of an entry, and counts it there. */
export async function releaseWaiting(
  deps: Pick<TrueUpDeps, 'pool' | 'releaseCause'>,
  company: string,
  entryId: string,
  of: Pick<WorkerCase, 'employeeId' | 'userIds'>,
): Promise<void> {
  let released = 0;
  for (const cause of causesOf(of)) released += await deps.releaseCause(company, cause);
  if (released > 0) await addReleased(deps.pool, entryId, released);
}

async function writeDownLinks(transaction: Database, company: string, repaired: RepairedCase): Promise<void> {
  const { carriedOut, createdId, employee } = repaired;
  const of = assignarLinks(company, 'worker', 'EMPLOYEE');
  for (const action of carriedOut.actions) {
    if (action.kind === 'bind') await bindEmployee(transaction, of, employee, action.userId ?? createdId);
    if (action.kind === 'update' && action.purpose === 'deactivate') {
      await agreeInactive(transaction, of, carriedOut.employeeId, action.userId);
    }
  }
}

async function bindEmployee(
  transaction: Database,
  of: LinkedObject,
  employee: EmployeeStanding | null,
  userId: string | null,
): Promise<void> {
  if (employee === null || userId === null || employee.wanted.outcome !== 'pulled') {
    throw new Error(`true-up: ${employee?.employeeId ?? 'nobody'} cannot be bound to worker ${userId ?? 'nobody'}`);
  }
  const { employeeId: intacctId, recordNumber, wanted } = employee;
  const link = await selectLink(transaction, of, intacctId);
  if (link !== null && link.sourceId !== userId) await rebindLink(transaction, of, { intacctId, sourceId: userId });
  await agreeLink(transaction, of, {
    sourceId: userId,
    intacctId,
    intacctRecordNumber: recordNumber,
    agreed: wanted.fields,
    standing: wanted.fields.active === 'false' ? 'inactive' : 'active',
  });
}

/** Somebody who left: the link stays, and says that the worker is inactive. */
async function agreeInactive(
  transaction: Database,
  of: LinkedObject,
  employeeId: string | null,
  userId: string,
): Promise<void> {
  const link = employeeId === null ? null : await selectLink(transaction, of, employeeId);
  if (link === null || link.sourceId !== userId) return;
  await agreeLink(transaction, of, { ...link, agreed: { ...link.agreed, active: 'false' }, standing: 'inactive' });
}

function createdFields({ actions }: WorkerCase, fields: Record<string, string | null>): Record<string, string | null> {
  const created = actions.flatMap((action) => (action.kind === 'create' ? action.changes : []));
  return Object.fromEntries(created.map(({ field }) => [field, fields[field] ?? null]));
}
