import fc from 'fast-check';
import { mapImetalStockMovementToIntacct } from '../../mappings/imetal-stock-movement-to-intacct';
import { proveMovementTrace } from '../../mappings/prove-trace';
import { stockMovementContentHash } from '../../mappings/source-content';
import { balanceByLocation } from './ledger-effect';
import { centsOf } from './source-invoice-arbitrary';
import { buildProfile } from './source-invoice-builder';
import { anyGarbage, spoilSource } from './spoil-source';
import { asMovement, buildMovementLine } from './stock-movement-builder';

const cents = (min: number, max: number) =>
  fc.integer({ min, max }).map((count) => {
    const digits = String(Math.abs(count)).padStart(3, '0');
    return `${count < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  });

const line = fc.record({
  baseValue: cents(-90_000, 90_000),
  weight: cents(-5_000, 5_000),
  branchCode: fc.constantFrom('HOU', 'DAL'),
  salesGroupCode: fc.constantFrom('BAR', 'PLT', null),
});

const { branches } = buildProfile();
const houston = branches.HOU;
if (houston === undefined) throw new Error('the test profile lacks Houston');
const profile = buildProfile({ branches: { ...branches, DAL: { ...houston, location: '120' } } });

const anyCount = fc.array(line, { minLength: 1, maxLength: 20 }).map((lines) =>
  asMovement(
    'CNT',
    lines.map((one, index) => buildMovementLine(String(index + 1), one.baseValue, one)),
  ),
);

describe('any count', () => {
  it('balances at every location, moves exactly its value in and out of stock, and traces every line', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const collapsed = mapImetalStockMovementToIntacct(count, profile);
        if (collapsed.kind !== 'plan') {
          expect(collapsed).toMatchObject({ kind: 'nothing' });
          return;
        }
        const { entry } = collapsed.plan;
        expect(balanceByLocation(entry)).toEqual({});
        const outOfStock = (entry?.lines ?? [])
          .filter(({ accountNumber }) => accountNumber === '1300')
          .reduce((total, { side, amount }) => total + (side === 'credit' ? centsOf(amount) : -centsOf(amount)), 0n);
        expect(outOfStock).toBe(count.lines.reduce((total, one) => total + centsOf(one.baseValue ?? '0'), 0n));
        for (const { amount } of entry?.lines ?? []) expect(centsOf(amount) > 0n).toBe(true);
        expect(proveMovementTrace(collapsed.plan, count)).toEqual({ ok: true, differences: [] });
      }),
      { numRuns: 200 },
    );
  });

  it('has statistics whose decreases less increases are its quantities', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const collapsed = mapImetalStockMovementToIntacct(count, profile);
        const lines = collapsed.kind === 'plan' ? (collapsed.plan.statistics?.lines ?? []) : [];
        const moved = lines.reduce(
          (total, { side, quantity }) => total + (side === 'decrease' ? centsOf(quantity) : -centsOf(quantity)),
          0n,
        );
        expect(moved).toBe(count.lines.reduce((total, { weight }) => total + centsOf(weight ?? '0'), 0n));
        for (const { quantity } of lines) expect(centsOf(quantity) > 0n).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same whatever the order of its lines, and so is its content', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const turned = { ...count, lines: [...count.lines].reverse() };
        expect(mapImetalStockMovementToIntacct(turned, profile)).toEqual(
          mapImetalStockMovementToIntacct(count, profile),
        );
        expect(stockMovementContentHash(turned)).toBe(stockMovementContentHash(count));
      }),
      { numRuns: 50 },
    );
  });
});

describe('any text or gap in any field of a count', () => {
  it('gives a plan, nothing, or exceptions that name it; never a throw', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyCount, anyGarbage, (count, spots) => {
        const spoilt = spoilSource(count, spots);
        const collapsed = mapImetalStockMovementToIntacct(spoilt, profile);
        if (collapsed.kind === 'plan') expect(proveMovementTrace(collapsed.plan, spoilt).differences).toEqual([]);
        if (collapsed.kind !== 'exceptions') return;
        refused += 1;
        expect(collapsed.exceptions.length).toBeGreaterThan(0);
        for (const { message } of collapsed.exceptions) expect(message).toMatch(/^movement /);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});

describe('any transfer between two entities', () => {
  it('balances in each of them', () => {
    fc.assert(
      fc.property(fc.array(cents(1, 90_000), { minLength: 1, maxLength: 10 }), (values) => {
        const out = values.map((value, index) => buildMovementLine(`${index}`, value));
        const into = values.map((value, index) =>
          buildMovementLine(`${index + values.length}`, `-${value}`, { branchCode: 'BHM' }),
        );
        const collapsed = mapImetalStockMovementToIntacct(asMovement('TRF', [...out, ...into]), profile);
        if (collapsed.kind !== 'plan') throw new Error(JSON.stringify(collapsed));
        expect(balanceByLocation(collapsed.plan.entry)).toEqual({});
        expect(collapsed.plan.entityId).toBe('');
      }),
    );
  });
});
