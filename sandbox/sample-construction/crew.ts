import type { LocationId } from './sites';

/** A position by which somebody is employed, in the profile's words, with the item of its role. */
export const positions = {
  Foreman: 'LAB-FORE',
  Carpenter: 'LAB-CARP',
  Concreter: 'LAB-CONC',
  Operator: 'LAB-OPER',
  Labourer: 'LAB-GEN',
} as const;
export type Position = keyof typeof positions;

/** Somebody whom Harbor Civil employs. */
export interface Employee {
  employeeId: string;
  firstName: string;
  lastName: string;
  /** Null for one who has none on file. */
  email: string | null;
  birthDate: string;
  position: Position | 'Surveyor' | 'Office manager';
  departmentId: 'FIELD' | 'PLANT' | 'OFFICE' | 'SAFETY';
  /** Where they live and mostly work. */
  locationId: LocationId;
  earningTypeName: string | null;
  startDate: string;
  /** The last day of one who has left. */
  endDate: string | null;
}

/** Those who work on sites; the ones after them sit in the office, and Assignar does not know them. */
export const WORKERS = 60;
const OFFICE = 6;

const FIRST_NAMES =
  'Ana Ben Carla Dmitri Elena Frank Grace Hector Ines Jamal Kira Luis Mara Noah Olga Pavel Quinn Rosa Sean Tara'.split(
    ' ',
  );
const LAST_NAMES = 'Delgado Novak Reilly Santos Baptiste Kowalski Nguyen Okafor Moreau Haddad Lindqvist'.split(' ');
const TURN: readonly Position[] = ['Foreman', 'Carpenter', 'Concreter', 'Operator', 'Labourer', 'Labourer'];

/** Whose records are wrong on purpose, or who comes into a named case; the others work the ordinary shifts. */
export const named = {
  /** The same e-mail address as E-1012. */
  sharedEmail: 'E-1050',
  ownerOfSharedEmail: 'E-1012',
  withoutEmail: 'E-1051',
  /** A position that is no role. */
  surveyor: 'E-1052',
  /** Left before the first load. */
  left: 'E-1053',
  /** Leaves while time of theirs is not posted. */
  leaving: 'E-1054',
  withoutEarningType: 'E-1055',
  /** Finance approved this one's week in Intacct before all shifts were in. */
  approvedWeek: 'E-1056',
  /** A foreman of the site has made this one in Assignar by hand before the first load. */
  madeByHand: 'E-1057',
  /** Somebody empties this one's employee id in Assignar. */
  unlinked: 'E-1058',
  /** Work the shifts that are wrong for other reasons. */
  clumsy: 'E-1059',
  clumsyToo: 'E-1060',
} as const;

/** Everybody, by employee id. */
export const employees: readonly Employee[] = Array.from({ length: WORKERS + OFFICE }, (_, index) => employee(index));

function employee(index: number): Employee {
  const employeeId = `E-${1001 + index}`;
  const firstName = FIRST_NAMES[index % FIRST_NAMES.length] ?? '';
  const lastName = LAST_NAMES[index % LAST_NAMES.length] ?? '';
  const inOffice = index >= WORKERS;
  const position = inOffice ? 'Office manager' : (TURN[index % TURN.length] ?? 'Labourer');
  const month = String(1 + (index % 12)).padStart(2, '0');
  const ordinary: Employee = {
    employeeId,
    firstName,
    lastName,
    email: `${firstName}.${lastName}.${1001 + index}@harborcivil.example`.toLowerCase(),
    birthDate: `${1962 + ((index * 7) % 40)}-${month}-${String(1 + ((index * 5) % 28)).padStart(2, '0')}`,
    position,
    departmentId: departmentOf(position, index),
    locationId: index % 9 === 5 ? '300' : index % 3 === 2 ? '200' : '100',
    earningTypeName: 'Regular',
    startDate: `${2015 + (index % 10)}-${month}-01`,
    endDate: null,
  };
  return { ...ordinary, ...exceptional(employeeId) };
}

function departmentOf(position: Employee['position'], index: number): Employee['departmentId'] {
  if (position === 'Office manager') return index % 2 === 0 ? 'OFFICE' : 'SAFETY';
  return position === 'Operator' ? 'PLANT' : 'FIELD';
}

function exceptional(employeeId: string): Partial<Employee> {
  switch (employeeId) {
    case named.sharedEmail:
      return { email: addressOf(named.ownerOfSharedEmail) };
    case named.withoutEmail:
      return { email: null };
    case named.surveyor:
      return { position: 'Surveyor', departmentId: 'FIELD' };
    case named.left:
      return { endDate: '2026-10-30' };
    case named.withoutEarningType:
      return { position: 'Carpenter', departmentId: 'FIELD', earningTypeName: null };
    default:
      return {};
  }
}

function addressOf(employeeId: string): string {
  return employee(Number(employeeId.slice(2)) - 1001).email ?? '';
}

/** One of them; throws for an id that nobody has. */
export function employeeOf(employeeId: string): Employee {
  const found = employees.find((candidate) => candidate.employeeId === employeeId);
  if (found === undefined) throw new RangeError(`nobody is ${employeeId}`);
  return found;
}

/** Those who work ordinary shifts: nothing is wrong with their records. */
export const ordinaryWorkers: readonly Employee[] = employees.slice(0, Number(named.sharedEmail.slice(2)) - 1001);
