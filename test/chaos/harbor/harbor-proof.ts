import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readOpenReasons } from '../operators';
import { readStandings, type Standing } from '../settlement';
import { HARBOR } from './harbor-profile';
import type { HarborScene } from './harbor-scene';
import { type BothSystems, isRealTimeReason, processedByHand, readBothSystems } from './parked-reasons';
import { chargeDifferences, hoursDifferences, type OwnedShift, standingLineDifferences } from './proof-hours';
import { workerDifferences } from './proof-workers';
import type { WorkedShift } from './worked-shifts';

const rates = z
  .looseObject({
    equipmentTime: z.looseObject({ debitAccount: z.string(), ratePerHour: z.record(z.string(), z.string()) }),
  })
  .parse(parse(readFileSync(join(__dirname, '..', '..', '..', 'companies', `${HARBOR}.yaml`), 'utf8'))).equipmentTime;

/** Where the proof looks. */
export type HarborPlace = Pick<
  HarborScene,
  'hub' | 'office' | 'intacctTime' | 'crew' | 'coding' | 'standingLines' | 'verdicts' | 'beforeEdit'
>;

/**
 * Shifts of Assignar, hours and charges of Intacct, the hub's ledger and the workers of both systems, once all is settled; one sentence for
 * each difference, none when all of it holds.
 */
export async function findHarborDifferences(place: HarborPlace): Promise<string[]> {
  const { hub, office, intacctTime, crew, coding, standingLines } = place;
  const both = await readBothSystems(place);
  const standings = await readStandings(hub, HARBOR);
  const reasons = new Map((await readOpenReasons(hub, HARBOR)).map(({ document_key, code }) => [document_key, code]));
  const everPosted = await readEverPosted(hub);
  const entries = await intacctTime.entries();
  const posted = postedShifts(place, both, standings, everPosted);
  const roles = new Map(
    (await office.rows('tasks')).flatMap(({ id, external_id, deleted_at }) =>
      typeof external_id === 'string' && deleted_at == null ? [[id, external_id] as const] : [],
    ),
  );
  return [
    ...[...both.shifts.values()].flatMap((shift) =>
      standingDifferences(shift, place, both, standings, everPosted, reasons),
    ),
    ...hoursDifferences(posted, entries),
    ...chargeDifferences(posted, rates.ratePerHour, await intacctTime.chargesByItem(rates.debitAccount)),
    ...standingLineDifferences(standingLines, entries),
    ...workerDifferences({
      ...{ workers: [...both.workers.values()], masters: both.masters, coding, roles },
      recordNumbers: crew.recordNumbers,
      today: new Date().toISOString().slice(0, 10),
    }),
  ];
}

/** Shifts of which a revision is in Intacct, by the ledger's word. */
async function readEverPosted(hub: HarborPlace['hub']): Promise<Set<string>> {
  const { rows } = await hub.query<{ document_key: string }>(
    `select document_key from postings where company = $1 and is_leading and flow = 'labour-time' and state = 'posted'
      and intacct_key <> 'nothing to post' group by 1`,
    [HARBOR],
  );
  return new Set(rows.map(({ document_key }) => document_key));
}

/** What is to be in Intacct: each posted shift as it is now, or as it was before an edit that did not get there. */
function postedShifts(
  { crew, beforeEdit }: HarborPlace,
  { shifts }: BothSystems,
  standings: ReadonlyMap<string, Standing>,
  everPosted: ReadonlySet<string>,
): OwnedShift[] {
  return [...shifts.values()].flatMap((now) => {
    const { documentKey: key } = now;
    if (!everPosted.has(key)) return [];
    const shift = standings.get(key)?.state === 'posted' ? now : (beforeEdit.get(key) ?? now);
    return [{ employeeId: crew.employeeOf.get(now.userId) ?? 'nobody', shift }];
  });
}

function standingDifferences(
  { documentKey: key, isProcessed, state }: WorkedShift,
  { verdicts, crew }: HarborPlace,
  both: BothSystems,
  standings: ReadonlyMap<string, Standing>,
  everPosted: ReadonlySet<string>,
  reasons: ReadonlyMap<string, string>,
): string[] {
  const standing = standings.get(key);
  const code = reasons.get(key);
  if (state === 'submitted') return standing === undefined ? [] : [`${key}: not approved, and the hub has it`];
  const isPosted = everPosted.has(key);
  if (processedByHand.has(key) && standing === undefined) return [];
  return [
    ...(isProcessed && !isPosted && !processedByHand.has(key) ? [`${key}: processed in Assignar, and not posted`] : []),
    ...(isPosted && !isProcessed ? [`${key}: posted, and not processed in Assignar`] : []),
    ...reasonDifferences(key, standing, code, both, crew.employeeOf),
    ...(verdicts.get(key) === 'ignore-change' && standing?.state !== 'abandoned'
      ? [`${key}: its edit was to be left alone, and it is ${standing?.state}`]
      : []),
  ];
}

function reasonDifferences(
  key: string,
  standing: Standing | undefined,
  code: string | undefined,
  both: BothSystems,
  employeeOf: ReadonlyMap<number, string | null>,
): string[] {
  if (standing?.state === 'posted') return code === undefined ? [] : [`${key}: posted, and waits for ${code}`];
  if (standing?.state === 'abandoned') return [];
  if (standing?.state !== 'rejected') return [`${key}: ${standing?.state ?? 'unknown to the hub'}`];
  if (code === undefined) return [`${key}: parked without a reason`];
  return isRealTimeReason({ document_key: key, code }, both, employeeOf)
    ? []
    : [`${key}: waits for ${code}, which is not so`];
}
