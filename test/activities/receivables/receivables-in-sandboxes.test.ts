import fc from 'fast-check';
import { createMovedCreditActivities } from '../../../activities/receivables/moved-credit';
import { createOpenItemsGatewayActivities, type ReadResult } from '../../../activities/receivables/read-open-items';
import { createReceivablesFeedActivities } from '../../../activities/receivables/receivables-feed';
import { reconcileOpenItems } from '../../../activities/receivables/reconcile-open-items';
import { createOpenItemsSourceActivities, type TellResult } from '../../../activities/receivables/tell-open-items';
import { placeOrder } from '../../../sandbox/imetal/acts/sales-orders';
import { receivablesObjects } from '../../../workflows/poll-receivables';
import { createIntacctAdmin } from '../../chaos/intacct-admin';
import { balanceDifferences, receivablesDifferences } from '../../chaos/proof-receivables';
import {
  anyFinanceAct,
  type FinanceWorld,
  financeActBody,
  type RandomFinanceAct,
  type StatementItem,
} from '../../sandbox/intacct/random-receivables';
import { company, useBothSystems } from '../both-systems';
import { quietActivity } from '../posting-under-test';

const customerIds = ['C00101', 'C00102', 'C00103'];
const both = useBothSystems();
beforeAll(async () => {
  for (const object of ['ar-terms', 'customers'] as const) await both().load(object);
  both().touched.clear();
});

/** What the feed's look and the flows that it wakes come to. */
async function lookAndRefresh(): Promise<void> {
  const feed = createReceivablesFeedActivities(both().deps);
  for (const object of receivablesObjects) {
    await quietActivity().run(feed.touchChangedReceivables, { company, object, position: null });
  }
  await refreshTouched();
}

/** The flows of those who were touched, until nobody is woken any more. */
async function refreshTouched(): Promise<void> {
  const { deps, touched } = both();
  const gateway = createOpenItemsGatewayActivities(deps);
  const source = createOpenItemsSourceActivities(deps);
  for (let rounds = 0; touched.size > 0; rounds += 1) {
    expect(rounds).toBeLessThan(10);
    const customers = [...touched].map(([workflowId, { told }]) => ({
      customerId: workflowId.split('/')[2] ?? '',
      asLastRead: (told as { asLastRead?: boolean }).asLastRead === true,
    }));
    touched.clear();
    for (const { customerId, asLastRead } of customers) {
      const request = { company, customerId, membersSince: null, asLastRead };
      const read = (await quietActivity().run(gateway.readOpenItems, request)) as ReadResult;
      if (read.outcome !== 'read') throw new Error(`${customerId} was not read: ${read.outcome}`);
      const told = (await quietActivity().run(source.tellOpenItems, { ...request, ...read })) as TellResult;
      const isKnown = customerId !== 'C00146';
      expect(told).toMatchObject(isKnown ? { outcome: 'told' } : { reason: { code: 'CUSTOMER_NOT_IN_IMETAL' } });
    }
  }
}

async function reconcile() {
  const { deps } = both();
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

const act = (name: string, body: object) => both().intacct.admin('POST', `/acts/${name}`, body);
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
  const [statement] = (await both().intacct.admin('GET', `/receivables?customerId=${customerId}`)) as {
    items: { openAmount: string }[];
  }[];
  const items = statement?.items ?? [];
  const { rows } = await both().imetal.owner.query(
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
  const { read, written, filtered, refused } = await both().load('open-items');
  expect([...both().touched.keys()]).toEqual(['open-items/gulf-metals/C00146']);
  both().touched.clear();
  expect(read).toBe(written + filtered + refused);
  expect(written).toBeGreaterThan(10);
  expect(await differencesOfKnown()).toEqual([]);
  const { rows } = await both().imetal.owner.query(
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

const world: FinanceWorld = {
  entities: { '100': 'USD', '300': 'GBP' },
  foreignCurrency: 'CAD',
  exchangeRates: ['0.71364900', '0.74000000', '0.55512500'],
  revenueAccount: '4400',
  expenseAccount: '6810',
  date,
};

test('after any sequence of invoices, credits, payments, advances and reversals iMetal shows what Intacct has, item by item', async () => {
  const { intacct, imetal } = both();
  const admin = createIntacctAdmin(intacct.adminUrl);
  const performed: Record<string, number> = {};
  const payments = new Map<string, string[]>();
  const actAs = async (customerId: string, random: RandomFinanceAct) => {
    const open = (
      (await intacct.admin('GET', `/receivables?customerId=${customerId}`)) as { items: StatementItem[] }[]
    )[0];
    const own = payments.get(customerId) ?? [];
    const [path, body] = financeActBody(world, customerId, random, open?.items ?? [], own) ?? [];
    if (path === undefined || body === undefined) return;
    const written = await act(path, body).catch((error: unknown) => {
      if (!String(error).includes(' came 422 ')) throw error;
      return null;
    });
    const kind = written === null ? 'refused' : random.name;
    performed[kind] = (performed[kind] ?? 0) + 1;
    const { paymentKey, advanceKey } = (written ?? {}) as Record<string, string>;
    const key = paymentKey ?? advanceKey;
    if (key === undefined) return;
    payments.set(customerId, path === 'reverse-payment' ? own.filter((each) => each !== key) : [...own, key]);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('C00105', 'C00108', 'C00109'), anyFinanceAct), {
        minLength: 40,
        maxLength: 60,
      }),
      async (acts) => {
        for (const [customerId, random] of acts) await actAs(customerId, random);
        await lookAndRefresh();
        const known = (difference: string) => !difference.startsWith('customer C00146:');
        expect((await receivablesDifferences(imetal.owner, admin)).filter(known)).toEqual([]);
        expect(await balanceDifferences(imetal.owner)).toEqual([]);
      },
    ),
    { numRuns: 8 },
  );
  expect(await differencesOfKnown()).toEqual([]);
  for (const name of ['payment', 'over-payment', 'reverse-payment', 'apply-credit', 'apply-advance', 'refused']) {
    expect([name, performed[name] ?? 0]).not.toEqual([name, 0]);
  }
}, 120_000);

test('an order lessens what iMetal shows as left of the limit within a minute, and Intacct is not asked', async () => {
  const { deps, imetal, intacct } = both();
  const look = async () => {
    await deps.pool.query('delete from feed_sweeps');
    await quietActivity().run(createMovedCreditActivities(deps).touchMovedCredit, { company });
  };
  const exposure = async () => {
    const { rows } = await imetal.owner.query(
      `select position.exposure::text from customer_credit_positions position
        join companies customer on customer.id = position.company_id where customer.code = 'C00101'`,
    );
    return Number(rows[0].exposure);
  };
  const asked = async () => ((await intacct.admin('GET', '/statistics')) as { requests: number }).requests;
  await look();
  await refreshTouched();
  const [before, askedBefore] = [await exposure(), await asked()];
  const order = { customerCode: 'C00101', branch: 'HOU', date, lines: [{ productCode: 'RB4140', value: '8400.00' }] };
  await placeOrder(imetal.owner, order);
  await look();
  expect([...both().touched.keys()]).toEqual(['open-items/gulf-metals/C00101']);
  await refreshTouched();
  expect((await exposure()) - before).toBeGreaterThanOrEqual(8400);
  expect(await asked()).toBe(askedBefore);
  await look();
  expect(both().touched.size).toBe(0);
});

test("a difference names the customer, the document and both sides' amounts", async () => {
  await both().imetal.owner.query(
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
