import { z } from 'zod';
import { type ShiftInput, TIMESHEET_STEPS } from '../assignar/company-file';
import type { OfficePort } from './office-port';

const submitted = z.looseObject({ timesheetId: z.number() });
/** What carries a sheet to each step. */
const ACT_OF_STEP = {
  submitted: 'submit-timesheet',
  approved: 'approve-timesheet',
  completed: 'complete-timesheet',
  processed: 'process-timesheet',
} as const;

/** A shift, and how far the site carries it before the hub sees it. */
export interface EnteredShift {
  shift: ShiftInput;
  carried: (typeof TIMESHEET_STEPS)[number];
}

/** Enters shifts one after the other, so that equal days number their sheets alike; answers the document keys, `TS-1` first. */
export async function enterShifts(office: OfficePort, shifts: readonly EnteredShift[]): Promise<string[]> {
  const keys: string[] = [];
  for (const { shift, carried } of shifts) {
    const { timesheetId } = submitted.parse(await office.act('submit-timesheet', shift));
    for (const step of TIMESHEET_STEPS.slice(1, TIMESHEET_STEPS.indexOf(carried) + 1)) {
      await office.act(ACT_OF_STEP[step], { timesheetId });
    }
    keys.push(`TS-${timesheetId}`);
  }
  return keys;
}
