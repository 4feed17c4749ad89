import { abandonDocument } from '../../activities/abandonment';
import { assignPoolToJournals, selectPooledCostOfSales } from '../../db/cost-of-sales-pool';
import { inTransaction } from '../../db/pool';
import { settlePosted } from '../../db/settlements';
import type { JournalEntry } from '../../domain/journal-entry';
import { useHubDatabase } from './hub-database';
import { attemptOf, company, costOfSalesOf, documentOf, documentsOf, plan } from './planned-document';

const hub = useHubDatabase();

async function pool(
  documentKey: string,
  changes: Partial<JournalEntry> & { entityId?: string; revision?: number } = {},
): Promise<void> {
  const { entityId = '100', revision = 1, ...entryChanges } = changes;
  const { planId } = await plan(hub.pool(), documentKey, {
    attempt: { revision, summary: { ...attemptOf(documentKey).summary, entityId } },
    documents: documentsOf(documentKey).slice(0, 1),
    pooledEntry: costOfSalesOf(documentKey, entryChanges),
  });
  await settlePosted(hub.pool(), planId, [{ purpose: 'invoice', intacctKey: '7' }], 'posted');
}

/** Plans a day's journal as its flow does; the plan's id. */
async function planJournal(documentKey: string): Promise<string> {
  const { planId } = await plan(hub.pool(), documentKey, {
    attempt: {
      origin: { ...attemptOf(documentKey).origin, flow: 'cost-of-sales-journal' },
      leadingPurpose: 'cost-of-sales',
    },
    documents: documentsOf(documentKey).slice(1),
  });
  return planId;
}

const abandon = (documentKey: string) =>
  inTransaction(hub.pool(), (transaction) =>
    abandonDocument(transaction, documentOf(documentKey), {
      action: 'abandon',
      actor: 'Ann',
      reason: 'wrong accounts',
      correction: {},
    }),
  );

const assign = (upToDate: string) =>
  inTransaction(hub.pool(), (transaction) => assignPoolToJournals(transaction, company, upToDate));

const keysIn = async (journal: string) =>
  (await selectPooledCostOfSales(hub.pool(), company, journal)).map(({ documentKey }) => documentKey);

test('one journal per branch and day takes what waits up to the day, and the next number what comes late', async () => {
  await pool('HOU-DIV-1');
  await pool('HOU-DIV-2');
  await pool('TOR-DIV-3');
  await pool('HOU-DIV-4', { postingDate: '2026-11-21' });
  expect(await assign('2026-11-20')).toEqual(['CGS-100-HOU-2026-11-20-1', 'CGS-100-TOR-2026-11-20-1']);
  expect(await keysIn('CGS-100-HOU-2026-11-20-1')).toEqual(['HOU-DIV-1', 'HOU-DIV-2']);
  expect(await keysIn('CGS-100-TOR-2026-11-20-1')).toEqual(['TOR-DIV-3']);

  await pool('HOU-DIV-5');
  expect(await assign('2026-11-20')).toContain('CGS-100-HOU-2026-11-20-2');
  expect(await keysIn('CGS-100-HOU-2026-11-20-1')).toEqual(['HOU-DIV-1', 'HOU-DIV-2']);
  expect(await keysIn('CGS-100-HOU-2026-11-20-2')).toEqual(['HOU-DIV-5']);
});

test('what nobody posted yet is named again, so that a lost start is made good; what is posted is not', async () => {
  expect(await assign('2026-11-19')).toContain('CGS-100-TOR-2026-11-20-1');
  const planId = await planJournal('CGS-100-TOR-2026-11-20-1');
  expect(await assign('2026-11-19')).toContain('CGS-100-TOR-2026-11-20-1');
  await settlePosted(hub.pool(), planId, [{ purpose: 'cost-of-sales', intacctKey: '77' }], 'posted');
  expect(await assign('2026-11-19')).toEqual(['CGS-100-HOU-2026-11-20-1', 'CGS-100-HOU-2026-11-20-2']);
});

test('two collections at once give each document to one journal', async () => {
  await pool('DAL-DIV-6');
  const [first, second] = await Promise.all([assign('2026-11-20'), assign('2026-11-20')]);
  expect(first).toEqual(second);
  expect(await keysIn('CGS-100-DAL-2026-11-20-1')).toEqual(['DAL-DIV-6']);
});

test('journals of different symbols do not mix', async () => {
  await pool('BHM-DIV-7');
  await pool('BHM-DIV-8', { journalSymbol: 'ADJ' });
  const keys = (await assign('2026-11-20')).filter((key) => key.includes('BHM'));
  expect(keys).toEqual(['ADJ-100-BHM-2026-11-20-1', 'CGS-100-BHM-2026-11-20-1']);
  expect(await keysIn('ADJ-100-BHM-2026-11-20-1')).toEqual(['BHM-DIV-8']);
});

test('a branch that moved to another entity during the day gets a journal for each entity', async () => {
  await pool('PHX-DIV-9');
  await pool('PHX-DIV-10', { entityId: '200' });
  const keys = (await assign('2026-11-20')).filter((key) => key.includes('PHX'));
  expect(keys).toEqual(['CGS-100-PHX-2026-11-20-1', 'CGS-200-PHX-2026-11-20-1']);
  const entitiesIn = async (key: string) =>
    (await selectPooledCostOfSales(hub.pool(), company, key)).map(({ entityId }) => entityId);
  expect(await entitiesIn('CGS-100-PHX-2026-11-20-1')).toEqual(['100']);
  expect(await entitiesIn('CGS-200-PHX-2026-11-20-1')).toEqual(['200']);
});

test('journals whose codes spell the same stem get numbers of their own', async () => {
  await pool('ELP-DIV-11', { journalSymbol: 'CGS-A', entityId: 'B' });
  await pool('ELP-DIV-12', { journalSymbol: 'CGS', entityId: 'A-B' });
  const keys = (await assign('2026-11-20')).filter((key) => key.includes('ELP'));
  expect(keys).toEqual(['CGS-A-B-ELP-2026-11-20-1', 'CGS-A-B-ELP-2026-11-20-2']);
});

describe('a journal that is given up', () => {
  const first = 'CGS-100-SAT-2026-11-20-1';
  const second = 'CGS-100-SAT-2026-11-20-2';
  const keysAssigned = async () => (await assign('2026-11-20')).filter((key) => key.includes('SAT'));

  test('gives its invoices back, and the next collection takes them under the next number', async () => {
    await pool('SAT-DIV-13');
    expect(await keysAssigned()).toEqual([first]);
    await planJournal(first);
    await abandon(first);
    await pool('SAT-DIV-14');
    expect(await keysAssigned()).toEqual([second]);
    expect(await keysIn(first)).toEqual([]);
    expect(await keysIn(second)).toEqual(['SAT-DIV-13', 'SAT-DIV-14']);
  });

  test('keeps its number for ever, also when a later one is given up', async () => {
    await planJournal(second);
    await abandon(second);
    expect(await keysAssigned()).toEqual(['CGS-100-SAT-2026-11-20-3']);
    await settlePosted(
      hub.pool(),
      await planJournal('CGS-100-SAT-2026-11-20-3'),
      [{ purpose: 'cost-of-sales', intacctKey: '78' }],
      'posted',
    );
    expect(await keysAssigned()).toEqual([]);
    expect(await keysIn('CGS-100-SAT-2026-11-20-3')).toEqual(['SAT-DIV-13', 'SAT-DIV-14']);
  });
});
