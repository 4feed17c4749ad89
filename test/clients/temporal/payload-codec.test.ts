import { randomBytes } from 'node:crypto';
import { DefaultPayloadConverter, defaultPayloadConverter, type Payload } from '@temporalio/common';
import { decode } from '@temporalio/common/lib/encoding';
import fc from 'fast-check';
import { codecFromEnvironment, createDataConverter } from '../../../clients/temporal/connect';
import { createPayloadCodec, parsePayloadKeys } from '../../../clients/temporal/payload-codec';

const key = (id: string) => ({ id, key: randomBytes(32).toString('base64') });
const autumn = key('2026-10');
const winter = key('2026-12');
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) as Payload;
const readBack = (payload: Payload | undefined): unknown =>
  new DefaultPayloadConverter().fromPayload(payload as Payload);

/** A payload after a trip over the wire: metadata and bytes of its own. */
function altered(payload: Payload, change: (bytes: Buffer) => void): Payload {
  const bytes = Buffer.from(payload.data as Uint8Array);
  change(bytes);
  return { metadata: { ...payload.metadata }, data: bytes };
}

async function encrypted(value: unknown, keys = [autumn]): Promise<Payload> {
  const [payload] = await createPayloadCodec(keys).encode([payloadOf(value)]);
  return payload as Payload;
}

it('gives back any payloads that it encrypted, in order', async () => {
  const codec = createPayloadCodec([autumn]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 5 }), async (values) => {
      const decoded = await codec.decode(await codec.encode(values.map(payloadOf)));
      expect(decoded.map(readBack)).toEqual(values.map(payloadOf).map(readBack));
    }),
    { numRuns: 50 },
  );
});

it('keeps the metadata of the payload inside, and shows only encoding and key id outside', async () => {
  const payload = await encrypted({ documentKey: 'HOU-DIV-104233' });
  expect(
    Object.fromEntries(Object.entries(payload.metadata ?? {}).map(([name, bytes]) => [name, decode(bytes)])),
  ).toEqual({
    encoding: 'binary/encrypted',
    'encryption-key-id': '2026-10',
  });
  expect(Buffer.from(payload.data as Uint8Array).toString('latin1')).not.toContain('HOU-DIV');
  const [plain] = await createPayloadCodec([autumn]).decode([payload]);
  expect(plain).toMatchObject(payloadOf({ documentKey: 'HOU-DIV-104233' }));
});

it('never writes the same bytes twice for the same payload', async () => {
  const [first, second] = await createPayloadCodec([autumn]).encode([payloadOf('same'), payloadOf('same')]);
  expect(Buffer.from(first?.data as Uint8Array).equals(Buffer.from(second?.data as Uint8Array))).toBe(false);
});

it('passes payloads through that were never encrypted', async () => {
  const plain = payloadOf('written before the key was set');
  expect(await createPayloadCodec([autumn]).decode([plain])).toEqual([plain]);
});

it('after a rotation encrypts with the first key and still reads the others', async () => {
  const before = await encrypted('old', [autumn]);
  const rotated = createPayloadCodec([winter, autumn]);
  const [after] = await rotated.encode([payloadOf('new')]);
  expect(decode(after?.metadata?.['encryption-key-id'] as Uint8Array)).toBe('2026-12');
  expect((await rotated.decode([before, after as Payload])).map(readBack)).toEqual(['old', 'new']);
});

it('names the key that it lacks', async () => {
  await expect(createPayloadCodec([winter]).decode([await encrypted('x')])).rejects.toThrow(
    'encrypted payload: key "2026-10" is not among the 1 keys here',
  );
});

it.each([
  ['nonce', (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)],
  ['body', (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(13) ^ 1, 13)],
  ['tag', (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)],
])('refuses a payload whose %s was altered', async (_, change) => {
  const payload = altered(await encrypted('100.00'), change);
  await expect(createPayloadCodec([autumn]).decode([payload])).rejects.toThrow('it was altered');
});

it('refuses a payload that names another key than it was encrypted for, even one of the same bytes', async () => {
  const twin = { id: 'twin', key: autumn.key };
  const payload = await encrypted('x', [autumn]);
  payload.metadata = { ...payload.metadata, 'encryption-key-id': new TextEncoder().encode('twin') };
  await expect(createPayloadCodec([autumn, twin]).decode([payload])).rejects.toThrow('it was altered');
});

it('refuses a truncated payload', async () => {
  const payload = await encrypted('x');
  payload.data = (payload.data as Uint8Array).slice(0, 20);
  await expect(createPayloadCodec([autumn]).decode([payload])).rejects.toThrow('expected at least 28 bytes, got 20');
});

describe('keys from the environment', () => {
  it('are read as id:base64 pairs, the first one first', () => {
    expect(parsePayloadKeys(`2026-12:${winter.key}, 2026-10:${autumn.key}`)).toEqual([winter, autumn]);
  });

  it.each([
    ['too short a key', `a:${randomBytes(16).toString('base64')}`, 'entry 1: expected base64 of exactly 32 bytes'],
    ['no base64', `a:${'*'.repeat(44)}`, 'entry 1: expected base64 of exactly 32 bytes'],
    ['no id', winter.key, 'entry 1: expected a key id'],
    ['the same id twice', `a:${winter.key},a:${autumn.key}`, 'expected key ids that differ'],
    ['an empty second entry', `a:${winter.key},`, 'entry 2: expected a key id'],
  ])('are refused for %s, without showing any key', (_, text, message) => {
    expect(() => parsePayloadKeys(text)).toThrow(message);
    try {
      parsePayloadKeys(text);
    } catch (error) {
      expect(String(error)).not.toContain(winter.key);
    }
  });

  it('mean no encryption when unset or blank', () => {
    expect(codecFromEnvironment({})).toBeNull();
    expect(codecFromEnvironment({ PAYLOAD_ENCRYPTION_KEYS: ' ' })).toBeNull();
    expect(codecFromEnvironment({ PAYLOAD_ENCRYPTION_KEYS: `a:${winter.key}` })).not.toBeNull();
  });
});

it('is in the data converter together with a converter that hides the texts of failures', () => {
  const codec = createPayloadCodec([autumn]);
  expect(createDataConverter(null)).toEqual({});
  expect(createDataConverter(codec)).toEqual({
    payloadCodecs: [codec],
    failureConverterPath: expect.stringMatching(/encrypted-failure-converter\.ts$/),
  });
});
