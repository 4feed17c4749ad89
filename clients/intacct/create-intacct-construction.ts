import { z } from 'zod';
import { parseRow } from './gateway-rows';
import type { IntacctClient, IntacctRecord, QueryFilter } from './intacct-client';
import type { IntacctConstruction } from './intacct-construction';
import { projectFields, projectFrom, taskFields, taskFrom } from './project-records';
import { pageSizeMax } from './record-functions';
import { employeeFields, employeeFrom, itemFields, itemFrom } from './workforce-records';

// Keys of one reading: with more, an answer grows past what a page should hold.
const keysPerReadingMax = 500;

/** A company's own fields that its profile's filters name, by Intacct's names; one that the company lacks is refused. */
export interface CustomFieldNames {
  employees: readonly string[];
  items: readonly string[];
  projects: readonly string[];
}

interface ReadObject<Row> {
  object: string;
  /** The natural key. */
  key: string;
  fields: readonly string[];
  rowFrom: (record: IntacctRecord) => Row;
}

const noCustomFields: CustomFieldNames = { employees: [], items: [], projects: [] };
// The facts name an employee's EARNINGTYPENAME only; the vendor's schema of 2019 has the object among those of get_list.
const nameLists = { itemGlGroups: 'ITEMGLGROUP', earningTypes: 'EARNINGTYPE' } as const;
const nameRow = z.object({ NAME: z.string().min(1) });

/**
 * Masters of construction of one company over its gateway client, by query at the top level with private records shown
 * (facts 4.3, 7, 8.11, 8.14): every page is one API transaction. Throws verdicts of `clients/errors.ts`, RangeError for more than 500
 * keys in one reading.
 */
export function createIntacctConstruction(
  client: IntacctClient,
  customFields: CustomFieldNames = noCustomFields,
): IntacctConstruction {
  const employees = {
    object: 'EMPLOYEE',
    key: 'EMPLOYEEID',
    fields: [...employeeFields, ...customFields.employees],
    rowFrom: (record: IntacctRecord) => employeeFrom(record, customFields.employees),
  };
  const items = {
    object: 'ITEM',
    key: 'ITEMID',
    fields: [...itemFields, ...customFields.items],
    rowFrom: (record: IntacctRecord) => itemFrom(record, customFields.items),
  };
  const projects = {
    object: 'PROJECT',
    key: 'PROJECTID',
    fields: [...projectFields, ...customFields.projects],
    rowFrom: (record: IntacctRecord) => projectFrom(record, customFields.projects),
  };
  const tasks = { object: 'TASK', key: 'TASKID', fields: taskFields, rowFrom: taskFrom };
  return {
    readEmployees: (employeeIds) => readByKeys(client, employees, employeeIds),
    readItems: (itemIds) => readByKeys(client, items, itemIds),
    readProjects: (projectIds) => readByKeys(client, projects, projectIds),
    readTasks: (taskIds) => readByKeys(client, tasks, taskIds),
    listEmployees: (afterRecordNumber, limit) => listPage(client, employees, afterRecordNumber, limit),
    listItems: (afterRecordNumber, limit) => listPage(client, items, afterRecordNumber, limit),
    listProjects: (afterRecordNumber, limit) => listPage(client, projects, afterRecordNumber, limit),
    listTasks: (afterRecordNumber, limit) => listPage(client, tasks, afterRecordNumber, limit),
    listItemGlGroups: () => listNames(client, nameLists.itemGlGroups),
    listEarningTypes: () => listNames(client, nameLists.earningTypes),
  };
}

async function readByKeys<Row>(
  client: IntacctClient,
  { object, key, fields, rowFrom }: ReadObject<Row>,
  keys: readonly string[],
): Promise<Row[]> {
  const asked = [...new Set(keys)];
  if (asked.length > keysPerReadingMax) {
    throw new RangeError(`${asked.length} keys of ${object} in one reading, expected at most ${keysPerReadingMax}`);
  }
  if (asked.length === 0) return [];
  const filter: QueryFilter = { op: 'in', field: key, values: asked };
  const rows: Row[] = [];
  for await (const record of client.query(null, { object, fields: [...fields], filter, showPrivate: true })) {
    rows.push(rowFrom(record));
  }
  return rows;
}

async function listPage<Row>(
  client: IntacctClient,
  { object, fields, rowFrom }: ReadObject<Row>,
  afterRecordNumber: string,
  limit: number,
): Promise<Row[]> {
  const value = afterRecordNumber === '' ? '0' : afterRecordNumber;
  const filter: QueryFilter = { op: 'greaterthan', field: 'RECORDNO', value };
  const pageSize = Math.min(limit, pageSizeMax);
  const rows: Row[] = [];
  for await (const record of client.query(null, { object, fields: [...fields], filter, pageSize, showPrivate: true })) {
    rows.push(rowFrom(record));
    if (rows.length >= limit) break;
  }
  return rows;
}

async function listNames(client: IntacctClient, object: string): Promise<string[]> {
  const names: string[] = [];
  for await (const record of client.query(null, { object, fields: ['RECORDNO', 'NAME'], showPrivate: true })) {
    names.push(parseRow(nameRow, record, `intacct query ${object}`).NAME);
  }
  return names;
}
