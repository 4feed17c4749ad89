import type { AssignarRecord } from '../../clients/assignar/assignar-client';
import type { DriftFields } from '../../db/drifts';
import type { RecordLink } from '../../db/links';
import { causeKey, type PostingException } from '../../domain/exception';
import { compareWithAssignar } from '../../mappings/assignar-records/compare-with-assignar';
import { driftField, type WantedRecord } from '../../mappings/assignar-records/wanted-record';
import type { AssignarReaders } from './assignar-record-kind';

type Fields = Record<string, string | null>;

/** What is to be done in Assignar with one record of it. */
export type TargetPlan =
  | { action: 'create' }
  /** Nothing is written where `toWrite` is empty. */
  | {
      action: 'write';
      id: string;
      toWrite: Fields;
      /** Somebody's hand, which stays: only told. */
      edited: DriftFields;
      /** Somebody's hand, which is put back or written over. */
      undone: DriftFields;
      /** It was there before the hub, under the same id and name, and is taken for the same. */
      isAdopted: boolean;
    }
  /** Deleted in Assignar, or not there any more. */
  | { action: 'lost'; id: string; kind: 'deleted' | 'missing' }
  | { action: 'refused'; exceptions: PostingException[] };

/**
 * Looks what Assignar has of a record, and says what is to be done so that it has what is wanted. Three-way: a field that only Intacct
 * changed is written, one that only somebody in Assignar changed is told, or put back where the profile says so. Asks Assignar once where
 * the two are linked, else up to twice. Throws verdicts.
 */
export async function planTarget(
  readers: AssignarReaders,
  wanted: WantedRecord,
  link: RecordLink | null,
): Promise<TargetPlan> {
  if (link?.agreed == null) return planUnlinked(readers, wanted);
  const actual = await readers.assignar.readRecord(wanted.object, link.sourceId);
  if (actual === null) return { action: 'lost', id: link.sourceId, kind: 'missing' };
  if (actual.deletedAt !== null) return { action: 'lost', id: link.sourceId, kind: 'deleted' };
  return planWrite(readers, wanted, { actual, agreed: link.agreed });
}

function planWrite(
  { profile }: Pick<AssignarReaders, 'profile'>,
  wanted: WantedRecord,
  { actual, agreed }: { actual: AssignarRecord; agreed: Fields | null },
): TargetPlan {
  const { toWrite, edited, overwritten } = compareWithAssignar({
    wanted: wanted.fields,
    actual: actual.fields,
    agreed,
  });
  const isRestored = profile.drift[driftField[wanted.object]] === 'restore';
  const restored = isRestored ? edited : {};
  return {
    action: 'write',
    id: actual.id,
    toWrite: {
      ...toWrite,
      ...Object.fromEntries(Object.entries(restored).map(([field, { intacct }]) => [field, intacct])),
    },
    edited: isRestored ? {} : edited,
    undone: { ...overwritten, ...restored },
    isAdopted: agreed === null,
  };
}

/** A record that the hub does not know in Assignar: it may be there all the same, by an earlier attempt or from before. */
async function planUnlinked(readers: AssignarReaders, wanted: WantedRecord): Promise<TargetPlan> {
  const { object, integrationId, externalId } = wanted;
  const ours = await holderOf(readers, object, 'integrationId', integrationId);
  if (ours !== null) {
    const isOurs = ours.deletedAt === null && (ours.externalId === null || ours.externalId === externalId);
    return isOurs ? planWrite(readers, wanted, { actual: ours, agreed: null }) : taken(wanted, ours, 'integration id');
  }
  const named = await holderOf(readers, object, 'externalId', externalId);
  if (named === null) return { action: 'create' };
  if (!isSame(wanted, named)) return taken(wanted, named, 'external id');
  const isFree = named.integrationId === null || readers.profile.assignar.takesOverLinked;
  return isFree
    ? planWrite(readers, wanted, { actual: named, agreed: null })
    : taken(wanted, named, 'external id', 'assignar.takesOverLinked in the profile takes it over');
}

/** Whoever holds a unique id, deleted ones too; those that are not deleted first. */
async function holderOf(
  { assignar }: AssignarReaders,
  object: WantedRecord['object'],
  by: 'integrationId' | 'externalId',
  value: string,
): Promise<AssignarRecord | null> {
  const found = (await assignar.findRecords(object, { by, value })).filter((record) => record[by] === value);
  return found.find(({ deletedAt }) => deletedAt === null) ?? found[0] ?? null;
}

/**
 * Whether a record that bears the external id is the very same: it is called the same. A worker never is by that alone: who somebody is, the
 * true-up and a person decide.
 */
function isSame(wanted: WantedRecord, found: AssignarRecord): boolean {
  if (wanted.object === 'worker' || found.deletedAt !== null) return false;
  const named = wanted.object === 'work-order' ? 'jobNumber' : 'name';
  return wanted.fields[named] === (found.fields[named] ?? null);
}

function taken(wanted: WantedRecord, holder: AssignarRecord, what: string, byProfile?: string): TargetPlan {
  const { object, externalId } = wanted;
  const standing = holder.deletedAt === null ? '' : ', which was deleted there';
  const byHand =
    object === 'worker' ? 'the true-up decides whether they are the same' : 'link it or free its id in Assignar';
  const wayOut = byProfile === undefined ? byHand : `${byHand}; ${byProfile}`;
  return {
    action: 'refused',
    exceptions: [
      {
        code: 'EXTERNAL_ID_TAKEN',
        field: what,
        expected: `no ${object} of Assignar with the ids of ${externalId}, or the same one`,
        actual: `${object} ${holder.id}${standing}`,
        message: `${object} ${externalId}: its ${what} is held by ${object} ${holder.id} of Assignar${standing}; ${wayOut}`,
        causeKey: causeKey.assignarRecord(object, holder.id),
      },
    ],
  };
}
