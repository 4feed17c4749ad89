import { ApplicationFailureCategory } from '@temporalio/common';
import { Authentication, Transport } from '../../clients/errors';
import { requestProbe, selectCompanyPause } from '../../db/company-pauses';
import { selectOpenExceptions } from '../../db/exceptions';
import { useHubDatabase } from '../db/hub-database';
import { company, documentOf, plan, statesOf } from '../db/planned-document';
import { createPostingUnderTest, type PostingUnderTest } from './posting-under-test';

const hub = useHubDatabase();
const operation = 'intacct sign-in';
const signInRefused = new Authentication('XL03000006 incorrect password', { operation });
const documents = Array.from({ length: 8 }, (_, index) => `HOU-DIV-${index}`);
let under: PostingUnderTest;

beforeAll(async () => {
  under = createPostingUnderTest(hub.pool());
  for (const documentKey of documents) await plan(hub.pool(), documentKey);
});
hub.beforeEnd(() => under.close());

const failures = async () =>
  (await Promise.all(documents.map((documentKey) => under.failure(documentKey)))).map(({ type }) => type);
const openReasons = () => selectOpenExceptions(hub.pool(), company, '*');
/** Begun ones count: the test itself takes some seconds of the first. */
const minutesToProbe = async () => {
  const pause = await selectCompanyPause(hub.pool(), company);
  return pause === null ? null : Math.ceil((pause.nextProbeAt.getTime() - Date.now()) / 60_000);
};

test('a refused sign-in pauses the company once, however many documents meet it', async () => {
  under.intacct.refuseAll = signInRefused;
  await failures();
  expect(await openReasons()).toEqual([
    expect.objectContaining({ code: 'SIGN_IN_REFUSED', causeKey: 'company:test-metals' }),
  ]);
  expect((await hub.pool().query('select from exceptions')).rowCount).toBe(1);
  // Eight documents refused in one moment are one incident: the wait is not doubled eight times.
  expect(await minutesToProbe()).toBe(1);
});

test('what waited for its turn while the pause came is not sent: each refused sign-in counts towards a lock-out', () => {
  // Two requests in flight; those may have been on their way together.
  expect(under.intacct.calls.length).toBeLessThanOrEqual(2);
});

test('every document stays as it was planned', async () => {
  for (const documentKey of documents) {
    expect(await statesOf(hub.pool(), documentOf(documentKey))).toEqual({
      invoice: 'planned',
      'cost-of-sales': 'planned',
    });
  }
});

test('while it is paused nothing is sent, and nothing alarms', async () => {
  const callsBefore = under.intacct.calls.length;
  const failure = await under.failure('HOU-DIV-0');
  expect(failure).toMatchObject({ type: 'CompanyPaused', category: ApplicationFailureCategory.BENIGN });
  expect(failure.message).toContain('XL03000006 incorrect password');
  expect(failure.nextRetryDelay).toBeGreaterThan(50_000);
  expect(failure.nextRetryDelay).toBeLessThanOrEqual(120_000);
  expect(under.intacct.calls).toHaveLength(callsBefore);
});

test('one document alone probes when the time has come, and a refused probe doubles the wait', async () => {
  const callsBefore = under.intacct.calls.length;
  await requestProbe(hub.pool(), company);
  const types = await failures();
  expect(types.filter((type) => type === 'Authentication')).toHaveLength(1);
  expect(types.filter((type) => type === 'CompanyPaused')).toHaveLength(7);
  expect(under.intacct.calls).toHaveLength(callsBefore + 1);
  expect(await minutesToProbe()).toBe(2);
  expect(await openReasons()).toHaveLength(1);
});

test('a probe that does not reach Intacct proves nothing: the company stays paused', async () => {
  under.intacct.refuseAll = new Transport('connection refused', { operation });
  await requestProbe(hub.pool(), company);
  expect(await under.failure('HOU-DIV-0')).toMatchObject({ type: 'Transport' });
  expect(await selectCompanyPause(hub.pool(), company)).not.toBeNull();
});

test('a probe that gets through ends the pause, closes the exception, and everything goes on: none lost, none twice', async () => {
  under.intacct.refuseAll = null;
  under.intacct.sent.splice(0);
  await requestProbe(hub.pool(), company);
  expect(await under.post('HOU-DIV-0')).toMatchObject({ outcome: 'posted' });
  expect(await selectCompanyPause(hub.pool(), company)).toBeNull();
  expect(await openReasons()).toEqual([]);
  const outcomes = await Promise.all(documents.map((documentKey) => under.post(documentKey)));
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(documents.map(() => 'posted'));
  expect(under.intacct.invoices.map(({ invoiceNumber }) => invoiceNumber).sort()).toEqual(documents);
  const { rows } = await hub.pool().query("select closed_because from exceptions where document_key = '*'");
  expect(rows).toEqual([{ closed_because: 'signed in again' }]);
});
