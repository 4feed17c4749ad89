import { createIntacctFeedActivities } from '../../../activities/records/intacct-feed';
import type { ImetalContact } from '../../../clients/imetal/imetal-masters';
import { useHubDatabase } from '../../db/hub-database';
import { quietActivity } from '../posting-under-test';
import { blankContact, buildParty } from './fake-masters';
import { createRecordsUnderTest, type RecordsUnderTest } from './records-under-test';

const database = useHubDatabase();
let records: RecordsUnderTest;
beforeAll(() => {
  records = createRecordsUnderTest(database.pool());
});
database.beforeEnd(() => records.close());

const shipTo: ImetalContact = {
  kind: 'ship-to',
  contactId: '55',
  companyKind: 'customer',
  companyCode: 'C00999',
  code: '2',
  name: 'Dock 2',
  forename: null,
  surname: null,
  position: null,
  typeCode: null,
  telephone: null,
  mobile: null,
  email: null,
  address: { text: '2 Dock Road', town: 'Houston', county: 'TX', postcode: '77002', countryCode: 'USA' },
  isActive: true,
  externalReference: null,
  version: 1,
  modifiedAt: '2026-11-20T10:00:00Z',
};

test('a ship-to that waits for its customer keeps waiting when somebody looks who knows only its name, and goes through when it comes', async () => {
  records.imetal.contacts.set('ship-to/55', shipTo);
  const hint = { imetal: { kind: 'ship-to' as const, contactId: '55' } };
  expect(await records.sync('CONTACT', 'C00999-2', hint)).toMatchObject({ outcome: 'parked' });
  expect(await records.sync('CONTACT', 'C00999-2')).toMatchObject({
    outcome: 'parked',
    reason: { code: 'CONTACT_WITHOUT_PARTY' },
  });
  records.intacct.parties.set('customer/C00999', buildParty({ id: 'C00999' }));
  await records.sync('CUSTOMER', 'C00999');
  expect(await records.sync('CONTACT', 'C00999-2')).toMatchObject({ outcome: 'in-step' });
});

test('a contact that was parked for a fault of its own is looked at when finance mends it', async () => {
  const faulty = { ...blankContact('Yard of C00123', '901'), printAs: '' };
  records.intacct.parties.set('customer/C00123', buildParty());
  records.intacct.contacts.set(faulty.contactName, faulty);
  await records.sync('CUSTOMER', 'C00123');
  const hint = { party: { kind: 'customer' as const, id: 'C00123', category: 'Ship to' } };
  expect(await records.sync('CONTACT', faulty.contactName, hint)).toMatchObject({ outcome: 'parked' });

  const mended = { ...faulty, printAs: 'Yard', modifiedAt: '2026-11-21T10:00:00Z' };
  records.intacct.contacts.set(faulty.contactName, mended);
  const { modifiedAt, recordNumber } = mended;
  records.intacct.port.listChanged = async (object) => [
    { object, id: faulty.contactName, modifiedAt, recordNumber, isDeleted: false },
  ];
  records.touched.length = 0;
  const feed = createIntacctFeedActivities(records.deps);
  const request = { company: records.profile.company, object: 'CONTACT' as const, after: null };
  await quietActivity().run(feed.touchIntacctPage, request);
  expect(records.touched).toHaveLength(1);
  expect(await records.sync('CONTACT', faulty.contactName)).toMatchObject({ outcome: 'in-step' });
});
