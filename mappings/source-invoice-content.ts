import { createHash } from 'node:crypto';
import { isAmount, sumAmounts } from '../domain/money';
import type { SourceInvoice } from '../domain/source-invoice';
import { inSourceOrder } from './imetal-invoice/source-order';

/**
 * SHA-256 (64 hex digits) over what the document itself says: equal for two readings of one document, different after
 * any edit that matters. Left out: `version`, `modifiedAt`, the order of lines, trailing zeros of amounts, and what
 * other records say of it (customer name, ship-to texts, the product's groups, the accounts that sales groups name),
 * which may change under a posted document without changing it. A charge names its sales group itself, so that stays.
 */
export function contentHash(invoice: SourceInvoice): string {
  return createHash('sha256')
    .update(canonical(contentOf(invoice)))
    .digest('hex');
}

function contentOf(invoice: SourceInvoice): unknown {
  const {
    version: _version,
    modifiedAt: _modifiedAt,
    customerName: _name,
    shipTo,
    ...document
  } = inSourceOrder(invoice);
  return {
    ...document,
    shipToCode: shipTo?.code ?? null,
    items: document.items.map(({ productGroupCode: _group, ...item }) => ({
      ...item,
      charges: item.charges.map(({ account: _account, ...charge }) => charge),
      costs: item.costs.map(
        ({ salesGroupCode: _salesGroup, debitAccount: _debit, creditAccount: _credit, ...cost }) => cost,
      ),
    })),
  };
}

const amountFields: ReadonlySet<string> = new Set([
  'amount',
  'baseNetTotal',
  'baseValue',
  'costTotal',
  'netTotal',
  'rate',
  'ratePercent',
  'taxTotal',
  'value',
]);

/** JSON with keys in one order and amounts without trailing zeros, so that equal contents are equal texts. */
function canonical(content: unknown, field = ''): string {
  if (typeof content === 'string') {
    return JSON.stringify(amountFields.has(field) && isAmount(content) ? sumAmounts([content]) : content);
  }
  if (Array.isArray(content)) return `[${content.map((member) => canonical(member)).join(',')}]`;
  if (content === null || typeof content !== 'object') return JSON.stringify(content ?? null);
  const members = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member, key)}`).join(',')}}`;
}
