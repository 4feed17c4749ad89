import { sumAmounts } from '../domain/money';
import type { DocumentSummary, PlannedDocument } from '../domain/posting';
import { firstDayOf } from './timesheet-additions';

/** Money and month of one Intacct document: amounts signed as Intacct holds them, a credit memo's negative. */
export interface PlannedMoney {
  /** Null for quantities and hours. */
  amount: string | null;
  currency: string | null;
  /** YYYY-MM. */
  period: string | null;
}

/** What the ledger says of one planned document; a reversal's money is the document's own until Intacct says more. */
export function moneyOfPlanned(document: PlannedDocument, summary: DocumentSummary): PlannedMoney {
  switch (document.kind) {
    case 'create-invoice':
      return moneyOf(document.invoice);
    case 'create-ar-adjustment':
    case 'create-ap-adjustment':
      return moneyOf(document.adjustment);
    case 'create-bill':
      return moneyOf(document.bill);
    case 'create-journal-entry': {
      // Between entities an entry's debits are the value twice, and of a movement both ways neither's.
      if (document.purpose === 'ledger-entry' && summary.amount !== null) {
        return { amount: summary.amount, currency: summary.currency, period: document.entry.postingDate.slice(0, 7) };
      }
      const debits = document.entry.lines.filter((line) => line.side === 'debit');
      const { currency, postingDate } = document.entry;
      return moneyOf({ total: sumAmounts(debits.map((line) => line.amount)), currency, postingDate });
    }
    case 'create-statistical-entry':
      return { amount: null, currency: null, period: document.entry.postingDate.slice(0, 7) };
    // Hours are no money.
    case 'add-timesheet-entries':
      return { amount: null, currency: null, period: firstDayOf(document.addition).slice(0, 7) };
    case 'apply-credit': {
      const { amount: total, currency, applicationDate: postingDate } = document.application;
      return moneyOf({ total, currency, postingDate });
    }
    case 'reverse-invoice':
      return { amount: summary.amount, currency: summary.currency, period: document.reversalDate.slice(0, 7) };
  }
}

function moneyOf(document: { total: string; currency: string; postingDate: string }): PlannedMoney {
  const { total, currency, postingDate } = document;
  return { amount: total, currency, period: postingDate.slice(0, 7) };
}
