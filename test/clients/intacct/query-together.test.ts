import { useClientUnderTest } from './client-under-test';
import { answerXml, responseBody, type Turn, verdictOf } from './scripted-gateway';

const under = useClientUnderTest();
const { client } = under;

const sent = () => under.gateway.requests.filter((each) => !each.isSignIn);
const rows = (object: string, numbers: number[]) =>
  numbers.map((each) => `<${object}><RECORDNO>${each}</RECORDNO></${object}>`).join('');

/** Answers each function of the request with the next of the payloads. */
function answerEach(...payloads: string[]): Turn {
  return (request, response) => {
    const results = request.functionControlIds.map(
      (id, index) =>
        `<result><status>success</status><function>query</function><controlid>${id}</controlid>${payloads[index]}</result>`,
    );
    answerXml(responseBody(results.join('')))(request, response);
  };
}

const page = (object: string, numbers: number[], remaining: number) =>
  `<data listtype="${object}" totalcount="${numbers.length + remaining}" count="${numbers.length}" numremaining="${remaining}">${rows(object, numbers)}</data>`;

describe('several queries in one request', () => {
  const queries = [
    { object: 'CUSTOMER', fields: ['RECORDNO'] },
    { object: 'ARINVOICE', fields: ['RECORDNO'], pageSize: 2 },
  ];

  it('gives the rows of each, at one round trip and a transaction each', async () => {
    under.gateway.turns = [answerEach(page('CUSTOMER', [1], 0), page('ARINVOICE', [], 0))];
    expect(await client().queryTogether(null, queries)).toEqual([[{ RECORDNO: '1' }], []]);
    expect(sent()).toHaveLength(1);
    expect(under.calls.at(-1)).toMatchObject({ functions: ['query CUSTOMER', 'query ARINVOICE'], transactions: 2 });
  });

  it('goes on by itself with the one that has more pages', async () => {
    under.gateway.turns = [
      answerEach(page('CUSTOMER', [1], 0), page('ARINVOICE', [5, 6], 1)),
      answerEach(page('ARINVOICE', [7], 0)),
    ];
    const [, invoices] = await client().queryTogether(null, queries);
    expect(invoices?.map((row) => row.RECORDNO)).toEqual(['5', '6', '7']);
    expect(sent()[1]?.body).toContain('<greaterthan><field>RECORDNO</field><value>6</value></greaterthan>');
  });

  it('asks nothing for none', async () => {
    expect(await client().queryTogether(null, [])).toEqual([]);
    expect(under.gateway.requests).toHaveLength(0);
  });

  it('refuses a page whose rows are not as many as announced', async () => {
    under.gateway.turns = [answerEach(page('CUSTOMER', [1], 0), '<data listtype="ARINVOICE" count="2"/>')];
    expect((await verdictOf(client().queryTogether(null, queries))).name).toBe('UnexpectedResponse');
  });
});

describe('a list that only get_list gives', () => {
  const list = (ids: string[], total: number) =>
    `<listtype start="0" end="0" total="${total}">taxschedule</listtype><data>${ids
      .map((id) => `<taxschedule><scheduleid>${id}</scheduleid><taxtype>Sale</taxtype></taxschedule>`)
      .join('')}</data>`;

  it('is read page after page until its total', async () => {
    under.gateway.turns = [answerEach(list(['A', 'B'], 3)), answerEach(list(['C'], 3))];
    const schedules = await client().getList(null, 'taxschedule');
    expect(schedules.map((row) => row.scheduleid)).toEqual(['A', 'B', 'C']);
    expect(sent().map((each) => /start="(\d+)"/.exec(each.body)?.[1])).toEqual(['0', '2']);
    expect(sent()[0]?.body).toContain('showprivate="true"');
  });

  it('may be empty', async () => {
    under.gateway.turns = [answerEach('<listtype start="0" end="0" total="0">taxschedule</listtype><data></data>')];
    expect(await client().getList(null, 'taxschedule')).toEqual([]);
  });
});
