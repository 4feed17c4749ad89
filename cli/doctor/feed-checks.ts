import { salesInvoiceFeed } from '../../activities/sales-invoice-feed';
import type { ImetalClient } from '../../clients/imetal/imetal-client';
import { selectFeedStandings } from '../../db/company-status';
import { readHubClock } from '../../db/hub-health';
import type { CompanyProfile } from '../../domain/company-profile';
import { ageText, timeText } from '../output/time-text';
import { findUntakenInvoices } from '../untaken-invoices';
import type { Check, CheckResult } from './checkup';

// The feed looks every few seconds and sweeps every minute; a restart or a short absence of iMetal is over by then.
const lagMaxSeconds = 900;

export interface FeedCheckDeps {
  pool: Parameters<typeof findUntakenInvoices>[0]['pool'];
  imetal: () => Pick<ImetalClient, 'listSalesInvoices' | 'listUnexportedSalesInvoices' | 'readClock'>;
  profile: CompanyProfile;
}

/** The feed: nothing final in iMetal that the ledger does not know for long, and a cursor that moves. */
export function feedChecks(deps: FeedCheckDeps): Check[] {
  const remedy = 'see the faults of the hub database and of iMetal';
  return [
    { name: 'feed lag', remedy, make: () => checkLag(deps) },
    { name: 'feed cursor', remedy, make: () => checkCursor(deps) },
  ];
}

async function checkLag({ pool, imetal, profile }: FeedCheckDeps): Promise<CheckResult> {
  const { count, oldest } = await findUntakenInvoices({ pool, imetal: imetal(), profile });
  if (oldest === null) return { seen: 'every final invoice is in the ledger', faults: [] };
  const seen = `${count} final ${count === 1 ? 'invoice' : 'invoices'} not in the ledger yet, the first for ${ageText(oldest.ageSeconds)}`;
  if (oldest.ageSeconds <= lagMaxSeconds) return { seen, faults: [] };
  const what = `final in iMetal for ${ageText(oldest.ageSeconds)} and not in the ledger, one of ${count}; expected ${ageText(lagMaxSeconds)} at most`;
  const remedy = `see that a worker runs and the schedule is not paused (intacct-pipelines schedules list); at once: intacct-pipelines trigger imetal sales-invoice ${oldest.documentKey}`;
  return { seen, faults: [{ subject: oldest.documentKey, what, remedy }] };
}

async function checkCursor({ pool, imetal, profile }: FeedCheckDeps): Promise<CheckResult> {
  const { startFrom, pollIntervalSeconds } = profile.feed;
  const standings = await selectFeedStandings(pool, profile.company);
  const standing = standings.find(({ feed }) => feed === salesInvoiceFeed);
  const after =
    standing === undefined
      ? { modifiedAt: `${startFrom}T00:00:00.000000Z`, headerId: '0' }
      : { modifiedAt: standing.modified_at, headerId: standing.source_id };
  const stillSeconds =
    standing === undefined ? null : ((await readHubClock(pool)).getTime() - standing.moved_at.getTime()) / 1000;
  const seen =
    standing === undefined
      ? 'the feed has not looked yet'
      : `moved to ${after.modifiedAt} ${timeText(standing.moved_at)}`;
  if (stillSeconds !== null && stillSeconds <= Math.max(lagMaxSeconds, 3 * pollIntervalSeconds)) {
    return { seen, faults: [] };
  }
  const [newer] = await imetal().listSalesInvoices({ types: profile.invoiceTypes, after, limit: 1 });
  if (newer === undefined) return { seen, faults: [] };
  const what =
    stillSeconds === null
      ? `the feed has never looked at iMetal, which has ${newer.documentKey}`
      : `the cursor has not moved for ${ageText(stillSeconds)}, and iMetal has ${newer.documentKey} behind it, modified at ${newer.modifiedAt}`;
  const remedy =
    'see that a worker runs and the schedule is there and not paused: intacct-pipelines schedules list (apply, resume)';
  return { seen, faults: [{ subject: salesInvoiceFeed, what, remedy }] };
}
