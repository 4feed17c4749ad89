import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { createIntacctClient } from '../../../clients/intacct/create-intacct-client';
import type { IntacctCall, IntacctClient, IntacctConnection } from '../../../clients/intacct/intacct-client';
import { domesticInvoice, sampleConnection, samplePosting } from './sample-documents';
import {
  answerPage,
  answerSuccess,
  answerXml,
  expiredSessionBody,
  responseBody,
  type ScriptedGateway,
  signInBody,
  startScriptedGateway,
} from './scripted-gateway';

let gateway: ScriptedGateway;
let calls: IntacctCall[];

beforeEach(async () => {
  gateway = await startScriptedGateway();
  calls = [];
});

afterEach(() => gateway.close());

function client(changes: Partial<IntacctConnection> = {}): IntacctClient {
  return createIntacctClient(sampleConnection(gateway.endpoint, changes), { onCall: (call) => calls.push(call) });
}

async function verdictOf(promise: Promise<unknown>): Promise<Error> {
  const settled = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(settled instanceof Error)) throw new Error('expected a verdict, came a success');
  return settled;
}

describe('posting', () => {
  it('posts an invoice and its journal in one transaction and returns both record numbers', async () => {
    gateway.turns = [answerSuccess(['1234', '5678'])];
    const receipt = await client().postAtomically(samplePosting);
    expect(receipt.results).toEqual([
      { controlId: 'test:gulf:HOU-DIV-104233:invoice:1', recordNumber: '1234' },
      { controlId: 'test:gulf:HOU-DIV-104233:cogs:1', recordNumber: '5678' },
    ]);
    expect(gateway.requests).toHaveLength(2);
    expect(gateway.requests[1]?.body).toContain('<operation transaction="true">');
    expect(gateway.requests[1]?.contentType).toBe('application/xml');
  });

  it('sends byte-identical requests on every attempt', async () => {
    gateway.turns = [answerXml('<html>', 502), answerSuccess(['1', '2'])];
    const intacct = client();
    await verdictOf(intacct.postAtomically(samplePosting));
    await intacct.postAtomically(samplePosting);
    expect(gateway.requests[1]?.body).toBe(gateway.requests[2]?.body);
  });

  it('takes the record number of a generic create from its row', async () => {
    gateway.turns = [
      (request, response) => {
        const ids = request.functionControlIds;
        const rows = `<data listtype="objects" count="1"><glbatch><RECORDNO>900</RECORDNO></glbatch></data>`;
        const results = [
          `<result><status>success</status><function>create_invoice</function><controlid>${ids[0]}</controlid><key>13</key></result>`,
          `<result><status>success</status><function>create</function><controlid>${ids[1]}</controlid>${rows}</result>`,
        ];
        answerXml(responseBody(results.join('')))(request, response);
      },
    ];
    const receipt = await client().postAtomically(samplePosting);
    expect(receipt.results.map((result) => result.recordNumber)).toEqual(['13', '900']);
  });

  it('leaves a success without a record number as an unknown outcome', async () => {
    gateway.turns = [
      (request, response) => {
        const results = request.functionControlIds.map(
          (id) => `<result><status>success</status><function>f</function><controlid>${id}</controlid></result>`,
        );
        answerXml(responseBody(results.join('')))(request, response);
      },
    ];
    const verdict = await verdictOf(client().postAtomically(samplePosting));
    expect(verdict).toMatchObject({ name: 'OutcomeUnknown', reason: 'no-answer' });
  });

  it('accepts a reversal that answers with nothing but its status', async () => {
    gateway.turns = [
      (request, response) => {
        const id = request.functionControlIds[0];
        const result = `<result><status>success</status><function>reverse_invoice</function><controlid>${id}</controlid></result>`;
        answerXml(responseBody(result))(request, response);
      },
    ];
    const receipt = await client().postAtomically({
      entityId: 'HOU',
      requestControlId: 'rev',
      functions: [
        {
          kind: 'reverse-invoice',
          controlId: 'rev:1',
          recordNumber: '1234',
          reversalDate: '2026-10-31',
          description: 'x',
        },
      ],
    });
    expect(receipt.results).toEqual([{ controlId: 'rev:1', recordNumber: '1234' }]);
  });

  it('does not send an invoice whose lines do not make its total', async () => {
    const verdict = await verdictOf(
      client().postAtomically({
        ...samplePosting,
        functions: [{ kind: 'create-invoice', controlId: 'c', invoice: { ...domesticInvoice, total: '12340.55' } }],
      }),
    );
    expect(verdict).toMatchObject({ name: 'Rejected', code: 'TOTAL_MISMATCH', controlId: 'c' });
    expect(verdict.message).toContain('lines and taxes 12340.45 USD ≠ total 12340.55 USD');
    expect(gateway.requests).toHaveLength(0);
  });

  it('does not send a character that XML cannot carry', async () => {
    gateway.turns = [answerSuccess(['1'])];
    const verdict = await verdictOf(
      client().postAtomically({
        ...samplePosting,
        functions: [
          { kind: 'create-invoice', controlId: 'c', invoice: { ...domesticInvoice, description: 'a\u0007' } },
        ],
      }),
    );
    expect(verdict).toMatchObject({
      name: 'Rejected',
      code: 'TEXT_UNPRINTABLE',
      subject: 'description',
      controlId: 'c',
    });
    expect(verdict.message).toContain('U+0007');
    expect(gateway.requests.filter((request) => !request.isSignIn)).toHaveLength(0);
  });
});

describe('sessions', () => {
  it('uses the endpoint that the sign-in returned and one session per entity', async () => {
    gateway.turns = [answerSuccess(['1', '2'])];
    const intacct = client();
    await intacct.postAtomically(samplePosting);
    await intacct.postAtomically(samplePosting);
    await intacct.postAtomically({ ...samplePosting, entityId: 'TOR' });
    const paths = gateway.requests.map((request) => (request.isSignIn ? 'sign-in' : request.path));
    expect(paths).toEqual(['sign-in', '/pod', '/pod', 'sign-in', '/pod']);
    expect(gateway.requests[0]?.path).toBe('/ia/xml/xmlgw.phtml');
    expect(gateway.requests[0]?.body).toContain('<locationid>HOU</locationid></login>');
    expect(gateway.requests[3]?.body).toContain('<locationid>TOR</locationid></login>');
  });

  it('shares one sign-in among concurrent callers', async () => {
    gateway.turns = [answerSuccess(['1', '2'])];
    const intacct = client();
    await Promise.all([1, 2, 3, 4].map(() => intacct.postAtomically(samplePosting)));
    expect(gateway.requests.filter((request) => request.isSignIn)).toHaveLength(1);
  });

  it('signs in once more when the session has expired and resends the same control ids', async () => {
    gateway.turns = [answerXml(expiredSessionBody()), answerSuccess(['1', '2'])];
    await client().postAtomically(samplePosting);
    expect(gateway.requests.map((request) => request.isSignIn)).toEqual([true, false, true, false]);
    const [first, second] = [gateway.requests[1], gateway.requests[3]];
    expect(first?.body).toContain('session-1');
    expect(second?.body).toBe(first?.body.replace('session-1', 'session-2'));
    expect(calls.map((call) => call.verdict)).toEqual(['success', 'Authentication', 'success', 'success']);
  });

  it('renews an expired session once for all callers that used it', async () => {
    gateway.turns = [
      (request, response) =>
        request.body.includes('session-1')
          ? answerXml(expiredSessionBody())(request, response)
          : answerSuccess(['1', '2'])(request, response),
    ];
    const intacct = client();
    await Promise.all([1, 2, 3].map(() => intacct.postAtomically(samplePosting)));
    expect(gateway.requests.filter((request) => request.isSignIn)).toHaveLength(2);
  });

  it('gives up after one renewal, with nothing written', async () => {
    gateway.turns = [answerXml(expiredSessionBody())];
    const verdict = await verdictOf(client().postAtomically(samplePosting));
    expect(verdict.name).toBe('Transport');
    expect(gateway.requests).toHaveLength(4);
  });

  it('tries a failed sign-in again for the next caller', async () => {
    gateway.turns = [answerSuccess(['1', '2'])];
    gateway.onSignIn = answerXml('', 503);
    const intacct = client();
    expect((await verdictOf(intacct.postAtomically(samplePosting))).name).toBe('Transport');
    gateway.onSignIn = null;
    await expect(intacct.postAtomically(samplePosting)).resolves.toBeDefined();
  });

  it('refuses a session of another entity', async () => {
    gateway.onSignIn = (request, response) =>
      answerXml(signInBody(request, 's', gateway.endpoint, 'TOR'))(request, response);
    const verdict = await verdictOf(client().signIn('HOU'));
    expect(verdict).toMatchObject({ name: 'UnexpectedResponse' });
    expect(verdict.message).toContain('asked for HOU, got a session of TOR');
  });

  it('signs in afresh when asked and returns the pinned endpoint', async () => {
    const intacct = client();
    await intacct.signIn(null);
    const { endpoint } = await intacct.signIn(null);
    expect(endpoint).toMatch(/\/pod$/);
    expect(gateway.requests).toHaveLength(2);
    expect(gateway.requests[0]?.body).not.toContain('<locationid>');
  });
});

describe('a gateway that does not answer', () => {
  it('leaves a write in doubt when the connection drops', async () => {
    gateway.turns = [(_request, response) => response.socket?.destroy()];
    const verdict = await verdictOf(client().postAtomically(samplePosting));
    expect(verdict).toMatchObject({ name: 'OutcomeUnknown', reason: 'no-answer' });
  });

  it('leaves a write in doubt when the time limit passes', async () => {
    gateway.turns = [() => {}];
    const verdict = await verdictOf(client({ requestTimeoutMs: 300 }).postAtomically(samplePosting));
    expect(verdict).toMatchObject({ name: 'OutcomeUnknown', reason: 'no-answer' });
    expect(verdict.message).toContain('timed out');
  });

  it('leaves a write in doubt when the answer stops halfway', async () => {
    gateway.turns = [
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '5000' });
        response.write('<response><control>');
        setImmediate(() => response.socket?.destroy());
      },
    ];
    const verdict = await verdictOf(client().postAtomically(samplePosting));
    expect(verdict).toMatchObject({ name: 'OutcomeUnknown', reason: 'no-answer' });
    expect(verdict.message).toContain('after HTTP 200');
  });

  it('knows that a refused connection carried nothing', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address() as { port: number };
    await new Promise<void>((resolve) => server.close(() => resolve()));
    gateway.onSignIn = (request, response) =>
      answerXml(signInBody(request, 's', `http://127.0.0.1:${address.port}/pod`))(request, response);
    expect((await verdictOf(client().postAtomically(samplePosting))).name).toBe('Transport');
  });

  it('does not follow a redirect', async () => {
    gateway.turns = [
      (_request, response) => {
        response.writeHead(307, { location: '/elsewhere' });
        response.end();
      },
    ];
    expect((await verdictOf(client().postAtomically(samplePosting))).name).toBe('OutcomeUnknown');
    expect(gateway.requests.filter((request) => request.path === '/elsewhere')).toHaveLength(0);
  });

  it('asks for patience as long as the gateway says', async () => {
    gateway.turns = [
      (_request, response) => {
        response.writeHead(429, { 'retry-after': '7', 'content-type': 'text/plain' });
        response.end('GW-0010');
      },
    ];
    const verdict = await verdictOf(client().postAtomically(samplePosting));
    expect(verdict).toMatchObject({ name: 'RateLimited', retryAfterMs: 7000 });
  });
});

describe('the meter and the secrets', () => {
  it('reports every request with what it is billed', async () => {
    gateway.turns = [answerSuccess(['1', '2'])];
    await client().postAtomically(samplePosting);
    expect(calls).toMatchObject([
      { functions: ['getAPISession'], entityId: 'HOU', httpStatus: 200, transactions: 0, verdict: 'success' },
      { functions: ['create_invoice', 'create GLBATCH'], entityId: 'HOU', transactions: 2, verdict: 'success' },
    ]);
    expect(calls[1]?.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('keeps passwords and session ids out of messages, causes and reports, even when the gateway repeats them', async () => {
    const leak = 'sender-secret-1 user-secret-2 session-1';
    const refusal = (id: string | undefined) =>
      responseBody(
        `<result><status>failure</status><function>f</function><controlid>${id}</controlid><errormessage><error><errorno>${leak}</errorno><description>${leak}</description><description2/><correction>${leak}</correction></error></errormessage></result>`,
      );
    const turns: ScriptedGateway['turns'] = [
      (request, response) => answerXml(refusal(request.functionControlIds[0]))(request, response),
      answerXml(leak),
      answerXml(`<${leak.replaceAll(' ', '/><')}/>`),
      answerXml(expiredSessionBody().replaceAll('q....', leak)),
      (_request, response) => response.socket?.destroy(),
    ];
    const texts: string[] = [];
    for (const turn of turns) {
      gateway.turns = [turn];
      const posting = { ...samplePosting, functions: samplePosting.functions.slice(0, 1) };
      const verdict = await verdictOf(client().postAtomically(posting));
      texts.push(inspect(verdict, { depth: 20, showHidden: true }));
    }
    gateway.onSignIn = answerXml(
      expiredSessionBody().replace(
        'Invalid session q....',
        'Sign-in information is incorrect sender-secret-1 user-secret-2',
      ),
    );
    const refusedSignIn = await verdictOf(client().signIn(null));
    expect(refusedSignIn.name).toBe('Authentication');
    texts.push(inspect(refusedSignIn, { depth: 20 }), JSON.stringify(calls));
    for (const secret of ['sender-secret-1', 'user-secret-2', 'session-1']) {
      expect(texts.join('\n')).not.toContain(secret);
    }
  });

  it('keeps its connection for the next request', async () => {
    gateway.turns = [answerSuccess(['1', '2'])];
    const intacct = client();
    for (let count = 0; count < 5; count += 1) await intacct.postAtomically(samplePosting);
    expect(gateway.connections()).toBeLessThanOrEqual(2);
  });
});

describe('lookups', () => {
  it('finds invoices by number, with dates and amounts as the domain has them', async () => {
    const row = `<ARINVOICE><RECORDNO>1234</RECORDNO><RECORDID>HOU-DIV-104233</RECORDID><CUSTOMERID>C00123</CUSTOMERID><WHENCREATED>10/15/2026</WHENCREATED><CURRENCY>USD</CURRENCY><TRX_TOTALENTERED>50000</TRX_TOTALENTERED><DESCRIPTION>O&#039;Brien &amp; Sons</DESCRIPTION><STATE>Posted</STATE></ARINVOICE>`;
    gateway.turns = [answerPage('ARINVOICE', [row], 'totalcount="1" offset="0" count="1" numremaining="0"')];
    expect(await client().findInvoices('HOU', "HOU-DIV-104233 'x' <&>")).toEqual([
      {
        recordNumber: '1234',
        invoiceNumber: 'HOU-DIV-104233',
        customerId: 'C00123',
        invoiceDate: '2026-10-15',
        currency: 'USD',
        total: '50000',
        description: "O'Brien & Sons",
        state: 'Posted',
      },
    ]);
    expect(gateway.requests[1]?.body).toContain(
      `<filter><equalto><field>RECORDID</field><value>HOU-DIV-104233 'x' &lt;&amp;&gt;</value></equalto></filter>`,
    );
  });

  it('finds no invoice in an empty page', async () => {
    gateway.turns = [answerPage('ARINVOICE', [], 'totalcount="0" offset="0" count="0" numremaining="0"')];
    expect(await client().findInvoices('HOU', 'X')).toEqual([]);
  });

  it('names the field of a row that is not as documented', async () => {
    const row = '<ARINVOICE><RECORDNO>1</RECORDNO><RECORDID>X</RECORDID></ARINVOICE>';
    gateway.turns = [answerPage('ARINVOICE', [row], 'count="1" numremaining="0"')];
    const verdict = await verdictOf(client().findInvoices('HOU', 'X'));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain('TRX_TOTALENTERED');
  });

  it('finds journal entries by journal and reference number', async () => {
    const row =
      '<GLBATCH><RECORDNO>77</RECORDNO><JOURNAL>COGS</JOURNAL><BATCH_DATE>10/16/2026</BATCH_DATE><REFERENCENO>HOU-DIV-104233</REFERENCENO><BATCH_TITLE>Cost</BATCH_TITLE><STATE>Posted</STATE></GLBATCH>';
    gateway.turns = [answerPage('GLBATCH', [row], 'count="1" numremaining="0"')];
    expect(await client().findJournalEntries('HOU', 'COGS', 'HOU-DIV-104233')).toMatchObject([
      { recordNumber: '77', journalSymbol: 'COGS', postingDate: '2026-10-16' },
    ]);
  });
});
