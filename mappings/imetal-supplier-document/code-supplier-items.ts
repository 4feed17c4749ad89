import type { ApLine } from '../../domain/ap-bill';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { type Amount, isZeroAmount, subtractAmounts, sumAmounts } from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import type { SourceSupplierDocument, SourceSupplierItem } from '../../domain/source-supplier-document';
import { cutVisibly, printableText } from '../../domain/text';
import type { ReportFault } from '../fault-report';
import { findCostGroup, findLedgerAccount } from '../imetal-invoice/ledger-coding';
import { postableAmount } from '../imetal-invoice/source-amount';
import { findMatchedParts } from './find-matched-parts';

/** The whole of an item, or what of it was received, differs, or was not received, with its account. */
export interface CodedPart {
  itemId: string;
  sourceLineId: string;
  label: string;
  purpose: Exclude<ApLine['purpose'], 'purchase-tax' | 'rounding'>;
  accountNumber: string;
  /** What the memo calls it: `Expense, freight`, `Goods received` … */
  words: string;
  purchaseGroupCode: string | null;
  /** Document currency. */
  amount: Amount;
  /** What stood in goods received for it, base currency; null for all that was not received. */
  baseReceived: Amount | null;
}

// A label is read in a table beside its amount; a description may be a paragraph.
const labelLengthMaxCharacters = 120;

/**
 * Items with their accounts: expenses on their purchase group's, stock on goods received at the received value with the
 * variance beside it, stock that was not received as the profile says; and the trace of those dropped because they are
 * zero. Reports ACCOUNT_UNMAPPED, COST_GROUP_UNKNOWN, GOODS_UNMATCHED, MATCH_MISMATCH.
 */
export function codeSupplierItems(
  document: SourceSupplierDocument,
  profile: ImetalProfile,
  report: ReportFault,
): { coded: CodedPart[]; dropped: TraceEntry[] } {
  const parts = document.items.map((item) => ({ item, coded: codeItem(item, document, profile, report) }));
  const coded = parts.flatMap((of) => of.coded.filter(({ amount }) => !isZeroAmount(amount)));
  const dropped: TraceEntry[] = [];
  for (const { item, coded: ofItem } of parts) {
    if (ofItem.some(({ amount }) => !isZeroAmount(amount))) continue;
    const [first] = ofItem;
    // Zero is kept where something needs it: tax that has no other line, or a document of nothing but zeros.
    if (first !== undefined && (owesTax(item) || coded.length === 0)) coded.push(first);
    else if (isZero(item.value)) {
      const target = { kind: 'dropped' as const, reason: 'zero value' as const };
      dropped.push({ sourceLineId: `item:${item.itemId}`, label: labelOf(item, []), amount: '0.00', target });
    }
  }
  return { coded, dropped };
}

function codeItem(
  item: SourceSupplierItem,
  document: SourceSupplierDocument,
  profile: ImetalProfile,
  report: ReportFault,
): CodedPart[] {
  switch (item.kind) {
    case 'expense':
      return codeExpense(item, profile, report);
    case 'stock':
      return codeStock(item, document, profile, report);
    default:
      report({
        code: 'REQUIRED_FIELD_MISSING',
        field: `item ${item.itemNumber}: kind`,
        expected: 'stock or expense',
        actual: item.kind === '' ? 'none' : item.kind,
        says: `item kind '${item.kind}' is neither stock nor expense`,
        line: `item ${item.itemNumber}`,
      });
      return [];
  }
}

function codeExpense(item: SourceSupplierItem, profile: ImetalProfile, report: ReportFault): CodedPart[] {
  const line = `item ${item.itemNumber}`;
  const costGroup = findCostGroup(item.costGroup, line, report);
  const amount = postableAmount(item.value);
  // What costs nothing and bears no tax needs no account.
  if (amount !== null && isZeroAmount(amount) && !owesTax(item) && item.account === null) return [];
  const role = {
    line,
    name: 'account',
    groupNoun: 'purchase group' as const,
    groupCode: item.purchaseGroupCode,
    costGroup: item.costGroup,
  };
  const accountNumber = findLedgerAccount(item.account, role, profile, report);
  if (costGroup === null || accountNumber === null || amount === null) return [];
  return [toPart(item, 'expense', accountNumber, `Expense, ${costGroup}`, amount, [costGroup])];
}

function codeStock(
  item: SourceSupplierItem,
  document: SourceSupplierDocument,
  profile: ImetalProfile,
  report: ReportFault,
): CodedPart[] {
  const matched = findMatchedParts(item, document, profile, report);
  const value = postableAmount(item.value);
  if (matched === null || value === null) return [];
  const { goodsReceivedAccount, varianceAccount, unmatched } = profile.purchasing;
  const parts: CodedPart[] = [];
  for (const { receiptKey, received, baseReceived, variance } of matched) {
    const receipt = receiptKey === null ? [] : [receiptKey];
    const words = ['received', ...receipt];
    const goods = toPart(item, 'goods-received', goodsReceivedAccount, 'Goods received', received, words);
    parts.push({ ...goods, baseReceived });
    parts.push(toPart(item, 'variance', varianceAccount, 'Price variance', variance, ['variance', ...receipt]));
  }
  const rest = subtractAmounts(value, sumAmounts(parts.map(({ amount }) => amount)));
  const restAccount = unmatched === 'park' ? goodsReceivedAccount : unmatched.account;
  parts.push(toPart(item, 'unmatched', restAccount, 'Goods not received', rest, ['not received']));
  return parts;
}

function toPart(
  item: SourceSupplierItem,
  purpose: CodedPart['purpose'],
  accountNumber: string,
  words: string,
  amount: Amount,
  label: readonly string[],
): CodedPart {
  return {
    itemId: item.itemId,
    sourceLineId: `item:${item.itemId}`,
    label: labelOf(item, label),
    purpose,
    accountNumber,
    words,
    purchaseGroupCode: item.purchaseGroupCode,
    amount,
    baseReceived: null,
  };
}

/** `item 3 · received · HOU-REC-900017 · Plate A36`. */
function labelOf(item: SourceSupplierItem, words: readonly string[]): string {
  const description = item.description?.trim() ?? '';
  const parts = [`item ${item.itemNumber}`, ...words, ...(description === '' ? [] : [description])];
  return cutVisibly(printableText(parts.join(' · ')), labelLengthMaxCharacters);
}

function owesTax(item: SourceSupplierItem): boolean {
  return item.taxes.some(({ amount, exempt }) => (amount === null ? !exempt : !isZero(amount)));
}

function isZero(value: Amount | null): boolean {
  const amount = postableAmount(value);
  return amount !== null && isZeroAmount(amount);
}
