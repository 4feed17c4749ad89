import { claimSeries, movePostings, selectSeriesInUse } from '../../db/settlements';
import { selectOverlappingShifts } from '../../db/worked-shifts';
import type { PlannedDocument } from '../../domain/posting';
import type { TimesheetAddition } from '../../domain/timesheet';
import { useHubDatabase } from './hub-database';
import { company, documentOf, eventsOf, plan, statesOf } from './planned-document';

const hub = useHubDatabase();

function additionOf(reference: string, employeeId: string, beginDate = '2026-11-16'): TimesheetAddition {
  const entry = { taskId: null, itemId: 'LAB-1', timeType: 'Regular', locationId: null, departmentId: null };
  const line = { ...entry, lineNumber: 1, date: beginDate, hours: '8.00', projectId: 'P-1', isBillable: null };
  return {
    employeeId,
    beginDate,
    state: 'Draft',
    description: '',
    reference,
    entries: [{ ...line, description: 'Footings' }],
  };
}

/** A planned shift of the worker, on one or two of the worker's timesheets. */
async function planShift(
  documentKey: string,
  employeeId: string,
  periods = ['2026-11-16'],
  hours = ['13', '21'],
  revision = 1,
) {
  const purposes = ['timesheet', 'timesheet-next-period'] as const;
  const documents = periods.map(
    (beginDate, index): PlannedDocument => ({
      purpose: purposes[index] ?? 'timesheet',
      kind: 'add-timesheet-entries',
      addition: additionOf(documentKey, employeeId, beginDate),
    }),
  );
  const [from, to] = hours;
  const totals = { startsAtUtc: `2026-11-16T${from}:00:00Z`, endsAtUtc: `2026-11-16T${to}:00:00Z` };
  const origin = {
    ...documentOf(documentKey),
    revision,
    flow: 'labour-time',
    sourceSystem: 'assignar',
    workflowId: documentKey,
    runId: 'run',
    triggeredAt: '2026-11-17T06:00:00.000Z',
  };
  const summary = {
    documentKey,
    party: employeeId,
    partyName: null,
    entityId: '',
    currency: null,
    amount: null,
  };
  const attempt = { origin, summary, leadingPurpose: 'timesheet' as const, sourceVersion: 1_795_000_000_000 };
  const planned = await plan(hub.pool(), documentKey, { documents, totals, attempt });
  const serialKeys = periods.map((beginDate) => `timesheet:${employeeId}/${beginDate}`);
  return { ...planned, claim: () => claimSeries(hub.pool(), planned.planId, { company, serialKeys }) };
}

test('a version in milliseconds is a number again when it is read', async () => {
  const { postings } = await planShift('TS-1', 'E-1');
  expect(postings[0]).toMatchObject({ source_version: 1_795_000_000_000, amount: null, currency: null });
});

test('of two shifts on one timesheet one is claimed, and the other only when that one is settled', async () => {
  const shifts = [await planShift('TS-2', 'E-2'), await planShift('TS-3', 'E-2')];
  const claims = await Promise.all(shifts.map(({ claim }) => claim()));
  expect(claims.filter((claim) => claim === null)).toHaveLength(1);
  const [winner, loser] = claims[0] === null ? [shifts[1], shifts[0]] : shifts;
  await movePostings(hub.pool(), winner?.planId ?? '', { from: ['sending'], to: 'unknown', note: 'no answer' });
  expect(await loser?.claim()).toBeNull();
  // The attempt that finds out may go on.
  expect(await winner?.claim()).toEqual({ claimed: 0, onTheirWay: 1 });
  await movePostings(hub.pool(), winner?.planId ?? '', { from: ['unknown'], to: 'rejected', note: 'refused' });
  expect(await loser?.claim()).toEqual({ claimed: 1, onTheirWay: 0 });
});

test('a refused claim leaves no trace on the posting', async () => {
  const first = await planShift('TS-4', 'E-4');
  const second = await planShift('TS-5', 'E-4');
  await first.claim();
  await second.claim();
  expect(await statesOf(hub.pool(), documentOf('TS-5'))).toEqual({ timesheet: 'planned' });
  expect(await eventsOf(hub.pool(), documentOf('TS-5'))).toEqual(['nothing → planned']);
});

test('shifts on two timesheets, shared crosswise by many, are all claimed one after the other', async () => {
  const periods = ['2026-11-16', '2026-11-23'];
  const shifts = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      planShift(`TS-6${index}`, 'E-6', index % 2 === 0 ? periods : [...periods].reverse()),
    ),
  );
  const left = new Set(shifts);
  while (left.size > 0) {
    const claims = await Promise.all([...left].map(async (shift) => ({ shift, claim: await shift.claim() })));
    const won = claims.filter(({ claim }) => claim !== null);
    expect(won).toHaveLength(1);
    for (const { shift } of won) {
      await movePostings(hub.pool(), shift.planId, { from: ['sending'], to: 'rejected', note: 'settled' });
      left.delete(shift);
    }
  }
});

test('timesheets of different workers, and of different weeks, do not wait for each other', async () => {
  const shifts = [
    await planShift('TS-71', 'E-7'),
    await planShift('TS-72', 'E-8'),
    await planShift('TS-73', 'E-7', ['2026-11-23']),
  ];
  const claims = await Promise.all(shifts.map(({ claim }) => claim()));
  expect(claims.map((claim) => claim?.claimed)).toEqual([1, 1, 1]);
  expect(await selectSeriesInUse(hub.pool(), 'other-civil', '0', ['timesheet:E-7/2026-11-16'])).toBe(false);
});

test('a shift overlaps with those of its worker that are on their way, by time; one that only touches it does not', async () => {
  await planShift('TS-81', 'E-9', undefined, ['08', '12']);
  await planShift('TS-82', 'E-9', undefined, ['12', '16']);
  await planShift('TS-83', 'E-10', undefined, ['08', '16']);
  const search = { company, employeeId: 'E-9', documentKey: 'TS-84' };
  const overlapping = async (from: string, to: string) =>
    (
      await selectOverlappingShifts(hub.pool(), {
        ...search,
        startsAtUtc: `2026-11-16T${from}:00:00Z`,
        endsAtUtc: `2026-11-16T${to}:00:00Z`,
      })
    ).map(({ documentKey }) => documentKey);
  expect(await overlapping('11', '13')).toEqual(['TS-81', 'TS-82']);
  expect(await overlapping('12', '13')).toEqual(['TS-82']);
  expect(await overlapping('16', '18')).toEqual([]);
});

test('a shift that was given to another worker since overlaps with that worker’s, and no more with the first one’s', async () => {
  await planShift('TS-91', 'E-11');
  await planShift('TS-91', 'E-12', undefined, undefined, 2);
  const span = { startsAtUtc: '2026-11-16T14:00:00Z', endsAtUtc: '2026-11-16T15:00:00Z' };
  const overlapping = (employeeId: string) =>
    selectOverlappingShifts(hub.pool(), { company, employeeId, documentKey: 'TS-92', ...span });
  expect(await overlapping('E-11')).toEqual([]);
  expect(await overlapping('E-12')).toMatchObject([{ documentKey: 'TS-91' }]);
});
