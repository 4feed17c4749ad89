import type { AssignarProfile } from '../../domain/assignar-profile';

const msPerDay = 86_400_000;

/** First day (YYYY-MM-DD) of the time period in which a day lies, counted from the profile's anchor, backwards too. */
export function beginOfTimePeriod(date: string, { days, beginsOn }: AssignarProfile['timesheets']['period']): string {
  const [day, anchor] = [dayNumber(date), dayNumber(beginsOn)];
  const begin = anchor + Math.floor((day - anchor) / days) * days;
  return new Date(begin * msPerDay).toISOString().slice(0, 10);
}

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / msPerDay;
}
