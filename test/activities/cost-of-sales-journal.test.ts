import { createCostOfSalesActivities } from '../../activities/cost-of-sales-journal';
import { OutcomeUnknown, Rejected, Transport } from '../../clients/errors';
import { selectPooledCostOfSales } from '../../db/cost-of-sales-pool';
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

describe('a journal that is given up after it was sent', () => {
  const operation = 'create_gltransaction';
  const noAnswer = new OutcomeUnknown('socket hang up', { operation, reason: 'no-answer' });
  const decision: Decision = { ...retry(), action: 'abandon' };
  const abandon = (documentKey: string) =>
    quietActivity().run(activities().recordAbandonment, { document: documentOf(documentKey), decision });
  const keysIn = async (journal: string) =>
    (await selectPooledCostOfSales(hub.pool(), company, journal)).map(({ documentKey }) => documentKey);
  const keysStarted = async (branch: string) => (await start()).filter((key) => key.includes(branch));
  /** One invoice's cost in the branch's first journal, planned. */
  const plannedJournal = async (branch: string): Promise<string> => {
    await pool(`${branch}-DIV-9`);
    const [key = ''] = await keysStarted(branch);
    await planJournal(key);
    return key;
  };
  /** A bookkeeper changes the entry that stands under the journal's number. */
  const editInIntacct = (journal: string): void => {
    const entry = posting.intacct.journalEntries.find(({ referenceNumber }) => referenceNumber === journal);
    if (entry === undefined) throw new Error(`${journal} is not in Intacct`);
    entry.title = 'edited by hand';
  };

  test('keeps its cost when it stands in Intacct with an edit: none of it is posted again', async () => {
    const key = await plannedJournal('DAL');
    posting.intacct.script.push({ commitThenFail: noAnswer });
    await expect(posting.post(key)).rejects.toThrow('socket hang up');
    editInIntacct(key);
    expect(await posting.post(key)).toMatchObject({ reason: { code: 'OUTCOME_CONFLICT' } });
    await abandon(key);
    expect(await keysStarted('DAL')).toEqual([]);
    expect(await keysIn(key)).toEqual(['DAL-DIV-9']);
  });

  test('keeps its cost also when a retry met the edited entry again under another code', async () => {
    const key = await plannedJournal('ELP');
    posting.intacct.script.push({ commitThenFail: new Rejected('closed', { operation, code: 'PERIOD_CLOSED' }) });
    await posting.post(key);
    editInIntacct(key);
    await planJournal(key, retry());
    expect(await posting.post(key)).toMatchObject({ reason: { code: 'INVOICE_NUMBER_TAKEN' } });
    await abandon(key);
    expect(await keysStarted('ELP')).toEqual([]);
    expect(await keysIn(key)).toEqual(['ELP-DIV-9']);
  });

  test('keeps its cost while a sending that was taken back has had no refusal since', async () => {
    const key = await plannedJournal('PHX');
    const notSent = new Transport('connection refused', { operation });
    posting.intacct.script.push({ refuse: notSent });
    await expect(posting.post(key)).rejects.toThrow('connection refused');
    await abandon(key);
    expect(await keysStarted('PHX')).toEqual([]);
    expect(await keysIn(key)).toEqual(['PHX-DIV-9']);
  });

  test('gives its cost back when Intacct refused it, also after a sending without an answer', async () => {
    const key = await plannedJournal('SAT');
    posting.intacct.script.push({ refuse: noAnswer });
    await expect(posting.post(key)).rejects.toThrow('socket hang up');
    posting.intacct.script.push({ refuse: new Rejected('no', { operation, code: 'ACCOUNT_INACTIVE' }) });
    expect(await posting.post(key)).toMatchObject({ reason: { code: 'ACCOUNT_INACTIVE' } });
    await abandon(key);
    expect(await keysStarted('SAT')).toEqual(['CGS-100-SAT-2026-11-19-2']);
    expect(await keysIn('CGS-100-SAT-2026-11-19-2')).toEqual(['SAT-DIV-9']);
    expect(await keysIn(key)).toEqual([]);
  });
});
