import { createIntacctMasters } from '../../../clients/intacct/create-intacct-masters';
import type { IntacctRecord } from '../../../clients/intacct/intacct-client';
import { createStoredRecords } from './stored-records';

const customer: IntacctRecord = {
  RECORDNO: '27',
  CUSTOMERID: 'C-001',
  NAME: 'Blue Lake "Dental" & Sons',
  STATUS: 'active',
  ONHOLD: 'false',
  CREDITLIMIT: '5000',
  CURRENCY: 'USD',
  TERMNAME: 'N30',
  TAXID: '12-3456789',
  PARENTID: 'C-000',
  OBJECTRESTRICTION: 'Restricted',
  RESTRICTEDLOCATIONS: '100#~#200',
  CUSTTYPE: 'Trade',
  GLGROUP: 'Domestic',
  TOTALDUE: '17',
  HUB_SEGMENT: 'Plate',
  MEGAENTITYID: '',
  DISPLAYCONTACT: {
    PRINTAS: 'Blue Lake',
    PHONE1: '555',
    EMAIL1: '',
    MAILADDRESS: {
      ADDRESS1: '1 Shore Rd',
      ADDRESS2: '',
      CITY: 'Truckee',
      STATE: 'CA',
      ZIP: '96161',
      ISOCOUNTRYCODE: 'US',
    },
  },
  BILLTO: { CONTACTNAME: 'Blue Lake AP' },
  CONTACT_LIST_INFO: [
    { CATEGORYNAME: 'Bill to', CONTACT: { NAME: 'Blue Lake AP' } },
    { CATEGORYNAME: 'Sales', CONTACT: { NAME: 'Ana' } },
  ],
  WHENMODIFIED: '01/31/2026 10:00:02',
};

const other = (changes: IntacctRecord): IntacctRecord => ({ ...customer, ...changes });

function mastersOver(rows: Record<string, IntacctRecord[]>) {
  const stored = createStoredRecords(rows);
  return { stored, masters: createIntacctMasters(stored.client) };
}

describe('a party', () => {
  it('is read whole in one call, in accounting words', async () => {
    const { stored, masters } = mastersOver({ CUSTOMER: [customer] });
    expect(await masters.readParty('customer', 'C-001')).toEqual({
      kind: 'customer',
      id: 'C-001',
      recordNumber: '27',
      name: 'Blue Lake "Dental" & Sons',
      isActive: true,
      isOnHold: false,
      creditLimit: '5000',
      currency: 'USD',
      termName: 'N30',
      taxId: '12-3456789',
      parentId: 'C-000',
      restriction: { kind: 'restricted', locationIds: ['100', '200'] },
      entityId: null,
      displayContact: {
        telephone: '555',
        email: null,
        address: { lines: ['1 Shore Rd'], town: 'Truckee', county: 'CA', postcode: '96161', countryCode: 'US' },
      },
      contacts: [
        { category: 'Bill to', contactName: 'Blue Lake AP' },
        { category: 'Sales', contactName: 'Ana' },
      ],
      partyType: 'Trade',
      glGroup: 'Domestic',
      customFields: { HUB_SEGMENT: 'Plate' },
      modifiedAt: '2026-01-31T10:00:02.000Z',
    });
    expect(stored.calls).toEqual(['readByName CUSTOMER C-001']);
  });

  it('is read from dotted names too, and with one contact in its list', async () => {
    const { DISPLAYCONTACT: _, ...rest } = customer;
    const dotted = {
      ...rest,
      'DISPLAYCONTACT.EMAIL1': 'a@b.example',
      'DISPLAYCONTACT.MAILADDRESS.COUNTRYCODE': 'CA',
      CONTACT_LIST_INFO: { CATEGORYNAME: 'Sales', CONTACT: { NAME: 'Ana' } },
    };
    const { masters } = mastersOver({ CUSTOMER: [dotted] });
    expect(await masters.readParty('customer', 'C-001')).toMatchObject({
      displayContact: { telephone: null, email: 'a@b.example', address: { lines: [], countryCode: 'CA' } },
      contacts: [{ category: 'Bill to' }, { category: 'Sales', contactName: 'Ana' }],
    });
  });

  it.each([
    [{ OBJECTRESTRICTION: 'RootOnly' }, { kind: 'root-only' }],
    [{ OBJECTRESTRICTION: 'Unrestricted' }, { kind: 'unrestricted' }],
    [{ OBJECTRESTRICTION: '' }, { kind: 'unrestricted' }],
    [{ RESTRICTEDLOCATIONS: '', RESTRICTEDDEPARTMENTS: '10' }, { kind: 'unrestricted' }],
    [{ RESTRICTEDLOCATIONS: '' }, { kind: 'restricted', locationIds: [] }],
  ])('restricted as %j is %j', async (fields, restriction) => {
    const { masters } = mastersOver({ CUSTOMER: [other(fields)] });
    expect((await masters.readParty('customer', 'C-001'))?.restriction).toEqual(restriction);
  });

  it('private to an entity is read in that entity’s session', async () => {
    const { stored, masters } = mastersOver({ CUSTOMER: [other({ MEGAENTITYID: 'HOU' })] });
    expect(await masters.readParty('customer', 'C-001')).toMatchObject({ id: 'C-001', entityId: 'HOU' });
    expect(stored.calls).toEqual(['readByName CUSTOMER C-001', 'query CUSTOMER', 'read CUSTOMER 27 @HOU']);
  });

  it.each([false, true])(
    'that is not there is null, whether a missing key is refused (%s) or left out',
    async (refuses) => {
      const { stored, masters } = mastersOver({ CUSTOMER: [customer] });
      stored.refusesMissingKeys = refuses;
      expect(await masters.readParty('customer', 'C-404')).toBeNull();
    },
  );

  it('whose id has a comma is found all the same', async () => {
    const { masters } = mastersOver({ VENDOR: [{ ...customer, VENDORID: 'A,B', VENDTYPE: 'Freight' }] });
    expect(await masters.readParty('vendor', 'A,B')).toMatchObject({ kind: 'vendor', id: 'A,B', partyType: 'Freight' });
  });

  it('names the field that is not as documented', async () => {
    const { masters } = mastersOver({ CUSTOMER: [other({ STATUS: 'gone' })] });
    await expect(masters.readParty('customer', 'C-001')).rejects.toMatchObject({
      name: 'UnexpectedResponse',
      message: expect.stringContaining('intacct read CUSTOMER C-001: STATUS'),
    });
  });

  it('is listed by record number, private ones too, with what a query has no fields for', async () => {
    const { stored, masters } = mastersOver({
      CUSTOMER: [
        other({ RECORDNO: '30', CUSTOMERID: 'C-3' }),
        other({ RECORDNO: '9', CUSTOMERID: 'C-1' }),
        other({ RECORDNO: '28', CUSTOMERID: 'C-2', MEGAENTITYID: 'HOU' }),
        other({ RECORDNO: '31', CUSTOMERID: 'C-4' }),
      ],
    });
    const page = await masters.listParties('customer', '9', 2);
    expect(page.map(({ id, entityId }) => [id, entityId])).toEqual([
      ['C-2', 'HOU'],
      ['C-3', null],
    ]);
    expect(page[1]?.contacts).toHaveLength(2);
    expect(stored.calls).toEqual(['query CUSTOMER', 'read CUSTOMER 28 @HOU', 'read CUSTOMER 30']);
    expect(await masters.listParties('customer', '', 10)).toHaveLength(4);
  });
});

describe('a change feed', () => {
  const at = (RECORDNO: string, time: string) =>
    other({ RECORDNO, CUSTOMERID: `C-${RECORDNO}`, WHENMODIFIED: `01/31/2026 ${time}` });

  it('pages by time and number, and misses none of a second that fills more than a page', async () => {
    const times = ['10:00:01', '10:00:02', '10:00:02', '10:00:02', '10:00:02', '10:00:03', '09:59:59'];
    const { masters } = mastersOver({ CUSTOMER: times.map((time, index) => at(String(index + 8), time)) });
    const seen: string[] = [];
    let after = null;
    for (let page = 0; page < 10; page += 1) {
      const changed = await masters.listChanged('CUSTOMER', after, 2);
      const last = changed.at(-1);
      if (last === undefined) break;
      seen.push(...changed.map(({ id }) => id));
      after = { modifiedAt: last.modifiedAt, recordNumber: last.recordNumber };
    }
    expect(seen).toEqual(['C-14', 'C-8', 'C-9', 'C-10', 'C-11', 'C-12', 'C-13']);
  });

  it('begins with all of a second when the cursor has no record number', async () => {
    const { stored, masters } = mastersOver({ CUSTOMER: [at('8', '10:00:01'), at('9', '10:00:02')] });
    const after = { modifiedAt: '2026-01-31T10:00:02.900Z', recordNumber: '' };
    expect(await masters.listChanged('CUSTOMER', after, 10)).toEqual([
      { object: 'CUSTOMER', id: 'C-9', recordNumber: '9', modifiedAt: '2026-01-31T10:00:02.000Z', isDeleted: false },
    ]);
    expect(stored.queries[0]).toMatchObject({ pageSize: 10, showPrivate: true });
  });
});

describe('deletions', () => {
  const gone = (OBJECTKEY: string, time: string, ACCESSMODE = 'D', OBJECTTYPE = 'customer') => ({
    OBJECTTYPE,
    OBJECTKEY,
    ACCESSMODE,
    ACCESSTIME: `01/31/2026 ${time}`,
  });

  it('are told from changes, oldest first, by natural key or record number', async () => {
    const { stored, masters } = mastersOver({
      AUDITHISTORY: [
        gone('27', '10:00:03', 'Delete Event'),
        gone('C-1', '10:00:02'),
        gone('C-2', '10:00:02', 'M'),
        gone('V-1', '10:00:04', 'D', 'VENDOR'),
        gone('I-1', '10:00:02', 'D', 'item'),
        gone('C-0', '10:00:01'),
      ],
    });
    expect(await masters.listDeleted(['CUSTOMER', 'VENDOR'], '2026-01-31T10:00:01Z', 10)).toEqual([
      { object: 'CUSTOMER', id: 'C-1', recordNumber: '', modifiedAt: '2026-01-31T10:00:02.000Z', isDeleted: true },
      { object: 'CUSTOMER', id: '', recordNumber: '27', modifiedAt: '2026-01-31T10:00:03.000Z', isDeleted: true },
      { object: 'VENDOR', id: 'V-1', recordNumber: '', modifiedAt: '2026-01-31T10:00:04.000Z', isDeleted: true },
    ]);
    expect(stored.queries).toHaveLength(1);
  });

  it('of one second are never divided, whatever the limit', async () => {
    const { masters } = mastersOver({
      AUDITHISTORY: [gone('A', '10:00:01'), gone('B', '10:00:01'), gone('C', '10:00:01'), gone('D', '10:00:02')],
    });
    const deleted = await masters.listDeleted(['CUSTOMER'], '2026-01-31T10:00:00Z', 2);
    expect(deleted.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
  });
});

describe('a contact', () => {
  const contact: IntacctRecord = {
    RECORDNO: '51',
    CONTACTNAME: 'Smith, Ana',
    PRINTAS: 'Ana Smith',
    COMPANYNAME: '',
    FIRSTNAME: 'Ana',
    LASTNAME: 'Smith',
    PHONE1: '555',
    CELLPHONE: '',
    EMAIL1: 'ana@b.example',
    STATUS: 'inactive',
    MAILADDRESS: { ADDRESS1: '1 Dock', CITY: 'Leeds', COUNTRYCODE: 'GB' },
    WHENMODIFIED: '01/31/2026 10:00:02',
  };

  it('is read in one query, even with a comma in its name', async () => {
    const { stored, masters } = mastersOver({ CONTACT: [contact] });
    expect(await masters.readContact('Smith, Ana')).toEqual({
      contactName: 'Smith, Ana',
      recordNumber: '51',
      printAs: 'Ana Smith',
      companyName: null,
      forename: 'Ana',
      surname: 'Smith',
      telephone: '555',
      mobile: null,
      email: 'ana@b.example',
      address: { lines: ['1 Dock'], town: 'Leeds', county: null, postcode: null, countryCode: 'GB' },
      isActive: false,
      modifiedAt: '2026-01-31T10:00:02.000Z',
    });
    expect(stored.calls).toEqual(['query CONTACT']);
    expect(await masters.readContact('Nobody')).toBeNull();
  });

  it('is created under the control id given, country by name and code', async () => {
    const { stored, masters } = mastersOver({});
    const address = { lines: ['1 Dock', 'Gate 2'], town: 'Leeds', county: null, postcode: 'LS1', countryCode: 'GB' };
    await masters.createContact('gulf:contact:1', 'Dock', { printAs: 'Dock', email: null, isActive: true, address });
    expect(stored.writes).toEqual([
      {
        verb: 'create',
        entityId: null,
        controlId: 'gulf:contact:1',
        object: 'CONTACT',
        record: {
          CONTACTNAME: 'Dock',
          PRINTAS: 'Dock',
          EMAIL1: '',
          STATUS: 'active',
          MAILADDRESS: {
            ADDRESS1: '1 Dock',
            ADDRESS2: 'Gate 2',
            ADDRESS3: '',
            CITY: 'Leeds',
            STATE: '',
            ZIP: 'LS1',
            COUNTRY: 'United Kingdom',
            COUNTRYCODE: 'GB',
          },
        },
      },
    ]);
  });

  it('is updated by record number in the session of its owner: absent is left, null is cleared', async () => {
    const { stored, masters } = mastersOver({ CONTACT: [{ ...contact, MEGAENTITYID: 'HOU' }] });
    await masters.updateContact('u1', 'Smith, Ana', { telephone: '556', companyName: null });
    expect(stored.writes).toMatchObject([
      { verb: 'update', entityId: 'HOU', record: { RECORDNO: '51', PHONE1: '556', COMPANYNAME: '' } },
    ]);
    expect(Object.keys(stored.writes[0]?.record ?? {})).toHaveLength(3);
  });

  it('that is not there is not updated', async () => {
    const { stored, masters } = mastersOver({});
    await expect(masters.updateContact('u1', 'Nobody', { telephone: '1' })).rejects.toMatchObject({
      name: 'Rejected',
      code: 'CONTACT_UNKNOWN',
      subject: 'Nobody',
    });
    expect(stored.writes).toEqual([]);
  });

  it('is attached to the end of its party’s list, and once only', async () => {
    const { stored, masters } = mastersOver({ CUSTOMER: [customer] });
    const party = { kind: 'customer' as const, id: 'C-001' };
    await masters.attachContact('a1', party, { category: 'Ship to', contactName: 'Dock' });
    await masters.attachContact('a2', party, { category: 'Sales', contactName: 'Ana' });
    expect(stored.writes).toEqual([
      {
        verb: 'update',
        entityId: null,
        controlId: 'a1',
        object: 'CUSTOMER',
        record: {
          RECORDNO: '27',
          CONTACT_LIST_INFO: [
            { CATEGORYNAME: 'Bill to', CONTACT: { NAME: 'Blue Lake AP' } },
            { CATEGORYNAME: 'Sales', CONTACT: { NAME: 'Ana' } },
            { CATEGORYNAME: 'Ship to', CONTACT: { NAME: 'Dock' } },
          ],
        },
      },
    ]);
  });

  it('is not attached to a party that is not there', async () => {
    const { masters } = mastersOver({});
    const party = { kind: 'vendor' as const, id: 'V-404' };
    await expect(masters.attachContact('a1', party, { category: 'Sales', contactName: 'X' })).rejects.toMatchObject({
      code: 'VENDOR_UNKNOWN',
      subject: 'V-404',
    });
  });
});

describe('terms and taxes', () => {
  const term: IntacctRecord = {
    RECORDNO: '3',
    NAME: '1/5 N30',
    DESCRIPTION: '1% in 5 days, net 30',
    STATUS: 'active',
    DUEDATE: '30',
    DUEFROM: 'from invoice/bill date',
    DISCDATE: '5',
    DISCFROM: 'from invoice/bill date',
    DISCAMOUNT: '1',
    DISCPERCAMN: '%',
    DISCFUDGEDAYS: '2',
    DISCCALCON: 'Invoice total',
    PEN_TYPES: 'Monthly',
    PENAMOUNT: '1.5',
    PENPERCAMN: '%',
    PENFUDGEDAYS: '',
    WHENMODIFIED: '01/31/2026 10:00:02',
  };

  it('a term keeps Intacct’s words', async () => {
    const { masters } = mastersOver({ ARTERM: [term] });
    expect(await masters.readTerm('receivables', '1/5 N30')).toEqual({
      kind: 'receivables',
      name: '1/5 N30',
      recordNumber: '3',
      description: '1% in 5 days, net 30',
      isActive: true,
      due: { day: 30, from: 'from invoice/bill date' },
      discount: { day: 5, from: 'from invoice/bill date', amount: '1', unit: '%', graceDays: 2 },
      discountCalculatedOn: 'Invoice total',
      penalty: { type: 'Monthly', amount: '1.5', unit: '%', graceDays: 0 },
      modifiedAt: '2026-01-31T10:00:02.000Z',
    });
  });

  it('a term without discount and penalty has neither', async () => {
    const { DISCAMOUNT: _, ...rest } = term;
    const { masters } = mastersOver({ APTERM: [{ ...rest, PEN_TYPES: 'No Penalty' }] });
    expect(await masters.listTerms('payables', '0', 10)).toMatchObject([
      { kind: 'payables', discount: null, penalty: null, due: { day: 30 } },
    ]);
  });

  it('a term whose rule is not under the names that were assumed is none', async () => {
    const { DUEDATE: _, ...rest } = term;
    const { masters } = mastersOver({ ARTERM: [rest] });
    await expect(masters.readTerm('receivables', '1/5 N30')).rejects.toMatchObject({ name: 'UnexpectedResponse' });
  });

  const detail: IntacctRecord = {
    RECORDNO: '8',
    DETAILID: 'GST 5%',
    DESCRIPTION: '',
    TAXTYPE: 'Sale',
    VALUE: '5',
    GLACCOUNT: '2200',
    TAXAUTHORITY: 'CRA',
    TAXSOLUTIONID: '',
    REVERSECHARGE: 'false',
    STATUS: 'active',
    MEGAENTITYID: 'TOR',
    WHENMODIFIED: '01/31/2026 10:00:02',
  };

  it('a tax detail says of which entity it is, and for sales or purchases', async () => {
    const purchase = { ...detail, RECORDNO: '9', DETAILID: 'GST in', TAXTYPE: 'P', REVERSECHARGE: 'true' };
    const { masters } = mastersOver({ TAXDETAIL: [detail, purchase] });
    expect(await masters.readTaxDetail('GST 5%')).toMatchObject({
      taxType: 'sales',
      ratePercent: '5',
      accountNumber: '2200',
      taxSolutionId: null,
      entityId: 'TOR',
      isReverseCharge: false,
    });
    expect(await masters.listTaxDetails('8', 10)).toMatchObject([{ taxType: 'purchase', isReverseCharge: true }]);
  });

  it('schedules come with their details, from two lists', async () => {
    const { stored, masters } = mastersOver({});
    expect(await masters.readTaxSchedules()).toEqual([]);
    stored.lists = {
      taxschedule: [
        { scheduleid: 'Ontario', taxtype: 'Sale' },
        { scheduleid: 'Inputs', taxtype: 'Purchase', status: 'inactive' },
      ],
      taxscheduledetail: [
        { scheduleid: 'Ontario', detailid: 'GST 5%' },
        { scheduleid: 'Ontario', detailid: 'PST 8%' },
      ],
    };
    expect(await masters.readTaxSchedules()).toEqual([
      { scheduleId: 'Ontario', taxType: 'sales', detailIds: ['GST 5%', 'PST 8%'], isActive: true },
      { scheduleId: 'Inputs', taxType: 'purchase', detailIds: [], isActive: false },
    ]);
  });
});
