import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnosis } from '../../cli/commands/doctor';
import type { LoadPreview } from '../../cli/preview-load';
import { named } from '../../sandbox/sample-construction/crew';
import { useHarborInSandboxes } from '../activities/assignar-records/harbor-in-sandboxes';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { runLine } from './command-line-under-test';

const both = useHarborInSandboxes();
let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await connectTestTemporal();
});
afterAll(() => temporal?.close());

const line = (words: string, more: NodeJS.ProcessEnv = {}) =>
  runLine(`${words} --company harbor-civil`, {
    ...both().environment,
    TEMPORAL_ADDRESS: temporal.address,
    TASK_QUEUE: temporal.taskQueue,
    ...more,
  });
const changes = async () => (await both().office.rows('users')).length + (await both().office.rows('tasks')).length;

describe('backfill --preview', () => {
  test('says before anything is written what would be made, what is not pulled and why, and what is refused and why', async () => {
    const before = await changes();
    const answer = await line('backfill employees --preview --json');
    expect(answer.exitCode).toBe(0);
    const preview = answer.json<LoadPreview>();
    expect(preview).toMatchObject({ read: 66, update: 0, unchanged: 0, notPulled: 7 });
    const of = (id: string) => preview.records.find((record) => record.id === id);
    expect(of('E-1001')).toEqual({ id: 'E-1001', verdict: 'create', because: ['a new worker'], codes: [] });
    expect(of(named.left)).toMatchObject({
      verdict: 'not-pulled',
      because: ['ended 2026-10-30 (voluntary) in Intacct'],
    });
    expect(of('E-1061')).toMatchObject({
      verdict: 'not-pulled',
      because: [expect.stringMatching(/^department (OFFICE|SAFETY); the profile pulls FIELD, PLANT$/)],
    });
    expect(of(named.withoutEmail)).toMatchObject({ verdict: 'refused', codes: ['EMAIL_MISSING'] });
    expect(of(named.surveyor)).toMatchObject({ verdict: 'refused', codes: ['ROLE_UNKNOWN'] });
    expect(await changes()).toBe(before);
    const { rows } = await both()
      .hub.pool()
      .query('select (select count(*) from links) + (select count(*) from record_looks) as written');
    expect(rows).toEqual([{ written: '0' }]);
  }, 60_000);

  test('takes what is pulled, and not there yet, for loaded: projects before their clients', async () => {
    const { out } = await line('backfill projects --preview');
    expect(out).toContain(
      'projects: 13 read = 12 would be made + 0 would be changed + 0 unchanged + 1 not pulled + 0 refused; nothing was written',
    );
    expect(out).toMatch(/HC-2399\s+not pulled\s+inactive in Intacct/);
    expect(out).toMatch(/HC-2401-A\s+would be made\s+a new project; a new work-order/);
  }, 60_000);

  test('is not for what the company does not have', async () => {
    expect((await line('backfill ar-terms --preview')).err).toContain(
      'expected one of items, customers, vendors, projects',
    );
  });
});

describe('drift', () => {
  test('is empty at first; then it lists what was changed by hand, and the way out, and says no', async () => {
    expect(await line('drift')).toMatchObject({ exitCode: 0, out: 'harbor-civil: nothing has drifted\n' });
    await both().load('customers');
    await both().office.act('edit-row', { collection: 'clients', row: 'C-206', fields: { name: 'Somebody else' } });
    await both().sweep('client');
    const { exitCode, out } = await line('drift --object client');
    expect(exitCode).toBe(1);
    expect(out).toContain('CUSTOMER/C-206');
    expect(out.replace(/\s+/g, ' ')).toContain('name: "Somebody else" in Assignar');
    expect((await line('drift --object client --json')).json()).toMatchObject({
      company: 'harbor-civil',
      drifts: expect.arrayContaining([
        expect.objectContaining({ kind: 'edited', wayOut: expect.stringContaining('make the change in Intacct') }),
      ]),
    });
    expect(await line('show CUSTOMER/C-206')).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('Assignar client'),
    });
  }, 60_000);
});

describe('doctor', () => {
  const reports = async (more: NodeJS.ProcessEnv = {}) =>
    new Map((await line('doctor --json', more)).json<Diagnosis>().checks.map((report) => [report.name, report]));

  test('finds both systems of the sample company well', async () => {
    const checks = await reports();
    for (const name of [
      ...['Assignar sign-in', 'Assignar clock', 'Assignar permissions', 'owner of work orders'],
      ...['Intacct sign-in', 'Intacct permissions', 'profile', 'item GL groups', 'earning types'],
      ...['time zones and periods', 'filter of employees', 'filter of items', 'filter of vendors', 'drift in Assignar'],
    ]) {
      expect([name, checks.get(name)?.faults]).toEqual([name, []]);
    }
    expect(checks.get('filter of employees')?.seen).toBe('lets 60 of 66 through');
  }, 60_000);

  test('tells wrong credentials of Assignar from a wrong scope', async () => {
    const secret = (await reports({ HARBOR_CIVIL_ASSIGNAR_CLIENT_SECRET: 'wrong' })).get('Assignar sign-in');
    const scope = (await reports({ HARBOR_CIVIL_ASSIGNAR_SCOPE: 'target-entity:other:api_access' })).get(
      'Assignar sign-in',
    );
    expect(secret?.faults[0]?.what).toMatch(/credential/i);
    expect(scope?.faults[0]?.what).toMatch(/scope/i);
  }, 60_000);

  test('names a GL group, a department and an earning type of the profile that Intacct does not have', async () => {
    const { COMPANIES_DIRECTORY: shipped = '' } = both().environment;
    const directory = mkdtempSync(join(tmpdir(), 'companies-'));
    const text = readFileSync(join(shipped, 'harbor-civil.yaml'), 'utf8')
      .replace('labourGroups: [Labor]', 'labourGroups: [Labour, Equipment]')
      .replace('departments: [FIELD, PLANT]', 'departments: [FIELDS, PLANT]')
      .replace('travel: { timeType: Travel }', 'travel: { timeType: Trips }');
    writeFileSync(join(directory, 'harbor-civil.yaml'), text);
    const checks = await reports({ COMPANIES_DIRECTORY: directory });
    const faults = (name: string) =>
      checks
        .get(name)
        ?.faults.map(({ what }) => what)
        .join('\n');
    expect(faults('item GL groups')).toMatch(/GL_GROUP_MISSING: item GL group "Labour" is not in Intacct/);
    expect(faults('item GL groups')).toMatch(/ITEM_IN_BOTH_GROUPS: "Equipment"/);
    expect(faults('filter of employees')).toBe('"FIELDS" is that of none of 66 employees in Intacct');
    expect(faults('earning types')).toMatch(/earning type "Trips" of the profile is not in Intacct/);
  }, 60_000);
});
