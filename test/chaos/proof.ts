import { z } from 'zod';
import { readLedger, readOpeningBalances } from '../../cli/start/intacct-sandbox';
import { compareAmounts, formatCents, isZeroAmount, subtractAmounts, sumAmounts } from '../../domain/money';
import { type SourceDocument, sourceDocuments, sourceTotals } from '../../sandbox/sample-day/source-totals';
import type { ProfileCoding } from './chaos-profile';
import { expectedAccounts } from './expected-accounts';
import type { IntacctAdmin, IntacctInvoice, IntacctJournalEntry } from './intacct-admin';
import { readParked } from './operators';
import { type Databases, meantToBeParked } from './settlement';

/** Record numbers that Intacct held before the first invoice of the day. */
export interface OpeningRecords {
  invoices: ReadonlySet<string>;
  journalEntries: ReadonlySet<string>;
}

const postingSchema = z.object({
  posting_id: z.string(),
  document_key: z.string(),
  purpose: z.string(),
  is_leading: z.boolean(),
  state: z.string(),
  intacct_key: z.string().nullable(),
});
type Posting = z.infer<typeof postingSchema>;

const acknowledgementSchema = z.object({
  document_key: z.string(),
  exported: z.boolean(),
  gateway_batch_id: z.string().nullable(),
  gateway_reference: z.string().nullable(),
});

/** What Intacct holds before the day begins. */
export async function readOpeningRecords(admin: IntacctAdmin): Promise<OpeningRecords> {
  return {
    invoices: new Set((await admin.invoices()).map(({ RECORDNO }) => RECORDNO)),
    journalEntries: new Set((await admin.journalEntries()).map(({ RECORDNO }) => RECORDNO)),
  };
}

/**
 * Compares source, hub, Intacct and acknowledgements, document by document and account by account, once all is settled;
 * one sentence for each difference, none when all of it holds.
 */
export async function findDifferences(
  place: { stateDirectory: string; intacctAdmin: string },
  admin: IntacctAdmin,
  databases: Databases,
  opening: OpeningRecords,
  coding: ProfileCoding,
): Promise<string[]> {
  const source = await sourceDocuments(databases.live);
  const postings = await readPostings(databases);
  const invoices = (await admin.invoices()).filter(({ RECORDNO }) => !opening.invoices.has(RECORDNO));
  const entries = (await admin.journalEntries()).filter(({ RECORDNO }) => !opening.journalEntries.has(RECORDNO));
  const meant = meantToBeParked(source.map(({ documentKey }) => documentKey));
  const posted = source.filter(({ documentKey }) => !meant.has(documentKey));
  return [
    ...posted.flatMap((document) => invoiceDifferences(document, invoices)),
    ...[...meant.keys()]
      .filter((key) => invoices.some(({ RECORDID }) => RECORDID === key))
      .map((key) => `${key}: parked, and in Intacct all the same`),
    ...(await parkedDifferences(databases, meant)),
    ...recordDifferences('invoice', postings, invoices),
    ...recordDifferences('cost-of-sales', postings, entries),
    ...repeatedReferences(entries),
    ...(await acknowledgementDifferences(databases, postings, new Set(meant.keys()))),
    ...(await accountDifferences(place, databases, posted, coding)),
  ];
}

async function readPostings({ hub }: Databases): Promise<Posting[]> {
  const { rows } = await hub.query(
    'select posting_id, document_key, purpose, is_leading, state, intacct_key from postings order by posting_id',
  );
  return rows.map((row) => postingSchema.parse(row));
}

function invoiceDifferences(document: SourceDocument, invoices: readonly IntacctInvoice[]): string[] {
  const { documentKey, gross, currency } = document;
  const standing = invoices.filter(({ RECORDID, STATE }) => RECORDID === documentKey && !/^revers/i.test(STATE));
  const [only] = standing;
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

/** The hub's keys and Intacct's records, one to one: nothing lost, nothing astray. */
function recordDifferences(
  purpose: string,
  postings: readonly Posting[],
  records: readonly { RECORDNO: string }[],
): string[] {
  const own = postings.filter((posting) => posting.purpose === purpose && posting.state === 'posted');
  const keys = new Map(own.map(({ intacct_key, document_key }) => [intacct_key, document_key]));
  const held = new Set(records.map(({ RECORDNO }) => RECORDNO));
  return [
    ...(keys.size === own.length ? [] : [`${purpose}: two postings of the ledger have the same Intacct record`]),
    ...[...held]
      .filter((recordNo) => !keys.has(recordNo))
      .map((recordNo) => `${purpose}: Intacct record ${recordNo} is no document's`),
    ...own
      .filter(({ intacct_key }) => intacct_key === null || !held.has(intacct_key))
      .map(({ document_key, intacct_key }) => `${document_key} ${purpose}: record ${intacct_key} is not in Intacct`),
  ];
}

function repeatedReferences(entries: readonly IntacctJournalEntry[]): string[] {
  const references = entries.map(({ JOURNAL, REFERENCENO }) => `${JOURNAL} ${REFERENCENO ?? ''}`);
  const repeated = references.filter((reference, index) => references.indexOf(reference) !== index);
  return [...new Set(repeated)].map((reference) => `journal ${reference}: more than one entry`);
}

async function acknowledgementDifferences(
  { live }: Databases,
  postings: readonly Posting[],
  parked: ReadonlySet<string>,
): Promise<string[]> {
  const leading = new Map(
    postings.filter(({ is_leading }) => is_leading).map((posting) => [posting.document_key, posting]),
  );
  const { rows } = await live.query(
    `select branch.code || '-' || type.code || '-' || header.number as document_key, exported_date is not null as exported,
        gateway_batch_id::text, gateway_reference
      from sales_headers header join branches branch on branch.id = header.branch_id
      join sales_types type on type.id = header.type_id`,
  );
  return rows
    .map((row) => acknowledgementSchema.parse(row))
    .flatMap(({ document_key, exported, gateway_batch_id, gateway_reference }) => {
      const posting = leading.get(document_key);
      if (posting === undefined) return [];
      const expected = parked.has(document_key)
        ? { exported: false, batch: null, reference: null }
        : { exported: true, batch: posting.posting_id, reference: posting.intacct_key };
      const actual = { exported, batch: gateway_batch_id, reference: gateway_reference };
      if (JSON.stringify(expected) === JSON.stringify(actual)) return [];
      return [`${document_key}: acknowledgement expected ${JSON.stringify(expected)}, is ${JSON.stringify(actual)}`];
    });
}

async function accountDifferences(
  { stateDirectory, intacctAdmin }: { stateDirectory: string; intacctAdmin: string },
  { live }: Databases,
  posted: readonly SourceDocument[],
  coding: ProfileCoding,
): Promise<string[]> {
  const expected = expectedAccounts(
    await sourceTotals(live, { only: posted.map(({ documentKey }) => documentKey) }),
    coding,
  );
  const gained = new Map<string, string>();
  const add = (key: string, amount: string) => gained.set(key, sumAmounts([gained.get(key) ?? '0', amount]));
  for (const row of await readLedger(intacctAdmin))
    add(`${row.account} ${row.entity} ${row.currency}`, row.documentAmount);
  for (const row of readOpeningBalances(stateDirectory)) {
    add(`${row.account} ${row.entity} ${row.currency}`, subtractAmounts('0', row.documentAmount));
  }
  return [...new Set([...expected.keys(), ...gained.keys()])].sort().flatMap((key) => {
    const [source, ledger] = [expected.get(key) ?? '0', gained.get(key) ?? '0'];
    if (isZeroAmount(subtractAmounts(ledger, source))) return [];
    return [`account ${key}: source ${formatCents(source)}, ledger gained ${formatCents(ledger)}`];
  });
}
