import type { AssignarClient, TimesheetHeader } from '../../clients/assignar/assignar-client';
import { Rejected } from '../../clients/errors';
import type { SourceTimesheet } from '../../domain/source-timesheet';

/** The timesheets of an Assignar of a few lines. */
export interface FakeTimesheets {
  client: AssignarClient;
  sheets: Map<string, SourceTimesheet>;
  /** Ids of sheets that were deleted: their rows stay. */
  deleted: Set<string>;
  /** What was asked, in order: `process 9001`, `read 9001` … */
  calls: string[];
  /** For the next completion or processing instead of doing it. */
  refusal: Error | null;
  /** Puts a sheet in, or its edit: it is modified later than before. */
  save(sheet: SourceTimesheet): void;
  /** Deletes a sheet softly: it is modified later than before. */
  delete(timesheetId: string): void;
}

/** A fake client; whatever is no timesheet it does not have. */
export function createFakeTimesheets(): FakeTimesheets {
  const mark = (timesheetId: string, changes: Partial<SourceTimesheet>) => {
    if (fake.refusal !== null) {
      const { refusal } = fake;
      fake.refusal = null;
      throw refusal;
    }
    if (fake.deleted.has(timesheetId)) {
      throw new Rejected('Object Not Found', { operation: 'assignar process', code: 'DOCUMENT_NOT_FOUND' });
    }
    const sheet = fake.sheets.get(timesheetId);
    if (sheet !== undefined) fake.sheets.set(timesheetId, { ...sheet, ...changes, version: sheet.version + 1 });
  };
  const header = (sheet: SourceTimesheet) => ({ ...headerOf(sheet), isDeleted: fake.deleted.has(sheet.timesheetId) });
  const timesheets: Partial<AssignarClient> = {
    async listTimesheets({ statuses, after, unprocessedOnly, limit }) {
      fake.calls.push('list');
      return [...fake.sheets.values()]
        .filter(
          ({ status, isProcessed }) =>
            (statuses.length === 0 || statuses.includes(status)) && !(unprocessedOnly && isProcessed),
        )
        .map(header)
        .sort((a, b) => a.version - b.version || Number(a.timesheetId) - Number(b.timesheetId))
        .filter(
          ({ modifiedAt, timesheetId }) =>
            after === null ||
            modifiedAt > after.modifiedAt ||
            (modifiedAt === after.modifiedAt && Number(timesheetId) > Number(after.headerId)),
        )
        .slice(0, limit);
    },
    async findTimesheet(timesheetId) {
      fake.calls.push(`find ${timesheetId}`);
      const sheet = fake.sheets.get(timesheetId);
      return sheet === undefined ? null : header(sheet);
    },
    async readTimesheet(timesheetId) {
      fake.calls.push(`read ${timesheetId}`);
      return fake.deleted.has(timesheetId) ? null : structuredClone(fake.sheets.get(timesheetId) ?? null);
    },
    async completeTimesheet(timesheetId) {
      fake.calls.push(`complete ${timesheetId}`);
      if (fake.sheets.get(timesheetId)?.isCompleted !== true) mark(timesheetId, { isCompleted: true });
    },
    async processTimesheet(timesheetId) {
      fake.calls.push(`process ${timesheetId}`);
      if (fake.sheets.get(timesheetId)?.isProcessed === true) return 'already';
      mark(timesheetId, { isProcessed: true, status: 'PROCESSED' });
      return 'processed';
    },
    readClock: async () => new Date().toISOString(),
  };
  const fake: FakeTimesheets = {
    client: timesheets as AssignarClient,
    sheets: new Map(),
    deleted: new Set(),
    calls: [],
    refusal: null,
    delete(timesheetId) {
      const sheet = fake.sheets.get(timesheetId);
      if (sheet !== undefined) fake.save(sheet);
      fake.deleted.add(timesheetId);
    },
    save(sheet) {
      const before = fake.sheets.get(sheet.timesheetId);
      fake.sheets.set(sheet.timesheetId, { ...sheet, version: Math.max(sheet.version, (before?.version ?? 0) + 1000) });
    },
  };
  return fake;
}

function headerOf(sheet: SourceTimesheet): TimesheetHeader {
  const { timesheetId, documentKey, version, status, isCompleted, isProcessed, worker } = sheet;
  const modifiedAt = new Date(version).toISOString();
  return {
    timesheetId,
    documentKey,
    modifiedAt,
    version,
    employeeId: worker.employeeId,
    workerName: worker.name,
    workDate: '2026-11-16',
    status,
    isCompleted,
    isProcessed,
    processedAt: isProcessed ? modifiedAt : null,
    isDeleted: false,
  };
}
