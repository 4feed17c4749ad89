import type { ExceptionCode } from '../../domain/exception';
import type { SystemError } from '../errors';

/** What a refusal means in accounting words, and whom or what it names. */
export interface Refusal {
  code: ExceptionCode;
  subject: string | null;
}

interface RefusalRule {
  pattern: RegExp;
  code: ExceptionCode;
  /** How the subject is read when the pattern captures none. */
  subject: (text: string) => string | null;
  /** The functions of which alone it holds, by name, for example `create APBILL`; null for any. */
  functions: RegExp | null;
}

const quoted = `['"](?<subject>.+?)['"](?=[\\s.,;:)]|$)`;
const dimension = '(?:location|department|class|item|project|employee|vendor|warehouse|contract|task|entity|dimension)';
// A line item is a line, not an item.
const item = '(?<!line )item';
const earningType = '(?:earning|time) ?type';
const bills = /^create APBILL$/;
const applications = /^create ARPYMT$/;
const timesheets = /^(?:create|update) TIMESHEET$/;
const moreThanIsOpen =
  /\b(?:exceeds?|exceeded|(?:more|greater|larger|higher) than)\b.*\b(?:due|open|balance|remain(?:s|ing|der)?|outstanding|available)\b/i;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The one table from Intacct's words to codes, most specific first. The facts (6.3, 13) give the exact text of few
 * refusals, so that most patterns are tolerant of wording. Texts are prepared by `plainWords` before matching. Assumed
 * without any text in the facts, after the pattern of their neighbours: what is said of vendors, of restricted
 * customers, of applying more than is open, and of employees, projects, tasks, items, earning types, timesheets and time
 * periods: of these only "Invalid Project 'P' specified." is there. A task that is closed is as good as none.
 */
const rules: readonly RefusalRule[] = [
  rule('PERMISSION_MISSING', /\bnot have (?:\w+ )?permissions?\b|\binsufficient (?:permission|privilege)s?\b/i),
  // One text for every kind of document (facts 6.3): the function tells that it is a bill's number.
  only(bills, rule('BILL_NUMBER_TAKEN', pattern(`transaction with the number ${quoted} already exists`))),
  rule('BILL_NUMBER_TAKEN', /another (?:\w+ )?bill with the given value\(s\) (?<subject>.+?) already exists/i),
  rule('BILL_NUMBER_TAKEN', /\bbill (?:number|no\.?)\b.*\b(?:already exists|already (?:been )?used)/i, anyQuoted),
  rule('CODE_TAKEN', /another contact with the given value\(s\) (?<subject>.+?) already exists/i),
  rule('INVOICE_NUMBER_TAKEN', /another (?:\w+ )?adjustment with the given value\(s\) (?<subject>.+?) already exists/i),
  rule('INVOICE_NUMBER_TAKEN', pattern(`transaction with the number ${quoted} already exists`)),
  rule('INVOICE_NUMBER_TAKEN', /another (?:\w+ )?invoice with the given value\(s\) (?<subject>.+?) already exists/i),
  rule('INVOICE_NUMBER_TAKEN', /\binvoice (?:number|no\.?)\b.*\b(?:already exists|already (?:been )?used)/i, anyQuoted),
  rule(
    'TIMESHEET_EXISTS',
    /\btime ?sheet\b.*\balready (?:exists?|been (?:created|entered))\b|\balready has a time ?sheet\b/i,
  ),
  rule('TIMESHEET_EXISTS', /\bduplicate time ?sheet\b/i),
  rule('TIME_PERIOD_CLOSED', /\btime ?(?:sheet )?periods?\b.*\b(?:closed|locked)\b/i),
  rule('TIME_PERIOD_CLOSED', /\b(?:closed|locked) time ?(?:sheet )?period\b/i),
  only(
    timesheets,
    rule('TIME_PERIOD_CLOSED', /^(?!.*\b(?:accounting|fiscal|ledger|gl|books?)\b).*\bperiod\b.*\b(?:closed|locked)\b/i),
  ),
  rule('PERIOD_CLOSED', /\b(?:period|books?|month)\b.*\b(?:closed|locked)\b/i, monthNamed),
  rule('PERIOD_CLOSED', /\b(?:closed|locked)\b.*\b(?:period|books?|month)\b/i, monthNamed),
  rule(
    'TIMESHEET_CLOSED',
    /\btime ?sheet\b.*\b(?:approved|closed|locked|(?:cannot|can't|can not) be (?:changed|edited|modified|updated))\b/i,
  ),
  rule(
    'TIMESHEET_CLOSED',
    /\b(?:cannot|can't|can not) (?:change|edit|modify|update)\b.*\btime ?sheet\b|\bapproved time ?sheet\b/i,
  ),
  only(applications, rule('CREDIT_INVOICE_PAID', moreThanIsOpen)),
  only(applications, rule('CREDIT_INVOICE_PAID', /\b(?:already|fully) (?:been )?(?:fully )?(?:paid|applied)\b/i)),
  rule(
    'CUSTOMER_RESTRICTED',
    /\bcustomer\b.*\brestrict(?:ed|ions?|s)\b|\brestrict(?:ed|ions?|s)\b.*\bcustomer\b/i,
    named('customer'),
  ),
  rule('VENDOR_ON_HOLD', /\bvendor\b.*\bon[ -]hold\b/i, named('vendor')),
  rule('VENDOR_INACTIVE', /\bvendor\b.*\b(?:inactive|not active)\b|\binactive vendor\b/i, named('vendor')),
  rule('CUSTOMER_ON_HOLD', /\bcustomer\b.*\bon[ -]hold\b/i, named('customer')),
  rule('CUSTOMER_INACTIVE', /\bcustomer\b.*\b(?:inactive|not active)\b|\binactive customer\b/i, named('customer')),
  rule('ACCOUNT_INACTIVE', /\baccount\b.*\b(?:inactive|not active)\b|\binactive (?:gl )?account\b/i, named('account')),
  ...earningTypeMissing(),
  ...taskNotOfProject(),
  ...inactive('EMPLOYEE_INACTIVE', 'employee', 'inactive|not active|terminated|left|no longer'),
  ...inactive('PROJECT_INACTIVE', 'project', 'inactive|not active|closed|completed'),
  ...inactive('TASK_UNKNOWN', 'task', 'inactive|not active|closed|completed'),
  ...inactive('ITEM_INACTIVE', item, 'inactive|not active'),
  only(
    timesheets,
    rule(
      'EMPLOYEE_INACTIVE',
      /\bemployee\b.*\b(?:inactive|not active|terminated|left|no longer)\b/i,
      named('employee'),
    ),
  ),
  rule(
    'DIMENSION_MISSING',
    pattern(`\\b(?:${dimension}|customer)\\b.*\\b(?:is|are) required\\b.*\\baccount\\b`),
    named('account'),
  ),
  rule(
    'DIMENSION_MISSING',
    pattern(`\\baccount\\b.*\\brequires?\\b.*\\b(?:${dimension}|customer)\\b`),
    named('account'),
  ),
  rule('DIMENSION_MISSING', pattern(`\\bmissing (?:a |the )?(?:required )?${dimension}\\b`), named('account')),
  ...unknown('TAX_DETAIL_UNKNOWN', 'tax detail'),
  ...unknown('CUSTOMER_UNKNOWN', 'customer'),
  ...unknown('VENDOR_UNKNOWN', 'vendor'),
  ...unknown('ACCOUNT_UNKNOWN', '(?:(?:gl|g/l|general ledger) )?account'),
  ...unknown('TERM_UNKNOWN', '(?:(?:ar|payment) )?terms?'),
  ...unknown('CONTACT_UNKNOWN', '(?:(?:customer|ship-?to|bill-?to|ship to|bill to) )?contact'),
  ...unknown('EMPLOYEE_UNKNOWN', 'employee'),
  ...unknown('TASK_UNKNOWN', '(?:project )?task'),
  ...unknown('PROJECT_UNKNOWN', 'project'),
  ...unknown('ITEM_UNKNOWN', item),
  ...unknown('DIMENSION_UNKNOWN', dimension),
  rule(
    'JOURNAL_UNBALANCED',
    /\bdebits?\b.*\bcredits?\b.*\b(?:not|unequal|differ)|\bnot balanced?\b|\bunbalanced\b|\bout of balance\b/i,
  ),
  rule(
    'RATE_MISSING',
    /\bexchange rate\b.*\b(?:not found|missing|required|not exist|not available)|\bno exchange rate\b/i,
  ),
  rule('CURRENCY_MISSING', /\bcurrency\b.*\b(?:missing|required)\b|\binvalid (?:\w+ )?currency\b/i, anyQuoted),
  rule(
    'FIELD_TOO_LONG',
    /\btoo long\b|\b(?:exceeds?|exceeded|over) the (?:maximum|max)\b.*\b(?:length|characters)\b/i,
    anyQuoted,
  ),
  rule('REQUIRED_FIELD_MISSING', /\bmissing required field:? ['"]?(?<subject>[\w .-]+)/i),
  rule('REQUIRED_FIELD_MISSING', /^(?<subject>[\w ]{1,60}?) (?:is|are) (?:missing|required)\b/i),
];

/**
 * The code and subject of the first error that says something specific: descriptions of all errors first, then
 * their corrections. REFUSED_BY_INTACCT without subject when none does. `functionName` is that of the function refused,
 * for example `create APBILL`; null when it is not known which. Facts 6.1, 6.3.
 */
export function refusalOf(errors: readonly SystemError[], functionName: string | null): Refusal {
  const texts = [...errors.map((error) => error.description), ...errors.map((error) => error.correction)];
  for (const text of texts) {
    const words = plainWords(text);
    for (const each of rules) {
      if (each.functions !== null && (functionName === null || !each.functions.test(functionName))) continue;
      const match = each.pattern.exec(words);
      if (match === null) continue;
      return { code: each.code, subject: match.groups?.subject?.trim() ?? each.subject(words) };
    }
  }
  return { code: 'REFUSED_BY_INTACCT', subject: null };
}

/** A text for matching: straight quotes even when encoded twice, single blanks, no support id. Facts 1. */
export function plainWords(text: string): string {
  return text
    .replace(/&#0*39;|&apos;|[\u2018\u2019`]/gi, "'")
    .replace(/&quot;|[\u201c\u201d]/gi, '"')
    .replace(/\[(?:Support|Request) ID:[^\]]*\]/gi, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function rule(code: ExceptionCode, matching: RegExp, subject: RefusalRule['subject'] = () => null): RefusalRule {
  return { code, pattern: matching, subject, functions: null };
}

function only(functions: RegExp, each: RefusalRule): RefusalRule {
  return { ...each, functions };
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'i');
}

// "Invalid Customer 'X' specified." and "Customer 'X' does not exist.", quoted or not.
function unknown(code: ExceptionCode, noun: string): RefusalRule[] {
  const label = `${noun}(?: (?:id|number|no\\.?|name|key))?`;
  const absent = `(?:does not exist|doesn't exist|do not exist|was not found|not found|is (?:invalid|not valid|unknown))`;
  return [
    rule(code, pattern(`\\binvalid ${label}:? ${quoted}`)),
    rule(
      code,
      pattern(
        `\\binvalid ${label}\\b(?! (?:contact|account|term|location|department|group|type|task|position|category|status|rate)\\b)`,
      ),
      named(noun),
    ),
    rule(code, pattern(`\\b${label} (?:with (?:key|id) )?${quoted} ${absent}`)),
    rule(code, pattern(`\\b${label} (?:with (?:key|id) )?\\S+ ${absent}`), named(noun)),
    rule(code, pattern(`\\b(?:cannot|could not|can't) find (?:the )?${label} (?:with (?:key|id) )?${quoted}`)),
  ];
}

// "Employee 'E-7' is inactive.", "Item X1 has been set to inactive", "inactive project 'P-1'".
function inactive(code: ExceptionCode, noun: string, words: string): RefusalRule[] {
  const label = `${noun}(?: (?:id|number|no\\.?|name|key))?`;
  return [
    rule(code, pattern(`\\b${label}:? (?:with (?:key|id) )?${quoted}[^'"]*? (?:${words})\\b`)),
    rule(code, pattern(`\\b${label} (?:\\S+ )?(?:is|was|has been) (?:set to |marked )?(?:${words})\\b`), named(noun)),
    rule(code, pattern(`\\b(?:${words}) ${noun}\\b`), named(noun)),
  ];
}

// Whoever has none is not the subject: that is the type.
function earningTypeMissing(): RefusalRule[] {
  const absent = `(?:missing|required|invalid|not valid|unknown|inactive|not active|not set|not found|not exist|doesn't exist)`;
  return [
    rule('EARNING_TYPE_MISSING', pattern(`\\b${earningType}s?\\b.*\\b${absent}\\b`), after(earningType)),
    rule(
      'EARNING_TYPE_MISSING',
      pattern(`\\b(?:${absent}|no|without|an?|its?|find)(?: an?| the)? ${earningType}\\b`),
      after(earningType),
    ),
  ];
}

// The subject is `<project>/<task>` where both are named, the task where it alone is.
function taskNotOfProject(): RefusalRule[] {
  const subject = (text: string) => {
    const taskId = after('task')(text);
    const projectId = after('project')(text);
    return taskId === null || projectId === null ? taskId : `${projectId}/${taskId}`;
  };
  const notOf =
    '(?:not (?:belong|part|one|a task|assigned|associated|valid|defined|found|exist)|doesn.t (?:belong|exist)|invalid)';
  return [
    rule('TASK_NOT_OF_PROJECT', pattern(`\\btask\\b.*\\b${notOf}\\b.*\\bproject\\b`), subject),
    rule('TASK_NOT_OF_PROJECT', pattern(`\\binvalid task\\b.*\\b(?:for|of|in|under) (?:the )?project\\b`), subject),
    rule(
      'TASK_NOT_OF_PROJECT',
      pattern(`\\bproject\\b.*\\b(?:has no|(?:does not|doesn.t) (?:have|contain))\\b.*\\btask\\b`),
      subject,
    ),
  ];
}

function anyQuoted(text: string): string | null {
  return pattern(quoted).exec(text)?.groups?.subject ?? null;
}

// The quoted text after the noun, else a word after it that holds a digit.
function after(noun: string): (text: string) => string | null {
  const label = `\\b${noun}(?: (?:id|number|no\\.?|name))?:? `;
  const quotedAfter = pattern(`${label}${quoted}`);
  const codeAfter = pattern(`${label}(?<subject>[\\w./-]*\\d[\\w/-]*)`);
  return (text) => quotedAfter.exec(text)?.groups?.subject ?? codeAfter.exec(text)?.groups?.subject ?? null;
}

// As `after`, else the first quoted text.
function named(noun: string): (text: string) => string | null {
  const afterNoun = after(noun);
  return (text) => afterNoun(text) ?? anyQuoted(text);
}

// YYYY-MM of a date MM/DD/YYYY, YYYY-MM-DD or a month in words: what documents wait for is a month.
function monthNamed(text: string): string | null {
  const american = /\b(\d{1,2})\/\d{1,2}\/(\d{4})\b/.exec(text);
  if (american !== null) return `${american[2]}-${(american[1] ?? '').padStart(2, '0')}`;
  const iso = /\b(\d{4}-\d{2})(?:-\d{2})?\b/.exec(text);
  if (iso !== null) return iso[1] ?? null;
  const words = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:\d{1,2}, )?(\d{4})\b/i.exec(text);
  if (words === null) return null;
  const month = months.indexOf((words[1] ?? '').toLowerCase()) + 1;
  return `${words[2]}-${String(month).padStart(2, '0')}`;
}
