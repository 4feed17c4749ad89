import { pooledCostOfSalesToJournal } from '../../mappings/pooled-cost-of-sales-to-journal';
import { provePooledJournal } from '../../mappings/prove-pooled-journal';
import { costOfSalesOf } from '../db/planned-document';

const pooled = ['HOU-DIV-1', 'HOU-DIV-2'].map((documentKey) => ({
  documentKey,
  revision: 1,
  entry: costOfSalesOf(documentKey),
}));
const { entry, trace } = pooledCostOfSalesToJournal('CGS-100-HOU-2026-11-20-1', pooled);

describe("the proof of a day's journal", () => {
  it('holds for the journal of the mapping', () => {
    expect(provePooledJournal(entry, trace)).toEqual({ ok: true, differences: [] });
  });

  it('names the line that lacks an invoice', () => {
    expect(provePooledJournal(entry, trace.slice(1)).differences).toEqual(['journal line 1: trace 60.00 ≠ 120.00']);
  });

  it('names a line that is only in the trace', () => {
    const withoutLast = { ...entry, lines: entry.lines.slice(0, 1) };
    expect(provePooledJournal(withoutLast, trace).differences).toEqual([
      'trace names journal line 2, which the journal lacks',
    ]);
  });

  it('names a source line that is counted twice', () => {
    const twice = [...trace.slice(0, 1), ...trace.slice(0, 1), ...trace.slice(2)];
    expect(provePooledJournal(entry, twice).differences).toEqual(['cost-of-sales:HOU-DIV-1:1:1 is in the trace twice']);
  });
});
