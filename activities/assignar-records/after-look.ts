import { selectTaskIdsOfProject } from '../../db/assignar-links';
import { selectCausesAwaited } from '../../db/awaited-causes';
import { causeKey } from '../../domain/exception';
import type { RecordReference } from '../../domain/record-sync';
import type { MappedObject } from '../../mappings/assignar-records/wanted-record';
import { inBatches } from '../in-batches';
import { touchRecord } from '../records/touch-record';
import type { FoundInIntacct } from './assignar-record-kind';
import type { BroughtRecord } from './bring-in-step';
import type { AssignarRecordDeps } from './look-at-assignar-record';

/** What a record lets go on that was looked at and is not parked: what waited for it, and the tasks of a project. Harmless to repeat. */
export async function afterLook(
  deps: Pick<AssignarRecordDeps, 'pool' | 'client' | 'taskQueue' | 'releaseCause'>,
  record: RecordReference,
  found: FoundInIntacct | null,
  { made, hasTurned }: BroughtRecord,
): Promise<void> {
  const { company, object, id } = record;
  const causes = [
    ...(found?.causes ?? []),
    ...[...made].flatMap(([target, assignarId]) => causesOf(target, assignarId)),
  ];
  for (const cause of await selectCausesAwaited(deps.pool, company, causes)) await deps.releaseCause(company, cause);
  if (object !== 'PROJECT' || !hasTurned) return;
  // Cost codes are in Assignar as long as one of their projects is.
  await inBatches(await selectTaskIdsOfProject(deps.pool, company, id), (taskId) =>
    touchRecord(deps, company, 'TASK', taskId),
  );
}

/** Under which causes something may wait for a record of Assignar: a shift that names it, or another record that wants its ids. */
function causesOf(object: MappedObject, assignarId: string): string[] {
  const own = causeKey.assignarRecord(object, assignarId);
  // A shift calls its role a task, as Assignar does.
  if (object === 'role') return [own, causeKey.assignarRecord('task', assignarId)];
  return object === 'worker' ? [own, causeKey.worker(assignarId)] : [own];
}
