import type { PostedDocumentKind } from '../../activities/document-kinds/document-kind';
import { documentFlows } from '../../clients/temporal/document-flows';
import { selectFeedStandings } from '../../db/company-status';
import { readHubClock } from '../../db/hub-health';
import type { DocumentSource } from '../../domain/document-source';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { ageText, timeText } from '../output/time-text';
import { fedKinds, findUntakenDocuments } from '../untaken-documents';
import type { Check, CheckResult } from './checkup';

// The feed looks every few seconds and sweeps every minute; a restart or a short absence of iMetal is over by then.
const lagMaxSeconds = 900;

export interface FeedCheckDeps {
  pool: Parameters<typeof findUntakenDocuments>[0]['pool'];
  imetal: () => Pick<DocumentSource, 'listHeaders' | 'listUnexportedHeaders' | 'readClock'>;
  profile: ImetalProfile;
}

/** The feeds: nothing final in iMetal that the ledger does not know for long, and cursors that move. */
export function feedChecks(deps: FeedCheckDeps): Check[] {
  const remedy = 'see the faults of the hub database and of iMetal';
  return fedKinds(deps.profile).flatMap((kind) => {
    // The first kind's checks are called as they were when there was no other.
    const of = kind.kind === 'sales-invoice' ? '' : ` of ${documentFlows[kind.kind].noun}s`;
    return [
      { name: `feed lag${of}`, remedy, make: () => checkLag(deps, kind) },
      { name: `feed cursor${of}`, remedy, make: () => checkCursor(deps, kind) },
    ];
  });
}

async function checkLag({ pool, imetal, profile }: FeedCheckDeps, kind: PostedDocumentKind): Promise<CheckResult> {
  const { noun } = kind;
  const { count, oldest } = await findUntakenDocuments({ pool, source: imetal(), profile }, kind);
  if (oldest === null) return { seen: `every final ${noun} is in the ledger`, faults: [] };
  const seen = `${count} final ${noun}${count === 1 ? '' : 's'} not in the ledger yet, the first for ${ageText(oldest.ageSeconds)}`;
  if (oldest.ageSeconds <= lagMaxSeconds) return { seen, faults: [] };
  const what = `final in iMetal for ${ageText(oldest.ageSeconds)} and not in the ledger, one of ${count}; expected ${ageText(lagMaxSeconds)} at most`;
  const remedy = `see that a worker runs and the schedule is not paused (intacct-pipelines schedules list); at once: intacct-pipelines trigger imetal ${kind.kind} ${oldest.documentKey}`;
  return { seen, faults: [{ subject: oldest.documentKey, what, remedy }] };
}

async function checkCursor({ pool, imetal, profile }: FeedCheckDeps, kind: PostedDocumentKind): Promise<CheckResult> {
  const { startFrom, pollIntervalSeconds } = profile.feed;
  const standings = await selectFeedStandings(pool, profile.company);
  const standing = standings.find(({ feed }) => feed === kind.feed);
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
  const [newer] = await imetal().listHeaders(kind.kind, { types: kind.types(profile), after, limit: 1 });
  if (newer === undefined) return { seen, faults: [] };
  const what =
    stillSeconds === null
      ? `the feed has never looked at iMetal, which has ${newer.documentKey}`
      : `the cursor has not moved for ${ageText(stillSeconds)}, and iMetal has ${newer.documentKey} behind it, modified at ${newer.modifiedAt}`;
  const remedy =
    'see that a worker runs and the schedule is there and not paused: intacct-pipelines schedules list (apply, resume)';
  return { seen, faults: [{ subject: kind.feed, what, remedy }] };
}
