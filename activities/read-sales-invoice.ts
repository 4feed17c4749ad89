import { Rejected } from '../clients/errors';
import type { ImetalClient, SalesInvoiceReading } from '../clients/imetal/imetal-client';
import type { PostingException } from '../domain/exception';

/** What came of reading an invoice; `refused` when iMetal lets us read no such thing, which a person must change. */
export type ReadingOrRefusal = SalesInvoiceReading | { kind: 'refused'; exception: PostingException };

/** Reads an invoice; a refusal is data for a person, everything else that fails is thrown. */
export async function readOrRefusal(client: ImetalClient, documentKey: string): Promise<ReadingOrRefusal> {
  try {
    return await client.readSalesInvoice(documentKey);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const exception: PostingException = {
      code: error.code,
      field: 'document',
      expected: `iMetal to let the reporter login read invoice ${documentKey}`,
      actual: error.message,
      message: `invoice ${documentKey}: iMetal refuses to let it be read: ${error.message}`,
      causeKey: null,
    };
    return { kind: 'refused', exception };
  }
}

/** The exception of an invoice that is not there, or not whole. */
export function unreadable(
  documentKey: string,
  reading: Exclude<SalesInvoiceReading, { kind: 'found' }>,
): PostingException {
  if (reading.kind === 'not-found') {
    return {
      code: 'DOCUMENT_NOT_FOUND',
      field: 'document',
      expected: `invoice ${documentKey} in iMetal`,
      actual: 'no such document, or one that is not final',
      message: `invoice ${documentKey}: iMetal has no final invoice of that branch, type and number`,
      causeKey: null,
    };
  }
  return {
    code: 'DOCUMENT_INCOMPLETE',
    field: reading.missing,
    expected: 'a header with its items, charges and totals',
    actual: `no ${reading.missing}`,
    message: `invoice ${documentKey}: half-written in iMetal: ${reading.missing} missing since ${reading.modifiedAt}`,
    causeKey: null,
  };
}
