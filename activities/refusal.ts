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
  EMPLOYEE_UNKNOWN: {
    field: 'employee',
    expected: 'an employee that is in Intacct',
    says: (subject) => `employee${subject} is not in Intacct`,
    cause: causeKey.employee,
  },
  EMPLOYEE_INACTIVE: {
    field: 'employee',
    expected: 'an employee who is active on the day',
    says: (subject) => `employee${subject} is inactive, or not employed on the day, in Intacct`,
    cause: causeKey.employee,
  },
  PROJECT_UNKNOWN: {
    field: 'project',
    expected: 'a project that is in Intacct',
    says: (subject) => `project${subject} is not in Intacct`,
    cause: causeKey.project,
  },
  PROJECT_INACTIVE: {
    field: 'project',
    expected: 'a project that takes time',
    says: (subject) => `project${subject} is inactive or closed in Intacct`,
    cause: causeKey.project,
  },
  TASK_UNKNOWN: {
    field: 'task',
    expected: 'a task that is in Intacct',
    says: (subject) => `task${subject} is not in Intacct`,
  },
  TASK_NOT_OF_PROJECT: {
    field: 'task',
    expected: 'a task of the project',
    says: (subject) => `task${subject} is not one of the project in Intacct`,
  },
  ITEM_UNKNOWN: {
    field: 'item',
    expected: 'an item that is in Intacct',
    says: (subject) => `item${subject} is not in Intacct`,
    cause: causeKey.item,
  },
  ITEM_INACTIVE: {
    field: 'item',
    expected: 'an active item',
    says: (subject) => `item${subject} is inactive in Intacct`,
    cause: causeKey.item,
  },
  EARNING_TYPE_MISSING: {
    field: 'earning type',
    expected: 'an earning type that is in Intacct',
    says: (subject) => `an entry has no earning type that Intacct knows${subject}`,
  },
  TIMESHEET_EXISTS: {
    field: 'timesheet',
    expected: 'no timesheet of the employee and period, or one that can be read',
    says: () => 'Intacct has a timesheet of the employee and period, and does not let it be read',
  },
  TIMESHEET_CLOSED: {
    field: 'timesheet',
    expected: 'a timesheet that still takes lines',
    says: () => 'the timesheet of the employee and period is approved in Intacct and takes no more lines',
  },
  TIME_PERIOD_CLOSED: {
    field: 'time period',
    expected: 'an open time period',
    says: (_subject, postingDate) => `the time period of ${postingDate} is closed in Intacct`,
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
    causeKey:
      causeOf(code, documentKey, postingDate) ??
      causeOfTime(code, subject, documents) ??
      causeOfSubject(words, subject),
  };
}

/** What the plan itself tells of the cause. */
function causeOf(code: ExceptionCode, documentKey: string, postingDate: string): string | null {
  if (code === 'PERIOD_CLOSED') return causeKey.period(postingDate.slice(0, 7));
  // Something was paid or applied since it was read: read again, what is left is applied.
  if (code === 'CREDIT_INVOICE_PAID') return causeKey.openAmounts(documentKey);
  return null;
}

/** What the entries of a plan tell of the cause: Intacct need not name the worker, the period, or a task's project. */
function causeOfTime(
  code: ExceptionCode,
  subject: string | null,
  documents: readonly PlannedDocument[],
): string | null {
  const additions = documents.flatMap((each) => (each.kind === 'add-timesheet-entries' ? [each.addition] : []));
  // Of two periods the one that Intacct names.
  const addition = additions.find(({ beginDate }) => beginDate === subject) ?? additions[0];
  if (addition === undefined) return null;
  const { employeeId, beginDate } = addition;
  switch (code) {
    case 'EMPLOYEE_UNKNOWN':
    case 'EMPLOYEE_INACTIVE':
      return causeKey.employee(subject ?? employeeId);
    case 'TASK_UNKNOWN':
    case 'TASK_NOT_OF_PROJECT': {
      const entry = additions.flatMap(({ entries }) => entries).find(({ taskId }) => taskId === subject);
      return entry === undefined || subject === null ? null : causeKey.task(entry.projectId, subject);
    }
    case 'EARNING_TYPE_MISSING': {
      const isNamed = additions.some(({ entries }) => entries.some(({ timeType }) => timeType === subject));
      return isNamed && subject !== null ? causeKey.earningType(subject) : causeKey.employee(employeeId);
    }
    case 'TIME_PERIOD_CLOSED':
      return causeKey.timePeriod(beginDate);
    case 'TIMESHEET_CLOSED':
    case 'TIMESHEET_EXISTS':
      return causeKey.timesheet(employeeId, beginDate);
    default:
      return null;
  }
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
