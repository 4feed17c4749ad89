import { Pool, type PoolConfig } from 'pg';

/** Where iMetal's databases are: live with the login that reads and the one that acknowledges, and the import database. */
export interface ImetalConnection {
  liveUrl: string;
  gatewayUrl: string;
  importUrl: string;
}

/** One pool per login: `createImetalClient` takes all three, `createImetalMasters` the live one, `createImetalImports` the last. */
export interface ImetalPools {
  live: Pool;
  gateway: Pool;
  imports: Pool;
  close(): Promise<void>;
}

// A site gives few connections to a reporter; a flow needs one for well under a second.
const connectionsMax = 4;
// A server that does not take the connection by then is away for this attempt; Temporal tries again.
const connectTimeoutMs = 10_000;

/**
 * Pools of one company's iMetal: the live one is read-only from the first byte on, whatever its login may do.
 * `onConnectionLost` hears of idle connections that break; the pool replaces them.
 */
export function createImetalPools(connection: ImetalConnection, onConnectionLost: (error: Error) => void): ImetalPools {
  const live = new Pool({
    ...poolSettings(connection.liveUrl, 'reader'),
    options: '-c default_transaction_read_only=on',
  });
  const gateway = new Pool(poolSettings(connection.gatewayUrl, 'gateway'));
  const imports = new Pool(poolSettings(connection.importUrl, 'importer'));
  for (const pool of [live, gateway, imports]) pool.on('error', onConnectionLost);
  return {
    live,
    gateway,
    imports,
    async close() {
      await Promise.all([live.end(), gateway.end(), imports.end()]);
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
