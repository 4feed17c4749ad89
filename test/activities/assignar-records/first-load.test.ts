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

const employee = (one: string) =>
  buildEmployee({ employeeId: `E-${one}`, recordNumber: one, email: `${one}@harbor.example` });
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

  test('looks up a page at once, so that a new record costs one call: its writing', async () => {
    under.intacct.items = [buildItem()];
    await under.load('items');
    under.intacct.employees = numbers(6).map(employee);
    under.assignar.reads.length = 0;
    under.assignar.writes.length = 0;
    expect(await under.load('employees')).toMatchObject({ read: 6, written: 6 });
    expect(under.assignar.writes).toHaveLength(6);
    // Two full pages of three, and an empty one.
    const ofPage = ['find worker by integrationId', 'find worker by externalId'];
    expect(under.assignar.reads).toEqual([...ofPage, ...ofPage]);
  });

  test('finds in a page what an earlier attempt made, what is another’s, and what was deleted', async () => {
    under.intacct.items = numbers(4).map((one) => buildItem({ itemId: `I-${one}`, recordNumber: one, name: one }));
    const made = under.assignar.put('role', { integrationId: '1', externalId: 'I-1', name: 'as it was' });
    const named = under.assignar.put('role', { externalId: 'I-2', name: '2' });
    under.assignar.put('role', { externalId: 'I-3', name: 'somebody’s' });
    under.assignar.remove('role', under.assignar.put('role', { externalId: 'I-4', name: '4' }).id);
    expect(await under.load('items')).toMatchObject({ read: 4, written: 2, refused: 2 });
    expect(under.assignar.writes.sort()).toEqual([
      `update role ${made.id} name`,
      `update role ${named.id} integrationId`,
    ]);
    expect((await openExceptions(database.pool())).map(({ code }) => code)).toEqual([
      'EXTERNAL_ID_TAKEN',
      'EXTERNAL_ID_TAKEN',
    ]);
  });

  test('takes over what another attempt made between the look at the page and the writing', async () => {
    under.intacct.items = numbers(3).map((one) => buildItem({ itemId: `I-${one}`, recordNumber: one, name: one }));
    under.assignar.beforeNextCreation = () => {
      for (const one of numbers(3)) {
        under.assignar.put('role', { integrationId: one, externalId: `I-${one}`, name: one });
      }
    };
    expect(await under.load('items')).toMatchObject({ read: 3, refused: 0 });
    expect(under.assignar.writes).toEqual([]);
    expect(under.assignar.rows.get('role')).toHaveLength(3);
  });

  test('looks records up one by one where Assignar refuses to be asked for a page of them', async () => {
    under.intacct.items = [buildItem()];
    const { findRecords } = under.assignar.port;
    under.assignar.port.findRecords = async (object, search) => {
      if ('values' in search)
        throw new Rejected('no such filter', { operation: 'find', code: 'REFUSED_BY_ASSIGNAR', subject: null });
      return findRecords(object, search);
    };
    under.assignar.put('role', { integrationId: '31', externalId: 'LAB-CARP', name: 'as it was' });
    expect(await under.load('items')).toMatchObject({ read: 1, written: 1 });
    expect(under.assignar.rows.get('role')).toHaveLength(1);
  });

  test('tells flows that are parked of what it has brought in step', async () => {
    under.intacct.items = [buildItem()];
    under.intacct.employees = [buildEmployee({ email: null }), buildEmployee({ employeeId: 'E-8', recordNumber: '8' })];
    await under.load('items');
    await under.look('EMPLOYEE', 'E-7');
    under.intacct.employees = under.intacct.employees.map((employee) => ({
      ...employee,
      email: `${employee.employeeId}@harbor.example`,
    }));
    expect(await under.load('employees')).toMatchObject({ read: 2, written: 2 });
    expect(under.woken).toEqual([`employees/${under.profile.company}/E-7`]);
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

  test('counts as written what it refused, and its own flow has written by the end', async () => {
    under.parties.set('customer/C-10', buildParty({ id: 'C-10', recordNumber: '910', name: 'Port of Boston' }));
    await under.look('CUSTOMER', 'C-10');
    // The parent is on the second page of three, behind its child.
    under.intacct.projects = ['P-1', 'P-2', 'P-3', 'P-4'].map((projectId, index) =>
      buildProject({ projectId, recordNumber: String(index + 1), parentId: projectId === 'P-1' ? 'P-4' : null }),
    );
    Object.assign(under.deps.client.workflow, { signalWithStart: () => under.look('PROJECT', 'P-1') });
    expect(await under.load('projects')).toMatchObject({ read: 4, written: 4, refused: 0 });
    expect(await openExceptions(database.pool())).toEqual([]);
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
