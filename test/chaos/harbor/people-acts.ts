import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { DAMAGE_KINDS, type DamageKind } from '../../../sandbox/assignar/act-schemas';
import { employeeOf, named, ordinaryWorkers } from '../../../sandbox/sample-construction/crew';
import { sites } from '../../../sandbox/sample-construction/sites';
import type { Random } from '../../../sandbox/sample-day/random';
import { shuffled } from '../chaos-schedule';
import { throughFalls } from '../through-falls';
import { meetNewWorkers, readWorkers } from './crew-in-assignar';
import { HARBOR } from './harbor-profile';
import { type HarborScene, harborRandom } from './harbor-scene';

const newWorkers = z.array(z.looseObject({ id: z.number(), employeeId: z.string().nullish() }));
const damagedSchema = z.object({ recreated: newWorkers, duplicated: newWorkers, 'created-by-hand': newWorkers });
/** Who changes places with whom is drawn here. */
const ALONE_KINDS = DAMAGE_KINDS.filter((kind) => kind !== 'relinked');

/** What people did, for the report. */
export type PeopleCounts = Map<string, number>;

/** The two weeks in which the sample shifts are. */
const weeks = ['2026-11-09', '2026-11-16'];
/** Nobody whom a named case is about leaves; two at most, or too few are left to work. */
const LEAVERS_MAX = 2;
const leavers = ordinaryWorkers.slice(-LEAVERS_MAX).map(({ employeeId }) => employeeId);
/** A Friday of the two weeks: shifts before it are still theirs. */
const LAST_DAY = '2026-11-13';

/**
 * Damages a share of the workers in Assignar in every way there is, those ways first that are named, and lets two change places. A new
 * worker is whoever the one who typed it in says. Answers how many were damaged.
 */
export async function damageSome(
  scene: HarborScene,
  { random, share, first = [] }: { random: Random; share: number; first?: readonly DamageKind[] },
): Promise<number> {
  const { office, crew } = scene;
  const { employeeOf: owners } = crew;
  // Whom the hub has made meanwhile: they are whom they say, until they are damaged.
  await meetNewWorkers(office, crew);
  const answer = await office.act('damage-workers', {
    ...{ seed: random.below(2 ** 31), share, kinds: [...first, ...shuffled(random, ALONE_KINDS)] },
  });
  const done = damagedSchema.parse(answer);
  for (const { id, employeeId } of [...done.recreated, ...done.duplicated]) owners.set(id, employeeId ?? null);
  for (const { id } of done['created-by-hand']) owners.set(id, null);
  await changePlaces(scene, random);
  return Object.values(answer).reduce<number>((sum, some) => sum + (Array.isArray(some) ? some.length : 0), 2);
}

/** Only workers whose persons the hub has written down: of another nobody could tell that it is not whom it says. */
async function changePlaces({ office, hub }: HarborScene, random: Random): Promise<void> {
  const { rows } = await throughFalls(() =>
    hub.query<{ user_id: string }>(
      `select source_id as user_id from links where company = $1 and object = 'worker' and agreed is not null`,
      [HARBOR],
    ),
  );
  const linked = new Set(rows.map(({ user_id }) => Number(user_id)));
  const workers = await readWorkers(office);
  const known = workers.filter(({ id, deleted_at }) => deleted_at === null && linked.has(id));
  const [worker, other] = shuffled(random, known);
  if (worker !== undefined && other !== undefined) {
    await office.act('relink-workers', { worker: worker.id, other: other.id });
  }
}

/** People in both systems act, each act once and then for as long as the time lasts: damage, names, leavers, projects and periods closed and opened. */
export async function actAtRandom(scene: HarborScene, share: number, withinMs: number): Promise<PeopleCounts> {
  const random = harborRandom(scene, 'people');
  const counts: PeopleCounts = new Map();
  const count = (what: string, times = 1): void => {
    counts.set(what, (counts.get(what) ?? 0) + times);
  };
  const deadline = Date.now() + withinMs;
  const damage = async () => {
    count('workers damaged', await damageSome(scene, { random, share }));
  };
  const acts: (() => Promise<void>)[] = [
    damage,
    damage,
    damage,
    () => rename(scene, random).then(() => count('employees renamed')),
    () => leave(scene, random).then(() => count('employees left')),
    () => closeProject(scene, random).then(() => count('projects closed and opened')),
    () => closePeriod(scene, random).then(() => count('time periods closed and opened')),
  ];
  const first = [...acts];
  // Each once, so that no short storm on a busy machine lacks one; then by chance.
  while (first.length > 0 || Date.now() < deadline) {
    const act = first.shift() ?? random.pick(acts);
    await act();
    await pause(random.between(300, 1500));
  }
  return counts;
}

async function rename({ finance }: HarborScene, random: Random): Promise<void> {
  const { firstName, lastName, employeeId } = random.pick(ordinaryWorkers);
  const change = random.pick([
    { lastName: `${lastName}-${random.between(1, 99)}` },
    { firstName: `${firstName} ${random.pick(['J', 'K', 'L'])}` },
    { phone1: `617-555-${random.between(2000, 9999)}` },
  ]);
  await finance.patch('contacts', `${firstName} ${lastName} ${employeeId}`, change);
}

async function leave({ intacctTime }: HarborScene, random: Random): Promise<void> {
  const employeeId = random.pick(leavers);
  // Whoever left on a day may still have shifts of earlier ones; who is inactive has none any more.
  await intacctTime.act('terminate-employee', { employeeId, date: LAST_DAY, inactivate: random.chance(50) });
}

/** Kept closed until documents were refused. */
async function whileClosed(random: Random): Promise<void> {
  await pause(random.between(1500, 4000));
}

async function closeProject({ finance }: HarborScene, random: Random): Promise<void> {
  const { projectId } = random.pick(sites.filter(({ isActive }) => isActive));
  const [closed, open] = random.chance(50)
    ? [{ projectStatus: 'Closed' }, { projectStatus: 'In Progress' }]
    : [{ status: 'inactive' }, { status: 'active' }];
  await finance.patch('projects', projectId, closed);
  await whileClosed(random);
  await finance.patch('projects', projectId, open);
}

async function closePeriod({ intacctTime }: HarborScene, random: Random): Promise<void> {
  const beginDate = random.pick(weeks);
  await intacctTime.act('close-time-period', { beginDate });
  await whileClosed(random);
  await intacctTime.act('open-time-period', { beginDate });
}

/** Lines that people key in before the hub comes, on timesheets to which it will add; for the company file. */
export function standingTimesheets(random: Random) {
  const crew = [...ordinaryWorkers.slice(0, 12), employeeOf(named.clumsy)];
  return crew.flatMap(({ employeeId }, index) => {
    const beginDate = weeks[index % weeks.length] ?? '';
    const line = (quantity: string, projectId: string) => ({
      ...{ entryDate: beginDate, quantity, projectId, timeType: 'Regular' },
      description: `Keyed by hand ${employeeId}`,
    });
    const state = random.chance(50) ? ('Draft' as const) : ('Submitted' as const);
    const entries = [line('1.25', 'HC-2402'), line(`0.${random.between(10, 99)}`, 'HC-2406')];
    return [{ employeeId, beginDate, state, description: 'Began by hand', entries }];
  });
}
