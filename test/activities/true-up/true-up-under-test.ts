import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import {
  createTrueUpActivities,
  type RepairStanding,
  type TrueUpActivities,
} from '../../../activities/true-up/true-up-activities';
import type { TrueUpDeps } from '../../../activities/true-up/true-up-deps';
import { selectEntries, type TrueUpEntry } from '../../../db/true-up-entries';
import type { AssignarProfile } from '../../../domain/assignar-profile';
import { buildEmployee, buildItem } from '../../mappings/assignar-records/construction-builders';
import { type AssignarUnderTest, createAssignarUnderTest } from '../assignar-records/assignar-under-test';
import { quietActivity } from '../posting-under-test';

export interface TrueUpUnderTest extends AssignarUnderTest {
  /** Requests to Assignar and to Intacct, in order: `findRecords`, `readEmployees`. */
  calls: string[];
  activities: TrueUpActivities;
  trueUpDeps: TrueUpDeps;
  /** So many employees, each in step with a worker; employee n has record n and worker `workerIds[n - 1]`. */
  withWorkers(count: number): Promise<void>;
  workerIds: string[];
  run<T>(act: () => Promise<T>): Promise<T>;
  /** Runs as the flow does: reads, plans, and repairs until only approvals are waited for. Returns the entries. */
  trueUp(request?: {
    preview?: boolean;
    workers?: string[];
    batchSize?: number;
    trueUpId?: string;
  }): Promise<TrueUpEntry[]>;
  entries(trueUpId?: string): Promise<TrueUpEntry[]>;
  repair(trueUpId?: string, batchSize?: number): Promise<RepairStanding>;
  decide(decision: 'approved' | 'declined', entries?: string[] | 'all', trueUpId?: string): Promise<RepairStanding>;
  /** Batches a request; one unless a test says more, for `beforeBatch` comes before each. */
  batches: number;
  /** Called before each request for repairs. */
  beforeBatch: (() => void) | null;
}

/** The true-up's activities over fakes of both systems and a real hub database. */
export function createTrueUpUnderTest(pool: Pool, risky: AssignarProfile['trueUp']['risky'] = []): TrueUpUnderTest {
  const records = createAssignarUnderTest(pool, { trueUp: { risky, schedule: null } });
  const { company } = records.profile;
  const calls: string[] = [];
  const counted = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...parameters: unknown[]) => {
          calls.push(String(name));
          return Reflect.apply(member, target, parameters);
        };
      },
    });
  const deps: TrueUpDeps = {
    ...records.deps,
    client: {} as Client,
    assignar: async () => counted(records.assignar.port),
    intacctConstruction: async () => counted(records.intacct.port),
    releaseCause: async (_company, causeKey) => {
      records.released.push(causeKey);
      return 0;
    },
  };
  const activities = createTrueUpActivities(deps);
  const run = <T>(act: () => Promise<T>): Promise<T> => quietActivity().run(act) as Promise<T>;
  const under: TrueUpUnderTest = {
    ...records,
    calls,
    activities,
    trueUpDeps: deps,
    workerIds: [],
    run,
    batches: 1,
    beforeBatch: null,
    async withWorkers(count) {
      records.intacct.items = [buildItem()];
      records.intacct.employees = Array.from({ length: count }, (_, index) => employeeNumbered(index + 1));
      await records.load('items');
      await records.load('employees');
      const rows = records.assignar.rows.get('worker') ?? [];
      under.workerIds = records.intacct.employees.map(
        ({ employeeId }) => rows.find(({ externalId }) => externalId === employeeId)?.id ?? '',
      );
      records.assignar.writes.length = 0;
      records.released.length = 0;
    },
    async trueUp({ preview = false, workers, batchSize = 25, trueUpId = 'run-1' } = {}) {
      calls.length = 0;
      const reference = { company, trueUpId };
      await readAndPlan(activities, reference, { requestedBy: 'Ann', preview, workers: workers ?? null });
      if (!preview) await under.repair(trueUpId, batchSize);
      const entries = await under.entries(trueUpId);
      const isDone = preview || entries.every(({ state }) => state !== 'awaiting-approval');
      if (isDone)
        await run(() =>
          activities.finishWorkerTrueUp({
            ...reference,
            state: preview ? 'previewed' : 'finished',
            undecided: 'nobody decided',
          }),
        );
      return entries;
    },
    entries: (trueUpId = 'run-1') => selectEntries(pool, trueUpId, { after: '0', limit: 10_000 }),
    async repair(trueUpId = 'run-1', batchSize = 25) {
      for (let batch = 0; ; batch += 1) {
        under.beforeBatch?.();
        const standing = await run(() =>
          activities.repairWorkers({ company, trueUpId, limit: batchSize, batches: under.batches }),
        );
        if (standing.toRepair === 0) return standing;
        if (batch > 500) throw new Error(`the repairs come to no end: ${JSON.stringify(standing)}`);
      }
    },
    async decide(decision, entries = 'all', trueUpId = 'run-1') {
      const by = { actor: 'Ben', reason: 'looked at it', entries };
      await run(() => activities.decideRepairs({ company, trueUpId, decision, by }));
      return under.repair(trueUpId);
    },
  };
  return under;
}

/** Everything of a run before its repairs, as the flow does it. */
export async function readAndPlan(
  activities: TrueUpActivities,
  reference: { company: string; trueUpId: string },
  asked: { requestedBy: string; preview: boolean; workers: string[] | null },
  pageSize = 50,
): Promise<void> {
  const run = <T>(act: () => Promise<T>): Promise<T> => quietActivity().run(act) as Promise<T>;
  const workflowId = `worker-true-up/${reference.company}`;
  await run(() => activities.beginWorkerTrueUp({ ...reference, workflowId, ...asked }));
  for (const read of [activities.readWorkersToTrueUp, activities.readEmployeesToTrueUp]) {
    for (let after = '0', isLast = false; !isLast; ) {
      const page = await run(() => read({ ...reference, after, pageSize }));
      [after, isLast] = [page.after, page.isLastPage];
    }
  }
  await run(() => activities.planWorkerTrueUp(reference));
}

export function employeeNumbered(number: number, changes: Parameters<typeof buildEmployee>[0] = {}) {
  return buildEmployee({
    employeeId: `E-${number}`,
    recordNumber: String(number),
    firstName: `First${number}`,
    lastName: `Last${number}`,
    contactName: `First${number} Last${number}`,
    email: `e${number}@harbor.example`,
    birthDate: `1980-01-${String((number % 28) + 1).padStart(2, '0')}`,
    ...changes,
  });
}

/** Forgets earlier runs. */
export async function clearTrueUps(pool: Pool): Promise<void> {
  await pool.query('delete from true_ups');
}
