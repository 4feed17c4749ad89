import { countDocumentsByState } from '../../db/metrics';
import { useHubDatabase } from './hub-database';

const hub = useHubDatabase();

async function insertLeading(documentKey: string, revision: number, state: string): Promise<void> {
  await hub.pool().query(
    `insert into postings (company, flow, source_system, document_key, revision, purpose, is_leading, state, intacct_key,
        workflow_id, run_id, triggered_at)
      values ('ignoring-metals', 'order-to-invoice', 'imetal', $1, $2, 'invoice', true, $3,
        case when $3 = 'posted' then '17' end, 'workflow', 'run', now())`,
    [documentKey, revision, state],
  );
}

const standings = async () =>
  (
    await hub
      .pool()
      .query(
        `select document_key, revision, state from standing_documents where company = 'ignoring-metals' order by document_key`,
      )
  ).rows.map((row) => `${row.document_key} ${row.revision} ${row.state}`);

test('a document stands by its newest revision, and by an earlier one when a person ignored the newest', async () => {
  await insertLeading('HOU-DIV-1', 1, 'posted');
  await insertLeading('HOU-DIV-1', 2, 'abandoned');
  await insertLeading('HOU-DIV-2', 1, 'posted');
  await insertLeading('HOU-DIV-2', 2, 'rejected');
  await insertLeading('HOU-DIV-3', 1, 'abandoned');
  expect(await standings()).toEqual(['HOU-DIV-1 1 posted', 'HOU-DIV-2 2 rejected', 'HOU-DIV-3 1 abandoned']);
  const counted = (await countDocumentsByState(hub.pool())).filter(({ company }) => company === 'ignoring-metals');
  expect(counted.map(({ state, documents }) => [state, documents]).sort()).toEqual([
    ['abandoned', 1],
    ['posted', 1],
    ['rejected', 1],
  ]);
});
