import type { Pool } from 'pg';
import type { ImetalMasters } from '../../clients/imetal/imetal-masters';
import type { IntacctMasters } from '../../clients/intacct/intacct-masters';
import type { IntacctReceivables } from '../../clients/intacct/intacct-receivables';
import { selectCustomerCodes } from '../../db/customer-receivables';
import type { CustomerReceivables } from '../../domain/open-items';
import { compareReceivables, type ReceivablesDifference } from '../../mappings/receivables/compare-receivables';
import { customerIdOfCode } from './customer-names';
import { codesWithoutLink } from './group-accounts';

const customersPerReading = 100;

export interface ReconcileDeps {
  pool: Pool;
  masters: Pick<IntacctMasters, 'listParties'>;
  receivables: Pick<IntacctReceivables, 'readManyReceivables'>;
  imetal: Pick<ImetalMasters, 'readReceivables' | 'listCustomerCodes' | 'readExposures'>;
  /** Runs one request to the gateway in its turn. */
  inTurn: <T>(request: () => Promise<T>) => Promise<T>;
}

/** A difference of a customer; of one that only iMetal knows, its code stands for its id. */
export type CustomerDifference = { customerId: string; customerCode: string | null } & ReceivablesDifference;

export interface OpenItemsReconciliation {
  /** Those that either system knows. */
  customers: number;
  openItems: number;
  differences: CustomerDifference[];
}

/**
 * Reads both systems afresh, a hundred customers at a time, and compares open items, balances, pending credits and unapplied cash of each;
 * of all customers of either side, or of one. `told` hears how many are done of how many are known so far.
 */
export async function reconcileOpenItems(
  deps: ReconcileDeps,
  company: string,
  customer: string | null,
  told: (done: number, known: number) => void,
): Promise<OpenItemsReconciliation> {
  const customerIds = customer === null ? await allCustomerIds(deps, company, told) : [customer];
  const result: OpenItemsReconciliation = { customers: 0, openItems: 0, differences: [] };
  for (let first = 0; first < customerIds.length; first += customersPerReading) {
    const page = customerIds.slice(first, first + customersPerReading);
    const codes = await selectCustomerCodes(deps.pool, company, page);
    const unlinked = page.filter((id) => !codes.has(id));
    const before = await codesWithoutLink(deps.pool, deps.imetal, company, unlinked);
    const read = await deps.inTurn(() => deps.receivables.readManyReceivables(page));
    for (const customerId of page) {
      const customerCode = codes.get(customerId) ?? before.get(customerId) ?? null;
      const found = read.get(customerId);
      if (found === undefined && customerCode === null) continue;
      result.customers += 1;
      result.openItems += found?.items.length ?? 0;
      const differences = await compareCustomer(deps, found, customerCode);
      result.differences.push(...differences.map((difference) => ({ customerId, customerCode, ...difference })));
    }
    told(Math.min(first + customersPerReading, customerIds.length), customerIds.length);
  }
  return result;
}

async function compareCustomer(
  deps: ReconcileDeps,
  found: CustomerReceivables | undefined,
  customerCode: string | null,
): Promise<ReceivablesDifference[]> {
  const shown = customerCode === null ? null : await deps.imetal.readReceivables(customerCode);
  // Nobody in operations needs to know of a customer that is closed, and that they never had.
  if (customerCode === null && found?.isActive === false) return [];
  return compareReceivables(found?.items ?? [], shown);
}

/** Every customer that Intacct has, and every one of whom iMetal shows something. */
async function allCustomerIds(
  deps: ReconcileDeps,
  company: string,
  told: (done: number, known: number) => void,
): Promise<string[]> {
  const ids = new Set<string>();
  for (let after = '0'; ; ) {
    const page = await deps.inTurn(() => deps.masters.listParties('customer', after, customersPerReading));
    for (const { id } of page) ids.add(id);
    told(0, ids.size);
    after = page.at(-1)?.recordNumber ?? after;
    if (page.length < customersPerReading) break;
  }
  for (const code of await deps.imetal.listCustomerCodes('with-receivables')) {
    ids.add(await customerIdOfCode(deps.pool, company, code));
  }
  return [...ids].sort();
}
