import { bringNextEvent, laterEventKinds } from '../../../sandbox/sample-day/later-events';
import { createImetalTestSandbox, type ImetalTestSandbox } from '../imetal/sandbox-database';

let sandbox: ImetalTestSandbox;
const acts: [string, object][] = [];
const finance = {
  act: async (name: string, body: object) => {
    acts.push([name, body]);
    return { paymentKey: '1' };
  },
  put: async () => undefined,
  patch: async () => undefined,
  openInvoices: async () => [
    { customerId: 'C00101', invoiceNumber: 'HOU-DIV-1', entityId: '100', currency: 'USD', openAmount: '1000.00' },
  ],
};
beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 3, queued: 0 });
}, 60_000);
afterAll(() => sandbox?.drop());

const day = () => ({ finance, operations: sandbox.owner, date: '2026-11-20' });

test('every kind of event comes in turn, each in the system where it happens', async () => {
  await sandbox.owner.query(`update sales_headers set exported_date = now(), gateway_batch_id = 1, gateway_reference = '1'
    where id = (select min(h.id) from sales_headers h join sales_types t on t.id = h.type_id and t.code = 'DIV')`);
  const told: Record<string, string | null> = {};
  for (const turn of laterEventKinds.keys()) Object.assign(told, await bringNextEvent(day(), turn, 'test'));
  expect(Object.keys(told)).toEqual(['payment', 'credit', 'supplierInvoice', 'movement', 'contact']);
  expect(told).toMatchObject({
    credit: expect.stringMatching(/-CRN-6\d{5}$/),
    supplierInvoice: 'HOU-PIN-500001',
    movement: 'HOU-WOF-900001',
  });
  expect(acts).toMatchObject([['payment', { customerId: 'C00101', apply: [{ invoiceNumber: 'HOU-DIV-1' }] }]]);
});

test('a day that is started again brings no number of a supplier twice', async () => {
  const turn = laterEventKinds.indexOf('supplierInvoice');
  await bringNextEvent(day(), turn, 'first');
  await bringNextEvent(day(), turn, 'second');
  const { rows } = await sandbox.reporter.query(
    'select supplier_document_number from supplier_documents group by 1 having count(*) > 1',
  );
  expect(rows).toEqual([]);
});

test('a credit is brought only for an invoice that Intacct has and nobody credited', async () => {
  const turn = laterEventKinds.indexOf('credit');
  expect(await bringNextEvent(day(), turn, 'again')).toEqual({ credit: null });
});
