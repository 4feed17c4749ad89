import type { ImetalContact } from '../../clients/imetal/imetal-masters';
import { selectLinkBySource } from '../../db/links';
import type { IntacctContact } from '../../domain/master-records';
import type { RecordHint } from '../../domain/record-sync';
import { type ContactKind, contactNameOf, fieldsFromIntacct } from '../../mappings/records/contact-fields';
import { shipToCodeOf } from '../../mappings/records/ship-to-code';
import { type ContactParty, findContactParty } from './contact-party';
import type { RecordReaders } from './record-kind';

/** A contact as Intacct names it, and what it is for iMetal. */
interface SoughtContact {
  contactName: string;
  kind: ContactKind;
  contact: IntacctContact | null;
}

/**
 * The contact that iMetal had before the hub came, and that is the same as Intacct's: a ship-to by the code that the name tells, a person
 * by both names. Null when there is none, or more than one.
 */
export async function findSameContact(
  readers: RecordReaders,
  sought: SoughtContact,
  hint: RecordHint,
): Promise<ImetalContact | null> {
  if (hint.party === undefined) return null;
  const party = await findContactParty(readers, sought.contactName, null, hint);
  if (party.kind === 'unknown') return null;
  return sought.kind === 'ship-to'
    ? findSameShipTo(readers, sought.contactName, party.party)
    : findSamePerson(readers, sought, party.party);
}

async function findSameShipTo(
  readers: RecordReaders,
  contactName: string,
  { companyKind, companyCode }: ContactParty,
): Promise<ImetalContact | null> {
  const code = shipToCodeOf(contactName, companyCode, readers.profile);
  const shipTo = code === null ? null : await readers.imetal.findShipTo(companyKind, companyCode, code);
  if (shipTo === null || contactNameOf(shipTo, readers.profile) !== contactName) return null;
  return isFreeFor(shipTo, contactName) ? shipTo : null;
}

async function findSamePerson(
  readers: RecordReaders,
  { contactName, contact }: SoughtContact,
  { companyKind, companyCode }: ContactParty,
): Promise<ImetalContact | null> {
  if (contact === null) return null;
  const { forename = null, surname = null } = fieldsFromIntacct(contact, 'person');
  const [person, other] = await readers.imetal.findPersons(companyKind, companyCode, { forename, surname });
  if (person === undefined || other !== undefined || !isFreeFor(person, contactName)) return null;
  const of = { company: readers.profile.company, object: 'contact', intacctObject: 'CONTACT' };
  const link = await selectLinkBySource(readers.hub, of, `person/${person.contactId}`);
  return link === null || link.intacctId === contactName ? person : null;
}

function isFreeFor({ externalReference }: ImetalContact, contactName: string): boolean {
  return externalReference === null || externalReference === contactName;
}
