import { badRequest, idsOf, type Json, type Row } from './row';
import { changeRow, createRow, deleteRow, type Tenant } from './write-row';

// What a person types over again from the old worker's screen; keys of the integration are on no screen.
const TYPED = ['user_type_id', 'first_name', 'last_name', 'dob', 'contact', 'address', 'suburb', 'state', 'postcode'];

/** A worker made by hand; answers its id. */
export function createByHand(tenant: Tenant, fields: Readonly<Record<string, unknown>>): number {
  return createRow(tenant, 'users', fields).row.id;
}

/** Deletes a worker and makes the same person anew, as somebody does who wants to start over. The deleted row keeps its keys. */
export function recreateWorker(tenant: Tenant, worker: Row, keepEmail: boolean): { id: number; deletedId: number } {
  deleteRow(tenant, 'users', worker.id);
  const email = keepEmail ? { email: worker.email } : {};
  const roles = { tasks: idsOf(worker.tasks).map((id) => ({ task_id: id })) };
  const id = createByHand(tenant, given({ ...typed(worker), employee_id: worker.employee_id, ...email, ...roles }));
  return { id, deletedId: worker.id };
}

/** A second worker of the same name, birth date and employee id, without e-mail. */
export function duplicateWorker(tenant: Tenant, worker: Row): { id: number; originalId: number } {
  const id = createByHand(tenant, given({ ...typed(worker), employee_id: worker.employee_id }));
  return { id, originalId: worker.id };
}

/** Swaps the keys of two workers, so that each is linked to the other's employee. */
export function relinkWorkers(tenant: Tenant, worker: Row, other: Row): { id: number; otherId: number } {
  if (worker.id === other.id) throw badRequest('a worker cannot change places with itself');
  const [mine, theirs] = [keysOf(worker), keysOf(other)];
  // A unique value must be free before it is given.
  tenant.store.change('users', other.id, { external_id: null, integration_id: null });
  changeRow(tenant, 'users', worker.id, theirs);
  changeRow(tenant, 'users', other.id, mine);
  return { id: worker.id, otherId: other.id };
}

/** Takes all roles from a worker. */
export function removeRoles(tenant: Tenant, worker: Row): { id: number } {
  return { id: changeRow(tenant, 'users', worker.id, { tasks: [] }).id };
}

function keysOf(worker: Row): Record<string, Json> {
  return {
    employee_id: worker.employee_id ?? null,
    external_id: worker.external_id ?? null,
    integration_id: worker.integration_id ?? null,
  };
}

function typed(worker: Row): Record<string, Json | undefined> {
  return Object.fromEntries(TYPED.map((field) => [field, worker[field]]));
}

function given(fields: Record<string, Json | undefined>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, value]])),
  );
}
