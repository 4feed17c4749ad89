import { createIntacctClient } from '../../../clients/intacct/create-intacct-client';
import type { IntacctCall, IntacctClient, IntacctConnection } from '../../../clients/intacct/intacct-client';
import { sampleConnection, samplePosting } from './sample-documents';
import {
  answerSuccess,
  answerXml,
  expiredSessionBody,
  type ScriptedGateway,
  signInBody,
  startScriptedGateway,
  verdictOf,
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

  it('takes any refusal of a sign-in for the whole company’s, not for the document’s', async () => {
    gateway.onSignIn = answerXml(
      '<response><control><status>failure</status></control><errormessage><error><errorno>GW-0011</errorno><description>Invalid Request</description></error></errormessage></response>',
      400,
    );
    expect((await verdictOf(client().postAtomically(samplePosting))).name).toBe('Authentication');
  });

  it('refuses an endpoint that would carry the secrets off', async () => {
    const away = createIntacctClient(sampleConnection('https://api.intacct.com/ia/xml/xmlgw.phtml'), {
      fetch: async (_url, init) => {
        const controlId = /function controlid="([^"]*)"/.exec(String(init?.body))?.[1] ?? '';
        const request = { path: '', contentType: undefined, body: '', isSignIn: true, functionControlIds: [controlId] };
        return new Response(signInBody(request, 's', 'https://intacct.example/ia/xml/xmlgw.phtml'));
      },
    });
    const verdict = await verdictOf(away.signIn(null));
    expect(verdict).toMatchObject({ name: 'UnexpectedResponse' });
    expect(verdict.message).toContain('not trusted: intacct.example');
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
