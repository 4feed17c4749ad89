import { sumAmounts } from '../../domain/money';
import type { ReplayAnswer } from '../commands/replay';
import type { Replayed } from '../replay-documents';
import { measureText, moneyText } from './money-text';
import { hoursColumn, tableText } from './table';

/** What a replay would try, with the money or hours, and the same by code. */
export function toReplayText({ candidates, totals, company }: ReplayAnswer, width: number): string {
  if (candidates.length === 0) return `${company}: nothing that is parked matches`;
  const columns = [
    { title: 'document' },
    { title: 'amount', align: 'right' as const },
    hoursColumn,
    { title: 'parked for' },
  ];
  const rows = candidates.map(({ document, amount, currency, hours, codes }) => [
    document,
    moneyText(amount, currency),
    moneyText(hours),
    codes.join(', '),
  ]);
  const sums = totals.map(
    ({ code, documents, amount, currency, hours }) =>
      `  ${code}: ${documents}, ${hours === null ? moneyText(amount, currency) : measureText(hours, true)}`,
  );
  return [tableText(columns, rows, width), '', `${candidates.length} documents:`, ...sums].join('\n');
}

/** What came of a replay: posted, or parked again by code, with the money or hours. */
export function replayedText({ documents }: Replayed, width: number): string {
  const groups = new Map<string, Replayed['documents']>();
  for (const document of documents) {
    const key = JSON.stringify([outcomeWord(document.outcome), document.currency]);
    groups.set(key, [...(groups.get(key) ?? []), document]);
  }
  const columns = [
    { title: 'outcome' },
    { title: 'documents', align: 'right' as const },
    { title: 'amount', align: 'right' as const },
    hoursColumn,
  ];
  const rows = [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, members]) => {
      const [word, currency] = JSON.parse(key) as [string, string | null];
      const amount = sumOfKnown(members.map((member) => member.amount));
      const hours = sumOfKnown(members.map((member) => member.hours));
      return [word, String(members.length), moneyText(amount, currency), moneyText(hours)];
    });
  return tableText(columns, rows, width);
}

/** Null where none is known: nothing is not zero. */
function sumOfKnown(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : sumAmounts(known);
}

function outcomeWord(outcome: Replayed['documents'][number]['outcome']): string {
  switch (outcome.kind) {
    case 'parked':
      return `parked again: ${outcome.code}`;
    case 'refused':
      return 'not parked any more';
    case 'under-way':
      return `under way: ${outcome.state}`;
    default:
      return outcome.kind;
  }
}
