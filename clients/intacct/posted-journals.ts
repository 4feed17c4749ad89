import { z } from 'zod';
import { amountField, dateField, parseRow, recordNumberField } from './gateway-rows';
import type { IntacctRecord, PostedJournalEntry, PostedStatisticalEntry, QueryRequest } from './intacct-client';

type PostedJournalHeader = Omit<PostedJournalEntry, 'lines'>;

/** A line of either kind of entry; the amount, or the quantity, has no sign. */
interface PostedLine {
  entryRecordNumber: string;
  isDebit: boolean;
  accountNumber: string;
  amount: string;
}

const batchRow = z
  .object({
    RECORDNO: recordNumberField,
    JOURNAL: z.string(),
    BATCH_DATE: dateField,
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

const entryRow = z
  .object({
    // Of a line it is the header's RECORDNO, not its number in the journal (facts 8.9).
    BATCHNO: z.string().min(1),
    ACCOUNTNO: z.string().min(1),
    TR_TYPE: z.enum(['1', '-1']),
    // Empty may stand for "as AMOUNT" where a line has no currency or its company only one: ours are in base currency.
    TRX_AMOUNT: z.union([amountField, z.literal('')]),
    AMOUNT: amountField,
  })
  .transform(
    (row): PostedLine => ({
      entryRecordNumber: row.BATCHNO,
      isDebit: row.TR_TYPE === '1',
      accountNumber: row.ACCOUNTNO,
      amount: row.TRX_AMOUNT === '' ? row.AMOUNT : row.TRX_AMOUNT,
    }),
  );

/** GLBATCH by journal, statistical or not, and reference number (facts 8.9), which Intacct does not keep unique. */
export function batchesByReference(journalSymbol: string, referenceNumber: string): QueryRequest {
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

/** GLENTRY of batches by their record numbers. */
export function linesOfBatches(recordNumbers: string[]): QueryRequest {
  return {
    object: 'GLENTRY',
    fields: ['RECORDNO', 'BATCHNO', 'ACCOUNTNO', 'TR_TYPE', 'TRX_AMOUNT', 'AMOUNT'],
    filter: { op: 'in', field: 'BATCHNO', values: recordNumbers },
  };
}

/** A GLBATCH row in accounting words; throws UnexpectedResponse naming the fields that are not as documented. */
export function postedBatchFrom(row: IntacctRecord): PostedJournalHeader {
  return parseRow(batchRow, row, 'intacct query GLBATCH');
}

/** Journal entries with their GLENTRY rows; throws UnexpectedResponse naming the fields that are not as documented. */
export function withJournalLines(headers: PostedJournalHeader[], lineRows: IntacctRecord[]): PostedJournalEntry[] {
  const lines = lineRows.map(postedLineFrom);
  return headers.map((header) => ({
    ...header,
    lines: linesOf(header, lines).map(({ isDebit, accountNumber, amount }) => ({
      side: isDebit ? ('debit' as const) : ('credit' as const),
      accountNumber,
      amount,
    })),
  }));
}

/** Statistical entries with their GLENTRY rows; throws UnexpectedResponse naming the fields that are not as documented. */
export function withStatisticalLines(
  headers: PostedJournalHeader[],
  lineRows: IntacctRecord[],
): PostedStatisticalEntry[] {
  const lines = lineRows.map(postedLineFrom);
  return headers.map((header) => ({
    recordNumber: header.recordNumber,
    postingDate: header.postingDate,
    title: header.title,
    state: header.state,
    lines: linesOf(header, lines).map(({ isDebit, accountNumber, amount }) => ({
      side: isDebit ? ('increase' as const) : ('decrease' as const),
      accountNumber,
      quantity: amount,
    })),
  }));
}

function postedLineFrom(row: IntacctRecord): PostedLine {
  return parseRow(entryRow, row, 'intacct query GLENTRY');
}

function linesOf(header: PostedJournalHeader, lines: PostedLine[]): PostedLine[] {
  return lines.filter(({ entryRecordNumber }) => entryRecordNumber === header.recordNumber);
}
