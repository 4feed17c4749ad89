import { startTestSandbox } from './gateway-client';
import { firstText, PAYABLES_COMPANY, type PayablesSandbox, startPayablesSandbox } from './payables-company';

let payables: PayablesSandbox;
let now = '2026-04-01T10:00:00Z';
beforeEach(async () => {
  now = '2026-04-01T10:00:00Z';
  payables = await startPayablesSandbox(() => new Date(now));
});
afterEach(() => payables.sandbox.stop());

const admin = (method: string, path: string, body?: unknown): Promise<unknown> =>
  payables.sandbox.admin(method, path, body);

it.each([
  ['customers', 'C1', { creditLimit: '900.00' }, 'CUSTOMER', 'CREDITLIMIT', '900.00'],
  ['vendors', 'V1', { vendorType: 'Sundry' }, 'VENDOR', 'VENDTYPE', 'Sundry'],
  ['contacts', 'Dock 1', { email1: 'dock@mill.example' }, 'CONTACT', 'EMAIL1', 'dock@mill.example'],
  ['terms', 'N30', { dueDays: 31 }, 'ARTERM', 'DUEDATE', '31'],
  [
    'ap-terms',
    'N30',
    { dueFrom: 'of next month from invoice/bill date' },
    'APTERM',
    'DUEFROM',
    'of next month from invoice/bill date',
  ],
  ['tax-details', 'UK IN 20', { ratePercent: '21' }, 'TAXDETAIL', 'VALUE', '21'],
  ['accounts', '6000', { status: 'inactive' }, 'GLACCOUNT', 'STATUS', 'inactive'],
])('changes one of the %s and moves its time', async (kind, id, change, object, field, value) => {
  now = '2026-04-02T11:00:00Z';
  expect(await admin('PATCH', `/masters/${kind}/${encodeURIComponent(id)}`, change)).toMatchObject(change);
  const body = await payables.post(
    `<readByName><object>${object}</object><keys>${id}</keys><fields>${field},WHENMODIFIED,MODIFIEDBY</fields></readByName>`,
    object === 'TAXDETAIL' ? 'UK' : 'US',
  );
  expect(firstText(body, field)).toBe(value);
  expect(body).toContain('<WHENMODIFIED>04/02/2026 11:00:00</WHENMODIFIED><MODIFIEDBY>finance</MODIFIEDBY>');
});

it('patches one part of an address, and takes a value away with null', async () => {
  await admin('PATCH', '/masters/vendors/V1', { displayContact: { zip: '46402', countryCode: 'US' } });
  expect(await admin('GET', '/masters/vendors/V1')).toMatchObject({
    displayContact: { printAs: "D'Arcy Mills", city: 'Gary', zip: '46402', countryCode: 'US' },
  });
  await admin('PATCH', '/masters/vendors/V1', { displayContact: { city: null } });
  const body = await payables.post("<readByName><object>CONTACT</object><keys>D'Arcy Mills(VV1)</keys></readByName>");
  expect(body).toContain('<CITY/>');
  expect(body).toContain('<ZIP>46402</ZIP>');
  expect(body).toContain('<ISOCOUNTRYCODE>US</ISOCOUNTRYCODE>');
});

it('changes a display contact as a contact, and the vendor with it', async () => {
  const path = `/masters/contacts/${encodeURIComponent("D'Arcy Mills(VV1)")}`;
  await admin('PATCH', path, { city: 'Hammond' });
  expect(await admin('GET', '/masters/vendors/V1')).toMatchObject({ displayContact: { city: 'Hammond' } });
});

it('keeps own fields of the company, and drops them when they are patched away', async () => {
  await admin('PATCH', '/masters/vendors/V1', { customFields: { TRADE_VENDOR: 'true' } });
  const filter = '<filter><equalto><field>TRADE_VENDOR</field><value>true</value></equalto></filter>';
  const query = `<query><select><field>VENDORID</field></select><object>VENDOR</object>${filter}</query>`;
  expect(await payables.post(query)).toContain('<VENDORID>V1</VENDORID>');
  await admin('PATCH', '/masters/vendors/V1', { customFields: null });
  expect(await payables.post(query)).toContain('totalcount="0"');
});

it('takes a vendor away with its display contact', async () => {
  await admin('DELETE', '/masters/vendors/V2');
  const body = await payables.post(
    '<query><select><field>CONTACTNAME</field></select><object>CONTACT</object></query>',
  );
  expect(body).not.toContain('Other Mills');
});

it('answers a company file that loads again to the same', async () => {
  const company = await admin('GET', '/company');
  const second = await startTestSandbox({ company: null });
  try {
    await second.admin('PUT', '/company', company);
    expect(await second.admin('GET', '/company')).toEqual(company);
  } finally {
    await second.stop();
  }
  expect(company).toMatchObject({ payablesAccountNo: PAYABLES_COMPANY.payablesAccountNo });
});
