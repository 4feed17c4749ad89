import type { TrueUpReport } from '../../activities/true-up/true-up-report';
import type { FieldChange, RepairAction } from '../../domain/true-up';
import { tableText } from './table';
import { timeText } from './time-text';

type Entry = TrueUpReport['entries'][number];

/** A true-up for eyes: what was found, the plan field by field, what became of it, how long it took, what is left and what to do. */
export function trueUpText(report: TrueUpReport, width: number): string {
  return [
    head(report),
    ...(report.entries.length === 0 ? [] : [findingsTable(report, width), planTable(report, width)]),
    closing(report),
  ].join('\n\n');
}

function head(report: TrueUpReport): string {
  const { company, trueUpId, requestedBy, isPreview, state, workersRead, employeesRead, byFinding } = report;
  const wrong = byFinding.reduce((sum, { cases }) => sum + cases, 0);
  const kind = isPreview ? 'true-up preview' : 'true-up';
  return [
    `${kind} of ${company} · ${state.toUpperCase()}`,
    `  ${trueUpId}, asked for by ${requestedBy}, ${timeText(new Date(report.startedAt))}`,
    `  ${workersRead} workers of Assignar and ${employeesRead} employees of Intacct compared; ${report.findings?.['in-step'] ?? 0} in step, ${wrong} not`,
  ].join('\n');
}

function findingsTable({ byFinding }: TrueUpReport, width: number): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  return tableText(
    [{ title: 'finding' }, right('workers'), right('repaired'), right('left')],
    byFinding.map(({ finding, cases, repaired, left }) => [finding, String(cases), String(repaired), String(left)]),
    width,
  );
}

function planTable({ entries }: TrueUpReport, width: number): string {
  const columns = [
    { title: 'entry' },
    { title: 'employee' },
    { title: 'worker' },
    { title: 'finding' },
    { title: 'state' },
    { title: 'waits on it' },
    { title: 'what is done, and why', stretches: true },
  ];
  const rows = entries.map((entry) => [
    entry.entryId,
    entry.employeeId ?? '—',
    entry.userId ?? '—',
    entry.finding,
    entry.state,
    waitsText(entry),
    [entry.because, ...entry.actions.flatMap(stepText), ...outcomeLines(entry)].join('\n'),
  ]);
  return tableText(columns, rows, width);
}

function waitsText({ unpostedTimesheets, waitingDocuments, released }: Entry): string {
  const parts = [
    ...(unpostedTimesheets > 0 ? [`${unpostedTimesheets} unposted`] : []),
    ...(waitingDocuments > 0 ? [`${waitingDocuments} parked`] : []),
    ...(released > 0 ? [`${released} released`] : []),
  ];
  return parts.length === 0 ? '—' : parts.join(', ');
}

function stepText(action: RepairAction): string[] {
  switch (action.kind) {
    case 'create':
      return [`+ a worker with ${action.changes.map(({ field, to }) => `${field} ${to}`).join(', ')}`];
    case 'update':
      return [`~ worker ${action.userId}${purposes[action.purpose]}: ${action.changes.map(changeText).join(', ')}`];
    case 'bind':
      return [];
  }
}

const purposes = {
  'put-right': '',
  'free-ids': ' gives its ids free',
  merge: ' stands back',
  deactivate: ' is deactivated',
} as const;

function changeText({ field, from, to }: FieldChange): string {
  // A list without anything in it is an empty text.
  return `${field} ${from || '—'} → ${to || '—'}`;
}

function outcomeLines({ risks, state, decision, decidedBy, decidedAt, reason, error }: Entry): string[] {
  return [
    ...(state === 'awaiting-approval' ? [`risky (${risks.join(', ')}): waits for an approval`] : []),
    ...(reason === null ? [] : [decisionText({ decision, decidedBy, decidedAt, reason })]),
    ...(error === null ? [] : [error]),
  ];
}

/** A run that ends without a decision says why in the decision's place. */
function decisionText({
  decision,
  decidedBy,
  decidedAt,
  reason,
}: Pick<Entry, 'decision' | 'decidedBy' | 'decidedAt' | 'reason'>): string {
  if (decision === null || decidedAt === null) return `not decided on: ${reason}`;
  return `${decision} by ${decidedBy}, ${timeText(new Date(decidedAt))}: ${reason}`;
}

function closing(report: TrueUpReport): string {
  const { byState, left, released, planSeconds, tookSeconds, isPreview, state } = report;
  const awaiting = byState['awaiting-approval'] ?? 0;
  const times = planSeconds === null ? '' : `planned in ${planSeconds} s, `;
  const summary = isPreview
    ? `${times}nothing was written.`
    : `${times}${state === 'finished' ? 'done' : 'so far'} in ${tookSeconds} s: ${byState.repaired ?? 0} repaired, ${released} documents released, ${left} left.`;
  if (awaiting === 0 || isPreview) return summary;
  return `${summary}\n${awaiting} wait for another person: intacct-pipelines true-up approve all --reason "…", or decline`;
}
