import type { ObjectDraft } from '../object-draft';
import { ALL, STATUS } from '../object-draft';

/** The general ledger and its dimensions (facts/intacct.md 8.9, 8.15). */
export const LEDGER_OBJECTS: readonly ObjectDraft[] = [
  {
    name: 'GLACCOUNT',
    label: 'GLAccount',
    naturalKey: 'ACCOUNTNO',
    fields: `ACCOUNTNO! <24, TITLE! <80, ACCOUNTTYPE!, NORMALBALANCE!, CLOSINGTYPE, CLOSINGACCOUNTNO, STATUS, CATEGORY, TAXCODE, MRCCODE,
      ALTERNATIVEACCOUNT, TAXABLE boolean, REQUIREDEPT boolean, REQUIRELOC boolean, REQUIREPROJECT boolean, REQUIRETASK boolean,
      REQUIRECUSTOMER boolean, REQUIREVENDOR boolean, REQUIREITEM boolean, REQUIREEMPLOYEE boolean, REQUIRECLASS boolean,
      REQUIRECONTRACT boolean, REQUIREWAREHOUSE boolean`,
    words: {
      ...STATUS,
      ACCOUNTTYPE: ['balancesheet', 'incomestatement'],
      NORMALBALANCE: ['debit', 'credit'],
      CLOSINGTYPE: ['non-closing account', 'closing account', 'closed to account'],
    },
    writable: ALL,
  },
  {
    name: 'GLBATCH',
    label: 'GLBatch',
    naturalKey: 'RECORDNO',
    fields: `BATCHNO integer r, BATCH_TITLE!, JOURNAL!, BATCH_DATE! date, REVERSEDATE date, REFERENCENO, STATE, HISTORY_COMMENT, SUPDOCID,
      TAXIMPLICATIONS, VATVENDORID, VATCUSTOMERID, VATCONTACTID, BASELOCATION_NO, TAXSOLUTIONID, TRANSACTIONSOURCE, ADJ r, MODULE r,
      REVERSED r, REVERSEDKEY r, REVERSEDFROM r, PRBATCHKEY r, MODIFIED timestamp r, JOURNALKEY r, USERKEY r`,
    words: { STATE: ['Posted', 'Draft'], TAXIMPLICATIONS: ['None', 'Inbound', 'Outbound'] },
    lines: { wrapper: 'ENTRIES', object: 'GLENTRY', parentField: 'BATCHNO' },
    writable: ALL,
  },
  {
    name: 'GLENTRY',
    label: 'GLEntry',
    naturalKey: 'RECORDNO',
    fields: `BATCHNO integer r, LINE_NO integer r, TR_TYPE! integer, ENTRY_DATE date r, AMOUNT amount, TRX_AMOUNT amount, CURRENCY,
      BASECURR r, EXCH_RATE_DATE date, EXCH_RATE_TYPE_ID, EXCHANGE_RATE amount, BATCH_NUMBER integer r, BATCH_DATE date r, BATCHTITLE r,
      ACCOUNTKEY r, ACCOUNTNO!, STATISTICAL r, DOCUMENT, DESCRIPTION, ALLOCATION, DEPARTMENT, LOCATION, PROJECTID, TASKID, COSTTYPEID,
      CUSTOMERID, VENDORID, EMPLOYEEID, ITEMID, CLASSID, CONTRACTID, WAREHOUSEID, BILLABLE`,
    relations: [{ path: 'GLBATCH', object: 'GLBATCH', field: 'BATCHNO', relatedField: 'RECORDNO' }],
    writable: [],
  },
  {
    name: 'GLJOURNAL',
    label: 'GLJournal',
    naturalKey: 'SYMBOL',
    fields: 'SYMBOL!, TITLE!, STATUS, ADJ boolean, BOOKID, BILLABLE boolean',
    words: STATUS,
    writable: [],
  },
  {
    name: 'LOCATION',
    label: 'Location',
    naturalKey: 'LOCATIONID',
    fields:
      'LOCATIONID! <20, NAME! <80, PARENTID, SUPERVISORID, STARTDATE date, ENDDATE date, CUSTTITLE, STATUS, CURRENCY r, ENTITY r',
    words: STATUS,
    writable: ALL,
  },
  {
    name: 'LOCATIONENTITY',
    label: 'LocationEntity',
    naturalKey: 'LOCATIONID',
    fields: 'LOCATIONID!, NAME!, CURRENCY, STATUS, TAXSOLUTIONID, FIRSTMONTH integer, WEEKSTART integer',
    words: STATUS,
    writable: [],
  },
  {
    name: 'DEPARTMENT',
    label: 'Department',
    naturalKey: 'DEPARTMENTID',
    fields: 'DEPARTMENTID! <20, TITLE! <80, PARENTID, SUPERVISORID, CUSTTITLE, STATUS',
    words: STATUS,
    writable: ALL,
  },
];
