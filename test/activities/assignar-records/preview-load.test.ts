import { createAssignarReaders } from '../../../activities/assignar-records/look-at-assignar-record';
import { type PreviewedRecord, previewLoad } from '../../../activities/assignar-records/preview-load';
import type { AssignarLoad } from '../../../domain/record-sync';
import { useHubDatabase } from '../../db/hub-database';
import {
  buildEmployee,
  buildItem,
  buildProject,
  buildTask,
} from '../../mappings/assignar-records/construction-builders';
import { buildParty } from '../records/fake-masters';
import { type AssignarUnderTest, createAssignarUnderTest } from './assignar-under-test';
import { clearRecords } from './clear-records';

const database = useHubDatabase();
let under: AssignarUnderTest;
beforeEach(async () => {
  await clearRecords(database.pool());
  under = createAssignarUnderTest(database.pool());
  under.parties.set('customer/C-10', buildParty({ id: 'C-10', recordNumber: '910', name: 'Port of Boston' }));
});
afterEach(() => under.close());

async function preview(object: AssignarLoad): Promise<PreviewedRecord[]> {
  const before = under.assignar.writes.length;
  const readers = await createAssignarReaders(under.deps, under.profile, (request) => request());
  const previewed: PreviewedRecord[] = [];
  for await (const page of previewLoad(readers, object)) previewed.push(...page);
  expect(under.assignar.writes).toHaveLength(before);
  return previewed;
}
const verdicts = (previewed: readonly PreviewedRecord[]) =>
  Object.fromEntries(previewed.map(({ id, verdict, codes }) => [id, codes.length === 0 ? verdict : codes.join()]));

test('refuses the employees whose e-mail address the load will refuse: another one’s in Assignar, or in Intacct', async () => {
  under.intacct.items = [buildItem()];
  await under.load('items');
  under.assignar.put('worker', { firstName: 'Ann', email: 'shared@harbor.example' });
  under.intacct.employees = [
    ['E-1', 'one@harbor.example'],
    ['E-2', 'One@harbor.example'],
    ['E-3', 'shared@harbor.example'],
    ['E-4', 'four@harbor.example'],
  ].map(([employeeId = '', email = ''], index) =>
    buildEmployee({ employeeId, recordNumber: String(index + 1), email }),
  );
  expect(verdicts(await preview('employees'))).toEqual({
    'E-1': 'create',
    'E-2': 'EMAIL_TAKEN',
    'E-3': 'EMAIL_TAKEN',
    'E-4': 'create',
  });
});

test('looks up a page at once', async () => {
  under.intacct.items = [buildItem(), buildItem({ itemId: 'EQ-1', recordNumber: '40', glGroup: 'Equipment' })];
  await preview('items');
  expect(under.assignar.reads.sort()).toEqual([
    'find asset by externalId',
    'find asset by integrationId',
    'find role by externalId',
    'find role by integrationId',
  ]);
});

test('takes projects that will be pulled for loaded when cost codes are looked at', async () => {
  under.profile.filters.projects.progress = ['In Progress'];
  under.intacct.projects = [
    buildProject({ projectStatus: 'In Progress' }),
    buildProject({ projectId: 'P-200', recordNumber: '502', projectStatus: 'Tender' }),
  ];
  under.intacct.tasks = [
    buildTask(),
    buildTask({ taskId: '900', recordNumber: '90', projectId: 'P-200' }),
    buildTask({ taskId: '901', recordNumber: '91', projectId: 'P-404' }),
  ];
  expect(verdicts(await preview('project-tasks'))).toEqual({
    '100-200': 'create',
    '900': 'not-pulled',
    '901': 'not-pulled',
  });
});

test('refuses projects whose parents lead round, and what stands under them', async () => {
  under.intacct.projects = [
    buildProject({ projectId: 'P-1', recordNumber: '1', parentId: 'P-2' }),
    buildProject({ projectId: 'P-2', recordNumber: '2', parentId: 'P-1' }),
    buildProject({ projectId: 'P-3', recordNumber: '3', parentId: 'P-4' }),
    buildProject({ projectId: 'P-4', recordNumber: '4' }),
  ];
  expect(verdicts(await preview('projects'))).toEqual({
    'P-1': 'PARENT_LOOP',
    'P-2': 'PARENT_LOOP',
    'P-3': 'create',
    'P-4': 'create',
  });
});

test('says what is made anew, and what an item was before that moved to the other group', async () => {
  under.intacct.items = [buildItem(), buildItem({ itemId: 'LAB-CONC', recordNumber: '32', name: 'Concreting' })];
  await under.load('items');
  const [deleted, moved] = under.assignar.rows.get('role') ?? [];
  under.assignar.remove('role', deleted?.id ?? '');
  under.intacct.items = [
    buildItem(),
    buildItem({ itemId: 'LAB-CONC', recordNumber: '32', name: 'Concreting', glGroup: 'Equipment' }),
  ];
  expect(await preview('items')).toEqual([
    {
      id: 'LAB-CARP',
      verdict: 'create',
      because: [`role ${deleted?.id} was deleted in Assignar: made anew`],
      codes: [],
    },
    {
      id: 'LAB-CONC',
      verdict: 'create',
      because: ['a new asset', `role ${moved?.id} would be made inactive`],
      codes: [],
    },
  ]);
  expect(await under.load('items')).toMatchObject({ written: 2 });
});

test('says of who left that they are made inactive, but not before their hours are posted', async () => {
  under.intacct.items = [buildItem()];
  under.intacct.employees = [buildEmployee()];
  await under.load('items');
  await under.load('employees');
  under.intacct.employees = [buildEmployee({ isActive: false })];
  const id = under.assignar.rows.get('worker')?.[0]?.id;
  const because = ['inactive in Intacct', `worker ${id} would be made inactive, once none of their time is unposted`];
  expect(await preview('employees')).toEqual([{ id: 'E-7', verdict: 'not-pulled', because, codes: [] }]);
});
