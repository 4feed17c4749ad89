import { call, invoice, line, login, request, startTestSandbox, type TestSandbox } from './gateway-client';

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

interface AdjustmentParts {
  readonly customer?: string;
  readonly date?: string;
  readonly number?: string;
  readonly afterNumber?: string;
  readonly lines?: string;
}

function adjustment(parts: AdjustmentParts = {}): string {
  const { customer = 'C1', date = '2026-04-02', number = 'CR-1', afterNumber = '' } = parts;
  const [year, month, day] = date.split('-');
  const lines = parts.lines ?? line({ amount: '-40.00' });
  return (
    `<create_aradjustment><customerid>${customer}</customerid>` +
    `<datecreated><year>${year}</year><month>${month}</month><day>${day}</day></datecreated>` +
    `${number === '' ? '' : `<adjustmentno>${number}</adjustmentno>`}${afterNumber}<aradjustmentitems>${lines}</aradjustmentitems></create_aradjustment>`
  );
}

function readAdjustment(recordNo: string, fields = '*'): string {
  return `<read><object>ARADJUSTMENT</object><keys>${recordNo}</keys><fields>${fields}</fields></read>`;
}

describe('create_aradjustment', () => {
  it('with a negative amount credits receivables and debits the line, and is a credit memo', async () => {
    expect(await post(adjustment({ afterNumber: '<invoiceno>SI-1</invoiceno>' }))).toContain('<key>1</key>');
    expect(await ledger('account,customer,period')).toEqual([
      { account: '1200', customer: 'C1', period: '2026-04', documentAmount: '-40', baseAmount: '-40' },
      { account: '4000', customer: 'C1', period: '2026-04', documentAmount: '40', baseAmount: '40' },
    ]);
    const fields = 'RECORDTYPE,RECORDID,STATE,DOCNUMBER,TRX_TOTALENTERED,TRX_TOTALDUE,TOTALDUE,WHENPOSTED';
    expect(await post(readAdjustment('1', fields))).toContain(
      '<ARADJUSTMENT><RECORDTYPE>ra</RECORDTYPE><RECORDID>CR-1</RECORDID><STATE>Posted</STATE><DOCNUMBER>SI-1</DOCNUMBER>' +
        '<TRX_TOTALENTERED>-40</TRX_TOTALENTERED><TRX_TOTALDUE>-40</TRX_TOTALDUE><TOTALDUE>-40</TOTALDUE><WHENPOSTED>04/02/2026</WHENPOSTED></ARADJUSTMENT>',
    );
  });

  it('with a positive amount is a debit memo', async () => {
    await post(adjustment({ lines: line({ amount: '15.50' }) }));
    expect(await ledger('account')).toEqual([
      { account: '1200', documentAmount: '15.5', baseAmount: '15.5' },
      { account: '4000', documentAmount: '-15.5', baseAmount: '-15.5' },
    ]);
  });

  it('reverses tax as it was charged, and computes what is left blank', async () => {
    const tax = '<taxentries><taxentry><detailid>UK VAT 20</detailid><trx_tax></trx_tax></taxentry></taxentries>';
    await post(adjustment({ lines: line({ amount: '-10.33', rest: tax }) }), 'UK');
    expect(await ledger('account')).toContainEqual({ account: '2200', documentAmount: '2.07', baseAmount: '2.07' });
  });

  it('refuses tax of the other sign than its line', async () => {
    const tax = '<taxentries><taxentry><detailid>UK VAT 20</detailid><trx_tax>2.00</trx_tax></taxentry></taxentries>';
    expect(await post(adjustment({ lines: line({ amount: '-10.00', rest: tax }) }), 'UK')).toContain(
      "The tax of tax detail 'UK VAT 20' must have the sign of its line's amount.",
    );
    expect(await ledger('account')).toEqual([]);
  });

  it('takes a foreign currency at its rate', async () => {
    const foreign = '<basecurr>USD</basecurr><currency>EUR</currency><exchrate>1.0855</exchrate>';
    await post(adjustment({ afterNumber: foreign }));
    expect(await ledger('account,currency')).toContainEqual({
      account: '1200',
      currency: 'EUR',
      documentAmount: '-40',
      baseAmount: '-43.42',
    });
  });

  it('leaves the ledger alone when it is a draft', async () => {
    const draft = adjustment();
    await post(
      draft.replace('<adjustmentno>CR-1</adjustmentno>', '<adjustmentno>CR-1</adjustmentno><action>Draft</action>'),
    );
    expect(await ledger('account')).toEqual([]);
  });

  it('is read with its items by the generic functions', async () => {
    await post(adjustment());
    const answer = await post(readAdjustment('1'));
    expect(answer).toContain('<ARADJUSTMENTITEMS><aradjustmentitem><RECORDNO>1</RECORDNO>');
    expect(answer).toContain('<TRX_AMOUNT>-40</TRX_AMOUNT>');
    const query =
      '<query><object>ARADJUSTMENTITEM</object><select><field>RECORDKEY</field><field>TRX_TOTALDUE</field></select></query>';
    expect(await post(query)).toContain(
      '<ARADJUSTMENTITEM><RECORDKEY>1</RECORDKEY><TRX_TOTALDUE>-40</TRX_TOTALDUE></ARADJUSTMENTITEM>',
    );
  });

  it.each([
    ['an unknown customer', adjustment({ customer: 'NOBODY' }), "Invalid Customer 'NOBODY' specified."],
    ['a customer on hold', adjustment({ customer: 'HELD' }), "Customer 'HELD' is on hold."],
    [
      'an unknown account',
      adjustment({ lines: line({ account: '9', amount: '-1' }) }),
      "Invalid GL account '9' specified.",
    ],
    ['a total of zero', adjustment({ lines: line() + line({ amount: '-100.00' }) }), 'cannot be zero'],
    ['no number', adjustment({ number: '' }), 'Document Number is missing'],
    [
      'another action',
      adjustment().replace('</adjustmentno>', '</adjustmentno><action>Post</action>'),
      "Invalid Action 'Post'",
    ],
  ])('refuses %s, and writes nothing', async (_, element, text) => {
    const answer = await post(element);
    expect(answer).toContain(text);
    expect(answer).toContain('Could not create aradjustment record!');
    expect(await ledger('account')).toEqual([]);
  });

  it('refuses a closed period', async () => {
    await sandbox.admin('POST', '/periods/2026-04/close');
    expect(await post(adjustment())).toContain('The period for the date 04/02/2026 is closed.');
  });

  it('refuses a number that is taken, unless the setting lets it', async () => {
    await post(adjustment());
    expect(await post(adjustment())).toContain('<errorno>BL03002185</errorno>');
    await sandbox.admin('PATCH', '/settings', { refuseDuplicateAdjustmentNumbers: false });
    expect(await post(adjustment())).toContain('<status>success</status><function>create_aradjustment');
  });

  it('may bear the number of an invoice', async () => {
    await post(invoice({ number: 'CR-1' }));
    expect(await post(adjustment())).toContain('<key>2</key>');
  });

  it('refuses elements out of the order of the schema before anything runs', async () => {
    const wrong = adjustment({ afterNumber: '' }).replace(
      /(<customerid>.*?<\/customerid>)(<datecreated>.*?<\/datecreated>)/,
      '$2$1',
    );
    const answer = await post(wrong);
    expect(answer).toContain('<errorno>XL03000003</errorno>');
    expect(answer).not.toContain('<operation>');
  });

  it.each(['generic delete', 'delete_aradjustment'])('is taken away by %s', async (by) => {
    await post(adjustment());
    await post(
      by === 'generic delete'
        ? '<delete><object>ARADJUSTMENT</object><keys>1</keys></delete>'
        : '<delete_aradjustment key="1"/>',
    );
    expect(await ledger('account')).toEqual([]);
    expect(await post(readAdjustment('1'))).toContain('count="0"');
  });
});

describe('a customer restricted to entities', () => {
  beforeEach(async () => {
    await post(
      `<create><CUSTOMER><CUSTOMERID>ONLYUK</CUSTOMERID><NAME>Only UK</NAME><DISPLAYCONTACT><PRINTAS>Only UK</PRINTAS></DISPLAYCONTACT>
       <OBJECTRESTRICTION>Restricted</OBJECTRESTRICTION><RESTRICTEDLOCATIONS>UK#~#CA</RESTRICTEDLOCATIONS></CUSTOMER></create>`,
      null,
    );
  });

  it.each([
    ['an invoice', invoice({ customer: 'ONLYUK' })],
    ['an adjustment', adjustment({ customer: 'ONLYUK' })],
  ])('is refused for %s of another one, and taken in its own', async (_, element) => {
    expect(await post(element)).toContain("Customer 'ONLYUK' is restricted and cannot be used in entity 'US'.");
    expect(await post(element, 'CA')).toContain('<key>');
  });

  it('is taken everywhere when the setting says that Intacct does not look', async () => {
    await sandbox.admin('PATCH', '/settings', { refuseRestrictedCustomers: false });
    expect(await post(invoice({ customer: 'ONLYUK' }))).toContain('<key>');
  });
});
