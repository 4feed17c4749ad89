import type { DocumentStory } from '../commands/show';
import { exceptionParts } from './exception-text';
import { measureText, moneyText } from './money-text';
import { plannedText } from './planned-text';
import { hoursColumn, tableText } from './table';
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
    `${story.document}${revision} · ${story.state.toUpperCase()} · ${party === '' ? '' : `${party} · `}${worthOf(story)}`,
    `  flow ${story.flow}, entity ${story.entity === '' ? '(top level)' : (story.entity ?? '—')}, triggered ${timeText(story.triggeredAt)}, acknowledged ${timeText(story.acknowledgedAt)}`,
    `  workflow ${story.workflowId}`,
    ...(story.webUi === null ? [] : [`  ${story.webUi}`]),
    ...(story.companyPaused === null ? [] : [`  The company is paused: ${story.companyPaused}`]),
  ].join('\n');
}

function postingsText({ postings, revision }: DocumentStory, width: number): string {
  const columns = [
    ...(revision === 1 ? [] : [{ title: 'revision' }]),
    { title: 'purpose' },
    { title: 'state' },
    { title: 'amount', align: 'right' as const },
    hoursColumn,
    { title: 'period' },
    { title: 'Intacct record' },
    { title: 'control id' },
  ];
  const rows = postings.map((posting) => [
    ...(revision === 1 ? [] : [String(posting.revision)]),
    posting.purpose,
    posting.state,
    moneyText(posting.amount, posting.currency),
    moneyText(posting.hours),
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

/** A document's money; of a shift the hours of its worker. */
function worthOf({ amount, currency, hours }: DocumentStory): string {
  return hours === null ? moneyText(amount, currency) : measureText(hours, true);
}

function traceParts({ trace, document }: DocumentStory, width: number): string[] {
  if (trace === null || trace.sourceLines === 0) return [];
  const columns = [
    { title: 'went into' },
    { title: 'source lines', align: 'right' as const },
    { title: 'sum', align: 'right' as const },
  ];
  const rows = trace.targets.map(({ target, sourceLines, amount, isHours }) => [
    target,
    String(sourceLines),
    measureText(amount, isHours === true),
  ]);
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
