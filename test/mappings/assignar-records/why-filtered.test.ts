import type { RecordFilter } from '../../../domain/assignar-profile';
import { whyEnded } from '../../../mappings/assignar-records/employee-to-worker';
import { itemKind } from '../../../mappings/assignar-records/item-to-asset-or-role';
import { mapTasks } from '../../../mappings/assignar-records/tasks-to-activity';
import { type FilteredRecord, whyFiltered } from '../../../mappings/assignar-records/why-filtered';
import { buildAssignarProfile, buildEmployee, buildTask } from './construction-builders';

const ruth: FilteredRecord = {
  id: 'E-7',
  isActive: true,
  departmentId: 'FIELD',
  locationId: null,
  earningType: 'Regular',
  customFields: { UNION: 'Local 7' },
};
test.each<[string, Partial<RecordFilter>, Partial<FilteredRecord>, string | null]>([
  ['nothing but the status', {}, {}, null],
  ['an inactive record', {}, { isActive: false }, 'inactive in Intacct'],
  ['an inactive record whose id is named', { ids: ['E-7'] }, { isActive: false }, 'inactive in Intacct'],
  ['an id that is named', { ids: ['E-7'] }, {}, null],
  ['an id that is not', { ids: ['E-8'] }, {}, 'E-7 is not among the ids pulled'],
  ['another department', { departments: ['OFFICE', 'PLANT'] }, {}, 'department FIELD; the profile pulls OFFICE, PLANT'],
  ['no location', { locations: ['100'] }, {}, 'location is empty; the profile pulls 100'],
  ['an earning type that is named', { earningTypes: ['Regular'] }, {}, null],
  ['a custom field', { customField: { field: 'UNION', values: ['Local 7'] } }, {}, null],
  [
    'a custom field of another value',
    { customField: { field: 'UNION', values: ['Local 9'] } },
    {},
    'UNION Local 7; the profile pulls Local 9',
  ],
  [
    'a custom field that is empty',
    { customField: { field: 'CREW', values: ['A'] } },
    {},
    'CREW is empty; the profile pulls A',
  ],
])('a filter looks at %s', (_, filter, change, why) => {
  expect(whyFiltered({ ...ruth, ...change }, filter)).toBe(why);
});

test('a condition on what an object does not have leaves nobody out', () => {
  expect(whyFiltered({ id: 'C-10', isActive: true }, { departments: ['FIELD'], progress: ['x'] })).toBeNull();
});

test.each([
  [null, null],
  ['2026-11-22', null],
  ['2026-11-21', 'ended 2026-11-21 (voluntary) in Intacct'],
])('an employee whose last day is %s has ended on the day after: %s', (endDate, why) => {
  expect(whyEnded(buildEmployee({ endDate, terminationType: 'voluntary' }), '2026-11-22')).toBe(why);
});

test('an item is what its GL group says, whatever it is called', () => {
  const profile = buildAssignarProfile();
  expect(itemKind({ glGroup: 'Equipment' }, profile)).toEqual({ kind: 'asset' });
  expect(itemKind({ glGroup: 'Labor' }, profile)).toEqual({ kind: 'role' });
  expect(itemKind({ glGroup: null }, profile)).toEqual({ kind: 'neither', because: 'no GL group in Intacct' });
});

test('a cost code is left out with the reason of its first task, or for want of a project', () => {
  const tasks = [buildTask({ isActive: false })];
  expect(mapTasks('100-200', tasks, {}, new Set(['P-100'])).whyNot).toBe('inactive in Intacct');
  expect(mapTasks('100-200', [buildTask()], {}, new Set()).whyNot).toBe('none of its projects is in Assignar: P-100');
  const inProjects = (...projectIds: string[]) =>
    mapTasks(
      '100-200',
      projectIds.map((projectId) => buildTask({ projectId })),
      {},
      new Set(),
    ).whyNot;
  expect(inProjects('P-1', 'P-2', 'P-3')).toBe('none of its projects is in Assignar: P-1, P-2, P-3');
  expect(inProjects('P-1', 'P-2', 'P-3', 'P-4')).toBe('none of its projects is in Assignar: P-1, P-2, P-3 and 1 more');
  const onHold = [buildTask({ taskStatus: 'On Hold' })];
  expect(mapTasks('100-200', onHold, { progress: ['Planned'] }, new Set(['P-100'])).whyNot).toBe(
    'status On Hold; the profile pulls Planned',
  );
});
