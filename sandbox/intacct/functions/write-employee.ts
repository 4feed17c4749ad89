import { toSlashDate } from '../accounting-date';
import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuse, refuseAsInvalid, refuseFormat } from '../intacct-error';
import { type ObjectDefinition, objectDefinition } from '../object-definitions';
import { withPersonalContact } from '../personal-contact';
import type { XmlElement } from '../xml';
import { changedMaster, newMaster } from './write-master';

/** Creates or updates an EMPLOYEE; who the person is stands in the contact that it names (facts/intacct.md 8.14). */
export function writeEmployee(
  call: FunctionCall,
  fields: BookRecord,
  _element: XmlElement,
  before: BookRecord | null,
): BookRecord {
  const definition = objectDefinition('EMPLOYEE') as ObjectDefinition;
  const employeeId = fields.EMPLOYEEID ?? '';
  if (!before && employeeId !== '' && call.books.get('EMPLOYEE', employeeId)) {
    refuse('PL05000104', `The employee with the ID '${employeeId}' already exists.`, { errorId: 'SIM-DUPLICATE-KEY' });
  }
  const record = before ? changedMaster(call, definition, fields, before) : newMaster(call, definition, fields);
  refuseDates(record);
  refuseWithoutLocation(call, record);
  const whole = withPersonalContact(call.books, record);
  call.books.put('EMPLOYEE', whole.EMPLOYEEID as string, whole);
  return whole;
}

function refuseDates(record: BookRecord): void {
  const { STARTDATE = '', ENDDATE = '' } = record;
  if (STARTDATE !== '' && ENDDATE !== '' && ENDDATE < STARTDATE) {
    refuseAsInvalid(
      `The end date ${toSlashDate(ENDDATE)} is before the start date ${toSlashDate(STARTDATE)}.`,
      'SIM-DATES',
    );
  }
}

// With several base currencies an employee at top level needs a location (facts/intacct.md section 7).
function refuseWithoutLocation(call: FunctionCall, record: BookRecord): void {
  const currencies = new Set(call.books.rows('LOCATIONENTITY').map((entity) => entity.CURRENCY));
  if (currencies.size > 1 && call.entityId === '' && !record.LOCATIONID) {
    refuseFormat('Missing required field LOCATIONID for Employee.');
  }
}
