import type { ObjectRelation } from '../object-definitions';
import type { ObjectDraft } from '../object-draft';
import { ALL, STATUS } from '../object-draft';

const EMPLOYEE: ObjectRelation = {
  path: 'EMPLOYEE',
  object: 'EMPLOYEE',
  field: 'EMPLOYEEID',
  relatedField: 'EMPLOYEEID',
};
const PROJECT: ObjectRelation = { path: 'PROJECT', object: 'PROJECT', field: 'PROJECTID', relatedField: 'PROJECTID' };
const ITEM: ObjectRelation = { path: 'ITEM', object: 'ITEM', field: 'ITEMID', relatedField: 'ITEMID' };

/** Projects, their tasks, and the time on them (facts/intacct.md 8.14). */
export const PROJECT_OBJECTS: readonly ObjectDraft[] = [
  {
    name: 'PROJECT',
    label: 'Project',
    naturalKey: 'PROJECTID',
    fields: `PROJECTID! <20, NAME! <100, PROJECTCATEGORY!, DESCRIPTION, PARENTID, INVOICEWITHPARENT boolean, PROJECTTYPE, PROJECTSTATUS,
      STATUS, CUSTOMERID, MANAGERID, CUSTUSERID, SALESCONTACTID, DOCNUMBER, CONTACTINFO.CONTACTNAME, BILLTO.CONTACTNAME,
      SHIPTO.CONTACTNAME, TERMNAME, BILLINGTYPE, BEGINDATE date, ENDDATE date, DEPARTMENTID, LOCATIONID, CLASSID, SUPDOCID, CURRENCY,
      SONUMBER, PONUMBER, POAMOUNT amount, CONTRACTAMOUNT amount, BUDGETAMOUNT amount, BUDGETQTY amount, INVOICEMESSAGE,
      INVOICECURRENCY, CUSTOMERNAME r, PARENTNAME r`,
    shown: { CUSTOMERNAME: 'CUSTOMER.NAME', PARENTNAME: 'PARENT.NAME' },
    words: STATUS,
    relations: [
      { path: 'PARENT', object: 'PROJECT', field: 'PARENTID', relatedField: 'PROJECTID' },
      { path: 'CUSTOMER', object: 'CUSTOMER', field: 'CUSTOMERID', relatedField: 'CUSTOMERID' },
      { path: 'MANAGER', object: 'EMPLOYEE', field: 'MANAGERID', relatedField: 'EMPLOYEEID' },
    ],
    writable: ALL,
  },
  {
    name: 'TASK',
    label: 'Task',
    naturalKey: 'RECORDNO',
    fields: `TASKID <20, NAME! <100, PROJECTID!, PROJECTNAME r, TASKSTATUS!, STANDARDTASKID, PBEGINDATE date, PENDDATE date, ITEMID,
      BILLABLE boolean, DESCRIPTION, ISMILESTONE boolean, PARENTKEY integer, PARENTTASKID r, TASKNO, BUDGETQTY amount, ESTQTY amount,
      STATUS, ITEMNAME r, PARENTTASKNAME r`,
    shown: { PROJECTNAME: 'PROJECT.NAME', ITEMNAME: 'ITEM.NAME', PARENTTASKNAME: 'PARENT.NAME' },
    words: { ...STATUS, TASKSTATUS: ['Not Started', 'Planned', 'In Progress', 'Completed', 'On Hold'] },
    relations: [PROJECT, ITEM, { path: 'PARENT', object: 'TASK', field: 'PARENTKEY', relatedField: 'RECORDNO' }],
    writable: ALL,
  },
  {
    name: 'TIMESHEET',
    label: 'Timesheet',
    naturalKey: 'RECORDNO',
    fields: `EMPLOYEEID!, EMPLOYEENAME r, BEGINDATE! date, ENDDATE date r, GLPOSTDATE date, DESCRIPTION <1000, SUPDOCID, STATE,
      TOTALQTY amount r`,
    shown: { EMPLOYEENAME: 'EMPLOYEE.PERSONALINFO.PRINTAS' },
    words: { STATE: ['Draft', 'Submitted'] },
    relations: [EMPLOYEE],
    lines: { wrapper: 'TIMESHEETENTRIES', object: 'TIMESHEETENTRY', parentField: 'TIMESHEETKEY' },
    writable: ALL,
  },
  {
    name: 'TIMESHEETENTRY',
    label: 'TimesheetEntry',
    naturalKey: 'RECORDNO',
    fields: `TIMESHEETKEY integer r, LINENO integer, EMPLOYEEID r, STATE r, ENTRYDATE! date, QTY! amount, CUSTOMERID, ITEMID, PROJECTID,
      TASKID, TASKKEY integer, COSTTYPEID, TIMETYPE, BILLABLE boolean, EMPPOSITIONID, LABORCLASSID, LABORSHIFTID, LABORUNIONID,
      LOCATIONID, DEPARTMENTID, DESCRIPTION <1000, NOTES <4000, VENDORID, CLASSID, CONTRACTID, WAREHOUSEID, EXTBILLRATE amount,
      EXTCOSTRATE amount, PROJECTNAME r, TASKNAME r, ITEMNAME r`,
    shown: { PROJECTNAME: 'PROJECT.NAME', TASKNAME: 'TASK.NAME', ITEMNAME: 'ITEM.NAME' },
    relations: [
      { path: 'TIMESHEET', object: 'TIMESHEET', field: 'TIMESHEETKEY', relatedField: 'RECORDNO' },
      EMPLOYEE,
      PROJECT,
      ITEM,
      { path: 'TASK', object: 'TASK', field: 'TASKKEY', relatedField: 'RECORDNO' },
    ],
    writable: [],
  },
];
