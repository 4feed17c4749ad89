import fc from 'fast-check';
import { sortWorkers } from '../../../mappings/true-up/sort-workers';
import {
  carryOut,
  damageIfAllowed,
  edited,
  employee,
  notInStep,
  type World,
  wantedFields,
  worker,
  worldInStep,
} from './true-up-world';

const employees = 6;
const member = fc.integer({ min: 1, max: employees });
const withoutIds = { employeeId: null, externalId: null, integrationId: null };

/** One thing that somebody does to the workers, in Assignar or in Intacct. */
const damageByHand: fc.Arbitrary<(world: World) => void> = fc.oneof(
  fc.tuple(member, fc.constantFrom('telephone', 'firstName', 'roleIds', 'birthDate', 'email')).map(
    ([number, field]) =>
      (world: World) =>
        change(world, number, { [field]: field === 'roleIds' ? '' : `changed-${number}` }),
  ),
  member.map((number) => (world: World) => change(world, number, withoutIds)),
  member.map((number) => (world: World) => change(world, number, { active: 'false' })),
  member.map((number) => (world: World) => remove(world, number)),
  fc.tuple(member, fc.boolean()).map(([number, withIds]) => (world: World) => {
    remove(world, number);
    const id = String(100 + world.workers.length);
    world.workers.push(
      worker(id, wantedFields(number, { ...withoutIds, ...(withIds ? { employeeId: `E-${number}` } : {}) })),
    );
  }),
  fc.tuple(member, fc.constantFrom(' ', '  ')).map(([number, space]) => (world: World) => {
    const id = String(100 + world.workers.length);
    const externalId = `${space}e-${number}`;
    if (world.workers.some((each) => each.externalId === externalId)) return;
    world.workers.push(worker(id, wantedFields(number, { externalId, integrationId: null, email: null })));
  }),
  fc.tuple(member, member).map(([left, right]) => (world: World) => {
    const [one, other] = [world.workers[left - 1], world.workers[right - 1]];
    if (one === undefined || other === undefined || left === right) return;
    const idsOf = ({ fields }: typeof one) => ({
      employeeId: fields.employeeId ?? null,
      externalId: fields.externalId ?? null,
      integrationId: fields.integrationId ?? null,
    });
    change(world, left, idsOf(other));
    change(world, right, idsOf(one));
  }),
  fc.tuple(member, member).map(([left, right]) => (world: World) => {
    const [one, other] = [world.workers[left - 1], world.workers[right - 1]];
    if (one === undefined || other === undefined || left === right) return;
    change(world, left, { email: other.fields.email ?? null });
    change(world, right, { email: one.fields.email ?? null });
  }),
  member.map((number) => (world: World) => {
    world.employees[number - 1] = employee(number, { outcome: 'not-pulled', because: 'status inactive' });
  }),
  member.map((number) => (world: World) => {
    world.employees[number - 1] = employee(number, {
      outcome: 'pulled',
      fields: wantedFields(number, { telephone: 'of Intacct' }),
    });
  }),
  fc.constant((world: World) => {
    const number = employees + world.employees.length;
    world.employees.push(employee(number));
    world.workers.push(worker(String(100 + world.workers.length), wantedFields(number, withoutIds)));
  }),
  member.map((number) => (world: World) => {
    world.unposted = [...world.unposted, { userId: String(number), timesheets: 1 }];
  }),
);
const damage: fc.Arbitrary<(world: World) => void> = fc.oneof(
  { arbitrary: damageByHand, weight: 12 },
  {
    arbitrary: member.map((number) => (world: World) => {
      world.links = world.links.filter((link) => link.employeeId !== `E-${number}`);
    }),
    weight: 1,
  },
);

function change(world: World, number: number, fields: Record<string, string | null>): void {
  const each = world.workers[number - 1];
  if (each !== undefined) world.workers[number - 1] = edited(each, fields);
}

function remove(world: World, number: number): void {
  const each = world.workers[number - 1];
  if (each !== undefined) world.workers[number - 1] = { ...each, deletedAt: '2026-11-20T09:00:00Z' };
}

/** Sorts and carries out until nothing is left to do, case by case with a fresh look, as the repairs do. */
function trueUp(world: World, declined: ReadonlySet<string> = new Set(), look: () => void = () => undefined): void {
  for (let round = 0; round < 12; round += 1) {
    const open = sortWorkers(world).filter(({ key, actions }) => actions.length > 0 && !declined.has(key));
    if (open.length === 0) return;
    for (const { key } of open) {
      const fresh = sortWorkers(world).find((each) => each.key === key);
      if (fresh !== undefined) carryOut(world, fresh);
      look();
    }
  }
}

const damages = fc.array(damage, { maxLength: 12 });

test('after any damage, what the plan leads to leaves nothing to find', () => {
  fc.assert(
    fc.property(damages, (acts) => {
      const world = worldInStep(employees);
      for (const act of acts) damageIfAllowed(world, act);
      trueUp(world);
      expect(sortWorkers(world).filter(({ actions }) => actions.length > 0)).toEqual([]);
      const refused = sortWorkers(world).filter(({ finding }) => finding === 'refused');
      const refusedIds = refused.map(({ employeeId }) => employeeId);
      expect(notInStep(world).filter((employeeId) => !refusedIds.includes(employeeId))).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('hours of a worker whom the hub once knew never become those of another employee', () => {
  fc.assert(
    fc.property(fc.array(damageByHand, { maxLength: 12 }), (acts) => {
      const world = worldInStep(employees);
      for (const act of acts) damageIfAllowed(world, act);
      // What is linked to its employee and bears another's id waits; what is not linked goes by the id that it bears.
      const astray = () =>
        world.workers.slice(0, employees).flatMap(({ id, fields }) => {
          const own = `E-${id}`;
          const isLinked = world.links.some((link) => link.userId === id && link.employeeId === own);
          return isLinked || fields.employeeId === own ? [] : [`worker ${id}: ${fields.employeeId}`];
        });
      trueUp(world, new Set(), () => expect(astray()).toEqual([]));
    }),
    { numRuns: 400 },
  );
});

test('every worker and every employee is in exactly one case', () => {
  fc.assert(
    fc.property(damages, (acts) => {
      const world = worldInStep(employees);
      for (const act of acts) damageIfAllowed(world, act);
      const cases = sortWorkers(world);
      expect(new Set(cases.map(({ key }) => key)).size).toBe(cases.length);
      for (const { employeeId } of world.employees) {
        expect(cases.filter((each) => each.employeeId === employeeId)).toHaveLength(1);
      }
      const writtenTo = (each: (typeof cases)[number]) =>
        each.actions.flatMap((action) => (action.kind === 'update' ? [action.userId] : []));
      for (const { id } of world.workers) {
        const about = cases.filter((each) => each.userIds.includes(id));
        expect(about.length).toBeGreaterThan(0);
        // Another case may take ids from a worker; it is about the worker in one only.
        expect(about.filter((each) => each.userId === id || !writtenTo(each).includes(id)).length).toBeLessThanOrEqual(
          1,
        );
      }
    }),
    { numRuns: 200 },
  );
});

test('what is declined stays as it is, and is all that is found again', () => {
  fc.assert(
    fc.property(damages, fc.nat(), (acts, choice) => {
      const world = worldInStep(employees);
      for (const act of acts) damageIfAllowed(world, act);
      const open = sortWorkers(world).filter(({ actions }) => actions.length > 0);
      const one = open[choice % Math.max(1, open.length)];
      const declined = new Set(one === undefined ? [] : [one.key]);
      trueUp(world, declined);
      const left = sortWorkers(world).filter(({ actions }) => actions.length > 0);
      // What waits for an e-mail that only the declined case would give up is refused by Assignar, and stays too.
      const possible = left.filter((each) => !declined.has(each.key) && carryOut(world, each));
      expect(possible).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
