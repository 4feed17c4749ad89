import type {
  AssignarWorker,
  EmployeeStanding,
  FieldChange,
  UnpostedTime,
  WantedWorker,
  WorkerCase,
  WorkerFields,
  WorkerLink,
} from '../../../domain/true-up';
import { isSameText } from '../../../mappings/true-up/worker-fields';

/** Both systems and the hub's links, in memory. */
export interface World {
  workers: AssignarWorker[];
  employees: EmployeeStanding[];
  links: WorkerLink[];
  unposted: UnpostedTime[];
}

/** What Assignar should say of the employee with this number. */
export function wantedFields(number: number, fields: WorkerFields = {}): WorkerFields {
  return {
    firstName: `First${number}`,
    lastName: `Last${number}`,
    email: `e${number}@harbor.test`,
    telephone: `555-${number}`,
    birthDate: `19${60 + (number % 40)}-01-02`,
    employeeId: `E-${number}`,
    externalId: `E-${number}`,
    integrationId: String(1000 + number),
    roleIds: String(70 + (number % 3)),
    active: 'true',
    ...fields,
  };
}

export function employee(number: number, wanted?: WantedWorker): EmployeeStanding {
  const fields = wantedFields(number);
  return {
    employeeId: `E-${number}`,
    recordNumber: String(1000 + number),
    firstName: fields.firstName ?? null,
    lastName: fields.lastName ?? null,
    email: fields.email ?? null,
    birthDate: fields.birthDate ?? null,
    wanted: wanted ?? { outcome: 'pulled', fields },
  };
}

export function worker(id: string, fields: WorkerFields, deletedAt: string | null = null): AssignarWorker {
  return {
    id,
    integrationId: fields.integrationId ?? null,
    externalId: fields.externalId ?? null,
    isActive: fields.active === 'true',
    deletedAt,
    modifiedAt: '2026-11-20T08:00:00Z',
    fields,
  };
}

/** So many employees, each a worker with an id of its number, in step and linked. */
export function worldInStep(count: number): World {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return {
    employees: numbers.map((number) => employee(number)),
    workers: numbers.map((number) => worker(String(number), wantedFields(number))),
    links: numbers.map((number) => ({
      userId: String(number),
      employeeId: `E-${number}`,
      recordNumber: String(1000 + number),
      agreed: wantedFields(number),
    })),
    unposted: [],
  };
}

/** The worker with its fields changed, as a person would in Assignar. */
export function edited(of: AssignarWorker, fields: WorkerFields): AssignarWorker {
  const changes = Object.entries(fields).map(([field, to]) => ({ field, from: of.fields[field] ?? null, to }));
  return changedWorker(of, changes);
}

/** Does the steps of a case under Assignar's rules of uniqueness; false, and nothing done, where one is refused. */
export function carryOut(world: World, { employeeId, actions }: WorkerCase): boolean {
  const before = { workers: [...world.workers], links: [...world.links] };
  let createdId: string | null = null;
  for (const action of actions) {
    if (action.kind === 'bind') {
      bind(world, employeeId ?? '', action.userId ?? createdId ?? '');
      continue;
    }
    if (action.kind === 'create') {
      createdId = String(Math.max(0, ...world.workers.map(({ id }) => Number(id))) + 1);
      world.workers.push(worker(createdId, fieldsOf(action.changes)));
    } else {
      world.workers = world.workers.map((each) =>
        each.id === action.userId ? changedWorker(each, action.changes) : each,
      );
    }
    if (!isUnique(world.workers)) {
      Object.assign(world, before);
      return false;
    }
  }
  return true;
}

function bind(world: World, employeeId: string, userId: string): void {
  const of = world.employees.find((each) => each.employeeId === employeeId);
  const agreed = of?.wanted.outcome === 'pulled' ? of.wanted.fields : null;
  const others = world.links.filter((link) => link.employeeId !== employeeId && link.userId !== userId);
  world.links = [...others, { userId, employeeId, recordNumber: of?.recordNumber ?? null, agreed }];
}

function fieldsOf(changes: readonly FieldChange[]): WorkerFields {
  return Object.fromEntries(changes.map(({ field, to }) => [field, to]));
}

/** Does something to the world, unless Assignar's rules of uniqueness refuse it. */
export function damageIfAllowed(world: World, act: (world: World) => void): void {
  const before = { ...world, workers: [...world.workers], employees: [...world.employees], links: [...world.links] };
  act(world);
  if (!isUnique(world.workers)) Object.assign(world, before);
}

function isUnique(workers: readonly AssignarWorker[]): boolean {
  const atWork = workers.filter(({ isActive, deletedAt }) => isActive && deletedAt === null);
  return (
    areDistinct(workers.map(({ externalId }) => externalId)) &&
    areDistinct(workers.map(({ integrationId }) => integrationId)) &&
    areDistinct(atWork.map(({ fields }) => fields.email?.toLowerCase() ?? null))
  );
}

function areDistinct(values: readonly (string | null)[]): boolean {
  const told = values.filter((value) => value !== null);
  return new Set(told).size === told.length;
}

/** Pulled employees that are not exactly one worker of Assignar, in every field. */
export function notInStep(world: World): string[] {
  return world.employees.flatMap(({ employeeId, wanted }) => {
    if (wanted.outcome !== 'pulled') return [];
    const found = world.workers.filter(
      ({ externalId, deletedAt }) => deletedAt === null && isSameText(externalId, employeeId),
    );
    const [only, ...others] = found;
    const isEqual =
      only !== undefined &&
      others.length === 0 &&
      Object.entries(wanted.fields).every(([field, value]) => (only.fields[field] ?? null) === value);
    return isEqual ? [] : [employeeId];
  });
}

/** A worker after a change of fields, as Assignar would tell it. */
function changedWorker(worker: AssignarWorker, changes: readonly FieldChange[]): AssignarWorker {
  const fields = { ...worker.fields, ...Object.fromEntries(changes.map(({ field, to }) => [field, to])) };
  return { ...worker, fields, ...standingOf(fields, worker) };
}

/** Ids and flag of a worker, taken from its fields where they are told there. */
function standingOf(
  fields: WorkerFields,
  before: Pick<AssignarWorker, 'externalId' | 'integrationId' | 'isActive'>,
): Pick<AssignarWorker, 'externalId' | 'integrationId' | 'isActive'> {
  const { externalId = before.externalId, integrationId = before.integrationId, active } = fields;
  return { externalId, integrationId, isActive: active === undefined ? before.isActive : active === 'true' };
}
