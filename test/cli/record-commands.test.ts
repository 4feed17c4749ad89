import { randomBytes } from 'node:crypto';
import { Worker } from '@temporalio/worker';
import type { OpenItemsGatewayActivities } from '../../activities/receivables/read-open-items';
import { parkOpenItems } from '../../activities/receivables/settle-open-items';
import type { OpenItemsSourceActivities } from '../../activities/receivables/tell-open-items';
import type { RecordGatewayActivities, RecordSourceActivities } from '../../activities/records/look-at-record';
import { customerKind } from '../../activities/records/party-kind';
import { settleAsParked, settleInStep } from '../../activities/records/settle-record';
import { recordReference, touchRecord } from '../../activities/records/touch-record';
import { until } from '../../cli/start/until';
import { markTold, saveReceivables } from '../../db/customer-receivables';
import { closeExceptions } from '../../db/exceptions';
import { inTransaction } from '../../db/pool';
import { insertSyncConflicts } from '../../db/sync-conflicts';
import type { PostingException } from '../../domain/exception';
import { type RecordReference, recordDocumentKey } from '../../domain/record-sync';
import { gatewayTaskQueue } from '../../workflows/activity-policies';
import { openItems, openItemsWorkflowId } from '../../workflows/open-items';
import { statusQuery } from '../../workflows/parking';
import { useHubDatabase } from '../db/hub-database';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime, workflowBundle } from '../workflows/workflow-bundle';
import { companiesDirectory, type LineResult, runLine } from './command-line-under-test';

const hub = useHubDatabase();
// Other test files use the same Temporal server: no flow of theirs may have these ids.
const company = `records-${randomBytes(3).toString('hex')}`;
const directory = companiesDirectory(company);
const note = 'terms_code: "N45" not found in terms table.';

let temporal: TestTemporal;
let workers: { stop(): Promise<void> };
/** Ids of records and customers whose cause a person has removed. */
const fixed = new Set<string>();
const seenAt = () => new Date().toISOString();

const refused = (subject: string): PostingException => ({
  code: 'IMPORT_REFUSED',
  field: 'import row',
  expected: "a row that iMetal's importer takes",
  actual: note,
  message: `${subject}: iMetal's importer refused it: ${note}`,
  causeKey: 'term:Net 45',
});

/** The flows' activities over the real hub database, and an iMetal that takes what is fixed. */
const source: Pick<RecordSourceActivities, 'abandonRecord'> & OpenItemsSourceActivities = {
  async abandonRecord({ record, decision }) {
    await closeExceptions(hub.pool(), company, recordDocumentKey(record), `abandoned: ${decision.reason}`);
  },
  async tellOpenItems({ customerId, asOf }) {
    if (!fixed.has(customerId)) {
      const reason = await parkOpenItems(hub.pool(), company, customerId, refused(`open-items/${customerId}`));
      return { outcome: 'parked', reason };
    }
    await markTold(hub.pool(), company, [customerId]);
    await closeExceptions(hub.pool(), company, `open-items/${customerId}`, 'told to iMetal');
    return { outcome: 'told', asOf };
  },
  abandonOpenItems: async () => undefined,
};
const gateway: RecordGatewayActivities & OpenItemsGatewayActivities = {
  async lookAtRecord({ record }) {
    if (fixed.has(record.id)) {
      await settle(record);
      return { outcome: 'in-step' };
    }
    const look = { modifiedAt: '2026-11-20T12:00:00Z', seenAt: seenAt() };
    const exceptions = [refused(recordDocumentKey(record))];
    return { outcome: 'parked', reason: await settleAsParked(hub.pool(), record, exceptions, look) };
  },
  async readOpenItems({ customerId }) {
    const asOf = '2026-11-20T12:00:00.000Z';
    const receivables = {
      customerId,
      parentIds: [],
      creditLimit: null,
      isOnHold: false,
      isActive: true,
      currency: 'USD',
      items: [],
      asOf,
    };
    await saveReceivables(hub.pool(), company, { groupId: customerId, receivables, balances: [] });
    return { outcome: 'read', asOf, batchNumber: 1, alsoTell: [] };
  },
};

async function settle(record: RecordReference): Promise<void> {
  const agreed = { name: 'Brazos Pipe & Supply', terms: 'N45' };
  const others = { standing: 'active' as const, recordNumber: '77', modifiedAt: '2026-11-20T12:00:00Z', touches: [] };
  await inTransaction(hub.pool(), (transaction) =>
    settleInStep(transaction, customerKind, record, { sourceId: 'BRAZOS', agreed, seenAt: seenAt(), ...others }),
  );
}

beforeAll(async () => {
  quietRuntime();
  temporal = await connectTestTemporal();
  const { nativeConnection: connection, taskQueue } = temporal;
  const flows = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: await workflowBundle(),
    activities: source,
  });
  const gates = await Worker.create({ connection, taskQueue: gatewayTaskQueue(taskQueue), activities: gateway });
  const running = Promise.all([flows.run(), gates.run()]);
  workers = {
    async stop() {
      flows.shutdown();
      gates.shutdown();
      await running;
    },
  };
});
afterAll(async () => {
  await workers?.stop();
  await temporal?.close();
});

function line(args: string | string[]): Promise<LineResult> {
  return runLine(args, {
    ENVIRONMENT: 'test',
    DATABASE_URL: hub.url(),
    COMPANIES_DIRECTORY: directory,
    TEMPORAL_ADDRESS: temporal.address,
    TASK_QUEUE: temporal.taskQueue,
    WEB_UI_URL: 'http://localhost:8233',
    USER: 'pat',
  });
}

const isParked = (workflowId: string) =>
  until(`${workflowId} is parked`, 60_000, async () => {
    return (await temporal.client.workflow.getHandle(workflowId).query(statusQuery)).status === 'parked';
  });

async function parkedCustomer(id: string): Promise<string> {
  const { client, taskQueue } = temporal;
  await isParked(await touchRecord({ client, taskQueue }, company, 'CUSTOMER', id));
  return `CUSTOMER/${id}`;
}

describe('a parked record', () => {
  it("is shown with its reason in iMetal's own words, its flow, and the way out", async () => {
    const key = await parkedCustomer('C1');
    const { exitCode, json } = await line(`show ${key} --json`);
    expect(exitCode).toBe(1);
    expect(json()).toMatchObject({
      kind: 'record',
      document: key,
      state: 'parked',
      flow: 'customers',
      intacct: { object: 'CUSTOMER', id: 'C1' },
      imetal: null,
      lastInStepAt: null,
      workflowId: `customers/${company}/C1`,
      webUi: `http://localhost:8233/namespaces/default/workflows/customers%2F${company}%2FC1`,
      exceptions: [{ code: 'IMPORT_REFUSED', actual: note, closedAt: null }],
    });
    const { out } = await line(`show ${key}`);
    expect(out).toContain(`import row: expected a row that iMetal's importer takes; came ${note}`);
    expect(out).toContain('iMetal does not have it');
  });

  it('tried again says that it is still parked, and in step once the cause is gone', async () => {
    const key = await parkedCustomer('C2');
    const again = await line(`retry ${key}`);
    expect([again.err, again.out, again.exitCode]).toEqual([
      '',
      `${key}: still parked: IMPORT_REFUSED: ${key}: iMetal's importer refused it: ${note}\n`,
      1,
    ]);
    fixed.add('C2');
    const { exitCode, out } = await line(['retry', key, '--reason', 'terms created']);
    expect([exitCode, out]).toEqual([0, `${key}: in step\n`]);
    const refusal = await line(`retry ${key}`);
    expect([refusal.exitCode, refusal.err]).toEqual([1, `intacct-pipelines: ${key} is not parked: it is in-step\n`]);
    const shown = await line(`show ${key}`);
    expect(shown.exitCode).toBe(0);
    expect(shown.out).toContain('CUSTOMER/C2 · IN-STEP · Brazos Pipe & Supply');
    expect(shown.out).toContain('Intacct CUSTOMER C2 (record 77); iMetal company BRAZOS');
  });

  it('whose flow was ended by hand is started again by a retry', async () => {
    const key = await parkedCustomer('C3');
    await temporal.client.workflow.getHandle(`customers/${company}/C3`).terminate('by hand');
    fixed.add('C3');
    const { exitCode, out, err } = await line(`retry ${key}`);
    expect([exitCode, out]).toEqual([0, `${key}: in step\n`]);
    expect(err).toContain('started again');
  });

  it('is given up until it changes again', async () => {
    const key = await parkedCustomer('C4');
    const { exitCode, json } = await line(['abandon', key, '--reason', 'a test customer', '--as', 'kim', '--json']);
    expect([exitCode, json()]).toMatchObject([0, { document: key, actor: 'kim', outcome: { kind: 'abandoned' } }]);
    expect((await line(`show ${key} --json`)).json()).toMatchObject({
      state: 'abandoned',
      exceptions: [{ closedBecause: 'abandoned: a test customer' }],
    });
  });

  it('takes no posting date', async () => {
    const { exitCode, err } = await line('retry CUSTOMER/C1 --posting-date 2026-11-30');
    expect(exitCode).toBe(2);
    expect(err).toContain('which is not posted');
  });

  it('that nobody ever saw is not known', async () => {
    const { exitCode, err } = await line('show VENDOR/V404');
    expect([exitCode, err]).toMatchObject([1, expect.stringContaining('has never seen VENDOR/V404')]);
  });
});

it('a contact is found by what stands for it in lists, and by its name', async () => {
  const contact = recordReference(company, 'CONTACT', 'Ann Example');
  await settleAsParked(hub.pool(), contact, [refused(recordDocumentKey(contact))], {
    modifiedAt: null,
    seenAt: seenAt(),
  });
  for (const name of [`CONTACT/${contact.key}`, 'CONTACT/Ann Example']) {
    const { json } = await line(['show', name, '--json']);
    expect(json()).toMatchObject({
      document: `CONTACT/${contact.key}`,
      intacct: { id: 'Ann Example' },
      state: 'parked',
    });
  }
  await closeExceptions(hub.pool(), company, recordDocumentKey(contact), 'tried again');
});

it("a customer's open items are shown, tried again, and told", async () => {
  const { client, taskQueue } = temporal;
  const workflowId = openItemsWorkflowId(company, 'C7');
  const args: Parameters<typeof openItems> = [{ company, customerId: 'C7', quietSeconds: 0, quietSecondsMax: 0 }];
  await client.workflow.start(openItems, { workflowId, taskQueue, args });
  await isParked(workflowId);
  const shown = await line('show open-items/C7 --json');
  expect([shown.exitCode, shown.json()]).toMatchObject([
    1,
    { state: 'parked', customerId: 'C7', toldAt: null, workflowId },
  ]);
  expect((await line('retry open-items/C7')).out).toContain('open-items/C7: still parked: IMPORT_REFUSED');
  fixed.add('C7');
  const { exitCode, out } = await line('retry open-items/C7');
  expect([exitCode, out]).toEqual([0, "open-items/C7: iMetal shows Intacct's state of 2026-11-20T12:00:00.000Z\n"]);
  const told = await line('show open-items/C7');
  expect([told.exitCode, told.out]).toMatchObject([0, expect.stringContaining('open-items/C7 · TOLD')]);
});

it('a replay for a cause tries records too, and says what came of each', async () => {
  const [one, two] = [await parkedCustomer('C5'), await parkedCustomer('C6')];
  fixed.add('C5');
  const preview = await line(['replay', '--cause', 'term:Net 45', '--preview', '--json']);
  expect(preview.json<{ candidates: { document: string }[] }>().candidates.map(({ document }) => document)).toEqual([
    'CUSTOMER/C1',
    one,
    two,
  ]);
  const { exitCode, json } = await line(['replay', '--cause', 'term:Net 45', '--yes', '--rate', '50', '--json']);
  expect(exitCode).toBe(1);
  const { replayed } = json<{ replayed: { documents: { document: string; outcome: { kind: string } }[] } }>();
  const outcomes = Object.fromEntries(replayed.documents.map(({ document, outcome }) => [document, outcome.kind]));
  expect(outcomes).toEqual({ 'CUSTOMER/C1': 'parked', [one]: 'in-step', [two]: 'parked' });
});

it('the status counts records by how they stand, and a parked one is not well', async () => {
  const { exitCode, json } = await line('status --json');
  expect(exitCode).toBe(1);
  expect(json().records).toEqual([
    { object: 'CONTACT', state: 'abandoned', count: 1 },
    { object: 'CUSTOMER', state: 'abandoned', count: 1 },
    { object: 'CUSTOMER', state: 'in-step', count: 3 },
    { object: 'CUSTOMER', state: 'parked', count: 2 },
    { object: 'open-items', state: 'told', count: 1 },
  ]);
});

describe('conflicts', () => {
  it('are listed with both values, which stands, and by which rule; and shown with their record', async () => {
    const record = { company, object: 'CUSTOMER', sourceId: 'BRAZOS', intacctId: 'C2' };
    const settled = {
      agreedValue: 'N30',
      intacctValue: 'N45',
      imetalValue: 'N60',
      kept: 'intacct',
      rule: 'owner',
    } as const;
    await insertSyncConflicts(hub.pool(), record, [{ field: 'terms', ...settled }]);
    const listed = await line('conflicts --object CUSTOMER --since 1h --json');
    const expected = {
      record: 'CUSTOMER/C2',
      field: 'terms',
      intacctValue: 'N45',
      imetalValue: 'N60',
      stands: 'intacct',
    };
    expect([listed.exitCode, listed.json()]).toMatchObject([
      0,
      { company, conflicts: [{ ...expected, rule: 'owner' }] },
    ]);
    expect((await line('show CUSTOMER/C2 --json')).json()).toMatchObject({ conflicts: [expected] });
    expect((await line('conflicts')).out).toMatch(/CUSTOMER\/C2 +terms +N45 +N60 +Intacct's +owner/);
    expect((await line('conflicts --object VENDOR')).out).toBe(`${company}: no conflicts\n`);
    expect((await line('conflicts --object PARTY')).exitCode).toBe(2);
  });
});
