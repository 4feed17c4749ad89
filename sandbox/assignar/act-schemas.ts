import { z } from 'zod';
import { COLLECTION_NAMES } from './collections';
import { rowReference, shiftSchema, workerReference } from './company-file';

const fields = z.record(z.string().min(1), z.unknown());
const onWorker = z.strictObject({ worker: workerReference });
const onSheet = z.strictObject({ timesheetId: z.number().int() });
const onRow = z.strictObject({ collection: z.enum(COLLECTION_NAMES), row: rowReference });

export const DAMAGE_KINDS = [
  'edited',
  'deleted',
  'recreated',
  'created-by-hand',
  'duplicated',
  'relinked',
  'roles-removed',
] as const;
export type DamageKind = (typeof DAMAGE_KINDS)[number];

const damage = z.strictObject({
  seed: z.number().int(),
  /** Share of the live workers that are damaged, each in one way. */
  share: z.number().min(0).max(1),
  kinds: z
    .array(z.enum(DAMAGE_KINDS))
    .min(1)
    .default([...DAMAGE_KINDS]),
});

/** What a person does in Assignar, by name: the body of `POST /admin/acts/<name>`. Fields are Assignar's own names. */
export const actSchemas = {
  'create-worker': z.strictObject({ fields }),
  'edit-worker': onWorker.extend({ fields }),
  'delete-worker': onWorker,
  /** Deletes the worker and makes a new one by hand: no integration id, no external id (the deleted row holds it). */
  'recreate-worker': onWorker.extend({ keepEmail: z.boolean().default(true) }),
  /** Makes a second worker of the same name, birth date and employee id, without e-mail and keys. */
  'duplicate-worker': onWorker,
  /** Two workers change places: employee id, external id and integration id of one are the other's. */
  'relink-workers': onWorker.extend({ other: workerReference }),
  'remove-worker-roles': onWorker,
  'damage-workers': damage,
  /** The same for any collection, for drift in other master records. */
  'create-row': z.strictObject({ collection: z.enum(COLLECTION_NAMES), fields }),
  'edit-row': onRow.extend({ fields }),
  'delete-row': onRow,
  'submit-timesheet': shiftSchema,
  /** A whole shift anew, or only fields of the sheet (`break_time`, `end_datetime` …). */
  'edit-timesheet': z.union([onSheet.extend({ shift: shiftSchema }), onSheet.extend({ fields })]),
  'approve-timesheet': onSheet.extend({ rated: z.boolean().optional() }),
  'complete-timesheet': onSheet,
  'process-timesheet': onSheet,
  'reopen-timesheet': onSheet,
  'delete-timesheet': onSheet,
} as const;

export type ActName = keyof typeof actSchemas;
export type Act<Name extends ActName> = z.output<(typeof actSchemas)[Name]>;
