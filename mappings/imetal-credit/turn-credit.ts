import { type Amount, isAmount, negateAmount } from '../../domain/money';
import type { SourceInvoice } from '../../domain/source-invoice';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';

/**
 * A credit as the invoice that it has the shape of, without what an adjustment has no field for: ship-to, terms, the
 * customer's order number.
 */
export function creditAsInvoice(credit: SourceSalesCredit): SourceInvoice {
  const {
    creditedInvoiceKey: _creditedInvoiceKey,
    creditReference: _creditReference,
    reasonCode: _reasonCode,
    reasonDescription: _reasonDescription,
    goodsReturned: _goodsReturned,
    ...invoice
  } = credit;
  return { ...invoice, shipTo: null, paymentDueDate: null, termsCode: null, customerOrderNumber: null };
}

/**
 * The credit as an invoice of negative amounts: what its ledger effect is. Stock adjustments stay as they are, for their
 * sign already says whether value leaves the stock. What is no amount stays too: the checks name it.
 */
export function turnCredit(credit: SourceSalesCredit): SourceInvoice {
  const invoice = creditAsInvoice(credit);
  return {
    ...invoice,
    netTotal: turned(invoice.netTotal),
    taxTotal: turned(invoice.taxTotal),
    baseNetTotal: turned(invoice.baseNetTotal),
    costTotal: turned(invoice.costTotal),
    taxSlots: invoice.taxSlots.map((slot) => ({ ...slot, amount: turned(slot.amount) })),
    items: invoice.items.map((item) => ({
      ...item,
      taxes: item.taxes.map((tax) => ({ ...tax, amount: turned(tax.amount) })),
      charges: item.charges.map((charge) => ({
        ...charge,
        value: turned(charge.value),
        baseValue: turned(charge.baseValue),
      })),
      costs: item.costs.map((cost) => ({ ...cost, baseValue: turned(cost.baseValue) })),
    })),
  };
}

function turned(amount: Amount | null): Amount | null {
  return amount !== null && isAmount(amount) ? negateAmount(amount) : amount;
}
