import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';
import type { ObjectDefinition } from '../object-definitions';

const REFERENCES: Readonly<Record<string, readonly (readonly [field: string, object: string, word: string])[]>> = {
  CUSTOMER: [
    ['PARENTID', 'CUSTOMER', 'Customer'],
    ['TERMNAME', 'ARTERM', 'term'],
    ['BILLTO.CONTACTNAME', 'CONTACT', 'contact'],
    ['SHIPTO.CONTACTNAME', 'CONTACT', 'contact'],
    ['CONTACTINFO.CONTACTNAME', 'CONTACT', 'contact'],
    ['ARACCOUNT', 'GLACCOUNT', 'GL account'],
    ['OFFSETGLACCOUNTNO', 'GLACCOUNT', 'GL account'],
  ],
  GLACCOUNT: [['CLOSINGACCOUNTNO', 'GLACCOUNT', 'GL account']],
  DEPARTMENT: [['PARENTID', 'DEPARTMENT', 'department']],
};

/** Refuses a master that names another which does not exist, or an e-mail address that is none. */
export function checkReferences(call: FunctionCall, definition: ObjectDefinition, fields: BookRecord): void {
  for (const [field, object, word] of REFERENCES[definition.name] ?? []) {
    const key = fields[field];
    if (key && !call.books.get(object, key)) refuseAsInvalid(`Invalid ${word} '${key}' specified.`, 'SIM-REFERENCE');
  }
  for (const field of ['EMAIL1', 'DISPLAYCONTACT.EMAIL1']) {
    const address = fields[field];
    if (address && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address)) {
      refuseFormat('Illegal format for Contactversion : Primary Email Address');
    }
  }
}
