import type { IntacctMasters } from '../../clients/intacct/intacct-masters';
import { selectLoadStart } from '../../db/first-loads';
import { selectLooks } from '../../db/record-looks';
import type { FeedCursor } from '../../domain/feed-cursor';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { IntacctParty } from '../../domain/master-records';
import type { ImetalLoad } from '../../domain/record-sync';
import type { InTurn } from '../gateway-turns';
import { contactNameFor } from './imetal-contact-feed';
import type { Preload, RecordDeps } from './look-at-record';
import { contactsOfParty } from './party-kind';
import type { TouchedRecord } from './record-kind';

/** One page of a first load. */
export interface LoadPage {
  records: TouchedRecord[];
  /** Gives what was read with the page without asking again, and asks the masters given for the rest; absent where the page has names only. */
  preload?: Preload;
  after: string;
  isLast: boolean;
}

interface PageRequest {
  after: string;
  pageSize: number;
  inTurn: InTurn;
}

/** Reads one page of an object by RECORDNO, with all that its records need: one API transaction, or a few. */
export async function readLoadPage(
  deps: RecordDeps,
  profile: ImetalProfile,
  object: Exclude<ImetalLoad, 'open-items'>,
  request: PageRequest,
): Promise<LoadPage> {
  const masters = await deps.intacctMasters(profile.company);
  const { after, pageSize, inTurn } = request;
  switch (object) {
    case 'customers':
    case 'vendors': {
      const kind = object === 'customers' ? 'customer' : 'vendor';
      const parties = await inTurn(() => masters.listParties(kind, after, pageSize));
      const known = new Map(parties.map((party) => [party.id, party]));
      const preload: Preload = (asked) => ({
        ...asked,
        readParty: async (of, id) => (of === kind ? known.get(id) : undefined) ?? asked.readParty(of, id),
      });
      const records = parties.map(
        ({ id }): TouchedRecord => ({ object: kind === 'customer' ? 'CUSTOMER' : 'VENDOR', id }),
      );
      return { records, preload, ...positionOf(parties, request) };
    }
    case 'ar-terms':
    case 'ap-terms': {
      const kind = object === 'ar-terms' ? 'receivables' : 'payables';
      const terms = await inTurn(() => masters.listTerms(kind, after, pageSize));
      const known = new Map(terms.map((term) => [term.name, term]));
      const preload: Preload = (asked) => ({
        ...asked,
        readTerm: async (of, name) => (of === kind ? known.get(name) : undefined) ?? asked.readTerm(of, name),
      });
      const records = terms.map(
        ({ name }): TouchedRecord => ({ object: kind === 'receivables' ? 'ARTERM' : 'APTERM', id: name }),
      );
      return { records, preload, ...positionOf(terms, request) };
    }
    case 'taxes':
      return readTaxPage(masters, request);
    case 'contacts':
      return readContactPage(deps, masters, profile, request);
  }
}

/** Details by page; the schedules, which refer to them, with the last one. */
async function readTaxPage(masters: IntacctMasters, request: PageRequest): Promise<LoadPage> {
  const details = await request.inTurn(() => masters.listTaxDetails(request.after, request.pageSize));
  const known = new Map(details.map((detail) => [detail.detailId, detail]));
  const position = positionOf(details, request);
  const schedules = position.isLast ? await request.inTurn(() => masters.readTaxSchedules()) : [];
  const records = [
    ...details.map(({ detailId }): TouchedRecord => ({ object: 'TAXDETAIL', id: detailId })),
    ...schedules.map(({ scheduleId }): TouchedRecord => ({ object: 'TAXSCHEDULE', id: scheduleId })),
  ];
  const preload: Preload = (asked) => ({
    ...asked,
    readTaxDetail: async (detailId) => known.get(detailId) ?? asked.readTaxDetail(detailId),
    readTaxSchedules: async () => (schedules.length > 0 ? schedules : asked.readTaxSchedules()),
  });
  return { records, preload, ...position };
}

type ContactStage = 'customer' | 'vendor' | 'ship-to' | 'person';
const contactStages: readonly ContactStage[] = ['customer', 'vendor', 'ship-to', 'person'];

/** Contacts as Intacct's customers list them, then vendors', then those that iMetal has beside them. `after`: `<stage> <position>`. */
async function readContactPage(
  deps: RecordDeps,
  masters: IntacctMasters,
  profile: ImetalProfile,
  request: PageRequest,
): Promise<LoadPage> {
  const { stage, position } = contactPosition(request.after);
  if (stage === 'customer' || stage === 'vendor') {
    const parties = await request.inTurn(() => masters.listParties(stage, position, request.pageSize));
    const records = parties.flatMap((party: IntacctParty) => contactsOfParty(party, profile));
    return { records, ...nextContactPage(stage, parties.at(-1)?.recordNumber ?? null, parties.length, request) };
  }
  const cursor = position === '0' ? null : (JSON.parse(position) as FeedCursor);
  const page = await deps.imetalMasters(profile.company).listChangedContacts(stage, cursor, request.pageSize);
  const named: TouchedRecord[] = [];
  for (const { contactId } of page) {
    const id = await contactNameFor(deps, profile, stage, contactId);
    if (id !== null) named.push({ object: 'CONTACT', id, hint: { imetal: { kind: stage, contactId } } });
  }
  const records = await notLookedAtYet(deps, profile.company, named);
  const last = page.at(-1);
  const reached = last === undefined ? null : JSON.stringify(last.cursor);
  return { records, ...nextContactPage(stage, reached, page.length, request) };
}

/** Those that no customer or vendor listed: the others were looked at in this load already, and count once. */
async function notLookedAtYet(
  deps: RecordDeps,
  company: string,
  contacts: readonly TouchedRecord[],
): Promise<TouchedRecord[]> {
  const startedAt = await selectLoadStart(deps.pool, company, 'contacts');
  const looks = await selectLooks(
    deps.pool,
    company,
    'CONTACT',
    contacts.map(({ id }) => id),
  );
  return contacts.filter(({ id }) => {
    const look = looks.get(id);
    return look === undefined || startedAt === null || look.lookedAt < startedAt;
  });
}

function contactPosition(after: string): { stage: ContactStage; position: string } {
  const space = after.indexOf(' ');
  if (space === -1) return { stage: 'customer', position: '0' };
  const stage = contactStages.find((known) => known === after.slice(0, space));
  if (stage === undefined) throw new Error(`no first load of contacts stops at "${after}"`);
  return { stage, position: after.slice(space + 1) };
}

function nextContactPage(stage: ContactStage, reached: string | null, count: number, { pageSize }: PageRequest) {
  if (count === pageSize && reached !== null) return { after: `${stage} ${reached}`, isLast: false };
  const next = contactStages[contactStages.indexOf(stage) + 1];
  // The last stage stays where it is: the load is finished, and begins anew when it is asked again.
  return next === undefined
    ? { after: `${stage} ${reached ?? '0'}`, isLast: true }
    : { after: `${next} 0`, isLast: false };
}

function positionOf(rows: readonly { recordNumber: string }[], { after, pageSize }: PageRequest) {
  return { after: rows.at(-1)?.recordNumber ?? after, isLast: rows.length < pageSize };
}
