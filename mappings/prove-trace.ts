import type { JournalEntry } from '../domain/journal-entry';
import {
  type Amount,
  absoluteAmount,
  compareAmounts,
  formatCents,
  roundToCents,
  subtractAmounts,
  sumAmounts,
} from '../domain/money';
import type {
  PostingPlan,
  SalesCreditPlan,
  StockMovementPlan,
  SupplierDocumentPlan,
  TimesheetPlan,
  TraceEntry,
} from '../domain/posting-plan';
import type { SourceInvoice } from '../domain/source-invoice';
import type { SourceSalesCredit } from '../domain/source-sales-credit';
import type { SourceStockMovement } from '../domain/source-stock-movement';
import type { SourceSupplierDocument } from '../domain/source-supplier-document';
import { proveTimesheetSums } from './assignar-timesheet/prove-time-trace';
import { groupByKey } from './group-by-key';
import { turnCredit } from './imetal-credit/turn-credit';
import type { NumberedLine } from './imetal-invoice/invoice-lines';
import { postableAmount } from './imetal-invoice/source-amount';
import { supplierSourceAmounts } from './imetal-supplier-document/turn-supplier-document';

/** What a proof says: `differences` tells in words what is not so. */
export interface TraceProof {
  ok: boolean;
  differences: string[];
}

type AnyPlan = PostingPlan | SalesCreditPlan | SupplierDocumentPlan | StockMovementPlan;

/** What a trace leads to, whatever the document is. */
interface TracedPlan {
  noun: string;
  lines: readonly NumberedLine<string>[];
  journal: JournalEntry | null;
  /** What rounding lines carry, which come of no source line. */
  rounding: Amount;
  trace: readonly TraceEntry[];
}

/**
 * Proves that an invoice's trace is a partition: every source line is in it with exactly its amount, nothing else is,
 * and what went into each target line, tax entry and journal pair adds up to it.
 */
export function proveTrace(plan: PostingPlan, invoice: SourceInvoice): TraceProof {
  return proveAgainst(plan, salesSourceAmounts(invoice));
}

/** The same of a credit, whose amounts are posted as minus what the source says. */
export function proveCreditTrace(plan: SalesCreditPlan, credit: SourceSalesCredit): TraceProof {
  return proveAgainst(plan, salesSourceAmounts(turnCredit(credit)));
}

/** The same of a supplier's invoice or credit. */
export function proveSupplierTrace(plan: SupplierDocumentPlan, document: SourceSupplierDocument): TraceProof {
  return proveAgainst(plan, supplierSourceAmounts(document));
}

/** The same of a stock movement. */
export function proveMovementTrace(plan: StockMovementPlan, movement: SourceStockMovement): TraceProof {
  return proveAgainst(plan, new Map(movement.lines.map(({ lineId, baseValue }) => [`movement:${lineId}`, baseValue])));
}

/** The same without the source's word: what went into each target line, tax entry and journal pair adds up to it. */
export function provePlanSums(plan: AnyPlan | TimesheetPlan): TraceProof {
  if ('additions' in plan) return proveTimesheetSums(plan);
  const traced = tracedPlanOf(plan);
  const differences = [...compareLines(traced), ...compareJournalLines(traced)];
  return { ok: differences.length === 0, differences };
}

function proveAgainst(plan: AnyPlan, source: ReadonlyMap<string, Amount | null>): TraceProof {
  const differences = [...compareSources(plan.trace, source), ...provePlanSums(plan).differences];
  return { ok: differences.length === 0, differences };
}

function tracedPlanOf(plan: AnyPlan): TracedPlan {
  const { trace } = plan;
  if ('invoice' in plan) {
    const { invoice, costOfSales, totals } = plan;
    return { noun: 'invoice', lines: invoice.lines, journal: costOfSales, rounding: totals.rounding, trace };
  }
  if ('entry' in plan) return { noun: 'movement', lines: [], journal: plan.entry, rounding: '0', trace };
  if ('bill' in plan) {
    // The exchange difference comes of no source line: it has its own proof in `checkSupplierPlan`.
    const { bill, adjustment, totals } = plan;
    const noun = bill === null ? 'adjustment' : 'bill';
    return { noun, lines: (bill ?? adjustment)?.lines ?? [], journal: null, rounding: totals.rounding, trace };
  }
  const { adjustment, costOfSales, totals } = plan;
  return { noun: 'credit memo', lines: adjustment.lines, journal: costOfSales, rounding: totals.rounding, trace };
}

/** What the source says of each line; an exempt tax without an amount is no line. */
function salesSourceAmounts(invoice: SourceInvoice): Map<string, Amount | null> {
  const amounts = new Map<string, Amount | null>();
  for (const item of invoice.items) {
    for (const { chargeId, value } of item.charges) amounts.set(`charge:${chargeId}`, value);
    for (const { slot, exempt, amount } of item.taxes) {
      if (!(exempt && amount === null)) amounts.set(`tax:${item.itemId}:${slot}`, amount);
    }
    for (const { costId, baseValue } of item.costs) amounts.set(`cost:${costId}`, baseValue);
  }
  for (const { adjustmentId, baseValue } of invoice.stockAdjustments) {
    amounts.set(`adjustment:${adjustmentId}`, baseValue);
  }
  return amounts;
}

function compareSources(trace: readonly TraceEntry[], source: ReadonlyMap<string, Amount | null>): string[] {
  const traced = groupByKey(trace, ({ sourceLineId }) => sourceLineId);
  const differences: string[] = [];
  for (const [sourceLineId, amount] of source) {
    const entries = traced.get(sourceLineId);
    const expected = postableAmount(amount);
    if (entries === undefined) differences.push(`${sourceLineId} is not in the trace`);
    else if (expected === null) differences.push(`${sourceLineId} has no amount in the source`);
    else differences.push(...differ(sourceLineId, sumOf(entries), expected));
  }
  for (const sourceLineId of traced.keys()) {
    if (!source.has(sourceLineId)) differences.push(`${sourceLineId} is in the trace and not in the source`);
  }
  return differences;
}

function compareLines(plan: TracedPlan): string[] {
  const traced = groupByKey(plan.trace, keyOfTarget);
  const differences: string[] = [];
  let rounding = sumAmounts(plan.lines.filter(({ purpose }) => purpose === 'rounding').map(({ amount }) => amount));
  // A vendor's credit may hold its rounding in one line of another account.
  const within = subtractAmounts(plan.rounding, rounding);
  for (const line of plan.lines) {
    if (line.purpose !== 'rounding') {
      const name = `${plan.noun} line ${line.lineNumber}`;
      const sources = sumOf(take(traced, `line ${line.lineNumber}`));
      const holdsRounding =
        compareAmounts(rounding, plan.rounding) !== 0 &&
        compareAmounts(subtractAmounts(line.amount, sources), within) === 0;
      if (holdsRounding) rounding = plan.rounding;
      else differences.push(...differ(name, sources, line.amount));
    }
    for (const { taxDetailId, amount } of line.taxEntries) {
      const entries = take(traced, `tax ${line.lineNumber} ${taxDetailId}`);
      differences.push(...differ(`tax ${taxDetailId} of ${plan.noun} line ${line.lineNumber}`, sumOf(entries), amount));
    }
  }
  differences.push(...differ('rounding', rounding, plan.rounding));
  for (const [target, entries] of traced) {
    if (target === 'dropped zero value') {
      for (const entry of entries) differences.push(...differ(`dropped ${entry.sourceLineId}`, entry.amount, '0'));
    } else if (target.startsWith('dropped ')) differences.push(...differ(target, sumOf(entries), '0'));
    else if (!target.startsWith('journal '))
      differences.push(`trace names ${target}, which the ${plan.noun} does not have`);
  }
  return differences;
}

function compareJournalLines(plan: TracedPlan): string[] {
  const traced = groupByKey(plan.trace, keyOfTarget);
  const lines = new Map((plan.journal?.lines ?? []).map((line) => [line.lineNumber, line]));
  const differences: string[] = [];
  for (const entries of traced.values()) {
    const target = entries[0]?.target;
    if (target?.kind !== 'journal-lines') continue;
    const amount = absoluteAmount(sumOf(entries));
    for (const [side, lineNumber] of [
      ['debit', target.debitLineNumber],
      ['credit', target.creditLineNumber],
    ] as const) {
      const line = lines.get(lineNumber);
      lines.delete(lineNumber);
      if (line?.side === side) differences.push(...differ(`journal line ${lineNumber}`, amount, line.amount));
      else differences.push(`trace names journal line ${lineNumber} as a ${side}, which the journal does not have`);
    }
  }
  for (const lineNumber of lines.keys()) differences.push(`journal line ${lineNumber} has no source line`);
  return differences;
}

function keyOfTarget({ target }: TraceEntry): string {
  switch (target.kind) {
    case 'invoice-line':
      return `line ${target.lineNumber}`;
    case 'invoice-line-tax':
      return `tax ${target.lineNumber} ${target.taxDetailId}`;
    case 'journal-lines':
      return `journal ${target.debitLineNumber} ${target.creditLineNumber}`;
    // Only the day's own journal has such a target: in an invoice's trace it names a line that is not there.
    case 'journal-line':
      return `line ${target.lineNumber} of a day's journal`;
    // Only a timesheet's plan has such targets.
    case 'timesheet-entry':
      return `${target.purpose} entry ${target.lineNumber}`;
    case 'statistical-line':
      return `statistical line ${target.lineNumber}`;
    case 'dropped':
      return `dropped ${target.reason}`;
  }
}

/** Removes what it gives, so that what is left over has no target. */
function take(traced: Map<string, TraceEntry[]>, key: string): TraceEntry[] {
  const entries = traced.get(key) ?? [];
  traced.delete(key);
  return entries;
}

function sumOf(entries: readonly TraceEntry[]): Amount {
  return sumAmounts(entries.map(({ amount }) => amount));
}

function differ(name: string, traced: Amount, expected: Amount): string[] {
  if (compareAmounts(traced, expected) === 0) return [];
  return [`${name}: trace ${formatCents(roundToCents(traced))} ≠ ${formatCents(roundToCents(expected))}`];
}
