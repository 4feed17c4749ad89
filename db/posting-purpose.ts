import { z } from 'zod';
import type { PostingPurpose } from '../domain/posting';

const purposes = [
  'invoice',
  'cost-of-sales',
  'credit-memo',
  'credit-application',
  'bill',
  'supplier-credit',
  'receipt-exchange-difference',
  'ledger-entry',
  'statistical-entry',
  'timesheet',
  'timesheet-next-period',
  'equipment-hours',
  'equipment-cost',
  'invoice-reversal',
  'cost-of-sales-reversal',
  'credit-memo-reversal',
  'bill-reversal',
  'supplier-credit-reversal',
  'receipt-exchange-difference-reversal',
  'ledger-entry-reversal',
  'statistical-entry-reversal',
  'timesheet-reversal',
  'timesheet-next-period-reversal',
  'equipment-hours-reversal',
  'equipment-cost-reversal',
] as const satisfies readonly PostingPurpose[];

/** A purpose as the ledger's rows hold it. */
export const postingPurpose = z.enum(purposes);
