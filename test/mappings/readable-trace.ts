import type { TraceEntry } from '../../domain/posting-plan';

/** A plan as it is, with a line of text per trace entry. */
export function readablePlan<Plan extends { trace: TraceEntry[] }>(plan: Plan) {
  return {
    ...plan,
    trace: plan.trace.map((entry) => `${entry.sourceLineId} · ${entry.label} · ${entry.amount} → ${target(entry)}`),
  };
}

function target({ target: to }: TraceEntry): string {
  switch (to.kind) {
    case 'invoice-line':
      return `line ${to.lineNumber}`;
    case 'invoice-line-tax':
      return `line ${to.lineNumber}, ${to.taxDetailId}`;
    case 'journal-lines':
      return `journal ${to.debitLineNumber} and ${to.creditLineNumber}`;
    case 'journal-line':
      return `day journal ${to.lineNumber}`;
    case 'timesheet-entry':
      return `${to.purpose} ${to.lineNumber}`;
    case 'statistical-line':
      return `statistical line ${to.lineNumber}`;
    case 'dropped':
      return `dropped, ${to.reason}`;
  }
}
