import { invoice, line } from './gateway-client';
import { type PayablesSandbox, startPayablesSandbox } from './payables-company';

let payables: PayablesSandbox;
let post: PayablesSandbox['post'];
beforeEach(async () => {
  payables = await startPayablesSandbox();
  ({ post } = payables);
});
afterEach(() => payables.sandbox.stop());

const detail = (rest = '<taxauthority>CRA</taxauthority>', type = 'Sale'): string =>
  `<create_taxdetail><detailid>HST 13</detailid><description>Ontario</description><taxtype>${type}</taxtype><value>13</value><glaccountno>2200</glaccountno>${rest}</create_taxdetail>`;
const query = (filter: string, options = '<options><showprivate>true</showprivate></options>'): string =>
  `<query><select><field>DETAILID</field><field>TAXTYPE</field></select><object>TAXDETAIL</object><filter>${filter}</filter>${options}</query>`;
const typed = (value: string): string => `<equalto><field>TAXTYPE</field><value>${value}</value></equalto>`;

describe('TAXDETAIL', () => {
  it('shows type, rate, authority and account, and its entity as owner', async () => {
    const body = await post('<readByName><object>TAXDETAIL</object><keys>UK IN 20,UK RC 20</keys></readByName>', 'UK');
    expect(body).toContain('<MEGAENTITYID>UK</MEGAENTITYID><MEGAENTITYNAME>Gulf UK</MEGAENTITYNAME>');
    expect(body).toContain('<TAXTYPE>Purchase</TAXTYPE><VALUE>20</VALUE>');
    expect(body).toContain('<GLACCOUNT>2250</GLACCOUNT><TAXAUTHORITY>HMRC</TAXAUTHORITY><STATUS>active</STATUS>');
    expect(body).toContain('<REVERSECHARGE>true</REVERSECHARGE>');
  });

  it('is hidden at top level unless private records are asked for', async () => {
    expect(await post(query(typed('Purchase')), '')).toContain('totalcount="2"');
    expect(await post(query(typed('Purchase'), ''), '')).toContain('totalcount="0"');
  });

  it.each(['P', 'Purchase'])('is filtered by %s', async (value) => {
    const body = await post(query(typed(value)), '');
    expect(body).toContain('totalcount="2"');
    expect(body).toContain('<TAXTYPE>Purchase</TAXTYPE>');
  });

  it('is created by create_taxdetail and used on an invoice of its entity', async () => {
    expect(await post(detail(), 'CA')).toContain('<key>');
    const taxes = '<taxentries><taxentry><detailid>HST 13</detailid><trx_tax></trx_tax></taxentry></taxentries>';
    expect(await post(invoice({ lines: line({ rest: taxes }) }), 'CA')).toContain('<key>');
    expect(await payables.balances('CAD')).toEqual({ '1200': '113', '2200': '-13', '4000': '-100' });
    expect(await post(invoice({ number: 'SI-2', lines: line({ rest: taxes }) }), 'UK')).toContain('Invalid tax detail');
  });

  it.each([
    ['an unknown account', detail().replace('2200', '9'), 'BL01001973', "Invalid GL account '9'"],
    ['a type that is none', detail('', 'Sales'), 'BL03000018', "taxtype 'Sales'"],
    [
      'an authority before the account',
      detail().replace('<glaccountno>', '<taxauthority>x</taxauthority><glaccountno>'),
      'XL03000003',
      '',
    ],
    ['a detail that exists', detail().replace('HST 13', 'CA GST'), 'BL34000061', 'Another TaxDetail'],
  ])('refuses %s', async (_, element, number, text) => {
    const body = await post(element, 'CA');
    expect(body).toContain(number);
    expect(body).toContain(text);
  });
});

describe('get_list', () => {
  const schedule = (id: string, type = 'Sale'): string =>
    `<create_taxschedule><scheduleid>${id}</scheduleid><taxtype>${type}</taxtype></create_taxschedule>`;

  it('answers schedules and their details with lowercase fields', async () => {
    expect(await post('<get_list object="taxschedule"/>')).toContain(
      '<listtype start="0" end="2" total="3">taxschedule</listtype><data><taxschedule><scheduleid>UK sales</scheduleid><description/><taxtype>Sale</taxtype><status>active</status></taxschedule>',
    );
    expect(await post('<get_list object="taxscheduledetail"/>')).toContain(
      '<taxscheduledetail><scheduleid>UK sales</scheduleid><detailid>UK OLD</detailid></taxscheduledetail>',
    );
  });

  it('filters, sorts, chooses fields, and pages by start and maxitems', async () => {
    const filter =
      '<filter><logical logical_operator="or"><expression><field>taxtype</field><operator>=</operator><value>Purchase</value></expression>' +
      '<expression><field>status</field><operator>=</operator><value>inactive</value></expression></logical></filter>';
    const sorts = '<sorts><sortfield order="desc">scheduleid</sortfield></sorts>';
    const list = (attributes: string): string =>
      `<get_list object="taxschedule"${attributes}>${filter}${sorts}<fields><field>scheduleid</field></fields></get_list>`;
    expect(await post(list(''))).toContain(
      '<listtype start="0" end="1" total="2">taxschedule</listtype><data><taxschedule><scheduleid>UK purchases</scheduleid></taxschedule><taxschedule><scheduleid>Empty</scheduleid></taxschedule></data>',
    );
    expect(await post(list(' start="1" maxitems="1"'))).toContain(
      '<listtype start="1" end="1" total="2">taxschedule</listtype><data><taxschedule><scheduleid>Empty</scheduleid></taxschedule></data>',
    );
  });

  it('knows schedules made through the gateway, with details of their own type only', async () => {
    await post(schedule('New'));
    const add = (detailId: string): Promise<string> =>
      post(
        `<create_taxscheduledetail><scheduleid>New</scheduleid><detailid>${detailId}</detailid></create_taxscheduledetail>`,
      );
    expect(await add('UK VAT 20')).toContain('<key>');
    expect(await add('UK IN 20')).toContain("Invalid tax detail 'UK IN 20' specified.");
    expect(await add('UK VAT 20')).toContain('BL34000061');
    expect(await post(schedule('New'))).toContain('BL34000061');
    const filter =
      '<filter><expression><field>scheduleid</field><operator>like</operator><value>N%</value></expression></filter>';
    expect(await post(`<get_list object="taxscheduledetail">${filter}</get_list>`)).toContain('total="1"');
  });

  it.each([
    ['an object that is not here', '<get_list object="icitem"/>', 'not in the sandbox'],
    [
      'an unknown field',
      '<get_list object="taxschedule"><fields><field>x</field></fields></get_list>',
      'cannot be queried: x',
    ],
    ['no object', '<get_list/>', 'XL03000003'],
    [
      'fields before the filter',
      '<get_list object="taxschedule"><fields><field>scheduleid</field></fields><filter><expression><field>scheduleid</field><operator>=</operator><value>x</value></expression></filter></get_list>',
      'XL03000003',
    ],
    [
      'a condition alone in logical',
      '<get_list object="taxschedule"><filter><logical logical_operator="and"><expression><field>scheduleid</field><operator>=</operator><value>x</value></expression></logical></filter></get_list>',
      'XL03000003',
    ],
  ])('refuses %s', async (_, element, text) => {
    expect(await post(element)).toContain(text);
  });
});

describe('the company', () => {
  it('tells its preferences by application', async () => {
    expect(await post('<get_companyprefs application="AP"/>')).toContain(
      '<companypref><application>AP</application><preference>REFUSEDUPLICATEBILLS</preference><prefvalue>true</prefvalue></companypref>',
    );
  });

  it('tells up to which day its books are closed, in either shape', async () => {
    expect(await post('<get_closedbooksdate/>')).toContain('<closedbooksdate>01/31/2026</closedbooksdate>');
    expect(await post('<get_closedbooksdate/>', 'UK')).toContain('<closedbooksdate>02/28/2026</closedbooksdate>');
    await payables.sandbox.admin('PATCH', '/settings', { closedBooksDateShape: 'parts' });
    expect(await post('<get_closedbooksdate/>')).toContain(
      '<closedbooksdate><year>2026</year><month>01</month><day>31</day></closedbooksdate>',
    );
  });
});
