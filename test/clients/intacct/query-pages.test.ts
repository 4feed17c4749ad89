import { createIntacctClient } from '../../../clients/intacct/create-intacct-client';
import type { IntacctClient, IntacctRecord, QueryRequest } from '../../../clients/intacct/intacct-client';
import { sampleConnection } from './sample-documents';
import { answerPage, answerXml, responseBody, type ScriptedGateway, startScriptedGateway } from './scripted-gateway';

let gateway: ScriptedGateway;
let intacct: IntacctClient;

beforeEach(async () => {
  gateway = await startScriptedGateway();
  intacct = createIntacctClient(sampleConnection(gateway.endpoint));
});

afterEach(() => gateway.close());

const customers: QueryRequest = { object: 'CUSTOMER', fields: ['RECORDNO', 'NAME'], pageSize: 2 };

/** A page of customers with the given record numbers. */
function page(recordNumbers: number[], total: number, remaining: number) {
  const rows = recordNumbers.map((each) => `<CUSTOMER><RECORDNO>${each}</RECORDNO><NAME>0${each}</NAME></CUSTOMER>`);
  const count = recordNumbers.length;
  return answerPage('CUSTOMER', rows, `totalcount="${total}" offset="0" count="${count}" numremaining="${remaining}"`);
}

async function recordNumbersOf(request: QueryRequest): Promise<unknown[]> {
  const rows: IntacctRecord[] = [];
  for await (const row of intacct.query('HOU', request)) rows.push(row);
  return rows.map((row) => row.RECORDNO);
}

/** Behind which row, and at which offset, each page was asked for. */
const pagesAsked = () =>
  gateway.requests
    .filter((each) => !each.isSignIn)
    .map((each) => {
      const behind = /<greaterthan><field>RECORDNO<\/field><value>(\d+)</.exec(each.body)?.[1] ?? '-';
      return `${behind} ${/<offset>(\d+)</.exec(each.body)?.[1]}`;
    });

it('yields the rows of all pages in order, as text', async () => {
  gateway.turns = [page([1, 2], 3, 1), page([9], 3, 0)];
  const rows: IntacctRecord[] = [];
  for await (const row of intacct.query(null, customers)) rows.push(row);
  expect(rows).toEqual([
    { RECORDNO: '1', NAME: '01' },
    { RECORDNO: '2', NAME: '02' },
    { RECORDNO: '9', NAME: '09' },
  ]);
  expect(pagesAsked()).toEqual(['- 0', '2 0']);
  expect(gateway.requests[1]?.body).toContain('<orderby><order><field>RECORDNO</field><ascending/></order></orderby>');
});

it('asks for no page after the last', async () => {
  gateway.turns = [page([1, 2], 2, 0)];
  expect(await recordNumbersOf(customers)).toEqual(['1', '2']);
  expect(pagesAsked()).toEqual(['- 0']);
});

it('ends on an empty page, whatever the count of rows that remain', async () => {
  gateway.turns = [page([1, 2], 5, 3), page([], 5, 3)];
  expect(await recordNumbersOf(customers)).toEqual(['1', '2']);
});

it('asks for what stands behind the last row read, beside what the caller asks for', async () => {
  gateway.turns = [page([1, 2], 4, 2), page([4], 1, 0)];
  const filter: QueryRequest['filter'] = { op: 'equalto', field: 'STATUS', value: 'active' };
  expect(await recordNumbersOf({ ...customers, filter })).toEqual(['1', '2', '4']);
  expect(pagesAsked()).toEqual(['- 0', '2 0']);
  expect(gateway.requests.at(-1)?.body).toMatch(/<and><equalto>.*<\/equalto><greaterthan>.*<\/greaterthan><\/and>/s);
  gateway.turns = [page([1, 2], 3, 1), page([9], 1, 0)];
  await recordNumbersOf({ ...customers, filter: { op: 'and', filters: [filter, filter] } });
  expect(gateway.requests.at(-1)?.body.match(/<and>/g)).toHaveLength(1);
});

it('refuses rows that are not in the order of their numbers, since some would be missed', async () => {
  gateway.turns = [page([5, 6], 3, 1), page([6, 7], 2, 0)];
  await expect(recordNumbersOf(customers)).rejects.toMatchObject({
    name: 'UnexpectedResponse',
    message: expect.stringContaining('RECORDNO 6 came behind 6'),
  });
});

it('takes pages in an order of the caller by offset', async () => {
  gateway.turns = [page([9, 7], 3, 1), page([8], 3, 0)];
  const orderBy: QueryRequest['orderBy'] = [{ field: 'NAME', direction: 'ascending' }];
  expect(await recordNumbersOf({ ...customers, orderBy })).toEqual(['9', '7', '8']);
  expect(pagesAsked()).toEqual(['- 0', '- 2']);
});

it('always reads RECORDNO in the default order, and leaves an order of the caller alone', async () => {
  gateway.turns = [page([2, 1], 2, 0)];
  const orderBy: QueryRequest['orderBy'] = [{ field: 'NAME', direction: 'descending' }];
  expect(await recordNumbersOf({ ...customers, orderBy })).toEqual(['2', '1']);
  expect(gateway.requests[1]?.body).toContain('<field>NAME</field><descending/>');
  gateway.turns = [page([1], 1, 0)];
  await recordNumbersOf({ ...customers, fields: ['NAME'] });
  expect(gateway.requests[2]?.body).toContain('<select><field>RECORDNO</field><field>NAME</field></select>');
});

it('uses a new control id for every page', async () => {
  gateway.turns = [page([1, 2], 3, 1), page([9], 3, 0)];
  await recordNumbersOf(customers);
  const ids = gateway.requests.flatMap((request) => request.functionControlIds);
  expect(new Set(ids).size).toBe(3);
});

it('refuses a page that announces more rows than came', async () => {
  gateway.turns = [answerPage('CUSTOMER', [], 'totalcount="1" count="1" numremaining="0"')];
  await expect(recordNumbersOf(customers)).rejects.toMatchObject({ name: 'UnexpectedResponse' });
});

describe('reading by key', () => {
  /** Answers a read with the XML of its rows. */
  function answerRead(rows: string, count: number) {
    gateway.turns = [
      (request, response) => {
        const id = request.functionControlIds[0];
        const payload = `<data listtype="SODOCUMENT" count="${count}">${rows}</data>`;
        const result = `<result><status>success</status><function>read</function><controlid>${id}</controlid>${payload}</result>`;
        answerXml(responseBody(result))(request, response);
      },
    ];
  }

  it('gives owned rows as a list even when there is one', async () => {
    const row =
      '<SODOCUMENT><RECORDNO>44</RECORDNO><CONTACT><EMAIL1>a@b.example</EMAIL1></CONTACT><SODOCUMENTENTRIES><sodocumententry><LINE_NO>0</LINE_NO></sodocumententry></SODOCUMENTENTRIES><JOURNAL.SYMBOL>GJ</JOURNAL.SYMBOL></SODOCUMENT>';
    answerRead(row, 1);
    expect(await intacct.read(null, 'SODOCUMENT', ['44'])).toEqual([
      {
        RECORDNO: '44',
        CONTACT: { EMAIL1: 'a@b.example' },
        SODOCUMENTENTRIES: [{ LINE_NO: '0' }],
        'JOURNAL.SYMBOL': 'GJ',
      },
    ]);
  });

  it('asks for at most 100 keys at a time, and for none not at all', async () => {
    answerRead('', 0);
    const keys = Array.from({ length: 201 }, (_, index) => `C${index}`);
    await intacct.readByName('HOU', 'CUSTOMER', keys);
    const sent = gateway.requests.filter((each) => !each.isSignIn);
    expect(sent.map((each) => /<keys>([^<]*)/.exec(each.body)?.[1]?.split(',').length)).toEqual([100, 100, 1]);
    expect(await intacct.read('HOU', 'CUSTOMER', [])).toEqual([]);
    expect(gateway.requests.filter((each) => !each.isSignIn)).toHaveLength(3);
  });
});

describe('writing one record', () => {
  it('returns the record number of a create, under the control id it was given', async () => {
    gateway.turns = [
      (request, response) => {
        expect(request.functionControlIds).toEqual(['gulf:customer:C-1:create:1']);
        const payload = '<data listtype="objects" count="1"><customer><RECORDNO>27</RECORDNO></customer></data>';
        const result = `<result><status>success</status><function>create</function><controlid>${request.functionControlIds[0]}</controlid>${payload}</result>`;
        answerXml(responseBody(result))(request, response);
      },
    ];
    const created = await intacct.create(null, 'gulf:customer:C-1:create:1', 'CUSTOMER', { CUSTOMERID: 'C-1' });
    expect(created).toEqual({ recordNumber: '27' });
  });

  it('is content with the bare success of a delete', async () => {
    gateway.turns = [
      (request, response) => {
        const id = request.functionControlIds[0];
        answerXml(
          responseBody(
            `<result><status>success</status><function>delete</function><controlid>${id}</controlid></result>`,
          ),
        )(request, response);
      },
    ];
    await expect(intacct.delete(null, 'd1', 'CUSTOMER', ['27'])).resolves.toBeUndefined();
  });
});
