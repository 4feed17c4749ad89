import {
  markConstructionMastersGone,
  selectConstructionMasters,
  selectTasksById,
  upsertConstructionMasters,
} from '../../db/construction-masters';
import type { IntacctItem, IntacctTask } from '../../domain/construction-records';
import { useHubDatabase } from './hub-database';

const hub = useHubDatabase();
const company = 'knowing-civil';

const item = (itemId: string, changes: Partial<IntacctItem> = {}) => ({
  object: 'ITEM' as const,
  record: {
    itemId,
    recordNumber: `1${itemId}`,
    name: itemId,
    isActive: true,
    itemType: 'Non-Inventory',
    glGroup: 'Labor',
    description: null,
    customFields: {},
    modifiedAt: '2026-11-16T08:00:00Z',
    ...changes,
  },
});
const task = (projectId: string, taskId: string, changes: Partial<IntacctTask> = {}) => ({
  object: 'TASK' as const,
  record: {
    taskId,
    recordNumber: `${projectId}.${taskId}`,
    projectId,
    name: taskId,
    description: null,
    isActive: true,
    taskStatus: 'In Progress',
    parentRecordNumber: null,
    itemId: null,
    isBillable: false,
    beginDate: null,
    endDate: null,
    modifiedAt: '2026-11-16T08:00:00Z',
    ...changes,
  },
});
const items = async (...ids: string[]) =>
  [...(await selectConstructionMasters(hub.pool(), company, 'ITEM', ids)).values()].map(({ id, isActive }) => [
    id,
    isActive,
  ]);

test('a record is known as it was read last; an older reading that comes late changes nothing', async () => {
  await upsertConstructionMasters(hub.pool(), company, [item('LAB-1'), item('LAB-2')]);
  const later = { isActive: false, modifiedAt: '2026-11-17T08:00:00Z' };
  await upsertConstructionMasters(hub.pool(), company, [item('LAB-1', later)]);
  await upsertConstructionMasters(hub.pool(), company, [item('LAB-1'), item('LAB-2')]);
  expect(await items('LAB-1', 'LAB-2', 'LAB-3')).toEqual([
    ['LAB-1', false],
    ['LAB-2', true],
  ]);
});

test('of a record that is in one page twice the later counts', async () => {
  await upsertConstructionMasters(hub.pool(), company, [item('LAB-4'), item('LAB-4', { isActive: false })]);
  expect(await items('LAB-4')).toEqual([['LAB-4', false]]);
});

test('what Intacct has no more is not known, until one of that id is made anew', async () => {
  await upsertConstructionMasters(hub.pool(), company, [item('LAB-5')]);
  expect(await markConstructionMastersGone(hub.pool(), company, 'ITEM', ['1LAB-5', '99'])).toEqual(['LAB-5']);
  expect(await items('LAB-5')).toEqual([]);
  const anew = { recordNumber: '77', modifiedAt: '2026-11-10T08:00:00Z' };
  await upsertConstructionMasters(hub.pool(), company, [item('LAB-5', anew)]);
  expect(await items('LAB-5')).toEqual([['LAB-5', true]]);
});

test('a task is found in every project that has one of its id, and a record of another company nowhere', async () => {
  const { pool } = hub;
  await upsertConstructionMasters(pool(), company, [task('P-1', '100'), task('P-2', '100'), task('P-2', '200')]);
  await upsertConstructionMasters(pool(), 'other-civil', [task('P-9', '100')]);
  const found = await selectTasksById(pool(), company, ['100']);
  expect(found.map(({ id, fields }) => [id, fields.projectId])).toEqual([
    ['P-1/100', 'P-1'],
    ['P-2/100', 'P-2'],
  ]);
});

test('nothing of a person is kept but what a shift needs', async () => {
  const person = { firstName: 'Ana', lastName: 'Silva', contactName: 'Ana Silva', printAs: null, title: 'Foreman' };
  const reach = { email: 'ana@harbor.example', telephone: null, mobile: null, address: null, birthDate: '1980-02-03' };
  const work = {
    employeeId: 'E-7',
    recordNumber: '7',
    isActive: true,
    startDate: '2020-01-06',
    endDate: null,
    terminationType: null,
    departmentId: '10',
    locationId: 'HOU',
    positionId: null,
    earningTypeName: 'Regular',
    customFields: {},
    modifiedAt: '2026-11-16T08:00:00Z',
  };
  const record = { ...person, ...reach, ...work };
  await upsertConstructionMasters(hub.pool(), company, [{ object: 'EMPLOYEE', record }]);
  const { rows } = await hub.pool().query(`select fields from construction_masters where id = 'E-7'`);
  expect(rows[0].fields).toEqual({
    earningTypeName: 'Regular',
    startDate: '2020-01-06',
    endDate: null,
    departmentId: '10',
    locationId: 'HOU',
  });
});
