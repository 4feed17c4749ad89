import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { validateXML } from 'xmllint-wasm';
import {
  elementsAfter2019,
  type GatewayAuthentication,
  type GatewayFunction,
  gatewayRequest,
} from '../../../clients/intacct/gateway-request';
import type { QueryFilter } from '../../../clients/intacct/intacct-client';
import { createInvoiceFunction, reverseInvoiceFunction } from '../../../clients/intacct/invoice-functions';
import { createJournalEntryFunction } from '../../../clients/intacct/journal-functions';
import { gatewayFunctionOf } from '../../../clients/intacct/posting-functions';
import {
  deleteFunction,
  getListFunction,
  queryPageFunction,
  readFunction,
  writeRecordFunction,
} from '../../../clients/intacct/record-functions';
import { element, findUnprintable, writeXml, type XmlElement } from '../../../clients/intacct/xml-writer';
import type { ArInvoice } from '../../../domain/ar-invoice';
import { costJournal, domesticInvoice, foreignInvoice, sampleConnection } from './sample-documents';
import { bill, creditMemo, postings, shift, standingTimesheet, supplierCredit } from './sample-postings';

// The vendor's schema is not part of this repository; it is looked for beside it.
const schemaPath = join(__dirname, '../../../../shared/reference/intacct-api-3.0.xsd');
const schemaPresent = existsSync(schemaPath);
const whenSchemaPresent = schemaPresent ? it : it.skip;
const reason = schemaPresent ? '' : ' (skipped: ../shared/reference/intacct-api-3.0.xsd is absent)';

const session: GatewayAuthentication = { kind: 'session', sessionId: 'session-1' };
const connection = sampleConnection('https://api.intacct.com/ia/xml/xmlgw.phtml');

function request(functions: GatewayFunction[], authentication: GatewayAuthentication = session): XmlElement {
  return gatewayRequest(connection, authentication, 'test:gulf:request:1', functions);
}

const signInFunction: GatewayFunction = {
  name: 'getAPISession',
  controlId: 'sign-in-1',
  body: element('getAPISession', ''),
  transactions: 0,
};

const everyFilter: QueryFilter = {
  op: 'and',
  filters: [
    { op: 'equalto', field: 'CUSTOMERID', value: "O'Brien & <Sons>" },
    { op: 'in', field: 'STATE', values: ['Posted', 'Partially Paid'] },
    { op: 'between', field: 'WHENCREATED', values: ['10/01/2026', '10/31/2026'] },
    {
      op: 'or',
      filters: [
        { op: 'isnull', field: 'DESCRIPTION' },
        { op: 'like', field: 'DESCRIPTION', value: 'HOU%' },
      ],
    },
  ],
};

/** Every kind of request that the client can build, by the name of its golden file. */
const requests: Record<string, XmlElement> = {
  'sign-in-to-an-entity': request([signInFunction], { kind: 'login', entityId: 'HOU' }),
  'sign-in-at-the-top-level': request([signInFunction], { kind: 'login', entityId: null }),
  'invoice-with-its-journal': request([
    createInvoiceFunction('test:gulf:HOU-DIV-104233:invoice:1', domesticInvoice),
    createJournalEntryFunction('test:gulf:HOU-DIV-104233:cogs:1', costJournal),
  ]),
  'foreign-invoice-with-taxes': request([createInvoiceFunction('test:gulf:TOR-DIV-88:invoice:1', foreignInvoice)]),
  'invoice-reversal': request([reverseInvoiceFunction('r:1', '1234', '2026-10-31', 'Changed after posting')]),
  'query-page': request([
    queryPageFunction(
      'query-1',
      { object: 'ARINVOICE', fields: ['RECORDNO', 'RECORDID'], filter: everyFilter, pageSize: 200, showPrivate: true },
      400,
    ),
  ]),
  'read-by-record-number': request([readFunction('read', 'read-1', 'CUSTOMER', ['27', '28'], undefined)]),
  'read-by-name': request([
    readFunction('readByName', 'read-2', 'CUSTOMER', ['C00123'], ['RECORDNO', 'DISPLAYCONTACT.EMAIL1']),
  ]),
  'record-creation': request([
    writeRecordFunction('create', 'cust:1', 'CUSTOMER', {
      CUSTOMERID: 'C00123',
      NAME: 'Gulf Steel & Sons',
      DISPLAYCONTACT: { PRINTAS: 'Gulf Steel', MAILADDRESS: { CITY: 'Houston' } },
      CUSTOMEREMAILTEMPLATES: [{ NAME: 'A' }, { NAME: 'B' }],
      COMMENTS: '',
    }),
  ]),
  'record-update': request([writeRecordFunction('update', 'cust:2', 'CUSTOMER', { RECORDNO: '27', ONHOLD: 'true' })]),
  ...Object.fromEntries(
    Object.entries(postings).map(([name, posting]) => [name, request([gatewayFunctionOf(posting)])]),
  ),
  'list-of-tax-schedules': request([getListFunction('list-1', 'taxschedule', 1000)]),
  'record-deletion': request([deleteFunction('cust:3', 'CUSTOMER', ['27', '28'])]),
};

describe('the bytes of a request', () => {
  // To accept a change: UPDATE_GOLDEN=1 npx jest test/clients/intacct/gateway-request.test.ts
  it.each(Object.entries(requests))('%s is as its golden file, one element a line', (name, xml) => {
    const written = writeXml(xml).replaceAll('><', '>\n<');
    const path = join(__dirname, 'golden', `${name}.xml`);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, `${written}\n`);
    expect(`${written}\n`).toBe(readFileSync(path, 'utf8'));
  });

  it('are equal for equal documents whatever the order of their custom fields', () => {
    const reordered: ArInvoice = { ...foreignInvoice, customFields: { DESPATCH: 'TOR-DSP-9', HUB_KEY: 'TOR-DIV-88' } };
    const written = (invoice: ArInvoice) => writeXml(request([createInvoiceFunction('c', invoice)]));
    expect(written(reordered)).toBe(written(foreignInvoice));
  });

  it('say nothing of currency when the invoice is in the entity’s own', () => {
    expect(writeXml(requests['invoice-with-its-journal'] as XmlElement)).not.toContain('<currency>');
    expect(writeXml(requests['foreign-invoice-with-taxes'] as XmlElement)).toContain(
      '<basecurr>CAD</basecurr><currency>USD</currency><exchrate>1.37215000</exchrate>',
    );
  });
});

describe('the vendor’s schema of 2019', () => {
  whenSchemaPresent(`accepts every request but for the elements that came later${reason}`, async () => {
    const documents = Object.entries(requests).map(([name, xml]) => ({
      fileName: `${name}.xml`,
      contents: writeXml(withoutLaterElements(xml)),
    }));
    expect(await schemaErrors(documents)).toEqual([]);
  });

  whenSchemaPresent(`accepts any invoice, whichever of its optional fields are there${reason}`, async () => {
    const documents = fc
      .sample(anyInvoice, { numRuns: 200, seed: 20261015 })
      .map((invoice) => withoutLaterElements(request([createInvoiceFunction('c', invoice)])))
      .map((xml, index) => ({ fileName: `invoice-${index}.xml`, contents: writeXml(xml) }));
    expect(await schemaErrors(documents)).toEqual([]);
  });

  whenSchemaPresent(`accepts any adjustment, receivable or payable, by its optional fields${reason}`, async () => {
    const changes = fc.sample(anyInvoice, { numRuns: 100, seed: 20261020 }).flatMap((invoice) => {
      const { currency, baseCurrency, exchangeRate, taxSolutionId, lines, description, termName: number } = invoice;
      const shared = { currency, baseCurrency, exchangeRate, taxSolutionId, lines, description };
      return [
        gatewayFunctionOf({
          ...postings['credit-memo'],
          adjustment: { ...creditMemo, ...shared, correctedInvoiceNumber: number },
        }),
        gatewayFunctionOf({
          ...postings['supplier-credit'],
          adjustment: {
            ...supplierCredit,
            ...shared,
            correctedBillNumber: number,
            lines: lines.map((line) => ({ ...line, purpose: 'expense' as const })),
          },
        }),
      ];
    });
    const documents = changes.map((each, index) => ({
      fileName: `adjustment-${index}.xml`,
      contents: writeXml(withoutLaterElements(request([each]))),
    }));
    expect(await schemaErrors(documents)).toEqual([]);
  });

  whenSchemaPresent.each([
    ['credit-memo', 'adjustmentno', 'action'],
    ['supplier-credit', 'billno', 'description'],
  ])(`refuses the %s with <%s> after <%s>${reason}`, async (name, first, second) => {
    const right = writeXml(withoutLaterElements(requests[name] as XmlElement));
    const wrong = right.replace(new RegExp(`(<${first}>.*?</${first}>)(<${second}>.*?</${second}>)`), '$2$1');
    expect(wrong).not.toBe(right);
    expect(await schemaErrors([{ fileName: 'wrong.xml', contents: wrong }])).not.toEqual([]);
  });

  whenSchemaPresent(`refuses children out of order, so that its silence means something${reason}`, async () => {
    const wrong = writeXml(withoutLaterElements(requests['invoice-with-its-journal'] as XmlElement)).replace(
      /(<termname>.*?<\/termname>)(<action>.*?<\/action>)/,
      '$2$1',
    );
    expect(await schemaErrors([{ fileName: 'wrong.xml', contents: wrong }])).not.toEqual([]);
  });

  whenSchemaPresent(`knows none of the elements that are listed as later${reason}`, () => {
    const schema = readFileSync(schemaPath, 'utf8');
    const known = elementsAfter2019.filter((name) => schema.includes(`\n  <xs:element name="${name}"`));
    expect(known).toEqual([]);
  });
});

describe('what must not be built', () => {
  it('refuses a control id that is empty, longer than 256 characters or used twice', () => {
    const withId =
      (...ids: string[]) =>
      () =>
        gatewayRequest(
          connection,
          session,
          'r',
          ids.map((id) => reverseInvoiceFunction(id, '1', '2026-10-31', 'x')),
        );
    expect(withId('')).toThrow(RangeError);
    expect(withId('x'.repeat(257))).toThrow(RangeError);
    expect(withId('a', 'a')).toThrow('twice');
    expect(withId('x'.repeat(256))).not.toThrow();
  });

  it('refuses an amount of more than two decimals, a date of another form and a key with a comma', () => {
    const [line] = domesticInvoice.lines;
    if (line === undefined) throw new Error('the sample has lines');
    const odd = { ...domesticInvoice, lines: [{ ...line, amount: '1.005' }] };
    expect(() => createInvoiceFunction('c', odd)).toThrow('more than two decimals');
    expect(() => createInvoiceFunction('c', { ...domesticInvoice, invoiceDate: '10/15/2026' })).toThrow('YYYY-MM-DD');
    expect(() => readFunction('readByName', 'c', 'CUSTOMER', ['a,b'], undefined)).toThrow('comma');
  });

  it('refuses a signed amount on a journal line, whose side carries the sign', () => {
    const lines = costJournal.lines.map((line) => ({ ...line, amount: '-1.00' }));
    expect(() => createJournalEntryFunction('c', { ...costJournal, lines })).toThrow('no sign');
  });

  it('numbers hours on after the last line that stands, and leaves state and description of a timesheet alone', () => {
    const written = writeXml(request([gatewayFunctionOf(postings['timesheet-addition'])]));
    expect([...written.matchAll(/<LINENO>(\d+)</g)].map((match) => match[1])).toEqual(['1', '4', '5', '6']);
    expect([...written.matchAll(/<TIMESHEETENTRY><RECORDNO>(\d+)</g)].map((match) => match[1])).toEqual(['701', '702']);
    expect(written).not.toContain('<STATE>');
    expect(written).not.toContain('Week of');
  });

  it('leaves out of a bill what it does not have, and its own currency', () => {
    const bare = { ...bill, dueDate: null, referenceNumber: null, taxSolutionId: null, currency: 'CAD' };
    const written = writeXml(request([gatewayFunctionOf({ ...postings.bill, bill: bare })]));
    for (const name of ['WHENDUE', 'DOCNUMBER', 'TAXSOLUTIONID', 'CURRENCY', 'BASECURR', 'EXCHANGE_RATE']) {
      expect(written).not.toContain(`<${name}>`);
    }
    expect(written).toContain('<TERMNAME>N30</TERMNAME>');
  });

  it('refuses to add hours to the timesheet of another employee or period, or of a day before it begins', () => {
    const added = (addition: object, standing: object | null) => () =>
      gatewayFunctionOf({
        ...postings.timesheet,
        addition: { ...shift, ...addition },
        standing: standing === null ? null : { ...standingTimesheet, ...standing },
      });
    expect(added({}, { employeeId: 'E-8' })).toThrow('employee E-8 from 2026-11-16, expected employee E-7');
    expect(added({}, { beginDate: '2026-11-09' })).toThrow(RangeError);
    expect(added({ beginDate: '2026-11-18' }, null)).toThrow('TS-9001: an entry of 2026-11-17, expected none before');
    expect(added({}, {})).not.toThrow();
  });

  it('refuses a page of more than 2000 rows, an "and" of one filter and an empty "in"', () => {
    const page = (changes: object) => () =>
      queryPageFunction('c', { object: 'ARINVOICE', fields: ['RECORDNO'], ...changes }, 0);
    expect(page({ pageSize: 2001 })).toThrow('1 to 2000');
    expect(page({ filter: { op: 'and', filters: [{ op: 'isnull', field: 'A' }] } })).toThrow('two filters');
    expect(page({ filter: { op: 'in', field: 'A', values: [] } })).toThrow('1 to 1000');
  });

  it('refuses an element name that XML does not allow', () => {
    expect(() => writeRecordFunction('create', 'c', 'CUSTOMER', { 'NAME><x': 'y' })).toThrow('not an XML element name');
  });

  it('finds control characters and lone surrogates, and lets every legal character through', () => {
    expect(findUnprintable(element('memo', 'a\u0000b'))).toEqual({ elementName: 'memo', character: 'U+0000' });
    expect(findUnprintable(element('memo', 'a\ud800b'))).toEqual({ elementName: 'memo', character: 'U+D800' });
    expect(findUnprintable(element('a', [element('b', '', [['k', '\ufffe']])]))).toMatchObject({ character: 'U+FFFE' });
    expect(findUnprintable(element('memo', 'tab\t, line\n, é, 鋼, 😀'))).toBeNull();
  });
});

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const printable = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => {
  return findUnprintable(element('text', text)) === null;
});
const cents = fc.integer({ min: -999_999_99, max: 999_999_99 }).map((value) => {
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
});
const anyInvoice: fc.Arbitrary<ArInvoice> = fc.record({
  customerId: printable,
  invoiceNumber: printable,
  invoiceDate: fc.constant('2026-10-15'),
  postingDate: fc.constant('2026-10-16'),
  dueDate: optional(fc.constant('2026-11-14')),
  termName: optional(printable),
  referenceNumber: optional(printable),
  description: printable,
  externalId: printable,
  shipToContactName: optional(printable),
  currency: fc.constantFrom('USD', 'CAD'),
  baseCurrency: fc.constant('USD'),
  exchangeRate: fc.constant('0.7313'),
  taxSolutionId: optional(printable),
  customFields: fc.dictionary(fc.stringMatching(/^[A-Z]{1,8}$/), printable, { maxKeys: 3 }),
  lines: fc.array(
    fc.record({
      lineNumber: fc.constant(1),
      purpose: fc.constant('revenue' as const),
      accountNumber: printable,
      amount: cents,
      memo: printable,
      dimensions: fc.record(
        {
          locationId: printable,
          departmentId: printable,
          classId: printable,
          itemId: printable,
          projectId: printable,
          customerId: printable,
        },
        { requiredKeys: ['locationId'] },
      ),
      taxEntries: fc.array(fc.record({ taxDetailId: printable, amount: cents }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  total: fc.constant('0'),
});

// A function that came later leaves its place to one that the schema knows, so that the rest is checked all the same.
function withoutLaterElements(xml: XmlElement): XmlElement {
  if (typeof xml.content === 'string') return xml;
  const later = new Set<string>(elementsAfter2019);
  const kept = xml.content.filter((child) => !later.has(child.name)).map(withoutLaterElements);
  const content = xml.name === 'function' && kept.length === 0 ? [element('getAPISession', '')] : kept;
  return { ...xml, content };
}

async function schemaErrors(documents: { fileName: string; contents: string }[]): Promise<string[]> {
  const schema = { fileName: 'intacct-api-3.0.xsd', contents: readFileSync(schemaPath, 'utf8') };
  const result = await validateXML({ xml: documents, schema: [schema] });
  return result.valid ? [] : result.errors.map((error) => error.rawMessage);
}
