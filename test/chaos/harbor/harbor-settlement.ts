import { until } from '../../../cli/start/until';
import { readParked } from '../operators';
import { flowsBesides, openPostings, readStandings, type Standing } from '../settlement';
import { decide, type Verdict } from '../verdicts';
import { HARBOR } from './harbor-profile';
import type { HarborScene } from './harbor-scene';
import { isRealTimeReason, processedByHand, readBothSystems } from './parked-reasons';
import type { TrueUpReport } from './true-up-desk';
import { previewTrueUp, trueUpToTheEnd } from './true-up-desk';

/** An attempt of a killed worker is noticed after its heartbeat, and then retried: with nothing new for so long, it is over. */
const STANDSTILL_MS = 120_000;
const RETRY_EVERY_MS = 2000;
const FLOWS = ['labourTime', 'workerTrueUp', 'employees', 'items', 'projects', 'projectTasks', 'customers', 'vendors'];
/** What the second run finds by right: nobody but people of either system can put it right. */
const LEFT_TO_PEOPLE = ['in-step', 'refused', 'created-in-assignar', 'role-missing'];
/** Damage of one run may come to light only when another is put right: an e-mail that two had. */
const TRUE_UPS_MAX = 3;

/**
 * Waits, faults off and everything up, until every approved shift is posted and processed, or parked for a reason that holds; then trues
 * workers up until a further look finds nothing, and waits again. One sentence for what is left; none when all is settled.
 */
export async function settleHarbor(scene: HarborScene): Promise<string[]> {
  await trueUpToTheEnd(scene);
  await settleShifts(scene);
  for (let turn = 1; ; turn += 1) {
    const run = await trueUpToTheEnd(scene);
    const left = await settleShifts(scene);
    const found = foundBy(await previewTrueUp(scene));
    scene.say(`true-up ${turn} at the end: ${JSON.stringify(run.byState)}; a further one finds ${found.length} cases`);
    if (left.length > 0) return left;
    if (found.length === 0) return [];
    if (turn === TRUE_UPS_MAX) return found;
  }
}

/** What a true-up has still to do, one sentence each; none when all workers are in step. */
function foundBy({ entries }: TrueUpReport): string[] {
  return entries
    .filter(({ finding, actions }) => !LEFT_TO_PEOPLE.includes(finding) || actions.length > 0)
    .map(({ finding, because }) => `a further true-up finds ${finding}: ${because}`);
}

/** Waits until every approved shift is where it is meant to be; one sentence for what is not when nothing moves any more. */
export async function settleShifts(scene: HarborScene): Promise<string[]> {
  const decidedAt = new Map<string, number>();
  let leftBefore = '';
  let movedAt = Date.now();
  return until(
    'every shift is posted, or parked as meant',
    20 * 60_000,
    async () => {
      const left = await whatIsLeft(scene, decidedAt);
      const text = left.join('; ');
      if (text !== leftBefore) movedAt = Date.now();
      leftBefore = text;
      if (Date.now() - movedAt <= STANDSTILL_MS) return left.length === 0 && left;
      return left.map((sentence) => `not settled, nothing moved for ${STANDSTILL_MS / 1000} s: ${sentence}`);
    },
    500,
  );
}

async function whatIsLeft(scene: HarborScene, decidedAt: Map<string, number>): Promise<string[]> {
  const { client, hub, verdicts, crew } = scene;
  const both = await readBothSystems(scene);
  const parked = await readParked(hub, HARBOR);
  const shifts = parked.filter(({ document_key }) => document_key.startsWith('TS-'));
  const rightly = new Set(
    shifts.filter((each) => isRealTimeReason(each, both, crew.employeeOf)).map(({ document_key }) => document_key),
  );
  const astray = shifts.filter(({ document_key }) => !rightly.has(document_key));
  for (const document of astray) {
    if (Date.now() - (decidedAt.get(document.document_key) ?? 0) < RETRY_EVERY_MS) continue;
    if (isReleasedByItself(document)) continue;
    decidedAt.set(document.document_key, Date.now());
    // What nobody made up their mind about was edited before it was processed: as it is now it is right.
    await decide(client, document, verdicts.get(document.document_key) ?? 'repost');
  }
  const standings = await readStandings(hub, HARBOR);
  const unsettled = [...both.shifts.values()]
    .filter(({ state }) => state !== 'submitted')
    .flatMap(({ documentKey: key, isProcessed }) => {
      const standing = standings.get(key);
      if (standing === undefined && processedByHand.has(key)) return [];
      if (rightly.has(key)) return standing?.state === 'rejected' ? [] : [`${key} waits and is ${standing?.state}`];
      if (isWhereMeant(standing, verdicts.get(key)) && isProcessed) return [];
      const where =
        standing === undefined ? 'unknown to the hub' : `${standing.state} in revision ${standing.revision}`;
      return [`${key} ${where}${isProcessed ? ', processed' : ''}`];
    });
  const waiting = new Set(parked.map(({ workflow_id }) => workflow_id));
  return [
    ...unsettled,
    ...astray.map(({ document_key, code }) => `${document_key} parked with ${code}`),
    ...(await openPostings(hub, HARBOR)),
    ...(await flowsBesides(client, waiting, FLOWS, HARBOR)),
  ];
}

/** What waits for a record or a worker goes through by itself when it is there: nobody helps here, so that it shows. */
function isReleasedByItself({ cause_key }: { cause_key: string | null }): boolean {
  return /^(employee|worker|project|task|item):/.test(cause_key ?? '');
}

function isWhereMeant(standing: Standing | undefined, verdict: Verdict | undefined): boolean {
  if (standing === undefined) return false;
  const { state, revision, acknowledged } = standing;
  if (verdict === 'ignore-change') return state === 'abandoned' && revision > 1;
  if (verdict === 'repost') return state === 'posted' && revision > 1 && acknowledged;
  return state === 'posted' && acknowledged;
}
