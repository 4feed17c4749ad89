import { clearImporterFaults, setImporterFault } from '../../../sandbox/imetal/importer/importer-faults';
import { createImetalTestSandbox, type ImetalTestSandbox } from './sandbox-database';
import { createStaging } from './staging';

let sandbox: ImetalTestSandbox;
let staging: ReturnType<typeof createStaging>;

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 1, queued: 1 });
  staging = createStaging(sandbox);
});
afterAll(() => sandbox.drop());
afterEach(() => clearImporterFaults(sandbox.importsOwner));

const terms = { description: 'Net 10', applies_to: 'B', due_days: 10, due_month_ends: 0, active: true };

async function stageTerms(code: string, further: Record<string, string | number> = {}): Promise<number> {
  const importNumber = staging.nextNumber();
  await staging.insert('import_terms', {
    ...staging.key(importNumber),
    import_action: 'A',
    code,
    ...terms,
    ...further,
  });
  return importNumber;
}

test('ten in a batch, one bad: nine are imported, and what failed is not tried again', async () => {
  const numbers: number[] = [];
  for (let index = 0; index < 10; index += 1) {
    numbers.push(await stageTerms(`T${index}`, index === 4 ? { applies_to: 'Z' } : {}));
  }
  expect(await staging.run()).toEqual({ found: 10, failed: 1, succeeded: 9 });
  expect(await staging.run()).toEqual({ found: 0, failed: 0, succeeded: 0 });
  const failed = await staging.outcome('import_terms', numbers[4] ?? 0);
  expect(failed).toMatchObject({ import_status: 'F', import_notes: 'applies_to: "Z" must be one of "C", "S", "B".' });
});

test('after correction and a new E, what had failed is imported', async () => {
  const importNumber = await stageTerms('COR', { applies_to: 'Z' });
  await staging.run();
  await sandbox.imports.query(
    `update import_terms set applies_to = 'B', import_status = 'E' where import_number = $1`,
    [importNumber],
  );
  await staging.run();
  expect(await staging.outcome('import_terms', importNumber)).toMatchObject({
    import_status: 'I',
    import_notes: 'Terms Created: COR',
  });
});

test('VALIDATE writes notes and nothing else', async () => {
  const good = await stageTerms('VALGD');
  const bad = await stageTerms('VALBD', { due_days: 999 });
  expect(await staging.run({ runType: 'VALIDATE' })).toEqual({ found: 2, failed: 1, succeeded: 1 });
  expect(await staging.outcome('import_terms', good)).toMatchObject({ import_status: 'E', import_notes: null });
  expect(await staging.outcome('import_terms', bad)).toMatchObject({
    import_status: 'E',
    import_notes: 'due_days: "999" must be between 0 and 365.',
  });
  expect((await sandbox.reporter.query(`select 1 from terms where code = 'VALGD'`)).rowCount).toBe(0);
  await staging.run();
});

test('takes only what is selected, by source and batch', async () => {
  await stageTerms('SEL1', { import_source: 'OTHER' });
  await stageTerms('SEL2', { import_batch_number: 7 });
  expect(await staging.run({ selection: { source: 'OTHER' } })).toMatchObject({ found: 1 });
  expect(await staging.run({ selection: { batchNumberFrom: 2, batchNumberTo: 6 } })).toMatchObject({ found: 0 });
  expect(await staging.run({ selection: { batchNumberFrom: 7 } })).toMatchObject({ found: 1 });
});

test('what is not committed is not taken', async () => {
  const client = await sandbox.imports.connect();
  await client.query('begin');
  await client.query(
    `insert into import_terms (import_company_reference, import_source, import_batch_number, import_number, import_action, code,
       description, applies_to, due_days, due_month_ends, active)
     values ('TEST', 'SIM', 1, 90001, 'A', 'LATE', 'x', 'B', 1, 0, true)`,
  );
  expect(await staging.run()).toMatchObject({ found: 0 });
  await client.query('commit');
  client.release();
  expect(await staging.run()).toMatchObject({ found: 1, succeeded: 1 });
});

test('a value that the database does not take is refused, never cut off', async () => {
  const importNumber = staging.nextNumber();
  // Staged as text without a limit; live knows the branch codes only.
  await staging.insert('import_contacts', {
    ...staging.key(importNumber),
    import_action: 'A',
    company_type: 'C',
    company_code: 'C00101',
    surname: 'X'.repeat(50),
  });
  await sandbox.owner.query('alter table contacts alter column surname type varchar(40)');
  await staging.run();
  const settled = await staging.outcome('import_contacts', importNumber);
  expect(settled.import_status).toBe('F');
  expect(settled.import_notes).toContain('value too long for type character varying(40)');
});

describe('faults from outside', () => {
  test('pause: nothing is taken until it is cleared', async () => {
    const importNumber = await stageTerms('PAUSE');
    await setImporterFault(sandbox.importsOwner, { kind: 'pause' });
    expect(await staging.run()).toMatchObject({ found: 0 });
    await clearImporterFaults(sandbox.importsOwner);
    await staging.run();
    expect(await staging.outcome('import_terms', importNumber)).toMatchObject({ import_status: 'I' });
  });

  test('refuse: the next so many fail with the note given, of the table given', async () => {
    await setImporterFault(sandbox.importsOwner, {
      kind: 'refuse',
      times: 1,
      note: 'Out of order.',
      importTable: 'import_terms',
    });
    const first = await stageTerms('REF1');
    const second = await stageTerms('REF2');
    await staging.run();
    expect(await staging.outcome('import_terms', first)).toMatchObject({
      import_status: 'F',
      import_notes: 'Out of order.',
    });
    expect(await staging.outcome('import_terms', second)).toMatchObject({ import_status: 'I' });
  });

  test('die after commit: live has the record, and the next run refuses it as existing', async () => {
    await setImporterFault(sandbox.importsOwner, { kind: 'die-after-commit', times: 1 });
    const importNumber = await stageTerms('DIE');
    await expect(staging.run()).rejects.toThrow('ended after live had "Terms Created: DIE"');
    expect((await sandbox.reporter.query(`select 1 from terms where code = 'DIE'`)).rowCount).toBe(1);
    expect(await staging.outcome('import_terms', importNumber)).toMatchObject({ import_status: 'E' });
    await staging.run();
    expect(await staging.outcome('import_terms', importNumber)).toMatchObject({
      import_status: 'F',
      import_notes: `Couldn't add terms - code "DIE" exists.`,
    });
  });
});
