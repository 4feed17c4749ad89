import { type RecordLink, selectLink } from '../../db/links';
import type { ExceptionCode, PostingException } from '../../domain/exception';
import type { AssignarLoad, AssignarRecordObject } from '../../domain/record-sync';
import type { MappedObject, WantedRecord } from '../../mappings/assignar-records/wanted-record';
import { assignarKindOf, loadedKinds } from './assignar-kinds';
import { type AssignarReaders, assignarLinks, type FoundInIntacct } from './assignar-record-kind';
import { lookUpPage } from './look-up-page';
import { planTarget, type TargetPlan } from './plan-target';
import { asksBeforeDeactivating } from './unposted-time';
import { emailTaken, isMadeAnew } from './write-target';

/** What a load would do with one record of Intacct. */
export interface PreviewedRecord {
  id: string;
  verdict: 'create' | 'update' | 'unchanged' | 'not-pulled' | 'refused';
  /** What would be written, by record of Assignar: `worker 101: mobile, email`; why it is not pulled; why it is refused. */
  because: string[];
  codes: string[];
}

const pageSize = 100;
const comesLater: ReadonlySet<ExceptionCode> = new Set(['CLIENT_UNKNOWN', 'PARENT_UNKNOWN']);

/** Says of every record of a load what it would come to, page by page; writes nothing anywhere. Throws verdicts. */
export async function* previewLoad(readers: AssignarReaders, object: AssignarLoad): AsyncGenerator<PreviewedRecord[]> {
  const kind = loadedKinds[object];
  const supposing = supposeLoaded(readers);
  const seen = new Set<string>();
  const emails = new Map<string, string>();
  for (let after = '0'; ; ) {
    const page = await kind.list(supposing, after, pageSize, async (ids) => ids.filter((id) => !seen.has(id)));
    for (const { id } of page.found) seen.add(id);
    const looking = await lookUpPage(supposing, kind, page.found);
    const previewed: PreviewedRecord[] = [];
    for (const found of page.found) previewed.push(await previewRecord(looking, kind.object, found, emails));
    yield previewed;
    if (page.rows < pageSize || page.reached === null) return;
    after = page.reached;
  }
}

async function previewRecord(
  readers: AssignarReaders,
  object: AssignarRecordObject,
  found: FoundInIntacct,
  emails: Map<string, string>,
): Promise<PreviewedRecord> {
  const { id, whyNot } = found;
  const links = new Map<MappedObject, RecordLink | null>();
  for (const target of assignarKindOf(object).targets) {
    links.set(target, await selectLink(readers.hub, assignarLinks(readers.profile.company, target, object), id));
  }
  if (whyNot !== null) {
    const closed = [...links]
      .filter(([, link]) => isOpen(link))
      .map(([target, link]) => wordsOfClosed(readers, target, link));
    return { id, verdict: 'not-pulled', because: [whyNot, ...closed], codes: [] };
  }
  const mapped = await found.map(readers);
  if ('exceptions' in mapped) return refused(id, mapped.exceptions);
  const made = new Map<MappedObject, string>();
  const plans: { wanted: WantedRecord; plan: TargetPlan }[] = [];
  for (const makeWanted of mapped.wanted) {
    const wanted = makeWanted(made);
    const plan = await planTarget(readers, wanted, links.get(wanted.object) ?? null);
    if (plan.action === 'refused') return refused(id, plan.exceptions);
    const taken = await emailTakenIn(readers, wanted, plan, emails);
    if (taken !== null) return refused(id, [taken]);
    made.set(wanted.object, plan.action === 'create' ? 'a new one' : plan.id);
    plans.push({ wanted, plan });
  }
  const closed = [...links]
    .filter(([target, link]) => !made.has(target) && isOpen(link))
    .map(([target, link]) => wordsOfClosed(readers, target, link));
  const because = [...plans.flatMap(({ wanted, plan }) => wordsOf(readers, wanted, plan)), ...closed];
  const creates = plans.some(
    ({ wanted, plan }) => plan.action === 'create' || (plan.action === 'lost' && isMadeAnew(readers, wanted)),
  );
  const writes = plans.some(({ plan }) => plan.action === 'write' && Object.keys(plan.toWrite).length > 0);
  const verdict = creates ? 'create' : writes || closed.length > 0 ? 'update' : 'unchanged';
  return { id, verdict, because, codes: [] };
}

function isOpen(link: RecordLink | null): boolean {
  return link?.agreed != null && link.agreed.active !== 'false';
}

function wordsOfClosed({ profile }: AssignarReaders, target: MappedObject, link: RecordLink | null): string {
  const when = target === 'worker' && asksBeforeDeactivating(profile) ? ', once none of their time is unposted' : '';
  return `${target} ${link?.sourceId} would be made inactive${when}`;
}

/** That Assignar would refuse the worker's e-mail address: it is another worker's, or by then that of another employee of this load. */
async function emailTakenIn(
  readers: AssignarReaders,
  wanted: WantedRecord,
  plan: TargetPlan,
  emails: Map<string, string>,
): Promise<PostingException | null> {
  const { object, externalId, fields } = wanted;
  const isWritten = plan.action === 'create' || (plan.action === 'write' && 'email' in plan.toWrite);
  const email = fields.email?.toLowerCase() ?? null;
  if (object !== 'worker' || !isWritten || email === null) return null;
  const taken = await emailTaken(readers, wanted, plan.action === 'write' ? plan.id : null);
  if (taken !== null) return taken;
  const sharer = emails.get(email);
  if (sharer === undefined) {
    emails.set(email, externalId);
    return null;
  }
  const message = `employee ${externalId}: their e-mail address is that of employee ${sharer} in Intacct too`;
  const field = { field: 'email', expected: 'an e-mail address of their own', actual: `that of employee ${sharer}` };
  return { code: 'EMAIL_TAKEN', ...field, message, causeKey: null };
}

function refused(id: string, exceptions: readonly PostingException[]): PreviewedRecord {
  const because = exceptions.map(({ message }) => message);
  return { id, verdict: 'refused', because, codes: exceptions.map(({ code }) => code) };
}

function wordsOf(readers: AssignarReaders, wanted: WantedRecord, plan: TargetPlan): string[] {
  const target = wanted.object;
  if (plan.action === 'create') return [`a new ${target}`];
  if (plan.action === 'lost') {
    const became = isMadeAnew(readers, wanted) ? 'made anew' : 'told, not made anew';
    return [`${target} ${plan.id} was ${plan.kind === 'deleted' ? 'deleted' : 'lost'} in Assignar: ${became}`];
  }
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
    const made = `new ${object} ${id}`;
    if (known !== null) return known;
    const [found] = await assignarKindOf(intacctObject).read(readers, [id]);
    if (found === undefined || found.whyNot !== null) return null;
    const mapped = object === 'role' || object === 'project' ? await found.map(readers) : { wanted: [] };
    // A client or parent that is not there yet is there when its turn comes; whatever else is refused stays so.
    if ('exceptions' in mapped) return mapped.exceptions.every(({ code }) => comesLater.has(code)) ? made : null;
    const isOther = mapped.wanted.some((makeWanted) => makeWanted(new Map()).object !== object);
    return isOther ? null : made;
  };
  const pulled = new Map<string, boolean>();
  return {
    ...readers,
    async pulledProjects(projectIds) {
      const known = await readers.pulledProjects(projectIds);
      const asked = projectIds.filter((id) => !known.has(id) && !pulled.has(id));
      for (let first = 0; first < asked.length; first += pageSize) {
        const piece = asked.slice(first, first + pageSize);
        const found = new Map((await assignarKindOf('PROJECT').read(readers, piece)).map((one) => [one.id, one]));
        for (const id of piece) pulled.set(id, found.get(id)?.whyNot === null);
      }
      return new Set(projectIds.filter((id) => known.has(id) || pulled.get(id) === true));
    },
    referenceTo: (object, intacctObject, id) => {
      const key = `${object} ${intacctObject} ${id}`;
      const asked = supposed.get(key) ?? suppose(object, intacctObject, id);
      supposed.set(key, asked);
      return asked;
    },
  };
}
