import { bill, billLine, firstText, type PayablesSandbox, startPayablesSandbox, taxEntries } from './payables-company';

let payables: PayablesSandbox;
let post: PayablesSandbox['post'];
beforeEach(async () => {
  payables = await startPayablesSandbox();
  ({ post } = payables);
});
afterEach(() => payables.sandbox.stop());

const readBill = (key = '1'): Promise<string> => post(`<read><object>APBILL</object><keys>${key}</keys></read>`, '');
const updateBill = (rest: string): Promise<string> =>
  post(`<update><APBILL><RECORDNO>1</RECORDNO>${rest}</APBILL></update>`);

describe('create APBILL', () => {
  it('debits the lines, credits payables, and answers RECORDNO', async () => {
    const lines = billLine() + billLine({ account: '6000', amount: '20.005' });
    expect(await post(bill({ lines }))).toContain(
      '<data listtype="objects" count="1"><apbill><RECORDNO>1</RECORDNO></apbill></data>',
    );
    expect(await payables.balances()).toEqual({ '2000': '-120.01', '2100': '100', '6000': '20.01' });
  });

  it('is read back with words, dates and lowercase item rows', async () => {
    await post(
      bill({ header: '<DOCNUMBER>PO-12</DOCNUMBER><DESCRIPTION>coil</DESCRIPTION><TERMNAME>1/5 N30</TERMNAME>' }),
    );
    const body = await readBill();
    expect(body).toContain('<RECORDTYPE>pi</RECORDTYPE><RECORDID>B-1</RECORDID><STATE>Posted</STATE>');
    expect(body).toContain('<WHENCREATED>03/31/2026</WHENCREATED>');
    expect(body).toContain('<WHENDISCOUNT>04/05/2026</WHENDISCOUNT><WHENDUE>04/30/2026</WHENDUE>');
    expect(body).toContain('<MODULEKEY>3.AP</MODULEKEY>');
    expect(body).toMatch(/<APBILLITEMS><apbillitem>.*<RECORDKEY>1<\/RECORDKEY><LINE_NO>1<\/LINE_NO><ACCOUNTNO>2100/);
    expect(firstText(body, 'TRX_TOTALDUE')).toBe('100');
  });

  it('takes the input tax to its account and owes the vendor line and tax', async () => {
    const lines = billLine({ rest: taxEntries(['UK IN 20', '']) });
    expect(await post(bill({ lines }), 'UK')).toContain('success</status><function>create');
    expect(await payables.balances('GBP')).toEqual({ '2000': '-120', '2100': '100', '2250': '20' });
  });

  it('owes and reclaims a reverse charge at once, and the vendor gets none of it', async () => {
    const lines = billLine({ rest: taxEntries(['UK RC 20', '20.00']) });
    await post(bill({ lines }), 'UK');
    expect(await payables.balances('GBP')).toEqual({ '2000': '-100', '2100': '100', '2200': '-20', '2250': '20' });
    expect(firstText(await readBill(), 'TRX_TOTALENTERED')).toBe('100');
  });

  it('keeps the books in base currency beside the document currency', async () => {
    const header = '<CURRENCY>EUR</CURRENCY><EXCHANGE_RATE>1.1</EXCHANGE_RATE>';
    await post(bill({ header, lines: billLine({ amount: '10.05' }) }));
    expect(await payables.sandbox.admin('GET', '/payables?vendorId=V1')).toMatchObject({
      open: [{ number: 'B-1', currency: 'EUR', openDocument: '10.05', openBase: '11.06' }],
      totals: [{ vendorId: 'V1', currency: 'EUR', openDocument: '10.05' }],
    });
    expect(await readBill()).toContain('<TOTALDUE>11.06</TOTALDUE>');
  });

  it('keeps a draft out of the ledger until it is submitted', async () => {
    await post(bill({ due: '', header: '<ACTION>Draft</ACTION>' }));
    expect(await payables.balances()).toEqual({});
    expect(await readBill()).toContain('<STATE>Draft</STATE>');
    expect(await updateBill('<ACTION>Submit</ACTION>')).toContain('Missing required field WHENDUE');
    await updateBill('<ACTION>Submit</ACTION><WHENDUE>04/30/2026</WHENDUE>');
    expect(await payables.balances()).toEqual({ '2000': '-100', '2100': '100' });
  });

  const uk = (line: string): string => bill({ lines: line });
  it.each([
    [
      'a number that the vendor used before',
      bill(),
      'BL03002185',
      "A transaction with the number 'B-1' already exists.",
    ],
    ['an unknown vendor', bill({ vendor: 'X', number: '2' }), 'BL01001973', "Invalid Vendor 'X' specified."],
    ['an inactive vendor', bill({ vendor: 'GONE', number: '2' }), 'BL01001973', "Vendor 'GONE' is inactive."],
    ['a vendor on hold', bill({ vendor: 'HELD', number: '2' }), 'BL01001973', "Vendor 'HELD' is on hold."],
    ['a vendor restricted to another entity', bill({ vendor: 'UKONLY', number: '2' }), 'BL01001973', 'is restricted'],
    ['a vendor of the top level', bill({ vendor: 'ROOT', number: '2' }), 'BL01001973', 'is restricted'],
    ['no due date, whatever the term', bill({ number: '2', due: '<TERMNAME>N30</TERMNAME>' }), 'BL03000018', 'WHENDUE'],
    [
      'a term of customers',
      bill({ number: '2', header: '<TERMNAME>N31</TERMNAME>' }),
      'BL01001973',
      "Invalid term 'N31'",
    ],
    ['an inactive term', bill({ number: '2', header: '<TERMNAME>OLD</TERMNAME>' }), 'BL01001973', "Invalid term 'OLD'"],
    [
      'an unknown account',
      bill({ number: '2', lines: billLine({ account: '9' }) }),
      'BL01001973',
      "Invalid GL account '9'",
    ],
    [
      'a total below zero',
      bill({ number: '2', lines: billLine({ amount: '-1' }) }),
      'BL01001973',
      'cannot be negative',
    ],
    ['no lines', bill({ number: '2', lines: ' ' }), 'BL03000018', 'at least one line'],
    [
      'tax where there is none',
      bill({ number: '2', lines: billLine({ rest: taxEntries(['UK IN 20', '']) }) }),
      'BL01001973',
      'no tax solution',
    ],
    [
      'an unknown contact to pay to',
      bill({ number: '2', header: '<BILLTOPAYTOCONTACTNAME>X</BILLTOPAYTOCONTACTNAME>' }),
      'BL01001973',
      "Invalid contact 'X'",
    ],
    [
      'LOCATION, which a line of a bill does not have',
      bill({ number: '2', lines: billLine({ rest: '<LOCATION>HOU</LOCATION>' }) }),
      'BL03000018',
      "'LOCATION'",
    ],
    [
      'an action that is none',
      bill({ number: '2', header: '<ACTION>Post</ACTION>' }),
      'BL03002129',
      "Invalid Action 'Post'",
    ],
    [
      'a foreign currency without a rate',
      bill({ number: '2', header: '<CURRENCY>EUR</CURRENCY>' }),
      'BL01001973',
      'exchange rate is required',
    ],
    [
      'a line total that is not line and taxes',
      uk(billLine({ rest: '<TOTALTRXAMOUNT>100.01</TOTALTRXAMOUNT>' })).replace('B-1', '2'),
      'BL01001973',
      'TOTALTRXAMOUNT',
    ],
  ])('refuses %s', async (_, element, number, text) => {
    await post(bill());
    const body = await post(element);
    expect(body).toContain(`<errormessage><error><errorno>${number}</errorno>`);
    expect(body).toContain(text);
    expect(body).toContain('Could not create APBill record!');
    expect(await payables.balances()).toEqual({ '2000': '-100', '2100': '100' });
  });

  it('refuses a detail of sales, and at top level entries without a tax solution', async () => {
    const sale = bill({ lines: billLine({ rest: taxEntries(['UK VAT 20', '']) }) });
    expect(await post(sale, 'UK')).toContain("Invalid tax detail 'UK VAT 20' specified.");
    const atTop = bill({ lines: billLine({ rest: `<LOCATIONID>UK</LOCATIONID>${taxEntries(['UK IN 20', ''])}` }) });
    expect(await post(atTop, '')).toContain('Tax solution is required');
  });

  it('refuses a closed period by its posting date', async () => {
    expect(await post(bill({ header: '<WHENPOSTED>01/31/2026</WHENPOSTED>' }))).toContain('01/31/2026 is closed');
  });

  it('takes the number of another vendor, and any number where the company lets it', async () => {
    await post(bill());
    expect(await post(bill({ vendor: 'V2' }))).toContain('success</status><function>create');
    const company = (await payables.sandbox.admin('GET', '/company')) as { preferences: object };
    await payables.sandbox.admin('PUT', '/company', {
      ...company,
      preferences: { ...company.preferences, refuseDuplicateBillNumbers: false, refuseBillsForVendorsOnHold: false },
    });
    await post(bill());
    expect(await post(bill())).toContain('success</status><function>create');
    expect(await post(bill({ vendor: 'HELD' }))).toContain('success</status><function>create');
  });

  it('can take the due date from the term where the setting says so', async () => {
    await payables.sandbox.admin('PATCH', '/settings', { billDueDateRequired: false });
    await post(bill({ due: '<TERMNAME>N30</TERMNAME>' }));
    expect(firstText(await readBill(), 'WHENDUE')).toBe('04/30/2026');
  });
});

describe('update and delete APBILL', () => {
  it('edit the header only when no lines are sent', async () => {
    await post(bill());
    await updateBill('<DESCRIPTION>changed</DESCRIPTION>');
    const body = await readBill();
    expect(body).toContain('<DESCRIPTION>changed</DESCRIPTION>');
    expect(body).toContain('<TRX_AMOUNT>100</TRX_AMOUNT>');
    expect(await payables.balances()).toEqual({ '2000': '-100', '2100': '100' });
  });

  it('keep only the lines that are sent', async () => {
    await post(bill({ lines: billLine() + billLine({ account: '6000', amount: '5.00' }) }));
    const kept = '<APBILLITEM><RECORDNO>1</RECORDNO></APBILLITEM>';
    await updateBill(`<APBILLITEMS>${kept}${billLine({ account: '5000', amount: '7.00' })}</APBILLITEMS>`);
    expect(await payables.balances()).toEqual({ '2000': '-107', '2100': '100', '5000': '7' });
    const items = await post(
      '<query><select><field>RECORDNO</field><field>ACCOUNTNO</field></select><object>APBILLITEM</object><orderby><order><field>RECORDNO</field></order></orderby></query>',
    );
    expect(items).toContain('<RECORDNO>1</RECORDNO><ACCOUNTNO>2100</ACCOUNTNO>');
    expect(items).not.toContain('6000');
  });

  it('keep the taxes of a line that is not sent anew', async () => {
    await post(bill({ lines: billLine({ rest: taxEntries(['UK IN 20', '19.99']) }) }), 'UK');
    await post('<update><APBILL><RECORDNO>1</RECORDNO><DESCRIPTION>x</DESCRIPTION></APBILL></update>', 'UK');
    expect(await payables.balances('GBP')).toEqual({ '2000': '-119.99', '2100': '100', '2250': '19.99' });
  });

  it('may keep its own number, but not take another of the vendor', async () => {
    await post(bill());
    await post(bill({ number: 'B-2' }));
    expect(await updateBill('<RECORDID>B-1</RECORDID>')).toContain('success</status><function>update');
    expect(await updateBill('<RECORDID>B-2</RECORDID>')).toContain('BL03002185');
  });

  it('take it from the ledger and from what the vendor is owed', async () => {
    await post(bill());
    const due = (): Promise<string> =>
      post('<readByName><object>VENDOR</object><keys>V1</keys><fields>TOTALDUE</fields></readByName>');
    expect(await due()).toContain('<TOTALDUE>100</TOTALDUE>');
    expect(await post('<delete><object>APBILL</object><keys>1</keys></delete>')).toContain(
      'success</status><function>delete',
    );
    expect(await due()).toContain('<TOTALDUE>0</TOTALDUE>');
    expect(await payables.balances()).toEqual({});
    expect(await payables.sandbox.admin('GET', '/payables')).toEqual({ open: [], totals: [] });
  });

  it('is refused once the period is closed', async () => {
    await post(bill());
    await payables.sandbox.admin('POST', '/periods/2026-03/close');
    expect(await updateBill('<DESCRIPTION>x</DESCRIPTION>')).toContain('03/31/2026 is closed');
    expect(await post('<delete><object>APBILL</object><keys>1</keys></delete>')).toContain('03/31/2026 is closed');
  });
});

describe('create_bill', () => {
  const legacy = (middle: string): string =>
    `<create_bill><vendorid>V1</vendorid><datecreated><year>2026</year><month>03</month><day>31</day></datecreated>${middle}` +
    '<billitems><lineitem><glaccountno>2100</glaccountno><amount>50.00</amount><memo>coil</memo></lineitem></billitems></create_bill>';

  it('answers a key and takes the due date from the term', async () => {
    expect(await post(legacy('<termname>N30</termname><billno>L-1</billno><ponumber>PO-9</ponumber>'))).toContain(
      '<key>1</key>',
    );
    const body = await readBill();
    expect(body).toContain('<WHENDUE>04/30/2026</WHENDUE>');
    expect(body).toContain('<DOCNUMBER>PO-9</DOCNUMBER>');
    expect(await payables.balances()).toEqual({ '2000': '-50', '2100': '50' });
  });

  it.each([
    ['neither due date nor term', '<billno>L-1</billno>'],
    ['the number before the term', '<billno>L-1</billno><termname>N30</termname>'],
    ['the order number before the number', '<termname>N30</termname><ponumber>PO-9</ponumber><billno>L-1</billno>'],
  ])('is refused by the schema with %s', async (_, middle) => {
    expect(await post(legacy(middle))).toContain('XL03000003');
    expect(await payables.balances()).toEqual({});
  });
});
