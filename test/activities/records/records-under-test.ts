import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { createCallMeter } from '../../../activities/call-meter';
import {
  createRecordGatewayActivities,
  createRecordSourceActivities,
  type LookResult,
  type RecordDeps,
} from '../../../activities/records/look-at-record';
import { recordReference } from '../../../activities/records/touch-record';
import { createRequestSlots } from '../../../db/request-slots';
import type { ImetalProfile } from '../../../domain/imetal-profile';
import type { RecordHint, RecordObject } from '../../../domain/record-sync';
import { buildProfile } from '../../mappings/source-invoice-builder';
import { absentFlow } from '../fake-engine';
import { profilesOf, quietActivity } from '../posting-under-test';
import { createFakeImetalMasters, type FakeImetalMasters } from './fake-imetal-masters';
import { createFakeClock, createFakeIntacctMasters, type FakeIntacctMasters } from './fake-masters';

export interface RecordsUnderTest {
  intacct: FakeIntacctMasters;
  imetal: FakeImetalMasters;
  profile: ImetalProfile;
  deps: RecordDeps;
  released: string[];
  /** Workflow ids of the records that were touched on the way. */
  touched: { workflowId: string; hint: RecordHint }[];
  look(object: RecordObject, id: string, hint?: RecordHint): Promise<LookResult>;
  importBatch(object: RecordObject, id: string, batchNumber: number): Promise<LookResult>;
  /** Looks and imports as the record's flow does, until nothing more is to do or it is parked. */
  sync(object: RecordObject, id: string, hint?: RecordHint): Promise<LookResult>;
  close(): Promise<void>;
}

/** The activities of records over fakes of both systems and a real hub database. */
export function createRecordsUnderTest(pool: Pool, changes: Partial<ImetalProfile> = {}): RecordsUnderTest {
  const clock = createFakeClock();
  const intacct = createFakeIntacctMasters(clock);
  const imetal = createFakeImetalMasters(clock);
  const profile = { ...buildProfile(), ...changes };
  const slots = createRequestSlots(pool);
  const released: string[] = [];
  const touched: RecordsUnderTest['touched'] = [];
  const signalWithStart = async (_workflow: unknown, options: { workflowId: string; signalArgs: [RecordHint] }) =>
    void touched.push({ workflowId: options.workflowId, hint: options.signalArgs[0] });
  const noConstruction = () => {
    throw new Error('an iMetal company has no construction');
  };
  const deps: RecordDeps = {
    pool,
    slots,
    profiles: profilesOf(profile),
    meter: createCallMeter(pool, pino({ level: 'silent' })),
    signInProbeSeconds: 60,
    environment: 'test',
    client: { workflow: { signalWithStart, getHandle: absentFlow } } as unknown as Client,
    taskQueue: 'none',
    intacctMasters: async () => intacct.port,
    imetalMasters: () => imetal.masters,
    assignar: noConstruction,
    intacctConstruction: noConstruction,
    imports: async () => imetal.imports,
    releaseCause: async (_company, causeKey) => void released.push(causeKey),
  };
  const gateway = createRecordGatewayActivities(deps);
  const source = createRecordSourceActivities(deps);
  const referenceOf = (object: RecordObject, id: string) => recordReference(profile.company, object, id);
  const look = (object: RecordObject, id: string, hint: RecordHint = {}) =>
    quietActivity().run(gateway.lookAtRecord, { record: referenceOf(object, id), hint }) as Promise<LookResult>;
  const importBatch = (object: RecordObject, id: string, batchNumber: number) =>
    quietActivity().run(source.importRecord, { record: referenceOf(object, id), batchNumber }) as Promise<LookResult>;
  return {
    intacct,
    imetal,
    profile,
    deps,
    released,
    touched,
    look,
    importBatch,
    async sync(object, id, hint) {
      for (let round = 0; round < 10; round += 1) {
        let result = await look(object, id, hint);
        if (result.outcome === 'importing') result = await importBatch(object, id, result.batchNumber);
        if (result.outcome !== 'look-again') return result;
      }
      throw new Error(`${object} ${id} does not come in step`);
    },
    close: () => slots.close(),
  };
}
