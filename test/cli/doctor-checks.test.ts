import { addressesInUse } from '../../cli/doctor/addresses-in-use';
import { type Check, checkClock, makeCheckup } from '../../cli/doctor/checkup';
import { flowChecks } from '../../cli/doctor/flow-checks';
import { hubChecks, ledgerChecks } from '../../cli/doctor/hub-checks';
import { imetalChecks } from '../../cli/doctor/imetal-checks';
import { intacctChecks } from '../../cli/doctor/intacct-checks';
import { triggerChecks } from '../../cli/doctor/trigger-checks';
import type { Operator } from '../../cli/operator';
import { doctorText } from '../../cli/output/doctor-text';
import { Authentication, Rejected, Transport } from '../../clients/errors';
import type { IntacctClient, IntacctRecord } from '../../clients/intacct/intacct-client';
import type { TemporalConnection } from '../../clients/temporal/connect';
import { pauseCompany } from '../../db/company-pauses';
import { createHubPool } from '../../db/pool';
import { claimForSending } from '../../db/settlements';
import { useHubDatabase } from '../db/hub-database';
import { company } from '../db/planned-document';
import { buildProfile } from '../mappings/source-invoice-builder';
import { createEmptyDatabase } from '../postgres';
import { planDocument } from './ledger-fixture';

const hub = useHubDatabase();
const profile = buildProfile();

/** What each check found, by the check's name. */
async function faultsOf(checks: Check[]): Promise<Record<string, string[]>> {
  const reports = await makeCheckup(checks);
  return Object.fromEntries(reports.map(({ name, faults }) => [name, faults.map(({ what }) => what)]));
}

describe("the hub's database", () => {
  it('is well when it is migrated and on time', async () => {
    expect(await faultsOf(hubChecks(hub.pool()))).toEqual({ 'hub database': [], 'hub database clock': [] });
  });

  it('lacks every migration when it is empty', async () => {
    const empty = await createEmptyDatabase();
    const pool = createHubPool(empty.url);
    const [report] = await makeCheckup(hubChecks(pool));
    expect(report?.faults.map(({ subject }) => subject)).toContain('0001_posting-ledger');
    await pool.end();
    await empty.drop();
  });

  it('is a fault when it is away, and the check says what to look at', async () => {
    const pool = createHubPool('postgres://nobody@127.0.0.1:1/hub');
    const [report] = await makeCheckup(hubChecks(pool));
    expect(report).toMatchObject({ ok: false, faults: [{ remedy: expect.stringContaining('DATABASE_URL') }] });
    await pool.end();
  });
});

describe('the ledger', () => {
  it('tells of a paused company and of postings nobody found the outcome of', async () => {
    expect(await faultsOf(ledgerChecks(hub.pool(), company))).toEqual({ pauses: [], 'stuck postings': [] });
    await pauseCompany(hub.pool(), company, 'XL03000006: sign-in refused', 60);
    await claimForSending(hub.pool(), await planDocument(hub.pool(), 'HOU-DIV-6'));
    await hub
      .pool()
      .query(`update postings set sent_at = now() - interval '11 minutes' where document_key = 'HOU-DIV-6'`);
    await claimForSending(hub.pool(), await planDocument(hub.pool(), 'HOU-DIV-7'));
    const reports = await makeCheckup(ledgerChecks(hub.pool(), company));
    expect(reports[0]?.faults).toMatchObject([
      { what: expect.stringContaining('sign-in refused'), remedy: expect.stringContaining(`resume ${company}`) },
    ]);
    // HOU-DIV-7 was sent a moment ago: that is no fault.
    expect(reports[1]?.faults.map(({ subject }) => subject)).toEqual(['HOU-DIV-6 invoice', 'HOU-DIV-6 cost-of-sales']);
  });
});

describe('the flows of waiting documents', () => {
  const temporalThatRuns = (...workflowIds: string[]) => {
    const list = async function* () {
      for (const workflowId of workflowIds) yield { workflowId };
    };
    return async () => ({ client: { workflow: { list } } }) as unknown as TemporalConnection;
  };

  it('are missed where nobody runs them, each with the way to start it again', async () => {
    await hub.pool().query(`update postings set planned_at = now() - interval '2 minutes'`);
    const { rows } = await hub
      .pool()
      .query(`select workflow_id from postings where company = $1 and is_leading and document_key = 'HOU-DIV-7'`, [
        company,
      ]);
    const connect = temporalThatRuns(rows[0].workflow_id);
    const [report] = await makeCheckup(flowChecks(hub.pool(), connect, company));
    expect(report?.faults).toMatchObject([
      { subject: 'HOU-DIV-6', remedy: 'intacct-pipelines trigger imetal sales-invoice HOU-DIV-6' },
    ]);
  });
});

describe('a clock', () => {
  it('is a fault when it is more than five seconds off, in either direction', async () => {
    const clockOff = (ms: number) => checkClock('iMetal', async () => new Date(Date.now() + ms));
    expect((await clockOff(4_000)).faults).toEqual([]);
    expect((await clockOff(9_000)).faults).toMatchObject([
      { what: expect.stringContaining('s ahead of this machine') },
    ]);
    expect((await clockOff(-9_000)).faults).toMatchObject([{ what: expect.stringContaining('s behind this machine') }]);
  });
});

describe('iMetal', () => {
  const well = { checkSchema: async () => [], readClock: async () => new Date().toISOString() };

  it('is well when its tables are as expected, it is read only, and on time', async () => {
    const checks = imetalChecks({ imetal: () => well, findWriteRights: async () => [] });
    expect(Object.values(await faultsOf(checks)).flat()).toEqual([]);
  });

  it('has a fault for each column that drifted', async () => {
    const drift = [{ table: 'sales_items', column: 'value', expected: 'numeric', actual: 'text' }];
    const imetal = () => ({ ...well, checkSchema: async () => drift });
    const [report] = await makeCheckup(imetalChecks({ imetal, findWriteRights: async () => [] }));
    expect(report?.faults).toMatchObject([{ subject: 'sales_items.value', what: 'expected numeric, came text' }]);
  });

  it('has a fault when the reading login could write', async () => {
    const checks = imetalChecks({ imetal: () => well, findWriteRights: async () => ['sales_headers', 'sales_items'] });
    expect((await faultsOf(checks))['iMetal live is read only']).toEqual([
      'the login of IMETAL_LIVE_URL may write to 2 tables (sales_headers, sales_items)',
    ]);
  });

  it('has one fault in each check when it is away, and the others are made all the same', async () => {
    const away = async () => {
      throw new Transport('the database cannot be reached', { operation: 'imetal' });
    };
    const imetal = () => ({ checkSchema: away, readClock: away });
    const faults = await faultsOf(imetalChecks({ imetal, findWriteRights: async () => [] }));
    expect(faults).toEqual({
      'iMetal tables': ['the database cannot be reached'],
      'iMetal live is read only': [],
      'iMetal clock': ['the database cannot be reached'],
    });
  });
});

describe('Intacct', () => {
  const entities: (string | null)[] = [];
  const signIn = async (entityId: string | null) => {
    entities.push(entityId);
    return { endpoint: 'https://example.com' };
  };
  /** Has everything that is asked for by key, and nothing else. */
  const query: IntacctClient['query'] = async function* (_entityId, { filter }): AsyncGenerator<IntacctRecord> {
    if (filter?.op !== 'in') return;
    for (const value of filter.values) yield { [filter.field]: value, STATUS: 'active' };
  };

  it('is well when it lets the user in everywhere and has what the profile names', async () => {
    const faults = await faultsOf(intacctChecks({ profile, signIn, query }));
    expect(faults).toEqual({ 'Intacct sign-in': [], 'Intacct permissions': [], profile: [] });
    expect(entities).toEqual([null, ...new Set(Object.values(profile.branches).map(({ entity }) => entity))]);
  });

  it('is not asked again after it refused a sign-in, lest it lock the user out', async () => {
    let asked = 0;
    const refusing = async (): Promise<never> => {
      asked += 1;
      throw new Authentication('XL03000006: Sign-in information is incorrect', { operation: 'intacct sign in' });
    };
    const faults = await faultsOf(intacctChecks({ profile, signIn: refusing, query }));
    expect(asked).toBe(1);
    expect(faults).toEqual({
      'Intacct sign-in': ['XL03000006: Sign-in information is incorrect'],
      'Intacct permissions': ['not tried, since the sign-in was refused'],
      profile: ['not tried, since the sign-in was refused'],
    });
  });

  it('names each object that the user may not list', async () => {
    const forbidden: IntacctClient['query'] = (entityId, request) => {
      if (request.object !== 'GLBATCH') return query(entityId, request);
      const details = { operation: 'intacct query', code: 'PERMISSION_MISSING' as const };
      throw new Rejected('no permission for API operation READ_BY_QUERY on objects of type GLBATCH', details);
    };
    const [, report] = await makeCheckup(intacctChecks({ profile, signIn, query: forbidden }));
    expect(report?.faults.map(({ subject }) => subject)).toEqual(['GLBATCH']);
  });
});

describe('webhook secrets', () => {
  const long = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;

  it.each([
    ['', ['no secret is set, so every signed trigger is refused']],
    [long, []],
    [`${long} ${long}`, []],
    [`${long} whsec_c2hvcnQ=`, ['secret 2: expected whsec_ and 24 bytes or more, came 5 bytes']],
  ])('%j', async (secrets, faults) => {
    expect((await faultsOf(triggerChecks(secrets)))['webhook secrets']).toEqual(faults);
  });
});

test('addresses in use show no password', () => {
  const environment = {
    DATABASE_URL: 'postgres://hub:hidden@db.example:5432/hub',
    IMETAL_LIVE_URL: 'postgres://reader:hidden@live.example/live',
    TEST_METALS_IMETAL_LIVE_URL: 'postgres://own:hidden@own.example/live',
  };
  const addresses = addressesInUse({ environment, localStack: undefined } as unknown as Operator, company);
  expect(addresses).toMatchObject({
    hubDatabase: 'postgres://hub@db.example:5432/hub',
    imetalLive: 'postgres://own@own.example/live',
    imetalGateway: null,
    temporalNamespace: 'default',
  });
  expect(JSON.stringify(addresses)).not.toContain('hidden');
});

test('a diagnosis puts the way out under each fault', () => {
  const faults = [{ subject: 'GLBATCH', what: 'no permission', remedy: 'give the user a role' }];
  const checks = [
    { name: 'hub database', ok: true, seen: 'reachable', faults: [] },
    { name: 'Intacct permissions', ok: false, seen: '', faults },
  ];
  const addresses = {} as Parameters<typeof doctorText>[0]['addresses'];
  expect(doctorText({ ok: false, company, checks, addresses }).split('\n')).toEqual([
    '✓ hub database         reachable',
    '✗ Intacct permissions  1 fault',
    '    GLBATCH: no permission',
    '      → give the user a role',
    '',
    '1 of 2 checks found a fault.',
  ]);
});
