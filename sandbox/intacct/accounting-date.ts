/** `2026-01-31` from Intacct's `01/31/2026`, or null when it is not such a date. */
export function fromSlashDate(text: string): string | null {
  const parts = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  return parts ? isoDate(parts[3] as string, parts[1] as string, parts[2] as string) : null;
}

/** `2026-01-31` from year, month and day as text, or null when the calendar has no such day. */
export function isoDate(year: string, month: string, day: string): string | null {
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const text = date.toISOString().slice(0, 10);
  return text === `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` ? text : null;
}

/** Intacct's `01/31/2026` from `2026-01-31`. */
export function toSlashDate(date: string): string {
  return `${date.slice(5, 7)}/${date.slice(8, 10)}/${date.slice(0, 4)}`;
}

/** Intacct's `01/31/2026 10:00:02` (UTC) from `2026-01-31T10:00:02…`. */
export function toSlashTimestamp(timestamp: string): string {
  return `${toSlashDate(timestamp)} ${timestamp.slice(11, 19)}`;
}

/** `2026-01-31T10:00:02` from Intacct's `01/31/2026 10:00:02` or `01/31/2026`, or null. */
export function fromSlashTimestamp(text: string): string | null {
  const date = fromSlashDate(text.slice(0, 10));
  if (date === null) return null;
  if (text.length === 10) return `${date}T00:00:00`;
  return /^ ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text.slice(10)) ? `${date}T${text.slice(11)}` : null;
}

/** `2026-01-31` plus calendar days. */
export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}
