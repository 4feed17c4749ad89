import type { Act } from './act-schemas';
import type { ActStep } from './acts';
import { dateElement, textElements } from './keyed-call';
import { type XmlElement, xmlElement } from './xml';

/** create_aradjustment of one line; `-` before the amount makes it a credit memo. */
export function memoStep(act: Act<'credit-memo'>, sign: '' | '-'): ActStep {
  const element = xmlElement('create_aradjustment', [
    xmlElement('customerid', act.customerId),
    dateElement('datecreated', act.date),
    ...textElements({ adjustmentno: act.number, invoiceno: act.invoiceNumber, description: act.description }),
    ...currencyElements(act),
    xmlElement('aradjustmentitems', [lineElement(act, `${sign}${act.amount}`)]),
  ]);
  return { name: 'adjustment', entityId: act.entityId, element };
}

/** create_invoice of one line. */
export function invoiceStep(act: Act<'invoice'>): ActStep {
  const element = xmlElement('create_invoice', [
    xmlElement('customerid', act.customerId),
    dateElement('datecreated', act.date),
    ...(act.dueDate ? [dateElement('datedue', act.dueDate)] : []),
    ...textElements({ termname: act.termName, invoiceno: act.number, description: act.description }),
    ...currencyElements(act),
    xmlElement('invoiceitems', [lineElement(act, act.amount)]),
  ]);
  return { name: 'invoice', entityId: act.entityId, element };
}

function lineElement(act: Act<'invoice'> | Act<'credit-memo'>, amount: string): XmlElement {
  const tax = act.taxDetailId ? [xmlElement('taxentry', [xmlElement('detailid', act.taxDetailId)])] : [];
  return xmlElement(
    'lineitem',
    [
      ...textElements({
        glaccountno: act.accountNo,
        amount,
        memo: act.description,
        locationid: act.entityId,
        departmentid: act.departmentId,
      }),
      tax.length > 0 ? xmlElement('taxentries', tax) : null,
    ].filter((child) => child !== null),
  );
}

/** The currency group of a legacy function: at the daily rate unless one is given. */
export function currencyElements(act: {
  readonly currency?: string | undefined;
  readonly exchangeRate?: string | undefined;
}): XmlElement[] {
  if (!act.currency) return [];
  return act.exchangeRate
    ? textElements({ currency: act.currency, exchrate: act.exchangeRate })
    : textElements({ currency: act.currency, exchratetype: 'Intacct Daily Rate' });
}
