import { continueAsNew, patched, proxyActivities } from '@temporalio/workflow';
import type { MovedCreditActivities } from '../activities/receivables/moved-credit';
import type { ContactFeedActivities, ContactFeedPage, ImetalFeedKind } from '../activities/records/imetal-contact-feed';
import { sourcePolicy } from './activity-policies';

/** One look at what operations made or changed of ship-tos, persons and companies, started by a schedule. */
export interface PollImetalContactsInput {
  company: string;
  /** A look longer than one run's history goes on here; absent at its beginning. */
  goOn?: { kind: ImetalFeedKind; after: ContactFeedPage['next']; seen: number; touched: number };
}

const pagesMax = 50;

/** Workflow id of a company's looks at iMetal's contacts; the schedule appends the time. */
export function pollImetalContactsWorkflowId(company: string): string {
  return `poll-imetal-contacts/${company}`;
}

/** Lets every ship-to and person be looked at that changed in iMetal since the last look, page by page; then companies that differ from finance's word. */
export async function pollImetalContacts(input: PollImetalContactsInput): Promise<{ seen: number; touched: number }> {
  const { touchImetalContactPage, touchMovedCredit } = proxyActivities<ContactFeedActivities & MovedCreditActivities>(
    sourcePolicy,
  );
  const { company, goOn } = input;
  let { seen, touched } = goOn ?? { seen: 0, touched: 0 };
  let after = goOn?.after ?? null;
  let pages = 0;
  const kinds: ImetalFeedKind[] = [
    'ship-to',
    'person',
    ...(patched('companies of iMetal') ? ['company' as const] : []),
  ];
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
  if (patched('credit that orders moved')) touched += await touchMovedCredit({ company });
  return { seen, touched };
}
