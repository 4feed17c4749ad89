import { Pool, type PoolClient } from 'pg';

/** What a statement runs on: the pool, or one connection inside a transaction. */
export type Database = Pick<PoolClient, 'query'>;

/** Connections to the hub's database. A dead server surfaces as errors on statements, never as a crash. */
export function createHubPool(databaseUrl: string, connectionsMax = 10): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: connectionsMax,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    application_name: 'intacct-pipelines',
  });
  // An idle connection that dies emits here; the next statement takes a new one.
  pool.on('error', () => undefined);
  return pool;
}

/** Runs `work` in one transaction: commits when it returns, rolls back when it throws. */
export async function inTransaction<T>(pool: Pool, work: (transaction: PoolClient) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  let broken = false;
  // A checked-out connection that dies emits here too, and unheard would end the process; the statement fails by itself.
  const onLost = () => {
    broken = true;
  };
  connection.on('error', onLost);
  try {
    await connection.query('begin');
    const result = await work(connection);
    await connection.query('commit');
    return result;
  } catch (error) {
    // When even the rollback fails the connection is gone, and the server rolls back by itself.
    await connection.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    connection.off('error', onLost);
    connection.release(broken);
  }
}
