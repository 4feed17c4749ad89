import { saveContact, saveShipTo } from '../../sandbox/imetal/acts/contacts-and-addresses';
import { clearImporterFaults, setImporterFault } from '../../sandbox/imetal/importer/importer-faults';
import { address, recordActs } from './records-acts';
import { openRecordsCompany, type RecordsCompany } from './records-company';
import { ratesShown, termsShown } from './records-in-imetal';

// On a machine that many share a test is a matter of minutes.
jest.setTimeout(600_000);

/** One stack for the file: each test goes on where the one before left the company. */
let company: RecordsCompany;
beforeAll(async () => {
  company = await openRecordsCompany();
});
afterAll(() => company?.stop());

const {
  putCustomer,
  putVendor,
  customerShown,
  supplierShown,
  untilCustomer,
  untilSupplier,
  untilShipTo,
  listedContacts,
  untilContact,
} = recordActs(() => company);

test('a customer added in Intacct is in iMetal with limit, parent, tax id, terms, currency and the branches of its entities', async () => {
  await putCustomer('C00401', {
    creditLimit: '90000.00',
    taxId: '76-1',
    objectRestriction: 'Restricted',
    restrictedLocations: ['100'],
  });
  await putCustomer('SUBSIDIARY-2026-0401', {
    parentId: 'C00401',
    currency: 'CAD',
    termName: '1% 5 Net 30',
    onHold: true,
  });
  await untilCustomer('C00401', {
    code: 'C00401',
    status: 'ACT',
    limit: '90000.00',
    currency: 'USD',
    terms: 'N30',
    taxId: '76-1',
    hold: false,
    parent: null,
    branches: 'DAL,HOU',
    town: 'Beaumont',
  });
  await untilCustomer('SUBSIDIARY-2026-0401', {
    status: 'ACT',
    currency: 'CAD',
    parent: 'C00401',
    hold: true,
    branches: null,
  });
  const { code } = (await customerShown('SUBSIDIARY-2026-0401')) ?? { code: '' };
  expect(code.length).toBeLessThanOrEqual(10);
  expect(code).not.toBe('');
});

test('what finance changes of a customer follows: name, address, limit, hold, parent, restriction', async () => {
  const { code } = (await customerShown('SUBSIDIARY-2026-0401')) ?? { code: '' };
  await company.finance.patch('customers', 'C00401', { creditLimit: '120000.00', name: 'Neches Crane & Rigging' });
  await company.finance.patch('customers', 'SUBSIDIARY-2026-0401', {
    onHold: false,
    parentId: null,
    objectRestriction: 'Restricted',
    restrictedLocations: ['300'],
    displayContact: { address1: '9 Saltaire Way', city: 'Bradford', state: '', zip: 'BD18 3LA', countryCode: 'GB' },
  });
  await untilCustomer('C00401', { limit: '120000.00', name: 'Neches Crane & Rigging' });
  await untilCustomer('SUBSIDIARY-2026-0401', {
    code,
    hold: false,
    parent: null,
    branches: 'BHM',
    town: 'Bradford',
    address: '9 Saltaire Way',
  });
});

test('a customer that finance makes inactive, or deletes, is inactive in iMetal; one that comes back is active again', async () => {
  await company.finance.patch('customers', 'C00401', { status: 'inactive' });
  await untilCustomer('C00401', { status: 'INA' });
  await company.finance.patch('customers', 'C00401', { status: 'active' });
  await untilCustomer('C00401', { status: 'ACT' });
  await company.intacct('DELETE', 'masters/customers/SUBSIDIARY-2026-0401');
  await untilCustomer('SUBSIDIARY-2026-0401', { status: 'INA' });
});

test('a change of which no Smart Event tells is found by the next look', async () => {
  await company.intacct('PATCH', 'smart-events', { dropNext: 5 });
  await company.finance.patch('customers', 'C00401', { creditLimit: '130000.00' });
  await untilCustomer('C00401', { limit: '130000.00' });
  await company.intacct('PATCH', 'smart-events', { dropNext: 0 });
});

test('a vendor is a supplier while it is a trade vendor, and closed when it no longer is', async () => {
  await putVendor('V00401', { vendorType: 'Landlord' });
  await putVendor('V00402', { currency: 'GBP', termName: 'On receipt' });
  await untilSupplier('V00402', { status: 'ACT', currency: 'GBP', code: 'V00402' });
  expect(await supplierShown('V00401')).toBeNull();
  await company.finance.patch('vendors', 'V00401', { vendorType: 'Freight' });
  await untilSupplier('V00401', { status: 'ACT', terms: 'N30' });
  await company.finance.patch('vendors', 'V00401', { vendorType: 'Landlord' });
  await untilSupplier('V00401', { status: 'INA' });
});

test('ship-to addresses and persons made in iMetal are contacts of the Intacct customer', async () => {
  await saveShipTo(company.owner, {
    companyCode: 'C00104',
    code: 'PORT',
    name: 'Lone Star Tank, port yard',
    telephone: '713 555 0144',
    address: { address: 'Barbours Cut 3', town: 'La Porte', county: 'TX', postcode: '77571', countryCode: 'USA' },
  });
  const personId = await saveContact(company.owner, {
    companyCode: 'C00104',
    forename: 'Ann',
    surname: 'Okafor',
    typeCode: 'SAL',
    email: 'ann@lonestar.example',
  });
  await untilContact('C00104-PORT', {
    printAs: 'Lone Star Tank, port yard',
    address1: 'Barbours Cut 3',
    city: 'La Porte',
    phone1: '713 555 0144',
    status: 'active',
  });
  await untilContact(`C00104-P${personId}`, { firstName: 'Ann', lastName: 'Okafor', email1: 'ann@lonestar.example' });
  await company.until('the customer lists both', async () => {
    const listed = JSON.stringify(await listedContacts('C00104'));
    return listed.includes('"C00104-PORT"') && listed.includes(`"C00104-P${personId}"`);
  });
});

test('a change of a contact goes to the other side, from whichever side it was made, and one deleted is inactive', async () => {
  await company.finance.patch('contacts', 'C00104-PORT', { address1: 'Barbours Cut 5', city: 'Morgans Point' });
  await untilShipTo('C00104', 'PORT', { address: 'Barbours Cut 5', town: 'Morgans Point' });
  await saveShipTo(company.owner, { companyCode: 'C00104', code: 'PORT', email: 'port@lonestar.example' });
  await untilContact('C00104-PORT', { email1: 'port@lonestar.example', address1: 'Barbours Cut 5' });
  await saveShipTo(company.owner, { companyCode: 'C00104', code: 'PORT', active: false });
  await untilContact('C00104-PORT', { status: 'inactive' });
  await saveShipTo(company.owner, { companyCode: 'C00104', code: 'PORT', active: true });
  await untilContact('C00104-PORT', { status: 'active' });
});

test('a contact that finance lists on a customer is a ship-to in iMetal', async () => {
  await company.finance.put('contacts', 'Yard of Neches', {
    contactName: 'Yard of Neches',
    printAs: 'Neches yard',
    ...address,
  });
  await company.finance.patch('customers', 'C00401', {
    contactList: [{ category: 'Ship to', contactName: 'Yard of Neches' }],
  });
  await untilShipTo('C00401', 'Yard of Neches', { name: 'Neches yard', town: 'Beaumont', status: 'A' });
});

test('where both sides change one contact at once the owner of a field decides, both words are kept, and nothing goes round', async () => {
  await company.command('schedules', 'pause', '--reason', 'both sides are changed at once');
  await company.intacct('PATCH', 'smart-events', { dropNext: 1000 });
  await Promise.all([
    saveShipTo(company.owner, {
      companyCode: 'C00104',
      code: 'PORT',
      name: 'Port (iMetal)',
      telephone: '713 555 0111',
    }),
    company.finance.patch('contacts', 'C00104-PORT', {
      printAs: 'Port (Intacct)',
      phone1: '713 555 0222',
      city: 'Seabrook',
    }),
  ]);
  await company.intacct('PATCH', 'smart-events', { dropNext: 0 });
  await company.command('schedules', 'resume');
  await untilShipTo('C00104', 'PORT', { name: 'Port (Intacct)', telephone: '713 555 0111', town: 'Seabrook' });
  await untilContact('C00104-PORT', { printAs: 'Port (Intacct)', phone1: '713 555 0111', city: 'Seabrook' });
  const { rows } = await company.hub.query(
    `select field, intacct_value, imetal_value, kept, rule from sync_conflicts where intacct_id = 'C00104-PORT' order by field`,
  );
  expect(rows).toEqual([
    { field: 'name', intacct_value: 'Port (Intacct)', imetal_value: 'Port (iMetal)', kept: 'intacct', rule: 'owner' },
    { field: 'telephone', intacct_value: '713 555 0222', imetal_value: '713 555 0111', kept: 'imetal', rule: 'owner' },
  ]);
  await company.untilLookedTwice();
  const before = await company.writes();
  await company.untilLookedTwice();
  expect(await company.writes()).toEqual(before);
});

test('terms come with discount and penalty in words a salesperson reads; one that iMetal cannot express is an exception', async () => {
  const term = { dueDays: 30, dueFrom: 'from invoice/bill date' };
  const discount = {
    discountDays: 10,
    discountFrom: 'from invoice/bill date',
    discountAmount: '2',
    discountUnit: '%',
    discountCalculatedOn: 'Invoice total',
  };
  await company.finance.put('terms', '2% 10 late', {
    name: '2% 10 late',
    ...term,
    ...discount,
    penaltyType: 'Monthly',
    penaltyAmount: '1.5',
    penaltyUnit: '%',
  });
  await company.finance.put('terms', 'Mid month', {
    name: 'Mid month',
    dueDays: 15,
    dueFrom: 'of the month of invoice/bill date',
  });
  await company.until('the term is in iMetal', async () => (await termsShown(company.owner, '2% 10 late')) !== null);
  expect(await termsShown(company.owner, '2% 10 late')).toMatchObject({
    due_days: 30,
    settlement_days: 10,
    settlement_discount: '2.00',
    penalty_percentage: '1.50',
    active: true,
    narrative: '2% if paid within 10 days, otherwise net 30 days; 1.5% a month on what is late',
  });
  await company.untilCodes('ARTERM/Mid month', ['TERM_INEXPRESSIBLE']);
  await company.finance.patch('terms', 'Mid month', { dueFrom: 'of next month from invoice/bill date' });
  await company.untilCodes('ARTERM/Mid month', []);
  expect(await termsShown(company.owner, 'Mid month')).toMatchObject({ due_days: 15, due_month_ends: 1 });
});

test('a changed tax rate is a new rate from today, and ends the one before it yesterday', async () => {
  await company.finance.patch('taxDetails', 'UK sales reduced 5%', { ratePercent: '7.5' });
  await company.until(
    'both rates are in iMetal',
    async () => (await ratesShown(company.owner, 'UK sales reduced 5%')).length === 2,
  );
  const [first, second] = await ratesShown(company.owner, 'UK sales reduced 5%');
  expect(first).toMatchObject({ rate: '5.0000', from: '2000-01-01' });
  expect(second).toMatchObject({ rate: '7.5000', to: null });
  expect(Date.parse(second?.from ?? '') - Date.parse(first?.to ?? '')).toBe(86_400_000);
});

test("a row that iMetal's importer refuses is parked with its note, which `show` tells, and goes through once that is gone", async () => {
  await setImporterFault(company.imports, {
    kind: 'refuse',
    importTable: 'import_companies',
    note: 'Locked by another user.',
  });
  await putCustomer('C00402');
  await company.untilCodes('CUSTOMER/C00402', ['IMPORT_REFUSED']);
  const shown = await company.command('show', 'CUSTOMER/C00402');
  expect(shown.out).toContain('Locked by another user.');
  expect((await company.command('exceptions')).out).toContain('CUSTOMER/C00402');
  await clearImporterFaults(company.imports);
  // Refused while a look is under way, which the next feed may have asked for meanwhile.
  await company.until('the retry is taken', async () => {
    const { exitCode } = await company.command('retry', 'CUSTOMER/C00402', '--reason', 'unlocked');
    return exitCode === 0 || (await customerShown('C00402')) !== null;
  });
  await untilCustomer('C00402', { status: 'ACT' });
  await company.untilCodes('CUSTOMER/C00402', []);
});

test('the importer dying after it wrote a customer makes neither a second one nor an exception', async () => {
  await setImporterFault(company.imports, { kind: 'die-after-commit', times: 1, importTable: 'import_companies' });
  await putCustomer('C00403');
  await untilCustomer('C00403', { status: 'ACT' });
  await company.until('the customer is in step', async () => {
    const { rows } = await company.hub.query(`select from links where intacct_id = 'C00403' and agreed is not null`);
    return rows.length === 1;
  });
  await company.untilCodes('CUSTOMER/C00403', []);
});

test('a group of parents that leads round is named from end to end, and goes through when it is mended', async () => {
  await putCustomer('C00404', { parentId: 'C00406' });
  await putCustomer('C00405', { parentId: 'C00404' });
  await putCustomer('C00406', { parentId: 'C00405' });
  for (const id of ['C00404', 'C00405', 'C00406']) await company.untilCodes(`CUSTOMER/${id}`, ['PARENT_LOOP']);
  await company.finance.patch('customers', 'C00404', { parentId: null });
  await untilCustomer('C00404', { parent: null });
  await untilCustomer('C00405', { parent: 'C00404' });
  await untilCustomer('C00406', { parent: 'C00405' });
  for (const id of ['C00404', 'C00405', 'C00406']) await company.untilCodes(`CUSTOMER/${id}`, []);
});

describe('a Smart Event', () => {
  const post = (token: string, body: Record<string, string>) =>
    fetch(`${company.stack.addresses.server}/triggers/intacct/gulf-metals/${token}`, {
      method: 'POST',
      body: new URLSearchParams(body),
    });
  const token = () => company.stack.environment.GULF_METALS_SMART_EVENT_TOKENS ?? '';

  test('with a wrong token is refused, and starts nothing', async () => {
    const answer = await post('0'.repeat(48), { object: 'CUSTOMER', key: 'C00490' });
    expect(answer.status).toBe(401);
    await expect(company.client.workflow.getHandle('customers/gulf-metals/C00490').describe()).rejects.toThrow();
  });

  test('replayed, forged, or for a record that is gone changes nothing', async () => {
    const before = await company.writes();
    const events = [
      { object: 'CUSTOMER', key: 'C00401', event: 'set' },
      { object: 'CUSTOMER', key: 'C00401', event: 'set' },
      { object: 'CUSTOMER', key: 'C00401', event: 'delete', name: 'Forged', creditlimit: '1' },
      { object: 'CUSTOMER', key: 'C00499', event: 'add' },
      { object: 'VENDOR', key: 'V00499', event: 'delete' },
      { object: 'CONTACT', key: 'Nobody', event: 'add' },
      { object: 'ARPYMT', recordno: '999999', customerid: 'C00499', event: 'add' },
      { object: 'ARPYMT', recordno: '999999', event: 'add' },
      { object: 'EMPLOYEE', key: 'E1', event: 'add' },
    ];
    for (const event of events) expect((await post(token(), event)).status).toBe(202);
    for (const flow of [
      'customers/gulf-metals/C00401',
      'customers/gulf-metals/C00499',
      'vendors/gulf-metals/V00499',
      'open-items/gulf-metals/C00499',
    ]) {
      await company.client.workflow.getHandle(flow).result();
    }
    expect(await company.writes()).toEqual(before);
    expect(await customerShown('C00499')).toBeNull();
    expect((await post(token(), { object: 'CUSTOMER' })).status).toBe(400);
  });
});

describe('what waits for a record goes through by itself when it comes', () => {
  const untilPosted = (documentKey: string) =>
    company.until(`${documentKey} is posted`, async () => {
      const { rows } = await company.hub.query(
        `select from postings where document_key = $1 and is_leading and state = 'posted'`,
        [documentKey],
      );
      return rows.length === 1;
    });

  test('an invoice of an unknown customer, and its ship-to and person that Intacct lacks', async () => {
    await company.untilCodes('HOU-DIV-104234', ['CUSTOMER_UNKNOWN']);
    await putCustomer('C00112', { name: 'Sabine Valve & Fitting' });
    await untilPosted('HOU-DIV-104234');
    await untilContact('C00112-MAIN', { status: 'active' });
  });

  test('a customer on hold, an inactive account, a closed period', async () => {
    await company.finance.patch('customers', 'C00107', { onHold: false });
    await company.finance.patch('accounts', '4190', { status: 'active' });
    await company.intacct('POST', 'periods/2026-10/open', {});
    // A cause that stands for long is looked at less and less often, every five minutes in the end.
    await company.hub.query('update cause_releases set next_look_at = now()');
    for (const documentKey of ['HOU-DIV-104235', 'HOU-DIV-104237', 'TOR-DIV-302018']) await untilPosted(documentKey);
  });

  test('a tax that finance sets up', async () => {
    const detail = { taxType: 'Sale', entityId: '100' };
    await company.finance.put('taxDetails', 'Louisiana state sales tax', {
      detailId: 'Louisiana state sales tax',
      ratePercent: '5',
      accountNo: '2357',
      authority: 'LA',
      ...detail,
    });
    await company.finance.put('taxDetails', 'New Orleans sales tax', {
      detailId: 'New Orleans sales tax',
      ratePercent: '5',
      accountNo: '2358',
      authority: 'LA-NOLA',
      ...detail,
    });
    await untilPosted('HOU-DIV-104239');
  });

  test('invoices with terms that finance has yet to name', async () => {
    company.changeProfile(['terms', 'N30'], 'Net 31');
    const documentKeys = await company.finalise(4);
    await company.until('one waits for the term', async () =>
      (await Promise.all(documentKeys.map(company.openCodes))).flat().includes('TERM_UNKNOWN'),
    );
    await company.finance.put('terms', 'Net 31', { name: 'Net 31', dueDays: 31 });
    for (const documentKey of documentKeys) await untilPosted(documentKey);
    company.changeProfile(['terms', 'N30'], 'Net 30');
  });

  test('a customer with terms that finance has yet to name', async () => {
    await putCustomer('C00407', { termName: 'Net 75' });
    await company.untilCodes('CUSTOMER/C00407', ['TERM_UNKNOWN']);
    await company.finance.put('terms', 'Net 75', { name: 'Net 75', dueDays: 75 });
    await untilCustomer('C00407', { status: 'ACT' });
  });
});

test('first loads account for every record, and write nothing when they are repeated', async () => {
  const objects = ['ar-terms', 'ap-terms', 'taxes', 'customers', 'vendors', 'contacts'] as const;
  const { rows: loaded } = await company.hub.query(
    `select records_read::integer as read,
        (records_written + records_unchanged + records_filtered + records_refused)::integer as accounted_for
      from first_loads where object = any($1) and finished_at is not null`,
    [objects],
  );
  expect(loaded).toHaveLength(objects.length);
  for (const { read, accounted_for } of loaded) expect(read).toBe(accounted_for);
  const { imetal: before } = await company.writes();
  for (const object of objects) {
    const { read, written, unchanged, filtered, refused } = await company.load(object);
    expect([object, written, read]).toEqual([object, 0, unchanged + filtered + refused]);
  }
  expect((await company.writes()).imetal).toBe(before);
  expect(await company.openCodes('CUSTOMER/C00147')).toEqual(['IMPORT_REFUSED']);
  expect(await company.openCodes('CUSTOMER/C00144')).toEqual(['PARENT_LOOP']);
});
