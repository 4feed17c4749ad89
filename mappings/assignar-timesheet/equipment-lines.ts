import type { AssignarProfile } from '../../domain/assignar-profile';
import { causeKey } from '../../domain/exception';
import type { SourceAssetTime, SourceTimesheet } from '../../domain/source-timesheet';
import type { ReportFault } from '../fault-report';
import { groupByKey } from '../group-by-key';
import { lookUp } from '../look-up';
import { inMinutes, wholeMinutes } from './check-hours';
import type { FindCodes } from './find-codes';
import type { Shift } from './read-shift';
import { labelOf, nameOfActivity, nameOfAsset, type TimeLine, withKind } from './time-line';
import { nameOnce } from './timesheet-order';

/** What an asset ran, for an activity or beside all of them. */
interface AssetTime {
  asset: SourceAssetTime;
  sourceLineId: string;
  label: string;
  /** Null while it is not known: the activity's time, or the shift's, is missing or wrong. */
  minutes: number | null;
  taskId: string | null;
  /** Why it comes to nothing; null: it does not. */
  leftOut: 'zero minutes' | 'counted by its activities' | null;
}

/**
 * Time of the sheet's equipment: per activity on its task, and what an asset ran of the shift beside its activities on the
 * project. Each with its item, and a rate where the profile asks for one; left out where it says so. An activity that is not
 * payable to the worker still used the asset. Reports HOURS_MISSING, HOURS_MISMATCH, ASSET_WITHOUT_ITEM, RATE_PER_HOUR_MISSING and what the
 * look-ups find missing.
 */
export function listEquipmentLines(
  sheet: SourceTimesheet,
  shift: Shift | null,
  profile: AssignarProfile,
  find: FindCodes,
  report: ReportFault,
): TimeLine[] {
  const { equipmentTime } = profile;
  const isPosted = equipmentTime.postAs !== 'nothing';
  const times = assetTimes(sheet, shift, isPosted ? find : null, report);
  if (shift !== null) checkAssetMinutes(times, shift, report);
  const timeType = equipmentTime.postAs === 'timesheet-entries' ? equipmentTime.timeType : null;
  return times.map((time): TimeLine => {
    const { sourceLineId, label, taskId } = time;
    const line = { sourceLineId, label, kind: 'equipment', minutes: time.minutes ?? 0, taskId, timeType } as const;
    if (!isPosted) return { ...line, itemId: null, leftOut: 'equipment time is not posted', when: 'beside-the-work' };
    if (time.leftOut !== null) return { ...line, itemId: null, leftOut: time.leftOut, when: 'beside-the-work' };
    const itemId = findEquipmentItem(time.asset, profile, find, report);
    return { ...line, itemId, leftOut: null, when: 'beside-the-work' };
  });
}

function assetTimes(
  sheet: SourceTimesheet,
  shift: Shift | null,
  find: FindCodes | null,
  report: ReportFault,
): AssetTime[] {
  const named = nameOnce();
  const namedActivity = nameOnce();
  const ofActivities = sheet.activities.flatMap((activity) => {
    const activityLineId = namedActivity(`activity:${activity.activityId}`);
    const activityName = nameOfActivity(activity);
    return activity.assets.map((asset): AssetTime => {
      const label = labelOf(`${nameOfAsset(asset)} on ${activityName}`);
      const minutes = wholeMinutes('time', asset.minutes ?? activity.minutes, report, withKind('asset', label));
      const leftOut = minutes === 0 ? 'zero minutes' : null;
      const taskId = minutes === 0 ? null : (find?.taskOf(activity, withKind('activity', activityName)) ?? null);
      const sourceLineId = named(`${activityLineId}/asset:${asset.assetId}`);
      return { asset, sourceLineId, label, minutes, taskId, leftOut };
    });
  });
  const counted = new Map<string, number>();
  for (const { asset, minutes } of ofActivities) {
    counted.set(asset.assetId, (counted.get(asset.assetId) ?? 0) + (minutes ?? 0));
  }
  const ofSheet = sheet.assets.map((asset): AssetTime => {
    const label = nameOfAsset(asset);
    const line = withKind('asset', label);
    if (find !== null && !asset.usesWholeShift && asset.minutes === null) {
      const says = `time of ${line} is missing, and it is not said to be the whole shift`;
      report({ code: 'HOURS_MISSING', field: `${line}: time`, expected: 'minutes', actual: 'none', says, line });
    }
    const minutes = isOfWholeShift(asset)
      ? (shift?.workedMinutes ?? null)
      : wholeMinutes('time', asset.minutes, report, line);
    const before = counted.get(asset.assetId) ?? 0;
    const rest = minutes === null ? null : Math.max(0, minutes - before);
    counted.set(asset.assetId, Math.max(0, before - (minutes ?? 0)));
    const leftOut = rest !== 0 ? null : minutes === 0 ? 'zero minutes' : 'counted by its activities';
    return { asset, sourceLineId: named(`asset:${asset.assetId}`), label, minutes: rest, taskId: null, leftOut };
  });
  return [...ofActivities, ...ofSheet];
}

function isOfWholeShift({ usesWholeShift, minutes }: SourceAssetTime): boolean {
  return usesWholeShift || minutes === null;
}

/** No asset runs longer than the shift is from beginning to end, breaks included. */
function checkAssetMinutes(times: readonly AssetTime[], { elapsedMinutes }: Shift, report: ReportFault): void {
  for (const ofAsset of groupByKey(times, ({ asset }) => asset.assetId).values()) {
    const [first] = ofAsset;
    const sum = ofAsset.reduce((total, { minutes }) => total + (minutes ?? 0), 0);
    if (first === undefined || sum <= elapsedMinutes) continue;
    const asset = withKind('asset', nameOfAsset(first.asset));
    report({
      code: 'HOURS_MISMATCH',
      field: `${asset}: time`,
      expected: `at most ${inMinutes(elapsedMinutes)}`,
      actual: inMinutes(sum),
      says: `${asset} of ${inMinutes(sum)} > the shift's ${inMinutes(elapsedMinutes)} (${inMinutes(sum - elapsedMinutes)} too much)`,
    });
  }
}

function findEquipmentItem(
  asset: SourceAssetTime,
  { equipmentTime }: AssignarProfile,
  find: FindCodes,
  report: ReportFault,
): string | null {
  const line = withKind('asset', nameOfAsset(asset));
  const itemId = asset.assetExternalId?.trim() ?? '';
  if (itemId === '') {
    report({
      code: 'ASSET_WITHOUT_ITEM',
      field: `${line}: item`,
      expected: 'an external id',
      actual: 'none',
      says: `asset ${asset.assetId} of Assignar has no external id, so that it is no item of Intacct's`,
      causeKey: causeKey.assignarRecord('asset', asset.assetId),
      line,
    });
    return null;
  }
  if (equipmentTime.postAs === 'journal' && lookUp(equipmentTime.ratePerHour, itemId) === undefined) {
    report({
      code: 'RATE_PER_HOUR_MISSING',
      field: `${line}: rate per hour`,
      expected: 'a rate in the company profile',
      actual: 'none',
      says: `the company profile has no rate per hour for equipment ${itemId}`,
      causeKey: causeKey.item(itemId),
      line,
    });
  }
  return find.item(itemId, line);
}
