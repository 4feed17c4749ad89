import type { Pool } from 'pg';
import type { ImetalMasters } from '../../clients/imetal/imetal-masters';
import { type CompanyProfiles, imetalProfileOf } from '../../companies/company-profiles';
import { moveFeedCursor } from '../../db/feed-cursors';
import { selectLink, selectLinkBySource } from '../../db/links';
import { recordLook, selectLooks } from '../../db/record-looks';
import type { FeedCursor } from '../../domain/feed-cursor';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { contactNameOf } from '../../mappings/records/contact-fields';
import { companyFields } from '../../mappings/records/party-to-company';
import { toFailure } from '../failure';
import { feedStart } from '../feed-start';
import { fewAtOnce } from '../few-at-once';
import { contactKind } from './contact-kind';
import { linkedObjectOf } from './record-kind';
import { type TouchDeps, touchRecord } from './touch-record';

const pageSize = 100;

export interface ContactFeedDeps extends TouchDeps {
  pool: Pool;
  profiles: CompanyProfiles;
  imetalMasters: (company: string) => ImetalMasters;
}

export type ImetalFeedKind = 'ship-to' | 'person' | 'company';

export interface ContactFeedPage {
  seen: number;
  touched: number;
  next: FeedCursor | null;
}

export interface ContactFeedActivities {
  /** Lets the ship-tos, persons or companies of one page be looked at, then moves the cursor behind it. `after` null: from where the feed stopped, less the overlap. */
  touchImetalContactPage(request: {
    company: string;
    kind: ImetalFeedKind;
    after: FeedCursor | null;
  }): Promise<ContactFeedPage>;
}

/** The poll of what operations make and change of contacts, and of what they change of finance's companies. */
export function createContactFeedActivities(deps: ContactFeedDeps): ContactFeedActivities {
  return {
    async touchImetalContactPage({ company, kind, after }) {
      try {
        return await touchPage(deps, await imetalProfileOf(deps.profiles, company), kind, after);
      } catch (error) {
        throw toFailure(error, `contacts of ${company}`);
      }
    },
  };
}

async function touchPage(
  deps: ContactFeedDeps,
  profile: ImetalProfile,
  kind: ImetalFeedKind,
  after: FeedCursor | null,
): Promise<ContactFeedPage> {
  const { company } = profile;
  const object = `imetal/${kind}`;
  const from = after ?? { modifiedAt: await feedStart(deps.pool, profile, object), headerId: '0' };
  const page =
    kind === 'company' ? await companyPage(deps, profile, from) : await contactPage(deps, profile, kind, from);
  const looks = await selectLooks(
    deps.pool,
    company,
    object,
    page.map(({ id }) => id),
  );
  // A row's time is to the microsecond: the same time is the same content, whose flow was told.
  const news = page.filter(({ id, cursor }) => looks.get(id)?.modifiedAt !== cursor.modifiedAt);
  let touched = 0;
  await fewAtOnce(news, async ({ id, cursor, touch }) => {
    if (await touch()) touched += 1;
    const look = { modifiedAt: cursor.modifiedAt, outcome: 'in-step' as const, seenAt: new Date().toISOString() };
    await recordLook(deps.pool, { company, object, intacctId: id }, look);
  });
  const last = page.at(-1);
  if (last === undefined) return { seen: 0, touched: 0, next: null };
  await moveFeedCursor(deps.pool, company, object, last.cursor);
  return { seen: page.length, touched, next: page.length < pageSize ? null : last.cursor };
}

/** A row of iMetal that changed; `touch` tells whether a flow was told. */
interface ChangedRow {
  id: string;
  cursor: FeedCursor;
  touch(): Promise<boolean>;
}

async function contactPage(
  deps: ContactFeedDeps,
  profile: ImetalProfile,
  kind: 'ship-to' | 'person',
  from: FeedCursor,
): Promise<ChangedRow[]> {
  const page = await deps.imetalMasters(profile.company).listChangedContacts(kind, from, pageSize);
  return page.map(({ contactId, cursor }) => ({
    id: contactId,
    cursor,
    async touch() {
      const contactName = await contactNameFor(deps, profile, kind, contactId);
      if (contactName === null) return false;
      await touchRecord(deps, profile.company, 'CONTACT', contactName, { imetal: { kind, contactId } });
      return true;
    },
  }));
}

/** Finance owns customers and suppliers: of those that the hub keeps, each that is not as it was agreed is put back by its flow. */
async function companyPage(deps: ContactFeedDeps, profile: ImetalProfile, from: FeedCursor): Promise<ChangedRow[]> {
  const masters = deps.imetalMasters(profile.company);
  const page = await masters.listChangedCompanies(from, pageSize);
  return page.map(({ companyId, kind, code, cursor }) => ({
    id: companyId,
    cursor,
    async touch() {
      const object = kind === 'customer' ? 'CUSTOMER' : 'VENDOR';
      const of = { company: profile.company, object: 'company', intacctObject: object };
      const link = await selectLinkBySource(deps.pool, of, code);
      const company = link === null ? null : await masters.readCompany(kind, code);
      if (link === null || company === null) return false;
      // Most changes are our own writes, or of what is none of finance's: they ask nothing of Intacct.
      const now = Object.entries(companyFields(company));
      if (now.every(([field, value]) => link.agreed !== null && (link.agreed[field] ?? null) === value)) return false;
      await touchRecord(deps, profile.company, object, link.intacctId);
      return true;
    },
  }));
}

/** The name in Intacct of a contact of iMetal: as linked, as Intacct's own that came to iMetal, or as it will be named. Null when it is gone. */
export async function contactNameFor(
  deps: Pick<ContactFeedDeps, 'pool' | 'imetalMasters'>,
  profile: ImetalProfile,
  kind: 'ship-to' | 'person',
  contactId: string,
): Promise<string | null> {
  const of = linkedObjectOf(contactKind, profile.company);
  const link = await selectLinkBySource(deps.pool, of, `${kind}/${contactId}`);
  if (link !== null) return link.intacctId;
  const contact = await deps.imetalMasters(profile.company).readContact(kind, contactId);
  if (contact === null) return null;
  const reference = contact.externalReference;
  // A copy may bear the reference of the one that it was made from, which is linked.
  const isAnothers = reference !== null && (await selectLink(deps.pool, of, reference)) !== null;
  return reference === null || isAnothers ? contactNameOf(contact, profile) : reference;
}
