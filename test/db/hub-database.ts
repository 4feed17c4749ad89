import type { Pool } from 'pg';
import { createHubPool } from '../../db/pool';
import { createTestDatabase, type TestDatabase } from '../postgres';

export interface HubDatabase {
  /** The pool of the test file; only inside tests and hooks. */
  pool(): Pool;
  /** One more pool, as another worker process would have; closed after the last test. */
  anotherPool(): Pool;
  url(): string;
  /** Closes what keeps connections before the pools end, which wait for them. */
  beforeEnd(close: () => Promise<void>): void;
}

/** Gives the test file a database of its own with the hub's schema, dropped after its last test. */
export function useHubDatabase(): HubDatabase {
  let database: TestDatabase | undefined;
  const pools: Pool[] = [];
  const closings: (() => Promise<void>)[] = [];
  const open = () => {
    if (database === undefined) throw new Error('the database is there only inside tests and hooks');
    const pool = createHubPool(database.url);
    pools.push(pool);
    return pool;
  };
  beforeAll(async () => {
    database = await createTestDatabase();
    open();
  });
  afterAll(async () => {
    await Promise.all(closings.map((close) => close()));
    await Promise.all(pools.map((pool) => pool.end()));
    await database?.drop();
  });
  return {
    pool: () => pools[0] ?? open(),
    anotherPool: open,
    url: () => database?.url ?? '',
    beforeEnd: (close) => void closings.push(close),
  };
}
