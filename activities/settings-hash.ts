import { createHash } from 'node:crypto';
import type { Database } from '../db/pool';
import { selectTaxLinkStamp } from '../db/tax-links';
import type { CompanyProfile } from '../domain/company-profile';

/** SHA-256 over what decides how documents are coded: the profile, and the tax set-up synced from Intacct. Another hash may be a cause gone. */
export async function readSettingsHash(database: Database, profile: CompanyProfile): Promise<string> {
  const stamp = await selectTaxLinkStamp(database, profile.company);
  return createHash('sha256')
    .update(JSON.stringify([profile, stamp]))
    .digest('hex');
}
