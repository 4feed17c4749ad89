import type { IntacctEmployee, IntacctItem, IntacctProject, IntacctTask } from '../../domain/construction-records';

/** Masters of construction of one company, read at the top level with private records shown. Throws verdicts of `clients/errors.ts`. */
export interface IntacctConstruction {
  /** By natural keys, in one query for up to 500; those that are not there are absent. */
  readEmployees(employeeIds: readonly string[]): Promise<IntacctEmployee[]>;
  readItems(itemIds: readonly string[]): Promise<IntacctItem[]>;
  readProjects(projectIds: readonly string[]): Promise<IntacctProject[]>;
  /** All tasks that bear these ids, of whichever projects. */
  readTasks(taskIds: readonly string[]): Promise<IntacctTask[]>;
  /** One page by RECORDNO above `afterRecordNumber`; every page is one API transaction. */
  listEmployees(afterRecordNumber: string, limit: number): Promise<IntacctEmployee[]>;
  listItems(afterRecordNumber: string, limit: number): Promise<IntacctItem[]>;
  listProjects(afterRecordNumber: string, limit: number): Promise<IntacctProject[]>;
  listTasks(afterRecordNumber: string, limit: number): Promise<IntacctTask[]>;
  /** Names of the item GL groups; there are few. */
  listItemGlGroups(): Promise<string[]>;
  /** Names of the earning types; there are few. */
  listEarningTypes(): Promise<string[]>;
}
