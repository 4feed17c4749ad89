/**
 * Why a document is parked. The codes are stable: operators script against them, and `docs/errors.md` gives each
 * its way out (a test keeps both lists equal).
 */
export const exceptionCodes = [
  'CUSTOMER_UNKNOWN',
  'CUSTOMER_ON_HOLD',
  'CUSTOMER_INACTIVE',
  'CONTACT_UNKNOWN',
  'TERM_UNKNOWN',
  'ACCOUNT_UNKNOWN',
  'ACCOUNT_INACTIVE',
  'ACCOUNT_UNMAPPED',
  'DIMENSION_MISSING',
  'DIMENSION_UNKNOWN',
  'PERIOD_CLOSED',
  'TOTAL_MISMATCH',
  'COST_MISMATCH',
  'BASE_AMOUNT_MISMATCH',
  'TAX_MISMATCH',
  'TAX_UNMAPPED',
  'TAX_DETAIL_UNKNOWN',
  'CURRENCY_MISSING',
  'RATE_MISSING',
  'AMOUNT_MISSING',
  'REQUIRED_FIELD_MISSING',
  'BRANCH_UNMAPPED',
  'COST_GROUP_UNKNOWN',
  'FIELD_TOO_LONG',
  'TEXT_UNPRINTABLE',
  'DOCUMENT_INCOMPLETE',
  'DOCUMENT_NOT_FOUND',
  'INVOICE_NUMBER_TAKEN',
  'OUTCOME_CONFLICT',
  'CHANGED_AFTER_POSTING',
  'JOURNAL_UNBALANCED',
  'CREDIT_INVOICE_MISSING',
  'CREDIT_INVOICE_NOT_POSTED',
  'CREDIT_EXCEEDS_INVOICE',
  'CREDIT_INVOICE_PAID',
  'CREDIT_REASON_MISSING',
  'VENDOR_UNKNOWN',
  'VENDOR_ON_HOLD',
  'VENDOR_INACTIVE',
  'BILL_NUMBER_TAKEN',
  'GOODS_UNMATCHED',
  'MATCH_MISMATCH',
  'LINES_OF_BOTH_SIGNS',
  'MOVEMENT_UNMAPPED',
  'MOVEMENT_ACROSS_ENTITIES',
  'QUANTITY_MISSING',
  'CUSTOMER_RESTRICTED',
  'TERM_INEXPRESSIBLE',
  'TAX_INEXPRESSIBLE',
  'CODE_TAKEN',
  'PARENT_UNKNOWN',
  'PARENT_LOOP',
  'RESTRICTION_UNMAPPED',
  'CONTACT_WITHOUT_PARTY',
  'IMPORT_REFUSED',
  'CUSTOMER_NOT_IN_IMETAL',
  'EMPLOYEE_UNKNOWN',
  'EMPLOYEE_INACTIVE',
  'EMAIL_MISSING',
  'EMAIL_TAKEN',
  'ROLE_UNKNOWN',
  'EXTERNAL_ID_TAKEN',
  'GL_GROUP_MISSING',
  'ITEM_IN_BOTH_GROUPS',
  'CLIENT_UNKNOWN',
  'WORKER_UNLINKED',
  'WORKER_RELINKED',
  'PROJECT_UNKNOWN',
  'PROJECT_INACTIVE',
  'TASK_UNKNOWN',
  'TASK_NOT_OF_PROJECT',
  'ITEM_UNKNOWN',
  'ITEM_INACTIVE',
  'ASSET_WITHOUT_ITEM',
  'RATE_PER_HOUR_MISSING',
  'EARNING_TYPE_MISSING',
  'TIMESHEET_NOT_APPROVED',
  'TIMESHEET_NOT_COMPLETED',
  'TIMESHEET_ALREADY_PROCESSED',
  'TIMESHEET_OVERLAPS',
  'TIMESHEET_TOO_LONG',
  'TIMESHEET_EXISTS',
  'TIMESHEET_CLOSED',
  'TIME_PERIOD_CLOSED',
  'TIME_ZONE_UNKNOWN',
  'HOURS_MISSING',
  'HOURS_MISMATCH',
  'UNIQUE_TAKEN',
  'REFERENCE_UNKNOWN',
  'REFUSED_BY_ASSIGNAR',
  'SIGN_IN_REFUSED',
  'PERMISSION_MISSING',
  'REFUSED_BY_INTACCT',
] as const;

export type ExceptionCode = (typeof exceptionCodes)[number];

/** One reason why a document cannot be posted, in accounting words. Several may hold at once. */
export interface PostingException {
  code: ExceptionCode;
  /** The field or line at fault, for example `charge 88121: account`. */
  field: string;
  expected: string;
  actual: string;
  /** A whole sentence that names the document: "invoice HOU-DIV-104233: lines 90.00 USD ≠ total 100.00 USD …". */
  message: string;
  /** What the document waits for, shared by all that wait on it: `customer:C00123`, `period:2026-10`. */
  causeKey: string | null;
}

/** The keys under which documents wait for one cause; each is `<kind>:<value>`. */
export const causeKey = {
  customer: (customerId: string) => `customer:${customerId}`,
  contact: (contactName: string) => `contact:${contactName}`,
  term: (termName: string) => `term:${termName}`,
  account: (accountNumber: string) => `account:${accountNumber}`,
  /** A value of a department, location or other dimension that Intacct does not have. */
  dimension: (value: string) => `dimension:${value}`,
  /** A nominal account of the source that has no ledger account yet. */
  nominalAccount: (nominalCode: string) => `nominal-account:${nominalCode}`,
  /** A sales group of the source that names no nominal account for a cost group. */
  salesGroup: (salesGroupCode: string, costGroup: string) => `sales-group:${salesGroupCode}/${costGroup}`,
  /** A stock adjustment reason that the profile gives no accounts. */
  adjustmentReason: (reasonCode: string) => `adjustment-reason:${reasonCode}`,
  /** A month, YYYY-MM. */
  period: (month: string) => `period:${month}`,
  tax: (authorityCode: string, taxClass: string) => `tax:${authorityCode}/${taxClass}`,
  taxDetail: (taxDetailId: string) => `tax-detail:${taxDetailId}`,
  vendor: (vendorId: string) => `vendor:${vendorId}`,
  /** What was open of a credit and of its invoice, which changed before the application was sent. */
  openAmounts: (applicationKey: string) => `open-amounts:${applicationKey}`,
  /** A document that must be posted first. */
  document: (documentKey: string) => `document:${documentKey}`,
  /** A kind of stock movement, with its reason, that the profile gives no accounts. */
  movement: (movementType: string, reasonCode: string) => `movement:${movementType}/${reasonCode}`,
  /** Two entities, the giving one first, between which the profile has no rule: `100>200`. */
  interEntity: (pair: string) => `inter-entity:${pair}`,
  purchaseTax: (authorityCode: string, taxClass: string) => `purchase-tax:${authorityCode}/${taxClass}`,
  purchaseGroup: (purchaseGroupCode: string, costGroup: string) => `purchase-group:${purchaseGroupCode}/${costGroup}`,
  /** A location to which a party is restricted and that no branch of the profile has. */
  location: (locationId: string) => `location:${locationId}`,
  branch: (branchCode: string) => `branch:${branchCode}`,
  employee: (employeeId: string) => `employee:${employeeId}`,
  project: (projectId: string) => `project:${projectId}`,
  /** A task of a project: `P-100/100-200`. */
  task: (projectId: string, taskId: string) => `task:${projectId}/${taskId}`,
  item: (itemId: string) => `item:${itemId}`,
  earningType: (name: string) => `earning-type:${name}`,
  /** A worker of Assignar, by its id there, who is nobody in Intacct. */
  worker: (userId: string) => `worker:${userId}`,
  /** A client, project, role or asset of Assignar that Intacct does not know: `project/311`. */
  assignarRecord: (object: string, id: string) => `assignar:${object}/${id}`,
  /** A worker's timesheet of a period in Intacct: `E-7/2026-11-16`. */
  timesheet: (employeeId: string, beginDate: string) => `timesheet:${employeeId}/${beginDate}`,
  timePeriod: (beginDate: string) => `time-period:${beginDate}`,
  itemGlGroup: (name: string) => `item-gl-group:${name}`,
  company: (company: string) => `company:${company}`,
  /** That a system accepts the credentials of the company. */
  signIn: (system: 'assignar') => `sign-in:${system}`,
  /** That a system lets these credentials do what was asked. */
  permission: (system: 'assignar') => `permission:${system}`,
} as const;
