import { call, invoice, request, startTestSandbox, type TestSandbox } from './gateway-client';

let sandbox: TestSandbox;
let last = 0;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.stop());

async function post(element: string): Promise<string> {
  last += 1;
  return (await sandbox.post(request(call(`f${last}`, element)))).body.replaceAll('&#039;', "'");
}

const customer = (rest: string): string =>
  `<create><CUSTOMER><NAME>New Ltd</NAME><CUSTOMERID>C2</CUSTOMERID><DISPLAYCONTACT><PRINTAS>New Ltd</PRINTAS></DISPLAYCONTACT>${rest}</CUSTOMER></create>`;

describe('generic create', () => {
  it('makes a customer that can be invoiced at once', async () => {
    expect(await post(customer('<TERMNAME>N30</TERMNAME>'))).toContain(
      '<customer><RECORDNO>4</RECORDNO><CUSTOMERID>C2</CUSTOMERID></customer>',
    );
    expect(await post(invoice({ customer: 'C2' }))).toContain('<key>');
  });

  it.each([
    [
      'a customer that exists',
      customer('').replace('C2', 'C1'),
      'BL34000061',
      'Another Customer with the given value(s) C1  already exists',
    ],
    [
      'an account that exists',
      '<create><GLACCOUNT><ACCOUNTNO>4000</ACCOUNTNO><TITLE>x</TITLE><ACCOUNTTYPE>incomestatement</ACCOUNTTYPE><NORMALBALANCE>credit</NORMALBALANCE></GLACCOUNT></create>',
      'BL01001973',
      'Duplicate account number',
    ],
    ['an unknown parent', customer('<PARENTID>X</PARENTID>'), 'BL01001973', "Invalid Customer 'X' specified."],
    ['an unknown term', customer('<TERMNAME>X</TERMNAME>'), 'BL01001973', "Invalid term 'X' specified."],
    [
      'a contact that does not exist',
      customer('<BILLTO><CONTACTNAME>X</CONTACTNAME></BILLTO>'),
      'BL01001973',
      "Invalid contact 'X' specified.",
    ],
    [
      'a bad e-mail address',
      '<create><CONTACT><CONTACTNAME>A</CONTACTNAME><PRINTAS>A</PRINTAS><EMAIL1>nope</EMAIL1></CONTACT></create>',
      'BL03000018',
      'Illegal format for Contactversion : Primary Email Address',
    ],
    [
      'a department without TITLE',
      '<create><DEPARTMENT><DEPARTMENTID>5</DEPARTMENTID></DEPARTMENT></create>',
      'BL03000018',
      'TITLE',
    ],
    [
      'a field that the object has not',
      customer('<DELIVERYOPTIONS>Print</DELIVERYOPTIONS>'),
      'BL03000018',
      "'DELIVERYOPTIONS'",
    ],
    [
      'a lowercase field',
      '<create><DEPARTMENT><DEPARTMENTID>5</DEPARTMENTID><title>x</title></DEPARTMENT></create>',
      'BL03000018',
      "'title'",
    ],
    ['a boolean that is none', customer('<ONHOLD>yes</ONHOLD>'), 'BL03000018', 'ONHOLD'],
    ['a word that is none', customer('<STATUS>asleep</STATUS>'), 'BL03000018', 'STATUS'],
    ['an unknown object', '<create><NOTHING/></create>', 'Query Failed', 'Object definition NOTHING not found'],
    [
      'an invoice, which only create_invoice makes',
      '<create><ARINVOICE><CUSTOMERID>C1</CUSTOMERID></ARINVOICE></create>',
      'BL01001973',
      'does not support create',
    ],
  ])('refuses %s', async (_, element, number, text) => {
    const body = await post(element);
    expect(body).toContain(`<errormessage><error><errorno>${number}</errorno>`);
    expect(body).toContain(text);
  });
});

describe('generic update and delete', () => {
  it('change what is sent, clear what is empty, keep the rest', async () => {
    await post(customer('<TERMNAME>N30</TERMNAME><COMMENTS>old</COMMENTS>'));
    expect(
      await post('<update><CUSTOMER><CUSTOMERID>C2</CUSTOMERID><COMMENTS/><ONHOLD>true</ONHOLD></CUSTOMER></update>'),
    ).toContain('<function>update</function>');
    const body = await post(
      '<readByName><object>CUSTOMER</object><keys>C2</keys><fields>NAME,TERMNAME,COMMENTS,ONHOLD</fields></readByName>',
    );
    expect(body).toContain('<NAME>New Ltd</NAME><TERMNAME>N30</TERMNAME><COMMENTS/><ONHOLD>true</ONHOLD>');
  });

  it('find by RECORDNO too, and refuse what is not there', async () => {
    expect(await post('<update><CUSTOMER><RECORDNO>1</RECORDNO><NAME>Renamed</NAME></CUSTOMER></update>')).toContain(
      '<CUSTOMERID>C1</CUSTOMERID>',
    );
    expect(await post('<update><CUSTOMER><CUSTOMERID>X</CUSTOMERID><NAME>y</NAME></CUSTOMER></update>')).toContain(
      "Cannot find customer with key 'X' to update.",
    );
    expect(await post('<delete><object>CUSTOMER</object><keys>X</keys></delete>')).toContain(
      "Cannot find customer with key 'X' to delete.",
    );
  });

  it('delete what nothing uses', async () => {
    await post(invoice());
    expect(await post('<delete><object>CUSTOMER</object><keys>C1</keys></delete>')).toContain('has transactions');
    expect(await post('<delete><object>CUSTOMER</object><keys>HELD,GONE</keys></delete>')).toContain(
      'success</status><function>delete',
    );
  });

  it('keep fields that only the gateway knows when the admin port changes others', async () => {
    await post(customer('<COMMENTS>kept</COMMENTS>'));
    await sandbox.admin('PATCH', '/masters/customers/C2', { onHold: true });
    expect(
      await post('<readByName><object>CUSTOMER</object><keys>C2</keys><fields>COMMENTS,ONHOLD</fields></readByName>'),
    ).toContain('<COMMENTS>kept</COMMENTS><ONHOLD>true</ONHOLD>');
  });
});

it('create_arterm makes a term that counts its days', async () => {
  await post(
    '<create_arterm><name>N7</name><due><dueday>7</dueday><duefrom>from invoice/bill date</duefrom></due></create_arterm>',
  );
  await post(invoice({ due: '<termname>N7</termname>' }));
  expect(await sandbox.admin('GET', '/invoices')).toMatchObject([{ WHENDUE: '2026-04-07' }]);
});

describe('admin port', () => {
  it('gives back the company that was put', async () => {
    const company = (await sandbox.admin('GET', '/company')) as {
      companyId: string;
      locations: unknown[];
      accounts: unknown[];
    };
    expect(company).toMatchObject({
      companyId: 'GULF',
      receivablesAccountNo: '1200',
      closedPeriods: [{ month: '2026-01' }, { month: '2026-02', entityId: 'UK' }],
    });
    expect(company.locations).toHaveLength(2);
    expect(company.accounts).toContainEqual(expect.objectContaining({ accountNo: '4010', requires: ['DEPARTMENT'] }));
    await sandbox.admin('PUT', '/company', company);
    expect(await sandbox.admin('GET', '/company')).toEqual(company);
  });

  it('posts opening invoices with a company', async () => {
    const company = (await sandbox.admin('GET', '/company')) as object;
    const opening = {
      entityId: 'UK',
      customerId: 'C1',
      invoiceNumber: 'OLD-1',
      invoiceDate: '2025-12-01',
      dueDate: '2025-12-31',
      currency: 'GBP',
      accountNo: '4000',
      amount: '50.00',
    };
    await sandbox.admin('PUT', '/company', { ...company, openingInvoices: [opening] });
    expect(await sandbox.admin('GET', '/ledger?by=entity,account')).toMatchObject({
      rows: [
        { entity: 'UK', account: '1200', baseAmount: '50' },
        { entity: 'UK', account: '4000', baseAmount: '-50' },
      ],
      trialBalance: [{ entity: 'UK', baseAmount: '0', debits: '50' }],
    });
  });

  it.each([
    ['PUT', '/company', { companyId: 'X' }],
    ['PUT', '/masters/customers/C9', { customerId: 'C8', name: 'Other' }],
    ['PATCH', '/masters/customers/NOBODY', { onHold: true }],
    ['PUT', '/masters/elephants/1', {}],
    ['DELETE', '/masters/customers/NOBODY', undefined],
    ['POST', '/periods/March/close', undefined],
    ['PATCH', '/settings', { noSuchSetting: 1 }],
    ['POST', '/faults', { kind: 'earthquake' }],
    ['GET', '/ledger?by=colour', undefined],
  ])('refuses %s %s that makes no sense', async (method, path, body) => {
    await expect(sandbox.admin(method, path, body)).rejects.toThrow(/came 4\d\d /);
  });

  it('changes only the settings that are named', async () => {
    await sandbox.admin('PATCH', '/settings', { lengths: { memo: 5 } });
    expect(await sandbox.admin('GET', '/settings')).toMatchObject({
      supportIdShare: 0,
      lengths: { memo: 5, batchTitle: 80 },
    });
  });
});
