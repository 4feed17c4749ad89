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
import { inBatches } from '../in-batches';
import { type TouchDeps, touchRecord } from '../records/touch-record';
import { assignarKinds, assignarRecordObjects } from './assignar-kinds';
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
      await inBatches(ending, ({ intacctObject, intacctId }) =>
        touchRecord(deps, company, objectOf(intacctObject), intacctId),
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
  await inBatches(toPutBack, ({ intacctId }) => touchRecord(deps, company, compared.intacctObject, intacctId ?? ''));
  return { seen: page.length, drifting: drifts.length, next: upTo };
}

async function driftsOf(compared: Compared, page: readonly AssignarRecord[]): Promise<Drift[]> {
  const ids = page.map(({ id }) => id);
  const links = new Map(
    (await selectLinksBySources(compared.pool, linksOf(compared), ids)).map((link) => [link.sourceId, link]),
  );
  const drifts: Drift[] = [];
  for (const record of page) {
    const link = links.get(record.id) ?? null;
    if (driftOf(compared, record, link) === null) continue;
    const confirmed = await confirm(compared, record.id);
    if (confirmed !== null) drifts.push(confirmed);
  }
  return drifts;
}

/** Looks again at both sides of what seems to have drifted: the hub may have written it since the page was read. */
async function confirm(compared: Compared, id: string): Promise<Drift | null> {
  const record = await compared.assignar.readRecord(compared.object, id);
  if (record === null) return null;
  const [link = null] = await selectLinksBySources(compared.pool, linksOf(compared), [id]);
  const drift = driftOf(compared, record, link);
  if (drift === null || link !== null) return drift;
  const twin = await twinOf(compared, record);
  return twin === null
    ? drift
    : { ...drift, kind: 'duplicate', intacctObject: compared.intacctObject, intacctId: twin };
}

/** How a record differs from what the hub last wrote there; null when it does not. */
function driftOf(compared: Compared, record: AssignarRecord, link: RecordLink | null): Drift | null {
  const { object, intacctObject, profile } = compared;
  const base = { company: profile.company, object, assignarId: record.id };
  if (link?.agreed == null) {
    if (record.deletedAt !== null) return null;
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
  const missing: Drift[] = [];
  for (const { assignarId, intacctId } of linked.filter(({ assignarId }) => !listed.has(assignarId))) {
    // Made and linked since the page was read, it is there.
    if ((await assignar.readRecord(object, assignarId)) !== null) continue;
    missing.push({ company, object, assignarId, intacctObject, intacctId, kind: 'missing', fields: {} });
  }
  return missing;
}

function linksOf({ profile, object, intacctObject }: Compared) {
  return assignarLinks(profile.company, object, intacctObject);
}

function intacctObjectOf(object: MappedObject): AssignarRecordObject {
  return objectOf(assignarRecordObjects.find((one) => assignarKinds[one].targets.includes(object)));
}

function objectOf(name: string | undefined): AssignarRecordObject {
  const object = assignarRecordObjects.find((one) => one === name);
  if (object === undefined) throw new Error(`${name} is not kept in step with Assignar`);
  return object;
}
