import fc from 'fast-check';
import { multiplyAmount, roundToCents } from '../../domain/money';
import type { SupplierDocumentPlan } from '../../domain/posting-plan';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import { mapImetalSupplierDocumentToIntacct } from '../../mappings/imetal-supplier-document-to-intacct';
import { proveSupplierTrace } from '../../mappings/prove-trace';
import { supplierDocumentContentHash } from '../../mappings/source-content';
import { balanceByLocation } from './ledger-effect';
import { anyProfile, centsOf } from './source-invoice-arbitrary';
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

const match = fc.record({ received: cents(1, 500_000), variance: cents(-100, 5_000) });
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

const anySupplierDocument: fc.Arbitrary<SourceSupplierDocument> = fc
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
      // A credit's lines must have one sign: its variances have the received value's.
      return buildMatch(String(ids), received, isCredit ? variance.replace('-', '') : variance);
    });
    const stock = buildStockItem(number, matched, { taxes });
    return expense === null ? [stock] : [stock, buildExpense(number + 1, expense)];
  });
  const invoice = buildSupplierInvoice(built);
  const placed = branch === 'TOR' ? forToronto(invoice) : branch === 'BHM' ? forBirmingham(invoice) : invoice;
  const billed = rates === null ? placed : inCurrency(placed, 'EUR', rates);
  return isCredit ? asSupplierCredit(billed) : billed;
}

function collapse(document: SourceSupplierDocument, profile: Parameters<typeof mapImetalSupplierDocumentToIntacct>[1]) {
  const collapsed = mapImetalSupplierDocumentToIntacct(document, profile, { vendorId: null });
  if (collapsed.kind === 'exceptions') throw new Error(JSON.stringify(collapsed.exceptions, null, 2));
  return collapsed.plan;
}

const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total + centsOf(amount), 0n);

/** What receipts credited to goods received is debited again by the document and its exchange difference, in base currency. */
function clearsGoodsReceived(document: SourceSupplierDocument, plan: SupplierDocumentPlan): void {
  const { bill, adjustment, exchangeDifference } = plan;
  const sign = document.kind === 'credit' ? -1n : 1n;
  const received = document.items.flatMap((item) => item.matches.map((one) => one.baseReceivedValue ?? '0'));
  const target = bill ?? adjustment;
  const rate = target?.exchangeRate ?? '1';
  const cleared = (target?.lines ?? [])
    .filter(({ accountNumber }) => accountNumber === '2050')
    .map(({ amount }) => roundToCents(multiplyAmount(amount, rate)));
  const moved = (exchangeDifference?.lines ?? [])
    .filter(({ accountNumber }) => accountNumber === '2050')
    .map(({ side, amount }) => (side === 'debit' ? centsOf(amount) : -centsOf(amount)));
  expect(sum(cleared) + moved.reduce((total, one) => total + one, 0n)).toBe(sign * sum(received));
}

describe("any supplier's document", () => {
  it('makes lines and taxes of its gross amount, clears goods received to the cent in base currency, and traces every line', () => {
    fc.assert(
      fc.property(anySupplierDocument, anyProfile, (document, profile) => {
        const plan = collapse(document, profile);
        const target = plan.bill ?? plan.adjustment;
        const sign = document.kind === 'credit' ? -1n : 1n;
        const taxes = (target?.lines ?? []).flatMap(({ taxEntries }) => taxEntries.map(({ amount }) => amount));
        const lines = (target?.lines ?? []).map(({ amount }) => amount);
        expect(sum([...lines, ...taxes])).toBe(sign * centsOf(document.grossAmount ?? '0'));
        expect(sum([target?.total ?? '0'])).toBe(sum([...lines, ...taxes]));
        expect(sum([plan.totals.net, plan.totals.tax])).toBe(sum([plan.totals.gross]));
        clearsGoodsReceived(document, plan);
        expect(balanceByLocation(plan.exchangeDifference)).toEqual({});
        if (plan.adjustment !== null) {
          for (const amount of [...lines, ...taxes]) expect(centsOf(amount) <= 0n).toBe(true);
        }
        expect(proveSupplierTrace(plan, document)).toEqual({ ok: true, differences: [] });
      }),
      { numRuns: 200 },
    );
  });

  it('is the same whatever the order of its lines, and so is its content', () => {
    fc.assert(
      fc.property(anySupplierDocument, anyProfile, (document, profile) => {
        const turned = {
          ...document,
          items: [...document.items].reverse().map((item) => ({ ...item, matches: [...item.matches].reverse() })),
        };
        expect(collapse(turned, profile)).toEqual(collapse(document, profile));
        expect(supplierDocumentContentHash(turned)).toBe(supplierDocumentContentHash(document));
      }),
      { numRuns: 50 },
    );
  });
});
