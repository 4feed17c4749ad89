import type { Pool } from 'pg';
import {
  type ConstructionMaster,
  markConstructionMastersGone,
  selectConstructionMasters,
  selectTasksById,
  upsertConstructionMasters,
} from '../../db/construction-masters';
import { recordDrift, recordSettledDrift, settleDrifts } from '../../db/drifts';
import { recordEmployeeContact } from '../../db/employee-contacts';
import { agreeLink, type RecordLink, rebindLink } from '../../db/links';
import { type Database, inTransaction } from '../../db/pool';
import { isConstructionObject, type RecordReference } from '../../domain/record-sync';
import type { MappedObject, WantedRecord } from '../../mappings/assignar-records/wanted-record';
import { assignarKindOf } from './assignar-kinds';
import { assignarLinks, type FoundInIntacct } from './assignar-record-kind';
import type { WrittenTarget } from './write-target';

/** Writes down what Intacct has of a record, for shifts to be planned with, and what it has no more. */
export async function writeDownMasters(
  database: Database,
  { company, object, id }: RecordReference,
  masters: readonly ConstructionMaster[],
): Promise<void> {
  if (!isConstructionObject(object)) return;
  await upsertConstructionMasters(database, company, masters);
  for (const master of masters) {
    if (master.object !== 'EMPLOYEE') continue;
    await recordEmployeeContact(database, company, master.record.employeeId, master.record.contactName);
  }
  const known =
    object === 'TASK'
      ? await selectTasksById(database, company, [id])
      : [...(await selectConstructionMasters(database, company, object, [id])).values()];
  const there = new Set(masters.map(({ record }) => record.recordNumber));
  const gone = known.map(({ recordNumber }) => recordNumber).filter((recordNumber) => !there.has(recordNumber));
  if (gone.length > 0) await markConstructionMastersGone(database, company, object, gone);
}

/** The links of a record with those of Assignar that stand for it, by object there. */
export async function linksOf(
  database: Database,
  { company, object, id }: RecordReference,
  selectLink: (database: Database, of: ReturnType<typeof assignarLinks>, id: string) => Promise<RecordLink | null>,
): Promise<Map<MappedObject, RecordLink>> {
  const kind = assignarKindOf(object);
  const links = new Map<MappedObject, RecordLink>();
  for (const target of kind.targets) {
    const link = await selectLink(database, assignarLinks(company, target, kind.object), id);
    if (link !== null) links.set(target, link);
  }
  return links;
}

/** Writes down that Assignar has what is wanted of a record, the hands that were undone, and the one that stays. */
export async function writeDownTarget(
  pool: Pool,
  record: RecordReference,
  { wanted, link }: { wanted: WantedRecord; link: RecordLink | null },
  written: WrittenTarget & { kind: 'done' },
  found: Pick<FoundInIntacct, 'recordNumber'>,
): Promise<void> {
  const { company, id: intacctId } = record;
  const kind = assignarKindOf(record.object);
  const of = assignarLinks(company, wanted.object, kind.object);
  const drift = { company, object: wanted.object, assignarId: written.id, intacctObject: kind.object, intacctId };
  const { edited = {}, undone = {} } = written.plan.action === 'write' ? written.plan : {};
  await inTransaction(pool, async (transaction) => {
    if (link !== null && link.sourceId !== written.id) {
      await rebindLink(transaction, of, { intacctId, sourceId: written.id });
      const former = { ...drift, assignarId: link.sourceId };
      const because = 'made anew';
      // Nobody may have told it before: it is written down all the same, for what names the former one is found by it.
      const settled = await settleDrifts(transaction, { ...former, assignarIds: [link.sourceId], because });
      if (settled === 0) await recordSettledDrift(transaction, { ...former, kind: 'deleted', fields: {} }, because);
    }
    await agreeLink(transaction, of, {
      sourceId: written.id,
      intacctId,
      intacctRecordNumber: found.recordNumber,
      // An absent field was never agreed on; one that somebody edited was, and Intacct still says so.
      agreed: { ...link?.agreed, ...wanted.fields },
      standing: wanted.fields.active === 'false' ? 'inactive' : 'active',
    });
    if (Object.keys(undone).length > 0) {
      await recordSettledDrift(transaction, { ...drift, kind: 'edited', fields: undone }, "Intacct's word was written");
    }
    if (Object.keys(edited).length > 0) await recordDrift(transaction, { ...drift, kind: 'edited', fields: edited });
    else await settleDrifts(transaction, { ...drift, assignarIds: [written.id], because: 'in step' });
  });
}

/** Writes down that somebody deleted in Assignar what Intacct has, or that it is there no more. */
export async function writeDownLost(
  database: Database,
  record: RecordReference,
  object: MappedObject,
  { id, lost }: { id: string; lost: 'deleted' | 'missing' },
): Promise<void> {
  const { company, id: intacctId } = record;
  const intacctObject = assignarKindOf(record.object).object;
  await recordDrift(database, { company, object, assignarId: id, intacctObject, intacctId, kind: lost, fields: {} });
}
