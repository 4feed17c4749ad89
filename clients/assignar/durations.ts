import { z } from 'zod';

/**
 * Minutes of a shift or of a part of it, null where none are told: a whole number, or a text of one (`30`), or of hours and
 * minutes (`08:30`; total_time is written so, facts/assignar.md 4.3). Anything else, `8.5` and seconds among it, is a fault and
 * not a guess: hours become money.
 */
export const minutesField = z
  .union([z.number(), z.string()], 'expected minutes')
  .nullish()
  .transform((written, context) => {
    if (written === null || written === undefined || written === '') return null;
    const minutes = minutesOf(String(written).trim());
    if (minutes !== null) return minutes;
    context.addIssue({ code: 'custom', message: `expected whole minutes or HH:MM, came ${String(written)}` });
    return z.NEVER;
  });

function minutesOf(text: string): number | null {
  // Seven days of minutes have five digits: a longer number is no duration of a shift.
  if (/^\d{1,5}$/.test(text)) return Number(text);
  const parts = /^(\d{1,3}):([0-5]\d)(?::00)?$/.exec(text);
  if (parts === null) return null;
  return Number(parts[1]) * 60 + Number(parts[2]);
}
