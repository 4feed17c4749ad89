import { selectTaxLinks } from '../../../db/tax-links';
import type { IntacctTaxDetail, IntacctTerm } from '../../../domain/master-records';
import { useHubDatabase } from '../../db/hub-database';
import { buildProfile } from '../../mappings/source-invoice-builder';
import { buildParty } from './fake-masters';
import { createRecordsUnderTest, type RecordsUnderTest } from './records-under-test';

const database = useHubDatabase();
let records: RecordsUnderTest;
beforeEach(async () => {
  for (const table of ['links', 'record_imports', 'record_looks', 'sync_conflicts', 'exceptions']) {
    await database.pool().query(`delete from ${table}`);
  }
  const { masters } = buildProfile();
  records = createRecordsUnderTest(database.pool(), { masters: { ...masters, termCodes: { 'Net 30': 'N30' } } });
});
afterEach(() => records.close());

function putTerm(changes: Partial<IntacctTerm> = {}): IntacctTerm {
  const term: IntacctTerm = {
    kind: 'receivables',
    name: 'Net 30',
    recordNumber: '1',
    description: null,
    isActive: true,
    due: { day: 30, from: 'from invoice/bill date' },
    discount: null,
    discountCalculatedOn: null,
    penalty: null,
    modifiedAt: '2026-11-20T08:00:00Z',
    ...changes,
  };
  records.intacct.terms.set(`${term.kind}/${term.name}`, term);
  return term;
}
function putDetail(changes: Partial<IntacctTaxDetail> = {}): void {
  const detail: IntacctTaxDetail = {
    detailId: 'UK sales reduced 5%',
    recordNumber: '9',
    description: 'VAT reduced',
    taxType: 'sales',
    ratePercent: '5',
    accountNumber: '2360',
    authority: 'HMRC',
    taxSolutionId: 'United Kingdom - VAT',
    isReverseCharge: false,
    isActive: true,
    entityId: null,
    modifiedAt: '2026-11-20T08:00:00Z',
    ...changes,
  };
  records.intacct.taxDetails.set(detail.detailId, detail);
}

describe('terms', () => {
  test("have the profile's code, or a short one of their own, and let a waiting customer go on", async () => {
    putTerm();
    putTerm({
      name: '1% 5 Net 30',
      discount: { day: 5, from: 'from invoice/bill date', amount: '1', unit: '%', graceDays: 0 },
    });
    await records.sync('ARTERM', 'Net 30');
    await records.sync('ARTERM', '1% 5 Net 30');
    expect(records.imetal.terms.get('N30')).toMatchObject({ due_days: 30, narrative: 'net 30 days', active: true });
    expect([...records.imetal.terms.keys()]).toEqual(['N30', '15NE30']);
    expect(records.released).toEqual(['term:Net 30', 'term:1% 5 Net 30']);
    records.intacct.parties.set('customer/C00123', buildParty({ termName: '1% 5 Net 30' }));
    await records.sync('CUSTOMER', 'C00123');
    expect(records.imetal.companies.get('customer/C00123')?.termsCode).toBe('15NE30');
  });

  test('of customers and suppliers are one term under one code while they say the same', async () => {
    putTerm();
    putTerm({ kind: 'payables', description: 'in thirty days' });
    await records.sync('ARTERM', 'Net 30');
    await records.sync('APTERM', 'Net 30');
    await records.sync('ARTERM', 'Net 30');
    const taken = records.imetal.imported.length;
    await records.sync('APTERM', 'Net 30');
    await records.sync('ARTERM', 'Net 30');
    expect(records.imetal.imported).toHaveLength(taken);
    expect(records.imetal.terms.get('N30')).toMatchObject({ applies_to: 'B', description: 'Net 30' });
    putTerm({ kind: 'payables', due: { day: 45, from: 'from invoice/bill date' } });
    expect(await records.sync('APTERM', 'Net 30')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'CODE_TAKEN', causeKey: 'term:Net 30' },
    });
  });

  test('that are gone or inactive in Intacct are inactive in iMetal', async () => {
    const term = putTerm();
    await records.sync('ARTERM', 'Net 30');
    putTerm({ ...term, isActive: false });
    await records.sync('ARTERM', 'Net 30');
    expect(records.imetal.terms.get('N30')).toMatchObject({ active: false });
    putTerm();
    await records.sync('ARTERM', 'Net 30');
    records.intacct.terms.clear();
    await records.sync('ARTERM', 'Net 30');
    expect(records.imetal.terms.get('N30')).toMatchObject({ active: false, due_days: 30 });
  });
});

describe('tax details', () => {
  test.each([
    [
      'UK',
      { detailId: 'UK purchases standard 20%', taxType: 'purchase' as const, ratePercent: '20' },
      'HMRC',
      'P',
      '20.0000',
    ],
    ['CA', { detailId: 'QST 9.975%', authority: 'RQ', ratePercent: '9.975' }, 'RQ', 'S', '9.9750'],
    ['US', { detailId: 'Texas state sales tax', authority: 'TX', ratePercent: '6.25' }, 'TX', 'S', '6.2500'],
  ])('of the %s are a rate of their authority, from before any document', async (_, changes, authority, type, rate) => {
    putDetail(changes);
    expect(await records.sync('TAXDETAIL', changes.detailId)).toMatchObject({ outcome: 'in-step' });
    expect(records.imetal.rates).toEqual([
      expect.objectContaining({
        tax_authority_code: authority,
        tax_type: type,
        rate,
        effective_from: '2000-01-01',
        active: true,
        external_reference: changes.detailId,
      }),
    ]);
    const [row] = records.imetal.rates;
    const links = await selectTaxLinks(database.pool(), records.profile.company, type as 'S' | 'P');
    expect(links.get(`${authority}/${row?.tax_class}`)).toEqual({ detail: changes.detailId, account: '2360' });
  });

  test('get classes of their own within an authority, none that the profile gives away', async () => {
    putDetail();
    putDetail({ detailId: 'UK sales zero', ratePercent: '0', recordNumber: '10' });
    await records.sync('TAXDETAIL', 'UK sales reduced 5%');
    await records.sync('TAXDETAIL', 'UK sales zero');
    expect(records.imetal.rates.map((row) => row.tax_class)).toEqual([2, 1]);
  });

  test('are the class that operations made for the same rate, and of two such classes neither', async () => {
    const made = {
      tax_type: 'S',
      effective_from: '2020-01-01',
      effective_to: null,
      external_reference: null,
      active: true,
    };
    const class1 = { ...made, tax_authority_code: 'LA', tax_class: 1, rate: '5.0000' };
    const twins = [1, 2].map((tax_class) => ({ ...made, tax_authority_code: 'LA-NOLA', tax_class, rate: '4.0000' }));
    records.imetal.rates.push(class1, ...twins);
    putDetail({ detailId: 'Louisiana', authority: 'LA', ratePercent: '5' });
    putDetail({ detailId: 'New Orleans', authority: 'LA-NOLA', ratePercent: '4', recordNumber: '10' });
    await records.sync('TAXDETAIL', 'Louisiana');
    await records.sync('TAXDETAIL', 'New Orleans');
    const links = await selectTaxLinks(database.pool(), records.profile.company, 'S');
    expect([links.get('LA/1')?.detail, links.get('LA-NOLA/3')?.detail]).toEqual(['Louisiana', 'New Orleans']);
  });

  test('whose rate changes begin a new row on the day of the change', async () => {
    putDetail();
    await records.sync('TAXDETAIL', 'UK sales reduced 5%');
    putDetail({ ratePercent: '7.5', modifiedAt: '2026-04-01T10:00:00Z' });
    await records.sync('TAXDETAIL', 'UK sales reduced 5%');
    expect(records.imetal.rates.map((row) => [row.rate, row.effective_from])).toEqual([
      ['7.5000', '2026-04-01'],
      ['5.0000', '2000-01-01'],
    ]);
    expect(await records.sync('TAXDETAIL', 'UK sales reduced 5%')).toEqual({ outcome: 'in-step' });
    expect(records.imetal.imported).toHaveLength(2);
    // New words are no new rate.
    putDetail({ ratePercent: '7.5', description: 'VAT, reduced rate', modifiedAt: '2026-05-01T10:00:00Z' });
    await records.sync('TAXDETAIL', 'UK sales reduced 5%');
    expect(records.imetal.imported.at(-1)).toMatchObject({
      action: 'C',
      values: { effective_from: '2026-04-01', description: 'VAT, reduced rate' },
    });
  });

  test("correct the row that operations made, where Intacct's rate is older than that", async () => {
    const made = { tax_authority_code: 'HMRC', tax_class: 1, tax_type: 'S', effective_from: '2020-01-01' };
    records.imetal.rates.push({ ...made, rate: '5.0000', external_reference: null, active: true });
    putDetail({ ratePercent: '5', modifiedAt: '2019-03-01T10:00:00Z' });
    await records.sync('TAXDETAIL', 'UK sales reduced 5%');
    putDetail({ ratePercent: '6', modifiedAt: '2019-04-01T10:00:00Z' });
    expect(await records.sync('TAXDETAIL', 'UK sales reduced 5%')).toMatchObject({ outcome: 'in-step' });
    expect(records.imetal.imported.at(-1)).toMatchObject({
      action: 'C',
      values: { rate: '6.0000', effective_from: '2020-01-01' },
    });
  });

  test.each([
    ['reverse charge', { isReverseCharge: true }],
    ['no authority', { authority: null }],
    ['five decimals', { ratePercent: '9.97512' }],
  ])('with %s are exceptions, never approximated', async (_, changes) => {
    putDetail(changes);
    expect(await records.sync('TAXDETAIL', 'UK sales reduced 5%')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'TAX_INEXPRESSIBLE' },
    });
    expect(records.imetal.imported).toEqual([]);
  });
});

describe('tax schedules', () => {
  test('are tax groups once their details are there; one that was there before is changed, not refused', async () => {
    putDetail();
    records.intacct.taxSchedules.push({
      scheduleId: 'UK reduced',
      taxType: 'sales',
      detailIds: ['UK sales reduced 5%'],
      isActive: true,
    });
    expect(await records.sync('TAXSCHEDULE', 'UK reduced')).toMatchObject({
      outcome: 'parked',
      reason: { code: 'TAX_DETAIL_UNKNOWN', causeKey: 'tax-detail:UK sales reduced 5%' },
    });
    await records.sync('TAXDETAIL', 'UK sales reduced 5%');
    records.imetal.refusal = ({ table, action }) =>
      table === 'import_tax_groups' && action === 'A' ? 'Couldn\'t add tax group - code "UKREDUCED" exists.' : null;
    expect(await records.sync('TAXSCHEDULE', 'UK reduced')).toMatchObject({ outcome: 'in-step' });
    expect(records.imetal.imported.at(-1)).toMatchObject({
      table: 'import_tax_groups',
      action: 'C',
      values: { code: 'UKREDUCED', tax_type: 'S', authority1: 'HMRC', class1: 1, authority2: null, class2: null },
    });
  });
});
