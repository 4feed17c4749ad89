import { selectLink } from '../../db/links';
import type { PostingException } from '../../domain/exception';
import type { AssignarLoad, AssignarRecordObject } from '../../domain/record-sync';
import type { MappedObject } from '../../mappings/assignar-records/wanted-record';
import { assignarKindOf, loadedKinds } from './assignar-kinds';
import { type AssignarReaders, assignarLinks, type FoundInIntacct } from './assignar-record-kind';
import { planTarget, type TargetPlan } from './plan-target';

/** What a load would do with one record of Intacct. */
export interface PreviewedRecord {
  id: string;
  verdict: 'create' | 'update' | 'unchanged' | 'not-pulled' | 'refused';
  /** What would be written, by record of Assignar: `worker 101: mobile, email`; why it is not pulled; why it is refused. */
  because: string[];
  codes: string[];
}

const pageSize = 100;

/** Says of every record of a load what it would come to, page by page; writes nothing anywhere. Throws verdicts. */
export async function* previewLoad(readers: AssignarReaders, object: AssignarLoad): AsyncGenerator<PreviewedRecord[]> {
  const kind = loadedKinds[object];
  const supposing = supposeLoaded(readers);
  const seen = new Set<string>();
  for (let after = '0'; ; ) {
    const page = await kind.list(supposing, after, pageSize, async (ids) => ids.filter((id) => !seen.has(id)));
    for (const { id } of page.found) seen.add(id);
    const previewed: PreviewedRecord[] = [];
    for (const found of page.found) previewed.push(await previewRecord(supposing, kind.object, found));
    yield previewed;
    if (page.rows < pageSize || page.reached === null) return;
    after = page.reached;
  }
}

async function previewRecord(
  readers: AssignarReaders,
  object: AssignarRecordObject,
  found: FoundInIntacct,
): Promise<PreviewedRecord> {
  const { id, whyNot } = found;
  const links = new Map<MappedObject, Awaited<ReturnType<typeof selectLink>>>();
  for (const target of assignarKindOf(object).targets) {
    links.set(target, await selectLink(readers.hub, assignarLinks(readers.profile.company, target, object), id));
  }
  if (whyNot !== null) {
    const open = [...links].filter(([, link]) => link?.agreed != null && link.agreed.active !== 'false');
    const closed = open.map(([target, link]) => `${target} ${link?.sourceId} would be made inactive`);
    return { id, verdict: 'not-pulled', because: [whyNot, ...closed], codes: [] };
  }
  const mapped = await found.map(readers);
  if ('exceptions' in mapped) return refused(id, mapped.exceptions);
  const made = new Map<MappedObject, string>();
  const plans: { target: MappedObject; plan: TargetPlan }[] = [];
  for (const makeWanted of mapped.wanted) {
    const wanted = makeWanted(made);
    const plan = await planTarget(readers, wanted, links.get(wanted.object) ?? null);
    if (plan.action === 'refused') return refused(id, plan.exceptions);
    made.set(wanted.object, plan.action === 'create' ? 'a new one' : plan.id);
    plans.push({ target: wanted.object, plan });
  }
  const because = plans.flatMap(({ target, plan }) => wordsOf(target, plan));
  const creates = plans.some(({ plan }) => plan.action === 'create');
  const updates = plans.some(({ plan }) => plan.action === 'write' && Object.keys(plan.toWrite).length > 0);
  return { id, verdict: creates ? 'create' : updates ? 'update' : 'unchanged', because, codes: [] };
}

function refused(id: string, exceptions: readonly PostingException[]): PreviewedRecord {
  const because = exceptions.map(({ message }) => message);
  return { id, verdict: 'refused', because, codes: exceptions.map(({ code }) => code) };
}

function wordsOf(target: MappedObject, plan: TargetPlan): string[] {
  if (plan.action === 'create') return [`a new ${target}`];
  if (plan.action === 'lost')
    return [
      `${target} ${plan.id} was ${plan.kind === 'deleted' ? 'deleted' : 'lost'} in Assignar: told, not made anew`,
    ];
  if (plan.action === 'refused') return [];
  const [fields, edited] = [Object.keys(plan.toWrite), Object.keys(plan.edited)];
  return [
    ...(fields.length === 0 ? [] : [`${target} ${plan.id}: ${fields.join(', ')}`]),
    ...(edited.length === 0 ? [] : [`${target} ${plan.id} was edited in Assignar, and stays: ${edited.join(', ')}`]),
  ];
}

/**
 * Readers for which what is pulled, and not there yet, is taken for loaded: a project is previewed before its client is made. Asks Intacct
 * once for each record that another one names.
 */
function supposeLoaded(readers: AssignarReaders): AssignarReaders {
  const supposed = new Map<string, Promise<string | null>>();
  const suppose = async (object: MappedObject, intacctObject: AssignarRecordObject, id: string) => {
    const known = await readers.referenceTo(object, intacctObject, id);
    if (known !== null) return known;
    const [found] = await assignarKindOf(intacctObject).read(readers, [id]);
    if (found === undefined || found.whyNot !== null) return null;
    const mapped = object === 'role' ? await found.map(readers) : { wanted: [] };
    if ('exceptions' in mapped) return null;
    const isOther = mapped.wanted.some((makeWanted) => makeWanted(new Map()).object !== object);
    return isOther ? null : `new ${object} ${id}`;
  };
  return {
    ...readers,
    referenceTo: (object, intacctObject, id) => {
      const key = `${object} ${intacctObject} ${id}`;
      const asked = supposed.get(key) ?? suppose(object, intacctObject, id);
      supposed.set(key, asked);
      return asked;
    },
  };
}
