import { type Amount, absoluteAmount, compareAmounts, formatCents, roundToCents, sumAmounts } from '../domain/money';
import type { PostingPlan, TraceEntry } from '../domain/posting-plan';
import type { SourceInvoice } from '../domain/source-invoice';
import { groupByKey } from './imetal-invoice/group-by-key';
import { postableAmount } from './imetal-invoice/source-amount';

/**
 * Proves that a plan's trace is a partition: every source line is in it with exactly its amount, nothing else is, and
 * what went into each target line, tax entry and journal pair adds up to it. `differences` says in words what is not so.
 */
export function proveTrace(plan: PostingPlan, invoice: SourceInvoice): { ok: boolean; differences: string[] } {
  const differences = [...compareSources(plan, invoice), ...compareInvoiceLines(plan), ...compareJournalLines(plan)];
  return { ok: differences.length === 0, differences };
}

/** The same without the source's word: what went into each target line, tax entry and journal pair adds up to it. */
export function provePlanSums(plan: PostingPlan): { ok: boolean; differences: string[] } {
  const differences = [...compareInvoiceLines(plan), ...compareJournalLines(plan)];
  return { ok: differences.length === 0, differences };
}

/** What the source says of each line; an exempt tax without an amount is no line. */
function sourceAmounts(invoice: SourceInvoice): Map<string, Amount | null> {
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

function compareSources(plan: PostingPlan, invoice: SourceInvoice): string[] {
  const source = sourceAmounts(invoice);
  const traced = groupByKey(plan.trace, ({ sourceLineId }) => sourceLineId);
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

function compareInvoiceLines(plan: PostingPlan): string[] {
  const traced = groupByKey(plan.trace, keyOfTarget);
  const differences: string[] = [];
  let rounding: Amount = '0';
  for (const line of plan.invoice.lines) {
    if (line.purpose === 'rounding') rounding = sumAmounts([rounding, line.amount]);
    else {
      const name = `invoice line ${line.lineNumber}`;
      differences.push(...differ(name, sumOf(take(traced, `line ${line.lineNumber}`)), line.amount));
    }
    for (const { taxDetailId, amount } of line.taxEntries) {
      const entries = take(traced, `tax ${line.lineNumber} ${taxDetailId}`);
      differences.push(...differ(`tax ${taxDetailId} of invoice line ${line.lineNumber}`, sumOf(entries), amount));
    }
  }
  differences.push(...differ('rounding', rounding, plan.totals.rounding));
  for (const [target, entries] of traced) {
    if (target === 'dropped') {
      for (const entry of entries) differences.push(...differ(`dropped ${entry.sourceLineId}`, entry.amount, '0'));
    } else if (!target.startsWith('journal '))
      differences.push(`trace names ${target}, which the invoice does not have`);
  }
  return differences;
}

function compareJournalLines(plan: PostingPlan): string[] {
  const traced = groupByKey(plan.trace, keyOfTarget);
  const lines = new Map((plan.costOfSales?.lines ?? []).map((line) => [line.lineNumber, line]));
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
    case 'dropped':
      return 'dropped';
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
