import { setTimeout as pause } from 'node:timers/promises';
import { Pool, type PoolClient } from 'pg';
import { isDatabaseAway } from './source-feed';

const TRY_AGAIN_MS = 500;

/** Tries until the database answers, and longer than any of its falls; what is tried may have happened all the same. */
export async function throughFalls<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await pause(TRY_AGAIN_MS);
    }
  }
}

/** One transaction on a connection that is thrown away when anything fails. */
export async function inTransaction<T>(owner: Pool, work: (connection: PoolClient) => Promise<T>): Promise<T> {
  const connection = await owner.connect();
  let broken = true;
  try {
    await connection.query('begin');
    const outcome = await work(connection);
    await connection.query('commit');
    broken = false;
    return outcome;
  } finally {
    connection.release(broken);
  }
}

/** Connections that outlive every fall of the database: statements fail by themselves. */
export function sturdyPool(connectionString: string | undefined): Pool {
  const pool = new Pool({ connectionString, max: 2, connectionTimeoutMillis: 5000, statement_timeout: 30_000 });
  // A killed database breaks connections in use and idle ones alike.
  pool.on('error', () => undefined);
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  return pool;
}
