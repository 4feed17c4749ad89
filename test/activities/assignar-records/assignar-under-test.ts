import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { createCallMeter } from '../../../activities/call-meter';
import { createFirstLoadActivities, type LoadProgress } from '../../../activities/records/first-load';
import {
  createRecordGatewayActivities,
  type LookResult,
  type RecordDeps,
} from '../../../activities/records/look-at-record';
import { recordReference } from '../../../activities/records/touch-record';
import { createRequestSlots } from '../../../db/request-slots';
import type { AssignarProfile } from '../../../domain/assignar-profile';
import type { LoadObject, RecordObject } from '../../../domain/record-sync';
import { buildAssignarProfile } from '../../mappings/assignar-records/construction-builders';
import { quietActivity } from '../posting-under-test';
import { createFakeClock, createFakeIntacctMasters, type FakeIntacctMasters } from '../records/fake-masters';
import { createFakeAssignar, type FakeAssignar } from './fake-assignar';
import { createFakeConstruction, type FakeConstruction } from './fake-construction';

export interface AssignarUnderTest {
  intacct: FakeConstruction;
  parties: FakeIntacctMasters['parties'];
  masters: FakeIntacctMasters;
  assignar: FakeAssignar;
  profile: AssignarProfile;
  deps: RecordDeps;
  released: string[];
  /** Workflow ids of the records that were touched. */
  touched: string[];
  /** Workflow ids of flows that run, and were told to look again. */
  woken: string[];
  look(object: RecordObject, id: string): Promise<LookResult>;
  load(object: LoadObject): Promise<LoadProgress>;
  close(): Promise<void>;
}

/** The activities of an Assignar company's records over fakes of both systems and a real hub database. */
export function createAssignarUnderTest(pool: Pool, changes: Partial<AssignarProfile> = {}): AssignarUnderTest {
  const masters = createFakeIntacctMasters(createFakeClock());
  const intacct = createFakeConstruction();
  const assignar = createFakeAssignar();
  const profile = buildAssignarProfile(changes);
  const { company } = profile;
  const slots = createRequestSlots(pool);
  const released: string[] = [];
  const touched: string[] = [];
  const signalWithStart = async (_workflow: unknown, { workflowId }: { workflowId: string }) =>
    void touched.push(workflowId);
  const woken: string[] = [];
  const getHandle = (workflowId: string) => ({ signal: async () => void woken.push(workflowId) });
  const none = () => {
    throw new Error('an Assignar company has no iMetal');
  };
  const deps: RecordDeps = {
    pool,
    slots,
    profiles: { companies: async () => [company], profile: async () => profile },
    meter: createCallMeter(pool, pino({ level: 'silent' })),
    signInProbeSeconds: 60,
    environment: 'test',
    client: { workflow: { signalWithStart, getHandle } } as unknown as Client,
    taskQueue: 'none',
    intacctMasters: async () => masters.port,
    intacctConstruction: async () => intacct.port,
    assignar: async () => assignar.port,
    imetalMasters: none,
    imports: none,
    releaseCause: async (_company, causeKey) => void released.push(causeKey),
  };
  const { lookAtRecord } = createRecordGatewayActivities(deps);
  const loads = createFirstLoadActivities(deps);
  return {
    intacct,
    parties: masters.parties,
    masters,
    assignar,
    profile,
    deps,
    released,
    touched,
    woken,
    look: (object, id) =>
      quietActivity().run(lookAtRecord, {
        record: recordReference(company, object, id),
        hint: {},
      }) as Promise<LookResult>,
    async load(object) {
      const run = async (activity: string, request: object) =>
        (await quietActivity().run(loads[activity as keyof typeof loads] as never, request as never)) as never;
      const progress: LoadProgress = await run('beginLoad', { company, object, workflowId: `first-load/${object}` });
      for (let { after } = progress; ; ) {
        const page: LoadProgress & { isLastPage: boolean } = await run('loadPage', {
          company,
          object,
          after,
          pageSize: 3,
        });
        after = page.after;
        if (page.isLastPage) break;
      }
      for (let late = 1; late > 0; ) late = await run('loadRefused', { company, object });
      return run('finishLoad', { company, object });
    },
    close: () => slots.close(),
  };
}
