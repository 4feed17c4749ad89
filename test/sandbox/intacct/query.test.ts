import {
  call,
  control,
  invoice,
  journalEntry,
  line,
  login,
  request,
  startTestSandbox,
  type TestSandbox,
} from './gateway-client';

let sandbox: TestSandbox;
let now = new Date('2026-04-01T10:00:00Z');
const repeatable = control({ uniqueid: 'false' });
beforeAll(async () => {
  sandbox = await startTestSandbox({ clock: () => now });
  const functions = Array.from({ length: 25 }, (_, index) =>
    call(
      `i${index}`,
      invoice({ number: `SI-${index}`, lines: line({ amount: `${index}.50`, rest: '<memo>Plate</memo>' }) }),
    ),
  );
  await sandbox.post(request(functions.join('')));
  await sandbox.post(request(call('je', journalEntry({ header: '<REFERENCENO>SI-1</REFERENCENO>' }))));
});
afterAll(() => sandbox.stop());

async function ask(element: string, entity = 'US'): Promise<string> {
  const { body } = await sandbox.post(
    request(call('q', element), { control: repeatable, authentication: login(entity) }),
  );
  return body.replaceAll('&#039;', "'");
}

function query(rest: string, object = 'ARINVOICE', fields = ['RECORDNO', 'RECORDID']): string {
  return `<query><select>${fields.map((field) => `<field>${field}</field>`).join('')}</select><object>${object}</object>${rest}</query>`;
}

function numbers(body: string): string[] {
  return [...body.matchAll(/<RECORDID>SI-(\d+)<\/RECORDID>/g)].map((found) => found[1] as string);
}

const ORDER = '<orderby><order><field>RECORDNO</field><ascending/></order></orderby>';

describe('query', () => {
  it('answers uppercase rows with count, offset and what remains', async () => {
    const body = await ask(query(`${ORDER}<pagesize>2</pagesize><offset>3</offset>`));
    expect(body).toContain(
      '<data listtype="ARINVOICE" totalcount="25" offset="3" count="2" numremaining="20"><ARINVOICE><RECORDNO>4</RECORDNO>' +
        '<RECORDID>SI-3</RECORDID></ARINVOICE><ARINVOICE><RECORDNO>5</RECORDNO><RECORDID>SI-4</RECORDID></ARINVOICE></data>',
    );
  });

  it('gives every row once over ordered pages, and shuffles them without an order', async () => {
    const pages = async (order: string): Promise<string[]> => {
      const bodies = [];
      for (let offset = 0; offset < 25; offset += 5)
        bodies.push(await ask(query(`${order}<pagesize>5</pagesize><offset>${offset}</offset>`)));
      return bodies.flatMap(numbers);
    };
    expect(await pages(ORDER)).toEqual(Array.from({ length: 25 }, (_, index) => String(index)));
    expect(new Set(await pages('')).size).toBeLessThan(25);
  });

  it('has pages of 100 unless told, and of 2000 at most', async () => {
    expect(await ask(query('<pagesize>2000</pagesize>'))).toContain('count="25"');
    expect(await ask(query('<pagesize>2001</pagesize>'))).toContain('pagesize must be between 1 and 2000');
  });

  it('answers none in the shape of none', async () => {
    const body = await ask(query('<filter><equalto><field>RECORDID</field><value>NONE</value></equalto></filter>'));
    expect(body).toContain('<data listtype="ARINVOICE" totalcount="0" offset="0" count="0" numremaining="0"/>');
  });

  it.each([
    ['equalto', '<equalto><field>RECORDID</field><value>SI-7</value></equalto>', ['7']],
    ['an amount by value, not by text', '<equalto><field>TOTALDUE</field><value>7.500</value></equalto>', ['7']],
    ['lessthan', '<lessthan><field>TOTALDUE</field><value>1.5</value></lessthan>', ['0']],
    ['between', '<between><field>TOTALDUE</field><value>2.5</value><value>3.5</value></between>', ['2', '3']],
    ['in', '<in><field>RECORDID</field><value>SI-1</value><value>SI-2</value></in>', ['1', '2']],
    [
      'like',
      '<like><field>RECORDID</field><value>SI-1_</value></like>',
      ['10', '11', '12', '13', '14', '15', '16', '17', '18', '19'],
    ],
    [
      'and',
      '<and><greaterthan><field>TOTALDUE</field><value>22.5</value></greaterthan><notequalto><field>RECORDID</field><value>SI-24</value></notequalto></and>',
      ['23'],
    ],
    [
      'or',
      '<or><equalto><field>RECORDID</field><value>SI-1</value></equalto><equalto><field>RECORDID</field><value>SI-3</value></equalto></or>',
      ['1', '3'],
    ],
    [
      'dates',
      '<and><greaterthanorequalto><field>WHENCREATED</field><value>03/31/2026</value></greaterthanorequalto><equalto><field>RECORDID</field><value>SI-5</value></equalto></and>',
      ['5'],
    ],
    [
      'times',
      '<and><lessthan><field>WHENMODIFIED</field><value>04/01/2026 10:00:00</value></lessthan><equalto><field>RECORDID</field><value>SI-5</value></equalto></and>',
      [],
    ],
    [
      'a related field',
      '<and><equalto><field>CUSTOMER.NAME</field><value>O&apos;Neill &amp; Sons</value></equalto><equalto><field>RECORDID</field><value>SI-5</value></equalto></and>',
      ['5'],
    ],
    [
      'isnull',
      '<and><isnull><field>WHENPAID</field></isnull><equalto><field>RECORDID</field><value>SI-5</value></equalto></and>',
      ['5'],
    ],
    ['case', '<equalto><field>RECORDID</field><value>si-7</value></equalto>', []],
  ])('filters by %s', async (_, filter, expected) => {
    expect(numbers(await ask(query(`<filter>${filter}</filter>${ORDER}`)))).toEqual(expected);
  });

  it('minds no case when told so', async () => {
    const filter = '<filter><equalto><field>RECORDID</field><value>si-7</value></equalto></filter>';
    expect(numbers(await ask(query(`${filter}<options><caseinsensitive>true</caseinsensitive></options>`)))).toEqual([
      '7',
    ]);
  });

  it.each([
    [
      'a field that cannot be queried',
      query('', 'ARINVOICE', ['INVOICENO']),
      'XL03000006',
      'The following fields cannot be queried: INVOICENO',
    ],
    [
      'an unknown field in a filter',
      query('<filter><equalto><field>NO</field><value>1</value></equalto></filter>'),
      'XL03000010',
      'does not exist',
    ],
    ['an unknown object', query('', 'NOTHING'), 'Query Failed', 'Object definition NOTHING not found'],
    [
      'an and of one',
      query('<filter><and><equalto><field>RECORDID</field><value>1</value></equalto></and></filter>'),
      'XL03000010',
      'at least two',
    ],
    [
      'a date of another form',
      query('<filter><equalto><field>WHENCREATED</field><value>2026-03-31</value></equalto></filter>'),
      'DL02000001',
      '',
    ],
    ['a relation of a relation', query('', 'CUSTOMER', ['PARENT.PARENT.NAME']), 'XL03000006', 'cannot be queried'],
  ])('refuses %s', async (_, element, number, text) => {
    const body = await ask(element);
    expect(body).toContain(`<errorno>${number}</errorno>`);
    expect(body).toContain(text);
  });

  it('sums and counts', async () => {
    const body = await ask(
      '<query><select><count>RECORDNO</count><sum>TOTALDUE</sum></select><object>ARINVOICE</object></query>',
    );
    expect(body).toContain(
      '<ARINVOICE><COUNT.RECORDNO>25</COUNT.RECORDNO><SUM.TOTALDUE>312.5</SUM.TOTALDUE></ARINVOICE>',
    );
  });

  it('finds lines by their header', async () => {
    const items = query(
      '<filter><equalto><field>RECORDKEY</field><value>3</value></equalto></filter>',
      'ARINVOICEITEM',
      ['TRX_AMOUNT', 'ENTRYDESCRIPTION'],
    );
    expect(await ask(items)).toContain('<TRX_AMOUNT>2.5</TRX_AMOUNT><ENTRYDESCRIPTION>Plate</ENTRYDESCRIPTION>');
    const entries = query('<filter><equalto><field>BATCHNO</field><value>1</value></equalto></filter>', 'GLENTRY', [
      'ACCOUNTNO',
      'GLBATCH.REFERENCENO',
    ]);
    expect(await ask(entries)).toContain('<GLBATCH.REFERENCENO>SI-1</GLBATCH.REFERENCENO>');
  });

  it('lists the entities', async () => {
    expect(await ask(query('', 'LOCATIONENTITY', ['LOCATIONID', 'CURRENCY']))).toContain(
      '<LOCATIONID>UK</LOCATIONID><CURRENCY>GBP</CURRENCY>',
    );
  });
});

describe('readByQuery and readMore', () => {
  it('give every row once, page by page, with lowercase rows', async () => {
    const first = await ask(
      '<readByQuery><object>ARINVOICE</object><fields>RECORDID</fields><query/><pagesize>10</pagesize></readByQuery>',
    );
    expect(first).toMatch(
      /<data listtype="arinvoice" count="10" totalcount="25" numremaining="15" resultId="(\w+)"><arinvoice><RECORDID>/,
    );
    const more = `<readMore><resultId>${/resultId="(\w+)"/.exec(first)?.[1]}</resultId></readMore>`;
    const rest = [await ask(more), await ask(more)];
    expect(rest[1]).toContain('count="5" totalcount="25" numremaining="0"');
    expect(new Set([first, ...rest].flatMap(numbers)).size).toBe(25);
  });

  it('forget a cursor in time', async () => {
    const first = await ask('<readByQuery><object>ARINVOICE</object><query/><pagesize>10</pagesize></readByQuery>');
    now = new Date(now.getTime() + 601_000);
    expect(await ask(`<readMore><resultId>${/resultId="(\w+)"/.exec(first)?.[1]}</resultId></readMore>`)).toContain(
      'Invalid resultId',
    );
  });

  it.each([
    ["RECORDID = 'SI-7'", ['7']],
    ["RECORDID in ('SI-1', 'SI-2') AND TOTALDUE > 2", ['2']],
    ["(RECORDID = 'SI-1' OR RECORDID like 'SI-2_') and TOTALDUE <= 20.5", ['1', '20']],
    ["CUSTOMER.NAME = 'O\\'Neill & Sons' AND RECORDID = 'SI-4'", ['4']],
    ["STATE = 'A' AND WHENCREATED >= '03/31/2026' AND RECORDID = 'SI-4'", ['4']],
    ["STATE = 'Posted'", []],
    ["WHENPAID IS NULL AND RECORDID not in ('SI-0') AND TOTALDUE < 2", ['1']],
  ])('understand %s', async (text, expected) => {
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const body = await ask(
      `<readByQuery><object>ARINVOICE</object><fields>RECORDID</fields><query>${escaped}</query></readByQuery>`,
    );
    expect(numbers(body).sort()).toEqual(expected);
  });

  it.each([
    ["RECORDID = 'a' ORDER BY RECORDNO"],
    ['NOFIELD = 1'],
    ["WHENCREATED > '2026-03-31'"],
    ['(RECORDNO = 1'],
    ["RECORDID = 'it's'"],
  ])('refuse %s with DL02000001', async (text) => {
    const body = await ask(
      `<readByQuery><object>ARINVOICE</object><query>${text.replaceAll('<', '&lt;')}</query></readByQuery>`,
    );
    expect(body).toContain('<errorno>DL02000001</errorno>');
    expect(body).toContain('<description2>There was an error processing the request.</description2>');
  });

  it('answer none in the shape of none', async () => {
    const body = await ask(
      "<readByQuery><object>DEPARTMENT</object><query>DEPARTMENTID = 'none'</query></readByQuery>",
    );
    expect(body).toContain('<data listtype="department" count="0" totalcount="0" numremaining="0" resultId=""/>');
  });

  it('have pages of 1000 at most', async () => {
    expect(
      await ask('<readByQuery><object>ARINVOICE</object><query/><pagesize>1001</pagesize></readByQuery>'),
    ).toContain('between 1 and 1000');
  });
});

describe('read', () => {
  it('answers an invoice with its items, in lowercase rows', async () => {
    const body = await ask('<read><object>ARINVOICE</object><keys>3</keys></read>');
    expect(body).toContain('<data listtype="ARINVOICE" count="1"><ARINVOICE><RECORDNO>3</RECORDNO>');
    expect(body).toContain('<WHENCREATED>03/31/2026</WHENCREATED>');
    expect(body).toMatch(
      /<ARINVOICEITEMS><arinvoiceitem><RECORDNO>3<\/RECORDNO>.*<\/arinvoiceitem><\/ARINVOICEITEMS><\/ARINVOICE>/,
    );
  });

  it('by name finds the natural key, with nested groups', async () => {
    const body = await ask('<readByName><object>CUSTOMER</object><keys>C1,HELD</keys></readByName>');
    expect(body).toContain('count="2"');
    expect(body).toContain("<DISPLAYCONTACT><PRINTAS>O'Neill &amp; Sons</PRINTAS>");
  });

  it('leaves out keys that do not exist, and takes 100 at most', async () => {
    expect(await ask('<read><object>ARINVOICE</object><keys>1,9999</keys></read>')).toContain('count="1"');
    expect(await ask(`<read><object>ARINVOICE</object><keys>${Array(101).fill('1').join()}</keys></read>`)).toContain(
      'maximum of 100',
    );
  });
});

describe('lookup and inspect', () => {
  it('tell the fields of an object', async () => {
    const lookup = await ask('<lookup><object>ARINVOICE</object></lookup>');
    expect(lookup).toContain(
      '<data listtype="All" count="1"><Type Name="ARINVOICE" DocumentType=""><Fields><Field><ID>RECORDNO</ID>',
    );
    expect(lookup).toContain('<Relationship><OBJECTPATH>CUSTOMER</OBJECTPATH><OBJECTNAME>CUSTOMER</OBJECTNAME>');
    expect(await ask('<inspect><object>CUSTOMER</object></inspect>')).toContain('<Fields><Field>RECORDNO</Field>');
  });
});

it('counts each page as one API transaction', async () => {
  const before = (await sandbox.admin('GET', '/statistics')) as { transactions: number };
  await ask(query(`${ORDER}<pagesize>5</pagesize>`));
  await ask(query('', 'NOTHING'));
  expect(await sandbox.admin('GET', '/statistics')).toMatchObject({ transactions: before.transactions + 1 });
});
