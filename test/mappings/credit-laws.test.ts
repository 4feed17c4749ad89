import fc from 'fast-check';
import { mapImetalCreditToIntacct } from '../../mappings/imetal-credit-to-intacct';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { proveCreditTrace } from '../../mappings/prove-trace';
import { creditContentHash } from '../../mappings/source-content';
import { ledgerEffect, opposite } from './ledger-effect';
import { creditOf, posted } from './sales-credit-builder';
import { anyInvoice, anyProfile, centsOf, reorder } from './source-invoice-arbitrary';
import { anyGarbage, spoilSource } from './spoil-source';

const links = { customerId: null };
const billsSomething = (invoice: { netTotal: string | null; taxTotal: string | null }) =>
  centsOf(invoice.netTotal ?? '0') + centsOf(invoice.taxTotal ?? '0') > 0n;

describe('a credit of everything that an invoice billed', () => {
  it('has minus its effect on every account, tax detail and stock account, and traces every line', () => {
    let credited = 0;
    fc.assert(
      fc.property(anyInvoice, anyProfile, (invoice, profile) => {
        fc.pre(billsSomething(invoice));
        const invoiced = mapImetalInvoiceToIntacct(invoice, profile, links);
        if (invoiced.kind === 'exceptions') throw new Error(JSON.stringify(invoiced.exceptions));
        const { invoice: bill, costOfSales } = invoiced.plan;
        const credit = creditOf(invoice);
        const collapsed = mapImetalCreditToIntacct(credit, profile, links, posted(invoice, { total: bill.total }));
        if (collapsed.kind === 'exceptions') throw new Error(JSON.stringify(collapsed.exceptions));
        const { plan } = collapsed;
        expect(ledgerEffect(plan.adjustment.lines, plan.costOfSales)).toEqual(
          opposite(ledgerEffect(bill.lines, costOfSales)),
        );
        expect(centsOf(plan.adjustment.total)).toBe(-centsOf(bill.total));
        expect(proveCreditTrace(plan, credit)).toEqual({ ok: true, differences: [] });
        credited += 1;
      }),
      { numRuns: 200 },
    );
    expect(credited).toBeGreaterThan(100);
  });

  it('is the same whatever the order of its lines, and so is its content', () => {
    fc.assert(
      fc.property(anyInvoice, anyProfile, fc.integer({ min: 1, max: 1000 }), (invoice, profile, seed) => {
        const credit = creditOf(invoice);
        const shuffled = { ...credit, ...reorder(credit, seed) };
        const known = posted(invoice);
        expect(mapImetalCreditToIntacct(shuffled, profile, links, known)).toEqual(
          mapImetalCreditToIntacct(credit, profile, links, known),
        );
        expect(creditContentHash(shuffled)).toBe(creditContentHash(credit));
      }),
      { numRuns: 30 },
    );
  });

  it('gives a plan that is proven, or exceptions that name it, whatever stands in its fields; never a throw', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyInvoice, anyProfile, anyGarbage, (invoice, profile, spots) => {
        const spoilt = spoilSource(creditOf(invoice), spots);
        const collapsed = mapImetalCreditToIntacct(spoilt, profile, links, posted(invoice));
        if (collapsed.kind === 'plan') {
          expect(proveCreditTrace(collapsed.plan, spoilt).differences).toEqual([]);
          return;
        }
        refused += 1;
        expect(collapsed.exceptions.length).toBeGreaterThan(0);
        for (const { message } of collapsed.exceptions) expect(message).toMatch(/^credit /);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});
