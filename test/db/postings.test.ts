import { selectDocumentStandings } from '../../db/document-standings';
import { inTransaction } from '../../db/pool';
import { selectPlanToSend, selectPostings } from '../../db/postings';
import { claimForSending, movePostings, settlePosted } from '../../db/settlements';
import { useHubDatabase } from './hub-database';
import { company, documentOf, documentsOf, eventsOf, plan } from './planned-document';

const hub = useHubDatabase();

const latestRevision = async (documentKey: string) =>
  (await selectDocumentStandings(hub.pool(), company, [documentKey])).get(documentKey)?.revision ?? 0;
const controlIds = (postings: { control_id: string | null; request_control_id: string | null }[]) =>
  postings.map(({ control_id, request_control_id }) => [control_id, request_control_id]);

test('a plan gives each of its documents a posting, the invoice leading, with control ids made of its names', async () => {
  const { postings } = await plan(hub.pool(), 'HOU-DIV-1');
  expect(postings).toMatchObject([
    {
      purpose: 'invoice',
      is_leading: true,
      state: 'planned',
      version: 1,
      amount: '100.00',
      control_id: 'test:test-metals:HOU-DIV-1:invoice:1.1',
      request_control_id: 'test:test-metals:HOU-DIV-1:request:1.1',
    },
    {
      purpose: 'cost-of-sales',
      is_leading: false,
      state: 'planned',
      amount: '60.00',
      control_id: 'test:test-metals:HOU-DIV-1:cost-of-sales:1.1',
      request_control_id: 'test:test-metals:HOU-DIV-1:request:1.1',
    },
  ]);
});

test('a plan comes back as it was stored', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-2');
  expect(await selectPlanToSend(hub.pool(), planId)).toEqual({
    documents: documentsOf('HOU-DIV-2'),
    settingsHash: null,
  });
});

test('control ids stay the same through every attempt to send one plan', async () => {
  const { planId, postings } = await plan(hub.pool(), 'HOU-DIV-3');
  await claimForSending(hub.pool(), planId);
  await movePostings(hub.pool(), planId, { from: ['sending'], to: 'unknown', note: 'no answer' });
  const later = await selectPostings(hub.pool(), documentOf('HOU-DIV-3'));
  expect(controlIds(later)).toEqual(controlIds(postings));
  expect(later.map(({ version }) => version)).toEqual([1, 1]);
});

test('the version, and with it every control id, goes up with a new plan after a refusal', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-4');
  await claimForSending(hub.pool(), planId);
  await movePostings(hub.pool(), planId, { from: ['sending'], to: 'rejected', note: 'period closed' });
  const { postings } = await plan(hub.pool(), 'HOU-DIV-4');
  expect(postings.map(({ version, control_id }) => [version, control_id])).toEqual([
    [2, 'test:test-metals:HOU-DIV-4:invoice:1.2'],
    [2, 'test:test-metals:HOU-DIV-4:cost-of-sales:1.2'],
  ]);
  expect(await eventsOf(hub.pool(), documentOf('HOU-DIV-4'))).toEqual([
    'nothing → planned',
    'planned → sending',
    'sending → rejected',
    'rejected → planned',
  ]);
});

test.each([
  ['sending', 'HOU-DIV-5'],
  ['unknown', 'HOU-DIV-6'],
  ['posted', 'HOU-DIV-7'],
] as const)('a posting that is %s cannot be planned anew', async (state, documentKey) => {
  const { planId, postings } = await plan(hub.pool(), documentKey);
  await claimForSending(hub.pool(), planId);
  if (state === 'unknown') await movePostings(hub.pool(), planId, { from: ['sending'], to: state, note: 'no answer' });
  if (state === 'posted') {
    const keys = postings.map(({ purpose }, index) => ({ purpose, intacctKey: String(index) }));
    await settlePosted(hub.pool(), planId, keys, 'posted');
  }
  await expect(plan(hub.pool(), documentKey)).rejects.toThrow(
    `${documentKey} invoice is ${state}: its plan cannot be replaced`,
  );
  const after = await selectPostings(hub.pool(), documentOf(documentKey));
  expect(after.map((posting) => [posting.state, posting.plan_id])).toEqual([
    [state, planId],
    [state, planId],
  ]);
});

test('no two postings share a control id', async () => {
  await plan(hub.pool(), 'HOU-DIV-8');
  const { postings } = await plan(hub.pool(), 'HOU-DIV-9');
  await expect(
    hub
      .pool()
      .query("update postings set control_id = 'test:test-metals:HOU-DIV-8:invoice:1.1' where posting_id = $1", [
        postings[0]?.posting_id,
      ]),
  ).rejects.toThrow('postings_control_id_key');
});

test.each([
  'delete from posting_events',
  "update posting_events set note = 'nothing happened'",
  'delete from plans',
  "update plans set documents = '[]'",
])('history cannot be rewritten: %s', async (statement) => {
  await expect(hub.pool().query(statement)).rejects.toThrow('is append-only');
});

test.each([
  ["state = 'posted', intacct_key = null", 'posted without a record number'],
  ["state = 'sending', control_id = null", 'on its way without a control id'],
  ["state = 'lost'", 'in a state that does not exist'],
  ["period = '11/2026'", 'in a period that is no month'],
])('a posting cannot be set %s (%s)', async (change) => {
  await expect(
    hub.pool().query(`update postings set ${change} where document_key = 'HOU-DIV-1' and is_leading`),
  ).rejects.toThrow('violates check constraint');
});

test('revisions of one document have postings of their own', async () => {
  expect(await latestRevision('HOU-DIV-10')).toBe(0);
  await plan(hub.pool(), 'HOU-DIV-10');
  const { postings } = await plan(hub.pool(), 'HOU-DIV-10', { attempt: { revision: 2 } });
  expect(postings.map(({ revision, version, control_id }) => [revision, version, control_id])).toEqual([
    [2, 1, 'test:test-metals:HOU-DIV-10:invoice:2.1'],
    [2, 1, 'test:test-metals:HOU-DIV-10:cost-of-sales:2.1'],
  ]);
  expect(await latestRevision('HOU-DIV-10')).toBe(2);
});

test('a transaction that fails leaves nothing, and its connection is fit for the next', async () => {
  await expect(
    inTransaction(hub.pool(), async (transaction) => {
      await transaction.query("insert into webhook_messages values ('m1', now())");
      throw new Error('halfway');
    }),
  ).rejects.toThrow('halfway');
  expect((await hub.pool().query('select from webhook_messages')).rowCount).toBe(0);
});

test('a connection that the server ends inside a transaction fails the transaction, not the process', async () => {
  await expect(
    inTransaction(hub.pool(), async (transaction) => {
      const { rows } = await transaction.query('select pg_backend_pid() as pid');
      await hub.pool().query('select pg_terminate_backend($1)', [rows[0].pid]);
      await transaction.query('select 1');
    }),
    // The server's own word, or the driver's, whichever is heard first.
  ).rejects.toThrow(/terminat|connection error/i);
  expect((await hub.pool().query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
