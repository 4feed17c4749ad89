import { continueAsNew } from '@temporalio/workflow';
import type { PostDocumentResult } from './post-document';
import { postSourceDocument, type SourceDocumentInput, sourceDocumentWorkflowId } from './source-document';

/** Workflow id of a stock movement's flow. */
export function ledgerEntryWorkflowId(company: string, documentKey: string, revision = 1): string {
  return sourceDocumentWorkflowId('ledger-entry', company, documentKey, revision);
}

/** A stock movement that belongs to no invoice becomes a balanced journal entry, quantities beside it where the profile asks. */
export async function ledgerEntry(input: SourceDocumentInput): Promise<PostDocumentResult> {
  return postSourceDocument('stock-movement', input, (next) => continueAsNew<typeof ledgerEntry>(next));
}
