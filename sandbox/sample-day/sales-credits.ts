import type { Pool } from 'pg';
import { type CreditNoteRequest, creditInvoice } from '../imetal/acts/credit-notes';
import { asEntered, numberedKeys, type OtherDocument } from './other-document';

type CreditOfDay = Omit<CreditNoteRequest, 'date'> & { wrong?: NonNullable<OtherDocument['wrong']> };

const items = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** In the order in which they are entered, from which their numbers follow; the invoices are of the fixed schedule. */
const creditsOfDay: readonly CreditOfDay[] = [
  { invoiceKey: 'HOU-DIV-104233', reasonCode: 'RMA', items: [1, 2], creditReference: 'RMA-2217' },
  { invoiceKey: 'HOU-DIV-104233', reasonCode: 'DMG', items: [3], percent: 50 },
  { invoiceKey: 'HOU-DIV-104236', reasonCode: 'REQ', items: [1], percent: 10, creditReference: 'CR-88' },
  { invoiceKey: 'DAL-DIV-204051', reasonCode: 'WRONG', items: items(1, 5), creditReference: 'RMA-2218' },
  { invoiceKey: 'DAL-DIV-204051', reasonCode: 'TAX', items: [6, 7], taxOnly: true },
  { invoiceKey: 'TOR-DIV-302017', reasonCode: 'RMA', items: items(1, 20), creditReference: 'RMA-77' },
  { invoiceKey: 'TOR-INV-302021', reasonCode: 'DMG', percent: 25 },
  { invoiceKey: 'TOR-DIV-302020', reasonCode: 'REQ', items: [1] },
  { invoiceKey: 'BHM-DIV-401009', reasonCode: 'WRONG', items: items(1, 10), creditReference: 'RMA/104' },
  { invoiceKey: 'BHM-DIV-401009', reasonCode: 'TAX', items: [11, 12], taxOnly: true },
  { invoiceKey: 'BHM-DIV-401011', reasonCode: 'DMG', items: [1] },
  { invoiceKey: 'HOU-DIV-104241', reasonCode: 'RMA', items: [1, 2], creditReference: 'RMA-2219' },
  {
    invoiceKey: 'HOU-MIV-104243',
    reasonCode: 'REQ',
    percent: 120,
    wrong: {
      expectedCode: 'CREDIT_EXCEEDS_INVOICE',
      fix: 'Credit no more than the invoice: correct the credit note in iMetal; or abandon it, and key in the rest by hand.',
    },
  },
  {
    invoiceKey: 'HOU-DIV-104237',
    reasonCode: 'RMA',
    wrong: {
      expectedCode: 'CREDIT_INVOICE_NOT_POSTED',
      fix: 'Nothing: it goes through by itself when invoice HOU-DIV-104237 is posted (make account 4190 active again).',
    },
  },
];

/** Keys of the day's credit notes, in the order of entering. */
export const creditKeysOfDay = numberedKeys(
  creditsOfDay.map(({ invoiceKey }) => ({ branch: invoiceKey.slice(0, 3), type: 'CRN' })),
  600_000,
  false,
);

/** Enters the day's credit notes; they need the invoices of the fixed schedule. */
export async function enterSalesCredits(owner: Pool, date: string): Promise<OtherDocument[]> {
  const keys: string[] = [];
  for (const { wrong: _wrong, ...request } of creditsOfDay) {
    keys.push((await creditInvoice(owner, { ...request, date })).documentKey);
  }
  return asEntered(creditsOfDay, creditKeysOfDay, keys);
}

/** The day's credit notes that are wrong on purpose. */
export const wrongCredits: readonly OtherDocument[] = asEntered(creditsOfDay, creditKeysOfDay, creditKeysOfDay).filter(
  ({ wrong }) => wrong !== null,
);
