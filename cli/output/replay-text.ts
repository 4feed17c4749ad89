import { sumAmounts } from '../../domain/money';
import type { ReplayAnswer } from '../commands/replay';
import type { Replayed } from '../replay-documents';
import { moneyText } from './money-text';
import { tableText } from './table';

/** What a replay would try, with the money, and the same by code. */
export function toReplayText({ candidates, totals, company }: ReplayAnswer, width: number): string {
  if (candidates.length === 0) return `${company}: nothing that is parked matches`;
  const columns = [{ title: 'document' }, { title: 'amount', align: 'right' as const }, { title: 'parked for' }];
  const rows = candidates.map(({ document, amount, currency, codes }) => [
    document,
    moneyText(amount, currency),
    codes.join(', '),
  ]);
  const sums = totals.map(
    ({ code, documents, amount, currency }) => `  ${code}: ${documents}, ${moneyText(amount, currency)}`,
  );
  return [tableText(columns, rows, width), '', `${candidates.length} documents:`, ...sums].join('\n');
}

/** What came of a replay: posted, or parked again by code, with the money. */
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
  ];
  const rows = [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, members]) => {
      const [word, currency] = JSON.parse(key) as [string, string | null];
      const amounts = members.flatMap(({ amount }) => (amount === null ? [] : [amount]));
      return [word, String(members.length), moneyText(amounts.length === 0 ? null : sumAmounts(amounts), currency)];
    });
  return tableText(columns, rows, width);
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
