import { log } from '@temporalio/activity';
import { Rejected } from '../clients/errors';
import type { IntacctClient, IntacctRecord } from '../clients/intacct/intacct-client';
import { type DocumentStanding, selectDocumentStandings } from '../db/document-standings';
import { selectInStep, selectLinkedSources } from '../db/linked-sources';
import type { Database } from '../db/pool';
import type { WaitingCause } from '../db/waiting-causes';
import type { ExceptionCode } from '../domain/exception';
import { recordFlows } from '../domain/record-sync';
import { causeParts } from './cause-parts';
import {
  type ConstructionReader,
  constructionObjectOf,
  readCausesInIntacct,
  selectCausesSeenGone,
} from './construction-verdicts';

/**
 * `gone`: what was missing is there. `stands`: it is not. `try`: nobody can look, so one of those that wait tries first.
 */
export type CauseVerdict = 'gone' | 'stands' | 'try';

/** An object of Intacct by which a cause is looked up, and what must hold of it. */
interface Master {
  object: string;
  keyField: string;
  /** Fields that say that it may be used, and the value by which each does; a field without a value is not asked. */
  usable: Record<string, string>;
}

const customerMaster: Master = {
  object: 'CUSTOMER',
  keyField: 'CUSTOMERID',
  usable: { STATUS: 'active', ONHOLD: 'false' },
};
const vendorMaster: Master = {
  object: 'VENDOR',
  keyField: 'VENDORID',
  usable: { STATUS: 'active', ONHOLD: 'false' },
};

/** Which objects answer for a kind of cause; a term may be one of receivables, of payables or of both. Null: nobody can look. */
function mastersOf(kind: string, flows: readonly string[]): Master[] | null {
  const active = { STATUS: 'active' };
  switch (kind) {
    case 'customer':
      return [customerMaster];
    case 'vendor':
      return [vendorMaster];
    case 'contact':
      return [{ object: 'CONTACT', keyField: 'CONTACTNAME', usable: active }];
    case 'term':
      return termObjects(flows).map((object) => ({ object, keyField: 'NAME', usable: active }));
    case 'account':
      return [{ object: 'GLACCOUNT', keyField: 'ACCOUNTNO', usable: active }];
    case 'tax-detail':
      return [{ object: 'TAXDETAIL', keyField: 'DETAILID', usable: active }];
    case 'employee':
      return [{ object: 'EMPLOYEE', keyField: 'EMPLOYEEID', usable: active }];
    case 'item':
      return [{ object: 'ITEM', keyField: 'ITEMID', usable: active }];
    case 'project':
      return [{ object: 'PROJECT', keyField: 'PROJECTID', usable: active }];
    case 'task':
      return [{ object: 'TASK', keyField: 'TASKID', usable: active }];
    default:
      return null;
  }
}

function termObjects(flows: readonly string[]): string[] {
  // A term waits for its twin of the other side.
  if (flows.includes('terms')) return ['ARTERM', 'APTERM'];
  const isOfBills = (flow: string) => flow === 'purchase-invoice' || flow === 'vendors';
  return [...(flows.some(isOfBills) ? ['APTERM'] : []), ...(flows.every(isOfBills) ? [] : ['ARTERM'])];
}

/** Reasons that hold although the record is there and in use: only an attempt tells. */
const undecidableCodes: ReadonlySet<ExceptionCode> = new Set([
  'DIMENSION_MISSING',
  'CUSTOMER_RESTRICTED',
  'CUSTOMER_NOT_IN_IMETAL',
  'PARENT_UNKNOWN',
  'EMPLOYEE_INACTIVE',
  'EARNING_TYPE_MISSING',
  'RATE_PER_HOUR_MISSING',
  'ROLE_UNKNOWN',
]);

/**
 * Causes that the hub itself decides: a document that must be posted first, a profile that is another one since, and for records that wait
 * for a record whether both systems have that one.
 */
export async function judgeLocally(
  database: Database,
  company: string,
  causes: readonly WaitingCause[],
  settingsHash: string,
): Promise<Map<string, CauseVerdict>> {
  const verdicts = new Map<string, CauseVerdict>();
  const documentKeys = causes.map(({ causeKey }) => causeParts(causeKey)).filter(({ kind }) => kind === 'document');
  const standings = await selectDocumentStandings(
    database,
    company,
    documentKeys.map(({ value }) => value),
  );
  const awaited = new Map(causes.map((cause) => [cause.causeKey, recordsAwaited(cause)]));
  const inStep = await selectInStep(database, company, [...awaited.values()].flat());
  const seenGone = await selectCausesSeenGone(database, company, causes);
  for (const { causeKey, settingsHashes, codes } of causes) {
    const { kind, value } = causeParts(causeKey);
    const records = awaited.get(causeKey) ?? [];
    const ofDocument = kind === 'document' ? verdictOfDocument(codes, standings.get(value)) : null;
    // Of what only an attempt tells, the look at causes says when that is due.
    if (ofDocument !== null) {
      if (ofDocument !== 'try') verdicts.set(causeKey, ofDocument);
    } else if (settingsHashes.some((hash) => hash !== settingsHash)) verdicts.set(causeKey, 'gone');
    else if (records.length > 0) {
      verdicts.set(causeKey, records.some(({ object, id }) => inStep.has(`${object} ${id}`)) ? 'gone' : 'stands');
    } else if (seenGone.has(causeKey) && codes.every(isDecidable)) verdicts.set(causeKey, 'gone');
  }
  return verdicts;
}

/** One that must be posted first is; one whose hours another has too was given up, or perhaps corrected: posted as it was, it is no news. */
function verdictOfDocument(codes: readonly ExceptionCode[], standing: DocumentStanding | undefined): CauseVerdict {
  if (!codes.includes('TIMESHEET_OVERLAPS')) return standing?.state === 'posted' ? 'gone' : 'stands';
  if (standing?.state === 'abandoned') return 'gone';
  return standing?.state === 'posted' && standing.revision > 1 ? 'try' : 'stands';
}

/** What records wait for, where nothing but records does: that Intacct has it says nothing, for iMetal must have it too. */
function recordsAwaited({ causeKey, flows }: WaitingCause): { object: string; id: string }[] {
  const { kind, value } = causeParts(causeKey);
  if (!flows.every((flow) => recordFlowNames.has(flow))) return [];
  return (mastersOf(kind, flows) ?? []).map(({ object }) => ({ object, id: value }));
}

const recordFlowNames: ReadonlySet<string> = new Set(Object.values(recordFlows));

export interface MastersReader extends ConstructionReader {
  client: Pick<IntacctClient, 'query'>;
}

/** Causes that Intacct's master records decide, with one query per object however many causes there are; the others are `try`. */
export async function judgeByMasters(
  reader: () => Promise<MastersReader>,
  database: Database,
  company: string,
  causes: readonly WaitingCause[],
): Promise<Map<string, CauseVerdict>> {
  const verdicts = new Map<string, CauseVerdict>();
  const asked = new Map<string, { master: Master; values: Set<string> }>();
  for (const { causeKey, flows } of causes) {
    const { kind, value } = causeParts(causeKey);
    if (constructionObjectOf(causeKey) !== null) continue;
    for (const master of mastersOf(kind, flows) ?? []) {
      const question = asked.get(master.object) ?? { master, values: new Set<string>() };
      question.values.add(value);
      asked.set(master.object, question);
    }
  }
  const rows: RowsByObject = new Map();
  for (const [object, { master, values }] of asked) {
    rows.set(object, await selectRecordsOrNone(await reader(), master, [...values]));
  }
  const linked = await selectLinkedSources(
    database,
    company,
    [...causes].map(({ causeKey }) => causeParts(causeKey).value),
  );
  const active = await readCausesInIntacct(reader, database, company, causes);
  for (const cause of causes) {
    const isOfConstruction = constructionObjectOf(cause.causeKey) !== null;
    const verdict = isOfConstruction ? verdictOfMaster(cause, active) : verdictOf(cause, rows, linked);
    verdicts.set(cause.causeKey, verdict);
  }
  return verdicts;
}

function verdictOfMaster({ causeKey, codes }: WaitingCause, active: ReadonlySet<string>): CauseVerdict {
  if (!active.has(causeKey)) return 'stands';
  return codes.every(isDecidable) ? 'gone' : 'try';
}

/** Records by object and key; null where Intacct does not let the object be looked at. */
type RowsByObject = Map<string, ReadonlyMap<string, IntacctRecord> | null>;

function verdictOf(
  { causeKey, codes, flows }: WaitingCause,
  rows: RowsByObject,
  linked: ReadonlySet<string>,
): CauseVerdict {
  const { kind, value } = causeParts(causeKey);
  const masters = mastersOf(kind, flows);
  if (masters === null) return 'try';
  // The source's code was sent for want of a link: by now it has one, to a record of another name.
  const isParty = kind === 'customer' || kind === 'vendor';
  if (isParty && codes.every(isUnknown) && linked.has(value)) return 'gone';
  const isUsable = masters.some(({ object, usable }) => {
    const row = rows.get(object)?.get(value);
    return row !== undefined && Object.entries(usable).every(([field, wanted]) => says(row, field, wanted));
  });
  if (!isUsable) return masters.some(({ object }) => rows.get(object) === null) ? 'try' : 'stands';
  return codes.every(isDecidable) ? 'gone' : 'try';
}

function isDecidable(code: ExceptionCode): boolean {
  return !undecidableCodes.has(code);
}

function isUnknown(code: ExceptionCode): boolean {
  return code === 'CUSTOMER_UNKNOWN' || code === 'VENDOR_UNKNOWN';
}

/** An object without such a field of its own answers with an empty one: then it is no obstacle. */
function says(row: IntacctRecord, field: string, wanted: string): boolean {
  const value = row[field];
  return typeof value !== 'string' || value === '' || value.toLowerCase() === wanted;
}

/** Null where Intacct refuses the question, for want of a permission or of a field: that must not keep other causes waiting. */
async function selectRecordsOrNone(
  reader: MastersReader,
  master: Master,
  values: string[],
): Promise<Map<string, IntacctRecord> | null> {
  try {
    return await selectRecords(reader, master, values);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    log.warn('Intacct does not let this be looked at: what waits for it tries', {
      object: master.object,
      error: error.message,
    });
    return null;
  }
}

async function selectRecords(
  { client, inTurn }: MastersReader,
  { object, keyField, usable }: Master,
  values: string[],
): Promise<Map<string, IntacctRecord>> {
  const rows = await inTurn(async () => {
    const found: IntacctRecord[] = [];
    const request = {
      object,
      fields: [keyField, ...Object.keys(usable)],
      filter: { op: 'in' as const, field: keyField, values },
      showPrivate: true,
    };
    for await (const row of client.query(null, request)) found.push(row);
    return found;
  });
  return new Map(rows.map((row) => [String(row[keyField] ?? ''), row]));
}
