import type { ObjectRelation } from '../object-definitions';
import type { ObjectDraft } from '../object-draft';

const CUSTOMER_RELATION: ObjectRelation = {
  path: 'CUSTOMER',
  object: 'CUSTOMER',
  field: 'CUSTOMERID',
  relatedField: 'CUSTOMERID',
};
const DOCUMENT_RELATIONS: readonly ObjectRelation[] = [
  CUSTOMER_RELATION,
  { path: 'SHIPTO', object: 'CONTACT', field: 'SHIPTORETURNTOCONTACTNAME', relatedField: 'CONTACTNAME' },
  { path: 'BILLTO', object: 'CONTACT', field: 'BILLTOPAYTOCONTACTNAME', relatedField: 'CONTACTNAME' },
];
/** Totals in base and in document currency: what was entered, what of it is settled, what is open. */
const TOTALS = `TOTALENTERED amount, TOTALSELECTED amount, TOTALPAID amount, TOTALDUE amount, TRX_TOTALENTERED amount,
  TRX_TOTALSELECTED amount, TRX_TOTALPAID amount, TRX_TOTALDUE amount`;
const CURRENCIES = 'BASECURR, CURRENCY, EXCH_RATE_DATE date, EXCH_RATE_TYPE_ID, EXCHANGE_RATE amount';
const DOCUMENT_FIELDS = `RECORDTYPE, RECORDID, STATE, CUSTOMERID, CUSTOMERNAME, DOCNUMBER, DESCRIPTION, TERMNAME, WHENCREATED date,
  WHENPOSTED date, WHENDISCOUNT date, WHENDUE date, WHENPAID date, ${CURRENCIES}, ${TOTALS}, BILLTOPAYTOCONTACTNAME,
  SHIPTORETURNTOCONTACTNAME, PRBATCH, PRBATCHKEY, MODULEKEY, SUPDOCID, TAXSOLUTIONID`;
const ITEM_FIELDS = `RECORDKEY integer, LINE_NO integer, ACCOUNTNO, ACCOUNTLABEL, AMOUNT amount, TRX_AMOUNT amount, TOTALPAID amount,
  TOTALDUE amount, TRX_TOTALPAID amount, TRX_TOTALDUE amount, ENTRYDESCRIPTION, LOCATIONID, DEPARTMENTID, ALLOCATION, SUBTOTAL,
  PARENTENTRY integer, OFFSETGLACCOUNTNO, CUSTOMERID, PROJECTID, TASKID, ITEMID, CLASSID, VENDORID, EMPLOYEEID, CONTRACTID,
  WAREHOUSEID, CURRENCY, BASECURR, DETAILID, TAXRATE amount`;

/** Documents of accounts receivable but payments (facts/intacct.md 8.6, 8.7). */
export const RECEIVABLE_OBJECTS: readonly ObjectDraft[] = [
  {
    name: 'ARINVOICE',
    label: 'ARInvoice',
    naturalKey: 'RECORDNO',
    fields: DOCUMENT_FIELDS,
    relations: DOCUMENT_RELATIONS,
    lines: { wrapper: 'ARINVOICEITEMS', object: 'ARINVOICEITEM', parentField: 'RECORDKEY' },
    writable: ['delete'],
  },
  {
    name: 'ARINVOICEITEM',
    label: 'ARInvoiceItem',
    naturalKey: 'RECORDNO',
    fields: ITEM_FIELDS,
    relations: [{ path: 'ARINVOICE', object: 'ARINVOICE', field: 'RECORDKEY', relatedField: 'RECORDNO' }],
    writable: [],
  },
  {
    name: 'ARADJUSTMENT',
    label: 'ARAdjustment',
    naturalKey: 'RECORDNO',
    fields: DOCUMENT_FIELDS,
    relations: DOCUMENT_RELATIONS,
    lines: { wrapper: 'ARADJUSTMENTITEMS', object: 'ARADJUSTMENTITEM', parentField: 'RECORDKEY' },
    writable: ['delete'],
  },
  {
    name: 'ARADJUSTMENTITEM',
    label: 'ARAdjustmentItem',
    naturalKey: 'RECORDNO',
    fields: ITEM_FIELDS,
    relations: [{ path: 'ARADJUSTMENT', object: 'ARADJUSTMENT', field: 'RECORDKEY', relatedField: 'RECORDNO' }],
    writable: [],
  },
];

// Where the money went, and who paid how.
const RECEIPT_FIELDS = `FINANCIALENTITY, UNDEPOSITEDACCOUNTNO, PAYMENTMETHOD!, PAYMENTDATE date, RECEIPTDATE! date, DOCNUMBER <45,
  DESCRIPTION <1000, PRBATCH, PRBATCHKEY integer, CURRENCY, BASECURR, EXCH_RATE_DATE date, EXCH_RATE_TYPE_ID, EXCHANGE_RATE amount,
  ACTION, SUPDOCID`;
const RECEIPT_READ_FIELDS = `RECORDTYPE r, RECORDID r, STATE r, CUSTOMERNAME r, WHENCREATED date r, WHENPOSTED date r, WHENPAID date r,
  ${TOTALS.replaceAll('amount', 'amount r')}, MODULEKEY r`;
const PAYMENT_METHODS = [
  ...['Printed Check', 'Cash', 'EFT', 'Credit Card'],
  ...['Online', 'Online Charge Card', 'Online ACH Debit'],
];
const ACTION = ['Draft', 'Submit'];

/** Payments, advances and the accounts that they go to (facts/intacct.md 8.10). */
export const RECEIPT_OBJECTS: readonly ObjectDraft[] = [
  {
    name: 'ARPYMT',
    label: 'ARPymt',
    naturalKey: 'RECORDNO',
    fields: `CUSTOMERID!, PAYERNAME, ${RECEIPT_FIELDS}, AMOUNTTOPAY amount, AMOUNTOPAY amount, TRX_AMOUNTTOPAY amount,
      OVERPAYMENTAMOUNT amount, OVERPAYMENTLOCATIONID, OVERPAYMENTDEPARTMENTID, ${RECEIPT_READ_FIELDS}`,
    words: { PAYMENTMETHOD: PAYMENT_METHODS, ACTION },
    relations: [CUSTOMER_RELATION],
    lines: { wrapper: 'ARPYMTDETAILS', object: 'ARPYMTDETAIL', parentField: 'PAYMENTKEY' },
    writable: ['create'],
  },
  {
    name: 'ARPYMTDETAIL',
    label: 'ARPymtDetail',
    naturalKey: 'RECORDNO',
    fields: `PAYMENTKEY integer r, RECORDKEY integer, ENTRYKEY integer, POSADJKEY integer, POSADJENTRYKEY integer,
      TRX_PAYMENTAMOUNT amount, PAYMENTAMOUNT amount r, ADJUSTMENTKEY integer, ADJUSTMENTENTRYKEY integer, TRX_ADJUSTMENTAMOUNT amount,
      ADJUSTMENTAMOUNT amount r, INLINEKEY integer, INLINEENTRYKEY integer, TRX_INLINEAMOUNT amount, ADVANCEKEY integer,
      ADVANCEENTRYKEY integer, TRX_POSTEDADVANCEAMOUNT amount, POSTEDADVANCEAMOUNT amount r, OVERPAYMENTKEY integer,
      OVERPAYMENTENTRYKEY integer, TRX_POSTEDOVERPAYMENTAMOUNT amount, POSTEDOVERPAYMENTAMOUNT amount r, NEGATIVEINVOICEKEY integer,
      NEGATIVEINVOICEENTRYKEY integer, TRX_NEGATIVEINVOICEAMOUNT amount, DISCOUNTDATE date, TRX_TOTALDISCOUNTTOAPPLY amount,
      TRX_DISCOUNTAMOUNT amount r, DISCOUNTAMOUNT amount r, PAYMENTDATE date r, CURRENCY r, BASECURR r, STATE r, MODULEKEY r`,
    relations: [{ path: 'ARPYMT', object: 'ARPYMT', field: 'PAYMENTKEY', relatedField: 'RECORDNO' }],
    writable: [],
  },
  {
    name: 'ARADVANCE',
    label: 'ARAdvance',
    naturalKey: 'RECORDNO',
    fields: `CUSTOMERID!, ${RECEIPT_FIELDS}, ${RECEIPT_READ_FIELDS}`,
    words: { PAYMENTMETHOD: PAYMENT_METHODS, ACTION },
    relations: [CUSTOMER_RELATION],
    lines: { wrapper: 'ARADVANCEITEMS', object: 'ARADVANCEITEM', parentField: 'RECORDKEY' },
    writable: ['create'],
  },
  {
    name: 'ARADVANCEITEM',
    label: 'ARAdvanceItem',
    naturalKey: 'RECORDNO',
    fields: ITEM_FIELDS,
    relations: [{ path: 'ARADVANCE', object: 'ARADVANCE', field: 'RECORDKEY', relatedField: 'RECORDNO' }],
    writable: [],
  },
  {
    name: 'CHECKINGACCOUNT',
    label: 'CheckingAccount',
    naturalKey: 'BANKACCOUNTID',
    fields: 'BANKACCOUNTID!, BANKNAME, GLACCOUNTNO!, LOCATIONID, CURRENCY, STATUS',
    words: { STATUS: ['active', 'inactive'] },
    writable: [],
  },
];
