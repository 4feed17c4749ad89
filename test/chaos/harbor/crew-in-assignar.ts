import { z } from 'zod';
import { workersByHand } from '../../../sandbox/sample-construction/assignar-company';
import { named } from '../../../sandbox/sample-construction/crew';
import type { OfficePort } from '../../../sandbox/sample-construction/office-port';

const WORKER_TYPE = 2;
const userSchema = z.looseObject({
  id: z.number(),
  user_type_id: z.number(),
  employee_id: z.string().nullish(),
  external_id: z.string().nullish(),
  integration_id: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  email: z.string().nullish(),
  dob: z.string().nullish(),
  contact: z.string().nullish(),
  mobile: z.string().nullish(),
  department: z.string().nullish(),
  active: z.boolean(),
  deleted_at: z.string().nullable(),
  tasks: z.array(z.unknown()).nullish(),
});

/** A worker's row of Assignar, as the tenant keeps it. */
export type WorkerRow = z.infer<typeof userSchema>;

/** Every worker, deleted ones too. */
export async function readWorkers(office: OfficePort): Promise<WorkerRow[]> {
  const rows = z.array(userSchema).parse(await office.rows('users'));
  return rows.filter(({ user_type_id }) => user_type_id === WORKER_TYPE);
}

/**
 * Who the persons behind Assignar's workers are, whatever ids the workers bear at the moment: an employee id by user id, null for one who
 * is nobody in Intacct. Whoever damages a worker says here what became of the person.
 */
export interface Crew {
  employeeOf: Map<number, string | null>;
  /** Integration ids as they were before anything was damaged, by employee id. */
  recordNumbers: Map<string, string>;
}

/** Learns who is who from rows that nobody has damaged yet. */
export async function meetCrew(office: OfficePort): Promise<Crew> {
  const workers = await readWorkers(office);
  const employeeOf = new Map(workers.map(({ id, employee_id }) => [id, employee_id ?? null]));
  employeeOf.set(workersByHand.adoptable, named.madeByHand);
  employeeOf.set(workersByHand.stranger, null);
  const recordNumbers = new Map(
    workers.flatMap(({ employee_id, integration_id }) =>
      typeof employee_id === 'string' && typeof integration_id === 'string' ? [[employee_id, integration_id]] : [],
    ),
  );
  return { employeeOf, recordNumbers };
}

/** Workers whom nobody has damaged that nobody knows were made by the hub: they are whom they say. */
export async function meetNewWorkers(office: OfficePort, { employeeOf }: Crew): Promise<WorkerRow[]> {
  const workers = await readWorkers(office);
  for (const { id, employee_id } of workers) if (!employeeOf.has(id)) employeeOf.set(id, employee_id ?? null);
  return workers;
}

/** The worker as whom somebody can write down a shift now: the person's own, not deleted; undefined where there is none. */
export async function workerOf(office: OfficePort, crew: Crew, employeeId: string): Promise<number | undefined> {
  const workers = await meetNewWorkers(office, crew);
  return workers.find(({ id, deleted_at }) => deleted_at === null && crew.employeeOf.get(id) === employeeId)?.id;
}
