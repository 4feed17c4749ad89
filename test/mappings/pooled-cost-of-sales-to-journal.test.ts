import { pooledCostOfSalesToJournal } from '../../mappings/pooled-cost-of-sales-to-journal';
import { provePooledJournal } from '../../mappings/prove-pooled-journal';
import { costOfSalesOf } from '../db/planned-document';

const key = 'CGS-100-HOU-2026-11-20-1';
const pooledOf = (documentKey: string, revision = 1, currency = 'USD') => ({
  documentKey,
  revision,
  entry: costOfSalesOf(documentKey, { currency }),
});

test('two revisions of one invoice in a journal are told apart in its trace', () => {
  const { entry, trace } = pooledCostOfSalesToJournal(key, [pooledOf('HOU-DIV-1'), pooledOf('HOU-DIV-1', 2)]);
  expect(trace.map(({ sourceLineId }) => sourceLineId)).toEqual([
    'cost-of-sales:HOU-DIV-1:1:1',
    'cost-of-sales:HOU-DIV-1:2:1',
    'cost-of-sales:HOU-DIV-1:1:2',
    'cost-of-sales:HOU-DIV-1:2:2',
  ]);
  expect(trace[1]?.label).toBe('HOU-DIV-1 revision 2 · Cost of sales, 1 invoice');
  expect(provePooledJournal(entry, trace)).toEqual({ ok: true, differences: [] });
});

test('amounts of two currencies are not added up', () => {
  const pooled = [pooledOf('HOU-DIV-1'), pooledOf('HOU-DIV-2', 1, 'CAD')];
  expect(() => pooledCostOfSalesToJournal(key, pooled)).toThrow('expected one currency, came USD,CAD');
});
