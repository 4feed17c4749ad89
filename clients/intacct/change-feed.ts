import { z } from 'zod';
import { UnexpectedResponse } from '../errors';
import { genericTimestamp } from './gateway-dates';
import { parseRow, recordNumberField, timestampField } from './gateway-rows';
import type { IntacctClient, IntacctRecord, QueryFilter, QueryRequest } from './intacct-client';
import type { ChangedRecord, FeedObject, IntacctCursor } from './intacct-masters';
import { pageSizeMax } from './record-functions';
import { textAt } from './record-values';

const changedRow = z.object({ RECORDNO: recordNumberField, WHENMODIFIED: timestampField });

/** A row that changed, with the field that was asked for besides. */
export interface ChangedRow {
  recordNumber: string;
  /** ISO 8601. */
  modifiedAt: string;
  row: IntacctRecord;
}

/** The names of AUDITHISTORY, all in one place: the facts name the object only; these are what field code reads. */
const audit = {
  object: 'AUDITHISTORY',
  objectType: 'OBJECTTYPE',
  objectKey: 'OBJECTKEY',
  time: 'ACCESSTIME',
  mode: 'ACCESSMODE',
  /** As code and as label, since which of them `query` takes is unconfirmed (facts 4.3). */
  deletedModes: ['D', 'Delete', 'Deleted', 'Delete Event'],
} as const;

const auditRow = z.object({
  [audit.objectType]: z.string().transform((text) => text.toUpperCase()),
  [audit.objectKey]: z.string().min(1),
  [audit.time]: timestampField,
});

/**
 * Rows that changed after the cursor, by (WHENMODIFIED, RECORDNO), at most `limit`: one API transaction. Keyset, not
 * offset, so that rows which change meanwhile move to the end instead of hiding others (facts 4.3). An empty record
 * number in the cursor stands before all rows of its second.
 */
export async function changedRows(
  client: IntacctClient,
  object: string,
  fields: readonly string[],
  after: IntacctCursor | null,
  limit: number,
): Promise<ChangedRow[]> {
  const request: QueryRequest = {
    object,
    fields: ['RECORDNO', 'WHENMODIFIED', ...fields],
    ...(after === null ? {} : { filter: laterThan(after) }),
    orderBy: [
      { field: 'WHENMODIFIED', direction: 'ascending' },
      { field: 'RECORDNO', direction: 'ascending' },
    ],
    pageSize: Math.min(limit, pageSizeMax),
    showPrivate: true,
  };
  const changed: ChangedRow[] = [];
  for await (const row of client.query(null, request)) {
    const { RECORDNO, WHENMODIFIED } = parseRow(changedRow, row, `intacct query ${object}`);
    changed.push({ recordNumber: RECORDNO, modifiedAt: WHENMODIFIED, row });
    if (changed.length >= limit) break;
  }
  return changed;
}

/**
 * Deletions of these objects in AUDITHISTORY after the time, oldest first: one API transaction. About `limit`, but never only a part of
 * one second's, so that the next call after the last of them misses none. A key of digits only is taken for the record
 * number, any other for the natural key: the facts do not say which it is.
 */
export async function deletedRecords<Listed extends FeedObject>(
  client: IntacctClient,
  objects: readonly Listed[],
  after: string,
  limit: number,
): Promise<ChangedRecord<Listed>[]> {
  const request: QueryRequest = {
    object: audit.object,
    fields: [audit.objectType, audit.objectKey, audit.time, audit.mode],
    filter: {
      op: 'and',
      filters: [
        { op: 'in', field: audit.objectType, values: objects.flatMap((object) => [object, object.toLowerCase()]) },
        { op: 'in', field: audit.mode, values: [...audit.deletedModes] },
        { op: 'greaterthan', field: audit.time, value: genericTimestamp(after) },
      ],
    },
    orderBy: [
      { field: audit.time, direction: 'ascending' },
      { field: audit.objectKey, direction: 'ascending' },
    ],
    pageSize: Math.min(limit + 1, pageSizeMax),
    showPrivate: true,
  };
  const operation = `intacct query ${audit.object}`;
  const deleted: ChangedRecord<Listed>[] = [];
  for await (const row of client.query(null, request)) {
    const parsed = parseRow(auditRow, row, operation);
    const modifiedAt = parsed[audit.time];
    if (deleted.length >= limit && deleted.at(-1)?.modifiedAt !== modifiedAt) break;
    const key = textAt(row, audit.objectKey);
    const object = objects.find((asked) => asked === parsed[audit.objectType]);
    if (object === undefined)
      throw new UnexpectedResponse(`${operation}: of an object that was not asked for`, { operation });
    const isNumber = /^\d+$/.test(key);
    deleted.push({
      object,
      id: isNumber ? '' : key,
      recordNumber: isNumber ? key : '',
      modifiedAt,
      isDeleted: true,
    });
  }
  return deleted;
}

function laterThan({ modifiedAt, recordNumber }: IntacctCursor): QueryFilter {
  const field = 'WHENMODIFIED';
  const value = genericTimestamp(modifiedAt);
  if (recordNumber === '') return { op: 'greaterthanorequalto', field, value };
  return {
    op: 'or',
    filters: [
      { op: 'greaterthan', field, value },
      {
        op: 'and',
        filters: [
          { op: 'equalto', field, value },
          { op: 'greaterthan', field: 'RECORDNO', value: recordNumber },
        ],
      },
    ],
  };
}
