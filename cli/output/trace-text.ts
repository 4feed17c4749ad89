import type { TracedDocument } from '../commands/trace';
import { measureText } from './money-text';
import { tableText } from './table';
import { isHours, targetText } from './trace-summary';

/** A trace for eyes: each line, the sums, and what the proof says. */
export function traceText(traced: TracedDocument, width: number): string {
  const columns = [
    { title: 'source line' },
    { title: 'amount', align: 'right' as const },
    { title: 'went into' },
    { title: 'what it is', stretches: true },
  ];
  const rows = traced.lines.map((line) => [
    line.sourceLine,
    measureText(line.amount, isHours(line)),
    targetText(line.target, traced.lineNoun),
    line.label,
  ]);
  return [tableText(columns, rows, width), '', sumsText(traced, width), '', proofText(traced)].join('\n');
}

function sumsText({ summary }: TracedDocument, width: number): string {
  const columns = [
    { title: 'line' },
    { title: 'source lines', align: 'right' as const },
    { title: 'sum', align: 'right' as const },
  ];
  const rows = summary.targets.map(({ target, sourceLines, amount, isHours }) => [
    target,
    String(sourceLines),
    measureText(amount, isHours === true),
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
