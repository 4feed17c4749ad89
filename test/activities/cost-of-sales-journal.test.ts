import { createCostOfSalesActivities } from '../../activities/cost-of-sales-journal';
import { selectPostings } from '../../db/postings';
import { settlePosted } from '../../db/settlements';
import type { Decision, PlanResult } from '../../domain/posting';
import { costOfSalesJournalWorkflowId } from '../../workflows/cost-of-sales-journal';
import { useHubDatabase } from '../db/hub-database';
import { company, costOfSalesOf, documentOf, documentsOf, plan } from '../db/planned-document';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime } from '../workflows/workflow-bundle';
import { retry } from './invoice-under-test';
import { createPostingUnderTest, type PostingUnderTest, quietActivity } from './posting-under-test';

const hub = useHubDatabase();
let temporal: TestTemporal;
let posting: PostingUnderTest;
beforeAll(async () => {
  quietRuntime();
  temporal = await connectTestTemporal();
  posting = createPostingUnderTest(hub.pool());
});
hub.beforeEnd(async () => {
  await posting?.close();
  await temporal?.close();
});

const activities = () =>
  createCostOfSalesActivities({
    pool: hub.pool(),
    client: temporal.client,
    taskQueue: temporal.taskQueue,
    environment: 'test',
  });
const start = () => quietActivity().run(activities().startCostOfSalesJournals, company) as Promise<string[]>;
const planJournal = (documentKey: string, decision: Decision | null = null) =>
  quietActivity().run(activities().planCostOfSalesJournal, {
    document: documentOf(documentKey),
    triggeredAt: '2026-11-21T09:00:00.000Z',
    decision,
  }) as Promise<PlanResult>;

async function pool(documentKey: string, postingDate = '2026-11-19'): Promise<void> {
  const { planId } = await plan(hub.pool(), documentKey, {
    documents: documentsOf(documentKey).slice(0, 1),
    pooledEntry: costOfSalesOf(documentKey, { postingDate }),
  });
  await settlePosted(hub.pool(), planId, [{ purpose: 'invoice', intacctKey: documentKey }], 'posted');
}

test('the days before are gathered into journals whose flows are started; today waits', async () => {
  await pool('HOU-DIV-1');
  await pool('HOU-DIV-2');
  await pool('HOU-DIV-3', new Date().toISOString().slice(0, 10));
  expect(await start()).toEqual(['CGS-100-HOU-2026-11-19-1']);
  // A second collection names it again while it is not posted, and its one flow is found.
  expect(await start()).toEqual(['CGS-100-HOU-2026-11-19-1']);
  const handle = temporal.client.workflow.getHandle(costOfSalesJournalWorkflowId(company, 'CGS-100-HOU-2026-11-19-1'));
  expect((await handle.describe()).status.name).toBe('RUNNING');
});

test('a journal whose flow was terminated by hand starts again, and goes on from the ledger', async () => {
  const handle = temporal.client.workflow.getHandle(costOfSalesJournalWorkflowId(company, 'CGS-100-HOU-2026-11-19-1'));
  const { runId } = await handle.describe();
  await handle.terminate('the operator ended it');
  await start();
  const again = await handle.describe();
  expect(again.status.name).toBe('RUNNING');
  expect(again.runId).not.toBe(runId);
});

test('a journal adds its invoices up, line by account, and says where each came from', async () => {
  expect(await planJournal('CGS-100-HOU-2026-11-19-1')).toMatchObject({
    outcome: 'planned',
    summary: { documentKey: 'CGS-100-HOU-2026-11-19-1', entityId: '100', currency: 'USD', party: null },
  });
  const [leading] = await selectPostings(hub.pool(), documentOf('CGS-100-HOU-2026-11-19-1'));
  expect(leading).toMatchObject({
    purpose: 'cost-of-sales',
    is_leading: true,
    amount: '120.00',
    control_id: 'test:test-metals:CGS-100-HOU-2026-11-19-1:cost-of-sales:1.1',
  });
  const { rows } = await hub.pool().query('select documents, trace from plans where plan_id = $1', [leading?.plan_id]);
  expect(rows[0].documents).toMatchObject([
    {
      kind: 'create-journal-entry',
      entry: {
        referenceNumber: 'CGS-100-HOU-2026-11-19-1',
        postingDate: '2026-11-19',
        lines: [
          { side: 'debit', accountNumber: '5010', amount: '120' },
          { side: 'credit', accountNumber: '1300', amount: '120' },
        ],
      },
    },
  ]);
  expect(rows[0].trace).toHaveLength(4);
});

test('a journal goes through the same posting as an invoice, and is found again after an unknown outcome', async () => {
  posting.intacct.script.push({ commitThenFail: new Error('the worker was killed here') });
  await expect(posting.post('CGS-100-HOU-2026-11-19-1')).rejects.toThrow('killed');
  expect(await posting.post('CGS-100-HOU-2026-11-19-1')).toMatchObject({ outcome: 'posted' });
  expect(posting.intacct.calls).toEqual(['post', 'find journal entry']);
  expect(await planJournal('CGS-100-HOU-2026-11-19-1')).toMatchObject({ outcome: 'posted' });
  expect(await start()).toEqual([]);
});

test('a journal may be moved to another period, or given up', async () => {
  await pool('TOR-DIV-4');
  const [key = ''] = await start();
  await planJournal(key);
  await planJournal(key, retry({ postingDate: '2026-12-01' }));
  const [leading] = await selectPostings(hub.pool(), documentOf(key));
  expect(leading).toMatchObject({ version: 2, state: 'planned' });
  const { rows } = await hub.pool().query('select period from postings where document_key = $1', [key]);
  expect(rows).toEqual([{ period: '2026-12' }]);
  const decision: Decision = { ...retry(), action: 'abandon' };
  await quietActivity().run(activities().recordAbandonment, { document: documentOf(key), decision });
  await expect(planJournal(key)).rejects.toThrow('was abandoned');
  // The invoice stands in Intacct: its cost goes into the next journal.
  expect(await start()).toEqual(['CGS-100-TOR-2026-11-19-2']);
  await expect(planJournal(key)).rejects.toThrow('was abandoned');
});
