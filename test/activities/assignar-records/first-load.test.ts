import { Rejected } from '../../../clients/errors';
import { useHubDatabase } from '../../db/hub-database';
import {
  buildEmployee,
  buildItem,
  buildProject,
  buildTask,
} from '../../mappings/assignar-records/construction-builders';
import { buildParty } from '../records/fake-masters';
import { type AssignarUnderTest, createAssignarUnderTest } from './assignar-under-test';
import { clearRecords, openExceptions } from './clear-records';

const database = useHubDatabase();
let under: AssignarUnderTest;
beforeEach(async () => {
  await clearRecords(database.pool());
  under = createAssignarUnderTest(database.pool());
});
afterEach(() => under.close());

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

describe('a first load', () => {
  test('comes to its end however many records are refused, asking for no more at once than one query takes', async () => {
    under.intacct.employees = numbers(120).map((one) =>
      buildEmployee({ employeeId: `E-${one}`, recordNumber: one, email: null }),
    );
    under.intacct.items = [buildItem()];
    await under.load('items');
    const { readEmployees } = under.intacct.port;
    under.intacct.port.readEmployees = async (ids) => {
      if (ids.length > 100) throw new RangeError(`${ids.length} keys`);
      return readEmployees(ids);
    };
    expect(await under.load('employees')).toMatchObject({ read: 120, written: 0, refused: 120 });
  });

  test('lets go of a refused record that Intacct has no more', async () => {
    under.intacct.employees = [buildEmployee({ email: null })];
    under.intacct.items = [buildItem()];
    await under.load('items');
    await under.look('EMPLOYEE', 'E-7');
    under.intacct.employees = [];
    await under.load('employees');
    expect(await openExceptions(database.pool())).toEqual([]);
  });

  test('reads the tasks of a cost code once, on however many pages it comes up', async () => {
    under.parties.set('customer/C-10', buildParty({ id: 'C-10', recordNumber: '910', name: 'Port of Boston' }));
    await under.look('CUSTOMER', 'C-10');
    under.intacct.projects = [buildProject()];
    await under.load('projects');
    under.intacct.tasks = numbers(12).map((one) =>
      buildTask({ recordNumber: one, projectId: one === '1' ? 'P-100' : `P-${one}` }),
    );
    const asked: string[][] = [];
    const { readTasks } = under.intacct.port;
    under.intacct.port.readTasks = async (ids) => {
      asked.push([...ids]);
      return readTasks(ids);
    };
    expect(await under.load('project-tasks')).toMatchObject({ read: 1, written: 1 });
    expect(asked).toEqual([['100-200']]);
  });

  test('ends, and says why, where Intacct does not let its records be listed', async () => {
    under.intacct.port.listEmployees = async () => {
      throw new Rejected('you lack a right', { operation: 'query', code: 'PERMISSION_MISSING', subject: null });
    };
    await expect(under.load('employees')).rejects.toMatchObject({
      message: 'first load of employees of harbor-civil: you lack a right',
      nonRetryable: true,
    });
  });

  test('writes nothing older over what the flow of a record wrote since the page was read', async () => {
    under.intacct.items = [buildItem()];
    await under.look('ITEM', 'LAB-CARP');
    const { listItems } = under.intacct.port;
    under.intacct.port.listItems = async (after, limit) => {
      const page = await listItems(after, limit);
      under.intacct.items = [buildItem({ name: 'Carpentry, rough', modifiedAt: '2026-11-20T09:05:00Z' })];
      if (after === '0') await under.look('ITEM', 'LAB-CARP');
      return page;
    };
    expect(await under.load('items')).toMatchObject({ read: 1, written: 0, unchanged: 1 });
    expect(under.assignar.rows.get('role')?.[0]?.fields.name).toBe('Carpentry, rough');
  });
});
