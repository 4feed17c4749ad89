import { type ImetalProfile, imetalProfileSchema } from '../../domain/imetal-profile';
import { multiplyAmount, roundToCents, sumAmounts } from '../../domain/money';
import type {
  CostGroup,
  SourceCharge,
  SourceCost,
  SourceInvoice,
  SourceInvoiceItem,
  SourceItemTax,
  SourceStockAdjustment,
} from '../../domain/source-invoice';

/** A profile with a United States, a Canadian and a British branch. */
export function buildProfile(changes: Partial<ImetalProfile> = {}): ImetalProfile {
  return imetalProfileSchema.parse({
    company: 'test-metals',
    name: 'Test Metals',
    source: 'imetal',
    intacct: { requestsInFlightMax: 2, requestTimeoutMs: 60_000 },
    invoiceTypes: ['DIV', 'MIV', 'INV'],
    branches: {
      HOU: {
        entity: '100',
        location: '100',
        baseCurrency: 'USD',
        tax: {
          carriedAs: 'lines',
          details: [
            { authority: 'TX-STATE', class: 1, detail: 'TX State 6.25%', account: '2210' },
            { authority: 'TX-LOCAL', class: 1, detail: 'Houston 2%', account: '2220' },
            { authority: 'TX-CITY', class: 1, detail: 'City without account' },
          ],
          purchaseDetails: [
            { authority: 'TX-USE', class: 1, detail: 'TX Use Tax 6.25%', account: '5980' },
            { authority: 'TX-CITY', class: 1, detail: 'City without account' },
          ],
        },
      },
      TOR: {
        entity: '200',
        location: '200',
        baseCurrency: 'CAD',
        tax: {
          carriedAs: 'entries',
          solution: 'Canada - Sales Tax',
          details: [
            { authority: 'GST', class: 1, detail: 'GST 5%' },
            { authority: 'GST', class: 0, detail: 'GST Zero' },
            { authority: 'PST', class: 1, detail: 'BC PST 7%' },
          ],
          purchaseDetails: [
            { authority: 'GST', class: 1, detail: 'GST Paid 5%' },
            { authority: 'PST', class: 1, detail: 'BC PST Paid 7%' },
          ],
        },
      },
      BHM: {
        entity: '300',
        location: '300',
        baseCurrency: 'GBP',
        tax: {
          carriedAs: 'entries',
          solution: 'United Kingdom - VAT',
          details: [
            { authority: 'VAT', class: 1, detail: 'UK Sale Standard 20%' },
            { authority: 'VAT', class: 0, detail: 'UK Sale Zero Rate' },
          ],
          purchaseDetails: [
            { authority: 'VAT', class: 1, detail: 'UK Purchase Standard 20%' },
            { authority: 'VAT', class: 0, detail: 'UK Purchase Zero Rate' },
          ],
        },
      },
    },
    accounts: { overrides: { '4900': '4990' }, rounding: '6999' },
    roundingTolerance: '0.05',
    collapse: 'per-account',
    costOfSales: { journal: 'COGS', posting: 'with-invoice' },
    credits: { types: ['CRN'], applyToInvoice: true, undepositedAccount: '1090', reasonRequired: true },
    purchasing: {
      invoiceTypes: ['PIN'],
      creditTypes: ['PCR'],
      goodsReceivedAccount: '2050',
      varianceAccount: '5930',
      exchangeDifferenceAccount: '5940',
      unmatched: 'park',
    },
    ledgerEntries: {
      journal: 'INV',
      movementTypes: ['REC', 'WOF', 'CNT', 'RVL', 'TRF'],
      movements: {
        REC: { debit: '2050', credit: '1300' },
        'WOF/LOST': { debit: '5950', credit: '1300' },
        'WOF/DMG': { debit: '5960', credit: '1300', department: '90' },
        CNT: {
          debit: '5920',
          credit: '1300',
          statistics: { journal: 'STK', account: '9010', quantity: 'weight' },
        },
        RVL: { debit: '5970', credit: '1300' },
        TRF: { debit: '1300', credit: '1300' },
      },
      interEntity: { '100>300': { dueFromAccount: '1910', dueToAccount: '2910' } },
    },
    stockAdjustments: { WEIGH: { debit: '5900', credit: '1310' }, SCRAP: { debit: '5910', credit: '1310' } },
    dimensions: { departmentBySalesGroup: { BAR: '10', PLT: '20' } },
    shipTo: { contactName: '{customer}-{address}' },
    terms: { '30': 'Net 30' },
    masters: {
      imports: { companyReference: 'TEST', source: 'TEST', user: 'Test_User' },
      tradeVendors: { vendorTypes: ['Trade'] },
      contacts: { owners: { name: 'intacct' }, categories: { WHS: 'Warehouse' }, shipToCategory: 'Ship to' },
      termCodes: {},
      taxAuthorityCodes: {},
      defaultBranch: 'HOU',
      pollIntervalSeconds: 10,
      overlapSeconds: 60,
    },
    openItems: { quietSeconds: 1, quietSecondsMax: 5, overdueDays: [30, 60, 90] },
    credit: { freshnessSeconds: 300, overdueDaysMax: 60 },
    release: { lookEverySeconds: 5, documentsPerSecond: 5 },
    feed: { startFrom: '2026-01-01', pollIntervalSeconds: 10, overlapSeconds: 60, incompleteGraceSeconds: 300 },
    ...changes,
  });
}

/** A charge of the cost group in the sales group's account `4<n>00`. */
export function buildCharge(chargeId: string, value: string, changes: Partial<SourceCharge> = {}): SourceCharge {
  const costGroup = changes.costGroup ?? 'material';
  return {
    chargeId,
    costGroup,
    description: null,
    value,
    baseValue: value,
    visibility: 'S',
    salesGroupCode: 'BAR',
    account: { code: `N${accountOf(costGroup)}`, externalCode: accountOf(costGroup) },
    ...changes,
  };
}

const accounts: Record<CostGroup, string> = {
  material: '4010',
  processing: '4010',
  freight: '4100',
  surcharge: '4200',
  miscellaneous: '4300',
};

function accountOf(costGroup: string): string {
  return accounts[costGroup as CostGroup] ?? '4999';
}

/** A cost of stock material, from inventory 1300 to cost of sales 5010. */
export function buildCost(costId: string, baseValue: string, changes: Partial<SourceCost> = {}): SourceCost {
  return {
    costId,
    costGroup: 'material',
    internal: true,
    salesGroupCode: 'BAR',
    baseValue,
    debitAccount: { code: 'N5010', externalCode: '5010' },
    creditAccount: { code: 'N1300', externalCode: '1300' },
    ...changes,
  };
}

/** A stock adjustment for a weighing difference. */
export function buildAdjustment(
  adjustmentId: string,
  baseValue: string,
  changes: Partial<SourceStockAdjustment> = {},
): SourceStockAdjustment {
  return { adjustmentId, reasonCode: 'WEIGH', costGroup: 'material', baseValue, ...changes };
}

/** A tax of class 1 that applies. */
export function buildTax(
  slot: SourceItemTax['slot'],
  amount: string,
  changes: Partial<SourceItemTax> = {},
): SourceItemTax {
  return { slot, taxClass: 1, exempt: false, amount, ...changes };
}

/** An item with the charges given, id `i<number>`. */
export function buildItem(
  itemNumber: number,
  charges: SourceCharge[],
  changes: Partial<SourceInvoiceItem> = {},
): SourceInvoiceItem {
  return {
    itemId: `i${itemNumber}`,
    itemNumber,
    productCode: 'RB4140',
    productGroupCode: 'BAR',
    description: 'Round bar 4140',
    taxes: [],
    charges,
    costs: [],
    ...changes,
  };
}

/** An invoice of the Houston branch whose totals are those of its items, in US dollars. */
export function buildInvoice(items: SourceInvoiceItem[], changes: Partial<SourceInvoice> = {}): SourceInvoice {
  const charges = items.flatMap((item) => item.charges);
  const taxes = items.flatMap((item) => item.taxes);
  const slots = [...new Set(taxes.map(({ slot }) => slot))].sort();
  return {
    sourceSystem: 'imetal',
    documentKey: 'HOU-DIV-104233',
    documentType: 'DIV',
    branchCode: 'HOU',
    invoiceNumber: '104233',
    invoiceDate: '2026-11-20',
    paymentDueDate: '2026-12-20',
    termsCode: '30',
    customerCode: 'GULF01',
    customerName: 'Gulf Steel',
    customerOrderNumber: 'PO-77',
    orderNumber: '5567',
    despatchNumber: '991',
    shipTo: {
      code: 'YARD',
      name: 'Gulf Steel yard',
      addressLines: ['1 Dock Road'],
      town: 'Houston',
      county: 'TX',
      postcode: '77001',
      countryCode: 'US',
    },
    currency: 'USD',
    baseCurrency: 'USD',
    exchangeRate: null,
    taxSlots: slots.map((slot) => ({
      slot,
      authorityCode: ['TX-STATE', 'TX-LOCAL', 'TX-CITY', null, null][slot - 1] ?? null,
      ratePercent: null,
      amount: sumKnown(taxes.filter((tax) => tax.slot === slot).map(({ amount }) => amount)),
    })),
    items,
    stockAdjustments: [],
    netTotal: sumKnown(charges.map(({ value }) => value)),
    taxTotal: sumKnown(taxes.map(({ amount }) => amount)),
    baseNetTotal: sumKnown(charges.map(({ baseValue }) => baseValue)),
    costTotal: sumKnown(items.flatMap((item) => item.costs.map(({ baseValue }) => baseValue))),
    version: 1,
    modifiedAt: '2026-11-20T12:00:00.000000+00:00',
    ...changes,
  };
}

/** The same lines as a document of the Toronto branch: GST in slot 1, PST in slot 2, Canadian dollars. */
export function asCanadian(invoice: SourceInvoice, changes: Partial<SourceInvoice> = {}): SourceInvoice {
  return asBranch(invoice, 'TOR', 'CAD', ['GST', 'PST'], changes);
}

/** The same lines as a document of the Birmingham branch: VAT in slot 1, sterling. */
export function asBritish(invoice: SourceInvoice, changes: Partial<SourceInvoice> = {}): SourceInvoice {
  return asBranch(invoice, 'BHM', 'GBP', ['VAT'], changes);
}

function asBranch(
  invoice: SourceInvoice,
  branchCode: string,
  currency: string,
  authorities: string[],
  changes: Partial<SourceInvoice>,
): SourceInvoice {
  return {
    ...invoice,
    branchCode,
    documentKey: `${branchCode}-${invoice.documentType}-${invoice.invoiceNumber}`,
    currency,
    baseCurrency: currency,
    taxSlots: invoice.taxSlots.map((slot) => ({ ...slot, authorityCode: authorities[slot.slot - 1] ?? null })),
    ...changes,
  };
}

/** The same invoice billed in another currency at a multiplying rate, base values rounded line by line. */
export function inForeignCurrency(invoice: SourceInvoice, currency: string, rate: string): SourceInvoice {
  const items = invoice.items.map((item) => ({
    ...item,
    charges: item.charges.map((charge) => ({
      ...charge,
      baseValue: charge.value === null ? null : roundToCents(multiplyAmount(charge.value, rate)),
    })),
  }));
  return {
    ...invoice,
    currency,
    exchangeRate: { rate, operator: 'multiply' },
    items,
    baseNetTotal: sumKnown(items.flatMap((item) => item.charges.map(({ baseValue }) => baseValue))),
  };
}

function sumKnown(amounts: readonly (string | null)[]): string {
  return sumAmounts(amounts.filter((amount) => amount !== null));
}
