import { Rejected, Transport } from '../../clients/errors';
import { selectDocumentStandings } from '../../db/document-standings';
import { selectOpenExceptions } from '../../db/exceptions';
import { selectPostings } from '../../db/postings';
import { useHubDatabase } from '../db/hub-database';
import { company, documentOf } from '../db/planned-document';
import { createInvoiceUnderTest, type InvoiceUnderTest, retry, sourceInvoice } from './invoice-under-test';

const hub = useHubDatabase();
let under: InvoiceUnderTest;
beforeAll(() => {
  under = createInvoiceUnderTest(hub.pool());
});
hub.beforeEnd(() => under.close());

const operation = 'imetal acknowledge';
const standingOf = async (documentKey: string) =>
  (await selectDocumentStandings(hub.pool(), company, [documentKey])).get(documentKey);

async function post(documentKey: string): Promise<void> {
  under.imetal.save(sourceInvoice(documentKey));
  await under.plan(documentOf(documentKey));
  await under.post(documentOf(documentKey));
}

test('nothing is acknowledged before it is posted', async () => {
  await expect(under.acknowledge(documentOf('HOU-DIV-1'))).rejects.toThrow('HOU-DIV-1 is not in the ledger');
  under.imetal.save(sourceInvoice('HOU-DIV-1'));
  await under.plan(documentOf('HOU-DIV-1'));
  await expect(under.acknowledge(documentOf('HOU-DIV-1'))).rejects.toThrow('HOU-DIV-1 is planned');
  expect(under.imetal.acknowledgements).toEqual([]);
});

test("iMetal gets Intacct's record number, and our own change is no news afterwards", async () => {
  await post('HOU-DIV-2');
  const result = await under.acknowledge(documentOf('HOU-DIV-2'));
  const [leading] = await selectPostings(hub.pool(), documentOf('HOU-DIV-2'));
  expect(result).toEqual({ outcome: 'posted', intacctKey: leading?.intacct_key });
  expect(under.imetal.acknowledgements.at(-1)).toMatchObject({
    documentKey: 'HOU-DIV-2',
    gatewayBatchId: Number(leading?.posting_id),
    intacctReference: leading?.intacct_key,
    replacesBatchId: null,
  });
  expect(await standingOf('HOU-DIV-2')).toMatchObject({ acknowledged: true, acknowledgedVersion: 2 });
});

test('repeating it is harmless', async () => {
  expect(await under.acknowledge(documentOf('HOU-DIV-2'))).toMatchObject({ outcome: 'posted' });
  expect(under.imetal.acknowledgements.at(-1)).toMatchObject({ replacesBatchId: null });
  expect(await standingOf('HOU-DIV-2')).toMatchObject({ acknowledged: true });
});

test('an edit between the reading and the acknowledgement stays news', async () => {
  await post('HOU-DIV-3');
  under.imetal.save(sourceInvoice('HOU-DIV-3', '150.00'));
  await under.acknowledge(documentOf('HOU-DIV-3'));
  expect(await standingOf('HOU-DIV-3')).toMatchObject({ acknowledged: true, acknowledgedVersion: null });
});

test("another batch's acknowledgement parks the posted invoice, and a retry acknowledges only", async () => {
  await post('HOU-DIV-4');
  under.imetal.refusal = new Rejected('batch 12 acknowledged it', { operation, code: 'OUTCOME_CONFLICT' });
  expect(await under.acknowledge(documentOf('HOU-DIV-4'))).toMatchObject({
    outcome: 'parked',
    reason: { code: 'OUTCOME_CONFLICT', count: 1 },
  });
  expect(await selectOpenExceptions(hub.pool(), company, 'HOU-DIV-4')).toMatchObject([
    { code: 'OUTCOME_CONFLICT', field: 'acknowledgement', actual: 'batch 12 acknowledged it' },
  ]);
  expect(await standingOf('HOU-DIV-4')).toMatchObject({ state: 'posted', acknowledged: false });
  const sent = under.intacct.sent.length;
  expect(await under.plan(documentOf('HOU-DIV-4'), retry())).toMatchObject({ outcome: 'posted' });
  expect(await under.acknowledge(documentOf('HOU-DIV-4'))).toMatchObject({ outcome: 'posted' });
  expect(under.intacct.sent).toHaveLength(sent);
  expect(await selectOpenExceptions(hub.pool(), company, 'HOU-DIV-4')).toEqual([]);
});

test('giving up an acknowledgement leaves the invoice posted', async () => {
  await post('HOU-DIV-5');
  under.imetal.refusal = new Rejected('batch 12 acknowledged it', { operation, code: 'OUTCOME_CONFLICT' });
  await under.acknowledge(documentOf('HOU-DIV-5'));
  await under.abandon(documentOf('HOU-DIV-5'), { ...retry(), action: 'abandon' });
  expect(await standingOf('HOU-DIV-5')).toMatchObject({ state: 'posted', acknowledged: false });
  expect(await selectOpenExceptions(hub.pool(), company, 'HOU-DIV-5')).toEqual([]);
});

test('iMetal that is away is asked again', async () => {
  await post('HOU-DIV-6');
  under.imetal.refusal = new Transport('connection refused', { operation });
  await expect(under.acknowledge(documentOf('HOU-DIV-6'))).rejects.toMatchObject({ type: 'Transport' });
  expect(await under.acknowledge(documentOf('HOU-DIV-6'))).toMatchObject({ outcome: 'posted' });
});
