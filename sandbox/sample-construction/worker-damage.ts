import { z } from 'zod';
import type { FinancePort } from '../sample-day/finance-port';
import { createRandom, type Random } from '../sample-day/random';
import { workersByHand } from './assignar-company';
import { instantAt, minutesAfter } from './clock-times';
import { type Employee, named, ordinaryWorkers } from './crew';
import { type EnteredShift, enterShifts } from './enter-shifts';
import { approveLateShifts } from './named-shifts';
import type { OfficePort } from './office-port';
import { siteOf, timeZoneOf } from './sites';

const edited = z.looseObject({ id: z.number() });

/** What somebody did to a worker in Assignar, in a person's words. */
export interface Damage {
  employeeId: string | null;
  what: string;
}

/** The last day of `named.leaving`. */
const leavingDate = '2026-11-17';

/**
 * What was done to workers by hand: a tenth of the crew, drawn by the seed so that every kind is there once, and three named cases: an
 * employee id that was emptied, a worker who was made by hand before the first load, and one who left with time not posted. Shifts of
 * these three follow, which wait for them. Answers what was done, and the keys of those shifts.
 */
export async function damageCrew(
  office: OfficePort,
  finance: FinancePort,
  seed: number,
): Promise<{ damages: Damage[]; waiting: string[] }> {
  const drawn = await damageDrawn(office, seed);
  const { damages, unlinkedId } = await damageNamed(office, finance);
  await approveLateShifts(office);
  return { damages: [...drawn, ...damages], waiting: await enterShifts(office, shiftsOfDamaged(unlinkedId)) };
}

async function damageDrawn(office: OfficePort, seed: number): Promise<Damage[]> {
  const random = createRandom(`${seed}/damage`);
  const drawn = drawWorkers(random, 8);
  const done: Damage[] = [];
  for (const [kind, damage] of Object.entries(kinds)) {
    const worker = drawn.pop();
    const other = kind === 'relinked' ? drawn.pop() : undefined;
    if (worker === undefined) throw new RangeError('the crew is too small for its damage');
    const what = await damage(office, worker.employeeId, other?.employeeId ?? '');
    done.push({ employeeId: worker.employeeId, what });
  }
  return done;
}

type DamageByHand = (office: OfficePort, worker: string, other: string) => Promise<string>;

const kinds: Record<string, DamageByHand> = {
  async renamed(office, worker) {
    await office.act('edit-worker', { worker, fields: { last_name: 'Delgado-Reyes', contact: '617-555-9999' } });
    return 'name and telephone changed';
  },
  async moved(office, worker) {
    await office.act('edit-worker', { worker, fields: { address: '1 Elsewhere Lane', suburb: 'Quincy' } });
    return 'address changed';
  },
  async deleted(office, worker) {
    await office.act('delete-worker', { worker });
    return 'deleted';
  },
  async recreated(office, worker) {
    await office.act('recreate-worker', { worker });
    return 'deleted, and made anew by hand: the deleted row holds the keys';
  },
  async duplicated(office, worker) {
    await office.act('duplicate-worker', { worker });
    return 'made a second time';
  },
  async relinked(office, worker, other) {
    await office.act('relink-workers', { worker, other });
    return `changed places with ${other}`;
  },
  async 'roles-removed'(office, worker) {
    await office.act('remove-worker-roles', { worker });
    return 'all roles taken away';
  },
};

/** So many ordinary workers, each once; not the owner of an address that somebody else has too. */
function drawWorkers(random: Random, count: number): Employee[] {
  const rest = ordinaryWorkers.filter(({ employeeId }) => employeeId !== named.ownerOfSharedEmail);
  return Array.from({ length: count }, () => {
    const [drawn] = rest.splice(random.below(rest.length), 1);
    if (drawn === undefined) throw new RangeError('nobody is left');
    return drawn;
  });
}

/** What was done, and the id of the worker who says no more whose time it is. */
async function damageNamed(
  office: OfficePort,
  finance: FinancePort,
): Promise<{ damages: Damage[]; unlinkedId: number }> {
  const emptied = { worker: named.unlinked, fields: { employee_id: null, external_id: null } };
  const { id } = edited.parse(await office.act('edit-worker', emptied));
  await finance.act('terminate-employee', { employeeId: named.leaving, date: leavingDate });
  const damages = [
    { employeeId: named.unlinked, what: 'employee id and external id emptied' },
    { employeeId: named.madeByHand, what: 'made by hand in Assignar before the first load' },
    { employeeId: named.leaving, what: `left on ${leavingDate} in Intacct, with time in Assignar that is not posted` },
  ];
  return { damages, unlinkedId: id };
}

/** Shifts of a day after the damage. */
function shiftsOfDamaged(unlinkedId: number): EnteredShift[] {
  return [
    shiftOn('2026-11-18', unlinkedId, 'HC-2402'),
    shiftOn('2026-11-19', unlinkedId, 'HC-2402'),
    shiftOn('2026-11-18', workersByHand.adoptable, 'HC-2402'),
    shiftOn('2026-11-18', named.leaving, 'HC-2402'),
  ];
}

function shiftOn(date: string, worker: string | number, project: string): EnteredShift {
  const start = instantAt(date, '07:00', timeZoneOf(project));
  const activities = [{ activity: siteOf(project).taskIds[1] ?? '', minutes: 300 }];
  const times = { start, end: minutesAfter(start, 510), breakMinutes: 30 };
  return { shift: { worker, project, role: 'LAB-GEN', ...times, activities }, carried: 'approved' };
}
