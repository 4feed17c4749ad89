import { contactNameFor, createContactFeedActivities } from '../../../activities/records/imetal-contact-feed';
import { createIntacctFeedActivities } from '../../../activities/records/intacct-feed';
import { recordReference } from '../../../activities/records/touch-record';
import type { ChangedRecord, IntacctCursor } from '../../../clients/intacct/intacct-masters';
import type { FeedCursor } from '../../../domain/feed-cursor';
import { recordWorkflowId } from '../../../workflows/sync-record';
import { useHubDatabase } from '../../db/hub-database';
import { quietActivity } from '../posting-under-test';
import { blankContact, buildParty } from './fake-masters';
import { createRecordsUnderTest, type RecordsUnderTest } from './records-under-test';

const database = useHubDatabase();
let records: RecordsUnderTest;
beforeEach(async () => {
  for (const table of [
    'links',
    'record_imports',
    'record_looks',
    'exceptions',
    'feed_cursors',
    'feed_sweeps',
    'sync_conflicts',
  ]) {
    await database.pool().query(`delete from ${table}`);
  }
  records = createRecordsUnderTest(database.pool());
});
afterEach(() => records.close());

const changed = (id: string, modifiedAt: string, changes: Partial<ChangedRecord> = {}): ChangedRecord => ({
  object: 'CUSTOMER',
  id,
  recordNumber: '123',
  modifiedAt,
  isDeleted: false,
  ...changes,
});
const flowOf = (object: Parameters<typeof recordReference>[1], id: string) =>
  recordWorkflowId(recordReference(records.profile.company, object, id));
const touchedFlows = () => records.touched.map(({ workflowId }) => workflowId);

describe("Intacct's feed", () => {
  const poll = (object: ChangedRecord['object'] = 'CUSTOMER') =>
    quietActivity().run(createIntacctFeedActivities(records.deps).touchIntacctPage, {
      company: records.profile.company,
      object,
      after: null,
    });

  test('lets each changed record be looked at, and goes on from there, less the overlap', async () => {
    const asked: (IntacctCursor | null)[] = [];
    records.intacct.port.listChanged = async (_object, after) => {
      asked.push(after);
      return [changed('C00123', '2026-11-20T09:00:00Z')];
    };
    expect(await poll()).toEqual({ seen: 1, touched: 1, next: null });
    await poll();
    expect(touchedFlows()[0]).toBe(flowOf('CUSTOMER', 'C00123'));
    expect(asked).toEqual([
      { modifiedAt: `${records.profile.feed.startFrom}T00:00:00Z`, recordNumber: '0' },
      { modifiedAt: '2026-11-20T08:59:00.000Z', recordNumber: '0' },
    ]);
  });

  test('does not look again at what was looked at as it is, only because of the overlap', async () => {
    const modifiedAt = '2020-11-20T09:00:00Z';
    records.intacct.parties.set('customer/C00123', buildParty({ modifiedAt }));
    records.intacct.port.listChanged = async () => [changed('C00123', modifiedAt)];
    await records.sync('CUSTOMER', 'C00123');
    expect(await poll()).toMatchObject({ seen: 1, touched: 0 });
  });

  test('looks again at what was read within the second of its change', async () => {
    const modifiedAt = new Date().toISOString();
    records.intacct.parties.set('customer/C00123', buildParty({ modifiedAt }));
    records.intacct.port.listChanged = async () => [changed('C00123', modifiedAt)];
    await records.sync('CUSTOMER', 'C00123');
    expect(await poll()).toMatchObject({ touched: 1 });
  });

  test("takes a change of a customer's own contact for one of the customer, and leaves strangers alone", async () => {
    records.intacct.port.listChanged = async (object) => [
      changed('Gulf Steel(CC00123)', '2026-11-20T09:00:00Z', { object }),
      changed('An employee', '2026-11-20T09:00:00Z', { object }),
    ];
    expect(await poll('CONTACT')).toMatchObject({ seen: 2, touched: 1 });
    expect(touchedFlows()).toEqual([flowOf('CUSTOMER', 'C00123')]);
    // Once is enough for one change.
    await poll('CONTACT');
    expect(touchedFlows()).toHaveLength(1);
  });

  test("takes a contact that is kept in step for itself, though its name ends like a party's own", async () => {
    records.intacct.parties.set('customer/C00123', buildParty());
    await records.sync('CUSTOMER', 'C00123');
    records.intacct.contacts.set('Warehouse (Calgary)', blankContact('Warehouse (Calgary)', '70'));
    const party = { kind: 'customer' as const, id: 'C00123', category: 'Ship to' };
    await records.sync('CONTACT', 'Warehouse (Calgary)', { party });
    records.intacct.port.listChanged = async (object) => [
      changed('Warehouse (Calgary)', '2026-11-20T09:00:00Z', { object }),
    ];
    expect(await poll('CONTACT')).toMatchObject({ touched: 1 });
    expect(touchedFlows()).toContain(flowOf('CONTACT', 'Warehouse (Calgary)'));
  });

  test('closes what was deleted, known by its number alone; once a minute', async () => {
    records.intacct.parties.set('customer/C00123', buildParty());
    await records.sync('CUSTOMER', 'C00123');
    records.intacct.parties.clear();
    records.intacct.port.listDeleted = async (_objects, after) =>
      after < '2026-11-20T10:00:00Z' ? [changed('', '2026-11-20T10:00:00Z', { isDeleted: true })] : [];
    const { touchIntacctDeletions } = createIntacctFeedActivities(records.deps);
    expect(await quietActivity().run(touchIntacctDeletions, records.profile.company)).toEqual({ touched: 1 });
    expect(touchedFlows()).toEqual([flowOf('CUSTOMER', 'C00123')]);
    expect(await quietActivity().run(touchIntacctDeletions, records.profile.company)).toEqual({ touched: 0 });
  });

  test('goes on behind a page of deletions, however many there are within the overlap', async () => {
    records.intacct.parties.set('customer/C00123', buildParty());
    await records.sync('CUSTOMER', 'C00123');
    const at = (second: number) => `2026-11-20T10:00:0${second}Z`;
    const others = Array.from({ length: 100 }, (_, index) => changed(`X${index}`, at(1), { isDeleted: true }));
    const deletions = [...others, changed('C00123', at(2), { isDeleted: true })];
    records.intacct.port.listDeleted = async (_objects, after, limit) =>
      deletions.filter(({ modifiedAt }) => modifiedAt > after).slice(0, limit);
    const { touchIntacctDeletions } = createIntacctFeedActivities(records.deps);
    expect(await quietActivity().run(touchIntacctDeletions, records.profile.company)).toEqual({ touched: 1 });
  });

  test('looks at tax schedules when a detail changed, and once an hour', async () => {
    records.intacct.taxSchedules.push({ scheduleId: 'UK', taxType: 'sales', detailIds: [], isActive: true });
    const { touchTaxSchedules } = createIntacctFeedActivities(records.deps);
    const touch = (detailsChanged: boolean) =>
      quietActivity().run(touchTaxSchedules, { company: records.profile.company, detailsChanged });
    expect(await touch(false)).toEqual({ touched: 1 });
    expect(await touch(false)).toEqual({ touched: 0 });
    expect(await touch(true)).toEqual({ touched: 1 });
  });

  test('closes a tax schedule that was deleted, which Intacct does not tell', async () => {
    records.intacct.taxSchedules.push({ scheduleId: 'UK', taxType: 'sales', detailIds: [], isActive: true });
    await records.sync('TAXSCHEDULE', 'UK');
    records.intacct.taxSchedules.length = 0;
    const { touchTaxSchedules } = createIntacctFeedActivities(records.deps);
    const touch = () =>
      quietActivity().run(touchTaxSchedules, { company: records.profile.company, detailsChanged: true });
    expect(await touch()).toEqual({ touched: 1 });
    await records.sync('TAXSCHEDULE', 'UK');
    expect(records.imetal.imported.at(-1)).toMatchObject({ table: 'import_tax_groups', action: 'D' });
    expect(await touch()).toEqual({ touched: 0 });
  });
});

describe("iMetal's feed of contacts", () => {
  const poll = () =>
    quietActivity().run(createContactFeedActivities(records.deps).touchImetalContactPage, {
      company: records.profile.company,
      kind: 'ship-to' as const,
      after: null,
    });

  test('lets a new ship-to be looked at under the name that it will have, each change once', async () => {
    records.imetal.contacts.set('ship-to/55', {
      kind: 'ship-to',
      contactId: '55',
      companyKind: 'customer',
      companyCode: 'C00123',
      code: '2',
      name: 'Dock 2',
      forename: null,
      surname: null,
      position: null,
      typeCode: null,
      telephone: null,
      mobile: null,
      email: null,
      address: null,
      isActive: true,
      externalReference: null,
      version: 1,
      modifiedAt: '2026-11-20T10:00:00.000001Z',
    });
    const cursor: FeedCursor = { modifiedAt: '2026-11-20T10:00:00.000001Z', headerId: '55' };
    records.imetal.masters.listChangedContacts = async () => [{ contactId: '55', cursor }];
    expect(await poll()).toEqual({ seen: 1, touched: 1, next: null });
    expect(records.touched).toEqual([
      { workflowId: flowOf('CONTACT', 'C00123-2'), hint: { imetal: { kind: 'ship-to', contactId: '55' } } },
    ]);
    expect(await poll()).toMatchObject({ seen: 1, touched: 0 });
    cursor.modifiedAt = '2026-11-20T10:00:01.000001Z';
    expect(await poll()).toMatchObject({ touched: 1 });
  });
});

describe('the name of a contact of iMetal', () => {
  test('is its own where a copy still bears the reference of the one that it was copied from', async () => {
    records.intacct.parties.set('customer/C00123', buildParty());
    await records.sync('CUSTOMER', 'C00123');
    records.intacct.contacts.set('Yard', blankContact('Yard', '70'));
    await records.sync('CONTACT', 'Yard', { party: { kind: 'customer', id: 'C00123', category: 'Ship to' } });
    const [original] = [...records.imetal.contacts.values()];
    if (original === undefined) throw new Error('no contact');
    records.imetal.contacts.set('ship-to/99', { ...original, contactId: '99', code: 'COPY' });
    const nameOf = (contactId: string) => contactNameFor(records.deps, records.profile, 'ship-to', contactId);
    expect(await nameOf(original.contactId)).toBe('Yard');
    expect(await nameOf('99')).toBe('C00123-COPY');
  });
});

describe("iMetal's feed of companies", () => {
  test('lets a customer be looked at whose limit operations changed, and none that is as it was agreed', async () => {
    records.intacct.parties.set('customer/C00123', buildParty());
    records.intacct.parties.set('customer/C00124', buildParty({ id: 'C00124', recordNumber: '124' }));
    await records.sync('CUSTOMER', 'C00123');
    await records.sync('CUSTOMER', 'C00124');
    records.touched.length = 0;
    records.imetal.masters.listChangedCompanies = async () =>
      ['C00123', 'C00124', 'C99999'].map((code, index) => ({
        companyId: String(index + 1),
        kind: 'customer',
        code,
        cursor: { modifiedAt: '2026-11-20T10:00:00.000001Z', headerId: String(index + 1) },
      }));
    const company = records.imetal.companies.get('customer/C00123');
    if (company === undefined) throw new Error('no company');
    records.imetal.companies.set('customer/C00123', { ...company, creditLimit: '999999.00', version: 2 });
    const { touchImetalContactPage } = createContactFeedActivities(records.deps);
    const poll = () =>
      quietActivity().run(touchImetalContactPage, {
        company: records.profile.company,
        kind: 'company' as const,
        after: null,
      });
    expect(await poll()).toMatchObject({ seen: 3, touched: 1 });
    expect(touchedFlows()).toEqual([flowOf('CUSTOMER', 'C00123')]);
    await records.sync('CUSTOMER', 'C00123');
    expect(records.imetal.companies.get('customer/C00123')).toMatchObject({ creditLimit: '50000.00' });
    const { rows } = await database.pool().query('select field, imetal_value, kept from sync_conflicts');
    expect(rows).toEqual([{ field: 'creditLimit', imetal_value: '999999.00', kept: 'intacct' }]);
  });
});
