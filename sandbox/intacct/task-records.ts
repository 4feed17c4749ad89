import type { BookRecord, Books } from './books';

/** The task of a project, or undefined; a task's id is unique within its project only. */
export function taskOf(books: Books, projectId: string, taskId: string): BookRecord | undefined {
  return books.find('TASK', 'TASKID', taskId).find((task) => task.PROJECTID === projectId);
}

/** The task that the admin port calls `<projectId>:<taskId>`. */
export function taskKeyed(books: Books, key: string): BookRecord | undefined {
  const at = key.lastIndexOf(':');
  return at === -1 ? undefined : taskOf(books, key.slice(0, at), key.slice(at + 1));
}

/** A task with the RECORDNO of the parent that it names by PARENTTASKID. */
export function withParentKey(books: Books, task: BookRecord): BookRecord {
  const parentTaskId = task.PARENTTASKID ?? '';
  if (parentTaskId === '') return { ...task, PARENTKEY: '' };
  const parent = taskOf(books, task.PROJECTID as string, parentTaskId);
  if (!parent) throw new Error(`task ${task.PROJECTID}:${task.TASKID}: there is no parent ${parentTaskId} yet`);
  return { ...task, PARENTKEY: parent.RECORDNO as string };
}
