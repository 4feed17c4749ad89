import { selectLinkBySource } from '../../db/links';
import type { Database } from '../../db/pool';

/** Intacct's id of a customer by iMetal's code: the linked one, or the same where none is linked, as invoices are posted too. */
export async function customerIdOfCode(hub: Database, company: string, customerCode: string): Promise<string> {
  const link = await selectLinkBySource(hub, { company, object: 'company', intacctObject: 'CUSTOMER' }, customerCode);
  return link?.intacctId ?? customerCode;
}
