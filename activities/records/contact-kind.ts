import { createHash } from 'node:crypto';
import type { ImetalContact } from '../../clients/imetal/imetal-masters';
import { type RecordLink, reserveLink } from '../../db/links';
import { keepHint } from '../../db/record-hints';
import { causeKey, type PostingException } from '../../domain/exception';
import type { IntacctContact } from '../../domain/master-records';
import type { RecordHint } from '../../domain/record-sync';
import {
  type ContactKind,
  changeForIntacct,
  contactFaults,
  contactImport,
  contactRules,
  fieldsFromImetal,
  fieldsFromIntacct,
  printAs,
} from '../../mappings/records/contact-fields';
import { codeLimits, findTooLong } from '../../mappings/records/field-limits';
import type { RecordFields } from '../../mappings/records/record-fields';
import { chooseCode } from './choose-code';
import { type ContactParty, findContactParty, isPartyFiltered } from './contact-party';
import { findSameContact } from './find-same-contact';
import { goneInIntacct } from './gone-in-intacct';
import {
  type FoundRecord,
  linkedObjectOf,
  type RecordKind,
  type RecordLook,
  type RecordReaders,
  type RecordSide,
} from './record-kind';

/** Ship-to addresses and persons of customers and vendors, made and changed on both sides. */
export const contactKind: RecordKind = {
  linkedObject: 'contact',
  intacctObject: 'CONTACT',
  inactive: { isActive: 'false' },
  causeKey: (contactName) => causeKey.contact(contactName),
  sourceIdOf: (imetalId, { table }) => `${table === 'import_contacts' ? 'person' : 'ship-to'}/${imetalId}`,
  async look(readers, contactName, link, told) {
    const contactRecord = { company: readers.profile.company, object: 'CONTACT', intacctId: contactName };
    const hint = link === null ? await keepHint(readers.hub, contactRecord, told) : told;
    const origin = originOf(link, hint, readers);
    if (origin === null) {
      return { kind: 'nothing', outcome: 'filtered', because: 'no contact of a customer or vendor of iMetal' };
    }
    const { kind, contactId } = origin;
    const contact = await readers.intacct.readContact(contactName);
    const found =
      contactId !== null
        ? await readers.imetal.readContact(kind, contactId)
        : await findSameContact(readers, { contactName, kind, contact }, hint);
    if (found === null && contact === null) return { kind: 'nothing', outcome: 'gone', because: 'on neither side' };
    if (link === null && contact === null && found?.isActive === false) {
      return { kind: 'nothing', outcome: 'filtered', because: 'deleted in iMetal before Intacct knew it' };
    }
    // Bound before anything else: from now on its name alone tells which contact of iMetal it is.
    if (found !== null && link === null) {
      const sourceId = `${found.kind}/${found.contactId}`;
      const of = linkedObjectOf(contactKind, readers.profile.company);
      if (!(await reserveLink(readers.hub, of, { sourceId, intacctId: contactName }))) {
        return { kind: 'exceptions', exceptions: [nameTaken(contactName, found)] };
      }
    }
    const party = await findContactParty(readers, contactName, found, hint);
    if (party.kind === 'unknown' && hint.party !== undefined && (await isPartyFiltered(readers, hint.party))) {
      return { kind: 'nothing', outcome: 'filtered', because: 'of a party that operations do not need' };
    }
    if (party.kind === 'unknown') return { kind: 'exceptions', exceptions: [party.exception] };
    return inStepLook(readers, { contactName, kind, contact, found, link, hint, party: party.party });
  },
};

interface ContactSides {
  contactName: string;
  kind: ContactKind;
  contact: IntacctContact | null;
  found: ImetalContact | null;
  link: RecordLink | null;
  hint: RecordHint;
  party: ContactParty;
}

async function inStepLook(readers: RecordReaders, sides: ContactSides): Promise<RecordLook> {
  const { contactName, kind, contact, found, link, hint, party } = sides;
  const { profile } = readers;
  const intacct = intacctSide(contact, link, kind);
  const imetal = imetalSide(found, link);
  const subject = `${kind === 'ship-to' ? 'ship-to' : 'contact'} ${contactName} of ${party.kind} ${party.id}`;
  const exceptions = [
    // iMetal keeps the name as the reference by which the two are known to be one.
    ...findTooLong({ 'contact name': contactName }, { 'contact name': 50 }, subject),
    ...[intacct, imetal].flatMap((side) => (side === null ? [] : contactFaults(side.fields, kind, subject))),
  ];
  if (exceptions.length > 0) return { kind: 'exceptions', exceptions, modifiedAt: contact?.modifiedAt ?? null };
  const code = kind === 'ship-to' ? (found?.code ?? (await chooseShipToCode(readers, party, contactName))) : null;
  const sourceId = found === null ? (link?.sourceId ?? null) : `${found.kind}/${found.contactId}`;
  const look: FoundRecord = {
    kind: 'found',
    sourceId,
    intacct,
    imetal,
    rules: contactRules(kind, profile),
    recordNumber: contact?.recordNumber ?? null,
    isWanted: true,
    because: null,
    importOf: (merged) =>
      contactImport(kind, merged, {
        ...party,
        code,
        contactId: found?.contactId ?? null,
        typeCode: found?.typeCode ?? typeCodeOf(hint, readers),
        position: found?.position ?? null,
        externalReference: contactName,
        version: found?.version ?? null,
      }),
    writeIntacct: (change, merged) => writeContact(readers, sides, change, merged),
  };
  // Made in iMetal: Intacct's party must list it, and did not know it before.
  if (found !== null) look.bind = () => attachToParty(readers, sides);
  return look;
}

/** Lists a contact of iMetal on its customer or vendor in Intacct; harmless to repeat. */
async function attachToParty(
  readers: RecordReaders,
  { contactName, found, hint, party, link }: ContactSides,
): Promise<void> {
  const category = found === null ? null : categoryOf(found, hint, readers);
  if (category === null) return;
  const base = `attach ${link?.intacctRecordNumber ?? ''}`;
  const controlId = controlIdOf(readers, contactName, base, `${party.kind}/${party.id}/${category}`);
  await readers.intacct.attachContact(controlId, party, { category, contactName });
}

function intacctSide(contact: IntacctContact | null, link: RecordLink | null, kind: ContactKind): RecordSide | null {
  if (contact !== null) return { fields: fieldsFromIntacct(contact, kind), modifiedAt: contact.modifiedAt };
  return link?.agreed == null ? null : goneInIntacct(link.agreed, contactKind.inactive);
}

/** A contact whose row is gone from iMetal was deleted there: what it last was, inactive. */
function imetalSide(found: ImetalContact | null, link: RecordLink | null): RecordSide | null {
  if (found !== null) return { fields: fieldsFromImetal(found), modifiedAt: found.modifiedAt };
  return link?.agreed == null ? null : goneInIntacct(link.agreed, contactKind.inactive);
}

/** Reads once more and writes in one turn: a contact that was changed in between is looked at again, not overwritten. */
async function writeContact(
  readers: RecordReaders,
  sides: ContactSides,
  change: RecordFields,
  merged: RecordFields,
): Promise<'written' | 'not-needed' | 'look-again'> {
  const { contactName, contact, link } = sides;
  // Finance deleted it: what operations still change of it is theirs alone.
  if (contact === null && merged.isActive === 'false') return 'not-needed';
  // The number is that of the one before, which was deleted: to make it anew is another write each time.
  const base =
    contact === null ? `new ${link?.intacctRecordNumber ?? ''}${JSON.stringify(merged)}` : contact.modifiedAt;
  const controlId = controlIdOf(readers, contactName, base, JSON.stringify(change));
  const written = await readers.inTurn<'written' | 'look-again'>(async () => {
    const now = await readers.raw.readContact(contactName);
    if (now?.modifiedAt !== contact?.modifiedAt) return 'look-again';
    if (contact !== null) {
      await readers.raw.updateContact(controlId, contactName, changeForIntacct(change, merged));
    } else {
      const whole = changeForIntacct(merged, merged);
      await readers.raw.createContact(controlId, contactName, { ...whole, printAs: printAs(merged) });
    }
    return 'written';
  });
  // One that is made for the first time is bound before it is agreed on.
  if (written === 'written' && contact === null && link?.agreed != null) await attachToParty(readers, sides);
  return written;
}

/** The same for every attempt to write the same over the same; another one for each later change. */
function controlIdOf(readers: RecordReaders, contactName: string, base: string, content: string): string {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 24);
  return [
    readers.environment,
    readers.profile.company,
    'CONTACT',
    digest(contactName),
    digest(`${base}\n${content}`),
  ].join(':');
}

/** Which kind of contact it is, and its id in iMetal when it has one. */
function originOf(
  link: RecordLink | null,
  hint: RecordHint,
  readers: RecordReaders,
): { kind: ContactKind; contactId: string | null } | null {
  if (link !== null) {
    const [kind, contactId] = link.sourceId.split('/');
    return { kind: kind === 'person' ? 'person' : 'ship-to', contactId: contactId ?? null };
  }
  if (hint.imetal !== undefined) return hint.imetal;
  if (hint.party === undefined) return null;
  const isShipTo = hint.party.category === readers.profile.masters.contacts.shipToCategory;
  return { kind: isShipTo ? 'ship-to' : 'person', contactId: null };
}

/** A ship-to's code in iMetal: free there under its company, and kept from now on. */
async function chooseShipToCode(
  readers: RecordReaders,
  { companyKind, companyCode }: ContactParty,
  contactName: string,
): Promise<string> {
  const of = { company: readers.profile.company, object: 'ship-to-code', intacctObject: 'CONTACT' };
  const isFree = async (code: string) => {
    const shipTo = await readers.imetal.findShipTo(companyKind, companyCode, code);
    return shipTo === null || shipTo.externalReference === contactName;
  };
  const sourceIdOf = (code: string) => `${companyKind}/${companyCode}/${code}`;
  const code = await chooseCode(readers.hub, of, contactName, codeLimits.shipTo, isFree, sourceIdOf);
  if (code === null) throw new Error(`no free ship-to code under ${companyKind} ${companyCode}`);
  return code;
}

function typeCodeOf(hint: RecordHint, { profile }: RecordReaders): string | null {
  const category = hint.party?.category;
  const found = Object.entries(profile.masters.contacts.categories).find(([, named]) => named === category);
  return found?.[0] ?? null;
}

/** Intacct's category for a contact made in iMetal; null for a type that the profile gives none. */
function categoryOf(found: ImetalContact, hint: RecordHint, { profile }: RecordReaders): string | null {
  if (hint.party !== undefined) return null;
  const { categories, shipToCategory } = profile.masters.contacts;
  return found.kind === 'ship-to' ? shipToCategory : (categories[found.typeCode ?? ''] ?? null);
}

function nameTaken(contactName: string, found: ImetalContact): PostingException {
  const expected = 'a contact name of its own in Intacct';
  return {
    code: 'CODE_TAKEN',
    field: 'contact name',
    expected,
    actual: contactName,
    message: `${found.kind} ${found.contactId} of ${found.companyCode}: "${contactName}" is another contact's, expected ${expected}`,
    causeKey: null,
  };
}
