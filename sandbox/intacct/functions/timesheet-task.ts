import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid } from '../intacct-error';
import { taskOf } from '../task-records';

/**
 * An entry as it will stand, `before` with what was sent, under one task: TASKID and TASKKEY are two names of it, of which one is sent
 * (facts/intacct.md 8.14). Refuses both at once, and a task of another project; an unknown task is left to the dimensions' check.
 */
export function withTask(call: FunctionCall, sent: BookRecord, before: BookRecord | null): BookRecord {
  const entry: BookRecord = { ...before, ...sent };
  if (sent.TASKID && sent.TASKKEY) {
    refuseAsInvalid('Either TASKID or TASKKEY can be given for a timesheet entry, not both.', 'SIM-TASK-TWICE');
  }
  const projectId = entry.PROJECTID ?? '';
  const task = sent.TASKKEY ? taskKeyed(call, sent.TASKKEY) : taskOf(call.books, projectId, entry.TASKID ?? '');
  const taskId = sent.TASKKEY ? (task?.TASKID ?? '') : (entry.TASKID ?? '');
  if (task && projectId !== '' && task.PROJECTID !== projectId) {
    refuseAsInvalid(`Task '${taskId}' is not a task of Project '${projectId}'.`, 'SIM-TASK-PROJECT');
  }
  if (taskId !== '' && projectId === '') {
    refuseAsInvalid(`Task '${taskId}' needs the project that it belongs to.`, 'SIM-TASK-PROJECT');
  }
  return { ...entry, TASKID: taskId, TASKKEY: task?.RECORDNO ?? '' };
}

function taskKeyed(call: FunctionCall, key: string): BookRecord {
  return call.books.get('TASK', key) ?? refuseAsInvalid(`Invalid Task '${key}' specified.`, 'SIM-TASK');
}
