import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { ContactFeedActivities, ContactFeedPage } from '../activities/records/imetal-contact-feed';
import { sourcePolicy } from './activity-policies';

/** One look at the ship-tos and persons that operations made or changed, started by a schedule. */
export interface PollImetalContactsInput {
  company: string;
  /** A look longer than one run's history goes on here; absent at its beginning. */
  goOn?: { kind: 'ship-to' | 'person'; after: ContactFeedPage['next']; seen: number; touched: number };
}

const kinds = ['ship-to', 'person'] as const;
const pagesMax = 50;

/** Workflow id of a company's looks at iMetal's contacts; the schedule appends the time. */
export function pollImetalContactsWorkflowId(company: string): string {
  return `poll-imetal-contacts/${company}`;
}

/** Lets every ship-to and person be looked at that changed in iMetal since the last look, page by page. */
export async function pollImetalContacts(input: PollImetalContactsInput): Promise<{ seen: number; touched: number }> {
  const { touchImetalContactPage } = proxyActivities<ContactFeedActivities>(sourcePolicy);
  const { company, goOn } = input;
  let { seen, touched } = goOn ?? { seen: 0, touched: 0 };
  let after = goOn?.after ?? null;
  let pages = 0;
  for (const kind of kinds.slice(goOn === undefined ? 0 : kinds.indexOf(goOn.kind))) {
    do {
      if (pages === pagesMax) {
        return continueAsNew<typeof pollImetalContacts>({ company, goOn: { kind, after, seen, touched } });
      }
      const page: ContactFeedPage = await touchImetalContactPage({ company, kind, after });
      pages += 1;
      seen += page.seen;
      touched += page.touched;
      after = page.next;
    } while (after !== null);
  }
  return { seen, touched };
}
