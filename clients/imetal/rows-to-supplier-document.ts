import { sumAmounts } from '../../domain/money';
import type {
  SourceGoodsMatch,
  SourceSupplierDocument,
  SourceSupplierItem,
} from '../../domain/source-supplier-document';
import { toAccount, toCostGroup, toExchangeRate } from './cost-groups';
import type { DocumentKey } from './document-key';
import { groupByItem } from './rows-by-item';
import type { MatchRow, SupplierDocumentRow, SupplierItemRow } from './select-supplier-document';
import { toItemTaxes, toTaxSlots } from './tax-slots';

/** All rows of one supplier document, read in one snapshot. */
export interface SupplierDocumentRows {
  document: SupplierDocumentRow;
  items: SupplierItemRow[];
  matches: MatchRow[];
}

const kindByCode: Readonly<Record<string, SourceSupplierItem['kind']>> = { S: 'stock', E: 'expense' };
const matchStatusByCode: Readonly<Record<string, SourceGoodsMatch['status']>> = {
  M: 'matched',
  P: 'part-matched',
  U: 'unmatched',
};

/** Says in accounting words what iMetal's rows hold; judges nothing: what is missing stays null. */
export function rowsToSupplierDocument(
  key: DocumentKey,
  documentKey: string,
  rows: SupplierDocumentRows,
  creditTypes: readonly string[],
): SourceSupplierDocument {
  const { document } = rows;
  const matchesByItem = groupByItem(rows.matches);
  return {
    sourceSystem: 'imetal',
    documentKey,
    documentType: key.typeCode,
    kind: creditTypes.includes(key.typeCode) ? 'credit' : 'invoice',
    branchCode: key.branchCode,
    number: String(key.number),
    supplierDocumentNumber: document.supplier_document_number,
    documentDate: document.document_date,
    entryDate: document.entry_date,
    paymentDueDate: document.payment_due_date,
    termsCode: document.terms_code,
    supplierCode: document.supplier_code,
    supplierName: document.supplier_name,
    purchaseOrderNumber: document.purchase_order_number,
    creditedDocumentKey: document.credited_document_key,
    creditedSupplierDocumentNumber: document.credited_supplier_document_number,
    currency: document.currency,
    baseCurrency: document.base_currency,
    exchangeRate: toExchangeRate(document),
    grossAmount: document.gross_amount,
    taxSlots: toTaxSlots(document),
    items: rows.items.map((item) => toItem(item, document, matchesByItem.get(item.item_id) ?? [])),
    matchedTotal: toMatchedTotal(document.matched_amounts),
    paymentHold: document.payment_hold,
    heldReasons: document.held_reasons,
    version: document.version,
    modifiedAt: document.modified_at,
  };
}

/** The five cost groups' amounts; a group that is not there was not matched, and with none there iMetal says nothing. */
function toMatchedTotal(amounts: (string | null)[]): string | null {
  const said = amounts.filter((amount) => amount !== null);
  return said.length === 0 ? null : sumAmounts(said);
}

function toItem(item: SupplierItemRow, document: SupplierDocumentRow, matches: MatchRow[]): SourceSupplierItem {
  return {
    itemId: item.item_id,
    itemNumber: item.item_number,
    kind: kindByCode[item.item_kind ?? ''] ?? item.item_kind ?? '',
    // No cost group is none of the five: the mapping refuses it by this empty code, as it does an unknown one.
    costGroup: toCostGroup(item.cost_group_code ?? ''),
    purchaseGroupCode: item.purchase_group_code,
    description: item.description,
    value: item.value,
    taxes: toItemTaxes(item, document),
    account: toAccount(item.account_code, item.account_external_code),
    matches: matches.map(toMatch),
  };
}

function toMatch(row: MatchRow): SourceGoodsMatch {
  return {
    matchId: row.match_id,
    receiptKey: row.receipt_key,
    status: matchStatusByCode[row.matched_status ?? ''] ?? row.matched_status ?? '',
    receivedValue: row.received_value,
    baseReceivedValue: row.base_received_value,
    adjustmentValue: row.adjustment_value,
  };
}
