import type { Dimensions } from '../../domain/ar-invoice';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { JournalEntry, JournalLine } from '../../domain/journal-entry';
import {
  type Amount,
  allocateByWeight,
  formatCents,
  isZeroAmount,
  multiplyAmount,
  roundToCents,
  sumAmounts,
} from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import type { StatisticalEntry, StatisticalLine } from '../../domain/statistical-entry';
import { cutVisibly } from '../../domain/text';
import type { Hours } from '../../domain/timesheet';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { groupByKey } from '../group-by-key';
import { lookUp } from '../look-up';
import { apportionHundredths, hoursText, roundedHundredths } from './apportion';
import type { TimeRecords } from './find-records';
import type { TimeLine } from './time-line';

/** What an entry of equipment takes from its sheet. */
export interface EquipmentHeading {
  documentKey: string;
  records: TimeRecords;
  /** YYYY-MM-DD; a posting date of null is the day worked. */
  postingDate: string | null;
  workedOn: string;
}

type EquipmentTime = AssignarProfile['equipmentTime'];
type ByStatistics = Extract<EquipmentTime, { postAs: 'statistical-journal' }>;
type ByRate = Extract<EquipmentTime, { postAs: 'journal' }>;

/** Time of one item on one task, or on the project. */
interface EquipmentGroup {
  taskId: string | null;
  itemId: string;
  lines: TimeLine[];
  hundredths: number;
  hours: Hours;
}

/**
 * Hours of equipment as quantities by task and item, which add up to their rounded total; null for none. All of a shift is
 * dated on one day, also after midnight: an entry has one posting date.
 */
export function composeEquipmentHours(
  lines: readonly TimeLine[],
  heading: EquipmentHeading,
  posting: ByStatistics,
): { entry: StatisticalEntry | null; trace: TraceEntry[] } {
  const groups = groupLines(lines);
  const trace = groups.flatMap((group, index) => {
    const parts = apportionHundredths(minutesOf(group), group.hundredths);
    return group.lines.map((line, at) =>
      traceOf(line, hoursText(parts[at] ?? 0), { kind: 'statistical-line', lineNumber: index + 1 }),
    );
  });
  const entry: StatisticalEntry = {
    journalSymbol: posting.journal,
    ...headingOf(heading, 'equipment hours'),
    lines: groups.map(
      (group, index): StatisticalLine => ({
        lineNumber: index + 1,
        side: 'increase',
        accountNumber: posting.account,
        quantity: group.hours,
        memo: memoOf(group, heading),
        dimensions: dimensionsOf(group, heading),
      }),
    ),
  };
  return { entry: groups.length === 0 ? null : entry, trace };
}

/**
 * Hours × rate: a debit per task and item, each rounded half up to the cent, and a credit per item of exactly their sum.
 * What comes to 0.00 is left out. Null for nothing.
 */
export function composeEquipmentCost(
  lines: readonly TimeLine[],
  heading: EquipmentHeading,
  posting: ByRate,
  currency: string,
): { entry: JournalEntry | null; trace: TraceEntry[] } {
  const priced = groupLines(lines).map((group) => ({ ...group, amount: costOf(group, posting) }));
  const charged = priced.filter(({ amount }) => !isZeroAmount(amount));
  const trace = priced
    .filter(({ amount }) => isZeroAmount(amount))
    .flatMap((group) => group.lines.map((line) => traceOf(line, '0.00', { kind: 'dropped', reason: 'zero value' })));
  const debits = charged.map(
    (group, index): JournalLine => ({
      lineNumber: index + 1,
      side: 'debit',
      accountNumber: posting.debitAccount,
      amount: group.amount,
      memo: memoOf(group, heading),
      dimensions: dimensionsOf(group, heading),
    }),
  );
  const credits = [...groupByKey(charged, ({ itemId }) => itemId)].map(
    ([itemId, ofItem], index): JournalLine => ({
      lineNumber: debits.length + index + 1,
      side: 'credit',
      accountNumber: posting.creditAccount,
      amount: formatCents(sumAmounts(ofItem.map(({ amount }) => amount))),
      memo: `${itemId}, worked ${heading.workedOn}`,
      dimensions: { ...placeOf(heading), itemId },
    }),
  );
  for (const [index, group] of charged.entries()) {
    const credit = credits.find(({ dimensions }) => dimensions.itemId === group.itemId);
    const target = {
      kind: 'journal-lines',
      debitLineNumber: index + 1,
      creditLineNumber: credit?.lineNumber ?? 0,
    } as const;
    const parts = allocateByWeight(group.amount, minutesOf(group).map(String));
    trace.push(...group.lines.map((line, at) => traceOf(line, formatCents(parts[at] ?? '0'), target)));
  }
  const journal = { journalSymbol: posting.journal, ...headingOf(heading, 'equipment cost'), currency };
  return { entry: charged.length === 0 ? null : { ...journal, lines: [...debits, ...credits] }, trace };
}

function groupLines(lines: readonly TimeLine[]): EquipmentGroup[] {
  const groups = [...groupByKey(lines, ({ taskId, itemId }) => JSON.stringify([taskId, itemId])).values()];
  const minutes = groups.map((members) => members.reduce((sum, line) => sum + line.minutes, 0));
  const total = roundedHundredths(minutes.reduce((sum, one) => sum + one, 0));
  const hundredths = apportionHundredths(minutes, total);
  return groups.flatMap((members, index): EquipmentGroup[] => {
    const [first] = members;
    if (first === undefined || first.itemId === null) return [];
    const { taskId, itemId } = first;
    const part = hundredths[index] ?? 0;
    return [{ taskId, itemId, lines: members, hundredths: part, hours: hoursText(part) }];
  });
}

function costOf({ hours, itemId }: EquipmentGroup, { ratePerHour }: ByRate): Amount {
  return formatCents(roundToCents(multiplyAmount(hours, lookUp(ratePerHour, itemId) ?? '0')));
}

function minutesOf({ lines }: EquipmentGroup): number[] {
  return lines.map(({ minutes }) => minutes);
}

function traceOf({ sourceLineId, label, minutes }: TimeLine, amount: Amount, target: TraceEntry['target']): TraceEntry {
  return { sourceLineId, label, amount, minutes, target };
}

function headingOf({ documentKey, postingDate, workedOn }: EquipmentHeading, words: string) {
  return { postingDate: postingDate ?? workedOn, title: `${documentKey} · ${words}`, referenceNumber: documentKey };
}

function memoOf({ lines, hours }: EquipmentGroup, { workedOn }: EquipmentHeading): string {
  const labels = [...new Set(lines.map(({ label }) => label))].join('; ');
  return cutVisibly(`${labels}, ${hours} hours, worked ${workedOn}`, fieldLengthMaxCharacters.memo);
}

function placeOf({ records: { locationId, departmentId } }: EquipmentHeading): Dimensions {
  return { locationId, ...(departmentId === null ? {} : { departmentId }) };
}

function dimensionsOf({ taskId, itemId }: EquipmentGroup, heading: EquipmentHeading): Dimensions {
  return {
    ...placeOf(heading),
    projectId: heading.records.projectId,
    ...(taskId === null ? {} : { taskId }),
    itemId,
  };
}
