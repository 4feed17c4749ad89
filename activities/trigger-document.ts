import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { UnexpectedResponse } from '../clients/errors';
import { documentFlows } from '../clients/temporal/document-flows';
import { retryParkedFlow, startDocumentFlow } from '../clients/temporal/start-document-flow';
import type { CompanyProfiles } from '../companies/company-profiles';
import { type DocumentStanding, selectDocumentStandings } from '../db/document-standings';
import type { CompanyProfile } from '../domain/company-profile';
import { type DocumentHeader, type DocumentReading, systemNames } from '../domain/document-source';
import type { PostedDocumentKind, ReadDocument, SourceClients } from './document-kinds/document-kind';
import { postedDocumentKinds } from './document-kinds/document-kinds';

export interface TriggerDeps extends SourceClients {
  pool: Pool;
  client: Client;
  taskQueue: string;
  profiles: CompanyProfiles;
}

export type TriggerResult =
  | { kind: 'started' | 'already-running' | 'already-finished'; workflowId: string }
  /** The posted document was changed in the source: a new revision's flow is parked until a person decides. */
  | { kind: 'changed-after-posting'; workflowId: string }
  /** The parked document was corrected in the source: its flow tries again. */
  | { kind: 'retried'; workflowId: string }
  | { kind: 'no-such-document' };

/** The kind of documents that a key names by its type; null for a type that the profile does not give to any. */
export function findDocumentKind(documentKey: string, profile: CompanyProfile): PostedDocumentKind | null {
  const kinds = Object.values(postedDocumentKinds);
  return kinds.find((kind) => kind.types(profile).includes(kind.typeInKey(documentKey))) ?? null;
}

/**
 * Whatever says "this document is final" ends here: poll, webhook, CLI. Starts the document's flow or finds it; a
 * finished document starts nothing unless its content changed.
 */
export async function triggerDocument(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  company: string,
  documentKey: string,
): Promise<TriggerResult> {
  // Several kinds share a table: it is the type that tells an invoice from a credit.
  const profile = await deps.profiles.profile(company);
  if (!kind.types(profile).includes(kind.typeInKey(documentKey))) return { kind: 'no-such-document' };
  const header = await (await kind.source(deps, profile)).findHeader(kind.kind, documentKey);
  if (header === null) return { kind: 'no-such-document' };
  const standings = await selectDocumentStandings(deps.pool, company, [documentKey]);
  return triggerFromHeader(deps, kind, company, header, standings.get(documentKey) ?? null);
}

/** The same, for a header and a standing already read. */
export async function triggerFromHeader(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  company: string,
  header: DocumentHeader,
  standing: DocumentStanding | null,
): Promise<TriggerResult> {
  if (standing === null && header.isDeleted === true) return { kind: 'no-such-document' };
  const { client, taskQueue } = deps;
  const start = (revision: number) =>
    startDocumentFlow(client, taskQueue, { company, kind: kind.kind, header, revision });
  if (standing?.state === 'rejected' && wasCorrected(header, standing)) {
    const workflowId = documentFlows[kind.kind].workflowId(company, header.documentKey, standing.revision);
    const decision = { actor: 'feed', reason: `changed in ${systemNames[kind.system]}, now version ${header.version}` };
    // Without a parked flow to tell, it is trying already, or was ended by hand or forgotten: below it is found or starts again.
    if (await retryParkedFlow(client, workflowId, decision)) return { kind: 'retried', workflowId };
  }
  const isFinished = standing !== null && (standing.state === 'posted' || standing.state === 'abandoned');
  if (isFinished && (await hasChanged(deps, kind, company, header, standing))) {
    const { workflowId } = await start(standing.revision + 1);
    return { kind: 'changed-after-posting', workflowId };
  }
  // Harmless where the flow is closed; where it was killed between posting and acknowledging, it goes on.
  const { workflowId, isOpen } = await start(standing?.revision ?? 1);
  if (isFinished || !isOpen) return { kind: 'already-finished', workflowId };
  return { kind: standing === null ? 'started' : 'already-running', workflowId };
}

/**
 * True when the source changed since the document was last planned: the person who fixed it there need not say so here. By the
 * source's versions alone; what could not be read has none, and whatever is there now is news.
 */
export function wasCorrected(header: DocumentHeader, standing: DocumentStanding): boolean {
  return standing.sourceVersion !== header.version;
}

/**
 * True when the source says something else than what the ledger holds. What it lets be read and what makes no sense counts as
 * changed: the document's own flow meets the fault then. Throws Rejected when it lets nothing be read: that says nothing of the
 * document, and a grant that is lost for a minute must not question every posted one.
 */
async function hasChanged(
  deps: TriggerDeps,
  kind: PostedDocumentKind,
  company: string,
  header: DocumentHeader,
  standing: DocumentStanding,
): Promise<boolean> {
  // Planned as it is now, or changed by nothing but our own acknowledgement: a large document need not be read for that.
  if (header.version === standing.sourceVersion || header.version === standing.acknowledgedVersion) return false;
  let reading: DocumentReading<ReadDocument>;
  try {
    reading = await kind.read(deps, header.documentKey, await deps.profiles.profile(company));
  } catch (error) {
    if (error instanceof UnexpectedResponse) return true;
    throw error;
  }
  // Half-written or gone: its next modification triggers again.
  if (reading.kind !== 'found') return false;
  return reading.document.contentHash !== standing.contentHash;
}
