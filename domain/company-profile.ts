import { z } from 'zod';

const code = z.string().min(1);
const amount = z.string().regex(/^\d+(\.\d{1,2})?$/, 'an amount such as 0.05, in quotes');

const taxDetail = z.strictObject({
  /** iMetal's tax authority of the slot, and the item's tax class in that slot. */
  authority: code,
  class: z.number().int(),
  /** Intacct TAXDETAIL.DETAILID; for tax carried as lines it only names the line. */
  detail: code,
  /** Liability account, for tax carried as lines only. */
  account: code.optional(),
});

const branch = z.strictObject({
  entity: code,
  location: code,
  baseCurrency: z.string().regex(/^[A-Z]{3}$/),
  tax: z.strictObject({
    /** `entries`: VAT tax solutions (UK, Canada). `lines`: own invoice lines to liability accounts (US). */
    carriedAs: z.enum(['entries', 'lines']),
    solution: code.optional(),
    details: z.array(taxDetail),
  }),
});

/** A company's profile: how its operations become its ledger. No secrets, no addresses. `companies/<company>.yaml`. */
export const companyProfileSchema = z.strictObject({
  /** The hub's key for the company; part of every workflow id and control id. */
  company: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: code,
  source: z.literal('imetal'),
  intacct: z.strictObject({
    /** Requests in flight for the whole company, over all workers (facts/intacct.md 4.7: 1, 2 or 5 by tier). */
    requestsInFlightMax: z.number().int().min(1).max(20),
    requestTimeoutMs: z.number().int().min(1000).max(900_000),
  }),
  /** iMetal document types that are sales invoices. */
  invoiceTypes: z.array(code).min(1),
  branches: z.record(code, branch),
  accounts: z.strictObject({
    /** iMetal nominal code → Intacct account, where the nominal account's own external code is not right. */
    overrides: z.record(code, code),
    rounding: code,
  }),
  /** Largest |header − Σ lines| that becomes a rounding line, document currency; and largest |total cost − Σ costs|, base currency. */
  roundingTolerance: amount,
  collapse: z.enum(['per-account', 'per-account-and-product-group', 'none']),
  costOfSales: z.strictObject({
    journal: code,
    posting: z.enum(['with-invoice', 'day-and-branch']),
  }),
  /** Stock adjustment reason → accounts (iMetal's own formula syntax is unconfirmed, so the profile says). */
  stockAdjustments: z.record(code, z.strictObject({ debit: code, credit: code })),
  dimensions: z.strictObject({
    /** iMetal sales group → Intacct department. */
    departmentBySalesGroup: z.record(code, code),
  }),
  shipTo: z.strictObject({
    /** Intacct contact name for a ship-to address; `{customer}` and `{address}` are replaced by iMetal's codes. */
    contactName: code,
  }),
  /** iMetal terms code → Intacct term name; a code not named goes as it is. */
  terms: z.record(code, code),
  feed: z.strictObject({
    /** Documents dated before this day (YYYY-MM-DD) are not the hub's: another way took them, or takes them, to the ledger. */
    startFrom: z.iso.date(),
    pollIntervalSeconds: z.number().int().min(1),
    /** Looks back this far behind the cursor, for transactions that commit late. */
    overlapSeconds: z.number().int().min(0),
    /** How long a header may stand without its children before it is an exception. */
    incompleteGraceSeconds: z.number().int().min(0),
  }),
});

export type CompanyProfile = z.infer<typeof companyProfileSchema>;
export type BranchProfile = z.infer<typeof branch>;
