import { z } from 'zod';
import type { CreditPosition, CustomerBalance, CustomerReceivables } from '../domain/open-items';
import type { Database } from './pool';

/** What was last read of a customer's receivables, and what operations were told. */
export interface StoredReceivables {
  customerId: string;
  /** The topmost parent, or the customer itself. */
  groupId: string;
  receivables: CustomerReceivables;
  balances: CustomerBalance[];
  /** The customer's own, then its group's; empty until it was worked out once. */
  credit: CreditPosition[];
  /** When iMetal last had it; null while it has not. */
  toldAt: Date | null;
}

const storedRow = z.object({
  customer_id: z.string(),
  group_id: z.string(),
  receivables: z.custom<CustomerReceivables>(),
  balances: z.array(z.custom<CustomerBalance>()),
  credit: z.array(z.custom<CreditPosition>()),
  told_at: z.date().nullable(),
});

const storedColumns = 'customer_id, group_id, receivables, balances, credit, told_at';

function toStored(row: unknown): StoredReceivables {
  const { customer_id: customerId, group_id: groupId, told_at: toldAt, ...stored } = storedRow.parse(row);
  return { customerId, groupId, toldAt, ...stored };
}

/** What is stored of these customers, by id; of those never read, nothing. */
export async function selectReceivables(
  database: Database,
  company: string,
  customerIds: readonly string[],
): Promise<Map<string, StoredReceivables>> {
  const result = await database.query(
    `select ${storedColumns} from customer_receivables where company = $1::text and customer_id = any($2::text[])`,
    [company, customerIds],
  );
  return new Map(result.rows.map(toStored).map((stored) => [stored.customerId, stored]));
}

/** What is stored of all customers of a group that were read, by id. */
export async function selectGroupReceivables(
  database: Database,
  company: string,
  groupId: string,
): Promise<StoredReceivables[]> {
  const result = await database.query(
    `select ${storedColumns} from customer_receivables
      where company = $1::text and group_id = $2::text order by customer_id`,
    [company, groupId],
  );
  return result.rows.map(toStored);
}

/** What is stored of a company's customers, by id behind `after`. */
export async function selectReceivablesPage(
  database: Database,
  company: string,
  after: string,
  limit: number,
): Promise<StoredReceivables[]> {
  const result = await database.query(
    `select ${storedColumns} from customer_receivables
      where company = $1::text and customer_id > $2::text order by customer_id limit $3::integer`,
    [company, after, limit],
  );
  return result.rows.map(toStored);
}

/** What iMetal was last told of a customer's own credit. */
export interface ToldPosition {
  customerId: string;
  groupId: string;
  counted: CreditPosition;
}

const toldRow = z.object({ customer_id: z.string(), group_id: z.string(), counted: z.custom<CreditPosition>() });

/** The credit positions that iMetal was told, by customer id behind `after`; without the open items, of which there may be many. */
export async function selectToldPositions(
  database: Database,
  company: string,
  after: string,
  limit: number,
): Promise<ToldPosition[]> {
  const result = await database.query(
    `select customer_id, group_id, credit -> 0 as counted from customer_receivables
      where company = $1::text and customer_id > $2::text and told_at is not null and jsonb_array_length(credit) > 0
      order by customer_id limit $3::integer`,
    [company, after, limit],
  );
  return result.rows.map((row) => {
    const { customer_id: customerId, group_id: groupId, counted } = toldRow.parse(row);
    return { customerId, groupId, counted };
  });
}

/** Customers that were last read before the day (YYYY-MM-DD, UTC) and owed something then, by id behind `after`. */
export async function selectReadBefore(
  database: Database,
  company: string,
  day: string,
  after: string,
  limit: number,
): Promise<StoredReceivables[]> {
  const result = await database.query(
    `select ${storedColumns} from customer_receivables
      where company = $1::text and as_of < ($2::date)::timestamp at time zone 'UTC' and customer_id > $3::text
        and jsonb_array_length(receivables -> 'items') > 0
      order by customer_id limit $4::integer`,
    [company, day, after, limit],
  );
  return result.rows.map(toStored);
}

/** Customers of whom the record was an open item when they were last read. */
export async function selectCustomersOfItem(
  database: Database,
  company: string,
  recordNumber: string,
): Promise<string[]> {
  const result = await database.query(
    `select customer_id from customer_receivables
      where company = $1::text
        and receivables -> 'items' @> jsonb_build_array(jsonb_build_object('recordNumber', $2::text))`,
    [company, recordNumber],
  );
  return result.rows.map((row) => z.string().parse(row.customer_id));
}

/** Customers whose ancestors the customer was among when they were last read. */
export async function selectCustomersBelow(database: Database, company: string, customerId: string): Promise<string[]> {
  const result = await database.query(
    `select customer_id from customer_receivables
      where company = $1::text and receivables -> 'parentIds' ? $2::text order by customer_id`,
    [company, customerId],
  );
  return result.rows.map((row) => z.string().parse(row.customer_id));
}

/** Writes down what was read; an earlier reading never replaces a later one. */
export async function saveReceivables(
  database: Database,
  company: string,
  read: { groupId: string; receivables: CustomerReceivables; balances: CustomerBalance[] },
): Promise<void> {
  const { groupId, receivables, balances } = read;
  await database.query(
    `insert into customer_receivables (company, customer_id, group_id, as_of, receivables, balances, credit)
      values ($1::text, $2::text, $3::text, $4::timestamptz, $5::jsonb, $6::jsonb, '[]')
      on conflict (company, customer_id) do update
        set group_id = excluded.group_id, as_of = excluded.as_of, receivables = excluded.receivables,
          balances = excluded.balances
        where customer_receivables.as_of <= excluded.as_of`,
    [company, receivables.customerId, groupId, receivables.asOf, JSON.stringify(receivables), JSON.stringify(balances)],
  );
}

/** Writes down what was worked out from a reading, if no later one is there. */
export async function saveCredit(
  database: Database,
  company: string,
  {
    customerId,
    asOf,
    balances,
    credit,
  }: {
    customerId: string;
    asOf: string;
    balances: CustomerBalance[];
    credit: CreditPosition[];
  },
): Promise<void> {
  await database.query(
    `update customer_receivables set balances = $4::jsonb, credit = $5::jsonb
      where company = $1::text and customer_id = $2::text and as_of = $3::timestamptz`,
    [company, customerId, asOf, JSON.stringify(balances), JSON.stringify(credit)],
  );
}

/** Writes down that iMetal has what was last read of these customers. */
export async function markTold(database: Database, company: string, customerIds: readonly string[]): Promise<void> {
  await database.query(
    'update customer_receivables set told_at = now() where company = $1::text and customer_id = any($2::text[])',
    [company, customerIds],
  );
}

/** Forgets a customer that Intacct does not have any more; its group's sum is without it from now on. */
export async function deleteReceivables(database: Database, company: string, customerId: string): Promise<void> {
  await database.query('delete from customer_receivables where company = $1::text and customer_id = $2::text', [
    company,
    customerId,
  ]);
}

/** Intacct ids of a customer and all that stand below it, as far as they are synced. */
export async function selectGroupMemberIds(database: Database, company: string, groupId: string): Promise<string[]> {
  const result = await database.query(
    `with recursive members (source_id, intacct_id) as (
        select source_id, intacct_id from links
          where company = $1::text and system = 'imetal' and object = 'company' and intacct_object = 'CUSTOMER'
            and intacct_id = $2::text
        union
        select child.source_id, child.intacct_id from links child
          join members parent on child.agreed ->> 'parentCode' = parent.source_id
          where child.company = $1::text and child.system = 'imetal' and child.object = 'company'
            and child.intacct_object = 'CUSTOMER' and child.standing = 'active')
      select intacct_id from members order by intacct_id`,
    [company, groupId],
  );
  return z
    .array(z.object({ intacct_id: z.string() }))
    .parse(result.rows)
    .map((row) => row.intacct_id);
}

/** iMetal's codes of these customers, by Intacct id, where both sides have the record. */
export async function selectCustomerCodes(
  database: Database,
  company: string,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const result = await database.query(
    `select intacct_id, source_id from links
      where company = $1::text and system = 'imetal' and object = 'company' and intacct_object = 'CUSTOMER'
        and agreed is not null and intacct_id = any($2::text[])`,
    [company, customerIds],
  );
  const linkRow = z.object({ intacct_id: z.string(), source_id: z.string() });
  return new Map(result.rows.map((row) => linkRow.parse(row)).map((row) => [row.intacct_id, row.source_id]));
}

/** Which of the sales invoices and credit notes are posted, and not acknowledged in iMetal. */
export async function selectUnacknowledgedKeys(
  database: Database,
  company: string,
  documentKeys: readonly string[],
): Promise<Set<string>> {
  const result = await database.query(
    `select distinct document_key from postings
      where company = $1::text and document_key = any($2::text[]) and purpose in ('invoice', 'credit-memo')
        and state = 'posted' and acknowledged_at is null`,
    [company, documentKeys],
  );
  return new Set(
    z
      .array(z.object({ document_key: z.string() }))
      .parse(result.rows)
      .map((row) => row.document_key),
  );
}
