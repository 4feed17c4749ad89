import type { IntacctConstruction } from '../../../clients/intacct/intacct-construction';
import type { IntacctEmployee, IntacctItem, IntacctProject, IntacctTask } from '../../../domain/construction-records';

/** Intacct's masters of construction as plain rows. */
export interface FakeConstruction {
  port: IntacctConstruction;
  employees: IntacctEmployee[];
  items: IntacctItem[];
  projects: IntacctProject[];
  tasks: IntacctTask[];
}

/** A fake that reads by id, and in pages by RECORDNO. */
export function createFakeConstruction(): FakeConstruction {
  const page = <T extends { recordNumber: string }>(rows: readonly T[], after: string, limit: number): T[] =>
    [...rows]
      .filter(({ recordNumber }) => Number(recordNumber) > Number(after))
      .sort((one, other) => Number(one.recordNumber) - Number(other.recordNumber))
      .slice(0, limit);
  const fake: FakeConstruction = {
    employees: [],
    items: [],
    projects: [],
    tasks: [],
    port: {
      readEmployees: async (ids) => fake.employees.filter(({ employeeId }) => ids.includes(employeeId)),
      readItems: async (ids) => fake.items.filter(({ itemId }) => ids.includes(itemId)),
      readProjects: async (ids) => fake.projects.filter(({ projectId }) => ids.includes(projectId)),
      readTasks: async (ids) => fake.tasks.filter(({ taskId }) => ids.includes(taskId)),
      listEmployees: async (after, limit) => page(fake.employees, after, limit),
      listItems: async (after, limit) => page(fake.items, after, limit),
      listProjects: async (after, limit) => page(fake.projects, after, limit),
      listTasks: async (after, limit) => page(fake.tasks, after, limit),
      listItemGlGroups: async () => ['Equipment', 'Labor', 'Materials'],
      listEarningTypes: async () => ['Ordinary', 'Plant hours', 'Travel'],
    },
  };
  return fake;
}
