import { type Payload, type PayloadCodec, ValueError } from '@temporalio/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HttpRefusal } from './http-refusal';
import type { HttpServerDeps } from './http-server-deps';

// The Web UI sends the payloads of one page of a history at once; a single payload may have 2 MB by Temporal's limit.
const bodyBytesMax = 16 * 1024 * 1024;

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64');

/** Payloads as protobuf writes them in JSON: every byte string in base64. */
const payloadsMessage = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), base64).optional(), data: base64.optional() })),
});

type PayloadsMessage = z.output<typeof payloadsMessage>;

/**
 * `POST /codec/encode` and `/codec/decode` for the Temporal Web UI and CLI, with CORS for the allowed origins only.
 * facts/temporal.md 2.11.
 */
export function registerCodecRoutes(
  server: FastifyInstance,
  deps: Pick<HttpServerDeps, 'codecAllowedOrigins' | 'codecAuthorise'> & { codec: PayloadCodec },
): void {
  server.register(
    async (scope) => {
      scope.addHook('onRequest', async (request, reply) => {
        allowOrigin(request, reply, deps.codecAllowedOrigins);
        // A preflight carries no credentials; it is answered for the allowed origins and reveals nothing.
        if (request.method === 'OPTIONS' || !deps.codecAuthorise) return;
        if (!deps.codecAuthorise(request.headers.authorization)) {
          throw new HttpRefusal(401, 'not-authorised', 'expected an Authorization header that may read payloads');
        }
      });
      for (const direction of ['encode', 'decode'] as const) {
        scope.options(`/${direction}`, async (_request, reply) => reply.code(204).send());
        scope.post(`/${direction}`, { bodyLimit: bodyBytesMax }, async (request) => {
          const payloads = parsePayloads(request.body);
          return { payloads: (await transform(deps.codec, direction, payloads)).map(toMessage) };
        });
      }
    },
    { prefix: '/codec' },
  );
}

/** A browser names the page that asks; any page but the Web UI is refused. Without an Origin it is no browser. */
function allowOrigin(request: FastifyRequest, reply: FastifyReply, allowedOrigins: readonly string[]): void {
  const { origin } = request.headers;
  reply.header('vary', 'Origin');
  if (origin === undefined) return;
  if (!allowedOrigins.includes(origin)) {
    throw new HttpRefusal(403, 'origin-not-allowed', 'this origin may not use the codec (CODEC_ALLOWED_ORIGINS)');
  }
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-allow-methods', 'POST, OPTIONS');
  reply.header('access-control-allow-headers', 'Authorization, Content-Type, X-Namespace');
  reply.header('access-control-allow-credentials', 'true');
}

function parsePayloads(body: unknown): Payload[] {
  const parsed = payloadsMessage.safeParse(body);
  if (!parsed.success) {
    const faults = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new HttpRefusal(400, 'malformed', `expected payloads as protobuf JSON: ${faults.join('; ')}`);
  }
  return parsed.data.payloads.map((payload) => ({
    metadata: Object.fromEntries(
      Object.entries(payload.metadata ?? {}).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
    ),
    data: Buffer.from(payload.data ?? '', 'base64'),
  }));
}

async function transform(codec: PayloadCodec, direction: 'encode' | 'decode', payloads: Payload[]): Promise<Payload[]> {
  try {
    return await codec[direction](payloads);
  } catch (error) {
    // A payload of a key that is gone, or an altered one: the caller's page shows why.
    if (error instanceof ValueError) throw new HttpRefusal(400, 'not-readable', error.message);
    throw error;
  }
}

function toMessage(payload: Payload): PayloadsMessage['payloads'][number] {
  return {
    metadata: Object.fromEntries(
      Object.entries(payload.metadata ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
    ),
    data: Buffer.from(payload.data ?? new Uint8Array()).toString('base64'),
  };
}
