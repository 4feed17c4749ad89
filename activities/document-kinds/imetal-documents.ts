import type { ImetalClient } from '../../clients/imetal/imetal-client';
import type { CompanyProfile } from '../../domain/company-profile';
import type { DocumentReading } from '../../domain/document-source';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { PostingPurpose } from '../../domain/posting';
import {
  type MappedDocument,
  type MappingContext,
  mapReading,
  type PostedDocumentKind,
  type ReadDocument,
} from './document-kind';

/** What the mapping of an iMetal document needs: what the ledger and iMetal know of other records besides. */
export interface ImetalMappingContext extends MappingContext {
  profile: ImetalProfile;
  imetal: ImetalClient;
}

interface ReadImetalDocument extends Omit<ReadDocument, 'map'> {
  map(context: ImetalMappingContext): Promise<MappedDocument>;
}

/** A kind of iMetal's documents, as its own file says it. */
export interface ImetalDocuments
  extends Pick<PostedDocumentKind, 'kind' | 'flow' | 'feed' | 'noun' | 'mappingVersion' | 'remainsAfterReversal'> {
  types(profile: ImetalProfile): string[];
  leadingPurpose(documentKey: string, profile: ImetalProfile): PostingPurpose;
  read(imetal: ImetalClient, documentKey: string, profile: ImetalProfile): Promise<DocumentReading<ReadImetalDocument>>;
}

/** Makes a kind of documents of companies that run on iMetal. */
export function imetalDocumentKind(documents: ImetalDocuments): PostedDocumentKind {
  return {
    ...documents,
    system: 'imetal',
    types: (profile) => (profile.source === 'imetal' ? documents.types(profile) : []),
    typeInKey: imetalTypeInKey,
    leadingPurpose: (documentKey, profile) => documents.leadingPurpose(documentKey, runningOnImetal(profile)),
    source: async (clients, { company }) => clients.imetal(company),
    async read(clients, documentKey, ofCompany) {
      const profile = runningOnImetal(ofCompany);
      const imetal = clients.imetal(profile.company);
      const reading = await documents.read(imetal, documentKey, profile);
      return mapReading(reading, (document) => ({
        ...document,
        map: (context) => document.map({ ...context, profile, imetal }),
      }));
    },
    // Our acknowledgement is one change of a header, and its version counts them.
    isOnlyAcknowledged: (plannedVersion, acknowledgedVersion) => acknowledgedVersion === plannedVersion + 1,
  };
}

/** The document type in an iMetal key: `DIV` of `HOU-DIV-104233`. */
export function imetalTypeInKey(documentKey: string): string {
  return documentKey.split('-')[1] ?? '';
}

function runningOnImetal(profile: CompanyProfile): ImetalProfile {
  if (profile.source === 'imetal') return profile;
  throw new Error(`${profile.company} runs on ${profile.source}: it has no documents of iMetal`);
}
