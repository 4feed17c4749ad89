import fc from 'fast-check';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import { buildTax } from './source-invoice-builder';
import {
  asSupplierCredit,
  buildExpense,
  buildMatch,
  buildStockItem,
  buildSupplierInvoice,
  forBirmingham,
  forToronto,
  inCurrency,
} from './supplier-document-builder';

const cents = (min: number, max: number) =>
  fc.integer({ min, max }).map((count) => {
    const digits = String(Math.abs(count)).padStart(3, '0');
    return `${count < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  });

const match = fc.record({ received: cents(1, 500_000), variance: cents(-5_000, 5_000) });
const itemParts = fc.record({
  matches: fc.array(match, { minLength: 1, maxLength: 4 }),
  expense: fc.option(cents(1, 90_000)),
  tax: fc.option(cents(0, 9_000)),
});

interface Parts {
  branch: 'HOU' | 'TOR' | 'BHM';
  rates: { document: string; receipt: string } | null;
  isCredit: boolean;
  items: (typeof itemParts extends fc.Arbitrary<infer One> ? One : never)[];
}

/** Any supplier's invoice or credit that can be posted, its stock all received. */
export const anySupplierDocument: fc.Arbitrary<SourceSupplierDocument> = fc
  .record({
    branch: fc.constantFrom('HOU' as const, 'TOR' as const, 'BHM' as const),
    rates: fc.constantFrom(
      null,
      { document: '1.10000000', receipt: '1.08330000' },
      { document: '0.00670000', receipt: '0.00710000' },
    ),
    isCredit: fc.boolean(),
    items: fc.array(itemParts, { minLength: 1, maxLength: 12 }),
  })
  .map(composeDocument);

function composeDocument({ branch, rates, isCredit, items }: Parts): SourceSupplierDocument {
  let ids = 0;
  const built = items.flatMap(({ matches, expense, tax }, index) => {
    const taxes = tax === null ? [] : [buildTax(1, tax)];
    const number = index * 2 + 1;
    const matched = matches.map(({ received, variance }) => {
      ids += 1;
      // What is credited of an item is never less than nothing.
      const isBelowZero = Number(received) + Number(variance) <= 0;
      return buildMatch(String(ids), received, isCredit && isBelowZero ? variance.replace('-', '') : variance);
    });
    const stock = buildStockItem(number, matched, { taxes });
    return expense === null ? [stock] : [stock, buildExpense(number + 1, expense)];
  });
  const invoice = buildSupplierInvoice(built);
  const placed = branch === 'TOR' ? forToronto(invoice) : branch === 'BHM' ? forBirmingham(invoice) : invoice;
  const billed = rates === null ? placed : inCurrency(placed, 'EUR', rates);
  return isCredit ? asSupplierCredit(billed) : billed;
}
