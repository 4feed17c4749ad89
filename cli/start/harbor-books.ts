import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { formatCents, multiplyAmount, roundToCents, sumAmounts } from '../../domain/money';
import { askAdmin } from '../../sandbox/admin-port';
import { createOfficePort } from '../../sandbox/sample-construction/office-port';
import type { HarborAddresses } from './harbor-sandboxes';
import { hoursOfMinutes, type MachineTime, type PostedTime, type SiteSheet } from './harbor-tie-out';

const asset = z.looseObject({ assetId: z.number(), minutes: z.number().nullable() });
const rowSchema = z.looseObject({
  id: z.number(),
  project_id: z.number().nullable(),
  travel_time_to: z.number(),
  travel_time_from: z.number(),
  activity_entries: z.array(z.looseObject({ activityId: z.number(), minutes: z.number(), assets: z.array(asset) })),
  asset_entries: z.array(asset),
});
type SheetRow = z.infer<typeof rowSchema>;
const reportSchema = z.looseObject({
  timesheets: z.array(
    z.looseObject({
      id: z.number(),
      state: z.string(),
      isProcessed: z.boolean(),
      projectExternalId: z.string().nullable(),
      totalMinutes: z.number(),
      activities: z.array(z.looseObject({ minutes: z.number(), payable: z.boolean() })),
    }),
  ),
});
const profileSchema = z.looseObject({
  equipmentTime: z.looseObject({ debitAccount: z.string(), ratePerHour: z.record(z.string(), z.string()) }),
});
const timesheetsSchema = z.array(
  z.looseObject({
    entries: z.array(
      z.looseObject({ PROJECTID: z.string().optional(), QTY: z.string(), NOTES: z.string().optional() }),
    ),
  }),
);
const ledgerSchema = z.looseObject({
  rows: z.array(z.looseObject({ account: z.string(), item: z.string(), baseAmount: z.string() })),
});

/** Shifts that the site has not approved, or has deleted, are none of Intacct's business. */
const FINAL_STATES = ['approved', 'rated', 'completed', 'processed'];
/** The hub's references on entries; entries that people keyed in have none. */
const REFERENCE = /^TS-\d+/;

function readProfile(companiesDirectory: string) {
  return profileSchema.parse(parse(readFileSync(join(companiesDirectory, 'harbor-civil.yaml'), 'utf8'))).equipmentTime;
}

/** Every approved shift with what is to be posted of it, from Assignar's rows and the profile's rates, without the hub's client or mapping. */
export async function readSiteSheets(assignarAdmin: string, companiesDirectory: string): Promise<SiteSheet[]> {
  const office = createOfficePort(assignarAdmin);
  const { timesheets } = reportSchema.parse(await office.look('report'));
  const rows = new Map(
    z
      .array(rowSchema)
      .parse(await office.rows('timesheets'))
      .map((row) => [row.id, row]),
  );
  const items = new Map(
    (await office.rows('assets')).map(({ id, external_id }) => [id, String(external_id ?? 'no item')]),
  );
  const { ratePerHour } = readProfile(companiesDirectory);
  return timesheets
    .filter(({ state }) => FINAL_STATES.includes(state))
    .flatMap((sheet): SiteSheet[] => {
      const row = rows.get(sheet.id);
      if (row === undefined) return [];
      const unpaid = sheet.activities.filter(({ payable }) => !payable).reduce((sum, { minutes }) => sum + minutes, 0);
      const minutes = sheet.totalMinutes - unpaid + row.travel_time_to + row.travel_time_from;
      return [
        {
          documentKey: `TS-${sheet.id}`,
          projectId: sheet.projectExternalId ?? 'no project of Intacct',
          isProcessed: sheet.isProcessed,
          hours: hoursOfMinutes(minutes),
          machines: machinesOf(row, sheet.totalMinutes, items, ratePerHour),
        },
      ];
    });
}

/** By machine and activity, then what of the shift no activity says; each part is charged for itself. */
function machinesOf(
  row: SheetRow,
  shiftMinutes: number,
  items: ReadonlyMap<number, string>,
  rates: Readonly<Record<string, string>>,
): MachineTime[] {
  const parts = new Map<string, { assetId: number; minutes: number }>();
  const add = (assetId: number, activityId: number | null, minutes: number) => {
    const key = `${assetId}/${activityId ?? ''}`;
    parts.set(key, { assetId, minutes: (parts.get(key)?.minutes ?? 0) + minutes });
  };
  const told = new Map<number, number>();
  for (const { activityId, minutes, assets } of row.activity_entries) {
    for (const used of assets) {
      add(used.assetId, activityId, used.minutes ?? minutes);
      told.set(used.assetId, (told.get(used.assetId) ?? 0) + (used.minutes ?? minutes));
    }
  }
  for (const { assetId, minutes } of row.asset_entries) {
    add(assetId, null, Math.max(0, (minutes ?? shiftMinutes) - (told.get(assetId) ?? 0)));
  }
  return [...parts.values()]
    .filter(({ minutes }) => minutes > 0)
    .map(({ assetId, minutes }) => {
      const itemId = items.get(assetId) ?? 'no item';
      const hours = hoursOfMinutes(minutes);
      return { itemId, hours, cost: formatCents(roundToCents(multiplyAmount(hours, rates[itemId] ?? '0'))) };
    });
}

/** What of the hub's time Intacct's timesheets and ledger hold, by the sandbox's own records. */
export async function readPostedTime(
  { intacctAdmin }: HarborAddresses,
  companiesDirectory: string,
): Promise<PostedTime> {
  const timesheets = timesheetsSchema.parse(await askAdmin(intacctAdmin, 'GET', 'timesheets'));
  const entries = timesheets.flatMap(({ entries: lines }) => lines.filter(({ NOTES }) => REFERENCE.test(NOTES ?? '')));
  const { debitAccount } = readProfile(companiesDirectory);
  const { rows: balances } = ledgerSchema.parse(await askAdmin(intacctAdmin, 'GET', 'ledger?by=account,item'));
  return {
    hoursByProject: sumsBy(entries.map(({ PROJECTID, QTY }) => [PROJECTID ?? '', QTY])),
    chargedByItem: sumsBy(
      balances.filter(({ account }) => account === debitAccount).map(({ item, baseAmount }) => [item, baseAmount]),
    ),
  };
}

function sumsBy(amounts: readonly (readonly [key: string, amount: string])[]): Map<string, string> {
  const sums = new Map<string, string>();
  for (const [key, amount] of amounts) sums.set(key, sumAmounts([sums.get(key) ?? '0', amount]));
  return sums;
}
