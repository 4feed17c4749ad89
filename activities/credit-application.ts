import { log } from '@temporalio/activity';
import type { PoolClient } from 'pg';
import type { IntacctClient } from '../clients/intacct/intacct-client';
import type { IntacctReceivables } from '../clients/intacct/intacct-receivables';
import { type CompanyProfiles, imetalProfileOf } from '../companies/company-profiles';
import { selectInvoiceRecord } from '../db/credited-invoices';
import { inTransaction } from '../db/pool';
import { type PostedDocuments, selectPostedDocuments } from '../db/posted-documents';
import { lockDocument, selectPostings } from '../db/postings';
import type { CreditApplication } from '../domain/ar-adjustment';
import type { PostingException } from '../domain/exception';
import type { ImetalProfile } from '../domain/imetal-profile';
import { type Amount, absoluteAmount, compareAmounts, formatCents, isZeroAmount } from '../domain/money';
import type { DocumentSummary, PlannedDocument, PlanResult } from '../domain/posting';
import { toFailure } from './failure';
import { type GatewayDeps, type InTurn, whileSignedIn } from './gateway-turns';
import { originOf, type PlanRequest } from './plan-document';
import { settledResult } from './settled-result';
import { type PlanAttempt, parkWithoutPlan, settleAsNothing, storePlan } from './store-plan';

const flow = 'credit-application';

export interface CreditApplicationDeps extends GatewayDeps {
  profiles: CompanyProfiles;
  intacct: (company: string) => Promise<Pick<IntacctClient, 'findInvoices'>>;
  receivables: (company: string) => Promise<Pick<IntacctReceivables, 'readOpenAmount'>>;
  /** Part of every control id. */
  environment: string;
}

export interface CreditApplicationRequest extends PlanRequest {
  /** Key of the credit note whose memo is applied. */
  creditKey: string;
}

export interface CreditApplicationActivities {
  /** Reads what is open of the credit memo and of its invoice, and stores the application of the smaller of the two. */
  planCreditApplication(request: CreditApplicationRequest): Promise<PlanResult>;
}

/** Activities of the flow that applies posted credit memos; they ask the gateway. */
export function createCreditApplicationActivities(deps: CreditApplicationDeps): CreditApplicationActivities {
  return {
    async planCreditApplication(request) {
      try {
        const result = await planApplication(deps, request);
        log.info(result.outcome, { ...request.document });
        return result;
      } catch (error) {
        throw toFailure(error, request.document.documentKey);
      }
    },
  };
}

type Memo = Extract<PlannedDocument, { kind: 'create-ar-adjustment' }>['adjustment'];

async function planApplication(deps: CreditApplicationDeps, request: CreditApplicationRequest): Promise<PlanResult> {
  const { document, creditKey, decision } = request;
  const { company, documentKey } = document;
  const settled = settledResult(await selectPostings(deps.pool, document));
  if (settled !== null) return settled;
  const credit = await selectPostedDocuments(deps.pool, company, creditKey, document.revision + 1);
  const memo = credit === null ? null : memoOf(credit);
  if (credit === null || memo === null) throw new Error(`${creditKey} has no posted credit memo to apply`);
  const profile = await imetalProfileOf(deps.profiles, company);
  const standing = await selectPostedDocuments(deps.pool, company, creditKey);
  const isSuperseded = standing !== null && standing.revision > document.revision;
  const errand = { flow, documentKey, priority: 'posting' } as const;
  const open = isSuperseded
    ? null
    : await whileSignedIn(deps, profile, errand, (inTurn) => readOpen(deps, company, credit, memo, inTurn));
  const [leading] = await selectPostings(deps.pool, { ...document, documentKey: creditKey });
  const summary: DocumentSummary = {
    documentKey,
    party: leading?.party ?? memo.customerId,
    partyName: leading?.party_name ?? null,
    entityId: credit.entityId,
    currency: memo.currency,
    amount: absoluteAmount(memo.total),
  };
  const attempt = {
    origin: originOf({ flow, system: 'imetal' }, request),
    environment: deps.environment,
    mappingVersion: 'credit-application/1',
    settingsHash: null,
    summary,
    // What is applied depends on what is open, not on what the source says.
    contentHash: credit.contentHash ?? credit.planId,
    sourceVersion: null,
    actor: decision?.actor ?? 'flow',
    note: decision === null ? 'planned' : `${decision.action}: ${decision.reason}`,
    leadingPurpose: 'credit-application' as const,
  };
  return inTransaction(deps.pool, async (transaction) => {
    await lockDocument(transaction, company, documentKey);
    const settledMeanwhile = settledResult(await selectPostings(transaction, document));
    if (settledMeanwhile !== null) return settledMeanwhile;
    return store(transaction, attempt, { profile, credit, memo, open, date: decision?.correction.postingDate });
  });
}

interface Open {
  credit: Amount;
  /** Null: Intacct has no such invoice. */
  invoice: { recordNumber: string; openAmount: Amount } | null;
}

interface Applicable {
  profile: ImetalProfile;
  credit: PostedDocuments;
  memo: Memo;
  /** Null: a later revision of the credit is posted, and its application is what counts. */
  open: Open | null;
  /** YYYY-MM-DD, when a person says so. */
  date: string | undefined;
}

async function store(
  transaction: PoolClient,
  attempt: PlanAttempt & { contentHash: string },
  { profile, credit, memo, open, date }: Applicable,
): Promise<PlanResult> {
  const { summary } = attempt;
  if (open === null || isZeroAmount(open.credit)) {
    const reason =
      open === null ? 'a later revision of the credit is applied' : 'nothing of the credit memo is open any more';
    const nothing = { reason, trace: [] };
    return { outcome: 'posted', intacctKey: await settleAsNothing(transaction, attempt, nothing), summary };
  }
  if (open.invoice === null || compareAmounts(open.invoice.openAmount, '0') <= 0) {
    const reason = await parkWithoutPlan(transaction, attempt, [nothingOpen(summary, memo, open)]);
    return { outcome: 'parked', reason, summary };
  }
  const amount = compareAmounts(open.credit, open.invoice.openAmount) <= 0 ? open.credit : open.invoice.openAmount;
  const application: CreditApplication = {
    customerId: memo.customerId,
    creditRecordNumber: credit.intacctKey,
    invoiceRecordNumber: open.invoice.recordNumber,
    amount: formatCents(amount),
    currency: memo.currency,
    baseCurrency: memo.baseCurrency,
    exchangeRate: memo.exchangeRate,
    applicationDate: date ?? memo.postingDate,
    referenceNumber: referenceOf(attempt),
    undepositedAccountNumber: profile.credits.undepositedAccount,
  };
  await storePlan(transaction, attempt, {
    documents: [{ purpose: 'credit-application', kind: 'apply-credit', application }],
    trace: [],
    totals: { creditOpen: open.credit, invoiceOpen: open.invoice.openAmount, currency: memo.currency },
    pooledEntry: null,
    hours: null,
  });
  return { outcome: 'planned', summary };
}

/** What the application is found by: the document's key, and the revision from the second on. */
function referenceOf({ origin: { documentKey, revision } }: PlanAttempt): string {
  return revision === 1 ? documentKey : `${documentKey}-${revision}`;
}

function memoOf({ documents }: PostedDocuments): Memo | null {
  const memo = documents.find(({ purpose }) => purpose === 'credit-memo');
  return memo?.kind === 'create-ar-adjustment' ? memo.adjustment : null;
}

async function readOpen(
  deps: CreditApplicationDeps,
  company: string,
  credit: PostedDocuments,
  memo: Memo,
  inTurn: InTurn,
): Promise<Open> {
  const entityId = credit.entityId ?? '';
  const receivables = await deps.receivables(company);
  const ofCredit = await inTurn(() => receivables.readOpenAmount('ARADJUSTMENT', entityId, credit.intacctKey));
  // Gone from Intacct, somebody deleted or reversed it: then there is nothing to apply.
  const creditOpen = ofCredit === null ? '0' : absoluteAmount(ofCredit.openAmount);
  const recordNumber = await findInvoiceRecord(deps, company, entityId, memo, inTurn);
  if (recordNumber === null) return { credit: creditOpen, invoice: null };
  const ofInvoice = await inTurn(() => receivables.readOpenAmount('ARINVOICE', entityId, recordNumber));
  return {
    credit: creditOpen,
    invoice: ofInvoice === null ? null : { recordNumber, openAmount: ofInvoice.openAmount },
  };
}

/** The ledger knows what the hub posted; what came to Intacct another way is looked up there by its number. */
async function findInvoiceRecord(
  deps: CreditApplicationDeps,
  company: string,
  entityId: string,
  { correctedInvoiceNumber, customerId }: Memo,
  inTurn: InTurn,
): Promise<string | null> {
  if (correctedInvoiceNumber === null) return null;
  const known = await selectInvoiceRecord(deps.pool, company, correctedInvoiceNumber);
  if (known !== null) return known;
  const client = await deps.intacct(company);
  const rows = await inTurn(() => client.findInvoices(entityId, correctedInvoiceNumber));
  const ofCustomer = rows.filter((row) => row.customerId === customerId && !/^revers/i.test(row.state));
  return ofCustomer[0]?.recordNumber ?? null;
}

function nothingOpen(summary: DocumentSummary, memo: Memo, { credit, invoice }: Open): PostingException {
  const number = memo.correctedInvoiceNumber ?? 'no invoice';
  const actual = invoice === null ? `invoice ${number} is not in Intacct` : `nothing of invoice ${number} is open`;
  const expected = `${formatCents(credit)} ${memo.currency} or less open of invoice ${number}`;
  return {
    code: 'CREDIT_INVOICE_PAID',
    field: 'invoice',
    expected,
    actual,
    message: `${summary.documentKey}: ${actual}, so the credit of ${formatCents(credit)} ${memo.currency} cannot be applied to it; it stays on the customer's account`,
    causeKey: null,
  };
}
