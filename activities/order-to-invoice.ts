import { activityInfo, cancellationSignal, log } from '@temporalio/activity';
import type { Pool } from 'pg';
import type { ImetalClient } from '../clients/imetal/imetal-client';
import type { CompanyProfiles } from '../companies/company-profiles';
import { selectLinkedId } from '../db/links';
import { inTransaction } from '../db/pool';
import type { PostedDocuments } from '../db/posted-documents';
import { isPlanned, lockDocument, type PostingOrigin, selectPostings } from '../db/postings';
import type { CompanyProfile } from '../domain/company-profile';
import type { PostingException } from '../domain/exception';
import type { JournalEntry } from '../domain/journal-entry';
import { sumAmounts } from '../domain/money';
import type {
  Decision,
  DocumentReference,
  DocumentSummary,
  PlannedDocument,
  PlanResult,
  PostResult,
} from '../domain/posting';
import type { PostingPlan } from '../domain/posting-plan';
import type { SourceInvoice } from '../domain/source-invoice';
import { mayBeHalfWritten } from '../mappings/half-written';
import { mapImetalInvoiceToIntacct } from '../mappings/imetal-invoice-to-intacct';
import { contentHash } from '../mappings/source-invoice-content';
import { abandonDocument } from './abandonment';
import { acknowledgeSalesInvoice } from './acknowledge-sales-invoice';
import { documentIncomplete, toFailure } from './failure';
import { readOrRefusal, unreadable } from './read-sales-invoice';
import { changedAfterPosting, mirrorEntry, repostDocuments, selectPostedBefore } from './repost';
import { settledResult } from './settled-result';
import { type PlanAttempt, parkWithoutPlan, settleAsUnchanged, storePlan } from './store-plan';

const flow = 'order-to-invoice';

export interface InvoiceActivityDeps {
  pool: Pool;
  profiles: CompanyProfiles;
  imetal: (company: string) => ImetalClient;
  /** Part of every control id. */
  environment: string;
}

export interface PlanRequest {
  document: DocumentReference;
  triggeredAt: string;
  /** The person's word that led to this attempt; null for the first. */
  decision: Decision | null;
}

export interface InvoiceActivities {
  /** Reads the invoice, maps it, checks it, and stores exactly what will be sent; or why it cannot be. */
  planSalesInvoice(request: PlanRequest): Promise<PlanResult>;
  /** Writes Intacct's record number back to iMetal, for an invoice that the ledger calls posted; parks it when iMetal refuses. */
  acknowledgeSalesInvoice(document: DocumentReference): Promise<PostResult>;
  /** Writes down that a person gave the document up, and why. */
  recordAbandonment(request: { document: DocumentReference; decision: Decision }): Promise<void>;
}

/** Activities of the order-to-invoice flow that need the source and the hub's database, not the gateway. */
export function createInvoiceActivities(deps: InvoiceActivityDeps): InvoiceActivities {
  return {
    async planSalesInvoice(request) {
      try {
        const result = await planSalesInvoice(deps, request);
        const code = result.outcome === 'parked' ? { code: result.reason.code } : {};
        log.info(result.outcome, { ...request.document, ...code });
        return result;
      } catch (error) {
        throw toFailure(error, request.document.documentKey);
      }
    },
    async acknowledgeSalesInvoice(document) {
      try {
        return await acknowledgeSalesInvoice(deps, document);
      } catch (error) {
        throw toFailure(error, document.documentKey);
      }
    },
    async recordAbandonment({ document, decision }) {
      await inTransaction(deps.pool, (transaction) => abandonDocument(transaction, document, decision));
    },
  };
}

async function planSalesInvoice(deps: InvoiceActivityDeps, request: PlanRequest): Promise<PlanResult> {
  const { document, decision } = request;
  const postings = await selectPostings(deps.pool, document);
  const settled = settledResult(postings);
  if (settled !== null) return settled;

  const profile = await deps.profiles.profile(document.company);
  const reading = await readOrRefusal(deps.imetal(document.company), document.documentKey);
  // By iMetal's own clock: what was changed a moment ago may still be being written.
  const isYoung = 'ageSeconds' in reading && isWithinGrace(reading.ageSeconds, profile);
  if (reading.kind === 'incomplete' && isYoung) throw documentIncomplete(document.documentKey, reading.missing);
  const attempt: PlanAttempt = {
    origin: originOf(request),
    environment: deps.environment,
    summary: unreadSummary(document.documentKey),
    contentHash: null,
    sourceVersion: reading.kind === 'incomplete' ? reading.version : null,
    actor: decision?.actor ?? 'flow',
    leadingPurpose: 'invoice',
    note: decision === null ? 'planned' : `${decision.action}: ${decision.reason}`,
  };
  if (reading.kind === 'refused') return park(deps, attempt, [reading.exception]);
  if (reading.kind !== 'found') return park(deps, attempt, [unreadable(document.documentKey, reading)]);
  const { invoice } = reading;
  const read = {
    ...attempt,
    summary: summaryOf(invoice, profile),
    contentHash: contentHash(invoice),
    sourceVersion: invoice.version,
  };
  // The content that the document was last parked with, if it was.
  const seen = postings[0]?.content_hash ?? null;
  return planReadInvoice(deps, read, invoice, profile, { decision, seen, isYoung });
}

async function planReadInvoice(
  deps: InvoiceActivityDeps,
  attempt: PlanAttempt & { contentHash: string },
  invoice: SourceInvoice,
  profile: CompanyProfile,
  { decision, seen, isYoung }: { decision: Decision | null; seen: string | null; isYoung: boolean },
): Promise<PlanResult> {
  const { origin, summary } = attempt;
  const before = await selectPostedBefore(deps.pool, origin);
  if (before !== null && before.contentHash === attempt.contentHash) {
    await settleAsUnchanged(deps.pool, attempt, before);
    return { outcome: 'posted', intacctKey: before.intacctKey, summary };
  }
  if (before !== null) {
    // A person agreed to reverse and repost what was shown; what the source says since then was not shown.
    const wasShown = seen === attempt.contentHash;
    const agreed =
      decision?.correction.reverseAndRepost === true || (await isPlanned(deps.pool, origin, attempt.contentHash));
    if (!(wasShown && agreed)) return park(deps, attempt, [changedAfterPosting(origin.documentKey, before, summary)]);
  }
  const customerId = await selectLinkedId(deps.pool, {
    company: origin.company,
    system: invoice.sourceSystem,
    object: 'company',
    sourceId: invoice.customerCode ?? '',
    intacctObject: 'CUSTOMER',
  });
  const postingDate = decision?.correction.postingDate;
  const mapped = mapImetalInvoiceToIntacct(
    invoice,
    profile,
    { customerId },
    postingDate === undefined ? {} : { postingDate },
  );
  if (mapped.kind === 'exceptions') {
    if (isYoung && mayBeHalfWritten(mapped.exceptions)) throw documentIncomplete(origin.documentKey, 'sums that hold');
    return park(deps, attempt, mapped.exceptions);
  }
  const { plan } = mapped;
  const documents = before === null ? documentsOf(plan) : repostDocuments(before, plan, origin.revision);
  return inTransaction(deps.pool, async (transaction) => {
    await lockDocument(transaction, origin.company, origin.documentKey);
    // An attempt that Temporal gave up must not change what the one after it wrote.
    cancellationSignal().throwIfAborted();
    // Another attempt of this activity may have gone on to send its plan meanwhile.
    const settledMeanwhile = settledResult(await selectPostings(transaction, origin));
    if (settledMeanwhile !== null) return settledMeanwhile;
    await storePlan(transaction, attempt, {
      documents,
      trace: plan.trace,
      totals: { ...plan.totals },
      pooledEntry: pooledEntryOf(plan, before),
    });
    return { outcome: 'planned', summary };
  });
}

async function park(
  deps: InvoiceActivityDeps,
  attempt: PlanAttempt,
  exceptions: PostingException[],
): Promise<PlanResult> {
  return inTransaction(deps.pool, async (transaction) => {
    await lockDocument(transaction, attempt.origin.company, attempt.origin.documentKey);
    cancellationSignal().throwIfAborted();
    const settledMeanwhile = settledResult(await selectPostings(transaction, attempt.origin));
    if (settledMeanwhile !== null) return settledMeanwhile;
    const reason = await parkWithoutPlan(transaction, attempt, exceptions);
    return { outcome: 'parked', reason, summary: attempt.summary };
  });
}

function documentsOf(plan: PostingPlan): PlannedDocument[] {
  const withInvoice = plan.costOfSales !== null && plan.costOfSalesPosting === 'with-invoice';
  return [
    { purpose: 'invoice', kind: 'create-invoice', invoice: plan.invoice },
    ...(withInvoice && plan.costOfSales !== null
      ? [{ purpose: 'cost-of-sales', kind: 'create-journal-entry', entry: plan.costOfSales } as const]
      : []),
  ];
}

/** Cost of sales for the day's journal, an earlier revision's taken back in the same entry. */
function pooledEntryOf(plan: PostingPlan, before: PostedDocuments | null): JournalEntry | null {
  if (plan.costOfSalesPosting === 'with-invoice') return null;
  const taken = before?.costOfSales ? mirrorEntry(before.costOfSales, plan.invoice.postingDate) : null;
  const entry = plan.costOfSales ?? taken;
  if (entry === null) return null;
  const own = plan.costOfSales?.lines ?? [];
  // Numbered on, so that every line of the entry can be told from the others, and its own from what it takes back.
  const back = (taken?.lines ?? []).map((line, index) => ({ ...line, lineNumber: own.length + index + 1 }));
  return { ...entry, lines: [...own, ...back] };
}

function originOf(request: PlanRequest): PostingOrigin {
  const { workflowExecution } = activityInfo();
  if (workflowExecution === undefined) throw new Error('planSalesInvoice runs only inside a workflow');
  return {
    ...request.document,
    flow,
    sourceSystem: 'imetal',
    workflowId: workflowExecution.workflowId,
    runId: workflowExecution.runId,
    triggeredAt: request.triggeredAt,
  };
}

/** A time ahead of iMetal's own clock says nothing of when the document was written: then nobody waits for it. */
function isWithinGrace(ageSeconds: number, profile: CompanyProfile): boolean {
  return ageSeconds >= 0 && ageSeconds < profile.feed.incompleteGraceSeconds;
}

function summaryOf(invoice: SourceInvoice, profile: CompanyProfile): DocumentSummary {
  const { netTotal, taxTotal } = invoice;
  return {
    documentKey: invoice.documentKey,
    party: invoice.customerCode,
    partyName: invoice.customerName,
    entityId: profile.branches[invoice.branchCode]?.entity ?? null,
    currency: invoice.currency,
    amount: netTotal === null || taxTotal === null ? null : sumAmounts([netTotal, taxTotal]),
  };
}

function unreadSummary(documentKey: string): DocumentSummary {
  return { documentKey, party: null, partyName: null, entityId: null, currency: null, amount: null };
}
