import type { AssignarClient } from '../../clients/assignar/assignar-client';
import { Rejected } from '../../clients/errors';
import type { RecordLink } from '../../db/links';
import { causeKey, type PostingException } from '../../domain/exception';
import { driftField, type WantedRecord } from '../../mappings/assignar-records/wanted-record';
import type { AssignarReaders } from './assignar-record-kind';
import { planTarget, type TargetPlan } from './plan-target';

/** What became of one record of Assignar. */
export type WrittenTarget =
  | { kind: 'done'; id: string; wrote: boolean; plan: TargetPlan & { action: 'create' | 'write' } }
  | { kind: 'lost'; id: string; lost: 'deleted' | 'missing' }
  | { kind: 'exceptions'; exceptions: PostingException[] };

type Writer = Pick<AssignarClient, 'createRecord' | 'updateRecord'>;

/**
 * Does what a plan says. What Assignar refuses is an exception; a unique id that somebody took in this moment is looked up and planned
 * anew, once. A write without an answer throws: the next attempt looks before it sends again.
 */
export async function writeTarget(
  readers: AssignarReaders,
  writer: Writer,
  wanted: WantedRecord,
  { plan, link }: { plan: TargetPlan; link: RecordLink | null },
): Promise<WrittenTarget> {
  switch (plan.action) {
    case 'refused':
      return { kind: 'exceptions', exceptions: plan.exceptions };
    case 'lost':
      return recreate(readers, writer, wanted, plan);
    case 'write':
      return updateOrSay(readers, writer, wanted, plan);
    case 'create':
      return createOrAdopt(readers, writer, wanted, link);
  }
}

async function updateOrSay(
  readers: AssignarReaders,
  writer: Writer,
  wanted: WantedRecord,
  plan: TargetPlan & { action: 'write' },
): Promise<WrittenTarget> {
  const { id, toWrite } = plan;
  const wrote = Object.keys(toWrite).length > 0;
  try {
    if (wrote) await writer.updateRecord(wanted.object, id, toWrite);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return { kind: 'exceptions', exceptions: [await refusal(readers, wanted, error, id)] };
  }
  return { kind: 'done', id, wrote, plan };
}

async function createOrAdopt(
  readers: AssignarReaders,
  writer: Writer,
  wanted: WantedRecord,
  link: RecordLink | null,
): Promise<WrittenTarget> {
  try {
    const { id } = await writer.createRecord(wanted.object, wanted.fields);
    return { kind: 'done', id, wrote: true, plan: { action: 'create' } };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    // Whoever was quicker may have been another attempt of ours.
    const plan = error.code === 'UNIQUE_TAKEN' ? await planTarget(readers, wanted, link) : null;
    if (plan === null || plan.action === 'create' || plan.action === 'lost') {
      return { kind: 'exceptions', exceptions: [await refusal(readers, wanted, error, null)] };
    }
    return writeTarget(readers, writer, wanted, { plan, link });
  }
}

/**
 * A record that somebody deleted, where the profile says to put back what was changed by hand: its row keeps the unique ids, which are
 * taken from it first. A worker is left to the true-up.
 */
async function recreate(
  readers: AssignarReaders,
  writer: Writer,
  wanted: WantedRecord,
  { id, kind }: TargetPlan & { action: 'lost' },
): Promise<WrittenTarget> {
  const { object } = wanted;
  if (!isMadeAnew(readers, wanted)) return { kind: 'lost', id, lost: kind };
  try {
    if (kind === 'deleted') await writer.updateRecord(object, id, { integrationId: null, externalId: null });
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return { kind: 'lost', id, lost: kind };
  }
  const plan = await planTarget(readers, wanted, null);
  if (plan.action === 'lost') return { kind: 'lost', id, lost: kind };
  return writeTarget(readers, writer, wanted, { plan, link: null });
}

/** Whether one that somebody deleted in Assignar is made anew, by the profile. */
export function isMadeAnew({ profile }: Pick<AssignarReaders, 'profile'>, { object, fields }: WantedRecord): boolean {
  return object !== 'worker' && profile.drift[driftField[object]] === 'restore' && fields.active === 'true';
}

/** A refusal of Assignar as a person reads it; `ownId` is the record's own id there, which cannot stand in its way. */
async function refusal(
  readers: AssignarReaders,
  wanted: WantedRecord,
  error: Rejected,
  ownId: string | null,
): Promise<PostingException> {
  const { object, externalId } = wanted;
  const taken = error.code === 'UNIQUE_TAKEN' ? await emailTaken(readers, wanted, ownId) : null;
  if (taken !== null) return taken;
  return {
    code: error.code,
    field: error.subject ?? 'record',
    expected: 'a record that Assignar takes',
    actual: error.message,
    message: `${object} ${externalId}: ${error.message}`,
    causeKey: null,
  };
}

/** That a worker's e-mail address is another one's, deleted or not; null when nobody else has it, and of what is no worker. */
export async function emailTaken(
  { assignar }: Pick<AssignarReaders, 'assignar'>,
  { object, externalId, fields }: WantedRecord,
  ownId: string | null,
): Promise<PostingException | null> {
  const email = fields.email ?? null;
  if (object !== 'worker' || email === null) return null;
  const named = await assignar.findRecords('worker', { by: 'email', value: email });
  const holder = named.find((worker) => worker.id !== ownId && isSameAddress(worker.fields.email, email));
  if (holder === undefined) return null;
  const who = `worker ${holder.id}${holder.externalId === null ? '' : ` (${holder.externalId})`}`;
  return {
    code: 'EMAIL_TAKEN',
    field: 'email',
    expected: 'an e-mail address that no other worker has',
    actual: `that of ${who}`,
    message: `employee ${externalId}: their e-mail address is that of ${who} in Assignar${holder.deletedAt === null ? '' : ', who was deleted there'}`,
    causeKey: causeKey.assignarRecord('worker', holder.id),
  };
}

function isSameAddress(one: string | null | undefined, other: string): boolean {
  return one?.trim().toLowerCase() === other.trim().toLowerCase();
}
