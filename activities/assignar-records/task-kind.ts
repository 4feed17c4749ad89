import type { IntacctTask } from '../../domain/construction-records';
import { causeKey } from '../../domain/exception';
import { mapTasks } from '../../mappings/assignar-records/tasks-to-activity';
import type { AssignarReaders, AssignarRecordKind, FoundInIntacct } from './assignar-record-kind';

/** Tasks of whichever projects with one TASKID are one activity: the cost code. */
export const taskKind: AssignarRecordKind = {
  object: 'TASK',
  targets: ['activity'],
  read: readTasks,
  async list(readers, after, limit, newOf) {
    const page = await readers.construction.listTasks(after, limit);
    const ids = await newOf([...new Set(page.map(({ taskId }) => taskId))]);
    // A page holds some of the tasks of an id; what becomes of it, all of them say.
    const found = ids.length === 0 ? [] : await readTasks(readers, ids);
    return { found, rows: page.length, reached: page.at(-1)?.recordNumber ?? null };
  },
};

async function readTasks(readers: AssignarReaders, ids: readonly string[]): Promise<FoundInIntacct[]> {
  const rows = await readers.construction.readTasks(ids);
  const projectIds = [...new Set(rows.map(({ projectId }) => projectId))];
  const pulled = await readers.pulledProjects(projectIds);
  const byId = new Map<string, IntacctTask[]>();
  for (const row of rows) byId.set(row.taskId, [...(byId.get(row.taskId) ?? []), row]);
  return [...byId].map(([id, tasks]) => foundTasks(readers, id, tasks, pulled));
}

function foundTasks(
  { profile }: AssignarReaders,
  id: string,
  tasks: readonly IntacctTask[],
  pulled: ReadonlySet<string>,
): FoundInIntacct {
  const { whyNot, wanted } = mapTasks(id, tasks, profile.filters.tasks, pulled);
  const times = tasks.map(({ modifiedAt }) => modifiedAt).sort();
  return {
    id,
    recordNumber: tasks[0]?.recordNumber ?? '',
    modifiedAt: times.at(-1) ?? '',
    whyNot,
    masters: tasks.map((record) => ({ object: 'TASK', record })),
    causes: tasks.filter(({ isActive }) => isActive).map(({ projectId }) => causeKey.task(projectId, id)),
    map: async () => ({ wanted: wanted === null ? [] : [() => wanted] }),
  };
}
