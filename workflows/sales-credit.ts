import { continueAsNew } from '@temporalio/workflow';
import type { PostDocumentResult } from './post-document';
import { postSourceDocument, type SourceDocumentInput, sourceDocumentWorkflowId } from './source-document';

/** Workflow id of a sales credit's flow. */
export function salesCreditWorkflowId(company: string, documentKey: string, revision = 1): string {
  return sourceDocumentWorkflowId('sales-credit', company, documentKey, revision);
}

/** An iMetal credit note becomes a credit memo that names the invoice it corrects, with stock taken back; iMetal gets Intacct's reference. */
export async function salesCredit(input: SourceDocumentInput): Promise<PostDocumentResult> {
  return postSourceDocument('sales-credit', input, (next) => continueAsNew<typeof salesCredit>(next));
}
