import { pino } from 'pino';
import { checkProfileAgainstIntacct, refuseUnfitProfiles } from '../../activities/check-profile';
import { Transport } from '../../clients/errors';
import type { IntacctClient, IntacctRecord, QueryRequest } from '../../clients/intacct/intacct-client';
import { createCompanyProfiles, imetalProfileOf } from '../../companies/company-profiles';
import type { ImetalProfile } from '../../domain/imetal-profile';

const profiles = createCompanyProfiles('companies');
let profile: ImetalProfile;
beforeAll(async () => {
  profile = await imetalProfileOf(profiles, 'gulf-metals');
});

/** An Intacct that has whatever is asked for, active, with the entities' own currencies; and each answer changed as told. */
function intacctThat(change: (object: string, row: IntacctRecord) => IntacctRecord | null = (_, row) => row) {
  const asked: QueryRequest[] = [];
  const currencies: Record<string, string> = { '100': 'USD', '200': 'CAD', '300': 'GBP' };
  const query: IntacctClient['query'] = async function* (_entityId, request) {
    asked.push(request);
    if (request.filter?.op !== 'in') throw new Error('expected a query by keys');
    const { field, values } = request.filter;
    for (const value of values) {
      const row = change(request.object, { [field]: value, STATUS: 'active', CURRENCY: currencies[value] ?? '' });
      if (row !== null) yield row;
    }
  };
  return { asked, client: { query } };
}

describe('a profile held against Intacct', () => {
  it('has no fault when everything it names is there and active', async () => {
    const { client, asked } = intacctThat();
    expect(await checkProfileAgainstIntacct(profile, client)).toEqual([]);
    expect(asked.map(({ object }) => object)).toEqual([
      'LOCATIONENTITY',
      'LOCATION',
      'GLACCOUNT',
      'TAXDETAIL',
      'GLJOURNAL',
      'DEPARTMENT',
      'ARTERM',
    ]);
  });

  it.each([
    ['LOCATIONENTITY', 'LOCATIONID', '200', 'branches.TOR.entity', 'entity 200 is not in Intacct'],
    ['LOCATION', 'LOCATIONID', '310', 'branches.BHM.location', 'location 310 is not in Intacct'],
    ['DEPARTMENT', 'DEPARTMENTID', '40', 'dimensions.departmentBySalesGroup.ALU', 'department 40 is not in Intacct'],
    ['GLACCOUNT', 'ACCOUNTNO', '4990', 'accounts.rounding', 'account 4990 is not in Intacct'],
    ['GLJOURNAL', 'SYMBOL', 'CGS', 'costOfSales.journal', 'journal CGS is not in Intacct'],
    ['ARTERM', 'NAME', 'Net 45', 'terms.N45', 'term Net 45 is not in Intacct'],
    ['TAXDETAIL', 'DETAILID', 'GST 5%', 'branches.TOR.tax.details GST/1', 'tax detail GST 5% is not in Intacct'],
  ])('names the entry whose %s is missing', async (object, keyField, key, subject, what) => {
    const { client } = intacctThat((asked, row) => (asked === object && row[keyField] === key ? null : row));
    const faults = await checkProfileAgainstIntacct(profile, client);
    expect(faults).toEqual([{ subject, what, remedy: expect.stringContaining('in Intacct, or name another') }]);
  });

  it('names an account that is inactive, once for each entry that uses it', async () => {
    const { client } = intacctThat((_, row) => (row.ACCOUNTNO === '1300' ? { ...row, STATUS: 'inactive' } : row));
    const faults = await checkProfileAgainstIntacct(profile, client);
    expect(faults.map(({ subject }) => subject)).toEqual([
      'accounts.overrides.13000',
      'stockAdjustments.WGH.credit',
      'stockAdjustments.SCR.credit',
      'stockAdjustments.CNT.credit',
      ...['REC', 'WOF/LOST', 'WOF/DMG', 'CNT', 'RVL'].map((movement) => `ledgerEntries.movements.${movement}.credit`),
      'ledgerEntries.movements.TRF.debit',
      'ledgerEntries.movements.TRF.credit',
    ]);
    expect(new Set(faults.map(({ what }) => what))).toEqual(new Set(['account 1300 is inactive in Intacct']));
  });

  it('compares the base currency of each branch with that of its entity', async () => {
    const { client } = intacctThat((_, row) => (row.LOCATIONID === '300' ? { ...row, CURRENCY: 'EUR' } : row));
    expect((await checkProfileAgainstIntacct(profile, client)).map(({ subject, what }) => [subject, what])).toEqual([
      ['branches.BHM.baseCurrency', 'expected EUR, the base currency of entity 300 in Intacct, came GBP'],
    ]);
  });

  it('names a pair of entities with different base currencies, between which Intacct takes no journal', async () => {
    const rule = Object.values(profile.ledgerEntries.interEntity)[0] ?? {
      dueFromAccount: '1500',
      dueToAccount: '2500',
    };
    const interEntity = { ...profile.ledgerEntries.interEntity, '100>300': rule };
    const across = { ...profile, ledgerEntries: { ...profile.ledgerEntries, interEntity } };
    expect(await checkProfileAgainstIntacct(across, intacctThat().client)).toEqual([
      {
        subject: 'ledgerEntries.interEntity.100>300',
        what: 'entity 100 has base currency USD in Intacct, entity 300 GBP: Intacct takes no journal between them',
        remedy: 'take the pair out of the profile; finance keys such transfers in',
        isTolerable: true,
      },
    ]);
  });

  it('does not look for the tax details that are carried as lines: they only name the line', async () => {
    const { client, asked } = intacctThat();
    await checkProfileAgainstIntacct(profile, client);
    const details = asked.find(({ object }) => object === 'TAXDETAIL')?.filter;
    expect(details).toMatchObject({ op: 'in', values: expect.not.arrayContaining(['Texas state sales tax']) });
  });
});

describe('a worker that starts', () => {
  const warnings: string[] = [];
  const deps = (query: IntacctClient['query']) => ({
    profiles,
    intacct: async () => ({ query }) as unknown as IntacctClient,
    slots: {
      run: <T>(_: unknown, work: (assertHeld: () => void) => Promise<T>) => work(() => undefined),
      close: async () => undefined,
    },
    meter: { record: () => undefined, during: <T>(_: unknown, work: () => Promise<T>) => work() },
    log: pino({}, { write: (line: string) => void warnings.push(line) }),
  });

  it('refuses a profile that names what Intacct does not have, and says all of it', async () => {
    const { client } = intacctThat((object, row) => (object === 'GLJOURNAL' || row.NAME === 'Net 45' ? null : row));
    await expect(refuseUnfitProfiles(deps(client.query))).rejects.toThrow(
      /gulf-metals does not fit Intacct:\n {2}costOfSales\.journal: journal CGS .*\n {2}ledgerEntries\.journal: journal INV .*\n {2}terms\.N45: term Net 45/,
    );
  });

  it('starts with a warning when an account of the profile is inactive: every other posting must go on', async () => {
    const { client } = intacctThat((_, row) => (row.ACCOUNTNO === '1300' ? { ...row, STATUS: 'inactive' } : row));
    await refuseUnfitProfiles(deps(client.query));
    expect(warnings.join()).toContain('account 1300 is inactive in Intacct');
  });

  it('only warns when Intacct cannot be asked', async () => {
    // biome-ignore lint/correctness/useYield: it fails before its first row.
    const query: IntacctClient['query'] = async function* () {
      throw new Transport('no answer from Intacct', { operation: 'intacct query' });
    };
    await refuseUnfitProfiles(deps(query));
    expect(warnings.join()).toContain('no answer from Intacct');
  });
});
