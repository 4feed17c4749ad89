import { absoluteAmount, compareAmounts, isZeroAmount, sumAmounts } from '../../domain/money';
import type { BookRecord, Books } from './books';

/** What balances can be asked by; the field of the entry is its name in capitals. */
export const BALANCE_KEYS = [
  'account',
  'entity',
  'customer',
  'vendor',
  'project',
  'task',
  'item',
  'employee',
  'period',
  'currency',
  'department',
  'location',
  'document',
] as const;
export type BalanceKey = (typeof BALANCE_KEYS)[number];

/** Balances of the ledger by the keys asked for; debit positive, document amount in `currency`, base amount in the entity's. */
export function balancesBy(books: Books, keys: readonly BalanceKey[]): Record<string, string>[] {
  const groups = new Map<string, { values: Record<string, string>; document: string[]; base: string[] }>();
  for (const entry of books.rows('LEDGER')) {
    const values = Object.fromEntries(keys.map((key) => [key, entry[key.toUpperCase()] ?? '']));
    const id = JSON.stringify(values);
    const group = groups.get(id) ?? { values, document: [], base: [] };
    groups.set(id, group);
    group.document.push(entry.AMOUNT as string);
    group.base.push(entry.BASEAMOUNT as string);
  }
  return [...groups.values()]
    .map(({ values, document, base }) => ({
      ...values,
      documentAmount: sumAmounts(document),
      baseAmount: sumAmounts(base),
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** Sum of all base amounts by entity: each is zero, or the sandbox is broken. */
export function trialBalance(books: Books): { entity: string; baseAmount: string; debits: string }[] {
  return balancesBy(books, ['entity']).map((row) => {
    const own = books.rows('LEDGER').filter((entry) => entry.ENTITY === row.entity);
    const debits = own.map((entry) => entry.BASEAMOUNT as string).filter((amount) => compareAmounts(amount, '0') > 0);
    const baseAmount = row.baseAmount as string;
    if (!isZeroAmount(baseAmount))
      throw new Error(`trial balance of ${row.entity} is ${absoluteAmount(baseAmount)} off`);
    return { entity: row.entity as string, baseAmount, debits: sumAmounts(debits) };
  });
}

/** All invoices with their items, as the books keep them; dates ISO, provenance in words. */
export function invoiceDocuments(books: Books): Record<string, unknown>[] {
  return books.rows('ARINVOICE').map((invoice) => ({
    ...documentOf(invoice),
    externalId: invoice['@EXTERNALID'] ?? '',
    entity: invoice['@ENTITY'] ?? '',
    lines: books.find('ARINVOICEITEM', 'RECORDKEY', invoice.RECORDNO as string).map(withoutOwn),
  }));
}

/** All journal entries with their lines. */
export function journalEntryDocuments(books: Books): Record<string, unknown>[] {
  return books.rows('GLBATCH').map((batch) => ({
    ...documentOf(batch),
    lines: books.find('GLENTRY', 'BATCHNO', batch.RECORDNO as string).map((line) => ({
      ...withoutOwn(line),
      entity: line['@ENTITY'] ?? '',
    })),
  }));
}

/** All adjustments, payments and advances of customers, each with the object it is and its lines. */
export function receivableDocuments(books: Books): Record<string, unknown>[] {
  const lineTables = { ARADJUSTMENT: 'ARADJUSTMENTITEM', ARPYMT: 'ARPYMTDETAIL', ARADVANCE: 'ARADVANCEITEM' } as const;
  const keyOfLines = { ARADJUSTMENT: 'RECORDKEY', ARPYMT: 'PAYMENTKEY', ARADVANCE: 'RECORDKEY' } as const;
  return (Object.keys(lineTables) as (keyof typeof lineTables)[]).flatMap((object) =>
    books.rows(object).map((record) => ({
      object,
      ...documentOf(record),
      entity: record['@ENTITY'] ?? '',
      lines: books.find(lineTables[object], keyOfLines[object], record.RECORDNO as string).map(withoutOwn),
    })),
  );
}

function documentOf(record: BookRecord): Record<string, unknown> {
  return {
    ...withoutOwn(record),
    controlId: record['@CONTROLID'] ?? '',
    requestControlId: record['@REQUESTCONTROLID'] ?? '',
    requestNumber: Number(record['@REQUESTNUMBER'] ?? '0'),
  };
}

function withoutOwn(record: BookRecord): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith('@')));
}
