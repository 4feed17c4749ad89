import { z } from 'zod';
import { absoluteAmount, negateAmount } from '../../domain/money';
import type { OpenItem } from '../../domain/open-items';
import { UnexpectedResponse } from '../errors';
import {
  activeField,
  amountField,
  booleanField,
  dateField,
  optionalText,
  parseRow,
  recordNumberField,
} from './gateway-rows';
import type { IntacctRecord, QueryFilter, QueryRequest } from './intacct-client';
import type { OpenAmount, ReceivablesObject } from './intacct-receivables';
import { optionalTextAt, textAt } from './record-values';

/** A customer as its receivables need it. */
export interface CustomerCredit {
  customerId: string;
  parentId: string | null;
  creditLimit: string | null;
  isOnHold: boolean;
  isActive: boolean;
  currency: string | null;
}

/** Everything that can be open, in the order in which it is asked for. */
export const receivablesObjects = [
  'ARINVOICE',
  'ARADJUSTMENT',
  'ARADVANCE',
  'ARPYMT',
] as const satisfies readonly ReceivablesObject[];

const amounts = ['CURRENCY', 'BASECURR', 'TRX_TOTALENTERED', 'TRX_TOTALDUE', 'TOTALDUE'];
const ownFields: Record<ReceivablesObject, string[]> = {
  ARINVOICE: ['RECORDID', 'WHENCREATED', 'WHENDUE'],
  ARADJUSTMENT: ['RECORDID', 'WHENCREATED', 'WHENDUE'],
  ARADVANCE: ['DOCNUMBER', 'RECEIPTDATE'],
  // Overpayments are payments of which something is left; RECORDTYPE tells an advance that is listed here too.
  ARPYMT: ['DOCNUMBER', 'RECEIPTDATE', 'RECORDTYPE'],
};

const advanceRecordType = 'rr';
// A draft is not owed yet; of what was taken back nothing is owed, whatever the fields still say.
const withoutEffect = /^(?:draft|revers|void)/i;
// The hub begins every description with its document key.
const documentKeyPattern = /^[A-Z0-9]+-[A-Z0-9]+-\d+(?![\w-])/;

const customerRow = z.object({
  CUSTOMERID: z.string().min(1),
  PARENTID: optionalText,
  CREDITLIMIT: z.union([amountField, z.literal('').transform(() => null)]),
  ONHOLD: z.union([booleanField, z.literal('').transform(() => false)]),
  STATUS: activeField,
  CURRENCY: optionalText,
});

const openAmountRow = z.object({
  RECORDNO: recordNumberField,
  CUSTOMERID: z.string(),
  STATE: z.string(),
  TRX_TOTALDUE: amountField,
});

const itemRow = openAmountRow.extend({
  DESCRIPTION: z.string(),
  MEGAENTITYID: optionalText,
  CURRENCY: z.string(),
  BASECURR: z.string(),
  TRX_TOTALENTERED: amountField,
  TOTALDUE: amountField,
});

/** CUSTOMER rows by id; private ones too. */
export function customersById(customerIds: readonly string[]): QueryRequest {
  return {
    object: 'CUSTOMER',
    fields: ['RECORDNO', ...Object.keys(customerRow.shape)],
    filter: ofCustomers(customerIds),
    showPrivate: true,
  };
}

/** What of one object is open with the customers, over all entities. */
export function openRowsOf(object: ReceivablesObject, customerIds: readonly string[]): QueryRequest {
  const fields = ['STATE', 'DESCRIPTION', 'MEGAENTITYID', ...amounts, ...ownFields[object]];
  return openRows(object, fields, ofCustomers(customerIds));
}

/** What of one object is open with anybody, over all entities, by RECORDNO behind another. */
export function openRowsBehind(object: ReceivablesObject, recordNumber: string): QueryRequest {
  const fields = ['STATE', 'TRX_TOTALDUE', ...(object === 'ARPYMT' ? ['RECORDTYPE'] : [])];
  return openRows(object, fields, { op: 'greaterthan', field: 'RECORDNO', value: recordNumber });
}

// Open is what has a `TRX_TOTALDUE` that is not zero (facts 8.6, 8.10).
function openRows(object: ReceivablesObject, fields: readonly string[], which: QueryFilter): QueryRequest {
  return {
    object,
    fields: ['RECORDNO', 'CUSTOMERID', ...fields],
    filter: { op: 'and', filters: [which, { op: 'notequalto', field: 'TRX_TOTALDUE', value: '0' }] },
    showPrivate: true,
  };
}

/** A CUSTOMER row; throws UnexpectedResponse on fields that are not as documented. Facts 8.1. */
export function customerCreditFrom(record: IntacctRecord): CustomerCredit {
  const row = parseRow(customerRow, record, 'intacct query CUSTOMER');
  return {
    customerId: row.CUSTOMERID,
    parentId: row.PARENTID,
    creditLimit: row.CREDITLIMIT,
    isOnHold: row.ONHOLD,
    isActive: row.STATUS,
    currency: row.CURRENCY,
  };
}

/**
 * The open item of a row and the customer whose it is; null for a draft, for what was reversed, and for an advance among
 * the payments. Throws UnexpectedResponse on fields that are not as documented. Facts 8.6, 8.7, 8.10.
 */
export function openItemFrom(
  object: ReceivablesObject,
  record: IntacctRecord,
): { customerId: string; item: OpenItem } | null {
  const operation = `intacct query ${object}`;
  const row = parseRow(itemRow, record, operation);
  if (isNotOwed(object, record)) return null;
  const isUnappliedCash = object === 'ARADVANCE' || object === 'ARPYMT';
  // Whether Intacct gives the rest of cash a sign is not known; with us it always reduces what is owed.
  const signed = (amount: string) => (isUnappliedCash ? negateAmount(absoluteAmount(amount)) : amount);
  const dateName = isUnappliedCash ? 'RECEIPTDATE' : 'WHENCREATED';
  const baseCurrency = row.BASECURR === '' ? row.CURRENCY : row.BASECURR;
  if (baseCurrency === '') {
    throw new UnexpectedResponse(`${operation}: ${row.RECORDNO} has neither CURRENCY nor BASECURR`, { operation });
  }
  const kind = kindOf(object, row.TRX_TOTALENTERED);
  const item: OpenItem = {
    kind,
    recordNumber: row.RECORDNO,
    documentNumber: textAt(record, isUnappliedCash ? 'DOCNUMBER' : 'RECORDID') || row.RECORDNO,
    documentKey: documentKeyPattern.exec(row.DESCRIPTION)?.[0] ?? null,
    entityId: row.MEGAENTITYID,
    documentDate: dateAt(record, dateName, operation),
    dueDate: kind === 'invoice' || kind === 'debit-memo' ? dueDateOf(record, operation) : null,
    currency: row.CURRENCY === '' ? baseCurrency : row.CURRENCY,
    totalAmount: signed(row.TRX_TOTALENTERED),
    openAmount: signed(row.TRX_TOTALDUE),
    openAmountBase: signed(row.TOTALDUE),
    baseCurrency,
  };
  return { customerId: row.CUSTOMERID, item };
}

/** What is open of a row; null as above. Throws UnexpectedResponse on fields that are not as documented. */
export function openAmountFrom(object: ReceivablesObject, record: IntacctRecord): OpenAmount | null {
  const row = parseRow(openAmountRow, record, `intacct query ${object}`);
  if (isNotOwed(object, record)) return null;
  return { customerId: row.CUSTOMERID, recordNumber: row.RECORDNO, openAmount: absoluteAmount(row.TRX_TOTALDUE) };
}

function isNotOwed(object: ReceivablesObject, record: IntacctRecord): boolean {
  if (withoutEffect.test(textAt(record, 'STATE'))) return true;
  return object === 'ARPYMT' && textAt(record, 'RECORDTYPE') === advanceRecordType;
}

// A credit memo is an adjustment of negative amounts (facts 8.7); an invoice of such is a credit too (NEGATIVEINVOICEKEY, 8.10).
function kindOf(object: ReceivablesObject, total: string): OpenItem['kind'] {
  switch (object) {
    case 'ARINVOICE':
      return total.startsWith('-') ? 'credit-memo' : 'invoice';
    case 'ARADJUSTMENT':
      return total.startsWith('-') ? 'credit-memo' : 'debit-memo';
    case 'ARADVANCE':
      return 'advance';
    case 'ARPYMT':
      return 'overpayment';
  }
}

function dueDateOf(record: IntacctRecord, operation: string): string | null {
  return optionalTextAt(record, 'WHENDUE') === null ? null : dateAt(record, 'WHENDUE', operation);
}

function dateAt(record: IntacctRecord, name: string, operation: string): string {
  return parseRow(z.object({ [name]: dateField }), record, operation)[name] ?? '';
}

function ofCustomers(customerIds: readonly string[]): QueryFilter {
  const [only] = customerIds;
  if (only !== undefined && customerIds.length === 1) return { op: 'equalto', field: 'CUSTOMERID', value: only };
  return { op: 'in', field: 'CUSTOMERID', values: [...customerIds] };
}
