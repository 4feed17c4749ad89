import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import { createCallMeter } from '../../activities/call-meter';
import { createOpenItemsLoad } from '../../activities/receivables/load-open-items';
import { createFirstLoadActivities, type LoadProgress } from '../../activities/records/first-load';
import {
  createRecordGatewayActivities,
  createRecordSourceActivities,
  type LookResult,
} from '../../activities/records/look-at-record';
import { createImetalImports } from '../../clients/imetal/create-imetal-imports';
import { createImetalMasters } from '../../clients/imetal/create-imetal-masters';
import type { ImetalImports } from '../../clients/imetal/imetal-imports';
import { createIntacctClient } from '../../clients/intacct/create-intacct-client';
import { createIntacctConstruction } from '../../clients/intacct/create-intacct-construction';
import { createIntacctMasters } from '../../clients/intacct/create-intacct-masters';
import { createIntacctReceivables } from '../../clients/intacct/create-intacct-receivables';
import { createCompanyProfiles, imetalProfileOf } from '../../companies/company-profiles';
import { createRequestSlots } from '../../db/request-slots';
import type { LoadObject, RecordHint, RecordReference } from '../../domain/record-sync';
import { masterImports } from '../../sandbox/imetal/importer/import-definitions';
import { runImporter } from '../../sandbox/imetal/importer/run-importer';
import type { SampleDayOptions } from '../../sandbox/sample-day/generate-sample-day';
import { sampleCompany, sampleCredentials } from '../../sandbox/sample-day/sample-company';
import { type HubDatabase, useHubDatabase } from '../db/hub-database';
import { createImetalTestSandbox, type ImetalTestSandbox } from '../sandbox/imetal/sandbox-database';
import { startTestSandbox, type TestSandbox } from '../sandbox/intacct/gateway-client';
import { absentFlow } from './fake-engine';
import { noAssignar } from './no-assignar';
import { quietActivity } from './posting-under-test';

/** The sample company, in both sandboxes alike. */
export const company = 'gulf-metals';

/** A flow that somebody let be looked at: what it was started with, and what its signals said together. */
export interface Touch {
  argument: unknown;
  told: object;
}

/** Both systems as sandboxes, the product's own clients between them, and a hub database; of the engine only who was touched. */
export interface BothSystems {
  hub: HubDatabase;
  intacct: TestSandbox;
  imetal: ImetalTestSandbox;
  deps: ReturnType<typeof depsOf>;
  /** By workflow id; whoever works one off takes it out. */
  touched: Map<string, Touch>;
  /** Loads a master, or all open items, as its flow does. */
  load(object: LoadObject): Promise<LoadProgress>;
  /** Looks at a record and imports it as its flow does, until nothing more is to do or it is parked. */
  sync(record: RecordReference, hint?: RecordHint): Promise<LookResult>;
}

/** Gives the test file both systems; ask for them inside tests and hooks only. */
export function useBothSystems(day: SampleDayOptions = { seed: 1, invoices: 1, queued: 1 }): () => BothSystems {
  const hub = useHubDatabase();
  let systems: BothSystems | undefined;
  let closeSlots: () => Promise<void> = async () => undefined;
  hub.beforeEnd(() => closeSlots());
  beforeAll(async () => {
    const intacct = await startTestSandbox({ company: sampleCompany() });
    const imetal = await createImetalTestSandbox(day);
    const profiles = createCompanyProfiles(join(__dirname, '../../companies'));
    const { imports } = (await imetalProfileOf(profiles, company)).masters;
    const port = createImetalImports(imetal.imports, imports, { patienceMs: 90_000, lookEveryMs: 20 });
    const touched: BothSystems['touched'] = new Map();
    const deps = depsOf(hub, intacct, imetal, profiles, withImporter(imetal, port), touched);
    closeSlots = () => deps.slots.close();
    systems = {
      hub,
      intacct,
      imetal,
      deps,
      touched,
      load: (object) => load(deps, object),
      sync: (record, hint = {}) => sync(deps, record, hint),
    };
  });
  afterAll(async () => {
    await systems?.intacct.stop();
    await systems?.imetal.drop();
  });
  return () => {
    if (systems === undefined) throw new Error('both systems are there only inside tests and hooks');
    return systems;
  };
}

function depsOf(
  hub: HubDatabase,
  intacct: TestSandbox,
  imetal: ImetalTestSandbox,
  profiles: ReturnType<typeof createCompanyProfiles>,
  imports: ImetalImports,
  touched: BothSystems['touched'],
) {
  const pool = hub.pool();
  const meter = createCallMeter(pool, pino({ level: 'silent' }));
  const client = createIntacctClient(
    { endpoint: intacct.gatewayUrl, ...sampleCredentials, requestTimeoutMs: 5000 },
    { onCall: meter.record },
  );
  const signalWithStart = async (
    _workflow: unknown,
    start: { workflowId: string; args: unknown[]; signalArgs?: object[] },
  ) => {
    const before = touched.get(start.workflowId)?.told;
    const said = start.signalArgs?.[0] ?? {};
    const told: Touch['told'] & { asLastRead?: boolean } = { ...before, ...said };
    // What was last read holds only where everybody says so.
    if ([before ?? said, said].some((each) => !('asLastRead' in each))) delete told.asLastRead;
    touched.set(start.workflowId, { argument: start.args[0], told });
  };
  return {
    pool,
    slots: createRequestSlots(pool),
    profiles,
    meter,
    signInProbeSeconds: 60,
    environment: 'test',
    client: { workflow: { signalWithStart, getHandle: absentFlow } } as unknown as Client,
    taskQueue: 'none',
    intacct: async () => client,
    intacctMasters: async () => createIntacctMasters(client),
    intacctReceivables: async () => createIntacctReceivables(client),
    imetalMasters: () => createImetalMasters({ live: imetal.reporter }),
    imports: async () => imports,
    assignar: noAssignar,
    intacctConstruction: async () => createIntacctConstruction(client),
    releaseCause: async () => 0,
  };
}

/** iMetal's importer comes by while a batch waits for it. */
function withImporter(imetal: ImetalTestSandbox, port: ImetalImports): ImetalImports {
  return {
    async importBatch(batchNumber, records, signal) {
      let isSettled = false;
      const settled = port.importBatch(batchNumber, records, signal).finally(() => {
        isSettled = true;
      });
      while (!isSettled) await runImporter({ imports: imetal.importsOwner, live: imetal.owner }, masterImports);
      return settled;
    },
  };
}

async function load(deps: ReturnType<typeof depsOf>, object: LoadObject): Promise<LoadProgress> {
  const activities = createFirstLoadActivities({ ...deps, openItems: createOpenItemsLoad(deps) });
  const start = { company, object, workflowId: 'w' };
  let { after } = (await quietActivity().run(activities.beginLoad, start)) as LoadProgress;
  for (;;) {
    const request = { ...start, after, pageSize: 50 };
    const page = (await quietActivity().run(activities.loadPage, request)) as LoadProgress & { isLastPage: boolean };
    after = page.after;
    if (page.isLastPage) break;
  }
  while (((await quietActivity().run(activities.loadRefused, start)) as number) > 0);
  return (await quietActivity().run(activities.finishLoad, start)) as LoadProgress;
}

async function sync(deps: ReturnType<typeof depsOf>, record: RecordReference, hint: RecordHint): Promise<LookResult> {
  const gateway = createRecordGatewayActivities(deps);
  const source = createRecordSourceActivities(deps);
  for (;;) {
    let result = (await quietActivity().run(gateway.lookAtRecord, { record, hint })) as LookResult;
    if (result.outcome === 'importing') {
      const { batchNumber } = result;
      result = (await quietActivity().run(source.importRecord, { record, batchNumber })) as LookResult;
    }
    if (result.outcome !== 'look-again') return result;
  }
}
