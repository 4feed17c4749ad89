import type { PostingPlan, TraceEntry } from '../../domain/posting-plan';
import { mapImetalCreditToIntacct } from '../../mappings/imetal-credit-to-intacct';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { mapImetalStockMovementToIntacct } from '../../mappings/imetal-stock-movement-to-intacct';
import { mapImetalSupplierDocumentToIntacct } from '../../mappings/imetal-supplier-document-to-intacct';
import { proveCreditTrace, proveMovementTrace, proveSupplierTrace, proveTrace } from '../../mappings/prove-trace';
import { creditOf, posted } from './sales-credit-builder';
import {
  asCanadian,
  buildCharge,
  buildCost,
  buildInvoice,
  buildItem,
  buildProfile,
  buildTax,
} from './source-invoice-builder';
import { asMovement, buildMovement, buildMovementLine } from './stock-movement-builder';
import { buildExpense, buildSupplierInvoice } from './supplier-document-builder';

const charges = [buildCharge('1', '60.00'), buildCharge('2', '40.00', { costGroup: 'freight' })];
const item = buildItem(1, [...charges, buildCharge('3', '0.00')], {
  taxes: [buildTax(1, '5.00')],
  costs: [buildCost('4', '70.00')],
});
const invoice = asCanadian(buildInvoice([item], { netTotal: '100.02' }));
const collapsed = mapImetalInvoiceToIntacct(invoice, buildProfile(), { customerId: null });
const plan = collapsed.kind === 'plan' ? collapsed.plan : ({} as PostingPlan);

/** Differences after a change to the trace entry of one source line. */
function differencesWhen(change: (trace: TraceEntry[]) => TraceEntry[]): string[] {
  const { ok, differences } = proveTrace({ ...plan, trace: change(structuredClone(plan.trace)) }, invoice);
  expect(ok).toBe(differences.length === 0);
  return differences;
}

describe('the proof of a trace', () => {
  it('holds for the plan of the mapping', () => {
    expect(differencesWhen((trace) => trace)).toEqual([]);
  });

  it('names a source line that is missing, and what its targets then lack', () => {
    expect(differencesWhen((trace) => trace.filter(({ sourceLineId }) => sourceLineId !== 'charge:1'))).toEqual([
      'charge:1 is not in the trace',
      'invoice line 1: trace 0.00 ≠ 60.00',
    ]);
  });

  it('names a source line that is in it twice', () => {
    expect(
      differencesWhen((trace) => trace.flatMap((entry) => (entry.sourceLineId === 'cost:4' ? [entry, entry] : entry))),
    ).toEqual([
      'cost:4: trace 140.00 ≠ 70.00',
      'journal line 1: trace 140.00 ≠ 70.00',
      'journal line 2: trace 140.00 ≠ 70.00',
    ]);
  });

  it('names an entry that the source does not have, and a target that the plan does not have', () => {
    const stray: TraceEntry = {
      sourceLineId: 'charge:99',
      label: 'stray',
      amount: '1.00',
      target: { kind: 'invoice-line', lineNumber: 9 },
    };
    expect(differencesWhen((trace) => [...trace, stray])).toEqual([
      'charge:99 is in the trace and not in the source',
      'trace names line 9, which the invoice does not have',
    ]);
  });

  it("names a line of a day's journal, which no invoice's plan has", () => {
    const pool = (entry: TraceEntry): TraceEntry =>
      entry.sourceLineId === 'cost:4' ? { ...entry, target: { kind: 'journal-line', lineNumber: 1 } } : entry;
    expect(differencesWhen((trace) => trace.map(pool))).toEqual([
      "trace names line 1 of a day's journal, which the invoice does not have",
      'journal line 1 has no source line',
      'journal line 2 has no source line',
    ]);
  });

  it('names amounts moved between lines, though the sources still add up', () => {
    const swap = (entry: TraceEntry): TraceEntry =>
      entry.sourceLineId === 'charge:2' ? { ...entry, target: { kind: 'invoice-line', lineNumber: 1 } } : entry;
    expect(differencesWhen((trace) => trace.map(swap))).toEqual([
      'invoice line 1: trace 100.00 ≠ 60.00',
      'invoice line 2: trace 0.00 ≠ 40.00',
    ]);
  });

  it('names money that was dropped', () => {
    const drop = (entry: TraceEntry): TraceEntry =>
      entry.sourceLineId === 'charge:2' ? { ...entry, target: { kind: 'dropped', reason: 'zero value' } } : entry;
    expect(differencesWhen((trace) => trace.map(drop))).toEqual([
      'invoice line 2: trace 0.00 ≠ 40.00',
      'dropped charge:2: trace 40.00 ≠ 0.00',
    ]);
  });

  it('names tax shares that do not make up the entry, and rounding that no line carries', () => {
    const lines = plan.invoice.lines.map((line) => ({
      ...line,
      taxEntries: line.taxEntries.map((entry) => ({ ...entry, amount: '2.50' })),
    }));
    const withoutRounding = lines.filter(({ purpose }) => purpose !== 'rounding');
    const changed = { ...plan, invoice: { ...plan.invoice, lines: withoutRounding } };
    expect(proveTrace(changed, invoice).differences).toEqual([
      'tax GST 5% of invoice line 1: trace 3.00 ≠ 2.50',
      'tax GST 5% of invoice line 2: trace 2.00 ≠ 2.50',
      'rounding: trace 0.00 ≠ 0.02',
    ]);
  });
});

describe('the proof of other documents', () => {
  const reprove = (trace: TraceEntry[]) => trace.filter((_, index) => index > 0);

  it('names what a credit memo, a bill or a journal lacks when a line of the source is not in the trace', () => {
    const credit = creditOf(invoice);
    const credited = mapImetalCreditToIntacct(credit, buildProfile(), { customerId: null }, posted(invoice));
    if (credited.kind !== 'plan') throw new Error(JSON.stringify(credited));
    expect(proveCreditTrace({ ...credited.plan, trace: reprove(credited.plan.trace) }, credit).differences).toEqual([
      'charge:1 is not in the trace',
      'credit memo line 1: trace 0.00 ≠ -60.00',
    ]);

    const supplied = buildSupplierInvoice([buildExpense(1, '80.00')]);
    const billed = mapImetalSupplierDocumentToIntacct(supplied, buildProfile(), { vendorId: null });
    if (billed.kind !== 'plan') throw new Error(JSON.stringify(billed));
    expect(proveSupplierTrace({ ...billed.plan, trace: [] }, supplied).differences).toEqual([
      'item:e1 is not in the trace',
      'bill line 1: trace 0.00 ≠ 80.00',
    ]);

    const movement = buildMovement([buildMovementLine('1', '60.00')]);
    const moved = mapImetalStockMovementToIntacct(movement, buildProfile());
    if (moved.kind !== 'plan') throw new Error(JSON.stringify(moved));
    expect(proveMovementTrace({ ...moved.plan, trace: [] }, movement).differences).toEqual([
      'movement:1:MAT is not in the trace',
      'journal line 1 has no source line',
      'journal line 2 has no source line',
    ]);
  });

  it('names value that is said to stay in its account and does not come to nothing', () => {
    const count = asMovement('CNT', [buildMovementLine('1', '60.00', { weight: '1' })]);
    const counted = mapImetalStockMovementToIntacct(count, buildProfile());
    if (counted.kind !== 'plan') throw new Error(JSON.stringify(counted));
    const trace = counted.plan.trace.map((entry) => ({
      ...entry,
      target: { kind: 'dropped' as const, reason: 'stays in its account' as const },
    }));
    expect(proveMovementTrace({ ...counted.plan, entry: null, trace }, count).differences).toEqual([
      'dropped stays in its account: trace 60.00 ≠ 0.00',
    ]);
  });
});
