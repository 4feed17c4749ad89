import type { ObjectRelation } from '../object-definitions';
import type { ObjectDraft } from '../object-draft';

const RELATIONS: readonly ObjectRelation[] = [
  { path: 'VENDOR', object: 'VENDOR', field: 'VENDORID', relatedField: 'VENDORID' },
  { path: 'PAYTO', object: 'CONTACT', field: 'BILLTOPAYTOCONTACTNAME', relatedField: 'CONTACTNAME' },
  { path: 'RETURNTO', object: 'CONTACT', field: 'SHIPTORETURNTOCONTACTNAME', relatedField: 'CONTACTNAME' },
];
const TOTALS = ['', 'TRX_']
  .flatMap((prefix) => ['TOTALENTERED', 'TOTALSELECTED', 'TOTALPAID', 'TOTALDUE'].map((name) => `${prefix}${name}`))
  .map((name) => `${name} amount r`)
  .join(', ');
const HEADER = `RECORDTYPE r, RECORDID, STATE r, VENDORID!, VENDORNAME r, DOCNUMBER, DESCRIPTION, TERMNAME, WHENCREATED! date,
  WHENPOSTED date, WHENDISCOUNT date r, WHENDUE date, WHENPAID date r, BASECURR, CURRENCY, EXCH_RATE_DATE date, EXCH_RATE_TYPE_ID,
  EXCHANGE_RATE amount, ${TOTALS}, BILLTOPAYTOCONTACTNAME, SHIPTORETURNTOCONTACTNAME, PRBATCH r, PRBATCHKEY r, MODULEKEY r, SUPDOCID,
  TAXSOLUTIONID, ONHOLD boolean`;
const ITEM = `RECORDKEY integer r, LINE_NO integer r, ACCOUNTNO, ACCOUNTLABEL, AMOUNT amount r, TRX_AMOUNT amount, TOTALPAID amount r,
  TOTALDUE amount r, ENTRYDESCRIPTION, LOCATIONID, DEPARTMENTID, ALLOCATION, SUBTOTAL r, PARENTENTRY integer r, OFFSETGLACCOUNTNO,
  FORM1099, FORM1099TYPE, FORM1099BOX, BILLABLE, CUSTOMERID, PROJECTID, TASKID, COSTTYPEID, ITEMID, CLASSID, VENDORID, EMPLOYEEID,
  CONTRACTID, WAREHOUSEID, CURRENCY r, BASECURR r, DETAILID r, TAXRATE amount r`;

/** Documents of accounts payable (facts/intacct.md 8.7, 8.8). */
export const PAYABLE_OBJECTS: readonly ObjectDraft[] = [
  {
    name: 'APBILL',
    label: 'APBill',
    naturalKey: 'RECORDNO',
    fields: `${HEADER}, ACTION, INCLUSIVETAX boolean`,
    relations: RELATIONS,
    lines: { wrapper: 'APBILLITEMS', object: 'APBILLITEM', parentField: 'RECORDKEY' },
    writable: ['create', 'update', 'delete'],
  },
  {
    name: 'APBILLITEM',
    label: 'APBillItem',
    naturalKey: 'RECORDNO',
    fields: `${ITEM}, TOTALTRXAMOUNT amount`,
    relations: [{ path: 'APBILL', object: 'APBILL', field: 'RECORDKEY', relatedField: 'RECORDNO' }],
    left: ['TAXENTRIES'],
    writable: [],
  },
  {
    name: 'APADJUSTMENT',
    label: 'APAdjustment',
    naturalKey: 'RECORDNO',
    fields: HEADER,
    relations: RELATIONS,
    lines: { wrapper: 'APADJUSTMENTITEMS', object: 'APADJUSTMENTITEM', parentField: 'RECORDKEY' },
    writable: ['delete'],
  },
  {
    name: 'APADJUSTMENTITEM',
    label: 'APAdjustmentItem',
    naturalKey: 'RECORDNO',
    fields: ITEM,
    relations: [{ path: 'APADJUSTMENT', object: 'APADJUSTMENT', field: 'RECORDKEY', relatedField: 'RECORDNO' }],
    writable: [],
  },
];
