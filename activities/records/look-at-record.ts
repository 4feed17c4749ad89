import { log } from '@temporalio/activity';
import { aroundEachCall } from '../../clients/around-each-call';
import type { AssignarClient } from '../../clients/assignar/assignar-client';
import { Rejected } from '../../clients/errors';
import type { ImetalMasters } from '../../clients/imetal/imetal-masters';
import type { IntacctConstruction } from '../../clients/intacct/intacct-construction';
import type { IntacctMasters } from '../../clients/intacct/intacct-masters';
import type { CompanyProfiles } from '../../companies/company-profiles';
import { closeExceptions } from '../../db/exceptions';
import { insertRecordImport, nextImportBatchNumber, selectPendingRecords } from '../../db/import-batches';
import { inTransaction } from '../../db/pool';
import { selectLooks } from '../../db/record-looks';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { Decision, ParkedReason } from '../../domain/posting';
import {
  type RecordHint,
  type RecordReference,
  recordDocumentKey,
  recordFlows,
  recordName,
} from '../../domain/record-sync';
import { lookAtAssignarRecord } from '../assignar-records/look-at-assignar-record';
import { toFailure } from '../failure';
import { type GatewayDeps, type InTurn, whileSignedIn } from '../gateway-turns';
import { afterInStep, type ImportDeps, importPendingBatch } from './import-record';
import { type PreparedRecord, prepareRecord } from './prepare-record';
import type { RecordReaders } from './record-kind';
import { kindOf } from './record-kinds';
import { settleAsNothing, settleAsParked, settleInStep } from './settle-record';

export interface RecordDeps extends GatewayDeps, ImportDeps {
  profiles: CompanyProfiles;
  intacctMasters: (company: string) => Promise<IntacctMasters>;
  imetalMasters: (company: string) => ImetalMasters;
  intacctConstruction: (company: string) => Promise<IntacctConstruction>;
  assignar: (company: string) => Promise<AssignarClient>;
  /** Part of every control id. */
  environment: string;
}

/** Where a look at both sides of a record ended. */
export type LookResult =
  | { outcome: 'in-step' }
  /** Nothing to do, and why: not a trade vendor, gone, inactive and never known to operations. */
  | { outcome: 'filtered' | 'gone'; because: string }
  /** Brought in step but for what somebody changed in Assignar by hand, which is told and stays. */
  | { outcome: 'drifted'; because: string }
  /** On its way to iMetal's importer. */
  | { outcome: 'importing'; batchNumber: number }
  /** One side was changed while it was looked at. */
  | { outcome: 'look-again' }
  | { outcome: 'parked'; reason: ParkedReason };

/** Activities that ask Intacct: they run on the gateway's queue. */
export interface RecordGatewayActivities {
  /** Reads both sides of a record, merges them, writes Intacct's side; what iMetal lacks is written down for its importer. */
  lookAtRecord(request: { record: RecordReference; hint: RecordHint }): Promise<LookResult>;
}

/** Activities that need iMetal and the hub's database only. */
export interface RecordSourceActivities {
  /** Waits for iMetal's importer to take what is on its way of a record, and settles it. */
  importRecord(request: { record: RecordReference; batchNumber: number }): Promise<LookResult>;
  /** Writes down that a person gave up bringing the record in step, until it changes again. */
  abandonRecord(request: { record: RecordReference; decision: Decision }): Promise<void>;
}

/** The looks at records; one shape for every master. */
export function createRecordGatewayActivities(deps: RecordDeps): RecordGatewayActivities {
  return {
    async lookAtRecord({ record, hint }) {
      try {
        const result = await lookAtRecord(deps, record, hint);
        log.info(result.outcome, {
          ...named(record),
          ...(result.outcome === 'parked' ? { code: result.reason.code } : {}),
        });
        return result;
      } catch (error) {
        throw toFailure(error, recordDocumentKey(record));
      }
    },
  };
}

/** The writes of records to iMetal. */
export function createRecordSourceActivities(deps: ImportDeps): RecordSourceActivities {
  return {
    async importRecord({ record, batchNumber }) {
      try {
        const settled = await importPendingBatch(deps, record.company, batchNumber);
        const own = settled.find((one) => one.record.id === record.id && one.record.object === record.object);
        // Settled by another attempt, whose answer was lost: what it came to, a look will tell.
        return own ?? { outcome: 'look-again' };
      } catch (error) {
        throw toFailure(error, recordDocumentKey(record));
      }
    },
    async abandonRecord({ record, decision }) {
      const because = `abandoned: ${decision.reason} (${decision.actor})`;
      await closeExceptions(deps.pool, record.company, recordDocumentKey(record), because);
    },
  };
}

async function lookAtRecord(deps: RecordDeps, record: RecordReference, hint: RecordHint): Promise<LookResult> {
  const { company, object, id } = record;
  const profile = await deps.profiles.profile(company);
  if (profile.source === 'assignar') return lookAtAssignarRecord(deps, profile, record);
  const [pending] = await selectPendingRecords(deps.pool, company, [{ object, intacctId: id }]);
  if (pending !== undefined) return { outcome: 'importing', batchNumber: pending.batchNumber };
  const work = { flow: recordFlows[object], documentKey: recordDocumentKey(record), priority: 'refresh' as const };
  const prepared = await whileSignedIn(deps, profile, work, async (inTurn) =>
    prepareOrPark(await createReaders(deps, profile, inTurn), record, hint),
  );
  return settlePrepared(deps, record, prepared);
}

/** Masters that know a page already: what they give takes no turn at the gateway. */
export type Preload = (asked: IntacctMasters) => IntacctMasters;

/** What a kind of record looks with, for a company. */
export async function createReaders(
  deps: RecordDeps,
  profile: ImetalProfile,
  inTurn: InTurn,
  preload: Preload = (asked) => asked,
): Promise<RecordReaders> {
  const { company } = profile;
  const raw = await deps.intacctMasters(company);
  return {
    profile,
    hub: deps.pool,
    intacct: preload(aroundEachCall(raw, inTurn)),
    imetal: deps.imetalMasters(company),
    raw,
    inTurn,
    environment: deps.environment,
  };
}

/** `prepareRecord`; what Intacct refuses definitely is an exception for a person. */
export async function prepareOrPark(
  readers: RecordReaders,
  record: RecordReference,
  hint: RecordHint,
): Promise<PreparedRecord> {
  try {
    return await prepareRecord(readers, kindOf(record.object), record, hint);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const exception = {
      code: error.code,
      field: error.subject ?? 'record',
      expected: 'a record that Intacct takes',
      actual: error.message,
      message: `${recordName(record)}: ${error.message}`,
      causeKey: null,
    };
    return { outcome: 'parked', exceptions: [exception], modifiedAt: null, seenAt: new Date().toISOString() };
  }
}

/** Writes down what a look came to; what iMetal lacks goes into a batch of its own. */
export async function settlePrepared(
  deps: ImportDeps,
  record: RecordReference,
  prepared: PreparedRecord,
): Promise<LookResult> {
  switch (prepared.outcome) {
    case 'look-again':
      return { outcome: 'look-again' };
    case 'filtered':
    case 'gone':
      await settleAsNothing(deps.pool, record, prepared);
      return { outcome: prepared.outcome, because: prepared.because };
    case 'parked': {
      await tellCreditOfParked(deps, record, prepared.modifiedAt);
      return { outcome: 'parked', reason: await settleAsParked(deps.pool, record, prepared.exceptions, prepared) };
    }
    case 'in-step':
      await settlePreparedInStep(deps, record, prepared);
      return { outcome: 'in-step' };
    case 'to-import':
      return { outcome: 'importing', batchNumber: await writeDownImports(deps, [{ record, prepared }]) };
  }
}

/** A customer that cannot come in step may be on hold, or have another limit, all the same: sales learn it by its credit position. */
async function tellCreditOfParked(deps: ImportDeps, record: RecordReference, modifiedAt: string | null): Promise<void> {
  const { company, object, id } = record;
  if (object !== 'CUSTOMER' || modifiedAt === null) return;
  const before = (await selectLooks(deps.pool, company, object, [id])).get(id);
  if (before?.modifiedAt !== modifiedAt) await deps.touchOpenItems?.(company, id);
}

async function settlePreparedInStep(
  deps: ImportDeps,
  record: RecordReference,
  { record: agreedRecord }: PreparedRecord & { outcome: 'in-step' },
): Promise<void> {
  const { sourceId } = agreedRecord;
  if (sourceId === null) throw new Error(`${recordDocumentKey(record)} is in step without an id of iMetal`);
  await inTransaction(deps.pool, async (transaction) => {
    await settleInStep(transaction, kindOf(record.object), record, { ...agreedRecord, sourceId });
  });
  await afterInStep(deps, record, agreedRecord);
}

/** Writes down the rows of one batch for iMetal's importer; returns its number. */
export async function writeDownImports(
  deps: Pick<ImportDeps, 'pool'>,
  records: readonly { record: RecordReference; prepared: PreparedRecord & { outcome: 'to-import' } }[],
): Promise<number> {
  return inTransaction(deps.pool, async (transaction) => {
    const batchNumber = await nextImportBatchNumber(transaction);
    for (const [index, { record, prepared }] of records.entries()) {
      const { record: agreedRecord, importRecord } = prepared;
      const { company, object, id: intacctId } = record;
      const row = { company, object, intacctId, batchNumber, importNumber: index + 1, importRecord, agreedRecord };
      await insertRecordImport(transaction, row);
    }
    return batchNumber;
  });
}

/** For the log: no names, which an id of a contact may be. */
function named(record: RecordReference) {
  return { company: record.company, record: recordDocumentKey(record) };
}
