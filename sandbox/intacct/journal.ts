import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { BookChange } from './books';

const commitSchema = z.strictObject({
  at: z.string(),
  changes: z.array(z.tuple([z.string(), z.string(), z.record(z.string(), z.string()).nullable()])),
});

/** Append-only file of committed changes, one commit a line. */
export interface CommitJournal {
  readonly earlier: readonly BookChange[];
  append(changes: readonly BookChange[], at: Date): void;
}

/** Opens (or starts) the journal in a directory; a last line that a crash cut short is dropped, for it was never answered. */
export function openCommitJournal(directory: string): CommitJournal {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'commits.jsonl');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  const earlier = whole
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => commitSchema.parse(JSON.parse(line)).changes);
  return {
    earlier,
    append(changes, at) {
      appendFileSync(path, `${JSON.stringify({ at: at.toISOString(), changes })}\n`);
    },
  };
}

/** A journal that keeps nothing, for a sandbox that lives in memory. */
export const memoryJournal: CommitJournal = { earlier: [], append() {} };
