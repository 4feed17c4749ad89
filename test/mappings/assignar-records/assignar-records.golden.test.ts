import { mapEmployeeToWorker } from '../../../mappings/assignar-records/employee-to-worker';
import { mapItem } from '../../../mappings/assignar-records/item-to-asset-or-role';
import { mapParty } from '../../../mappings/assignar-records/party-to-client-or-supplier';
import { mapProject, type ProjectReferences } from '../../../mappings/assignar-records/project-to-work-order';
import { mapTasks } from '../../../mappings/assignar-records/tasks-to-activity';
import { buildParty } from '../../activities/records/fake-masters';
import { expectGolden } from '../golden-file';
import { buildAssignarProfile, buildEmployee, buildItem, buildProject, buildTask } from './construction-builders';

const profile = buildAssignarProfile();
const known: ProjectReferences = { clientId: '41', parentProjectId: null, isParentLeftOut: false, parentLoop: null };
const open = {};

/** One idea each. `UPDATE_GOLDEN=1 npx jest <this>` writes them anew. */
const cases: Record<string, () => unknown> = {
  'employee-with-all-that-a-worker-has': () => mapEmployeeToWorker(buildEmployee(), profile, { roleId: '97' }),
  'employee-of-whom-little-is-known': () =>
    mapEmployeeToWorker(
      buildEmployee({
        telephone: null,
        mobile: null,
        address: null,
        birthDate: null,
        positionId: null,
        departmentId: null,
        earningTypeName: null,
      }),
      profile,
      { roleId: null },
    ),
  'employee-who-cannot-be-a-worker': () =>
    mapEmployeeToWorker(buildEmployee({ firstName: null, email: null, positionId: 'Diver' }), profile, {
      roleId: null,
    }),
  'item-of-equipment': () =>
    mapItem(
      buildItem({ itemId: 'EQ-LOAD', glGroup: 'Equipment', name: 'Wheel loader', description: 'Cat 950' }),
      profile,
    ),
  'item-of-labour': () => mapItem(buildItem(), profile),
  'project-with-dates': () =>
    mapProject(buildProject({ parentId: 'P-1' }), profile, { ...known, parentProjectId: '310' }),
  'project-without-an-end': () =>
    mapProject(buildProject({ beginDate: '2027-02-28', endDate: null, locationId: null }), profile, known),
  'project-that-cannot-be-a-work-order': () =>
    mapProject(buildProject({ customerId: null, beginDate: null, parentId: 'P-1' }), profile, {
      ...known,
      clientId: null,
    }),
  'cost-code-of-two-projects': () =>
    mapTasks(
      '100-200',
      [buildTask({ recordNumber: '99', projectId: 'P-200', name: 'Footings north', isBillable: false }), buildTask()],
      open,
      new Set(['P-200']),
    ),
  'customer-with-address': () => mapParty(buildParty()),
  'vendor-that-lends-people': () =>
    mapParty(buildParty({ kind: 'vendor', id: 'V-20', recordNumber: '77', name: 'Crews & Cranes' })),
};

test.each(Object.entries(cases))('%s', (name, map) => expectGolden(__dirname, name, map()));

test('a project may end on the day on which it begins, and not before', () => {
  const ending = (endDate: string) => mapProject(buildProject({ beginDate: '2027-02-28', endDate }), profile, known);
  expect(ending('2027-02-28')).toMatchObject({ kind: 'wanted', workOrder: { fields: { endDate: '2027-02-28' } } });
  expect(ending('2027-02-27')).toMatchObject({
    kind: 'exceptions',
    exceptions: [
      { field: 'end date', message: expect.stringContaining('ends 2027-02-27, before it begins 2027-02-28') },
    ],
  });
});
