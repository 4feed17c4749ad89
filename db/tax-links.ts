import { z } from 'zod';
import type { Database } from './pool';

const taxLink = z.object({ source_id: z.string(), intacct_id: z.string(), account: z.string().nullable() });

/** A tax detail of Intacct that was synced to iMetal, and the account that Intacct books it to when it is known. */
export interface TaxLink {
  detail: string;
  account: string | null;
}

/** Active tax details by `<authority>/<class>` of iMetal: of sales (`S`) or of purchases (`P`). */
export async function selectTaxLinks(
  database: Database,
  company: string,
  taxType: 'S' | 'P',
): Promise<Map<string, TaxLink>> {
  const result = await database.query(
    `select source_id, intacct_id, agreed ->> 'accountNumber' as account from links
      where company = $1::text and system = 'imetal' and object = 'tax-detail' and standing = 'active'
        and source_id like '%/' || $2::text`,
    [company, taxType],
  );
  const rows = z.array(taxLink).parse(result.rows);
  return new Map(
    rows.map(({ source_id, intacct_id, account }) => [
      source_id.slice(0, source_id.lastIndexOf('/')),
      { detail: intacct_id, account },
    ]),
  );
}

/** A text that is another one whenever a tax detail was synced since. */
export async function selectTaxLinkStamp(database: Database, company: string): Promise<string> {
  const result = await database.query(
    `select count(*)::text || ' ' || coalesce(max(synced_at)::text, '') as stamp from links
      where company = $1::text and object = 'tax-detail'`,
    [company],
  );
  return z.string().parse(result.rows[0].stamp);
}
