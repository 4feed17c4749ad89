import { createImetalTestSandbox, type ImetalTestSandbox } from './sandbox-database';
import { createStaging, type Settled } from './staging';

let sandbox: ImetalTestSandbox;
let staging: ReturnType<typeof createStaging>;

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 1, queued: 1 });
  staging = createStaging(sandbox);
});
afterAll(() => sandbox.drop());

const position = { currency_code: 'USD', exposure: '100.00', over_extended: false };
const sums = {
  currency_code: 'USD',
  total_due: '80.00',
  overdue_total: '0.00',
  pending_credits: '20.00',
  unapplied_cash: '0.00',
};
const item = {
  document_number: 'HOU-DIV-1',
  document_type: 'INV',
  document_date: '2026-11-01',
  due_date: '2026-12-01',
  currency_code: 'USD',
  document_amount: '100.00',
  open_amount: '100.00',
  base_open_amount: '100.00',
};

async function take(
  header: Record<string, string | boolean | null>,
  items: Record<string, string>[] = [item],
): Promise<Settled & { importNumber: number }> {
  const importNumber = staging.nextNumber();
  await staging.insert('import_customer_balance_lines', { ...staging.key(importNumber), item_no: 1, ...sums });
  for (const [index, each] of items.entries()) {
    await staging.insert('import_open_items', { ...staging.key(importNumber), item_no: index + 1, ...each });
  }
  await staging.insert('import_customer_balances', {
    ...staging.key(importNumber),
    import_action: 'A',
    customer_code: 'C00101',
    ...position,
    ...header,
  });
  await staging.run();
  return { ...(await staging.outcome('import_customer_balances', importNumber)), importNumber };
}

async function shown() {
  const found = await sandbox.reporter.query(
    `select p.as_of, p.exposure::text, b.total_due::text,
            array(select document_number::text from customer_open_items o where o.company_id = c.id order by 1) as items
       from companies c join customer_credit_positions p on p.company_id = c.id
       join customer_balances b on b.company_id = c.id where c.code = 'C00101'`,
  );
  return found.rows;
}

test('replaces all that is shown of a customer', async () => {
  expect(
    await take({ as_of: '2026-11-20T10:00:00Z' }, [item, { ...item, document_number: 'HOU-DIV-2' }]),
  ).toMatchObject({
    import_status: 'I',
    import_notes: 'Balances Taken: C00101',
  });
  expect(await take({ as_of: '2026-11-20T10:05:00.250Z', exposure: '90.00' })).toMatchObject({ import_status: 'I' });
  expect(await shown()).toEqual([
    { as_of: new Date('2026-11-20T10:05:00.250Z'), exposure: '90.00', total_due: '80.00', items: ['HOU-DIV-1'] },
  ]);
});

test('a customer who owes nothing more has no open items', async () => {
  await take({ as_of: '2026-11-20T11:00:00Z' }, []);
  expect(await shown()).toMatchObject([{ items: [] }]);
});

test('an earlier state never replaces a later one', async () => {
  const before = await shown();
  const settled = await take({ as_of: '2026-11-20T09:00:00Z', exposure: '1.00' });
  expect(settled).toMatchObject({
    import_status: 'F',
    import_notes: `Couldn't take balances - C00101 was told a later state (2026-11-20T11:00:00.000Z).`,
  });
  expect(await shown()).toEqual(before);
});

test('a fault of one open item keeps all as it was, and stands on that item', async () => {
  const before = await shown();
  const faulty = { ...item, document_type: 'XYZ', currency_code: 'EUR' };
  const settled = await take({ as_of: '2026-11-20T12:00:00Z' }, [item, faulty]);
  expect(settled).toMatchObject({ import_status: 'F', import_notes: null });
  const notes = await sandbox.imports.query(
    'select item_no, import_notes from import_open_items where import_number = $1 order by item_no',
    [settled.importNumber],
  );
  expect(notes.rows).toEqual([
    { item_no: 1, import_notes: null },
    {
      item_no: 2,
      import_notes:
        'document_type: "XYZ" must be one of "INV", "CRN", "DBN", "ADV", "OVP".\n' +
        'currency_code: "EUR" not found in currency_codes table.',
    },
  ]);
  expect(await shown()).toEqual(before);
});

test('a customer that iMetal does not know is refused', async () => {
  const settled = await take({ customer_code: 'C99999', as_of: '2026-11-20T12:00:00Z' });
  expect(settled).toMatchObject({
    import_status: 'F',
    import_notes: 'customer_code: "C99999" not found in companies table.',
  });
});
