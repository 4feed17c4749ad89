import type { ImportRecord, ImportValue } from '../../domain/import-record';
import { type Amount, formatCents, sumAmounts } from '../../domain/money';
import type { CreditPosition, CustomerBalance, OpenItem } from '../../domain/open-items';

/** All that iMetal is told of a customer. */
export interface ToldReceivables {
  /** iMetal's code. */
  customerCode: string;
  /** iMetal's code of the topmost parent; null for a customer by itself. */
  groupCode: string | null;
  balances: readonly CustomerBalance[];
  items: readonly OpenItem[];
  credit: CreditPosition;
  groupCredit: CreditPosition | null;
  /** What the whole group owes, per currency; empty for a customer by itself. */
  groupBalances: readonly Pick<CustomerBalance, 'currency' | 'balanceDue'>[];
  asOf: string;
}

const documentTypes: Record<OpenItem['kind'], string> = {
  invoice: 'INV',
  'credit-memo': 'CRN',
  'debit-memo': 'DBN',
  advance: 'ADV',
  overpayment: 'OVP',
};

// `customer_open_items.document_number`.
const numberLengthMax = 30;

/** The type under which iMetal shows an open item. */
export function shownType(kind: OpenItem['kind']): string {
  return documentTypes[kind];
}

/** One `import_customer_balances` with its lines: what iMetal shows of the customer is replaced by it as a whole. */
export function receivablesToImetal(told: ToldReceivables, importNumber: number): ImportRecord {
  return {
    table: 'import_customer_balances',
    importNumber,
    action: 'A',
    values: { customer_code: told.customerCode, as_of: told.asOf, ...creditColumns(told) },
    items: [
      ...balancesOf(told).map((balance) => balanceColumns(balance, told.groupBalances)),
      ...told.items.map(itemColumns),
    ],
  };
}

function creditColumns({ credit, groupCredit, groupCode }: ToldReceivables): Record<string, ImportValue> {
  return {
    currency_code: credit.currency,
    credit_limit: credit.limit,
    exposure: credit.exposure,
    available: credit.available,
    over_extended: credit.isOverExtended,
    reason: credit.reasons.join('; '),
    group_code: groupCode,
    group_limit: groupCredit?.limit ?? null,
    group_exposure: groupCredit?.exposure ?? null,
    group_available: groupCredit?.available ?? null,
    group_over_extended: groupCredit?.isOverExtended ?? null,
    group_reason: groupCredit?.reasons.join('; ') ?? null,
  };
}

/** The customer's balances; zero in a currency in which only its group owes, so that the group's total is shown. */
function balancesOf({ balances, groupBalances }: ToldReceivables): CustomerBalance[] {
  const own = new Set(balances.map(({ currency }) => currency));
  const none = { balanceDue: '0.00', overdue: [], overdueTotal: '0.00', pendingCredits: '0.00', unappliedCash: '0.00' };
  const besides = groupBalances.filter(({ currency }) => !own.has(currency));
  return [...balances, ...besides.map(({ currency }) => ({ currency, ...none }))];
}

function balanceColumns(
  balance: CustomerBalance,
  groupBalances: ToldReceivables['groupBalances'],
): Record<string, ImportValue> {
  const ages = Object.fromEntries([0, 1, 2, 3].map((age) => [`overdue_${age + 1}`, overdueOf(balance, age)]));
  return {
    table: 'import_customer_balance_lines',
    currency_code: balance.currency,
    total_due: balance.balanceDue,
    overdue_total: balance.overdueTotal,
    ...ages,
    pending_credits: balance.pendingCredits,
    unapplied_cash: balance.unappliedCash,
    group_total_due: groupBalances.find(({ currency }) => currency === balance.currency)?.balanceDue ?? null,
  };
}

// iMetal shows four ages; of a profile with more, all from the fourth on are in the fourth.
function overdueOf({ overdue }: CustomerBalance, age: number): Amount {
  const shown = age === 3 ? overdue.slice(3) : overdue.slice(age, age + 1);
  return formatCents(sumAmounts(shown.map(({ amount }) => amount)));
}

/** A document's number as iMetal shows it: of a longer one the beginning and an ellipsis; the record number is beside it. */
export function shownNumber(documentNumber: string): string {
  const characters = [...documentNumber];
  return characters.length <= numberLengthMax
    ? documentNumber
    : `${characters.slice(0, numberLengthMax - 1).join('')}…`;
}

function itemColumns(item: OpenItem): Record<string, ImportValue> {
  return {
    table: 'import_open_items',
    document_number: shownNumber(item.documentNumber),
    document_type: shownType(item.kind),
    document_date: item.documentDate,
    due_date: item.dueDate,
    currency_code: item.currency,
    document_amount: item.totalAmount,
    open_amount: item.openAmount,
    base_open_amount: item.openAmountBase,
    external_reference: item.recordNumber,
    source_document_key: item.documentKey,
  };
}
