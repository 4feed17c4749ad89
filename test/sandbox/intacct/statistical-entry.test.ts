import { glEntry, journalEntry } from './gateway-client';
import { type PayablesSandbox, startPayablesSandbox } from './payables-company';

let payables: PayablesSandbox;
let post: PayablesSandbox['post'];
beforeEach(async () => {
  payables = await startPayablesSandbox();
  ({ post } = payables);
});
afterEach(() => payables.sandbox.stop());

const quantities = (...lines: string[]): string =>
  `<create><GLBATCH><JOURNAL>STAT</JOURNAL><BATCH_DATE>03/31/2026</BATCH_DATE><BATCH_TITLE>Count</BATCH_TITLE><REFERENCENO>CNT-1</REFERENCENO><ENTRIES>${lines.join('')}</ENTRIES></GLBATCH></create>`;
const quantity = (side: string, amount: string, rest = ''): string => glEntry('PIECES', side, amount, rest);
const statisticalBalances = (): Promise<unknown> => payables.sandbox.admin('GET', '/statistical-balances');

describe('a GLBATCH in a statistical journal', () => {
  it('takes one line, no currency, and moves no money', async () => {
    expect(await post(quantities(quantity('1', '12.5')))).toContain('<glbatch><RECORDNO>1</RECORDNO></glbatch>');
    await post(quantities(quantity('-1', '2'), quantity('1', '4', '<LOCATION>HOU</LOCATION>')));
    expect(await statisticalBalances()).toEqual([
      { account: 'PIECES', location: 'HOU', quantity: '4' },
      { account: 'PIECES', location: 'US', quantity: '10.5' },
    ]);
    expect(await payables.balances()).toEqual({});
    expect(await post('<query><select><field>STATISTICAL</field></select><object>GLENTRY</object></query>')).toContain(
      '<STATISTICAL>T</STATISTICAL>',
    );
  });

  it('rounds to the decimals of the setting', async () => {
    await post(quantities(quantity('1', '1.005')));
    await payables.sandbox.admin('PATCH', '/settings', { statisticalDecimals: 3 });
    await post(quantities(quantity('1', '1.005')));
    expect(await statisticalBalances()).toEqual([{ account: 'PIECES', location: 'US', quantity: '2.015' }]);
  });

  it('is taken away with its quantities', async () => {
    await post(quantities(quantity('1', '1')));
    await post('<delete><object>GLBATCH</object><keys>1</keys></delete>');
    expect(await statisticalBalances()).toEqual([]);
  });

  it.each([
    ['an account of money', quantities(glEntry('5000', '1', '1', '')), "Invalid statistical account '5000'"],
    ['an inactive account', quantities(glEntry('OLDQTY', '1', '1', '')), 'is inactive'],
    ['a currency', quantities(quantity('1', '1', '<CURRENCY>USD</CURRENCY>')), 'CURRENCY is not allowed'],
    ['a negative quantity', quantities(quantity('1', '-1')), 'is not a quantity'],
    ['no line', quantities(' '), 'at least one line'],
    ['a word as side', quantities(quantity('increase', '1')), 'TR_TYPE'],
    ['a closed period', quantities(quantity('1', '1')).replace('03/31', '01/31'), 'is closed'],
    [
      'a statistical account in a journal of money',
      journalEntry({ debit: glEntry('PIECES', '1', '60.00') }),
      "Invalid GL account 'PIECES'",
    ],
  ])('refuses %s', async (_, element, text) => {
    expect(await post(element)).toContain(text);
    expect(await statisticalBalances()).toEqual([]);
  });
});

describe('create_statgltransaction', () => {
  const legacy = (entries: string, journal = 'STAT'): string =>
    `<create_statgltransaction><journalid>${journal}</journalid><datecreated><year>2026</year><month>03</month><day>31</day></datecreated>` +
    `<description>Count</description><statgltransactionentries>${entries}</statgltransactionentries></create_statgltransaction>`;
  const entry = (side: string, rest = ''): string =>
    `<glentry><trtype>${side}</trtype><amount>3</amount><glaccountno>PIECES</glaccountno>${rest}</glentry>`;

  it('answers the RECORDNO of its GLBATCH as key', async () => {
    expect(await post(legacy(entry('1', '<memo>bars</memo><locationid>HOU</locationid>')))).toContain('<key>1</key>');
    expect(await statisticalBalances()).toEqual([{ account: 'PIECES', location: 'HOU', quantity: '3' }]);
  });

  it.each([
    ['debit for a side', legacy(entry('debit')), 'TR_TYPE'],
    ['a journal of money', legacy(entry('1'), 'COGS'), "Invalid statistical journal 'COGS'"],
    ['the location before the memo', legacy(entry('1', '<locationid>HOU</locationid><memo>x</memo>')), 'XL03000003'],
  ])('refuses %s', async (_, element, text) => {
    expect(await post(element)).toContain(text);
  });

  it('lists journals of money and of quantities apart', async () => {
    const list = (object: string): Promise<string> =>
      post(`<query><select><field>SYMBOL</field></select><object>${object}</object></query>`);
    expect(await list('GLJOURNAL')).toContain('<SYMBOL>COGS</SYMBOL>');
    expect(await list('GLJOURNAL')).not.toContain('STAT');
    expect(await list('STATJOURNAL')).toContain('<SYMBOL>STAT</SYMBOL>');
  });
});

describe('a journal entry at top level', () => {
  const at = (location: string, currency = 'USD'): string =>
    `<CURRENCY>${currency}</CURRENCY><LOCATION>${location}</LOCATION>`;
  const entries = (...lines: string[]): string =>
    journalEntry({ debit: lines.slice(0, -1).join(''), credit: lines.at(-1) as string });

  it('may span locations of one entity', async () => {
    const element = entries(glEntry('5000', '1', '60.00', at('US')), glEntry('1400', '-1', '60.00', at('HOU')));
    expect(await post(element, '')).toContain('success</status><function>create');
  });

  it('must balance by location where the setting says so', async () => {
    await payables.sandbox.admin('PATCH', '/settings', { journalBalancesBy: 'location' });
    const element = entries(glEntry('5000', '1', '60.00', at('US')), glEntry('1400', '-1', '60.00', at('HOU')));
    expect(await post(element, '')).toContain("do not balance for location 'US'");
  });

  it('is refused across entities of different base currencies, though each balances', async () => {
    const element = entries(
      glEntry('5000', '1', '60.00', at('US')),
      glEntry('1400', '-1', '60.00', at('US')),
      glEntry('5000', '1', '50.00', at('UK', 'GBP')),
      glEntry('1400', '-1', '50.00', at('UK', 'GBP')),
    );
    expect(await post(element, '')).toContain('different base currencies: USD, GBP');
  });

  it('takes a vendor as dimension, if there is one', async () => {
    const by = (vendor: string): string =>
      entries(
        glEntry('5000', '1', '60.00', `${at('US')}<VENDORID>${vendor}</VENDORID>`),
        glEntry('1400', '-1', '60.00', at('US')),
      );
    expect(await post(by('V1'), '')).toContain('success</status><function>create');
    expect(await post(by('X'), '')).toContain("Invalid Vendor 'X' specified.");
  });
});
