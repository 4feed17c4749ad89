import { selectDocumentStandings, selectWaitingRevisions } from '../../db/document-standings';
import { selectWaitingDocuments } from '../../db/hub-health';
import { selectPostedDocuments } from '../../db/posted-documents';
import { markAcknowledged } from '../../db/postings';
import { settlePosted } from '../../db/settlements';
import { useHubDatabase } from './hub-database';
import { company, costOfSalesOf, documentOf, documentsOf, plan } from './planned-document';

const hub = useHubDatabase();

const keys = (first: number) => [
  { purpose: 'invoice', intacctKey: String(first) },
  { purpose: 'cost-of-sales', intacctKey: String(first + 1) },
];

test('a document stands where its newest revision stands; unknown ones are absent', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-1');
  await settlePosted(hub.pool(), planId, keys(11), 'posted');
  await markAcknowledged(hub.pool(), documentOf('HOU-DIV-1'), 8);
  await plan(hub.pool(), 'HOU-DIV-2');
  const before = await selectDocumentStandings(hub.pool(), company, ['HOU-DIV-1', 'HOU-DIV-2', 'HOU-DIV-3']);
  expect([...before.values()]).toMatchObject([
    {
      documentKey: 'HOU-DIV-1',
      revision: 1,
      state: 'posted',
      contentHash: 'content of HOU-DIV-1',
      acknowledged: true,
      acknowledgedVersion: 8,
    },
    {
      documentKey: 'HOU-DIV-2',
      revision: 1,
      state: 'planned',
      contentHash: 'content of HOU-DIV-2',
      acknowledged: false,
      acknowledgedVersion: null,
    },
  ]);
  await plan(hub.pool(), 'HOU-DIV-1', { attempt: { revision: 2, contentHash: 'changed' } });
  const after = await selectDocumentStandings(hub.pool(), company, ['HOU-DIV-1']);
  expect(after.get('HOU-DIV-1')).toMatchObject({ revision: 2, state: 'planned', contentHash: 'changed' });
});

test('the time of the first acknowledgement is kept', async () => {
  const acknowledgedAt = async () =>
    (
      await hub
        .pool()
        .query("select acknowledged_at from postings where document_key = 'HOU-DIV-1' and is_leading and revision = 1")
    ).rows[0].acknowledged_at;
  const first = await acknowledgedAt();
  await markAcknowledged(hub.pool(), documentOf('HOU-DIV-1'), 9);
  expect(await acknowledgedAt()).toEqual(first);
});

test('what stands in Intacct is the newest posted revision below, with its cost of sales, sent or pooled', async () => {
  const find = (documentKey: string, below: number) => selectPostedDocuments(hub.pool(), company, documentKey, below);
  const { planId: first } = await plan(hub.pool(), 'HOU-DIV-5');
  expect(await find('HOU-DIV-5', 2)).toBeNull();
  await settlePosted(hub.pool(), first, keys(51), 'posted');
  await plan(hub.pool(), 'HOU-DIV-5', { attempt: { revision: 2 } });
  expect(await find('HOU-DIV-5', 3)).toMatchObject({
    revision: 1,
    intacctKey: '51',
    amount: '100.00',
    costOfSales: costOfSalesOf('HOU-DIV-5'),
  });
});

test('what an earlier revision takes back in the pool is not cost of sales of its own', async () => {
  const entry = costOfSalesOf('HOU-DIV-6');
  const back = entry.lines.map((line) => ({ ...line, lineNumber: line.lineNumber + 2, amount: '55.00' }));
  const { planId } = await plan(hub.pool(), 'HOU-DIV-6', {
    documents: documentsOf('HOU-DIV-6').slice(0, 1),
    pooledEntry: { ...entry, lines: [...entry.lines, ...back] },
    trace: [
      {
        sourceLineId: 'cost:1',
        label: 'cost',
        amount: '60.00',
        target: { kind: 'journal-lines', debitLineNumber: 1, creditLineNumber: 2 },
      },
    ],
  });
  await settlePosted(hub.pool(), planId, keys(61).slice(0, 1), 'posted');
  const posted = await selectPostedDocuments(hub.pool(), company, 'HOU-DIV-6', 2);
  expect(posted).toMatchObject({ planId, version: 1, costOfSales: entry });
});

test('a later revision that is posted waits until it is acknowledged, for the sweep and for the doctor', async () => {
  const key = 'HOU-DIV-7';
  const revision = (number: number) => ({ ...documentOf(key), revision: number });
  const first = await plan(hub.pool(), key);
  await settlePosted(hub.pool(), first.planId, keys(71), 'posted');
  await markAcknowledged(hub.pool(), revision(1), 2);
  const second = await plan(hub.pool(), key, { attempt: { revision: 2 } });
  await settlePosted(hub.pool(), second.planId, keys(73), 'posted');
  await hub.pool().query(
    `update postings set triggered_at = now() - interval '2 minutes', planned_at = now() - interval '2 minutes',
          sent_at = null, settled_at = null where document_key = $1`,
    [key],
  );
  const ofSweep = () =>
    selectWaitingRevisions(hub.pool(), company, 'order-to-invoice', { restingSeconds: 60, limit: 10 });
  const ofDoctor = async () =>
    (await selectWaitingDocuments(hub.pool(), company, ['order-to-invoice'], 60)).map(
      (document) => document.document_key,
    );
  expect(await ofSweep()).toEqual([key]);
  expect(await ofDoctor()).toContain(key);
  await markAcknowledged(hub.pool(), revision(2), 4);
  expect(await ofSweep()).toEqual([]);
  expect(await ofDoctor()).not.toContain(key);
});
