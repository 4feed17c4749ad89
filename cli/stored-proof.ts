import type { PlanRow } from '../db/stored-plans';
import type { ArInvoice } from '../domain/ar-invoice';
import type { JournalEntry } from '../domain/journal-entry';
import type { PostingPlan } from '../domain/posting-plan';
import type { SourceInvoice } from '../domain/source-invoice';
import { provePooledJournal } from '../mappings/prove-pooled-journal';
import { provePlanSums, proveTrace } from '../mappings/prove-trace';
import { contentHash } from '../mappings/source-invoice-content';

/** What a stored plan's trace was held against, and what came of it. */
export interface StoredProof {
  ok: boolean;
  /** `source`: the source's lines as they are now; `plan`: the plan's own sums only. */
  against: 'source' | 'plan';
  /** True when the source's content is no longer what was planned; null when the source was not read. */
  changedSincePlan: boolean | null;
  differences: string[];
}

/** Proves a stored plan, against the source's invoice where there is one to hold it against. */
export function proveStoredPlan(row: PlanRow, source: SourceInvoice | null): StoredProof {
  const plan = postingPlanOf(row);
  if (plan === null) {
    const journal = row.documents.find((planned) => planned.kind === 'create-journal-entry');
    if (journal?.kind !== 'create-journal-entry') throw new Error(`plan ${row.plan_id} holds no document to prove`);
    return { against: 'plan', changedSincePlan: null, ...provePooledJournal(journal.entry, row.trace) };
  }
  if (source === null) return { against: 'plan', changedSincePlan: null, ...provePlanSums(plan) };
  const changedSincePlan = contentHash(source) !== row.content_hash;
  return { against: 'source', changedSincePlan, ...proveTrace(plan, source) };
}

/** The mapping's plan as it was stored in parts; null for a day's journal, which has no invoice. */
function postingPlanOf(row: PlanRow): PostingPlan | null {
  const invoice = row.documents.flatMap((planned): ArInvoice[] =>
    planned.kind === 'create-invoice' ? [planned.invoice] : [],
  )[0];
  if (invoice === undefined) return null;
  const journal = row.documents.flatMap((planned): JournalEntry[] =>
    planned.kind === 'create-journal-entry' && planned.purpose === 'cost-of-sales' ? [planned.entry] : [],
  )[0];
  return {
    entityId: '',
    invoice,
    costOfSales: journal ?? ownPooledEntry(row),
    costOfSalesPosting: row.pooled_entry === null ? 'with-invoice' : 'day-and-branch',
    trace: row.trace,
    totals: row.totals as PostingPlan['totals'],
  };
}

/** A repost pools its own lines with those that take the earlier revision back; the trace is of its own lines only. */
function ownPooledEntry({ pooled_entry: pooled, trace }: PlanRow): JournalEntry | null {
  if (pooled === null || !trace.some(({ target }) => target.kind === 'journal-lines')) return null;
  return { ...pooled, lines: pooled.lines.filter(({ lineNumber }, index) => lineNumber === index + 1) };
}
