import type { CustomerReceivables } from '../../domain/open-items';
import type { IntacctCursor } from './intacct-masters';

/** The objects whose change moves a customer's open items. */
export type ReceivablesObject = 'ARINVOICE' | 'ARADJUSTMENT' | 'ARPYMT' | 'ARADVANCE';

/** A receivables record that was created, changed or reversed. */
export interface ChangedReceivable {
  object: ReceivablesObject;
  recordNumber: string;
  /** Empty for a payment of several customers (facts 8.10): the invoices that it pays change too. */
  customerId: string;
  modifiedAt: string;
}

/** What is open of one receivable, without a sign, in document currency. */
export interface OpenAmount {
  customerId: string;
  recordNumber: string;
  openAmount: string;
}

/** Receivables of one company, over all entities. Throws verdicts of `clients/errors.ts`. */
export interface IntacctReceivables {
  /** Null when there is no such customer. One request of five queries, and one more query for each generation of parents. */
  readReceivables(customerId: string): Promise<CustomerReceivables | null>;
  /** The same for many customers at once (at most 100), for reconciliation and first load: the cost is shared. */
  readManyReceivables(customerIds: readonly string[]): Promise<Map<string, CustomerReceivables>>;
  listChangedReceivables(
    object: ReceivablesObject,
    after: IntacctCursor | null,
    limit: number,
  ): Promise<ChangedReceivable[]>;
  /** What is open of all customers, of one object, by RECORDNO behind `after`; `next` is null at the end. One query. */
  listOpenAmounts(
    object: ReceivablesObject,
    after: string,
    limit: number,
  ): Promise<{ open: OpenAmount[]; next: string | null }>;
  /** Whose a record is; null when it is not there, or is a payment of several customers. One query. */
  findCustomerOf(object: ReceivablesObject, recordNumber: string): Promise<string | null>;
  /** What is open of one document, without a sign, for applying a credit; null when it is not there. One query. */
  readOpenAmount(
    object: 'ARINVOICE' | 'ARADJUSTMENT',
    entityId: string,
    recordNumber: string,
  ): Promise<{ openAmount: string; state: string } | null>;
}
