import type { Pool } from 'pg';
import { aroundEachCall } from '../../clients/around-each-call';
import type { AssignarClient } from '../../clients/assignar/assignar-client';
import { Rejected } from '../../clients/errors';
import type { IntacctConstruction } from '../../clients/intacct/intacct-construction';
import type { FeedObject, IntacctMasters } from '../../clients/intacct/intacct-masters';
import { selectPulledProjects } from '../../db/assignar-links';
import { closeExceptions } from '../../db/exceptions';
import { selectLink } from '../../db/links';
import { inTransaction } from '../../db/pool';
import { recordLook } from '../../db/record-looks';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { PostingException } from '../../domain/exception';
import { localDay } from '../../domain/local-time';
import { type RecordReference, recordDocumentKey, recordFlows, recordName } from '../../domain/record-sync';
import { type GatewayDeps, type InTurn, whileSignedIn } from '../gateway-turns';
import type { LookResult } from '../records/look-at-record';
import { settleAsParked } from '../records/settle-record';
import type { TouchDeps } from '../records/touch-record';
import { afterLook } from './after-look';
import { assignarKindOf } from './assignar-kinds';
import { type AssignarReaders, assignarLinks, type FoundInIntacct } from './assignar-record-kind';
import { type BroughtRecord, bringInStep } from './bring-in-step';

export interface AssignarRecordDeps extends GatewayDeps, TouchDeps {
  pool: Pool;
  intacctMasters: (company: string) => Promise<IntacctMasters<FeedObject>>;
  intacctConstruction: (company: string) => Promise<IntacctConstruction>;
  assignar: (company: string) => Promise<AssignarClient>;
  /** Lets through what waited for a cause that is gone. */
  releaseCause: (company: string, causeKey: string) => Promise<unknown>;
}

/** The look at a record of a company that runs on Assignar: reads Intacct's side, and brings Assignar's to it. Throws verdicts. */
export async function lookAtAssignarRecord(
  deps: AssignarRecordDeps,
  profile: AssignarProfile,
  record: RecordReference,
): Promise<LookResult> {
  const seenAt = new Date().toISOString();
  const work = {
    flow: recordFlows[record.object],
    documentKey: recordDocumentKey(record),
    priority: 'refresh' as const,
  };
  return whileSignedIn(deps, profile, work, async (inTurn) => {
    const readers = await createAssignarReaders(deps, profile, inTurn);
    const { found = null, refusal } = await readOrRefused(readers, record);
    if (refusal !== undefined) {
      const reason = await settleAsParked(deps.pool, record, [refusal], { modifiedAt: null, seenAt });
      return { outcome: 'parked', reason };
    }
    return (await lookAtFound(deps, readers, record, found, seenAt)).result;
  });
}

/** What looks of a company read with; each question to Intacct takes a turn of its own. */
export async function createAssignarReaders(
  deps: Pick<AssignarRecordDeps, 'pool' | 'intacctMasters' | 'intacctConstruction' | 'assignar'>,
  profile: AssignarProfile,
  inTurn: InTurn,
): Promise<AssignarReaders> {
  const { company } = profile;
  return {
    profile,
    hub: deps.pool,
    construction: aroundEachCall(await deps.intacctConstruction(company), inTurn),
    masters: aroundEachCall(await deps.intacctMasters(company), inTurn),
    assignar: await deps.assignar(company),
    async referenceTo(object, intacctObject, intacctId) {
      const link = await selectLink(deps.pool, assignarLinks(company, object, intacctObject), intacctId);
      return link?.agreed == null ? null : link.sourceId;
    },
    pulledProjects: (projectIds) => selectPulledProjects(deps.pool, company, projectIds),
    today: localDay(Math.floor(Date.now() / 60_000), profile.projects.timeZone),
  };
}

/** Brings in step a record that was read, writes down what came of it, and lets go on what waited for it. */
export async function lookAtFound(
  deps: AssignarRecordDeps,
  readers: AssignarReaders,
  record: RecordReference,
  found: FoundInIntacct | null,
  seenAt: string,
): Promise<{ result: LookResult; wrote: boolean }> {
  const brought = await bringOrPark(deps, readers, record, found);
  const modifiedAt = found?.modifiedAt ?? null;
  const { outcome, because, wrote } = brought;
  if (outcome === 'parked') {
    const reason = await settleAsParked(deps.pool, record, brought.exceptions, { modifiedAt, seenAt });
    return { result: { outcome, reason }, wrote };
  }
  await afterLook(deps, record, found, brought);
  await inTransaction(deps.pool, async (transaction) => {
    const { company, object, id } = record;
    await recordLook(transaction, { company, object, intacctId: id }, { modifiedAt, outcome, seenAt });
    await closeExceptions(transaction, company, recordDocumentKey(record), because ?? 'in step');
  });
  if (outcome === 'in-step') return { result: { outcome }, wrote };
  return { result: { outcome, because: because ?? outcome }, wrote };
}

/** The record as Intacct has it; a reading that it refuses, for want of a right or of a field, is an exception for a person. */
async function readOrRefused(
  readers: AssignarReaders,
  record: RecordReference,
): Promise<{ found?: FoundInIntacct | undefined; refusal?: PostingException }> {
  try {
    const [found] = await assignarKindOf(record.object).read(readers, [record.id]);
    return { found };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return { refusal: refusalOf(record, error) };
  }
}

/** What Intacct or Assignar refuses definitely is an exception for a person. */
async function bringOrPark(
  deps: AssignarRecordDeps,
  readers: AssignarReaders,
  record: RecordReference,
  found: FoundInIntacct | null,
): Promise<BroughtRecord> {
  try {
    return await bringInStep(deps, readers, await deps.assignar(record.company), record, found);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const exceptions = [refusalOf(record, error)];
    return { outcome: 'parked', because: null, exceptions, wrote: false, made: new Map() };
  }
}

function refusalOf(record: RecordReference, error: Rejected): PostingException {
  return {
    code: error.code,
    field: error.subject ?? 'record',
    expected: 'a record that both systems take',
    actual: error.message,
    message: `${recordName(record)}: ${error.message}`,
    causeKey: null,
  };
}
