import type { IntacctClient, IntacctRecord, PostedSubledgerDocument, QueryRequest } from './intacct-client';
import {
  detailsOfPayments,
  documentsByNumber,
  invoicesByNumber,
  paymentRecordNumber,
  paymentsByReference,
  postedApplicationsFrom,
  postedDocumentFrom,
  postedInvoiceFrom,
  type SubledgerObject,
} from './posted-documents';
import {
  batchesByReference,
  linesOfBatches,
  postedBatchFrom,
  withJournalLines,
  withStatisticalLines,
} from './posted-journals';
import { timesheetsOf } from './posted-timesheets';

/** What finds posted documents by their natural keys. */
export type LookUps = Pick<
  IntacctClient,
  | 'findInvoices'
  | 'findArAdjustments'
  | 'findApAdjustments'
  | 'findBills'
  | 'findApplications'
  | 'findJournalEntries'
  | 'findStatisticalEntries'
  | 'findTimesheets'
>;

/**
 * Look-ups over the reads of one client. Headers cost one API transaction a page; where there are any, lines, entries
 * and application details cost one more. Entity id empty is the top level. Throws verdicts, UnexpectedResponse among them.
 */
export function createLookUps({ query, read }: Pick<IntacctClient, 'query' | 'read'>): LookUps {
  const rowsOf = (entityId: string, request: QueryRequest) => collect(query(sessionEntity(entityId), request));
  const documents = async (
    entityId: string,
    object: SubledgerObject,
    documentNumber: string,
    partyId?: string,
  ): Promise<PostedSubledgerDocument[]> => {
    const rows = await rowsOf(entityId, documentsByNumber(object, documentNumber, partyId));
    return rows.map((row) => postedDocumentFrom(object, row));
  };
  const batches = async (entityId: string, journalSymbol: string, referenceNumber: string) => {
    const headers = (await rowsOf(entityId, batchesByReference(journalSymbol, referenceNumber))).map(postedBatchFrom);
    if (headers.length === 0) return { headers, lineRows: [] };
    const numbers = headers.map(({ recordNumber }) => recordNumber);
    return { headers, lineRows: await rowsOf(entityId, linesOfBatches(numbers)) };
  };
  return {
    async findInvoices(entityId, invoiceNumber) {
      return (await rowsOf(entityId, invoicesByNumber(invoiceNumber))).map(postedInvoiceFrom);
    },
    findArAdjustments: (entityId, adjustmentNumber) => documents(entityId, 'ARADJUSTMENT', adjustmentNumber),
    findApAdjustments: (entityId, adjustmentNumber) => documents(entityId, 'APADJUSTMENT', adjustmentNumber),
    findBills: (entityId, vendorId, billNumber) => documents(entityId, 'APBILL', billNumber, vendorId),
    async findApplications(entityId, referenceNumber) {
      const rows = await rowsOf(entityId, paymentsByReference(referenceNumber));
      if (rows.length === 0) return [];
      const details = await rowsOf(entityId, detailsOfPayments(rows.map(paymentRecordNumber)));
      return postedApplicationsFrom(rows, details);
    },
    async findJournalEntries(entityId, journalSymbol, referenceNumber) {
      const { headers, lineRows } = await batches(entityId, journalSymbol, referenceNumber);
      return withJournalLines(headers, lineRows);
    },
    async findStatisticalEntries(entityId, journalSymbol, referenceNumber) {
      const { headers, lineRows } = await batches(entityId, journalSymbol, referenceNumber);
      return withStatisticalLines(headers, lineRows);
    },
    findTimesheets: (entityId, employeeId, beginDate) =>
      timesheetsOf({ query, read }, sessionEntity(entityId), employeeId, beginDate),
  };
}

/** The entity of a session for a domain's entity id: an empty one is the top level, which the gateway knows as none. */
export function sessionEntity(entityId: string): string | null {
  return entityId === '' ? null : entityId;
}

async function collect(rows: AsyncIterable<IntacctRecord>): Promise<IntacctRecord[]> {
  const all: IntacctRecord[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
