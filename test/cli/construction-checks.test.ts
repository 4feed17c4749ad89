import { makeCheckup } from '../../cli/doctor/checkup';
import { type ConstructionCheckDeps, constructionChecks } from '../../cli/doctor/construction-checks';
import { Authentication, Rejected } from '../../clients/errors';
import { createFakeConstruction } from '../activities/assignar-records/fake-construction';
import { buildAssignarProfile, buildEmployee, buildItem } from '../mappings/assignar-records/construction-builders';

type Asked = Parameters<ConstructionCheckDeps['query']>[1];

function depsOf(): ConstructionCheckDeps & { refused: Set<string>; asked: Asked[] } {
  const construction = createFakeConstruction();
  construction.employees = [buildEmployee()];
  construction.items = [buildItem()];
  const refused = new Set<string>();
  const asked: Asked[] = [];
  const refuse = (object: string) => {
    if (!refused.has(object)) return;
    throw new Rejected(`you may not list ${object}`, { operation: 'query', code: 'PERMISSION_MISSING', subject: null });
  };
  return {
    profile: buildAssignarProfile(),
    refused,
    asked,
    signIn: async () => undefined as never,
    async *query(_entity, request) {
      asked.push(request);
      refuse(request.object);
      yield* [];
    },
    construction: construction.port,
    masters: {
      listParties: async () => [],
      async listDeleted() {
        refuse('AUDITHISTORY');
        return [];
      },
    },
  };
}

async function faultsOf(deps: ConstructionCheckDeps, name: string): Promise<string[]> {
  const reports = await makeCheckup(constructionChecks(deps).filter((check) => check.name === name));
  expect(reports).toHaveLength(1);
  return (reports[0]?.faults ?? []).map(({ subject, remedy }) => `${subject}: ${remedy}`);
}

test.each([
  ['TIMESHEET', 'Time & Expenses: Timesheets'],
  ['ITEMGLGROUP', 'Inventory Control: Item GL groups'],
  ['AUDITHISTORY', 'Company: Audit trail'],
])('a right that is missing for %s is named, and which to give', async (object, right) => {
  const deps = depsOf();
  expect(await faultsOf(deps, 'Intacct permissions')).toEqual([]);
  deps.refused.add(object);
  expect(await faultsOf(deps, 'Intacct permissions')).toEqual([expect.stringMatching(`^${object}: .*${right}`)]);
});

test('a group that is equipment and labour is told before each of its items is parked', async () => {
  const deps = depsOf();
  deps.profile.items = { equipmentGroups: ['Equipment'], labourGroups: ['Labor', 'Equipment'] };
  expect(await faultsOf(deps, 'item GL groups')).toEqual([expect.stringMatching('^Equipment: name it once')]);
});

test('a time zone that nobody knows is told', async () => {
  const deps = depsOf();
  deps.profile.projects = { ...deps.profile.projects, timeZoneByLocation: { '100': 'America/Bostn' } };
  expect(await faultsOf(deps, 'time zones and periods')).toEqual([expect.stringMatching('^America/Bostn: ')]);
});

test('a filter that lets nobody through is told, and one that names what nobody has', async () => {
  const deps = depsOf();
  deps.profile.filters = { ...deps.profile.filters, employees: { departments: ['FEILD'] } };
  expect(await faultsOf(deps, 'filter of employees')).toEqual([
    expect.stringMatching('^filters.employees.departments'),
  ]);
  deps.profile.filters = { ...deps.profile.filters, employees: { departments: ['FIELD'], locations: ['100'] } };
  expect(await faultsOf(deps, 'filter of employees')).toEqual([]);
});

test('behind a refused sign-in nothing more is tried: a user is locked out after a few', async () => {
  const deps = depsOf();
  deps.signIn = async () => {
    throw new Authentication('refused', { operation: 'sign-in' });
  };
  const reports = await makeCheckup(constructionChecks(deps));
  expect(reports.filter(({ ok }) => ok).map(({ name }) => name)).toEqual(['time zones and periods']);
  expect(deps.asked).toEqual([]);
});
