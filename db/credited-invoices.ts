import { z } from 'zod';
import type { Database } from './pool';

/** One credit of an invoice at a time is stored; the lock ends with the transaction. */
export async function lockCreditedInvoice(database: Database, company: string, invoiceKey: string): Promise<void> {
  await database.query('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [
    `credited-invoice/${company}/${invoiceKey}`,
  ]);
}

/**
 * Gross of the credits of an invoice that are posted or on their way, as Intacct holds them (negative); without the credit named.
 * An invoice that was reversed and reposted has had several numbers: its key, and later ones with the revision behind it.
 * `party` (the source's customer code) narrows what is searched. Document currency.
 */
export async function sumOtherCredits(
  database: Database,
  credit: { company: string; documentKey: string; party: string; invoiceKey: string },
): Promise<string> {
  const result = await database.query(
    `select coalesce(sum(newest.amount), 0)::text as credited
      from (
        select distinct on (document_key) amount, plan_id from postings
          where company = $1::text and flow = 'sales-credit' and party = $3::text and document_key <> $2::text
            and is_leading and state in ('planned', 'sending', 'unknown', 'posted')
          order by document_key, revision desc) newest
        join plans plan using (plan_id)
      where exists (
        select from jsonb_array_elements(plan.documents) document
          -- What takes an earlier revision back may name another invoice.
          where document ->> 'purpose' = 'credit-memo'
            and $4::text in (
              document -> 'adjustment' ->> 'correctedInvoiceNumber',
              regexp_replace(document -> 'adjustment' ->> 'correctedInvoiceNumber', '-[0-9]+$', '')))`,
    [credit.company, credit.documentKey, credit.party, credit.invoiceKey],
  );
  return z.string().parse(result.rows[0].credited);
}

const postedInvoice = z.object({ intacct_key: z.string() });

/**
 * Intacct's record number of a posted invoice by its number there, or by one that it had before it was reversed and reposted: what
 * stands now. Null when the hub posted none under it.
 */
export async function selectInvoiceRecord(
  database: Database,
  company: string,
  invoiceNumber: string,
): Promise<string | null> {
  const result = await database.query(
    `select p.intacct_key from postings p
      -- A later revision's number is the document's key and the revision.
      where p.company = $1::text and p.document_key in ($2::text, regexp_replace($2::text, '-[0-9]+$', ''))
        and p.is_leading and p.state = 'posted' and p.flow = 'order-to-invoice'
      order by p.revision desc limit 1`,
    [company, invoiceNumber],
  );
  return z.array(postedInvoice).parse(result.rows)[0]?.intacct_key ?? null;
}
