import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';
import type { ObjectDefinition } from '../object-definitions';

type Reference = readonly [field: string, object: string, word: string];

const DIMENSIONS: readonly Reference[] = [
  ['DEPARTMENTID', 'DEPARTMENT', 'department'],
  ['LOCATIONID', 'LOCATION', 'location'],
  // There are no classes, so none can be named.
  ['CLASSID', 'CLASS', 'Class'],
];
const REFERENCES: Readonly<Record<string, readonly Reference[]>> = {
  CUSTOMER: [
    ['PARENTID', 'CUSTOMER', 'Customer'],
    ['TERMNAME', 'ARTERM', 'term'],
    ['BILLTO.CONTACTNAME', 'CONTACT', 'contact'],
    ['SHIPTO.CONTACTNAME', 'CONTACT', 'contact'],
    ['CONTACTINFO.CONTACTNAME', 'CONTACT', 'contact'],
    ['ARACCOUNT', 'GLACCOUNT', 'GL account'],
    ['OFFSETGLACCOUNTNO', 'GLACCOUNT', 'GL account'],
  ],
  VENDOR: [
    ['PARENTID', 'VENDOR', 'Vendor'],
    ['TERMNAME', 'APTERM', 'term'],
    ['PAYTO.CONTACTNAME', 'CONTACT', 'contact'],
    ['RETURNTO.CONTACTNAME', 'CONTACT', 'contact'],
    ['CONTACTINFO.CONTACTNAME', 'CONTACT', 'contact'],
    ['CONTACTTO1099.CONTACTNAME', 'CONTACT', 'contact'],
    ['APACCOUNT', 'GLACCOUNT', 'GL account'],
    ['OFFSETGLACCOUNTNO', 'GLACCOUNT', 'GL account'],
  ],
  GLACCOUNT: [['CLOSINGACCOUNTNO', 'GLACCOUNT', 'GL account']],
  DEPARTMENT: [['PARENTID', 'DEPARTMENT', 'department']],
  ITEM: [
    ['GLGROUP', 'ITEMGLGROUP', 'item GL group'],
    ['INCOMEACCTKEY', 'GLACCOUNT', 'GL account'],
    ['INVACCTKEY', 'GLACCOUNT', 'GL account'],
    ['EXPENSEACCTKEY', 'GLACCOUNT', 'GL account'],
    ['COGSACCTKEY', 'GLACCOUNT', 'GL account'],
    ['OFFSETOEGLACCOUNTKEY', 'GLACCOUNT', 'GL account'],
    ['OFFSETPOGLACCOUNTKEY', 'GLACCOUNT', 'GL account'],
    ['DEFERREDREVACCTKEY', 'GLACCOUNT', 'GL account'],
  ],
  EMPLOYEE: [
    ['PERSONALINFO.CONTACTNAME', 'CONTACT', 'contact'],
    ['SUPERVISORID', 'EMPLOYEE', 'Employee'],
    ['EMPPOSITIONID', 'EMPLOYEEPOSITION', 'employee position'],
    ['EARNINGTYPENAME', 'EARNINGTYPE', 'earning type'],
    ...DIMENSIONS,
  ],
  PROJECT: [
    ['PARENTID', 'PROJECT', 'Project'],
    ['CUSTOMERID', 'CUSTOMER', 'Customer'],
    ['MANAGERID', 'EMPLOYEE', 'Employee'],
    ['SALESCONTACTID', 'EMPLOYEE', 'Employee'],
    ['TERMNAME', 'ARTERM', 'term'],
    ['CONTACTINFO.CONTACTNAME', 'CONTACT', 'contact'],
    ['BILLTO.CONTACTNAME', 'CONTACT', 'contact'],
    ['SHIPTO.CONTACTNAME', 'CONTACT', 'contact'],
    ...DIMENSIONS,
  ],
  TASK: [
    ['PROJECTID', 'PROJECT', 'Project'],
    ['ITEMID', 'ITEM', 'Item'],
  ],
};

/** Refuses a master that names another which does not exist, or an e-mail address that is none. */
export function checkReferences(call: FunctionCall, definition: ObjectDefinition, fields: BookRecord): void {
  for (const [field, object, word] of REFERENCES[definition.name] ?? []) {
    const key = fields[field];
    if (key && !call.books.get(object, key)) refuseAsInvalid(`Invalid ${word} '${key}' specified.`, 'SIM-REFERENCE');
  }
  refuseLoop(call, definition, fields);
  for (const field of ['EMAIL1', 'DISPLAYCONTACT.EMAIL1']) {
    const address = fields[field];
    if (address && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address)) {
      refuseFormat('Illegal format for Contactversion : Primary Email Address');
    }
  }
}

// A record cannot be its own parent, over however many steps.
function refuseLoop(call: FunctionCall, definition: ObjectDefinition, fields: BookRecord): void {
  const own = fields[definition.naturalKey] ?? '';
  const seen = new Set([own]);
  for (let parent = fields.PARENTID ?? ''; parent !== ''; ) {
    if (seen.has(parent)) {
      refuseAsInvalid(
        `${definition.label} '${own}' cannot be below itself: its parent is '${fields.PARENTID}'.`,
        'SIM-PARENT-LOOP',
      );
    }
    seen.add(parent);
    parent = call.books.get(definition.name, parent)?.PARENTID ?? '';
  }
}
