import type { Database } from './pool';

/** Remembers a webhook's id until its time window is over; false when it was seen before. */
export async function rememberWebhookMessage(database: Database, messageId: string, expiresAt: Date): Promise<boolean> {
  await database.query('delete from webhook_messages where expires_at < now()');
  const result = await database.query(
    `insert into webhook_messages (message_id, expires_at) values ($1::text, $2::timestamptz)
      on conflict (message_id) do nothing`,
    [messageId, expiresAt],
  );
  return result.rowCount === 1;
}

/** Lets an id be used again: its message was refused for a reason that may pass. */
export async function forgetWebhookMessage(database: Database, messageId: string): Promise<void> {
  await database.query('delete from webhook_messages where message_id = $1::text', [messageId]);
}
