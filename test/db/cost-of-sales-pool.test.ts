import { assignPoolToJournals, selectPooledCostOfSales } from '../../db/cost-of-sales-pool';
import { inTransaction } from '../../db/pool';
import { settlePosted } from '../../db/settlements';
import type { JournalEntry } from '../../domain/journal-entry';
import { useHubDatabase } from './hub-database';
import { company, costOfSalesOf, documentsOf, plan } from './planned-document';

const hub = useHubDatabase();

async function pool(documentKey: string, changes: Partial<JournalEntry> = {}): Promise<void> {
  const { planId } = await plan(hub.pool(), documentKey, {
    documents: documentsOf(documentKey).slice(0, 1),
    pooledEntry: costOfSalesOf(documentKey, changes),
  });
  await settlePosted(hub.pool(), planId, [{ purpose: 'invoice', intacctKey: '7' }], 'posted');
}

const assign = (upToDate: string) =>
  inTransaction(hub.pool(), (transaction) => assignPoolToJournals(transaction, company, upToDate));

const keysIn = async (journal: string) =>
  (await selectPooledCostOfSales(hub.pool(), company, journal)).map(({ documentKey }) => documentKey);

test('one journal per branch and day takes what waits up to the day, and the next number what comes late', async () => {
  await pool('HOU-DIV-1');
  await pool('HOU-DIV-2');
  await pool('TOR-DIV-3');
  await pool('HOU-DIV-4', { postingDate: '2026-11-21' });
  expect(await assign('2026-11-20')).toEqual(['CGS-HOU-2026-11-20-1', 'CGS-TOR-2026-11-20-1']);
  expect(await keysIn('CGS-HOU-2026-11-20-1')).toEqual(['HOU-DIV-1', 'HOU-DIV-2']);
  expect(await keysIn('CGS-TOR-2026-11-20-1')).toEqual(['TOR-DIV-3']);

  await pool('HOU-DIV-5');
  expect(await assign('2026-11-20')).toContain('CGS-HOU-2026-11-20-2');
  expect(await keysIn('CGS-HOU-2026-11-20-1')).toEqual(['HOU-DIV-1', 'HOU-DIV-2']);
  expect(await keysIn('CGS-HOU-2026-11-20-2')).toEqual(['HOU-DIV-5']);
});

test('what nobody posted yet is named again, so that a lost start is made good; what is posted is not', async () => {
  expect(await assign('2026-11-19')).toContain('CGS-TOR-2026-11-20-1');
  const { planId } = await plan(hub.pool(), 'CGS-TOR-2026-11-20-1', {
    attempt: { leadingPurpose: 'cost-of-sales' },
    documents: documentsOf('CGS-TOR-2026-11-20-1').slice(1),
  });
  expect(await assign('2026-11-19')).toContain('CGS-TOR-2026-11-20-1');
  await settlePosted(hub.pool(), planId, [{ purpose: 'cost-of-sales', intacctKey: '77' }], 'posted');
  expect(await assign('2026-11-19')).toEqual(['CGS-HOU-2026-11-20-1', 'CGS-HOU-2026-11-20-2']);
});

test('two collections at once give each document to one journal', async () => {
  await pool('DAL-DIV-6');
  const [first, second] = await Promise.all([assign('2026-11-20'), assign('2026-11-20')]);
  expect(first).toEqual(second);
  expect(await keysIn('CGS-DAL-2026-11-20-1')).toEqual(['DAL-DIV-6']);
});

test('journals of different symbols do not mix', async () => {
  await pool('BHM-DIV-7');
  await pool('BHM-DIV-8', { journalSymbol: 'ADJ' });
  const keys = (await assign('2026-11-20')).filter((key) => key.includes('BHM'));
  expect(keys).toEqual(['ADJ-BHM-2026-11-20-1', 'CGS-BHM-2026-11-20-1']);
  expect(await keysIn('ADJ-BHM-2026-11-20-1')).toEqual(['BHM-DIV-8']);
});
