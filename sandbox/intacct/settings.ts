import { z } from 'zod';

const milliseconds = z.number().int().min(0);

/** What is unconfirmed of the real gateway, or differs from company to company. `docs/sandboxes.md` explains each. */
export const sandboxSettingsSchema = z.strictObject({
  /** Requests that are worked on at one time for the company (facts/intacct.md 4.7: 1, 2 or about 5). */
  requestsInFlightMax: z.number().int().min(1).default(5),
  /** Requests that may wait for a turn; one more is refused with GW-0010. */
  queueLength: z.number().int().min(0).default(20),
  queueWaitMs: milliseconds.default(30_000),
  /** How long every request takes before it commits. */
  latencyMs: milliseconds.default(0),
  requestBytesMax: z.number().int().min(1000).default(20_000_000),
  sessionLifetimeSeconds: z.number().int().min(1).default(7200),
  /** A session works only on the endpoint that its login returned. */
  endpointPinning: z.boolean().default(true),
  /** What makes a repeated function a repetition (facts/intacct.md 11.2). */
  controlIdScope: z.enum(['function', 'request-and-function', 'sender-and-function']).default('function'),
  /** Level at which a repeated control id is refused (facts/intacct.md 11.3). */
  duplicateLevel: z.enum(['function', 'control']).default('function'),
  duplicateErrorNumber: z.string().default('SIM-DUPLICATE'),
  /** Status of the function that made a transaction roll back (facts/intacct.md 11.4). */
  offenderStatus: z.enum(['failure', 'aborted']).default('failure'),
  /** Fields that a generic object does not have: refused, or silently ignored as Intacct probably does. */
  unknownFields: z.enum(['strict', 'lax']).default('strict'),
  /** Custom fields by object, for generic elements and legacy customfields. */
  customFields: z.record(z.string(), z.array(z.string().min(1))).default({}),
  queryPageSizeMax: z.number().int().min(1).default(2000),
  readByQueryPageSizeMax: z.number().int().min(1).default(1000),
  cursorLifetimeSeconds: z.number().int().min(1).default(600),
  /** Rows of a query without orderby come in another order on every page. */
  shuffleUnorderedPages: z.boolean().default(true),
  /** Share of refusals whose text ends in a support id. */
  supportIdShare: z.number().min(0).max(1).default(0.3),
  /** A blank invoice number is numbered by Intacct. */
  autoNumberInvoices: z.boolean().default(false),
  /** A reversed invoice gives its number free. */
  reversalFreesInvoiceNumber: z.boolean().default(false),
  /** A second adjustment of the same number is refused with BL03002185. */
  refuseDuplicateAdjustmentNumbers: z.boolean().default(true),
  /** A blank adjustment number is numbered by Intacct. */
  autoNumberAdjustments: z.boolean().default(false),
  /** A customer who is restricted to other entities is refused for invoices and adjustments. */
  refuseRestrictedCustomers: z.boolean().default(true),
  /** Tax entries at top level need a tax solution when several entities have one (facts/intacct.md section 7). */
  taxSolutionRequiredAtTopLevel: z.boolean().default(true),
  /** GLENTRY/CURRENCY is required when the company has several base currencies (facts/intacct.md 8.9). */
  journalCurrencyRequired: z.boolean().default(true),
  /** A party's WHENMODIFIED moves when its display contact is changed as a CONTACT. */
  displayContactMovesParty: z.boolean().default(true),
  /** An employee's WHENMODIFIED moves when the contact that it names is changed. */
  personalContactMovesEmployee: z.boolean().default(true),
  /** A time period is that many days; one of them begins on `timesheetPeriodAnchor`, a Monday by default. */
  timesheetPeriodDays: z.number().int().min(1).max(31).default(7),
  timesheetPeriodAnchor: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .default('2024-01-01'),
  /** A second timesheet of an employee for one period (facts/intacct.md 8.14): refused, or its lines go into the first. */
  timesheetRepeat: z.enum(['refuse', 'add-lines']).default('refuse'),
  negativeTimesheetQuantities: z.boolean().default(true),
  /** Decimals of hours. */
  timesheetQuantityDecimals: z.number().int().min(0).max(10).default(2),
  /** An entry needs a time type: its own, or the earning type of the employee. */
  timesheetTimeTypeRequired: z.boolean().default(true),
  /** Statuses of a project that takes no more time; Intacct lets a company make its own. */
  closedProjectStatuses: z.array(z.string().min(1)).default(['Closed']),
  /** What get_closedbooksdate answers: a date as text, or year, month and day. */
  closedBooksDateShape: z.enum(['text', 'parts']).default('text'),
  /** Decimals of a statistical quantity. */
  statisticalDecimals: z.number().int().min(0).max(10).default(2),
  /** What debits and credits of a journal entry must balance by; the finer choice is for a company without inter-entity set-up. */
  journalBalancesBy: z.enum(['entity', 'location']).default('entity'),
  /** A bill or AP adjustment must bear a number. */
  billNumberRequired: z.boolean().default(false),
  /** APBILL needs WHENDUE unless it is a draft, whatever its term says (facts/intacct.md 8.8). */
  billDueDateRequired: z.boolean().default(true),
  /** What a positive amount of create_apadjustment does to the debt; facts/intacct.md 8.7 names the sign for receivables only. */
  apAdjustmentPositive: z.enum(['owes-more', 'owes-less']).default('owes-more'),
  /** A vendor who is restricted to other entities is refused for bills and adjustments. */
  refuseRestrictedVendors: z.boolean().default(true),
  /** How `read` shows CONTACT_LIST_INFO: rows in a wrapper like other owned rows (facts/intacct.md 3.2), or repeated as they are written. */
  contactListShape: z.enum(['wrapped', 'as-written']).default('wrapped'),
  /** ISO country codes are switched on in the company: an address needs COUNTRY beside its code (facts/intacct.md 8.1). */
  isoCountryCodes: z.boolean().default(false),
  /** Rate from one currency to another for `Intacct Daily Rate`, by `CAD/USD`. */
  dailyRates: z.record(z.string(), z.string().regex(/^\d+(\.\d+)?$/)).default({}),
  lengths: z
    .strictObject({
      invoiceNumber: z.number().int().default(45),
      documentNumber: z.number().int().default(45),
      description: z.number().int().default(1000),
      memo: z.number().int().default(1000),
      batchTitle: z.number().int().default(80),
      referenceNumber: z.number().int().default(40),
      entryDescription: z.number().int().default(1000),
    })
    .prefault({}),
  /** How AUDITHISTORY names what was done, to what, and which record. */
  auditAccessModes: z.enum(['words', 'codes']).default('words'),
  auditObjectTypeCase: z.enum(['lower', 'upper']).default('lower'),
  auditObjectKey: z.enum(['natural', 'recordno']).default('natural'),
  /** Seed of everything that the sandbox does at random. */
  seed: z.number().int().default(1),
});

export type SandboxSettings = z.infer<typeof sandboxSettingsSchema>;

/** Settings of a fresh sandbox. */
export const defaultSettings: SandboxSettings = sandboxSettingsSchema.parse({});

const patchSchema = z.looseObject({ lengths: z.record(z.string(), z.number()).optional() });

/** The settings with those replaced that a patch names; throws ZodError for names and values that are none. */
export function patchedSettings(before: SandboxSettings, patch: unknown): SandboxSettings {
  const named = patchSchema.parse(patch);
  return sandboxSettingsSchema.parse({ ...before, ...named, lengths: { ...before.lengths, ...named.lengths } });
}
