import { z } from 'zod';
import type { SandboxCompanyInput } from '../../sandbox/intacct/company-file';
import type { FaultInput } from '../../sandbox/intacct/faults';

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

const faultSchema = z.looseObject({ id: z.string(), fired: z.number() });

/** The sandbox's admin port, for those who upset it and look into its books. */
export interface IntacctAdmin {
  addFault(fault: FaultInput): Promise<{ id: string }>;
  /** How often each fault, by its id, has fired. */
  firedFaults(): Promise<Map<string, number>>;
  clearFaults(): Promise<void>;
  setRequestsInFlightMax(requestsInFlightMax: number, latencyMs: number): Promise<void>;
  /** Closes or opens a month (YYYY-MM) of all entities. */
  setMonth(month: string, act: 'close' | 'open'): Promise<void>;
  /** Replaces the company and all its books. */
  loadCompany(company: SandboxCompanyInput): Promise<void>;
  statistics(): Promise<IntacctStatistics>;
  invoices(): Promise<IntacctInvoice[]>;
  journalEntries(): Promise<IntacctJournalEntry[]>;
}

/** Throws with the sandbox's own words when it refuses. */
export function createIntacctAdmin(adminUrl: string): IntacctAdmin {
  async function ask(method: string, path: string, body?: object): Promise<unknown> {
    const content =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${adminUrl}/admin/${path}`, {
      method,
      ...content,
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /admin/${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
  return {
    addFault: async (fault) => z.object({ id: z.string() }).parse(await ask('POST', 'faults', fault)),
    async firedFaults() {
      const faults = z.array(faultSchema).parse(await ask('GET', 'faults'));
      return new Map(faults.map(({ id, fired }) => [id, fired]));
    },
    async clearFaults() {
      await ask('DELETE', 'faults');
    },
    async setRequestsInFlightMax(requestsInFlightMax, latencyMs) {
      await ask('PATCH', 'settings', { requestsInFlightMax, latencyMs });
    },
    async setMonth(month, act) {
      await ask('POST', `periods/${month}/${act}`, {});
    },
    async loadCompany(company) {
      await ask('PUT', 'company', company);
    },
    statistics: async () => statisticsSchema.parse(await ask('GET', 'statistics')),
    invoices: async () => z.array(invoiceSchema).parse(await ask('GET', 'invoices')),
    journalEntries: async () => z.array(journalEntrySchema).parse(await ask('GET', 'journal-entries')),
  };
}
