import type { ApAdjustment, ApBill } from '../../domain/ap-bill';
import type { ArAdjustment, CreditApplication } from '../../domain/ar-adjustment';
import type { ArInvoice } from '../../domain/ar-invoice';
import type { ExceptionCode } from '../../domain/exception';
import type { JournalEntry } from '../../domain/journal-entry';
import {
  type Amount,
  compareAmounts,
  formatCents,
  isAmount,
  isWholeCents,
  isZeroAmount,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import type { StatisticalEntry } from '../../domain/statistical-entry';
import type { PostedTimesheet, TimesheetAddition } from '../../domain/timesheet';
import type { PostingFunction } from './intacct-client';
import type { DocumentCurrency, SubledgerLine } from './subledger-elements';

/** Why a document must not be sent. */
export interface PostingFault {
  code: ExceptionCode;
  message: string;
}

interface SubledgerDocument extends DocumentCurrency {
  lines: SubledgerLine[];
  total: Amount;
}

/**
 * What accounting guarantees, asserted once more before sending: lines and taxes make a document's total, a foreign one
 * has a rate, a bill is owed and a payables adjustment is of one sign (facts 8.7); an application moves something; a
 * journal's debits equal its credits; a statistical entry counts something; hours are there, and are not on the
 * timesheet already. Null when all holds.
 */
export function findPostingFault(posting: PostingFunction): PostingFault | null {
  switch (posting.kind) {
    case 'create-invoice':
      return invoiceFault(posting.invoice);
    case 'create-ar-adjustment':
      return arAdjustmentFault(posting.adjustment);
    case 'apply-credit':
      return applicationFault(posting.application);
    case 'create-bill':
      return billFault(posting.bill);
    case 'create-ap-adjustment':
      return apAdjustmentFault(posting.adjustment);
    case 'create-journal-entry':
      return journalFault(posting.entry);
    case 'create-statistical-entry':
      return statisticalFault(posting.entry);
    case 'add-timesheet-entries':
      return timesheetFault(posting.addition, posting.standing);
    case 'reverse-invoice':
      return null;
  }
}

function invoiceFault(invoice: ArInvoice): PostingFault | null {
  const document = `invoice ${invoice.invoiceNumber}`;
  const fault = totalFault(document, invoice) ?? rateFault(document, invoice);
  if (fault !== null || invoice.dueDate !== null || invoice.termName !== null) return fault;
  return { code: 'REQUIRED_FIELD_MISSING', message: `${document}: neither due date nor term` };
}

function arAdjustmentFault(adjustment: ArAdjustment): PostingFault | null {
  const document = `adjustment ${adjustment.adjustmentNumber}`;
  return totalFault(document, adjustment) ?? nothingFault(document, adjustment) ?? rateFault(document, adjustment);
}

function billFault(bill: ApBill): PostingFault | null {
  const document = `bill ${bill.billNumber} of vendor ${bill.vendorId}`;
  const fault = totalFault(document, bill) ?? rateFault(document, bill);
  if (fault !== null) return fault;
  // A generic bill needs the date itself, whatever its term (facts 8.8).
  if (bill.dueDate === null) return { code: 'REQUIRED_FIELD_MISSING', message: `${document}: no due date` };
  if (compareAmounts(bill.total, '0') > 0) return null;
  const message = `${document}: total ${formatCents(bill.total)} ${bill.currency}, expected more than zero`;
  return { code: 'TOTAL_MISMATCH', message };
}

function apAdjustmentFault(adjustment: ApAdjustment): PostingFault | null {
  const document = `adjustment ${adjustment.adjustmentNumber} of vendor ${adjustment.vendorId}`;
  const fault =
    totalFault(document, adjustment) ?? nothingFault(document, adjustment) ?? rateFault(document, adjustment);
  if (fault !== null) return fault;
  const sign = compareAmounts(adjustment.total, '0');
  const astray = adjustment.lines.find((line) => amountsOf(line).some((each) => compareAmounts(each, '0') === -sign));
  if (astray === undefined) return null;
  const came = `a line of ${formatCents(astray.amount)} under a total of ${formatCents(adjustment.total)}`;
  return { code: 'LINES_OF_BOTH_SIGNS', message: `${document}: ${came} ${adjustment.currency}, expected one sign` };
}

function applicationFault(application: CreditApplication): PostingFault | null {
  const document = `application ${application.referenceNumber}`;
  const fault = rateFault(document, application);
  if (fault !== null) return fault;
  if (compareAmounts(application.amount, '0') > 0) return null;
  const message = `${document}: amount ${formatCents(application.amount)} ${application.currency}, expected more than zero`;
  return { code: 'AMOUNT_MISSING', message };
}

function journalFault(entry: JournalEntry): PostingFault | null {
  const sideTotal = (side: 'debit' | 'credit') =>
    sumAmounts(entry.lines.filter((line) => line.side === side).map((line) => line.amount));
  const debits = sideTotal('debit');
  const credits = sideTotal('credit');
  if (compareAmounts(debits, credits) === 0 && entry.lines.length >= 2) return null;
  const difference = formatCents(subtractAmounts(debits, credits));
  const message =
    `journal ${entry.journalSymbol} ${entry.referenceNumber}: debits ${formatCents(debits)} ≠ credits ` +
    `${formatCents(credits)} ${entry.currency} (difference ${difference}), ${entry.lines.length} lines`;
  return { code: 'JOURNAL_UNBALANCED', message };
}

function statisticalFault(entry: StatisticalEntry): PostingFault | null {
  const document = `statistical entry ${entry.journalSymbol} ${entry.referenceNumber}`;
  if (entry.lines.length === 0) return { code: 'QUANTITY_MISSING', message: `${document}: no lines` };
  const wrong = entry.lines.find((line) => !isAmount(line.quantity) || compareAmounts(line.quantity, '0') <= 0);
  if (wrong === undefined) return null;
  const came = `line ${wrong.lineNumber} has a quantity of "${wrong.quantity}"`;
  return { code: 'QUANTITY_MISSING', message: `${document}: ${came}, expected more than zero` };
}

function timesheetFault(addition: TimesheetAddition, standing: PostedTimesheet | null): PostingFault | null {
  const document = `${addition.reference} on the timesheet of employee ${addition.employeeId} from ${addition.beginDate}`;
  if (addition.entries.length === 0) return { code: 'HOURS_MISSING', message: `${document}: no entries` };
  const wrong = addition.entries.find(({ hours }) => !isAmount(hours) || !isWholeCents(hours) || isZeroAmount(hours));
  if (wrong !== undefined) {
    const came = `entry ${wrong.lineNumber} has "${wrong.hours}" hours`;
    return { code: 'HOURS_MISSING', message: `${document}: ${came}, expected some, of two decimals at most` };
  }
  // Nothing in Intacct tells a second set of the same hours from the first.
  if (!standing?.entries.some(({ notes }) => notes === addition.reference)) return null;
  const message = `${document}: entries of that reference stand on timesheet ${standing.recordNumber} already`;
  return { code: 'OUTCOME_CONFLICT', message };
}

function totalFault(document: string, { lines, total, currency }: SubledgerDocument): PostingFault | null {
  const sum = sumAmounts(lines.flatMap(amountsOf));
  if (compareAmounts(sum, total) === 0) return null;
  const came = `lines and taxes ${formatCents(sum)} ${currency}`;
  return { code: 'TOTAL_MISMATCH', message: `${document}: ${came} ≠ total ${formatCents(total)} ${currency}` };
}

// What adjusts by nothing says nothing of its direction.
function nothingFault(document: string, { total, currency }: SubledgerDocument): PostingFault | null {
  if (compareAmounts(total, '0') !== 0) return null;
  return { code: 'TOTAL_MISMATCH', message: `${document}: total 0.00 ${currency}, expected a credit or a debit` };
}

function rateFault(document: string, { currency, baseCurrency, exchangeRate }: DocumentCurrency): PostingFault | null {
  if (currency === baseCurrency || exchangeRate !== null) return null;
  return { code: 'RATE_MISSING', message: `${document}: no exchange rate from ${currency} to ${baseCurrency}` };
}

function amountsOf(line: SubledgerLine): Amount[] {
  return [line.amount, ...line.taxEntries.map((tax) => tax.amount)];
}
