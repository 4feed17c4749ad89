import type { Pool } from 'pg';
import { runFirstLoads } from '../../cli/start/first-loads';
import type { Stack } from '../../cli/start/stack';
import { smartEventPath } from '../../cli/start/stack-environment';
import { applyStackSchedules } from '../../cli/start/stack-schedules';
import type { TemporalConnection } from '../../clients/temporal/connect';
import { createFinancePort } from '../../sandbox/sample-day/finance-port';
import { sampleCompany } from '../../sandbox/sample-day/sample-company';
import { type ChaosOptions, refusesTakenNumbers } from './chaos-options';
import { COMPANY, type ProfileCoding } from './chaos-profile';
import { findEchoes } from './echoes';
import { createIntacctAdmin } from './intacct-admin';
import type { Killer } from './killer';
import { findDifferences, type OpeningRecords, readOpeningRecords } from './proof';
import { type Expectations, settleEverything, untilIntacctIsQuiet } from './settlement';
import { GATEWAY_LATENCY_MS, type Scene } from './storm';
import { findUnnoticed } from './tampering';
import { sturdyPool } from './through-falls';

/** A permit is over after three seconds: then whoever still waits in line has had a turn. */
const QUIET_MS = 5000;
const RECORD_POLLS = [`poll-intacct/${COMPANY}`, `poll-imetal-contacts/${COMPANY}`];

/** What is there before any company is: the stack, and those who upset it. */
export interface ChaosPlace {
  options: ChaosOptions;
  stack: Stack;
  temporal: TemporalConnection;
  hub: Pool;
  killer: Killer;
  say: (line: string) => void;
}

/** A scene with what Intacct held before the first invoice. */
export type GulfScene = Scene & { opening: OpeningRecords };

/** Puts the company that runs on iMetal in place: books, masters, schedules. */
export async function createGulfScene(
  place: ChaosPlace,
  { alone, coding }: { alone: string; coding: ProfileCoding },
): Promise<GulfScene> {
  const { options, stack, temporal, say } = place;
  const admin = createIntacctAdmin(stack.addresses.intacctAdmin);
  const scene: Scene = {
    ...place,
    admin,
    coding,
    live: sturdyPool(stack.addresses.imetalLive),
    owner: sturdyPool(stack.addresses.imetalOwner),
    verdicts: new Map(),
    claimed: new Set(),
    mended: new Set(),
    smartEventDoor: { server: stack.addresses.server, path: smartEventPath(stack.stateDirectory, COMPANY) },
    importsOwner: sturdyPool(stack.addresses.imetalImports),
    finance: createFinancePort(stack.addresses.intacctAdmin),
  };
  const ofGulf = { ...process.env, ...stack.environment, COMPANIES_DIRECTORY: alone };
  if (!refusesTakenNumbers(options)) await loadCompanyThatTakesNumbersTwice(scene);
  await admin.setRequestsInFlightMax(coding.intacct.requestsInFlightMax, GATEWAY_LATENCY_MS);
  const opening = await readOpeningRecords(admin);
  if (options.flows.includes('records')) {
    await runFirstLoads(ofGulf, (company, object, outcome) => say(`${company} ${object}: ${outcome}`));
  }
  await applyStackSchedules(ofGulf);
  // Records have a life of their own, which takes the gateway's turns.
  const restingSchedules = options.flows.includes('records') ? [] : RECORD_POLLS;
  for (const scheduleId of restingSchedules) {
    await temporal.client.schedule.getHandle(scheduleId).pause('not stormed');
  }
  return { ...scene, opening };
}

function expectationsOf({ verdicts, options, mended, admin, coding }: Scene): Expectations {
  const { flows } = options;
  return { verdicts, numbersAreRefused: refusesTakenNumbers(options), mended, flows, admin, coding };
}

/** Waits until all is settled; one sentence for what is not. */
export async function settleGulf(scene: GulfScene): Promise<string[]> {
  const { client } = scene.temporal;
  const expected = expectationsOf(scene);
  const unsettled = await settleEverything(client, scene, expected);
  // Whoever tries whether a cause is gone takes a document out of its parking place for a moment.
  await client.schedule.getHandle(`release-parked/${COMPANY}`).pause('the books are compared');
  unsettled.push(...(await settleEverything(client, scene, expected)));
  await untilIntacctIsQuiet(scene.admin, QUIET_MS);
  return unsettled;
}

/** What differs once all is settled, `unsettled` first; falsifies the books where nothing does, and expects to find that. */
export async function proveGulf(scene: GulfScene, unsettled: readonly string[]): Promise<string[]> {
  const { temporal, admin, importsOwner, options, opening } = scene;
  const place = { ...expectationsOf(scene), databases: scene, opening };
  const echoes = options.flows.includes('records') ? await findEchoes(temporal.client, admin, importsOwner) : [];
  const differences = [...unsettled, ...echoes, ...(await findDifferences(place))];
  // Where the books differ already, a falsification more says nothing.
  return differences.length === 0 ? findUnnoticed(place, scene) : differences;
}

/** The sample company with its preference off, and without the invoice whose number would be taken. */
async function loadCompanyThatTakesNumbersTwice({ admin, smartEventDoor }: Scene): Promise<void> {
  await admin.loadCompany({
    ...sampleCompany(`${smartEventDoor.server}${smartEventDoor.path}`),
    preferences: { refuseDuplicateInvoiceNumbers: false, refuseDuplicateBillNumbers: false },
    openingInvoices: [],
    openingBills: [],
  });
}
