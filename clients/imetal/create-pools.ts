import { Pool, type PoolConfig } from 'pg';

/** Where iMetal's live database is, with the login that reads and the one that acknowledges. */
export interface ImetalConnection {
  liveUrl: string;
  gatewayUrl: string;
}

// A site gives few connections to a reporter; a flow needs one for well under a second.
const connectionsMax = 4;
// A server that does not take the connection by then is away for this attempt; Temporal tries again.
const connectTimeoutMs = 10_000;

/**
 * Pools for `createImetalClient`: the live one is read-only from the first byte on, whatever its login may do.
 * `onConnectionLost` hears of idle connections that break; the pool replaces them.
 */
export function createImetalPools(
  connection: ImetalConnection,
  onConnectionLost: (error: Error) => void,
): { live: Pool; gateway: Pool; close(): Promise<void> } {
  const live = new Pool({
    ...poolSettings(connection.liveUrl, 'reader'),
    options: '-c default_transaction_read_only=on',
  });
  const gateway = new Pool(poolSettings(connection.gatewayUrl, 'gateway'));
  for (const pool of [live, gateway]) pool.on('error', onConnectionLost);
  return {
    live,
    gateway,
    async close() {
      await Promise.all([live.end(), gateway.end()]);
    },
  };
}

function poolSettings(connectionString: string, purpose: string): PoolConfig {
  return {
    connectionString,
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    // Shown in pg_stat_activity: iMetal's administrator sees who asks.
    application_name: `intacct-pipelines ${purpose}`,
  };
}
