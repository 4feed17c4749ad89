import type { HistoryException } from '../db/document-history';

/** A reason why something waits or waited, as `--json` prints it. */
export interface ExceptionStory {
  code: string;
  causeKey: string | null;
  message: string;
  field: string;
  expected: string;
  /** What came instead; of a row that iMetal's importer refused its own note. */
  actual: string;
  openedAt: Date;
  closedAt: Date | null;
  closedBecause: string | null;
  wayOut: string;
}

/** The reason with its way out. */
export function exceptionStory({ code, field, expected, actual, message, ...rest }: HistoryException): ExceptionStory {
  return {
    code,
    causeKey: rest.cause_key,
    message,
    field,
    expected,
    actual,
    openedAt: rest.opened_at,
    closedAt: rest.closed_at,
    closedBecause: rest.closed_because,
    wayOut: `docs/errors.md#${code.toLowerCase()}`,
  };
}
