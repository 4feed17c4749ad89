import type { IntacctClient } from '../clients/intacct/intacct-client';
import { compareAmounts, formatCents, isZeroAmount, negateAmount, sumAmounts } from '../domain/money';
import type { PlannedDocument, PostingPurpose } from '../domain/posting';
import {
  type PostedTimesheet,
  type PostedTimesheetEntry,
  type TimesheetAddition,
  type TimesheetEntry,
  timesheetSerialKey,
} from '../domain/timesheet';
import type { Found, Lookups } from './find-posted';

type PlannedAddition = Extract<PlannedDocument, { kind: 'add-timesheet-entries' }>;

/** What only one posting at a time may be writing to: a worker's timesheet of a period; null for a document of its own. */
export function serialKeyOf(document: PlannedDocument): string | null {
  return document.kind === 'add-timesheet-entries' ? timesheetSerialKey(document.addition) : null;
}

/** YYYY-MM-DD: the earliest day that the entries are of; of an addition without entries its period's first. */
export function firstDayOf({ entries, beginDate }: TimesheetAddition): string {
  const [first] = entries.map(({ date }) => date).sort();
  return first ?? beginDate;
}

/** The day (YYYY-MM-DD) into which a person posts, and the first one of its time period, where hours belong to one. */
export interface PostingDay {
  date: string;
  beginDate: string | null;
}

/** What takes posted entries back: the same with the hours negated, on their own days, or all on the day into which a person posts. */
export function takeBackAddition(
  { purpose, addition }: PlannedAddition,
  reference: string,
  postingDay: PostingDay | null,
): PlannedAddition {
  const beginDate = postingDay?.beginDate ?? addition.beginDate;
  return {
    purpose: purpose === 'timesheet-next-period' ? 'timesheet-next-period-reversal' : 'timesheet-reversal',
    kind: 'add-timesheet-entries',
    addition: {
      ...addition,
      beginDate,
      reference,
      takesBack: { beginDate: addition.beginDate, reference: addition.reference },
      entries: addition.entries.map((entry) => ({
        ...entry,
        date: postingDay?.date ?? entry.date,
        hours: formatCents(negateAmount(entry.hours)),
      })),
    },
  };
}

/** All additions of a plan to one timesheet, as the one function that can carry them: an update holds every line of it. */
export interface TimesheetWrite {
  serialKey: string;
  /** The purposes of the documents in it, the one first whose control id it bears. */
  purposes: [PostingPurpose, ...PostingPurpose[]];
  addition: TimesheetAddition;
}

/** The plan's additions by timesheet, in the order of the plan. */
export function timesheetWritesOf(documents: readonly PlannedDocument[]): TimesheetWrite[] {
  const writes = new Map<string, TimesheetWrite>();
  for (const document of documents) {
    if (document.kind !== 'add-timesheet-entries') continue;
    const { purpose, addition } = document;
    const serialKey = timesheetSerialKey(addition);
    const entries = addition.entries.map((entry) => ({ ...entry, reference: addition.reference }));
    const before = writes.get(serialKey);
    const all = [...(before?.addition.entries ?? []), ...entries];
    writes.set(serialKey, {
      serialKey,
      purposes: before === undefined ? [purpose] : [...before.purposes, purpose],
      addition: { ...addition, entries: all.map((entry, index) => ({ ...entry, lineNumber: index + 1 })) },
    });
  }
  return [...writes.values()];
}

/** A client that asks for each timesheet once, however often it is looked for. */
export function readTimesheetsOnce<Port extends Pick<IntacctClient, 'findTimesheets'>>(client: Port): Port {
  const read = new Map<string, Promise<PostedTimesheet[]>>();
  const findTimesheets: Port['findTimesheets'] = (entityId, employeeId, beginDate) => {
    const key = timesheetSerialKey({ employeeId, beginDate });
    const known = read.get(key) ?? client.findTimesheets(entityId, employeeId, beginDate);
    read.set(key, known);
    return known;
  };
  return Object.assign(Object.create(client), { findTimesheets });
}

/** What stands under an addition's reference on its worker's timesheet of the period, held against all that the plan puts there. */
export async function findAddition(
  client: Pick<Lookups, 'findTimesheets'>,
  entityId: string,
  { employeeId, beginDate, reference }: TimesheetAddition,
  documents: readonly PlannedDocument[],
): Promise<Found> {
  const timesheets = await client.findTimesheets(entityId, employeeId, beginDate);
  const planned = documents.flatMap((document) =>
    document.kind === 'add-timesheet-entries' &&
    document.addition.reference === reference &&
    serialKeyOf(document) === timesheetSerialKey({ employeeId, beginDate })
      ? document.addition.entries
      : [],
  );
  const holders = timesheets.filter(({ entries }) => entries.some(({ notes }) => notes === reference));
  const [holder] = holders;
  if (holder === undefined) return { kind: 'none' };
  const found = holders.flatMap(({ entries }) => entries.filter(({ notes }) => notes === reference));
  if (holders.length === 1 && areSame(planned, found)) return { kind: 'equal', key: holder.recordNumber };
  return {
    kind: 'different',
    expected: `${describe(planned)} under reference ${reference} on the timesheet of ${employeeId} from ${beginDate}`,
    actual: `record ${holders.map(({ recordNumber }) => recordNumber).join(' and ')} with ${describe(found)}`,
  };
}

/** What stands of the entries that an addition takes back, where that is not what it takes: somebody deleted or changed them. Null: all is well. */
export async function findDifferenceToTakenBack(
  client: Pick<Lookups, 'findTimesheets'>,
  entityId: string,
  { employeeId, takesBack, entries }: TimesheetAddition,
): Promise<Extract<Found, { kind: 'different' }> | null> {
  if (takesBack === undefined) return null;
  const { beginDate, reference } = takesBack;
  const timesheets = await client.findTimesheets(entityId, employeeId, beginDate);
  const standing = timesheets.flatMap((each) => each.entries.filter(({ notes }) => notes === reference));
  const net = sumAmounts([...standing, ...entries].map(({ hours }) => hours));
  if (standing.length === entries.length && isZeroAmount(net)) return null;
  const taken = entries.map((entry) => ({ hours: negateAmount(entry.hours) }));
  const where = `under reference ${reference} on the timesheet of ${employeeId} from ${beginDate}`;
  return { kind: 'different', expected: `${describe(taken)} ${where}`, actual: describe(standing) };
}

function areSame(planned: readonly TimesheetEntry[], found: readonly PostedTimesheetEntry[]): boolean {
  const left = [...found];
  for (const entry of planned) {
    const at = left.findIndex((each) => isSame(entry, each));
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return left.length === 0;
}

/** What was not sent Intacct may have filled in by itself. */
function isSame(planned: TimesheetEntry, found: PostedTimesheetEntry): boolean {
  const sent = ['projectId', 'taskId', 'itemId', 'timeType', 'locationId', 'departmentId'] as const;
  return (
    planned.date === found.date &&
    compareAmounts(planned.hours, found.hours) === 0 &&
    sent.every((field) => planned[field] === null || planned[field] === found[field])
  );
}

function describe(entries: readonly { hours: string }[]): string {
  const hours = formatCents(sumAmounts(entries.map((entry) => entry.hours)));
  return `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} of ${hours} h`;
}

/** An approved timesheet takes no more lines; whoever wants that declines it first. Source: facts/intacct.md 8.14 (states). */
export function isClosed({ state }: PostedTimesheet): boolean {
  // In words, or in the codes that some reads give.
  return /^((partially )?approved|[AX])$/i.test(state.trim());
}
