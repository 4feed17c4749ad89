import { Rejected } from '../clients/errors';
import type { DocumentReading, ImetalClient } from '../clients/imetal/imetal-client';
import type { CompanyProfile } from '../domain/company-profile';
import type { PostingException } from '../domain/exception';
import type { PostedDocumentKind, ReadDocument } from './document-kinds/document-kind';

/** What came of reading a document; `refused` when iMetal lets us read no such thing, which a person must change. */
export type ReadingOrRefusal = DocumentReading<ReadDocument> | { kind: 'refused'; exception: PostingException };

/** Reads a document; a refusal is data for a person, everything else that fails is thrown. */
export async function readOrRefusal(
  kind: PostedDocumentKind,
  client: ImetalClient,
  documentKey: string,
  profile: CompanyProfile,
): Promise<ReadingOrRefusal> {
  try {
    return await kind.read(client, documentKey, profile);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const exception: PostingException = {
      code: error.code,
      field: 'document',
      expected: `iMetal to let the reporter login read ${kind.noun} ${documentKey}`,
      actual: error.message,
      message: `${kind.noun} ${documentKey}: iMetal refuses to let it be read: ${error.message}`,
      causeKey: null,
    };
    return { kind: 'refused', exception };
  }
}

/** The exception of a document that is not there, or not whole. */
export function unreadable(
  { noun }: PostedDocumentKind,
  documentKey: string,
  reading: Exclude<DocumentReading<unknown>, { kind: 'found' }>,
): PostingException {
  if (reading.kind === 'not-found') {
    return {
      code: 'DOCUMENT_NOT_FOUND',
      field: 'document',
      expected: `${noun} ${documentKey} in iMetal`,
      actual: 'no such document, or one that is not final',
      message: `${noun} ${documentKey}: iMetal has no final ${noun} of that branch, type and number`,
      causeKey: null,
    };
  }
  return {
    code: 'DOCUMENT_INCOMPLETE',
    field: reading.missing,
    expected: 'a header with its items, charges and totals',
    actual: `no ${reading.missing}`,
    message: `${noun} ${documentKey}: half-written in iMetal: ${reading.missing} missing since ${reading.modifiedAt}`,
    causeKey: null,
  };
}
