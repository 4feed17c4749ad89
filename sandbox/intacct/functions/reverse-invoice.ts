import { negateAmount } from '../../../domain/money';
import type { BookRecord } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat, withWrapper } from '../intacct-error';
import { refuseClosedPeriod, reverseInLedger, unpostFromLedger } from '../posting';
import { xmlElement } from '../xml';
import { dateIn } from './invoice-header';
import { addToCustomerDue, refuseApplied } from './open-amounts';

/** reverse_invoice: posts the mirror of the invoice on datereversed, in an open period. */
export function reverseInvoice(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not reverse invoice record!', () => {
    const invoice = invoiceByKey(call, 'reverse');
    const recordNo = invoice.RECORDNO as string;
    if (invoice.STATE !== 'Posted') {
      refuseAsInvalid(
        `The invoice '${invoice.RECORDID}' cannot be reversed: it is ${invoice.STATE}.`,
        'SIM-NOT-REVERSIBLE',
      );
    }
    const date = dateIn(call.element, 'datereversed') ?? refuseFormat('Date reversed is required.');
    refuseClosedPeriod(call, date, invoice['@ENTITY'] as string);
    reverseInLedger(call.books, `ARINVOICE:${recordNo}`, `ARINVOICE-REVERSAL:${recordNo}`, date);
    addToCustomerDue(call.books, invoice.CUSTOMERID as string, negateAmount(invoice.TOTALDUE as string));
    call.books.put('ARINVOICE', recordNo, {
      ...invoice,
      STATE: 'Reversed',
      TOTALDUE: '0',
      TRX_TOTALDUE: '0',
      WHENMODIFIED: call.now.toISOString(),
      '@REVERSEDON': date,
    });
    for (const item of call.books.find('ARINVOICEITEM', 'RECORDKEY', recordNo)) {
      call.books.put('ARINVOICEITEM', item.RECORDNO as string, { ...item, TOTALDUE: '0', TRX_TOTALDUE: '0' });
    }
    return { elements: [xmlElement('key', recordNo)], headersWritten: 1, pagesRead: 0 };
  });
}

/** delete_invoice: takes the invoice and its entries away, in an open period. */
export function deleteInvoice(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not delete invoice record!', () => {
    removeInvoice(call, invoiceByKey(call, 'delete'));
    return { elements: [], headersWritten: 1, pagesRead: 0 };
  });
}

/** Removes an invoice with its items and entries; refuses in a closed period and when it was reversed. */
export function removeInvoice(call: FunctionCall, invoice: BookRecord): void {
  const recordNo = invoice.RECORDNO as string;
  const posted = invoice.WHENPOSTED ?? '';
  if (posted !== '') refuseClosedPeriod(call, posted, invoice['@ENTITY'] as string);
  if (invoice.STATE === 'Reversed') {
    refuseAsInvalid(`The invoice '${invoice.RECORDID}' cannot be deleted: it is Reversed.`, 'SIM-NOT-DELETABLE');
  }
  refuseApplied(invoice, 'invoice');
  if (posted !== '')
    addToCustomerDue(call.books, invoice.CUSTOMERID as string, negateAmount(invoice.TOTALDUE as string));
  unpostFromLedger(call.books, `ARINVOICE:${recordNo}`);
  for (const item of call.books.find('ARINVOICEITEM', 'RECORDKEY', recordNo)) {
    call.books.remove('ARINVOICEITEM', item.RECORDNO as string);
  }
  call.books.remove('ARINVOICE', recordNo);
}

function invoiceByKey(call: FunctionCall, verb: string): BookRecord {
  const key = call.element.attributes.key as string;
  const byExternalKey = call.element.attributes.externalkey === 'true';
  const invoice = byExternalKey
    ? call.books.rows('ARINVOICE').find((row) => row['@EXTERNALID'] === key)
    : call.books.get('ARINVOICE', key);
  const visible = invoice && (call.entityId === '' || invoice['@ENTITY'] === call.entityId);
  return visible ? invoice : refuseAsInvalid(`Cannot find invoice with key '${key}' to ${verb}.`, 'SIM-NOT-FOUND');
}
