import { z } from 'zod';
import { UnexpectedResponse } from '../errors';
import { dateFromGateway } from './gateway-dates';
import type { IntacctRecord, PostedInvoice, PostedJournalEntry, QueryRequest } from './intacct-client';

const date = z.string().transform((text, context) => {
  const iso = dateFromGateway(text);
  if (iso !== null) return iso;
  context.addIssue({ code: 'custom', message: 'expected MM/DD/YYYY' });
  return z.NEVER;
});

const invoiceRow = z
  .object({
    RECORDNO: z.string().min(1),
    RECORDID: z.string(),
    CUSTOMERID: z.string(),
    WHENCREATED: date,
    CURRENCY: z.string(),
    TRX_TOTALENTERED: z.string().regex(/^-?\d+(\.\d+)?$/),
    DESCRIPTION: z.string(),
    STATE: z.string(),
  })
  .transform(
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

const journalRow = z
  .object({
    RECORDNO: z.string().min(1),
    JOURNAL: z.string(),
    BATCH_DATE: date,
    REFERENCENO: z.string(),
    BATCH_TITLE: z.string(),
    STATE: z.string(),
  })
  .transform(
    (row): PostedJournalEntry => ({
      recordNumber: row.RECORDNO,
      journalSymbol: row.JOURNAL,
      postingDate: row.BATCH_DATE,
      referenceNumber: row.REFERENCENO,
      title: row.BATCH_TITLE,
      state: row.STATE,
    }),
  );

/** ARINVOICE by number: RECORDID, since INVOICENO is no query field (facts 8.6). */
export function invoicesByNumber(invoiceNumber: string): QueryRequest {
  return {
    object: 'ARINVOICE',
    fields: [
      'RECORDNO',
      'RECORDID',
      'CUSTOMERID',
      'WHENCREATED',
      'CURRENCY',
      'TRX_TOTALENTERED',
      'DESCRIPTION',
      'STATE',
    ],
    filter: { op: 'equalto', field: 'RECORDID', value: invoiceNumber },
  };
}

/** GLBATCH by journal and reference number (facts 8.9), which Intacct does not keep unique. */
export function journalEntriesByReference(journalSymbol: string, referenceNumber: string): QueryRequest {
  return {
    object: 'GLBATCH',
    fields: ['RECORDNO', 'JOURNAL', 'BATCH_DATE', 'REFERENCENO', 'BATCH_TITLE', 'STATE'],
    filter: {
      op: 'and',
      filters: [
        { op: 'equalto', field: 'JOURNAL', value: journalSymbol },
        { op: 'equalto', field: 'REFERENCENO', value: referenceNumber },
      ],
    },
  };
}

/** An ARINVOICE row in accounting words; throws UnexpectedResponse naming the fields that are not as documented. */
export function postedInvoiceFrom(row: IntacctRecord): PostedInvoice {
  return parseRow(invoiceRow, row, 'intacct query ARINVOICE');
}

/** A GLBATCH row in accounting words; throws UnexpectedResponse naming the fields that are not as documented. */
export function postedJournalEntryFrom(row: IntacctRecord): PostedJournalEntry {
  return parseRow(journalRow, row, 'intacct query GLBATCH');
}

function parseRow<Row>(schema: z.ZodType<Row>, row: IntacctRecord, operation: string): Row {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new UnexpectedResponse(`${operation}: ${faults}`, { operation });
}
