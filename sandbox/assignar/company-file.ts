import { z } from 'zod';
import { assignarSettingsSchema } from './settings';
import { isTimeZone } from './timesheet-times';

const text = z.string().min(1);
const active = z.boolean().default(true);
const deleted = z.boolean().default(false);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const minutes = z.number().int().min(0);
const keys = { externalId: text.optional(), integrationId: text.optional() };
const party = {
  ...keys,
  name: text,
  email: text.optional(),
  phone: text.optional(),
  address: z
    .strictObject({
      line1: text.optional(),
      line2: text.optional(),
      city: text.optional(),
      state: text.optional(),
      postcode: text.optional(),
    })
    .optional(),
  active,
  deleted,
};

/** A row named by its id in Assignar, or by its external id. */
export const rowReference = z.union([z.number().int(), text]);

/** A worker named by id, or by external id, or else by employee id. */
export const workerReference = rowReference;

/** What a worker writes down about a shift: either two instants, or a date and two times on the wall (a naive sheet). */
export const shiftSchema = z.strictObject({
  worker: workerReference,
  project: rowReference.optional(),
  /** Absent: the project's client. */
  client: rowReference.optional(),
  role: rowReference.optional(),
  order: z.number().int().optional(),
  jobNumber: text.optional(),
  start: z.iso.datetime({ offset: true }).optional(),
  end: z.iso.datetime({ offset: true }).optional(),
  date: date.optional(),
  startTime: time.optional(),
  endTime: time.optional(),
  breakMinutes: minutes.default(0),
  travelToMinutes: minutes.default(0),
  travelFromMinutes: minutes.default(0),
  activities: z
    .array(
      z.strictObject({
        activity: rowReference,
        minutes,
        /** Assets used for the activity, each for some of its minutes. */
        assets: z.array(z.strictObject({ asset: rowReference, minutes })).default([]),
      }),
    )
    .default([]),
  /** Assets of the shift: for so many minutes, or (without) for all of it. */
  assets: z.array(z.strictObject({ asset: rowReference, minutes: minutes.optional() })).default([]),
  leave: z
    .array(z.strictObject({ minutes, type: text, label: z.string().default(''), code: z.string().default('') }))
    .default([]),
  allowances: z.array(z.strictObject({ name: text, code: z.string().default(''), quantity: z.number() })).default([]),
  comments: z.string().default(''),
});

export const TIMESHEET_STEPS = ['submitted', 'approved', 'completed', 'processed'] as const;

const worker = z.strictObject({
  ...keys,
  employeeId: text.optional(),
  firstName: text,
  lastName: text,
  email: text.optional(),
  phone: text.optional(),
  dateOfBirth: date.optional(),
  address: text.optional(),
  suburb: text.optional(),
  state: text.optional(),
  postcode: text.optional(),
  /** Name of an employment type. */
  employmentType: text.optional(),
  active,
  deleted,
  /** External ids (or ids) of roles. */
  roles: z.array(rowReference).default([]),
  /** Fields of the settings' `extraFields.users`. */
  extra: z.record(text, z.string()).default({}),
});

const project = z.strictObject({
  ...keys,
  name: text,
  client: rowReference.optional(),
  /** A project further up in the file. */
  parent: rowReference.optional(),
  address: text.optional(),
  suburb: text.optional(),
  state: text.optional(),
  postcode: text.optional(),
  /** IANA name; without it the project's times are UTC. */
  timezone: z.string().refine(isTimeZone, 'no IANA time zone').optional(),
  activities: z.array(rowReference).default([]),
  active,
  deleted,
});

const order = z.strictObject({
  ...keys,
  client: rowReference,
  project: rowReference.optional(),
  /** Id of a user; 1 is the office user that every tenant has. */
  owner: z.number().int().default(1),
  startDate: date,
  endDate: date,
  startTime: time.optional(),
  jobNumber: text.optional(),
  jobDescription: text.optional(),
  active,
});

/**
 * The whole set-up of a sandbox tenant. Loaded by `PUT /admin/company` or `--company`. Rows get ids from 1 in the order of the file;
 * references are external ids or such ids. `{"tenant":"x","credentials":[…]}` alone is an empty tenant, with the office user (id 1)
 * and the fixed lists (user types 1 Office, 2 Worker; statuses, order types, employment types).
 */
export const assignarCompanySchema = z.strictObject({
  tenant: text,
  credentials: z.array(z.strictObject({ clientId: text, clientSecret: text })).min(1),
  /** Settings that this tenant needs; the rest stays as it is. */
  settings: assignarSettingsSchema.partial().optional(),
  employmentTypes: z.array(text).default(['Full Time', 'Part Time', 'Casual']),
  orderTypes: z.array(text).default(['Standard']),
  orderStatuses: z.array(text).default(['Open', 'Closed']),
  documents: z.array(text).default([]),
  tags: z.array(z.strictObject({ name: text, taxonomy: text.default('general') })).default([]),
  roles: z.array(z.strictObject({ ...keys, name: text, active, deleted })).default([]),
  assetClasses: z.array(z.strictObject({ name: text, code: text.optional() })).default([]),
  /** `assetClass`: the code of one above. */
  assets: z
    .array(
      z.strictObject({
        ...keys,
        name: text,
        description: text.optional(),
        assetClass: text.optional(),
        active,
        deleted,
      }),
    )
    .default([]),
  clients: z.array(z.strictObject({ ...party, companyName: text.optional() })).default([]),
  suppliers: z.array(z.strictObject(party)).default([]),
  activities: z
    .array(
      z.strictObject({
        ...keys,
        name: text,
        payable: z.boolean().default(true),
        billable: z.boolean().default(true),
        active,
        deleted,
      }),
    )
    .default([]),
  projects: z.array(project).default([]),
  workers: z.array(worker).default([]),
  orders: z.array(order).default([]),
  /** Each carried as far as `state` says. */
  timesheets: z
    .array(z.strictObject({ ...shiftSchema.shape, state: z.enum(TIMESHEET_STEPS).default('submitted') }))
    .default([]),
});

export type AssignarCompany = z.infer<typeof assignarCompanySchema>;
export type AssignarCompanyInput = z.input<typeof assignarCompanySchema>;
export type Shift = z.infer<typeof shiftSchema>;
export type ShiftInput = z.input<typeof shiftSchema>;
