import type { IntacctParty } from '../../../domain/master-records';
import { mapPartyToCompany } from '../../../mappings/records/party-to-company';
import {
  addressFromImetal,
  addressFromIntacct,
  addressToImetal,
  addressToIntacct,
} from '../../../mappings/records/postal-address';
import { restrictionToBranches } from '../../../mappings/records/restriction-to-branches';
import { shortCodes } from '../../../mappings/records/short-code';
import { whyNotTrade } from '../../../mappings/records/trade-vendor';
import { buildParty } from '../../activities/records/fake-masters';
import { buildProfile } from '../source-invoice-builder';

const profile = buildProfile();
const codes = { termsCode: null, parentCode: null, parentChain: null };
const faultsOf = (changes: Partial<IntacctParty>) => {
  const mapped = mapPartyToCompany(buildParty(changes), profile, codes);
  return mapped.kind === 'exceptions' ? mapped.exceptions.map(({ code, field }) => `${code} ${field}`) : [];
};

describe('a customer', () => {
  test('has every fault told at once', () => {
    const address = {
      lines: ['1', '2', '3', '4'],
      town: 'x'.repeat(61),
      county: null,
      postcode: null,
      countryCode: 'XX',
    };
    expect(
      faultsOf({
        name: ' ',
        termName: 'Net 30',
        parentId: 'C1',
        restriction: { kind: 'restricted', locationIds: ['999'] },
        displayContact: { telephone: '1'.repeat(21), email: null, address },
      }),
    ).toEqual([
      'RESTRICTION_UNMAPPED restricted locations',
      'REQUIRED_FIELD_MISSING name',
      'FIELD_TOO_LONG telephone',
      'FIELD_TOO_LONG town',
      'REQUIRED_FIELD_MISSING country',
      'FIELD_TOO_LONG address',
      'TERM_UNKNOWN terms',
      'PARENT_UNKNOWN parent',
    ]);
  });

  test('without a currency has the base currency of its home branch', () => {
    const mapped = mapPartyToCompany(buildParty({ currency: null }), profile, codes);
    const home = profile.branches[profile.masters.defaultBranch];
    expect(mapped).toMatchObject({ fields: { currency: home?.baseCurrency } });
  });

  test('private to an entity is open in its branches only', () => {
    const [code, branch] = Object.entries(profile.branches)[0] ?? [];
    const branches = restrictionToBranches(buildParty({ entityId: branch?.entity ?? '' }), profile, 'customer');
    expect(branches).toMatchObject({ kind: 'some', branchCodes: expect.arrayContaining([code]) });
  });
});

test.each([
  [{}, { partyType: 'Trade' }, null],
  [{}, { partyType: 'Landlord' }, "vendor type Landlord is not a trade vendor's"],
  [{ glGroups: ['AP'] }, { partyType: 'Trade', glGroup: null }, "GL group none is not a trade vendor's"],
  [
    { customField: { field: 'TRADE', values: ['yes'] } },
    { partyType: 'Trade', customFields: {} },
    "TRADE empty is not a trade vendor's",
  ],
  [{ customField: { field: 'TRADE', values: ['yes'] } }, { partyType: 'Trade', customFields: { TRADE: 'yes' } }, null],
])('rule %j calls vendor %j: %s', (rule, changes, because) => {
  const tradeVendors = { vendorTypes: ['Trade'], ...rule };
  const masters = { ...profile.masters, tradeVendors };
  expect(whyNotTrade(buildParty({ kind: 'vendor', ...changes }), { ...profile, masters })).toBe(because);
});

test.each([
  ['C00123', ['C00123', 'C0012301', 'C0012302']],
  ['GULF-STEEL-HOUSTON-001', ['GULFSTE001', 'GULFSTEE01', 'GULFSTEE02']],
  ['Müller & Söhne GmbH', ['MULLERSO01', 'MULLERSO02', 'MULLERSO03']],
])('%s is tried as %j', (id, expected) => {
  const codesTried = shortCodes(id, 10);
  expect(expected.map(() => codesTried.next().value)).toEqual(expected);
});

test.each([
  ['US', 'USA', '77001'],
  ['CA', 'CAN', 'M5V 2T6'],
  ['GB', 'GBR', 'B1 1AA'],
])('an address in %s goes to iMetal and back unchanged', (country, letters, postcode) => {
  const address = { lines: ['1 Dock Road', 'Gate 3'], town: 'Town', county: null, postcode, countryCode: country };
  const fields = addressFromIntacct(address);
  const row = addressToImetal(fields);
  expect(row).toMatchObject({ address: '1 Dock Road\nGate 3', country_code: letters });
  const shown = { text: '1 Dock Road\r\nGate 3\r\n', town: 'Town', county: '', postcode, countryCode: letters };
  expect(addressFromImetal(shown)).toEqual(fields);
  expect(addressToIntacct(fields)).toEqual(address);
});
