import { causeKey } from '../../domain/exception';
import type { KnownConstruction } from '../../domain/known-construction';
import type { SourceActivityTime } from '../../domain/source-timesheet';
import type { ReportFault } from '../fault-report';

/** Finds the tasks and items of a sheet's lines in Intacct; null, and reported, for what is not there. */
export interface FindCodes {
  /** The task of an activity; `line` is what a person calls it. */
  taskOf(activity: SourceActivityTime, line: string): string | null;
  /** A task by its id: TASK_UNKNOWN, TASK_NOT_OF_PROJECT. */
  task(taskId: string, line: string): string | null;
  /** An item by its id: ITEM_UNKNOWN, ITEM_INACTIVE. */
  item(itemId: string, line: string): string | null;
}

/** Looks tasks and items up in what is known; `projectId` is null while the project itself is unknown, which is fault enough. */
export function createFindCodes(projectId: string | null, known: KnownConstruction, report: ReportFault): FindCodes {
  const task: FindCodes['task'] = (taskId, line) =>
    projectId === null ? null : findTask(taskId, projectId, known, line, report);
  return {
    taskOf({ activityId, activityExternalId }, line) {
      const taskId = activityExternalId?.trim() ?? '';
      if (taskId !== '') return task(taskId, line);
      report({
        code: 'TASK_UNKNOWN',
        field: `${line}: task`,
        expected: 'an external id',
        actual: 'none',
        says: `activity ${activityId} of Assignar has no external id, so that it is no task of Intacct's`,
        causeKey: causeKey.assignarRecord('activity', activityId),
        line,
      });
      return null;
    },
    task,
    item: (itemId, line) => findItem(itemId, known, line, report),
  };
}

function findTask(
  taskId: string,
  projectId: string,
  { tasks }: KnownConstruction,
  line: string,
  report: ReportFault,
): string | null {
  const named = tasks.filter((task) => task.taskId === taskId);
  const own = named.find((task) => task.projectId === projectId);
  if (own?.isActive === true) return taskId;
  const others = [...new Set(named.map((task) => task.projectId))].sort().join(', ');
  const [code, actual, says] =
    own !== undefined
      ? ([
          'TASK_UNKNOWN',
          `${taskId}, inactive`,
          `task ${taskId} of project ${projectId} is inactive in Intacct`,
        ] as const)
      : named.length === 0
        ? (['TASK_UNKNOWN', taskId, `task ${taskId} is in no project of Intacct`] as const)
        : ([
            'TASK_NOT_OF_PROJECT',
            `${taskId} of ${others}`,
            `task ${taskId} is not of project ${projectId}, but of ${others}`,
          ] as const);
  report({
    code,
    field: `${line}: task`,
    expected: `an active task of project ${projectId}`,
    actual,
    says,
    causeKey: causeKey.task(projectId, taskId),
    line,
  });
  return null;
}

function findItem(itemId: string, { items }: KnownConstruction, line: string, report: ReportFault): string | null {
  const item = items.find((one) => one.itemId === itemId);
  if (item?.isActive === true) return itemId;
  report({
    code: item === undefined ? 'ITEM_UNKNOWN' : 'ITEM_INACTIVE',
    field: `${line}: item`,
    expected: 'an active item in Intacct',
    actual: item === undefined ? itemId : `${itemId}, inactive`,
    says: item === undefined ? `item ${itemId} is not in Intacct` : `item ${itemId} is inactive in Intacct`,
    causeKey: causeKey.item(itemId),
    line,
  });
  return null;
}
