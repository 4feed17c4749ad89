import { continueAsNew } from '@temporalio/workflow';
import type { PostDocumentResult } from './post-document';
import { postSourceDocument, type SourceDocumentInput, sourceDocumentWorkflowId } from './source-document';

/** Workflow id of a timesheet's flow. */
export function labourTimeWorkflowId(company: string, documentKey: string, revision = 1): string {
  return sourceDocumentWorkflowId('labour-time', company, documentKey, revision);
}

/** An approved Assignar shift becomes entries of its worker's Intacct timesheet, with the hours of its equipment; Assignar marks it processed. */
export async function labourTime(input: SourceDocumentInput): Promise<PostDocumentResult> {
  return postSourceDocument('timesheet', input, (next) => continueAsNew<typeof labourTime>(next));
}
