import type { AssignarLoad, AssignarRecordObject, RecordObject } from '../../domain/record-sync';
import type { AssignarRecordKind } from './assignar-record-kind';
import { employeeKind } from './employee-kind';
import { itemKind } from './item-kind';
import { clientKind, supplierKind } from './party-kinds';
import { projectKind } from './project-kind';
import { taskKind } from './task-kind';

/** Every object that is kept in step with Assignar, those first that others refer to. */
export const assignarKinds: Record<AssignarRecordObject, AssignarRecordKind> = {
  ITEM: itemKind,
  CUSTOMER: clientKind,
  VENDOR: supplierKind,
  PROJECT: projectKind,
  TASK: taskKind,
  EMPLOYEE: employeeKind,
};

/** The objects of Intacct that are kept in step with Assignar, in that order. */
export const assignarRecordObjects = Object.keys(assignarKinds) as AssignarRecordObject[];

/** What is particular to the records of an object that is kept in step with Assignar. */
export function assignarKindOf(object: RecordObject): AssignarRecordKind {
  return assignarKinds[assignarObjectNamed(object)];
}

/** The object of Intacct that a row names. */
export function assignarObjectNamed(name: string | undefined): AssignarRecordObject {
  const object = assignarRecordObjects.find((one) => one === name);
  if (object === undefined) throw new Error(`${name} is not kept in step with Assignar`);
  return object;
}

/** What a load of an Assignar company loads. */
export const loadedKinds: Record<AssignarLoad, AssignarRecordKind> = {
  items: itemKind,
  customers: clientKind,
  vendors: supplierKind,
  projects: projectKind,
  'project-tasks': taskKind,
  employees: employeeKind,
};
