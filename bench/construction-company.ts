import type { AssignarCompanyInput, ShiftInput } from '../sandbox/assignar/company-file';
import type { SandboxCompanyInput } from '../sandbox/intacct/company-file';
import { harborAssignarCompany } from '../sandbox/sample-construction/assignar-company';
import { daysAfter, instantAt, minutesAfter } from '../sandbox/sample-construction/clock-times';
import { type Position, positions } from '../sandbox/sample-construction/crew';
import { harborIntacctCompany } from '../sandbox/sample-construction/intacct-company';
import { siteOf, timeZoneOf } from '../sandbox/sample-construction/sites';

/** The sample construction company's own name: its settings (config.ts) are the stack's already. */
export const constructionCompany = 'harbor-civil';

const turn = Object.keys(positions) as Position[];
const streets = ['Pilot House Road', 'Dockside Street', 'Granite Avenue', 'Caisson Lane'];
/** In one time zone, so that days are easy to read. */
const projectIds = ['HC-2402', 'HC-2403', 'HC-2408'];
const SHIFT_MINUTES = 510;

/** Intacct's id of an employee, from 1. */
function benchEmployeeId(number: number): string {
  return `W${String(number).padStart(5, '0')}`;
}

/** Harbor Civil with so many employees, all of them workers in whose records nothing is wrong; the sample's own people are left out. */
export function constructionIntacct(workers: number): SandboxCompanyInput {
  const sample = harborIntacctCompany();
  const crew = Array.from({ length: workers }, (_, index) => memberOf(index));
  return {
    ...sample,
    contacts: crew.map(({ contact }) => contact),
    employees: crew.map(({ employee }) => employee),
    timesheets: [],
  };
}

/** Its Assignar before the first load: without the workers whom the sample's site office made by hand. */
export function constructionAssignar(): AssignarCompanyInput {
  return { ...harborAssignarCompany(), workers: [] };
}

/**
 * A shift of an employee on a day, YYYY-MM-DD: eight and a half hours with half an hour of break, on two cost codes. `part`: half the
 * length instead, early or late on the day, so that a day holds two.
 */
export function benchShift(number: number, date: string, part?: 'early' | 'late'): ShiftInput {
  const project = projectIds[number % projectIds.length] ?? '';
  const zone = timeZoneOf(project);
  const start = instantAt(date, part === 'late' ? '13:00' : '07:00', zone);
  const worked = (part === undefined ? SHIFT_MINUTES : SHIFT_MINUTES / 2) - 30;
  const [first = '', second = ''] = siteOf(project).taskIds;
  return {
    ...{ worker: benchEmployeeId(number), project, role: positions[positionOf(number)], start },
    end: minutesAfter(start, worked + 30),
    breakMinutes: 30,
    activities: [
      { activity: first, minutes: 120 },
      { activity: second, minutes: worked - 120 },
    ],
  };
}

/** Shifts of so many days in a row, beginning on a day; with `twiceADay` an early and a late one each day. */
export function benchShifts(number: number, from: string, days: number, twiceADay = false): ShiftInput[] {
  return Array.from({ length: days }, (_, day) => daysAfter(from, day)).flatMap((date) =>
    twiceADay ? [benchShift(number, date, 'early'), benchShift(number, date, 'late')] : [benchShift(number, date)],
  );
}

function positionOf(number: number): Position {
  return turn[number % turn.length] ?? 'Labourer';
}

function memberOf(index: number): {
  contact: NonNullable<SandboxCompanyInput['contacts']>[number];
  employee: NonNullable<SandboxCompanyInput['employees']>[number];
} {
  const employeeId = benchEmployeeId(index + 1);
  const contactName = `Worker ${employeeId}`;
  const month = String(1 + (index % 12)).padStart(2, '0');
  const position = positionOf(index + 1);
  return {
    contact: {
      contactName,
      printAs: contactName,
      firstName: 'Worker',
      lastName: employeeId,
      email1: `${employeeId.toLowerCase()}@harborcivil.example`,
      phone1: `617-555-${String(index).padStart(5, '0')}`,
      cellphone: `857-555-${String(index).padStart(5, '0')}`,
      address1: `${index + 1} ${streets[index % streets.length] ?? ''}`,
      city: 'Boston',
      state: 'MA',
      zip: '02210',
    },
    employee: {
      ...{ employeeId, contactName, title: position, positionId: position, locationId: '100' },
      ...{ departmentId: position === 'Operator' ? 'PLANT' : 'FIELD', earningTypeName: 'Regular' },
      startDate: `${2015 + (index % 10)}-${month}-01`,
      birthDate: `${1962 + (index % 40)}-${month}-${String(1 + (index % 28)).padStart(2, '0')}`,
    },
  };
}
