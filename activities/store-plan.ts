import type { PoolClient } from 'pg';
import { closeExceptions, replaceExceptions } from '../db/exceptions';
import { insertPlan, insertPostingEvent, type PostingContent, type PostingOrigin, upsertPosting } from '../db/postings';
import type { PostingException } from '../domain/exception';
import type { JournalEntry } from '../domain/journal-entry';
import type { DocumentSummary, ParkedReason, PlannedDocument, PostingPurpose } from '../domain/posting';
import type { PostingPlan } from '../domain/posting-plan';
import { mappingVersion } from '../mappings/imetal-invoice-to-intacct';

/** What one reading and mapping of a source document led to, about to be written to the ledger. */
export interface PlanAttempt {
  origin: PostingOrigin;
  environment: string;
  summary: DocumentSummary;
  contentHash: string | null;
  /** `flow`, or the person whose decision led to the attempt. */
  actor: string;
  note: string;
}

/** A plan, the documents that will be sent for it, and what waits for the day's journal. */
export interface PlanToStore {
  plan: PostingPlan;
  documents: PlannedDocument[];
  pooledEntry: JournalEntry | null;
}

/** Stores a plan under the next version and gives each of its documents a posting with its control id. */
export async function storePlan(
  transaction: PoolClient,
  attempt: PlanAttempt & { contentHash: string },
  { plan, documents, pooledEntry }: PlanToStore,
): Promise<void> {
  const { origin } = attempt;
  const stored = await insertPlan(transaction, {
    company: origin.company,
    documentKey: origin.documentKey,
    revision: origin.revision,
    contentHash: attempt.contentHash,
    mappingVersion,
    documents,
    pooledEntry,
    trace: plan.trace,
    totals: { ...plan.totals },
  });
  const controlId = (purpose: string) =>
    [attempt.environment, origin.company, origin.documentKey, purpose, `${origin.revision}.${stored.version}`].join(
      ':',
    );
  for (const document of documents) {
    const leading = document.purpose === 'invoice';
    const posting = await upsertPosting(transaction, origin, document.purpose, {
      ...contentOf(attempt, document.purpose, plan),
      state: 'planned',
      isLeading: leading,
      planId: stored.planId,
      version: stored.version,
      controlId: controlId(document.purpose),
      requestControlId: controlId('request'),
    });
    await insertPostingEvent(transaction, {
      postingId: posting.postingId,
      fromState: posting.stateBefore,
      toState: 'planned',
      actor: attempt.actor,
      note: `version ${stored.version}: ${attempt.note}`,
      planId: stored.planId,
    });
  }
  await closeExceptions(transaction, origin.company, origin.documentKey, 'tried again');
}

/** Writes down why a document could not be planned; it is parked with these exceptions. */
export async function parkWithoutPlan(
  transaction: PoolClient,
  attempt: PlanAttempt,
  exceptions: readonly PostingException[],
): Promise<ParkedReason> {
  const { origin, summary } = attempt;
  const posting = await upsertPosting(transaction, origin, 'invoice', {
    ...contentOf(attempt, 'invoice', null),
    state: 'rejected',
    isLeading: true,
    planId: null,
    version: 0,
    controlId: null,
    requestControlId: null,
  });
  const reason = parkedReason(exceptions);
  await insertPostingEvent(transaction, {
    postingId: posting.postingId,
    fromState: posting.stateBefore,
    toState: 'rejected',
    actor: attempt.actor,
    note: `${reason.code}: ${reason.message}`,
    planId: null,
  });
  await replaceExceptions(
    transaction,
    {
      company: origin.company,
      flow: origin.flow,
      documentKey: origin.documentKey,
      amount: summary.amount,
      currency: summary.currency,
      workflowId: origin.workflowId,
    },
    exceptions,
  );
  return reason;
}

/** The first reason, and how many there are: short enough for a workflow's history. */
export function parkedReason(exceptions: readonly PostingException[]): ParkedReason {
  const first = exceptions[0];
  if (first === undefined) throw new Error('a document is parked without a reason');
  return {
    code: first.code,
    message: first.message.slice(0, 500),
    causeKey: first.causeKey,
    count: exceptions.length,
  };
}

function contentOf(
  attempt: PlanAttempt,
  purpose: PostingPurpose,
  plan: PostingPlan | null,
): Pick<
  PostingContent,
  'contentHash' | 'mappingVersion' | 'entityId' | 'party' | 'partyName' | 'currency' | 'amount' | 'period'
> {
  const { summary } = attempt;
  const inBase = purpose === 'cost-of-sales' || purpose === 'cost-of-sales-reversal';
  return {
    contentHash: attempt.contentHash,
    mappingVersion,
    entityId: summary.entityId,
    party: summary.party,
    partyName: summary.partyName,
    currency: plan !== null && inBase ? plan.totals.baseCurrency : summary.currency,
    amount: plan !== null && inBase ? plan.totals.costOfSales : summary.amount,
    period: plan === null ? null : plan.invoice.postingDate.slice(0, 7),
  };
}
