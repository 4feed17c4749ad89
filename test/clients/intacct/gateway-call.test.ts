import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { useClientUnderTest } from './client-under-test';
import { samplePosting } from './sample-documents';
import {
  answerSuccess,
  answerXml,
  expiredSessionBody,
  responseBody,
  type ScriptedGateway,
  signInBody,
  verdictOf,
} from './scripted-gateway';

const under = useClientUnderTest();
const { client } = under;

describe('a gateway that does not answer', () => {
  it('leaves a write in doubt when the connection drops', async () => {
    under.gateway.turns = [(_request, response) => response.socket?.destroy()];
    const verdict = await verdictOf(client().postAtomically(samplePosting));
    expect(verdict).toMatchObject({ name: 'OutcomeUnknown', reason: 'no-answer' });
  });

  it('leaves a write in doubt when the time limit passes', async () => {
    under.gateway.turns = [() => {}];
    const verdict = await verdictOf(client({ requestTimeoutMs: 300 }).postAtomically(samplePosting));
    expect(verdict).toMatchObject({ name: 'OutcomeUnknown', reason: 'no-answer' });
    expect(verdict.message).toContain('timed out');
  });

  it('leaves a write in doubt when the answer stops halfway', async () => {
    under.gateway.turns = [
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
    under.gateway.onSignIn = (request, response) =>
      answerXml(signInBody(request, 's', `http://127.0.0.1:${address.port}/pod`))(request, response);
    expect((await verdictOf(client().postAtomically(samplePosting))).name).toBe('Transport');
  });

  it('does not follow a redirect', async () => {
    under.gateway.turns = [
      (_request, response) => {
        response.writeHead(307, { location: '/elsewhere' });
        response.end();
      },
    ];
    expect((await verdictOf(client().postAtomically(samplePosting))).name).toBe('OutcomeUnknown');
    expect(under.gateway.requests.filter((request) => request.path === '/elsewhere')).toHaveLength(0);
  });

  it('asks for patience as long as the gateway says', async () => {
    under.gateway.turns = [
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
    under.gateway.turns = [answerSuccess(['1', '2'])];
    await client().postAtomically(samplePosting);
    expect(under.calls).toMatchObject([
      { functions: ['getAPISession'], entityId: 'HOU', httpStatus: 200, transactions: 0, verdict: 'success' },
      { functions: ['create_invoice', 'create GLBATCH'], entityId: 'HOU', transactions: 2, verdict: 'success' },
    ]);
    expect(under.calls[1]?.durationMs).toBeGreaterThanOrEqual(0);
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
      under.gateway.turns = [turn];
      const posting = { ...samplePosting, functions: samplePosting.functions.slice(0, 1) };
      const verdict = await verdictOf(client().postAtomically(posting));
      texts.push(inspect(verdict, { depth: 20, showHidden: true }));
    }
    under.gateway.onSignIn = answerXml(
      expiredSessionBody().replace(
        'Invalid session q....',
        'Sign-in information is incorrect sender-secret-1 user-secret-2',
      ),
    );
    const refusedSignIn = await verdictOf(client().signIn(null));
    expect(refusedSignIn.name).toBe('Authentication');
    texts.push(inspect(refusedSignIn, { depth: 20 }), JSON.stringify(under.calls));
    for (const secret of ['sender-secret-1', 'user-secret-2', 'session-1']) {
      expect(texts.join('\n')).not.toContain(secret);
    }
  });

  it('keeps its connection for the next request', async () => {
    under.gateway.turns = [answerSuccess(['1', '2'])];
    const intacct = client();
    for (let count = 0; count < 5; count += 1) await intacct.postAtomically(samplePosting);
    expect(under.gateway.connections()).toBeLessThanOrEqual(2);
  });
});
