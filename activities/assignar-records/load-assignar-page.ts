import { type LoadCounts, selectLoadStart } from '../../db/first-loads';
import { selectLinksByIntacctIds } from '../../db/links';
import { selectLooks } from '../../db/record-looks';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { AssignarLoad } from '../../domain/record-sync';
import { whileSignedIn } from '../gateway-turns';
import { inBatches } from '../in-batches';
import { recordReference, touchRecord } from '../records/touch-record';
import { loadedKinds } from './assignar-kinds';
import {
  type AssignarReaders,
  type AssignarRecordKind,
  assignarLinks,
  type FoundInIntacct,
} from './assignar-record-kind';
import { type AssignarRecordDeps, createAssignarReaders, lookAtFound } from './look-at-assignar-record';

/** One page of a first load: what became of its records, and where the next one begins. */
export interface LoadedPage {
  counts: LoadCounts;
  after: string;
  isLast: boolean;
}

/** Brings one page of Intacct's records in step with Assignar, those that are filtered out counted as such. */
export async function loadAssignarPage(
  deps: AssignarRecordDeps,
  profile: AssignarProfile,
  object: AssignarLoad,
  { after, pageSize }: { after: string; pageSize: number },
): Promise<LoadedPage> {
  const kind = loadedKinds[object];
  return whileSignedIn(deps, profile, workOf(object), async (inTurn) => {
    const seenAt = new Date().toISOString();
    const readers = await createAssignarReaders(deps, profile, inTurn);
    const page = await kind.list(readers, after, pageSize);
    const found = await notLookedAtYet(deps, profile, object, page.found);
    const counts = await lookAtAll(deps, await withActualsOf(readers, kind, found), kind, { found, seenAt });
    return { counts, after: page.reached ?? after, isLast: page.rows < pageSize };
  });
}

/** Looks once more at records by natural id, those that were refused; what each came to, counted. */
export async function loadAssignarRecords(
  deps: AssignarRecordDeps,
  profile: AssignarProfile,
  object: AssignarLoad,
  ids: readonly string[],
): Promise<LoadCounts> {
  const kind = loadedKinds[object];
  return whileSignedIn(deps, profile, workOf(object), async (inTurn) => {
    const seenAt = new Date().toISOString();
    const readers = await createAssignarReaders(deps, profile, inTurn);
    const found = ids.length === 0 ? [] : await kind.read(readers, ids);
    return lookAtAll(deps, readers, kind, { found, seenAt });
  });
}

async function lookAtAll(
  deps: AssignarRecordDeps,
  readers: AssignarReaders,
  kind: AssignarRecordKind,
  { found, seenAt }: { found: readonly FoundInIntacct[]; seenAt: string },
): Promise<LoadCounts> {
  const { company } = readers.profile;
  const counts: LoadCounts = { read: found.length, written: 0, unchanged: 0, filtered: 0, refused: 0 };
  await inBatches(found, async (one) => {
    const record = recordReference(company, kind.object, one.id);
    const { result, wrote } = await lookAtFound(deps, readers, record, one, seenAt);
    if (result.outcome === 'look-again') await touchRecord(deps, company, kind.object, one.id);
    if (result.outcome === 'parked' || result.outcome === 'look-again') counts.refused += 1;
    else if (wrote) counts.written += 1;
    else counts[result.outcome === 'in-step' || result.outcome === 'drifted' ? 'unchanged' : 'filtered'] += 1;
  });
  return counts;
}

/** Cost codes come up once in every project: those that this load looked at already are not looked at again. */
async function notLookedAtYet(
  deps: AssignarRecordDeps,
  { company }: AssignarProfile,
  object: AssignarLoad,
  found: readonly FoundInIntacct[],
): Promise<FoundInIntacct[]> {
  if (object !== 'project-tasks') return [...found];
  const startedAt = await selectLoadStart(deps.pool, company, object);
  const ids = found.map(({ id }) => id);
  const looks = await selectLooks(deps.pool, company, 'TASK', ids);
  return found.filter(({ id }) => {
    const look = looks.get(id);
    return look === undefined || startedAt === null || look.lookedAt < startedAt;
  });
}

/** Readers that know what Assignar has of a page already: one question per object, not one per record. */
async function withActualsOf(
  readers: AssignarReaders,
  kind: AssignarRecordKind,
  found: readonly FoundInIntacct[],
): Promise<AssignarReaders> {
  const { profile, hub, assignar } = readers;
  const known = new Map<string, Awaited<ReturnType<typeof assignar.readRecord>>>();
  const intacctIds = found.map(({ id }) => id);
  for (const object of kind.targets) {
    const links = await selectLinksByIntacctIds(hub, assignarLinks(profile.company, object, kind.object), intacctIds);
    const ids = links.filter(({ agreed }) => agreed !== null).map(({ sourceId }) => sourceId);
    if (ids.length === 0) continue;
    for (const record of await assignar.findRecords(object, { by: 'ids', ids }))
      known.set(`${object} ${record.id}`, record);
  }
  return {
    ...readers,
    assignar: {
      findRecords: (object, search) => assignar.findRecords(object, search),
      listTimesheets: (search) => assignar.listTimesheets(search),
      readRecord: async (object, id) => known.get(`${object} ${id}`) ?? assignar.readRecord(object, id),
    },
  };
}

function workOf(object: AssignarLoad) {
  return { flow: `first-load-${object}`, documentKey: null, priority: 'backfill' as const };
}
