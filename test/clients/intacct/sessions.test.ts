import { createIntacctClient } from '../../../clients/intacct/create-intacct-client';
import { useClientUnderTest } from './client-under-test';
import { sampleConnection, samplePosting } from './sample-documents';
import { answerSuccess, answerXml, expiredSessionBody, signInBody, verdictOf } from './scripted-gateway';

const under = useClientUnderTest();
const { client } = under;

describe('sessions', () => {
  it('uses the endpoint that the sign-in returned and one session per entity', async () => {
    under.gateway.turns = [answerSuccess(['1', '2'])];
    const intacct = client();
    await intacct.postAtomically(samplePosting);
    await intacct.postAtomically(samplePosting);
    await intacct.postAtomically({ ...samplePosting, entityId: 'TOR' });
    const paths = under.gateway.requests.map((request) => (request.isSignIn ? 'sign-in' : request.path));
    expect(paths).toEqual(['sign-in', '/pod', '/pod', 'sign-in', '/pod']);
    expect(under.gateway.requests[0]?.path).toBe('/ia/xml/xmlgw.phtml');
    expect(under.gateway.requests[0]?.body).toContain('<locationid>HOU</locationid></login>');
    expect(under.gateway.requests[3]?.body).toContain('<locationid>TOR</locationid></login>');
  });

  it('shares one sign-in among concurrent callers', async () => {
    under.gateway.turns = [answerSuccess(['1', '2'])];
    const intacct = client();
    await Promise.all([1, 2, 3, 4].map(() => intacct.postAtomically(samplePosting)));
    expect(under.gateway.requests.filter((request) => request.isSignIn)).toHaveLength(1);
  });

  it('signs in once more when the session has expired and resends the same control ids', async () => {
    under.gateway.turns = [answerXml(expiredSessionBody()), answerSuccess(['1', '2'])];
    await client().postAtomically(samplePosting);
    expect(under.gateway.requests.map((request) => request.isSignIn)).toEqual([true, false, true, false]);
    const [first, second] = [under.gateway.requests[1], under.gateway.requests[3]];
    expect(first?.body).toContain('session-1');
    expect(second?.body).toBe(first?.body.replace('session-1', 'session-2'));
    expect(under.calls.map((call) => call.verdict)).toEqual(['success', 'Authentication', 'success', 'success']);
  });

  it('renews an expired session once for all callers that used it', async () => {
    under.gateway.turns = [
      (request, response) =>
        request.body.includes('session-1')
          ? answerXml(expiredSessionBody())(request, response)
          : answerSuccess(['1', '2'])(request, response),
    ];
    const intacct = client();
    await Promise.all([1, 2, 3].map(() => intacct.postAtomically(samplePosting)));
    expect(under.gateway.requests.filter((request) => request.isSignIn)).toHaveLength(2);
  });

  it('gives up after one renewal, with nothing written', async () => {
    under.gateway.turns = [answerXml(expiredSessionBody())];
    const verdict = await verdictOf(client().postAtomically(samplePosting));
    expect(verdict.name).toBe('Transport');
    expect(under.gateway.requests).toHaveLength(4);
  });

  it('tries a failed sign-in again for the next caller', async () => {
    under.gateway.turns = [answerSuccess(['1', '2'])];
    under.gateway.onSignIn = answerXml('', 503);
    const intacct = client();
    expect((await verdictOf(intacct.postAtomically(samplePosting))).name).toBe('Transport');
    under.gateway.onSignIn = null;
    await expect(intacct.postAtomically(samplePosting)).resolves.toBeDefined();
  });

  it('takes any refusal of a sign-in for the whole company’s, not for the document’s', async () => {
    under.gateway.onSignIn = answerXml(
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
    under.gateway.onSignIn = (request, response) =>
      answerXml(signInBody(request, 's', under.gateway.endpoint, 'TOR'))(request, response);
    const verdict = await verdictOf(client().signIn('HOU'));
    expect(verdict).toMatchObject({ name: 'UnexpectedResponse' });
    expect(verdict.message).toContain('asked for HOU, got a session of TOR');
  });

  it('signs in afresh when asked and returns the pinned endpoint', async () => {
    const intacct = client();
    await intacct.signIn(null);
    const { endpoint } = await intacct.signIn(null);
    expect(endpoint).toMatch(/\/pod$/);
    expect(under.gateway.requests).toHaveLength(2);
    expect(under.gateway.requests[0]?.body).not.toContain('<locationid>');
  });
});
