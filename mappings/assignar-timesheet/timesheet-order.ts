import type { SourceActivityTime, SourceAssetTime, SourceTimesheet } from '../../domain/source-timesheet';
import { compareIds, compareText } from '../text-order';

/** The same sheet with its activities and assets in one order, by id, so that nothing depends on the order they came in. */
export function inTimesheetOrder(sheet: SourceTimesheet): SourceTimesheet {
  const activities = sheet.activities.map((activity) => ({ ...activity, assets: sortAssets(activity.assets) }));
  return { ...sheet, activities: sortActivities(activities), assets: sortAssets(sheet.assets) };
}

function sortActivities(activities: readonly SourceActivityTime[]): SourceActivityTime[] {
  return [...activities].sort(
    (a, b) => compareIds(a.activityId, b.activityId) || compareText(JSON.stringify(a), JSON.stringify(b)),
  );
}

function sortAssets(assets: readonly SourceAssetTime[]): SourceAssetTime[] {
  return [...assets].sort(
    (a, b) => compareIds(a.assetId, b.assetId) || compareText(JSON.stringify(a), JSON.stringify(b)),
  );
}

/** Names lines that may share a name: the second `activity:501` is `activity:501#2`. */
export function nameOnce(): (name: string) => string {
  const counts = new Map<string, number>();
  return (name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  };
}
