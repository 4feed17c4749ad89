import type { AssignarClient, TimesheetHeader } from '../../clients/assignar/assignar-client';
import type { AssignarProfile } from '../../domain/assignar-profile';

const pageSize = 100;
// Beyond so many sheets without an end nobody can say that there are none of this worker: they count as having some.
const pagesMax = 200;

/** Whether deactivating a worker with hours that are not posted waits for a person, by the profile. */
export function asksBeforeDeactivating({ trueUp }: Pick<AssignarProfile, 'trueUp'>): boolean {
  return trueUp.risky.includes('deactivate-with-unposted-time');
}

/** Whether Assignar has timesheets of a worker that nobody has processed, since the hub's first day. Asks for theirs alone, once as a rule. */
export async function hasUnpostedTime(
  assignar: Pick<AssignarClient, 'listTimesheets'>,
  profile: AssignarProfile,
  worker: { userId: string; employeeId: string },
): Promise<boolean> {
  const isTheirs = ({ userId, employeeId }: TimesheetHeader) =>
    userId == null ? employeeId === worker.employeeId : userId === worker.userId;

  let last: TimesheetHeader | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const headers = await assignar.listTimesheets({
      statuses: [],
      after: last === undefined ? null : { modifiedAt: last.modifiedAt, headerId: last.timesheetId },
      unprocessedOnly: true,
      userId: worker.userId,
      workedFrom: profile.feed.startFrom,
      limit: pageSize,
    });
    if (headers.some((sheet) => isTheirs(sheet) && !sheet.isProcessed && !sheet.isDeleted)) return true;
    last = headers.at(-1);
    if (last === undefined) return false;
  }
  return true;
}
