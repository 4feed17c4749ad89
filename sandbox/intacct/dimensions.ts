import type { BookRecord } from './books';
import type { FunctionCall } from './function-call';
import { refuseAsInvalid } from './intacct-error';
import { taskOf } from './task-records';

/** Dimensions of one line as they were sent; empty where none. */
export interface LineDimensions {
  readonly LOCATION: string;
  readonly DEPARTMENT: string;
  readonly CUSTOMER: string;
  readonly ITEM: string;
  readonly CLASS: string;
  readonly PROJECT: string;
  /** Values of further dimensions, by the word that Intacct uses; a company file has none of most. */
  readonly OTHERS: readonly (readonly [word: string, value: string])[];
}

const REQUIREMENTS = [
  ['REQUIREDEPT', 'DEPARTMENT', 'Department'],
  ['REQUIRELOC', 'LOCATION', 'Location'],
  ['REQUIRECUSTOMER', 'CUSTOMER', 'Customer'],
  ['REQUIREITEM', 'ITEM', 'Item'],
  ['REQUIRECLASS', 'CLASS', 'Class'],
  ['REQUIREPROJECT', 'PROJECT', 'Project'],
] as const;
const OTHER_REQUIREMENTS = [
  ['REQUIRETASK', 'Task'],
  ['REQUIREEMPLOYEE', 'Employee'],
] as const;

/** Refuses an account that is unknown or inactive, unknown dimension values, and missing ones that the account requires. */
export function checkAccountAndDimensions(call: FunctionCall, accountNo: string, dimensions: LineDimensions): void {
  const account =
    call.books.get('GLACCOUNT', accountNo) ??
    refuseAsInvalid(`Invalid GL account '${accountNo}' specified.`, 'SIM-ACCOUNT');
  if (account.STATUS !== 'active') refuseAsInvalid(`Account '${accountNo}' is inactive.`, 'SIM-ACCOUNT-INACTIVE');
  checkDimensions(call, dimensions);
  for (const word of requiredWords(account, dimensions)) {
    refuseAsInvalid(`${word} is required for account '${accountNo}'.`, 'SIM-DIMENSION-REQUIRED');
  }
}

function requiredWords(account: BookRecord, dimensions: LineDimensions): string[] {
  const own = REQUIREMENTS.filter(([field, name]) => account[field] === 'true' && dimensions[name] === '');
  const others = OTHER_REQUIREMENTS.filter(
    ([field, word]) => account[field] === 'true' && !otherValue(dimensions, word),
  );
  return [...own.map(([, , word]) => word), ...others.map(([, word]) => word)];
}

/** Refuses dimension values that the company does not have, or that are inactive. */
export function checkDimensions(call: FunctionCall, dimensions: LineDimensions): void {
  const department = dimensions.DEPARTMENT;
  if (department !== '' && call.books.get('DEPARTMENT', department)?.STATUS !== 'active') {
    refuseAsInvalid(`Invalid department '${department}' specified.`, 'SIM-DEPARTMENT');
  }
  refuseUnusable(call, 'ITEM', 'Item', dimensions.ITEM);
  // A company file has no classes, so none can be named.
  if (dimensions.CLASS !== '') refuseAsInvalid(`Invalid Class '${dimensions.CLASS}' specified.`, 'SIM-CLASS');
  refuseUnusable(call, 'PROJECT', 'Project', dimensions.PROJECT);
  for (const [word, value] of dimensions.OTHERS) {
    if (value === '') continue;
    if (word === 'Employee') refuseUnusable(call, 'EMPLOYEE', word, value);
    else if (word === 'Task') refuseOtherTask(call, dimensions.PROJECT, value);
    else if (word !== 'Vendor' || !call.books.get('VENDOR', value)) {
      refuseAsInvalid(`Invalid ${word} '${value}' specified.`, 'SIM-DIMENSION');
    }
  }
  if (dimensions.CUSTOMER !== '' && !call.books.get('CUSTOMER', dimensions.CUSTOMER)) {
    refuseAsInvalid(`Invalid Customer '${dimensions.CUSTOMER}' specified.`, 'SIM-CUSTOMER');
  }
}

function otherValue(dimensions: LineDimensions, wanted: string): string {
  return dimensions.OTHERS.find(([word]) => word === wanted)?.[1] ?? '';
}

function refuseUnusable(call: FunctionCall, object: string, word: string, key: string): void {
  if (key === '') return;
  const record = call.books.get(object, key);
  if (!record) refuseAsInvalid(`Invalid ${word} '${key}' specified.`, `SIM-${object}`);
  if (record?.STATUS !== 'active') refuseAsInvalid(`${word} '${key}' is inactive.`, `SIM-${object}-INACTIVE`);
}

function refuseOtherTask(call: FunctionCall, projectId: string, taskId: string): void {
  if (call.books.find('TASK', 'TASKID', taskId).length === 0) {
    refuseAsInvalid(`Invalid Task '${taskId}' specified.`, 'SIM-TASK');
  }
  const task = taskOf(call.books, projectId, taskId);
  if (!task) refuseAsInvalid(`Task '${taskId}' is not a task of Project '${projectId}'.`, 'SIM-TASK-PROJECT');
  if (task?.STATUS !== 'active') refuseAsInvalid(`Task '${taskId}' is inactive.`, 'SIM-TASK-INACTIVE');
}
