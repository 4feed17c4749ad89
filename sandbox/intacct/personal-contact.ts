import type { BookRecord, Books } from './books';
import { objectDefinition } from './object-definitions';

const PREFIX = 'PERSONALINFO.';
const CONTACT_NAME = `${PREFIX}CONTACTNAME`;

/** An employee with the fields of the contact that it names, as Intacct shows them (PERSONALINFO.EMAIL1 …). */
export function withPersonalContact(books: Books, employee: BookRecord): BookRecord {
  const contact = books.get('CONTACT', employee[CONTACT_NAME] ?? '') ?? {};
  const shown = [...(objectDefinition('EMPLOYEE')?.fields.keys() ?? [])]
    .filter((name) => name.startsWith(PREFIX) && name !== CONTACT_NAME)
    .flatMap((name) => {
      const value = contact[name.slice(PREFIX.length)];
      return value === undefined ? [] : [[name, value] as const];
    });
  const own = Object.entries(employee).filter(([name]) => !name.startsWith(PREFIX) || name === CONTACT_NAME);
  return Object.fromEntries([...own, ...shown]);
}

/**
 * Carries a changed contact over to the employees that name it; `movesEmployee` (a setting, for it is unconfirmed) says whether their
 * WHENMODIFIED moves too.
 */
export function updateEmployeesOfContact(books: Books, contact: BookRecord, now: Date, movesEmployee: boolean): void {
  for (const employee of books.find('EMPLOYEE', CONTACT_NAME, contact.CONTACTNAME as string)) {
    const stamp = movesEmployee ? { WHENMODIFIED: now.toISOString(), MODIFIEDBY: contact.MODIFIEDBY as string } : {};
    books.put('EMPLOYEE', employee.EMPLOYEEID as string, { ...withPersonalContact(books, employee), ...stamp });
  }
}
