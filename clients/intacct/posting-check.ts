import type { ArInvoice } from '../../domain/ar-invoice';
import type { ExceptionCode } from '../../domain/exception';
import type { JournalEntry } from '../../domain/journal-entry';
import { compareAmounts, formatCents, subtractAmounts, sumAmounts } from '../../domain/money';
import type { PostingFunction } from './intacct-client';

/** Why a document must not be sent. */
export interface PostingFault {
  code: ExceptionCode;
  message: string;
}

/**
 * What accounting guarantees, asserted once more before sending: an invoice's lines and taxes make its total, a
 * foreign one has a rate; a journal's debits equal its credits. Null when all holds.
 */
export function findPostingFault(posting: PostingFunction): PostingFault | null {
  if (posting.kind === 'create-invoice') return invoiceFault(posting.invoice);
  if (posting.kind === 'create-journal-entry') return journalFault(posting.entry);
  return null;
}

function invoiceFault(invoice: ArInvoice): PostingFault | null {
  const document = `invoice ${invoice.invoiceNumber}`;
  const taxes = invoice.lines.flatMap((line) => line.taxEntries.map((tax) => tax.amount));
  const sum = sumAmounts([...invoice.lines.map((line) => line.amount), ...taxes]);
  if (compareAmounts(sum, invoice.total) !== 0) {
    const came = `lines and taxes ${formatCents(sum)} ${invoice.currency}`;
    const message = `${document}: ${came} ≠ total ${formatCents(invoice.total)} ${invoice.currency}`;
    return { code: 'TOTAL_MISMATCH', message };
  }
  if (invoice.currency !== invoice.baseCurrency && invoice.exchangeRate === null) {
    const message = `${document}: no exchange rate from ${invoice.currency} to ${invoice.baseCurrency}`;
    return { code: 'RATE_MISSING', message };
  }
  if (invoice.dueDate === null && invoice.termName === null) {
    return { code: 'REQUIRED_FIELD_MISSING', message: `${document}: neither due date nor term` };
  }
  return null;
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
