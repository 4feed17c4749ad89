import { connect } from 'node:net';
import { Transport } from '../../clients/errors';
import type { TriggerOutcome } from '../../server/http-server-deps';
import {
  closeServers,
  createServerFixture,
  goodBody,
  nextSecret,
  type Request,
  secret,
  signedRequest,
} from './server-fixture';

afterEach(closeServers);

const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);

describe('a good trigger', () => {
  it.each(['started', 'already-running', 'already-finished'] as const)('is accepted: %s', async (kind) => {
    const { ask, outcome, triggered } = createServerFixture();
    outcome.next = { kind, workflowId: 'orderToInvoice/gulf-metals/HOU-DIV-104233' };
    const response = await ask(signedRequest(goodBody));
    expect(response.statusCode).toBe(202);
    expect(response.json()).toEqual(outcome.next);
    expect(triggered).toEqual([{ company: 'gulf-metals', documentKey: 'HOU-DIV-104233' }]);
  });

  it('may be signed by any of the secrets while they are rotated', async () => {
    const { ask } = createServerFixture({ webhookSecrets: [nextSecret, secret] });
    expect((await ask(signedRequest(goodBody, { messageId: 'a', by: secret }))).statusCode).toBe(202);
    expect((await ask(signedRequest(goodBody, { messageId: 'b', by: nextSecret }))).statusCode).toBe(202);
  });

  it('is logged with its document, and without secret or signature', async () => {
    const { ask, logged } = createServerFixture();
    const request = signedRequest(goodBody);
    await ask(request);
    expect(logged()).toContain('HOU-DIV-104233');
    expect(logged()).not.toContain(secret.slice(6));
    expect(logged()).not.toContain(request.headers['webhook-signature']?.slice(3) ?? 'missing');
  });
});

describe('the other kinds of documents', () => {
  it.each(['sales-credit', 'supplier-document', 'stock-movement'])('have a route each: %s', async (kind) => {
    const kinds: string[] = [];
    const document = async (of: string): Promise<TriggerOutcome> => {
      kinds.push(of);
      return { kind: 'started', workflowId: 'w' };
    };
    const { ask } = createServerFixture({ triggers: { document } });
    const url = `/triggers/imetal/${kind}`;
    expect((await ask({ ...signedRequest(goodBody), url })).statusCode).toBe(202);
    expect(kinds).toEqual([kind]);
  });

  it('of Assignar is asked for by its own key', async () => {
    const { ask, triggered } = createServerFixture();
    const url = '/triggers/assignar/timesheet';
    const body = JSON.stringify({ company: 'harbor-civil', documentKey: 'TS-9001' });
    expect((await ask({ ...signedRequest(body), url })).statusCode).toBe(202);
    expect(triggered).toEqual([{ company: 'harbor-civil', documentKey: 'TS-9001' }]);
    const refused = await ask({ ...signedRequest(goodBody), url });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().message).toContain('expected TS- and the id of a timesheet');
  });

  it('that nobody knows have none', async () => {
    const { ask } = createServerFixture();
    expect((await ask({ ...signedRequest(goodBody), url: '/triggers/imetal/payslip' })).statusCode).toBe(404);
  });
});

describe('a trigger that is not proven', () => {
  const refused = async (request: Request, code: string): Promise<void> => {
    const { ask, triggered } = createServerFixture();
    const response = await ask(request);
    expect([response.statusCode, response.json().code]).toEqual([401, code]);
    expect(response.body).not.toContain(secret.slice(6));
    expect(triggered).toEqual([]);
  };

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('is refused without %s', async (header) => {
    const request = signedRequest(goodBody);
    delete request.headers[header];
    await refused(request, 'unsigned');
  });

  it('is refused when signed by a stranger', () =>
    refused(signedRequest(goodBody, { by: nextSecret }), 'bad-signature'));

  it('is refused when its body was altered', () =>
    refused({ ...signedRequest(goodBody), payload: goodBody.replace('104233', '104234') }, 'bad-signature'));

  it('is refused when its id was altered', async () => {
    const request = signedRequest(goodBody);
    await refused({ ...request, headers: { ...request.headers, 'webhook-id': 'msg_2' } }, 'bad-signature');
  });

  it('is refused six minutes after it was signed', () =>
    refused(signedRequest(goodBody, { signedAt: minutes(-6) }), 'stale'));

  it('is refused when signed six minutes ahead', () =>
    refused(signedRequest(goodBody, { signedAt: minutes(6) }), 'stale'));

  it.each(['v1', 'v1,', ',', 'v1,é', 'v1a,xx', 'x'.repeat(5000)])(
    'is refused with the signature %p',
    async (signature) => {
      const request = signedRequest(goodBody);
      await refused({ ...request, headers: { ...request.headers, 'webhook-signature': signature } }, 'bad-signature');
    },
  );

  it('is refused as unavailable when no secret is set', async () => {
    const { ask } = createServerFixture({ webhookSecrets: [] });
    const response = await ask(signedRequest(goodBody));
    expect([response.statusCode, response.json().code]).toEqual([503, 'triggers-off']);
  });

  it('cannot be let in by a secret that is none: the server does not start, and does not show it', () => {
    expect(() => createServerFixture({ webhookSecrets: ['whsec_%%%not-base64'] })).toThrow(
      'webhook secret 1: expected whsec_ and base64',
    );
  });
});

describe('a replayed trigger', () => {
  it('is accepted, for its sender did not hear the first answer, and triggers nothing a second time', async () => {
    const { ask, triggered, logged } = createServerFixture();
    const request = signedRequest(goodBody);
    expect((await ask(request)).statusCode).toBe(202);
    const replay = await ask(request);
    expect([replay.statusCode, replay.json()]).toEqual([202, { kind: 'replayed' }]);
    expect(triggered).toHaveLength(1);
    expect(logged()).toContain('"outcome":"replayed"');
  });

  it('is still refused when its signature has become stale, or is another', async () => {
    const { ask, triggered } = createServerFixture();
    expect((await ask(signedRequest(goodBody))).statusCode).toBe(202);
    const late = await ask(signedRequest(goodBody, { signedAt: minutes(-6) }));
    expect([late.statusCode, late.json().code]).toEqual([401, 'stale']);
    const forged = await ask(signedRequest(goodBody, { by: nextSecret }));
    expect([forged.statusCode, forged.json().code]).toEqual([401, 'bad-signature']);
    expect(triggered).toHaveLength(1);
  });

  it('is told to come again while the first is being accepted, since that may yet fail', async () => {
    let fail: (reason: Error) => void = () => undefined;
    const document = jest.fn(async (): Promise<TriggerOutcome> => ({ kind: 'started', workflowId: 'w' }));
    const begun = new Promise<void>((begin) => {
      document.mockImplementationOnce(() => {
        begin();
        return new Promise((_, reject) => {
          fail = reject;
        });
      });
    });
    const { server, ask } = createServerFixture({ triggers: { document } });
    await server.listen({ host: '127.0.0.1', port: 0 });
    const request = signedRequest(goodBody);
    const first = ask(request);
    await begun;
    const second = await ask(request);
    expect([second.statusCode, second.json().code]).toEqual([503, 'still-accepting']);
    fail(new Transport('away', { operation: 'temporal start' }));
    expect((await first).statusCode).toBe(503);
    expect((await ask(request)).json()).toEqual({ kind: 'started', workflowId: 'w' });
  });

  it('is remembered for as long as its signature holds', async () => {
    const remember = jest.fn(async (_messageId: string, _expiresAt: Date) => true);
    const { ask } = createServerFixture({ replayGuard: { remember, forget: async () => undefined } });
    await ask(signedRequest(goodBody, { signedAt: minutes(4) }));
    expect(remember.mock.calls[0]?.[1].getTime()).toBeGreaterThan(minutes(4 + 5).getTime() - 1000);
  });

  it('may come again under its id when it was not accepted: the engine was away, or the document not there yet', async () => {
    const { ask, outcome, logged } = createServerFixture();
    const request = signedRequest(goodBody);
    outcome.next = new Transport('Temporal at 10.0.0.7:7233 is away', { operation: 'temporal start' });
    const away = await ask(request);
    expect([away.statusCode, away.json().code]).toEqual([503, 'try-again']);
    expect(away.body).not.toContain('10.0.0.7');
    expect(logged()).toContain('"type":"Transport","operation":"temporal start"');
    outcome.next = { kind: 'no-such-document' };
    expect((await ask(request)).statusCode).toBe(404);
    outcome.next = { kind: 'started', workflowId: 'w' };
    expect((await ask(request)).statusCode).toBe(202);
  });
});

describe('a malformed trigger', () => {
  it.each([
    ['no JSON', '{"company":', 'not-json', 'no JSON'],
    ['nothing', '', 'not-json', 'no JSON'],
    ['a list', '[]', 'malformed', 'body: expected a JSON object, got []'],
    [
      'no document',
      '{"company":"gulf-metals"}',
      'malformed',
      'documentKey: expected branch, type and number, such as HOU-DIV-104233, got nothing',
    ],
    [
      'a malformed key',
      '{"company":"gulf-metals","documentKey":"HOU 104233"}',
      'malformed',
      'documentKey: expected branch, type and number, such as HOU-DIV-104233, got "HOU 104233"',
    ],
    [
      'a key with SQL',
      '{"company":"gulf-metals","documentKey":"HOU-DIV-1; DROP"}',
      'malformed',
      'got "HOU-DIV-1; DROP"',
    ],
    ['a number for a key', '{"company":"gulf-metals","documentKey":104233}', 'malformed', 'got 104233'],
    [
      'a malformed company',
      '{"company":"../etc","documentKey":"HOU-DIV-1"}',
      'malformed',
      'company: expected a company key',
    ],
    [
      'a field too many',
      '{"company":"gulf-metals","documentKey":"HOU-DIV-1","amount":1}',
      'malformed',
      'got ["amount"]',
    ],
  ])('is refused by name: %s', async (_, body, code, message) => {
    const { ask, triggered } = createServerFixture();
    const response = await ask(signedRequest(body));
    expect([response.statusCode, response.json().code]).toEqual([400, code]);
    expect(response.json().message).toContain(message);
    expect(triggered).toEqual([]);
  });

  it('shows only the beginning of a long value', async () => {
    const { ask } = createServerFixture();
    const body = JSON.stringify({ company: 'gulf-metals', documentKey: 'x'.repeat(10_000) });
    const response = await ask(signedRequest(body));
    expect(response.statusCode).toBe(400);
    expect(response.body.length).toBeLessThan(1000);
  });

  it('is refused when it is not JSON by its own word', async () => {
    const { ask } = createServerFixture();
    const request = signedRequest(goodBody);
    const response = await ask({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } });
    expect([response.statusCode, response.json().code]).toEqual([415, 'not-json']);
  });
});

describe('a trigger for what does not exist', () => {
  it.each([
    ['no-such-document', 'iMetal has no sales invoice HOU-DIV-104233'],
    ['no-such-company', 'no company gulf-metals is set up here'],
  ] as const)('is answered 404: %s', async (kind, message) => {
    const { ask, outcome } = createServerFixture();
    outcome.next = { kind };
    const response = await ask(signedRequest(goodBody));
    expect(response.statusCode).toBe(404);
    expect(response.json()).toEqual({ code: kind, message });
  });
});

describe('a trigger of 10 MB over a real socket', () => {
  const tenMegabytes = 10 * 1024 * 1024;

  it.each([
    ['that says its length', `Content-Length: ${tenMegabytes}`, (bytes: Buffer) => bytes],
    [
      'in chunks without a length',
      'Transfer-Encoding: chunked',
      (bytes: Buffer) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]),
    ],
  ])('is refused before it is read: %s', async (_, lengthHeader, framed) => {
    const { server, triggered } = createServerFixture();
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes.toString();
    });
    // The server closes while we still send: that is what is asked of it.
    socket.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.write(
      `POST /triggers/imetal/sales-invoice HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${lengthHeader}\r\n\r\n`,
    );
    const piece = framed(Buffer.alloc(64 * 1024, 'x'));
    for (let sent = 0; sent < tenMegabytes && socket.writable; sent += 64 * 1024) {
      if (!socket.write(piece)) {
        await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed]);
      }
    }
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer.toLowerCase()).toContain('connection: close');
    expect(socket.bytesWritten).toBeLessThan(tenMegabytes);
    expect(triggered).toEqual([]);
  });
});
