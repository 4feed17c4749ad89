import { Transport } from '../../../clients/errors';
import { selectLinkedId } from '../../../db/links';
import { useHubDatabase } from '../../db/hub-database';
import { buildParty } from './fake-masters';
import { createRecordsUnderTest, type RecordsUnderTest } from './records-under-test';

const database = useHubDatabase();
let records: RecordsUnderTest;
beforeEach(async () => {
  for (const table of ['links', 'record_imports', 'record_looks', 'sync_conflicts', 'exceptions']) {
    await database.pool().query(`delete from ${table}`);
  }
  records = createRecordsUnderTest(database.pool());
});
afterEach(() => records.close());

const put = (changes: Parameters<typeof buildParty>[0] = {}) => {
  const party = buildParty(changes);
  records.intacct.parties.set(`${party.kind}/${party.id}`, party);
  return party;
};
const openExceptions = async () => {
  const { rows } = await database
    .pool()
    .query('select document_key, code, cause_key from exceptions where closed_at is null order by exception_id');
  return rows;
};

describe('a customer of Intacct', () => {
  test('is made in iMetal, and linked so that its invoices find it', async () => {
    put();
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({ outcome: 'in-step' });
    expect(records.imetal.companies.get('customer/C00123')).toMatchObject({
      name: 'Gulf Steel',
      isActive: true,
      creditLimit: '50000.00',
      currencyCode: 'USD',
      branchCode: 'HOU',
      taxRegistration: '12-3456789',
      address: { text: '1 Dock Road\nGate 3', town: 'Houston', county: 'TX', postcode: '77001', countryCode: 'USA' },
      externalReference: 'C00123',
    });
    const key = { company: records.profile.company, system: 'imetal', object: 'company', sourceId: 'C00123' };
    expect(await selectLinkedId(database.pool(), { ...key, intacctObject: 'CUSTOMER' })).toBe('C00123');
    expect(records.released).toEqual(['customer:C00123']);
  });

  test('is not written again when nothing changed', async () => {
    put();
    await records.sync('CUSTOMER', 'C00123');
    expect(await records.sync('CUSTOMER', 'C00123')).toEqual({ outcome: 'in-step' });
    expect(records.imetal.imported).toHaveLength(1);
  });

  test('gets a short code that stays its own when its id is too long, or is another company', async () => {
    put({ id: 'GULF-STEEL-HOUSTON-001', recordNumber: '7' });
    put({ id: 'GULF-STEEL-HOUSTON-1001', recordNumber: '8' });
    await records.sync('CUSTOMER', 'GULF-STEEL-HOUSTON-001');
    await records.sync('CUSTOMER', 'GULF-STEEL-HOUSTON-1001');
    await records.sync('CUSTOMER', 'GULF-STEEL-HOUSTON-001');
    expect([...records.imetal.companies.keys()]).toEqual(['customer/GULFSTE001', 'customer/GULFST1001']);
  });

  test('that was there before under the same id is adopted, not made twice', async () => {
    put();
    await records.sync('CUSTOMER', 'C00123');
    await database.pool().query('delete from links');
    put({ name: 'Gulf Steel Inc' });
    await records.sync('CUSTOMER', 'C00123');
    expect([...records.imetal.companies.values()].map(({ name }) => name)).toEqual(['Gulf Steel Inc']);
  });

  test('that is on hold, inactive, or gone is closed there in the same words', async () => {
    const party = put();
    await records.sync('CUSTOMER', 'C00123');
    put({ ...party, isOnHold: true });
    await records.sync('CUSTOMER', 'C00123');
    expect(records.imetal.companies.get('customer/C00123')).toMatchObject({ paymentHold: true, isActive: true });
    records.intacct.parties.clear();
    await records.sync('CUSTOMER', 'C00123');
    expect(records.imetal.companies.get('customer/C00123')).toMatchObject({ name: 'Gulf Steel', isActive: false });
    const { rows } = await database.pool().query('select standing from links');
    expect(rows).toEqual([{ standing: 'inactive' }]);
  });

  test('is closed there although something of it does not fit, and left out when it never was there', async () => {
    const longName = 'A name of more than sixty characters, as finance may write it there';
    put();
    await records.sync('CUSTOMER', 'C00123');
    put({ name: longName, isActive: false });
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({ outcome: 'in-step' });
    expect(records.imetal.companies.get('customer/C00123')).toMatchObject({ name: 'Gulf Steel', isActive: false });
    expect(await records.sync('CUSTOMER', 'C00123')).toEqual({ outcome: 'in-step' });
    expect(records.imetal.imported).toHaveLength(2);
    put({ id: 'C00124', recordNumber: '124', name: longName, isActive: false });
    expect(await records.sync('CUSTOMER', 'C00124')).toMatchObject({ outcome: 'filtered' });
    put({ kind: 'vendor', id: 'V1', partyType: 'Trade' });
    await records.sync('VENDOR', 'V1');
    put({ kind: 'vendor', id: 'V1', partyType: 'Landlord', name: longName });
    expect(await records.sync('VENDOR', 'V1')).toMatchObject({ outcome: 'in-step' });
    expect(records.imetal.companies.get('supplier/V1')).toMatchObject({ isActive: false });
    expect(await openExceptions()).toEqual([]);
  });

  test('that was in iMetal before the hub, and is inactive in Intacct, is closed there', async () => {
    put();
    await records.sync('CUSTOMER', 'C00123');
    await database.pool().query('delete from links');
    const before = records.imetal.companies.get('customer/C00123');
    if (before === undefined) throw new Error('no company');
    records.imetal.companies.set('customer/C00123', { ...before, externalReference: null });
    put({ isActive: false });
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({ outcome: 'in-step' });
    expect(records.imetal.companies.get('customer/C00123')).toMatchObject({ isActive: false });
    await database.pool().query('delete from links');
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({ outcome: 'filtered' });
  });

  test('that is parked is told of in its credit position all the same, once a change', async () => {
    const told: string[] = [];
    records.deps.touchOpenItems = async (_company, customerId) => void told.push(customerId);
    put();
    await records.sync('CUSTOMER', 'C00123');
    told.length = 0;
    put({
      isOnHold: true,
      modifiedAt: '2026-11-20T09:30:00Z',
      displayContact: { telephone: '+1 713 555 0100 ext. 12345', email: null, address: null },
    });
    await records.sync('CUSTOMER', 'C00123');
    await records.sync('CUSTOMER', 'C00123');
    expect(await openExceptions()).toMatchObject([{ code: 'FIELD_TOO_LONG' }]);
    expect(told).toEqual(['C00123']);
  });

  test('restricted to no location at all is refused, not open everywhere', async () => {
    put({ restriction: { kind: 'restricted', locationIds: [] } });
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({ reason: { code: 'RESTRICTION_UNMAPPED' } });
  });

  test('restricted to an entity is open only in its branches; to the top level, in none', async () => {
    put({ restriction: { kind: 'restricted', locationIds: ['100'] } });
    await records.sync('CUSTOMER', 'C00123');
    const [home] = Object.entries(records.profile.branches).filter(([, branch]) => branch.entity === '100');
    expect(records.imetal.companies.get('customer/C00123')?.branchCodes).toContain(home?.[0]);
    put({ restriction: { kind: 'root-only' } });
    await records.sync('CUSTOMER', 'C00123');
    expect(records.imetal.companies.get('customer/C00123')).toMatchObject({ isActive: false });
  });
});

describe('a customer that cannot be brought in step', () => {
  test('waits for its parent, and for its term, each by its cause', async () => {
    put({ parentId: 'C00001', termName: 'Net 30' });
    put({ id: 'C00001' });
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'TERM_UNKNOWN', count: 2 },
    });
    expect(await openExceptions()).toEqual([
      { document_key: 'CUSTOMER/C00123', code: 'TERM_UNKNOWN', cause_key: 'term:Net 30' },
      { document_key: 'CUSTOMER/C00123', code: 'PARENT_UNKNOWN', cause_key: 'customer:C00001' },
    ]);
    put({ parentId: 'C00001', termName: null });
    await records.sync('CUSTOMER', 'C00001');
    expect(records.released).toEqual(['customer:C00001']);
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({ outcome: 'in-step' });
    expect(records.imetal.companies.get('customer/C00123')?.parentCode).toBe('C00001');
    expect(await openExceptions()).toEqual([]);
  });

  test('says that its parent is left out, where it would wait in vain', async () => {
    put({ parentId: 'C00001' });
    put({ id: 'C00001', restriction: { kind: 'root-only' } });
    await records.sync('CUSTOMER', 'C00001');
    const { reason } = (await records.sync('CUSTOMER', 'C00123')) as { reason: { code: string; message: string } };
    expect(reason).toMatchObject({
      code: 'PARENT_UNKNOWN',
      message: 'customer C00123: its parent C00001 is left out of iMetal: operations do not need it',
    });
  });

  test('names the loop of its parents', async () => {
    put({ parentId: 'C00001' });
    put({ id: 'C00001', parentId: 'C00123' });
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'PARENT_LOOP', message: expect.stringContaining('C00123 → C00001 → C00123') },
    });
  });

  test("carries the importer's note to the person, and goes through once it takes the row", async () => {
    put();
    records.imetal.refusal = () => 'branch_code: "HOU" not found in branches table.';
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({
      outcome: 'parked',
      reason: {
        code: 'IMPORT_REFUSED',
        message: expect.stringContaining('branch_code: "HOU" not found in branches table.'),
      },
    });
    records.imetal.refusal = null;
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({ outcome: 'in-step' });
    expect(await openExceptions()).toEqual([]);
  });

  test('keeps the age of an exception that is still the same', async () => {
    put({ name: 'A name that is quite a bit longer than the sixty characters that iMetal holds' });
    await records.sync('CUSTOMER', 'C00123');
    const opened = async () => (await database.pool().query('select opened_at from exceptions')).rows;
    const before = await opened();
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({ reason: { code: 'FIELD_TOO_LONG' } });
    expect(await opened()).toEqual(before);
  });
});

describe('crashes', () => {
  test('a batch whose answer was lost is asked again, and makes no second company', async () => {
    put();
    const look = await records.look('CUSTOMER', 'C00123');
    if (look.outcome !== 'importing') throw new Error(look.outcome);
    records.imetal.loseNextAnswer = new Transport('no answer', { operation: 'import' });
    await expect(records.importBatch('CUSTOMER', 'C00123', look.batchNumber)).rejects.toThrow('no answer');
    // Another look, by a flow that does not know of the batch, finds it on its way.
    expect(await records.look('CUSTOMER', 'C00123')).toEqual(look);
    expect(await records.sync('CUSTOMER', 'C00123')).toMatchObject({ outcome: 'in-step' });
    expect(records.imetal.imported).toHaveLength(1);
    expect(records.imetal.batches.map(({ batchNumber }) => batchNumber)).toEqual([look.batchNumber, look.batchNumber]);
  });

  test('what was changed in iMetal after the look is looked at again, not overwritten', async () => {
    const own = {
      creditComments: 'pays late',
      shortName: 'GULF',
      fax: '713-555-0199',
      registrationNumber: '0801234567',
    };
    const party = put();
    await records.sync('CUSTOMER', 'C00123');
    put({ ...party, name: 'Gulf Steel Inc' });
    const look = await records.look('CUSTOMER', 'C00123');
    if (look.outcome !== 'importing') throw new Error(look.outcome);
    const company = records.imetal.companies.get('customer/C00123');
    if (company === undefined) throw new Error('no company');
    records.imetal.companies.set('customer/C00123', { ...company, ...own, version: 9 });
    expect(await records.importBatch('CUSTOMER', 'C00123', look.batchNumber)).toMatchObject({ outcome: 'look-again' });
    await records.sync('CUSTOMER', 'C00123');
    expect(records.imetal.companies.get('customer/C00123')).toMatchObject({
      name: 'Gulf Steel Inc',
      ...own,
    });
  });
});
