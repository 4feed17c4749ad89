import type { TracedDocument } from '../commands/trace';
import { moneyText } from './money-text';
import { tableText } from './table';
import { targetText } from './trace-summary';

/** A trace for eyes: each line, the sums, and what the proof says. */
export function traceText(traced: TracedDocument, width: number): string {
  const columns = [
    { title: 'source line' },
    { title: 'amount', align: 'right' as const },
    { title: 'went into' },
    { title: 'what it is', stretches: true },
  ];
  const rows = traced.lines.map(({ sourceLine, amount, target, label }) => [
    sourceLine,
    moneyText(amount),
    targetText(target, traced.lineNoun),
    label,
  ]);
  return [tableText(columns, rows, width), '', sumsText(traced, width), '', proofText(traced)].join('\n');
}

function sumsText({ summary }: TracedDocument, width: number): string {
  const columns = [
    { title: 'line' },
    { title: 'source lines', align: 'right' as const },
    { title: 'sum', align: 'right' as const },
  ];
  const rows = summary.targets.map(({ target, sourceLines, amount }) => [
    target,
    String(sourceLines),
    moneyText(amount),
  ]);
  return tableText(columns, rows, width);
}

function proofText({ document, summary, proof }: TracedDocument): string {
  const against = proof.against === 'source' ? "against the source's lines" : "by the plan's own sums";
  const changed = proof.changedSincePlan === true ? ['The source was changed after the plan was made.'] : [];
  if (proof.ok)
    return [`Proven ${against}: all ${summary.sourceLines} source lines of ${document}.`, ...changed].join('\n');
  const differences = proof.differences.map((difference) => `  ${difference}`);
  return [`NOT PROVEN ${against}: ${document}`, ...differences, ...changed].join('\n');
}
