import type { ArInvoice, Dimensions } from '../../domain/ar-invoice';
import type { JournalEntry } from '../../domain/journal-entry';
import type { PlannedDocument } from '../../domain/posting';
import type { DocumentStory } from '../commands/show';
import { moneyText } from './money-text';
import { tableText } from './table';
import { timeText } from './time-text';

/** A document's story for eyes: what it is, why it waits, what Intacct holds, what happened, what was planned. */
export function documentText(story: DocumentStory, width: number): string {
  return [
    headText(story),
    ...exceptionParts(story),
    `Postings\n${indented(postingsText(story, width))}`,
    `Events\n${indented(eventsText(story, width))}`,
    ...planParts(story, width),
    ...traceParts(story, width),
  ].join('\n\n');
}

function headText(story: DocumentStory): string {
  const party = [story.party, story.partyName].filter((part) => part !== null).join(' ');
  const revision = story.revision === 1 ? '' : `, revision ${story.revision}`;
  return [
    `${story.document}${revision} · ${story.state.toUpperCase()} · ${party || 'customer not known'} · ${moneyText(story.amount, story.currency)}`,
    `  flow ${story.flow}, entity ${story.entity ?? '—'}, triggered ${timeText(story.triggeredAt)}, acknowledged ${timeText(story.acknowledgedAt)}`,
    `  workflow ${story.workflowId}`,
    ...(story.webUi === null ? [] : [`  ${story.webUi}`]),
    ...(story.companyPaused === null ? [] : [`  The company is paused: ${story.companyPaused}`]),
  ].join('\n');
}

function exceptionParts({ document, exceptions }: DocumentStory): string[] {
  const open = exceptions.filter(({ closedAt }) => closedAt === null);
  const closed = exceptions.filter(({ closedAt }) => closedAt !== null);
  const parts: string[] = [];
  if (open.length > 0) {
    const lines = open.flatMap(({ code, message, field, expected, actual, causeKey, wayOut }) => [
      `  ${code}: ${message}`,
      `    ${field}: expected ${expected}; came ${actual}`,
      `    ${causeKey === null ? '' : `waits for ${causeKey}; `}way out: ${wayOut}`,
    ]);
    parts.push(['Why it waits', ...lines, `  Then: intacct-pipelines retry ${document} --reason '…'`].join('\n'));
  }
  if (closed.length > 0) {
    const lines = closed.map(
      ({ code, openedAt, closedAt, closedBecause }) =>
        `  ${code}, ${timeText(openedAt)} to ${timeText(closedAt)}: ${closedBecause ?? 'closed'}`,
    );
    parts.push(['Earlier reasons, closed', ...lines].join('\n'));
  }
  return parts;
}

function postingsText({ postings, revision }: DocumentStory, width: number): string {
  const columns = [
    ...(revision === 1 ? [] : [{ title: 'revision' }]),
    { title: 'purpose' },
    { title: 'state' },
    { title: 'amount', align: 'right' as const },
    { title: 'period' },
    { title: 'Intacct record' },
    { title: 'control id' },
  ];
  const rows = postings.map((posting) => [
    ...(revision === 1 ? [] : [String(posting.revision)]),
    posting.purpose,
    posting.state,
    moneyText(posting.amount, posting.currency),
    posting.period ?? '—',
    posting.intacctKey ?? '—',
    posting.controlId ?? '—',
  ]);
  return tableText(columns, rows, width);
}

function eventsText({ events }: DocumentStory, width: number): string {
  const columns = [
    { title: 'when' },
    { title: 'purpose' },
    { title: 'change' },
    { title: 'who' },
    { title: 'why', stretches: true },
  ];
  const rows = events.map(({ at, purpose, from, to, actor, note }) => [
    timeText(at),
    purpose,
    from === null ? to : `${from} → ${to}`,
    actor,
    note,
  ]);
  return tableText(columns, rows, width - 2);
}

function planParts({ plan }: DocumentStory, width: number): string[] {
  if (plan === null) return ['No plan: nothing could be made of the document, and nothing was sent.'];
  const head = `Plan, version ${plan.version}, of ${timeText(plan.createdAt)} (mapping ${plan.mappingVersion})`;
  const pooled = plan.waitsForDaysJournal ? ["  Its cost of sales goes into the day's journal of its branch."] : [];
  const documents = plan.documents.map((planned) => indented(plannedText(planned, width - 2)));
  return [[head, ...pooled, ...documents].join('\n')];
}

function plannedText(planned: PlannedDocument, width: number): string {
  switch (planned.kind) {
    case 'create-invoice':
      return invoiceText(planned.invoice, width);
    case 'create-journal-entry':
      return journalText(planned.purpose, planned.entry, width);
    case 'reverse-invoice':
      return `Reversal of Intacct record ${planned.recordNumber} on ${planned.reversalDate}: ${planned.description}`;
  }
}

function invoiceText(invoice: ArInvoice, width: number): string {
  const columns = [
    { title: 'line', align: 'right' as const },
    { title: 'purpose' },
    { title: 'account' },
    { title: 'amount', align: 'right' as const },
    { title: 'taxes' },
    { title: 'dimensions' },
    { title: 'memo', stretches: true },
  ];
  const rows = invoice.lines.map((line) => [
    String(line.lineNumber),
    line.purpose,
    line.accountNumber,
    moneyText(line.amount),
    line.taxEntries.map(({ taxDetailId, amount }) => `${taxDetailId} ${moneyText(amount)}`).join('\n'),
    dimensionsText(line.dimensions),
    line.memo,
  ]);
  const { currency, baseCurrency, exchangeRate } = invoice;
  const rate = exchangeRate === null ? '' : `, rate ${exchangeRate} to ${baseCurrency}`;
  return [
    `Invoice ${invoice.invoiceNumber} to customer ${invoice.customerId}: ${moneyText(invoice.total, currency)}${rate}`,
    `  dated ${invoice.invoiceDate}, posted ${invoice.postingDate}, due ${invoice.dueDate ?? '—'}, terms ${invoice.termName ?? '—'}, reference ${invoice.referenceNumber ?? '—'}`,
    indented(tableText(columns, rows, width - 2)),
  ].join('\n');
}

function journalText(purpose: string, entry: JournalEntry, width: number): string {
  const columns = [
    { title: 'line', align: 'right' as const },
    { title: 'account' },
    { title: 'debit', align: 'right' as const },
    { title: 'credit', align: 'right' as const },
    { title: 'dimensions' },
    { title: 'memo', stretches: true },
  ];
  const rows = entry.lines.map((line) => [
    String(line.lineNumber),
    line.accountNumber,
    line.side === 'debit' ? moneyText(line.amount) : '',
    line.side === 'credit' ? moneyText(line.amount) : '',
    dimensionsText(line.dimensions),
    line.memo,
  ]);
  return [
    `Journal ${entry.journalSymbol} ${entry.referenceNumber} (${purpose}), posted ${entry.postingDate}, in ${entry.currency}: ${entry.title}`,
    indented(tableText(columns, rows, width - 2)),
  ].join('\n');
}

const dimensionNames: Record<keyof Dimensions, string> = {
  locationId: 'location',
  departmentId: 'department',
  classId: 'class',
  itemId: 'item',
  projectId: 'project',
  customerId: 'customer',
};

function dimensionsText(dimensions: Dimensions): string {
  return Object.entries(dimensions)
    .filter(([name]) => name !== 'customerId')
    .map(([name, id]) => `${dimensionNames[name as keyof Dimensions]} ${id}`)
    .join(', ');
}

function traceParts({ trace, document }: DocumentStory, width: number): string[] {
  if (trace === null) return [];
  const columns = [
    { title: 'went into' },
    { title: 'source lines', align: 'right' as const },
    { title: 'sum', align: 'right' as const },
  ];
  const rows = trace.targets.map(({ target, sourceLines, amount }) => [target, String(sourceLines), moneyText(amount)]);
  return [
    `Trace of ${trace.sourceLines} source lines (each of them: intacct-pipelines trace ${document})\n${indented(tableText(columns, rows, width - 2))}`,
  ];
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
