import type { Pool } from 'pg';
import type { OutcomeUnknown } from '../clients/errors';
import { replaceExceptions } from '../db/exceptions';
import { inTransaction } from '../db/pool';
import { movePostings, settlePosted } from '../db/settlements';
import type { ExceptionCode, PostingException } from '../domain/exception';
import type { DocumentReference, PlannedDocument, PostingPurpose, PostingState, PostResult } from '../domain/posting';
import { planOutdated } from './failure';
import { parkedReason } from './store-plan';

/** Refusals of what the profile and the synced taxes coded: they may be mended there as well as in Intacct. */
const codedBySettings: ReadonlySet<ExceptionCode> = new Set([
  'ACCOUNT_UNKNOWN',
  'ACCOUNT_INACTIVE',
  'DIMENSION_MISSING',
  'DIMENSION_UNKNOWN',
  'TERM_UNKNOWN',
  'CONTACT_UNKNOWN',
  'TAX_DETAIL_UNKNOWN',
  'EARNING_TYPE_MISSING',
]);

/** A stored plan on its way to Intacct. */
export interface SentPlan {
  document: DocumentReference;
  flow: string;
  planId: string;
  entityId: string;
  requestControlId: string;
  /** Of the posting that stands for the document. */
  leadingPurpose: PostingPurpose;
  documents: PlannedDocument[];
  /** Under which profile and synced tax set-up it was made; null where these decide nothing. */
  settingsHash: string | null;
  /** Of each document, as the ledger holds it. */
  controlIds: ReadonlyMap<PostingPurpose, string>;
  /** Timesheets that the plan writes to, in order: nobody else may be at one of them meanwhile. */
  serialKeys: readonly string[];
  workflowId: string;
  amount: string | null;
  currency: string | null;
  hours: string | null;
  /** Something of this document may be in Intacct already: look before sending. */
  wasSentBefore: boolean;
  /** It was sent once and taken back as not done; if it was done all the same, its number is taken by itself. */
  wasTakenBack: boolean;
  /** An attempt of this very plan is on its way, or ended without an answer. */
  outcomeIsOpen: boolean;
}

/** Intacct holds all documents of the plan. */
export async function settleAsPosted(
  pool: Pool,
  plan: SentPlan,
  keys: Map<PostingPurpose, string>,
  note: string,
): Promise<PostResult> {
  const leadingKey = keys.get(plan.leadingPurpose);
  if (leadingKey === undefined)
    throw new Error(`${plan.document.documentKey}: no record number for its leading document`);
  const posted = await settlePosted(
    pool,
    plan.planId,
    [...keys].map(([purpose, intacctKey]) => ({ purpose, intacctKey })),
    note,
  );
  // The next attempt looks its own plan up in Intacct, and finds there what this one knows.
  if (posted < plan.documents.length) throw planOutdated(plan.document.documentKey);
  return { outcome: 'posted', intacctKey: leadingKey };
}

/** A definite refusal: nothing of the plan is in Intacct, and a person is needed. */
export async function settleAsRejected(pool: Pool, plan: SentPlan, exception: PostingException): Promise<PostResult> {
  await inTransaction(pool, async (transaction) => {
    const moved = await movePostings(transaction, plan.planId, {
      from: ['planned', 'sending', 'unknown'],
      to: 'rejected',
      note: `${exception.code}: ${exception.message}`,
    });
    // Another attempt settled it, or it was planned anew: its word stands, not ours.
    if (moved === 0) throw planOutdated(plan.document.documentKey);
    await replaceExceptions(
      transaction,
      {
        company: plan.document.company,
        flow: plan.flow,
        documentKey: plan.document.documentKey,
        amount: plan.amount,
        currency: plan.currency,
        hours: plan.hours,
        workflowId: plan.workflowId,
        settingsHash: codedBySettings.has(exception.code) ? plan.settingsHash : null,
      },
      [exception],
    );
  });
  return { outcome: 'parked', reason: parkedReason([exception]) };
}

/** The outcome is not known: whoever comes next looks it up first. */
export async function settleAsUnknown(pool: Pool, plan: SentPlan, error: OutcomeUnknown): Promise<void> {
  // Also where an overlapping attempt took it back as not sent: of two words the more careful one counts.
  const from: PostingState[] = ['planned', 'sending'];
  await movePostings(pool, plan.planId, { from, to: 'unknown', note: error.message.slice(0, 1000) });
}

/** Nothing reached Intacct: as if the attempt had not been made. */
export async function settleAsNotSent(pool: Pool, plan: SentPlan, error: Error): Promise<void> {
  await movePostings(pool, plan.planId, {
    from: ['sending'],
    to: 'planned',
    note: `not sent: ${error.message.slice(0, 1000)}`,
  });
}
