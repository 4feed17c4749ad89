import { postedDocumentKinds } from '../../activities/document-kinds/document-kinds';
import type { CompanyStatus } from '../commands/status';
import { moneyText } from './money-text';
import { hoursColumn, tableText } from './table';
import { ageText, timeText } from './time-text';

/** Of the other feeds, of records, nobody can say what they owe. */
const documentFeeds: ReadonlySet<string> = new Set(Object.values(postedDocumentKinds).map(({ feed }) => feed));

/** A company's status for eyes. */
export function statusText(status: CompanyStatus, width: number): string {
  return [
    documentsText(status, width),
    '',
    ...recordLines(status, width),
    ...pauseLines(status),
    ...status.refused.flatMap(refusalLines),
    ...oldestLines(status),
    gatewayLine(status),
    ...status.feeds.map(feedLine),
  ].join('\n');
}

function documentsText({ company, documents }: CompanyStatus, width: number): string {
  if (documents.length === 0) return `${company}: no documents yet`;
  const rows = documents.map(({ flow, state, count, currency, amount, hours }) => [
    flow,
    state,
    String(count),
    moneyText(amount),
    currency ?? 'no currency',
    moneyText(hours),
  ]);
  const columns = [
    { title: company },
    { title: 'state' },
    { title: 'documents', align: 'right' as const },
    { title: 'amount', align: 'right' as const },
    { title: 'currency' },
    hoursColumn,
  ];
  return tableText(columns, rows, width);
}

function recordLines({ records }: CompanyStatus, width: number): string[] {
  if (records.length === 0) return [];
  const columns = [{ title: 'records' }, { title: 'state' }, { title: 'count', align: 'right' as const }];
  const rows = records.map(({ object, state, count }) => [object, state, String(count)]);
  return [tableText(columns, rows, width), ''];
}

function pauseLines({ company, paused }: CompanyStatus): string[] {
  if (paused === null) return [];
  return [
    `PAUSED since ${timeText(paused.since)}: ${paused.message}`,
    `  ${paused.refusals} refusals; next try ${timeText(paused.nextProbeAt)}. After the fix: intacct-pipelines resume ${company}`,
  ];
}

function refusalLines({ message, since }: CompanyStatus['refused'][number]): string[] {
  return [
    `REFUSED since ${timeText(since)}: ${message}`,
    '  Goes on by itself within a minute when it is put right. All that is refused: intacct-pipelines doctor',
  ];
}

function oldestLines({ oldestParked }: CompanyStatus): string[] {
  if (oldestParked === null) return ['Nothing is parked.'];
  const { document, code, message, ageSeconds } = oldestParked;
  return [`Parked longest: ${document}, ${ageText(ageSeconds)}, ${code}`, `  ${message}`];
}

function gatewayLine({ requestsInFlight, apiTransactions: { today, month } }: CompanyStatus): string {
  const flight = `${requestsInFlight.now} of ${requestsInFlight.max} requests in flight`;
  return `Intacct: ${flight}; API transactions today ${today.transactions} (${today.requests} requests), this month ${month.transactions}`;
}

function feedLine({ feed, cursor, waiting, lagSeconds }: CompanyStatus['feeds'][number]): string {
  if (!documentFeeds.has(feed)) return `Feed ${feed}: read to ${cursor}`;
  const behind =
    waiting === null || lagSeconds === null
      ? 'source not seen'
      : waiting === 0
        ? 'nothing waits'
        : `${waiting} wait, the first for ${ageText(lagSeconds)}`;
  return `Feed ${feed}: read to ${cursor}; ${behind}`;
}
