import fc from 'fast-check';
import { multiplyAmount, roundToCents } from '../../domain/money';
import type { SupplierDocumentPlan } from '../../domain/posting-plan';
import type { SourceSupplierDocument } from '../../domain/source-supplier-document';
import { mapImetalSupplierDocumentToIntacct } from '../../mappings/imetal-supplier-document-to-intacct';
import { proveSupplierTrace } from '../../mappings/prove-trace';
import { supplierDocumentContentHash } from '../../mappings/source-content';
import { balanceByLocation } from './ledger-effect';
import { anyProfile, centsOf } from './source-invoice-arbitrary';
import { anyGarbage, spoilSource } from './spoil-source';
import { anySupplierDocument } from './supplier-document-arbitrary';

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

  it('gives a plan that is proven, or exceptions that name it, whatever stands in its fields; never a throw', () => {
    let refused = 0;
    fc.assert(
      fc.property(anySupplierDocument, anyProfile, anyGarbage, (document, profile, spots) => {
        const spoilt = spoilSource(document, spots);
        const collapsed = mapImetalSupplierDocumentToIntacct(spoilt, profile, { vendorId: null });
        if (collapsed.kind === 'plan') {
          expect(proveSupplierTrace(collapsed.plan, spoilt).differences).toEqual([]);
          return;
        }
        refused += 1;
        expect(collapsed.exceptions.length).toBeGreaterThan(0);
        for (const { message } of collapsed.exceptions) expect(message).toMatch(/^(bill|supplier credit) /);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});
