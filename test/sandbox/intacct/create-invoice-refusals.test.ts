import { call, invoice, line, login, request, startTestSandbox, type TestSandbox } from './gateway-client';

// Nothing is ever written here, so one sandbox serves all.
let sandbox: TestSandbox;
let last = 0;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());

async function post(element: string, entity: string | null): Promise<string> {
  last += 1;
  const body = request(call(`f${last}`, element), { authentication: login(entity ?? undefined) });
  return (await sandbox.post(body)).body.replaceAll('&#039;', "'");
}

function entry(detail: string, tax: string): string {
  return `<taxentries><taxentry><detailid>${detail}</detailid><trx_tax>${tax}</trx_tax></taxentry></taxentries>`;
}

describe('create_invoice refuses', () => {
  const foreign = '<currency>EUR</currency><exchrate>';
  const cases: [title: string, element: string, text: string, number?: string, entity?: string | null][] = [
    ['an unknown customer', invoice({ customer: 'X' }), "Invalid Customer 'X' specified."],
    ['an inactive customer', invoice({ customer: 'GONE' }), "Customer 'GONE' is inactive."],
    ['a customer on hold', invoice({ customer: 'HELD' }), "Customer 'HELD' is on hold."],
    ['an unknown term', invoice({ due: '<termname>N99</termname>' }), "Invalid term 'N99' specified."],
    ['neither due date nor term', invoice({ due: '' }), 'Due date or term is required.', 'BL03000018'],
    ['a day that does not exist', invoice({ date: '2026-02-30' }), 'is not a date', 'BL03000018'],
    [
      'an action that is none',
      invoice({ due: '<termname>N30</termname><action>Post</action>' }),
      "Invalid Action 'Post'",
      'BL03002129',
    ],
    ['a blank number', invoice({ number: '' }), 'Document Number is missing', 'PL01000127'],
    [
      'an unknown ship-to contact',
      invoice({ afterNumber: '<shipto><contactname>Q</contactname></shipto>' }),
      "Invalid contact 'Q' specified.",
    ],
    ['an unknown account', invoice({ lines: line({ account: '9' }) }), "Invalid GL account '9' specified."],
    ['an inactive account', invoice({ lines: line({ account: '4999' }) }), "Account '4999' is inactive."],
    [
      'a missing required department',
      invoice({ lines: line({ account: '4010' }) }),
      "Department is required for account '4010'.",
    ],
    [
      'an unknown department',
      invoice({ lines: line({ rest: '<departmentid>99</departmentid>' }) }),
      "Invalid department '99' specified.",
    ],
    [
      'an unknown location',
      invoice({ lines: line({ rest: '<locationid>99</locationid>' }) }),
      "Invalid location '99' specified.",
    ],
    [
      'an inactive location',
      invoice({ lines: line({ rest: '<locationid>SHUT</locationid>' }) }),
      "Location 'SHUT' is inactive.",
    ],
    [
      'a location of another entity',
      invoice({ lines: line({ rest: '<locationid>UK</locationid>' }) }),
      "Invalid location 'UK' specified.",
    ],
    ['an unknown class', invoice({ lines: line({ rest: '<classid>7</classid>' }) }), "Invalid Class '7' specified."],
    ['a line without a location at top level', invoice(), 'Location is required', 'BL03000018', null],
    ['an amount with a comma', invoice({ lines: line({ amount: '1,000.00' }) }), 'is not an amount', 'BL03000018'],
    ['a negative total', invoice({ lines: line({ amount: '-1.00' }) }), 'cannot be negative'],
    ['a period closed for all', invoice({ date: '2026-01-15' }), 'The period for the date 01/15/2026 is closed.'],
    [
      'a period closed for its entity',
      invoice({ date: '2026-02-15' }),
      'The period for the date 02/15/2026 is closed.',
      'BL01001973',
      'UK',
    ],
    ['a rate of zero', invoice({ afterNumber: `${foreign}0</exchrate>` }), 'Exchange rate', 'BL03000018'],
    [
      'another rate than 1 for its own currency',
      invoice({ afterNumber: '<currency>USD</currency><exchrate>2</exchrate>' }),
      'must be 1',
    ],
    [
      'a base currency that is not its own',
      invoice({ afterNumber: `<basecurr>GBP</basecurr>${foreign}2</exchrate>` }),
      'is not the base currency',
    ],
    [
      'tax entries in an entity without a tax solution',
      invoice({ lines: line({ rest: entry('UK VAT 20', '1') }) }),
      'Tax entries are not allowed',
    ],
    [
      'an unknown tax detail',
      invoice({ lines: line({ rest: entry('X', '1') }) }),
      "Invalid tax detail 'X' specified.",
      'BL01001973',
      'UK',
    ],
    [
      'an inactive tax detail',
      invoice({ lines: line({ rest: entry('UK OLD', '1') }) }),
      "Invalid tax detail 'UK OLD' specified.",
      'BL01001973',
      'UK',
    ],
    [
      'a tax detail of another entity',
      invoice({ lines: line({ rest: entry('CA GST', '1') }) }),
      "Invalid tax detail 'CA GST' specified.",
      'BL01001973',
      'UK',
    ],
    ['a number of 46 characters', invoice({ number: 'N'.repeat(46) }), 'longer than 45 characters', 'BL03000018'],
    [
      'a memo of 1001 characters',
      invoice({ lines: line({ rest: `<memo>${'m'.repeat(1001)}</memo>` }) }),
      'longer than 1000',
      'BL03000018',
    ],
    [
      'an unknown custom field',
      invoice({
        afterNumber:
          '<customfields><customfield><customfieldname>KEY</customfieldname><customfieldvalue>1</customfieldvalue></customfield></customfields>',
      }),
      "no custom field 'KEY'",
      'BL03000018',
    ],
  ];
  it.each(cases)('%s', async (_title, element, text, number = 'BL01001973', entity = 'US') => {
    const body = await post(element, entity);
    expect(body).toContain(text);
    expect(body).toMatch(
      new RegExp(
        `<status>failure</status><function>create_invoice</function>.*?<errormessage><error><errorno>${number}<`,
      ),
    );
    expect(body).toContain('<errorno>BL01001973</errorno><description/><description2>Could not create invoice record!');
    expect(await sandbox.admin('GET', '/invoices')).toEqual([]);
  });
});
