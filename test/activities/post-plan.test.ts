import { ApplicationFailureCategory } from '@temporalio/common';
import { OutcomeUnknown, RateLimited, Rejected, Transport, UnexpectedResponse } from '../../clients/errors';
import { selectOpenExceptions } from '../../db/exceptions';
import { selectPostings } from '../../db/postings';
import { claimForSending } from '../../db/settlements';
import { useHubDatabase } from '../db/hub-database';
import { company, documentOf, documentsOf, eventsOf, invoiceOf, plan, statesOf } from '../db/planned-document';
import { createPostingUnderTest, type PostingUnderTest } from './posting-under-test';

const hub = useHubDatabase();
let under: PostingUnderTest;

beforeEach(() => {
  under = createPostingUnderTest(hub.pool());
});
afterEach(() => under.close());

const operation = 'intacct create_invoice';
const noAnswer = new OutcomeUnknown('socket hang up', { operation, reason: 'no-answer' });
const alreadyRecorded = new OutcomeUnknown('already recorded', { operation, reason: 'already-recorded' });
const inProcess = new OutcomeUnknown('in process', { operation, reason: 'in-process' });
const numberTaken = new Rejected('taken', { operation, code: 'INVOICE_NUMBER_TAKEN' });
const reasonsOf = (documentKey: string) => selectOpenExceptions(hub.pool(), company, documentKey);

const bothPosted = { invoice: 'posted', 'cost-of-sales': 'posted' };
const postedBySomebody = (invoiceNumber: string, total: string) => ({
  recordNumber: '77',
  invoiceNumber,
  customerId: 'C00999',
  invoiceDate: '2026-11-01',
  currency: 'USD',
  total,
  description: 'keyed by hand',
  state: 'Posted',
});

describe('a first sending', () => {
  test('that succeeds is one request with the stored control ids, and is posted', async () => {
    await plan(hub.pool(), 'HOU-DIV-1');
    expect(await under.post('HOU-DIV-1')).toEqual({ outcome: 'posted', intacctKey: '9001' });
    expect(under.intacct.calls).toEqual(['post']);
    const [invoice, journal] = documentsOf('HOU-DIV-1');
    expect(JSON.parse(under.intacct.sent[0] ?? '')).toEqual({
      entityId: '100',
      requestControlId: 'test:test-metals:HOU-DIV-1:request:1.1',
      functions: [
        {
          kind: 'create-invoice',
          controlId: 'test:test-metals:HOU-DIV-1:invoice:1.1',
          invoice: invoice?.kind === 'create-invoice' && invoice.invoice,
        },
        {
          kind: 'create-journal-entry',
          controlId: 'test:test-metals:HOU-DIV-1:cost-of-sales:1.1',
          entry: journal?.kind === 'create-journal-entry' && journal.entry,
        },
      ],
    });
    const postings = await selectPostings(hub.pool(), documentOf('HOU-DIV-1'));
    expect(postings.map(({ state, intacct_key }) => [state, intacct_key])).toEqual([
      ['posted', '9001'],
      ['posted', '9002'],
    ]);
  });

  test('that finds the number taken is a conflict with somebody else, found without a look-up', async () => {
    await plan(hub.pool(), 'HOU-DIV-2');
    under.intacct.script.push({ refuse: numberTaken });
    expect(await under.post('HOU-DIV-2')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'INVOICE_NUMBER_TAKEN' },
    });
    expect(under.intacct.calls).toEqual(['post']);
  });

  test.each([
    [new RateLimited('slow down', { operation, retryAfterMs: 1500 }), 'RateLimited', 1500, true],
    [new RateLimited('slow down', { operation }), 'RateLimited', 5000, true],
    [new Transport('connection refused', { operation }), 'Transport', undefined, false],
  ])('that never reached Intacct (%s) leaves the plan as it was', async (verdict, type, nextRetryDelay, isBenign) => {
    const documentKey = `HOU-DIV-3${type}${nextRetryDelay}`;
    await plan(hub.pool(), documentKey);
    under.intacct.script.push({ refuse: verdict });
    const failure = await under.failure(documentKey);
    expect(failure).toMatchObject({ type, nonRetryable: false, details: [documentKey] });
    expect(failure.nextRetryDelay ?? undefined).toBe(nextRetryDelay);
    expect(failure.category === ApplicationFailureCategory.BENIGN).toBe(isBenign);
    expect(await statesOf(hub.pool(), documentOf(documentKey))).toEqual({
      invoice: 'planned',
      'cost-of-sales': 'planned',
    });
    expect(await under.post(documentKey)).toMatchObject({ outcome: 'posted' });
    // Nothing was sent before, so nothing is looked up.
    expect(under.intacct.calls).toEqual(['post', 'post']);
    expect(under.intacct.sent[1]).toBe(under.intacct.sent[0]);
  });
});

describe('after an unknown outcome', () => {
  test('what is found equal is adopted, not sent again', async () => {
    await plan(hub.pool(), 'HOU-DIV-10');
    under.intacct.script.push({ commitThenFail: noAnswer });
    expect(await under.failure('HOU-DIV-10')).toMatchObject({ type: 'OutcomeUnknown', nonRetryable: false });
    expect(await statesOf(hub.pool(), documentOf('HOU-DIV-10'))).toEqual({
      invoice: 'unknown',
      'cost-of-sales': 'unknown',
    });
    expect(await under.post('HOU-DIV-10')).toEqual({ outcome: 'posted', intacctKey: '9001' });
    expect(under.intacct.calls).toEqual(['post', 'find invoice', 'find journal entry']);
    expect(await eventsOf(hub.pool(), documentOf('HOU-DIV-10'))).toEqual([
      'nothing → planned',
      'planned → sending',
      'sending → unknown',
      'unknown → posted',
    ]);
  });

  test.each([
    ['another customer', { customerId: 'C00999' }],
    ['another date', { invoiceDate: '2026-11-01' }],
    ['another amount', { total: '100.01' }],
    ['another currency', { currency: 'CAD' }],
    ["somebody else's words", { description: 'keyed by hand' }],
  ])('what is found with %s is a conflict for a person', async (what, difference) => {
    const documentKey = `HOU-DIV-11 ${what}`;
    await plan(hub.pool(), documentKey);
    under.intacct.script.push({ refuse: noAnswer });
    await under.failure(documentKey);
    const { invoiceNumber, customerId, invoiceDate, currency, total, description } = invoiceOf(documentKey);
    under.intacct.invoices.push({
      ...{ recordNumber: '77', invoiceNumber, customerId, invoiceDate, currency, total, description, state: 'Posted' },
      ...difference,
    });
    expect(await under.post(documentKey)).toMatchObject({ outcome: 'parked', reason: { code: 'OUTCOME_CONFLICT' } });
    expect(under.intacct.sent).toHaveLength(1);
    expect(await statesOf(hub.pool(), documentOf(documentKey))).toEqual({
      invoice: 'rejected',
      'cost-of-sales': 'rejected',
    });
    const [reason] = await reasonsOf(documentKey);
    expect(reason?.message).toContain('Intacct holds something else under its number');
    expect(reason?.expected).toContain('of C00123, 2026-11-20, 100.00 USD');
    expect(reason?.actual).toContain('record 77');
  });

  test('an invoice without its journal is a conflict: the two are one operation', async () => {
    await plan(hub.pool(), 'HOU-DIV-12');
    under.intacct.script.push({ commitThenFail: noAnswer });
    await under.failure('HOU-DIV-12');
    under.intacct.journalEntries.splice(0);
    expect(await under.post('HOU-DIV-12')).toMatchObject({ reason: { code: 'OUTCOME_CONFLICT' } });
    expect((await reasonsOf('HOU-DIV-12'))[0]?.actual).toBe('0 such entries, 0 under the reference');
  });

  test('what is not found is sent again, byte for byte', async () => {
    await plan(hub.pool(), 'HOU-DIV-13');
    under.intacct.script.push({ refuse: noAnswer }, { refuse: noAnswer });
    await under.failure('HOU-DIV-13');
    await under.failure('HOU-DIV-13');
    expect(await under.post('HOU-DIV-13')).toMatchObject({ outcome: 'posted' });
    expect(under.intacct.calls).toEqual(['post', 'find invoice', 'post', 'find invoice', 'post']);
    expect(new Set(under.intacct.sent).size).toBe(1);
  });

  test('a reversed invoice under the number stands for nothing', async () => {
    await plan(hub.pool(), 'HOU-DIV-14');
    under.intacct.script.push({ refuse: noAnswer });
    await under.failure('HOU-DIV-14');
    under.intacct.invoices.push({ ...postedBySomebody('HOU-DIV-14', '5.00'), state: 'Reversed' });
    expect(await under.post('HOU-DIV-14')).toMatchObject({ outcome: 'posted' });
    expect(under.intacct.sent).toHaveLength(2);
  });

  test('a number that is taken on the second sending is our own when it is equal', async () => {
    await plan(hub.pool(), 'HOU-DIV-15');
    under.intacct.script.push({ refuse: noAnswer }, { commitThenFail: numberTaken });
    await under.failure('HOU-DIV-15');
    expect(await under.post('HOU-DIV-15')).toMatchObject({ outcome: 'posted', intacctKey: '9001' });
    expect(await statesOf(hub.pool(), documentOf('HOU-DIV-15'))).toEqual(bothPosted);
  });

  test('a number that is taken on the second sending by other contents is a conflict', async () => {
    await plan(hub.pool(), 'HOU-DIV-16');
    under.intacct.script.push({ refuse: noAnswer });
    await under.failure('HOU-DIV-16');
    const find = under.intacct.client.findInvoices;
    const taken = postedBySomebody('HOU-DIV-16', '5.00');
    // Keyed in by hand right between our look-up and our sending.
    under.intacct.client.postAtomically = async () => {
      under.intacct.invoices.push(taken);
      throw numberTaken;
    };
    expect(find).toBe(under.intacct.client.findInvoices);
    expect(await under.post('HOU-DIV-16')).toMatchObject({ outcome: 'parked', reason: { code: 'OUTCOME_CONFLICT' } });
  });
});

test('what Intacct says is recorded already is looked up and adopted at once', async () => {
  await plan(hub.pool(), 'HOU-DIV-20');
  under.intacct.script.push({ commitThenFail: alreadyRecorded });
  expect(await under.post('HOU-DIV-20')).toEqual({ outcome: 'posted', intacctKey: '9001' });
  expect(under.intacct.calls).toEqual(['post', 'find invoice', 'find journal entry']);
});

test('what is recorded already and cannot be found yet is looked for again later', async () => {
  await plan(hub.pool(), 'HOU-DIV-21');
  under.intacct.script.push({ refuse: alreadyRecorded });
  expect(await under.failure('HOU-DIV-21')).toMatchObject({ type: 'OutcomeUnknown' });
});

test('a request that is still in process is asked for again soon', async () => {
  await plan(hub.pool(), 'HOU-DIV-22');
  under.intacct.script.push({ commitThenFail: inProcess });
  expect(await under.failure('HOU-DIV-22')).toMatchObject({ type: 'OutcomeUnknown', nextRetryDelay: 2000 });
  expect(await under.post('HOU-DIV-22')).toEqual({ outcome: 'posted', intacctKey: '9001' });
  expect(under.intacct.sent).toHaveLength(1);
});

test('after a crash right behind the sending, the look-up comes first', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-23');
  await claimForSending(hub.pool(), planId);
  expect(await under.post('HOU-DIV-23')).toMatchObject({ outcome: 'posted' });
  expect(under.intacct.calls).toEqual(['find invoice', 'post']);
});

test('a result that was lost on the way to the flow is given again, and Intacct is not asked', async () => {
  await plan(hub.pool(), 'HOU-DIV-24');
  const first = await under.post('HOU-DIV-24');
  expect(await under.post('HOU-DIV-24')).toEqual(first);
  expect(under.intacct.calls).toEqual(['post']);
  await plan(hub.pool(), 'HOU-DIV-25');
  under.intacct.script.push({ refuse: new Rejected('no', { operation, code: 'PERIOD_CLOSED' }) });
  const refused = await under.post('HOU-DIV-25');
  expect(await under.post('HOU-DIV-25')).toEqual(refused);
  expect(under.intacct.sent).toHaveLength(2);
});

test('a further version looks up before it is sent: a late commit of the one before is adopted, not doubled', async () => {
  await plan(hub.pool(), 'HOU-DIV-26');
  under.intacct.script.push({ commitThenFail: new Rejected('closed', { operation, code: 'PERIOD_CLOSED' }) });
  expect(await under.post('HOU-DIV-26')).toMatchObject({ outcome: 'parked', reason: { code: 'PERIOD_CLOSED' } });
  await plan(hub.pool(), 'HOU-DIV-26');
  expect(await under.post('HOU-DIV-26')).toEqual({ outcome: 'posted', intacctKey: '9001' });
  expect(under.intacct.sent).toHaveLength(1);
  expect(under.intacct.invoices).toHaveLength(1);
});

test('a further version that finds somebody else under its number was never ours', async () => {
  await plan(hub.pool(), 'HOU-DIV-27');
  under.intacct.script.push({ refuse: numberTaken });
  await under.post('HOU-DIV-27');
  under.intacct.invoices.push(postedBySomebody('HOU-DIV-27', '5.00'));
  await plan(hub.pool(), 'HOU-DIV-27');
  expect(await under.post('HOU-DIV-27')).toMatchObject({ reason: { code: 'INVOICE_NUMBER_TAKEN' } });
  expect(under.intacct.sent).toHaveLength(1);
});

test('an answer of another shape to a look-up is retried, with the outcome still open', async () => {
  const { planId } = await plan(hub.pool(), 'HOU-DIV-28');
  await claimForSending(hub.pool(), planId);
  under.intacct.refuseAll = new UnexpectedResponse('no RECORDNO', { operation });
  expect(await under.failure('HOU-DIV-28')).toMatchObject({ type: 'UnexpectedResponse', nonRetryable: false });
  expect(await statesOf(hub.pool(), documentOf('HOU-DIV-28'))).toEqual({
    invoice: 'sending',
    'cost-of-sales': 'sending',
  });
});

test('an abandoned document is not sent, whoever asks', async () => {
  await plan(hub.pool(), 'HOU-DIV-29');
  await hub.pool().query("update postings set state = 'abandoned' where document_key = 'HOU-DIV-29'");
  expect(await under.failure('HOU-DIV-29')).toMatchObject({ type: 'Abandoned', nonRetryable: true });
  expect(under.intacct.calls).toEqual([]);
});

test('a document without a plan is an error, not a posting', async () => {
  await expect(under.post('HOU-DIV-404')).rejects.toThrow('HOU-DIV-404 has no plan in the ledger');
});
