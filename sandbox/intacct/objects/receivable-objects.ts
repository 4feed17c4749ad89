import type { ObjectRelation } from '../object-definitions';
import type { ObjectDraft } from '../object-draft';

const INVOICE_RELATIONS: readonly ObjectRelation[] = [
  { path: 'CUSTOMER', object: 'CUSTOMER', field: 'CUSTOMERID', relatedField: 'CUSTOMERID' },
  { path: 'SHIPTO', object: 'CONTACT', field: 'SHIPTORETURNTOCONTACTNAME', relatedField: 'CONTACTNAME' },
  { path: 'BILLTO', object: 'CONTACT', field: 'BILLTOPAYTOCONTACTNAME', relatedField: 'CONTACTNAME' },
];

/** Documents of accounts receivable (facts/intacct.md 8.6). */
export const RECEIVABLE_OBJECTS: readonly ObjectDraft[] = [
  {
    name: 'ARINVOICE',
    label: 'ARInvoice',
    naturalKey: 'RECORDNO',
    fields: `RECORDTYPE, RECORDID, STATE, CUSTOMERID, CUSTOMERNAME, DOCNUMBER, DESCRIPTION, TERMNAME, WHENCREATED date, WHENPOSTED date,
      WHENDISCOUNT date, WHENDUE date, WHENPAID date, BASECURR, CURRENCY, EXCH_RATE_DATE date, EXCH_RATE_TYPE_ID, EXCHANGE_RATE amount,
      TOTALENTERED amount, TOTALSELECTED amount, TOTALPAID amount, TOTALDUE amount, TRX_TOTALENTERED amount, TRX_TOTALSELECTED amount,
      TRX_TOTALPAID amount, TRX_TOTALDUE amount, BILLTOPAYTOCONTACTNAME, SHIPTORETURNTOCONTACTNAME, PRBATCH, PRBATCHKEY, MODULEKEY,
      SUPDOCID, TAXSOLUTIONID`,
    relations: INVOICE_RELATIONS,
    lines: { wrapper: 'ARINVOICEITEMS', object: 'ARINVOICEITEM', parentField: 'RECORDKEY' },
    writable: ['delete'],
  },
  {
    name: 'ARINVOICEITEM',
    label: 'ARInvoiceItem',
    naturalKey: 'RECORDNO',
    fields: `RECORDKEY integer, LINE_NO integer, ACCOUNTNO, ACCOUNTLABEL, AMOUNT amount, TRX_AMOUNT amount, TOTALPAID amount,
      TOTALDUE amount, ENTRYDESCRIPTION, LOCATIONID, DEPARTMENTID, ALLOCATION, SUBTOTAL, PARENTENTRY integer, OFFSETGLACCOUNTNO,
      CUSTOMERID, PROJECTID, TASKID, ITEMID, CLASSID, VENDORID, EMPLOYEEID, CONTRACTID, WAREHOUSEID, CURRENCY, BASECURR, DETAILID,
      TAXRATE amount`,
    relations: [{ path: 'ARINVOICE', object: 'ARINVOICE', field: 'RECORDKEY', relatedField: 'RECORDNO' }],
    writable: [],
  },
];
