import fc from 'fast-check';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { PostingPlan } from '../../domain/posting-plan';
import type { SourceInvoice } from '../../domain/source-invoice';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { proveTrace } from '../../mappings/prove-trace';
import { anyInvoice, anyProfile, centsOf, largeInvoice, reorder } from './source-invoice-arbitrary';
import { anyGarbage, spoilSource } from './spoil-source';

function collapse(invoice: SourceInvoice, profile: ImetalProfile): PostingPlan {
  const collapsed = mapImetalInvoiceToIntacct(invoice, profile, { customerId: null });
  if (collapsed.kind === 'exceptions') throw new Error(JSON.stringify(collapsed.exceptions, null, 2));
  return collapsed.plan;
}

const sum = (amounts: readonly (string | null)[]) =>
  amounts.reduce((total, amount) => total + centsOf(amount ?? '0'), 0n);

/** Cents by key, without the keys that come to nothing. */
function sumsBy(entries: readonly (readonly [string, bigint])[]): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const [key, amount] of entries) sums.set(key, (sums.get(key) ?? 0n) + amount);
  const owed = [...sums].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(owed.map(([key, amount]) => [key, String(amount)]));
}

function keepsTotals(invoice: SourceInvoice, plan: PostingPlan): void {
  const net = sum(plan.invoice.lines.filter(({ purpose }) => purpose !== 'sales-tax').map(({ amount }) => amount));
  const entries = plan.invoice.lines.flatMap(({ taxEntries }) => taxEntries.map(({ amount }) => amount));
  const taxLines = plan.invoice.lines.filter(({ purpose }) => purpose === 'sales-tax').map(({ amount }) => amount);
  expect(net).toBe(sum([invoice.netTotal]));
  expect(sum([...entries, ...taxLines])).toBe(sum([invoice.taxTotal]));
  expect(sum([plan.invoice.total])).toBe(sum([invoice.netTotal, invoice.taxTotal]));
  expect(sum([plan.totals.net, plan.totals.tax])).toBe(sum([plan.totals.gross]));
  expect(sum([plan.totals.rounding])).toBe(
    sum([invoice.netTotal]) - sum(invoice.items.flatMap((item) => item.charges.map((charge) => charge.value))),
  );
}

function keepsTaxPerDetail(invoice: SourceInvoice, plan: PostingPlan, profile: ImetalProfile): void {
  const details = profile.branches[invoice.branchCode]?.tax.details ?? [];
  const source = invoice.taxSlots.map(({ authorityCode, amount }) => {
    const detail = details.find((entry) => entry.authority === authorityCode && entry.class === 1)?.detail ?? 'none';
    return [detail, centsOf(amount ?? '0')] as const;
  });
  const memoOf = /^Sales tax (.*), [\d,]+ items?$/;
  const target = plan.invoice.lines.flatMap((line) => [
    ...line.taxEntries.map((entry) => [entry.taxDetailId, centsOf(entry.amount)] as const),
    ...(line.purpose === 'sales-tax' ? [[memoOf.exec(line.memo)?.[1] ?? '', centsOf(line.amount)] as const] : []),
  ]);
  expect(sumsBy(target)).toEqual(sumsBy(source));
}

function keepsAccounts(invoice: SourceInvoice, plan: PostingPlan, profile: ImetalProfile): void {
  const charges = invoice.items.flatMap((item) => item.charges);
  const revenue = charges.map((charge) => [charge.account?.externalCode ?? '', centsOf(charge.value ?? '0')] as const);
  const billed = plan.invoice.lines.filter(({ purpose }) => purpose !== 'sales-tax' && purpose !== 'rounding');
  expect(sumsBy(billed.map((line) => [line.accountNumber, centsOf(line.amount)]))).toEqual(sumsBy(revenue));

  const moves = (debit: string, credit: string, amount: string | null) => {
    const moved = centsOf(amount ?? '0');
    return [[debit, moved] as const, [credit, -moved] as const];
  };
  const costs = [
    ...invoice.items.flatMap((item) =>
      item.costs.flatMap((cost) =>
        moves(cost.debitAccount?.externalCode ?? '', cost.creditAccount?.externalCode ?? '', cost.baseValue),
      ),
    ),
    ...invoice.stockAdjustments.flatMap((adjustment) => {
      const accounts = profile.stockAdjustments[adjustment.reasonCode ?? ''];
      return moves(accounts?.debit ?? '', accounts?.credit ?? '', adjustment.baseValue);
    }),
  ];
  const journal = plan.costOfSales?.lines ?? [];
  const posted = journal.map(
    (line) => [line.accountNumber, line.side === 'debit' ? centsOf(line.amount) : -centsOf(line.amount)] as const,
  );
  expect(sumsBy(posted)).toEqual(sumsBy(costs));
  for (const line of journal) expect(centsOf(line.amount) > 0n).toBe(true);
}

function tracesEveryLineOnce(invoice: SourceInvoice, plan: PostingPlan): void {
  expect(proveTrace(plan, invoice)).toEqual({ ok: true, differences: [] });
  const source = [
    ...invoice.items.flatMap((item) => [
      ...item.charges.map(({ chargeId }) => `charge:${chargeId}`),
      ...item.taxes.map(({ slot }) => `tax:${item.itemId}:${slot}`),
      ...item.costs.map(({ costId }) => `cost:${costId}`),
    ]),
    ...invoice.stockAdjustments.map(({ adjustmentId }) => `adjustment:${adjustmentId}`),
  ];
  expect(new Set(plan.trace.map(({ sourceLineId }) => sourceLineId))).toEqual(new Set(source));
  const untaxed = plan.trace.filter(({ target }) => target.kind !== 'invoice-line-tax');
  expect(new Set(untaxed.map(({ sourceLineId }) => sourceLineId)).size).toBe(untaxed.length);
  expect(plan.totals.sourceLines).toBe(source.length);
}

function keepsTheLaws(invoice: SourceInvoice, profile: ImetalProfile): void {
  const plan = collapse(invoice, profile);
  keepsTotals(invoice, plan);
  keepsTaxPerDetail(invoice, plan, profile);
  keepsAccounts(invoice, plan, profile);
  tracesEveryLineOnce(invoice, plan);
  expect(plan.invoice.lines.map(({ lineNumber }) => lineNumber)).toEqual(plan.invoice.lines.map((_, at) => at + 1));
}

describe('any invoice, collapsed', () => {
  it('keeps totals, tax per detail, sums per account and costs to the cent, and traces every line', () => {
    fc.assert(fc.property(anyInvoice, anyProfile, keepsTheLaws), { numRuns: 200 });
  });

  it.each([
    [500, 4],
    [2_000, 2],
    [5_000, 2],
  ])('keeps them with %i lines', (lineCount, numRuns) => {
    fc.assert(fc.property(largeInvoice(lineCount), anyProfile, keepsTheLaws), { numRuns, endOnFailure: true });
  });

  it('is the same whatever the order of its lines', () => {
    fc.assert(
      fc.property(anyInvoice, anyProfile, fc.integer({ min: 1, max: 1000 }), (invoice, profile, seed) => {
        expect(collapse(reorder(invoice, seed), profile)).toEqual(collapse(invoice, profile));
      }),
    );
    fc.assert(
      fc.property(largeInvoice(5_000), anyProfile, (invoice, profile) => {
        expect(collapse(reorder(invoice, 7), profile)).toEqual(collapse(invoice, profile));
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });

  it('never has more lines than charges, tax details and a rounding line', () => {
    fc.assert(
      fc.property(anyInvoice, anyProfile, (invoice, profile) => {
        const { lines } = collapse(invoice, profile).invoice;
        const charges = invoice.items.flatMap((item) => item.charges);
        expect(lines.length).toBeLessThanOrEqual(charges.length + 3);
        expect(lines.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('any text or gap in any field', () => {
  it('gives a plan that is proven, or exceptions that name the document; never a throw', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyInvoice, anyProfile, anyGarbage, (invoice, profile, spots) => {
        const spoilt = spoilSource(invoice, spots);
        const collapsed = mapImetalInvoiceToIntacct(spoilt, profile, { customerId: null });
        if (collapsed.kind === 'plan') expect(proveTrace(collapsed.plan, spoilt).differences).toEqual([]);
        else {
          refused += 1;
          expect(collapsed.exceptions.length).toBeGreaterThan(0);
          for (const { message } of collapsed.exceptions) expect(message).toMatch(/^invoice /);
        }
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});
