import { multiplyAmount, roundToCents, subtractAmounts, sumAmounts } from '../../domain/money';
import type { SourceInvoice, SourceInvoiceItem, SourceItemTax } from '../../domain/source-invoice';
import {
  asBritish,
  asCanadian,
  buildAdjustment,
  buildCharge,
  buildCost,
  buildInvoice,
  buildItem,
  inForeignCurrency,
} from './source-invoice-builder';

const lineCount = 200;

/** Which taxes an item has: rate in per cent and class by slot; a rate of null is exempt. */
type TaxRule = (itemNumber: number) => { slot: SourceItemTax['slot']; percent: string | null; taxClass: number }[];

/** State and local tax as lines; every seventh item exempt; a header one cent above its lines; stock adjustments. */
export function unitedStatesInvoice(): SourceInvoice {
  const invoice = buildInvoice(
    buildItems((number) => [
      { slot: 1, percent: number % 7 === 0 ? null : '6.25', taxClass: 1 },
      { slot: 2, percent: number % 7 === 0 ? null : '2', taxClass: 1 },
    ]),
    {
      stockAdjustments: [
        buildAdjustment('900', '12.34'),
        buildAdjustment('901', '-0.50', { reasonCode: 'SCRAP' }),
        buildAdjustment('902', '3.21'),
      ],
    },
  );
  return { ...invoice, netTotal: sumAmounts([invoice.netTotal ?? '0', '0.01']) };
}

/** GST and PST on a line, every fourth item without PST; billed in US dollars. */
export function canadianInvoice(): SourceInvoice {
  const items = buildItems((number) => [
    { slot: 1, percent: '5', taxClass: 1 },
    { slot: 2, percent: number % 4 === 0 ? null : '7', taxClass: 1 },
  ]);
  return inForeignCurrency(asCanadian(buildInvoice(items)), 'USD', '1.37250000');
}

/** VAT, every ninth item zero-rated; a header two pence below its lines. */
export function britishInvoice(): SourceInvoice {
  const items = buildItems((number) => [
    number % 9 === 0 ? { slot: 1, percent: '0', taxClass: 0 } : { slot: 1, percent: '20', taxClass: 1 },
  ]);
  const invoice = asBritish(buildInvoice(items));
  return { ...invoice, netTotal: subtractAmounts(invoice.netTotal ?? '0', '0.02') };
}

/** Items until there are two hundred charges: odd cents, included and added charges, zero values, negative surcharges. */
function buildItems(taxRule: TaxRule): SourceInvoiceItem[] {
  const items: SourceInvoiceItem[] = [];
  let left = lineCount;
  for (let number = 1; left > 0; number += 1) {
    const charges = buildCharges(number).slice(0, left);
    left -= charges.length;
    const net = sumAmounts(charges.map(({ value }) => value ?? '0'));
    const taxes = taxRule(number).map(({ slot, percent, taxClass }) => ({
      slot,
      taxClass,
      exempt: percent === null,
      amount: roundToCents(multiplyAmount(net, multiplyAmount(percent ?? '0', '0.01'))),
    }));
    const productGroupCode = number % 2 === 0 ? 'PLATE' : 'BAR';
    items.push(buildItem(number, charges, { taxes, costs: buildCosts(number), productGroupCode }));
  }
  return items;
}

function buildCharges(number: number) {
  const salesGroupCode = number % 3 === 0 ? 'PLT' : 'BAR';
  const id = (position: number) => String(number * 10 + position);
  const charges = [buildCharge(id(1), cents(((number * 7919) % 90_000) + 101), { salesGroupCode })];
  if (number % 2 === 0) {
    const changes = { costGroup: 'processing', salesGroupCode, visibility: 'A' };
    charges.push(buildCharge(id(2), cents(((number * 104_729) % 9_000) + 7), changes));
  }
  if (number % 3 === 0) {
    // Every second freight charge is included in the price of the material: it bills nothing of its own.
    const included = number % 2 === 0;
    const changes = { costGroup: 'freight', visibility: included ? 'I' : 'S' };
    charges.push(buildCharge(id(3), included ? '0.00' : cents(((number * 31) % 4_000) + 2_500), changes));
  }
  if (number % 4 === 0) {
    const size = cents(((number * 613) % 2_000) + 3);
    charges.push(buildCharge(id(4), number % 8 === 0 ? `-${size}` : size, { costGroup: 'surcharge' }));
  }
  if (number % 5 === 0) charges.push(buildCharge(id(5), '9.99', { costGroup: 'miscellaneous', salesGroupCode: null }));
  return charges;
}

function buildCosts(number: number) {
  const id = (position: number) => String(number * 10 + position);
  const costs = [buildCost(id(1), cents(((number * 4_801) % 60_000) + 57))];
  if (number % 11 === 0) {
    const creditAccount = { code: 'N2105', externalCode: '2105' };
    costs.push(buildCost(id(2), '35.00', { costGroup: 'freight', internal: false, creditAccount }));
  }
  if (number % 25 === 0) costs.push(buildCost(id(3), '-4.44'));
  return costs;
}

function cents(count: number): string {
  const digits = String(count).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
