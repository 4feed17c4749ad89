import type { IntacctCursor } from '../../clients/intacct/intacct-masters';
import type { ChangedReceivable, ReceivablesObject } from '../../clients/intacct/intacct-receivables';
import { imetalProfileOf } from '../../companies/company-profiles';
import { type StoredReceivables, selectCustomersOfItem, selectReadBefore } from '../../db/customer-receivables';
import { moveFeedCursor, selectFeedCursor } from '../../db/feed-cursors';
import { deleteLooksBefore } from '../../db/receivable-looks';
import { recordLook, selectLooks } from '../../db/record-looks';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { customerBalances } from '../../mappings/receivables/customer-balances';
import { toFailure } from '../failure';
import { fewAtOnce, oneOfMany } from '../few-at-once';
import { whileSignedIn } from '../gateway-turns';
import type { ReadOpenItemsDeps } from './read-open-items';
import { todayUtc } from './settle-open-items';
import { sweepOpenItems, sweptFeed } from './sweep-open-items';
import { touchOpenItems } from './touch-open-items';

const pageSize = 200;
// Before the first look nothing is ours to find but what moved while the hub was being set up; the first load has the rest.
const firstLookBackMs = 3_600_000;
// Intacct's times are whole seconds: what was seen within two of them may have been written once more in the same one.
const sameSecondMs = 2_000;
const agedFeed = 'receivables/aged';

/** Right behind a row of this look; null: where the feed stopped, less the overlap. */
export type ReceivablesPosition = IntacctCursor | null;

export interface ReceivablesPage {
  seen: number;
  touched: number;
  /** Null at the end of the look. */
  next: ReceivablesPosition;
}

/** Activities of the receivables' feed; all but `touchAged` ask Intacct and run on the gateway's queue. */
export interface ReceivablesFeedActivities {
  /** Touches the customers of one page of receivables that changed, then moves the cursor behind it. */
  touchChangedReceivables(request: {
    company: string;
    object: ReceivablesObject;
    position: ReceivablesPosition;
  }): Promise<ReceivablesPage>;
  /** Touches the customer of one record that somebody says changed, or is gone; false when it is nobody's. */
  touchReceivable(request: { company: string; object: ReceivablesObject; recordNumber: string }): Promise<boolean>;
  /** Once a day: touches customers of whom something grew overdue, or into another age, though nothing moved. */
  touchAged(request: { company: string }): Promise<number>;
  /** Once an hour: touches customers of whom Intacct has something else open than what was last read. */
  sweepOpenItems(request: { company: string }): Promise<number>;
}

/** The poll behind every other touch: what nobody told of receivables is found here. */
export function createReceivablesFeedActivities(deps: ReadOpenItemsDeps): ReceivablesFeedActivities {
  const orFailure = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toFailure(error, what);
    }
  };
  return {
    touchChangedReceivables: ({ company, object, position }) =>
      orFailure(feedOf(object), async () =>
        touchPage(deps, await imetalProfileOf(deps.profiles, company), object, position),
      ),
    touchReceivable: ({ company, object, recordNumber }) =>
      orFailure(`${object} ${recordNumber}`, async () => touchOne(deps, company, object, recordNumber)),
    touchAged: ({ company }) =>
      orFailure(agedFeed, async () => touchAged(deps, await imetalProfileOf(deps.profiles, company))),
    sweepOpenItems: ({ company }) =>
      orFailure(sweptFeed, async () => sweepOpenItems(deps, await imetalProfileOf(deps.profiles, company))),
  };
}

/** The name under which a feed's cursor is kept. */
export function feedOf(object: ReceivablesObject): string {
  return `receivables/${object}`;
}

async function touchPage(
  deps: ReadOpenItemsDeps,
  profile: ImetalProfile,
  object: ReceivablesObject,
  position: ReceivablesPosition,
): Promise<ReceivablesPage> {
  const { company } = profile;
  const after = position ?? (await startOfLook(deps, profile, object));
  const work = { flow: 'poll-receivables', documentKey: null, priority: 'refresh' as const };
  const intacct = await deps.intacctReceivables(company);
  const changed = await whileSignedIn(deps, profile, work, (inTurn) =>
    inTurn(() => intacct.listChangedReceivables(object, after, pageSize)),
  );
  const touched = await touchNews(deps, company, object, changed);
  const last = changed.at(-1);
  if (last === undefined) return { seen: 0, touched, next: null };
  await moveFeedCursor(deps.pool, company, feedOf(object), {
    modifiedAt: last.modifiedAt,
    headerId: last.recordNumber,
  });
  const isWhole = changed.length < pageSize;
  return {
    seen: changed.length,
    touched,
    next: isWhole ? null : { modifiedAt: last.modifiedAt, recordNumber: last.recordNumber },
  };
}

async function startOfLook(
  deps: ReadOpenItemsDeps,
  { company, masters }: ImetalProfile,
  object: ReceivablesObject,
): Promise<IntacctCursor> {
  const feed = feedOf(object);
  const cursor = await selectFeedCursor(deps.pool, company, feed);
  if (cursor === null) {
    const modifiedAt = new Date(Date.now() - firstLookBackMs).toISOString();
    await moveFeedCursor(deps.pool, company, feed, { modifiedAt, headerId: '0' });
    return { modifiedAt, recordNumber: '' };
  }
  // A transaction that began before the cursor may commit behind it; its rows show up within the overlap.
  const overlapMs = masters.overlapSeconds * 1000;
  const from = Date.parse(cursor.modifiedAt) - overlapMs;
  await deleteLooksBefore(deps.pool, company, object, new Date(from - overlapMs));
  return { modifiedAt: new Date(from).toISOString(), recordNumber: '' };
}

/** What an earlier look saw with the same time is no news. A payment of several customers names none: its invoices changed too. */
async function touchNews(
  deps: ReadOpenItemsDeps,
  company: string,
  object: ReceivablesObject,
  changed: readonly ChangedReceivable[],
): Promise<number> {
  const seenAt = new Date().toISOString();
  const looks = await selectLooks(
    deps.pool,
    company,
    object,
    changed.map(({ recordNumber }) => recordNumber),
  );
  const news = changed.filter(({ recordNumber, modifiedAt }) => {
    const look = looks.get(recordNumber);
    if (look === undefined || look.modifiedAt !== modifiedAt) return true;
    return look.lookedAt.getTime() < Date.parse(modifiedAt) + sameSecondMs;
  });
  const byCustomer = new Map<string, ChangedReceivable>();
  for (const change of news) if (change.customerId !== '') byCustomer.set(change.customerId, change);
  const touched = new Set<string>();
  await fewAtOnce([...byCustomer.values()], async ({ customerId, recordNumber }) => {
    const touch = () => touchOpenItems(deps, company, customerId, `${object} ${recordNumber}`);
    if (await oneOfMany(customerId, touch)) touched.add(customerId);
  });
  for (const { customerId, recordNumber, modifiedAt } of news) {
    if (customerId !== '' && !touched.has(customerId)) continue;
    await recordLook(
      deps.pool,
      { company, object, intacctId: recordNumber },
      { modifiedAt, outcome: 'in-step', seenAt },
    );
  }
  return touched.size;
}

/** Of a record that is gone the hub still knows whose open item it was. */
async function touchOne(
  deps: ReadOpenItemsDeps,
  company: string,
  object: ReceivablesObject,
  recordNumber: string,
): Promise<boolean> {
  const profile = await imetalProfileOf(deps.profiles, company);
  const work = { flow: 'open-items', documentKey: null, priority: 'refresh' as const };
  const intacct = await deps.intacctReceivables(company);
  const found = await whileSignedIn(deps, profile, work, (inTurn) =>
    inTurn(() => intacct.findCustomerOf(object, recordNumber)),
  );
  const customerIds = found === null ? await selectCustomersOfItem(deps.pool, company, recordNumber) : [found];
  for (const customerId of customerIds) await touchOpenItems(deps, company, customerId, `${object} ${recordNumber}`);
  return customerIds.length > 0;
}

async function touchAged(deps: ReadOpenItemsDeps, profile: ImetalProfile): Promise<number> {
  const { company } = profile;
  const today = todayUtc();
  const done = await selectFeedCursor(deps.pool, company, agedFeed);
  if (done !== null && done.modifiedAt >= today) return 0;
  let touched = 0;
  for (let after = ''; ; ) {
    const page = await selectReadBefore(deps.pool, company, today, after, pageSize);
    const aged = page.filter((stored) => hasAged(stored, profile, today));
    await fewAtOnce(aged, ({ customerId }) => touchOpenItems(deps, company, customerId, `older on ${today}`));
    touched += aged.length;
    after = page.at(-1)?.customerId ?? after;
    if (page.length < pageSize) break;
  }
  await moveFeedCursor(deps.pool, company, agedFeed, { modifiedAt: `${today}T00:00:00Z`, headerId: '0' });
  return touched;
}

function hasAged({ receivables }: StoredReceivables, { openItems, credit }: ImetalProfile, today: string): boolean {
  const { overdueDaysMax } = credit;
  const ends = new Set([...openItems.overdueDays, ...(overdueDaysMax === null ? [] : [overdueDaysMax])]);
  const overdueDays = [...ends].filter((days) => days > 0).sort((one, other) => one - other);
  const amountsOn = (asOfDate: string) =>
    JSON.stringify(customerBalances(receivables.items, { asOfDate, overdueDays }).map(({ overdue }) => overdue));
  return amountsOn(receivables.asOf.slice(0, 10)) !== amountsOn(today);
}
