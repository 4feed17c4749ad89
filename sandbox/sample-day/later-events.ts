import type { Pool } from 'pg';
import { saveShipTo } from '../imetal/acts/contacts-and-addresses';
import { creditInvoice } from '../imetal/acts/credit-notes';
import { bookStockMovement } from '../imetal/acts/stock-movements';
import { enterSupplierDocument } from '../imetal/acts/supplier-documents';
import { decimalText, divideRounded, scaledInteger } from './cents';
import type { ChangingDay } from './changes-of-day';
import { customers } from './parties';
import { createRandom, type Random } from './random';

type LaterEvent = (day: ChangingDay, random: Random, turn: string) => Promise<string | null>;

/** What happens besides invoices while the day goes on, in turn; null when there is nothing to do it with. */
const laterEvents: Readonly<Record<string, LaterEvent>> = {
  async payment({ finance, date }, random) {
    const open = (await finance.openInvoices()).filter(({ openAmount }) => scaledInteger(openAmount, 2) > 10_000n);
    if (open.length === 0) return null;
    const { openAmount, invoiceNumber, ...invoice } = random.pick(open);
    const perCent = BigInt(random.pick([40, 60, 100]));
    const amount = decimalText(divideRounded(scaledInteger(openAmount, 2) * perCent, 100n), 2);
    await finance.act('payment', { ...invoice, date, method: 'Online', amount, apply: [{ invoiceNumber, amount }] });
    return `${amount} ${invoice.currency} for ${invoiceNumber}`;
  },
  async credit({ operations, date }, random) {
    const invoiceKey = await pickUncredited(operations, random);
    if (invoiceKey === null) return null;
    const { documentKey } = await creditInvoice(operations, { invoiceKey, reasonCode: 'DMG', items: [1], date });
    return documentKey;
  },
  async supplierInvoice({ operations, date }, random, turn) {
    const value = decimalText(BigInt(random.between(9_000, 240_000)), 2);
    const item = { kind: 'expense', purchaseGroup: 'SUN', costGroup: 'MSC', value, description: 'Tyres' } as const;
    const supplier = { branch: 'HOU', supplierCode: 'V00209', supplierDocumentNumber: `GT-${turn}` };
    const { documentKey } = await enterSupplierDocument(operations, { type: 'PIN', ...supplier, date, items: [item] });
    return documentKey;
  },
  async movement({ operations, date }, random, turn) {
    const value = decimalText(BigInt(-random.between(2_000, 90_000)), 2);
    const item = { tag: `L${turn}`, product: 'RB1018', pieces: -1, weight: '-48.00', values: { MAT: value } };
    const lost = { type: 'WOF', branch: 'HOU', reasonCode: 'LOST', date, items: [item] } as const;
    return (await bookStockMovement(operations, lost)).documentKey;
  },
  async contact({ operations }, random) {
    const { code, addresses } = random.pick(customers);
    const [address] = addresses[0];
    const telephone = `713 555 ${random.between(1000, 9999)}`;
    await saveShipTo(operations, { companyCode: code, code: address, telephone });
    return `${code} ${address} ${telephone}`;
  },
};

/** How many kinds of events there are; each turn brings the next of them. */
export const laterEventKinds = Object.keys(laterEvents);

/** Lets the next event happen; `turn` counts them, `start` tells this run of the day from others. Returns it in words. */
export async function bringNextEvent(
  day: ChangingDay,
  turn: number,
  start: string,
): Promise<Record<string, string | null>> {
  const kind = laterEventKinds[turn % laterEventKinds.length] ?? '';
  const event = laterEvents[kind];
  if (event === undefined) throw new RangeError(`turn ${turn}: no event`);
  return { [kind]: await event(day, createRandom(`${start}/${turn}`), `${start}-${turn}`) };
}

/** An invoice that Intacct has, and that nobody credited yet. */
async function pickUncredited(operations: Pool, random: Random): Promise<string | null> {
  const { rows } = await operations.query<{ document_key: string }>(
    `select b.code || '-' || t.code || '-' || h.number as document_key
       from sales_headers h join branches b on b.id = h.branch_id
       join sales_types t on t.id = h.type_id and t.code in ('DIV', 'MIV', 'INV')
      where h.exported_date is not null and h.gateway_reference not like 'FORMER-%'
        and not exists (select from sales_headers c where c.credited_branch_id = h.branch_id
                          and c.credited_type_id = h.type_id and c.credited_invoice = h.number)
      order by h.id`,
  );
  return rows.length === 0 ? null : random.pick(rows).document_key;
}
