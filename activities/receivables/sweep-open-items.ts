import type { ReceivablesObject } from '../../clients/intacct/intacct-receivables';
import { selectReceivablesPage } from '../../db/customer-receivables';
import { selectFirstLoad } from '../../db/first-loads';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { type Amount, absoluteAmount, compareAmounts } from '../../domain/money';
import type { OpenItem } from '../../domain/open-items';
import { receivablesObjects } from '../../workflows/poll-receivables';
import { fewAtOnce } from '../few-at-once';
import { whileSignedIn } from '../gateway-turns';
import { sweepWhenDue } from '../sweep-when-due';
import type { ReadOpenItemsDeps } from './read-open-items';
import { touchOpenItems } from './touch-open-items';

/** The name under which the last sweep is written down. */
export const sweptFeed = 'receivables/open';

// An API transaction for each object and each thousand that is open: 24 sweeps a day are a hundred or some.
const sweepEverySeconds = 3_600;
const rowsPerPage = 1_000;
const customersPerPage = 500;

/** What is open of a customer, by record number, without signs. */
type OpenAmounts = ReadonlyMap<string, Amount>;

/**
 * Compares everything that is open in Intacct with what was last read of each customer, once an hour at most, and touches those that
 * differ: of a deleted document no feed tells, nor of what committed long after its time. Returns how many.
 */
export async function sweepOpenItems(deps: ReadOpenItemsDeps, profile: ImetalProfile): Promise<number> {
  const due = { company: profile.company, feed: sweptFeed, everySeconds: sweepEverySeconds };
  return sweepWhenDue(deps.pool, due, () => touchDiffering(deps, profile));
}

async function touchDiffering(deps: ReadOpenItemsDeps, profile: ImetalProfile): Promise<number> {
  const { company } = profile;
  const begunAt = new Date().toISOString();
  const open = await openInIntacct(deps, profile);
  const differing: string[] = [];
  for (let after = ''; ; ) {
    const page = await selectReceivablesPage(deps.pool, company, after, customersPerPage);
    for (const { customerId, receivables } of page) {
      // Read since, or being told of: that is later than the sweep.
      if (receivables.asOf < begunAt && !isSame(receivables.items, open.get(customerId))) differing.push(customerId);
      open.delete(customerId);
    }
    after = page.at(-1)?.customerId ?? after;
    if (page.length < customersPerPage) break;
  }
  // Customers never read are the first load's business, until it has read all there were.
  const load = await selectFirstLoad(deps.pool, company, 'open-items');
  if (load?.isFinished === true) differing.push(...open.keys());
  await fewAtOnce(differing, (customerId) =>
    touchOpenItems(deps, company, customerId, 'sweep: another amount is open'),
  );
  return differing.length;
}

async function openInIntacct(
  deps: ReadOpenItemsDeps,
  profile: ImetalProfile,
): Promise<Map<string, Map<string, Amount>>> {
  const intacct = await deps.intacctReceivables(profile.company);
  const open = new Map<string, Map<string, Amount>>();
  // As the feed itself, which goes on after it.
  const work = { flow: 'poll-receivables', documentKey: null, priority: 'refresh' as const };
  await whileSignedIn(deps, profile, work, async (inTurn) => {
    const list = (object: ReceivablesObject, after: string) =>
      inTurn(() => intacct.listOpenAmounts(object, after, rowsPerPage));
    for (const object of receivablesObjects) {
      for (let after: string | null = '0'; after !== null; ) {
        const page: Awaited<ReturnType<typeof list>> = await list(object, after);
        for (const { customerId, recordNumber, openAmount } of page.open) {
          const ofCustomer = open.get(customerId) ?? new Map<string, Amount>();
          open.set(customerId, ofCustomer.set(recordNumber, openAmount));
        }
        after = page.next;
      }
    }
  });
  // What a payment of several customers left open is nobody's.
  open.delete('');
  return open;
}

function isSame(items: readonly OpenItem[], open: OpenAmounts = new Map()): boolean {
  const read = new Map(items.map(({ recordNumber, openAmount }) => [recordNumber, absoluteAmount(openAmount)]));
  return (
    read.size === open.size && [...read].every(([recordNumber, amount]) => isEqual(amount, open.get(recordNumber)))
  );
}

function isEqual(amount: Amount, now: Amount | undefined): boolean {
  return now !== undefined && compareAmounts(now, amount) === 0;
}
