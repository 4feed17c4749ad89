import type { Pool, PoolClient } from 'pg';

/** One connection that listens on a channel of PostgreSQL, and comes back by itself when it is lost. */
export interface WakeListener {
  /** Resolves when listening; a lost connection is made anew by the next caller. */
  ready(): Promise<void>;
  close(): void;
}

/** Calls `onWake` with the payload of each notification on `channel` (a plain identifier). */
export function createWakeListener(pool: Pool, channel: string, onWake: (payload: string) => void): WakeListener {
  let connection: PoolClient | null = null;
  let connecting: Promise<void> | null = null;
  let closed = false;

  async function connect(): Promise<void> {
    const client = await pool.connect();
    let lost = false;
    client.on('error', () => {
      if (lost) return;
      lost = true;
      if (connection === client) connection = null;
      client.release(true);
    });
    client.on('notification', (message) => {
      if (message.payload !== undefined) onWake(message.payload);
    });
    await client.query(`listen ${channel}`);
    if (closed && !lost) client.release(true);
    else if (!lost) connection = client;
  }

  return {
    async ready() {
      if (connection !== null || closed) return;
      connecting ??= connect().finally(() => {
        connecting = null;
      });
      await connecting;
    },
    close() {
      closed = true;
      connection?.release(true);
      connection = null;
    },
  };
}
