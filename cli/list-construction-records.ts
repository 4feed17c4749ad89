import type { IntacctConstruction } from '../clients/intacct/intacct-construction';
import type { IntacctMasters } from '../clients/intacct/intacct-masters';
import type { AssignarProfile } from '../domain/assignar-profile';
import type { FilteredRecord } from '../mappings/assignar-records/why-filtered';

// As many as one query gives; a page is one API transaction, however large.
const pageSize = 1000;

/** Every record that a filter of the profile looks at, by the filter's name. */
export type FilteredRecords = Record<keyof AssignarProfile['filters'], FilteredRecord[]>;

/** Reads what the filters look at, whole: a thousand records an API transaction. */
export async function listConstructionRecords({
  construction,
  parties,
}: {
  construction: IntacctConstruction;
  parties: Pick<IntacctMasters, 'listParties'>;
}): Promise<FilteredRecords> {
  return {
    employees: (await listAll((after) => construction.listEmployees(after, pageSize))).map((employee) => ({
      ...employee,
      id: employee.employeeId,
      earningType: employee.earningTypeName,
    })),
    items: (await listAll((after) => construction.listItems(after, pageSize))).map(
      ({ itemId, isActive, customFields }) => ({
        id: itemId,
        isActive,
        customFields,
      }),
    ),
    projects: (await listAll((after) => construction.listProjects(after, pageSize))).map((project) => ({
      ...project,
      id: project.projectId,
      progress: project.projectStatus,
    })),
    tasks: (await listAll((after) => construction.listTasks(after, pageSize))).map(
      ({ taskId, isActive, taskStatus }) => ({
        id: taskId,
        isActive,
        progress: taskStatus,
      }),
    ),
    customers: await listAll((after) => parties.listParties('customer', after, pageSize)),
    vendors: await listAll((after) => parties.listParties('vendor', after, pageSize)),
  };
}

async function listAll<Row extends { recordNumber: string }>(list: (after: string) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after = '0'; ; ) {
    const page = await list(after);
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return rows;
    after = last.recordNumber;
  }
}
