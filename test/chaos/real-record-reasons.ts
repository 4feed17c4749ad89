import type { Pool } from 'pg';
import { inexpressibleTaxDetail, inexpressibleTerm } from '../../sandbox/sample-day/finance-terms-and-taxes';
import type { IntacctCompany } from './intacct-admin';
import type { ReasonPlace } from './real-reasons';

/** iMetal's bound of a company's name. */
const NAME_LENGTH_MAX = 60;

/** An open exception of a record: `CUSTOMER/C00146`, its code, and what it says it met. */
export interface RecordReason {
  document_key: string;
  code: string;
  actual: string;
}

type Customer = IntacctCompany['customers'][number];
type IsReal = (place: ReasonPlace, reason: RecordReason, customer: Customer | undefined) => Promise<boolean> | boolean;

const reasons: Readonly<Record<string, IsReal>> = {
  FIELD_TOO_LONG: (_, __, customer) => (customer?.name.length ?? 0) > NAME_LENGTH_MAX,
  PARENT_LOOP: (place, _, customer) => isInLoop(place, customer),
  PARENT_UNKNOWN: async ({ live }, _, customer) => !(await isInImetal(live, 'C', customer?.parentId ?? '')),
  RESTRICTION_UNMAPPED: ({ coding }, _, customer) => {
    const places = new Set(Object.values(coding.branches).flatMap(({ entity, location }) => [entity, location]));
    return (customer?.restrictedLocations ?? []).some((location) => !places.has(location));
  },
  IMPORT_REFUSED: async ({ live }, _, customer) => {
    const { rowCount } = await live.query('select 1 from currency_codes where code = $1', [customer?.currency ?? '']);
    return customer !== undefined && rowCount === 0;
  },
  TERM_INEXPRESSIBLE: (_, { document_key }) => document_key === `ARTERM/${inexpressibleTerm}`,
  TAX_INEXPRESSIBLE: (_, { document_key }) => document_key === `TAXDETAIL/${inexpressibleTaxDetail}`,
  CONTACT_WITHOUT_PARTY: async ({ live, admin }, { actual }) => {
    const isIn = async (type: 'C' | 'S', kind: string) =>
      (await isInImetal(live, type, actual)) && (await admin.hasMaster(kind, actual));
    return !(await isIn('C', 'customers')) && !(await isIn('S', 'vendors'));
  },
};

/** True for records, false for documents. */
export function isRecordKey(documentKey: string): boolean {
  return /^[A-Z]+\//.test(documentKey);
}

/** Whether what a record is said to wait for is so, in Intacct's masters, iMetal's tables and the profile. */
export async function isRealRecordReason(place: ReasonPlace, reason: RecordReason): Promise<boolean> {
  const look = reasons[reason.code];
  if (look === undefined) return false;
  const [object, id] = reason.document_key.split(/\/(.*)/s);
  const { customers } = await place.admin.company();
  const customer = object === 'CUSTOMER' ? customers.find(({ customerId }) => customerId === id) : undefined;
  return look(place, reason, customer);
}

async function isInLoop({ admin }: ReasonPlace, customer: Customer | undefined): Promise<boolean> {
  const { customers } = await admin.company();
  const seen = new Set<string>();
  for (let next = customer; next !== undefined; ) {
    if (seen.has(next.customerId)) return true;
    seen.add(next.customerId);
    const { parentId } = next;
    next = customers.find(({ customerId }) => customerId === parentId);
  }
  return false;
}

/** A company by the ledger's id or by iMetal's own code. */
export async function isInImetal(live: Pool, companyType: 'C' | 'S', id: string): Promise<boolean> {
  const { rowCount } = await live.query(
    `select 1 from companies company join company_types type on type.id = company.type_id and type.code = $1
      where company.code = $2 or company.external_reference = $2`,
    [companyType, id],
  );
  return (rowCount ?? 0) > 0;
}
