import { EventEmitter } from 'node:events';
import type { Pool } from 'pg';
import { createWakeListener } from '../../db/wake-listener';

/** A pool of connections that throw when they are given back twice, as pg's do. */
function strictPool() {
  const connections: (EventEmitter & { released: number; query: () => Promise<void> })[] = [];
  const pool = {
    async connect() {
      const connection = Object.assign(new EventEmitter(), { released: 0, query: async () => undefined });
      const release = () => {
        connection.released += 1;
        if (connection.released > 1) throw new Error('released to the pool already');
      };
      connections.push(connection);
      return Object.assign(connection, { release });
    },
  };
  return { pool: pool as unknown as Pool, connections };
}

test('a connection that the database ends once it was given back is not given back again', async () => {
  const { pool, connections } = strictPool();
  const listener = createWakeListener(pool, 'wake', () => undefined);
  await listener.ready();
  listener.close();
  listener.close();
  connections[0]?.emit('error', new Error('terminating connection due to administrator command'));
  expect(connections.map(({ released }) => released)).toEqual([1]);
});

test('a connection that cannot listen is given back, and the next caller makes another', async () => {
  const { pool, connections } = strictPool();
  const listener = createWakeListener(pool, 'wake', () => undefined);
  const connect = pool.connect.bind(pool);
  pool.connect = (async () => {
    const connection = await connect();
    pool.connect = connect;
    return Object.assign(connection, { query: () => Promise.reject(new Error('listen refused')) });
  }) as typeof pool.connect;
  await expect(listener.ready()).rejects.toThrow('listen refused');
  await listener.ready();
  expect(connections.map(({ released }) => released)).toEqual([1, 0]);
});
