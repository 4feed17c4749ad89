import type { AssignarClient, TimesheetHeader } from '../../clients/assignar/assignar-client';
import { Rejected } from '../../clients/errors';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { AcknowledgedHeader, DocumentHeader, DocumentSource } from '../../domain/document-source';
import type { FeedCursor } from '../../domain/feed-cursor';
import { hoursText, roundedHundredths } from '../../mappings/assignar-timesheet/apportion';
import { hashOfContent } from '../../mappings/content-hash';
import { timesheetContentHash } from '../../mappings/source-content';

/** The one type of Assignar's documents: it begins their keys. */
export const timesheetType = 'TS';

const timesheetKey = /^TS-([1-9]\d{0,17})$/;

/** The id in a timesheet's key, `9001` of `TS-9001`; null for a key of anything else. */
export function timesheetIdOf(documentKey: string): string | null {
  return timesheetKey.exec(documentKey)?.[1] ?? null;
}

type Timesheets = Pick<
  AssignarClient,
  'findTimesheet' | 'listTimesheets' | 'readTimesheet' | 'completeTimesheet' | 'processTimesheet' | 'readClock'
>;

/**
 * Approved timesheets as documents of a source: by the profile's statuses, completed unless the hub may complete them. Deleted and
 * processed ones too, whatever their status is by then: they may be posted.
 */
export function createAssignarSource(
  client: Timesheets,
  { timesheets }: Pick<AssignarProfile, 'timesheets'>,
): DocumentSource {
  const isFinal = (header: TimesheetHeader) => isApproved(header, timesheets);
  // Assignar processes what is approved, whatever word it has for that then: an edit behind it must not be missed.
  const wasFinal = (header: TimesheetHeader) => header.isDeleted || header.isProcessed || isFinal(header);
  return {
    async findHeader(_kind, documentKey) {
      const timesheetId = timesheetIdOf(documentKey);
      const header = timesheetId === null ? null : await client.findTimesheet(timesheetId);
      return header !== null && wasFinal(header) ? toDocumentHeader(header) : null;
    },
    listHeaders: (_kind, { after, limit }) =>
      collect(limit, after, wasFinal, (cursor) =>
        client.listTimesheets({
          statuses: [],
          after: cursor,
          unprocessedOnly: false,
          workedFrom: null,
          limit,
        }),
      ),
    listUnexportedHeaders: (_kind, { after, limit, datedFrom }) =>
      collect(limit, after, isFinal, (cursor) =>
        client.listTimesheets({
          statuses: timesheets.approvedStatuses,
          after: cursor,
          unprocessedOnly: true,
          workedFrom: datedFrom,
          limit,
        }),
      ),
    acknowledge: (_kind, { documentKey, contentHash }) =>
      acknowledgeTimesheet(client, timesheets.complete, documentKey, contentHash),
    readClock: () => client.readClock(),
  };
}

function isApproved(
  header: TimesheetHeader,
  { approvedStatuses, complete }: Pick<AssignarProfile['timesheets'], 'approvedStatuses' | 'complete'>,
): boolean {
  return !header.isDeleted && approvedStatuses.includes(header.status) && (header.isCompleted || complete);
}

/** A page of what is final: what is not is passed over, so that a page that is not full is the last one. */
async function collect(
  limit: number,
  after: FeedCursor | null,
  isFinal: (header: TimesheetHeader) => boolean,
  list: (after: FeedCursor | null) => Promise<TimesheetHeader[]>,
): Promise<DocumentHeader[]> {
  const headers: DocumentHeader[] = [];
  let cursor = after;
  for (;;) {
    const page = await list(cursor);
    headers.push(...page.filter(isFinal).map(toDocumentHeader));
    const last = page.at(-1);
    if (last === undefined || page.length < limit || headers.length >= limit) return headers.slice(0, limit);
    cursor = { modifiedAt: last.modifiedAt, headerId: last.timesheetId };
  }
}

function toDocumentHeader(header: TimesheetHeader): DocumentHeader {
  return {
    headerId: header.timesheetId,
    modifiedAt: header.modifiedAt,
    documentKey: header.documentKey,
    version: header.version,
    partyCode: header.employeeId,
    partyName: header.workerName,
    currency: null,
    grossTotal: null,
    ...(header.totalMinutes == null ? {} : { hours: hoursText(roundedHundredths(header.totalMinutes)) }),
    documentDate: header.workDate,
    // Where Assignar does not tell when, it was at its last modification or before.
    exportedAt: header.isProcessed ? (header.processedAt ?? header.modifiedAt) : null,
    ...(header.isDeleted ? { isDeleted: true } : {}),
  };
}

/** The content hash of a sheet that Assignar has no more. */
export const deletedContentHash = hashOfContent({ isDeleted: true });

/**
 * Completes the sheet where the hub may, and processes it. Whoever processed it, the ledger holds our plan of it; read again, its content
 * tells whether somebody edited it since. A deleted one takes no mark.
 */
async function acknowledgeTimesheet(
  client: Timesheets,
  complete: boolean,
  documentKey: string,
  contentHash: string | undefined,
): Promise<AcknowledgedHeader> {
  const timesheetId = timesheetIdOf(documentKey);
  if (timesheetId === null) throw notThere(documentKey);
  if (contentHash !== deletedContentHash) await processUnlessGone(client, complete, timesheetId);
  const sheet = await client.readTimesheet(timesheetId);
  const version = sheet?.version ?? (await client.findTimesheet(timesheetId))?.version;
  if (version === undefined) throw notThere(documentKey);
  const isAsPosted = (sheet === null ? deletedContentHash : timesheetContentHash(sheet)) === contentHash;
  return isAsPosted ? { version } : { version: null, isEdited: true };
}

async function processUnlessGone(client: Timesheets, complete: boolean, timesheetId: string): Promise<void> {
  try {
    if (complete) await client.completeTimesheet(timesheetId);
    await client.processTimesheet(timesheetId);
  } catch (error) {
    // Deleted since it was planned: read again below, it is told as an edit.
    if (!(error instanceof Rejected && error.code === 'DOCUMENT_NOT_FOUND')) throw error;
  }
}

function notThere(documentKey: string): Rejected {
  return new Rejected(`Assignar has no timesheet ${documentKey} any more`, {
    operation: `assignar process ${documentKey}`,
    code: 'DOCUMENT_NOT_FOUND',
  });
}
