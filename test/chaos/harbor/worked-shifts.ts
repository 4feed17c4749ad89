import { z } from 'zod';
import { localDay, nextLocalDay, readLocalInstants, readUtcInstant } from '../../../domain/local-time';
import { divideAmount, formatCents, multiplyAmount, roundToCents, roundToPlaces } from '../../../domain/money';
import type { OfficePort } from '../../../sandbox/sample-construction/office-port';

const asset = z.looseObject({ assetId: z.number(), minutes: z.number().nullable() });
const rowSchema = z.looseObject({
  id: z.number(),
  user_id: z.number(),
  project_id: z.number().nullable(),
  submitted_date: z.string(),
  start_datetime: z.string().nullable(),
  end_datetime: z.string().nullable(),
  start_time: z.string().nullable(),
  end_time: z.string().nullable(),
  travel_time_to: z.number(),
  travel_time_from: z.number(),
  activity_entries: z.array(z.looseObject({ activityId: z.number(), minutes: z.number(), assets: z.array(asset) })),
  asset_entries: z.array(asset),
});
type SheetRow = z.infer<typeof rowSchema>;
const reportSchema = z.looseObject({
  timesheets: z.array(
    z.looseObject({
      id: z.number(),
      state: z.string(),
      isProcessed: z.boolean(),
      projectExternalId: z.string().nullable(),
      totalMinutes: z.number(),
      activities: z.array(z.looseObject({ minutes: z.number(), payable: z.boolean() })),
    }),
  ),
});

/** A machine's hours at an activity, or beside all of them; to the hundredth. */
export interface MachineHours {
  itemId: string;
  hours: string;
}

/** A shift as Assignar's own rows add it up. */
export interface WorkedShift {
  documentKey: string;
  userId: number;
  projectId: string;
  /** `submitted`, `approved`, `rated`, `completed`, `processed`. */
  state: string;
  isProcessed: boolean;
  /** What is to be posted of it: worked and travelled, less what nobody is paid for; two decimals. */
  hours: string;
  /** Minutes of each calendar day; of a shift over midnight in proportion to the time before and after it. */
  minutesByDay: ReadonlyMap<string, number>;
  machines: readonly MachineHours[];
  /** When it was, minutes since the epoch. */
  span: { from: number; to: number };
}

/** Every shift that is not deleted, by document key, worked out from the tenant's rows and not from what the API answers. */
export async function readWorkedShifts(office: OfficePort): Promise<Map<string, WorkedShift>> {
  const { timesheets } = reportSchema.parse(await office.look('report'));
  const rows = new Map(
    z
      .array(rowSchema)
      .parse(await office.rows('timesheets'))
      .map((row) => [row.id, row]),
  );
  const zones = new Map((await office.rows('projects')).map(({ id, timezone }) => [id, String(timezone ?? 'UTC')]));
  const items = new Map(
    (await office.rows('assets')).map(({ id, external_id }) => [id, String(external_id ?? 'none')]),
  );
  return new Map(
    timesheets
      .filter(({ state }) => state !== 'deleted')
      .map((sheet): [string, WorkedShift] => {
        const row = rows.get(sheet.id);
        if (row === undefined) throw new Error(`the report has sheet ${sheet.id}, and the rows do not`);
        const zone = zones.get(row.project_id ?? 0) ?? 'UTC';
        const unpaid = sheet.activities.filter((each) => !each.payable).reduce((sum, each) => sum + each.minutes, 0);
        const paid = sheet.totalMinutes - unpaid;
        const documentKey = `TS-${sheet.id}`;
        const shift = {
          ...{ documentKey, userId: row.user_id, state: sheet.state, isProcessed: sheet.isProcessed },
          projectId: sheet.projectExternalId ?? '',
          hours: hoursOf(paid + row.travel_time_to + row.travel_time_from),
          minutesByDay: minutesByDay(row, zone, paid),
          machines: machinesOf(row, sheet.totalMinutes, items),
          span: spanOf(row, zone),
        };
        return [documentKey, shift];
      }),
  );
}

/** Minutes as hours with two decimals, half up. */
export function hoursOf(minutes: number): string {
  return formatCents(roundToPlaces(divideAmount(String(minutes), '60'), 2));
}

/** Hours at a rate, half up to the cent. */
export function costOf(hours: string, ratePerHour: string): string {
  return formatCents(roundToCents(multiplyAmount(hours, ratePerHour)));
}

function spanOf(row: SheetRow, zone: string): { from: number; to: number } {
  const [start, end] = [row.start_datetime, row.end_datetime];
  if (start !== null && end !== null) return { from: readUtcInstant(start) ?? 0, to: readUtcInstant(end) ?? 0 };
  const from = readLocalInstants(`${row.submitted_date}T${row.start_time}`, zone)[0] ?? 0;
  const to = readLocalInstants(`${row.submitted_date}T${row.end_time}`, zone)[0] ?? 0;
  return { from, to: to < from ? to + 1440 : to };
}

function minutesByDay(row: SheetRow, zone: string, paid: number): Map<string, number> {
  const { from, to } = spanOf(row, zone);
  const days = new Map<string, number>();
  const add = (day: string, minutes: number) => days.set(day, (days.get(day) ?? 0) + minutes);
  for (let at = from; at < to; at = Math.min(nextLocalDay(at, zone), to)) {
    const until = Math.min(nextLocalDay(at, zone), to);
    add(localDay(at, zone), (paid * (until - at)) / (to - from));
  }
  add(localDay(from, zone), row.travel_time_to);
  add(localDay(to - 1, zone), row.travel_time_from);
  return days;
}

/** By machine and activity, then what of the shift no activity says: each part is charged for itself. */
function machinesOf(row: SheetRow, shiftMinutes: number, items: ReadonlyMap<number, string>): MachineHours[] {
  const parts = new Map<string, { assetId: number; minutes: number }>();
  const told = new Map<number, number>();
  const add = (assetId: number, activity: string, minutes: number) => {
    const key = `${assetId}/${activity}`;
    parts.set(key, { assetId, minutes: (parts.get(key)?.minutes ?? 0) + minutes });
  };
  for (const { activityId, minutes, assets } of row.activity_entries) {
    for (const used of assets) {
      const ran = used.minutes ?? minutes;
      add(used.assetId, String(activityId), ran);
      told.set(used.assetId, (told.get(used.assetId) ?? 0) + ran);
    }
  }
  for (const { assetId, minutes } of row.asset_entries) {
    add(assetId, '', Math.max(0, (minutes ?? shiftMinutes) - (told.get(assetId) ?? 0)));
  }
  return [...parts.values()]
    .filter(({ minutes }) => minutes > 0)
    .map(({ assetId, minutes }) => ({ itemId: items.get(assetId) ?? 'none', hours: hoursOf(minutes) }));
}
