import { Rejected } from '../clients/errors';
import type { CompanyProfile } from '../domain/company-profile';
import { type DocumentReading, systemNames } from '../domain/document-source';
import type { PostingException } from '../domain/exception';
import type { PostedDocumentKind, ReadDocument, SourceClients } from './document-kinds/document-kind';

/** What came of reading a document; `refused` when the source lets us read no such thing, which a person must change. */
export type ReadingOrRefusal = DocumentReading<ReadDocument> | { kind: 'refused'; exception: PostingException };

/** Reads a document; a refusal is data for a person, everything else that fails is thrown. */
export async function readOrRefusal(
  kind: PostedDocumentKind,
  clients: SourceClients,
  documentKey: string,
  profile: CompanyProfile,
): Promise<ReadingOrRefusal> {
  try {
    return await kind.read(clients, documentKey, profile);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const system = systemNames[kind.system];
    const exception: PostingException = {
      code: error.code,
      field: 'document',
      expected: `${system} to let the hub read ${kind.noun} ${documentKey}`,
      actual: error.message,
      message: `${kind.noun} ${documentKey}: ${system} refuses to let it be read: ${error.message}`,
      causeKey: null,
    };
    return { kind: 'refused', exception };
  }
}

/** The exception of a document that is not there, or not whole. */
export function unreadable(
  { noun, system: ofSystem }: Pick<PostedDocumentKind, 'noun' | 'system'>,
  documentKey: string,
  reading: Exclude<DocumentReading<unknown>, { kind: 'found' }>,
): PostingException {
  const system = systemNames[ofSystem];
  if (reading.kind === 'not-found') {
    return {
      code: 'DOCUMENT_NOT_FOUND',
      field: 'document',
      expected: `${noun} ${documentKey} in ${system}`,
      actual: 'no such document, or one that is not final',
      message: `${noun} ${documentKey}: ${system} has no final ${noun} of that ${ofSystem === 'imetal' ? 'branch, type and number' : 'id'}`,
      causeKey: null,
    };
  }
  return {
    code: 'DOCUMENT_INCOMPLETE',
    field: reading.missing,
    expected: 'a header with its items, charges and totals',
    actual: `no ${reading.missing}`,
    message: `${noun} ${documentKey}: half-written in ${system}: ${reading.missing} missing since ${reading.modifiedAt}`,
    causeKey: null,
  };
}
