import { type Amount, compareAmounts, subtractAmounts, sumAmounts } from '../../domain/money';
import type { TimesheetPlan, TraceEntry } from '../../domain/posting-plan';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import { groupByKey } from '../group-by-key';
import { hoursText, roundedHundredths } from './apportion';
import { inTimesheetOrder, nameOnce } from './timesheet-order';

/** What a proof says: `differences` tells in words what is not so. */
interface TimeProof {
  ok: boolean;
  differences: string[];
}

/**
 * Proves that a timesheet's trace is a partition: each of the source's lines is in it with exactly its minutes, nothing else
 * is, and what went into each entry and line adds up to it.
 */
export function proveTimesheetTrace(plan: TimesheetPlan, timesheet: SourceTimesheet): TimeProof {
  const source = sourceMinutes(inTimesheetOrder(timesheet));
  const traced = groupByKey(plan.trace, ({ sourceLineId }) => sourceLineId);
  const differences: string[] = [];
  for (const [sourceLineId, minutes] of source) {
    const entries = traced.get(sourceLineId);
    if (entries === undefined) differences.push(`${sourceLineId} is not in the trace`);
    else differences.push(...differInMinutes(sourceLineId, minutesOf(entries), minutes));
  }
  for (const sourceLineId of traced.keys()) {
    if (!source.has(sourceLineId)) differences.push(`${sourceLineId} is in the trace and not in the source`);
  }
  differences.push(...proveTimesheetSums(plan).differences);
  return { ok: differences.length === 0, differences };
}

/**
 * The same without the source's word: what went into each entry, quantity and journal line adds up to it, and the hours of a
 * document, of labour and of equipment each, are their minutes rounded once.
 */
export function proveTimesheetSums(plan: TimesheetPlan): TimeProof {
  const traced = groupByKey(plan.trace.flatMap(linesOfTarget), ({ line }) => line);
  const differences: string[] = [];
  for (const { line, amount } of linesOfPlan(plan)) {
    const parts = traced.get(line) ?? [];
    traced.delete(line);
    differences.push(...differ(line, sumAmounts(parts.map(({ entry }) => entry.amount)), amount));
  }
  for (const line of traced.keys()) differences.push(`trace names ${line}, which the plan does not have`);
  differences.push(...proveRounding(plan.trace));
  return { ok: differences.length === 0, differences };
}

/** Minutes of each of the source's lines, by the source's own total: without zones and without the profile. */
function sourceMinutes(sheet: SourceTimesheet): Map<string, number | null> {
  const minutes = new Map<string, number | null>();
  const named = nameOnce();
  const usedByActivities = new Map<string, number>();
  let left = sheet.totalMinutes ?? 0;
  for (const activity of sheet.activities) {
    const activityLineId = named(`activity:${activity.activityId}`);
    minutes.set(activityLineId, activity.minutes);
    left -= activity.minutes ?? 0;
    for (const asset of activity.assets) {
      const used = asset.minutes ?? activity.minutes;
      minutes.set(named(`${activityLineId}/asset:${asset.assetId}`), used);
      usedByActivities.set(asset.assetId, (usedByActivities.get(asset.assetId) ?? 0) + (used ?? 0));
    }
  }
  if (left > 0) minutes.set('remainder', left);
  if ((sheet.travelToMinutes ?? 0) > 0) minutes.set('travel:to', sheet.travelToMinutes);
  if ((sheet.travelFromMinutes ?? 0) > 0) minutes.set('travel:from', sheet.travelFromMinutes);
  for (const asset of sheet.assets) {
    const ofShift = (asset.usesWholeShift ? null : asset.minutes) ?? sheet.totalMinutes ?? 0;
    const used = usedByActivities.get(asset.assetId) ?? 0;
    minutes.set(named(`asset:${asset.assetId}`), Math.max(0, ofShift - used));
    usedByActivities.set(asset.assetId, Math.max(0, used - ofShift));
  }
  return minutes;
}

function linesOfPlan({ additions, equipmentHours, equipmentCost }: TimesheetPlan): { line: string; amount: Amount }[] {
  return [
    ...additions.flatMap(({ entries }, index) =>
      entries.map(({ lineNumber, hours }) => ({
        line: `${index === 0 ? 'timesheet' : 'timesheet-next-period'} entry ${lineNumber}`,
        amount: hours,
      })),
    ),
    ...(equipmentHours?.lines ?? []).map(({ lineNumber, quantity }) => ({
      line: `statistical line ${lineNumber}`,
      amount: quantity,
    })),
    ...(equipmentCost?.lines ?? []).map(({ lineNumber, side, amount }) => ({
      line: `journal ${side} line ${lineNumber}`,
      amount,
    })),
  ];
}

/** An amount of equipment's cost goes into two lines: its debit, and the credit of its item. */
function linesOfTarget(entry: TraceEntry): { line: string; entry: TraceEntry }[] {
  const { target } = entry;
  switch (target.kind) {
    case 'timesheet-entry':
      return [{ line: `${target.purpose} entry ${target.lineNumber}`, entry }];
    case 'statistical-line':
      return [{ line: `statistical line ${target.lineNumber}`, entry }];
    case 'journal-lines':
      return [
        { line: `journal debit line ${target.debitLineNumber}`, entry },
        { line: `journal credit line ${target.creditLineNumber}`, entry },
      ];
    case 'dropped':
      return [];
    default:
      return [{ line: `${target.kind} ${target.lineNumber}`, entry }];
  }
}

function proveRounding(trace: readonly TraceEntry[]): string[] {
  const documents = groupByKey(trace, ({ target, sourceLineId }) => {
    const kind = sourceLineId.includes('asset:') ? 'equipment' : 'labour';
    if (target.kind === 'timesheet-entry') return `${kind} on ${target.purpose}`;
    return target.kind === 'statistical-line' ? 'equipment as quantities' : '';
  });
  documents.delete('');
  return [...documents].flatMap(([name, entries]) =>
    differ(
      `hours of ${name}`,
      sumAmounts(entries.map(({ amount }) => amount)),
      hoursText(roundedHundredths(minutesOf(entries) ?? 0)),
    ),
  );
}

/** Null when an entry of the trace has no minutes. */
function minutesOf(entries: readonly TraceEntry[]): number | null {
  return entries.reduce<number | null>(
    (sum, { minutes }) => (sum === null || minutes === undefined ? null : sum + minutes),
    0,
  );
}

function differInMinutes(name: string, traced: number | null, expected: number | null): string[] {
  return traced === expected ? [] : [`${name}: trace ${traced ?? 'no'} min ≠ ${expected ?? 'no'} min`];
}

function differ(name: string, traced: Amount, expected: Amount): string[] {
  if (compareAmounts(traced, expected) === 0) return [];
  return [`${name}: trace ${traced} ≠ ${expected} (${subtractAmounts(traced, expected)})`];
}
