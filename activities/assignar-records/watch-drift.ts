import type { Pool } from 'pg';
import type { AssignarClient, AssignarRecord } from '../../clients/assignar/assignar-client';
import { assignarProfileOf, type CompanyProfiles } from '../../companies/company-profiles';
import { selectEndingRecords, selectLinkedAssignarIds } from '../../db/assignar-links';
import { type Drift, recordDrift, selectDriftingIds, settleDrifts } from '../../db/drifts';
import { type RecordLink, selectLink, selectLinksBySources } from '../../db/links';
import { inTransaction } from '../../db/pool';
import type { AssignarProfile } from '../../domain/assignar-profile';
import { localDay } from '../../domain/local-time';
import type { AssignarRecordObject } from '../../domain/record-sync';
import { compareWithAssignar } from '../../mappings/assignar-records/compare-with-assignar';
import { driftField, type MappedObject } from '../../mappings/assignar-records/wanted-record';
import { toFailure } from '../failure';
import { fewAtOnce } from '../few-at-once';
import { type TouchDeps, touchRecord } from '../records/touch-record';
import { assignarKinds, assignarObjectNamed, assignarRecordObjects } from './assignar-kinds';
import { assignarLinks } from './assignar-record-kind';

/** One page of Assignar's records, compared. */
export interface ComparedPage {
  seen: number;
  drifting: number;
  /** Id of the last record; null at the end of the object. */
  next: string | null;
}

export interface DriftActivities {
  /** Compares a page of Assignar's records with what the hub last wrote there; writes down what drifted, settles what is over. */
  compareAssignarPage(request: { company: string; object: MappedObject; afterId: string }): Promise<ComparedPage>;
  /** Lets those be looked at whose last day has passed, and that stayed active in Assignar until their time was posted. */
  touchEndingRecords(request: { company: string }): Promise<{ touched: number }>;
}

export interface DriftDeps extends TouchDeps {
  pool: Pool;
  profiles: CompanyProfiles;
  assignar: (company: string) => Promise<AssignarClient>;
}

interface Compared {
  pool: Pool;
  assignar: AssignarClient;
  profile: AssignarProfile;
  object: MappedObject;
  intacctObject: AssignarRecordObject;
}

/** The activities behind `watchDrift`: they ask Assignar and the hub, and nothing of Intacct. */
export function createDriftActivities(deps: DriftDeps): DriftActivities {
  return {
    async compareAssignarPage({ company, object, afterId }) {
      try {
        return await comparePage(deps, await assignarProfileOf(deps.profiles, company), object, afterId);
      } catch (error) {
        throw toFailure(error, `drift of ${object} of ${company}`);
      }
    },
    async touchEndingRecords({ company }) {
      const { projects } = await assignarProfileOf(deps.profiles, company);
      const today = localDay(Math.floor(Date.now() / 60_000), projects.timeZone);
      const ending = await selectEndingRecords(deps.pool, company, today);
      await fewAtOnce(ending, ({ intacctObject, intacctId }) =>
        touchRecord(deps, company, assignarObjectNamed(intacctObject), intacctId),
      );
      return { touched: ending.length };
    },
  };
}

async function comparePage(
  deps: DriftDeps,
  profile: AssignarProfile,
  object: MappedObject,
  afterId: string,
): Promise<ComparedPage> {
  const { company } = profile;
  const assignar = await deps.assignar(company);
  const { pageSize } = profile.assignar;
  const page = await assignar.listRecords(object, afterId, pageSize);
  // Whether a short page is the last one, only an empty one tells: the server may give less than was asked for.
  const upTo = page.at(-1)?.id ?? null;
  const compared: Compared = { pool: deps.pool, assignar, profile, object, intacctObject: intacctObjectOf(object) };
  const drifts = [...(await driftsOf(compared, page)), ...(await missingOf(compared, page, { after: afterId, upTo }))];
  const stillDrifting = new Set(drifts.map(({ assignarId }) => assignarId));
  const open = await selectDriftingIds(deps.pool, { company, object }, { after: afterId, upTo });
  const over = open.filter((id) => !stillDrifting.has(id));
  await inTransaction(deps.pool, async (transaction) => {
    for (const drift of drifts) await recordDrift(transaction, drift);
    await settleDrifts(transaction, { company, object, assignarIds: over, because: 'as the hub wrote it again' });
  });
  const isPutBack = profile.drift[driftField[object]] === 'restore';
  const toPutBack = drifts.filter(
    ({ kind, intacctId }) => isPutBack && kind !== 'created-in-assignar' && intacctId !== null,
  );
  await fewAtOnce(toPutBack, ({ intacctId }) => touchRecord(deps, company, compared.intacctObject, intacctId ?? ''));
  return { seen: page.length, drifting: drifts.length, next: upTo };
}

/** What drifts of a page: what seems to is looked at again on both sides, all at once, for the hub may have written it since the page was read. */
async function driftsOf(compared: Compared, page: readonly AssignarRecord[]): Promise<Drift[]> {
  const seem = await driftingOf(compared, page);
  if (seem.length === 0) return [];
  const ids = seem.map(({ assignarId }) => assignarId);
  const drifts = await driftingOf(compared, await compared.assignar.findRecords(compared.object, { by: 'ids', ids }));
  return Promise.all(drifts.map((drift) => (drift.kind === 'created-in-assignar' ? asTwin(compared, drift) : drift)));
}

type DriftOfRecord = Drift & { record: AssignarRecord };

async function driftingOf(compared: Compared, records: readonly AssignarRecord[]): Promise<DriftOfRecord[]> {
  const ids = records.map(({ id }) => id);
  const links = new Map(
    (await selectLinksBySources(compared.pool, linksOf(compared), ids)).map((link) => [link.sourceId, link]),
  );
  return records.flatMap((record) => {
    const drift = driftOf(compared, record, links.get(record.id) ?? null);
    return drift === null ? [] : [{ ...drift, record }];
  });
}

/** One that stands for nothing of Intacct may be a second one of what another stands for. */
async function asTwin(compared: Compared, drift: DriftOfRecord): Promise<Drift> {
  const twin = await twinOf(compared, drift.record);
  return twin === null
    ? drift
    : { ...drift, kind: 'duplicate', intacctObject: compared.intacctObject, intacctId: twin };
}

/** How a record differs from what the hub last wrote there; null when it does not. */
function driftOf(compared: Compared, record: AssignarRecord, link: RecordLink | null): Drift | null {
  const { object, intacctObject, profile } = compared;
  const base = { company: profile.company, object, assignarId: record.id };
  if (link?.agreed == null) {
    // What is not in use is in nobody's way: of what Intacct pulls nothing stands inactive there without the hub.
    if (record.deletedAt !== null || !record.isActive) return null;
    return { ...base, kind: 'created-in-assignar', intacctObject: null, intacctId: null, fields: {} };
  }
  const linked = { ...base, intacctObject, intacctId: link.intacctId };
  if (record.deletedAt !== null) {
    return link.standing === 'inactive' ? null : { ...linked, kind: 'deleted', fields: {} };
  }
  const { edited } = compareWithAssignar({ wanted: link.agreed, actual: record.fields, agreed: link.agreed });
  return Object.keys(edited).length === 0 ? null : { ...linked, kind: 'edited', fields: edited };
}

/** Intacct's id of the record that another record of Assignar stands for already, and whose id this one bears, be it with other letters. */
async function twinOf(
  { pool, profile, object, intacctObject }: Compared,
  record: AssignarRecord,
): Promise<string | null> {
  const named = [record.externalId, record.fields.employeeId ?? null].flatMap((id) => (id === null ? [] : [id.trim()]));
  for (const id of named.flatMap((one) => [one, one.toUpperCase()])) {
    const link = await selectLink(pool, assignarLinks(profile.company, object, intacctObject), id);
    if (link?.agreed != null && link.sourceId !== record.id) return link.intacctId;
  }
  return null;
}

/** Linked records that Assignar does not list any more, not even as deleted. */
async function missingOf(
  { pool, assignar, profile, object, intacctObject }: Compared,
  page: readonly AssignarRecord[],
  range: { after: string; upTo: string | null },
): Promise<Drift[]> {
  const { company } = profile;
  const listed = new Set(page.map(({ id }) => id));
  const linked = await selectLinkedAssignarIds(pool, { company, object }, range);
  const unlisted = linked.filter(({ assignarId }) => !listed.has(assignarId));
  if (unlisted.length === 0) return [];
  const ids = unlisted.map(({ assignarId }) => assignarId);
  // Made and linked since the page was read, it is there.
  const there = new Set((await assignar.findRecords(object, { by: 'ids', ids })).map(({ id }) => id));
  const base = { company, object, intacctObject, kind: 'missing' as const, fields: {} };
  return unlisted
    .filter(({ assignarId }) => !there.has(assignarId))
    .map(({ assignarId, intacctId }) => ({ ...base, assignarId, intacctId }));
}

function linksOf({ profile, object, intacctObject }: Compared) {
  return assignarLinks(profile.company, object, intacctObject);
}

function intacctObjectOf(object: MappedObject): AssignarRecordObject {
  return assignarObjectNamed(assignarRecordObjects.find((one) => assignarKinds[one].targets.includes(object)));
}
