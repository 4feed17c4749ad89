import type { TraceEntry } from '../../domain/posting-plan';
import { mapImetalCreditToIntacct } from '../../mappings/imetal-credit-to-intacct';
import { mapImetalStockMovementToIntacct } from '../../mappings/imetal-stock-movement-to-intacct';
import { mapImetalSupplierDocumentToIntacct } from '../../mappings/imetal-supplier-document-to-intacct';
import { expectGolden } from './golden-file';
import { readablePlan } from './readable-trace';
import { creditOf, posted } from './sales-credit-builder';
import {
  asBritish,
  asCanadian,
  buildCharge,
  buildCost,
  buildInvoice,
  buildItem,
  buildProfile,
  buildTax,
  inForeignCurrency,
} from './source-invoice-builder';
import { asMovement, buildMovementLine } from './stock-movement-builder';
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

type Mapped = { kind: string; plan?: { trace: TraceEntry[] } };

const invoiced = buildInvoice([
  buildItem(1, [buildCharge('1', '1147.46'), buildCharge('2', '45.00', { costGroup: 'freight' })], {
    taxes: [buildTax(1, '59.62'), buildTax(2, '23.85')],
    costs: [buildCost('1', '966.15')],
  }),
  buildItem(2, [buildCharge('3', '771.19', { salesGroupCode: 'PLT' })], {
    taxes: [buildTax(1, '38.56'), buildTax(2, '0.00')],
    costs: [buildCost('2', '535.10')],
  }),
]);
const withVat = buildInvoice([
  buildItem(1, [buildCharge('1', '500.00')], { taxes: [buildTax(1, '100.00')] }),
  buildItem(2, [buildCharge('2', '80.00')], { taxes: [buildTax(1, '0.00', { taxClass: 0 })] }),
]);

const supplied = buildSupplierInvoice(
  [
    buildStockItem(1, [buildMatch('17', '600.00', '12.50'), buildMatch('18', '400.00')], {
      taxes: [buildTax(1, '50.63')],
    }),
    buildExpense(2, '80.00', { taxes: [buildTax(1, '4.00')] }),
  ],
  { matchedTotal: '1012.50' },
);

const credit = (invoice: typeof invoiced): Mapped =>
  mapImetalCreditToIntacct(creditOf(invoice), buildProfile(), { customerId: 'GULF01' }, posted(invoice));
const bill = (document: typeof supplied): Mapped =>
  mapImetalSupplierDocumentToIntacct(document, buildProfile(), { vendorId: 'V-0042' });

const goldens: [string, () => Mapped][] = [
  ['credit-united-states', () => credit(invoiced)],
  ['credit-canada-in-us-dollars', () => credit(inForeignCurrency(asCanadian(invoiced), 'USD', '1.37250000'))],
  ['credit-united-kingdom', () => credit(asBritish(withVat))],
  ['bill-united-states', () => bill(supplied)],
  [
    'bill-canada-in-us-dollars',
    () => bill(inCurrency(forToronto(supplied), 'USD', { document: '1.3725', receipt: '1.36' })),
  ],
  ['bill-united-kingdom', () => bill(forBirmingham(supplied))],
  ['supplier-credit-canada', () => bill(asSupplierCredit(forToronto(supplied)))],
  [
    'count-with-statistics',
    () =>
      mapImetalStockMovementToIntacct(
        asMovement('CNT', [
          buildMovementLine('1', '60.00', { weight: '12.500' }),
          buildMovementLine('2', '-15.50', { weight: '-3.250' }),
          buildMovementLine('3', '0.00', { weight: '0' }),
        ]),
        buildProfile(),
      ),
  ],
  [
    'transfer-between-entities',
    () =>
      mapImetalStockMovementToIntacct(
        asMovement('TRF', [
          buildMovementLine('1', '60.00'),
          buildMovementLine('2', '-60.00', { branchCode: 'BHM', salesGroupCode: null }),
        ]),
        buildProfile(),
      ),
  ],
];

describe('what becomes of', () => {
  it.each(goldens)('%s', (name, map) => {
    const mapped = map();
    expect(mapped.kind).toBe('plan');
    expectGolden(__dirname, name, mapped.plan === undefined ? mapped : readablePlan(mapped.plan));
  });
});
