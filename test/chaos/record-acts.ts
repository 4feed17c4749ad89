import type { Pool } from 'pg';
import { saveContact, saveShipTo } from '../../sandbox/imetal/acts/contacts-and-addresses';
import { customerMaster } from '../../sandbox/sample-day/finance-parties';
import { changedTerm } from '../../sandbox/sample-day/finance-terms-and-taxes';
import { customers, unknownCustomerCode, unknownSupplierCode } from '../../sandbox/sample-day/parties';
import type { Random } from '../../sandbox/sample-day/random';
import type { ActPlace } from './operations-acts';
import { throughFalls } from './through-falls';

/** What is changed of masters, on one side or on both at once: one of these each time, every one before any comes again. */
export const recordVariants = [
  'address in finance',
  'address in operations',
  'telephone on both sides at once',
  'name on both sides at once',
  'new address in operations',
  'new person in operations',
  'person in operations',
  'customer in finance',
  'vendor in finance',
  'term in finance',
  'missing vendor comes',
  'missing customer comes',
  'new contact in finance',
] as const;
export type RecordVariant = (typeof recordVariants)[number];

/** Customers with a ship-to address that both sides have from the beginning. */
const known = customers.filter(({ code }) => code !== unknownCustomerCode);

/** Changes some master record. */
export async function changeRecord(place: ActPlace, variant: RecordVariant, random: Random): Promise<void> {
  const { owner, finance } = place;
  const customer = random.pick(known);
  const [code] = random.pick(customer.addresses);
  const companyCode = customer.code;
  const contactName = `${companyCode}-${code}`;
  const digits = () => String(random.between(1_000_000, 9_999_999));
  const shipTo = (change: object) => throughFalls(() => saveShipTo(owner, { companyCode, code, ...change }));
  switch (variant) {
    case 'address in finance':
      return finance.patch('contacts', contactName, {
        address1: `Gate ${digits()}`,
        email1: `gate@${digits()}.example`,
      });
    case 'address in operations':
      return void (await shipTo({ telephone: digits(), address: { address: `Dock ${digits()}\nNorth side` } }));
    case 'telephone on both sides at once':
      await Promise.all([
        shipTo({ telephone: digits() }),
        finance.patch('contacts', contactName, { phone1: digits() }),
      ]);
      return;
    case 'name on both sides at once':
      await Promise.all([
        shipTo({ name: `${companyCode} dock ${digits()}` }),
        finance.patch('contacts', contactName, { printAs: `${companyCode} quay ${digits()}` }),
      ]);
      return;
    case 'new address in operations':
      return addAddress(owner, companyCode, random);
    case 'new person in operations':
      return addPerson(owner, companyCode, random);
    case 'person in operations':
      return changePerson(owner, random);
    case 'customer in finance':
      return finance.patch('customers', companyCode, {
        creditLimit: `${random.between(100_000, 900_000)}.00`,
        displayContact: { address1: `Head office ${digits()}`, phone1: digits() },
      });
    case 'vendor in finance':
      return finance.patch('vendors', random.pick(['V00201', 'V00205', 'V00209']), { name: `Renamed ${digits()}` });
    case 'term in finance':
      return finance.patch('terms', changedTerm, { dueDays: random.between(15, 28) });
    case 'missing vendor comes':
      return finance.put('vendors', unknownSupplierCode, {
        vendorId: unknownSupplierCode,
        name: 'Trinity Hot Dip Galvanizing',
        vendorType: 'Processing',
        currency: 'USD',
        termName: 'Net 30',
      });
    case 'missing customer comes':
      return openMissingCustomer(place);
    case 'new contact in finance':
      return listContact(place, companyCode, digits());
  }
}

/** Found by its code, so that what a kill swallowed is not done twice. */
async function addAddress(owner: Pool, companyCode: string, random: Random): Promise<void> {
  const code = `Y${random.between(10_000, 99_999)}`;
  const name = `Yard ${random.between(1, 999)}`;
  const address = { address: `Yard road ${random.between(1, 99)}`, town: 'Pasadena', countryCode: 'USA' };
  await throughFalls(() => saveShipTo(owner, { companyCode, code, name, address }));
}

async function addPerson(owner: Pool, companyCode: string, random: Random): Promise<void> {
  const email = `person-${random.between(1, 2 ** 30)}@chaos.example`;
  await throughFalls(async () => {
    const { rowCount } = await owner.query('select 1 from contacts where email = $1', [email]);
    if (rowCount === 0)
      await saveContact(owner, { companyCode, forename: 'Pat', surname: 'Yardley', typeCode: 'WHS', email });
  });
}

async function changePerson(owner: Pool, random: Random): Promise<void> {
  await throughFalls(async () => {
    const { rows } = await owner.query<{ id: number; code: string }>(
      `select contact.id, company.code from contacts contact join companies company on company.id = contact.company_id
        join company_types type on type.id = company.type_id and type.code = 'C' order by contact.id`,
    );
    const { id, code } = random.pick(rows);
    await saveContact(owner, { companyCode: code, id, telephone: String(random.between(1_000_000, 9_999_999)) });
  });
}

/** Finance creates the customer that an invoice waits for: it is to go through by itself. */
async function openMissingCustomer({ finance, mended }: ActPlace): Promise<void> {
  const customer = customers.find(({ code }) => code === unknownCustomerCode);
  if (customer === undefined) throw new Error('the sample company has no customer that finance was not told of');
  await finance.put('customers', unknownCustomerCode, customerMaster(customer));
  mended.add('CUSTOMER_UNKNOWN');
}

/** Finance makes a contact and lists it on the customer as a ship-to: it is to appear in iMetal. */
async function listContact({ finance, admin }: ActPlace, customerId: string, digits: string): Promise<void> {
  const contactName = `Quay ${digits} of ${customerId}`;
  await finance.put('contacts', contactName, {
    contactName,
    printAs: `Quay ${digits}`,
    address1: '1 Quayside',
    city: 'Galveston',
    state: 'TX',
    zip: '77550',
    countryCode: 'US',
  });
  const { customers: held } = await admin.company();
  const listed = held.find((customer) => customer.customerId === customerId)?.contactList ?? [];
  await finance.patch('customers', customerId, {
    contactList: [...listed, { category: 'Ship to', contactName }],
  });
}
