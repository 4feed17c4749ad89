import { createHash } from 'node:crypto';
import { isAmount, sumAmounts } from '../domain/money';

/** SHA-256 (64 hex digits) of a content: keys in one order, amounts without trailing zeros, so that equals are equal. */
export function hashOfContent(content: unknown): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}

// Fields of source documents that hold amounts or quantities: only there is `5.00` the same as `5`.
const amountFields: ReadonlySet<string> = new Set([
  'adjustmentValue',
  'amount',
  'baseNetTotal',
  'baseReceivedValue',
  'baseValue',
  'costTotal',
  'grossAmount',
  'matchedTotal',
  'netTotal',
  'pieces',
  'rate',
  'ratePercent',
  'receivedValue',
  'taxTotal',
  'value',
  'weight',
]);

function canonical(content: unknown, field = ''): string {
  if (typeof content === 'string') {
    return JSON.stringify(amountFields.has(field) && isAmount(content) ? sumAmounts([content]) : content);
  }
  if (Array.isArray(content)) return `[${content.map((member) => canonical(member)).join(',')}]`;
  if (content === null || typeof content !== 'object') return JSON.stringify(content ?? null);
  const members = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member, key)}`).join(',')}}`;
}
