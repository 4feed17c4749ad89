import { named } from '../../../sandbox/sample-construction/crew';
import { documentKeyOf, namedShifts } from '../../../sandbox/sample-construction/named-shifts';
import type { ParkedDocument } from '../operators';
import { readWorkers, type WorkerRow } from './crew-in-assignar';
import type { HarborScene } from './harbor-scene';
import type { HarborMasters } from './intacct-time';
import { readWorkedShifts, type WorkedShift } from './worked-shifts';

/** Both systems as the sandboxes hold them, for reasons to be looked up in. */
export interface BothSystems {
  shifts: ReadonlyMap<string, WorkedShift>;
  workers: ReadonlyMap<number, WorkerRow>;
  masters: HarborMasters;
}

/** Reads both systems from the sandboxes' own rows. */
export async function readBothSystems({ office, intacctTime }: Pick<HarborScene, 'office' | 'intacctTime'>) {
  const workers = new Map((await readWorkers(office)).map((row) => [row.id, row]));
  return { shifts: await readWorkedShifts(office), workers, masters: await intacctTime.masters() };
}

/** Why a shift that is known by name is to stay parked, by document key: those that nobody puts right. */
export const meantToWait: ReadonlyMap<string, string> = new Map(
  namedShifts.flatMap(({ name, expectedCode }) =>
    expectedCode === null || expectedCode === 'TIMESHEET_OVERLAPS' ? [] : [[documentKeyOf(name), expectedCode]],
  ),
);

/** Shifts that somebody processes before the hub has seen them: none of the hub's, unless it is told of them. */
export const processedByHand: ReadonlySet<string> = new Set(
  namedShifts.flatMap(({ name, carried }) => (carried === 'processed' ? [documentKeyOf(name)] : [])),
);

/** Whether what a shift waits for is so, by the sandboxes' own books. */
export function isRealTimeReason(
  { document_key: key, code }: Pick<ParkedDocument, 'document_key' | 'code'>,
  { shifts, workers, masters }: BothSystems,
  employeeOf: ReadonlyMap<number, string | null>,
): boolean {
  const shift = shifts.get(key);
  if (shift === undefined) return false;
  if (meantToWait.has(key)) return meantToWait.get(key) === code;
  const employeeId = employeeOf.get(shift.userId) ?? null;
  switch (code) {
    case 'EMPLOYEE_INACTIVE': {
      const employee = masters.employees.find((each) => each.employeeId === employeeId);
      const lastDay = [...shift.minutesByDay.keys()].sort().at(-1) ?? '';
      return employee?.status !== 'active' || (employee.endDate !== undefined && employee.endDate < lastDay);
    }
    case 'WORKER_UNLINKED':
      return employeeId === null && (workers.get(shift.userId)?.employee_id ?? '') === '';
    case 'TIMESHEET_OVERLAPS':
      return [...shifts.values()].some(
        (other) =>
          other.documentKey !== key &&
          (employeeOf.get(other.userId) ?? null) === employeeId &&
          other.isProcessed &&
          other.span.from < shift.span.to &&
          other.span.to > shift.span.from,
      );
    case 'TIMESHEET_ALREADY_PROCESSED':
      return processedByHand.has(key) && shift.isProcessed;
    case 'TIMESHEET_CLOSED':
      return employeeId === named.approvedWeek;
    default:
      return false;
  }
}
