import { type CollectionName, deletedFieldOf } from './collections';
import { badRequest, type Row } from './row';
import type { Store } from './store';

/**
 * The row of an id or external id, a worker's also of an employee id; one that is not deleted first, since a person works with what is
 * on the screen. 400 when there is none.
 */
export function findRow(store: Store, name: CollectionName, reference: number | string): Row {
  const found = typeof reference === 'number' ? store.get(name, reference) : namedRow(store, name, reference);
  if (!found) throw badRequest(`${name} has no ${reference}`);
  return found;
}

function namedRow(store: Store, name: CollectionName, reference: string): Row | undefined {
  const held = store.holders(name, 'external_id', reference);
  const live = (row: Row): boolean => row[deletedFieldOf(name)] === null;
  const heldAlive = held.find(live);
  if (heldAlive || name !== 'users') return heldAlive ?? held[0];
  const employed = store.rows('users').filter((row) => row.employee_id === reference);
  return employed.find(live) ?? held[0] ?? employed[0];
}
