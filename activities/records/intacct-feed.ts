import type { ChangedRecord, FeedObject, IntacctCursor, MasterObject } from '../../clients/intacct/intacct-masters';
import { moveFeedCursor } from '../../db/feed-cursors';
import { selectLink, selectLinkByRecordNumber, selectLinksBeginning } from '../../db/links';
import { recordLook, selectLooks } from '../../db/record-looks';
import type { CompanyProfile } from '../../domain/company-profile';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { isConstructionObject } from '../../domain/record-sync';
import { touchChangedRecords, touchDeletedRecords } from '../assignar-records/assignar-feed';
import { toFailure } from '../failure';
import { feedStart } from '../feed-start';
import { fewAtOnce } from '../few-at-once';
import { whileSignedIn } from '../gateway-turns';
import { sweepWhenDue } from '../sweep-when-due';
import { touchChangedContact } from './display-contact';
import type { RecordDeps } from './look-at-record';
import { linkedObjectOf } from './record-kind';
import { kindOf } from './record-kinds';
import { touchRecord } from './touch-record';

const pageSize = 100;
// Deletions and tax schedules are asked for apart, each for its own API transactions: not at every look.
const deletionsEverySeconds = 60;
const schedulesEverySeconds = 3_600;
// Intacct's times are whole seconds: what was read within two of them may have been written once more in the same one.
const sameSecondMs = 2_000;

export interface IntacctFeedPage {
  seen: number;
  touched: number;
  /** Right behind the page's last row; null at the end of the look. */
  next: IntacctCursor | null;
}

export interface IntacctFeedActivities {
  /** Lets the changed records of one page be looked at, then moves the cursor behind it. `after` null: from where the feed stopped, less the overlap. */
  touchIntacctPage(request: {
    company: string;
    object: FeedObject;
    after: IntacctCursor | null;
  }): Promise<IntacctFeedPage>;
  /** Lets the records be looked at that were deleted in Intacct; once a minute at most. */
  touchIntacctDeletions(company: string): Promise<{ touched: number }>;
  /** Lets every tax schedule be looked at: when a detail changed, and once an hour, for Intacct tells no change of them. */
  touchTaxSchedules(request: { company: string; detailsChanged: boolean }): Promise<{ touched: number }>;
}

/** The poll behind every Smart Event: what no hint told is found here. */
export function createIntacctFeedActivities(deps: RecordDeps): IntacctFeedActivities {
  const during = async <T>(company: string, run: (profile: CompanyProfile) => Promise<T>): Promise<T> => {
    try {
      return await run(await deps.profiles.profile(company));
    } catch (error) {
      throw toFailure(error, `masters of ${company}`);
    }
  };
  return {
    touchIntacctPage: ({ company, object, after }) =>
      during(company, (profile) => touchPageOf(deps, profile, object, after)),
    touchIntacctDeletions: (company) =>
      during(company, (profile) =>
        profile.source === 'assignar' ? touchDeletedRecords(deps, profile) : touchDeletions(deps, profile),
      ),
    touchTaxSchedules: ({ company, detailsChanged }) =>
      during(company, async (profile) =>
        profile.source === 'assignar' ? { touched: 0 } : touchSchedules(deps, profile, detailsChanged),
      ),
  };
}

async function touchPageOf(
  deps: RecordDeps,
  profile: CompanyProfile,
  object: FeedObject,
  after: IntacctCursor | null,
): Promise<IntacctFeedPage> {
  if (profile.source === 'assignar') return touchChangedRecords(deps, profile, object, after);
  if (isConstructionObject(object)) throw new Error(`${profile.company} runs on iMetal: it has no ${object}`);
  return touchPage(deps, profile, object, after);
}

async function touchPage(
  deps: RecordDeps,
  profile: ImetalProfile,
  object: MasterObject,
  after: IntacctCursor | null,
): Promise<IntacctFeedPage> {
  const { company } = profile;
  const feed = feedOf(object);
  const from = after ?? { modifiedAt: await feedStart(deps.pool, profile, feed), recordNumber: '0' };
  const page = await askIntacct(deps, profile, (masters) => masters.listChanged(object, from, pageSize));
  const news = await withoutKnown(deps, company, object, page);
  let touched = 0;
  await fewAtOnce(news, async (record) => {
    if (await touchChanged(deps, company, record)) touched += 1;
  });
  const last = page.at(-1);
  if (last === undefined) return { seen: 0, touched, next: null };
  await moveFeedCursor(deps.pool, company, feed, { modifiedAt: last.modifiedAt, headerId: last.recordNumber });
  const next = page.length < pageSize ? null : { modifiedAt: last.modifiedAt, recordNumber: last.recordNumber };
  return { seen: page.length, touched, next };
}

/** The records that were not looked at yet as they are now. */
async function withoutKnown(
  deps: RecordDeps,
  company: string,
  object: MasterObject,
  page: readonly ChangedRecord[],
): Promise<ChangedRecord[]> {
  const looks = await selectLooks(
    deps.pool,
    company,
    object,
    page.map(({ id }) => id),
  );
  return page.filter(({ id, modifiedAt }) => {
    const look = looks.get(id);
    if (look === undefined || look.modifiedAt !== modifiedAt) return true;
    return look.lookedAt.getTime() < Date.parse(modifiedAt) + sameSecondMs;
  });
}

/** True when a flow was told; a contact of nobody whom operations know has none. */
async function touchChanged(deps: RecordDeps, company: string, record: ChangedRecord): Promise<boolean> {
  const { object, id, modifiedAt } = record;
  if (object !== 'CONTACT') {
    await touchRecord(deps, company, object, id);
    return true;
  }
  const { contact, party } = await touchChangedContact(deps, company, id);
  if (contact === null) {
    const seenAt = new Date().toISOString();
    await recordLook(deps.pool, { company, object, intacctId: id }, { modifiedAt, outcome: 'filtered', seenAt });
  }
  return contact !== null || party !== null;
}

async function touchDeletions(deps: RecordDeps, profile: ImetalProfile): Promise<{ touched: number }> {
  const { company } = profile;
  const feed = 'intacct/deleted';
  const due = { company, feed, everySeconds: deletionsEverySeconds };
  return { touched: await sweepWhenDue(deps.pool, due, () => sweepDeletions(deps, profile, feed)) };
}

async function sweepDeletions(deps: RecordDeps, profile: ImetalProfile, feed: string): Promise<number> {
  const { company } = profile;
  let touched = 0;
  let after = await feedStart(deps.pool, profile, feed);
  for (;;) {
    const gone = await askIntacct(deps, profile, (masters) => masters.listDeleted(masterObjects, after, pageSize));
    for (const record of gone) if (await touchDeleted(deps, company, record)) touched += 1;
    const last = gone.at(-1);
    if (last === undefined) break;
    // Behind the page, not less the overlap: more than a page of them may lie within that.
    after = last.modifiedAt;
    await moveFeedCursor(deps.pool, company, feed, { modifiedAt: after, headerId: last.recordNumber || '0' });
    if (gone.length < pageSize) break;
  }
  return touched;
}

/** False for one that operations never had, or have closed already. */
async function touchDeleted(deps: RecordDeps, company: string, record: ChangedRecord): Promise<boolean> {
  const of = linkedObjectOf(kindOf(record.object), company);
  const link =
    record.id === ''
      ? await selectLinkByRecordNumber(deps.pool, of, record.recordNumber)
      : await selectLink(deps.pool, of, record.id);
  if (link === null || link.standing === 'inactive') return false;
  await touchRecord(deps, company, record.object, link.intacctId);
  return true;
}

async function touchSchedules(
  deps: RecordDeps,
  profile: ImetalProfile,
  detailsChanged: boolean,
): Promise<{ touched: number }> {
  const { company } = profile;
  const everySeconds = detailsChanged ? 0 : schedulesEverySeconds;
  const due = { company, feed: 'intacct/TAXSCHEDULE', everySeconds };
  return { touched: await sweepWhenDue(deps.pool, due, () => sweepSchedules(deps, profile)) };
}

async function sweepSchedules(deps: RecordDeps, profile: ImetalProfile): Promise<number> {
  const { company } = profile;
  const schedules = await askIntacct(deps, profile, (masters) => masters.readTaxSchedules());
  const listed = schedules.map(({ scheduleId }) => scheduleId);
  const links = await selectLinksBeginning(deps.pool, linkedObjectOf(kindOf('TAXSCHEDULE'), company), '');
  const gone = links.filter(({ intacctId, standing }) => standing === 'active' && !listed.includes(intacctId));
  const toTouch = [...listed, ...gone.map(({ intacctId }) => intacctId)];
  for (const scheduleId of toTouch) await touchRecord(deps, company, 'TAXSCHEDULE', scheduleId);
  return toTouch.length;
}

/** Terms and taxes before those that refer to them. */
export const masterObjects: readonly MasterObject[] = [
  'ARTERM',
  'APTERM',
  'TAXDETAIL',
  'CUSTOMER',
  'VENDOR',
  'CONTACT',
];

function feedOf(object: MasterObject): string {
  return `intacct/${object}`;
}

async function askIntacct<T>(
  deps: RecordDeps,
  profile: ImetalProfile,
  ask: (masters: Awaited<ReturnType<RecordDeps['intacctMasters']>>) => Promise<T>,
): Promise<T> {
  const work = { flow: 'poll-intacct', documentKey: null, priority: 'refresh' as const };
  return whileSignedIn(deps, profile, work, async (inTurn) => {
    const masters = await deps.intacctMasters(profile.company);
    return inTurn(() => ask(masters));
  });
}
