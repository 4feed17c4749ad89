import type { Releasable } from '../../activities/release';
import { createReleaseSearchActivities } from '../../activities/release-search';
import { parkWithoutPlan } from '../../activities/store-plan';
import type { IntacctConstruction } from '../../clients/intacct/intacct-construction';
import { selectConstructionMasters, upsertConstructionMasters } from '../../db/construction-masters';
import { inTransaction } from '../../db/pool';
import { causeKey, type ExceptionCode } from '../../domain/exception';
import { useHubDatabase } from '../db/hub-database';
import { attemptOf } from '../db/planned-document';
import { buildAssignarProfile } from '../mappings/assignar-timesheet-builder';
import { createPostingUnderTest, profilesOf, quietActivity } from './posting-under-test';
import { createTimesheetsUnderTest, knownMasters } from './timesheets-under-test';

const hub = useHubDatabase();
const company = 'waiting-civil';
const profile = { ...buildAssignarProfile(), company };
const posting = () => createPostingUnderTest(hub.pool(), 60, profile);

/** What Intacct has, and how often it was asked. */
const intacct = { records: knownMasters(), asked: 0 };
const recordsOf =
  <Record>(object: string, idOf: (record: Record) => string) =>
  async (ids: readonly string[]): Promise<Record[]> => {
    intacct.asked += 1;
    const records = intacct.records.filter((master) => master.object === object).map(({ record }) => record as Record);
    return records.filter((record) => ids.includes(idOf(record)));
  };
const construction = {
  readEmployees: recordsOf('EMPLOYEE', ({ employeeId }: { employeeId: string }) => employeeId),
  readItems: recordsOf('ITEM', ({ itemId }: { itemId: string }) => itemId),
  readProjects: recordsOf('PROJECT', ({ projectId }: { projectId: string }) => projectId),
  readTasks: recordsOf('TASK', ({ taskId }: { taskId: string }) => taskId),
} as unknown as IntacctConstruction;

async function look(): Promise<string[]> {
  const under = posting();
  const { findReleasable } = createReleaseSearchActivities({
    ...under.gateway,
    profiles: profilesOf(profile),
    intacct: async () => under.intacct.client,
    intacctConstruction: async () => construction,
  });
  const found = (await quietActivity().run(findReleasable, { company })) as Releasable[];
  await under.close();
  return found.map(({ workflowId }) => workflowId).sort();
}

/** A sheet that waits for a cause, parked as planning does. */
async function park(documentKey: string, code: ExceptionCode, cause: string): Promise<void> {
  const { origin, ...attempt } = attemptOf(documentKey);
  const parked = {
    ...attempt,
    origin: { ...origin, company, flow: 'labour-time', sourceSystem: 'assignar', workflowId: documentKey },
    leadingPurpose: 'timesheet' as const,
  };
  const words = { field: 'record', expected: 'it', actual: 'none', message: `${documentKey} waits` };
  await inTransaction(hub.pool(), (transaction) =>
    parkWithoutPlan(transaction, parked, [{ code, causeKey: cause, ...words }]),
  );
}

const backOffIsOver = () => hub.pool().query(`update cause_releases set next_look_at = now() - interval '1 second'`);

beforeEach(async () => {
  await hub.pool().query('delete from exceptions');
  await hub.pool().query('delete from cause_releases');
  await hub.pool().query('delete from construction_masters');
  intacct.asked = 0;
});

test('sheets go on when Intacct has the record, which the hub knows from then on, with one query for all of its kind', async () => {
  await park('TS-1', 'ITEM_UNKNOWN', causeKey.item('EQ-5'));
  await park('TS-2', 'ITEM_UNKNOWN', causeKey.item('EQ-6'));
  await park('TS-3', 'ITEM_UNKNOWN', causeKey.item('EQ-99'));
  expect(await look()).toEqual(['TS-1', 'TS-2']);
  expect(intacct.asked).toBe(1);
  const known = await selectConstructionMasters(hub.pool(), company, 'ITEM', ['EQ-5', 'EQ-6', 'EQ-99']);
  expect([...known.keys()].sort()).toEqual(['EQ-5', 'EQ-6']);
});

test('a task is looked for in its project, not in another that has one of its id', async () => {
  await park('TS-4', 'TASK_NOT_OF_PROJECT', causeKey.task('P-100', '100-200'));
  await park('TS-5', 'TASK_NOT_OF_PROJECT', causeKey.task('P-200', '100-200'));
  expect(await look()).toEqual(['TS-4']);
});

test('what the hub has read since they came to wait needs no question; what it read before does', async () => {
  await upsertConstructionMasters(hub.pool(), company, knownMasters());
  await park('TS-6', 'PROJECT_INACTIVE', causeKey.project('P-100'));
  expect(await look()).toEqual(['TS-6']);
  expect(intacct.asked).toBe(1);
  await hub.pool().query('delete from cause_releases');
  await upsertConstructionMasters(hub.pool(), company, knownMasters());
  expect(await look()).toEqual(['TS-6']);
  expect(intacct.asked).toBe(1);
});

test('a record that is there and in use does not tell whether the rate is: one sheet tries', async () => {
  await park('TS-7', 'RATE_PER_HOUR_MISSING', causeKey.item('EQ-5'));
  await park('TS-8', 'RATE_PER_HOUR_MISSING', causeKey.item('EQ-5'));
  await look();
  await backOffIsOver();
  expect(await look()).toEqual(['TS-7']);
});

describe('a sheet whose hours another has too', () => {
  test('waits while that one is posted as it was, and goes on when it was given up', async () => {
    const under = await createTimesheetsUnderTest(hub.pool(), company);
    const other = under.save('9101');
    await under.goThrough(other);
    await under.close();
    await park('TS-9', 'TIMESHEET_OVERLAPS', causeKey.document('TS-9101'));
    expect(await look()).toEqual([]);
    await hub.pool().query(`update postings set state = 'abandoned' where document_key = 'TS-9101'`);
    await backOffIsOver();
    expect(await look()).toEqual(['TS-9']);
  });
});
