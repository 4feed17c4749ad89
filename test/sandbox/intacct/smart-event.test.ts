import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { COMPANY, call, invoice, login, request, startTestSandbox, type TestSandbox } from './gateway-client';

interface Received {
  readonly contentType: string;
  readonly form: Record<string, string>;
}

let receiver: Server;
let received: Received[];
let answerWith: number;
let sandbox: TestSandbox;
let last = 0;

beforeEach(async () => {
  received = [];
  answerWith = 200;
  receiver = createServer((message, response) => {
    let body = '';
    message.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    message.on('end', () => {
      received.push({
        contentType: message.headers['content-type'] ?? '',
        form: Object.fromEntries(new URLSearchParams(body)),
      });
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/triggers/intacct/gulf/token`;
  sandbox = await startTestSandbox({
    company: {
      ...COMPANY,
      smartEvents: [
        {
          object: 'CUSTOMER',
          events: ['add', 'set', 'delete'],
          url,
          arguments: {
            object: 'CUSTOMER',
            key: '{!CUSTOMER.CUSTOMERID!}',
            name: 'of {!CUSTOMER.NAME!}',
            other: '{!VENDOR.NAME!}',
          },
        },
        {
          object: 'ARINVOICE',
          events: ['add'],
          url,
          arguments: { object: 'ARINVOICE', recordno: '{!ARINVOICE.RECORDNO!}', due: '{!ARINVOICE.WHENDUE!}' },
        },
      ],
    },
  });
});
afterEach(async () => {
  await sandbox.stop();
  await new Promise((resolve) => receiver.close(resolve));
});

async function post(element: string, transaction = 'false'): Promise<string> {
  last += 1;
  const body = request(call(`f${last}`, element), { authentication: login('US'), transaction });
  return (await sandbox.post(body)).body.replaceAll('&#039;', "'");
}

const customer = (id: string, name: string): string =>
  `<create><CUSTOMER><CUSTOMERID>${id}</CUSTOMERID><NAME>${name}</NAME><DISPLAYCONTACT><PRINTAS>${name}</PRINTAS></DISPLAYCONTACT></CUSTOMER></create>`;
const rename = (id: string, name: string): string =>
  `<update><CUSTOMER><CUSTOMERID>${id}</CUSTOMERID><NAME>${name}</NAME></CUSTOMER></update>`;

async function settled(): Promise<Record<string, number>> {
  return (await sandbox.admin('POST', '/smart-events/settled')) as Record<string, number>;
}

it('a created record is posted as a form with its fields in the place of the braces', async () => {
  await post(customer('NEW', 'Tom &amp; Ann'));
  await settled();
  expect(received).toEqual([
    {
      contentType: 'application/x-www-form-urlencoded',
      form: { object: 'CUSTOMER', key: 'NEW', name: 'of Tom & Ann', other: '' },
    },
  ]);
});

it('changes and deletions are told, refused writes and reads are not', async () => {
  await post(rename('C1', 'Renamed'));
  await post(rename('C1', ''));
  await post('<read><object>CUSTOMER</object><keys>1</keys></read>');
  await post(customer('PASSING', 'Passing'));
  await post('<delete><object>CUSTOMER</object><keys>PASSING</keys></delete>');
  await settled();
  expect(received.map(({ form }) => form.key)).toEqual(['C1', 'PASSING', 'PASSING']);
});

it('dates are as Intacct writes them, and an invoice does not count as a change of its customer', async () => {
  await post(invoice());
  await settled();
  expect(received.map(({ form }) => form)).toEqual([{ object: 'ARINVOICE', recordno: '1', due: '04/30/2026' }]);
});

it('a transaction that is rolled back tells nothing', async () => {
  last += 1;
  const two = call(`a${last}`, customer('NEW', 'New')) + call(`b${last}`, customer('NEW', 'Again'));
  await sandbox.post(request(two, { transaction: 'true', authentication: login('US') }));
  await settled();
  expect(received).toEqual([]);
});

it('what a person keys in at the admin port is told too', async () => {
  await sandbox.admin('PATCH', '/masters/customers/C1', { onHold: true });
  await settled();
  expect(received.map(({ form }) => form.key)).toEqual(['C1']);
});

it('a receiver that refuses is not asked again', async () => {
  answerWith = 500;
  await post(rename('C1', 'Renamed'));
  expect(await settled()).toMatchObject({ meant: 1, delivered: 0, failed: 1, inFlight: 0 });
  expect(received).toHaveLength(1);
});

it('a receiver that never answers holds up neither the gateway nor the end of the sandbox', async () => {
  receiver.removeAllListeners('request');
  const arrival = (): Promise<unknown> => new Promise((resolve) => receiver.once('request', resolve));
  const first = arrival();
  await post(rename('C1', 'Renamed'));
  await first;
  expect(await sandbox.admin('GET', '/smart-events')).toMatchObject({ inFlight: 1 });
  const second = arrival();
  await post(rename('C1', 'Once more'));
  await second;
  receiver.closeAllConnections();
  expect(await settled()).toMatchObject({ meant: 2, delivered: 0, inFlight: 0 });
});

it('posts are lost and doubled on demand', async () => {
  await sandbox.admin('PATCH', '/smart-events', { dropNext: 1, duplicateNext: 1 });
  for (const name of ['First', 'Second', 'Third']) await post(rename('C1', name));
  expect(await settled()).toMatchObject({ meant: 3, lost: 1, duplicated: 1, delivered: 3 });
  expect(received.map(({ form }) => form.name).sort()).toEqual(['of Second', 'of Second', 'of Third']);
  await sandbox.admin('PATCH', '/smart-events', { lostFraction: 1 });
  await post(rename('C1', 'Fourth'));
  expect(await settled()).toMatchObject({ meant: 4, lost: 2 });
});

it('get_list of smarteventlog tells every write, in order', async () => {
  await post(customer('NEW', 'New'));
  await post('<delete><object>CUSTOMER</object><keys>NEW</keys></delete>');
  const answer = await post('<get_list object="smarteventlog"/>');
  const topics = [...answer.matchAll(/<topic>([^<]*)<\/topic>.*?<objectkey>([^<]*)</g)].map(
    ([, topic, key]) => `${topic} ${key}`,
  );
  expect(topics).toContain('ADD_CUSTOMER NEW');
  expect(topics).toContain('DELETE_CUSTOMER NEW');
  expect(answer).toContain('<userid>svc</userid>');
});

describe('AUDITHISTORY', () => {
  const history = (filter = ''): string =>
    `<query><object>AUDITHISTORY</object><select><field>OBJECTTYPE</field><field>OBJECTKEY</field><field>ACCESSMODE</field><field>USERID</field></select>
     <filter><and><equalto><field>OBJECTTYPE</field><value>customer</value></equalto>${filter}<greaterthanorequalto><field>ACCESSTIME</field><value>01/01/2020 00:00:00</value></greaterthanorequalto></and></filter>
     <orderby><order><field>RECORDNO</field></order></orderby></query>`;
  const rows = (answer: string): string[] =>
    [...answer.matchAll(/<AUDITHISTORY>(.*?)<\/AUDITHISTORY>/gs)].map(([, row = '']) =>
      [...row.matchAll(/>([^<]+)</g)].map(([, text]) => text).join(' '),
    );

  it('tells what was created, changed and deleted, and by whom', async () => {
    await post(customer('PASSING', 'Passing'));
    await post(rename('PASSING', 'Going'));
    await post('<delete><object>CUSTOMER</object><keys>PASSING</keys></delete>');
    await sandbox.admin('DELETE', '/masters/customers/HELD');
    expect(rows(await post(history()))).toEqual([
      'customer PASSING Created svc',
      'customer PASSING Modified svc',
      'customer PASSING Deleted svc',
      'customer HELD Deleted finance',
    ]);
    const deleted = '<equalto><field>ACCESSMODE</field><value>Deleted</value></equalto>';
    expect(rows(await post(history(deleted)))).toEqual([
      'customer PASSING Deleted svc',
      'customer HELD Deleted finance',
    ]);
  });

  it('names modes and keys as the settings say', async () => {
    await sandbox.admin('PATCH', '/settings', { auditAccessModes: 'codes', auditObjectKey: 'recordno' });
    await sandbox.admin('DELETE', '/masters/customers/C1');
    expect(rows(await post(history()))).toEqual(['customer 1 D finance']);
  });

  it('says nothing of the company that was loaded', async () => {
    expect(rows(await post(history()))).toEqual([]);
  });
});
