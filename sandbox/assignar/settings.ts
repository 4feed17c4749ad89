import { z } from 'zod';

const count = z.number().int().min(0);
const name = z.string().min(1);

/** What is unconfirmed of the real Assignar, or differs from tenant to tenant. `docs/sandboxes.md` explains each. */
export const assignarSettingsSchema = z.strictObject({
  /** Which set of servers the tenant lives on: Australia and New Zealand, or America and Europe. */
  region: z.enum(['au', 'us']).default('au'),
  tokenSeconds: z.number().int().min(1).default(3600),
  scope: name.default('target-entity:b816a5d3-40c3-477f-a551-1d066d7211cc:api_access'),
  pageSizeDefault: z.number().int().min(1).default(50),
  /** A larger page_size is capped in silence. */
  pageSizeMax: z.number().int().min(1).default(200),
  /** Lists whose answer has no `count` (facts/assignar.md 4.1: missing on several). */
  withoutCount: z.array(name).default(['assets', 'activities', 'clients']),
  /** Name under which every row tells when it was last changed. */
  modifiedField: name.default('modified_time'),
  createdField: name.default('created_at'),
  /** Fields that a value must be alone in its collection for; deleted rows hold theirs. */
  uniqueFields: z.array(z.enum(['external_id', 'integration_id'])).default(['external_id', 'integration_id']),
  /** Whose e-mail must be unique within a user type: active users', or everybody's, deleted ones included. */
  emailUniqueAmong: z.enum(['active', 'all']).default('active'),
  /** A field that the collection does not have: refused, or dropped in silence as Assignar probably does. */
  unknownFields: z.enum(['refuse', 'drop']).default('refuse'),
  /** Fields that the published schemas do not show, by collection; they are text. */
  extraFields: z.record(name, z.array(name)).default({
    users: ['external_id', 'department', 'mobile'],
    suppliers: ['integration_id'],
    projects: ['timezone'],
    orders: ['external_id'],
  }),
  /** A deleted row can still be changed by PUT, for example to give its external_id free. */
  deletedMayBeChanged: z.boolean().default(true),
  /** PUT with `deleted_at: null` brings a deleted row back. */
  deletedMayBeRestored: z.boolean().default(false),
  /** How `tasks[].task_id` of a user is read; the published schema says text, its request body says number. */
  userTaskIds: z.enum(['number', 'text']).default('number'),
  /** Whether shift_date narrows a new order task to that day, or every day of the order gets a row. */
  orderTaskShiftDate: z.enum(['ignored', 'only-that-day']).default('ignored'),
  /** Whether total_time includes breaks; without, it is end − start − breaks. */
  breaksInsideTotal: z.boolean().default(false),
  /** Whether total_time includes the travel to and from the site. */
  travelInsideTotal: z.boolean().default(false),
  /** How break_time and travel times are written. */
  minutesShape: z.enum(['number', 'text', 'hours-minutes']).default('number'),
  /** Words of a timesheet's status; only `rated` was seen (facts/assignar.md 4.3). */
  statusWords: z
    .strictObject({
      submitted: name.default('SUBMITTED'),
      approved: name.default('APPROVED'),
      rated: name.default('APPROVED_WITH_PAY_AND_CHARGE_RATES'),
      completed: name.default('COMPLETED'),
      processed: name.default('PROCESSED'),
      deleted: name.default('DELETED'),
    })
    .prefault({}),
  /** An approval comes with pay and charge rates. */
  approvalIsRated: z.boolean().default(true),
  /** A processed timesheet can be changed; it stays processed and its modified time moves. */
  processedMayChange: z.boolean().default(true),
  /** Put before the two refusals of `process` (facts/assignar.md, sample payloads). */
  processRefusalPrefix: z.string().default(''),
  /** What `process` answers, without a body: 204 as the facts have it, 200 as the published document does. */
  processAnswer: z.literal([200, 204]).default(204),
  /** Expanded timesheets also show what the published schema of them leaves out: nested ids, breaks, travel, date, naive flag. */
  expandedExtras: z.boolean().default(true),
  /** How long every API call takes. */
  latencyMs: count.default(0),
  /** Seed of everything that the sandbox does at random. */
  seed: z.number().int().default(1),
});

export type AssignarSettings = z.infer<typeof assignarSettingsSchema>;
export type AssignarSettingsInput = z.input<typeof assignarSettingsSchema>;

/** Settings of a fresh sandbox. */
export const defaultSettings: AssignarSettings = assignarSettingsSchema.parse({});

const patchSchema = z.looseObject({ statusWords: z.record(z.string(), z.string()).optional() });

/** The settings with those replaced that a patch names; throws ZodError for names and values that are none. */
export function patchedSettings(before: AssignarSettings, patch: unknown): AssignarSettings {
  const named = patchSchema.parse(patch);
  const statusWords = { ...before.statusWords, ...named.statusWords };
  return assignarSettingsSchema.parse({ ...before, ...named, statusWords });
}
