import { z } from 'zod';
import { UnexpectedResponse } from '../errors';
import { dayInZone, instantInUtc, isDay, readWrittenTime } from './instants';

/** A record's id: Assignar counts; whether as a number or as a text is tolerated. */
export const idField = z
  .union([z.number().int().nonnegative(), z.string()], 'expected an id')
  .transform(String)
  .pipe(z.string().regex(/^\d{1,19}$/, 'expected an id of digits'));

/** The id of another record; null where there is none. */
export const referenceField = z
  .union([z.number().int(), z.string()], 'expected the id of a record')
  .nullish()
  .transform(textOrNull);

/** A text or number as text; null where there is none. An empty text is none: the API has no other way to clear one. */
export const textField = z.union([z.string(), z.number()], 'expected a text').nullish().transform(textOrNull);

/** A flag; null where it is not told. */
export const flagField = z
  .union([z.boolean(), z.literal([0, 1, '0', '1', 'true', 'false'])], 'expected true or false')
  .nullish()
  .transform((flag) => (flag === null || flag === undefined ? null : ['true', '1'].includes(String(flag))));

/** Ids of a list of links to roles, `[{task_id: 97, name}]`, sorted, with commas between; null where the list is not told. */
export const rolesField = z
  .array(
    z.object({ task_id: idField }, 'expected links by task_id').transform(({ task_id: id }) => id),
    'expected a list of links by task_id',
  )
  .nullish()
  .transform((ids) => (ids === null || ids === undefined ? null : [...new Set(ids)].sort(compareIds).join(',')));

/** An instant in UTC with microseconds; null where there is none. */
export const instantField = z
  .string('expected a date and time')
  .nullish()
  .transform((text, context) => {
    if (text === null || text === undefined || text === '') return null;
    const instant = instantInUtc(text);
    if (instant !== null) return instant;
    context.addIssue({ code: 'custom', message: 'expected a date and time' });
    return z.NEVER;
  });

/** When a row was last modified, in UTC: an instant, or, as suppliers are shown with, a day alone, which is read as its beginning. */
export const stampField = z.union([
  z
    .string()
    .refine(isDay)
    .transform((day) => `${day}T00:00:00.000000Z`),
  instantField,
]);

/**
 * A day, YYYY-MM-DD; null where there is none. One with a time keeps its day when the time is midnight; another time is an
 * instant, and its day is that of the clock in `timeZone`.
 */
export function dayField(timeZone: string) {
  return z
    .string('expected a date')
    .nullish()
    .transform((text, context) => {
      if (text === null || text === undefined || text === '') return null;
      const day = isDay(text) ? text : dayOfTime(text, timeZone);
      if (day !== null) return day;
      context.addIssue({ code: 'custom', message: 'expected a date' });
      return z.NEVER;
    });
}

function dayOfTime(text: string, timeZone: string): string | null {
  const written = readWrittenTime(text);
  const instant = instantInUtc(text);
  if (written === null || instant === null) return null;
  if (written.zone === null || written.local.endsWith('T00:00:00')) return written.local.slice(0, 10);
  return dayInZone(instant, timeZone);
}

/** A row as the schema has it; throws UnexpectedResponse naming the object, the row's id and the fields at fault. */
export function parseRow<Row>(schema: z.ZodType<Row>, row: unknown, object: string, operation: string): Row {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const id = z.object({ id: idField }).safeParse(row);
  const which = id.success ? `${object} ${id.data.id}` : `${object} without a readable id`;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new UnexpectedResponse(`${operation}: ${which}: ${faults}`, { operation });
}

/** Order of ids, as numbers. */
export function compareIds(one: string, other: string): number {
  const [first, second] = [BigInt(one), BigInt(other)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** Refuses what is no id before it becomes part of an address. RangeError. */
export function assertId(id: string): void {
  if (!/^\d{1,19}$/.test(id)) throw new RangeError(`no id of a record of Assignar: ${id}`);
}

function textOrNull(value: string | number | null | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
