import { continueAsNew } from '@temporalio/workflow';
import type { PostDocumentResult } from './post-document';
import { postSourceDocument, type SourceDocumentInput, sourceDocumentWorkflowId } from './source-document';

/** Workflow id of the flow of a supplier's invoice or credit. */
export function purchaseInvoiceWorkflowId(company: string, documentKey: string, revision = 1): string {
  return sourceDocumentWorkflowId('purchase-invoice', company, documentKey, revision);
}

/** A supplier's document approved in iMetal becomes a bill or a vendor's credit, goods received cleared; iMetal gets Intacct's reference. */
export async function purchaseInvoice(input: SourceDocumentInput): Promise<PostDocumentResult> {
  return postSourceDocument('supplier-document', input, (next) => continueAsNew<typeof purchaseInvoice>(next));
}
