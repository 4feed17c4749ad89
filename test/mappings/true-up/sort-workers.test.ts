import type { WorkerCase } from '../../../domain/true-up';
import { needsApproval } from '../../../mappings/true-up/repair-steps';
import { countFindings, sortWorkers } from '../../../mappings/true-up/sort-workers';
import { carryOut, edited, employee, type World, wantedFields, worker, worldInStep } from './true-up-world';

function caseOf(world: World, key: string): WorkerCase {
  const found = sortWorkers(world).filter((each) => each.key === key);
  expect(found).toHaveLength(1);
  return found[0] as WorkerCase;
}

/** A world of three, the first of whom is worker 1. */
function damaged(damage: (world: World) => void): World {
  const world = worldInStep(3);
  damage(world);
  return world;
}

const change = (world: World, id: string, fields: Record<string, string | null>) => {
  world.workers = world.workers.map((each) => (each.id === id ? edited(each, fields) : each));
};
const deleted = (world: World, id: string) => {
  world.workers = world.workers.map((each) => (each.id === id ? { ...each, deletedAt: '2026-11-20T09:00:00Z' } : each));
};
const withoutIds = { employeeId: null, externalId: null, integrationId: null };

test('finds nothing where both systems say the same', () => {
  const cases = sortWorkers(worldInStep(3));
  expect(cases.map(({ key, finding, actions }) => ({ key, finding, actions }))).toEqual(
    [1, 2, 3].map((number) => ({ key: `employee/E-${number}`, finding: 'in-step', actions: [] })),
  );
});

describe('each kind of damage has its finding, its risk and its steps', () => {
  test('a telephone changed by hand is put back', () => {
    const world = damaged((each) => change(each, '1', { telephone: '000' }));
    expect(caseOf(world, 'employee/E-1')).toMatchObject({
      finding: 'edited',
      fields: ['telephone'],
      risks: [],
      actions: [
        { kind: 'update', userId: '1', changes: [{ field: 'telephone', from: '000', to: '555-1' }] },
        { kind: 'bind', userId: '1' },
      ],
    });
  });

  test('what changed in Intacct since is not held against anybody in Assignar', () => {
    const world = damaged((each) => {
      each.employees[0] = employee(1, { outcome: 'pulled', fields: wantedFields(1, { telephone: '777' }) });
    });
    expect(caseOf(world, 'employee/E-1')).toMatchObject({ finding: 'behind', fields: ['telephone'] });
  });

  test('a role taken away is given back', () => {
    const world = damaged((each) => change(each, '1', { roleIds: '' }));
    expect(caseOf(world, 'employee/E-1')).toMatchObject({ finding: 'role-missing', fields: ['roleIds'] });
  });

  test('a deleted worker gives up its unique ids, and another one is made', () => {
    const world = damaged((each) => deleted(each, '1'));
    const found = caseOf(world, 'employee/E-1');
    expect(found).toMatchObject({ finding: 'deleted', userId: '1', risks: ['recreate'] });
    expect(found.actions.map(({ kind }) => kind)).toEqual(['update', 'create', 'bind']);
    expect(found.actions[0]).toMatchObject({
      purpose: 'free-ids',
      changes: [
        { field: 'integrationId', from: '1001', to: null },
        { field: 'externalId', from: 'E-1', to: null },
        { field: 'email', from: 'e1@harbor.test', to: null },
      ],
    });
  });

  test('of one deleted and made anew by hand the ids go from the deleted row to the living', () => {
    const world = damaged((each) => {
      deleted(each, '1');
      each.workers.push(worker('9', wantedFields(1, withoutIds)));
    });
    const found = caseOf(world, 'employee/E-1');
    expect(found).toMatchObject({ finding: 'recreated', userId: '9', matchedBy: 'email', risks: ['adopt'] });
    expect(found.actions.map((action) => ('userId' in action ? action.userId : null))).toEqual(['1', '9', '9']);
  });

  test('a worker made by hand is adopted by its e-mail', () => {
    const world = damaged((each) => {
      each.employees.push(employee(4));
      each.workers.push(worker('9', wantedFields(4, withoutIds)));
    });
    expect(caseOf(world, 'employee/E-4')).toMatchObject({
      finding: 'created-in-assignar',
      matchedBy: 'email',
      risks: ['adopt'],
    });
  });

  test('a worker made by hand who matches nobody is told, and left alone', () => {
    const world = damaged((each) =>
      each.workers.push(worker('9', { firstName: 'Zoe', lastName: 'Zed', active: 'true' })),
    );
    expect(caseOf(world, 'worker/9')).toMatchObject({ finding: 'created-in-assignar', actions: [], matchedBy: null });
  });

  test('a worker made by hand with ids of two employees is taken for one only with an approval', () => {
    const world = damaged((each) => {
      each.employees.push(employee(4), employee(5));
      each.workers.push(worker('9', wantedFields(4, { employeeId: 'E-5', integrationId: null, email: null })));
    });
    expect(caseOf(world, 'employee/E-4')).toMatchObject({ finding: 'relinked', userId: '9', risks: ['relink'] });
  });

  test('a worker made by hand who was born on another day than whoever has its e-mail is not taken for them', () => {
    const world = damaged((each) => {
      each.employees.push(employee(4));
      each.workers.push(worker('9', wantedFields(4, { ...withoutIds, birthDate: '2001-02-03' })));
    });
    expect(caseOf(world, 'worker/9')).toMatchObject({
      finding: 'created-in-assignar',
      actions: [],
      because: expect.stringContaining('has the e-mail of E-4, and another birth date'),
    });
    expect(caseOf(world, 'employee/E-4')).toMatchObject({ finding: 'refused', fields: ['email'], actions: [] });
  });

  test('a worker made by hand of the same name is not taken for an employee where nobody says when they were born', () => {
    const world = damaged((each) => {
      each.employees.push({ ...employee(4), email: null, birthDate: null });
      each.workers.push(worker('9', wantedFields(4, { ...withoutIds, email: null, birthDate: null })));
    });
    expect(caseOf(world, 'worker/9')).toMatchObject({ finding: 'created-in-assignar', actions: [], matchedBy: null });
    expect(caseOf(world, 'employee/E-4')).toMatchObject({ finding: 'missing' });
  });

  test('a worker made by hand who matches two employees is not taken for either', () => {
    const world = damaged((each) => {
      each.employees[0] = { ...employee(1), email: 'shared@harbor.test' };
      each.employees[1] = { ...employee(2), email: 'shared@harbor.test' };
      each.workers.push(worker('9', { email: 'shared@harbor.test', active: 'true' }));
    });
    const found = caseOf(world, 'worker/9');
    expect(found).toMatchObject({ finding: 'created-in-assignar', actions: [] });
    expect(found.because).toContain('E-1, E-2');
  });

  test.each([
    ['the same external id but for case and space', { externalId: ' e-1', integrationId: null }],
    ['the same employee id', { externalId: null, integrationId: null }],
  ])('of two workers with %s the one with unposted time is kept, and the other stands back', (_, ids) => {
    const world = damaged((each) => {
      each.workers.push(worker('9', wantedFields(1, { ...ids, email: 'other@harbor.test' })));
      each.unposted.push({ userId: '9', timesheets: 2 });
    });
    const found = caseOf(world, 'employee/E-1');
    expect(found).toMatchObject({ finding: 'duplicate', userId: '9', risks: ['merge'], unpostedTimesheets: 2 });
    expect(found.actions[0]).toMatchObject({ userId: '1', purpose: 'merge' });
    expect(found.actions.at(-1)).toEqual({ kind: 'bind', userId: '9' });
  });

  test('a worker linked to another employee gets its own ids back', () => {
    const world = damaged((each) => {
      change(each, '1', { externalId: 'E-2', employeeId: 'E-2', integrationId: '1002' });
      change(each, '2', withoutIds);
    });
    expect(caseOf(world, 'employee/E-1')).toMatchObject({ finding: 'relinked', userId: '1', risks: ['relink'] });
    const other = caseOf(world, 'employee/E-2');
    expect(other).toMatchObject({ finding: 'edited', userId: '2', userIds: ['1', '2'], risks: ['relink'] });
    expect(other.actions[0]).toMatchObject({ userId: '1', purpose: 'free-ids' });
  });

  test.each([
    ['no hours', 0, []],
    ['hours that are not posted', 3, ['deactivate-with-unposted-time']],
  ])('somebody who left, with %s', (_, timesheets, risks) => {
    const world = damaged((each) => {
      each.employees[0] = employee(1, { outcome: 'not-pulled', because: 'status inactive' });
      if (timesheets > 0) each.unposted.push({ userId: '1', timesheets });
    });
    const found = caseOf(world, 'employee/E-1');
    expect(found).toMatchObject({ finding: 'terminated', risks });
    expect(found.actions).toMatchObject([{ changes: [{ field: 'active', from: 'true', to: 'false' }] }]);
  });

  test('somebody who left while bearing the ids of another gets their own employee id: hours of theirs still wait', () => {
    const world = damaged((each) => {
      each.employees[0] = employee(1, { outcome: 'not-pulled', because: 'ended 2026-11-13 in Intacct' });
      change(each, '1', { employeeId: 'E-2' });
    });
    expect(caseOf(world, 'employee/E-1')).toMatchObject({
      finding: 'terminated',
      risks: ['relink'],
      actions: [
        { userId: '1', purpose: 'put-right', changes: [{ field: 'employeeId', from: 'E-2', to: 'E-1' }] },
        { userId: '1', purpose: 'deactivate' },
      ],
    });
    change(world, '1', { active: 'false' });
    const inactive = caseOf(world, 'employee/E-1');
    expect(inactive).toMatchObject({ finding: 'relinked', risks: ['relink'], actions: [{ purpose: 'put-right' }] });
    change(world, '1', { employeeId: 'E-1' });
    expect(caseOf(world, 'employee/E-1')).toMatchObject({ finding: 'in-step', actions: [] });
  });

  test("a worker that was deleted while bearing the employee id of another gets its own: its hours are nobody else's", () => {
    const world = damaged((each) => {
      change(each, '1', { employeeId: 'E-2' });
      deleted(each, '1');
    });
    const { actions } = caseOf(world, 'employee/E-1');
    expect(actions).toContainEqual(
      expect.objectContaining({ userId: '1', changes: [{ field: 'employeeId', from: 'E-2', to: 'E-1' }] }),
    );
  });

  test('a worker that was deleted while bearing all ids of another gives them up before it is nobody of the hub any more', () => {
    const idsOf = (number: number) => {
      const { employeeId = null, externalId = null, integrationId = null } = wantedFields(number);
      return { employeeId, externalId, integrationId };
    };
    const world = damaged((each) => {
      change(each, '1', idsOf(2));
      change(each, '2', idsOf(1));
      deleted(each, '1');
    });
    expect(caseOf(world, 'employee/E-1').actions.filter(({ kind }) => kind === 'update')).toMatchObject([
      { userId: '1', changes: [{ field: 'integrationId' }, { field: 'externalId' }, { field: 'email' }] },
      { userId: '1', changes: [{ field: 'employeeId', from: 'E-2', to: 'E-1' }] },
      { userId: '2', changes: [{ field: 'integrationId' }, { field: 'externalId' }] },
    ]);
    carryOut(world, caseOf(world, 'employee/E-1'));
    expect(caseOf(world, 'employee/E-2').userIds).toEqual(['2']);
  });

  test('a deleted worker whom the hub does not know keeps the employee id of somebody whom Intacct knows: its hours are theirs', () => {
    const world = damaged((each) => {
      each.workers.push(
        worker(
          '9',
          wantedFields(1, { externalId: ' e-1', integrationId: null, employeeId: 'E-2' }),
          '2026-11-20T09:00:00Z',
        ),
      );
    });
    expect(caseOf(world, 'employee/E-1').actions).not.toContainEqual(
      expect.objectContaining({ userId: '9', purpose: 'put-right' }),
    );
  });

  test('an employee gone from Intacct altogether is perhaps somebody who left: a person says', () => {
    const world = damaged((each) => each.employees.shift());
    const found = caseOf(world, 'employee/E-1');
    expect(found).toMatchObject({ finding: 'terminated', userId: '1', risks: ['gone'] });
    expect(needsApproval(found, [])).toBe(true);
  });

  test('an employee without a worker gets one', () => {
    const world = damaged((each) => each.employees.push(employee(4)));
    const found = caseOf(world, 'employee/E-4');
    expect(found).toMatchObject({ finding: 'missing', userId: null, risks: [] });
    expect(found.actions.map(({ kind }) => kind)).toEqual(['create', 'bind']);
  });

  test('a worker is made with all that is wanted and known, and nothing is sent of the rest', () => {
    const fields = wantedFields(4, { telephone: null });
    const world = damaged((each) => each.employees.push(employee(4, { outcome: 'pulled', fields })));
    const { telephone, ...known } = fields;
    expect(caseOf(world, 'employee/E-4').actions[0]).toEqual({
      kind: 'create',
      changes: Object.entries(known).map(([field, to]) => ({ field, from: null, to })),
    });
  });

  test('an employee that cannot be a worker is told with its reason', () => {
    const exception = { field: 'email', expected: 'an e-mail', actual: 'none', causeKey: null };
    const refusals = [{ ...exception, code: 'EMAIL_MISSING' as const, message: 'employee E-1: no e-mail' }];
    const world = damaged((each) => {
      each.employees[0] = employee(1, { outcome: 'refused', exceptions: refusals });
    });
    expect(caseOf(world, 'employee/E-1')).toMatchObject({
      finding: 'refused',
      actions: [],
      because: 'employee E-1: no e-mail',
    });
  });

  test('an e-mail that an active worker has who is nobody of the employee is for a person to settle', () => {
    const world = damaged((each) => {
      each.employees.push(employee(4, { outcome: 'pulled', fields: wantedFields(4, { email: 'x@harbor.test' }) }));
      each.workers.push(worker('9', { email: 'x@harbor.test', firstName: 'Other', active: 'true' }));
    });
    expect(caseOf(world, 'employee/E-4')).toMatchObject({ finding: 'refused', fields: ['email'], actions: [] });
  });
});

test('of two workers of an employee whom nobody wrote down the one with the record number is kept, spaces around it or not', () => {
  const world = damaged((each) => {
    each.links = [];
    change(each, '1', { integrationId: null, externalId: null });
    each.workers.push(worker('9', { ...withoutIds, employeeId: 'E-1', integrationId: ' 1001 ', active: 'true' }));
  });
  expect(caseOf(world, 'employee/E-1')).toMatchObject({ finding: 'duplicate', userId: '9' });
});

test('one who stood back behind another is found no more', () => {
  const world = damaged((each) => {
    each.workers.push(
      worker('9', wantedFields(1, { externalId: null, integrationId: null, email: null, active: 'false' })),
    );
  });
  expect(countFindings(sortWorkers(world))).toMatchObject({ 'in-step': 3, duplicate: 0 });
});

test('a match by name and birth date waits for a person even where the profile calls nothing risky', () => {
  const world = damaged((each) => {
    each.employees.push(employee(4));
    each.workers.push(worker('9', wantedFields(4, { ...withoutIds, email: null })));
  });
  const found = caseOf(world, 'employee/E-4');
  expect(found).toMatchObject({ matchedBy: 'name-and-birth-date' });
  expect(needsApproval(found, [])).toBe(true);
  expect(needsApproval({ ...found, matchedBy: 'email' }, [])).toBe(false);
  expect(needsApproval({ ...found, matchedBy: 'email' }, ['adopt'])).toBe(true);
});
