import type { AssignarRecord, AssignarSearch } from '../../clients/assignar/assignar-client';
import { Rejected } from '../../clients/errors';
import { selectLinksByIntacctIds } from '../../db/links';
import { assignarIds, type MappedObject } from '../../mappings/assignar-records/wanted-record';
import {
  type AssignarReaders,
  type AssignarRecordKind,
  assignarLinks,
  type FoundInIntacct,
} from './assignar-record-kind';

/**
 * Readers that know already what Assignar has of a page of records, deleted ones included: of the linked ones by their ids there, of the
 * others by both ids that they would bear. Up to three questions per object of Assignar, where each record would take one or two.
 *
 * Each answer is given once: who asks again was refused a write, and wants to know who was quicker.
 */
export async function lookUpPage(
  readers: AssignarReaders,
  kind: AssignarRecordKind,
  page: readonly FoundInIntacct[],
): Promise<AssignarReaders> {
  const { assignar } = readers;
  const answers = new Map<string, AssignarRecord[]>();
  for (const object of kind.targets) {
    const { linkedIds, unlinked } = await linkedAndNot(readers, kind, object, page);
    for (const record of (await findUnlessRefused(readers, object, { by: 'ids', ids: linkedIds })) ?? []) {
      answers.set(keyOf(object, 'id', record.id), [record]);
    }
    const wanted = unlinked.map((found) => assignarIds(object, found));
    for (const by of ['integrationId', 'externalId'] as const) {
      const values = wanted.map((one) => one[by]);
      const found = await findUnlessRefused(readers, object, { by, values });
      if (found === null) continue;
      for (const value of values) answers.set(keyOf(object, by, value), []);
      for (const record of found) answers.get(keyOf(object, by, record[by] ?? ''))?.push(record);
    }
  }
  const take = (key: string) => {
    const answer = answers.get(key);
    answers.delete(key);
    return answer;
  };
  return {
    ...readers,
    assignar: {
      listTimesheets: (search) => assignar.listTimesheets(search),
      findRecords: async (object, search) =>
        ('value' in search ? take(keyOf(object, search.by, search.value)) : undefined) ??
        assignar.findRecords(object, search),
      // One that is not among them may have gone in this moment: it is asked for by itself.
      readRecord: async (object, id) => take(keyOf(object, 'id', id))?.[0] ?? assignar.readRecord(object, id),
    },
  };
}

function keyOf(object: MappedObject, by: string, value: string): string {
  return `${object} ${by} ${value}`;
}

/** Assignar's ids of a page's linked records, and what is to be there and is not linked yet. */
async function linkedAndNot(
  { profile, hub }: AssignarReaders,
  kind: AssignarRecordKind,
  object: MappedObject,
  page: readonly FoundInIntacct[],
): Promise<{ linkedIds: string[]; unlinked: FoundInIntacct[] }> {
  const of = assignarLinks(profile.company, object, kind.object);
  const ids = page.map(({ id }) => id);
  const links = (await selectLinksByIntacctIds(hub, of, ids)).filter(({ agreed }) => agreed !== null);
  const linked = new Set(links.map(({ intacctId }) => intacctId));
  return {
    linkedIds: links.map(({ sourceId }) => sourceId),
    unlinked: page.filter(({ id, whyNot }) => whyNot === null && !linked.has(id)),
  };
}

/** Null where Assignar refuses the question: asked one by one, the record that it is about is parked, and no other. */
async function findUnlessRefused(
  { assignar }: AssignarReaders,
  object: MappedObject,
  search: AssignarSearch,
): Promise<AssignarRecord[] | null> {
  try {
    return await assignar.findRecords(object, search);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return null;
  }
}
