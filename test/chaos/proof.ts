import { z } from 'zod';
import { readLedger } from '../../cli/start/intacct-sandbox';
import type { LedgerBalance } from '../../cli/start/tie-out';
import { compareAmounts, formatCents, isZeroAmount, subtractAmounts, sumAmounts } from '../../domain/money';
import { type SourceDocument, sourceDocuments, sourceTotals } from '../../sandbox/sample-day/source-totals';
import type { ProfileCoding } from './chaos-profile';
import { expectedAccounts } from './expected-accounts';
import type { IntacctAdmin, IntacctInvoice, IntacctJournalEntry } from './intacct-admin';
import { readParked } from './operators';
import { postedRecords, recordDifferences } from './record-differences';
import { type Databases, type Expectations, meantToBeParked } from './settlement';
import type { Verdict } from './verdicts';

/** What Intacct held before the first invoice of the day. */
export interface OpeningRecords {
  invoices: ReadonlySet<string>;
  journalEntries: ReadonlySet<string>;
  balances: LedgerBalance[];
}

/** Where the proof looks, and what it expects there. */
export interface ProofPlace extends Expectations {
  intacctAdmin: string;
  admin: IntacctAdmin;
  databases: Databases;
  opening: OpeningRecords;
  coding: ProfileCoding;
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
export async function readOpeningRecords(admin: IntacctAdmin, intacctAdmin: string): Promise<OpeningRecords> {
  return {
    balances: await readLedger(intacctAdmin),
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
  const invoices = (await admin.invoices()).filter(({ RECORDNO }) => !opening.invoices.has(RECORDNO));
  const entries = (await admin.journalEntries()).filter(({ RECORDNO }) => !opening.journalEntries.has(RECORDNO));
  const meant = meantToBeParked(
    source.map(({ documentKey }) => documentKey),
    place.numbersAreRefused,
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
      'cost of sales',
      postedRecords(postings, ['cost-of-sales', 'cost-of-sales-reversal']),
      entries.map(({ RECORDNO, REFERENCENO }) => ({ recordNo: RECORDNO, reference: REFERENCENO ?? '' })),
    ),
    ...repeatedReferences(entries),
    ...(await acknowledgementDifferences(databases, postings, isPosted)),
    ...(await accountDifferences(place, posted)),
  ];
}

async function readPostings({ hub }: Databases): Promise<Posting[]> {
  const { rows } = await hub.query(
    `select posting_id, document_key, purpose, revision, is_leading, state, intacct_key from postings
      order by revision, posting_id`,
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
  const parked = new Map((await readParked(hub)).map(({ document_key, code }) => [document_key, code]));
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
      join sales_types type on type.id = header.type_id`,
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
  { intacctAdmin, databases: { live }, opening, coding }: ProofPlace,
  posted: readonly SourceDocument[],
): Promise<string[]> {
  const expected = expectedAccounts(
    await sourceTotals(live, { only: posted.map(({ documentKey }) => documentKey) }),
    coding,
  );
  const gained = new Map<string, string>();
  const add = (key: string, amount: string) => gained.set(key, sumAmounts([gained.get(key) ?? '0', amount]));
  for (const row of await readLedger(intacctAdmin))
    add(`${row.account} ${row.entity} ${row.currency}`, row.documentAmount);
  for (const row of opening.balances) {
    add(`${row.account} ${row.entity} ${row.currency}`, subtractAmounts('0', row.documentAmount));
  }
  return [...new Set([...expected.keys(), ...gained.keys()])].sort().flatMap((key) => {
    const [source, ledger] = [expected.get(key) ?? '0', gained.get(key) ?? '0'];
    if (isZeroAmount(subtractAmounts(ledger, source))) return [];
    return [`account ${key}: source ${formatCents(source)}, ledger gained ${formatCents(ledger)}`];
  });
}
