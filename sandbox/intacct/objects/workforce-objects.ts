import type { ObjectDraft } from '../object-draft';
import { ALL, contactFields, STATUS } from '../object-draft';

// An employee shows the contact that it names; what the contact says is written there, never on the employee.
const PERSONAL_FIELDS = contactFields('PERSONALINFO.')
  .replaceAll('!', '')
  .split(', ')
  .map((name) => `${name} r`)
  .join(', ');

/** Items with their groups, and employees with what they are paid by (facts/intacct.md 8.11, 8.14). */
export const WORKFORCE_OBJECTS: readonly ObjectDraft[] = [
  {
    name: 'ITEMGLGROUP',
    label: 'ItemGLGroup',
    naturalKey: 'NAME',
    fields: 'NAME!, INCOMEACCTKEY, INVACCTKEY, EXPENSEACCTKEY, COGSACCTKEY, STATUS',
    words: STATUS,
    writable: [],
  },
  {
    name: 'ITEM',
    label: 'Item',
    naturalKey: 'ITEMID',
    fields: `ITEMID! <30, NAME! <100, ITEMTYPE!, STATUS, PRODUCTLINEID, EXTENDED_DESCRIPTION, PODESCRIPTION, SODESCRIPTION, UOMGRP, NOTE,
      GLGROUP, STANDARD_COST amount, BASEPRICE amount, TAXABLE boolean, DEFAULTREVRECTEMPLKEY, INCOMEACCTKEY, INVACCTKEY,
      EXPENSEACCTKEY, COGSACCTKEY, OFFSETOEGLACCOUNTKEY, OFFSETPOGLACCOUNTKEY, DEFERREDREVACCTKEY, HASSTARTENDDATES boolean`,
    words: {
      ...STATUS,
      ITEMTYPE: [
        'Inventory',
        'Non-Inventory',
        'Non-Inventory (Purchase only)',
        'Non-Inventory (Sales only)',
        'Kit',
        'Stockable Kit',
      ],
    },
    writable: ALL,
  },
  {
    name: 'EARNINGTYPE',
    label: 'EarningType',
    naturalKey: 'NAME',
    fields: 'NAME!, BILLABLE boolean, METHOD, ACCOUNTNO, STATUS',
    words: STATUS,
    writable: [],
  },
  {
    name: 'EMPLOYEEPOSITION',
    label: 'EmployeePosition',
    naturalKey: 'EMPPOSITIONID',
    fields: 'EMPPOSITIONID!, NAME!, DESCRIPTION, STATUS',
    words: STATUS,
    writable: [],
  },
  {
    name: 'EMPLOYEE',
    label: 'Employee',
    naturalKey: 'EMPLOYEEID',
    fields: `EMPLOYEEID! <20, PERSONALINFO.CONTACTNAME!, TITLE, STATUS, STARTDATE date, ENDDATE date, TERMINATIONTYPE, BIRTHDATE date,
      GENDER, EMPLOYEETYPE, SUPERVISORID, DEPARTMENTID, LOCATIONID, CLASSID, EMPPOSITIONID, EARNINGTYPENAME, CURRENCY,
      POSTACTUALCOST boolean, NAME1099, PAYMETHODKEY, ${PERSONAL_FIELDS}`,
    words: {
      ...STATUS,
      TERMINATIONTYPE: ['voluntary', 'involuntary', 'deceased', 'disability', 'retired'],
      GENDER: ['male', 'female'],
    },
    relations: [
      { path: 'PERSONALINFO', object: 'CONTACT', field: 'PERSONALINFO.CONTACTNAME', relatedField: 'CONTACTNAME' },
      { path: 'SUPERVISOR', object: 'EMPLOYEE', field: 'SUPERVISORID', relatedField: 'EMPLOYEEID' },
      { path: 'EMPLOYEEPOSITION', object: 'EMPLOYEEPOSITION', field: 'EMPPOSITIONID', relatedField: 'EMPPOSITIONID' },
      { path: 'EARNINGTYPE', object: 'EARNINGTYPE', field: 'EARNINGTYPENAME', relatedField: 'NAME' },
      { path: 'DEPARTMENT', object: 'DEPARTMENT', field: 'DEPARTMENTID', relatedField: 'DEPARTMENTID' },
      { path: 'LOCATION', object: 'LOCATION', field: 'LOCATIONID', relatedField: 'LOCATIONID' },
    ],
    writable: ALL,
  },
];
