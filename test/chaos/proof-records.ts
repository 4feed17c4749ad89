import type { Pool } from 'pg';
import { z } from 'zod';
import { formatCents } from '../../domain/money';
import type { IntacctAdmin, IntacctCompany } from './intacct-admin';

const contactSchema = z.object({
  kind: z.enum(['ship-to', 'person']),
  id: z.string(),
  /** iMetal's code, and finance's id. */
  company: z.string(),
  party: z.string(),
  name: z.string(),
  telephone: z.string(),
  email: z.string(),
  address: z.string(),
  is_active: z.boolean(),
});
type ImetalContact = z.infer<typeof contactSchema>;

const partySchema = z.object({
  id: z.string(),
  object: z.enum(['CUSTOMER', 'VENDOR']),
  name: z.string(),
  credit_limit: z.string(),
  address: z.string(),
  hold: z.string(),
  is_active: z.boolean(),
});

/** Where records are compared. */
export interface RecordPlace {
  live: Pool;
  hub: Pool;
  admin: IntacctAdmin;
}

/**
 * Fields of every linked contact, customer, vendor and term on both sides, what finance has and operations lack though nothing waits for
 * it, and contacts that stand twice; one sentence for each difference.
 */
export async function recordsOutOfStep(place: RecordPlace): Promise<string[]> {
  const company = await place.admin.company();
  const contacts = await readContacts(place.live);
  return [
    ...(await contactDifferences(place.hub, contacts, company)),
    ...(await missingInImetal(place.hub, company)),
    ...(await partyDifferences(place, company)),
    ...(await termDifferences(place, company)),
    ...twice(contacts),
  ];
}

async function contactDifferences(
  hub: Pool,
  contacts: readonly ImetalContact[],
  company: IntacctCompany,
): Promise<string[]> {
  const { rows } = await hub.query<{ contact: string; intacct_id: string }>(
    `select source_id as contact, intacct_id from links
      where intacct_object = 'CONTACT' and object = 'contact' and agreed is not null`,
  );
  const names = new Map(rows.map(({ contact, intacct_id }) => [contact, intacct_id]));
  const held = new Map(company.contacts.map((contact) => [contact.contactName, contact]));
  const parties = new Set(company.customers.map(({ customerId }) => customerId));
  // A contact of somebody whom finance does not know waits for its party.
  const ofBoth = contacts.filter(({ party }) => parties.has(party));
  return ofBoth.flatMap((ours) => {
    const which = `${ours.kind} ${ours.id} of ${ours.company}`;
    const contactName = names.get(`${ours.kind}/${ours.id}`);
    const theirs = contactName === undefined ? undefined : held.get(contactName);
    if (contactName === undefined) return ours.is_active ? [`${which}: linked with no contact of Intacct`] : [];
    if (theirs === undefined) return ours.is_active ? [`${which}: its contact ${contactName} is not in Intacct`] : [];
    const name = ours.kind === 'ship-to' ? theirs.printAs : `${theirs.firstName ?? ''}|${theirs.lastName ?? ''}`;
    return differing(which, [
      ['name', ours.name, name],
      ['telephone', ours.telephone, theirs.phone1 ?? ''],
      ['email', ours.email, theirs.email1 ?? ''],
      ['address', ours.address, addressOf(theirs)],
      ['active', String(ours.is_active), String(theirs.status === 'active')],
    ]);
  });
}

async function partyDifferences({ live, hub }: RecordPlace, company: IntacctCompany): Promise<string[]> {
  const { rows } = await live.query(
    `select coalesce(company.external_reference, company.code) as id, company.name, coalesce(rule.credit_limit, 0)::text as credit_limit,
            case type.code when 'C' then 'CUSTOMER' else 'VENDOR' end as object, company.payment_hold::text as hold,
            ${addressText('address')} as address, status.code is distinct from 'INA' as is_active
       from companies company join company_types type on type.id = company.type_id
       left join company_statuses status on status.id = company.status_id
       left join company_credit_rules rule on rule.id = company.company_credit_rules_id
       left join addresses address on address.id = company.address_id left join countries country on country.id = address.country_id`,
  );
  const isLinked = await linkedRecords(hub);
  const held = new Map<string, IntacctCompany['vendors'][number] | IntacctCompany['customers'][number]>();
  for (const customer of company.customers) held.set(`CUSTOMER ${customer.customerId}`, customer);
  for (const vendor of company.vendors) held.set(`VENDOR ${vendor.vendorId}`, vendor);
  return rows
    .map((row) => partySchema.parse(row))
    .flatMap((ours) => {
      const which = `${ours.object} ${ours.id}`;
      const theirs = held.get(which);
      if (theirs === undefined || !isLinked.has(which)) return [];
      // Whether a vendor is one of the trade is the profile's word.
      if (ours.object === 'VENDOR' && !ours.is_active) return [];
      return differing(which, [
        ['active', String(ours.is_active), String(isOpen(theirs))],
        ['hold', ours.hold, String(theirs.onHold)],
        ['name', ours.name, theirs.name],
        ['credit limit', formatCents(ours.credit_limit), formatCents(theirs.creditLimit ?? '0')],
        ['address', ours.address, addressOf(theirs.displayContact ?? {})],
      ]);
    });
}

/** Customers and the contacts that they list for operations, of which iMetal knows nothing though no exception says why. */
async function missingInImetal(hub: Pool, { customers }: IntacctCompany): Promise<string[]> {
  const { rows } = await hub.query<{ record: string }>(
    'select document_key as record from exceptions where closed_at is null',
  );
  const waiting = new Set(rows.map(({ record }) => record));
  const linked = await linkedRecords(hub);
  const open = customers.filter(isOpen);
  const strangers = open.filter(
    ({ customerId }) => !linked.has(`CUSTOMER ${customerId}`) && !waiting.has(`CUSTOMER/${customerId}`),
  );
  const lists = open.filter(({ customerId }) => linked.has(`CUSTOMER ${customerId}`));
  const listed = lists.flatMap(({ contactList = [] }) => contactList.map(({ contactName }) => contactName));
  return [
    ...strangers.map(({ customerId }) => `CUSTOMER ${customerId}: neither in iMetal nor waiting`),
    ...listed
      .filter((name) => !linked.has(`CONTACT ${name}`))
      .map((name) => `CONTACT ${name}: listed, and not in iMetal`),
  ];
}

/** What both sides have once agreed upon, by `object id`. */
async function linkedRecords(hub: Pool): Promise<Set<string>> {
  const { rows } = await hub.query<{ record: string }>(
    `select intacct_object || ' ' || intacct_id as record from links where agreed is not null and system = 'imetal'`,
  );
  return new Set(rows.map(({ record }) => record));
}

function isOpen({ status, objectRestriction }: { status: string; objectRestriction?: string | undefined }): boolean {
  return status === 'active' && objectRestriction !== 'RootOnly';
}

/** Days of the terms that are so many days after the document's date. */
async function termDifferences({ live, hub }: RecordPlace, company: IntacctCompany): Promise<string[]> {
  const links = await hub.query<{ source_id: string; intacct_id: string }>(
    `select source_id, intacct_id from links where object = 'ar-term' and agreed is not null`,
  );
  const { rows } = await live.query<{ code: string; days: string }>(
    'select code, due_days::text as days from terms where due_month_ends = 0',
  );
  const shown = new Map(rows.map(({ code, days }) => [code, days]));
  const plain = company.terms.filter(({ dueFrom }) => dueFrom === 'from invoice/bill date');
  return plain.flatMap(({ name, dueDays }) => {
    const code = links.rows.find(({ intacct_id }) => intacct_id === name)?.source_id;
    return code === undefined ? [] : differing(`term ${name}`, [['days', shown.get(code) ?? 'none', String(dueDays)]]);
  });
}

function differing(which: string, fields: readonly (readonly [string, string, string])[]): string[] {
  return fields
    .filter(([, ours, theirs]) => ours !== theirs)
    .map(([field, ours, theirs]) => `${which}: ${field} is "${ours}" in iMetal, "${theirs}" in Intacct`);
}

/** Persons and addresses that were made once and stand there twice. */
function twice(contacts: readonly ImetalContact[]): string[] {
  const names = contacts
    .filter(({ kind, is_active }) => kind === 'ship-to' && is_active)
    .map(({ company, name, address }) => `${company}: ${name}, ${address}`);
  const repeated = names.filter((name, index) => /: Quay /.test(name) && names.indexOf(name) !== index);
  return repeated.map((name) => `ship-to address of ${name} stands in iMetal twice`);
}

interface Address {
  address1?: string | undefined;
  address2?: string | undefined;
  address3?: string | undefined;
  city?: string | undefined;
  state?: string | undefined;
  zip?: string | undefined;
  countryCode?: string | undefined;
}

const threeLetters: Readonly<Record<string, string>> = { US: 'USA', CA: 'CAN', GB: 'GBR', IE: 'IRL' };

function addressOf({ address1, address2, address3, city, state, zip, countryCode = '' }: Address): string {
  const lines = [address1, address2, address3].filter((line) => (line ?? '') !== '').join('\n');
  return [lines, city ?? '', state ?? '', zip ?? '', threeLetters[countryCode] ?? countryCode].join('|');
}

/** As `addressOf` writes it; `country` is the address's. */
function addressText(table: string): string {
  const of = (column: string) => `coalesce(${table}.${column}, '')`;
  return `${of('address')} || '|' || ${of('town')} || '|' || ${of('county')} || '|' || ${of('postcode')} || '|' || coalesce(country.code, '')`;
}

async function readContacts(live: Pool): Promise<ImetalContact[]> {
  const { rows } = await live.query(
    `select 'ship-to' as kind, shipto.id::text, company.code as company,
            coalesce(company.external_reference, company.code) as party, shipto.name, coalesce(shipto.telephone, '') as telephone,
            coalesce(shipto.email, '') as email, ${addressText('address')} as address, shipto.status = 'A' as is_active
       from company_sub_addresses shipto join companies company on company.id = shipto.company_id
       left join addresses address on address.id = shipto.address_id left join countries country on country.id = address.country_id
     union all
     select 'person', person.id::text, company.code, coalesce(company.external_reference, company.code), coalesce(person.forename, '') || '|' || coalesce(person.surname, ''),
            coalesce(person.telephone, ''), coalesce(person.email, ''), ${addressText('address')}, person.status = 'A'
       from contacts person join companies company on company.id = person.company_id
       left join addresses address on address.id = person.address_id left join countries country on country.id = address.country_id`,
  );
  return rows.map((row) => contactSchema.parse(row));
}
