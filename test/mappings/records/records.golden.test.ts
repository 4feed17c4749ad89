import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { imetalProfileSchema } from '../../../domain/imetal-profile';
import type { IntacctParty, IntacctTaxDetail, PostalAddress } from '../../../domain/master-records';
import {
  type ContactRowKeys,
  changeForIntacct,
  contactImport,
  contactNameOf,
  fieldsFromImetal,
  fieldsFromIntacct,
  type ImetalContactRecord,
} from '../../../mappings/records/contact-fields';
import { companyImportValues, mapPartyToCompany } from '../../../mappings/records/party-to-company';
import {
  authorityOf,
  firstDay,
  profilePlace,
  type TaxPlace,
  taxDetailFaults,
  taxDetailFields,
  taxRateImportValues,
} from '../../../mappings/records/tax-detail-to-rate';
import { mapScheduleToGroup, taxGroupImportValues } from '../../../mappings/records/tax-schedule-to-group';
import { mapTermToImetal, termImportValues } from '../../../mappings/records/term-to-imetal';
import { blankContact, buildParty } from '../../activities/records/fake-masters';
import { expectGolden } from '../golden-file';

/** The sample company's own profile: its branches are in the United States, Canada and the United Kingdom. */
const profile = imetalProfileSchema.parse(
  parse(readFileSync(join(__dirname, '..', '..', '..', 'companies', 'gulf-metals.yaml'), 'utf8')),
);

const address = (...[street, town, county, postcode, countryCode]: [string, string, string | null, string, string]) =>
  ({ lines: street.split('|'), town, county, postcode, countryCode }) satisfies PostalAddress;
const houston = address('2200 Refinery Road|Gate 4', 'Houston', 'TX', '77011', 'US');
const montreal = address('14 rue Notre-Dame Ouest', 'Montréal', 'QC', 'H2Y 1S6', 'CA');
const bradford = address('9 Saltaire Way|Unit 2|Canal side', 'Bradford', null, 'BD18 3LA', 'GB');

const untouched = { branchCode: 'HOU', creditComments: null, shortName: null, fax: null, registrationNumber: null };

function company(changes: Partial<IntacctParty>, codes: { termsCode: string | null; parentCode: string | null }) {
  const party = buildParty(changes);
  const mapped = mapPartyToCompany(party, profile, { ...codes, parentChain: null });
  if (mapped.kind !== 'fields') return mapped;
  return companyImportValues(party.kind === 'customer' ? 'customer' : 'supplier', 'CODE', mapped.fields, untouched);
}

function rate(detailId: string, authority: string, ratePercent: string, changes: Partial<IntacctTaxDetail> = {}) {
  const detail: IntacctTaxDetail = {
    ...{ detailId, authority, ratePercent, recordNumber: '7', description: null, taxType: 'sales' },
    ...{ accountNumber: '2310', taxSolutionId: null, isReverseCharge: false, isActive: true, entityId: null },
    modifiedAt: '2026-11-20T08:00:00Z',
    ...changes,
  };
  const named = authorityOf(detail, profile);
  const faults = taxDetailFaults(detail, named);
  if (faults.length > 0) return faults;
  const isSales = detail.taxType === 'sales';
  const own: TaxPlace = { authority: named ?? '', taxClass: 1, taxType: isSales ? 'S' : 'P' };
  return taxRateImportValues(profilePlace(detail, profile) ?? own, named ?? '', taxDetailFields(detail), firstDay);
}

function group(scheduleId: string, places: TaxPlace[]) {
  const detailIds = places.map(({ authority }) => authority);
  const mapped = mapScheduleToGroup({ scheduleId, taxType: 'sales', detailIds, isActive: true }, places);
  return mapped.kind === 'fields' ? taxGroupImportValues('CODE', 'S', mapped.fields) : mapped;
}

const sales = (authority: string, taxClass = 1): TaxPlace => ({ authority, taxClass, taxType: 'S' });
const fromInvoice = 'from invoice/bill date';

const onePercentInFive = mapTermToImetal(
  {
    ...{ kind: 'receivables', name: '1% 5 Net 30', recordNumber: '3', description: 'One per cent in five days' },
    ...{ isActive: true, due: { day: 30, from: fromInvoice }, discountCalculatedOn: 'Invoice total' },
    discount: { day: 5, from: fromInvoice, amount: '1', unit: '%', graceDays: 0 },
    penalty: { type: 'Monthly', amount: '1.5', unit: '%', graceDays: 0 },
    modifiedAt: '2026-11-20T08:00:00Z',
  },
  'C',
);

const dock = {
  ...blankContact('C00133-DOCK2', '70'),
  printAs: 'Kelham dock 2',
  telephone: '0114 496 0182',
  address: bradford,
};
const shipToKeys: ContactRowKeys = {
  ...{ companyKind: 'customer', companyCode: 'C00133', code: 'DOCK2', contactId: null, typeCode: null, position: null },
  ...{ externalReference: 'C00133-DOCK2', version: 4 },
};
const person: ImetalContactRecord = {
  ...{ kind: 'person', contactId: '91', companyKind: 'supplier', companyCode: 'V00205', code: null, name: null },
  ...{ forename: 'Ann', surname: 'Okafor', telephone: '713 555 0144', mobile: null, email: 'ann@carrier.example' },
  address: { text: '2200 Refinery Road\nGate 4', town: 'Houston', county: 'TX', postcode: '77011', countryCode: 'USA' },
  isActive: true,
};

const goldens: [string, () => unknown][] = [
  [
    'customer-united-states',
    () =>
      company(
        {
          ...{
            id: 'C00148',
            name: 'Gulf Steel Works - Tulsa',
            creditLimit: '75000',
            currency: 'USD',
            taxId: '73-1104455',
          },
          ...{ parentId: 'C00102', termName: 'Net 30', restriction: { kind: 'restricted', locationIds: ['100'] } },
          displayContact: { telephone: '713 555 0101', email: 'ap@gulf.example', address: houston },
        },
        { termsCode: 'N30', parentCode: 'C00102' },
      ),
  ],
  [
    'customer-canada',
    () =>
      company(
        {
          ...{ id: 'C00122', name: 'Aciéries Saint-Laurent Ltée', currency: null, isOnHold: true, creditLimit: null },
          restriction: { kind: 'restricted', locationIds: ['200'] },
          displayContact: { telephone: null, email: null, address: montreal },
        },
        { termsCode: null, parentCode: null },
      ),
  ],
  [
    'customer-united-kingdom',
    () =>
      company(
        {
          ...{ id: 'C00142', name: 'Rea Valley Fasteners', currency: 'GBP', taxId: 'GB 123 4567 89', isActive: false },
          restriction: { kind: 'restricted', locationIds: ['310'] },
          displayContact: { telephone: '01274 555 014', email: null, address: bradford },
        },
        { termsCode: null, parentCode: null },
      ),
  ],
  [
    'vendor-of-the-trade',
    () =>
      company(
        { kind: 'vendor', id: 'V00223', name: 'Mersey Galvanizers', partyType: 'Processing', currency: 'GBP' },
        { termsCode: null, parentCode: null },
      ),
  ],
  ['tax-detail-united-states', () => rate('Tulsa city sales tax', 'OK-TULSA', '3.65')],
  ['tax-detail-canada', () => rate('QST 9.975%', 'QST', '9.975', { description: 'Taxe de vente du Québec' })],
  ['tax-detail-united-kingdom', () => rate('UK sales standard 20%', 'HMRC', '20')],
  ['tax-detail-that-cannot-be', () => rate('UK reverse charge', 'HMRC', '20', { isReverseCharge: true })],
  ['tax-schedule-united-states', () => group('Tulsa', [sales('OK'), sales('OK-TULSACO'), sales('OK-TULSA')])],
  ['tax-schedule-canada', () => group('British Columbia', [sales('GST'), sales('PST-BC')])],
  ['tax-schedule-united-kingdom', () => group('UK standard', [sales('VAT')])],
  [
    'term-with-discount-and-penalty',
    () => (onePercentInFive.kind === 'fields' ? termImportValues('T5', onePercentInFive.fields) : onePercentInFive),
  ],
  ['ship-to-of-finance', () => contactImport('ship-to', fieldsFromIntacct(dock, 'ship-to'), shipToKeys)],
  [
    'person-of-operations',
    () => {
      const fields = fieldsFromImetal(person);
      return { contactName: contactNameOf(person, profile), change: changeForIntacct(fields, fields) };
    },
  ],
];

describe('what becomes of', () => {
  it.each(goldens)('%s', (name, map) => expectGolden(__dirname, name, map()));
});
