import type { PostedSubledgerDocument } from '../clients/intacct/intacct-client';
import type { ApAdjustment, ApBill } from '../domain/ap-bill';
import type { ArAdjustment } from '../domain/ar-adjustment';
import type { ArInvoice } from '../domain/ar-invoice';
import { compareAmounts, formatCents } from '../domain/money';
import type { Found, Lookups } from './find-posted';

/** What a receivable or payable is compared by: whose, which day, how much, and whether it says that it is ours. */
interface Wanted {
  noun: string;
  number: string;
  partyId: string;
  documentDate: string;
  total: string;
  currency: string;
  baseCurrency: string;
  /** How its description begins when it is ours and not one that somebody keyed in alike. */
  descriptionBegins: string;
}

type Row = Omit<PostedSubledgerDocument, 'documentNumber'>;

/** An invoice by its number. */
export async function findInvoice(client: Lookups, entityId: string, planned: ArInvoice): Promise<Found> {
  const rows = await client.findInvoices(entityId, planned.invoiceNumber);
  return compareStanding(
    rows.map(({ customerId: partyId, invoiceDate: documentDate, ...row }) => ({ ...row, partyId, documentDate })),
    {
      noun: 'invoice',
      number: planned.invoiceNumber,
      partyId: planned.customerId,
      documentDate: planned.invoiceDate,
      descriptionBegins: planned.externalId,
      ...moneyOf(planned),
    },
  );
}

/** A credit or debit memo by its number. */
export async function findArAdjustment(client: Lookups, entityId: string, planned: ArAdjustment): Promise<Found> {
  const rows = await client.findArAdjustments(entityId, planned.adjustmentNumber);
  return compareStanding(rows, {
    noun: 'adjustment',
    number: planned.adjustmentNumber,
    partyId: planned.customerId,
    documentDate: planned.adjustmentDate,
    descriptionBegins: planned.externalId,
    ...moneyOf(planned),
  });
}

/** A bill by its vendor and number. */
export async function findBill(client: Lookups, entityId: string, planned: ApBill): Promise<Found> {
  const rows = await client.findBills(entityId, planned.vendorId, planned.billNumber);
  return compareStanding(rows, {
    noun: 'bill',
    number: planned.billNumber,
    partyId: planned.vendorId,
    documentDate: planned.billDate,
    descriptionBegins: firstWord(planned.description),
    ...moneyOf(planned),
  });
}

/** A vendor's credit, or what takes one back, by its number. */
export async function findApAdjustment(client: Lookups, entityId: string, planned: ApAdjustment): Promise<Found> {
  const rows = await client.findApAdjustments(entityId, planned.adjustmentNumber);
  // Numbers of the same supplier's documents only: another supplier may well use it too.
  const ofVendor = rows.filter(({ partyId }) => partyId === planned.vendorId);
  return compareStanding(ofVendor, {
    noun: 'adjustment',
    number: planned.adjustmentNumber,
    partyId: planned.vendorId,
    documentDate: planned.adjustmentDate,
    descriptionBegins: firstWord(planned.description),
    ...moneyOf(planned),
  });
}

function moneyOf({ total, currency, baseCurrency }: { total: string; currency: string; baseCurrency: string }) {
  return { total, currency, baseCurrency };
}

/** Descriptions begin with the hub's document key. */
function firstWord(description: string): string {
  return description.split(' ')[0] ?? '';
}

function compareStanding(rows: readonly Row[], wanted: Wanted): Found {
  // What was reversed keeps its number and stands for nothing.
  const standing = rows.filter((row) => !/^revers/i.test(row.state));
  if (standing.length === 0) return { kind: 'none' };
  // Where the company takes a number twice, somebody else's may stand beside ours; two that are ours are one too many.
  const [ours, doubled] = standing.filter((row) => isSame(row, wanted));
  if (ours !== undefined && doubled === undefined) return { kind: 'equal', key: ours.recordNumber };
  const { noun, number, partyId, documentDate, total, currency } = wanted;
  return {
    kind: 'different',
    expected: `${noun} ${number} of ${partyId}, ${documentDate}, ${formatCents(total)} ${currency}`,
    actual: standing
      .map((row) => `record ${row.recordNumber} of ${row.partyId}, ${row.documentDate}, ${row.total} ${row.currency}`)
      .join('; '),
  };
}

function isSame(found: Row, wanted: Wanted): boolean {
  // A company with one currency may leave the currency empty (unconfirmed): then it is the base currency.
  const currency = found.currency === '' ? wanted.baseCurrency : found.currency;
  return (
    found.partyId === wanted.partyId &&
    found.documentDate === wanted.documentDate &&
    currency === wanted.currency &&
    compareAmounts(found.total, wanted.total) === 0 &&
    found.description.startsWith(wanted.descriptionBegins)
  );
}
