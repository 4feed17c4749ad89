import type { RecordFilter } from '../../domain/assignar-profile';
import type { IntacctTask } from '../../domain/construction-records';
import { type WantedRecord, wantedRecord } from './wanted-record';
import { whyFiltered } from './why-filtered';

/** The tasks of all projects with one TASKID, and what becomes of them. */
export interface TaskVerdict {
  /** Null when at least one of them is pulled. */
  whyNot: string | null;
  wanted: WantedRecord | null;
}

/**
 * Tasks with one TASKID, of whichever projects, as Assignar's one activity: active while one of them is, in a project that is pulled. The
 * task that was made first gives the name. Pure, total.
 */
export function mapTasks(
  taskId: string,
  tasks: readonly IntacctTask[],
  filter: RecordFilter,
  pulledProjects: ReadonlySet<string>,
): TaskVerdict {
  const byAge = [...tasks].sort((one, other) => Number(one.recordNumber) - Number(other.recordNumber));
  const [first] = byAge;
  if (first === undefined) return { whyNot: 'not in Intacct', wanted: null };
  const verdicts = byAge.map((task) => whyTaskFiltered(task, filter));
  const letThrough = byAge.filter((_, index) => verdicts[index] === null);
  const wanted = wantedRecord(
    'activity',
    { id: taskId, recordNumber: first.recordNumber },
    {
      name: first.name,
      billable: byAge.some(({ isBillable }) => isBillable) ? 'true' : 'false',
    },
  );
  if (letThrough.length === 0) return { whyNot: verdicts[0] ?? 'filtered', wanted };
  if (letThrough.some(({ projectId }) => pulledProjects.has(projectId))) return { whyNot: null, wanted };
  const projects = letThrough.map(({ projectId }) => projectId);
  return { whyNot: `none of its projects is in Assignar: ${few(projects)}`, wanted };
}

/** Why a filter leaves a task out; null when it lets it through. */
function whyTaskFiltered(task: IntacctTask, filter: RecordFilter): string | null {
  return whyFiltered({ id: task.taskId, isActive: task.isActive, progress: task.taskStatus }, filter);
}

function few(projects: readonly string[]): string {
  const shown = projects.slice(0, 3).join(', ');
  return projects.length <= 3 ? shown : `${shown} and ${projects.length - 3} more`;
}
