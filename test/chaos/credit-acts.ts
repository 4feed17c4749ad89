import { isZeroAmount } from '../../domain/money';
import {
  type CreditNoteRequest,
  creditInvoice,
  creditInvoiceHeaderFirst,
} from '../../sandbox/imetal/acts/credit-notes';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import type { Random } from '../../sandbox/sample-day/random';
import { sourceDocuments } from '../../sandbox/sample-day/source-totals';
import { wrongInvoices } from '../../sandbox/sample-day/wrong-invoices';
import { type ActPlace, writeRestLater } from './operations-acts';
import { isForEdits } from './source-edits';
import { throughFalls } from './through-falls';

/** What becomes of an invoice: one of these each time, every one before any comes again. */
export const creditVariants = [
  'part damaged',
  'all returned',
  'only tax',
  'two of sixty per cent',
  'half-written',
  'more than the invoice',
  'of a parked invoice',
] as const;
export type CreditVariant = (typeof creditVariants)[number];

/** Credits some invoice, which nobody else then touches; nothing when there is none to credit. */
export async function creditSome(place: ActPlace, variant: CreditVariant, random: Random): Promise<void> {
  const invoiceKey = variant === 'of a parked invoice' ? parkedInvoice() : await unclaimedInvoice(place, random);
  if (invoiceKey === null) return;
  for (const request of requestsOf(variant, invoiceKey)) await credit(place, variant, request, random);
}

function requestsOf(variant: CreditVariant, invoiceKey: string): CreditNoteRequest[] {
  const of = { invoiceKey, date: defaultBusinessDate, creditReference: `chaos: ${variant}` };
  switch (variant) {
    case 'part damaged':
    case 'of a parked invoice':
      return [{ ...of, reasonCode: 'DMG', percent: 30 }];
    case 'all returned':
    case 'half-written':
      return [{ ...of, reasonCode: 'RMA' }];
    case 'only tax':
      return [{ ...of, reasonCode: 'TAX', taxOnly: true }];
    case 'two of sixty per cent':
      return [
        { ...of, reasonCode: 'WRONG', percent: 60 },
        { ...of, reasonCode: 'REQ', percent: 60 },
      ];
    case 'more than the invoice':
      return [{ ...of, reasonCode: 'REQ', percent: 150 }];
  }
}

async function credit(
  { owner }: ActPlace,
  variant: CreditVariant,
  request: CreditNoteRequest,
  random: Random,
): Promise<void> {
  if (variant !== 'half-written') {
    await throughFalls(() => creditInvoice(owner, request));
    return;
  }
  const written = await throughFalls(() => creditInvoiceHeaderFirst(owner, request));
  await writeRestLater(owner, 'sales_items', 'sales_header_id', written, random);
}

/** The one of the wrong invoices that nobody puts right. */
function parkedInvoice(): string | null {
  return wrongInvoices.find(({ fault }) => fault === 'total-mismatch')?.documentKey ?? null;
}

async function unclaimedInvoice({ live, claimed, verdicts }: ActPlace, random: Random): Promise<string | null> {
  const wrong = new Set(wrongInvoices.map(({ documentKey }) => documentKey));
  const documents = await throughFalls(() => sourceDocuments(live));
  const free = documents.filter(
    ({ documentKey, tax, lines }) =>
      lines > 0 &&
      !isZeroAmount(tax) &&
      !isForEdits(documentKey) &&
      !wrong.has(documentKey) &&
      !claimed.has(documentKey) &&
      !verdicts.has(documentKey),
  );
  if (free.length === 0) return null;
  const { documentKey } = random.pick(free);
  claimed.add(documentKey);
  return documentKey;
}
