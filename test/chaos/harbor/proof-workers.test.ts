import type { WorkerRow } from './crew-in-assignar';
import { type WorkersOfBoth, workerDifferences } from './proof-workers';

const worker: WorkerRow = {
  ...{ id: 40, user_type_id: 2, employee_id: 'E-1', external_id: 'E-1', integration_id: '7', active: true },
  ...{
    first_name: 'Ana',
    last_name: 'Delgado',
    email: 'ana@example.com',
    dob: '1980-01-02',
    contact: '617',
    mobile: '',
  },
  ...{ department: 'FIELD', deleted_at: null, tasks: [5] },
};

const place: WorkersOfBoth = {
  workers: [worker],
  masters: {
    employees: [
      {
        ...{ employeeId: 'E-1', contactName: 'Ana', status: 'active', birthDate: '1980-01-02', departmentId: 'FIELD' },
        positionId: 'Foreman',
      },
    ],
    contacts: [{ contactName: 'Ana', firstName: 'Ana', lastName: 'Delgado', email1: 'ana@example.com', phone1: '617' }],
    items: [],
  },
  coding: {
    intacct: { requestsInFlightMax: 2 },
    filters: { employees: { departments: ['FIELD'] } },
    workers: { roleByPosition: { Foreman: 'LAB-FORE' } },
  },
  roles: new Map([[5, 'LAB-FORE']]),
  recordNumbers: new Map([['E-1', '7']]),
  today: '2026-11-22',
};

test('an employee who is one active worker that says the same is no difference', () => {
  expect(workerDifferences(place)).toEqual([]);
});

test.each<[string, Partial<WorkerRow>, string]>([
  ['is called otherwise', { last_name: 'X' }, 'E-1: last name Delgado in Intacct, X in Assignar'],
  ['has no role', { tasks: [] }, 'E-1: role LAB-FORE in Intacct,  in Assignar'],
  ["bears another's key", { integration_id: '8' }, 'E-1: integration id 7 in Intacct, 8 in Assignar'],
  ['is inactive', { active: false }, 'E-1 is 0 active workers in Assignar ()'],
  ['is deleted', { deleted_at: '2026-11-20T00:00:00Z' }, 'E-1 is 0 active workers in Assignar ()'],
  ['is nobody, and bears ids', { employee_id: null }, 'worker 40: is nobody, and bears ids of an employee'],
])('a worker who %s is a difference', (_how, change, expected) => {
  expect(workerDifferences({ ...place, workers: [{ ...worker, ...change }] })).toContain(expected);
});

test('a second active worker, and one of somebody who left, are differences', () => {
  expect(workerDifferences({ ...place, workers: [worker, { ...worker, id: 41 }] })).toEqual([
    'E-1 is 2 active workers in Assignar (40, 41)',
  ]);
  const employees = place.masters.employees.map((employee) => ({ ...employee, endDate: '2026-11-21' }));
  expect(workerDifferences({ ...place, masters: { ...place.masters, employees } })).toEqual([
    'E-1 is to be no worker in Assignar, and worker 40 is active',
  ]);
});

test('somebody whom Intacct does not know is no difference, unless as an employee that nobody is', () => {
  const stranger = { ...worker, id: 50, employee_id: null, external_id: null, integration_id: null };
  expect(workerDifferences({ ...place, workers: [worker, stranger] })).toEqual([]);
  expect(workerDifferences({ ...place, workers: [worker, { ...stranger, employee_id: 'E-9' }] })).toEqual([
    'worker 50: active as E-9, whom Intacct does not have',
  ]);
});
