import { call, glEntry, journalEntry, login, request, startTestSandbox, type TestSandbox } from './gateway-client';

let sandbox: TestSandbox;
let last = 0;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.stop());

async function post(element: string, entity: string | undefined = 'US'): Promise<string> {
  last += 1;
  return (await sandbox.post(request(call(`f${last}`, element), { authentication: login(entity) }))).body.replaceAll(
    '&#039;',
    "'",
  );
}

async function balances(): Promise<unknown> {
  return ((await sandbox.admin('GET', '/ledger?by=account,currency')) as { rows: unknown }).rows;
}

describe('create GLBATCH', () => {
  it('posts its lines as given and answers RECORDNO', async () => {
    expect(await post(journalEntry())).toContain(
      '<data listtype="objects" count="1"><glbatch><RECORDNO>1</RECORDNO></glbatch></data>',
    );
    expect(await balances()).toEqual([
      { account: '1400', currency: 'USD', documentAmount: '-60', baseAmount: '-60' },
      { account: '5000', currency: 'USD', documentAmount: '60', baseAmount: '60' },
    ]);
  });

  it('numbers the header per journal and its lines by the header RECORDNO', async () => {
    await post(journalEntry());
    await post(journalEntry({ header: '<REFERENCENO>SI-2</REFERENCENO>' }));
    expect(await sandbox.admin('GET', '/journal-entries')).toMatchObject([
      {
        BATCHNO: '1',
        lines: [
          { BATCHNO: '1', LINE_NO: '1', entity: 'US' },
          { BATCHNO: '1', LINE_NO: '2' },
        ],
      },
      { BATCHNO: '2', REFERENCENO: 'SI-2', BATCH_DATE: '2026-03-31', lines: [{ BATCHNO: '2', BATCH_NUMBER: '2' }, {}] },
    ]);
  });

  it('takes AMOUNT for TRX_AMOUNT, as the examples of Intacct do', async () => {
    const element = journalEntry().replaceAll('TRX_AMOUNT', 'AMOUNT');
    expect(await post(element)).toContain('success</status><function>create');
  });

  const usd = '<CURRENCY>USD</CURRENCY>';
  it.each([
    ['one line', journalEntry({ credit: '' }), 'at least two lines'],
    [
      'debits that are not credits',
      journalEntry({ credit: glEntry('1400', '-1', '59.99') }),
      'do not balance: the difference is 0.01.',
    ],
    ['a side that is neither', journalEntry({ debit: glEntry('5000', 'debit', '60.00') }), 'TR_TYPE'],
    ['a negative amount', journalEntry({ debit: glEntry('5000', '1', '-60.00') }), 'must not be negative'],
    ['an amount that is none', journalEntry({ debit: glEntry('5000', '1', '') }), 'is not an amount'],
    ['no currency in a company of several', journalEntry({ debit: glEntry('5000', '1', '60.00', '') }), 'CURRENCY'],
    [
      'a foreign currency without a rate',
      journalEntry({ debit: glEntry('5000', '1', '60.00', '<CURRENCY>EUR</CURRENCY>') }),
      'exchange rate is required',
    ],
    ['an unknown account', journalEntry({ debit: glEntry('9', '1', '60.00') }), "Invalid GL account '9' specified."],
    ['an inactive account', journalEntry({ debit: glEntry('4999', '1', '60.00') }), "Account '4999' is inactive."],
    [
      'a missing department',
      journalEntry({ debit: glEntry('4010', '1', '60.00') }),
      "Department is required for account '4010'.",
    ],
    [
      'LOCATIONID, which a journal line does not have',
      journalEntry({ debit: glEntry('5000', '1', '60.00', `${usd}<LOCATIONID>HOU</LOCATIONID>`) }),
      "'LOCATIONID'",
    ],
    ['an unknown journal', journalEntry().replace('COGS<', 'GJ<'), "Invalid journal 'GJ' specified."],
    ['a date of another form', journalEntry().replace('03/31/2026', '2026-03-31'), 'BATCH_DATE'],
    ['a day that does not exist', journalEntry().replace('03/31/2026', '02/30/2026'), 'BATCH_DATE'],
    [
      'a closed period',
      journalEntry().replace('03/31/2026', '01/31/2026'),
      'The period for the date 01/31/2026 is closed.',
    ],
    ['a title of 81 characters', journalEntry({ title: 't'.repeat(81) }), 'longer than 80'],
    ['no title', journalEntry({ title: '' }), 'BATCH_TITLE'],
    [
      'a reference of 41 characters',
      journalEntry({ header: `<REFERENCENO>${'r'.repeat(41)}</REFERENCENO>` }),
      'longer than 40',
    ],
    ['a state that is none', journalEntry({ header: '<STATE>Open</STATE>' }), 'STATE'],
    ['a reversal before it', journalEntry({ header: '<REVERSEDATE>03/31/2026</REVERSEDATE>' }), 'must be after'],
  ])('refuses %s', async (_, element, text) => {
    const body = await post(element);
    expect(body).toContain(text);
    expect(body).toMatch(
      /<status>failure<\/status>.*<data listtype="objects" count="0"\/><errormessage>.*Could not create GLBatch record!/,
    );
    expect(await balances()).toEqual([]);
  });

  it('refuses what does not balance by entity, though it does in all', async () => {
    const at = (location: string): string =>
      `<CURRENCY>USD</CURRENCY><LOCATION>${location}</LOCATION><EXCHANGE_RATE>1</EXCHANGE_RATE>`;
    const entries = {
      debit: glEntry('5000', '1', '60.00', at('US')),
      credit: glEntry('1400', '-1', '60.00', at('UK')),
    };
    last += 1;
    const { body } = await sandbox.post(request(call(`f${last}`, journalEntry(entries)), { authentication: login() }));
    expect(body).toContain('do not balance for entity');
  });

  it('loses LOCATIONID in silence when unknown fields are let pass, as Intacct probably does', async () => {
    await sandbox.admin('PATCH', '/settings', { unknownFields: 'lax' });
    const debit = glEntry('5000', '1', '60.00', '<CURRENCY>USD</CURRENCY><LOCATIONID>HOU</LOCATIONID>');
    expect(await post(journalEntry({ debit }))).toContain('success</status><function>create');
    expect(await sandbox.admin('GET', '/journal-entries')).toMatchObject([
      { lines: [{ LOCATION: 'US' }, { LOCATION: 'US' }] },
    ]);
  });
});

describe('update and delete GLBATCH', () => {
  it('replace all the lines that are sent anew', async () => {
    await post(journalEntry());
    const lines = glEntry('5000', '1', '70.00') + glEntry('1400', '-1', '70.00');
    const update = `<update><GLBATCH><RECORDNO>1</RECORDNO><BATCH_TITLE>Corrected</BATCH_TITLE><ENTRIES>${lines}</ENTRIES></GLBATCH></update>`;
    expect(await post(update)).toContain('success</status><function>update');
    expect(await balances()).toContainEqual({
      account: '5000',
      currency: 'USD',
      documentAmount: '70',
      baseAmount: '70',
    });
    expect(await sandbox.admin('GET', '/journal-entries')).toMatchObject([
      { BATCH_TITLE: 'Corrected', lines: [{}, {}] },
    ]);
  });

  it('leave the lines alone when only the header is sent', async () => {
    await post(journalEntry());
    await post('<update><GLBATCH><RECORDNO>1</RECORDNO><BATCH_TITLE>Other</BATCH_TITLE></GLBATCH></update>');
    expect(await sandbox.admin('GET', '/journal-entries')).toMatchObject([
      { BATCH_TITLE: 'Other', lines: [{ TRX_AMOUNT: '60' }, {}] },
    ]);
  });

  it('take it away', async () => {
    await post(journalEntry());
    const body = await post('<delete><object>GLBATCH</object><keys>1</keys></delete>');
    expect(body).toMatch(
      /<result><status>success<\/status><function>delete<\/function><controlid>f\d+<\/controlid><\/result>/,
    );
    expect(await balances()).toEqual([]);
  });
});
