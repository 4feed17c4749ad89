import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { DocumentPageRequest, FeedActivities, FeedPage, FeedPosition } from '../activities/document-feed';
import { sourcePolicy } from './activity-policies';

/** Where a look that is longer than one run's history goes on. */
export interface LookSoFar {
  position: FeedPosition;
  seen: number;
  started: number;
}

/** One look of a company's feed at its source, started by a schedule. */
export interface PollDocumentsInput {
  company: string;
  kind: DocumentPageRequest['kind'];
  /** Absent at the beginning of a look. */
  goOn?: LookSoFar;
}

/** What a whole look came to. */
export interface PollResult {
  seen: number;
  started: number;
}

// About 300 events: a run's history stays small, however long the look is.
const pagesMax = 50;

/** Workflow id of a company's looks for one kind of documents; the schedule appends the time. */
export function pollDocumentsWorkflowId(company: string, kind: DocumentPageRequest['kind']): string {
  return `poll-documents/${company}/${kind}`;
}

/** Hands every document of a kind that became final since the last look to its own flow, page by page to the end. */
export async function pollDocuments(input: PollDocumentsInput): Promise<PollResult> {
  const { startDocumentPage } = proxyActivities<FeedActivities>(sourcePolicy);
  const { company, kind, goOn } = input;
  return lookToTheEnd(
    goOn,
    (position) => startDocumentPage({ company, kind, position }),
    (soFar) => continueAsNew<typeof pollDocuments>({ company, kind, goOn: soFar }),
  );
}

/** Page after page from the cursor, however many there are; then those that no cursor shows. Goes on as new after 50 pages. */
export async function lookToTheEnd(
  goOn: LookSoFar | undefined,
  startPage: (position: FeedPosition) => Promise<FeedPage>,
  goOnAsNew: (soFar: LookSoFar) => Promise<never>,
): Promise<PollResult> {
  let position: FeedPosition = goOn?.position ?? { from: 'cursor' };
  let seen = goOn?.seen ?? 0;
  let started = goOn?.started ?? 0;
  for (let page = 0; page < pagesMax; page += 1) {
    const looked = await startPage(position);
    seen += looked.seen;
    started += looked.started;
    if (looked.next === null) return { seen, started };
    position = looked.next;
  }
  return goOnAsNew({ position, seen, started });
}
