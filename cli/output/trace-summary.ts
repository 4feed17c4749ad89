import type { Amount } from '../../domain/money';
import { sumAmounts } from '../../domain/money';
import type { PostingPurpose } from '../../domain/posting';
import type { TraceEntry } from '../../domain/posting-plan';

/** How many source lines went where, with their sums in the currency of the target. */
export interface TraceSummary {
  sourceLines: number;
  /** `isHours`: the sum is of hours, not of money. */
  targets: { target: string; sourceLines: number; amount: Amount; isHours?: true }[];
}

/** What a plan calls the lines that its source lines went into. */
export type LineNoun = 'invoice line' | 'credit line' | 'bill line';

/** The lines of a plan's own document; what takes an earlier revision back has none in the trace. */
export function lineNounOf(documents: readonly { purpose: PostingPurpose }[]): LineNoun {
  const purposes = new Set(documents.map(({ purpose }) => purpose));
  if (purposes.has('bill')) return 'bill line';
  return purposes.has('credit-memo') || purposes.has('supplier-credit') ? 'credit line' : 'invoice line';
}

/** Sums a trace by what its lines went into: lines of the document first, then journal lines, then what was dropped. */
export function summariseTrace(trace: readonly TraceEntry[], lineNoun: LineNoun): TraceSummary {
  const groups = new Map<string, { lines: Set<string>; amounts: Amount[]; isHours: boolean }>();
  for (const entry of inTargetOrder(trace)) {
    const target = targetText(entry.target, lineNoun);
    const group = groups.get(target) ?? { lines: new Set<string>(), amounts: [], isHours: isHours(entry) };
    group.lines.add(entry.sourceLineId);
    group.amounts.push(entry.amount);
    groups.set(target, group);
  }
  return {
    sourceLines: new Set(trace.map(({ sourceLineId }) => sourceLineId)).size,
    targets: [...groups].map(([target, { lines, amounts, isHours }]) => ({
      target,
      sourceLines: lines.size,
      amount: sumAmounts(amounts),
      ...(isHours ? { isHours: true as const } : {}),
    })),
  };
}

/** True for an entry of time, whose amount is hours; equipment that is charged at a rate is money. */
export function isHours({ minutes, target }: Pick<TraceEntry, 'minutes' | 'target'>): boolean {
  return minutes !== undefined && target.kind !== 'journal-lines';
}

/** Entries of a trace in the order of what they went into. */
export function inTargetOrder(trace: readonly TraceEntry[]): TraceEntry[] {
  return [...trace].sort((left, right) => orderOf(left.target) - orderOf(right.target));
}

// Further apart than any document has lines.
const kindStep = 1_000_000;

function orderOf(target: TraceEntry['target']): number {
  switch (target.kind) {
    case 'invoice-line':
    case 'invoice-line-tax':
    case 'timesheet-entry':
      return target.lineNumber;
    case 'journal-lines':
      return kindStep + target.debitLineNumber;
    case 'journal-line':
    case 'statistical-line':
      return kindStep + target.lineNumber;
    case 'dropped':
      return 2 * kindStep;
  }
}

/** What a source line went into, in words: `bill line 3`, `journal lines 1 and 2`. */
export function targetText(target: TraceEntry['target'], lineNoun: LineNoun): string {
  switch (target.kind) {
    case 'invoice-line':
      return `${lineNoun} ${target.lineNumber}`;
    case 'invoice-line-tax':
      return `${lineNoun} ${target.lineNumber}, tax ${target.taxDetailId}`;
    case 'journal-lines':
      return `journal lines ${target.debitLineNumber} and ${target.creditLineNumber}`;
    case 'journal-line':
      return `journal line ${target.lineNumber}`;
    case 'timesheet-entry':
      return `timesheet entry ${target.lineNumber}${target.purpose === 'timesheet' ? '' : ' of the next period'}`;
    case 'statistical-line':
      return `statistical line ${target.lineNumber}`;
    case 'dropped':
      return `dropped: ${target.reason}`;
  }
}
