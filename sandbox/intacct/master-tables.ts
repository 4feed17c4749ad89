/** Masters that the admin port changes one at a time; the words of the company file. */
export const MASTER_KINDS = [
  'customers',
  'vendors',
  'contacts',
  'itemGlGroups',
  'items',
  'earningTypes',
  'employeePositions',
  'employees',
  'projects',
  'tasks',
  'terms',
  'apTerms',
  'accounts',
  'banks',
  'statAccounts',
  'departments',
  'locations',
  'taxDetails',
  'taxSchedules',
  'journals',
  'statJournals',
  'users',
  'senders',
] as const;
export type MasterKind = (typeof MASTER_KINDS)[number];

/** How a value of the company file is kept as text: words are separated by blanks, picks by `#~#` (facts/intacct.md section 2). */
type Form = 'text' | 'flag' | 'number' | 'words' | 'picks' | 'json';

interface MasterField {
  /** Property of the company file; a dot goes into a group. */
  readonly property: string;
  readonly field: string;
  readonly form: Form;
}

export interface MasterTable {
  readonly table: string;
  /** Company file property → field of the record. The first is the key of both. */
  readonly fields: readonly MasterField[];
}

const PERSON =
  'companyName:COMPANYNAME firstName:FIRSTNAME lastName:LASTNAME phone1:PHONE1 cellphone:CELLPHONE email1:EMAIL1 taxId:TAXID';
const ADDRESS = `address1:MAILADDRESS.ADDRESS1 address2:MAILADDRESS.ADDRESS2 address3:MAILADDRESS.ADDRESS3 city:MAILADDRESS.CITY
  state:MAILADDRESS.STATE zip:MAILADDRESS.ZIP country:MAILADDRESS.COUNTRY countryCode:MAILADDRESS.COUNTRYCODE`;
const TERM = `name:NAME description:DESCRIPTION dueDays:DUEDATE:number dueFrom:DUEFROM discountDays:DISCDATE:number discountFrom:DISCFROM
  discountAmount:DISCAMOUNT discountUnit:DISCPERCAMN discountGraceDays:DISCFUDGEDAYS:number discountCalculatedOn:DISCCALCON
  penaltyType:PEN_TYPES penaltyAmount:PENAMOUNT penaltyUnit:PENPERCAMN penaltyGraceDays:PENFUDGEDAYS:number status:STATUS`;
const PARTY = `name:NAME parentId:PARENTID status:STATUS onHold:ONHOLD:flag currency:CURRENCY termName:TERMNAME creditLimit:CREDITLIMIT
  taxId:TAXID glGroup:GLGROUP comments:COMMENTS objectRestriction:OBJECTRESTRICTION restrictedLocations:RESTRICTEDLOCATIONS:picks
  entityId:MEGAENTITYID contactInfo:CONTACTINFO.CONTACTNAME contactList:@CONTACTLIST:json
  displayContact.printAs:DISPLAYCONTACT.PRINTAS ${prefixed(PERSON)} ${prefixed(ADDRESS)}`;

const TABLES: Readonly<Record<MasterKind | 'entities', MasterTable>> = {
  entities: tableOf(
    'LOCATIONENTITY',
    'entityId:LOCATIONID name:NAME baseCurrency:CURRENCY taxSolution:@TAXSOLUTION status:STATUS',
  ),
  locations: tableOf('LOCATION', 'locationId:LOCATIONID name:NAME entityId:ENTITY status:STATUS'),
  departments: tableOf('DEPARTMENT', 'departmentId:DEPARTMENTID title:TITLE status:STATUS'),
  accounts: tableOf(
    'GLACCOUNT',
    'accountNo:ACCOUNTNO title:TITLE accountType:ACCOUNTTYPE normalBalance:NORMALBALANCE status:STATUS',
  ),
  banks: tableOf(
    'CHECKINGACCOUNT',
    'bankId:BANKACCOUNTID name:BANKNAME accountNo:GLACCOUNTNO entityId:LOCATIONID currency:CURRENCY status:STATUS',
  ),
  statAccounts: tableOf('STATACCOUNT', 'accountNo:ACCOUNTNO title:TITLE status:STATUS'),
  journals: tableOf('GLJOURNAL', 'symbol:SYMBOL title:TITLE status:STATUS'),
  statJournals: tableOf('STATJOURNAL', 'symbol:SYMBOL title:TITLE status:STATUS'),
  terms: tableOf('ARTERM', TERM),
  apTerms: tableOf('APTERM', TERM),
  taxDetails: tableOf(
    'TAXDETAIL',
    `detailId:DETAILID ratePercent:VALUE accountNo:GLACCOUNT entityId:MEGAENTITYID description:DESCRIPTION taxType:TAXTYPE
     authority:TAXAUTHORITY taxSolutionId:TAXSOLUTIONID reverseCharge:REVERSECHARGE:flag inputAccountNo:@INPUTACCOUNT status:STATUS`,
  ),
  taxSchedules: tableOf(
    'TAXSCHEDULE',
    'scheduleId:SCHEDULEID description:DESCRIPTION taxType:TAXTYPE detailIds:@DETAILIDS:picks status:STATUS',
  ),
  contacts: tableOf('CONTACT', `contactName:CONTACTNAME printAs:PRINTAS ${PERSON} ${ADDRESS} status:STATUS`),
  customers: tableOf(
    'CUSTOMER',
    `customerId:CUSTOMERID ${PARTY} customerType:CUSTTYPE billTo:BILLTO.CONTACTNAME shipTo:SHIPTO.CONTACTNAME`,
  ),
  vendors: tableOf(
    'VENDOR',
    `vendorId:VENDORID ${PARTY} vendorType:VENDTYPE payTo:PAYTO.CONTACTNAME returnTo:RETURNTO.CONTACTNAME`,
  ),
  itemGlGroups: tableOf('ITEMGLGROUP', 'name:NAME status:STATUS'),
  items: tableOf(
    'ITEM',
    `itemId:ITEMID name:NAME itemType:ITEMTYPE glGroup:GLGROUP description:EXTENDED_DESCRIPTION basePrice:BASEPRICE
     standardCost:STANDARD_COST entityId:MEGAENTITYID status:STATUS`,
  ),
  earningTypes: tableOf('EARNINGTYPE', 'name:NAME billable:BILLABLE:flag status:STATUS'),
  employeePositions: tableOf(
    'EMPLOYEEPOSITION',
    'positionId:EMPPOSITIONID name:NAME description:DESCRIPTION status:STATUS',
  ),
  employees: tableOf(
    'EMPLOYEE',
    `employeeId:EMPLOYEEID contactName:PERSONALINFO.CONTACTNAME title:TITLE startDate:STARTDATE endDate:ENDDATE
     terminationType:TERMINATIONTYPE birthDate:BIRTHDATE employeeType:EMPLOYEETYPE supervisorId:SUPERVISORID
     departmentId:DEPARTMENTID locationId:LOCATIONID positionId:EMPPOSITIONID earningTypeName:EARNINGTYPENAME
     entityId:MEGAENTITYID status:STATUS`,
  ),
  projects: tableOf(
    'PROJECT',
    `projectId:PROJECTID name:NAME category:PROJECTCATEGORY description:DESCRIPTION parentId:PARENTID
     projectStatus:PROJECTSTATUS projectType:PROJECTTYPE customerId:CUSTOMERID managerId:MANAGERID beginDate:BEGINDATE
     endDate:ENDDATE departmentId:DEPARTMENTID locationId:LOCATIONID contactName:CONTACTINFO.CONTACTNAME entityId:MEGAENTITYID
     status:STATUS`,
  ),
  tasks: tableOf(
    'TASK',
    `projectId:PROJECTID taskId:TASKID name:NAME taskStatus:TASKSTATUS description:DESCRIPTION parentTaskId:PARENTTASKID
     itemId:ITEMID billable:BILLABLE:flag beginDate:PBEGINDATE endDate:PENDDATE entityId:MEGAENTITYID status:STATUS`,
  ),
  users: tableOf('@USER', 'userId:ID password:PASSWORD status:STATUS denied:DENIED:words'),
  senders: tableOf('@SENDER', 'senderId:ID password:PASSWORD authorised:AUTHORISED:flag'),
};

/** Where a kind of master is kept, and under which fields. */
export function masterTable(kind: MasterKind | 'entities'): MasterTable {
  return TABLES[kind];
}

function prefixed(pairs: string): string {
  return pairs
    .split(/\s+/)
    .map((pair) => `displayContact.${pair.replace(':', ':DISPLAYCONTACT.')}`)
    .join(' ');
}

function tableOf(table: string, pairs: string): MasterTable {
  const fields = pairs.split(/\s+/).map((pair) => {
    const [property = '', field = '', form = 'text'] = pair.split(':');
    return { property, field, form: form as Form };
  });
  return { table, fields };
}

/** A value of the company file as the books keep it. */
export function keptText(form: Form, value: unknown): string {
  if (form === 'json') return JSON.stringify(value);
  if (form === 'words') return (value as readonly string[]).join(' ');
  if (form === 'picks') return (value as readonly string[]).join('#~#');
  return String(value);
}

/** A kept text as the company file has it; undefined when there is nothing. */
export function itemValue(form: Form, text: string): unknown {
  if (form === 'json') return text === '' ? undefined : JSON.parse(text);
  if (form === 'words') return text === '' ? [] : text.split(' ');
  if (form === 'picks') return text === '' ? undefined : text.split('#~#');
  if (form === 'flag') return text === 'true';
  if (text === '') return undefined;
  return form === 'number' ? Number(text) : text;
}
