import type { BookRecord } from '../books';
import { partiesNaming } from '../display-contact';
import type { FunctionCall } from '../function-call';
import { refuse, refuseAsInvalid } from '../intacct-error';
import { stamped } from '../masters';
import type { ObjectDefinition } from '../object-definitions';
import { requireFields } from '../object-values';
import { provenanceOf, refuseDuplicate } from '../posting';
import { checkReferences } from './check-references';

/** A new record of a plain master, checked, not yet written; throws FunctionRefused. */
export function newMaster(call: FunctionCall, definition: ObjectDefinition, fields: BookRecord): BookRecord {
  requireFields(definition, fields);
  checkReferences(call, definition, fields);
  const key = fields[definition.naturalKey] as string;
  if (call.books.get(definition.name, key)) refuseTaken(definition, key);
  const record = stamped(call.books, definition.name, { STATUS: 'active', ...provenanceOf(call), ...fields }, call.now);
  return definition.name === 'LOCATION' ? { ...record, ENTITY: ownerOfNewLocation(call, fields) } : record;
}

/** A changed record of a plain master, checked, not yet written: absent fields stay, the natural key too; throws FunctionRefused. */
export function changedMaster(
  call: FunctionCall,
  definition: ObjectDefinition,
  fields: BookRecord,
  before: BookRecord,
): BookRecord {
  const record: BookRecord = {
    ...before,
    ...fields,
    RECORDNO: before.RECORDNO as string,
    [definition.naturalKey]: before[definition.naturalKey] as string,
  };
  requireFields(definition, record);
  checkReferences(call, definition, { ...fields, [definition.naturalKey]: record[definition.naturalKey] as string });
  return stamped(call.books, definition.name, { ...record, MODIFIEDBY: call.userId }, call.now);
}

// A location belongs to the entity of its parent, or of the session that makes it.
function ownerOfNewLocation(call: FunctionCall, fields: BookRecord): string {
  const parentId = fields.PARENTID ?? '';
  const owner = parentId === '' ? call.entityId : (call.books.get('LOCATION', parentId)?.ENTITY ?? parentId);
  return owner === '' ? refuseAsInvalid('A location needs a parent entity.', 'SIM-LOCATION-PARENT') : owner;
}

function refuseTaken(definition: ObjectDefinition, key: string): never {
  if (definition.name === 'GLACCOUNT') return refuse('BL01001973', 'Duplicate account number', { errorId: 'GL-0493' });
  return refuseDuplicate(definition.label, key);
}

/** Removes a master that nothing uses; throws FunctionRefused. */
export function removeMasterRecord(call: FunctionCall, definition: ObjectDefinition, record: BookRecord): void {
  const key = record[definition.naturalKey] as string;
  const users = usersOf(call, definition.name, key);
  if (users) refuseAsInvalid(`${definition.label} '${key}' ${users} and cannot be deleted.`, 'SIM-IN-USE');
  call.books.remove(definition.name, key);
}

/** Tables whose rows name a master, and the field. */
const TRANSACTIONS: Readonly<Record<string, readonly (readonly [table: string, field: string])[]>> = {
  CUSTOMER: [
    ['ARINVOICE', 'CUSTOMERID'],
    ['ARADJUSTMENT', 'CUSTOMERID'],
    ['ARPYMT', 'CUSTOMERID'],
    ['ARADVANCE', 'CUSTOMERID'],
  ],
  VENDOR: [
    ['APBILL', 'VENDORID'],
    ['APADJUSTMENT', 'VENDORID'],
  ],
  GLACCOUNT: [['LEDGER', 'ACCOUNT']],
  STATACCOUNT: [['STATLEDGER', 'ACCOUNT']],
  ITEM: [
    ['TIMESHEETENTRY', 'ITEMID'],
    ['GLENTRY', 'ITEMID'],
  ],
  EMPLOYEE: [
    ['TIMESHEET', 'EMPLOYEEID'],
    ['GLENTRY', 'EMPLOYEEID'],
  ],
  PROJECT: [
    ['TIMESHEETENTRY', 'PROJECTID'],
    ['GLENTRY', 'PROJECTID'],
  ],
};
const MASTERS: Readonly<Record<string, readonly (readonly [table: string, field: string])[]>> = {
  CUSTOMER: [
    ['CUSTOMER', 'PARENTID'],
    ['PROJECT', 'CUSTOMERID'],
  ],
  VENDOR: [['VENDOR', 'PARENTID']],
  ARTERM: [['CUSTOMER', 'TERMNAME']],
  APTERM: [['VENDOR', 'TERMNAME']],
  ITEM: [['TASK', 'ITEMID']],
  EMPLOYEE: [
    ['EMPLOYEE', 'SUPERVISORID'],
    ['PROJECT', 'MANAGERID'],
  ],
  PROJECT: [
    ['PROJECT', 'PARENTID'],
    ['TASK', 'PROJECTID'],
  ],
  CONTACT: [['EMPLOYEE', 'PERSONALINFO.CONTACTNAME']],
};

function usersOf(call: FunctionCall, object: string, key: string): string | null {
  const names = ([table, field]: readonly [string, string]): boolean =>
    call.books.rows(table).some((row) => row[field] === key);
  if ((TRANSACTIONS[object] ?? []).some(names)) return 'has transactions';
  if ((MASTERS[object] ?? []).some(names)) return 'is in use';
  return object === 'CONTACT' && partiesNaming(call.books, key).length > 0 ? 'is in use' : null;
}
