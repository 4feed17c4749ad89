import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type AssignarCompany, assignarCompanySchema } from './company-file';
import type { Row } from './row';
import { type AssignarSettings, assignarSettingsSchema } from './settings';

const entrySchema = z.union([
  z.strictObject({ put: z.string(), row: z.looseObject({ id: z.number() }) }),
  z.strictObject({ remove: z.string(), id: z.number() }),
  z.strictObject({ clear: z.literal(true) }),
  z.strictObject({ company: assignarCompanySchema }),
  z.strictObject({ settings: assignarSettingsSchema }),
]);

/** What happened to the tenant: a row written or taken away, everything cleared, another company or other settings. */
export type JournalEntry =
  | { put: string; row: Row }
  | { remove: string; id: number }
  | { clear: true }
  | { company: AssignarCompany }
  | { settings: AssignarSettings };

/** Where a tenant's changes are written down as they happen, so that a killed sandbox goes on where it was. */
export interface Journal {
  /** What an earlier process wrote down, in order. */
  readonly before: readonly JournalEntry[];
  write(entry: JournalEntry): void;
}

/** The journal of a directory, which is made if it is not there; what a kill left half written at its end is taken away. */
export function openJournal(stateDirectory: string): Journal {
  mkdirSync(stateDirectory, { recursive: true });
  const file = join(stateDirectory, 'assignar.jsonl');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) truncateSync(file, Buffer.byteLength(whole));
  return {
    before: whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => entrySchema.parse(JSON.parse(line)) as JournalEntry),
    write: (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`),
  };
}
