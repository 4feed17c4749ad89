import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import { createCallMeter } from '../../../activities/call-meter';
import { createOpenItemsLoad } from '../../../activities/receivables/load-open-items';
import { createOpenItemsGatewayActivities, type ReadResult } from '../../../activities/receivables/read-open-items';
import { createReceivablesFeedActivities } from '../../../activities/receivables/receivables-feed';
import { reconcileOpenItems } from '../../../activities/receivables/reconcile-open-items';
import { createOpenItemsSourceActivities, type TellResult } from '../../../activities/receivables/tell-open-items';
import { createFirstLoadActivities, type LoadProgress } from '../../../activities/records/first-load';
import type { RecordDeps } from '../../../activities/records/look-at-record';
import { createImetalImports } from '../../../clients/imetal/create-imetal-imports';
import { createImetalMasters } from '../../../clients/imetal/create-imetal-masters';
import type { ImetalImports } from '../../../clients/imetal/imetal-imports';
import { createIntacctClient } from '../../../clients/intacct/create-intacct-client';
import { createIntacctMasters } from '../../../clients/intacct/create-intacct-masters';
import { createIntacctReceivables } from '../../../clients/intacct/create-intacct-receivables';
import { createCompanyProfiles } from '../../../companies/company-profiles';
import { createRequestSlots } from '../../../db/request-slots';
import type { LoadObject } from '../../../domain/record-sync';
import { masterImports } from '../../../sandbox/imetal/importer/import-definitions';
import { runImporter } from '../../../sandbox/imetal/importer/run-importer';
import { sampleCompany, sampleCredentials } from '../../../sandbox/sample-day/sample-company';
import { receivablesObjects } from '../../../workflows/poll-receivables';
import { useHubDatabase } from '../../db/hub-database';
import { createImetalTestSandbox, type ImetalTestSandbox } from '../../sandbox/imetal/sandbox-database';
import { startTestSandbox, type TestSandbox } from '../../sandbox/intacct/gateway-client';
import { quietActivity } from '../posting-under-test';

const company = 'gulf-metals';
const customerIds = ['C00101', 'C00102', 'C00103'];
const database = useHubDatabase();
let intacct: TestSandbox;
let imetal: ImetalTestSandbox;
let deps: ReturnType<typeof depsOf>;
const touched = new Set<string>();
let closeSlots: () => Promise<void> = async () => undefined;
database.beforeEnd(() => closeSlots());

function depsOf(profiles: ReturnType<typeof createCompanyProfiles>, imports: ImetalImports) {
  const pool = database.pool();
  const meter = createCallMeter(pool, pino({ level: 'silent' }));
  const client = createIntacctClient(
    { endpoint: intacct.gatewayUrl, ...sampleCredentials, requestTimeoutMs: 5000 },
    { onCall: meter.record },
  );
  const slots = createRequestSlots(pool);
  closeSlots = () => slots.close();
  const signalWithStart = async (_workflow: unknown, { workflowId }: { workflowId: string }) =>
    void (workflowId.startsWith('open-items/') && touched.add(workflowId));
  return {
    pool,
    slots,
    profiles,
    meter,
    signInProbeSeconds: 60,
    environment: 'test',
    client: { workflow: { signalWithStart } } as unknown as Client,
    taskQueue: 'none',
    intacct: async () => client,
    intacctMasters: async () => createIntacctMasters(client),
    intacctReceivables: async () => createIntacctReceivables(client),
    imetalMasters: () => createImetalMasters({ live: imetal.reporter }),
    imports: async () => imports,
    releaseCause: async () => 0,
  } satisfies RecordDeps & Record<string, unknown>;
}

beforeAll(async () => {
  intacct = await startTestSandbox({ company: sampleCompany() });
  imetal = await createImetalTestSandbox({ seed: 1, invoices: 1, queued: 1 });
  const profiles = createCompanyProfiles(join(__dirname, '../../../companies'));
  const { imports } = (await profiles.profile(company)).masters;
  const port = createImetalImports(imetal.imports, imports, { patienceMs: 90_000, lookEveryMs: 20 });
  deps = depsOf(profiles, withImporter(port));
  for (const object of ['ar-terms', 'customers'] as const) await load(object);
});
afterAll(async () => {
  await intacct?.stop();
  await imetal?.drop();
});

/** iMetal's importer comes by while a batch waits for it. */
function withImporter(port: ImetalImports): ImetalImports {
  return {
    async importBatch(batchNumber, records, signal) {
      let isSettled = false;
      const settled = port.importBatch(batchNumber, records, signal).finally(() => {
        isSettled = true;
      });
      while (!isSettled) await runImporter({ imports: imetal.importsOwner, live: imetal.owner }, masterImports);
      return settled;
    },
  };
}

async function load(object: LoadObject): Promise<LoadProgress> {
  const activities = createFirstLoadActivities({ ...deps, openItems: createOpenItemsLoad(deps) });
  const start = { company, object, workflowId: 'w' };
  let { after } = (await quietActivity().run(activities.beginLoad, start)) as LoadProgress;
  for (;;) {
    const request = { ...start, after, pageSize: 50 };
    const page = (await quietActivity().run(activities.loadPage, request)) as LoadProgress & { isLastPage: boolean };
    after = page.after;
    if (page.isLastPage) break;
  }
  while (((await quietActivity().run(activities.loadRefused, start)) as number) > 0);
  return (await quietActivity().run(activities.finishLoad, start)) as LoadProgress;
}

/** What the feed's look and the flows that it wakes come to, until nobody is woken any more. */
async function lookAndRefresh(): Promise<void> {
  const feed = createReceivablesFeedActivities(deps);
  const gateway = createOpenItemsGatewayActivities(deps);
  const source = createOpenItemsSourceActivities(deps);
  for (const object of receivablesObjects) {
    await quietActivity().run(feed.touchChangedReceivables, { company, object, position: null });
  }
  for (let rounds = 0; touched.size > 0; rounds += 1) {
    expect(rounds).toBeLessThan(10);
    const customers = [...touched].map((workflowId) => workflowId.split('/')[2] ?? '');
    touched.clear();
    for (const customerId of customers) {
      const request = { company, customerId, membersSince: null };
      const read = (await quietActivity().run(gateway.readOpenItems, request)) as ReadResult;
      if (read.outcome !== 'read') throw new Error(`${customerId} was not read: ${read.outcome}`);
      const told = (await quietActivity().run(source.tellOpenItems, { ...request, ...read })) as TellResult;
      const isKnown = customerId !== 'C00146';
      expect(told).toMatchObject(isKnown ? { outcome: 'told' } : { reason: { code: 'CUSTOMER_NOT_IN_IMETAL' } });
    }
  }
}

async function reconcile() {
  const [masters, receivables] = [await deps.intacctMasters(), await deps.intacctReceivables()];
  const imetalMasters = deps.imetalMasters();
  const inTurn = <T>(request: () => Promise<T>) => request();
  return reconcileOpenItems(
    { pool: deps.pool, masters, receivables, imetal: imetalMasters, inTurn },
    company,
    null,
    () => undefined,
  );
}

/** The sample company has customers whom iMetal cannot be told of. */
const differencesOfKnown = async () =>
  (await reconcile()).differences.filter(({ customerCode }) => customerCode !== null);

const act = (name: string, body: object) => intacct.admin('POST', `/acts/${name}`, body);
const date = '2026-11-20';
const bill = (customerId: string, number: string, amount: string, dueDate = '2026-12-20') =>
  act('invoice', { customerId, entityId: '100', number, date, dueDate, amount, accountNo: '4010', departmentId: '10' });
const pay = (
  customerId: string,
  amount: string,
  apply: { invoiceNumber: string; amount: string; discount?: string }[],
) => act('payment', { customerId, entityId: '100', bankId: 'US-OPERATING', amount, date, apply });

/** By the books of Intacct's sandbox and by iMetal's table, neither through the product's clients. */
async function independentlyOpen(customerId: string) {
  const [statement] = (await intacct.admin('GET', `/receivables?customerId=${customerId}`)) as {
    items: { openAmount: string }[];
  }[];
  const items = statement?.items ?? [];
  const { rows } = await imetal.owner.query(
    `select round(sum(item.open_amount), 2)::text as total, count(*)::int as items from customer_open_items item
      join companies customer on customer.id = item.company_id where customer.code = $1`,
    [customerId],
  );
  const cents = items.reduce((sum, item) => sum + Math.round(Number(item.openAmount) * 100), 0);
  return {
    intacct: { cents, items: items.length },
    imetal: { cents: Math.round(Number(rows[0].total ?? 0) * 100), items: rows[0].items },
  };
}

async function expectEqual(): Promise<void> {
  await lookAndRefresh();
  expect(await differencesOfKnown()).toEqual([]);
  for (const customerId of customerIds) {
    const open = await independentlyOpen(customerId);
    expect({ customerId, ...open.imetal }).toEqual({ customerId, ...open.intacct });
  }
}

test('the first load tells iMetal of every customer it knows, and both sides are equal', async () => {
  await bill('C00101', 'OPENING-1', '700.00', '2026-09-01');
  const { read, written, filtered, refused } = await load('open-items');
  expect([...touched]).toEqual(['open-items/gulf-metals/C00146']);
  touched.clear();
  expect(read).toBe(written + filtered + refused);
  expect(written).toBeGreaterThan(10);
  expect(await differencesOfKnown()).toEqual([]);
  const { rows } = await imetal.owner.query(
    `select reason from customer_credit_positions position join companies customer on customer.id = position.company_id
      where customer.code = 'C00101'`,
  );
  expect(rows[0].reason).toContain('invoice OPENING-1 overdue since 2026-09-01');
});

test('after invoices, payments in part and over, a discount, credits, an advance and a reversal both sides are equal', async () => {
  await bill('C00101', 'R-1', '100.00');
  await bill('C00102', 'R-2', '250.00');
  await bill('C00103', 'R-3', '40.10');
  await expectEqual();
  await pay('C00101', '60.00', [{ invoiceNumber: 'R-1', amount: '60.00', discount: '1.00' }]);
  const over = (await pay('C00102', '300.00', [{ invoiceNumber: 'R-2', amount: '250.00' }])) as Record<string, unknown>;
  await expectEqual();
  const document = { customerId: 'C00103', entityId: '100', date, accountNo: '4010', departmentId: '10' };
  await act('credit-memo', { ...document, number: 'CM-3', amount: '10.10' });
  await act('advance', { customerId: 'C00103', entityId: '100', bankId: 'US-OPERATING', amount: '75.00', date });
  await expectEqual();
  await act('apply-credit', {
    customerId: 'C00103',
    date,
    creditMemoNumber: 'CM-3',
    apply: [{ invoiceNumber: 'R-3', amount: '10.10' }],
  });
  const paymentKey = String(over.paymentKey ?? over.recordNumber ?? over.key);
  await act('reverse-payment', { paymentKey, date, nsf: true });
  await act('reverse-invoice', { customerId: 'C00101', invoiceNumber: 'OPENING-1', date });
  await expectEqual();
});

test("a difference names the customer, the document and both sides' amounts", async () => {
  await imetal.owner.query(
    `update customer_open_items set open_amount = open_amount + 1 where document_number = 'R-2'`,
  );
  expect(await differencesOfKnown()).toEqual([
    {
      customerId: 'C00102',
      customerCode: 'C00102',
      what: 'INV R-2',
      currency: 'USD',
      intacct: '250.00 due 2026-12-20',
      imetal: '251.00 due 2026-12-20',
    },
  ]);
});
