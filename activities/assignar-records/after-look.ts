import { selectChildProjects, selectNamingFormer, selectTaskIdsOfProject } from '../../db/assignar-links';
import { selectCausesAwaited } from '../../db/awaited-causes';
import { selectLooks } from '../../db/record-looks';
import { causeKey } from '../../domain/exception';
import type { RecordReference } from '../../domain/record-sync';
import type { MappedObject } from '../../mappings/assignar-records/wanted-record';
import { fewAtOnce } from '../few-at-once';
import { touchRecord } from '../records/touch-record';
import { assignarObjectNamed } from './assignar-kinds';
import type { FoundInIntacct } from './assignar-record-kind';
import type { BroughtRecord } from './bring-in-step';
import type { AssignarRecordDeps } from './look-at-assignar-record';

/**
 * What a record lets go on that was looked at and is not parked: what waited for it, what names it by an id that it has no more, the tasks
 * and the children of a project that came or went. Before the look is written down, so that an attempt that is cut off does it again.
 */
export async function afterLook(
  deps: Pick<AssignarRecordDeps, 'pool' | 'client' | 'taskQueue' | 'releaseCause'>,
  record: RecordReference,
  found: FoundInIntacct | null,
  { made, outcome }: BroughtRecord,
): Promise<void> {
  const { company, object, id } = record;
  const causes = [
    ...(found?.causes ?? []),
    ...[...made].flatMap(([target, assignarId]) => causesOf(target, assignarId)),
  ];
  for (const cause of await selectCausesAwaited(deps.pool, company, causes)) await deps.releaseCause(company, cause);
  await touchNamingFormer(deps, record, made);
  if (object !== 'PROJECT') return;
  const before = (await selectLooks(deps.pool, company, object, [id])).get(id);
  if (isThere(before?.outcome) === isThere(outcome)) return;
  // Cost codes are in Assignar as long as one of their projects is; a child stood alone as long as its parent was not.
  const taskIds = await selectTaskIdsOfProject(deps.pool, company, id);
  await fewAtOnce(taskIds, (taskId) => touchRecord(deps, company, 'TASK', taskId));
  const children = isThere(outcome) ? await selectChildProjects(deps.pool, company, id) : [];
  await fewAtOnce(children, (childId) => touchRecord(deps, company, 'PROJECT', childId));
}

function isThere(outcome: string | undefined): boolean {
  return outcome === 'in-step' || outcome === 'drifted';
}

/** A role, client or project that was deleted and made anew has another id: who names the former one is looked at. */
async function touchNamingFormer(
  deps: Pick<AssignarRecordDeps, 'pool' | 'client' | 'taskQueue'>,
  { company, object, id }: RecordReference,
  made: BroughtRecord['made'],
): Promise<void> {
  for (const target of ['role', 'client', 'project'] as const) {
    const assignarId = made.get(target);
    if (assignarId === undefined) continue;
    const of = { intacctObject: object, intacctId: id, assignarId };
    const naming = await selectNamingFormer(deps.pool, company, target, of);
    await fewAtOnce(naming, ({ intacctObject, intacctId }) =>
      touchRecord(deps, company, assignarObjectNamed(intacctObject), intacctId),
    );
  }
}

/** Under which causes something may wait for a record of Assignar: a shift that names it, or another record that wants its ids. */
function causesOf(object: MappedObject, assignarId: string): string[] {
  const own = causeKey.assignarRecord(object, assignarId);
  // A shift calls its role a task, as Assignar does.
  if (object === 'role') return [own, causeKey.assignarRecord('task', assignarId)];
  return object === 'worker' ? [own, causeKey.worker(assignarId)] : [own];
}
