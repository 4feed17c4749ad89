import { recordReference } from '../../../activities/records/touch-record';
import { OutcomeUnknown } from '../../../clients/errors';
import type { ImetalContact } from '../../../clients/imetal/imetal-masters';
import { recordWorkflowId } from '../../../workflows/sync-record';
import { useHubDatabase } from '../../db/hub-database';
import { blankContact, buildParty } from './fake-masters';
import { createRecordsUnderTest, type RecordsUnderTest } from './records-under-test';

const database = useHubDatabase();
let records: RecordsUnderTest;
beforeEach(async () => {
  for (const table of ['links', 'record_imports', 'record_looks', 'sync_conflicts', 'exceptions']) {
    await database.pool().query(`delete from ${table}`);
  }
  records = createRecordsUnderTest(database.pool());
  records.intacct.parties.set('customer/C00123', buildParty());
  await records.sync('CUSTOMER', 'C00123');
  records.imetal.imported.length = 0;
});
afterEach(() => records.close());

/** A ship-to made by somebody in iMetal. */
function putShipTo(changes: Partial<ImetalContact> = {}): ImetalContact {
  const contact: ImetalContact = {
    kind: 'ship-to',
    contactId: '55',
    companyKind: 'customer',
    companyCode: 'C00123',
    code: '2',
    name: 'Gulf Steel Dock 2',
    forename: null,
    surname: null,
    position: null,
    typeCode: null,
    telephone: '713-555-0102',
    mobile: null,
    email: null,
    address: { text: '2 Dock Road', town: 'Houston', county: 'TX', postcode: '77002', countryCode: 'USA' },
    isActive: true,
    externalReference: null,
    version: 1,
    modifiedAt: '2026-11-20T10:00:00Z',
    ...changes,
  };
  records.imetal.contacts.set(`${contact.kind}/${contact.contactId}`, contact);
  return contact;
}

const shipTo = { imetal: { kind: 'ship-to' as const, contactId: '55' } };
const dock = { kind: 'customer' as const, id: 'C00123', category: 'Ship to' };
const putIntacct = (changes = {}) => {
  const contact = {
    ...blankContact('Gulf Steel Yard', '900'),
    printAs: 'Gulf Steel Yard',
    telephone: '713-555-0103',
    address: { lines: ['3 Dock Road'], town: 'Houston', county: 'TX', postcode: '77003', countryCode: 'US' },
    ...changes,
  };
  records.intacct.contacts.set(contact.contactName, contact);
};

describe('a ship-to made in iMetal', () => {
  test('appears on the Intacct customer', async () => {
    putShipTo();
    expect(await records.sync('CONTACT', 'C00123-2', shipTo)).toEqual({ outcome: 'in-step' });
    expect(records.intacct.contacts.get('C00123-2')).toMatchObject({
      printAs: 'Gulf Steel Dock 2',
      telephone: '713-555-0102',
      address: { lines: ['2 Dock Road'], town: 'Houston', postcode: '77002', countryCode: 'US' },
    });
    expect(records.intacct.parties.get('customer/C00123')?.contacts).toEqual([
      { category: 'Ship to', contactName: 'C00123-2' },
    ]);
  });

  test('comes back as no change: the echo of our own write writes nothing', async () => {
    putShipTo();
    await records.sync('CONTACT', 'C00123-2', shipTo);
    const written = records.intacct.writes.length;
    // As Intacct's feed tells of it: by name only.
    expect(await records.sync('CONTACT', 'C00123-2')).toEqual({ outcome: 'in-step' });
    expect(records.intacct.writes).toHaveLength(written);
    expect(records.imetal.imported).toEqual([]);
  });

  test('is made once when the answer was lost, and is listed on the customer all the same', async () => {
    putShipTo();
    records.intacct.loseNextAnswer = new OutcomeUnknown('no answer', { operation: 'create', reason: 'no-answer' });
    await expect(records.look('CONTACT', 'C00123-2', shipTo)).rejects.toThrow('no answer');
    expect(await records.sync('CONTACT', 'C00123-2', shipTo)).toEqual({ outcome: 'in-step' });
    expect(records.intacct.writes.map(({ what }) => what)).toEqual(['create C00123-2']);
    expect(records.intacct.parties.get('customer/C00123')?.contacts).toHaveLength(1);
  });

  test('of a customer that Intacct does not know waits for that customer', async () => {
    putShipTo({ companyCode: 'C99999' });
    expect(await records.sync('CONTACT', 'C99999-2', shipTo)).toMatchObject({
      outcome: 'parked',
      reason: {
        code: 'CONTACT_WITHOUT_PARTY',
        causeKey: 'customer:C99999',
        message: expect.stringContaining('contact "C99999-2" of customer C99999'),
      },
    });
  });

  test('that the importer refuses is named to the person, with the note', async () => {
    putIntacct();
    records.imetal.refusal = () => 'country_code: "XX" not found in countries table.';
    expect(await records.sync('CONTACT', 'Gulf Steel Yard', { party: dock })).toMatchObject({
      reason: { code: 'IMPORT_REFUSED', message: expect.stringMatching(/contact "Gulf Steel Yard": .*"XX" not found/) },
    });
  });

  test('deleted in iMetal becomes inactive in Intacct; deleted in Intacct, in iMetal', async () => {
    putShipTo();
    await records.sync('CONTACT', 'C00123-2', shipTo);
    records.imetal.edit('ship-to/55', { isActive: false });
    await records.sync('CONTACT', 'C00123-2', shipTo);
    expect(records.intacct.contacts.get('C00123-2')?.isActive).toBe(false);
    records.imetal.edit('ship-to/55', { isActive: true });
    await records.sync('CONTACT', 'C00123-2', shipTo);
    records.intacct.contacts.delete('C00123-2');
    await records.sync('CONTACT', 'C00123-2');
    expect(records.imetal.contacts.get('ship-to/55')).toMatchObject({ isActive: false, name: 'Gulf Steel Dock 2' });
  });
});

describe('a contact made in Intacct', () => {
  test('appears in iMetal under a code of its own, and is linked', async () => {
    putIntacct();
    expect(await records.sync('CONTACT', 'Gulf Steel Yard', { party: dock })).toMatchObject({ outcome: 'in-step' });
    const [made] = [...records.imetal.contacts.values()];
    expect(made).toMatchObject({
      kind: 'ship-to',
      companyCode: 'C00123',
      code: 'GULFSTEE01',
      name: 'Gulf Steel Yard',
      externalReference: 'Gulf Steel Yard',
    });
    const { rows } = await database.pool().query("select source_id from links where object = 'contact'");
    expect(rows).toEqual([{ source_id: `ship-to/${made?.contactId}` }]);
  });

  test('of the category of a person is a person there, with the type that the profile names', async () => {
    putIntacct({ forename: 'Ana', surname: 'Ruiz' });
    await records.sync('CONTACT', 'Gulf Steel Yard', { party: { ...dock, category: 'Warehouse' } });
    expect([...records.imetal.contacts.values()]).toMatchObject([
      { kind: 'person', forename: 'Ana', surname: 'Ruiz', typeCode: 'WHS', code: null },
    ]);
  });

  test('is looked at when its customer was, until both sides know it', async () => {
    putIntacct();
    const listed = [{ category: 'Ship to', contactName: 'Gulf Steel Yard' }];
    records.intacct.parties.set('customer/C00123', buildParty({ contacts: listed }));
    await records.sync('CUSTOMER', 'C00123');
    expect(records.touched.map(({ hint }) => hint)).toEqual([{ party: dock }]);
    await records.sync('CONTACT', 'Gulf Steel Yard', { party: dock });
    await records.sync('CUSTOMER', 'C00123');
    expect(records.touched).toHaveLength(1);
  });

  test("is no touch of its customer's own contact, which comes with the customer; a name in brackets is a name", async () => {
    const contacts = ['Gulf Steel(CC00123)', 'Warehouse (Calgary)'].map((contactName) => ({
      category: 'Ship to',
      contactName,
    }));
    records.touched.length = 0;
    records.intacct.parties.set('customer/C00123', buildParty({ contacts }));
    await records.sync('CUSTOMER', 'C00123');
    const { company } = records.profile;
    const calgary = recordWorkflowId(recordReference(company, 'CONTACT', 'Warehouse (Calgary)'));
    expect(records.touched).toEqual([{ workflowId: calgary, hint: { party: dock } }]);
  });

  test('of nobody whom operations know is left alone', async () => {
    putIntacct({ contactName: 'A stranger' });
    expect(await records.sync('CONTACT', 'A stranger')).toMatchObject({ outcome: 'filtered' });
    expect(records.imetal.imported).toEqual([]);
  });
});

describe('a contact deleted in Intacct', () => {
  const deleted = async () => {
    putShipTo();
    await records.sync('CONTACT', 'C00123-2', shipTo);
    await records.sync('CONTACT', 'C00123-2');
    const customer = records.intacct.parties.get('customer/C00123');
    if (customer !== undefined) customer.contacts = [];
    records.intacct.contacts.delete('C00123-2');
  };

  test('is not made anew for what operations changed of it meanwhile', async () => {
    await deleted();
    records.imetal.edit('ship-to/55', { telephone: '713-555-0999' });
    expect(await records.sync('CONTACT', 'C00123-2')).toMatchObject({ outcome: 'in-step' });
    expect(records.intacct.contacts.has('C00123-2')).toBe(false);
    expect(records.imetal.contacts.get('ship-to/55')).toMatchObject({ isActive: false, telephone: '713-555-0999' });
  });

  test('is made anew and listed when operations take it up again, as often as that happens', async () => {
    for (let time = 0; time < 3; time += 1) {
      await deleted();
      await records.sync('CONTACT', 'C00123-2');
      records.imetal.edit('ship-to/55', { isActive: true });
      expect(await records.sync('CONTACT', 'C00123-2')).toMatchObject({ outcome: 'in-step' });
      expect(records.intacct.contacts.get('C00123-2')).toMatchObject({ isActive: true });
      const listed = records.intacct.parties.get('customer/C00123')?.contacts;
      expect(listed).toEqual([{ category: 'Ship to', contactName: 'C00123-2' }]);
    }
  });
});

describe('a person whom both systems had before', () => {
  const ana = { kind: 'person' as const, code: null, name: null, typeCode: 'WHS', address: null };
  const asPerson = { party: { ...dock, category: 'Warehouse' } };

  test('is one person of the same names, not two', async () => {
    putShipTo({ ...ana, contactId: '77', forename: 'Ana', surname: 'Ruiz', telephone: '713-555-0177' });
    putShipTo({ ...ana, contactId: '78', forename: 'Ana', surname: 'Ruiz', isActive: false });
    putIntacct({ contactName: 'Ana Ruiz', forename: 'ANA', surname: 'Ruiz', telephone: null });
    expect(await records.sync('CONTACT', 'Ana Ruiz', asPerson)).toMatchObject({ outcome: 'in-step' });
    expect(records.imetal.contacts.size).toBe(2);
    expect(records.intacct.contacts.get('Ana Ruiz')).toMatchObject({ telephone: '713-555-0177' });
    const { rows } = await database.pool().query("select source_id from links where object = 'contact'");
    expect(rows).toEqual([{ source_id: 'person/77' }]);
  });

  test('is left for people to tell apart where two bear the names', async () => {
    for (const contactId of ['77', '78']) putShipTo({ ...ana, contactId, forename: 'Ana', surname: 'Ruiz' });
    putIntacct({ contactName: 'Ana Ruiz', forename: 'Ana', surname: 'Ruiz' });
    await records.sync('CONTACT', 'Ana Ruiz', asPerson);
    expect(records.imetal.contacts.size).toBe(3);
  });

  test('goes by the name that Intacct prints, where it has no other', async () => {
    putIntacct({ contactName: 'Yard office', printAs: 'Yard office' });
    await records.sync('CONTACT', 'Yard office', asPerson);
    expect([...records.imetal.contacts.values()]).toMatchObject([{ forename: null, surname: 'Yard office' }]);
    expect(await records.sync('CONTACT', 'Yard office')).toEqual({ outcome: 'in-step' });
  });
});

describe('a contact that both sides changed at once', () => {
  test("goes by the field's owner, else by the last writer; what was settled is logged", async () => {
    putShipTo();
    await records.sync('CONTACT', 'C00123-2', shipTo);
    // The profile of the test gives the name to Intacct.
    records.intacct.edit('C00123-2', { printAs: 'Dock Two', telephone: '1' });
    records.imetal.edit('ship-to/55', { name: 'Dock II', telephone: '2', email: 'dock@gulf.example' });
    await records.sync('CONTACT', 'C00123-2');
    expect(records.imetal.contacts.get('ship-to/55')).toMatchObject({ name: 'Dock Two', telephone: '2' });
    expect(records.intacct.contacts.get('C00123-2')).toMatchObject({
      printAs: 'Dock Two',
      telephone: '2',
      email: 'dock@gulf.example',
    });
    const { rows } = await database
      .pool()
      .query('select field, agreed_value, intacct_value, imetal_value, kept, rule from sync_conflicts order by field');
    expect(rows).toEqual([
      {
        field: 'name',
        agreed_value: 'Gulf Steel Dock 2',
        intacct_value: 'Dock Two',
        imetal_value: 'Dock II',
        kept: 'intacct',
        rule: 'owner',
      },
      {
        field: 'telephone',
        agreed_value: '713-555-0102',
        intacct_value: '1',
        imetal_value: '2',
        kept: 'imetal',
        rule: 'last writer',
      },
    ]);
  });
});

describe('the log of conflicts', () => {
  const conflicts = async () =>
    (await database.pool().query('select intacct_value, imetal_value, kept from sync_conflicts')).rows;
  const bothChange = (intacct: string, imetal: string) => {
    records.intacct.edit('C00123-2', { telephone: intacct });
    records.imetal.edit('ship-to/55', { telephone: imetal });
  };
  beforeEach(async () => {
    putShipTo();
    await records.sync('CONTACT', 'C00123-2', shipTo);
  });

  test('says once what is tried again and again, and anew what is settled anew', async () => {
    records.imetal.refusal = () => 'the row is refused.';
    records.imetal.edit('ship-to/55', { name: 'Dock II' });
    records.intacct.edit('C00123-2', { printAs: 'Dock Two' });
    for (let time = 0; time < 3; time += 1) await records.sync('CONTACT', 'C00123-2');
    expect(await conflicts()).toHaveLength(1);
    records.imetal.refusal = null;
    await records.sync('CONTACT', 'C00123-2');
    for (const name of ['Dock 2', 'Dock Two', 'Dock 2', 'Dock Two']) {
      records.intacct.edit('C00123-2', { printAs: name });
      records.imetal.edit('ship-to/55', { name: `${name}!` });
      await records.sync('CONTACT', 'C00123-2');
    }
    expect(await conflicts()).toHaveLength(5);
  });

  test('has the word that was overwritten in Intacct, though the answer to that was lost', async () => {
    bothChange('1', '2');
    records.intacct.loseNextAnswer = new OutcomeUnknown('no answer', { operation: 'update', reason: 'no-answer' });
    await expect(records.look('CONTACT', 'C00123-2')).rejects.toThrow('no answer');
    await records.sync('CONTACT', 'C00123-2');
    expect(await conflicts()).toEqual([{ intacct_value: '1', imetal_value: '2', kept: 'imetal' }]);
  });
});
