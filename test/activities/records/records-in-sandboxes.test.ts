import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import { createCallMeter } from '../../../activities/call-meter';
import { createFirstLoadActivities, type LoadProgress } from '../../../activities/records/first-load';
import {
  createRecordGatewayActivities,
  createRecordSourceActivities,
  type LookResult,
  type RecordDeps,
} from '../../../activities/records/look-at-record';
import { recordReference } from '../../../activities/records/touch-record';
import { createImetalImports } from '../../../clients/imetal/create-imetal-imports';
import { createImetalMasters } from '../../../clients/imetal/create-imetal-masters';
import type { ImetalImports } from '../../../clients/imetal/imetal-imports';
import { createIntacctClient } from '../../../clients/intacct/create-intacct-client';
import { createIntacctMasters } from '../../../clients/intacct/create-intacct-masters';
import { createCompanyProfiles } from '../../../companies/company-profiles';
import { createRequestSlots } from '../../../db/request-slots';
import type { LoadObject, RecordHint, RecordObject } from '../../../domain/record-sync';
import { saveShipTo } from '../../../sandbox/imetal/acts/contacts-and-addresses';
import { masterImports } from '../../../sandbox/imetal/importer/import-definitions';
import { runImporter } from '../../../sandbox/imetal/importer/run-importer';
import { sampleCompany, sampleCredentials } from '../../../sandbox/sample-day/sample-company';
import { useHubDatabase } from '../../db/hub-database';
import { createImetalTestSandbox, type ImetalTestSandbox } from '../../sandbox/imetal/sandbox-database';
import { startTestSandbox, type TestSandbox } from '../../sandbox/intacct/gateway-client';
import { quietActivity } from '../posting-under-test';

const company = 'gulf-metals';
const database = useHubDatabase();
let intacct: TestSandbox;
let imetal: ImetalTestSandbox;
let deps: RecordDeps;
let closeSlots: () => Promise<void> = async () => undefined;
database.beforeEnd(() => closeSlots());

beforeAll(async () => {
  intacct = await startTestSandbox({ company: sampleCompany() });
  imetal = await createImetalTestSandbox({ seed: 1, invoices: 1, queued: 1 });
  const profiles = createCompanyProfiles(join(__dirname, '../../../companies'));
  const profile = await profiles.profile(company);
  const pool = database.pool();
  const meter = createCallMeter(pool, pino({ level: 'silent' }));
  const client = createIntacctClient(
    { endpoint: intacct.gatewayUrl, ...sampleCredentials, requestTimeoutMs: 5000 },
    { onCall: meter.record },
  );
  const slots = createRequestSlots(pool);
  closeSlots = () => slots.close();
  const port = createImetalImports(imetal.imports, profile.masters.imports, { patienceMs: 20_000, lookEveryMs: 20 });
  deps = {
    pool,
    slots,
    profiles,
    meter,
    signInProbeSeconds: 60,
    environment: 'test',
    client: { workflow: { signalWithStart: async () => undefined } } as unknown as Client,
    taskQueue: 'none',
    intacctMasters: async () => createIntacctMasters(client),
    imetalMasters: () => createImetalMasters({ live: imetal.reporter }),
    imports: async () => withImporter(port),
    releaseCause: async () => 0,
  };
});
afterAll(async () => {
  await intacct?.stop();
  await imetal?.drop();
});

/** iMetal's importer comes by while a batch waits for it. */
function withImporter(port: ImetalImports): ImetalImports {
  return {
    async importBatch(batchNumber, records, signal) {
      let isSettled = false;
      const settled = port.importBatch(batchNumber, records, signal).finally(() => {
        isSettled = true;
      });
      while (!isSettled) {
        await runImporter({ imports: imetal.importsOwner, live: imetal.owner }, masterImports);
      }
      return settled;
    },
  };
}

async function load(object: LoadObject): Promise<LoadProgress> {
  const activities = createFirstLoadActivities(deps);
  const start = { company, object, workflowId: 'w' };
  let { after } = (await quietActivity().run(activities.beginLoad, start)) as LoadProgress;
  for (;;) {
    const page = (await quietActivity().run(activities.loadPage, { ...start, after, pageSize: 50 })) as Awaited<
      ReturnType<typeof activities.loadPage>
    >;
    after = page.after;
    if (page.isLastPage) break;
  }
  while (((await quietActivity().run(activities.loadRefused, start)) as number) > 0);
  return (await quietActivity().run(activities.finishLoad, start)) as LoadProgress;
}

async function sync(object: RecordObject, id: string, hint: RecordHint = {}): Promise<LookResult> {
  const gateway = createRecordGatewayActivities(deps);
  const source = createRecordSourceActivities(deps);
  const record = recordReference(company, object, id);
  for (;;) {
    let result = (await quietActivity().run(gateway.lookAtRecord, { record, hint })) as LookResult;
    if (result.outcome === 'importing') {
      const { batchNumber } = result;
      result = (await quietActivity().run(source.importRecord, { record, batchNumber })) as LookResult;
    }
    if (result.outcome !== 'look-again') return result;
  }
}

const writes = () =>
  imetal.reporter.query('select sum(version)::int as writes from companies').then(({ rows }) => rows[0]);

test('the sample company comes across whole; what cannot is refused in words, and repeating it writes nothing', async () => {
  for (const object of ['ar-terms', 'ap-terms', 'taxes', 'customers'] as const) {
    const { read, written, unchanged, filtered, refused } = await load(object);
    expect(read).toBeGreaterThan(0);
    expect(written + unchanged + filtered + refused).toBe(read);
  }
  const { rows } = await database
    .pool()
    .query('select distinct code from exceptions where closed_at is null order by code');
  expect(rows.map(({ code }) => code)).toEqual([
    'FIELD_TOO_LONG',
    'IMPORT_REFUSED',
    'PARENT_LOOP',
    'RESTRICTION_UNMAPPED',
    'TAX_INEXPRESSIBLE',
    'TERM_INEXPRESSIBLE',
  ]);
  const before = await writes();
  expect(await load('customers')).toMatchObject({ written: 0 });
  expect(await writes()).toEqual(before);
});

test('a ship-to made in iMetal is on the Intacct customer; its address changed by finance is in iMetal; echoes write nothing', async () => {
  const typed = { address: '7 Canal Street\nDoor 2', town: 'Houston', postcode: '77011', countryCode: 'USA' };
  const request = { companyCode: 'C00101', code: 'CANAL', name: 'Bayou Canal Street', address: typed };
  const contactId = String(await saveShipTo(imetal.owner, request));
  const hint = { imetal: { kind: 'ship-to' as const, contactId } };
  expect(await sync('CONTACT', 'C00101-CANAL', hint)).toEqual({ outcome: 'in-step' });
  const masters = await deps.intacctMasters(company);
  expect(await masters.readContact('C00101-CANAL')).toMatchObject({
    printAs: 'Bayou Canal Street',
    address: { lines: ['7 Canal Street', 'Door 2'], town: 'Houston', postcode: '77011', countryCode: 'US' },
  });
  const listed = (await masters.readParty('customer', 'C00101'))?.contacts ?? [];
  expect(listed).toContainEqual({ category: 'Ship to', contactName: 'C00101-CANAL' });

  await intacct.admin('PATCH', '/masters/contacts/C00101-CANAL', { city: 'Pasadena' });
  expect(await sync('CONTACT', 'C00101-CANAL')).toMatchObject({ outcome: 'in-step' });
  const shipTo = () => deps.imetalMasters(company).readContact('ship-to', contactId);
  expect((await shipTo())?.address).toMatchObject({ town: 'Pasadena', text: '7 Canal Street\nDoor 2' });
  const { version } = (await shipTo()) ?? {};
  expect(await sync('CONTACT', 'C00101-CANAL')).toEqual({ outcome: 'in-step' });
  expect((await shipTo())?.version).toBe(version);
});
