import type { Pool } from 'pg';
import { sumAmounts } from '../../domain/money';
import type { ChaosFlow } from './chaos-flows';
import type { IntacctAdmin } from './intacct-admin';
import { findDifferences, type ProofPlace } from './proof';

interface Tampering {
  what: string;
  on: 'hub' | 'owner';
  /** Returns nothing; must change something. */
  change: string;
  undo: string;
}

const onePosting = `posting_id = (select min(posting_id) from postings where is_leading and state = 'posted' and flow = 'order-to-invoice')`;
const twoEntries = `(select min(posting_id) as first, max(posting_id) as second from postings
  where purpose = 'cost-of-sales' and state = 'posted')`;
const exchange = `update postings set intacct_key = other.intacct_key from postings other, ${twoEntries} as pair
  where (postings.posting_id, other.posting_id) in ((pair.first, pair.second), (pair.second, pair.first))`;
const oneHeader = `id = (select min(id) from sales_headers where gateway_reference ~ '^x?[0-9]+$')`;

/** Each undone by its counterpart, so that the next is found for itself alone. */
const tamperings: readonly Tampering[] = [
  {
    what: "an invoice's key in the ledger changed",
    on: 'hub',
    change: `update postings set intacct_key = '9' || intacct_key where ${onePosting}`,
    undo: `update postings set intacct_key = substr(intacct_key, 2) where ${onePosting}`,
  },
  {
    what: 'the keys of two journal entries exchanged in the ledger',
    on: 'hub',
    change: exchange,
    undo: exchange,
  },
  {
    what: 'a posting struck from the ledger',
    on: 'hub',
    change: `update postings set purpose = 'invoice-reversal', revision = 99 where ${onePosting}`,
    undo: `update postings set purpose = 'invoice', revision = 1 where revision = 99`,
  },
  {
    what: 'a reference in iMetal changed',
    on: 'owner',
    change: `update sales_headers set gateway_reference = 'x' || gateway_reference where ${oneHeader}`,
    undo: `update sales_headers set gateway_reference = substr(gateway_reference, 2) where ${oneHeader}`,
  },
];

interface Misreading {
  what: string;
  flow: ChaosFlow;
  /** Intacct's books as they would be read after the falsification. */
  misread(admin: IntacctAdmin): Partial<IntacctAdmin>;
}

/** What cannot be falsified in Intacct itself, or would be put right again at once. */
const misreadings: readonly Misreading[] = [
  {
    what: 'a credit memo that was dropped',
    flow: 'credits',
    misread: (admin) => ({
      async receivableDocuments() {
        const all = await admin.receivableDocuments();
        return all.filter((document) => document !== all.find(({ RECORDID }) => /-CRN-/.test(RECORDID ?? '')));
      },
    }),
  },
  {
    what: 'a bill that was doubled',
    flow: 'purchasing',
    misread: (admin) => ({
      async payableDocuments() {
        const all = await admin.payableDocuments();
        const bill = all.find(({ object }) => object === 'APBILL');
        return bill === undefined ? all : [...all, { ...bill, RECORDNO: `${bill.RECORDNO}9` }];
      },
    }),
  },
  {
    what: 'an open item that is a cent more',
    flow: 'finance',
    misread: (admin) => ({
      async statements() {
        const [changed, ...others] = (await admin.statements()).filter(({ items }) => items.length > 0);
        if (changed === undefined) return [];
        const items = changed.items.map((item) => ({ ...item, openAmount: sumAmounts([item.openAmount, '0.01']) }));
        return [{ ...changed, items }, ...others];
      },
    }),
  },
  {
    what: 'a contact whose telephone differs',
    flow: 'records',
    misread: (admin) => ({
      async company() {
        const company = await admin.company();
        return { ...company, contacts: company.contacts.map((contact) => ({ ...contact, phone1: '0' })) };
      },
    }),
  },
];

/**
 * Proves that the proof can fail: falsifies the books in one way after another, once all is settled and found right, and
 * expects differences each time. One sentence for each falsification that nobody noticed.
 */
export async function findUnnoticed(place: ProofPlace, pools: { hub: Pool; owner: Pool }): Promise<string[]> {
  const unnoticed: string[] = [];
  for (const { what, on, change, undo } of tamperings) {
    const { rowCount } = await pools[on].query(change);
    if ((rowCount ?? 0) === 0) throw new Error(`${what}: there was nothing to falsify`);
    if ((await findDifferences(place)).length === 0) unnoticed.push(`the proof does not notice: ${what}`);
    await pools[on].query(undo);
  }
  for (const { what, misread, flow } of misreadings) {
    if (!place.flows.includes(flow)) continue;
    const falsified = { ...place, admin: { ...place.admin, ...misread(place.admin) } };
    if ((await findDifferences(falsified)).length === 0) unnoticed.push(`the proof does not notice: ${what}`);
  }
  return unnoticed;
}
