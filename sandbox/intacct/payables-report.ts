import { isZeroAmount, negateAmount, sumAmounts } from '../../domain/money';
import type { BookRecord, Books } from './books';
import { companyRecord } from './function-call';

/** An open bill or credit of a vendor; amounts positive when it is owed, in document and in base currency. */
export interface OpenPayable {
  readonly vendorId: string;
  /** `APBILL`, `APADJUSTMENT`, or `GLBATCH` for a journal entry on the control account. */
  readonly object: string;
  readonly recordNo: string;
  readonly number: string;
  readonly documentDate: string;
  readonly dueDate: string;
  readonly currency: string;
  readonly openDocument: string;
  readonly openBase: string;
}

/** Open bills and credits, of one vendor or (empty) of all, summed from the payables control account of the ledger alone. */
export function openPayables(books: Books, vendorId: string): OpenPayable[] {
  const control = companyRecord(books).PAYABLESACCOUNT ?? '';
  const groups = new Map<string, BookRecord[]>();
  for (const entry of books.rows('LEDGER')) {
    if (entry.ACCOUNT !== control || (vendorId !== '' && entry.VENDOR !== vendorId)) continue;
    const key = JSON.stringify([entry.VENDOR ?? '', entry.DOCUMENT, entry.CURRENCY]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()]
    .map((entries) => openPayable(books, entries))
    .filter((open) => !isZeroAmount(open.openDocument));
}

function openPayable(books: Books, entries: readonly BookRecord[]): OpenPayable {
  const first = entries[0] as BookRecord;
  const [object = '', recordNo = ''] = (first.DOCUMENT as string).split(':');
  const document = books.get(object, recordNo);
  return {
    vendorId: first.VENDOR ?? '',
    object,
    recordNo,
    number: document?.RECORDID ?? document?.REFERENCENO ?? '',
    documentDate: document?.BATCH_DATE ?? document?.WHENCREATED ?? '',
    dueDate: document?.WHENDUE ?? '',
    currency: first.CURRENCY as string,
    openDocument: negateAmount(sumAmounts(entries.map((entry) => entry.AMOUNT as string))),
    openBase: negateAmount(sumAmounts(entries.map((entry) => entry.BASEAMOUNT as string))),
  };
}

/** What each vendor is owed, by currency of the documents. */
export function payableTotals(open: readonly OpenPayable[]): Record<string, string>[] {
  const groups = new Map<string, OpenPayable[]>();
  for (const row of open) {
    const key = JSON.stringify([row.vendorId, row.currency]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((rows) => ({
    vendorId: rows[0]?.vendorId as string,
    currency: rows[0]?.currency as string,
    openDocument: sumAmounts(rows.map((row) => row.openDocument)),
    openBase: sumAmounts(rows.map((row) => row.openBase)),
  }));
}

/** All bills and adjustments with their items, as the books keep them. */
export function payableDocuments(books: Books): Record<string, unknown>[] {
  return (['APBILL', 'APADJUSTMENT'] as const).flatMap((table) =>
    books.rows(table).map((record) => ({
      object: table,
      ...withoutOwn(record),
      externalId: record['@EXTERNALID'] ?? '',
      entity: record['@ENTITY'] ?? '',
      controlId: record['@CONTROLID'] ?? '',
      requestControlId: record['@REQUESTCONTROLID'] ?? '',
      requestNumber: Number(record['@REQUESTNUMBER'] ?? '0'),
      lines: books.find(`${table}ITEM`, 'RECORDKEY', record.RECORDNO as string).map(withoutOwn),
    })),
  );
}

function withoutOwn(record: BookRecord): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith('@')));
}
