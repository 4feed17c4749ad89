import { randomBytes } from 'node:crypto';
import { createPayloadCodec } from '../../clients/temporal/payload-codec';
import { openCodec } from '../../server/codec-access';
import { closeServers, createServerFixture } from './server-fixture';

afterEach(closeServers);

const codec = createPayloadCodec([{ id: 'k', key: randomBytes(32).toString('base64') }]);
const token = 'a token of some length';

async function answerFrom(config: Parameters<typeof openCodec>[1], authorization?: string) {
  const warn = jest.fn();
  const { ask } = createServerFixture(openCodec(codec, config, { warn }));
  const { statusCode } = await ask({
    method: 'POST',
    url: '/codec/decode',
    headers: authorization === undefined ? {} : { authorization },
    payload: { payloads: [] },
  });
  return { statusCode, warned: warn.mock.calls.map(([, message]) => message) };
}

test.each(['127.0.0.1', '0.0.0.0'])(
  'without a token the codec is not served at %s, and the start says so',
  async (host) => {
    const { statusCode, warned } = await answerFrom({ HTTP_HOST: host, CODEC_TRUST_LOOPBACK: false });
    expect(statusCode).toBe(404);
    expect(warned).toEqual([expect.stringContaining('/codec is not served')]);
  },
);

test('whoever bears the token is served, wherever the server listens', async () => {
  for (const HTTP_HOST of ['127.0.0.1', '0.0.0.0']) {
    const config = { HTTP_HOST, CODEC_TOKEN: token, CODEC_TRUST_LOOPBACK: true };
    expect(await answerFrom(config, `Bearer ${token}`)).toEqual({ statusCode: 200, warned: [] });
    for (const wrong of [undefined, '', token, `Bearer ${token}x`, `Bearer ${token.replace('a', 'b')}`]) {
      expect((await answerFrom(config, wrong)).statusCode).toBe(401);
    }
  }
});

test('loopback is trusted only where a setting says so, and the server listens nowhere else', async () => {
  const trusting = { CODEC_TRUST_LOOPBACK: true };
  expect((await answerFrom({ ...trusting, HTTP_HOST: '127.0.0.1' })).statusCode).toBe(200);
  expect((await answerFrom({ ...trusting, HTTP_HOST: '0.0.0.0' })).statusCode).toBe(404);
});

test('without payload keys there is nothing to serve, and nothing to say', () => {
  const warn = jest.fn();
  expect(openCodec(null, { HTTP_HOST: '127.0.0.1', CODEC_TRUST_LOOPBACK: true }, { warn })).toEqual({});
  expect(warn).not.toHaveBeenCalled();
});
