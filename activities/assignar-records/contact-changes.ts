import type { Pool } from 'pg';
import { selectEmployeesOfContact } from '../../db/employee-contacts';
import { partyOfDisplayContact } from '../records/display-contact';
import { type TouchDeps, touchRecord } from '../records/touch-record';

/**
 * Lets the employees be looked at whose contact changed in Intacct, and the customer or vendor whose own it is: the change of a contact need
 * not change their time. Returns the workflow ids.
 */
export async function touchPeopleOfContact(
  deps: TouchDeps & { pool: Pool },
  company: string,
  contactName: string,
): Promise<string[]> {
  const touched: string[] = [];
  for (const employeeId of await selectEmployeesOfContact(deps.pool, company, contactName)) {
    touched.push(await touchRecord(deps, company, 'EMPLOYEE', employeeId));
  }
  const party = partyOfDisplayContact(contactName);
  if (party !== null) touched.push(await touchRecord(deps, company, party.object, party.id));
  return touched;
}
