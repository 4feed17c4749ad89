import { randomBytes } from 'node:crypto';
import { Worker } from '@temporalio/worker';
import { abandonDocument } from '../../activities/abandonment';
import type { DocumentActivities } from '../../activities/document-activities';
import type { PlanRequest } from '../../activities/plan-document';
import { until } from '../../cli/start/until';
import { inTransaction } from '../../db/pool';
import { markAcknowledged } from '../../db/postings';
import { claimForSending, settlePosted } from '../../db/settlements';
import type { DocumentReference, DocumentSummary, PlanResult } from '../../domain/posting';
import { gatewayTaskQueue } from '../../workflows/activity-policies';
import { orderToInvoice, orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { statusQuery } from '../../workflows/parking';
import { createLiveFixture, insertInvoice, type LiveFixture } from '../clients/imetal/live-fixture';
import { useHubDatabase } from '../db/hub-database';
import { attemptOf, company } from '../db/planned-document';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime, workflowBundle } from '../workflows/workflow-bundle';
import { companiesDirectory, type LineResult, runLine } from './command-line-under-test';
import { parkDocument, planDocument, unknownCustomer } from './ledger-fixture';

const hub = useHubDatabase();
const directory = companiesDirectory(company);
// Other test files use the same Temporal server: no flow of theirs may have these ids.
const run = randomBytes(3).readUIntBE(0, 3) * 100;
const documentKey = (number: number) => `HOU-DIV-${run + number}`;

let temporal: TestTemporal;
let live: LiveFixture;
let workers: { stop(): Promise<void> };
/** Documents whose cause a person has removed. */
const fixed = new Set<string>();
const decisionsSeen: PlanRequest['decision'][] = [];

/** The flow's activities over the real ledger, and an Intacct that takes what is fixed. */
const activities: Omit<DocumentActivities, 'planDocument' | 'acknowledgeDocument'> & {
  postPlan(document: DocumentReference): Promise<unknown>;
} = {
  async planSalesInvoice({ document, decision }): Promise<PlanResult> {
    if (decision !== null) decisionsSeen.push(decision);
    const summary: DocumentSummary = attemptOf(document.documentKey).summary;
    if (fixed.has(document.documentKey)) {
      await planDocument(hub.pool(), document.documentKey);
      return { outcome: 'planned', summary };
    }
    await parkDocument(hub.pool(), document.documentKey);
    const { code, message, causeKey } = unknownCustomer(document.documentKey);
    return { outcome: 'parked', reason: { code, message, causeKey, count: 1 }, summary };
  },
  async postPlan(document) {
    const { rows } = await hub
      .pool()
      .query('select max(plan_id) as plan_id from plans where document_key = $1', [document.documentKey]);
    await claimForSending(hub.pool(), rows[0].plan_id);
    const keys = [
      { purpose: 'invoice', intacctKey: '4711' },
      { purpose: 'cost-of-sales', intacctKey: '4712' },
    ];
    await settlePosted(hub.pool(), rows[0].plan_id, keys, 'posted to Intacct');
    return { outcome: 'posted', intacctKey: '4711' };
  },
  async acknowledgeSalesInvoice(document) {
    await markAcknowledged(hub.pool(), document, null);
    return { outcome: 'posted', intacctKey: '4711' };
  },
  async recordAbandonment({ document, decision }) {
    await inTransaction(hub.pool(), (transaction) => abandonDocument(transaction, document, decision));
  },
};

beforeAll(async () => {
  quietRuntime();
  temporal = await connectTestTemporal();
  live = await createLiveFixture();
  const { nativeConnection: connection, taskQueue } = temporal;
  const flows = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: await workflowBundle(),
    activities,
  });
  const gateway = await Worker.create({ connection, taskQueue: gatewayTaskQueue(taskQueue), activities });
  const running = Promise.all([flows.run(), gateway.run()]);
  workers = {
    async stop() {
      flows.shutdown();
      gateway.shutdown();
      await running;
    },
  };
});
afterAll(async () => {
  await workers?.stop();
  await temporal?.close();
  await live?.drop();
});

function line(args: string | string[], changes: NodeJS.ProcessEnv = {}): Promise<LineResult> {
  return runLine(args, {
    ENVIRONMENT: 'test',
    DATABASE_URL: hub.url(),
    COMPANIES_DIRECTORY: directory,
    TEMPORAL_ADDRESS: temporal.address,
    TASK_QUEUE: temporal.taskQueue,
    USER: 'pat',
    IMETAL_LIVE_URL: live.urls.live,
    IMETAL_GATEWAY_URL: live.urls.gateway,
    IMETAL_IMPORT_URL: live.urls.imports,
    INTACCT_ENDPOINT: 'http://127.0.0.1:1/ia/xml/xmlgw.phtml',
    INTACCT_SENDER_ID: 'sender',
    INTACCT_SENDER_PASSWORD: 'secret',
    INTACCT_COMPANY_ID: 'company',
    INTACCT_USER_ID: 'user',
    INTACCT_USER_PASSWORD: 'secret',
    ...changes,
  });
}

/** Starts a document's flow and waits until it is parked. */
async function parked(number: number): Promise<string> {
  const key = documentKey(number);
  const handle = await temporal.client.workflow.start(orderToInvoice, {
    workflowId: orderToInvoiceWorkflowId(company, key),
    taskQueue: temporal.taskQueue,
    args: [{ company, documentKey: key, revision: 1, triggeredAt: new Date().toISOString() }],
  });
  await until(`${key} is parked`, 30_000, async () => (await handle.query(statusQuery)).status === 'parked');
  return key;
}

describe('retry', () => {
  it('ends with 1 and the reason when the document is parked again, and with 0 once the cause is gone', async () => {
    const key = await parked(1);
    const again = await line(`retry ${key}`);
    expect(again.err).toBe('');
    expect(again.out).toBe(`${key}: parked again: CUSTOMER_UNKNOWN: ${key}: customer C00123 is not in Intacct\n`);
    expect(again.exitCode).toBe(1);

    fixed.add(key);
    const posted = await line(['retry', key, '--posting-date', '2026-12-01', '--reason', 'customer created', '--json']);
    expect(posted.json()).toEqual({
      document: key,
      company,
      workflowId: `order-to-invoice/${company}/${key}`,
      actor: 'pat',
      reason: 'customer created',
      correction: { postingDate: '2026-12-01' },
      outcome: { kind: 'posted', intacctKey: '4711' },
    });
    expect(posted.exitCode).toBe(0);
    expect(decisionsSeen.at(-1)).toEqual({
      action: 'retry',
      actor: 'pat',
      reason: 'customer created',
      correction: { postingDate: '2026-12-01' },
    });
  });

  it('says so when the ledger knows the document but no flow of it runs', async () => {
    await parkDocument(hub.pool(), documentKey(9));
    const { exitCode, err } = await line(`retry ${documentKey(9)} --as pat`);
    expect(exitCode).toBe(1);
    expect(err).toContain('start it again with intacct-pipelines trigger');
  });
});

describe('abandon', () => {
  it('gives the document up, and the history says who and why', async () => {
    const key = await parked(2);
    const { exitCode, json } = await line(['abandon', key, '--reason', 'posted by hand', '--as', 'kim', '--json']);
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ document: key, actor: 'kim', outcome: { kind: 'abandoned' } });
    const story = (await line(`show ${key} --json`)).json<{
      state: string;
      events: unknown[];
      exceptions: unknown[];
    }>();
    expect(story.state).toBe('abandoned');
    expect(story.events.at(-1)).toMatchObject({ to: 'abandoned', actor: 'kim', note: 'posted by hand' });
    expect(story.exceptions).toMatchObject([{ closedBecause: 'abandoned: posted by hand' }]);
  });
});

describe('replay', () => {
  it('tries all that match, leaves alone what is not parked, and sums up what came of it', async () => {
    const [one, two] = [await parked(3), await parked(4)];
    const withoutFlow = documentKey(8);
    await parkDocument(hub.pool(), withoutFlow);
    fixed.add(one);
    const { exitCode, json } = await line('replay --cause customer:C00123 --yes --rate 50 --json');
    expect(exitCode).toBe(1);
    const { replayed } = json<{ replayed: { documents: { document: string; outcome: { kind: string } }[] } }>();
    const outcomes = replayed.documents.map(({ document, outcome }) => [document, outcome.kind]);
    expect(Object.fromEntries(outcomes)).toMatchObject({ [one]: 'posted', [two]: 'parked', [withoutFlow]: 'refused' });
  });
});

describe('trigger', () => {
  it('starts the flow of a document that iMetal has, once', async () => {
    await insertInvoice(live.owner, { number: run + 5 });
    fixed.add(documentKey(5));
    const first = await line(`trigger ${documentKey(5)} --json`);
    expect(first.json()).toEqual({
      document: documentKey(5),
      company,
      flow: 'order-to-invoice',
      outcome: 'started',
      workflowId: `order-to-invoice/${company}/${documentKey(5)}`,
      webUi: null,
    });
    await temporal.client.workflow.getHandle(`order-to-invoice/${company}/${documentKey(5)}`).result();
    const { exitCode, json } = await line(`show ${documentKey(5)} --json`);
    expect([exitCode, json().state]).toEqual([0, 'posted']);
  });

  it('ends with 1 for a document that iMetal does not have', async () => {
    const { exitCode, err } = await line(`trigger imetal sales-invoice ${documentKey(6)}`);
    expect([exitCode, err]).toEqual([
      1,
      `intacct-pipelines: iMetal has no sales invoice ${documentKey(6)} of ${company}\n`,
    ]);
  });
});

describe('schedules and search attributes', () => {
  const scheduled = `test-${randomBytes(4).toString('hex')}`;
  const changes = { COMPANIES_DIRECTORY: companiesDirectory(scheduled), TASK_QUEUE: `${scheduled}-nobody` };
  const ids = ['poll-sales-invoices', 'poll-documents', 'poll-documents', 'poll-documents', 'release-parked'];
  const kinds = ['', '/sales-credit', '/supplier-document', '/stock-movement', ''];
  const wanted = ids.map((id, index) => `${id}/${scheduled}${kinds[index]}`);
  afterAll(async () => {
    for (const scheduleId of wanted) await temporal.client.schedule.getHandle(scheduleId).delete();
  });

  it('are missing, applied, paused with a note, and resumed', async () => {
    const missing = await line('schedules list --json', changes);
    expect(missing.exitCode).toBe(1);
    expect(missing.json()).toMatchObject({ schedules: [], missing: expect.arrayContaining(wanted) });
    expect((await line('schedules apply --json', changes)).json()).toMatchObject({
      schedules: expect.arrayContaining(
        wanted.map((scheduleId) => expect.objectContaining({ scheduleId, paused: false })),
      ),
      missing: [],
    });
    const paused = await line(['schedules', 'pause', '--reason', 'year end', '--json'], changes);
    expect([paused.exitCode, paused.json()]).toMatchObject([
      0,
      { schedules: expect.arrayContaining([expect.objectContaining({ paused: true, note: 'pat: year end' })]) },
    ]);
    expect((await line('schedules list', changes)).exitCode).toBe(1);
    await line('schedules resume', changes);
    expect((await line('schedules list', changes)).exitCode).toBe(0);
  });

  it('are registered, however often', async () => {
    const { exitCode, json } = await line('search-attributes register --json');
    const { registered, present } = json<{ registered: string[]; present: string[] }>();
    expect(exitCode).toBe(0);
    expect([...registered, ...present]).toHaveLength(8);
  });
});

describe('doctor', () => {
  it('goes on where a part is away, and says what is wrong with each', async () => {
    const { exitCode, json } = await line('doctor --json');
    const { checks } = json<{ checks: { name: string; ok: boolean; faults: { what: string }[] }[] }>();
    const ok = Object.fromEntries(checks.map((check) => [check.name, check.ok]));
    expect(exitCode).toBe(1);
    expect(ok).toMatchObject({
      'hub database': true,
      Temporal: true,
      'search attributes': true,
      workers: true,
      'payload encryption': true,
      'iMetal tables': true,
      'iMetal live is read only': true,
      schedules: false,
      'Intacct sign-in': false,
      'webhook secrets': false,
    });
  });

  it('misses the workers of a queue that nobody asks, and flows that were started without encryption', async () => {
    const { json } = await line('doctor --json', {
      TASK_QUEUE: 'nobody-asks-here',
      PAYLOAD_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    });
    const { checks } = json<{ checks: { name: string; faults: { what: string }[] }[] }>();
    const faults = Object.fromEntries(checks.map(({ name, faults }) => [name, faults.map(({ what }) => what)]));
    expect(faults.workers).toEqual([
      'no worker asks task queue nobody-asks-here for workflows',
      'no worker asks task queue nobody-asks-here for activities',
      'no worker asks task queue nobody-asks-here-gateway for activities',
    ]);
    expect(faults['payload encryption']).toHaveLength(1);
  });
});
