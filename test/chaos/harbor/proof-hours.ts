import { compareAmounts, formatCents, isZeroAmount, subtractAmounts, sumAmounts } from '../../../domain/money';
import type { TimeEntry } from './intacct-time';
import { costOf, hoursOf, type WorkedShift } from './worked-shifts';

/** Of a shift over midnight nobody says when the break was: each of its lines may lie so much to this or that side of it. */
const OVER_MIDNIGHT_TOLERANCE = '0.05';

/** A shift with whose it is, as it is to be in Intacct. */
export interface OwnedShift {
  employeeId: string;
  shift: WorkedShift;
}

/** `TS-9`, `TS-9-2` and `TS-9-2R` are sheet 9's. */
function sheetOf(notes: string): string | null {
  return /^(TS-\d+)(-\d+R?)?$/.exec(notes)?.[1] ?? null;
}

/** Whether the hub wrote a line: people's lines bear no sheet's key. */
export function isHubs({ NOTES }: TimeEntry): boolean {
  return sheetOf(NOTES) !== null;
}

/**
 * Shifts that are to be in Intacct against its timesheets' entries, net of reversals: by reference, worker, project and day. One sentence
 * for each difference.
 */
export function hoursDifferences(posted: readonly OwnedShift[], entries: readonly TimeEntry[]): string[] {
  const bySheet = new Map<string, TimeEntry[]>();
  for (const entry of entries) {
    const sheet = sheetOf(entry.NOTES);
    if (sheet !== null) bySheet.set(sheet, [...(bySheet.get(sheet) ?? []), entry]);
  }
  const expected = new Map(posted.map((owned) => [owned.shift.documentKey, owned]));
  const strangers = [...bySheet].filter(([sheet, lines]) => !expected.has(sheet) && !isZeroAmount(sumOf(lines)));
  return [
    ...strangers.map(([sheet, lines]) => `${sheet}: no shift that is posted, and ${sumOf(lines)} h in Intacct`),
    ...posted.flatMap((owned) => shiftDifferences(owned, bySheet.get(owned.shift.documentKey) ?? [])),
    ...dayDifferences(posted, entries),
  ];
}

/** Exactly once: what stands under the sheet's references, net of what was taken back, is the shift. */
function shiftDifferences({ employeeId, shift }: OwnedShift, lines: readonly TimeEntry[]): string[] {
  const { documentKey: key, hours, projectId } = shift;
  const taken = lines.filter(({ NOTES }) => NOTES.endsWith('R'));
  const told = new Set(lines.map(({ NOTES }) => NOTES));
  const total = sumOf(lines);
  // What is taken back was posted before under a reference of its own.
  const isPaired = taken.length === 0 || told.size >= 2;
  return [
    ...(compareAmounts(total, hours) === 0 ? [] : [`${key}: shift of ${hours} h, Intacct has ${total} h`]),
    ...(isPaired ? [] : [`${key}: taken back, and never posted`]),
    ...netBy(lines, ({ employeeId: of }) => of)
      .filter(([of]) => of !== employeeId)
      .map(([of, net]) => `${key}: the shift is ${employeeId}'s, and ${of} has ${net} h of it`),
    ...netBy(lines, ({ PROJECTID }) => PROJECTID)
      .filter(([project]) => project !== projectId)
      .map(([project, net]) => `${key}: worked on ${projectId}, and ${project} has ${net} h of it`),
  ];
}

function dayDifferences(posted: readonly OwnedShift[], entries: readonly TimeEntry[]): string[] {
  const expected = new Map<string, { hours: string[]; tolerances: string[] }>();
  for (const { employeeId, shift } of posted) {
    const isOneDay = shift.minutesByDay.size === 1;
    for (const [day, minutes] of shift.minutesByDay) {
      const key = `${employeeId} ${shift.projectId} ${day}`;
      const sum = expected.get(key) ?? { hours: [], tolerances: [] };
      sum.hours.push(isOneDay ? shift.hours : hoursOf(Math.round(minutes)));
      if (!isOneDay) sum.tolerances.push(OVER_MIDNIGHT_TOLERANCE);
      expected.set(key, sum);
    }
  }
  const held = new Map(
    netBy(entries.filter(isHubs), (entry) => `${entry.employeeId} ${entry.PROJECTID} ${entry.ENTRYDATE}`),
  );
  return [...new Set([...expected.keys(), ...held.keys()])].sort().flatMap((key) => {
    const { hours = [], tolerances = [] } = expected.get(key) ?? {};
    const [source, ledger] = [total(hours), held.get(key) ?? '0.00'];
    const apart = subtractAmounts(ledger, source).replace('-', '');
    if (compareAmounts(apart, total(tolerances)) <= 0) return [];
    return [`worker, project, day ${key}: shifts ${source} h, Intacct ${ledger} h`];
  });
}

/** What equipment ran, at the profile's rates, against what an account was charged; one sentence for each difference. */
export function chargeDifferences(
  posted: readonly OwnedShift[],
  ratePerHour: Readonly<Record<string, string>>,
  charged: ReadonlyMap<string, string>,
): string[] {
  const expected = new Map<string, string>();
  for (const { shift } of posted) {
    for (const { itemId, hours } of shift.machines) {
      const cost = costOf(hours, ratePerHour[itemId] ?? '0');
      expected.set(itemId, total([expected.get(itemId) ?? '0', cost]));
    }
  }
  return [...new Set([...expected.keys(), ...charged.keys()])].sort().flatMap((item) => {
    const [source, ledger] = [expected.get(item) ?? '0.00', formatCents(charged.get(item) ?? '0')];
    return compareAmounts(source, ledger) === 0
      ? []
      : [`equipment ${item}: shifts ${source}, Intacct's ledger ${ledger}`];
  });
}

/** Lines that people keyed in themselves: all are there as they were, and none besides; one sentence for each difference. */
export function standingLineDifferences(before: readonly TimeEntry[], entries: readonly TimeEntry[]): string[] {
  const told = (entry: TimeEntry) =>
    `${entry.employeeId} ${entry.ENTRYDATE} ${formatCents(entry.QTY)} h ${entry.PROJECTID} ${entry.TIMETYPE} "${entry.DESCRIPTION}"`;
  const now = entries.filter((entry) => !isHubs(entry)).map(told);
  const then = before.map(told);
  return [
    ...then.filter((line) => !now.includes(line)).map((line) => `a person's line is not there any more: ${line}`),
    ...now.filter((line) => !then.includes(line)).map((line) => `a line is neither a person's nor a sheet's: ${line}`),
    ...(now.length === then.length ? [] : [`people keyed in ${then.length} lines, and there are ${now.length}`]),
  ];
}

function netBy(lines: readonly TimeEntry[], keyOf: (entry: TimeEntry) => string): [string, string][] {
  const sums = new Map<string, string[]>();
  for (const entry of lines) sums.set(keyOf(entry), [...(sums.get(keyOf(entry)) ?? []), entry.QTY]);
  return [...sums]
    .map(([key, amounts]): [string, string] => [key, total(amounts)])
    .filter(([, net]) => !isZeroAmount(net));
}

function sumOf(lines: readonly TimeEntry[]): string {
  return total(lines.map(({ QTY }) => QTY));
}

function total(amounts: readonly string[]): string {
  return formatCents(sumAmounts(amounts));
}
