import { convertToBase, extendToCents, scaledInteger, taxOnCents } from './cents';
import { type CostGroupCode, products, salesGroupsOfWrongInvoices } from './coding';
import type { BranchCode, Place } from './places';
import type { Random } from './random';

/** A charge before it is a row: price in 0.0001, quantity in 0.001, values in cents. */
export interface DraftCharge {
  costGroup: CostGroupCode;
  description: string;
  unit: string;
  chargeE4: bigint;
  quantityE3: bigint;
  valueCents: bigint;
  baseChargeE4: bigint;
  baseValueCents: bigint;
  visibility: 'S' | 'I' | 'A';
  discount: boolean;
}

/** A cost before it is a row; `valueCents` in the supplier's currency, `baseValueCents` in the branch's. */
export interface DraftCost {
  costGroup: CostGroupCode;
  costE4: bigint;
  quantityE3: bigint;
  valueCents: bigint;
  baseValueCents: bigint;
  internal: boolean;
}

export interface DraftItem {
  product: (typeof products)[number];
  charges: DraftCharge[];
  costs: DraftCost[];
  /** One per slot of the place; the amount in cents. */
  taxes: { slot: number; taxClass: number; exempt: boolean; cents: bigint }[];
}

/** What the items of one document have in common. */
export interface DraftTerms {
  branch: BranchCode;
  place: Place;
  taxExempt: boolean;
  /** Document to base currency. */
  rateE8: bigint;
  operator: '*' | '/';
  /** Charges in all. */
  lines: number;
  /** Product of the first item, where it matters. */
  firstProduct?: string;
}

/** Items with `terms.lines` charges in all, and their costs and taxes; every choice comes from `random`. */
export function draftItems(random: Random, terms: DraftTerms): DraftItem[] {
  const pool = products.filter(
    (product) => isSoldAt(product.unit, terms.branch) && !salesGroupsOfWrongInvoices.includes(product.salesGroup),
  );
  const items: DraftItem[] = [];
  for (let left = terms.lines; left > 0; ) {
    const product =
      products.find((candidate) => items.length === 0 && candidate.code === terms.firstProduct) ?? random.pick(pool);
    const chargeCount = Math.min(left, 1 + random.pick([0, 0, 1, 1, 2, 2, 3]));
    items.push(draftItem(random, terms, product, chargeCount));
    left -= chargeCount;
  }
  return items;
}

function isSoldAt(unit: string, branch: BranchCode): boolean {
  const metric = unit === 'KG' || unit === 'M';
  return branch === 'TOR' || (branch === 'BHM') === metric;
}

function draftItem(random: Random, terms: DraftTerms, product: DraftItem['product'], chargeCount: number): DraftItem {
  const quantityE3 = BigInt(random.between(...quantityRangeE3(product.unit)));
  const priceE4 = (BigInt(product.priceE4) * BigInt(random.between(900, 1100))) / 1000n;
  const main = product.salesGroup === 'PRC' ? ('PRD' as const) : ('MAT' as const);
  const charges: DraftCharge[] = [
    draftCharge(terms, {
      costGroup: main,
      description: product.description.slice(0, 50),
      unit: product.unit,
      chargeE4: priceE4,
      quantityE3,
    }),
  ];
  while (charges.length < chargeCount) charges.push(draftExtraCharge(random, terms, product.unit, quantityE3));
  printIncludedCharges(charges);
  return {
    product,
    charges,
    costs: draftCosts(random, terms, charges, priceE4),
    taxes: draftTaxes(random, terms, charges),
  };
}

function quantityRangeE3(unit: string): [number, number] {
  if (unit === 'LB') return [200_000, 4_000_000];
  if (unit === 'KG') return [100_000, 2_000_000];
  return [12_000, 240_000];
}

type ChargeTerms = Pick<DraftCharge, 'costGroup' | 'description' | 'unit' | 'chargeE4' | 'quantityE3'> &
  Partial<Pick<DraftCharge, 'visibility' | 'discount'>>;

function draftCharge(terms: DraftTerms, charge: ChargeTerms): DraftCharge {
  const valueCents = extendToCents(charge.chargeE4, charge.quantityE3);
  return {
    visibility: 'S',
    discount: false,
    ...charge,
    valueCents,
    baseChargeE4: convertToBase(charge.chargeE4, terms.rateE8, terms.operator),
    baseValueCents: convertToBase(valueCents, terms.rateE8, terms.operator),
  };
}

function draftExtraCharge(random: Random, terms: DraftTerms, unit: string, quantityE3: bigint): DraftCharge {
  const free = random.chance(5);
  const price = (low: number, high: number): bigint => BigInt(free ? 0 : random.between(low, high));
  const pieces = BigInt(random.between(1, 24)) * 1000n;
  switch (random.pick(['PRD', 'PRD', 'TRN', 'TRN', 'SUR', 'SUR', 'MSC'] as const)) {
    case 'PRD':
      if (random.chance(35)) {
        const included = { unit, chargeE4: price(150, 1450), quantityE3, visibility: 'I' as const };
        return draftCharge(terms, { costGroup: 'PRD', description: 'Shot blasting, in the price', ...included });
      }
      return draftCharge(terms, {
        costGroup: 'PRD',
        description: 'Saw cut',
        unit: 'EA',
        chargeE4: price(42_500, 187_525),
        quantityE3: pieces,
        visibility: random.chance(20) ? 'A' : 'S',
      });
    case 'TRN':
      if (random.chance(50)) {
        const lot = { unit: 'LOT', chargeE4: price(450_000, 4_250_000), quantityE3: 1000n };
        return draftCharge(terms, { costGroup: 'TRN', description: 'Freight', ...lot, visibility: 'A' });
      }
      return draftCharge(terms, {
        costGroup: 'TRN',
        description: 'Delivery by weight',
        unit,
        chargeE4: price(85, 985),
        quantityE3,
      });
    case 'SUR': {
      const negative = random.chance(30);
      return draftCharge(terms, {
        costGroup: 'SUR',
        description: negative ? 'Scrap surcharge, falling' : 'Alloy surcharge',
        unit,
        chargeE4: negative ? -price(55, 485) : price(55, 785),
        quantityE3,
      });
    }
    case 'MSC':
      if (random.chance(20)) {
        const off = { unit: 'EA', chargeE4: -price(10_000, 95_000), quantityE3: 1000n, discount: true };
        return draftCharge(terms, { costGroup: 'MSC', description: 'Goodwill', ...off });
      }
      return draftCharge(terms, {
        costGroup: 'MSC',
        description: 'Test certificates, packing',
        unit: 'EA',
        chargeE4: price(35_000, 325_000),
        quantityE3: pieces,
      });
  }
}

/** An included charge is part of the main charge's printed price, not of its value (facts/imetal.md 1.6). */
function printIncludedCharges(charges: DraftCharge[]): void {
  const [main, ...others] = charges;
  if (main === undefined) return;
  for (const other of others.filter((charge) => charge.visibility === 'I')) {
    main.chargeE4 += other.chargeE4;
    main.baseChargeE4 += other.baseChargeE4;
  }
}

function draftCosts(random: Random, terms: DraftTerms, charges: DraftCharge[], priceE4: bigint): DraftCost[] {
  const costs: DraftCost[] = [];
  for (const [index, charge] of charges.entries()) {
    if (index === 0 && charge.costGroup === 'MAT') {
      const costE4 = random.chance(3) ? 0n : (priceE4 * BigInt(random.between(550, 850))) / 1000n;
      costs.push(draftCost(terms, { costGroup: 'MAT', costE4, quantityE3: charge.quantityE3, internal: true }));
    } else if (charge.costGroup !== 'SUR' && random.chance(75)) {
      const costE4 = (charge.chargeE4 * BigInt(random.between(600, 950))) / 1000n;
      const internal = charge.costGroup !== 'MSC' && random.chance(55);
      costs.push(draftCost(terms, { costGroup: charge.costGroup, costE4, quantityE3: charge.quantityE3, internal }));
    }
  }
  return costs;
}

type CostTerms = Pick<DraftCost, 'costGroup' | 'costE4' | 'quantityE3' | 'internal'>;

/** Own costs are kept in base currency; a supplier's in the document's here, so that taking `value` for base shows. */
function draftCost(terms: DraftTerms, cost: CostTerms): DraftCost {
  const valueCents = extendToCents(cost.costE4, cost.quantityE3);
  const baseValueCents = cost.internal ? valueCents : convertToBase(valueCents, terms.rateE8, terms.operator);
  return { ...cost, valueCents, baseValueCents };
}

function draftTaxes(random: Random, terms: DraftTerms, charges: DraftCharge[]): DraftItem['taxes'] {
  const net = charges.reduce((sum, charge) => sum + charge.valueCents, 0n);
  const itemExempt = random.chance(6);
  const provincialExempt = random.chance(8);
  return terms.place.taxes.map((tax) => {
    const exempt = terms.taxExempt || itemExempt || (provincialExempt && tax.slot > 1);
    const cents = exempt ? 0n : taxOnCents(net, scaledInteger(tax.ratePercent, 4));
    return { slot: tax.slot, taxClass: tax.taxClass, exempt, cents };
  });
}
