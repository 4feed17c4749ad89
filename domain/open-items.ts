import type { Amount, CurrencyCode } from './money';

/** One receivable that is not settled, as Intacct holds it. Amounts in document currency unless they say base. */
export interface OpenItem {
  kind: 'invoice' | 'credit-memo' | 'debit-memo' | 'advance' | 'overpayment';
  recordNumber: string;
  documentNumber: string;
  /** The source document that it came from; null for what was keyed in Intacct. */
  documentKey: string | null;
  entityId: string | null;
  documentDate: string;
  /** Null for credits and unapplied cash. */
  dueDate: string | null;
  currency: CurrencyCode;
  /** What was entered, and what of it is open; credits, advances and overpayments are negative. */
  totalAmount: Amount;
  openAmount: Amount;
  openAmountBase: Amount;
  baseCurrency: CurrencyCode;
}

/** All that a customer owes and is owed, read from Intacct in one go. */
export interface CustomerReceivables {
  customerId: string;
  /** Ancestors from the parent up; empty for a customer by itself. */
  parentIds: string[];
  creditLimit: Amount | null;
  isOnHold: boolean;
  isActive: boolean;
  currency: CurrencyCode | null;
  items: OpenItem[];
  /** ISO 8601: when the reading began; what changed later is not in it. */
  asOf: string;
}

/** Sums of open items of one customer or group in one currency. */
export interface CustomerBalance {
  currency: CurrencyCode;
  /** Invoices, debit memos, less credits and unapplied cash. */
  balanceDue: Amount;
  /** Open amounts of invoices and debit memos past their due date, by age; `ageDaysMin` 1 is from the first day. */
  overdue: { ageDaysMin: number; ageDaysMax: number | null; amount: Amount }[];
  overdueTotal: Amount;
  /** Positive: what credit memos still credit. */
  pendingCredits: Amount;
  /** Positive: advances and overpayments. */
  unappliedCash: Amount;
}

/** Whether sales may take an order, and why not. Amounts in the currency of the credit limit. */
export interface CreditPosition {
  /** The customer's own, or that of its topmost parent. */
  level: 'customer' | 'group';
  customerId: string;
  currency: CurrencyCode;
  /** Null: no limit was set. */
  limit: Amount | null;
  balanceDue: Amount;
  openOrders: Amount;
  unexportedInvoices: Amount;
  /** Balance + open orders + unexported invoices. */
  exposure: Amount;
  /** Limit − exposure; null without a limit. */
  available: Amount | null;
  isOverExtended: boolean;
  /** In words for a salesperson; empty when nothing is wrong. */
  reasons: string[];
  asOf: string;
}
