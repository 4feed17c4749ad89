import { negateAmount, sumAmounts } from '../../../domain/money';
import type { Books } from '../books';
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

/** Balances of quantities by account and location, for the admin port. */
export function quantityBalances(books: Books): { account: string; location: string; quantity: string }[] {
  const groups = new Map<string, { account: string; location: string; quantities: string[] }>();
  for (const entry of books.rows('STATLEDGER')) {
    const place = { account: entry.ACCOUNT as string, location: entry.LOCATION as string };
    const id = JSON.stringify(place);
    const group = groups.get(id) ?? { ...place, quantities: [] };
    groups.set(id, group);
    group.quantities.push(entry.QUANTITY as string);
  }
  return [...groups.values()]
    .map(({ account, location, quantities }) => ({ account, location, quantity: sumAmounts(quantities) }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
