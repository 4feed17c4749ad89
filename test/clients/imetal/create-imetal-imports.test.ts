import { createImetalImports } from '../../../clients/imetal/create-imetal-imports';
import type { ImportRecord, ImportValue } from '../../../domain/import-record';
import { createImportFixture, type ImportFixture, takeEntered } from './import-fixture';

const keys = { companyReference: 'GULF', source: 'HUB', user: 'Hub User' };
const patient = { patienceMs: 60_000, lookEveryMs: 5 };
const impatient = { patienceMs: 0, lookEveryMs: 5 };

let fixture: ImportFixture;

beforeAll(async () => {
  fixture = await createImportFixture();
});
afterAll(() => fixture?.drop());
beforeEach(() =>
  fixture.owner.query(
    'TRUNCATE import_companies, import_terms, import_customer_balances, import_customer_balance_lines, import_open_items',
  ),
);

const importsOf = (patience = patient) => createImetalImports(fixture.imports, keys, patience);
const rowsOf = async (table: string): Promise<Record<string, unknown>[]> =>
  (await fixture.owner.query(`SELECT * FROM ${table} ORDER BY import_number`)).rows;

function company(importNumber: number, values: Record<string, ImportValue> = {}): ImportRecord {
  const named = { company_type: 'C', code: `C${importNumber}`, name: 'Gulf Steel' };
  return { table: 'import_companies', importNumber, action: 'A', values: { ...named, ...values } };
}

/** The importer takes all that is entered, and numbers what it makes from 501. */
const importAll = (count: number, table = 'import_companies') =>
  takeEntered(fixture.owner, table, count, "import_status = 'I', imetal_id = 500 + import_number, import_date = now()");

describe('a batch', () => {
  it('is entered under its keys with status, action and user, and gives the ids of what was made', async () => {
    const values = { credit_limit: '1234567890.5', payment_hold: false, imetal_version: 6, address: 'Dock 4\nHouston' };
    const change: ImportRecord = { ...company(2, { ...values, name: 'Böhler "Stahl"' }), action: 'C' };
    const [outcomes] = await Promise.all([importsOf().importBatch(17, [company(1), change]), importAll(2)]);
    expect(outcomes).toEqual([
      { importNumber: 1, outcome: 'imported', imetalId: '501' },
      { importNumber: 2, outcome: 'imported', imetalId: '502' },
    ]);
    expect(await rowsOf('import_companies')).toMatchObject([
      {
        import_company_reference: 'GULF',
        import_source: 'HUB',
        import_batch_number: 17,
        import_number: 1,
        import_action: 'A',
        import_user_name: 'Hub User',
        code: 'C1',
        credit_limit: null,
      },
      {
        import_number: 2,
        import_action: 'C',
        imetal_version: 6,
        name: 'Böhler "Stahl"',
        credit_limit: '1234567890.50',
        payment_hold: false,
        address: 'Dock 4\nHouston',
      },
    ]);
  });

  it("gives the importer's own note of what it refused, and the outcome of the others", async () => {
    const note = 'branch_code: "COV" not found in branches table.';
    const [outcomes] = await Promise.all([
      importsOf().importBatch(18, [company(1), company(2)]),
      takeEntered(
        fixture.owner,
        'import_companies',
        2,
        `import_status = CASE import_number WHEN 1 THEN 'F' ELSE 'I' END, imetal_id = 502, import_notes = '${note}'`,
      ),
    ]);
    expect(outcomes).toEqual([
      { importNumber: 1, outcome: 'refused', note },
      { importNumber: 2, outcome: 'imported', imetalId: '502' },
    ]);
  });

  it('may be of several tables; a column that no record names keeps what the table gives it', async () => {
    const term: ImportRecord = {
      table: 'import_terms',
      importNumber: 2,
      action: 'A',
      values: { code: 'N30', due_days: 30 },
    };
    const [outcomes] = await Promise.all([
      importsOf().importBatch(19, [company(1), term]),
      importAll(1),
      importAll(1, 'import_terms'),
    ]);
    expect(outcomes.map(({ importNumber }) => importNumber)).toEqual([1, 2]);
    expect(await rowsOf('import_terms')).toMatchObject([{ code: 'N30', due_days: 30, active: true }]);
  });

  it('of nothing is nothing', async () => {
    expect(await importsOf().importBatch(20, [])).toEqual([]);
  });

  it('is of its own source: another with the same numbers is left alone', async () => {
    await fixture.owner.query(
      `INSERT INTO import_companies (import_company_reference, import_source, import_batch_number, import_number, import_status, import_notes)
       VALUES ('GULF', 'OTHER', 21, 1, 'F', 'not ours')`,
    );
    const [outcomes] = await Promise.all([importsOf().importBatch(21, [company(1)]), importAll(1)]);
    expect(outcomes).toMatchObject([{ outcome: 'imported' }]);
  });
});

describe('items', () => {
  const balance: ImportRecord = {
    table: 'import_customer_balances',
    importNumber: 1,
    action: 'A',
    values: { customer_code: 'C00123', as_of: '2026-11-20T10:15:00.000Z', over_extended: true },
    items: [
      { table: 'import_customer_balance_lines', currency_code: 'USD', total_due: '79.50' },
      { table: 'import_open_items', document_number: '104233', due_date: '2026-12-20', open_amount: '90.00' },
      { table: 'import_open_items', document_number: '17', due_date: null, open_amount: '-10.50' },
    ],
  };

  it('go into their tables, numbered from 1 in each', async () => {
    await Promise.all([importsOf().importBatch(30, [balance]), importAll(1, 'import_customer_balances')]);
    expect(await rowsOf('import_customer_balances')).toMatchObject([{ as_of: new Date('2026-11-20T10:15:00Z') }]);
    expect(await rowsOf('import_customer_balance_lines')).toMatchObject([{ item_no: 1, total_due: '79.50' }]);
    const items = await rowsOf('import_open_items');
    expect(items.map(({ item_no, document_number, open_amount }) => [item_no, document_number, open_amount])).toEqual([
      [1, '104233', '90.00'],
      [2, '17', '-10.50'],
    ]);
  });

  it('are there whenever their header is: all or nothing is entered', async () => {
    await fixture.owner.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM import_open_items) THEN RAISE 'a header came before its items'; END IF;
        RAISE 'no header today'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON import_customer_balances FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await expect(importsOf().importBatch(31, [balance])).rejects.toThrow('no header today');
    await fixture.owner.query('DROP FUNCTION refuse CASCADE');
    expect(await rowsOf('import_open_items')).toEqual([]);
  });
});

describe('the same batch again', () => {
  it('enters nothing twice, but goes on waiting for its answer', async () => {
    await expect(importsOf(impatient).importBatch(40, [company(1), company(2)])).rejects.toMatchObject({
      name: 'Transport',
      message: expect.stringContaining('has not taken 2 of 2 records within 0 ms; they stay entered'),
    });
    const [outcomes] = await Promise.all([importsOf().importBatch(40, [company(1), company(2)]), importAll(2)]);
    expect(outcomes).toHaveLength(2);
    expect(await rowsOf('import_companies')).toHaveLength(2);
    expect(await importsOf(impatient).importBatch(40, [company(1), company(2)])).toEqual(outcomes);
  });

  it('may be asked by several at once: it is entered once, and all get the answer', async () => {
    const asked = [1, 2, 3].map(() => importsOf().importBatch(41, [company(1), company(2)]));
    const [first, ...others] = (await Promise.all([...asked, importAll(2)])).filter((answer) => answer !== undefined);
    expect(first).toHaveLength(2);
    for (const other of others) expect(other).toEqual(first);
    expect(await rowsOf('import_companies')).toHaveLength(2);
  });
});

describe('waiting', () => {
  it('ends when the caller says so, with the rows still there', async () => {
    const stop = new AbortController();
    const reason = new Error('the worker shuts down');
    const asked = importsOf({ patienceMs: 60_000, lookEveryMs: 60_000 }).importBatch(50, [company(1)], stop.signal);
    const outcome = asked.catch((error: unknown) => error);
    while ((await rowsOf('import_companies')).length === 0) await new Promise(setImmediate);
    stop.abort(reason);
    expect(await outcome).toBe(reason);
    expect(await rowsOf('import_companies')).toMatchObject([{ import_status: 'E' }]);
  });

  it('ends with an error that has a name when a row is gone, or imported without an id', async () => {
    const gone = importsOf().importBatch(51, [company(1)]);
    const removed = (async () => {
      while ((await fixture.owner.query('DELETE FROM import_companies')).rowCount === 0)
        await new Promise(setImmediate);
    })();
    await expect(gone).rejects.toMatchObject({
      name: 'UnexpectedResponse',
      message: expect.stringContaining('is gone'),
    });
    await removed;
    const bare = importsOf().importBatch(52, [company(1)]);
    const taken = takeEntered(fixture.owner, 'import_companies', 1, "import_status = 'I'");
    await expect(bare).rejects.toMatchObject({
      name: 'UnexpectedResponse',
      message: expect.stringContaining('the id'),
    });
    await taken;
  });
});

describe('what iMetal cannot hold', () => {
  it.each([
    ['a text', { name: 'x'.repeat(61) }, 'name', 'has 61 characters, 60 fit'],
    [
      'digits before the point',
      { credit_limit: '12345678901.00' },
      'credit_limit',
      'has 11 digits before the point, 10 fit',
    ],
    ['decimals', { credit_limit: '-1.005' }, 'credit_limit', 'has 3 decimals, 2 fit'],
  ])('is refused before anything is written, with field, length and limit: %s', async (_, values, field, message) => {
    await expect(importsOf().importBatch(60, [company(1), company(2, values)])).rejects.toMatchObject({
      name: 'Rejected',
      code: 'FIELD_TOO_LONG',
      subject: field,
      message: expect.stringContaining(message),
    });
    expect(await rowsOf('import_companies')).toEqual([]);
  });

  it('is counted in characters as a person sees them, not in halves, and zeros at the end are no decimals', async () => {
    const fits = company(1, { name: '🏗'.repeat(60), credit_limit: '0001234567890.5000' });
    await Promise.all([importsOf().importBatch(61, [fits]), importAll(1)]);
    expect(await rowsOf('import_companies')).toMatchObject([{ name: '🏗'.repeat(60), credit_limit: '1234567890.50' }]);
  });

  it('is a character that no database keeps', async () => {
    await expect(importsOf().importBatch(62, [company(1, { name: 'Gulf\0Steel' })])).rejects.toMatchObject({
      code: 'TEXT_UNPRINTABLE',
    });
  });

  it('is refused as too long also when the site’s own table is narrower', async () => {
    await fixture.owner.query('ALTER TABLE import_companies ALTER COLUMN town TYPE varchar(5)');
    await expect(importsOf().importBatch(63, [company(1, { town: 'Houston' })])).rejects.toMatchObject({
      name: 'Rejected',
      code: 'FIELD_TOO_LONG',
    });
    await fixture.owner.query('ALTER TABLE import_companies ALTER COLUMN town TYPE varchar(60)');
  });

  it.each([
    ['an unknown column', [company(1, { colour: 'red' })], TypeError],
    ['a state that is the importer’s', [company(1, { import_status: 'I' })], TypeError],
    ['money as a number', [company(1, { credit_limit: 12.5 })], TypeError],
    ['an unknown table of items', [{ ...company(1), items: [{ table: 'elsewhere' }] }], TypeError],
    ['one number twice', [company(1), company(1)], RangeError],
  ])('is a mistake in the program: %s', async (_, records, kind) => {
    await expect(importsOf().importBatch(64, records)).rejects.toBeInstanceOf(kind);
  });
});
