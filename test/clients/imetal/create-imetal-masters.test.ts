import { createImetalMasters } from '../../../clients/imetal/create-imetal-masters';
import type { ImetalMasters } from '../../../clients/imetal/imetal-masters';
import type { FeedCursor } from '../../../domain/feed-cursor';
import { createLiveFixture, type LiveFixture } from './live-fixture';

let fixture: LiveFixture;
let masters: ImetalMasters;

beforeAll(async () => {
  fixture = await createLiveFixture();
  masters = createImetalMasters(fixture);
});
afterAll(() => fixture?.drop());

async function inserted(table: string, values: Record<string, unknown>): Promise<number> {
  const columns = Object.keys(values);
  const { rows } = await fixture.owner.query<{ id: number }>(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING id`,
    Object.values(values),
  );
  return rows[0]?.id ?? 0;
}

/** An active customer at HOU in USD. */
const insertCustomer = (code: string, values: Record<string, unknown> = {}) =>
  inserted('companies', {
    code,
    name: `Customer ${code}`,
    type_id: 1,
    status_id: 1,
    branch_id: 1,
    currency_id: 1,
    ...values,
  });

describe('a company', () => {
  it('is read with the codes of all that it refers to, and the branches in which it is open', async () => {
    const rules = await inserted('company_credit_rules', { credit_limit: '50000' });
    const companyId = await insertCustomer('C1', {
      terms_id: 1,
      address_id: 1,
      parent_company_id: 1,
      company_credit_rules_id: rules,
      telephone: '713-555-0100',
      email: 'ap@example.com',
      payment_hold: true,
      credit_comments: 'Call first',
      short_name: 'One',
      fax: '713-555-0199',
      registration_number: '0801234567',
      tax_registration1: '74-1',
      external_reference: 'CUST-0001',
      version: 3,
      mdate: '2026-11-20T10:00:00.123456Z',
    });
    await fixture.owner.query('INSERT INTO company_branches VALUES ($1, 2), ($1, 1)', [companyId]);
    expect(await masters.readCompany('customer', 'C1')).toEqual({
      kind: 'customer',
      companyId: String(companyId),
      code: 'C1',
      name: 'Customer C1',
      isActive: true,
      paymentHold: true,
      creditLimit: '50000.00',
      creditComments: 'Call first',
      shortName: 'One',
      fax: '713-555-0199',
      registrationNumber: '0801234567',
      termsCode: 'N30',
      currencyCode: 'USD',
      branchCode: 'HOU',
      parentCode: 'C00123',
      branchCodes: ['HOU', 'N-1'],
      telephone: '713-555-0100',
      email: 'ap@example.com',
      address: {
        text: 'Dock 4\r\n\r\n 12 Canal St \n',
        town: 'Houston',
        county: 'TX',
        postcode: '77002',
        countryCode: 'US',
      },
      taxRegistration: '74-1',
      externalReference: 'CUST-0001',
      version: 3,
      modifiedAt: '2026-11-20T10:00:00.123456Z',
    });
  });

  it('is open everywhere, without limit, hold and address, when iMetal says nothing of them', async () => {
    await insertCustomer('C2');
    expect(await masters.readCompany('customer', 'C2')).toMatchObject({
      branchCodes: [],
      creditLimit: null,
      paymentHold: false,
      address: null,
      termsCode: null,
      parentCode: null,
    });
  });

  it('is inactive by its status, and when it was deleted', async () => {
    await insertCustomer('C3', { status_id: 2 });
    await insertCustomer('C4', { status: 'D' });
    expect((await masters.readCompany('customer', 'C3'))?.isActive).toBe(false);
    expect((await masters.readCompany('customer', 'C4'))?.isActive).toBe(false);
  });

  it('is of one kind: a supplier may have the code of a customer', async () => {
    await insertCustomer('SAME');
    expect(await masters.readCompany('supplier', 'SAME')).toBeNull();
    await insertCustomer('SAME', { name: 'The other', type_id: 2 });
    expect(await masters.readCompany('supplier', 'SAME')).toMatchObject({ kind: 'supplier', name: 'The other' });
  });

  it('takes its code out of use even when it is deleted, and no wildcard counts', async () => {
    await insertCustomer('ZED', { status: 'D' });
    await insertCustomer('ZED~1');
    await insertCustomer('ZEDS', { type_id: 2 });
    expect(await masters.listCompanyCodes('customer', 'ZED')).toEqual(['ZED', 'ZED~1']);
    expect(await masters.listCompanyCodes('customer', 'Z_D')).toEqual([]);
  });
});

describe('a contact', () => {
  it('is read as a ship-to with its address, by id and by code', async () => {
    const contactId = await inserted('company_sub_addresses', {
      company_id: 1,
      code: 'DOCK',
      name: 'Dock 9',
      address_id: 1,
      telephone: '1',
      email: 'dock@example.com',
      external_reference: 'C00123-DOCK',
    });
    const shipTo = await masters.readContact('ship-to', String(contactId));
    expect(shipTo).toMatchObject({
      kind: 'ship-to',
      contactId: String(contactId),
      companyKind: 'customer',
      companyCode: 'C00123',
      code: 'DOCK',
      name: 'Dock 9',
      forename: null,
      surname: null,
      position: null,
      typeCode: null,
      telephone: '1',
      mobile: null,
      email: 'dock@example.com',
      address: { town: 'Houston' },
      isActive: true,
      externalReference: 'C00123-DOCK',
      version: 0,
    });
    expect(await masters.findShipTo('customer', 'C00123', 'DOCK')).toEqual(shipTo);
    expect(await masters.findShipTo('supplier', 'C00123', 'DOCK')).toBeNull();
    expect(await masters.readContact('person', String(contactId))).toBeNull();
  });

  it('is found alive before one of the same code that was deleted', async () => {
    const alive = await inserted('company_sub_addresses', { company_id: 1, code: 'GATE', name: 'Gate' });
    await inserted('company_sub_addresses', { company_id: 1, code: 'GATE', name: 'Former gate', status: 'D' });
    expect(await masters.findShipTo('customer', 'C00123', 'GATE')).toMatchObject({ contactId: String(alive) });
  });

  it('is read as a person of a supplier, deleted or not', async () => {
    const contactId = await inserted('contacts', {
      company_id: 2,
      type_id: 1,
      forename: 'Ana',
      surname: 'Ruiz',
      position: 'Dispatcher',
      mobile: '2',
      status: 'D',
    });
    expect(await masters.readContact('person', String(contactId))).toMatchObject({
      kind: 'person',
      companyKind: 'supplier',
      companyCode: 'S00044',
      code: null,
      name: null,
      forename: 'Ana',
      surname: 'Ruiz',
      position: 'Dispatcher',
      typeCode: 'WHS',
      mobile: '2',
      address: null,
      isActive: false,
    });
  });

  it('of a company that is neither customer nor supplier is none', async () => {
    const prospect = await insertCustomer('P1', { type_id: 3 });
    const contactId = await inserted('contacts', { company_id: prospect, surname: 'Doe' });
    expect(await masters.readContact('person', String(contactId))).toBeNull();
  });
});

describe('changed contacts', () => {
  beforeEach(() => fixture.owner.query('TRUNCATE contacts'));

  const insertPerson = (mdate: string, values: Record<string, unknown> = {}) =>
    inserted('contacts', { company_id: 1, surname: 'Doe', mdate, ...values });
  const changed = async (after: FeedCursor | null, limit = 10) => masters.listChangedContacts('person', after, limit);

  it('come in cursor order without gap or repetition, deleted ones too', async () => {
    const instant = '2026-11-20T10:00:00.123456Z';
    const [one, two, three] = [
      await insertPerson(instant),
      await insertPerson(instant, { status: 'D' }),
      await insertPerson('2026-11-20T10:00:00.123455Z'),
    ];
    const first = await changed(null, 2);
    expect(first.map(({ contactId }) => contactId)).toEqual([three, one].map(String));
    expect(first[1]?.cursor).toEqual({ modifiedAt: instant, headerId: String(one) });
    const second = await changed(first[1]?.cursor ?? null, 2);
    expect(second.map(({ contactId }) => contactId)).toEqual([String(two)]);
    expect(await changed(second[0]?.cursor ?? null)).toEqual([]);
  });

  it('come again when only their address row was edited', async () => {
    const addressId = await inserted('addresses', { address: '1 Main St', mdate: '2026-11-20T10:00:00Z' });
    const contactId = await insertPerson('2026-11-20T10:00:01Z', { address_id: addressId });
    const [first] = await changed(null);
    expect(first?.cursor.modifiedAt).toBe('2026-11-20T10:00:01.000000Z');
    await fixture.owner.query("UPDATE addresses SET mdate = '2026-11-20T11:00:00Z' WHERE id = $1", [addressId]);
    expect(await changed(first?.cursor ?? null)).toEqual([
      {
        contactId: String(contactId),
        cursor: { modifiedAt: '2026-11-20T11:00:00.000000Z', headerId: String(contactId) },
      },
    ]);
    expect((await masters.readContact('person', String(contactId)))?.modifiedAt).toBe('2026-11-20T11:00:00.000000Z');
  });
});

describe('terms and taxes', () => {
  it('a term has the fields of its import row', async () => {
    const term = {
      code: 'T1',
      description: '1% 5, net 30',
      applies_to: 'C',
      due_days: 30,
      due_month_ends: 0,
      settlement_days: 5,
      settlement_discount: '1.00',
      penalty_percentage: null,
      penalty_period: null,
      narrative: '1% within 5 days',
      active: true,
      external_reference: 'Net 30',
    };
    await inserted('terms', term);
    expect(await masters.readTerm('T1')).toEqual(term);
    expect(await masters.readTerm('T2')).toBeNull();
  });

  it('a deleted term is inactive', async () => {
    await inserted('terms', { code: 'T3', active: true, status: 'D' });
    expect(await masters.readTerm('T3')).toMatchObject({ active: false });
  });

  it('rates of a tax come newest first, and only those of the class and type', async () => {
    const tax_authority_id = await inserted('tax_authorities', { code: 'GST' });
    const rate = { tax_authority_id, tax_class: 1, tax_type: 'S', active: true };
    await inserted('tax_rates', { ...rate, rate: '5', effective_from: '2008-01-01', external_reference: 'GST 5%' });
    await inserted('tax_rates', {
      ...rate,
      rate: '6',
      effective_from: '2006-07-01',
      effective_to: '2007-12-31',
      active: false,
    });
    await inserted('tax_rates', { ...rate, rate: '7', effective_from: '1991-01-01', status: 'D' });
    await inserted('tax_rates', { ...rate, rate: '0', effective_from: '2008-01-01', tax_class: 2 });
    await inserted('tax_rates', { ...rate, rate: '9', effective_from: '2008-01-01', tax_type: 'P' });
    expect(await masters.readTaxRates('GST', 1, 'S')).toEqual([
      { rate: '5.0000', effectiveFrom: '2008-01-01', effectiveTo: null, externalReference: 'GST 5%', isActive: true },
      {
        rate: '6.0000',
        effectiveFrom: '2006-07-01',
        effectiveTo: '2007-12-31',
        externalReference: null,
        isActive: false,
      },
    ]);
    expect(await masters.readTaxRates('HST', 1, 'S')).toEqual([]);
  });
});

describe('receivables', () => {
  it('exposure is open orders and unexported invoices with their tax, and nothing where iMetal totalled nothing', async () => {
    const totals = await inserted('company_totals', {
      open_order_value: '1000',
      open_order_tax: '82.50',
      unexported_invoice_value: '200',
      unexported_invoice_tax: '0.10',
    });
    await insertCustomer('X1', { company_totals_id: totals });
    await insertCustomer('X2', { currency_id: 2 });
    const exposures = await masters.readExposures(['X1', 'X2', 'S00044']);
    expect(exposures.get('X1')).toEqual({
      customerCode: 'X1',
      currencyCode: 'USD',
      openOrders: '1082.50',
      unexportedInvoices: '200.10',
    });
    expect(exposures.get('X2')).toEqual({
      customerCode: 'X2',
      currencyCode: 'CAD',
      openOrders: '0',
      unexportedInvoices: '0',
    });
    expect(exposures.size).toBe(2);
  });

  it('exposure is an error with a name when a total has no amount, never zero', async () => {
    const totals = await inserted('company_totals', { open_order_value: '1000' });
    await insertCustomer('X3', { company_totals_id: totals });
    await expect(masters.readExposures(['X3'])).rejects.toMatchObject({ name: 'UnexpectedResponse' });
  });

  it('are what iMetal was told last, and of when; null when it was never told', async () => {
    const company_id = await insertCustomer('R1');
    expect(await masters.readReceivables('R1')).toBeNull();
    await inserted('customer_credit_positions', { company_id, as_of: '2026-11-20T10:15:00.5Z' });
    const item = { company_id, currency_code: 'USD' };
    await inserted('customer_open_items', {
      ...item,
      document_number: '104233',
      document_type: 'INV',
      due_date: '2026-12-20',
      open_amount: '90',
    });
    await inserted('customer_open_items', {
      ...item,
      document_number: '000017',
      document_type: 'ADV',
      open_amount: '-10.5',
    });
    await inserted('customer_balances', { ...item, total_due: '79.50', pending_credits: '0', unapplied_cash: '10.5' });
    expect(await masters.readReceivables('R1')).toEqual({
      customerCode: 'R1',
      asOf: '2026-11-20T10:15:00.500000Z',
      items: [
        { documentNumber: '000017', documentType: 'ADV', currencyCode: 'USD', dueDate: null, openAmount: '-10.50' },
        {
          documentNumber: '104233',
          documentType: 'INV',
          currencyCode: 'USD',
          dueDate: '2026-12-20',
          openAmount: '90.00',
        },
      ],
      balances: [{ currencyCode: 'USD', balanceDue: '79.50', pendingCredits: '0.00', unappliedCash: '10.50' }],
    });
  });

  it('customers are listed all, or those of which iMetal shows something', async () => {
    const shown = await insertCustomer('L1');
    await insertCustomer('L2');
    await inserted('customer_balances', { company_id: shown, currency_code: 'USD', total_due: '0' });
    const withReceivables = await masters.listCustomerCodes('with-receivables');
    expect(withReceivables).toContain('L1');
    expect(withReceivables).not.toContain('L2');
    const all = await masters.listCustomerCodes('all');
    expect(all).toEqual(expect.arrayContaining(['L1', 'L2', 'C00123']));
    expect(all).not.toContain('S00044');
  });
});

describe('changed companies', () => {
  it('come in cursor order, and again when only their credit limit was edited', async () => {
    const rules = await inserted('company_credit_rules', { credit_limit: '5000', mdate: '2030-01-01T10:00:00Z' });
    const limited = await insertCustomer('LIMITED', { company_credit_rules_id: rules, mdate: '2030-01-01T10:00:02Z' });
    const other = await insertCustomer('OTHER', { type_id: 2, mdate: '2030-01-01T10:00:01Z' });
    const before = { modifiedAt: '2030-01-01T09:00:00Z', headerId: '0' };
    const first = await masters.listChangedCompanies(before, 10);
    expect(first.map(({ companyId, kind, code }) => ({ companyId, kind, code }))).toEqual([
      { companyId: String(other), kind: 'supplier', code: 'OTHER' },
      { companyId: String(limited), kind: 'customer', code: 'LIMITED' },
    ]);
    await fixture.owner.query("UPDATE company_credit_rules SET mdate = '2030-01-01T11:00:00Z' WHERE id = $1", [rules]);
    expect(await masters.listChangedCompanies(first[1]?.cursor ?? null, 10)).toMatchObject([
      { code: 'LIMITED', cursor: { modifiedAt: '2030-01-01T11:00:00.000000Z', headerId: String(limited) } },
    ]);
  });
});

describe('persons of a company', () => {
  it('are found by their names, in whatever case, without the deleted ones', async () => {
    const companyId = await insertCustomer('PEOPLE');
    const named = { company_id: companyId, forename: 'Ana', surname: 'Ruiz' };
    const ana = await inserted('contacts', named);
    await inserted('contacts', { ...named, status: 'D' });
    await inserted('contacts', { ...named, forename: null });
    await inserted('contacts', { ...named, company_id: 1 });
    const found = await masters.findPersons('customer', 'PEOPLE', { forename: 'ANA', surname: 'ruiz' });
    expect(found.map(({ kind, contactId }) => ({ kind, contactId }))).toEqual([
      { kind: 'person', contactId: String(ana) },
    ]);
  });
});
