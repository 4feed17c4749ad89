import { log } from '@temporalio/activity';
import { Rejected } from '../../clients/errors';
import type { ChangedRecord, FeedObject, IntacctCursor, IntacctMasters } from '../../clients/intacct/intacct-masters';
import { selectTaskIdsByRecordNumber } from '../../db/assignar-links';
import { selectMasterIdsByKey, selectTasksById } from '../../db/construction-masters';
import { moveFeedCursor } from '../../db/feed-cursors';
import { selectLink, selectLinkByRecordNumber } from '../../db/links';
import { recordLook, selectLooks } from '../../db/record-looks';
import type { AssignarProfile } from '../../domain/assignar-profile';
import { isConstructionObject } from '../../domain/record-sync';
import { feedStart } from '../feed-start';
import { fewAtOnce } from '../few-at-once';
import { whileSignedIn } from '../gateway-turns';
import { touchRecord } from '../records/touch-record';
import { sweepWhenDue } from '../sweep-when-due';
import { assignarKindOf, assignarRecordObjects } from './assignar-kinds';
import { assignarLinks } from './assignar-record-kind';
import { touchPeopleOfContact } from './contact-changes';
import type { AssignarRecordDeps } from './look-at-assignar-record';

const pageSize = 100;
// Deletions are asked for apart, for an API transaction of their own: not at every look.
const deletionsEverySeconds = 60;
// Intacct's times are whole seconds: what was read within two of them may have been written once more in the same one.
const sameSecondMs = 2_000;

/** One page of what changed in Intacct: lets each record be looked at, once however often it is on the page, then moves the cursor. */
export async function touchChangedRecords(
  deps: AssignarRecordDeps,
  profile: AssignarProfile,
  object: FeedObject,
  after: IntacctCursor | null,
): Promise<{ seen: number; touched: number; next: IntacctCursor | null }> {
  const { company } = profile;
  const feed = `intacct/${object}`;
  const from = after ?? { modifiedAt: await feedStart(deps.pool, profile, feed), recordNumber: '0' };
  const page = await askUnlessRefused(deps, profile, object, (masters) => masters.listChanged(object, from, pageSize));
  if (page === null) return { seen: 0, touched: 0, next: null };
  const ids = await idsOfNews(deps, company, object, page);
  const touched = object === 'CONTACT' ? await touchContacts(deps, company, ids, page) : ids.length;
  if (object !== 'CONTACT') await fewAtOnce(ids, (id) => touchRecord(deps, company, object, id));
  const last = page.at(-1);
  if (last === undefined) return { seen: 0, touched, next: null };
  await moveFeedCursor(deps.pool, company, feed, { modifiedAt: last.modifiedAt, headerId: last.recordNumber });
  const next = page.length < pageSize ? null : { modifiedAt: last.modifiedAt, recordNumber: last.recordNumber };
  return { seen: page.length, touched, next };
}

/** Contacts are none of Assignar's records, but say who an employee is. Written down as looked at, lest the overlap touches them again. */
async function touchContacts(
  deps: AssignarRecordDeps,
  company: string,
  contactNames: readonly string[],
  page: readonly ChangedRecord<FeedObject>[],
): Promise<number> {
  const seenAt = new Date().toISOString();
  let touched = 0;
  await fewAtOnce(contactNames, async (contactName) => {
    const workflowIds = await touchPeopleOfContact(deps, company, contactName);
    touched += workflowIds.length;
    const modifiedAt = page.find(({ id }) => id === contactName)?.modifiedAt ?? null;
    const contact = { company, object: 'CONTACT', intacctId: contactName };
    await recordLook(deps.pool, contact, { modifiedAt, outcome: 'filtered', seenAt });
  });
  return touched;
}

/** Ids of the records that were not looked at yet as they are now. */
async function idsOfNews(
  deps: AssignarRecordDeps,
  company: string,
  object: FeedObject,
  page: readonly ChangedRecord<FeedObject>[],
): Promise<string[]> {
  const ids = [...new Set(page.map(({ id }) => id))];
  const looks = await selectLooks(deps.pool, company, object, ids);
  const news = page.filter(({ id, modifiedAt }) => {
    const look = looks.get(id);
    // Of several tasks with one id the look bears the latest time.
    if (look === undefined || look.modifiedAt === null || look.modifiedAt < modifiedAt) return true;
    return look.lookedAt.getTime() < Date.parse(modifiedAt) + sameSecondMs;
  });
  return [...new Set(news.map(({ id }) => id))];
}

/** Lets the records be looked at that were deleted in Intacct and that Assignar or a shift may know; once a minute at most. */
export async function touchDeletedRecords(
  deps: AssignarRecordDeps,
  profile: AssignarProfile,
): Promise<{ touched: number }> {
  const feed = 'intacct/deleted';
  const due = { company: profile.company, feed, everySeconds: deletionsEverySeconds };
  return { touched: await sweepWhenDue(deps.pool, due, () => sweepDeletions(deps, profile, feed)) };
}

/** How many were touched; null where Intacct does not let the audit trail be read. */
async function sweepDeletions(
  deps: AssignarRecordDeps,
  profile: AssignarProfile,
  feed: string,
): Promise<number | null> {
  const { company } = profile;
  let touched = 0;
  let after = await feedStart(deps.pool, profile, feed);
  for (;;) {
    const gone = await askUnlessRefused(deps, profile, 'AUDITHISTORY', (masters) =>
      masters.listDeleted(assignarRecordObjects, after, pageSize),
    );
    if (gone === null) return null;
    for (const record of gone) touched += await touchDeleted(deps, company, record);
    const last = gone.at(-1);
    if (last === undefined) break;
    // Behind the page, not less the overlap: more than a page of them may lie within that.
    after = last.modifiedAt;
    await moveFeedCursor(deps.pool, company, feed, { modifiedAt: after, headerId: last.recordNumber || '0' });
    if (gone.length < pageSize) break;
  }
  return touched;
}

async function touchDeleted(
  deps: AssignarRecordDeps,
  company: string,
  record: ChangedRecord<FeedObject>,
): Promise<number> {
  const ids = await idsOfDeleted(deps, company, record);
  for (const id of ids) await touchRecord(deps, company, record.object, id);
  return ids.length;
}

/**
 * Natural ids of a record that is gone, of which often only the number is known, and whose digits may be the id itself; none where the hub
 * never knew it, or has closed it. One that Assignar never had may be known to shifts, or wait for a person.
 */
async function idsOfDeleted(
  { pool }: Pick<AssignarRecordDeps, 'pool'>,
  company: string,
  { object, id, recordNumber }: ChangedRecord<FeedObject>,
): Promise<string[]> {
  const key = id === '' ? recordNumber : id;
  if (object === 'TASK') {
    if (id !== '') return [id];
    const known = await selectTasksById(pool, company, [key]);
    const numbered = await selectTaskIdsByRecordNumber(pool, company, [key]);
    return [...new Set([...numbered, ...(known.length > 0 ? [key] : [])])];
  }
  const kind = assignarKindOf(object);
  const ids = new Set(isConstructionObject(object) ? await selectMasterIdsByKey(pool, company, object, key) : []);
  for (const target of kind.targets) {
    const of = assignarLinks(company, target, kind.object);
    for (const link of [await selectLinkByRecordNumber(pool, of, key), await selectLink(pool, of, key)]) {
      if (link !== null && link.standing !== 'inactive') ids.add(link.intacctId);
    }
  }
  if ((await selectLooks(pool, company, object, [key])).get(key)?.outcome === 'parked') ids.add(key);
  return [...ids];
}

/** The natural id of a record of which a Smart Event tells the number only; null when the hub does not know it. */
export async function idOfAssignarRecord(
  deps: Pick<AssignarRecordDeps, 'pool'>,
  company: string,
  object: FeedObject,
  recordNumber: string,
): Promise<string | null> {
  const [id] = await idsOfDeleted(deps, company, { object, id: '', recordNumber, modifiedAt: '', isDeleted: true });
  return id ?? null;
}

/**
 * Null where Intacct refuses the question, for want of a right: the other objects must not wait for that. The feed's lag and `doctor` tell of
 * it, for its cursor stays where it is.
 */
async function askUnlessRefused<T>(
  deps: AssignarRecordDeps,
  profile: AssignarProfile,
  object: string,
  ask: (masters: IntacctMasters<FeedObject>) => Promise<T>,
): Promise<T | null> {
  const work = { flow: 'poll-intacct', documentKey: null, priority: 'refresh' as const };
  try {
    return await whileSignedIn(deps, profile, work, async (inTurn) => {
      const masters = await deps.intacctMasters(profile.company);
      return inTurn(() => ask(masters));
    });
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    log.warn('Intacct does not let this be looked at: what changes there is not seen', { object, code: error.code });
    return null;
  }
}
