import { runFirstLoads } from '../../../cli/start/first-loads';
import { smartEventPath } from '../../../cli/start/stack-environment';
import { applyStackSchedules } from '../../../cli/start/stack-schedules';
import { harborIntacctCompany } from '../../../sandbox/sample-construction/intacct-company';
import { createOfficePort } from '../../../sandbox/sample-construction/office-port';
import { createFinancePort } from '../../../sandbox/sample-day/finance-port';
import type { ChaosPlace } from '../gulf-run';
import { createIntacctAdmin } from '../intacct-admin';
import { untilIntacctIsQuiet } from '../settlement';
import { createAssignarAdmin } from './assignar-admin';
import { meetCrew } from './crew-in-assignar';
import { HARBOR, type HarborCoding } from './harbor-profile';
import { findHarborDifferences } from './harbor-proof';
import { type HarborScene, harborRandom } from './harbor-scene';
import { settleShifts } from './harbor-settlement';
import { LATENCY_MS } from './harbor-storm';
import { findHarborUnnoticed } from './harbor-tampering';
import { createIntacctTime } from './intacct-time';
import { standingTimesheets } from './people-acts';

/** Longer than a permit of a request that was given up. */
const QUIET_MS = 4000;
/** They take documents out of their parking place for a moment, or workers to another state. */
const MOVERS = ['release-parked', 'watch-drift', 'poll-intacct', 'poll-documents/timesheet'];

/** Puts the construction company in place: timesheets that people began by hand, masters, schedules. */
export async function createHarborScene(
  { options, stack, temporal, hub, killer, say }: ChaosPlace,
  { alone, coding }: { alone: string; coding: HarborCoding },
): Promise<HarborScene> {
  const { addresses, environment, stateDirectory } = stack;
  const { harbor } = addresses;
  if (harbor === null) throw new Error('the stack was started without Harbor Civil');
  const intacctTime = createIntacctTime(harbor.intacctAdmin);
  const office = createOfficePort(harbor.assignarAdmin);
  const intacct = createIntacctAdmin(harbor.intacctAdmin);
  const company = harborIntacctCompany(`${addresses.server}${smartEventPath(stateDirectory, HARBOR)}`);
  const byHand = standingTimesheets(harborRandom({ options }, 'standing'));
  await intacctTime.loadCompany({ ...company, timesheets: [...(company.timesheets ?? []), ...byHand] });
  const standingLines = await intacctTime.entries();
  const ofHarbor = { ...process.env, ...environment, COMPANIES_DIRECTORY: alone };
  await runFirstLoads(ofHarbor, (_company, object, outcome) => say(`${HARBOR} ${object}: ${outcome}`));
  await intacct.setRequestsInFlightMax(coding.intacct.requestsInFlightMax, LATENCY_MS);
  const crew = await meetCrew(office);
  await applyStackSchedules(ofHarbor);
  return {
    ...{ options, stack, coding, hub, killer, say, office, intacct, intacctTime, crew, standingLines },
    client: temporal.client,
    finance: createFinancePort(harbor.intacctAdmin),
    assignar: createAssignarAdmin(harbor.assignarAdmin),
    verdicts: new Map(),
    beforeEdit: new Map(),
  };
}

/** What differs once all is settled, `unsettled` first; falsifies the books where nothing does, and expects to find that. */
export async function proveHarbor(scene: HarborScene, unsettled: readonly string[]): Promise<string[]> {
  for (const mover of MOVERS) {
    await scene.client.schedule.getHandle(scheduleIdOf(mover)).pause('the books are compared');
  }
  // One that was just being tried again was neither posted nor parked.
  const moved = unsettled.length === 0 ? await settleShifts(scene) : [];
  await untilIntacctIsQuiet(scene.intacct, QUIET_MS);
  const differences = [...unsettled, ...moved, ...(await findHarborDifferences(scene))];
  return differences.length === 0 ? findHarborUnnoticed(scene) : differences;
}

function scheduleIdOf(mover: string): string {
  const [flow, kind] = mover.split('/');
  return kind === undefined ? `${flow}/${HARBOR}` : `${flow}/${HARBOR}/${kind}`;
}
