import { z } from 'zod';
import { baseProfile, code } from './profile-parts';

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
    /** What overrides or completes the tax details synced from Intacct. */
    details: z.array(taxDetail),
    /** The same for tax on purchases; where it is carried as lines, it is a cost on the account named. */
    purchaseDetails: z.array(taxDetail).default([]),
  }),
});

/** A company that runs on iMetal. `companies/<company>.yaml`. */
export const imetalProfileSchema = z.strictObject({
  ...baseProfile,
  source: z.literal('imetal'),
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
  credits: z.strictObject({
    /** iMetal document types that are sales credits. */
    types: z.array(code),
    /** Whether a posted credit memo is applied to the invoice that it corrects, as far as that is open. */
    applyToInvoice: z.boolean(),
    /** Intacct wants an account on an application although no money moves. */
    undepositedAccount: code,
    /** A credit without a reason is parked. */
    reasonRequired: z.boolean(),
  }),
  purchasing: z.strictObject({
    /** iMetal document types of suppliers' invoices and credits. */
    invoiceTypes: z.array(code),
    creditTypes: z.array(code),
    /** Goods received, not invoiced: credited by receipts, cleared by bills. */
    goodsReceivedAccount: code,
    /** Invoiced less received. */
    varianceAccount: code,
    /** What a receipt's exchange rate and its bill's differ by. */
    exchangeDifferenceAccount: code,
    /** Stock invoiced that was not received: `park` waits for the receipt, otherwise the account that takes it. */
    unmatched: z.union([z.literal('park'), z.strictObject({ account: code })]),
  }),
  ledgerEntries: z.strictObject({
    journal: code,
    /** Types of stock movements that are ledger entries of their own. */
    movementTypes: z.array(code),
    /** Movement type, or `type/reason` which goes before it → accounts, for value out of stock; the other way round for value in. */
    movements: z.record(
      code,
      z.strictObject({
        debit: code,
        credit: code,
        department: code.optional(),
        /** Quantities beside the money, into a statistical journal. */
        statistics: z.strictObject({ journal: code, account: code, quantity: z.enum(['pieces', 'weight']) }).optional(),
      }),
    ),
    /** Sales group → stock account, where a company has several: in place of the rule's credit, of a transfer of both. */
    stockAccounts: z.record(code, code).optional(),
    /** `100>200`: value that moves from a branch of entity 100 to one of entity 200. Without a rule such a movement is parked. */
    interEntity: z.record(
      z.string().regex(/^[^>]+>[^>]+$/),
      z.strictObject({ dueFromAccount: code, dueToAccount: code }),
    ),
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
  masters: z.strictObject({
    imports: z.strictObject({
      /** iMetal's `ImportCompanyReference`, and the source and user that its importer shows (facts/imetal.md 1.2, 1.3). */
      companyReference: z.string().min(1).max(30),
      source: z.string().min(1).max(50),
      user: z.string().min(1).max(50),
    }),
    /** Which vendors are trade vendors: all of the conditions named must hold; the others are filtered out. */
    tradeVendors: z.strictObject({
      vendorTypes: z.array(code).optional(),
      glGroups: z.array(code).optional(),
      customField: z.strictObject({ field: code, values: z.array(code).min(1) }).optional(),
    }),
    contacts: z.strictObject({
      /** Field → who decides when both sides changed it; every other field: the last writer. */
      owners: z.record(code, z.enum(['intacct', 'imetal'])),
      /** iMetal contact type → Intacct contact category; ship-to addresses go under `shipTo`. */
      categories: z.record(code, code),
      shipToCategory: code,
    }),
    /** Intacct term name → iMetal terms code; a name not named gets a short code of its own. The reverse is `terms`. */
    termCodes: z.record(code, z.string().min(1).max(6)),
    /** Intacct tax authority → iMetal authority code; one not named must fit as it is. */
    taxAuthorityCodes: z.record(code, z.string().min(1).max(12)),
    /** Branch for customers and vendors that no entity restricts. */
    defaultBranch: code,
    /** How often Intacct is looked at for changes, behind every Smart Event. */
    pollIntervalSeconds: z.number().int().min(1),
    overlapSeconds: z.number().int().min(0),
  }),
  openItems: z.strictObject({
    /** A refresh waits until nothing more came for so long, but never longer than the maximum. */
    quietSeconds: z.number().min(0),
    quietSecondsMax: z.number().min(0),
    /** Upper ends of the ages by which overdue amounts are told, in days, rising. */
    overdueDays: z.array(z.number().int().min(1)),
  }),
  credit: z.strictObject({
    /** An answer about credit may be so old; an older one is refreshed first. */
    freshnessSeconds: z.number().int().min(0),
    /** Overdue for longer than this, a customer is over-extended; null: age does not matter. */
    overdueDaysMax: z.number().int().min(0).nullable(),
  }),
});

export type ImetalProfile = z.infer<typeof imetalProfileSchema>;
export type BranchProfile = z.infer<typeof branch>;
