import { OutcomeUnknown } from '../../../clients/errors';
import { selectOpenDrifts } from '../../../db/drifts';
import { selectLink } from '../../../db/links';
import { useHubDatabase } from '../../db/hub-database';
import { buildEmployee, buildItem } from '../../mappings/assignar-records/construction-builders';
import { type AssignarUnderTest, createAssignarUnderTest } from './assignar-under-test';
import { clearRecords, openExceptions } from './clear-records';

const database = useHubDatabase();
let under: AssignarUnderTest;
beforeEach(async () => {
  await clearRecords(database.pool());
  under = createAssignarUnderTest(database.pool());
});
afterEach(() => under.close());

const lost = () => new OutcomeUnknown('no answer', { operation: 'assignar users', reason: 'no-answer' });
const worker = () => {
  const [row] = under.assignar.rows.get('worker') ?? [];
  if (row === undefined) throw new Error('no worker');
  return row;
};
const drifts = () => selectOpenDrifts(database.pool(), under.profile.company, null);
const linkOf = (id: string) => {
  const of = {
    company: under.profile.company,
    system: 'assignar' as const,
    object: 'worker',
    intacctObject: 'EMPLOYEE',
  };
  return selectLink(database.pool(), of, id);
};
const put = (changes: Parameters<typeof buildEmployee>[0] = {}) => {
  const employee = buildEmployee(changes);
  under.intacct.employees = [
    ...under.intacct.employees.filter(({ employeeId }) => employeeId !== employee.employeeId),
    employee,
  ];
  return employee;
};
/** The role of the carpenters, which employees need. */
const withRole = async () => {
  under.intacct.items = [buildItem()];
  expect(await under.look('ITEM', 'LAB-CARP')).toEqual({ outcome: 'in-step' });
  under.assignar.writes.length = 0;
};

describe('an employee of Intacct', () => {
  beforeEach(withRole);

  test('is a worker in Assignar, with both ids and the role of the position', async () => {
    put();
    expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
    const role = under.assignar.rows.get('role')?.[0];
    expect(worker()).toMatchObject({ integrationId: '7', externalId: 'E-7', isActive: true });
    expect(worker().fields).toMatchObject({
      firstName: 'Ruth',
      lastName: 'Okafor',
      email: 'ruth.okafor@harbor.example',
      employeeId: 'E-7',
      roleIds: role?.id,
      employmentType: 'Full Time',
      birthDate: '1988-03-14',
      address: '7 Pier Street, Unit 2',
      department: 'FIELD',
      earningType: 'Ordinary',
    });
    expect(await linkOf('E-7')).toMatchObject({ sourceId: worker().id, intacctRecordNumber: '7', standing: 'active' });
  });

  test('that did not change is an echo: nothing is written', async () => {
    put();
    await under.look('EMPLOYEE', 'E-7');
    under.assignar.writes.length = 0;
    expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
    expect(under.assignar.writes).toEqual([]);
  });

  test('that changed is changed in Assignar, that field alone', async () => {
    put();
    await under.look('EMPLOYEE', 'E-7');
    under.assignar.writes.length = 0;
    put({ mobile: '617-555-0999' });
    expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
    expect(under.assignar.writes).toEqual([`update worker ${worker().id} mobile`]);
  });

  test('whose creation went through without an answer is not made twice', async () => {
    put();
    under.assignar.failNextWrite = { error: lost(), takesEffect: true };
    await expect(under.look('EMPLOYEE', 'E-7')).rejects.toMatchObject({ type: 'OutcomeUnknown' });
    expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
    expect(under.assignar.writes).toEqual(['create worker E-7']);
  });

  test('made by another attempt between look-up and creation is adopted', async () => {
    const employee = put();
    under.assignar.beforeNextCreation = () =>
      under.assignar.put('worker', { integrationId: employee.recordNumber, externalId: 'E-7', email: employee.email });
    expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
    expect(under.assignar.rows.get('worker')).toHaveLength(1);
    expect(worker().fields).toMatchObject({ firstName: 'Ruth' });
  });

  test('without an e-mail address is parked, and goes through once there is one', async () => {
    put({ email: ' ' });
    expect(await under.look('EMPLOYEE', 'E-7')).toMatchObject({ outcome: 'parked', reason: { code: 'EMAIL_MISSING' } });
    put();
    expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
    expect(await openExceptions(database.pool())).toEqual([]);
  });

  test('with the e-mail address of another worker is parked, and that worker is named', async () => {
    put();
    await under.look('EMPLOYEE', 'E-7');
    put({ employeeId: 'E-8', recordNumber: '8' });
    const result = await under.look('EMPLOYEE', 'E-8');
    expect(result).toMatchObject({
      outcome: 'parked',
      reason: { code: 'EMAIL_TAKEN', causeKey: `assignar:worker/${worker().id}` },
    });
    expect(result).toMatchObject({ reason: { message: expect.stringContaining(`worker ${worker().id} (E-7)`) } });
  });

  test.each([
    ['a worker made by hand', false, ''],
    ['a deleted worker', true, ', which was deleted there'],
  ])('whose id is held by %s is left to the true-up', async (_, isDeleted, words) => {
    const holder = under.assignar.put('worker', { externalId: 'E-7', firstName: 'Ruth', lastName: 'Okafor' });
    if (isDeleted) under.assignar.remove('worker', holder.id);
    put();
    const result = await under.look('EMPLOYEE', 'E-7');
    expect(result).toMatchObject({
      outcome: 'parked',
      reason: { code: 'EXTERNAL_ID_TAKEN', causeKey: `assignar:worker/${holder.id}` },
    });
    expect(result).toMatchObject({
      reason: { message: expect.stringContaining(`worker ${holder.id} of Assignar${words}`) },
    });
    expect(under.assignar.writes).toEqual([]);
  });

  test.each([
    ['inactive', { isActive: false }],
    ['ended', { endDate: '2026-01-31', terminationType: 'voluntary' }],
    ['gone', null],
  ])('that is %s is inactive in Assignar, not deleted', async (_, change) => {
    put();
    await under.look('EMPLOYEE', 'E-7');
    if (change === null) under.intacct.employees = [];
    else put(change);
    expect(await under.look('EMPLOYEE', 'E-7')).toMatchObject({ outcome: change === null ? 'gone' : 'filtered' });
    expect(worker()).toMatchObject({ isActive: false, deletedAt: null });
    expect(await linkOf('E-7')).toMatchObject({ standing: 'inactive' });
    put();
    expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
    expect(worker().isActive).toBe(true);
  });

  test('that ended with hours that are not posted stays active until they are', async () => {
    put();
    await under.look('EMPLOYEE', 'E-7');
    under.assignar.sheets = [sheetOf('E-7', false)];
    put({ isActive: false });
    const result = await under.look('EMPLOYEE', 'E-7');
    expect(result).toMatchObject({
      outcome: 'filtered',
      because: expect.stringContaining('until their time is posted'),
    });
    expect(worker().isActive).toBe(true);
    expect(await linkOf('E-7')).toMatchObject({ standing: 'ending' });
    under.assignar.sheets = [sheetOf('E-7', true), sheetOf('E-8', false)];
    await under.look('EMPLOYEE', 'E-7');
    expect(worker().isActive).toBe(false);
    expect(await linkOf('E-7')).toMatchObject({ standing: 'inactive' });
  });

  test('that ended is asked about once, however many hours of others are not posted', async () => {
    put();
    await under.look('EMPLOYEE', 'E-7');
    under.assignar.sheets = Array.from({ length: 350 }, (_, index) => ({
      ...sheetOf('E-8', false),
      timesheetId: String(1000 + index),
      userId: '8',
    }));
    under.assignar.reads.length = 0;
    put({ isActive: false });
    await under.look('EMPLOYEE', 'E-7');
    expect(worker().isActive).toBe(false);
    expect(under.assignar.reads.filter((read) => read.startsWith('list'))).toEqual([
      `list timesheets of ${worker().id}`,
    ]);
  });

  test('that ended with hours that are not posted is deactivated at once where the profile does not call that risky', async () => {
    under.profile.trueUp.risky = [];
    put();
    await under.look('EMPLOYEE', 'E-7');
    under.assignar.sheets = [sheetOf('E-7', false)];
    put({ isActive: false });
    await under.look('EMPLOYEE', 'E-7');
    expect(worker().isActive).toBe(false);
  });
});

describe('what somebody changed in Assignar by hand', () => {
  beforeEach(async () => {
    await withRole();
    put();
    await under.look('EMPLOYEE', 'E-7');
    under.assignar.writes.length = 0;
  });

  test('is told and stays; once it is as Intacct says again, it is over', async () => {
    under.assignar.edit('worker', worker().id, { mobile: '000' });
    expect(await under.look('EMPLOYEE', 'E-7')).toMatchObject({ outcome: 'drifted' });
    expect(under.assignar.writes).toEqual([]);
    expect(await drifts()).toMatchObject([
      {
        object: 'worker',
        kind: 'edited',
        intacctId: 'E-7',
        fields: { mobile: { agreed: '617-555-0207', assignar: '000', intacct: '617-555-0207' } },
      },
    ]);
    under.assignar.edit('worker', worker().id, { mobile: '617-555-0207' });
    expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
    expect(await drifts()).toEqual([]);
  });

  test('stays while another field comes from Intacct', async () => {
    under.assignar.edit('worker', worker().id, { mobile: '000' });
    put({ telephone: '617-555-0333' });
    expect(await under.look('EMPLOYEE', 'E-7')).toMatchObject({ outcome: 'drifted' });
    expect(worker().fields).toMatchObject({ mobile: '000', telephone: '617-555-0333' });
  });

  test('gives way where Intacct changed the same field, and that is written down', async () => {
    under.assignar.edit('worker', worker().id, { mobile: '000' });
    put({ mobile: '617-555-0444' });
    expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
    expect(worker().fields.mobile).toBe('617-555-0444');
    const { rows } = await database.pool().query('select fields, settled_because from drifts');
    expect(rows).toMatchObject([
      { fields: { mobile: { assignar: '000' } }, settled_because: "Intacct's word was written" },
    ]);
  });

  test('is put back where the profile says so', async () => {
    under.profile.drift.workers = 'restore';
    under.assignar.edit('worker', worker().id, { mobile: '000' });
    expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
    expect(worker().fields.mobile).toBe('617-555-0207');
    expect(await drifts()).toEqual([]);
  });

  test('a worker deleted by hand is told, and not made anew', async () => {
    under.assignar.remove('worker', worker().id);
    expect(await under.look('EMPLOYEE', 'E-7')).toMatchObject({ outcome: 'drifted' });
    expect(await drifts()).toMatchObject([{ kind: 'deleted', intacctId: 'E-7' }]);
    expect(under.assignar.writes).toEqual([]);
  });
});

test('an employee waits for the role of the position, and the role lets it go', async () => {
  put();
  expect(await under.look('EMPLOYEE', 'E-7')).toMatchObject({
    outcome: 'parked',
    reason: { code: 'ROLE_UNKNOWN', causeKey: 'item:LAB-CARP' },
  });
  await withRole();
  expect(under.released).toEqual(['item:LAB-CARP']);
  expect(await under.look('EMPLOYEE', 'E-7')).toEqual({ outcome: 'in-step' });
});

function sheetOf(employeeId: string, isProcessed: boolean) {
  return {
    timesheetId: `9${employeeId}`,
    documentKey: 'TS-9001',
    modifiedAt: '2026-11-20T08:00:00Z',
    version: 1,
    employeeId,
    workerName: null,
    workDate: '2026-11-18',
    status: 'APPROVED',
    isCompleted: false,
    isProcessed,
    processedAt: null,
    isDeleted: false,
  };
}
