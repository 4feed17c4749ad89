import type { ImetalMasters } from '../../clients/imetal/imetal-masters';
import {
  type StoredReceivables,
  selectCustomerCodes,
  selectGroupReceivables,
  selectUnacknowledgedKeys,
} from '../../db/customer-receivables';
import { selectLinkBySource } from '../../db/links';
import type { Database } from '../../db/pool';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { CreditRule, CustomerAccount } from '../../mappings/receivables/customer-credit';
import { todayUtc } from './settle-open-items';

/** A customer's account, and how iMetal calls the customer; null where it does not know it. */
export interface GroupAccount extends CustomerAccount {
  stored: StoredReceivables;
  customerCode: string | null;
}

/** The accounts of a group: receivables as last read from Intacct, orders and unexported invoices as iMetal has them now. */
export async function readGroupAccounts(
  hub: Database,
  imetal: ImetalMasters,
  company: string,
  groupId: string,
): Promise<GroupAccount[]> {
  const members = await selectGroupReceivables(hub, company, groupId);
  const codes = await selectCustomerCodes(
    hub,
    company,
    members.map(({ customerId }) => customerId),
  );
  const keys = members.flatMap(({ receivables }) => receivables.items.flatMap(({ documentKey }) => documentKey ?? []));
  const unlinked = members.map(({ customerId }) => customerId).filter((id) => !codes.has(id));
  for (const [customerId, code] of await codesWithoutLink(hub, imetal, company, unlinked)) codes.set(customerId, code);
  const exposures = await imetal.readExposures([...codes.values()]);
  const accounts = members.map((stored): Omit<GroupAccount, 'unacknowledgedKeys'> => {
    const customerCode = codes.get(stored.customerId) ?? null;
    const exposure = exposures.get(customerCode ?? '');
    const sold =
      exposure === undefined
        ? null
        : {
            currency: exposure.currencyCode,
            openOrders: exposure.openOrders,
            unexportedInvoices: exposure.unexportedInvoices,
          };
    return { stored, receivables: stored.receivables, customerCode, sold };
  });
  // Last: what was acknowledged before iMetal's totals were read is not in them.
  const unacknowledgedKeys = await selectUnacknowledgedKeys(hub, company, keys);
  return accounts.map((account) => ({ ...account, unacknowledgedKeys }));
}

/** A customer that was in iMetal before the hub goes by Intacct's id there, unless that is another's code. */
export async function codesWithoutLink(
  hub: Database,
  imetal: Pick<ImetalMasters, 'readExposures'>,
  company: string,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  for (const [code] of customerIds.length === 0 ? [] : await imetal.readExposures(customerIds)) {
    const other = await selectLinkBySource(hub, { company, object: 'company', intacctObject: 'CUSTOMER' }, code);
    if (other === null || other.intacctId === code) codes.set(code, code);
  }
  return codes;
}

/** By what credit is judged today. */
export function creditRuleOf({ credit, branches, masters }: ImetalProfile): CreditRule {
  const home = branches[masters.defaultBranch];
  if (home === undefined) throw new Error(`masters.defaultBranch: no branch ${masters.defaultBranch}`);
  return { overdueDaysMax: credit.overdueDaysMax, defaultCurrency: home.baseCurrency, onDate: todayUtc() };
}
