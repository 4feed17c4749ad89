import {
  call,
  control,
  invoice,
  invoicesNumbered,
  line,
  login,
  request,
  startTestSandbox,
  type TestSandbox,
} from './gateway-client';

let sandbox: TestSandbox;
let last = 0;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.stop());

async function post(element: string, entity: string | null = 'US'): Promise<string> {
  last += 1;
  return (
    await sandbox.post(request(call(`f${last}`, element), { authentication: login(entity ?? undefined) }))
  ).body.replaceAll('&#039;', "'");
}

async function ledger(by: string): Promise<unknown> {
  return ((await sandbox.admin('GET', `/ledger?by=${by}`)) as { rows: unknown }).rows;
}

function entry(detail: string, tax: string): string {
  return `<taxentries><taxentry><detailid>${detail}</detailid><trx_tax>${tax}</trx_tax></taxentry></taxentries>`;
}

describe('create_invoice posts', () => {
  it('debit receivables, credit the line', async () => {
    expect(await post(invoice())).toContain('<key>1</key>');
    expect(await ledger('account,customer,entity,period,currency')).toEqual([
      {
        account: '1200',
        customer: 'C1',
        entity: 'US',
        period: '2026-03',
        currency: 'USD',
        documentAmount: '100',
        baseAmount: '100',
      },
      {
        account: '4000',
        customer: 'C1',
        entity: 'US',
        period: '2026-03',
        currency: 'USD',
        documentAmount: '-100',
        baseAmount: '-100',
      },
    ]);
  });

  it('on dateposted, when it differs from the date of the invoice', async () => {
    const posted = '<dateposted><year>2026</year><month>04</month><day>01</day></dateposted><termname>N30</termname>';
    await post(invoice({ due: posted }));
    expect(await ledger('period')).toEqual([{ period: '2026-04', documentAmount: '0', baseAmount: '0' }]);
  });

  it('given tax as it is, and computed tax where it is left blank', async () => {
    const lines = line({ rest: entry('UK VAT 20', '19.99') }) + line({ amount: '10.33', rest: entry('UK VAT 20', '') });
    expect(await post(invoice({ lines }), 'UK')).toContain('<key>');
    expect(await ledger('account')).toEqual([
      { account: '1200', documentAmount: '132.39', baseAmount: '132.39' },
      { account: '2200', documentAmount: '-22.06', baseAmount: '-22.06' },
      { account: '4000', documentAmount: '-110.33', baseAmount: '-110.33' },
    ]);
  });

  it('two taxes on one line', async () => {
    const two = `<taxentries><taxentry><detailid>CA GST</detailid><trx_tax>5.00</trx_tax></taxentry><taxentry><detailid>CA GST</detailid><trx_tax>7.00</trx_tax></taxentry></taxentries>`;
    await post(invoice({ lines: line({ rest: two }) }), 'CA');
    expect(await ledger('account')).toContainEqual({ account: '2200', documentAmount: '-12', baseAmount: '-12' });
  });

  it('a foreign currency at its rate, and still balances in base to the cent', async () => {
    const lines = line({ amount: '33.33' }) + line({ amount: '33.33' }) + line({ amount: '-0.01' });
    await post(
      invoice({ lines, afterNumber: '<basecurr>USD</basecurr><currency>EUR</currency><exchrate>1.0855</exchrate>' }),
    );
    expect(await ledger('account,currency')).toEqual([
      { account: '1200', currency: 'EUR', documentAmount: '66.65', baseAmount: '72.35' },
      { account: '4000', currency: 'EUR', documentAmount: '-66.65', baseAmount: '-72.35' },
    ]);
  });

  it('a foreign currency at the daily rate, when there is one', async () => {
    const foreign = invoice({ afterNumber: '<currency>CAD</currency><exchratetype>Intacct Daily Rate</exchratetype>' });
    expect(await post(foreign)).toContain('No exchange rate of type');
    await sandbox.admin('PATCH', '/settings', { dailyRates: { 'CAD/USD': '0.73' } });
    await post(foreign);
    expect(await ledger('account')).toContainEqual({ account: '1200', documentAmount: '100', baseAmount: '73' });
  });

  it('amounts rounded to two decimals, each for itself', async () => {
    await post(invoice({ lines: line({ amount: '10.005' }) + line({ amount: '10.004' }) }));
    expect(await ledger('account')).toContainEqual({ account: '1200', documentAmount: '20.01', baseAmount: '20.01' });
  });

  it('nothing for a draft', async () => {
    expect(await post(invoice({ due: '<termname>N30</termname><action>Draft</action>' }))).toContain('<key>');
    expect(await ledger('account')).toEqual([]);
  });
});

describe('create_invoice keeps', () => {
  it('what it was told, and by whom', async () => {
    const rest = '<memo>Plate</memo><locationid>HOU</locationid><departmentid>10</departmentid>';
    const after =
      '<ponumber>PO-7</ponumber><description>Order 9</description><externalid>x-1</externalid><shipto><contactname>Dock 1</contactname></shipto>';
    await post(invoice({ lines: line({ rest }), afterNumber: after }));
    expect(await sandbox.admin('GET', '/invoices')).toMatchObject([
      {
        RECORDNO: '1',
        RECORDID: 'SI-1',
        STATE: 'Posted',
        CUSTOMERNAME: "O'Neill & Sons",
        DOCNUMBER: 'PO-7',
        DESCRIPTION: 'Order 9',
        WHENCREATED: '2026-03-31',
        WHENDUE: '2026-04-30',
        TRX_TOTALDUE: '100',
        SHIPTORETURNTOCONTACTNAME: 'Dock 1',
        CREATEDBY: 'svc',
        externalId: 'x-1',
        entity: 'US',
        controlId: `f${last}`,
        requestControlId: 'request-1',
        lines: [
          {
            LINE_NO: '1',
            ACCOUNTNO: '4000',
            TRX_AMOUNT: '100',
            ENTRYDESCRIPTION: 'Plate',
            LOCATIONID: 'HOU',
            DEPARTMENTID: '10',
          },
        ],
      },
    ]);
  });

  it('custom fields that the company has, so that they can be asked for', async () => {
    await sandbox.admin('PATCH', '/settings', { customFields: { ARINVOICE: ['HUB_KEY'] } });
    const custom =
      '<customfields><customfield><customfieldname>HUB_KEY</customfieldname><customfieldvalue>k-1</customfieldvalue></customfield></customfields>';
    await post(invoice({ afterNumber: custom }));
    const asked =
      '<query><select><field>RECORDID</field></select><object>ARINVOICE</object><filter><equalto><field>HUB_KEY</field><value>k-1</value></equalto></filter></query>';
    expect(await post(asked)).toContain('<RECORDID>SI-1</RECORDID>');
  });

  it('tax as further items that name their line', async () => {
    await post(invoice({ lines: line({ rest: entry('UK VAT 20', '20.00') }) }), 'UK');
    const [kept] = (await sandbox.admin('GET', '/invoices')) as { lines: Record<string, string>[] }[];
    expect(kept?.lines[1]).toMatchObject({
      PARENTENTRY: kept?.lines[0]?.RECORDNO,
      SUBTOTAL: 'T',
      TRX_AMOUNT: '20',
      DETAILID: 'UK VAT 20',
    });
  });

  it('a ship-to contact that is written out in the invoice', async () => {
    const contact =
      '<contact><contactname>Dock 2</contactname><printas>Dock 2</printas><mailaddress><city>Leeds</city></mailaddress></contact>';
    await post(invoice({ afterNumber: `<shipto>${contact}</shipto>` }));
    expect(await sandbox.admin('GET', '/masters/contacts/Dock 2')).toMatchObject({ printAs: 'Dock 2', city: 'Leeds' });
  });
});

describe('create_invoice refuses', () => {
  it('a number that is taken, if the company refuses that', async () => {
    await post(invoice());
    const body = await post(invoice());
    expect(body).toContain(
      "<errorno>BL03002185</errorno><description/><description2>A transaction with the number 'SI-1' already exists.</description2>",
    );
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(1);
  });

  it('lines of two entities at top level', async () => {
    const lines = line({ rest: '<locationid>HOU</locationid>' }) + line({ rest: '<locationid>UK</locationid>' });
    expect(await post(invoice({ lines }), null)).toContain('must belong to one entity');
  });

  it('tax entries at top level without a tax solution, since two entities have one', async () => {
    const lines = line({ rest: `<locationid>UK</locationid>${entry('UK VAT 20', '20')}` });
    expect(await post(invoice({ lines }), null)).toContain('Tax solution is required');
    expect(
      await post(invoice({ lines, afterNumber: '<taxsolutionid>United Kingdom - VAT</taxsolutionid>' }), null),
    ).toContain('<key>');
  });

  it('nothing once the cause is gone', async () => {
    expect(await post(invoice({ customer: 'HELD' }))).toContain('on hold');
    await sandbox.admin('PATCH', '/masters/customers/HELD', { onHold: false });
    expect(await post(invoice({ customer: 'HELD' }))).toContain('<key>');
    expect(await post(invoice({ date: '2026-01-15', number: 'SI-2' }))).toContain('is closed');
    await sandbox.admin('POST', '/periods/2026-01/open');
    expect(await post(invoice({ date: '2026-01-15', number: 'SI-2' }))).toContain('<key>');
    await sandbox.admin('POST', '/periods/2026-03/close', { entityId: 'US' });
    expect(await post(invoice({ number: 'SI-3' }))).toContain('is closed');
  });

  it('with a support id now and then', async () => {
    await sandbox.admin('PATCH', '/settings', { supportIdShare: 1 });
    expect(await post(invoice({ customer: 'X' }))).toMatch(
      /Invalid Customer 'X' specified\. \[Support ID: \w+%7E\w+\]/,
    );
  });
});

describe('reverse_invoice and delete_invoice', () => {
  const reverse = (day: string): string =>
    `<reverse_invoice key="1"><datereversed><year>2026</year><month>04</month><day>${day}</day></datereversed></reverse_invoice>`;

  it('mirror the invoice on the day of the reversal, once', async () => {
    await post(invoice());
    expect(await post(reverse('02'))).toContain('<status>success</status><function>reverse_invoice</function>');
    expect(await ledger('account,period')).toEqual([
      { account: '1200', period: '2026-03', documentAmount: '100', baseAmount: '100' },
      { account: '1200', period: '2026-04', documentAmount: '-100', baseAmount: '-100' },
      { account: '4000', period: '2026-03', documentAmount: '-100', baseAmount: '-100' },
      { account: '4000', period: '2026-04', documentAmount: '100', baseAmount: '100' },
    ]);
    expect(await post(reverse('03'))).toContain('cannot be reversed: it is Reversed');
  });

  it('take an invoice and its entries away, unless its period is closed', async () => {
    await post(invoice());
    await sandbox.admin('POST', '/periods/2026-03/close');
    expect(await post('<delete_invoice key="1"/>')).toContain('is closed');
    await sandbox.admin('POST', '/periods/2026-03/open');
    expect(await post('<delete_invoice key="1"/>')).toContain(
      '<status>success</status><function>delete_invoice</function>',
    );
    expect(await ledger('account')).toEqual([]);
    expect(await post('<delete_invoice key="1"/>')).toContain("Cannot find invoice with key '1' to delete.");
  });

  it('find an invoice by its external key', async () => {
    await post(invoice({ afterNumber: '<externalid>hub-1</externalid>' }));
    expect(await post('<delete_invoice key="hub-1" externalkey="true"/>')).toContain('success</status><function>');
  });
});

it('counts one API transaction for an invoice of any length, and none for a refusal', async () => {
  await post(invoice({ lines: line().repeat(50) }));
  await post(invoice({ customer: 'X', number: 'SI-2' }));
  const both = call('x1', invoice({ number: 'SI-3' })) + call('x2', invoice({ customer: 'X' }));
  await sandbox.post(request(both, { transaction: 'true', control: control() }));
  expect(await sandbox.admin('GET', '/statistics')).toMatchObject({
    transactions: 1,
    transactionsByFunction: { create_invoice: 1 },
    refusalsByNumber: { BL01001973: 2 },
  });
});
