import { z } from 'zod';
import { askAdmin } from '../../sandbox/admin-port';
import type { SandboxCompanyInput } from '../../sandbox/intacct/company-file';
import type { FaultInput } from '../../sandbox/intacct/faults';
import { type FaultDoors, faultDoors } from './fault-doors';

const counters = z.record(z.string(), z.number());
const statisticsSchema = z.object({
  requests: z.number(),
  transactionsByFunction: counters,
  inFlightMaxObserved: z.number(),
  openMaxObserved: z.number(),
  duplicatesRefused: z.number(),
  concurrentRefused: z.number(),
  refusalsByNumber: counters,
  faultsFired: counters,
});
export type IntacctStatistics = z.infer<typeof statisticsSchema>;

const invoiceSchema = z.looseObject({
  RECORDNO: z.string(),
  RECORDID: z.string(),
  STATE: z.string(),
  CUSTOMERID: z.string(),
  CURRENCY: z.string(),
  TRX_TOTALENTERED: z.string(),
});
export type IntacctInvoice = z.infer<typeof invoiceSchema>;

const journalEntrySchema = z.looseObject({
  RECORDNO: z.string(),
  JOURNAL: z.string(),
  REFERENCENO: z.string().optional(),
  BATCH_TITLE: z.string(),
});
export type IntacctJournalEntry = z.infer<typeof journalEntrySchema>;

const receivableDocumentSchema = z.looseObject({
  object: z.enum(['ARADJUSTMENT', 'ARPYMT', 'ARADVANCE']),
  RECORDNO: z.string(),
  RECORDID: z.string().optional(),
  DOCNUMBER: z.string().optional(),
  STATE: z.string(),
  CUSTOMERID: z.string(),
});
export type ReceivableDocument = z.infer<typeof receivableDocumentSchema>;

const payableDocumentSchema = z.looseObject({
  object: z.enum(['APBILL', 'APADJUSTMENT']),
  RECORDNO: z.string(),
  RECORDID: z.string(),
  VENDORID: z.string(),
  DESCRIPTION: z.string(),
});
export type PayableDocument = z.infer<typeof payableDocumentSchema>;

const balanceSchema = z.object({
  document: z.string(),
  account: z.string(),
  entity: z.string(),
  currency: z.string(),
  documentAmount: z.string(),
  baseAmount: z.string(),
});
/** What one document did to an account, debit positive; `document` is `ARINVOICE:12`. */
export type DocumentBalance = z.infer<typeof balanceSchema>;

const statementSchema = z.object({
  customerId: z.string(),
  items: z.array(
    z.object({
      kind: z.enum(['invoice', 'credit-memo', 'debit-memo', 'advance', 'overpayment']),
      recordNumber: z.string(),
      documentNumber: z.string(),
      currency: z.string(),
      openAmount: z.string(),
      totalAmount: z.string(),
    }),
  ),
});
/** A customer's open items; what is owed to the customer is negative. */
export type CustomerStatement = z.infer<typeof statementSchema>;

const addressSchema = {
  address1: z.string().optional(),
  address2: z.string().optional(),
  address3: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  zip: z.string().optional(),
  countryCode: z.string().optional(),
};
const standing = { status: z.string(), onHold: z.boolean(), objectRestriction: z.string().optional() };
const companySchema = z.looseObject({
  terms: z.array(z.looseObject({ name: z.string(), dueDays: z.number(), dueFrom: z.string() })),
  vendors: z.array(
    z.looseObject({
      vendorId: z.string(),
      ...standing,
      name: z.string(),
      creditLimit: z.string().optional(),
      displayContact: z.looseObject(addressSchema).optional(),
    }),
  ),
  contacts: z.array(
    z.looseObject({
      contactName: z.string(),
      printAs: z.string(),
      firstName: z.string().optional(),
      lastName: z.string().optional(),
      phone1: z.string().optional(),
      email1: z.string().optional(),
      status: z.string(),
      ...addressSchema,
    }),
  ),
  customers: z.array(
    z.looseObject({
      customerId: z.string(),
      ...standing,
      name: z.string(),
      parentId: z.string().optional(),
      creditLimit: z.string().optional(),
      currency: z.string().optional(),
      restrictedLocations: z.array(z.string()).optional(),
      displayContact: z.looseObject(addressSchema).optional(),
      contactList: z.array(z.object({ category: z.string(), contactName: z.string() })).optional(),
    }),
  ),
});
/** Masters as finance keyed them in. */
export type IntacctCompany = z.infer<typeof companySchema>;

const quantitySchema = z.object({ account: z.string(), location: z.string(), quantity: z.string() });

/** The sandbox's admin port, for those who upset it and look into its books. */
export interface IntacctAdmin extends FaultDoors<FaultInput> {
  setRequestsInFlightMax(requestsInFlightMax: number, latencyMs: number): Promise<void>;
  /** Closes or opens a month (YYYY-MM) of all entities. */
  setMonth(month: string, act: 'close' | 'open'): Promise<void>;
  /** Replaces the company and all its books. */
  loadCompany(company: SandboxCompanyInput): Promise<void>;
  statistics(): Promise<IntacctStatistics>;
  invoices(): Promise<IntacctInvoice[]>;
  journalEntries(): Promise<IntacctJournalEntry[]>;
  receivableDocuments(): Promise<ReceivableDocument[]>;
  payableDocuments(): Promise<PayableDocument[]>;
  balancesByDocument(): Promise<DocumentBalance[]>;
  statements(): Promise<CustomerStatement[]>;
  /** Statistical quantities by `account location`. */
  quantities(): Promise<Map<string, string>>;
  company(): Promise<IntacctCompany>;
  /** Posts of Smart Events that are lost, as a share, and the next ones that come twice. */
  troubleSmartEvents(lostFraction: number, duplicateNext: number): Promise<void>;
  hasMaster(kind: string, id: string): Promise<boolean>;
}

/** Throws with the sandbox's own words when it refuses. */
export function createIntacctAdmin(adminUrl: string): IntacctAdmin {
  return {
    ...faultDoors(adminUrl),
    async setRequestsInFlightMax(requestsInFlightMax, latencyMs) {
      await askAdmin(adminUrl, 'PATCH', 'settings', { requestsInFlightMax, latencyMs });
    },
    async setMonth(month, act) {
      await askAdmin(adminUrl, 'POST', `periods/${month}/${act}`, {});
    },
    async loadCompany(company) {
      await askAdmin(adminUrl, 'PUT', 'company', company);
    },
    statistics: async () => statisticsSchema.parse(await askAdmin(adminUrl, 'GET', 'statistics')),
    invoices: async () => z.array(invoiceSchema).parse(await askAdmin(adminUrl, 'GET', 'invoices')),
    receivableDocuments: async () =>
      z.array(receivableDocumentSchema).parse(await askAdmin(adminUrl, 'GET', 'receivable-documents')),
    payableDocuments: async () =>
      z.array(payableDocumentSchema).parse(await askAdmin(adminUrl, 'GET', 'payable-documents')),
    async balancesByDocument() {
      const answer = await askAdmin(adminUrl, 'GET', 'ledger?by=document,account,entity,currency');
      return z.object({ rows: z.array(balanceSchema) }).parse(answer).rows;
    },
    statements: async () => z.array(statementSchema).parse(await askAdmin(adminUrl, 'GET', 'receivables')),
    async quantities() {
      const rows = z.array(quantitySchema).parse(await askAdmin(adminUrl, 'GET', 'statistical-balances'));
      return new Map(rows.map(({ account, location, quantity }) => [`${account} ${location}`, quantity]));
    },
    company: async () => companySchema.parse(await askAdmin(adminUrl, 'GET', 'company')),
    async troubleSmartEvents(lostFraction, duplicateNext) {
      await askAdmin(adminUrl, 'PATCH', 'smart-events', { lostFraction, duplicateNext });
    },
    async hasMaster(kind, id) {
      const response = await fetch(`${adminUrl}/admin/masters/${kind}/${encodeURIComponent(id)}`);
      await response.arrayBuffer();
      return response.status === 200;
    },
    journalEntries: async () => z.array(journalEntrySchema).parse(await askAdmin(adminUrl, 'GET', 'journal-entries')),
  };
}
