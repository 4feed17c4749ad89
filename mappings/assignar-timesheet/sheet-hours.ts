import type { AssignarProfile } from '../../domain/assignar-profile';
import type { SourceTimesheet } from '../../domain/source-timesheet';
import type { Hours } from '../../domain/timesheet';
import { hoursText, roundedHundredths } from './apportion';
import { whyLeftOut } from './labour-lines';

/**
 * Labour hours that a sheet comes to by its own minutes, whether it can be posted or not: its total, with travel and without
 * activities that the profile leaves out. A plan over two time periods may differ by a hundredth, for each is rounded by itself.
 * Null when minutes are missing or no whole minutes.
 */
export function hoursOfSheet(
  { totalMinutes, travelToMinutes, travelFromMinutes, activities }: SourceTimesheet,
  profile: AssignarProfile,
): Hours | null {
  const travel = profile.timesheets.travel === 'not-posted' ? [] : [travelToMinutes ?? 0, travelFromMinutes ?? 0];
  const posted = sumMinutes([totalMinutes, ...travel]);
  const leftOut = sumMinutes(
    activities.filter((activity) => whyLeftOut(activity, profile) !== null).map(({ minutes }) => minutes),
  );
  if (posted === null || leftOut === null || posted < leftOut) return null;
  return hoursText(roundedHundredths(posted - leftOut));
}

function sumMinutes(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>(
    (sum, part) => (sum === null || part === null || !Number.isSafeInteger(part) || part < 0 ? null : sum + part),
    0,
  );
}
