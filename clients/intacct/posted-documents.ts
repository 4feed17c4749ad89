import { z } from 'zod';
import { isZeroAmount } from '../../domain/money';
import { amountField, dateField, parseRow, recordNumberField } from './gateway-rows';
import type {
  IntacctRecord,
  PostedApplication,
  PostedInvoice,
  PostedSubledgerDocument,
  QueryFilter,
  QueryRequest,
} from './intacct-client';

/** The subledger documents that are looked up by their number, with the field that names the other party. */
const partyFields = { ARADJUSTMENT: 'CUSTOMERID', APADJUSTMENT: 'VENDORID', APBILL: 'VENDORID' } as const;
/** A subledger document other than an invoice. */
export type SubledgerObject = keyof typeof partyFields;

const documentFields = {
  RECORDNO: recordNumberField,
  RECORDID: z.string(),
  WHENCREATED: dateField,
  CURRENCY: z.string(),
  TRX_TOTALENTERED: amountField,
  DESCRIPTION: z.string(),
  STATE: z.string(),
};

const invoiceRow = z.object({ ...documentFields, CUSTOMERID: z.string() }).transform(
  (row): PostedInvoice => ({
    recordNumber: row.RECORDNO,
    invoiceNumber: row.RECORDID,
    customerId: row.CUSTOMERID,
    invoiceDate: row.WHENCREATED,
    currency: row.CURRENCY,
    total: row.TRX_TOTALENTERED,
    description: row.DESCRIPTION,
    state: row.STATE,
  }),
);

const paymentRow = z.object({ RECORDNO: recordNumberField, CUSTOMERID: z.string(), STATE: z.string() });

const paymentDetailRow = z
  .object({
    PAYMENTKEY: recordNumberField,
    // Empty where the line pays a debit memo, and for what was paid in money.
    RECORDKEY: z.string(),
    ADJUSTMENTKEY: z.string(),
    TRX_ADJUSTMENTAMOUNT: z.union([amountField, z.literal('')]),
    TRX_PAYMENTAMOUNT: z.union([amountField, z.literal('')]),
  })
  .refine((row) => row.TRX_ADJUSTMENTAMOUNT !== '' || row.TRX_PAYMENTAMOUNT !== '', {
    path: ['TRX_ADJUSTMENTAMOUNT'],
    message: 'expected an amount here or in TRX_PAYMENTAMOUNT',
  });

/** ARINVOICE by number: RECORDID, since INVOICENO is no query field (facts 8.6). One API transaction. */
export function invoicesByNumber(invoiceNumber: string): QueryRequest {
  return {
    object: 'ARINVOICE',
    fields: [...Object.keys(documentFields), 'CUSTOMERID'],
    filter: { op: 'equalto', field: 'RECORDID', value: invoiceNumber },
  };
}

/** An adjustment or bill by number, and by party where numbers are the party's own (facts 8.7, 8.8). One API transaction. */
export function documentsByNumber(object: SubledgerObject, documentNumber: string, partyId?: string): QueryRequest {
  const partyField = partyFields[object];
  const byNumber: QueryFilter = { op: 'equalto', field: 'RECORDID', value: documentNumber };
  return {
    object,
    fields: [...Object.keys(documentFields), partyField],
    filter:
      partyId === undefined
        ? byNumber
        : { op: 'and', filters: [{ op: 'equalto', field: partyField, value: partyId }, byNumber] },
  };
}

/** ARPYMT by the reference number that the hub gave it (facts 5, 8.10). One API transaction. */
export function paymentsByReference(referenceNumber: string): QueryRequest {
  return {
    object: 'ARPYMT',
    fields: ['RECORDNO', 'CUSTOMERID', 'STATE'],
    filter: { op: 'equalto', field: 'DOCNUMBER', value: referenceNumber },
  };
}

/** ARPYMTDETAIL of payments by their record numbers. */
export function detailsOfPayments(recordNumbers: string[]): QueryRequest {
  return {
    object: 'ARPYMTDETAIL',
    fields: ['RECORDNO', 'PAYMENTKEY', 'RECORDKEY', 'ADJUSTMENTKEY', 'TRX_ADJUSTMENTAMOUNT', 'TRX_PAYMENTAMOUNT'],
    filter: { op: 'in', field: 'PAYMENTKEY', values: recordNumbers },
  };
}

/** An ARINVOICE row in accounting words; throws UnexpectedResponse naming the fields that are not as documented. */
export function postedInvoiceFrom(row: IntacctRecord): PostedInvoice {
  return parseRow(invoiceRow, row, 'intacct query ARINVOICE');
}

/** A row of an adjustment or bill in accounting words; throws UnexpectedResponse on fields that are not as documented. */
export function postedDocumentFrom(object: SubledgerObject, row: IntacctRecord): PostedSubledgerDocument {
  const operation = `intacct query ${object}`;
  const document = parseRow(z.object(documentFields), row, operation);
  const party = parseRow(z.object({ [partyFields[object]]: z.string() }), row, operation);
  return {
    recordNumber: document.RECORDNO,
    documentNumber: document.RECORDID,
    partyId: party[partyFields[object]] ?? '',
    documentDate: document.WHENCREATED,
    currency: document.CURRENCY,
    total: document.TRX_TOTALENTERED,
    description: document.DESCRIPTION,
    state: document.STATE,
  };
}

/** The record number of an ARPYMT row; throws UnexpectedResponse when it has none. */
export function paymentRecordNumber(row: IntacctRecord): string {
  return parseRow(paymentRow, row, 'intacct query ARPYMT').RECORDNO;
}

/** Payments with their ARPYMTDETAIL rows; throws UnexpectedResponse naming the fields that are not as documented. */
export function postedApplicationsFrom(rows: IntacctRecord[], detailRows: IntacctRecord[]): PostedApplication[] {
  const details = detailRows.map((row) => parseRow(paymentDetailRow, row, 'intacct query ARPYMTDETAIL'));
  return rows.map((row) => {
    const payment = parseRow(paymentRow, row, 'intacct query ARPYMT');
    const own = details.filter(({ PAYMENTKEY }) => PAYMENTKEY === payment.RECORDNO);
    return {
      recordNumber: payment.RECORDNO,
      customerId: payment.CUSTOMERID,
      state: payment.STATE,
      details: own.map((detail) => ({
        invoiceRecordNumber: detail.RECORDKEY,
        creditRecordNumber: detail.ADJUSTMENTKEY === '' ? null : detail.ADJUSTMENTKEY,
        amount: appliedAmount(detail),
      })),
    };
  });
}

// A detail tells what it applied in the field of its means; the other is empty or zero.
function appliedAmount(detail: z.infer<typeof paymentDetailRow>): string {
  const { TRX_ADJUSTMENTAMOUNT: credited, TRX_PAYMENTAMOUNT: paid } = detail;
  if (credited === '' || (isZeroAmount(credited) && paid !== '')) return paid;
  return credited;
}
