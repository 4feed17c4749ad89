import type { ExceptionCode } from '../../domain/exception';

/** An invoice that the sample day makes wrong on purpose, and how a person puts it right. */
export interface WrongInvoice {
  documentKey: string;
  fault: WrongFault;
  expectedCode: ExceptionCode;
  /** What a person does, in accounting words. */
  fix: string;
}

export type WrongFault =
  | 'customer-unknown'
  | 'customer-on-hold'
  | 'account-inactive'
  | 'dimension-missing'
  | 'period-closed'
  | 'total-mismatch'
  | 'tax-unmapped'
  | 'number-taken';

/** The invoice whose header is a cent more than its lines: within tolerance, so it goes through with a rounding line. */
export const roundingInvoiceKey = 'HOU-DIV-104236';

/** One per reason; the keys are the same for every seed, whenever 20 invoices or more are generated. */
export const wrongInvoices: readonly WrongInvoice[] = [
  {
    documentKey: 'HOU-DIV-104234',
    fault: 'customer-unknown',
    expectedCode: 'CUSTOMER_UNKNOWN',
    fix: 'Create customer C00112 in Intacct, then retry.',
  },
  {
    documentKey: 'HOU-DIV-104235',
    fault: 'customer-on-hold',
    expectedCode: 'CUSTOMER_ON_HOLD',
    fix: 'Take customer C00107 off hold in Intacct, then retry.',
  },
  {
    documentKey: 'HOU-DIV-104237',
    fault: 'account-inactive',
    expectedCode: 'ACCOUNT_INACTIVE',
    fix: 'Make account 4190 active again in Intacct, then retry.',
  },
  {
    documentKey: 'HOU-DIV-104238',
    fault: 'dimension-missing',
    expectedCode: 'DIMENSION_MISSING',
    fix: 'Name the department of sales group TIT in the profile (dimensions.departmentBySalesGroup), then retry.',
  },
  {
    documentKey: 'TOR-DIV-302018',
    fault: 'period-closed',
    expectedCode: 'PERIOD_CLOSED',
    fix: 'Reopen 2026-10 in Intacct and retry, or retry with a posting date in an open period.',
  },
  {
    documentKey: 'BHM-DIV-401010',
    fault: 'total-mismatch',
    expectedCode: 'TOTAL_MISMATCH',
    fix: 'Correct the header total in iMetal (it is 10.00 more than the lines), then retry.',
  },
  {
    documentKey: 'HOU-DIV-104239',
    fault: 'tax-unmapped',
    expectedCode: 'TAX_UNMAPPED',
    fix: 'Name the tax details of authorities LA and LA-NOLA in the profile (branch HOU), then retry.',
  },
  {
    documentKey: 'TOR-DIV-302019',
    fault: 'number-taken',
    expectedCode: 'INVOICE_NUMBER_TAKEN',
    fix: 'The invoice in Intacct was keyed by hand with other contents: abandon with that reason, and correct it there.',
  },
];
