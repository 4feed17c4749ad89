import { toSlashDate } from '../accounting-date';
import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid } from '../intacct-error';
import { stamped } from '../masters';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { requireFields } from '../object-values';
import { provenanceOf, refuseDuplicate } from '../posting';
import { taskOf } from '../task-records';
import type { XmlElement } from '../xml';
import { checkReferences } from './check-references';
import { changedMaster, newMaster } from './write-master';

/** Creates or updates a PROJECT (facts/intacct.md 8.14). */
export function writeProject(
  call: FunctionCall,
  fields: BookRecord,
  _element: XmlElement,
  before: BookRecord | null,
): BookRecord {
  const definition = objectDefinition('PROJECT') as ObjectDefinition;
  const record = before ? changedMaster(call, definition, fields, before) : newMaster(call, definition, fields);
  refuseDates(record.BEGINDATE ?? '', record.ENDDATE ?? '');
  call.books.put('PROJECT', record.PROJECTID as string, record);
  return record;
}

/** Creates or updates a TASK: its id is unique within its project, and its RECORDNO where none is given (facts/intacct.md 8.14). */
export function writeTask(
  call: FunctionCall,
  fields: BookRecord,
  _element: XmlElement,
  before: BookRecord | null,
): BookRecord {
  const definition = objectDefinition('TASK') as ObjectDefinition;
  const given: BookRecord = before
    ? { ...before, ...fields, RECORDNO: before.RECORDNO as string, MODIFIEDBY: call.userId }
    : { STATUS: 'active', BILLABLE: 'false', ISMILESTONE: 'false', ...provenanceOf(call), ...fields };
  requireFields(definition, given);
  checkReferences(call, definition, given);
  if (before && given.PROJECTID !== before.PROJECTID) {
    refuseAsInvalid(`The project of task '${before.TASKID}' cannot be changed.`, 'SIM-TASK-PROJECT');
  }
  refuseDates(given.PBEGINDATE ?? '', given.PENDDATE ?? '');
  const numbered = stamped(call.books, 'TASK', given, call.now);
  const task: BookRecord = {
    ...numbered,
    TASKID: given.TASKID || (before?.TASKID ?? (numbered.RECORDNO as string)),
    PARENTTASKID: parentOf(call, numbered)?.TASKID ?? '',
  };
  const same = taskOf(call.books, task.PROJECTID as string, task.TASKID as string);
  if (same && same.RECORDNO !== task.RECORDNO) refuseDuplicate('Task', `${task.PROJECTID}, ${task.TASKID}`);
  call.books.put('TASK', task.RECORDNO as string, task);
  return task;
}

// A parent is a task of the same project, and not below the task itself.
function parentOf(call: FunctionCall, task: BookRecord): BookRecord | undefined {
  const parentKey = task.PARENTKEY ?? '';
  if (parentKey === '') return undefined;
  const parent = call.books.get('TASK', parentKey);
  if (!parent) return refuseAsInvalid(`Invalid Task '${parentKey}' specified.`, 'SIM-TASK');
  if (parent.PROJECTID !== task.PROJECTID) {
    refuseAsInvalid(`Task '${parent.TASKID}' is not a task of Project '${task.PROJECTID}'.`, 'SIM-TASK-PROJECT');
  }
  for (let above: BookRecord | undefined = parent; above; above = call.books.get('TASK', above.PARENTKEY ?? '')) {
    if (above.RECORDNO === task.RECORDNO) {
      refuseAsInvalid(`Task '${above.TASKID}' cannot be below itself.`, 'SIM-PARENT-LOOP');
    }
  }
  return parent;
}

/** Removes a TASK that has neither time nor tasks below it. */
export function removeTask(call: FunctionCall, task: BookRecord): void {
  const key = task.RECORDNO as string;
  const isUsed =
    call.books.rows('TIMESHEETENTRY').some((entry) => entry.TASKKEY === key) ||
    call.books.rows('GLENTRY').some((line) => line.TASKID === task.TASKID && line.PROJECTID === task.PROJECTID);
  if (isUsed) refuseAsInvalid(`Task '${task.TASKID}' has transactions and cannot be deleted.`, 'SIM-IN-USE');
  if (call.books.rows('TASK').some((other) => other.PARENTKEY === key)) {
    refuseAsInvalid(`Task '${task.TASKID}' is in use and cannot be deleted.`, 'SIM-IN-USE');
  }
  call.books.remove('TASK', key);
}

function refuseDates(begin: string, end: string): void {
  if (begin === '' || end === '' || begin <= end) return;
  refuseAsInvalid(`The end date ${toSlashDate(end)} is before the begin date ${toSlashDate(begin)}.`, 'SIM-DATES');
}
