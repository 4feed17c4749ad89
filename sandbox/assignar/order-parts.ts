import { z } from 'zod';
import type { ApiAnswer, ApiRequest } from './api';
import { AssignarRefusal, badRequest, type Json, objectNotFound, type Row, textOf } from './row';
import { rowOf, type Tenant } from './write-row';

export interface OrderPartRequest extends ApiRequest {
  readonly orderId: number;
  readonly part: string;
  readonly partId: string | undefined;
}

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const taskBody = z.strictObject({
  task_id: z.number().int(),
  task_quantity: z.number().int().min(1),
  shift_date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  start_time: clockTime.optional(),
  end_time: clockTime.optional(),
  description: z.string().optional(),
});

const quantity = { quantity: z.number().nullable().optional(), uom_code: z.string().nullable().optional() };
const newActivities = z.array(z.strictObject({ activity_id: z.number().int(), ...quantity })).min(1);
const changedActivities = z.array(z.strictObject({ id: z.number().int(), ...quantity })).min(1);
const deletedActivities = z.array(z.number().int()).min(1);

/** What hangs on a work order: `/orders/{id}/tasks`, one row for each day, and `/orders/{id}/activities`, by arrays. */
export function orderPart(tenant: Tenant, request: OrderPartRequest): ApiAnswer {
  const order = rowOf(tenant, 'orders', request.orderId);
  if (request.part === 'tasks') return orderTasks(tenant, order, request);
  if (request.part === 'activities' && request.partId === undefined) return orderActivities(tenant, order, request);
  throw new AssignarRefusal(404, '[404] Not Found');
}

function orderTasks(tenant: Tenant, order: Row, { method, partId, body }: OrderPartRequest): ApiAnswer {
  const rows = rowsOfOrder(tenant, 'order-tasks', order);
  if (partId !== undefined) {
    const row = rows.find(({ id }) => String(id) === partId);
    if (!row) throw objectNotFound('OrderTask', partId);
    if (method !== 'GET') throw new AssignarRefusal(405, '[405] Method Not Allowed');
    return { status: 200, body: { status: 200, data: bare(row) } };
  }
  if (method === 'GET') return { status: 200, body: { status: 200, data: rows.map(bare) } };
  if (method !== 'POST') throw new AssignarRefusal(405, '[405] Method Not Allowed');
  const task = parsed(taskBody, body);
  if (!tenant.store.get('tasks', task.task_id)) throw badRequest('Foreign Key Constraint Error');
  const days = daysOf(order);
  const narrowed =
    task.shift_date !== undefined && tenant.settings().orderTaskShiftDate === 'only-that-day'
      ? days.filter((day) => day === task.shift_date)
      : days;
  const written = narrowed.map((day, index) =>
    tenant.store.insert('order-tasks', {
      order_id: order.id,
      task_id: task.task_id,
      task_quantity: task.task_quantity,
      shift_date: `${day}T00:00:00.000Z`,
      start_time: task.start_time ?? order.start_time ?? null,
      end_time: task.end_time ?? null,
      description: task.description ?? '',
      shift_index: index + 1,
    }),
  );
  return { status: 201, body: { status: 201, data: written.map(bare) } };
}

function orderActivities(tenant: Tenant, order: Row, { method, body }: OrderPartRequest): ApiAnswer {
  const rows = rowsOfOrder(tenant, 'order-activities', order);
  const own = (id: number): number => {
    if (!rows.some((row) => row.id === id)) throw objectNotFound('OrderActivity', id);
    return id;
  };
  if (method === 'GET') return { status: 200, body: { status: 200, data: rows.map((row) => named(tenant, row)) } };
  if (method === 'POST') {
    const sent = parsed(newActivities, body);
    if (sent.some(({ activity_id }) => !tenant.store.get('activities', activity_id)))
      throw badRequest('Foreign Key Constraint Error');
    const written = sent.map((activity) =>
      tenant.store.insert('order-activities', { order_id: order.id, ...given(activity) }),
    );
    return { status: 201, body: { status: 201, data: written.map((row) => named(tenant, row)) } };
  }
  if (method === 'PUT') {
    const sent = parsed(changedActivities, body);
    for (const { id } of sent) own(id);
    for (const { id, ...changes } of sent) tenant.store.change('order-activities', id, given(changes));
  } else if (method === 'DELETE') {
    const ids = parsed(deletedActivities, body).map(own);
    for (const id of ids) tenant.store.remove('order-activities', id);
  } else throw new AssignarRefusal(405, '[405] Method Not Allowed');
  return { status: 204, body: null };
}

function rowsOfOrder(tenant: Tenant, table: 'order-tasks' | 'order-activities', order: Row): Row[] {
  return tenant.store.rows(table).filter((row) => row.order_id === order.id);
}

/** Every day from the order's start to its end. */
function daysOf(order: Row): string[] {
  const days: string[] = [];
  const [start, end] = [textOf(order.start_date) ?? '', textOf(order.end_date) ?? ''];
  for (let day = start; day <= end; day = nextDay(day)) days.push(day);
  return days;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function named(tenant: Tenant, row: Row): Record<string, Json> {
  const activity = tenant.store.get('activities', Number(row.activity_id));
  return {
    id: row.id,
    activity_id: row.activity_id ?? null,
    name: activity?.name ?? null,
    external_id: activity?.external_id ?? null,
    uom_code: row.uom_code ?? activity?.uom_code ?? null,
    quantity: row.quantity ?? null,
  };
}

function bare({
  created_at: _created,
  modified_time: _modified,
  deleted_at: _deleted,
  ...row
}: Row): Record<string, Json> {
  return row;
}

/** The fields that were sent. */
function given(sent: Record<string, number | string | null | undefined>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(sent).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  );
}

function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === null || body === undefined) throw badRequest('Missing payload.');
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const first = result.error.issues[0];
  throw badRequest(`Invalid value - ${first?.path.join('.') || 'body'}`);
}
