import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type ImetalProfile, imetalProfileSchema } from '../../../domain/imetal-profile';
import { sandboxCompanySchema } from '../../../sandbox/intacct/company-file';
import { nominalAccounts, salesGroups } from '../../../sandbox/sample-day/coding';
import { customers, shipToContactName } from '../../../sandbox/sample-day/parties';
import { branches, places, terms } from '../../../sandbox/sample-day/places';
import { sampleCompany } from '../../../sandbox/sample-day/sample-company';

const company = sandboxCompanySchema.parse(sampleCompany());
const profile = readProfile();
const accountNumbers = new Set(company.accounts.map((account) => account.accountNo));

function readProfile(): ImetalProfile {
  const text = readFileSync(join(__dirname, '../../../companies/gulf-metals.yaml'), 'utf8');
  return imetalProfileSchema.parse(parse(text));
}

test('the profile names every branch, with its entity, location and base currency as Intacct has them', () => {
  expect(Object.keys(profile.branches).sort()).toEqual(branches.map((branch) => branch.code).sort());
  for (const [code, { entity, location, baseCurrency, tax }] of Object.entries(profile.branches)) {
    const found = company.entities.find((candidate) => candidate.entityId === entity);
    expect([code, found?.baseCurrency]).toEqual([code, baseCurrency]);
    expect(company.locations).toContainEqual(expect.objectContaining({ locationId: location, entityId: entity }));
    expect([code, found?.taxSolution]).toEqual([code, tax.carriedAs === 'entries' ? 'VAT' : 'none']);
  }
});

test('every nominal account comes to an account of Intacct, by its own code or the profile’s override', () => {
  const unmapped = nominalAccounts.filter(({ code, externalCode }) => {
    const accountNo = profile.accounts.overrides[code] ?? externalCode;
    return accountNo === null || !accountNumbers.has(accountNo);
  });
  expect(unmapped).toEqual([]);
});

test('some nominal accounts need an override: one without a code, and one whose code Intacct does not have', () => {
  expect(nominalAccounts.filter(({ externalCode }) => externalCode === null).length).toBeGreaterThan(0);
  const outdated = nominalAccounts.filter(
    ({ externalCode }) => externalCode !== null && !accountNumbers.has(externalCode),
  );
  expect(outdated.map(({ code }) => code)).toEqual(['40400']);
});

test('every account, journal and department that the profile names exists', () => {
  const named = [
    profile.accounts.rounding,
    ...Object.values(profile.accounts.overrides),
    ...Object.values(profile.stockAdjustments).flatMap(({ debit, credit }) => [debit, credit]),
    ...Object.values(profile.branches).flatMap(({ tax }) => tax.details.flatMap(({ account }) => account ?? [])),
  ];
  expect(named.filter((accountNo) => !accountNumbers.has(accountNo))).toEqual([]);
  expect(company.journals.map(({ symbol }) => symbol)).toContain(profile.costOfSales.journal);
  const departments = company.departments.map(({ departmentId }) => departmentId);
  expect(departments).toEqual(expect.arrayContaining(Object.values(profile.dimensions.departmentBySalesGroup)));
});

test('the profile names every sales group’s department but titanium’s', () => {
  const named = profile.dimensions.departmentBySalesGroup;
  expect(salesGroups.filter(({ code }) => named[code] === undefined).map(({ code }) => code)).toEqual(['TIT']);
});

test('every tax of every place has its detail, but Louisiana’s; details carried as entries exist in the entity', () => {
  const missing = customers.flatMap((customer) => {
    const { details } = (profile.branches[customer.branch] as ImetalProfile['branches'][string]).tax;
    return customer.addresses.flatMap(([, place]) =>
      places[place].taxes
        .filter((tax) => !details.some((detail) => detail.authority === tax.authority && detail.class === tax.taxClass))
        .map((tax) => tax.authority),
    );
  });
  expect(missing).toEqual(['LA', 'LA-NOLA']);
  for (const { entity, tax } of Object.values(profile.branches).filter(({ tax }) => tax.carriedAs === 'entries')) {
    const known = company.taxDetails.filter(({ entityId }) => entityId === entity).map(({ detailId }) => detailId);
    expect(known).toEqual(expect.arrayContaining(tax.details.map(({ detail }) => detail)));
  }
});

test('every ship-to address has its contact, by the profile’s rule', () => {
  const contacts = new Set(company.contacts.map(({ contactName }) => contactName));
  for (const customer of customers) {
    for (const [address] of customer.addresses) {
      const byRule = profile.shipTo.contactName.replace('{customer}', customer.code).replace('{address}', address);
      expect(byRule).toBe(shipToContactName(customer.code, address));
      expect(contacts).toContain(byRule);
    }
  }
});

test('every terms code comes to a term of Intacct', () => {
  const names = company.terms.map(({ name }) => name);
  expect(terms.map(({ code }) => profile.terms[code] ?? code).filter((name) => !names.includes(name))).toEqual([]);
});

test('Intacct knows 39 of the 40 customers and eleven more, one of them on hold, with their parents', () => {
  const codes = customers.map(({ code }) => code);
  const known = company.customers.filter(({ customerId }) => codes.includes(customerId));
  expect([customers.length, known.length, company.customers.length]).toEqual([40, 39, 50]);
  expect(company.customers.filter(({ onHold }) => onHold).map(({ customerId }) => customerId)).toEqual(['C00107']);
  expect(known.filter(({ parentId }) => parentId !== undefined)).toHaveLength(5);
});

test('some customers are restricted to entities, one id is longer than a code of iMetal, and limits differ', () => {
  const restrictions = company.customers.map(({ objectRestriction }) => objectRestriction ?? 'Unrestricted');
  expect(new Set(restrictions)).toEqual(new Set(['Unrestricted', 'Restricted', 'RootOnly']));
  expect(company.customers.filter(({ customerId }) => customerId.length > 10)).toHaveLength(1);
  expect(new Set(company.customers.map(({ creditLimit }) => creditLimit)).size).toBeGreaterThan(5);
});

test('of 24 vendors eight are none of operations’ business, by the profile’s rule', () => {
  const { vendorTypes = [] } = profile.masters.tradeVendors;
  expect(company.vendors).toHaveLength(24);
  expect(company.vendors.filter(({ vendorType }) => !vendorTypes.includes(vendorType ?? ''))).toHaveLength(8);
});

test('every term, parent, contact and schedule that a master names is there', () => {
  const terms = company.terms.map(({ name }) => name);
  const apTerms = company.apTerms.map(({ name }) => name);
  const ids = company.customers.map(({ customerId }) => customerId);
  const contacts = company.contacts.map(({ contactName }) => contactName);
  const details = company.taxDetails.map(({ detailId }) => detailId);
  expect(terms).toEqual(expect.arrayContaining(company.customers.map(({ termName }) => termName)));
  expect(apTerms).toEqual(expect.arrayContaining(company.vendors.map(({ termName }) => termName)));
  expect(ids).toEqual(expect.arrayContaining(company.customers.flatMap(({ parentId }) => parentId ?? [])));
  const listed = company.customers.flatMap(({ contactList = [] }) => contactList.map(({ contactName }) => contactName));
  expect(contacts).toEqual(expect.arrayContaining(listed));
  expect(details).toEqual(expect.arrayContaining(company.taxSchedules.flatMap(({ detailIds }) => detailIds)));
});

test('every account and journal of the profile’s purchasing, credits and ledger entries exists', () => {
  const { credits, purchasing, ledgerEntries } = profile;
  const named = [
    credits.undepositedAccount,
    purchasing.goodsReceivedAccount,
    purchasing.varianceAccount,
    purchasing.exchangeDifferenceAccount,
    ...Object.values(ledgerEntries.movements).flatMap(({ debit, credit }) => [debit, credit]),
    ...Object.values(ledgerEntries.interEntity).flatMap(({ dueFromAccount, dueToAccount }) => [
      dueFromAccount,
      dueToAccount,
    ]),
  ];
  expect(named.filter((accountNo) => !accountNumbers.has(accountNo))).toEqual([]);
  expect(company.journals.map(({ symbol }) => symbol)).toContain(ledgerEntries.journal);
  const statistics = Object.values(ledgerEntries.movements).flatMap((movement) => movement.statistics ?? []);
  for (const { journal, account } of statistics) {
    expect(company.statJournals.map(({ symbol }) => symbol)).toContain(journal);
    expect(company.statAccounts.map(({ accountNo }) => accountNo)).toContain(account);
  }
});

test('revenue accounts require a department, and 4190 is inactive', () => {
  const requiring = company.accounts.filter(({ requires }) => requires.includes('DEPARTMENT'));
  expect(requiring.map(({ accountNo }) => accountNo)).toEqual(['4010', '4020', '4030', '4040', '4050', '4060', '4190']);
  expect(company.accounts.filter(({ status }) => status === 'inactive').map(({ accountNo }) => accountNo)).toEqual([
    '4190',
  ]);
});
