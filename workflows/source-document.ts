import { proxyActivities } from '@temporalio/workflow';
import type { DocumentActivities, PlanDocumentRequest } from '../activities/document-activities';
import type { Decision } from '../domain/posting';
import { sourcePolicy } from './activity-policies';
import { type Continuation, type PostDocumentResult, postDocument } from './post-document';

/** One document of a source system to post. */
export interface SourceDocumentInput extends Continuation {
  company: string;
  /** Branch, type and number: `HOU-CRN-700123`; of a timesheet `TS-9001`. */
  documentKey: string;
  /** 1; one more for each time that the document changed after it was posted. */
  revision: number;
  /** ISO 8601: when the source was seen to say that the document is final. */
  triggeredAt: string;
}

/** Workflow id of a document's flow: the same document is always the same workflow. */
export function sourceDocumentWorkflowId(flow: string, company: string, documentKey: string, revision = 1): string {
  const id = `${flow}/${company}/${documentKey}`;
  return revision === 1 ? id : `${id}/revision-${revision}`;
}

/** The life of a document whose source is told of its posting: what is left to a flow is which kind it is. */
export async function postSourceDocument(
  kind: PlanDocumentRequest['kind'],
  input: SourceDocumentInput,
  continueAsNew: (input: SourceDocumentInput) => Promise<never>,
): Promise<PostDocumentResult> {
  const { planDocument, acknowledgeDocument, recordAbandonment } = proxyActivities<DocumentActivities>(sourcePolicy);
  const { company, documentKey, revision, triggeredAt } = input;
  const document = { company, documentKey, revision };
  const steps = {
    document,
    plan: (decision: Decision | null) => planDocument({ kind, document, triggeredAt, decision }),
    acknowledge: () => acknowledgeDocument({ kind, document }),
    abandon: (decision: Decision) => recordAbandonment({ document, decision }),
    continueAsNew: (decision: Decision) => continueAsNew({ ...input, decision }),
  };
  return postDocument(steps, input);
}
