import { z } from 'zod';
import type { Row } from './row';

const assetEntry = z.strictObject({
  id: z.number(),
  assetId: z.number(),
  /** null when the asset was there for the whole shift. */
  minutes: z.number().nullable(),
  wholeShift: z.boolean(),
});

const activityEntry = z.strictObject({
  id: z.number(),
  activityId: z.number(),
  minutes: z.number(),
  assets: z.array(
    z.strictObject({ id: z.number(), assetEntryId: z.number(), assetId: z.number(), minutes: z.number() }),
  ),
});

const leaveEntry = z.strictObject({
  id: z.number(),
  minutes: z.number(),
  type: z.string(),
  label: z.string(),
  code: z.string(),
});

const allowanceEntry = z.strictObject({ id: z.number(), name: z.string(), code: z.string(), quantity: z.number() });

export type AssetEntry = z.infer<typeof assetEntry>;
export type ActivityEntry = z.infer<typeof activityEntry>;
export type LeaveEntry = z.infer<typeof leaveEntry>;
export type AllowanceEntry = z.infer<typeof allowanceEntry>;

/** Assets of a sheet, as the row keeps them. */
export function assetEntriesOf(row: Row): AssetEntry[] {
  return z.array(assetEntry).parse(row.asset_entries ?? []);
}

/** Activities of a sheet with the assets that were used for each. */
export function activityEntriesOf(row: Row): ActivityEntry[] {
  return z.array(activityEntry).parse(row.activity_entries ?? []);
}

/** Leave within a sheet. */
export function leaveEntriesOf(row: Row): LeaveEntry[] {
  return z.array(leaveEntry).parse(row.leave_entries ?? []);
}

/** Allowances of a sheet. */
export function allowanceEntriesOf(row: Row): AllowanceEntry[] {
  return z.array(allowanceEntry).parse(row.allowance_entries ?? []);
}
