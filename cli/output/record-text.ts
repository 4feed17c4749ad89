import type { ConflictStory } from '../conflict-story';
import type { OpenItemsStory } from '../open-items-story';
import type { RecordStory } from '../record-story';
import { exceptionParts } from './exception-text';
import { moneyText } from './money-text';
import { tableText } from './table';
import { timeText } from './time-text';

/** A record's story for eyes: both names, how it stands, why it waits, what both sides had, conflicts. */
export function recordText(story: RecordStory, width: number): string {
  return [
    recordHead(story),
    ...exceptionParts(story),
    ...agreedParts(story, width),
    ...conflictParts(story, width),
  ].join('\n\n');
}

function recordHead(story: RecordStory): string {
  const { intacct, lastLook, importing } = story;
  const [system, linked] = story.assignar === undefined ? ['iMetal', story.imetal] : ['Assignar', story.assignar];
  const name = story.agreed?.name ?? null;
  const number = intacct.recordNumber === null ? '' : ` (record ${intacct.recordNumber})`;
  const look = lastLook === null ? 'never' : `${timeText(lastLook.at)}, ${lastLook.outcome}`;
  return [
    [story.document, story.state.toUpperCase(), ...(name === null ? [] : [name])].join(' · '),
    `  Intacct ${intacct.object} ${intacct.id}${number}; ${system} ${linked === null ? 'does not have it' : `${linked.object} ${linked.id}`}`,
    `  ${story.standing ?? 'not in step yet'}, last in step ${timeText(story.lastInStepAt)}, last looked at ${look}`,
    ...(importing === null
      ? []
      : [`  on its way to iMetal's importer since ${timeText(importing.since)}, batch ${importing.batchNumber}`]),
    ...flowLines(story),
  ].join('\n');
}

function flowLines(story: RecordStory | OpenItemsStory): string[] {
  return [
    `  flow ${story.flow}, workflow ${story.workflowId}`,
    ...(story.webUi === null ? [] : [`  ${story.webUi}`]),
    ...(story.companyPaused === null ? [] : [`  The company is paused: ${story.companyPaused}`]),
  ];
}

function agreedParts({ agreed }: RecordStory, width: number): string[] {
  if (agreed === null) return [];
  const columns = [{ title: 'field' }, { title: 'what both sides had', stretches: true }];
  const rows = Object.entries(agreed).map(([field, value]) => [field, value ?? '—']);
  return [`When last in step\n${indented(tableText(columns, rows, width - 2))}`];
}

function conflictParts({ conflicts }: RecordStory, width: number): string[] {
  return conflicts.length === 0 ? [] : [`Conflicts, settled\n${indented(conflictsText(conflicts, width - 2, false))}`];
}

/** Settled conflicts as a table: what each side said, and whose word stands. */
export function conflictsText(conflicts: readonly ConflictStory[], width: number, withRecord: boolean): string {
  const columns = [
    { title: 'when' },
    ...(withRecord ? [{ title: 'record' }] : []),
    { title: 'field' },
    { title: 'Intacct' },
    { title: 'iMetal' },
    { title: 'stands' },
    { title: 'by rule' },
  ];
  const rows = conflicts.map((conflict) => [
    timeText(conflict.settledAt),
    ...(withRecord ? [conflict.record] : []),
    conflict.field,
    conflict.intacctValue ?? '—',
    conflict.imetalValue ?? '—',
    conflict.stands === 'intacct' ? "Intacct's" : "iMetal's",
    conflict.rule,
  ]);
  return tableText(columns, rows, width);
}

/** A customer's open items for eyes: when they were read and told, why not, the balances, the credit positions. */
export function openItemsText(story: OpenItemsStory, width: number): string {
  const head = [
    `${story.document} · ${story.state.toUpperCase()}`,
    `  Intacct customer ${story.customerId}; iMetal ${story.imetalCode === null ? 'does not know it' : `customer ${story.imetalCode}`}; group ${story.groupId ?? '—'}`,
    `  ${story.openItems} open items, read ${story.readAt === null ? '—' : timeText(new Date(story.readAt))}, iMetal told ${timeText(story.toldAt)}`,
    ...flowLines(story),
  ].join('\n');
  return [head, ...exceptionParts(story), ...balanceParts(story, width), ...creditParts(story)].join('\n\n');
}

function balanceParts({ balances }: OpenItemsStory, width: number): string[] {
  if (balances.length === 0) return [];
  const right = (title: string) => ({ title, align: 'right' as const });
  const columns = [right('balance due'), right('overdue'), right('pending credits'), right('unapplied cash')];
  const rows = balances.map(({ currency, balanceDue, overdueTotal, pendingCredits, unappliedCash }) =>
    [balanceDue, overdueTotal, pendingCredits, unappliedCash].map((amount) => moneyText(amount, currency)),
  );
  return [`Balances\n${indented(tableText(columns, rows, width - 2))}`];
}

function creditParts({ credit }: OpenItemsStory): string[] {
  if (credit.length === 0) return [];
  const lines = credit.map(({ level, customerId, currency, limit, exposure, available, isOverExtended, reasons }) => {
    const standing = isOverExtended ? `OVER-EXTENDED: ${reasons.join('; ')}` : 'within its limit';
    return `  ${level} ${customerId}: exposure ${moneyText(exposure, currency)}, limit ${moneyText(limit, currency)}, available ${moneyText(available, currency)}; ${standing}`;
  });
  return [['Credit', ...lines].join('\n')];
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
