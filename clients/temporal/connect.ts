import { Client, Connection } from '@temporalio/client';
import type { DataConverter, PayloadCodec } from '@temporalio/common';
import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';
import { Transport } from '../errors';
import { createPayloadCodec, parsePayloadKeys } from './payload-codec';

/** What a process needs to start, find and run workflows. The worker passes `nativeConnectionOptions` on. */
export interface TemporalConnection {
  client: Client;
  nativeConnectionOptions: ClientConnectConfig['connectionOptions'];
  namespace: string;
  /** Client and worker must use the same one, or neither reads what the other wrote. */
  dataConverter: DataConverter;
  /** Null when payloads travel unencrypted. */
  codec: PayloadCodec | null;
  close(): Promise<void>;
}

// A server that is up answers at once; a longer wait only delays the message that names the address.
const defaultConnectTimeoutMs = 10_000;

/**
 * The converter for client and worker: with a codec, payloads and the texts of failures are encrypted.
 * facts/temporal.md 2.11.
 */
export function createDataConverter(codec?: PayloadCodec | null): DataConverter {
  if (!codec) return {};
  return { payloadCodecs: [codec], failureConverterPath: require.resolve('./encrypted-failure-converter') };
}

/** The codec of `PAYLOAD_ENCRYPTION_KEYS` (`id:base64,id:base64`); null when unset or blank; throws ValueError for bad keys. */
export function codecFromEnvironment(environment: NodeJS.ProcessEnv): PayloadCodec | null {
  const text = environment.PAYLOAD_ENCRYPTION_KEYS?.trim();
  return text ? createPayloadCodec(parsePayloadKeys(text)) : null;
}

/**
 * Connects as Temporal's own environment configuration says (TEMPORAL_ADDRESS, _NAMESPACE, _TLS…, _API_KEY, or its
 * profile file). Throws Transport when the server cannot be reached.
 */
export async function connectTemporal(deps: {
  log: { info(fields: object, message: string): void };
  environment?: NodeJS.ProcessEnv;
  connectTimeoutMs?: number;
}): Promise<TemporalConnection> {
  const environment = deps.environment ?? process.env;
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({
    overrideEnvVars: definedVariables(environment),
  });
  const codec = codecFromEnvironment(environment);
  const dataConverter = createDataConverter(codec);
  const connection = await openConnection(connectionOptions, deps.connectTimeoutMs ?? defaultConnectTimeoutMs);
  const address = connectionOptions.address ?? 'localhost:7233';
  deps.log.info({ address, namespace, encrypted: codec !== null }, 'connected to Temporal');
  return {
    client: new Client({ connection, namespace, dataConverter }),
    nativeConnectionOptions: connectionOptions,
    namespace,
    dataConverter,
    codec,
    close: () => connection.close(),
  };
}

async function openConnection(
  options: ClientConnectConfig['connectionOptions'],
  connectTimeoutMs: number,
): Promise<Connection> {
  try {
    return await Connection.connect({ ...options, connectTimeout: connectTimeoutMs });
  } catch (error) {
    const address = options.address ?? 'localhost:7233';
    throw new Transport(`Temporal at ${address} cannot be reached: ${error instanceof Error ? error.message : error}`, {
      operation: `temporal connect ${address}`,
      cause: error,
    });
  }
}

/** The variables that have a value, as the environment configuration wants them. */
export function definedVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
