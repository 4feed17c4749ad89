import { z } from 'zod';
import {
  amount,
  contactItem,
  customerItem,
  id,
  statisticalAccountItem,
  statisticalJournalItem,
  status,
  taxDetailItem,
  taxScheduleItem,
  termItem,
  vendorItem,
} from './company-file-masters';
import {
  earningTypeItem,
  employeeItem,
  employeePositionItem,
  itemGlGroupItem,
  itemItem,
  projectItem,
  taskItem,
  timesheetItem,
} from './company-file-time';

/** A Smart Event: which changes of which object are told to whom, with what arguments. */
const smartEventItem = z.strictObject({
  /** `smartlinkid` in the log. */
  smartEventId: id.optional(),
  object: id,
  events: z.array(z.enum(['add', 'set', 'delete'])).min(1),
  url: z.url(),
  /** Form arguments; `{!OBJECT.FIELD!}` in a value stands for the record's field. */
  arguments: z.record(id, z.string()),
});

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** The whole set-up of a sandbox company: what an implementer would have keyed in. Loaded by `PUT /admin/company`. */
export const sandboxCompanySchema = z.strictObject({
  companyId: id,
  /** Web-services senders; one that is not authorised is known but refused for this company. */
  senders: z.array(z.strictObject({ senderId: id, password: id, authorised: z.boolean().default(true) })),
  users: z.array(
    z.strictObject({
      userId: id,
      password: id,
      status,
      /** Functions and objects that this user may not use, for example `create_invoice`, `GLBATCH`. */
      denied: z.array(id).default([]),
    }),
  ),
  entities: z.array(
    z.strictObject({
      entityId: id,
      name: id,
      baseCurrency: id,
      /** `VAT` entities take taxentries on lines and refuse none; others refuse taxentries. */
      taxSolution: z.enum(['VAT', 'none']).default('none'),
      status,
    }),
  ),
  /** Location dimension values; each entity is also one. */
  locations: z.array(z.strictObject({ locationId: id, name: id, entityId: id, status })).default([]),
  departments: z.array(z.strictObject({ departmentId: id, title: id, status })).default([]),
  accounts: z.array(
    z.strictObject({
      accountNo: id,
      title: id,
      accountType: z.enum(['balancesheet', 'incomestatement']),
      normalBalance: z.enum(['debit', 'credit']),
      status,
      /** Dimensions without which a line is refused. */
      requires: z
        .array(z.enum(['DEPARTMENT', 'LOCATION', 'CUSTOMER', 'ITEM', 'CLASS', 'PROJECT', 'TASK', 'EMPLOYEE']))
        .default([]),
    }),
  ),
  journals: z.array(z.strictObject({ symbol: id, title: id, status })),
  /** Journals and accounts of quantities: pieces, weights. */
  statAccounts: z.array(statisticalAccountItem).default([]),
  statJournals: z.array(statisticalJournalItem).default([]),
  terms: z.array(termItem),
  /** Terms of vendors. */
  apTerms: z.array(termItem).default([]),
  taxDetails: z.array(taxDetailItem),
  taxSchedules: z.array(taxScheduleItem).default([]),
  contacts: z.array(contactItem),
  customers: z.array(customerItem),
  vendors: z.array(vendorItem).default([]),
  itemGlGroups: z.array(itemGlGroupItem).default([]),
  items: z.array(itemItem).default([]),
  earningTypes: z.array(earningTypeItem).default([]),
  employeePositions: z.array(employeePositionItem).default([]),
  employees: z.array(employeeItem).default([]),
  projects: z.array(projectItem).default([]),
  tasks: z.array(taskItem).default([]),
  timesheets: z.array(timesheetItem).default([]),
  /** First days of time periods that are closed. */
  closedTimePeriods: z.array(date).default([]),
  /** Tenant's own fields by object, added to the settings: `VENDOR: ['TRADE']`. */
  customFields: z.record(id, z.array(id)).optional(),
  /** Months (YYYY-MM) that are closed, for all entities or for one; every other month is open. */
  closedPeriods: z
    .array(z.strictObject({ month: z.string().regex(/^\d{4}-\d{2}$/), entityId: id.optional() }))
    .default([]),
  /** Receivables control account that every invoice debits. */
  receivablesAccountNo: id,
  /** Payables control account that every bill credits; without it bills are refused. */
  payablesAccountNo: id.optional(),
  /** Checking accounts; `entityId` says whose, absent for all. */
  banks: z
    .array(
      z.strictObject({
        bankId: id,
        name: z.string().default(''),
        accountNo: id,
        entityId: id.optional(),
        currency: id.optional(),
        status,
      }),
    )
    .default([]),
  /** The account of undeposited funds; without it any active account may be named as one. */
  undepositedAccountNo: id.optional(),
  /** Discounts that customers take; without it discounts are refused. */
  discountAccountNo: id.optional(),
  /** Exchange gains and losses; without it payments at another rate than their invoice's are refused. */
  gainLossAccountNo: id.optional(),
  /** Advances that a legacy payment leaves; without it they stand on receivables. */
  advancesAccountNo: id.optional(),
  /** HTTP posts after a commit: unsigned, once, to say that a record changed (facts/intacct.md section 9). */
  smartEvents: z.array(smartEventItem).default([]),
  preferences: z
    .strictObject({
      /** BL03002185 on a second invoice with the same number (facts/intacct.md 6.3). */
      refuseDuplicateInvoiceNumbers: z.boolean().default(true),
      /** Unconfirmed of the real system, hence a setting. */
      refuseInvoicesForCustomersOnHold: z.boolean().default(true),
      /** BL03002185 on a second bill of one vendor with the same number. */
      refuseDuplicateBillNumbers: z.boolean().default(true),
      /** Unconfirmed of the real system, hence a setting. */
      refuseBillsForVendorsOnHold: z.boolean().default(true),
    })
    .prefault({}),
  /** Invoices keyed in before the hub came, each with one line. */
  openingInvoices: z
    .array(
      z.strictObject({
        entityId: id,
        customerId: id,
        invoiceNumber: id,
        invoiceDate: date,
        dueDate: date,
        currency: id,
        accountNo: id,
        departmentId: id.optional(),
        amount,
        description: z.string().default(''),
      }),
    )
    .default([]),
  /** Bills keyed in before the hub came, each with one line. */
  openingBills: z
    .array(
      z.strictObject({
        entityId: id,
        vendorId: id,
        billNumber: id,
        billDate: date,
        dueDate: date,
        currency: id,
        accountNo: id,
        amount,
        description: z.string().default(''),
      }),
    )
    .default([]),
});

export type SandboxCompany = z.infer<typeof sandboxCompanySchema>;
export type SandboxCompanyInput = z.input<typeof sandboxCompanySchema>;
