import { type CollectionName, deletedFieldOf, fieldsOf } from './collections';
import { idsOf, type Json, type Row } from './row';
import type { AssignarSettings } from './settings';
import { timesheetFields } from './timesheet-fields';
import type { Tenant } from './write-row';

/** A row as a list or a look-up shows it: every field, null where empty, with what it is linked to. */
export function shapeRow(tenant: Tenant, name: CollectionName, row: Row): Record<string, Json> {
  const settings = tenant.settings();
  const fields = Object.keys(fieldsOf(name, settings)).map((field): [string, Json] => [field, row[field] ?? null]);
  const stamped = stamps(name, row, settings);
  const plain = { id: row.id, ...Object.fromEntries(fields), ...stamped };
  if (name === 'users') return { ...plain, ...userLinks(tenant, row) };
  if (name === 'projects') return { ...plain, ...projectLinks(tenant, row) };
  if (name === 'timesheets') return { ...plain, ...timesheetFields(tenant, row) };
  if (name === 'assets' || name === 'orders' || name === 'suppliers') return { ...plain, tags: tagLinks(tenant, row) };
  return plain;
}

/** Fields that a list of the collection can be filtered and sorted by, and under which name a row keeps each. */
export function knownFields(name: CollectionName, settings: AssignarSettings): ReadonlyMap<string, string> {
  const states = name === 'timesheets' ? STATE_FIELDS : [];
  const own = ['id', ...Object.keys(fieldsOf(name, settings)), ...states, 'modified_by', deletedFieldOf(name)];
  return new Map([
    ...own.map((field): [string, string] => [field, field]),
    [settings.modifiedField, 'modified_time'],
    [settings.createdField, 'created_at'],
  ]);
}

const STATE_FIELDS = ['status', 'is_processed', 'processed_at', 'completed_at', 'total_time'];

function stamps(name: CollectionName, row: Row, settings: AssignarSettings): Record<string, Json> {
  const deletedField = deletedFieldOf(name);
  return {
    [settings.createdField]: row.created_at ?? null,
    [settings.modifiedField]: row.modified_time ?? null,
    modified_by: row.modified_by ?? null,
    [deletedField]: row[deletedField] ?? null,
  };
}

function fullName(row: Row): string {
  return `${row.first_name ?? ''} ${row.last_name ?? ''}`.trim();
}

function userLinks(tenant: Tenant, row: Row): Record<string, Json> {
  const asText = tenant.settings().userTaskIds === 'text';
  return {
    username: row.username ?? row.email ?? null,
    full_name: fullName(row),
    tasks: linked(tenant, 'tasks', row.tasks).map((task) => ({
      task_id: asText ? String(task.id) : task.id,
      ...named(task),
    })),
    suppliers: linked(tenant, 'suppliers', row.suppliers).map((supplier) => ({
      supplier_id: supplier.id,
      ...named(supplier),
      active: supplier.active ?? null,
    })),
    tags: tagLinks(tenant, row).map(({ tag_id, tag }) => ({ tag_id, ...tag })),
  };
}

function projectLinks(tenant: Tenant, row: Row): Record<string, Json> {
  const identity = (other: Row): Record<string, Json> => ({ id: other.id, ...named(other) });
  const one = (name: CollectionName, id: Json | undefined): Json => {
    const found = typeof id === 'number' ? tenant.store.get(name, id) : null;
    return found ? identity(found) : null;
  };
  return {
    client: one('clients', row.client_id),
    parent: one('projects', row.parent_id),
    sub_projects: tenant.store
      .rows('projects')
      .filter((child) => child.parent_id === row.id)
      .map(identity),
    tags: tagLinks(tenant, row),
    activities: linked(tenant, 'activities', row.activities).map(identity),
    supervisors: linked(tenant, 'users', row.supervisors).map(({ id, first_name, last_name, employee_id }) => ({
      id,
      first_name: first_name ?? null,
      last_name: last_name ?? null,
      employee_id: employee_id ?? null,
    })),
  };
}

function tagLinks(tenant: Tenant, row: Row): { tag_id: number; tag: Record<string, Json> }[] {
  return linked(tenant, 'tags', row.tags).map(({ id, name, description, color }) => ({
    tag_id: id,
    tag: { name: name ?? null, description: description ?? null, color: color ?? null },
  }));
}

function linked(tenant: Tenant, name: CollectionName, ids: Json | undefined): Row[] {
  return idsOf(ids).flatMap((id) => tenant.store.get(name, id) ?? []);
}

function named(row: Row): Record<string, Json> {
  return { name: row.name ?? null, external_id: row.external_id ?? null };
}
