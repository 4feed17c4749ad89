import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Database } from './pool';

/** Writes down which contact says who an employee is. */
export async function recordEmployeeContact(
  database: Database,
  company: string,
  employeeId: string,
  contactName: string,
): Promise<void> {
  await database.query(
    `insert into employee_contacts (company, employee_id, contact_key) values ($1::text, $2::text, $3::text)
      on conflict (company, employee_id) do update set contact_key = excluded.contact_key
        where employee_contacts.contact_key <> excluded.contact_key`,
    [company, employeeId, contactKey(contactName)],
  );
}

/** Employees whose contact it is. */
export async function selectEmployeesOfContact(
  database: Database,
  company: string,
  contactName: string,
): Promise<string[]> {
  const result = await database.query(
    `select employee_id from employee_contacts where company = $1::text and contact_key = $2::text order by employee_id`,
    [company, contactKey(contactName)],
  );
  return result.rows.map((row) => z.string().parse(row.employee_id));
}

function contactKey(contactName: string): string {
  return createHash('sha256').update(contactName).digest('hex').slice(0, 16);
}
