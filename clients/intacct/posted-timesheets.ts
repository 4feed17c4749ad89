import { z } from 'zod';
import { formatCents, isWholeCents } from '../../domain/money';
import type { PostedTimesheet, PostedTimesheetEntry } from '../../domain/timesheet';
import { genericDate } from './gateway-dates';
import { amountField, booleanField, dateField, parseRow, recordNumberField } from './gateway-rows';
import type { IntacctClient, IntacctRecord, QueryRequest } from './intacct-client';
import { optionalTextAt, rowsAt, textAt } from './record-values';

const entryRow = z.object({
  RECORDNO: recordNumberField,
  ENTRYDATE: dateField,
  QTY: amountField,
  LINENO: z.union([z.literal(''), z.string().regex(/^\d{1,6}$/)]),
  BILLABLE: z.union([booleanField, z.literal('').transform(() => null)]),
});

const timesheetRow = z.object({
  RECORDNO: recordNumberField,
  EMPLOYEEID: z.string().min(1),
  BEGINDATE: dateField,
  STATE: z.string().min(1),
});

/** What else may be written on an entry (facts 8.14); user-defined dimensions besides. What is filled of it is sent back. */
const otherWritten = new Set(
  (
    'CUSTOMERID COSTTYPEID EMPPOSITIONID LABORCLASSID LABORSHIFTID LABORUNIONID VENDORID CLASSID CONTRACTID WAREHOUSEID ' +
    'EXTBILLRATE EXTCOSTRATE EXTAMOUNT EXTEMPLOYERTAXES EXTFRINGES EXTCASHFRINGES'
  ).split(' '),
);
const userDefinedDimension = /^GLDIM(?!.*KEY$)/;

/**
 * The employee's timesheets of the period that begins on the day, with their entries. One query tells which there are; where there are any,
 * a read gives them whole, entries and all: a query gives header fields only, and refuses a field that a company lacks (facts 3.2, 4.3).
 */
export async function timesheetsOf(
  client: Pick<IntacctClient, 'query' | 'read'>,
  entityId: string | null,
  employeeId: string,
  beginDate: string,
): Promise<PostedTimesheet[]> {
  const headers = await recordsOf(client, entityId, timesheetsOfPeriod(employeeId, beginDate));
  const recordNumbers = headers.map((header) => textAt(header, 'RECORDNO'));
  if (recordNumbers.length === 0) return [];
  const timesheets = await client.read(entityId, 'TIMESHEET', recordNumbers);
  const posted: PostedTimesheet[] = [];
  for (const timesheet of timesheets) {
    posted.push(postedTimesheetFrom(timesheet, await entryRowsOf(client, entityId, timesheet)));
  }
  return posted;
}

// To take a timesheet for empty that is not would cost its lines at the next update: where the read shows none, the entries themselves
// are asked for.
async function entryRowsOf(
  client: Pick<IntacctClient, 'query' | 'read'>,
  entityId: string | null,
  timesheet: IntacctRecord,
): Promise<IntacctRecord[]> {
  const owned = rowsAt(timesheet, 'TIMESHEETENTRIES').flatMap((row) => {
    const inner = rowsAt(row, 'TIMESHEETENTRY');
    return inner.length === 0 ? [row] : inner;
  });
  if (owned.length > 0) return owned;
  const ofTimesheet = { op: 'equalto' as const, field: 'TIMESHEETKEY', value: textAt(timesheet, 'RECORDNO') };
  const request = { object: 'TIMESHEETENTRY', fields: ['RECORDNO'], filter: ofTimesheet };
  const entries = await recordsOf(client, entityId, request);
  if (entries.length === 0) return [];
  return client.read(
    entityId,
    'TIMESHEETENTRY',
    entries.map((entry) => textAt(entry, 'RECORDNO')),
  );
}

function timesheetsOfPeriod(employeeId: string, beginDate: string): QueryRequest {
  return {
    object: 'TIMESHEET',
    fields: ['RECORDNO'],
    filter: {
      op: 'and',
      filters: [
        { op: 'equalto', field: 'EMPLOYEEID', value: employeeId },
        { op: 'equalto', field: 'BEGINDATE', value: genericDate(beginDate) },
      ],
    },
  };
}

async function recordsOf(
  client: Pick<IntacctClient, 'query'>,
  entityId: string | null,
  request: QueryRequest,
): Promise<IntacctRecord[]> {
  const records: IntacctRecord[] = [];
  for await (const record of client.query(entityId, request)) records.push(record);
  return records;
}

function postedTimesheetFrom(record: IntacctRecord, entryRows: readonly IntacctRecord[]): PostedTimesheet {
  const row = parseRow(timesheetRow, record, `intacct read TIMESHEET ${textAt(record, 'RECORDNO')}`);
  const entries = entryRows.map((each, index) => postedEntryFrom(each, index + 1));
  return {
    recordNumber: row.RECORDNO,
    employeeId: row.EMPLOYEEID,
    beginDate: row.BEGINDATE,
    state: row.STATE,
    entries: entries.sort((a, b) => a.lineNumber - b.lineNumber),
  };
}

function postedEntryFrom(record: IntacctRecord, position: number): PostedTimesheetEntry {
  const operation = `intacct read TIMESHEETENTRY ${textAt(record, 'RECORDNO')}`;
  const row = parseRow(entryRow, { LINENO: '', BILLABLE: '', ...record }, operation);
  return {
    recordNumber: row.RECORDNO,
    lineNumber: row.LINENO === '' ? position : Number(row.LINENO),
    date: row.ENTRYDATE,
    // A line typed by hand may be finer than the hub's two decimals, and stays so.
    hours: isWholeCents(row.QTY) ? formatCents(row.QTY) : row.QTY,
    projectId: optionalTextAt(record, 'PROJECTID'),
    taskId: optionalTextAt(record, 'TASKID'),
    itemId: optionalTextAt(record, 'ITEMID'),
    timeType: optionalTextAt(record, 'TIMETYPE'),
    locationId: optionalTextAt(record, 'LOCATIONID'),
    departmentId: optionalTextAt(record, 'DEPARTMENTID'),
    isBillable: row.BILLABLE,
    description: optionalTextAt(record, 'DESCRIPTION'),
    notes: optionalTextAt(record, 'NOTES'),
    otherFields: otherFieldsOf(record),
  };
}

function otherFieldsOf(record: IntacctRecord): Record<string, string> {
  const others: Record<string, string> = {};
  for (const [name, value] of Object.entries(record)) {
    if (typeof value !== 'string' || value === '') continue;
    if (otherWritten.has(name) || userDefinedDimension.test(name)) others[name] = value;
  }
  return others;
}
