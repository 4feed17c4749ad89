import { createIntacctConstruction } from '../../../clients/intacct/create-intacct-construction';
import { createIntacctMasters } from '../../../clients/intacct/create-intacct-masters';
import type { IntacctRecord } from '../../../clients/intacct/intacct-client';
import type { ConstructionObject } from '../../../clients/intacct/intacct-masters';
import { createStoredRecords } from './stored-records';

const employee: IntacctRecord = {
  RECORDNO: '41',
  EMPLOYEEID: 'E-7',
  STATUS: 'active',
  TITLE: 'Operator',
  BIRTHDATE: '02/29/1988',
  STARTDATE: '07/01/2024',
  ENDDATE: '',
  TERMINATIONTYPE: '',
  DEPARTMENTID: 'CIVIL',
  LOCATIONID: 'SYD',
  EMPPOSITIONID: 'EXC-OP',
  EARNINGTYPENAME: 'Hourly',
  WHENMODIFIED: '11/16/2026 10:00:02',
  SHIRT_SIZE: 'XL',
  CREW: '',
  PERSONALINFO: {
    CONTACTNAME: 'Nguyen, Mai (E-7)',
    PRINTAS: 'Mai Nguyen',
    FIRSTNAME: 'Mai',
    LASTNAME: 'Nguyen',
    EMAIL1: 'mai@site.example',
    PHONE1: '',
    CELLPHONE: '0400 000 007',
    MAILADDRESS: {
      ADDRESS1: '3 Quarry Rd',
      ADDRESS2: '',
      CITY: 'Penrith',
      STATE: 'NSW',
      ZIP: '2750',
      COUNTRYCODE: 'AU',
    },
  },
};

const item: IntacctRecord = {
  RECORDNO: '12',
  ITEMID: 'EXC-20',
  NAME: 'Excavator 20 t',
  STATUS: 'active',
  ITEMTYPE: 'Non-Inventory',
  GLGROUP: 'Equipment',
  EXTENDED_DESCRIPTION: 'With quick hitch',
  WHENMODIFIED: '11/16/2026 10:00:03',
  FLEET: 'Wet hire',
};

const project: IntacctRecord = {
  RECORDNO: '9',
  PROJECTID: 'P-100',
  NAME: 'M7 widening',
  DESCRIPTION: 'Stage 2',
  PROJECTCATEGORY: 'Contract',
  STATUS: 'active',
  PROJECTSTATUS: 'Under way',
  PARENTID: 'P-1',
  CUSTOMERID: 'C-4',
  BEGINDATE: '07/01/2026',
  ENDDATE: '06/30/2027',
  DEPARTMENTID: 'CIVIL',
  LOCATIONID: 'SYD',
  PONUMBER: 'PO-77',
  WHENMODIFIED: '11/16/2026 10:00:04',
};

const task: IntacctRecord = {
  RECORDNO: '301',
  TASKID: '100-200',
  PROJECTID: 'P-100',
  NAME: 'Trenching',
  DESCRIPTION: 'Cost code 100-200',
  STATUS: 'active',
  TASKSTATUS: 'In Progress',
  PARENTKEY: '300',
  ITEMID: 'LAB-01',
  BILLABLE: 'true',
  PBEGINDATE: '07/01/2026',
  PENDDATE: '',
  WHENMODIFIED: '11/16/2026 10:00:05',
};

const ownFields = { employees: ['SHIRT_SIZE', 'CREW'], items: ['FLEET'], projects: [] };

function constructionOver(rows: Record<string, IntacctRecord[]>) {
  const stored = createStoredRecords(rows);
  return { stored, construction: createIntacctConstruction(stored.client, ownFields) };
}

const everything = { EMPLOYEE: [employee], ITEM: [item], PROJECT: [project], TASK: [task] };

describe('an employee', () => {
  it('is read in accounting words, the person from its contact, with the custom fields that are filled', async () => {
    const { stored, construction } = constructionOver(everything);
    expect(await construction.readEmployees(['E-7'])).toEqual([
      {
        employeeId: 'E-7',
        recordNumber: '41',
        isActive: true,
        firstName: 'Mai',
        lastName: 'Nguyen',
        contactName: 'Nguyen, Mai (E-7)',
        printAs: 'Mai Nguyen',
        title: 'Operator',
        email: 'mai@site.example',
        telephone: null,
        mobile: '0400 000 007',
        address: { lines: ['3 Quarry Rd'], town: 'Penrith', county: 'NSW', postcode: '2750', countryCode: 'AU' },
        birthDate: '1988-02-29',
        startDate: '2024-07-01',
        endDate: null,
        terminationType: null,
        departmentId: 'CIVIL',
        locationId: 'SYD',
        positionId: 'EXC-OP',
        earningTypeName: 'Hourly',
        customFields: { SHIRT_SIZE: 'XL' },
        modifiedAt: '2026-11-16T10:00:02.000Z',
      },
    ]);
    expect(stored.calls).toEqual(['query EMPLOYEE']);
    expect(stored.queries[0]?.fields).toContain('PERSONALINFO.MAILADDRESS.COUNTRYCODE');
  });

  it('without e-mail, address or end is one all the same', async () => {
    const person = { CONTACTNAME: 'X', PRINTAS: '', FIRSTNAME: '', LASTNAME: '', EMAIL1: '' };
    const bare = { ...employee, STATUS: 'inactive', PERSONALINFO: person };
    const { construction } = constructionOver({ EMPLOYEE: [bare] });
    expect(await construction.readEmployees(['E-7'])).toMatchObject([
      { isActive: false, contactName: 'X', printAs: null, email: null, address: null },
    ]);
  });

  it('names the field that is not as documented', async () => {
    const { construction } = constructionOver({ EMPLOYEE: [{ ...employee, BIRTHDATE: 'May 1988' }] });
    await expect(construction.readEmployees(['E-7'])).rejects.toMatchObject({
      name: 'UnexpectedResponse',
      message: expect.stringContaining('intacct query EMPLOYEE E-7: BIRTHDATE'),
    });
  });
});

describe('items, projects and tasks', () => {
  it('an item says to which GL group it belongs', async () => {
    const { construction } = constructionOver(everything);
    expect(await construction.readItems(['EXC-20', 'NOT-THERE'])).toEqual([
      {
        itemId: 'EXC-20',
        recordNumber: '12',
        name: 'Excavator 20 t',
        isActive: true,
        itemType: 'Non-Inventory',
        glGroup: 'Equipment',
        description: 'With quick hitch',
        customFields: { FLEET: 'Wet hire' },
        modifiedAt: '2026-11-16T10:00:03.000Z',
      },
    ]);
  });

  it('a project says whose it is, under which, and from when to when', async () => {
    const { construction } = constructionOver(everything);
    expect(await construction.readProjects(['P-100'])).toEqual([
      {
        projectId: 'P-100',
        recordNumber: '9',
        name: 'M7 widening',
        description: 'Stage 2',
        category: 'Contract',
        isActive: true,
        projectStatus: 'Under way',
        parentId: 'P-1',
        customerId: 'C-4',
        beginDate: '2026-07-01',
        endDate: '2027-06-30',
        departmentId: 'CIVIL',
        locationId: 'SYD',
        purchaseOrderNumber: 'PO-77',
        customFields: {},
        modifiedAt: '2026-11-16T10:00:04.000Z',
      },
    ]);
  });

  it('tasks that bear one id are read of all their projects', async () => {
    const other = { ...task, RECORDNO: '302', PROJECTID: 'P-200', BILLABLE: '', PARENTKEY: '', TASKSTATUS: 'On Hold' };
    const { construction } = constructionOver({ TASK: [task, other] });
    expect(await construction.readTasks(['100-200'])).toEqual([
      {
        taskId: '100-200',
        recordNumber: '301',
        projectId: 'P-100',
        name: 'Trenching',
        description: 'Cost code 100-200',
        isActive: true,
        taskStatus: 'In Progress',
        parentRecordNumber: '300',
        itemId: 'LAB-01',
        isBillable: true,
        beginDate: '2026-07-01',
        endDate: null,
        modifiedAt: '2026-11-16T10:00:05.000Z',
      },
      expect.objectContaining({ projectId: 'P-200', isBillable: false, parentRecordNumber: null }),
    ]);
  });

  it('a task of an unknown status is not taken for any', async () => {
    const { construction } = constructionOver({ TASK: [{ ...task, TASKSTATUS: 'Forgotten' }] });
    await expect(construction.readTasks(['100-200'])).rejects.toMatchObject({
      message: expect.stringContaining('intacct query TASK P-100/100-200: TASKSTATUS'),
    });
  });

  it('GL groups and earning types are listed by name', async () => {
    const { construction } = constructionOver({
      ITEMGLGROUP: [
        { RECORDNO: '1', NAME: 'Equipment' },
        { RECORDNO: '2', NAME: 'Labor' },
      ],
      EARNINGTYPE: [{ RECORDNO: '1', NAME: 'Hourly' }],
    });
    expect(await construction.listItemGlGroups()).toEqual(['Equipment', 'Labor']);
    expect(await construction.listEarningTypes()).toEqual(['Hourly']);
  });
});

describe('many records', () => {
  it('of many keys are read in one query, each key once, private ones too', async () => {
    const hidden = { ...employee, RECORDNO: '42', EMPLOYEEID: 'E-8', MEGAENTITYID: 'SYD' };
    const { stored, construction } = constructionOver({ EMPLOYEE: [employee, hidden] });
    const found = await construction.readEmployees(['E-8', 'E-7', 'E-7', 'E-404']);
    expect(found.map(({ employeeId }) => employeeId)).toEqual(['E-7', 'E-8']);
    expect(stored.queries.map(({ filter }) => filter)).toEqual([
      { op: 'in', field: 'EMPLOYEEID', values: ['E-8', 'E-7', 'E-404'] },
    ]);
  });

  it('of no keys cost no query, and of more than 500 are refused', async () => {
    const { stored, construction } = constructionOver(everything);
    expect(await construction.readProjects([])).toEqual([]);
    expect(stored.calls).toEqual([]);
    const keys = Array.from({ length: 501 }, (_, index) => `E-${index}`);
    await expect(construction.readEmployees(keys)).rejects.toThrow('501 keys of EMPLOYEE in one reading');
  });

  it('are listed by record number, page after page, without gaps', async () => {
    const items = ['9', '10', '11'].map((RECORDNO) => ({ ...item, RECORDNO, ITEMID: `I-${RECORDNO}` }));
    const { stored, construction } = constructionOver({ ITEM: items });
    const firstPage = await construction.listItems('', 2);
    expect(firstPage.map(({ itemId }) => itemId)).toEqual(['I-9', 'I-10']);
    expect((await construction.listItems('10', 2)).map(({ itemId }) => itemId)).toEqual(['I-11']);
    expect(stored.queries[0]).toMatchObject({ pageSize: 2, showPrivate: true });
  });

  it('are listed of every object', async () => {
    const { construction } = constructionOver(everything);
    expect(await construction.listEmployees('0', 10)).toMatchObject([{ employeeId: 'E-7' }]);
    expect(await construction.listProjects('0', 10)).toMatchObject([{ projectId: 'P-100' }]);
    expect(await construction.listTasks('0', 10)).toMatchObject([{ taskId: '100-200' }]);
    expect(await construction.listTasks('301', 10)).toEqual([]);
  });
});

describe('the change feed of construction', () => {
  it.each<[ConstructionObject, string, string]>([
    ['EMPLOYEE', 'E-7', '41'],
    ['ITEM', 'EXC-20', '12'],
    ['PROJECT', 'P-100', '9'],
    ['TASK', '100-200', '301'],
  ])('tells of a changed %s by its natural key', async (object, id, recordNumber) => {
    const masters = createIntacctMasters<ConstructionObject>(createStoredRecords(everything).client);
    const before = { modifiedAt: '2026-11-16T10:00:00.000Z', recordNumber: '' };
    expect(await masters.listChanged(object, before, 10)).toMatchObject([
      { object, id, recordNumber, isDeleted: false },
    ]);
  });

  it('tells of a deleted one', async () => {
    const event = { OBJECTTYPE: 'employee', OBJECTKEY: '41', ACCESSTIME: '11/16/2026 11:00:00', ACCESSMODE: 'D' };
    const { client } = createStoredRecords({ AUDITHISTORY: [event] });
    const masters = createIntacctMasters<ConstructionObject>(client);
    expect(await masters.listDeleted(['EMPLOYEE', 'TASK'], '2026-11-16T10:00:00.000Z', 10)).toEqual([
      { object: 'EMPLOYEE', id: '', recordNumber: '41', modifiedAt: '2026-11-16T11:00:00.000Z', isDeleted: true },
    ]);
  });
});
