import type { IntacctParty } from '../../domain/master-records';
import { Rejected } from '../errors';
import { changedRows, deletedRecords } from './change-feed';
import { contactFields, contactFrom, contactRecord } from './contact-records';
import type { IntacctClient, IntacctRecord, QueryFilter } from './intacct-client';
import type { ContactChange, FeedObject, IntacctMasters, MasterObject } from './intacct-masters';
import { contactListFrom, partyFrom, partyObjects } from './party-records';
import { pageSizeMax } from './record-functions';
import { textAt } from './record-values';
import { taxDetailFields, taxDetailFrom, taxSchedulesFrom } from './tax-records';
import { termFrom, termObjects } from './term-records';

/** The field that names a record to people. */
const naturalKeys: Record<FeedObject, string> = {
  CUSTOMER: 'CUSTOMERID',
  VENDOR: 'VENDORID',
  CONTACT: 'CONTACTNAME',
  ARTERM: 'NAME',
  APTERM: 'NAME',
  TAXDETAIL: 'DETAILID',
  EMPLOYEE: 'EMPLOYEEID',
  ITEM: 'ITEMID',
  PROJECT: 'PROJECTID',
  TASK: 'TASKID',
};

type WholeObject = 'CUSTOMER' | 'VENDOR' | 'ARTERM' | 'APTERM';

/**
 * Masters of one company over its gateway client, at the top level with private records shown (facts 7, 8.1-8.5). Of
 * parties and terms a query gives the record numbers, and read the whole records, 100 a call: only read has the contact
 * list, and it does not refuse a field that a company lacks. Throws verdicts of `clients/errors.ts`.
 */
export function createIntacctMasters<Listed extends FeedObject = MasterObject>(
  client: IntacctClient,
): IntacctMasters<Listed> {
  const reader = createReader(client);
  return {
    async readParty(kind, id) {
      const record = await reader.wholeRecord(partyObjects[kind].object, id);
      return record === null ? null : partyFrom(kind, record);
    },
    async readContact(contactName) {
      const [record] = await reader.headers('CONTACT', contactFields, named('CONTACT', contactName), 1);
      return record === undefined ? null : contactFrom(record);
    },
    async readTerm(kind, name) {
      const record = await reader.wholeRecord(termObjects[kind], name);
      return record === null ? null : termFrom(kind, record);
    },
    async readTaxDetail(detailId) {
      const [record] = await reader.headers('TAXDETAIL', taxDetailFields, named('TAXDETAIL', detailId), 1);
      return record === undefined ? null : taxDetailFrom(record);
    },
    async readTaxSchedules() {
      const schedules = await client.getList(null, 'taxschedule');
      if (schedules.length === 0) return [];
      return taxSchedulesFrom(schedules, await client.getList(null, 'taxscheduledetail'));
    },
    async listChanged(object, after, limit) {
      const key = naturalKeys[object];
      const changed = await changedRows(client, object, [key], after, limit);
      return changed.map(({ recordNumber, modifiedAt, row }) => ({
        object,
        id: textAt(row, key),
        recordNumber,
        modifiedAt,
        isDeleted: false,
      }));
    },
    listDeleted: (objects, after, limit) => deletedRecords(client, objects, after, limit),
    async listParties(kind, afterRecordNumber, limit) {
      const records = await reader.wholePage(partyObjects[kind].object, afterRecordNumber, limit);
      return records.map((record) => partyFrom(kind, record));
    },
    async listContacts(afterRecordNumber, limit) {
      return (await reader.headers('CONTACT', contactFields, above(afterRecordNumber), limit)).map(contactFrom);
    },
    async listTerms(kind, afterRecordNumber, limit) {
      const records = await reader.wholePage(termObjects[kind], afterRecordNumber, limit);
      return records.map((record) => termFrom(kind, record));
    },
    async listTaxDetails(afterRecordNumber, limit) {
      return (await reader.headers('TAXDETAIL', taxDetailFields, above(afterRecordNumber), limit)).map(taxDetailFrom);
    },
    async createContact(controlId, contactName, contact) {
      await client.create(null, controlId, 'CONTACT', { CONTACTNAME: contactName, ...contactRecord(contact) });
    },
    updateContact: (controlId, contactName, change) => updateContact(client, reader, controlId, contactName, change),
    attachContact: (controlId, party, contact) => attachContact(client, reader, controlId, party, contact),
  };
}

interface Reader {
  /** Rows of a query, header fields only, by record number; at most `limit`. One API transaction. */
  headers(
    object: MasterObject,
    fields: readonly string[],
    filter: QueryFilter,
    limit: number,
  ): Promise<IntacctRecord[]>;
  /** One whole record, private ones too; null when there is none. One call when it is shared, three when private. */
  wholeRecord(object: WholeObject, id: string): Promise<IntacctRecord | null>;
  /** Whole records above a record number, by record number: one query and a read for each 100. */
  wholePage(object: WholeObject, afterRecordNumber: string, limit: number): Promise<IntacctRecord[]>;
}

function createReader(client: IntacctClient): Reader {
  const headers: Reader['headers'] = async (object, fields, filter, limit) => {
    const rows: IntacctRecord[] = [];
    const request = { object, fields: [...fields], filter, pageSize: Math.min(limit, pageSizeMax), showPrivate: true };
    for await (const row of client.query(null, request)) {
      rows.push(row);
      if (rows.length >= limit) break;
    }
    return rows;
  };
  const whole = (object: WholeObject, filter: QueryFilter, limit: number) =>
    headers(object, ['RECORDNO', 'MEGAENTITYID'], filter, limit).then((rows) => readWhole(client, object, rows));
  return {
    headers,
    wholePage: (object, afterRecordNumber, limit) => whole(object, above(afterRecordNumber), limit),
    async wholeRecord(object, id) {
      const shared = await readShared(client, object, id);
      if (shared !== null) return shared;
      // Not there, or private to an entity, whose session alone reads it: the query tells, for it shows private records.
      const [record] = await whole(object, named(object, id), 1);
      return record ?? null;
    },
  };
}

// A missing key may be left out or refused (facts 4.2): either way the query has the last word. Commas divide keys.
async function readShared(client: IntacctClient, object: WholeObject, id: string): Promise<IntacctRecord | null> {
  if (id === '' || id.includes(',')) return null;
  try {
    const [record] = await client.readByName(null, object, [id]);
    return record ?? null;
  } catch (error) {
    if (error instanceof Rejected && error.code !== 'PERMISSION_MISSING') return null;
    throw error;
  }
}

// Each entity's private records in a session of its own; records that are gone meanwhile are left out.
async function readWhole(client: IntacctClient, object: string, rows: IntacctRecord[]): Promise<IntacctRecord[]> {
  const byEntity = new Map<string, string[]>();
  for (const row of rows) {
    const entityId = textAt(row, 'MEGAENTITYID');
    byEntity.set(entityId, [...(byEntity.get(entityId) ?? []), textAt(row, 'RECORDNO')]);
  }
  const found = new Map<string, IntacctRecord>();
  for (const [entityId, recordNumbers] of byEntity) {
    const records = await client.read(entityId === '' ? null : entityId, object, recordNumbers);
    for (const record of records) found.set(textAt(record, 'RECORDNO'), record);
  }
  const inOrder = rows.map((row) => found.get(textAt(row, 'RECORDNO')));
  return inOrder.filter((record) => record !== undefined);
}

// One query for the record number and the owning entity, one write: two API transactions.
async function updateContact(
  client: IntacctClient,
  reader: Reader,
  controlId: string,
  contactName: string,
  change: ContactChange,
): Promise<void> {
  const [found] = await reader.headers('CONTACT', ['RECORDNO', 'MEGAENTITYID'], named('CONTACT', contactName), 1);
  if (found === undefined)
    throw missing(`intacct update CONTACT ${controlId}`, 'CONTACT_UNKNOWN', contactName, controlId);
  const record = { RECORDNO: textAt(found, 'RECORDNO'), ...contactRecord(change) };
  await client.update(ownerOf(found), controlId, 'CONTACT', record);
}

// The whole list is sent with the new contact at its end: right whether a list that is sent is added to or replaces.
async function attachContact(
  client: IntacctClient,
  reader: Reader,
  controlId: string,
  party: { kind: IntacctParty['kind']; id: string },
  contact: IntacctParty['contacts'][number],
): Promise<void> {
  const { object } = partyObjects[party.kind];
  const record = await reader.wholeRecord(object, party.id);
  if (record === null) {
    const code = party.kind === 'customer' ? 'CUSTOMER_UNKNOWN' : 'VENDOR_UNKNOWN';
    throw missing(`intacct update ${object} ${controlId}`, code, party.id, controlId);
  }
  const list = contactListFrom(record);
  const isThere = list.some((each) => each.category === contact.category && each.contactName === contact.contactName);
  if (isThere) return;
  await client.update(ownerOf(record), controlId, object, {
    RECORDNO: textAt(record, 'RECORDNO'),
    CONTACT_LIST_INFO: [...list, contact].map(({ category, contactName }) => ({
      CATEGORYNAME: category,
      CONTACT: { NAME: contactName },
    })),
  });
}

function ownerOf(record: IntacctRecord): string | null {
  return textAt(record, 'MEGAENTITYID') || null;
}

function named(object: MasterObject, id: string): QueryFilter {
  return { op: 'equalto', field: naturalKeys[object], value: id };
}

function above(recordNumber: string): QueryFilter {
  return { op: 'greaterthan', field: 'RECORDNO', value: recordNumber === '' ? '0' : recordNumber };
}

function missing(
  operation: string,
  code: 'CONTACT_UNKNOWN' | 'CUSTOMER_UNKNOWN' | 'VENDOR_UNKNOWN',
  subject: string,
  controlId: string,
): Rejected {
  return new Rejected(`${operation}: not sent: "${subject}" is not in Intacct`, {
    operation,
    code,
    subject,
    controlId,
  });
}
