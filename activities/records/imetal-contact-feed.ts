import type { Pool } from 'pg';
import type { ImetalMasters } from '../../clients/imetal/imetal-masters';
import type { CompanyProfiles } from '../../companies/company-profiles';
import { moveFeedCursor, selectFeedCursor } from '../../db/feed-cursors';
import { selectLinkBySource } from '../../db/links';
import { recordLook, selectLooks } from '../../db/record-looks';
import type { CompanyProfile } from '../../domain/company-profile';
import type { FeedCursor } from '../../domain/feed-cursor';
import { contactNameOf } from '../../mappings/records/contact-fields';
import { toFailure } from '../failure';
import { inBatches } from '../in-batches';
import { contactKind } from './contact-kind';
import { linkedObjectOf } from './record-kind';
import { type TouchDeps, touchRecord } from './touch-record';

const pageSize = 100;

export interface ContactFeedDeps extends TouchDeps {
  pool: Pool;
  profiles: CompanyProfiles;
  imetalMasters: (company: string) => ImetalMasters;
}

export interface ContactFeedPage {
  seen: number;
  touched: number;
  next: FeedCursor | null;
}

export interface ContactFeedActivities {
  /** Lets the ship-tos or persons of one page be looked at, then moves the cursor behind it. `after` null: from where the feed stopped, less the overlap. */
  touchImetalContactPage(request: {
    company: string;
    kind: 'ship-to' | 'person';
    after: FeedCursor | null;
  }): Promise<ContactFeedPage>;
}

/** The poll of what operations make and change of contacts. */
export function createContactFeedActivities(deps: ContactFeedDeps): ContactFeedActivities {
  return {
    async touchImetalContactPage({ company, kind, after }) {
      try {
        return await touchPage(deps, await deps.profiles.profile(company), kind, after);
      } catch (error) {
        throw toFailure(error, `contacts of ${company}`);
      }
    },
  };
}

async function touchPage(
  deps: ContactFeedDeps,
  profile: CompanyProfile,
  kind: 'ship-to' | 'person',
  after: FeedCursor | null,
): Promise<ContactFeedPage> {
  const { company } = profile;
  const object = `imetal/${kind}`;
  const from = after ?? (await resumeAt(deps, profile, object));
  const page = await deps.imetalMasters(company).listChangedContacts(kind, from, pageSize);
  const looks = await selectLooks(
    deps.pool,
    company,
    object,
    page.map(({ contactId }) => contactId),
  );
  // A row's time is to the microsecond: the same time is the same content, whose flow was told.
  const news = page.filter(({ contactId, cursor }) => looks.get(contactId)?.modifiedAt !== cursor.modifiedAt);
  await inBatches(news, async ({ contactId, cursor }) => {
    await touchContact(deps, profile, kind, contactId);
    const look = { modifiedAt: cursor.modifiedAt, outcome: 'in-step' as const, seenAt: new Date().toISOString() };
    await recordLook(deps.pool, { company, object, intacctId: contactId }, look);
  });
  const last = page.at(-1);
  if (last === undefined) return { seen: 0, touched: 0, next: null };
  await moveFeedCursor(deps.pool, company, object, last.cursor);
  return { seen: page.length, touched: news.length, next: page.length < pageSize ? null : last.cursor };
}

async function touchContact(
  deps: ContactFeedDeps,
  profile: CompanyProfile,
  kind: 'ship-to' | 'person',
  contactId: string,
): Promise<void> {
  const contactName = await contactNameFor(deps, profile, kind, contactId);
  if (contactName === null) return;
  await touchRecord(deps, profile.company, 'CONTACT', contactName, { imetal: { kind, contactId } });
}

/** The name in Intacct of a contact of iMetal: as linked, as Intacct's own that came to iMetal, or as it will be named. Null when it is gone. */
export async function contactNameFor(
  deps: Pick<ContactFeedDeps, 'pool' | 'imetalMasters'>,
  profile: CompanyProfile,
  kind: 'ship-to' | 'person',
  contactId: string,
): Promise<string | null> {
  const of = linkedObjectOf(contactKind, profile.company);
  const link = await selectLinkBySource(deps.pool, of, `${kind}/${contactId}`);
  if (link !== null) return link.intacctId;
  const contact = await deps.imetalMasters(profile.company).readContact(kind, contactId);
  return contact === null ? null : (contact.externalReference ?? contactNameOf(contact, profile));
}

async function resumeAt(deps: ContactFeedDeps, profile: CompanyProfile, feed: string): Promise<FeedCursor> {
  const cursor = await selectFeedCursor(deps.pool, profile.company, feed);
  if (cursor === null) return { modifiedAt: `${profile.feed.startFrom}T00:00:00.000000Z`, headerId: '0' };
  const overlapMs = profile.masters.overlapSeconds * 1000;
  return { modifiedAt: new Date(Date.parse(cursor.modifiedAt) - overlapMs).toISOString(), headerId: '0' };
}
