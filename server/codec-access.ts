import type { PayloadCodec } from '@temporalio/common';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { createBearerCheck } from './bearer-token';
import type { HttpServerDeps } from './http-server-deps';

const loopbackHosts = ['127.0.0.1', '::1', 'localhost'];

/**
 * Whether the codec endpoint is served, and to whom: the bearer of CODEC_TOKEN, or, where CODEC_TRUST_LOOPBACK says so
 * and the server listens there only, everybody on this machine. Otherwise it is not served, and the log says so.
 */
export function openCodec(
  codec: PayloadCodec | null,
  config: Pick<Config, 'HTTP_HOST' | 'CODEC_TOKEN' | 'CODEC_TRUST_LOOPBACK'>,
  log: Pick<Logger, 'warn'>,
): Pick<HttpServerDeps, 'codec' | 'codecAuthorise'> {
  if (codec === null) return {};
  if (config.CODEC_TOKEN !== undefined) return { codec, codecAuthorise: createBearerCheck(config.CODEC_TOKEN) };
  // A proxy on this machine comes from loopback too, with the whole world behind it: trust is a setting, no default.
  if (config.CODEC_TRUST_LOOPBACK && loopbackHosts.includes(config.HTTP_HOST)) return { codec };
  log.warn(
    { missing: 'CODEC_TOKEN' },
    'payload keys are set, but no CODEC_TOKEN: /codec is not served, and the Web UI shows payloads encrypted',
  );
  return {};
}
