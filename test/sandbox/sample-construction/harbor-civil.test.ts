import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { assignarProfileSchema } from '../../../domain/assignar-profile';
import { exceptionCodes } from '../../../domain/exception';
import { assignarCompanySchema, type ShiftInput } from '../../../sandbox/assignar/company-file';
import { startAssignarSandbox } from '../../../sandbox/assignar/start-assignar-sandbox';
import { sandboxCompanySchema } from '../../../sandbox/intacct/company-file';
import { startIntacctSandbox } from '../../../sandbox/intacct/start-intacct-sandbox';
import { harborAssignarCompany } from '../../../sandbox/sample-construction/assignar-company';
import { instantAt } from '../../../sandbox/sample-construction/clock-times';
import { named, WORKERS } from '../../../sandbox/sample-construction/crew';
import { harborIntacctCompany } from '../../../sandbox/sample-construction/intacct-company';
import { namedShifts } from '../../../sandbox/sample-construction/named-shifts';
import { ordinaryShifts } from '../../../sandbox/sample-construction/ordinary-shifts';
import { costCodes, timeZoneOf } from '../../../sandbox/sample-construction/sites';

const intacct = sandboxCompanySchema.parse(harborIntacctCompany());
const profileFile = join(__dirname, '..', '..', '..', 'companies', 'harbor-civil.yaml');
const profile = assignarProfileSchema.parse(parse(readFileSync(profileFile, 'utf8')));

test('both sandboxes take the company as it is', async () => {
  const finance = await startIntacctSandbox({ port: 0, adminPort: 0 });
  const office = await startAssignarSandbox({ port: 0, adminPort: 0 });
  try {
    for (const [admin, company] of [
      [finance.adminUrl, harborIntacctCompany('http://127.0.0.1:9/triggers')],
      [office.adminUrl, harborAssignarCompany()],
    ] as const) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${admin}/admin/company`, { method: 'PUT', headers, body: JSON.stringify(company) });
      expect([answer.status, await answer.text()]).toEqual([200, expect.not.stringContaining('error')]);
    }
  } finally {
    await finance.stop();
    await office.stop();
  }
});

test('it is a company of the size that the day is about', () => {
  const ofGroup = (group: string) =>
    intacct.items.filter(({ glGroup, status }) => glGroup === group && status === 'active');
  expect(WORKERS).toBe(60);
  expect(intacct.departments).toHaveLength(4);
  expect(ofGroup('Labor')).toHaveLength(25);
  expect(ofGroup('Equipment')).toHaveLength(30);
  expect(ofGroup('Materials').length).toBeGreaterThan(0);
  expect(intacct.projects.filter(({ status }) => status === 'active')).toHaveLength(12);
  expect(intacct.projects.filter(({ parentId }) => parentId !== undefined)).toHaveLength(4);
  expect(new Set(intacct.tasks.map(({ taskId }) => taskId)).size).toBe(costCodes.length);
  expect([costCodes.length, intacct.customers.length, intacct.vendors.length]).toEqual([40, 10, 8]);
});

test('it has what the profile names: positions, groups, departments, locations, accounts, rates', () => {
  const items = new Set(intacct.items.map(({ itemId }) => itemId));
  const positions = new Set(intacct.employeePositions.map(({ positionId }) => positionId));
  for (const [position, item] of Object.entries(profile.workers.roleByPosition)) {
    expect([position, positions.has(position), item, items.has(item)]).toEqual([position, true, item, true]);
  }
  const groups = intacct.itemGlGroups.map(({ name }) => name);
  expect(groups).toEqual(expect.arrayContaining([...profile.items.equipmentGroups, ...profile.items.labourGroups]));
  expect(intacct.departments.map(({ departmentId }) => departmentId)).toEqual(
    expect.arrayContaining(profile.filters.employees.departments ?? []),
  );
  expect(intacct.locations.map(({ locationId }) => locationId).sort()).toEqual(
    Object.keys(profile.projects.timeZoneByLocation).sort(),
  );
  if (profile.equipmentTime.postAs !== 'journal') throw new Error('the profile charges no rates');
  expect(Object.keys(profile.equipmentTime.ratePerHour).every((item) => items.has(item))).toBe(true);
});

test('one of each master that cannot be pulled is there', () => {
  const contactOf = (employeeId: string) =>
    intacct.contacts.find(({ contactName }) => contactName.endsWith(employeeId));
  expect(contactOf(named.withoutEmail)?.email1).toBeUndefined();
  expect(contactOf(named.sharedEmail)?.email1).toBe(contactOf(named.ownerOfSharedEmail)?.email1);
  const employee = (id: string) => intacct.employees.find(({ employeeId }) => employeeId === id);
  expect(profile.workers.roleByPosition[employee(named.surveyor)?.positionId ?? '']).toBeUndefined();
  expect(employee(named.left)?.endDate).toBe('2026-10-30');
  expect(employee(named.withoutEarningType)?.earningTypeName).toBeUndefined();
  const byHand = assignarCompanySchema.parse(harborAssignarCompany()).workers;
  expect(byHand.map(({ email }) => email)).toContain(contactOf(named.madeByHand)?.email1);
});

describe('the two weeks of shifts', () => {
  test('are the same for the same seed, others for another, and about 300', () => {
    expect(ordinaryShifts(1)).toEqual(ordinaryShifts(1));
    expect(ordinaryShifts(2)).not.toEqual(ordinaryShifts(1));
    for (const seed of [1, 2, 3]) expect(Math.abs(ordinaryShifts(seed).length - 300)).toBeLessThan(40);
  });

  test.each([1, 2, 3, 4])('never have one worker in two places at once (seed %i)', (seed) => {
    const spans = [...ordinaryShifts(seed), ...goodNamedShifts()].map(spanOf);
    for (const [index, one] of spans.entries()) {
      const others = spans.slice(index + 1).filter(({ worker }) => worker === one.worker);
      expect(others.filter((other) => one.start < other.end && other.start < one.end)).toEqual([]);
    }
  });

  test('put no more on cost codes than was worked, and hours of machines come out even', () => {
    for (const shift of ordinaryShifts(5)) {
      const { start, end } = spanOf(shift);
      const worked = (end - start) / 60_000 - (shift.breakMinutes ?? 0);
      const coded = (shift.activities ?? []).reduce((sum, { minutes }) => sum + minutes, 0);
      expect(worked - coded).toBeGreaterThanOrEqual(0);
      const machines = (shift.activities ?? []).flatMap(({ assets = [] }) => assets.map(({ minutes }) => minutes));
      if ((shift.assets ?? []).length > 0) machines.push(worked);
      expect(machines.filter((minutes) => minutes % 15 !== 0)).toEqual([]);
    }
  });

  test('have nights, breaks, travel, shifts without cost codes, by the clock alone, and rain', () => {
    const shifts = ordinaryShifts(1);
    const some = (has: (shift: ShiftInput) => boolean) => shifts.filter(has).length;
    expect(some(({ date }) => date !== undefined)).toBeGreaterThan(10);
    expect(some(({ travelToMinutes = 0 }) => travelToMinutes > 0)).toBeGreaterThan(10);
    expect(some(({ activities = [] }) => activities.length === 0)).toBeGreaterThan(10);
    expect(some(({ start = '' }) => /T0[0-3]:/.test(start))).toBeGreaterThan(2);
    expect(
      some(({ activities = [] }) => activities.some(({ activity }) => typeof activity === 'number')),
    ).toBeGreaterThan(0);
  });
});

test('each wrong shift has a reason of its own that the hub knows, and a fix', () => {
  const wrong = namedShifts.filter(({ expectedCode }) => expectedCode !== null);
  const codes = wrong.map(({ expectedCode }) => expectedCode);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.every((code) => code !== null && exceptionCodes.includes(code))).toBe(true);
  expect(wrong.every(({ fix }) => fix !== null)).toBe(true);
});

function goodNamedShifts(): ShiftInput[] {
  return namedShifts.filter(({ name }) => name !== 'overlaps').map(({ shift }) => shift);
}

/** Milliseconds; a shift by the clock is read on the clock of its project's place. */
function spanOf(shift: ShiftInput): { worker: string; start: number; end: number } {
  const { start, end, date = '', startTime = '', endTime = '', project, worker } = shift;
  if (start !== undefined && end !== undefined) {
    return { worker: String(worker), start: Date.parse(start), end: Date.parse(end) };
  }
  const zone = timeZoneOf(String(project));
  const [from, to] = [startTime, endTime].map((time) => Date.parse(instantAt(date, time, zone)));
  return { worker: String(worker), start: from ?? 0, end: to ?? 0 };
}
