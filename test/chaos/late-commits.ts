import type { Pool } from 'pg';
import { until } from '../../cli/start/until';
import { finaliseInvoices } from '../../sandbox/imetal/finalise-invoices';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import { REQUEST_TIMEOUT_MS } from './chaos-profile';
import type { IntacctAdmin } from './intacct-admin';

/** One for each of two permits' lives: the second would otherwise wait for the first's. */
export const LATE_COMMITS = 2;
/** Behind the attempt that follows after a second's pause, and within the permit, which outlasts the patience by two. */
const BEYOND_PATIENCE_MS = 1900;
const MET_WITHIN_MS = 60_000;

/**
 * With all else quiet, lets invoices become final whose first write commits long after the client gave up: the next attempt
 * looks too early, finds nothing, and sends again while the first is under way. Only the control id stops that one. Returns
 * how many met their fault.
 */
export async function provokeLateCommits(owner: Pool, admin: IntacctAdmin, howMany: number): Promise<number> {
  let met = 0;
  for (let turn = 0; turn < howMany; turn += 1) {
    const documentKey = await nextToBecomeFinal(owner);
    if (documentKey === null) break;
    const { id } = await admin.addFault({
      kind: 'slow-commit',
      match: documentKey,
      count: 1,
      params: { delayMs: REQUEST_TIMEOUT_MS + BEYOND_PATIENCE_MS, commitAtEnd: true },
    });
    await finaliseInvoices({ owner, count: 1, businessDate: defaultBusinessDate });
    await until(`${documentKey} meets its late commit`, MET_WITHIN_MS, async () => {
      return (await admin.firedFaults()).get(id) === 1;
    });
    met += 1;
  }
  return met;
}

/** The entered invoice that iMetal's business day takes next; null when none is entered. */
async function nextToBecomeFinal(owner: Pool): Promise<string | null> {
  const { rows } = await owner.query<{ document_key: string }>(
    `select branch.code || '-' || type.code || '-' || header.number as document_key
      from sales_headers header join branches branch on branch.id = header.branch_id
      join sales_types type on type.id = header.type_id and type.code in ('DIV', 'MIV', 'INV')
      join sales_statuses status on status.id = header.status_id and status.code = 'ENT'
      order by header.id limit 1`,
  );
  return rows[0]?.document_key ?? null;
}
