import type { Rejected } from '../clients/errors';
import { causeKey, type ExceptionCode, type PostingException } from '../domain/exception';
import type { PlannedDocument } from '../domain/posting';
import { postingDateOf } from './repost';

interface RefusalWords {
  field: string;
  expected: string;
  /** What is wrong, given the subject that Intacct named (with a space before it, or empty) and the posting date. */
  says: (subject: string, postingDate: string) => string;
  cause?: (subject: string) => string;
}

const refusalWords: Partial<Record<ExceptionCode, RefusalWords>> = {
  CUSTOMER_UNKNOWN: {
    field: 'customer',
    expected: 'a customer that is in Intacct',
    says: (subject) => `customer${subject} is not in Intacct`,
    cause: causeKey.customer,
  },
  CUSTOMER_ON_HOLD: {
    field: 'customer',
    expected: 'a customer that is not on hold',
    says: (subject) => `customer${subject} is on hold in Intacct`,
    cause: causeKey.customer,
  },
  CUSTOMER_INACTIVE: {
    field: 'customer',
    expected: 'an active customer',
    says: (subject) => `customer${subject} is inactive in Intacct`,
    cause: causeKey.customer,
  },
  CONTACT_UNKNOWN: {
    field: 'ship-to contact',
    expected: 'a contact that is in Intacct',
    says: (subject) => `ship-to contact${subject} is not in Intacct`,
    cause: causeKey.contact,
  },
  TERM_UNKNOWN: {
    field: 'terms',
    expected: 'a term that is in Intacct',
    says: (subject) => `payment term${subject} is not in Intacct`,
    cause: causeKey.term,
  },
  ACCOUNT_UNKNOWN: {
    field: 'account',
    expected: 'an account that is in Intacct',
    says: (subject) => `account${subject} is not in Intacct`,
    cause: causeKey.account,
  },
  ACCOUNT_INACTIVE: {
    field: 'account',
    expected: 'an active account',
    says: (subject) => `account${subject} is inactive in Intacct`,
    cause: causeKey.account,
  },
  DIMENSION_MISSING: {
    field: 'dimension',
    expected: 'every dimension that the account requires',
    says: (subject) => `account${subject} requires a dimension that a line lacks`,
    cause: causeKey.account,
  },
  DIMENSION_UNKNOWN: {
    field: 'dimension',
    expected: 'a dimension value that is in Intacct',
    says: (subject) => `dimension value${subject} is not in Intacct`,
    cause: causeKey.dimension,
  },
  PERIOD_CLOSED: {
    field: 'posting date',
    expected: 'an open period',
    says: (_subject, postingDate) => `period ${postingDate.slice(0, 7)} is closed, posting date ${postingDate}`,
  },
  TAX_DETAIL_UNKNOWN: {
    field: 'tax detail',
    expected: 'a tax detail that is in Intacct',
    says: (subject) => `tax detail${subject} is not in Intacct`,
    cause: causeKey.taxDetail,
  },
  CUSTOMER_RESTRICTED: {
    field: 'customer',
    expected: 'a customer that may be used in the entity',
    says: (subject) => `customer${subject} is restricted to other entities in Intacct`,
    cause: causeKey.customer,
  },
  VENDOR_UNKNOWN: {
    field: 'vendor',
    expected: 'a vendor that is in Intacct',
    says: (subject) => `vendor${subject} is not in Intacct`,
    cause: causeKey.vendor,
  },
  VENDOR_ON_HOLD: {
    field: 'vendor',
    expected: 'a vendor that is not on hold',
    says: (subject) => `vendor${subject} is on hold in Intacct`,
    cause: causeKey.vendor,
  },
  VENDOR_INACTIVE: {
    field: 'vendor',
    expected: 'an active vendor',
    says: (subject) => `vendor${subject} is inactive in Intacct`,
    cause: causeKey.vendor,
  },
  BILL_NUMBER_TAKEN: {
    field: 'bill number',
    expected: 'a number that the vendor has not used in Intacct',
    says: () => 'the vendor has a bill under its number in Intacct already',
  },
  CREDIT_INVOICE_PAID: {
    field: 'invoice',
    expected: 'an invoice with enough left to pay',
    says: () => 'less of the invoice is open than the credit would settle',
  },
  JOURNAL_UNBALANCED: {
    field: 'journal',
    expected: 'debits equal to credits',
    says: () => 'the journal does not balance in Intacct',
  },
  LINES_OF_BOTH_SIGNS: {
    field: 'lines',
    expected: 'lines of one sign',
    says: () => 'a vendor adjustment has lines of both signs',
  },
  INVOICE_NUMBER_TAKEN: {
    field: 'invoice number',
    expected: 'a number that is free in Intacct',
    says: () => 'its number is already in Intacct with other contents',
  },
  PERMISSION_MISSING: {
    field: 'permission',
    expected: 'a web-services user who may do this',
    says: (subject) => `the web-services user lacks a permission${subject}`,
  },
};

const otherWords: RefusalWords = {
  field: 'document',
  expected: 'a document that Intacct accepts',
  says: () => 'refused by Intacct',
};

/** Intacct's refusal of a plan as an exception in accounting words, with the cause whose fix will release it. */
export function refusalException(
  documentKey: string,
  documents: readonly PlannedDocument[],
  refusal: Rejected,
): PostingException {
  const { code, subject } = refusal;
  const words = refusalWords[code] ?? otherWords;
  const postingDate = firstPostingDate(documents);
  const said = refusal.systemErrors.map((error) => `${error.number} ${error.description}`.trim()).join('; ');
  const sentence = words.says(subject === null ? '' : ` ${subject}`, postingDate);
  return {
    code,
    field: words.field,
    expected: words.expected,
    actual: subject ?? (said || refusal.message),
    message: `${documentKey}: ${sentence} (Intacct: ${said || refusal.message})`,
    causeKey: causeOf(code, documentKey, postingDate) ?? causeOfSubject(words, subject),
  };
}

/** What the plan itself tells of the cause. */
function causeOf(code: ExceptionCode, documentKey: string, postingDate: string): string | null {
  if (code === 'PERIOD_CLOSED') return causeKey.period(postingDate.slice(0, 7));
  // Something was paid or applied since it was read: read again, what is left is applied.
  if (code === 'CREDIT_INVOICE_PAID') return causeKey.openAmounts(documentKey);
  return null;
}

function causeOfSubject(words: RefusalWords, subject: string | null): string | null {
  return words.cause === undefined || subject === null ? null : words.cause(subject);
}

function firstPostingDate(documents: readonly PlannedDocument[]): string {
  for (const document of documents) {
    const date = postingDateOf(document);
    if (date !== null) return date;
  }
  throw new Error('a plan of which no document says when it is posted');
}
