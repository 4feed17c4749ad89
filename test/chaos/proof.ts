import { z } from 'zod';
import { compareAmounts, formatCents, negateAmount, sumAmounts } from '../../domain/money';
import { type SourceDocument, sourceDocuments, sourceTotals } from '../../sandbox/sample-day/source-totals';
import { COMPANY } from './chaos-profile';
import { addAccountSums, expectedAccounts } from './expected-accounts';
import { expectedMovements, readMovementLines } from './expected-movements';
import { expectedPurchases, openGoodsReceived } from './expected-purchases';
import { FINANCE_PREFIX } from './finance-acts';
import type { DocumentBalance, IntacctAdmin, IntacctInvoice, IntacctJournalEntry } from './intacct-admin';
import { isInvoiceKey, readOpenReasons, readParked } from './operators';
import { type OtherKind, readOtherDocuments } from './other-documents';
import { amountDifferences, findOtherDifferences, isFinances, postedKeys, readOtherRecords } from './proof-others';
import { balanceDifferences, receivablesDifferences } from './proof-receivables';
import { recordsOutOfStep } from './proof-records';
import { postedRecords, recordDifferences } from './record-differences';
import { type Databases, type Expectations, meantToBeParked } from './settlement';
import type { Verdict } from './verdicts';

const JOURNAL_PURPOSES = ['cost-of-sales', 'ledger-entry', 'statistical-entry', 'receipt-exchange-difference'].flatMap(
  (purpose) => [purpose, `${purpose}-reversal`],
);

/** What Intacct held before the first invoice of the day. */
export interface OpeningRecords {
  invoices: ReadonlySet<string>;
  journalEntries: ReadonlySet<string>;
  /** Of receivables and payables, `object record`. */
  others: ReadonlySet<string>;
  /** Documents that the ledger held entries of. */
  documents: ReadonlySet<string>;
}

/** Where the proof looks, and what it expects there. */
export interface ProofPlace extends Expectations {
  databases: Databases;
  opening: OpeningRecords;
}

const postingSchema = z.object({
  posting_id: z.string(),
  document_key: z.string(),
  purpose: z.string(),
  revision: z.number(),
  is_leading: z.boolean(),
  state: z.string(),
  intacct_key: z.string().nullable(),
});
export type Posting = z.infer<typeof postingSchema>;

const acknowledgementSchema = z.object({
  document_key: z.string(),
  exported: z.boolean(),
  gateway_batch_id: z.string().nullable(),
  gateway_reference: z.string().nullable(),
});

/** What Intacct holds before the day begins. */
export async function readOpeningRecords(admin: IntacctAdmin): Promise<OpeningRecords> {
  return {
    others: await readOtherRecords(admin),
    documents: new Set((await admin.balancesByDocument()).map(({ document }) => document)),
    invoices: new Set((await admin.invoices()).map(({ RECORDNO }) => RECORDNO)),
    journalEntries: new Set((await admin.journalEntries()).map(({ RECORDNO }) => RECORDNO)),
  };
}

/**
 * Compares source, hub, Intacct and acknowledgements, document by document and account by account, once all is settled;
 * one sentence for each difference, none when all of it holds.
 */
export async function findDifferences(place: ProofPlace): Promise<string[]> {
  const { admin, databases, opening, verdicts } = place;
  const source = await sourceDocuments(databases.live);
  const postings = await readPostings(databases);
  const exceptions = await readOpenReasons(databases.hub);
  const invoices = (await admin.invoices()).filter(
    ({ RECORDNO, RECORDID }) => !opening.invoices.has(RECORDNO) && !RECORDID.startsWith(FINANCE_PREFIX),
  );
  const entries = (await admin.journalEntries()).filter(({ RECORDNO }) => !opening.journalEntries.has(RECORDNO));
  const meant = meantToBeParked(
    source.map(({ documentKey }) => documentKey),
    place,
  );
  const isPosted = (key: string) => !meant.has(key) && verdicts.get(key) !== 'abandon';
  const posted = source.filter(({ documentKey }) => isPosted(documentKey));
  return [
    ...posted.flatMap((document) => invoiceDifferences(document, invoices, verdicts.get(document.documentKey))),
    ...source
      .filter(({ documentKey }) => !isPosted(documentKey) && ownInvoices(documentKey, invoices).length > 0)
      .map(({ documentKey }) => `${documentKey}: parked or given up, and in Intacct all the same`),
    ...(await parkedDifferences(databases, meant)),
    ...recordDifferences(
      'invoice',
      postedRecords(postings, ['invoice']),
      invoices.map(({ RECORDNO, RECORDID }) => ({ recordNo: RECORDNO, reference: RECORDID })),
    ),
    ...recordDifferences(
      'journal entry',
      postedRecords(
        postings.filter(({ intacct_key }) => intacct_key !== 'nothing to post'),
        JOURNAL_PURPOSES,
      ),
      entries.map(({ RECORDNO, REFERENCENO }) => ({ recordNo: RECORDNO, reference: REFERENCENO ?? '' })),
    ),
    ...repeatedReferences(entries),
    ...(await acknowledgementDifferences(databases, postings, isPosted)),
    ...(await findOtherDifferences({
      ...place,
      live: databases.live,
      openingDocuments: opening.others,
      exceptions,
      postings,
    })),
    ...(await accountDifferences(place, posted, postings)),
    ...(await receivablesDifferences(databases.live, admin)),
    ...(await balanceDifferences(databases.live)),
    ...(place.flows.includes('records')
      ? await recordsOutOfStep({ live: databases.live, hub: databases.hub, admin })
      : []),
  ];
}

async function readPostings({ hub }: Databases): Promise<Posting[]> {
  const { rows } = await hub.query(
    `select posting_id, document_key, purpose, revision, is_leading, state, intacct_key from postings
      where company = $1 order by revision, posting_id`,
    [COMPANY],
  );
  return rows.map((row) => postingSchema.parse(row));
}

/** A document's invoices, with those that a reverse-and-repost numbered on. */
function ownInvoices(documentKey: string, invoices: readonly IntacctInvoice[]): IntacctInvoice[] {
  return invoices.filter(({ RECORDID }) => RECORDID === documentKey || RECORDID.startsWith(`${documentKey}-`));
}

function invoiceDifferences(
  document: SourceDocument,
  invoices: readonly IntacctInvoice[],
  verdict: Verdict | undefined,
): string[] {
  const { documentKey, gross, currency } = document;
  const own = ownInvoices(documentKey, invoices);
  const standing = own.filter(({ STATE }) => !/^revers/i.test(STATE));
  const [only] = standing;
  const reversed = own.length - standing.length;
  if (reversed !== (verdict === 'repost' ? 1 : 0)) return [`${documentKey}: reversed ${reversed} times in Intacct`];
  if (only === undefined || standing.length > 1) {
    return [`${documentKey}: expected in Intacct once, is there ${standing.length} times`];
  }
  if (compareAmounts(only.TRX_TOTALENTERED, gross) === 0 && only.CURRENCY === currency) return [];
  return [
    `${documentKey}: source ${formatCents(gross)} ${currency}, Intacct record ${only.RECORDNO} ${only.TRX_TOTALENTERED} ${only.CURRENCY}`,
  ];
}

async function parkedDifferences({ hub }: Databases, meant: ReadonlyMap<string, string>): Promise<string[]> {
  const invoices = (await readParked(hub)).filter(({ document_key }) => isInvoiceKey(document_key));
  const parked = new Map(invoices.map(({ document_key, code }) => [document_key, code]));
  return [...new Set([...meant.keys(), ...parked.keys()])]
    .filter((key) => meant.get(key) !== parked.get(key))
    .map((key) => `${key}: expected ${meant.get(key) ?? 'not parked'}, is ${parked.get(key) ?? 'not parked'}`);
}

function repeatedReferences(entries: readonly IntacctJournalEntry[]): string[] {
  const references = entries.map(({ JOURNAL, REFERENCENO }) => `${JOURNAL} ${REFERENCENO ?? ''}`);
  const repeated = references.filter((reference, index) => references.indexOf(reference) !== index);
  return [...new Set(repeated)].map((reference) => `journal ${reference}: more than one entry`);
}

async function acknowledgementDifferences(
  { live }: Databases,
  postings: readonly Posting[],
  isPosted: (documentKey: string) => boolean,
): Promise<string[]> {
  const leading = postings.filter(({ is_leading }) => is_leading);
  const known = new Set(leading.map(({ document_key }) => document_key));
  // In order of revision: the last one that was posted is what iMetal was told of.
  const told = new Map(leading.filter(({ state }) => state === 'posted').map((each) => [each.document_key, each]));
  const { rows } = await live.query(
    `select branch.code || '-' || type.code || '-' || header.number as document_key, exported_date is not null as exported,
        gateway_batch_id::text, gateway_reference
      from sales_headers header join branches branch on branch.id = header.branch_id
      join sales_types type on type.id = header.type_id and type.code in ('DIV', 'MIV', 'INV')`,
  );
  return rows
    .map((row) => acknowledgementSchema.parse(row))
    .flatMap(({ document_key, exported, gateway_batch_id, gateway_reference }) => {
      if (!known.has(document_key)) return [];
      const posting = told.get(document_key);
      const expected = isPosted(document_key)
        ? { exported: true, batch: posting?.posting_id, reference: posting?.intacct_key }
        : { exported: false, batch: null, reference: null };
      const actual = { exported, batch: gateway_batch_id, reference: gateway_reference };
      if (JSON.stringify(expected) === JSON.stringify(actual)) return [];
      return [`${document_key}: acknowledgement expected ${JSON.stringify(expected)}, is ${JSON.stringify(actual)}`];
    });
}

async function accountDifferences(
  { admin, databases: { live }, opening, coding }: ProofPlace,
  posted: readonly SourceDocument[],
  postings: readonly Posting[],
): Promise<string[]> {
  const finances = await financesDocuments(admin);
  const balances = (await admin.balancesByDocument()).filter(
    ({ document }) => !opening.documents.has(document) && !finances.has(document.replace('-REVERSAL:', ':')),
  );
  const others = await readOtherDocuments(live);
  const inIntacct = postedKeys(postings);
  const ofKind = (kind: OtherKind) =>
    others
      .filter((other) => other.kind === kind && inIntacct.has(other.document_key))
      .map((other) => other.document_key);
  const invoices = await sourceTotals(live, { only: posted.map(({ documentKey }) => documentKey) });
  const credits = await sourceTotals(live, { types: ['CRN'], only: ofKind('sales-credit') });
  const purchases = await expectedPurchases(live, ofKind('supplier-document'), coding);
  const movements = expectedMovements(await readMovementLines(live, ofKind('stock-movement')), coding);
  const { goodsReceivedAccount, exchangeDifferenceAccount } = coding.purchasing;
  // Told in base currency below: of bills in foreign currency the two hold what no source line says, cents of rounding.
  const isByBase = (account: string) => [goodsReceivedAccount, exchangeDifferenceAccount].includes(account);
  const expected = addAccountSums(
    [expectedAccounts(invoices, coding), purchases.sums, movements.sums],
    [expectedAccounts(credits, coding)],
  );
  for (const key of expected.keys()) if (isByBase(key.split(' ')[0] ?? '')) expected.delete(key);
  const gained = sumBy(
    balances.filter(({ account }) => !isByBase(account)),
    ({ account, entity, currency }) => `${account} ${entity} ${currency}`,
    ({ documentAmount }) => documentAmount,
  );
  const goodsReceived = sumBy(
    balances.filter(({ account }) => account === goodsReceivedAccount),
    ({ entity }) => entity,
    ({ baseAmount }) => negateAmount(baseAmount),
  );
  return [
    ...amountDifferences('account', expected, gained),
    ...amountDifferences(
      'goods received, base currency, entity',
      openGoodsReceived(movements.receivedBase, purchases.clearedBase),
      goodsReceived,
    ),
    ...amountDifferences('quantity', movements.quantities, await admin.quantities()),
  ];
}

/** Documents that finance keyed in itself, as the ledger names them; no source document answers for them. */
async function financesDocuments(admin: IntacctAdmin): Promise<Set<string>> {
  const invoices = (await admin.invoices()).filter(({ RECORDID }) => RECORDID.startsWith(FINANCE_PREFIX));
  const others = (await admin.receivableDocuments()).filter(isFinances);
  return new Set([
    ...invoices.map(({ RECORDNO }) => `ARINVOICE:${RECORDNO}`),
    ...others.map(({ object, RECORDNO }) => `${object}:${RECORDNO}`),
  ]);
}

function sumBy(
  balances: readonly DocumentBalance[],
  keyOf: (balance: DocumentBalance) => string,
  amountOf: (balance: DocumentBalance) => string,
): Map<string, string> {
  const sums = new Map<string, string>();
  for (const balance of balances) {
    sums.set(keyOf(balance), sumAmounts([sums.get(keyOf(balance)) ?? '0', amountOf(balance)]));
  }
  return sums;
}
