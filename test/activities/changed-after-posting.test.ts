import { assignPoolToJournals, selectPooledCostOfSales } from '../../db/cost-of-sales-pool';
import { selectDocumentStandings } from '../../db/document-standings';
import { selectOpenExceptions } from '../../db/exceptions';
import { inTransaction } from '../../db/pool';
import { compareAmounts, negateAmount, sumAmounts } from '../../domain/money';
import { useHubDatabase } from '../db/hub-database';
import { attemptOf, company, documentOf, documentsOf, plan, statesOf } from '../db/planned-document';
import { createInvoiceUnderTest, type InvoiceUnderTest, retry, sourceInvoice } from './invoice-under-test';

const hub = useHubDatabase();
const open: InvoiceUnderTest[] = [];
hub.beforeEnd(async () => {
  await Promise.all(open.map((under) => under.close()));
});

/** A company with the invoice posted and acknowledged as revision 1. */
async function posted(documentKey: string, posting: 'with-invoice' | 'day-and-branch' = 'with-invoice') {
  const under = createInvoiceUnderTest(hub.pool(), { costOfSales: { journal: 'COGS', posting } });
  open.push(under);
  under.imetal.save(sourceInvoice(documentKey));
  await under.goThrough(documentOf(documentKey));
  return under;
}

/** What a day's journal will take from stock, on the whole. */
async function inventoryTaken(journalKey: string): Promise<string> {
  const pooled = await selectPooledCostOfSales(hub.pool(), company, journalKey);
  const inventory = pooled
    .flatMap(({ entry }) => entry.lines)
    .filter(({ accountNumber }) => accountNumber === '1300')
    .map(({ side, amount }) => (side === 'credit' ? amount : negateAmount(amount)));
  return sumAmounts(inventory);
}

const reasonsOf = (documentKey: string) => selectOpenExceptions(hub.pool(), company, documentKey);
const standingOf = async (documentKey: string) =>
  (await selectDocumentStandings(hub.pool(), company, [documentKey])).get(documentKey);

test('an invoice that was edited after it was posted is parked, with both amounts', async () => {
  const under = await posted('HOU-DIV-1');
  under.imetal.save(sourceInvoice('HOU-DIV-1', '150.00'));
  expect(await under.plan(documentOf('HOU-DIV-1', 2))).toMatchObject({
    outcome: 'parked',
    reason: { code: 'CHANGED_AFTER_POSTING' },
  });
  expect((await reasonsOf('HOU-DIV-1'))[0]?.message).toContain('posted 100.00 USD, now 150.00 USD');
  // A plain retry is no decision to reverse.
  expect(await under.plan(documentOf('HOU-DIV-1', 2), retry())).toMatchObject({ outcome: 'parked' });
  expect(under.intacct.sent).toHaveLength(1);
});

test('ignoring it leaves what was posted, and the same content is no news again', async () => {
  const under = await posted('HOU-DIV-2');
  under.imetal.save(sourceInvoice('HOU-DIV-2', '150.00'));
  await under.plan(documentOf('HOU-DIV-2', 2));
  await under.abandon(documentOf('HOU-DIV-2', 2), { ...retry(), action: 'abandon', reason: 'typing error' });
  expect(await statesOf(hub.pool(), documentOf('HOU-DIV-2', 1))).toEqual({
    invoice: 'posted',
    'cost-of-sales': 'posted',
  });
  expect(await standingOf('HOU-DIV-2')).toMatchObject({ revision: 2, state: 'abandoned' });
  expect(await reasonsOf('HOU-DIV-2')).toEqual([]);
});

test('reverse-and-repost sends reversal, mirrored journal and the new documents in one operation', async () => {
  const under = await posted('HOU-DIV-3');
  const first = under.intacct.invoices[0]?.recordNumber;
  under.imetal.save(sourceInvoice('HOU-DIV-3', '150.00', '90.00'));
  await under.plan(documentOf('HOU-DIV-3', 2));
  const decision = retry({ reverseAndRepost: true });
  expect(await under.goThrough(documentOf('HOU-DIV-3', 2), decision)).toMatchObject({ outcome: 'posted' });

  const planned = await under.plannedDocuments(documentOf('HOU-DIV-3', 2));
  expect(planned).toMatchObject([
    { purpose: 'invoice-reversal', recordNumber: first, reversalDate: '2026-11-20' },
    {
      purpose: 'cost-of-sales-reversal',
      entry: {
        referenceNumber: expect.stringMatching(/-2R$/),
        title: expect.stringMatching(/^Reversal: /),
        lines: [
          { side: 'credit', accountNumber: '5010', amount: '60.00' },
          { side: 'debit', accountNumber: '1300', amount: '60.00' },
        ],
      },
    },
    { purpose: 'invoice', invoice: { invoiceNumber: expect.stringMatching(/-2$/), total: '150.00' } },
    { purpose: 'cost-of-sales', entry: { referenceNumber: expect.stringMatching(/-2$/) } },
  ]);
  expect(under.intacct.sent).toHaveLength(2);
  expect(under.intacct.invoices.map(({ state, total }) => [state, total])).toEqual([
    ['Reversed', '100.00'],
    ['Posted', '150.00'],
  ]);
  expect(await statesOf(hub.pool(), documentOf('HOU-DIV-3', 2))).toEqual({
    invoice: 'posted',
    'invoice-reversal': 'posted',
    'cost-of-sales': 'posted',
    'cost-of-sales-reversal': 'posted',
  });
  const [before, after] = under.imetal.acknowledgements;
  expect(after?.replacesBatchId).toBe(before?.gatewayBatchId);
});

test('a reverse-and-repost whose answer was lost is found whole and adopted', async () => {
  const under = await posted('HOU-DIV-4');
  under.imetal.save(sourceInvoice('HOU-DIV-4', '150.00'));
  await under.plan(documentOf('HOU-DIV-4', 2));
  await under.plan(documentOf('HOU-DIV-4', 2), retry({ reverseAndRepost: true }));
  under.intacct.script.push({ commitThenFail: new Error('connection lost, and not even a verdict') });
  await expect(under.post(documentOf('HOU-DIV-4', 2))).rejects.toThrow('not even a verdict');
  expect(await under.post(documentOf('HOU-DIV-4', 2))).toMatchObject({ outcome: 'posted' });
  expect(under.intacct.sent).toHaveLength(2);
  expect(under.intacct.invoices).toHaveLength(2);
});

test('an invoice that was edited and edited back is posted as it stands, and can be acknowledged', async () => {
  const under = await posted('HOU-DIV-5');
  const key = under.intacct.invoices[0]?.recordNumber;
  under.imetal.save(sourceInvoice('HOU-DIV-5', '150.00'));
  await under.plan(documentOf('HOU-DIV-5', 2));
  under.imetal.save(sourceInvoice('HOU-DIV-5'));
  expect(await under.plan(documentOf('HOU-DIV-5', 2), retry())).toMatchObject({ outcome: 'posted', intacctKey: key });
  expect(await under.acknowledge(documentOf('HOU-DIV-5', 2))).toEqual({ outcome: 'posted', intacctKey: key });
  expect(await reasonsOf('HOU-DIV-5')).toEqual([]);
  const version = under.imetal.invoices.get('HOU-DIV-5')?.version;
  expect(await standingOf('HOU-DIV-5')).toMatchObject({ revision: 2, state: 'posted', acknowledgedVersion: version });
  expect(under.intacct.sent).toHaveLength(1);
});

test('a later edit reverses what stands in Intacct, whichever revision it was acknowledged under', async () => {
  const under = open.at(-1) as InvoiceUnderTest;
  const key = under.intacct.invoices[0]?.recordNumber;
  under.imetal.save(sourceInvoice('HOU-DIV-5', '170.00'));
  await under.goThrough(documentOf('HOU-DIV-5', 3), retry({ reverseAndRepost: true }));
  expect((await under.plannedDocuments(documentOf('HOU-DIV-5', 3)))[0]).toMatchObject({ recordNumber: key });
  const [, second, third] = under.imetal.acknowledgements;
  expect(third?.replacesBatchId).toBe(second?.gatewayBatchId);
});

test('pooled cost of sales nets to the newest content however often it changed', async () => {
  const under = await posted('HOU-DIV-6', 'day-and-branch');
  for (const [revision, cost] of [
    [2, '75.00'],
    [3, '80.50'],
    [4, null],
    [5, '20.00'],
  ] as const) {
    under.imetal.save(sourceInvoice('HOU-DIV-6', `${100 + revision}.00`, cost));
    await under.goThrough(documentOf('HOU-DIV-6', revision), retry({ reverseAndRepost: true }));
  }
  const [journalKey = ''] = await inTransaction(hub.pool(), (transaction) =>
    assignPoolToJournals(transaction, company, '2026-12-31'),
  );
  expect(compareAmounts(await inventoryTaken(journalKey), '20.00')).toBe(0);
});

test('a repost is of what was shown: an edit after that is shown before it is posted', async () => {
  const under = await posted('HOU-DIV-9');
  const revision = documentOf('HOU-DIV-9', 2);
  under.imetal.save(sourceInvoice('HOU-DIV-9', '110.00'));
  await under.plan(revision);
  under.imetal.save(sourceInvoice('HOU-DIV-9', '1100.00'));
  expect(await under.plan(revision, retry({ reverseAndRepost: true }))).toMatchObject({
    outcome: 'parked',
    reason: { code: 'CHANGED_AFTER_POSTING', message: expect.stringContaining('1100.00 USD') },
  });
  expect(await under.plan(revision, retry({ reverseAndRepost: true }))).toMatchObject({ outcome: 'planned' });
});

test('a repost that was refused is retried without being asked for again', async () => {
  const under = await posted('HOU-DIV-11');
  const revision = documentOf('HOU-DIV-11', 2);
  under.imetal.save(sourceInvoice('HOU-DIV-11', '110.00'));
  await under.plan(revision);
  await under.plan(revision, retry({ reverseAndRepost: true }));
  await hub.pool().query(`update postings set state = 'rejected' where document_key = 'HOU-DIV-11' and revision = 2`);
  expect(await under.plan(revision, retry({ postingDate: '2026-11-25' }))).toMatchObject({ outcome: 'planned' });
});

test('what a reversal takes back is posted too, even when the journal that held it was given up', async () => {
  const collect = () =>
    inTransaction(hub.pool(), (transaction) => assignPoolToJournals(transaction, company, '2026-12-31'));
  const under = await posted('HOU-DIV-12', 'day-and-branch');
  const newest = (keys: string[]) => keys.at(-1) ?? 'none';
  const givenUp = newest(await collect());
  await plan(hub.pool(), givenUp, {
    attempt: {
      origin: { ...attemptOf(givenUp).origin, flow: 'cost-of-sales-journal' },
      leadingPurpose: 'cost-of-sales',
    },
    documents: documentsOf(givenUp).slice(1),
  });
  await under.abandon(documentOf(givenUp), { ...retry(), action: 'abandon', reason: 'wrong accounts' });
  under.imetal.save(sourceInvoice('HOU-DIV-12', '150.00', '75.00'));
  await under.goThrough(documentOf('HOU-DIV-12', 2), retry({ reverseAndRepost: true }));

  const next = newest(await collect());
  expect(next).not.toBe(givenUp);
  expect(await inventoryTaken(next)).toBe('75');
});
