import type { RiskyRepair } from '../../domain/assignar-profile';
import type {
  AssignarWorker,
  EmployeeStanding,
  FieldChange,
  WantedWorker,
  WorkerCase,
  WorkerFields,
  WorkerFinding,
  WorkerLink,
} from '../../domain/true-up';
import { chooseKept, holdsIds } from './choose-kept';
import type { WorkerOwner } from './match-workers';
import {
  bindStep,
  createStep,
  deactivateStep,
  freeAllStep,
  freeEmailStep,
  freeStep,
  type HeldIds,
  mergeStep,
  ownHoursStep,
  putRightStep,
  type Step,
} from './repair-steps';
import { changesTo, compareIds, isSameText, isSameValue } from './worker-fields';

/** One employee with every worker that is it, or bears what is its. */
export interface EmployeeWorkers {
  employee: EmployeeStanding;
  /** Its workers by id, deleted ones too. */
  workers: { worker: AssignarWorker; owner: WorkerOwner }[];
  link: WorkerLink | null;
  /** Whoever holds its unique ids, rightly or not. */
  bearers: AssignarWorker[];
  /** Whoever else holds the e-mail that its worker should have. */
  emailBearers: EmailBearer[];
  /** Timesheets that are not posted, by user id. */
  unposted: ReadonlyMap<string, number>;
}

/** A worker with the e-mail of another employee: it is to get its own, it is to be deactivated, or it stays as it is. */
export interface EmailBearer {
  worker: AssignarWorker;
  fate: 'moves' | 'leaves' | 'stays';
}

/** The workers of an employee that is pulled, told apart. */
interface Standing {
  group: EmployeeWorkers;
  wanted: WorkerFields;
  kept: AssignarWorker | null;
  /** Besides the one that is kept. */
  others: AssignarWorker[];
  dead: AssignarWorker[];
}

/** What is wrong with an employee's workers, and the steps that put it right, in order. Pure. */
export function planEmployee(group: EmployeeWorkers): WorkerCase {
  const { wanted } = group.employee;
  if (wanted.outcome === 'not-pulled') return notPulledCase(group, wanted);
  const { kept, others } = chooseKept(group);
  if (wanted.outcome === 'refused') return refusedCase(group, kept, wanted.exceptions);
  const dead = group.workers.flatMap(({ worker }) => (worker.deletedAt === null ? [] : [worker]));
  const standing = { group, wanted: wanted.fields, kept, others, dead };
  const taken = emailTakenCase(standing);
  if (taken !== null) return taken;
  return kept === null ? absentCase(standing) : keptCase({ ...standing, kept });
}

function notPulledCase(
  group: EmployeeWorkers,
  { because, isGone }: WantedWorker & { outcome: 'not-pulled' },
): WorkerCase {
  const { employeeId } = group.employee;
  const active = group.workers.flatMap(({ worker }) => (worker.deletedAt === null && worker.isActive ? [worker] : []));
  const [first] = active;
  // Of somebody whom Intacct does not have any more hours are nobody's, whatever the id.
  const linked = isGone === true ? [] : group.workers.filter(({ owner }) => owner.by === 'link');
  const own = linked.flatMap(({ worker }) => ownHoursStep(worker, employeeId) ?? []);
  const relink: RiskyRepair[] = own.length > 0 ? ['relink'] : [];
  if (first === undefined && own.length === 0) {
    return theCase(group, 'in-step', null, [], `${employeeId} is not pulled: ${because}`);
  }
  if (first === undefined) {
    const [astray] = linked.flatMap(({ worker }) => (ownHoursStep(worker, employeeId) === null ? [] : [worker]));
    const says = `${employeeId} is not pulled: ${because}; its worker ${astray?.id} bears employee id ${astray?.fields.employeeId ?? 'none'}, whose its hours are not`;
    return theCase(group, 'relinked', astray ?? null, own, says, relink);
  }
  return theCase(
    group,
    'terminated',
    first,
    [...own, ...active.map((worker) => deactivateStep(worker))],
    `${employeeId}: ${because}; ${names(active)} is active in Assignar`,
    [...(isGone === true ? (['gone'] as const) : []), ...unpostedRisk(group, active), ...relink],
  );
}

function refusedCase(
  group: EmployeeWorkers,
  kept: AssignarWorker | null,
  exceptions: readonly { code: string; message: string; field: string }[],
): WorkerCase {
  const finding = exceptions.some(({ code }) => code === 'ROLE_UNKNOWN') ? 'role-missing' : 'refused';
  const because = exceptions.map(({ message }) => message).join('; ');
  return { ...theCase(group, finding, kept, [], because), fields: exceptions.map(({ field }) => field) };
}

/** The e-mail is that of an active worker who is somebody else: nothing can be written before a person has told them apart. */
function emailTakenCase({ group, wanted, kept }: Standing): WorkerCase | null {
  const email = wanted.email ?? null;
  if (email === null || (kept !== null && isSameText(kept.fields.email, email))) return null;
  const holder = group.emailBearers.find(({ worker, fate }) => worker.isActive && fate === 'stays')?.worker;
  if (holder === undefined) return null;
  const because = `${group.employee.employeeId}: its e-mail is that of worker ${holder.id}, who is somebody else`;
  return { ...theCase(group, 'refused', kept, [], because), fields: ['email'] };
}

/** Nobody works as the employee in Assignar: deleted, or never made. */
function absentCase(standing: Standing): WorkerCase {
  const { group, wanted, dead } = standing;
  const { employeeId } = group.employee;
  const freed = freeSteps(standing, wanted.email ?? null);
  const steps = [...freed.steps, createStep(wanted), bindStep(null)];
  if (dead.length === 0) {
    return theCase(group, 'missing', null, steps, `${employeeId} has no worker in Assignar`, freed.risks);
  }
  const because = `${employeeId}: ${names(dead)} was deleted in Assignar; another one is made, and its unique ids are taken from the deleted`;
  return theCase(group, 'deleted', dead.at(-1) ?? null, steps, because, [...freed.risks, 'recreate']);
}

function keptCase(standing: Standing & { kept: AssignarWorker }): WorkerCase {
  const { group, wanted, kept, others } = standing;
  const changes = changesTo(kept.fields, wanted);
  const contested = changes.some(({ field }) => field === 'email') ? (wanted.email ?? null) : null;
  const freed = freeSteps(standing, contested);
  const held = heldIds(group.employee, wanted.email ?? null);
  const isBound = group.link?.userId === kept.id && group.link.agreed !== null;
  const steps = [
    ...others.map((worker) => mergeStep(worker, held)),
    ...freed.steps,
    ...(changes.length === 0 ? [] : [putRightStep(kept, changes)]),
    ...(isBound && changes.length === 0 ? [] : [bindStep(kept.id)]),
  ];
  const { finding, because, risks } = findingOf(standing, changes, freed.steps.length > 0);
  const isLeaving = kept.isActive && wanted.active === 'false';
  const leaving = unpostedRisk(group, [...others.filter(({ isActive }) => isActive), ...(isLeaving ? [kept] : [])]);
  const plan = finding === 'in-step' ? [] : steps;
  return theCase(group, finding, kept, plan, because, [...risks, ...freed.risks, ...leaving]);
}

function findingOf(
  { group, wanted, kept, others, dead }: Standing & { kept: AssignarWorker },
  changes: readonly FieldChange[],
  mustFree: boolean,
): { finding: WorkerFinding; because: string; risks: RiskyRepair[] } {
  const { employee, link, workers } = group;
  const { employeeId } = employee;
  const ownerOf = new Map(workers.map(({ worker, owner }) => [worker.id, owner]));
  const owner = ownerOf.get(kept.id);
  const matches = [kept, ...others].map(({ id }) => ownerOf.get(id)?.by);
  const adopt: RiskyRepair[] = matches.some((by) => by === 'email' || by === 'name-and-birth-date') ? ['adopt'] : [];
  const relink: RiskyRepair[] = workers.some(({ owner: each }) => each.claims !== null) ? ['relink'] : [];
  const fields = changes.map(({ field }) => field).join(', ');
  if (others.length > 0) {
    const because = `${employeeId} is ${names([kept, ...others])} in Assignar; ${names([kept])} is kept`;
    return { finding: 'duplicate', because, risks: ['merge', ...adopt, ...relink] };
  }
  const deadOnes = dead.filter((worker) => link?.userId === worker.id || holdsIds(worker, employee));
  if (deadOnes.length > 0) {
    const because = `${employeeId}: ${names(deadOnes)} was deleted and ${names([kept])} made anew by hand; the unique ids are the deleted one's`;
    return { finding: 'recreated', because, risks: adopt };
  }
  if (owner?.claims !== null && owner?.claims !== undefined) {
    const because = `${names([kept])} is ${employeeId}, and bears the ids of ${owner.claims}`;
    return { finding: 'relinked', because, risks: ['relink'] };
  }
  if (adopt.length > 0) {
    const by = owner?.by === 'email' ? 'e-mail' : 'name and birth date';
    const because = `${names([kept])} was made in Assignar, and has the ${by} of ${employeeId}`;
    return { finding: 'created-in-assignar', because, risks: adopt };
  }
  if (kept.isActive && wanted.active === 'false') {
    return { finding: 'terminated', because: `${employeeId} has left; ${names([kept])} is active`, risks: [] };
  }
  if (changes.length > 0) {
    if (changes.every(({ field }) => field === 'roleIds')) {
      return {
        finding: 'role-missing',
        because: `${names([kept])} lacks the role of ${employeeId}'s position`,
        risks: [],
      };
    }
    const byHand = changes.filter(({ field, from }) => !isAgreed(link, kept, field, from));
    if (byHand.length > 0) {
      return { finding: 'edited', because: `${names([kept])} was edited in Assignar: ${fields}`, risks: [] };
    }
    return { finding: 'behind', because: `${employeeId} changed in Intacct: ${fields}`, risks: [] };
  }
  if (link?.userId === kept.id && link.agreed !== null && !mustFree) {
    return { finding: 'in-step', because: `${names([kept])} is ${employeeId} in both systems`, risks: [] };
  }
  return {
    finding: 'behind',
    because: `${names([kept])} is ${employeeId}, and the hub has not written it down`,
    risks: [],
  };
}

function isAgreed(link: WorkerLink | null, kept: AssignarWorker, field: string, actual: string | null): boolean {
  if (link?.userId !== kept.id || link.agreed === null || !(field in link.agreed)) return false;
  return isSameValue(field, link.agreed[field] ?? null, actual);
}

/** Ids that deleted workers hold, and those that workers of other employees hold wrongly; `email` only where it is in the way. */
function freeSteps(
  { group, kept, others, dead }: Standing,
  email: string | null,
): { steps: Step[]; risks: RiskyRepair[] } {
  const held = heldIds(group.employee, email);
  const steps = group.workers.flatMap((each) => (each.worker.deletedAt === null ? [] : deadSteps(each, held)));
  const own = new Set([...dead, ...others, ...(kept === null ? [] : [kept])].map(({ id }) => id));
  const strangers = new Map(group.bearers.filter(({ id }) => !own.has(id)).map((worker) => [worker.id, worker]));
  const taken = [...strangers.values()].flatMap((worker) => freeStep(worker, { ...held, email: null }) ?? []);
  // Two whose e-mails were swapped would wait for each other for ever.
  const moving = email === null ? [] : group.emailBearers.filter(({ fate }) => fate === 'moves');
  const emails = moving.map(({ worker }) => freeEmailStep(worker));
  return { steps: [...steps, ...taken, ...emails], risks: taken.length > 0 ? ['relink'] : [] };
}

/**
 * A deleted worker is nobody of the hub's any more once another one is bound: by whatever ids it keeps it would be taken for somebody else
 * then, and its hours with it. One that the hub never knew keeps the employee id of somebody in Intacct.
 */
function deadSteps({ worker, owner }: EmployeeWorkers['workers'][number], held: HeldIds): Step[] {
  const isLinked = owner.by === 'link';
  const freed = isLinked ? freeAllStep(worker, held) : freeStep(worker, held);
  const own = isLinked || owner.hoursOf === null ? ownHoursStep(worker, held.employeeId) : null;
  return [freed, own].flatMap((step) => step ?? []);
}

function heldIds({ recordNumber, employeeId }: EmployeeStanding, email: string | null): HeldIds {
  return { recordNumber, employeeId, email };
}

function unpostedRisk({ unposted }: EmployeeWorkers, leaving: readonly AssignarWorker[]): RiskyRepair[] {
  return leaving.some(({ id }) => (unposted.get(id) ?? 0) > 0) ? ['deactivate-with-unposted-time'] : [];
}

function theCase(
  { employee, workers, unposted }: EmployeeWorkers,
  finding: WorkerFinding,
  worker: AssignarWorker | null,
  steps: readonly Step[],
  because: string,
  risks: readonly RiskyRepair[] = [],
): WorkerCase {
  const touched = steps.flatMap((step) => ('userId' in step && step.userId !== null ? [step.userId] : []));
  const userIds = [...new Set([...workers.map((each) => each.worker.id), ...touched])].sort(compareIds);
  const by = workers.map(({ owner }) => owner.by);
  const fields = steps.flatMap((step) => (step.kind === 'update' && step.userId === worker?.id ? step.changes : []));
  return {
    key: `employee/${employee.employeeId}`,
    employeeId: employee.employeeId,
    userId: worker?.id ?? null,
    userIds,
    finding,
    matchedBy: by.find((each) => each === 'name-and-birth-date') ?? by.find((each) => each === 'email') ?? null,
    fields: fields.map(({ field }) => field),
    actions: [...steps],
    risks: [...new Set(risks)],
    because,
    unpostedTimesheets: userIds.reduce((sum, userId) => sum + (unposted.get(userId) ?? 0), 0),
  };
}

function names(workers: readonly AssignarWorker[]): string {
  return `worker ${workers.map(({ id }) => id).join(' and ')}`;
}
