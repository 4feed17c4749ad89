import type { Pool } from 'pg';

/** One connection that listens on a channel of PostgreSQL, and comes back by itself when it is lost. */
export interface WakeListener {
  /** Resolves when listening; a lost connection is made anew by the next caller. */
  ready(): Promise<void>;
  close(): void;
}

/** Calls `onWake` with the payload of each notification on `channel` (a plain identifier). */
export function createWakeListener(pool: Pool, channel: string, onWake: (payload: string) => void): WakeListener {
  /** Gives the connection that listens back; null when none does. */
  let letGo: (() => void) | null = null;
  let connecting: Promise<void> | null = null;
  let closed = false;

  async function connect(): Promise<void> {
    const client = await pool.connect();
    let isHeld = true;
    const release = () => {
      if (!isHeld) return;
      isHeld = false;
      if (letGo === release) letGo = null;
      client.release(true);
    };
    // Comes after a close too, when the database ends what is still open.
    client.on('error', release);
    client.on('notification', (message) => {
      if (message.payload !== undefined) onWake(message.payload);
    });
    try {
      await client.query(`listen ${channel}`);
    } catch (error) {
      release();
      throw error;
    }
    if (closed) release();
    else if (isHeld) letGo = release;
  }

  return {
    async ready() {
      if (letGo !== null || closed) return;
      connecting ??= connect().finally(() => {
        connecting = null;
      });
      await connecting;
    },
    close() {
      closed = true;
      letGo?.();
    },
  };
}
