import { replaceExceptions } from '../../db/exceptions';
import { useHubDatabase } from '../db/hub-database';
import {
  company,
  progressOf,
  type RecordFlowUnderTest,
  startRecordFlowUnderTest,
} from '../workflows/record-flow-under-test';
import { companiesDirectory, runLine } from './command-line-under-test';

const hub = useHubDatabase();
let flow: RecordFlowUnderTest;
beforeAll(async () => {
  flow = await startRecordFlowUnderTest();
});
afterAll(() => flow?.close());

const line = (words: string) =>
  runLine(words, {
    ENVIRONMENT: 'test',
    DATABASE_URL: hub.url(),
    COMPANIES_DIRECTORY: companiesDirectory(company),
    TEMPORAL_ADDRESS: flow.temporal.address,
    TASK_QUEUE: flow.temporal.taskQueue,
  });

test('a first load ends with a sum that accounts for every record read', async () => {
  const { exitCode, out } = await line('backfill vendors');
  expect(out.trim()).toBe('vendors: 3 read = 3 written + 0 unchanged + 0 filtered + 0 refused');
  expect(exitCode).toBe(0);
});

test('what was refused is listed with its reason, and the exit code says so', async () => {
  flow.loadEnds = progressOf({ after: '9', isFinished: true, read: 3, written: 1, filtered: 1, refused: 1 });
  const context = { company, flow: 'customers', amount: null, currency: null, workflowId: null };
  const message = 'customer C9: name "…" has 61, expected at most 60 characters';
  const exception = {
    code: 'FIELD_TOO_LONG' as const,
    field: 'name',
    expected: '60',
    actual: '61',
    message,
    causeKey: null,
  };
  await replaceExceptions(hub.pool(), { ...context, documentKey: 'CUSTOMER/C9' }, [exception]);
  await replaceExceptions(hub.pool(), { ...context, documentKey: 'HOU-DIV-1' }, [exception]);
  const answer = await line('backfill customers --json');
  expect(answer.exitCode).toBe(1);
  expect(answer.json()).toEqual({
    company,
    object: 'customers',
    workflowId: `first-load/${company}/customers`,
    read: 3,
    written: 1,
    unchanged: 0,
    filtered: 1,
    refused: 1,
    refusals: [{ record: 'CUSTOMER/C9', code: 'FIELD_TOO_LONG', message }],
  });
  expect((await line('backfill customers')).out).toContain('CUSTOMER/C9  FIELD_TOO_LONG  customer C9');
});

test('an object that is none is told with those that are', async () => {
  const { exitCode, err } = await line('backfill invoices');
  expect(exitCode).toBe(2);
  expect(err).toContain(
    'expected one of customers, vendors, contacts, ar-terms, ap-terms, taxes, open-items, came "invoices"',
  );
});
