import { z } from 'zod';
import { UnexpectedResponse } from '../errors';
import { dateFromGateway } from './gateway-dates';
import type {
  IntacctRecord,
  PostedInvoice,
  PostedJournalEntry,
  PostedJournalLine,
  QueryRequest,
} from './intacct-client';

const date = z.string().transform((text, context) => {
  const iso = dateFromGateway(text);
  if (iso !== null) return iso;
  context.addIssue({ code: 'custom', message: 'expected MM/DD/YYYY' });
  return z.NEVER;
});

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);

const invoiceRow = z
  .object({
    RECORDNO: z.string().min(1),
    RECORDID: z.string(),
    CUSTOMERID: z.string(),
    WHENCREATED: date,
    CURRENCY: z.string(),
    TRX_TOTALENTERED: amount,
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

type PostedJournalHeader = Omit<PostedJournalEntry, 'lines'>;

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
    (row): PostedJournalHeader => ({
      recordNumber: row.RECORDNO,
      journalSymbol: row.JOURNAL,
      postingDate: row.BATCH_DATE,
      referenceNumber: row.REFERENCENO,
      title: row.BATCH_TITLE,
      state: row.STATE,
    }),
  );

const journalLineRow = z
  .object({
    // Of a line it is the header's RECORDNO, not its number in the journal (facts 8.9).
    BATCHNO: z.string().min(1),
    ACCOUNTNO: z.string().min(1),
    TR_TYPE: z.enum(['1', '-1']),
    // Empty may stand for "as AMOUNT" where a company has one currency only: our entries are in the base currency.
    TRX_AMOUNT: z.union([amount, z.literal('')]),
    AMOUNT: amount,
  })
  .transform((row) => ({
    entryRecordNumber: row.BATCHNO,
    line: {
      side: row.TR_TYPE === '1' ? 'debit' : 'credit',
      accountNumber: row.ACCOUNTNO,
      amount: row.TRX_AMOUNT === '' ? row.AMOUNT : row.TRX_AMOUNT,
    } satisfies PostedJournalLine,
  }));

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

/** GLENTRY of journal entries by their record numbers. */
export function linesOfJournalEntries(recordNumbers: string[]): QueryRequest {
  return {
    object: 'GLENTRY',
    fields: ['RECORDNO', 'BATCHNO', 'ACCOUNTNO', 'TR_TYPE', 'TRX_AMOUNT', 'AMOUNT'],
    filter: { op: 'in', field: 'BATCHNO', values: recordNumbers },
  };
}

/** A GLBATCH row in accounting words; throws UnexpectedResponse naming the fields that are not as documented. */
export function postedJournalHeaderFrom(row: IntacctRecord): PostedJournalHeader {
  return parseRow(journalRow, row, 'intacct query GLBATCH');
}

/** Journal entries with their GLENTRY rows; throws UnexpectedResponse naming the fields that are not as documented. */
export function withJournalLines(headers: PostedJournalHeader[], lineRows: IntacctRecord[]): PostedJournalEntry[] {
  const lines = lineRows.map((row) => parseRow(journalLineRow, row, 'intacct query GLENTRY'));
  return headers.map((header) => {
    const own = lines.filter(({ entryRecordNumber }) => entryRecordNumber === header.recordNumber);
    return { ...header, lines: own.map(({ line }) => line) };
  });
}

function parseRow<Row>(schema: z.ZodType<Row>, row: IntacctRecord, operation: string): Row {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new UnexpectedResponse(`${operation}: ${faults}`, { operation });
}
