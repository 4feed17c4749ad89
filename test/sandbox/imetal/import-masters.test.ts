import { createImetalTestSandbox, type ImetalTestSandbox } from './sandbox-database';
import { createStaging } from './staging';

let sandbox: ImetalTestSandbox;
let staging: ReturnType<typeof createStaging>;

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 1, queued: 1 });
  staging = createStaging(sandbox);
});
afterAll(() => sandbox.drop());

const company = {
  company_type: 'C',
  name: 'New Orleans Boilers',
  company_status_code: 'ACT',
  branch_code: 'HOU',
  terms_code: 'N30',
  currency_code: 'USD',
};

async function one<Found extends object>(statement: string, parameters: unknown[] = []): Promise<Found> {
  const found = await sandbox.reporter.query<Found>(statement, parameters);
  if (found.rows[0] === undefined) throw new Error(`expected a row: ${statement}`);
  return found.rows[0];
}

describe('companies', () => {
  test('adds a customer with address, credit limit, parent, restriction, and tells its id', async () => {
    const settled = await staging.importOne('import_companies', 'A', {
      ...company,
      code: 'C00201',
      address: '1 River Road\nDock 4',
      town: 'New Orleans',
      country_code: 'USA',
      credit_limit: '25000.00',
      parent_code: 'C00110',
      restricted_branches: 'HOU, DAL',
      external_reference: 'NEW-ORLEANS-BOILERS-2026',
      import_user_name: 'Intacct_Pipelines',
    });
    expect(settled).toMatchObject({ import_status: 'I', import_notes: 'Company Created: C00201' });
    const made = await one(
      `select c.code, p.code as parent, a.town, r.credit_limit::text as credit_limit, s.code as status,
              array(select b.code::text from company_branches x join branches b on b.id = x.branch_id
                     where x.company_id = c.id order by 1) as branches,
              t.open_order_value::text as open_orders
         from companies c join companies p on p.id = c.parent_company_id join addresses a on a.id = c.address_id
         join company_credit_rules r on r.id = c.company_credit_rules_id join company_statuses s on s.id = c.status_id
         join company_totals t on t.id = c.company_totals_id where c.id = $1`,
      [settled.imetal_id],
    );
    expect(made).toEqual({
      code: 'C00201',
      parent: 'C00110',
      town: 'New Orleans',
      credit_limit: '25000.00',
      status: 'ACT',
      branches: ['DAL', 'HOU'],
      open_orders: '0.00',
    });
  });

  test('a change gives the whole record, and raises no version when nothing differs', async () => {
    await staging.importOne('import_companies', 'A', {
      ...company,
      code: 'C00202',
      telephone: '555',
      restricted_branches: 'HOU',
    });
    const read = `select id, version, telephone, (select count(*)::int from company_branches x where x.company_id = c.id) as branches
                    from companies c where code = 'C00202'`;
    const before = await one<{ version: number }>(read);
    const same = { ...company, code: 'C00202', telephone: '555', restricted_branches: 'HOU' };
    expect((await staging.importOne('import_companies', 'C', same)).import_status).toBe('I');
    expect(await one(read)).toEqual(before);
    const changed = await staging.importOne('import_companies', 'C', {
      ...company,
      code: 'C00202',
      imetal_version: before.version,
    });
    expect(changed.import_notes).toBe('Company Changed: C00202');
    expect(await one(read)).toMatchObject({ version: before.version + 1, telephone: null, branches: 0 });
  });

  test('a change that expects another version is refused, and nothing is written', async () => {
    const { version } = await one<{ version: number }>(`select version from companies where code = 'C00103'`);
    const settled = await staging.importOne('import_companies', 'C', {
      ...company,
      code: 'C00103',
      imetal_version: version - 1,
    });
    expect(settled).toMatchObject({
      import_status: 'F',
      import_notes: `Couldn't change company - it was changed in iMetal meanwhile (version ${version}, expected ${version - 1}).`,
    });
    expect(await one(`select name from companies where code = 'C00103'`)).toEqual({
      name: 'Gulf Steel Works - Dallas',
    });
  });

  test('all faults are told at once, in the words of the vendor', async () => {
    const settled = await staging.importOne('import_companies', 'A', {
      ...company,
      company_type: 'X',
      code: 'C00203',
      branch_code: 'COV',
      country_code: 'ATL',
      terms_code: 'NEVER',
      restricted_branches: 'HOU,MARS',
      credit_limit: '-1.00',
      import_user_name: 'Nobody',
    });
    expect(settled.import_status).toBe('F');
    expect(settled.import_notes?.split('\n').sort()).toEqual([
      'branch_code: "COV" not found in branches table.',
      'company_type: "X" must be one of "C", "S".',
      'country_code: "ATL" not found in countries table.',
      'credit_limit: "-1.00" must not be negative.',
      'import_user_name: "Nobody" not found in personnel table.',
      'restricted_branches: "MARS" not found in branches table.',
      'terms_code: "NEVER" not found in terms table.',
    ]);
  });

  test.each([
    ['a code that exists', 'A', { code: 'C00112' }, `Couldn't add company - code "C00112" exists.`],
    ['a change of nobody', 'C', { code: 'C99999' }, `Couldn't change company - code "C99999" not found.`],
    [
      'an unknown parent',
      'C',
      { code: 'C00112', parent_code: 'C99999' },
      'parent_code: "C99999" not found in companies table.',
    ],
    [
      'itself as parent',
      'C',
      { code: 'C00112', parent_code: 'C00112' },
      'parent_code: "C00112" is the company itself.',
    ],
    [
      'a loop of parents',
      'C',
      { code: 'C00110', parent_code: 'C00111' },
      'parent_code: "C00111" makes a loop: C00110 > C00111 > C00110.',
    ],
    ['a deletion of a parent', 'D', { code: 'C00119' }, `Couldn't delete company - it has subsidiaries`],
    ['no name', 'A', { code: 'C00204', name: null }, 'name: a value must be entered.'],
  ])('refuses %s', async (_, action, values, note) => {
    const settled = await staging.importOne('import_companies', action, { ...company, ...values });
    expect(settled.import_status).toBe('F');
    expect(settled.import_notes).toContain(note);
  });

  test('a deleted company is inactive, and a change makes it active again', async () => {
    await staging.importOne('import_companies', 'A', { ...company, code: 'C00205' });
    await staging.importOne('import_companies', 'D', { company_type: 'C', code: 'C00205' });
    const read = `select c.status, s.code from companies c join company_statuses s on s.id = c.status_id where c.code = 'C00205'`;
    expect(await one(read)).toEqual({ status: 'D', code: 'INA' });
    await staging.importOne('import_companies', 'C', { ...company, code: 'C00205' });
    expect(await one(read)).toEqual({ status: 'A', code: 'ACT' });
  });
});

describe('ship-to addresses and contacts', () => {
  const owner = { company_type: 'C', company_code: 'C00101' };

  test('adds, changes and deletes an address', async () => {
    const added = await staging.importOne('import_company_sub_addresses', 'A', {
      ...owner,
      code: 'YARD',
      name: 'Yard',
      address: 'Gate 2',
      town: 'Baytown',
      country_code: 'USA',
    });
    expect(added.import_notes).toBe('Sub Address Created: C00101-YARD');
    await staging.importOne('import_company_sub_addresses', 'C', {
      ...owner,
      code: 'YARD',
      name: 'Yard',
      town: 'Pasadena',
    });
    const read = `select s.status, a.town, a.address, s.default_address from company_sub_addresses s join addresses a on a.id = s.address_id
                   where s.id = $1`;
    expect(await one(read, [added.imetal_id])).toEqual({
      status: 'A',
      town: 'Pasadena',
      address: '',
      default_address: false,
    });
    await staging.importOne('import_company_sub_addresses', 'D', { ...owner, code: 'YARD' });
    expect(await one(read, [added.imetal_id])).toMatchObject({ status: 'D' });
  });

  test('a contact is changed by its id, and only within its company', async () => {
    const added = await staging.importOne('import_contacts', 'A', {
      ...owner,
      surname: 'Boudreaux',
      contact_type_code: 'WHS',
    });
    const changed = { ...owner, contact_id: added.imetal_id, surname: 'Boudreaux', mobile: '555-1' };
    expect((await staging.importOne('import_contacts', 'C', changed)).import_notes).toBe(
      `Contact Changed: ${added.imetal_id}`,
    );
    expect(await one('select mobile, type_id from contacts where id = $1', [added.imetal_id])).toEqual({
      mobile: '555-1',
      type_id: null,
    });
    const foreign = await staging.importOne('import_contacts', 'C', { ...changed, company_code: 'C00102' });
    expect(foreign.import_notes).toBe(`Couldn't change contact - contact ${added.imetal_id} of C00102 not found.`);
  });
});

describe('terms and taxes', () => {
  test('adds terms with their discount, and refuses days beyond a year', async () => {
    const terms = {
      description: '1% in 5 days, net 30',
      applies_to: 'C',
      due_days: 30,
      due_month_ends: 0,
      active: true,
    };
    const added = await staging.importOne('import_terms', 'A', {
      ...terms,
      code: '1P5N30',
      settlement_days: 5,
      settlement_discount: '1.00',
    });
    expect(added.import_status).toBe('I');
    const refused = await staging.importOne('import_terms', 'A', { ...terms, code: 'LONG', due_days: 400 });
    expect(refused.import_notes).toBe('due_days: "400" must be between 0 and 365.');
    const supplier = await staging.importOne('import_companies', 'A', {
      ...company,
      company_type: 'S',
      code: 'V00900',
      terms_code: '1P5N30',
    });
    expect(supplier.import_notes).toBe('terms_code: "1P5N30" is not for suppliers.');
  });

  test('a newer rate ends the one before it, and a group needs rates of its type', async () => {
    const rate = { tax_authority_code: 'HST-NS', tax_class: 1, tax_type: 'S', description: 'HST', active: true };
    const added = await staging.importOne('import_tax_rates', 'A', {
      ...rate,
      rate: '13.0000',
      effective_from: '2027-04-01',
    });
    expect(added.import_status).toBe('I');
    const rates = await sandbox.reporter.query(
      `select r.rate::text, r.effective_from::text, r.effective_to::text from tax_rates r
         join tax_authorities a on a.id = r.tax_authority_id
        where a.code = 'HST-NS' and r.tax_type = 'S' order by r.effective_from`,
    );
    expect(rates.rows).toEqual([
      { rate: '14.0000', effective_from: '2020-01-01', effective_to: '2027-03-31' },
      { rate: '13.0000', effective_from: '2027-04-01', effective_to: null },
    ]);
    const group = { description: 'x', authority1: 'TX', class1: 1, authority2: 'NOWHERE', class2: 1 };
    const refused = await staging.importOne('import_tax_groups', 'A', { ...group, code: 'G1', tax_type: 'P' });
    expect(refused.import_notes).toBe(
      'class1: "1" not found in tax_rates table.\nauthority2: "NOWHERE" not found in tax_authorities table.',
    );
  });

  test('a rate of a new authority makes the authority', async () => {
    const rate = {
      tax_class: 1,
      tax_type: 'S',
      description: 'GRT',
      active: true,
      rate: '5.0000',
      effective_from: '2026-01-01',
    };
    await staging.importOne('import_tax_rates', 'A', {
      ...rate,
      tax_authority_code: 'NM',
      tax_authority_description: 'New Mexico',
    });
    expect(await one(`select description from tax_authorities where code = 'NM'`)).toEqual({
      description: 'New Mexico',
    });
  });
});
