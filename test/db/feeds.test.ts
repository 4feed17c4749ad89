import { moveFeedCursor, selectFeedCursor } from '../../db/feed-cursors';
import { selectLinkedId } from '../../db/links';
import { forgetWebhookMessage, rememberWebhookMessage } from '../../db/webhook-messages';
import { useHubDatabase } from './hub-database';
import { company } from './planned-document';

const hub = useHubDatabase();
const feed = 'imetal/sales-invoices';

test('a feed without a cursor starts at the beginning', async () => {
  expect(await selectFeedCursor(hub.pool(), company, 'never looked at')).toBeNull();
});

test('a cursor moves forward by time, then by id, to the microsecond, and never back', async () => {
  const at = (modifiedAt: string, headerId: string) => ({ modifiedAt, headerId });
  const steps = [
    [at('2026-11-20T12:00:00.000001+00:00', '9'), '9'],
    [at('2026-11-20T12:00:00.000002+00:00', '8'), '8'],
    [at('2026-11-20T12:00:00.000001+00:00', '7000'), '8'],
    [at('2026-11-20T12:00:00.000002+00:00', '10'), '10'],
    // The same moment as 12:00 UTC, an hour ahead: text order would have it later.
    [at('2026-11-20T12:59:00.000000+01:00', '99'), '10'],
  ] as const;
  for (const [cursor, expected] of steps) {
    await moveFeedCursor(hub.pool(), company, feed, cursor);
    expect((await selectFeedCursor(hub.pool(), company, feed))?.headerId).toBe(expected);
  }
});

test('each company has a cursor of its own', async () => {
  await moveFeedCursor(hub.pool(), 'another-company', feed, { modifiedAt: '2020-01-01T00:00:00Z', headerId: '1' });
  expect((await selectFeedCursor(hub.pool(), 'another-company', feed))?.headerId).toBe('1');
});

test('a webhook message is new once, until it is forgotten or its time is over', async () => {
  const soon = new Date(Date.now() + 60_000);
  expect(await rememberWebhookMessage(hub.pool(), 'msg_1', soon)).toBe(true);
  expect(await rememberWebhookMessage(hub.pool(), 'msg_1', soon)).toBe(false);
  await forgetWebhookMessage(hub.pool(), 'msg_1');
  expect(await rememberWebhookMessage(hub.pool(), 'msg_1', new Date(Date.now() - 1))).toBe(true);
  expect(await rememberWebhookMessage(hub.pool(), 'msg_1', soon)).toBe(true);
});

test('a source record is linked to its Intacct id, or to none', async () => {
  const key = { company, system: 'imetal', object: 'company', sourceId: 'GULF01', intacctObject: 'CUSTOMER' };
  expect(await selectLinkedId(hub.pool(), key)).toBeNull();
  await hub.pool().query(
    `insert into links (company, system, object, source_id, intacct_object, intacct_id)
        values ($1, 'imetal', 'company', 'GULF01', 'CUSTOMER', 'C00123')`,
    [company],
  );
  expect(await selectLinkedId(hub.pool(), key)).toBe('C00123');
});
