import type { CollectionName } from './collections';
import { badRequest, type Row } from './row';
import type { Store } from './store';

/** The row of an id or external id; 400 when there is none. A worker may also be named by employee id, a live one first. */
export function findRow(store: Store, name: CollectionName, reference: number | string): Row {
  if (typeof reference === 'number') {
    const row = store.get(name, reference);
    if (row) return row;
  } else {
    const [held] = store.holders(name, 'external_id', reference);
    if (held) return held;
    const employed = name === 'users' ? store.rows('users').filter((row) => row.employee_id === reference) : [];
    const found = employed.find((row) => row.deleted_at === null) ?? employed[0];
    if (found) return found;
  }
  throw badRequest(`${name} has no ${reference}`);
}
