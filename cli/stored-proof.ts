import type { PlanRow } from '../db/stored-plans';
import type { JournalEntry } from '../domain/journal-entry';
import type { PlannedDocument, PostingPurpose } from '../domain/posting';
import type {
  PostingPlan,
  SalesCreditPlan,
  StockMovementPlan,
  SupplierDocumentPlan,
  TimesheetPlan,
} from '../domain/posting-plan';
import type { SourceInvoice } from '../domain/source-invoice';
import type { SourceSalesCredit } from '../domain/source-sales-credit';
import type { SourceStockMovement } from '../domain/source-stock-movement';
import type { SourceSupplierDocument } from '../domain/source-supplier-document';
import type { SourceTimesheet } from '../domain/source-timesheet';
import { proveTimesheetTrace } from '../mappings/assignar-timesheet/prove-time-trace';
import { provePooledJournal } from '../mappings/prove-pooled-journal';
import {
  proveCreditTrace,
  proveMovementTrace,
  provePlanSums,
  proveSupplierTrace,
  proveTrace,
  type TraceProof,
} from '../mappings/prove-trace';
import {
  creditContentHash,
  stockMovementContentHash,
  supplierDocumentContentHash,
  timesheetContentHash,
} from '../mappings/source-content';
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

/** A document as the source has it now. */
export type SourceToProve =
  | { kind: 'sales-invoice'; document: SourceInvoice }
  | { kind: 'sales-credit'; document: SourceSalesCredit }
  | { kind: 'supplier-document'; document: SourceSupplierDocument }
  | { kind: 'stock-movement'; document: SourceStockMovement }
  | { kind: 'timesheet'; document: SourceTimesheet };

/** Proves a stored plan, against the source's document where there is one to hold it against. */
export function proveStoredPlan(row: PlanRow, source: SourceToProve | null): StoredProof {
  const plan = planOf(row);
  if (plan === null) return { against: 'plan', changedSincePlan: null, ...proveOthers(row) };
  if (source === null) return { against: 'plan', changedSincePlan: null, ...provePlanSums(plan) };
  const proof = proveAgainstSource(plan, source);
  if (proof === null) return { against: 'plan', changedSincePlan: null, ...provePlanSums(plan) };
  return { against: 'source', changedSincePlan: hashOf(source) !== row.content_hash, ...proof };
}

type AnyPlan = PostingPlan | SalesCreditPlan | SupplierDocumentPlan | StockMovementPlan | TimesheetPlan;

/** Null when the plan is not of the source's kind. */
function proveAgainstSource(plan: AnyPlan, source: SourceToProve): TraceProof | null {
  if ('invoice' in plan) return source.kind === 'sales-invoice' ? proveTrace(plan, source.document) : null;
  if ('additions' in plan) return source.kind === 'timesheet' ? proveTimesheetTrace(plan, source.document) : null;
  if ('entry' in plan) return source.kind === 'stock-movement' ? proveMovementTrace(plan, source.document) : null;
  if ('bill' in plan) return source.kind === 'supplier-document' ? proveSupplierTrace(plan, source.document) : null;
  return source.kind === 'sales-credit' ? proveCreditTrace(plan, source.document) : null;
}

function hashOf(source: SourceToProve): string {
  switch (source.kind) {
    case 'sales-invoice':
      return contentHash(source.document);
    case 'sales-credit':
      return creditContentHash(source.document);
    case 'supplier-document':
      return supplierDocumentContentHash(source.document);
    case 'stock-movement':
      return stockMovementContentHash(source.document);
    case 'timesheet':
      return timesheetContentHash(source.document);
  }
}

/** A day's journal is proven by its invoices; what has no source lines, such as an application, has nothing to prove. */
function proveOthers(row: PlanRow): TraceProof {
  const journal = row.documents.find(({ purpose }) => purpose === 'cost-of-sales');
  if (journal?.kind === 'create-journal-entry') return provePooledJournal(journal.entry, row.trace);
  const differences = row.trace.map(({ sourceLineId }) => `${sourceLineId} is in the trace of a plan without lines`);
  return { ok: differences.length === 0, differences };
}

/** The mapping's plan as it was stored in parts; null for one that no source document's lines went into. */
function planOf(row: PlanRow): AnyPlan | null {
  const found = <Kind extends PlannedDocument['kind']>(purpose: PostingPurpose, kind: Kind) =>
    row.documents.find(
      (document): document is Extract<PlannedDocument, { kind: Kind }> & { purpose: PostingPurpose } =>
        document.purpose === purpose && document.kind === kind,
    );
  const trace = row.trace;
  const invoice = found('invoice', 'create-invoice');
  if (invoice !== undefined) return { ...salesPartsOf(row), invoice: invoice.invoice };
  const memo = found('credit-memo', 'create-ar-adjustment');
  if (memo !== undefined) return { ...salesPartsOf(row), adjustment: memo.adjustment };
  const bill = found('bill', 'create-bill');
  const credit = found('supplier-credit', 'create-ap-adjustment');
  if (bill !== undefined || credit !== undefined) {
    return {
      entityId: '',
      bill: bill?.bill ?? null,
      adjustment: credit?.adjustment ?? null,
      exchangeDifference: found('receipt-exchange-difference', 'create-journal-entry')?.entry ?? null,
      trace,
      // What the mapping of suppliers' documents stored, it reads.
      totals: row.totals as unknown as SupplierDocumentPlan['totals'],
    };
  }
  const time = timesheetPlanOf(row);
  if (time !== null) return time;
  const entry = found('ledger-entry', 'create-journal-entry');
  const statistics = found('statistical-entry', 'create-statistical-entry');
  if (entry === undefined && statistics === undefined) return null;
  return {
    entityId: '',
    entry: entry?.entry ?? null,
    statistics: statistics?.entry ?? null,
    trace,
    totals: row.totals as unknown as StockMovementPlan['totals'],
  };
}

/** Null for a plan without hours. */
function timesheetPlanOf(row: PlanRow): TimesheetPlan | null {
  const { documents, trace } = row;
  const additions = documents.flatMap((document) =>
    document.kind === 'add-timesheet-entries' && !document.purpose.endsWith('-reversal') ? [document.addition] : [],
  );
  const hours = documents.find(({ purpose }) => purpose === 'equipment-hours');
  const cost = documents.find(({ purpose }) => purpose === 'equipment-cost');
  if (additions.length === 0 && hours === undefined && cost === undefined) return null;
  return {
    entityId: '',
    additions,
    equipmentHours: hours?.kind === 'create-statistical-entry' ? hours.entry : null,
    equipmentCost: cost?.kind === 'create-journal-entry' ? cost.entry : null,
    trace,
    // What the mapping of timesheets stored, it reads.
    totals: row.totals as unknown as TimesheetPlan['totals'],
  };
}

function salesPartsOf(row: PlanRow): Omit<PostingPlan, 'invoice'> {
  const journal = row.documents.find(({ purpose }) => purpose === 'cost-of-sales');
  const posted = journal?.kind === 'create-journal-entry' ? journal.entry : null;
  return {
    entityId: '',
    costOfSales: posted ?? ownPooledEntry(row),
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
