import type { ImetalProfile } from '../../domain/imetal-profile';
import type { StockMovementPlan } from '../../domain/posting-plan';
import type { SourceStockMovement } from '../../domain/source-stock-movement';
import { mapImetalStockMovementToIntacct } from '../../mappings/imetal-stock-movement-to-intacct';
import { buildProfile } from './source-invoice-builder';
import { asMovement, buildMovement, buildMovementLine } from './stock-movement-builder';

function planOf(movement: SourceStockMovement, profile: ImetalProfile = buildProfile()): StockMovementPlan {
  const collapsed = mapImetalStockMovementToIntacct(movement, profile);
  if (collapsed.kind !== 'plan') throw new Error(JSON.stringify(collapsed, null, 2));
  return collapsed.plan;
}

function told(movement: SourceStockMovement, profile: ImetalProfile = buildProfile()) {
  const collapsed = mapImetalStockMovementToIntacct(movement, profile);
  if (collapsed.kind !== 'exceptions') return [];
  return collapsed.exceptions.map(({ code, causeKey, message }) => [code, causeKey, message]);
}

const linesOf = ({ entry }: StockMovementPlan) =>
  (entry?.lines ?? []).map(({ side, accountNumber, amount, dimensions }) =>
    [side, accountNumber, amount, dimensions.locationId, dimensions.departmentId].filter(Boolean).join(' '),
  );

describe('a stock movement', () => {
  it('that writes stock off debits the reason’s account and credits stock, by location and department', () => {
    const plan = planOf(buildMovement([buildMovementLine('1', '60.00'), buildMovementLine('2', '15.50')]));
    expect(linesOf(plan)).toEqual(['debit 5950 75.50 100 10', 'credit 1300 75.50 100 10']);
    expect(plan.entityId).toBe('100');
    expect(plan.entry).toMatchObject({
      journalSymbol: 'INV',
      postingDate: '2026-11-20',
      title: 'HOU-WOF-900123 · WOF LOST Lost in yard',
      referenceNumber: 'HOU-WOF-900123',
      currency: 'USD',
      lines: [{ memo: 'WOF LOST Lost in yard, out of stock, 2 lines' }, {}],
    });
    expect(plan.totals).toMatchObject({ sourceLines: 2, targetLines: 2, value: '75.50', debits: '75.50' });
  });

  it('that puts value into stock posts the other way round, beside what goes out', () => {
    const count = asMovement('CNT', [
      buildMovementLine('1', '60.00', { weight: '12.500' }),
      buildMovementLine('2', '-15.50', { weight: '-3.250' }),
    ]);
    expect(linesOf(planOf(count))).toEqual([
      'debit 5920 60.00 100 10',
      'credit 1300 60.00 100 10',
      'debit 1300 15.50 100 10',
      'credit 5920 15.50 100 10',
    ]);
  });

  it('moves each line on the stock account of its sales group, where the profile has several', () => {
    const { ledgerEntries } = buildProfile();
    const profile = buildProfile({ ledgerEntries: { ...ledgerEntries, stockAccounts: { STN: '1310' } } });
    const stainless = (id: string, value: string) => buildMovementLine(id, value, { salesGroupCode: 'STN' });
    const written = buildMovement([buildMovementLine('1', '60.00'), stainless('2', '15.50')]);
    expect(linesOf(planOf(written, profile)).map((line) => line.split(' ', 3).join(' '))).toEqual([
      'debit 5950 60.00',
      'credit 1300 60.00',
      'debit 5950 15.50',
      'credit 1310 15.50',
    ]);
    // A transfer that leaves one account and arrives on another would be lost without a word.
    const transfer = asMovement('TRF', [buildMovementLine('1', '40.00'), stainless('2', '-40.00')]);
    expect(told(transfer)).toEqual([]);
    expect(told(transfer, profile).map(([code]) => code)).toEqual(['JOURNAL_UNBALANCED', 'JOURNAL_UNBALANCED']);
  });

  it('that receives goods debits stock and credits goods received', () => {
    expect(linesOf(planOf(asMovement('REC', [buildMovementLine('1', '-600.00')])))).toEqual([
      'debit 1300 600.00 100 10',
      'credit 2050 600.00 100 10',
    ]);
  });

  it('goes to the department of its rule before that of the sales group', () => {
    const damaged = buildMovement([buildMovementLine('1', '60.00')], { reasonCode: 'DMG' });
    expect(linesOf(planOf(damaged))).toEqual(['debit 5960 60.00 100 90', 'credit 1300 60.00 100 90']);
  });

  it('has quantities beside it where the profile asks: what leaves decreases, what comes increases', () => {
    const count = asMovement('CNT', [
      buildMovementLine('1', '60.00', { weight: '12.500' }),
      buildMovementLine('2', '0.00', { weight: '2.5' }),
      buildMovementLine('3', '-15.50', { weight: '-3.250' }),
      buildMovementLine('3', '-1.00', { lineId: '3:TRN', costGroup: 'freight' }),
    ]);
    expect(planOf(count).statistics).toMatchObject({
      journalSymbol: 'STK',
      postingDate: '2026-11-20',
      referenceNumber: 'HOU-CNT-900123',
      lines: [
        { lineNumber: 1, side: 'decrease', accountNumber: '9010', quantity: '15', dimensions: { locationId: '100' } },
        { lineNumber: 2, side: 'increase', accountNumber: '9010', quantity: '3.25' },
      ],
    });
  });

  it('that moves quantities only has statistics and no entry', () => {
    const plan = planOf(asMovement('CNT', [buildMovementLine('1', '0.00', { weight: '2.5' })]));
    expect(plan.entry).toBeNull();
    expect(plan.statistics?.lines).toHaveLength(1);
    expect(plan.trace).toMatchObject([{ target: { kind: 'dropped', reason: 'zero value' } }]);
  });

  it('is posted on the date that a person says', () => {
    const movement = buildMovement([buildMovementLine('1', '60.00')]);
    const moved = mapImetalStockMovementToIntacct(movement, buildProfile(), { postingDate: '2026-12-01' });
    expect(moved).toMatchObject({ plan: { entry: { postingDate: '2026-12-01' } } });
  });
});

describe('a stock movement that needs no posting', () => {
  it('moves no value', () => {
    const collapsed = mapImetalStockMovementToIntacct(buildMovement([buildMovementLine('1', '0.00')]), buildProfile());
    expect(collapsed).toEqual({ kind: 'nothing', reason: 'no value moved' });
  });

  it('is a transfer within an entity', () => {
    const transfer = asMovement('TRF', [
      buildMovementLine('1', '60.00'),
      buildMovementLine('2', '-60.00', { warehouseCode: 'YARD' }),
    ]);
    expect(mapImetalStockMovementToIntacct(transfer, buildProfile())).toEqual({
      kind: 'nothing',
      reason: 'the value stays in its account and entity',
    });
  });
});

describe('a stock movement between entities', () => {
  const transfer = (arrives: string, branchCode = 'BHM') =>
    asMovement('TRF', [buildMovementLine('1', '60.00'), buildMovementLine('2', arrives, { branchCode })]);

  it('balances in each by due-from and due-to, at the top level', () => {
    const plan = planOf(transfer('-60.00'));
    expect(plan.entityId).toBe('');
    expect(linesOf(plan)).toEqual([
      'debit 1910 60.00 100 10',
      'credit 1300 60.00 100 10',
      'debit 1300 60.00 300 10',
      'credit 2910 60.00 300 10',
    ]);
  });

  it('is parked without a rule, or when it goes out of both', () => {
    expect(told(transfer('-60.00', 'TOR'))).toEqual([
      [
        'MOVEMENT_ACROSS_ENTITIES',
        'inter-entity:100>200',
        "movement HOU-TRF-900123: value moves from entity 100 to 200, and the company profile has no rule for '100>200'",
      ],
    ]);
    expect(told(transfer('60.00')).map(([, , message]) => message)).toEqual([
      'movement HOU-TRF-900123: value moves in several entities and not from one to one other: 100 60.00, 300 60.00',
    ]);
  });

  it('is parked when another value arrives than left', () => {
    const unbalanced = [
      'JOURNAL_UNBALANCED',
      null,
      'movement HOU-TRF-900123: 60.00 USD is taken out of stock and 59.00 USD put in (1.00 USD apart)',
    ];
    expect(told(transfer('-59.00'))).toEqual([unbalanced]);
    expect(told(transfer('-59.00', 'HOU'))).toEqual([unbalanced]);
  });
});

describe('a stock movement that cannot be posted', () => {
  it('has no accounts for its type and reason', () => {
    const lines = [buildMovementLine('1', '60.00')];
    expect(told(buildMovement(lines, { reasonCode: 'THEFT' }))).toEqual([
      [
        'MOVEMENT_UNMAPPED',
        'movement:WOF/THEFT',
        'movement HOU-WOF-900123: type WOF, reason THEFT has no accounts in the company profile',
      ],
    ]);
    expect(told(buildMovement(lines, { reasonCode: null }))).toEqual([
      [
        'MOVEMENT_UNMAPPED',
        'movement:WOF/none',
        'movement HOU-WOF-900123: type WOF without a reason has no accounts in the company profile',
      ],
    ]);
    expect(told(asMovement('ADJ', lines)).map(([code]) => code)).toEqual(['DOCUMENT_NOT_FOUND', 'MOVEMENT_UNMAPPED']);
  });

  it('lacks a quantity that the profile asks for', () => {
    const count = asMovement('CNT', [buildMovementLine('1', '60.00')]);
    expect(told(count)).toEqual([
      [
        'QUANTITY_MISSING',
        null,
        'movement HOU-CNT-900123: weight is missing, and the company profile asks for it (line 1:MAT)',
      ],
    ]);
  });

  it('lacks lines, a value, a branch, a date or a currency', () => {
    const codes = (movement: SourceStockMovement) => told(movement).map(([code]) => code);
    const line = buildMovementLine('1', '60.00');
    expect(codes(buildMovement([]))).toEqual(['DOCUMENT_INCOMPLETE']);
    expect(codes(buildMovement([line, line]))).toEqual(['DOCUMENT_INCOMPLETE']);
    expect(codes(buildMovement([{ ...line, baseValue: '0.005' }]))).toEqual(['AMOUNT_MISSING']);
    expect(codes(buildMovement([{ ...line, branchCode: null }]))).toEqual(['REQUIRED_FIELD_MISSING']);
    expect(codes(buildMovement([{ ...line, branchCode: 'NOL' }]))).toEqual(['BRANCH_UNMAPPED']);
    expect(codes(buildMovement([line], { movementDate: '2026-02-30' }))).toEqual(['REQUIRED_FIELD_MISSING']);
    expect(codes(buildMovement([line], { baseCurrency: null }))).toEqual(['CURRENCY_MISSING']);
    expect(codes(buildMovement([line], { baseCurrency: 'CAD' }))).toEqual(['BASE_AMOUNT_MISMATCH']);
  });
});
