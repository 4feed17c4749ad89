import { seededRandom } from '../seeded-random';
import { DAMAGE_KINDS, type DamageKind } from './act-schemas';
import { WORKER_TYPE_ID } from './collections';
import { idsOf, type Json, type Row } from './row';
import { createByHand, duplicateWorker, recreateWorker, relinkWorkers, removeRoles } from './worker-acts';
import { changeRow, deleteRow, type Tenant } from './write-row';

/** Damages a share of the live workers, the kinds in turn, the same for the same seed; answers by kind what was done to whom. */
export function damageWorkers(
  tenant: Tenant,
  { seed, share, kinds }: { seed: number; share: number; kinds: readonly DamageKind[] },
): Record<DamageKind, Json[]> {
  const random = seededRandom(seed);
  const workers = tenant.store
    .rows('users')
    .filter((row) => row.user_type_id === WORKER_TYPE_ID && row.deleted_at === null)
    .sort((left, right) => left.id - right.id);
  const chosen = drawn(workers, Math.round(workers.length * share), random);
  const done = Object.fromEntries(DAMAGE_KINDS.map((kind) => [kind, []])) as unknown as Record<DamageKind, Json[]>;
  for (let turn = 0; chosen.length > 0; turn += 1) {
    const kind = kinds[turn % kinds.length];
    const worker = chosen.pop();
    if (kind === undefined || worker === undefined) break;
    const damaged = damage(tenant, kind, worker, { chosen, random, turn });
    if (damaged !== null) done[kind].push(damaged);
  }
  return done;
}

interface Turn {
  readonly chosen: Row[];
  readonly random: () => number;
  readonly turn: number;
}

/** What was done; null when it cannot be done to this worker: nobody to change places with, no role to take. */
function damage(tenant: Tenant, kind: DamageKind, worker: Row, { chosen, random, turn }: Turn): Json | null {
  const who = { externalId: worker.external_id ?? null, employeeId: worker.employee_id ?? null };
  switch (kind) {
    case 'edited': {
      const fields = edit(worker, random, turn);
      changeRow(tenant, 'users', worker.id, fields);
      return { id: worker.id, ...who, fields: Object.keys(fields) };
    }
    case 'deleted':
      deleteRow(tenant, 'users', worker.id);
      return { id: worker.id, ...who };
    case 'recreated':
      return { ...recreateWorker(tenant, worker, true), ...who };
    case 'created-by-hand':
      return { id: createByHand(tenant, stranger(tenant.store.rows('users').length + 1)) };
    case 'duplicated':
      return { ...duplicateWorker(tenant, worker), ...who };
    case 'relinked': {
      const other = chosen.pop();
      if (other === undefined) return null;
      const otherKeys = { otherExternalId: other.external_id ?? null, otherEmployeeId: other.employee_id ?? null };
      return { ...relinkWorkers(tenant, worker, other), ...who, ...otherKeys };
    }
    case 'roles-removed':
      if (idsOf(worker.tasks).length === 0) return null;
      return { ...removeRoles(tenant, worker), ...who };
  }
}

/** Somebody corrects something, rightly or wrongly. */
function edit(worker: Row, random: () => number, turn: number): Record<string, Json> {
  const edits: Record<string, Json>[] = [
    { last_name: `${worker.last_name ?? ''}-Edited` },
    { contact: `+61 400 ${String(100_000 + turn)}` },
    { address: `${turn} Changed Street`, suburb: 'Elsewhere' },
    { active: worker.active === false },
    { email: `edited.${worker.id}@example.com` },
  ];
  return edits[Math.floor(random() * edits.length)] ?? { comments: 'edited' };
}

function stranger(number: number): Record<string, Json> {
  return {
    user_type_id: WORKER_TYPE_ID,
    first_name: 'Casual',
    last_name: `Hand ${number}`,
    email: `casual.hand.${number}@example.com`,
  };
}

/** So many of the rows, each at most once, in a drawn order. */
function drawn(rows: readonly Row[], count: number, random: () => number): Row[] {
  const rest = [...rows];
  for (let index = rest.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [left, right] = [rest[index], rest[other]];
    if (left && right) {
      rest[index] = right;
      rest[other] = left;
    }
  }
  return rest.slice(0, count);
}
