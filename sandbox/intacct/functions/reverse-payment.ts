import { compareAmounts } from '../../../domain/money';
import type { BookRecord } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat, withWrapper } from '../intacct-error';
import { refuseClosedPeriod, reverseInLedger } from '../posting';
import { textOf, xmlElement } from '../xml';
import { dateIn } from './invoice-header';
import { refuseApplied, type Settlement, unsettle } from './open-amounts';

/**
 * reverse_arpayment (NSF): what the payment settled is open again, credits that it used are unused again, and the mirror of its entry is
 * posted on datereversed. An advance is reversed in the same way. Refused when what it left has been applied since.
 */
export function reversePayment(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not reverse arpayment record!', () => {
    const key = call.element.attributes.key as string;
    const table = call.books.get('ARADVANCE', key) ? 'ARADVANCE' : 'ARPYMT';
    const record = call.books.get(table, key);
    if (!record || (call.entityId !== '' && record['@ENTITY'] !== call.entityId)) {
      return refuseAsInvalid(`Cannot find arpayment with key '${key}' to reverse.`, 'SIM-NOT-FOUND');
    }
    if (record.STATE === 'Draft' || record.STATE === 'Reversed') {
      refuseAsInvalid(`The payment '${key}' cannot be reversed: it is ${record.STATE}.`, 'SIM-NOT-REVERSIBLE');
    }
    const date = dateIn(call.element, 'datereversed') ?? refuseFormat('Date reversed is required.');
    refuseClosedPeriod(call, date, record['@ENTITY'] as string);
    refuseOtherAccount(call);
    if (table === 'ARADVANCE') reverseAdvance(call, record);
    else reverseReceipt(call, record);
    reverseInLedger(call.books, `${table}:${key}`, `${table}-REVERSAL:${key}`, date);
    const reversed = call.books.get(table, key) as BookRecord;
    call.books.put(table, key, {
      ...reversed,
      DESCRIPTION: textOf(call.element, 'description') || (reversed.DESCRIPTION ?? ''),
      '@REVERSEDON': date,
    });
    return { elements: [xmlElement('key', key)], headersWritten: 1, pagesRead: 0 };
  });
}

function reverseReceipt(call: FunctionCall, payment: BookRecord): void {
  const { books } = call;
  const key = payment.RECORDNO as string;
  if (compareAmounts(payment.TRX_TOTALDUE as string, payment['@OVERPAID'] as string) !== 0) {
    refuseAsInvalid(`The payment '${key}' cannot be reversed: its overpayment is applied.`, 'SIM-APPLIED');
  }
  for (const advance of books.rows('ARADVANCE').filter((row) => row['@PAYMENTKEY'] === key)) {
    reverseAdvance(call, advance);
  }
  unsettle(books, JSON.parse(payment['@SETTLEMENTS'] as string) as Settlement[], call.now);
  books.put('ARPYMT', key, closed(call, payment));
  for (const detail of books.find('ARPYMTDETAIL', 'PAYMENTKEY', key)) {
    books.put('ARPYMTDETAIL', detail.RECORDNO as string, {
      ...detail,
      STATE: 'Reversed',
      WHENMODIFIED: call.now.toISOString(),
    });
  }
}

function reverseAdvance(call: FunctionCall, advance: BookRecord): void {
  refuseApplied(advance, 'advance');
  call.books.put('ARADVANCE', advance.RECORDNO as string, closed(call, advance));
  for (const item of call.books.find('ARADVANCEITEM', 'RECORDKEY', advance.RECORDNO as string)) {
    call.books.put('ARADVANCEITEM', item.RECORDNO as string, { ...item, TOTALDUE: '0', TRX_TOTALDUE: '0' });
  }
}

function closed(call: FunctionCall, record: BookRecord): BookRecord {
  return {
    ...record,
    STATE: 'Reversed',
    TOTALDUE: '0',
    TRX_TOTALDUE: '0',
    WHENMODIFIED: call.now.toISOString(),
    MODIFIEDBY: call.userId,
  };
}

// Another account than the payment's own is for a bank that was closed meanwhile; the mirror always goes to the payment's own here.
function refuseOtherAccount(call: FunctionCall): void {
  const accountNo = textOf(call.element, 'nsfclosedaccount') ?? '';
  if (accountNo === '') return;
  refuseAsInvalid(`Invalid account '${accountNo}' specified.`, 'SIM-NSF-ACCOUNT');
}
