import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
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
