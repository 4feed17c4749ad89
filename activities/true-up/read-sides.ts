import { z } from 'zod';
import type { TimesheetHeader } from '../../clients/assignar/assignar-client';
import { assignarProfileOf } from '../../companies/company-profiles';
import type { Database } from '../../db/pool';
import { deleteSnapshots, selectSnapshots, upsertSnapshots } from '../../db/true-ups';
import type { AssignarProfile } from '../../domain/assignar-profile';
import type { IntacctEmployee } from '../../domain/construction-records';
import type { AssignarWorker, UnpostedTime } from '../../domain/true-up';
import type { TrueUpSides } from '../../mappings/true-up/sort-workers';
import { folded } from '../../mappings/true-up/worker-fields';
import { whileSignedIn } from '../gateway-turns';
import type { TrueUpDeps, TrueUpReference } from './true-up-deps';
import { wantedWorkers, workerLinks } from './wanted-workers';

/** A page that was read: where the next one begins. */
export interface ReadPage {
  after: string;
  read: number;
  isLastPage: boolean;
}

const text = z.string().nullable();

const workerSchema: z.ZodType<AssignarWorker> = z.object({
  id: z.string(),
  integrationId: text,
  externalId: text,
  isActive: z.boolean(),
  deletedAt: text,
  modifiedAt: text,
  fields: z.record(z.string(), text),
});

const employeeSchema: z.ZodType<IntacctEmployee> = z.object({
  employeeId: z.string(),
  recordNumber: z.string(),
  isActive: z.boolean(),
  firstName: text,
  lastName: text,
  contactName: z.string(),
  printAs: text,
  title: text,
  email: text,
  telephone: text,
  mobile: text,
  address: z
    .object({
      lines: z.array(z.string()),
      town: text,
      county: text,
      postcode: text,
      countryCode: text,
    })
    .nullable(),
  birthDate: text,
  startDate: text,
  endDate: text,
  terminationType: text,
  departmentId: text,
  locationId: text,
  positionId: text,
  earningTypeName: text,
  customFields: z.record(z.string(), z.string()),
  modifiedAt: z.string(),
});

const unpostedSchema = z.object({ userId: z.string(), timesheets: z.number() });

/** Reads a page of workers of Assignar, deleted ones too, behind an id. */
export async function readWorkerPage(
  deps: TrueUpDeps,
  { company, trueUpId, after, pageSize }: TrueUpReference & { after: string; pageSize: number },
): Promise<ReadPage> {
  const assignar = await deps.assignar(company);
  const workers = await assignar.listRecords('worker', after, pageSize);
  await keepWorkers(deps.pool, trueUpId, workers);
  return { after: workers.at(-1)?.id ?? after, read: workers.length, isLastPage: workers.length < pageSize };
}

/** Reads a page of employees of Intacct behind a record number: one API transaction. */
export async function readEmployeePage(
  deps: TrueUpDeps,
  { company, trueUpId, after, pageSize }: TrueUpReference & { after: string; pageSize: number },
): Promise<ReadPage> {
  const profile = await assignarProfileOf(deps.profiles, company);
  const construction = await deps.intacctConstruction(company);
  const employees = await whileSignedIn(deps, profile, errand, (inTurn) =>
    inTurn(() => construction.listEmployees(after, pageSize)),
  );
  await keepEmployees(deps.pool, trueUpId, employees);
  return {
    after: employees.at(-1)?.recordNumber ?? after,
    read: employees.length,
    isLastPage: employees.length < pageSize,
  };
}

/** Reads these employees of Intacct once more, in one API transaction; returns those that are there. */
export async function readEmployeesAgain(
  deps: TrueUpDeps,
  profile: AssignarProfile,
  employeeIds: readonly string[],
): Promise<IntacctEmployee[]> {
  if (employeeIds.length === 0) return [];
  const construction = await deps.intacctConstruction(profile.company);
  return whileSignedIn(deps, profile, errand, (inTurn) => inTurn(() => construction.readEmployees(employeeIds)));
}

/** Keeps workers as they were read. */
export function keepWorkers(database: Database, trueUpId: string, workers: readonly AssignarWorker[]): Promise<void> {
  return upsertSnapshots(
    database,
    trueUpId,
    'assignar',
    workers.map((record) => ({ id: record.id, record })),
  );
}

/** Keeps employees as they were read. */
export function keepEmployees(
  database: Database,
  trueUpId: string,
  employees: readonly IntacctEmployee[],
): Promise<void> {
  return upsertSnapshots(
    database,
    trueUpId,
    'intacct',
    employees.map((record) => ({ id: record.employeeId, record })),
  );
}

/** Keeps how much time of each worker is not posted, in place of what was known of it. */
export async function keepUnpostedTime(
  database: Database,
  trueUpId: string,
  unposted: readonly UnpostedTime[],
): Promise<void> {
  await deleteSnapshots(database, trueUpId, 'unposted', null);
  await upsertSnapshots(
    database,
    trueUpId,
    'unposted',
    unposted.map((record) => ({ id: record.userId, record })),
  );
}

/** Both sides as a run knows them. */
export async function snapshotSides(
  database: Database,
  profile: AssignarProfile,
  trueUpId: string,
): Promise<TrueUpSides> {
  const employees = await selectSnapshots(database, trueUpId, 'intacct', employeeSchema);
  return {
    workers: await selectSnapshots(database, trueUpId, 'assignar', workerSchema),
    employees: await wantedWorkers(database, profile, employees),
    links: await workerLinks(database, profile.company),
    unposted: await selectSnapshots(database, trueUpId, 'unposted', unpostedSchema),
  };
}

/** Which records a batch may have changed. */
export interface Touched {
  userIds: string[];
  employeeIds: string[];
}

/** Both sides with what is written down of these records now, without reading all of them anew. */
export async function refreshedSides(
  database: Database,
  profile: AssignarProfile,
  trueUpId: string,
  { sides, touched }: { sides: TrueUpSides; touched: Touched },
): Promise<TrueUpSides> {
  const { userIds, employeeIds } = touched;
  const workers = await selectSnapshots(database, trueUpId, 'assignar', workerSchema, userIds);
  const employees = await selectSnapshots(database, trueUpId, 'intacct', employeeSchema, employeeIds);
  const standings = await wantedWorkers(database, profile, employees);
  const links = await workerLinks(database, profile.company, employeeIds);
  return {
    ...sides,
    workers: replaced(sides.workers, workers, userIds, ({ id }) => id),
    employees: replaced(sides.employees, standings, employeeIds, ({ employeeId }) => employeeId),
    links: replaced(sides.links, links, employeeIds, ({ employeeId }) => employeeId),
  };
}

/** What is known is replaced by what was read of these ids; what is not there any more is left out. */
export function replaced<Item>(
  known: readonly Item[],
  read: readonly Item[],
  ids: readonly string[],
  idOf: (item: Item) => string,
): Item[] {
  const asked = new Set(ids);
  return [...known.filter((item) => !asked.has(idOf(item))), ...read];
}

/** Sheets that nobody has processed, by worker: one listing for the whole run. A sheet that names no worker counts for its employee id. */
export async function readUnpostedTime(
  deps: TrueUpDeps,
  profile: AssignarProfile,
  workers: readonly AssignarWorker[],
): Promise<UnpostedTime[]> {
  const assignar = await deps.assignar(profile.company);
  const workersOf = new Map<string, string[]>();
  for (const { id, fields } of workers) {
    const key = folded(fields.employeeId ?? '');
    if (key !== '') workersOf.set(key, [...(workersOf.get(key) ?? []), id]);
  }
  const counts = new Map<string, number>();
  let last: TimesheetHeader | undefined;
  for (;;) {
    const sheets = await assignar.listTimesheets({
      statuses: [],
      after: last === undefined ? null : { modifiedAt: last.modifiedAt, headerId: last.timesheetId },
      unprocessedOnly: true,
      workedFrom: profile.feed.startFrom,
      limit: sheetsPerPage,
    });
    for (const sheet of sheets.filter(({ isDeleted, isProcessed }) => !isDeleted && !isProcessed)) {
      const named = sheet.userId ?? null;
      const userIds = named === null ? (workersOf.get(folded(sheet.employeeId ?? '')) ?? []) : [named];
      for (const userId of userIds) counts.set(userId, (counts.get(userId) ?? 0) + 1);
    }
    last = sheets.at(-1);
    if (sheets.length < sheetsPerPage) break;
  }
  return [...counts].map(([userId, timesheets]) => ({ userId, timesheets }));
}

const sheetsPerPage = 500;
const errand = { flow: 'worker-true-up', documentKey: null, priority: 'backfill' } as const;
