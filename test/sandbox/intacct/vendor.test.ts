import { firstText, type PayablesSandbox, startPayablesSandbox } from './payables-company';

let payables: PayablesSandbox;
let post: PayablesSandbox['post'];
let now = '2026-04-01T10:00:00Z';
beforeEach(async () => {
  now = '2026-04-01T10:00:00Z';
  payables = await startPayablesSandbox(() => new Date(now));
  ({ post } = payables);
});
afterEach(() => payables.sandbox.stop());

const vendor = (rest: string): string =>
  `<create><VENDOR><VENDORID>V9</VENDORID><NAME>New Mills</NAME><DISPLAYCONTACT><PRINTAS>New Mills Ltd</PRINTAS><MAILADDRESS><ADDRESS1>1 Quay</ADDRESS1><ISOCOUNTRYCODE>GB</ISOCOUNTRYCODE></MAILADDRESS></DISPLAYCONTACT>${rest}</VENDOR></create>`;
const readVendor = (fields: string): Promise<string> =>
  post(`<readByName><object>VENDOR</object><keys>V9</keys><fields>${fields}</fields></readByName>`);
const contact = (name: string, fields = ''): Promise<string> =>
  post(`<create><CONTACT><CONTACTNAME>${name}</CONTACTNAME><PRINTAS>${name}</PRINTAS>${fields}</CONTACT></create>`);

describe('create VENDOR', () => {
  it('answers RECORDNO and VENDORID, and can be billed and filtered by type, group and own fields', async () => {
    const rest =
      '<VENDTYPE>Trade</VENDTYPE><GLGROUP>Steel</GLGROUP><TRADE_VENDOR>true</TRADE_VENDOR><TERMNAME>N30</TERMNAME>';
    expect(await post(vendor(rest))).toContain('<vendor><RECORDNO>7</RECORDNO><VENDORID>V9</VENDORID></vendor>');
    const found = await post(
      '<query><select><field>VENDORID</field></select><object>VENDOR</object><filter><and><equalto><field>VENDTYPE</field><value>Trade</value></equalto><equalto><field>TRADE_VENDOR</field><value>true</value></equalto></and></filter></query>',
    );
    expect(found).toContain('totalcount="1"');
    expect(found).toContain('<VENDORID>V9</VENDORID>');
    expect(firstText(await readVendor('ENTITY'), 'ENTITY')).toBe('VV9');
  });

  it('makes a contact of its own name, and shows its changes', async () => {
    await post(vendor(''));
    const body = await post('<readByName><object>CONTACT</object><keys>New Mills(VV9)</keys></readByName>');
    expect(body).toContain('<PRINTAS>New Mills Ltd</PRINTAS>');
    expect(body).toContain('<COUNTRYCODE>GB</COUNTRYCODE><ISOCOUNTRYCODE>GB</ISOCOUNTRYCODE>');
    now = '2026-04-02T10:00:00Z';
    await post(
      '<update><CONTACT><CONTACTNAME>New Mills(VV9)</CONTACTNAME><MAILADDRESS><CITY>Hull</CITY></MAILADDRESS></CONTACT></update>',
    );
    const fields = await readVendor('DISPLAYCONTACT.MAILADDRESS.CITY,DISPLAYCONTACT.CONTACTNAME,WHENMODIFIED');
    expect(fields).toContain('<DISPLAYCONTACT.MAILADDRESS.CITY>Hull</DISPLAYCONTACT.MAILADDRESS.CITY>');
    expect(fields).toContain('<DISPLAYCONTACT.CONTACTNAME>New Mills(VV9)</DISPLAYCONTACT.CONTACTNAME>');
    expect(fields).toContain('<WHENMODIFIED>04/02/2026 10:00:00</WHENMODIFIED>');
  });

  it('keeps its own time of change when the setting says that a contact is not its party', async () => {
    await payables.sandbox.admin('PATCH', '/settings', { displayContactMovesParty: false });
    await post(vendor(''));
    now = '2026-04-02T10:00:00Z';
    await post('<update><CONTACT><CONTACTNAME>New Mills(VV9)</CONTACTNAME><PHONE1>1</PHONE1></CONTACT></update>');
    const fields = await readVendor('DISPLAYCONTACT.PHONE1,WHENMODIFIED');
    expect(fields).toContain('<DISPLAYCONTACT.PHONE1>1</DISPLAYCONTACT.PHONE1>');
    expect(fields).toContain('<WHENMODIFIED>04/01/2026 10:00:00</WHENMODIFIED>');
  });

  it.each([
    ['a vendor that exists', vendor('').replace('V9', 'V1'), 'BL34000061', 'Another Vendor'],
    ['a vendor without a name to print', vendor('').replace('New Mills Ltd', ''), 'BL03000018', 'PRINTAS'],
    [
      'a contact to pay that does not exist',
      vendor('<PAYTO><CONTACTNAME>X</CONTACTNAME></PAYTO>'),
      'BL01001973',
      "Invalid contact 'X'",
    ],
    ['a term of customers', vendor('<TERMNAME>X</TERMNAME>'), 'BL01001973', "Invalid term 'X'"],
    ['itself as parent', vendor('<PARENTID>V9</PARENTID>'), 'BL01001973', 'V9'],
    [
      'an unknown location in its restriction',
      vendor('<OBJECTRESTRICTION>Restricted</OBJECTRESTRICTION><RESTRICTEDLOCATIONS>UK#~#X</RESTRICTEDLOCATIONS>'),
      'BL01001973',
      "Invalid location 'X'",
    ],
    [
      'a restriction that is none',
      vendor('<OBJECTRESTRICTION>Some</OBJECTRESTRICTION>'),
      'BL03000018',
      'OBJECTRESTRICTION',
    ],
    [
      'an ill e-mail address',
      vendor('').replace('<MAIL', '<EMAIL1>x@</EMAIL1><MAIL'),
      'BL03000018',
      'Illegal format for Contactversion : Primary Email Address',
    ],
    ['a country code of three letters', vendor('').replace('>GB<', '>GBR<'), 'BL03000018', 'Country Code'],
    ['an own field that the company has not', vendor('<TRADED>x</TRADED>'), 'BL03000018', "'TRADED'"],
    [
      'a listed contact that does not exist',
      vendor(
        '<CONTACT_LIST_INFO><CATEGORYNAME>Dock</CATEGORYNAME><CONTACT><NAME>X</NAME></CONTACT></CONTACT_LIST_INFO>',
      ),
      'BL01001973',
      "Invalid contact 'X'",
    ],
  ])('refuses %s', async (_, element, number, text) => {
    const body = await post(element);
    expect(body).toContain(`<errormessage><error><errorno>${number}</errorno>`);
    expect(body).toContain(text);
  });

  it('wants COUNTRY beside the code where ISO codes are switched on', async () => {
    await payables.sandbox.admin('PATCH', '/settings', { isoCountryCodes: true });
    expect(await post(vendor(''))).toContain('Missing required field COUNTRY');
    const both = vendor('').replace('<ISOCOUNTRYCODE>', '<COUNTRY>United Kingdom</COUNTRY><ISOCOUNTRYCODE>');
    expect(await post(both)).toContain('success</status><function>create');
  });
});

describe('update and delete VENDOR', () => {
  it('refuse a loop of parents over several steps', async () => {
    await post(vendor('<PARENTID>V1</PARENTID>'));
    await post('<update><VENDOR><VENDORID>V2</VENDORID><PARENTID>V9</PARENTID></VENDOR></update>');
    const body = await post('<update><VENDOR><VENDORID>V1</VENDORID><PARENTID>V2</PARENTID></VENDOR></update>');
    expect(body).toContain("Vendor 'V1' cannot be below itself: its parent is 'V2'.");
  });

  it('append to the list of contacts, leave it when absent, delete it when empty', async () => {
    await contact('Dock');
    await contact('Sales');
    const entry = (category: string, name: string): string =>
      `<CONTACT_LIST_INFO><CATEGORYNAME>${category}</CATEGORYNAME><CONTACT><NAME>${name}</NAME></CONTACT></CONTACT_LIST_INFO>`;
    const row = (category: string, name: string): string =>
      entry(category, name).replaceAll('CONTACT_LIST_INFO', 'contact_list_info');
    const list = async (): Promise<string> =>
      /<CONTACT_LIST_INFO.*(?=<\/VENDOR>)/.exec(
        await post('<readByName><object>VENDOR</object><keys>V9</keys></readByName>'),
      )?.[0] ?? '';
    await post(vendor(entry('Dock', 'Dock')));
    await post(`<update><VENDOR><VENDORID>V9</VENDORID>${entry('Sales', 'Sales')}</VENDOR></update>`);
    await post('<update><VENDOR><VENDORID>V9</VENDORID><NAME>Renamed</NAME></VENDOR></update>');
    expect(await list()).toBe(`<CONTACT_LIST_INFO>${row('Dock', 'Dock')}${row('Sales', 'Sales')}</CONTACT_LIST_INFO>`);
    await payables.sandbox.admin('PATCH', '/settings', { contactListShape: 'as-written' });
    expect(await list()).toBe(entry('Dock', 'Dock') + entry('Sales', 'Sales'));
    expect(await post('<delete><object>CONTACT</object><keys>Dock</keys></delete>')).toContain('is in use');
    // A second contact of a category stands beside the first, and one that is sent again stands once.
    await contact('Dock 2');
    await post(
      `<update><VENDOR><VENDORID>V9</VENDORID>${entry('Dock', 'Dock 2')}${entry('Sales', 'Sales')}</VENDOR></update>`,
    );
    expect(await list()).toBe(entry('Dock', 'Dock') + entry('Sales', 'Sales') + entry('Dock', 'Dock 2'));
    await post('<update><VENDOR><VENDORID>V9</VENDORID><CONTACT_LIST_INFO/></VENDOR></update>');
    expect(await list()).toBe('');
    expect(await post('<delete><object>CONTACT</object><keys>Dock</keys></delete>')).toContain(
      'success</status><function>delete',
    );
  });

  it('take the display contact away with the vendor, and neither while one is in use', async () => {
    await post(vendor(''));
    expect(await post('<delete><object>CONTACT</object><keys>New Mills(VV9)</keys></delete>')).toContain('is in use');
    expect(await post('<delete><object>VENDOR</object><keys>V9</keys></delete>')).toContain(
      'success</status><function>delete',
    );
    expect(await post('<readByName><object>CONTACT</object><keys>New Mills(VV9)</keys></readByName>')).toContain(
      'count="0"',
    );
  });
});

describe('CUSTOMER', () => {
  it('has a display contact, a type, a restriction and a list of contacts too', async () => {
    const rest =
      '<CUSTTYPE>Fabricator</CUSTTYPE><OBJECTRESTRICTION>Restricted</OBJECTRESTRICTION><RESTRICTEDLOCATIONS>UK#~#HOU</RESTRICTEDLOCATIONS><SHIPTO><CONTACTNAME>Dock 1</CONTACTNAME></SHIPTO><CONTACT_LIST_INFO><CATEGORYNAME>Yard</CATEGORYNAME><CONTACT><NAME>Dock 1</NAME></CONTACT></CONTACT_LIST_INFO>';
    await post(
      `<create><CUSTOMER><CUSTOMERID>C9</CUSTOMERID><NAME>New Ltd</NAME><DISPLAYCONTACT><PRINTAS>New Ltd</PRINTAS></DISPLAYCONTACT>${rest}</CUSTOMER></create>`,
    );
    const body = await post('<readByName><object>CUSTOMER</object><keys>C9</keys></readByName>');
    expect(body).toContain('<RESTRICTEDLOCATIONS>UK#~#HOU</RESTRICTEDLOCATIONS>');
    expect(body).toContain(
      '<contact_list_info><CATEGORYNAME>Yard</CATEGORYNAME><CONTACT><NAME>Dock 1</NAME></CONTACT></contact_list_info>',
    );
    expect(
      await post(
        '<query><select><field>SHIPTO.MAILADDRESS.CITY</field></select><object>CUSTOMER</object><filter><equalto><field>CUSTOMERID</field><value>C9</value></equalto></filter></query>',
      ),
    ).toContain('Houston');
    expect(await payables.sandbox.admin('GET', '/masters/customers/C9')).toMatchObject({
      customerType: 'Fabricator',
      restrictedLocations: ['UK', 'HOU'],
      contactList: [{ category: 'Yard', contactName: 'Dock 1' }],
    });
  });
});
