import { multiplyAmount, roundToCents, sumAmounts } from '../../domain/money';
import type { SourceItemTax } from '../../domain/source-invoice';
import type {
  SourceGoodsMatch,
  SourceSupplierDocument,
  SourceSupplierItem,
} from '../../domain/source-supplier-document';

/** A match with a receipt, cleared at its received value; the difference is what the invoice says more. */
export function buildMatch(
  matchId: string,
  receivedValue: string,
  adjustmentValue = '0.00',
  changes: Partial<SourceGoodsMatch> = {},
): SourceGoodsMatch {
  return {
    matchId,
    receiptKey: `HOU-REC-9000${matchId}`,
    status: 'matched',
    receivedValue,
    baseReceivedValue: receivedValue,
    adjustmentValue,
    ...changes,
  };
}

/** Stock worth what its matches make, unless a value is given. */
export function buildStockItem(
  itemNumber: number,
  matches: SourceGoodsMatch[],
  changes: Partial<SourceSupplierItem> = {},
): SourceSupplierItem {
  const invoiced = matches.flatMap(({ receivedValue, adjustmentValue }) => [receivedValue, adjustmentValue]);
  return {
    itemId: `s${itemNumber}`,
    itemNumber,
    kind: 'stock',
    costGroup: 'material',
    purchaseGroupCode: 'PLT',
    description: 'Plate A36',
    value: sumAmounts(invoiced.map((amount) => amount ?? '0')),
    taxes: [],
    account: null,
    matches,
    ...changes,
  };
}

/** A direct expense on the account of its purchase group: tyres, pallets, freight. */
export function buildExpense(
  itemNumber: number,
  value: string,
  changes: Partial<SourceSupplierItem> = {},
): SourceSupplierItem {
  return {
    itemId: `e${itemNumber}`,
    itemNumber,
    kind: 'expense',
    costGroup: 'miscellaneous',
    purchaseGroupCode: 'TYR',
    description: 'Tyres',
    value,
    taxes: [],
    account: { code: 'N6300', externalCode: '6300' },
    matches: [],
    ...changes,
  };
}

/** A supplier's invoice of the Houston branch whose gross amount is that of its items and taxes, in US dollars. */
export function buildSupplierInvoice(
  items: SourceSupplierItem[],
  changes: Partial<SourceSupplierDocument> = {},
): SourceSupplierDocument {
  const taxes = items.flatMap((item) => item.taxes);
  const slots = [...new Set(taxes.map(({ slot }) => slot))].sort();
  const taxAmounts = (of: SourceItemTax[]) => sumAmounts(of.map(({ amount }) => amount ?? '0'));
  return {
    sourceSystem: 'imetal',
    documentKey: 'HOU-PIN-500123',
    documentType: 'PIN',
    kind: 'invoice',
    branchCode: 'HOU',
    number: '500123',
    supplierDocumentNumber: 'INV-7781',
    documentDate: '2026-11-18',
    entryDate: '2026-11-20',
    paymentDueDate: '2026-12-18',
    termsCode: '30',
    supplierCode: 'S0042',
    supplierName: 'Gulf Mills',
    purchaseOrderNumber: 'HOU-4711',
    creditedDocumentKey: null,
    creditedSupplierDocumentNumber: null,
    currency: 'USD',
    baseCurrency: 'USD',
    exchangeRate: null,
    grossAmount: sumAmounts([...items.map(({ value }) => value ?? '0'), taxAmounts(taxes)]),
    taxSlots: slots.map((slot) => ({
      slot,
      authorityCode: ['TX-USE', 'TX-CITY', null, null, null][slot - 1] ?? null,
      ratePercent: null,
      amount: taxAmounts(taxes.filter((tax) => tax.slot === slot)),
    })),
    items,
    matchedTotal: null,
    paymentHold: false,
    heldReasons: null,
    version: 1,
    modifiedAt: '2026-11-20T12:00:00.000000+00:00',
    ...changes,
  };
}

/** The same items as a supplier's credit. */
export function asSupplierCredit(
  invoice: SourceSupplierDocument,
  changes: Partial<SourceSupplierDocument> = {},
): SourceSupplierDocument {
  return {
    ...invoice,
    documentKey: `${invoice.branchCode}-PCR-510004`,
    documentType: 'PCR',
    kind: 'credit',
    number: '510004',
    supplierDocumentNumber: 'CR-118',
    creditedDocumentKey: invoice.documentKey,
    creditedSupplierDocumentNumber: invoice.supplierDocumentNumber,
    ...changes,
  };
}

/** The same items for the Toronto branch: GST in slot 1, PST in slot 2, Canadian dollars. */
export function forToronto(invoice: SourceSupplierDocument): SourceSupplierDocument {
  return forBranch(invoice, 'TOR', 'CAD', ['GST', 'PST']);
}

/** The same items for the Birmingham branch: VAT in slot 1, sterling. */
export function forBirmingham(invoice: SourceSupplierDocument): SourceSupplierDocument {
  return forBranch(invoice, 'BHM', 'GBP', ['VAT']);
}

/** The same document in another currency; receipts were booked at the rate given for them. */
export function inCurrency(
  invoice: SourceSupplierDocument,
  currency: string,
  rates: { document: string; receipt: string },
): SourceSupplierDocument {
  return {
    ...invoice,
    currency,
    exchangeRate: { rate: rates.document, operator: 'multiply' },
    items: invoice.items.map((item) => ({
      ...item,
      matches: item.matches.map((match) => ({
        ...match,
        baseReceivedValue:
          match.receivedValue === null ? null : roundToCents(multiplyAmount(match.receivedValue, rates.receipt)),
      })),
    })),
  };
}

function forBranch(
  invoice: SourceSupplierDocument,
  branchCode: string,
  currency: string,
  authorities: string[],
): SourceSupplierDocument {
  return {
    ...invoice,
    branchCode,
    documentKey: `${branchCode}-${invoice.documentType}-${invoice.number}`,
    currency,
    baseCurrency: currency,
    taxSlots: invoice.taxSlots.map((slot) => ({ ...slot, authorityCode: authorities[slot.slot - 1] ?? null })),
  };
}
