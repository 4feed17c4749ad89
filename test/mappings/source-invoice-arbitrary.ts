import fc from 'fast-check';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { SourceInvoice, SourceInvoiceItem, SourceItemTax } from '../../domain/source-invoice';
import {
  asBritish,
  asCanadian,
  buildAdjustment,
  buildCharge,
  buildCost,
  buildInvoice,
  buildItem,
  buildProfile,
  inForeignCurrency,
} from './source-invoice-builder';

const cents = (min: number, max: number) =>
  fc.integer({ min, max }).map((count) => `${count < 0 ? '-' : ''}${withPoint(Math.abs(count))}`);

function withPoint(count: number): string {
  const digits = String(count).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const value = fc.oneof(
  { weight: 8, arbitrary: cents(1, 500_000) },
  { weight: 2, arbitrary: cents(-50_000, -1) },
  { weight: 1, arbitrary: fc.constant('0.00') },
);
const costGroup = fc.constantFrom('material', 'freight', 'processing', 'miscellaneous', 'surcharge');
const salesGroupCode = fc.constantFrom('BAR', 'PLT', 'TUB', null);

const charge = fc.record({ value, costGroup, salesGroupCode, visibility: fc.constantFrom('S', 'I', 'A') });
const cost = fc.record({ baseValue: value, costGroup, salesGroupCode, internal: fc.boolean() });
const tax = fc.record({ amount: fc.oneof(cents(-500, 50_000), fc.constant('0.00')), exempt: fc.boolean() });

/** One item without ids: charges, costs and the taxes of slots 1 and 2, each of them or none. */
const itemParts = fc.record({
  charges: fc.array(charge, { minLength: 1, maxLength: 4 }),
  costs: fc.array(cost, { maxLength: 3 }),
  taxes: fc.tuple(fc.option(tax), fc.option(tax)),
  productGroupCode: fc.constantFrom('BAR', 'PLATE', null),
});

type ItemParts = typeof itemParts extends fc.Arbitrary<infer Parts> ? Parts : never;

const documentParts = fc.record({
  branch: fc.constantFrom('HOU', 'TOR', 'BHM'),
  rate: fc.constantFrom(null, '1.37250000', '0.00670000'),
  adjustments: fc.array(fc.record({ baseValue: value, reasonCode: fc.constantFrom('WEIGH', 'SCRAP'), costGroup }), {
    maxLength: 3,
  }),
  roundingCents: fc.integer({ min: -5, max: 5 }),
});

/** Any invoice that can be posted, with up to 30 items. */
export const anyInvoice: fc.Arbitrary<SourceInvoice> = fc
  .tuple(documentParts, fc.array(itemParts, { minLength: 1, maxLength: 30 }))
  .map(([document, items]) => composeInvoice(document, items));

/** Any invoice that can be posted, with so many lines (charges, counted up to the item that reaches the number). */
export function largeInvoice(lineCount: number): fc.Arbitrary<SourceInvoice> {
  return fc.tuple(documentParts, fc.integer()).map(([document, seed]) => {
    const items: ItemParts[] = [];
    let lines = 0;
    for (const item of fc.sample(itemParts, { seed, numRuns: lineCount })) {
      if (lines >= lineCount) break;
      items.push(item);
      lines += item.charges.length;
    }
    return composeInvoice(document, items);
  });
}

/** Any way to collapse. */
export const anyProfile: fc.Arbitrary<ImetalProfile> = fc
  .constantFrom('per-account' as const, 'per-account-and-product-group' as const, 'none' as const)
  .map((collapse) => buildProfile({ collapse }));

/** The same lines in another order at every level. */
export function reorder(invoice: SourceInvoice, seed: number): SourceInvoice {
  const shuffle = <Line>(lines: readonly Line[]): Line[] =>
    lines
      .map((line, index) => ({ line, rank: (index * 7919 + seed * 104729 + 12345) % 10007 }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ line }) => line);
  return {
    ...invoice,
    taxSlots: shuffle(invoice.taxSlots),
    stockAdjustments: shuffle(invoice.stockAdjustments),
    items: shuffle(invoice.items).map((item) => ({
      ...item,
      taxes: shuffle(item.taxes),
      charges: shuffle(item.charges),
      costs: shuffle(item.costs),
    })),
  };
}

type DocumentParts = typeof documentParts extends fc.Arbitrary<infer Parts> ? Parts : never;

function composeInvoice(document: DocumentParts, items: readonly ItemParts[]): SourceInvoice {
  let ids = 0;
  const nextId = () => {
    ids += 1;
    return String(ids);
  };
  const slots = document.branch === 'BHM' ? 1 : 2;
  const built = items.map((parts, index) => {
    const charges = parts.charges.map((one) => buildCharge(nextId(), one.value, one));
    const costs = parts.costs.map((one) => buildCost(nextId(), one.baseValue, one));
    const { productGroupCode } = parts;
    return buildItem(index + 1, charges, { costs, productGroupCode, taxes: taxesOf(parts, slots) });
  });
  const adjustments = document.adjustments.map((one) => buildAdjustment(nextId(), one.baseValue, one));
  const plain = buildInvoice(built, { stockAdjustments: adjustments });
  const local = inBranch(plain, document.branch);
  const billed = document.rate === null ? local : inForeignCurrency(local, 'EUR', document.rate);
  return withRounding(billed, document.roundingCents);
}

function taxesOf(parts: ItemParts, slots: number): SourceInvoiceItem['taxes'] {
  const taxes: SourceItemTax[] = [];
  for (const [index, one] of parts.taxes.slice(0, slots).entries()) {
    if (one !== null) taxes.push({ slot: index === 0 ? 1 : 2, taxClass: 1, exempt: one.exempt, amount: one.amount });
  }
  return taxes;
}

function inBranch(invoice: SourceInvoice, branch: string): SourceInvoice {
  if (branch === 'TOR') return asCanadian(invoice);
  return branch === 'BHM' ? asBritish(invoice) : invoice;
}

function withRounding(invoice: SourceInvoice, roundingCents: number): SourceInvoice {
  const netCents = centsOf(invoice.netTotal ?? '0') + BigInt(roundingCents);
  const size = withPoint(Number(netCents < 0n ? -netCents : netCents));
  return { ...invoice, netTotal: netCents < 0n ? `-${size}` : size };
}

/** Whole cents, by counting digits: an oracle that shares nothing with the code under test. */
export function centsOf(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const count = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  return amount.startsWith('-') ? -count : count;
}
