import { useClientUnderTest } from './client-under-test';
import { answerEmpty, answerJson, answerRows, hangUp, verdictOf } from './scripted-api';

const under = useClientUnderTest();
const { client } = under;

describe('signing in', () => {
  it('sends the credentials as Basic and the scope as a form, and gives the token’s life', async () => {
    await expect(client().signIn()).resolves.toEqual({ expiresInSeconds: 3600 });
    const [request] = under.api.signIns;
    expect(request?.method).toBe('POST');
    expect(request?.headers.authorization).toBe(`Basic ${Buffer.from('hub-client:pass:word%').toString('base64')}`);
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect([...new URLSearchParams(request?.body)]).toEqual([
      ['grant_type', 'client_credentials'],
      ['scope', 'target-entity:b816a5d3-40c3-477f-a551-1d066d7211cc:api_access'],
    ]);
  });

  it('uses one token for many requests, and counts the sign-in', async () => {
    under.api.turns = [answerRows()];
    const assignar = client();
    await assignar.listRecords('role', '0', 10);
    await assignar.listRecords('role', '0', 10);
    expect(under.api.signIns).toHaveLength(1);
    expect(under.api.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
    ]);
    expect(under.calls.map(({ method, path, verdict }) => [method, path, verdict])).toEqual([
      ['POST', '/oauth2/token', 'success'],
      ['GET', '/tasks', 'success'],
      ['GET', '/tasks', 'success'],
    ]);
  });

  it('shares one sign-in among concurrent callers', async () => {
    under.api.turns = [answerRows()];
    const assignar = client();
    await Promise.all([1, 2, 3, 4].map(() => assignar.listRecords('role', '0', 10)));
    expect(under.api.signIns).toHaveLength(1);
  });

  it('fetches a new token a minute before the old one expires, and not earlier', async () => {
    under.api.turns = [answerRows()];
    let nowMs = 0;
    const assignar = client({ nowMs: () => nowMs });
    await assignar.listRecords('role', '0', 10);
    nowMs = 3_539_999;
    await assignar.listRecords('role', '0', 10);
    expect(under.api.signIns).toHaveLength(1);
    nowMs = 3_540_000;
    await Promise.all([1, 2].map(() => assignar.listRecords('role', '0', 10)));
    expect(under.api.signIns).toHaveLength(2);
  });

  it('takes the documented hour when the answer does not tell the token’s life', async () => {
    under.api.onSignIn = answerJson({ access_token: 't' });
    await expect(client().signIn()).resolves.toEqual({ expiresInSeconds: 3600 });
  });

  it('keeps a token of seconds for half its life instead of renewing it with every request', async () => {
    under.api.onSignIn = answerJson({ access_token: 't', expires_in: '30' });
    under.api.turns = [answerRows()];
    let nowMs = 0;
    const assignar = client({ nowMs: () => nowMs });
    await assignar.listRecords('role', '0', 10);
    nowMs = 14_999;
    await assignar.listRecords('role', '0', 10);
    expect(under.api.signIns).toHaveLength(1);
  });
});

describe('a token refused before its hour', () => {
  it('is renewed once, and the same request is sent again', async () => {
    under.api.turns = [answerEmpty(401), answerJson({ status: 201, data: { id: 7 } }, 201)];
    await expect(client().createRecord('role', { name: 'Driver' })).resolves.toEqual({ id: '7' });
    expect(under.api.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
    expect(under.api.requests[1]?.body).toBe(under.api.requests[0]?.body);
    expect(under.calls.map(({ verdict }) => verdict)).toEqual(['success', 'Authentication', 'success', 'success']);
  });

  it('is renewed once for all callers that used it', async () => {
    under.api.turns = [
      (request, response) =>
        (request.headers.authorization === 'Bearer token-1' ? answerEmpty(401) : answerRows())(request, response),
    ];
    const assignar = client();
    await Promise.all([1, 2, 3].map(() => assignar.listRecords('role', '0', 10)));
    expect(under.api.signIns).toHaveLength(2);
  });

  it('is Authentication when the new one is refused too, after one renewal', async () => {
    under.api.turns = [answerEmpty(401)];
    const verdict = await verdictOf(client().listRecords('role', '0', 10));
    expect(verdict.name).toBe('Authentication');
    expect(verdict.message).toContain('region');
    expect(under.api.requests).toHaveLength(2);
  });
});

describe('a sign-in that is refused', () => {
  it('names the credentials on a 401 without a body, and no secret', async () => {
    under.api.onSignIn = answerEmpty(401);
    const verdict = await verdictOf(client().signIn());
    expect(verdict.name).toBe('Authentication');
    expect(verdict.message).toContain('client id and secret');
    expect(verdict.message).not.toContain('pass:word%');
  });

  it('names the scope on a 403 without a body', async () => {
    under.api.onSignIn = answerEmpty(403);
    const verdict = await verdictOf(client().signIn());
    expect(verdict).toMatchObject({ name: 'Authentication' });
    expect(verdict.message).toContain('scope');
  });

  it('names the scope where the body does, and masks a secret that the body repeats', async () => {
    under.api.onSignIn = answerJson({ error: 'invalid_scope', error_description: 'for pass:word%' }, 400);
    const verdict = await verdictOf(client().signIn());
    expect(verdict.name).toBe('Authentication');
    expect(verdict.message).toContain('the scope is refused');
    expect(JSON.stringify([verdict.message, verdict])).not.toContain('pass:word%');
  });

  it.each([
    ['a 503', answerEmpty(503), 'Transport'],
    ['a connection closed', hangUp, 'Transport'],
    ['a 429', answerEmpty(429, { 'retry-after': '30' }), 'RateLimited'],
    ['HTML', answerJson('<html>', 200, { 'content-type': 'text/html' }), 'UnexpectedResponse'],
    ['an answer without a token', answerJson({ token_type: 'Bearer' }), 'UnexpectedResponse'],
    ['a wrong path', answerEmpty(404), 'UnexpectedResponse'],
  ])('is something else when it is %s: nothing of the write was sent', async (_, turn, name) => {
    under.api.onSignIn = turn;
    expect((await verdictOf(client().createRecord('role', { name: 'Driver' }))).name).toBe(name);
    expect(under.api.requests).toHaveLength(0);
  });

  it('is tried again for the next caller', async () => {
    under.api.onSignIn = answerEmpty(503);
    under.api.turns = [answerRows()];
    const assignar = client();
    expect((await verdictOf(assignar.listRecords('role', '0', 10))).name).toBe('Transport');
    under.api.onSignIn = null;
    await expect(assignar.listRecords('role', '0', 10)).resolves.toEqual([]);
  });
});
