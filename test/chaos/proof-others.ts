import { formatCents, isZeroAmount, subtractAmounts } from '../../domain/money';
import { FINANCE_PREFIX } from './finance-acts';
import type { IntacctAdmin, ReceivableDocument } from './intacct-admin';
import { isInvoiceKey } from './operators';
import { type OtherDocument, readOtherDocuments } from './other-documents';
import type { Posting } from './proof';
import { isRealReason, type ReasonPlace, unapplied } from './real-reasons';
import type { RecordReason } from './real-record-reasons';
import { postedRecords, recordDifferences } from './record-differences';

/** What the ledger says of a document that had nothing to post. */
const NOTHING = 'nothing to post';

export interface OtherProofPlace extends ReasonPlace {
  /** Records that Intacct held before, by `object record`. */
  openingDocuments: ReadonlySet<string>;
  /** Open exceptions of the hub. */
  exceptions: readonly RecordReason[];
  postings: readonly Posting[];
}

/** Records of receivables and payables that Intacct holds, by `object record`. */
export async function readOtherRecords(admin: IntacctAdmin): Promise<Set<string>> {
  const documents = [...(await admin.receivableDocuments()), ...(await admin.payableDocuments())];
  return new Set(documents.map(({ object, RECORDNO }) => `${object} ${RECORDNO}`));
}

/**
 * Credits, suppliers' documents and movements: each final one in Intacct once or waiting for a reason that holds, applied, and
 * acknowledged; one sentence for each difference.
 */
export async function findOtherDifferences(place: OtherProofPlace): Promise<string[]> {
  const documents = await readOtherDocuments(place.live);
  const standing = standingPostings(place.postings);
  const waiting = new Map(place.exceptions.map(({ document_key, code }) => [document_key, code]));
  const postings = place.postings.filter(({ intacct_key }) => intacct_key !== NOTHING);
  return [
    ...documents.flatMap((document) => standingDifferences(document, standing, waiting)),
    ...(await unreal(place)),
    ...(await recordsAstray(place, postings)),
    ...(await applicationDifferences(place, documents, standing)),
  ];
}

/** Documents that are in Intacct by the ledger's word; for what the accounts must have gained. */
export function postedKeys(postings: readonly Posting[]): Set<string> {
  return new Set([...standingPostings(postings)].filter(([, { state }]) => state === 'posted').map(([key]) => key));
}

function standingPostings(postings: readonly Posting[]): Map<string, Posting> {
  // In order of revision: the last stands.
  return new Map(postings.filter(({ is_leading }) => is_leading).map((posting) => [posting.document_key, posting]));
}

function standingDifferences(
  { document_key: key, exported, gateway_batch_id, gateway_reference }: OtherDocument,
  standing: ReadonlyMap<string, Posting>,
  waiting: ReadonlyMap<string, string>,
): string[] {
  const posting = standing.get(key);
  if (posting?.state === 'posted') {
    const told = `${gateway_batch_id} ${gateway_reference}`;
    const expected = `${posting.posting_id} ${posting.intacct_key}`;
    const isTold = exported && told === expected;
    return isTold ? [] : [`${key}: acknowledgement expected ${expected}, is ${exported ? told : 'not there'}`];
  }
  if (exported) return [`${key}: acknowledged, and the ledger calls it ${posting?.state ?? 'unknown'}`];
  if (posting?.state === 'abandoned') return [];
  return posting?.state === 'rejected' && waiting.has(key) ? [] : [`${key}: ${posting?.state ?? 'unknown to the hub'}`];
}

async function unreal(place: OtherProofPlace): Promise<string[]> {
  const others = place.exceptions.filter(({ document_key }) => !isInvoiceKey(document_key));
  const found = await Promise.all(
    others.map(async (reason) =>
      (await isRealReason(place, reason)) ? [] : [`${reason.document_key}: waits for ${reason.code}, which is not so`],
    ),
  );
  return found.flat();
}

/** What finance keyed in itself: its documents by their numbers, payments and advances unless they apply a credit of ours. */
export function isFinances({ object, RECORDID, DOCNUMBER }: ReceivableDocument): boolean {
  if (object === 'ARADJUSTMENT') return RECORDID?.startsWith(FINANCE_PREFIX) === true;
  return object === 'ARADVANCE' || !/\/application(-\d+)?$/.test(DOCNUMBER ?? '');
}

/** One to one, the records of each object and the ledger's postings of them. */
async function recordsAstray(place: OtherProofPlace, postings: readonly Posting[]): Promise<string[]> {
  const isOurs = ({ object, RECORDNO }: { object: string; RECORDNO: string }) =>
    !place.openingDocuments.has(`${object} ${RECORDNO}`);
  const receivables = (await place.admin.receivableDocuments()).filter(isOurs).filter((each) => !isFinances(each));
  const payables = (await place.admin.payableDocuments()).filter(isOurs);
  const named = (description: string) => description.split(' ')[0] ?? '';
  const billed = (object: string) =>
    payables
      .filter((document) => document.object === object)
      .map(({ RECORDNO, DESCRIPTION }) => ({ recordNo: RECORDNO, reference: named(DESCRIPTION) }));
  const memos = receivables
    .filter(({ object }) => object === 'ARADJUSTMENT')
    .map(({ RECORDNO, RECORDID }) => ({ recordNo: RECORDNO, reference: RECORDID ?? '' }));
  const applications = receivables
    .filter(({ object }) => object === 'ARPYMT')
    .map(({ RECORDNO, DOCNUMBER }) => ({ recordNo: RECORDNO, reference: DOCNUMBER ?? '' }));
  const of = (...purposes: string[]) => postedRecords(postings, purposes);
  return [
    ...recordDifferences('credit memo', of('credit-memo', 'credit-memo-reversal'), memos),
    ...recordDifferences('application', of('credit-application'), applications),
    ...recordDifferences('bill', of('bill'), billed('APBILL')),
    ...recordDifferences(
      'vendor credit',
      of('supplier-credit', 'supplier-credit-reversal', 'bill-reversal'),
      billed('APADJUSTMENT'),
    ),
  ];
}

/** Each posted credit is applied, waits for a reason, or finds nothing open; and nothing is applied beyond what was open. */
async function applicationDifferences(
  place: OtherProofPlace,
  documents: readonly OtherDocument[],
  standing: ReadonlyMap<string, Posting>,
): Promise<string[]> {
  const credits = documents
    .filter(({ kind, document_key }) => kind === 'sales-credit' && standing.get(document_key)?.state === 'posted')
    .map(({ document_key }) => document_key);
  const waiting = new Set(place.exceptions.map(({ document_key }) => document_key));
  const statements = await place.admin.statements();
  return [
    ...credits
      .filter((key) => !['posted', 'rejected', 'abandoned'].includes(standing.get(`${key}/application`)?.state ?? ''))
      .map((key) => `${key}: nobody applied it`),
    ...(await unapplied(place, credits, waiting)),
    ...statements.flatMap(({ customerId, items }) =>
      items
        .filter(({ openAmount, totalAmount }) => openAmount.startsWith('-') !== totalAmount.startsWith('-'))
        .map(({ documentNumber }) => `customer ${customerId}: ${documentNumber} is settled beyond its amount`),
    ),
  ];
}

/** One sentence for each key whose two amounts differ. */
export function amountDifferences(
  what: string,
  expected: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
): string[] {
  return [...new Set([...expected.keys(), ...actual.keys()])].sort().flatMap((key) => {
    const [source, ledger] = [expected.get(key) ?? '0', actual.get(key) ?? '0'];
    if (isZeroAmount(subtractAmounts(ledger, source))) return [];
    return [`${what} ${key}: source ${formatCents(source)}, ledger gained ${formatCents(ledger)}`];
  });
}
