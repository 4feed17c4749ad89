import { feedOf as receivablesFeedOf } from '../../activities/receivables/receivables-feed';
import { masterObjects } from '../../activities/records/intacct-feed';
import type { ImetalMasters } from '../../clients/imetal/imetal-masters';
import type { FeedObject, IntacctMasters } from '../../clients/intacct/intacct-masters';
import type { IntacctReceivables } from '../../clients/intacct/intacct-receivables';
import { selectFeedCursor } from '../../db/feed-cursors';
import type { Database } from '../../db/pool';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { CompanyProfile } from '../../domain/company-profile';
import type { FeedCursor } from '../../domain/feed-cursor';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { flowingToAssignar } from '../../workflows/poll-intacct';
import { receivablesObjects } from '../../workflows/poll-receivables';
import { ageText } from '../output/time-text';
import type { Check, CheckResult } from './checkup';

// The feeds look every few seconds; a restart or a short absence of a system is over by then.
const lagMaxSeconds = 900;

/** A feed, and when the first record behind its cursor was modified (ISO 8601); null when there is none. */
interface LookedFeed {
  feed: string;
  firstBehind: (cursor: FeedCursor | null) => Promise<string | null>;
}

export interface RecordFeedCheckDeps {
  pool: Database;
  profile: ImetalProfile;
  /** Each call takes its turn at the gateway. */
  masters: Pick<IntacctMasters, 'listChanged'>;
  receivables: Pick<IntacctReceivables, 'listChangedReceivables'>;
}

/** The feeds of Intacct's masters and receivables: nothing changed there for long that was not looked at. One API transaction each. */
export function intacctFeedChecks({ pool, profile, masters, receivables }: RecordFeedCheckDeps): Check[] {
  const beginning = { modifiedAt: `${profile.feed.startFrom}T00:00:00Z`, headerId: '0' };
  const ofMasters = masterObjects.map((object) => ({
    feed: `intacct/${object}`,
    firstBehind: async (cursor: FeedCursor | null) => {
      const [first] = await masters.listChanged(object, intacctCursor(cursor ?? beginning), 1);
      return first?.modifiedAt ?? null;
    },
  }));
  const ofReceivables = receivablesObjects.map((object) => ({
    feed: receivablesFeedOf(object),
    firstBehind: async (cursor: FeedCursor | null) => {
      // Its first look begins at that time, and leaves a cursor.
      if (cursor === null) return beginning.modifiedAt;
      const [first] = await receivables.listChangedReceivables(object, intacctCursor(cursor), 1);
      return first?.modifiedAt ?? null;
    },
  }));
  const remedy = 'see the faults of the hub database and of Intacct';
  return [
    { name: "feeds of Intacct's masters", remedy, make: () => checkFeeds(pool, profile, ofMasters) },
    { name: "feeds of Intacct's receivables", remedy, make: () => checkFeeds(pool, profile, ofReceivables) },
  ];
}

/** The feeds of what flows to Assignar. One API transaction each. */
export function constructionFeedChecks({
  pool,
  profile,
  masters,
}: {
  pool: Database;
  profile: AssignarProfile;
  /** Each call takes its turn at the gateway. */
  masters: Pick<IntacctMasters<FeedObject>, 'listChanged'>;
}): Check[] {
  const beginning = { modifiedAt: `${profile.feed.startFrom}T00:00:00Z`, headerId: '0' };
  const feeds = flowingToAssignar.map((object) => ({
    feed: `intacct/${object}`,
    firstBehind: async (cursor: FeedCursor | null) => {
      const [first] = await masters.listChanged(object, intacctCursor(cursor ?? beginning), 1);
      return first?.modifiedAt ?? null;
    },
  }));
  const remedy = 'see the faults of the hub database and of Intacct';
  return [{ name: "feeds of Intacct's masters", remedy, make: () => checkFeeds(pool, profile, feeds) }];
}

/** The feeds of the contacts that operations make and change, and of companies. */
export function contactFeedChecks(
  pool: Database,
  profile: ImetalProfile,
  imetal: () => Pick<ImetalMasters, 'listChangedContacts' | 'listChangedCompanies'>,
): Check[] {
  const feeds = (['ship-to', 'person', 'company'] as const).map((kind) => ({
    feed: `imetal/${kind}`,
    firstBehind: async (cursor: FeedCursor | null) => {
      const from = cursor ?? { modifiedAt: `${profile.feed.startFrom}T00:00:00.000000Z`, headerId: '0' };
      const [first] =
        kind === 'company'
          ? await imetal().listChangedCompanies(from, 1)
          : await imetal().listChangedContacts(kind, from, 1);
      return first?.cursor.modifiedAt ?? null;
    },
  }));
  const remedy = 'see the faults of the hub database and of iMetal';
  return [{ name: "feeds of iMetal's contacts", remedy, make: () => checkFeeds(pool, profile, feeds) }];
}

async function checkFeeds(
  pool: Database,
  { company }: Pick<CompanyProfile, 'company'>,
  feeds: readonly LookedFeed[],
): Promise<CheckResult> {
  const faults: CheckResult['faults'] = [];
  for (const { feed, firstBehind } of feeds) {
    const cursor = await selectFeedCursor(pool, company, feed);
    const modifiedAt = await firstBehind(cursor);
    const lagSeconds = modifiedAt === null ? 0 : (Date.now() - Date.parse(modifiedAt)) / 1000;
    if (lagSeconds <= lagMaxSeconds) continue;
    const what =
      cursor === null
        ? 'the feed has never looked'
        : `changed ${ageText(lagSeconds)} ago and not looked at; expected ${ageText(lagMaxSeconds)} at most`;
    const remedy =
      'see that a worker runs and the schedule is there and not paused: intacct-pipelines schedules list (apply, resume)';
    faults.push({ subject: feed, what, remedy });
  }
  return { seen: `${feeds.map(({ feed }) => feed.split('/')[1]).join(', ')}: nothing waits for long`, faults };
}

function intacctCursor({ modifiedAt, headerId }: FeedCursor): { modifiedAt: string; recordNumber: string } {
  return { modifiedAt, recordNumber: headerId };
}
