import { type LoadCounts, selectLoadStart } from '../../db/first-loads';
import { selectLooks } from '../../db/record-looks';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { AssignarLoad, RecordReference } from '../../domain/record-sync';
import { fewAtOnce } from '../few-at-once';
import { whileSignedIn } from '../gateway-turns';
import { recordReference, touchRecord } from '../records/touch-record';
import { loadedKinds } from './assignar-kinds';
import type { AssignarReaders, AssignarRecordKind, FoundInIntacct } from './assignar-record-kind';
import { type AssignarRecordDeps, createAssignarReaders, lookAtFound } from './look-at-assignar-record';
import { lookUpPage } from './look-up-page';

// Less than one query takes, and a beat or two of the activity.
const idsPerReading = 100;

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
    const page = await kind.list(readers, after, pageSize, (ids) => notLookedAtYet(deps, profile, object, ids));
    const looks = page.found.map((found) => ({ id: found.id, found }));
    const looking = await lookUpPage(readers, kind, page.found);
    const counts = await lookAtAll(deps, looking, kind, { looks, seenAt });
    return { counts, after: page.reached ?? after, isLast: page.rows < pageSize };
  });
}

/**
 * Looks once more at records by natural id, those that were refused; what each came to, counted. Assignar is asked for each by itself: what
 * they waited for has let their own flows go on, and a page looked up at once would be old by the time of their writing.
 */
export async function loadAssignarRecords(
  deps: AssignarRecordDeps,
  profile: AssignarProfile,
  object: AssignarLoad,
  ids: readonly string[],
): Promise<LoadCounts> {
  const kind = loadedKinds[object];
  const sum: LoadCounts = { read: 0, written: 0, unchanged: 0, filtered: 0, refused: 0 };
  for (let first = 0; first < ids.length; first += idsPerReading) {
    const piece = ids.slice(first, first + idsPerReading);
    const counts = await whileSignedIn(deps, profile, workOf(object), async (inTurn) => {
      const seenAt = new Date().toISOString();
      const readers = await createAssignarReaders(deps, profile, inTurn);
      const found = new Map((await kind.read(readers, piece)).map((one) => [one.id, one]));
      // One that Intacct has no more was refused long enough.
      const looks = piece.map((id) => ({ id, found: found.get(id) ?? null }));
      return lookAtAll(deps, readers, kind, { looks, seenAt });
    });
    for (const name of Object.keys(sum) as (keyof LoadCounts)[]) sum[name] += counts[name];
  }
  return sum;
}

async function lookAtAll(
  deps: AssignarRecordDeps,
  readers: AssignarReaders,
  kind: AssignarRecordKind,
  { looks, seenAt }: { looks: readonly { id: string; found: FoundInIntacct | null }[]; seenAt: string },
): Promise<LoadCounts> {
  const { company } = readers.profile;
  const counts: LoadCounts = { read: looks.length, written: 0, unchanged: 0, filtered: 0, refused: 0 };
  await fewAtOnce(looks, async ({ id, found }) => {
    const record = recordReference(company, kind.object, id);
    const overtaking = found === null ? null : await selectOvertakingLook(deps, record, found);
    if (overtaking !== null) {
      counts[overtaking === 'parked' ? 'refused' : 'unchanged'] += 1;
      return;
    }
    const { result, wrote } = await lookAtFound(deps, readers, record, found, seenAt);
    if (result.outcome === 'look-again') await touchRecord(deps, company, kind.object, id);
    if (result.outcome === 'parked' || result.outcome === 'look-again') counts.refused += 1;
    else if (wrote) counts.written += 1;
    else counts[result.outcome === 'in-step' || result.outcome === 'drifted' ? 'unchanged' : 'filtered'] += 1;
  });
  return counts;
}

/**
 * What came of a look that its own flow took since the page was read, at the record as it is by now: what the page says is older, and is not
 * written over that. Null where there was none. Of a cost code the latest task may be gone since, so that a later reading bears an earlier time.
 */
async function selectOvertakingLook(
  { pool }: Pick<AssignarRecordDeps, 'pool'>,
  { company, object, id }: RecordReference,
  { modifiedAt }: FoundInIntacct,
): Promise<string | null> {
  if (object === 'TASK') return null;
  const look = (await selectLooks(pool, company, object, [id])).get(id);
  return look?.modifiedAt != null && look.modifiedAt > modifiedAt ? look.outcome : null;
}

/** Cost codes come up once in every project: those that this load looked at already are not looked at again. */
async function notLookedAtYet(
  { pool }: Pick<AssignarRecordDeps, 'pool'>,
  { company }: AssignarProfile,
  object: AssignarLoad,
  ids: readonly string[],
): Promise<string[]> {
  const startedAt = await selectLoadStart(pool, company, object);
  const looks = await selectLooks(pool, company, loadedKinds[object].object, ids);
  return ids.filter((id) => {
    const look = looks.get(id);
    return look === undefined || startedAt === null || look.lookedAt < startedAt;
  });
}

function workOf(object: AssignarLoad) {
  return { flow: `first-load-${object}`, documentKey: null, priority: 'backfill' as const };
}
