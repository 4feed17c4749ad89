import { abandonDocument } from '../../activities/abandonment';
import { closeExceptions, replaceExceptions, selectOpenExceptions } from '../../db/exceptions';
import { inTransaction } from '../../db/pool';
import { markAcknowledged, selectPostings } from '../../db/postings';
import { claimForSending, movePostings, settlePosted } from '../../db/settlements';
import { useHubDatabase } from './hub-database';
import { company, costOfSalesOf, documentOf, documentsOf, eventsOf, plan, statesOf } from './planned-document';

const hub = useHubDatabase();
const keys = [
  { purpose: 'invoice', intacctKey: '9001' },
  { purpose: 'cost-of-sales', intacctKey: '9002' },
];
const decision = { action: 'abandon', actor: 'Ann', reason: 'keyed by hand', correction: {} } as const;

test('a plan is claimed for its first sending by one caller only', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-1');
  const claims = await Promise.all([1, 2, 3, 4].map(() => claimForSending(hub.pool(), planId)));
  expect(claims.map(({ claimed }) => claimed).sort()).toEqual([0, 0, 0, 2]);
  // The others may send the same bytes again: the plan is on its way.
  expect(claims.map(({ onTheirWay }) => onTheirWay).sort()).toEqual([0, 2, 2, 2]);
  expect(await eventsOf(hub.pool(), documentOf('HOU-DIV-1'))).toEqual(['nothing → planned', 'planned → sending']);
});

test('settling as posted gives every document its record number, and repeating it changes nothing', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-2');
  await claimForSending(hub.pool(), planId);
  await settlePosted(hub.pool(), planId, keys, 'posted to Intacct');
  const settled = await selectPostings(hub.pool(), documentOf('HOU-DIV-2'));
  await settlePosted(hub.pool(), planId, keys, 'posted to Intacct');
  expect(await selectPostings(hub.pool(), documentOf('HOU-DIV-2'))).toEqual(settled);
  expect(settled.map(({ state, intacct_key }) => [state, intacct_key])).toEqual([
    ['posted', '9001'],
    ['posted', '9002'],
  ]);
  expect(await eventsOf(hub.pool(), documentOf('HOU-DIV-2'))).toHaveLength(3);
});

test.each(['planned', 'sending', 'unknown', 'rejected'] as const)(
  'what Intacct holds is posted, though it was thought to be %s',
  async (state) => {
    const documentKey = `HOU-DIV-3${state}`;
    const { planId } = await plan(hub.pool(), documentKey);
    if (state !== 'planned') await claimForSending(hub.pool(), planId);
    if (state === 'unknown' || state === 'rejected') {
      await movePostings(hub.pool(), planId, { from: ['sending'], to: state, note: 'thought so' });
    }
    await settlePosted(hub.pool(), planId, keys, 'found in Intacct and adopted');
    expect(await statesOf(hub.pool(), documentOf(documentKey))).toEqual({
      invoice: 'posted',
      'cost-of-sales': 'posted',
    });
  },
);

test('posted wins: a later refusal, an unknown outcome or a plan never sent does not undo it', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-4');
  await claimForSending(hub.pool(), planId);
  await settlePosted(hub.pool(), planId, keys, 'posted to Intacct');
  for (const to of ['rejected', 'unknown', 'planned'] as const) {
    await movePostings(hub.pool(), planId, { from: ['planned', 'sending', 'unknown'], to, note: 'late' });
  }
  expect(await statesOf(hub.pool(), documentOf('HOU-DIV-4'))).toEqual({ invoice: 'posted', 'cost-of-sales': 'posted' });
});

test('a settlement of an earlier plan does not touch the documents of a later one', async () => {
  const { planId: earlier } = await plan(hub.pool(), 'HOU-DIV-5');
  await claimForSending(hub.pool(), earlier);
  await movePostings(hub.pool(), earlier, { from: ['sending'], to: 'rejected', note: 'period closed' });
  await plan(hub.pool(), 'HOU-DIV-5');
  await settlePosted(hub.pool(), earlier, keys, 'posted to Intacct');
  expect(await statesOf(hub.pool(), documentOf('HOU-DIV-5'))).toEqual({
    invoice: 'planned',
    'cost-of-sales': 'planned',
  });
});

test('a settlement that comes late closes no question that was opened since', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-5b');
  await settlePosted(hub.pool(), planId, keys, 'posted to Intacct');
  const exception = {
    code: 'OUTCOME_CONFLICT',
    field: 'acknowledgement',
    expected: '',
    actual: '',
    message: 'not taken',
  } as const;
  await replaceExceptions(
    hub.pool(),
    { ...documentOf('HOU-DIV-5b'), flow: 'order-to-invoice', amount: null, currency: null, workflowId: null },
    [{ ...exception, causeKey: null }],
  );
  await settlePosted(hub.pool(), planId, keys, 'posted to Intacct');
  expect(await selectOpenExceptions(hub.pool(), company, 'HOU-DIV-5b')).toHaveLength(1);
  await closeExceptions(hub.pool(), company, 'HOU-DIV-5b', 'acknowledged');
});

test('moving postings to the state they are in is no event', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-6');
  await claimForSending(hub.pool(), planId);
  const change = { from: ['sending' as const, 'unknown' as const], to: 'unknown' as const, note: 'no answer' };
  await movePostings(hub.pool(), planId, change);
  await movePostings(hub.pool(), planId, change);
  expect(await eventsOf(hub.pool(), documentOf('HOU-DIV-6'))).toEqual([
    'nothing → planned',
    'planned → sending',
    'sending → unknown',
  ]);
});

test.each(['sending', 'unknown'] as const)('a document that is %s cannot be abandoned', async (state) => {
  const documentKey = `HOU-DIV-7${state}`;
  const { planId } = await plan(hub.pool(), documentKey);
  await claimForSending(hub.pool(), planId);
  if (state === 'unknown') await movePostings(hub.pool(), planId, { from: ['sending'], to: state, note: 'no answer' });
  await expect(
    inTransaction(hub.pool(), (transaction) => abandonDocument(transaction, documentOf(documentKey), decision)),
  ).rejects.toThrow(`is ${state}: it cannot be abandoned`);
});

test('an abandoned document says who gave it up and why, once', async () => {
  await plan(hub.pool(), 'HOU-DIV-8');
  for (let times = 0; times < 2; times += 1) {
    await inTransaction(hub.pool(), (transaction) => abandonDocument(transaction, documentOf('HOU-DIV-8'), decision));
  }
  expect(await statesOf(hub.pool(), documentOf('HOU-DIV-8'))).toEqual({
    invoice: 'abandoned',
    'cost-of-sales': 'abandoned',
  });
  const { rows } = await hub.pool().query(
    `select actor, note from posting_events join postings using (posting_id)
      where document_key = 'HOU-DIV-8' and to_state = 'abandoned'`,
  );
  expect(rows).toEqual([
    { actor: 'Ann', note: 'keyed by hand' },
    { actor: 'Ann', note: 'keyed by hand' },
  ]);
  await expect(plan(hub.pool(), 'HOU-DIV-8')).rejects.toThrow('is abandoned: its plan cannot be replaced');
});

test('cost of sales that waits for its day is pooled once, with branch and entity of its invoice', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-9', {
    documents: documentsOf('HOU-DIV-9').slice(0, 1),
    pooledEntry: costOfSalesOf('HOU-DIV-9'),
  });
  await settlePosted(hub.pool(), planId, keys.slice(0, 1), 'posted to Intacct');
  await settlePosted(hub.pool(), planId, keys.slice(0, 1), 'posted to Intacct');
  const { rows } = await hub
    .pool()
    .query(
      'select document_key, branch_code, entity_id, posting_date::text, journal_document_key from cost_of_sales_pool',
    );
  expect(rows).toEqual([
    {
      document_key: 'HOU-DIV-9',
      branch_code: 'HOU',
      entity_id: '100',
      posting_date: '2026-11-20',
      journal_document_key: null,
    },
  ]);
});

test('posting and acknowledging each close what was open for the document, and nothing of another', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-10');
  const open = async () => {
    const { rows } = await hub.pool().query('select document_key from exceptions where closed_at is null order by 1');
    return rows.map((row) => row.document_key);
  };
  const park = (documentKey: string) =>
    hub.pool().query(
      `insert into exceptions (company, flow, document_key, code, message, field, expected, actual)
        values ($1::text, 'order-to-invoice', $2::text, 'PERIOD_CLOSED', 'm', 'f', 'e', 'a')`,
      [documentOf(documentKey).company, documentKey],
    );
  await park('HOU-DIV-10');
  await park('HOU-DIV-11');
  await settlePosted(hub.pool(), planId, keys, 'posted to Intacct');
  expect(await open()).toEqual(['HOU-DIV-11']);
  await park('HOU-DIV-10');
  await markAcknowledged(hub.pool(), documentOf('HOU-DIV-10'), 2);
  expect(await open()).toEqual(['HOU-DIV-11']);
});

test('acknowledging a revision does not answer what was asked of a newer one', async () => {
  await plan(hub.pool(), 'HOU-DIV-21');
  await hub.pool().query(
    `insert into postings (company, flow, source_system, document_key, revision, purpose, is_leading, state, workflow_id,
          run_id, triggered_at)
        select company, flow, source_system, document_key, 2, purpose, is_leading, 'rejected', workflow_id, run_id, now()
          from postings where document_key = 'HOU-DIV-21' and is_leading`,
  );
  await hub.pool().query(
    `insert into exceptions (company, flow, document_key, code, message, field, expected, actual)
        values ($1, 'order-to-invoice', 'HOU-DIV-21', 'CHANGED_AFTER_POSTING', 'm', 'f', 'e', 'a')`,
    [company],
  );
  await markAcknowledged(hub.pool(), documentOf('HOU-DIV-21'), 2);
  const { rowCount } = await hub
    .pool()
    .query(`select from exceptions where document_key = 'HOU-DIV-21' and closed_at is null`);
  expect(rowCount).toBe(1);
});
