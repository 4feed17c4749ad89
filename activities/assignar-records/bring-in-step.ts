import type { Pool } from 'pg';
import type { AssignarClient } from '../../clients/assignar/assignar-client';
import { agreeLink, type RecordLink, selectLink } from '../../db/links';
import type { PostingException } from '../../domain/exception';
import type { RecordReference } from '../../domain/record-sync';
import type { MappedObject, WantedRecord } from '../../mappings/assignar-records/wanted-record';
import { assignarKindOf } from './assignar-kinds';
import { type AssignarReaders, assignarLinks, type FoundInIntacct } from './assignar-record-kind';
import { planTarget } from './plan-target';
import { asksBeforeDeactivating, hasUnpostedTime } from './unposted-time';
import { linksOf, writeDownLost, writeDownMasters, writeDownTarget } from './write-down';
import { writeTarget } from './write-target';

/** What a record came to; `wrote` when anything was written in Assignar. */
export interface BroughtRecord {
  outcome: 'in-step' | 'drifted' | 'filtered' | 'gone' | 'parked';
  because: string | null;
  exceptions: PostingException[];
  wrote: boolean;
  /** Assignar's ids of what stands for it now, by object. */
  made: ReadonlyMap<MappedObject, string>;
}

interface Step {
  pool: Pool;
  readers: AssignarReaders;
  assignar: AssignarClient;
  record: RecordReference;
  found: FoundInIntacct | null;
  links: ReadonlyMap<MappedObject, RecordLink>;
}

/**
 * Brings a record of Intacct in step with Assignar: each of Assignar's records that stand for it is compared, written, and written down
 * before the next. What Intacct has no more, or the profile does not pull, is closed there, never deleted. Throws verdicts.
 */
export async function bringInStep(
  deps: { pool: Pool },
  readers: AssignarReaders,
  assignar: AssignarClient,
  record: RecordReference,
  found: FoundInIntacct | null,
): Promise<BroughtRecord> {
  await writeDownMasters(deps.pool, record, found?.masters ?? []);
  const links = await linksOf(deps.pool, record, selectLink);
  const step: Step = { pool: deps.pool, readers, assignar, record, found, links };
  if (found === null) return closeRecord(step, 'gone', 'not in Intacct');
  if (found.whyNot !== null) return closeRecord(step, 'filtered', found.whyNot);
  const mapped = await found.map(readers);
  if ('exceptions' in mapped) return brought('parked', { exceptions: mapped.exceptions });
  return writeTargets(step, found, mapped.wanted);
}

async function writeTargets(
  step: Step,
  found: FoundInIntacct,
  wantedBy: readonly ((made: ReadonlyMap<MappedObject, string>) => WantedRecord)[],
): Promise<BroughtRecord> {
  const made = new Map<MappedObject, string>();
  const drifts: string[] = [];
  let wrote = false;
  for (const makeWanted of wantedBy) {
    const wanted = makeWanted(made);
    const link = step.links.get(wanted.object) ?? null;
    const plan = await planTarget(step.readers, wanted, link);
    const written = await writeTarget(step.readers, step.assignar, wanted, { plan, link });
    if (written.kind === 'exceptions') return brought('parked', { exceptions: written.exceptions, wrote, made });
    made.set(wanted.object, written.id);
    if (written.kind === 'lost') {
      await writeDownLost(step.pool, step.record, wanted.object, written);
      drifts.push(
        `${wanted.object} ${written.id} was ${written.lost === 'deleted' ? 'deleted' : 'not found'} in Assignar`,
      );
      continue;
    }
    await writeDownTarget(step.pool, step.record, { wanted, link }, written, found);
    wrote ||= written.wrote;
    const edited = written.plan.action === 'write' ? Object.keys(written.plan.edited) : [];
    if (edited.length > 0) drifts.push(`${wanted.object} ${written.id} was edited in Assignar: ${edited.join(', ')}`);
  }
  // An item that moved from one GL group to the other: what it was before is closed.
  for (const [object, link] of step.links) {
    if (made.has(object)) continue;
    const closed = await closeTarget(step, object, link);
    wrote ||= closed.wrote;
    if (closed.exceptions.length > 0) return brought('parked', { exceptions: closed.exceptions, wrote, made });
    if (closed.remark !== null) drifts.push(closed.remark);
  }
  const because = drifts.length === 0 ? null : drifts.join('; ');
  return brought(because === null ? 'in-step' : 'drifted', { because, wrote, made });
}

async function closeRecord(step: Step, outcome: 'gone' | 'filtered', why: string): Promise<BroughtRecord> {
  const made = new Map<MappedObject, string>();
  let wrote = false;
  const remarks = [why];
  for (const [object, link] of step.links) {
    if (link.agreed === null) continue;
    const closed = await closeTarget(step, object, link);
    if (closed.exceptions.length > 0) return brought('parked', { exceptions: closed.exceptions, wrote, made });
    made.set(object, link.sourceId);
    wrote ||= closed.wrote;
    if (closed.remark !== null) remarks.push(closed.remark);
  }
  return brought(outcome, { because: remarks.join('; '), wrote, made });
}

/** Makes a record of Assignar inactive; a worker with hours that are not posted only where the profile does not call that risky. */
async function closeTarget(
  { pool, readers, assignar, record, found }: Step,
  object: MappedObject,
  link: RecordLink,
): Promise<{ wrote: boolean; remark: string | null; exceptions: PostingException[] }> {
  const { agreed } = link;
  const none = { wrote: false, remark: null, exceptions: [] };
  if (agreed === null) return none;
  const isOpen = agreed.active !== 'false';
  if (object === 'worker' && isOpen && asksBeforeDeactivating(readers.profile)) {
    if (await hasUnpostedTime(readers.assignar, readers.profile, { userId: link.sourceId, employeeId: record.id })) {
      await agreeLink(pool, assignarLinks(record.company, object, 'EMPLOYEE'), { ...link, standing: 'ending' });
      return {
        ...none,
        remark: `worker ${link.sourceId} stays active in Assignar until their time is posted, or the true-up decides`,
      };
    }
  }
  const ids = { integrationId: agreed.integrationId ?? '', externalId: agreed.externalId ?? '' };
  const wanted: WantedRecord = { object, ...ids, fields: { active: 'false' } };
  const plan = await planTarget(readers, wanted, link);
  // What is deleted, or is there no more, is closed as well as can be.
  if (plan.action === 'lost') {
    await agreeLink(pool, assignarLinks(record.company, object, assignarKindOf(record.object).object), {
      ...link,
      agreed: { ...agreed, active: 'false' },
      standing: 'inactive',
    });
    return none;
  }
  const written = await writeTarget(readers, assignar, wanted, { plan, link });
  if (written.kind === 'exceptions') return { ...none, exceptions: written.exceptions };
  if (written.kind === 'lost') return none;
  const recordNumber = found?.recordNumber ?? link.intacctRecordNumber ?? '';
  await writeDownTarget(pool, record, { wanted, link }, written, { recordNumber });
  const isEdited = written.plan.action === 'write' && Object.keys(written.plan.edited).length > 0;
  const remark = isEdited ? `${object} ${link.sourceId} was made active again in Assignar by hand` : null;
  return { wrote: written.wrote, remark, exceptions: [] };
}

function brought(outcome: BroughtRecord['outcome'], more: Partial<BroughtRecord>): BroughtRecord {
  return { because: null, exceptions: [], wrote: false, made: new Map(), ...more, outcome };
}
