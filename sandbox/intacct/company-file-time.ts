import { z } from 'zod';
import { amount, id, status } from './company-file-masters';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const text = z.string();

/** Entity that owns the record privately, and the tenant's own fields; the settings must name these. */
const owned = { entityId: id.optional(), customFields: z.record(id, z.string()).optional() };

/** A GL group of items, by which a company tells labour from equipment. */
export const itemGlGroupItem = z.strictObject({ name: id, status });

/** An item; its group must be in `itemGlGroups`. */
export const itemItem = z.strictObject({
  itemId: id,
  name: id,
  itemType: id.default('Non-Inventory'),
  glGroup: id.optional(),
  description: text.optional(),
  basePrice: amount.optional(),
  standardCost: amount.optional(),
  ...owned,
  status,
});

/** What time is paid as: regular, overtime, travel. */
export const earningTypeItem = z.strictObject({ name: id, billable: z.boolean().default(false), status });

/** A position that employees hold. */
export const employeePositionItem = z.strictObject({
  positionId: id,
  name: id,
  description: text.optional(),
  status,
});

/** An employee; the contact named must be in `contacts`. */
export const employeeItem = z.strictObject({
  employeeId: id,
  contactName: id,
  title: text.optional(),
  startDate: date.optional(),
  endDate: date.optional(),
  terminationType: z.enum(['voluntary', 'involuntary', 'deceased', 'disability', 'retired']).optional(),
  birthDate: date.optional(),
  employeeType: id.optional(),
  supervisorId: id.optional(),
  departmentId: id.optional(),
  locationId: id.optional(),
  positionId: id.optional(),
  earningTypeName: id.optional(),
  ...owned,
  status,
});

/** A project; parents come before their children. */
export const projectItem = z.strictObject({
  projectId: id,
  name: id,
  category: id.default('Contract'),
  description: text.optional(),
  parentId: id.optional(),
  projectStatus: id.optional(),
  projectType: id.optional(),
  customerId: id.optional(),
  managerId: id.optional(),
  beginDate: date.optional(),
  endDate: date.optional(),
  departmentId: id.optional(),
  locationId: id.optional(),
  contactName: id.optional(),
  ...owned,
  status,
});

/** A task of a project; known at the admin port as `<projectId>:<taskId>`. A parent is a task of the same project and comes before. */
export const taskItem = z.strictObject({
  projectId: id,
  taskId: id,
  name: id,
  taskStatus: z.enum(['Not Started', 'Planned', 'In Progress', 'Completed', 'On Hold']).default('In Progress'),
  description: text.optional(),
  parentTaskId: id.optional(),
  itemId: id.optional(),
  billable: z.boolean().optional(),
  beginDate: date.optional(),
  endDate: date.optional(),
  ...owned,
  status,
});

/** A timesheet keyed in before the hub came, through the same checks as at the gateway. */
export const timesheetItem = z.strictObject({
  employeeId: id,
  beginDate: date,
  glPostDate: date.optional(),
  description: text.optional(),
  state: z.enum(['Draft', 'Submitted', 'Approved']).default('Submitted'),
  entries: z
    .array(
      z.strictObject({
        entryDate: date,
        quantity: amount,
        projectId: id.optional(),
        taskId: id.optional(),
        itemId: id.optional(),
        timeType: id.optional(),
        locationId: id.optional(),
        description: text.optional(),
      }),
    )
    .min(1),
});
export type TimesheetItem = z.infer<typeof timesheetItem>;
