/** How a field compares, and how it looks on the wire. Inside, dates are ISO and amounts are decimal text. */
export type FieldKind = 'text' | 'integer' | 'amount' | 'date' | 'timestamp' | 'boolean';

export interface ObjectField {
  readonly name: string;
  readonly kind: FieldKind;
  /** Must be there, not blank, in a create. */
  readonly required: boolean;
  readonly readOnly: boolean;
  /** Longest text; null where the sandbox knows no bound. */
  readonly lengthMax: number | null;
  /** Only these words. */
  readonly words: readonly string[] | null;
}

export interface ObjectRelation {
  readonly path: string;
  readonly object: string;
  /** Field here, and the field there that it equals. */
  readonly field: string;
  readonly relatedField: string;
}

export interface ObjectDefinition {
  readonly name: string;
  /** As in `Could not create Customer record!`. */
  readonly label: string;
  /** Element of its RECORDNO and natural key: CUSTOMERID, or RECORDNO where there is none. */
  readonly naturalKey: string;
  readonly fields: ReadonlyMap<string, ObjectField>;
  readonly relations: readonly ObjectRelation[];
  /** Owned rows, and the field in them that holds this object's RECORDNO. */
  readonly lines: { readonly wrapper: string; readonly object: string; readonly parentField: string } | null;
  /** Generic functions that are possible; ARINVOICE is written by create_invoice only. */
  readonly writable: ReadonlySet<'create' | 'update' | 'delete'>;
}

const ALL = ['create', 'update', 'delete'] as const;

interface Draft {
  name: string;
  label: string;
  naturalKey: string;
  /** `NAME! amount r <30` : kind, `!` required, `r` read only, `<n` length. Kind text when left out. */
  fields: string;
  words?: Readonly<Record<string, readonly string[]>>;
  relations?: readonly ObjectRelation[];
  lines?: ObjectDefinition['lines'];
  writable: readonly ('create' | 'update' | 'delete')[];
}

// Every standard object has these too (facts/intacct.md section 8).
const STANDARD =
  'RECORDNO integer r, WHENCREATED timestamp r, WHENMODIFIED timestamp r, CREATEDBY r, MODIFIEDBY r, MEGAENTITYKEY r, MEGAENTITYID r, MEGAENTITYNAME r, RECORD_URL r';
const STATUS = { STATUS: ['active', 'inactive'] };

function contactFields(prefix: string): string {
  return `PRINTAS COMPANYNAME TAXABLE TAXGROUP TAXID PREFIX FIRSTNAME LASTNAME INITIAL PHONE1 PHONE2 CELLPHONE PAGER FAX EMAIL1
    EMAIL2 URL1 URL2 MAILADDRESS.ADDRESS1 MAILADDRESS.ADDRESS2 MAILADDRESS.ADDRESS3 MAILADDRESS.CITY MAILADDRESS.STATE
    MAILADDRESS.ZIP MAILADDRESS.COUNTRY MAILADDRESS.COUNTRYCODE MAILADDRESS.ISOCOUNTRYCODE`
    .split(/\s+/)
    .map((name) => `${prefix}${name}${name === 'PRINTAS' ? '!' : ''}`)
    .join(', ');
}

const INVOICE_RELATIONS: readonly ObjectRelation[] = [
  { path: 'CUSTOMER', object: 'CUSTOMER', field: 'CUSTOMERID', relatedField: 'CUSTOMERID' },
  { path: 'SHIPTO', object: 'CONTACT', field: 'SHIPTORETURNTOCONTACTNAME', relatedField: 'CONTACTNAME' },
  { path: 'BILLTO', object: 'CONTACT', field: 'BILLTOPAYTOCONTACTNAME', relatedField: 'CONTACTNAME' },
];

const DRAFTS: readonly Draft[] = [
  {
    name: 'CUSTOMER',
    label: 'Customer',
    naturalKey: 'CUSTOMERID',
    fields: `CUSTOMERID! <20, NAME! <100, PARENTID, TERMNAME, CREDITLIMIT amount, ONHOLD boolean, CURRENCY, STATUS, ONETIME boolean,
      HIDEDISPLAYCONTACT boolean, CUSTTYPE, CUSTREPID, GLGROUP, TERRITORYID, SUPDOCID, OFFSETGLACCOUNTNO, ARACCOUNT, SHIPPINGMETHOD,
      RESALENO, TAXID, RETAINAGEPERCENTAGE amount, DELIVERY_OPTIONS, CUSTMESSAGEID, EMAILOPTIN boolean, COMMENTS, OBJECTRESTRICTION,
      RESTRICTEDLOCATIONS, RESTRICTEDDEPARTMENTS, BILLTO.CONTACTNAME, SHIPTO.CONTACTNAME, CONTACTINFO.CONTACTNAME, TOTALDUE amount r,
      ENTITY r, ${contactFields('DISPLAYCONTACT.')}`,
    words: { ...STATUS, OBJECTRESTRICTION: ['Unrestricted', 'RootOnly', 'Restricted'] },
    relations: [{ path: 'PARENT', object: 'CUSTOMER', field: 'PARENTID', relatedField: 'CUSTOMERID' }],
    writable: ALL,
  },
  {
    name: 'CONTACT',
    label: 'Contact',
    naturalKey: 'CONTACTNAME',
    fields: `CONTACTNAME! <200, STATUS, TAXSOLUTIONID, TAXSCHEDULE, ${contactFields('')}`,
    words: STATUS,
    writable: ALL,
  },
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
  {
    name: 'ARTERM',
    label: 'ARTerm',
    naturalKey: 'NAME',
    fields:
      'NAME!, DESCRIPTION, STATUS, DUEDATE integer, DUEFROM, DISCDATE integer, DISCFROM, DISCAMOUNT amount, DISCPERCAMN, DISCCALCON',
    words: STATUS,
    writable: ['update', 'delete'],
  },
  {
    name: 'TAXDETAIL',
    label: 'TaxDetail',
    naturalKey: 'DETAILID',
    fields: `DETAILID!, TAXUID, DESCRIPTION, TAXTYPE, VALUE amount, MINTAXABLE amount, MAXTAXABLE amount, INCLUDE, MINTAX amount,
      MAXTAX amount, GLACCOUNT, TAXAUTHORITY, STATUS, REVERSECHARGE boolean, TAXRATE, TAXSOLUTIONID`,
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
  {
    name: 'GLJOURNAL',
    label: 'GLJournal',
    naturalKey: 'SYMBOL',
    fields: 'SYMBOL!, TITLE!, STATUS, ADJ boolean, BOOKID, BILLABLE boolean',
    words: STATUS,
    writable: [],
  },
];

const DEFINITIONS: ReadonlyMap<string, ObjectDefinition> = new Map(
  DRAFTS.map((draft) => [draft.name, definitionOf(draft)]),
);

/** The object of that name (capitals), or undefined; facts/intacct.md section 8 for its fields. */
export function objectDefinition(name: string): ObjectDefinition | undefined {
  return DEFINITIONS.get(name);
}

/** Names of all objects that the sandbox has. */
export function objectNames(): string[] {
  return [...DEFINITIONS.keys()];
}

function definitionOf(draft: Draft): ObjectDefinition {
  const fields = new Map<string, ObjectField>();
  for (const text of `${STANDARD}, ${draft.fields}`.split(',')) {
    const [word = '', ...marks] = text.trim().split(/\s+/);
    const name = word.replace('!', '');
    const length = marks.find((mark) => mark.startsWith('<'));
    const kind = marks.find((mark) => mark !== 'r' && !mark.startsWith('<')) ?? 'text';
    fields.set(name, {
      name,
      kind: kind as FieldKind,
      required: word.endsWith('!'),
      readOnly: marks.includes('r'),
      lengthMax: length ? Number(length.slice(1)) : null,
      words: draft.words?.[name] ?? null,
    });
  }
  return {
    name: draft.name,
    label: draft.label,
    naturalKey: draft.naturalKey,
    fields,
    relations: draft.relations ?? [],
    lines: draft.lines ?? null,
    writable: new Set(draft.writable),
  };
}
