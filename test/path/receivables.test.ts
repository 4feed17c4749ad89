import { readReceivablesOfBoth } from '../../cli/start/receivables-tie-out';
import { createIntacctClient } from '../../clients/intacct/create-intacct-client';
import { compareAmounts, formatCents, subtractAmounts, sumAmounts } from '../../domain/money';
import { cancelOrder, placeOrder } from '../../sandbox/imetal/acts/sales-orders';
import { sampleCredentials } from '../../sandbox/sample-day/sample-company';
import { openRecordsCompany, type RecordsCompany } from './records-company';

// On a machine that many share a test is a matter of minutes.
jest.setTimeout(600_000);

/** One stack for the file: each test goes on where the one before left the accounts. */
let company: RecordsCompany;
beforeAll(async () => {
  company = await openRecordsCompany();
});
afterAll(() => company?.stop());

const customerId = 'C00501';
const date = '2026-11-20';
const bank = { bankId: 'US-OPERATING', method: 'EFT' };
const act = (name: string, body: object) =>
  company.finance.act(name, {
    customerId,
    date,
    ...(name.startsWith('apply') ? {} : { entityId: '100', currency: 'USD' }),
    ...body,
  });
const invoice = (number: string, amount: string, particulars: object = {}) =>
  act('invoice', { number, amount, accountNo: '4020', departmentId: '20', dueDate: '2026-12-20', ...particulars });
const pay = (invoiceNumber: string, amount: string, particulars: object = {}) =>
  act('payment', { ...bank, amount, apply: [{ invoiceNumber, amount }], ...particulars });

/** What a customer owes in a currency, where both systems say the same of every item; null where they differ. */
async function owedInBoth(id: string, currency: string): Promise<string | null> {
  const rows = await readReceivablesOfBoth(company.stack.addresses.intacctAdmin, company.owner);
  const own = rows.find((row) => row.customerId === id && row.currency === currency);
  if (own === undefined) return '0.00';
  return own.isInImetal && own.differing.length === 0 && own.intacct === own.imetal ? own.intacct : null;
}
const untilOwed = (amount: string, currency = 'USD', id = customerId) =>
  company.until(
    `${id} owes ${amount} ${currency} in both systems`,
    async () => (await owedInBoth(id, currency)) === amount,
  );

interface BalanceShown {
  total_due: string;
  overdue_total: string;
  pending_credits: string;
  unapplied_cash: string;
}
async function balanceShown(code: string, currency = 'USD'): Promise<BalanceShown | null> {
  const { rows } = await company.owner.query(
    `select balance.total_due::text, balance.overdue_total::text, balance.pending_credits::text, balance.unapplied_cash::text
      from customer_balances balance join companies c on c.id = balance.company_id
      where c.code = $1 and balance.currency_code = $2 and balance.status = 'A'`,
    [code, currency],
  );
  return rows[0] ?? null;
}

test('invoices, wires, online and counter payments of finance are in iMetal, item by item, as Intacct has them', async () => {
  await company.finance.put('customers', customerId, {
    customerId,
    name: 'Neches Crane & Rigging',
    currency: 'USD',
    termName: 'Net 30',
    creditLimit: '5000.00',
    displayContact: { address1: '400 Magnolia Avenue', city: 'Beaumont', state: 'TX', zip: '77701', countryCode: 'US' },
  });
  await invoice('R-1', '1000.00');
  await invoice('R-2', '200.00', { date: '2026-08-03', dueDate: '2026-09-02' });
  await untilOwed('1200.00');
  await pay('R-1', '400.00', { reference: 'WIRE 1' });
  await untilOwed('800.00');
  await pay('R-1', '100.00', { method: 'Online' });
  await pay('R-1', '50.00', { method: 'Cash', bankId: undefined, reference: 'POS 3' });
  await untilOwed('650.00');
  expect(await balanceShown(customerId)).toMatchObject({ total_due: '650.00', overdue_total: '200.00' });
});

test('a discount, too much money, and money on account leave the same open in both', async () => {
  await act('payment', {
    ...bank,
    amount: '195.00',
    apply: [{ invoiceNumber: 'R-2', amount: '195.00', discount: '5.00' }],
  });
  await untilOwed('450.00');
  await act('payment', { ...bank, amount: '500.00', apply: [{ invoiceNumber: 'R-1', amount: '450.00' }] });
  await untilOwed('-50.00');
  await act('advance', { ...bank, amount: '75.00' });
  await untilOwed('-125.00');
  expect(await balanceShown(customerId)).toMatchObject({ unapplied_cash: '125.00', pending_credits: '0.00' });
});

test('an advance and a credit that are applied, and a cheque that comes back, move both alike', async () => {
  await invoice('R-3', '300.00');
  await act('credit-memo', { number: 'R-CM-1', amount: '60.00', accountNo: '4020', departmentId: '20' });
  await untilOwed('115.00');
  expect(await balanceShown(customerId)).toMatchObject({ pending_credits: '60.00', unapplied_cash: '125.00' });
  await act('apply-advance', { apply: [{ invoiceNumber: 'R-3', amount: '75.00' }] });
  await act('apply-credit', { creditMemoNumber: 'R-CM-1', apply: [{ invoiceNumber: 'R-3', amount: '60.00' }] });
  const { paymentKey } = await pay('R-3', '165.00', { method: 'Printed Check', reference: 'CHECK 7' });
  await untilOwed('-50.00');
  await company.finance.act('reverse-payment', { paymentKey, date, nsf: true });
  await untilOwed('115.00');
  expect(await balanceShown(customerId)).toMatchObject({ pending_credits: '0.00', unapplied_cash: '50.00' });
});

test('an invoice in pounds is an item in pounds, whatever the rate at which half of it is paid', async () => {
  await invoice('R-4', '1000.00', { currency: 'GBP', exchangeRate: '1.25000000' });
  await untilOwed('1000.00', 'GBP');
  await pay('R-4', '500.00', { currency: 'GBP', exchangeRate: '1.31000000' });
  await untilOwed('500.00', 'GBP');
  await untilOwed('115.00');
});

test('two hundred payments in a burst are a few refreshes, and the last state is right', async () => {
  company.changeProfile(['openItems'], { quietSeconds: 3, quietSecondsMax: 60, overdueDays: [30, 60, 90] });
  await invoice('R-5', '1000.00');
  await untilOwed('1115.00');
  const refreshes = async () => {
    const { rows } = await company.imports.query(
      'select count(*)::integer as told from import_customer_balances where customer_code = $1',
      [customerId],
    );
    return rows[0].told as number;
  };
  const before = await refreshes();
  for (let batch = 0; batch < 20; batch += 1) {
    await Promise.all(Array.from({ length: 10 }, () => pay('R-5', '5.00')));
  }
  await untilOwed('115.00');
  await company.untilLookedTwice();
  expect((await refreshes()) - before).toBeLessThanOrEqual(3);
});

test('a payment of a customer whom iMetal does not know waits, and is told when the customer comes', async () => {
  const unknown = 'C00146';
  await company.finance.act('payment', {
    customerId: unknown,
    entityId: '100',
    ...bank,
    amount: '750.00',
    date,
    apply: [{ invoiceNumber: 'FIN-2026-118', amount: '750.00' }],
  });
  await company.untilCodes(`open-items/${unknown}`, ['CUSTOMER_NOT_IN_IMETAL']);
  await company.finance.patch('customers', unknown, { name: 'Amalgamated Intracoastal Towing' });
  await company.untilCodes(`open-items/${unknown}`, []);
  expect(await owedInBoth(unknown, 'USD')).not.toBeNull();
  expect(Number((await balanceShown(unknown))?.total_due)).toBeGreaterThan(0);
});

test('a payment of an invoice that iMetal has yet to be told of is shown all the same', async () => {
  const [documentKey = ''] = await company.finalise(1);
  const screen = await company.owner.connect();
  const acknowledged = async () => {
    const { rows } = await company.hub.query(
      'select acknowledged_at from postings where document_key = $1 and is_leading',
      [documentKey],
    );
    return rows[0]?.acknowledged_at != null;
  };
  try {
    // Somebody has it open on a screen: its acknowledgement must wait.
    await screen.query('begin');
    await screen.query(
      `select from sales_headers h join branches b on b.id = h.branch_id join sales_types t on t.id = h.type_id
        where b.code || '-' || t.code || '-' || h.number = $1 for update of h`,
      [documentKey],
    );
    const posted = async () =>
      (await company.finance.openInvoices()).find(({ invoiceNumber }) => invoiceNumber === documentKey);
    await company.until(`${documentKey} is in Intacct`, async () => (await posted()) !== undefined);
    const { openAmount = '', customerId: payer = '', entityId, currency } = (await posted()) ?? {};
    const payment = { ...bank, customerId: payer, entityId, currency, date, bankId: undefined };
    await company.finance.act('payment', {
      ...{ ...payment, amount: '1.00' },
      apply: [{ invoiceNumber: documentKey, amount: '1.00' }],
    });
    await company.until('iMetal shows it less the payment', async () => {
      const { rows } = await company.owner.query(
        'select open_amount::text from customer_open_items where document_number = $1',
        [documentKey],
      );
      return rows[0] !== undefined && compareAmounts(rows[0].open_amount, subtractAmounts(openAmount, '1.00')) === 0;
    });
    expect(await acknowledged()).toBe(false);
  } finally {
    await screen.query('rollback');
    screen.release();
  }
  await company.until('it is acknowledged', acknowledged);
});

interface CreditAnswer {
  asOf: string;
  ageSeconds: number;
  isOverExtended: boolean;
  wouldBeOverExtended: boolean | null;
  reasons: string[];
  customer: { limit: string | null; exposure: string; openOrders: string; available: string | null; currency: string };
  group: { customerId: string; exposure: string; limit: string | null; isOverExtended: boolean } | null;
}
async function credit(
  customer: string,
  query: Record<string, string> = {},
): Promise<{ status: number; answer: CreditAnswer }> {
  const question = new URLSearchParams({ company: 'gulf-metals', ...query });
  const response = await fetch(`${company.stack.addresses.server}/credit/${customer}?${question}`, {
    headers: { authorization: `Bearer ${company.stack.environment.CREDIT_TOKEN}` },
  });
  return { status: response.status, answer: (await response.json()) as CreditAnswer };
}

test('credit is answered with an order, for the customer and its group, and orders of iMetal count', async () => {
  // Northern Fab Group and its Western subsidiary.
  const [parent, child] = ['C00119', 'C00120'];
  await company.finance.patch('customers', child, { creditLimit: '200000.00' });
  await company.until('the limit is known', async () => {
    const { answer } = await credit(child);
    return answer.customer?.limit === '200000.00';
  });
  const { status, answer: before } = await credit(child, { order: '100.00' });
  expect(status).toBe(200);
  expect(before).toMatchObject({ isOverExtended: false, wouldBeOverExtended: false, group: { customerId: parent } });
  expect((await credit(child, { order: '200000.01' })).answer.wouldBeOverExtended).toBe(true);
  expect((await credit(child, { order: '1.00', currency: 'EUR' })).status).toBe(400);
  expect((await credit('C00599')).status).toBe(404);

  const order = await placeOrder(company.owner, {
    customerCode: child,
    branch: 'TOR',
    date,
    lines: [{ productCode: 'RB4140', value: '8400.00' }],
  });
  const { answer: withOrder } = await credit(child);
  expect(Number(withOrder.customer.openOrders) - Number(before.customer.openOrders)).toBeGreaterThanOrEqual(8400);
  expect(Number(withOrder.group?.exposure) - Number(before.group?.exposure)).toBeGreaterThanOrEqual(8400);
  await company.finance.patch('customers', parent, { creditLimit: '100.00' });
  await company.until('the group is over-extended', async () => (await credit(child)).answer.isOverExtended);
  const { answer: over } = await credit(child);
  expect(over.group).toMatchObject({ limit: '100.00', isOverExtended: true });
  expect(over.reasons.join()).toContain(`limit of group ${parent}`);
  await company.until('iMetal shows it on the customer', async () => {
    const { rows } = await company.owner.query(
      `select group_over_extended from customer_credit_positions p join companies c on c.id = p.company_id where c.code = $1`,
      [child],
    );
    return rows[0]?.group_over_extended === true;
  });
  await cancelOrder(company.owner, order.documentKey);
});

test('`credit` says yes or no, why, and by its exit code', async () => {
  await company.finance.patch('customers', customerId, { creditLimit: '5000.00' });
  const asks = (...words: string[]) => company.command('credit', customerId, ...words);
  await company.until('an order may be taken', async () => (await asks('--order', '10.00')).exitCode === 0);
  expect((await asks('--order', '10.00')).out).toMatch(
    /C00501: yes for an order of 10.00 USD, as Intacct was \d+ s ago/,
  );
  const refused = await asks('--order', '5000.00');
  expect([refused.exitCode, refused.out]).toEqual([
    1,
    expect.stringMatching(/NO[\s\S]*over the limit of 5,000.00 USD/),
  ]);
  expect((await company.command('credit', 'C00599')).exitCode).toBe(1);
  expect((await asks('--order', '1.00', '--currency', 'EUR')).exitCode).toBe(2);
});

test('an invoice that finance deletes goes out of iMetal too, though no feed tells of it', async () => {
  const before = await owedInBoth(customerId, 'USD');
  const { invoiceKey = '' } = await invoice('R-9', '77.00');
  await untilOwed(formatCents(sumAmounts([before ?? '', '77.00'])));
  const endpoint = company.stack.addresses.intacctGateway;
  const intacct = createIntacctClient({ endpoint, ...sampleCredentials, requestTimeoutMs: 10_000 });
  await intacct.delete('100', 'finance-deletes-R-9', 'ARINVOICE', [invoiceKey]);
  await company.hub.query(`delete from feed_sweeps where feed = 'receivables/open'`);
  await untilOwed(before ?? '');
});

test('an answer about credit that is too old is read afresh first; while Intacct is away nobody is told an old one', async () => {
  company.changeProfile(['credit', 'freshnessSeconds'], 2);
  const asked = new Date().toISOString();
  await company.until('what is known is too old', async () => Date.now() - Date.parse(asked) > 3000);
  const { status, answer } = await credit(customerId);
  expect(status).toBe(200);
  expect(answer.asOf > asked).toBe(true);
  await company.intacct('POST', 'faults', { kind: 'offline', appliesTo: 'all' });
  await company.until('it is refused', async () => (await credit(customerId)).status === 503);
  await company.intacct('DELETE', 'faults');
  await company.until('it is answered again', async () => (await credit(customerId)).status === 200);
});

test('`reconcile open-items` finds both systems equal, and says who differs when one item was tampered with', async () => {
  await company.until(
    'both systems are equal',
    async () => (await company.command('reconcile', 'open-items')).exitCode === 0,
  );
  // The hub may just be telling the customer's items once more: then it has put that right.
  await company.until('who differs is told', async () => {
    await company.owner.query(
      `update customer_open_items set open_amount = open_amount + 1 where document_number = 'R-3'`,
    );
    const { exitCode, out } = await company.command('reconcile', 'open-items');
    return exitCode === 1 && out.includes(customerId);
  });
  expect((await company.command('reconcile', 'open-items', '--customer', 'C00119')).exitCode).toBe(0);
  const mistyped = await company.command('reconcile', 'open-items', '--customer', 'C00I19');
  expect([mistyped.exitCode, mistyped.err]).toEqual([
    1,
    expect.stringContaining('neither system has a customer C00I19'),
  ]);
  await pay('R-3', '10.00');
  await untilOwed('105.00');
  expect((await company.command('reconcile', 'open-items', '--customer', customerId)).exitCode).toBe(0);
});
