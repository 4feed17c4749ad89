import { ApplicationFailureCategory } from '@temporalio/common';
import { Transport } from '../../clients/errors';
import { selectOpenExceptions } from '../../db/exceptions';
import { selectPostings } from '../../db/postings';
import { useHubDatabase } from '../db/hub-database';
import { company, documentOf, eventsOf, statesOf } from '../db/planned-document';
import { createInvoiceUnderTest, type InvoiceUnderTest, retry, sourceInvoice } from './invoice-under-test';

const hub = useHubDatabase();
let under: InvoiceUnderTest;
beforeAll(() => {
  under = createInvoiceUnderTest(hub.pool());
});
hub.beforeEnd(() => under.close());

const reasonsOf = (documentKey: string) => selectOpenExceptions(hub.pool(), company, documentKey);
const codesOf = async (documentKey: string) => (await reasonsOf(documentKey)).map(({ code }) => code);

test('a complete invoice is planned: exactly what will be sent, with a summary for the flow and no more', async () => {
  under.imetal.save(sourceInvoice('HOU-DIV-1'));
  expect(await under.plan(documentOf('HOU-DIV-1'))).toEqual({
    outcome: 'planned',
    summary: {
      documentKey: 'HOU-DIV-1',
      party: 'GULF01',
      partyName: 'Gulf Steel',
      entityId: '100',
      currency: 'USD',
      amount: '100',
    },
  });
  const [invoice, journal] = await under.plannedDocuments(documentOf('HOU-DIV-1'));
  expect(invoice).toMatchObject({ purpose: 'invoice', invoice: { total: '100.00', customerId: 'GULF01' } });
  expect(journal).toMatchObject({ purpose: 'cost-of-sales', entry: { journalSymbol: 'COGS' } });
  const [leading] = await selectPostings(hub.pool(), documentOf('HOU-DIV-1'));
  expect(leading).toMatchObject({ state: 'planned', source_version: 1, workflow_id: 'test', amount: '100.00' });
});

test('planning again before anything is sent is a new version of the same document', async () => {
  expect(await under.plan(documentOf('HOU-DIV-1'))).toMatchObject({ outcome: 'planned' });
  const postings = await selectPostings(hub.pool(), documentOf('HOU-DIV-1'));
  expect(postings.map(({ version, state }) => [version, state])).toEqual([
    [2, 'planned'],
    [2, 'planned'],
  ]);
});

test('what a refused reading or an edit took out of the plan comes back with it', async () => {
  const whole = sourceInvoice('HOU-DIV-41');
  under.imetal.save(whole);
  await under.plan(documentOf('HOU-DIV-41'));
  under.imetal.save({ ...whole, customerCode: '' });
  expect(await under.plan(documentOf('HOU-DIV-41'))).toMatchObject({ outcome: 'parked' });
  expect(await statesOf(hub.pool(), documentOf('HOU-DIV-41'))).toEqual({
    invoice: 'rejected',
    'cost-of-sales': 'abandoned',
  });
  under.imetal.save(whole);
  expect(await under.plan(documentOf('HOU-DIV-41'))).toMatchObject({ outcome: 'planned' });
  expect(await statesOf(hub.pool(), documentOf('HOU-DIV-41'))).toEqual({
    invoice: 'planned',
    'cost-of-sales': 'planned',
  });
});

test('a posted invoice is not planned again: the ledger gives its record number', async () => {
  under.imetal.save(sourceInvoice('HOU-DIV-2'));
  const posted = await under.goThrough(documentOf('HOU-DIV-2'));
  expect(posted).toMatchObject({ outcome: 'posted' });
  expect(await under.plan(documentOf('HOU-DIV-2'))).toMatchObject(posted);
  expect(await under.plannedDocuments(documentOf('HOU-DIV-2'))).toHaveLength(2);
});

test('a link names the customer in Intacct when it is not called what iMetal calls it', async () => {
  await hub
    .pool()
    .query("insert into links values ($1, 'imetal', 'company', 'OTHER', 'CUSTOMER', 'C00777')", [company]);
  under.imetal.save({ ...sourceInvoice('HOU-DIV-3'), customerCode: 'OTHER' });
  await under.plan(documentOf('HOU-DIV-3'));
  expect((await under.plannedDocuments(documentOf('HOU-DIV-3')))[0]).toMatchObject({
    invoice: { customerId: 'C00777' },
  });
});

describe('a half-written invoice', () => {
  const incomplete = (secondsAgo: number) => ({
    kind: 'incomplete' as const,
    missing: 'items',
    version: 1,
    modifiedAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
    ageSeconds: secondsAgo,
  });

  test('is read again soon while its grace lasts, and nobody is alarmed', async () => {
    under.imetal.readings.set('HOU-DIV-10', incomplete(under.profile.feed.incompleteGraceSeconds - 60));
    await expect(under.plan(documentOf('HOU-DIV-10'))).rejects.toMatchObject({
      type: 'DocumentIncomplete',
      category: ApplicationFailureCategory.BENIGN,
      nextRetryDelay: 2000,
      nonRetryable: false,
    });
    expect(await selectPostings(hub.pool(), documentOf('HOU-DIV-10'))).toEqual([]);
  });

  test('whose sums do not hold is read again while it is young, and an exception when it is not', async () => {
    const invoice = { ...sourceInvoice('HOU-DIV-12'), netTotal: '999.00' };
    const young = { kind: 'found' as const, document: invoice, ageSeconds: 1 };
    under.imetal.readings.set('HOU-DIV-12', young);
    await expect(under.plan(documentOf('HOU-DIV-12'))).rejects.toMatchObject({ type: 'DocumentIncomplete' });
    under.imetal.readings.set('HOU-DIV-12', { ...young, ageSeconds: under.profile.feed.incompleteGraceSeconds + 1 });
    expect(await under.plan(documentOf('HOU-DIV-12'))).toMatchObject({
      outcome: 'parked',
      reason: { code: 'TOTAL_MISMATCH' },
    });
  });

  test('whose time is ahead of the clock is not waited for: it would never be old enough', async () => {
    const invoice = { ...sourceInvoice('HOU-DIV-14'), netTotal: '999.00' };
    under.imetal.readings.set('HOU-DIV-14', { kind: 'found', document: invoice, ageSeconds: -3600 });
    expect(await under.plan(documentOf('HOU-DIV-14'))).toMatchObject({ reason: { code: 'TOTAL_MISMATCH' } });
  });

  test('with a fault that no waiting mends is an exception at once, young or not', async () => {
    const invoice = { ...sourceInvoice('HOU-DIV-13'), currency: null };
    under.imetal.readings.set('HOU-DIV-13', { kind: 'found', document: invoice, ageSeconds: 1 });
    expect(await under.plan(documentOf('HOU-DIV-13'))).toMatchObject({ outcome: 'parked' });
  });

  test('is an exception when its grace is over, and goes through once it is whole', async () => {
    under.imetal.readings.set('HOU-DIV-10', incomplete(under.profile.feed.incompleteGraceSeconds + 60));
    expect(await under.plan(documentOf('HOU-DIV-10'))).toMatchObject({
      outcome: 'parked',
      reason: { code: 'DOCUMENT_INCOMPLETE', count: 1 },
      summary: { amount: null, party: null },
    });
    under.imetal.readings.delete('HOU-DIV-10');
    under.imetal.save(sourceInvoice('HOU-DIV-10'));
    expect(await under.goThrough(documentOf('HOU-DIV-10'), retry())).toMatchObject({ outcome: 'posted' });
    expect(await codesOf('HOU-DIV-10')).toEqual([]);
    expect(await eventsOf(hub.pool(), documentOf('HOU-DIV-10'))).toEqual([
      'nothing → rejected',
      'rejected → planned',
      'planned → sending',
      'sending → posted',
    ]);
  });
});

test('an invoice that iMetal does not have is an exception', async () => {
  expect(await under.plan(documentOf('HOU-DIV-404'))).toMatchObject({
    outcome: 'parked',
    reason: { code: 'DOCUMENT_NOT_FOUND' },
  });
  expect(await codesOf('HOU-DIV-404')).toEqual(['DOCUMENT_NOT_FOUND']);
});

test('all reasons of the mapping are listed, and the flow is told the first and how many', async () => {
  under.imetal.save({ ...sourceInvoice('HOU-DIV-20'), currency: null, customerCode: null, invoiceDate: null });
  const result = await under.plan(documentOf('HOU-DIV-20'));
  const codes = await codesOf('HOU-DIV-20');
  expect(codes.length).toBeGreaterThan(1);
  expect(codes).toContain('CURRENCY_MISSING');
  expect(result).toMatchObject({ outcome: 'parked', reason: { code: codes[0], count: codes.length } });
});

test('reasons that are repeated replace those before', async () => {
  const before = await codesOf('HOU-DIV-20');
  await under.plan(documentOf('HOU-DIV-20'));
  expect(await codesOf('HOU-DIV-20')).toEqual(before);
});

test('a retry may post into another period, and the ledger says who asked for it', async () => {
  under.imetal.save(sourceInvoice('HOU-DIV-21'));
  await under.plan(documentOf('HOU-DIV-21'));
  await under.plan(documentOf('HOU-DIV-21'), retry({ postingDate: '2026-12-01' }));
  const [invoice, journal] = await under.plannedDocuments(documentOf('HOU-DIV-21'));
  expect(invoice).toMatchObject({ invoice: { postingDate: '2026-12-01', invoiceDate: '2026-11-20' } });
  expect(journal).toMatchObject({ entry: { postingDate: '2026-12-01' } });
  const { rows } = await hub.pool().query(
    `select actor, note from posting_events join postings using (posting_id)
      where document_key = 'HOU-DIV-21' and is_leading order by event_id`,
  );
  expect(rows).toEqual([
    { actor: 'flow', note: 'version 1: planned' },
    { actor: 'Ann', note: 'version 2: retry: fixed' },
  ]);
});

test('iMetal that is away is asked again', async () => {
  const read = under.imetal.client.readSalesInvoice;
  under.imetal.client.readSalesInvoice = async () => {
    throw new Transport('connection refused', { operation: 'imetal read' });
  };
  await expect(under.plan(documentOf('HOU-DIV-22'))).rejects.toMatchObject({ type: 'Transport', nonRetryable: false });
  under.imetal.client.readSalesInvoice = read;
});

test('an abandoned invoice is not planned, whoever asks', async () => {
  await under.plan(documentOf('HOU-DIV-405'));
  await under.abandon(documentOf('HOU-DIV-405'), { ...retry(), action: 'abandon', reason: 'never existed' });
  expect(await statesOf(hub.pool(), documentOf('HOU-DIV-405'))).toEqual({ invoice: 'abandoned' });
  expect(await codesOf('HOU-DIV-405')).toEqual([]);
  await expect(under.plan(documentOf('HOU-DIV-405'))).rejects.toMatchObject({ type: 'Abandoned', nonRetryable: true });
});
