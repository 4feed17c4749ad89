import { randomBytes } from 'node:crypto';
import { createPayloadCodec } from '../../clients/temporal/payload-codec';
import { closeServers, createServerFixture } from './server-fixture';

afterEach(closeServers);

const webUi = 'http://localhost:8233';
const codec = createPayloadCodec([{ id: 'k', key: randomBytes(32).toString('base64') }]);
const withCodec = () => createServerFixture({ codec, codecAllowedOrigins: [webUi] });

const toBase64 = (text: string): string => Buffer.from(text).toString('base64');
const plain = { metadata: { encoding: toBase64('json/plain') }, data: toBase64('{"documentKey":"HOU-DIV-104233"}') };

it('decodes for the Web UI what it encoded', async () => {
  const { ask } = withCodec();
  const headers = { origin: webUi, 'x-namespace': 'default' };
  const encoded = await ask({
    method: 'POST',
    url: '/codec/encode',
    headers,
    payload: { payloads: [plain] },
  });
  expect(encoded.statusCode).toBe(200);
  expect(encoded.json<{ payloads: (typeof plain)[] }>().payloads[0]?.metadata.encoding).toBe(
    toBase64('binary/encrypted'),
  );
  const decoded = await ask({ method: 'POST', url: '/codec/decode', headers, payload: encoded.json() });
  expect(decoded.json()).toEqual({ payloads: [plain] });
  expect(decoded.headers).toMatchObject({
    'access-control-allow-origin': webUi,
    'access-control-allow-credentials': 'true',
  });
});

it('answers the preflight of the Web UI', async () => {
  const { ask } = withCodec();
  const response = await ask({ method: 'OPTIONS', url: '/codec/decode', headers: { origin: webUi } });
  expect(response.statusCode).toBe(204);
  expect(response.headers).toMatchObject({
    'access-control-allow-origin': webUi,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'Authorization, Content-Type, X-Namespace',
    vary: 'Origin',
  });
});

it.each(['OPTIONS', 'POST'] as const)('refuses %s of any other page', async (method) => {
  const { ask } = withCodec();
  const response = await ask({
    method,
    url: '/codec/decode',
    headers: { origin: 'http://elsewhere.example' },
    ...(method === 'POST' ? { payload: { payloads: [plain] } } : {}),
  });
  expect([response.statusCode, response.json().code]).toEqual([403, 'origin-not-allowed']);
  expect(response.headers['access-control-allow-origin']).toBeUndefined();
});

it('asks whoever is not a preflight for authorisation', async () => {
  const { ask } = createServerFixture({
    codec,
    codecAllowedOrigins: [webUi],
    codecAuthorise: (header) => header === 'Bearer viewer',
  });
  const asked = (authorization: string) =>
    ask({ method: 'POST', url: '/codec/decode', headers: { authorization }, payload: { payloads: [plain] } });
  expect((await asked('Bearer stranger')).statusCode).toBe(401);
  expect((await asked('Bearer viewer')).statusCode).toBe(200);
});

it('says why a payload cannot be read', async () => {
  const { ask } = withCodec();
  const stranger = createPayloadCodec([{ id: 'gone', key: randomBytes(32).toString('base64') }]);
  const [sealed] = await stranger.encode([{ metadata: {}, data: new Uint8Array([1]) }]);
  const payload = {
    metadata: { encoding: toBase64('binary/encrypted'), 'encryption-key-id': toBase64('gone') },
    data: Buffer.from(sealed?.data ?? []).toString('base64'),
  };
  const response = await ask({ method: 'POST', url: '/codec/decode', payload: { payloads: [payload] } });
  expect([response.statusCode, response.json().code]).toEqual([400, 'not-readable']);
  expect(response.json().message).toContain('key "gone" is not among the 1 keys here');
});

it.each([[{}], [{ payloads: [{ data: '%%' }] }], [[]]])('refuses what are no payloads: %j', async (payload) => {
  const { ask } = withCodec();
  const response = await ask({ method: 'POST', url: '/codec/decode', payload });
  expect([response.statusCode, response.json().code]).toEqual([400, 'malformed']);
});

it('is not there without a codec', async () => {
  const { ask } = createServerFixture();
  const response = await ask({ method: 'POST', url: '/codec/decode', payload: { payloads: [plain] } });
  expect(response.statusCode).toBe(404);
});
