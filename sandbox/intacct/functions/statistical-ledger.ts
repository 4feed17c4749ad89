import { negateAmount, sumAmounts } from '../../../domain/money';
import type { BookRecord, Books } from '../books';
import type { JournalLine } from './journal-lines';

/** Writes what statistical lines do to their accounts: increases positive, decreases negative; no currency, no balance. */
export function postQuantities(books: Books, document: string, date: string, lines: readonly JournalLine[]): void {
  for (const line of lines) {
    const key = String(books.nextNumber('STATLEDGER'));
    const quantity = line.fields.TRX_AMOUNT as string;
    books.put('STATLEDGER', key, {
      KEY: key,
      DOCUMENT: document,
      DATE: date,
      PERIOD: date.slice(0, 7),
      ACCOUNT: line.fields.ACCOUNTNO as string,
      ENTITY: line.entityId,
      LOCATION: line.fields.LOCATION as string,
      DEPARTMENT: line.fields.DEPARTMENT ?? '',
      PROJECT: line.fields.PROJECTID ?? '',
      TASK: line.fields.TASKID ?? '',
      ITEM: line.fields.ITEMID ?? '',
      EMPLOYEE: line.fields.EMPLOYEEID ?? '',
      CUSTOMER: line.fields.CUSTOMERID ?? '',
      QUANTITY: line.fields.TR_TYPE === '1' ? quantity : negateAmount(quantity),
    });
  }
}

/** Removes a document's quantities. */
export function unpostQuantities(books: Books, document: string): void {
  for (const entry of books.find('STATLEDGER', 'DOCUMENT', document)) books.remove('STATLEDGER', entry.KEY as string);
}

/** Moves a document's quantities to another day. */
export function repostQuantities(books: Books, document: string, date: string): void {
  for (const entry of books.find('STATLEDGER', 'DOCUMENT', document)) {
    books.put('STATLEDGER', entry.KEY as string, { ...entry, DATE: date, PERIOD: date.slice(0, 7) });
  }
}

/** What quantities can be asked by; the field of the entry is its name in capitals. */
export const QUANTITY_KEYS = [
  'account',
  'entity',
  'location',
  'department',
  'project',
  'task',
  'item',
  'employee',
  'customer',
  'date',
  'period',
  'document',
] as const;

/** Balances of quantities by the keys asked for, for the admin port. */
export function quantityBalances(books: Books, keys: readonly (typeof QUANTITY_KEYS)[number][]): BookRecord[] {
  const groups = new Map<string, { values: BookRecord; quantities: string[] }>();
  for (const entry of books.rows('STATLEDGER')) {
    const values = Object.fromEntries(keys.map((key) => [key, entry[key.toUpperCase()] ?? '']));
    const id = JSON.stringify(values);
    const group = groups.get(id) ?? { values, quantities: [] };
    groups.set(id, group);
    group.quantities.push(entry.QUANTITY as string);
  }
  return [...groups.values()]
    .map(({ values, quantities }) => ({ ...values, quantity: sumAmounts(quantities) }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
