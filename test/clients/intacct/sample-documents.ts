import type { IntacctConnection, PostingRequest } from '../../../clients/intacct/intacct-client';
import type { ArInvoice } from '../../../domain/ar-invoice';
import type { JournalEntry } from '../../../domain/journal-entry';

/** A connection with secrets that are easy to find in any text. */
export function sampleConnection(endpoint: string, changes: Partial<IntacctConnection> = {}): IntacctConnection {
  return {
    endpoint,
    senderId: 'gulfSender',
    senderPassword: 'sender-secret-1',
    companyId: 'GULF',
    userId: 'svc_hub',
    userPassword: 'user-secret-2',
    requestTimeoutMs: 5000,
    ...changes,
  };
}

/** A domestic invoice of two lines without taxes. */
export const domesticInvoice: ArInvoice = {
  customerId: 'C00123',
  invoiceNumber: 'HOU-DIV-104233',
  invoiceDate: '2026-10-15',
  postingDate: '2026-10-16',
  dueDate: '2026-11-14',
  termName: 'N30',
  referenceNumber: 'PO-77 & co',
  description: 'HOU-DIV-104233 · order HOU-5521',
  externalId: 'HOU-DIV-104233',
  shipToContactName: 'C00123-DOCK <2>',
  currency: 'USD',
  baseCurrency: 'USD',
  exchangeRate: null,
  taxSolutionId: null,
  customFields: {},
  lines: [
    {
      lineNumber: 1,
      purpose: 'revenue',
      accountNumber: '4010',
      amount: '12340.5',
      memo: 'Material and processing, 143 lines',
      dimensions: { locationId: 'HOU', departmentId: 'PLATE' },
      taxEntries: [],
    },
    {
      lineNumber: 2,
      purpose: 'freight',
      accountNumber: '4200',
      amount: '-0.05',
      memo: "Freight, driver's rebate",
      dimensions: { locationId: 'HOU' },
      taxEntries: [],
    },
  ],
  total: '12340.45',
};

/** A foreign invoice with two taxes on a line, all dimensions and custom fields. */
export const foreignInvoice: ArInvoice = {
  ...domesticInvoice,
  invoiceNumber: 'TOR-DIV-88',
  externalId: 'TOR-DIV-88',
  description: 'TOR-DIV-88',
  dueDate: null,
  currency: 'USD',
  baseCurrency: 'CAD',
  exchangeRate: '1.37215000',
  taxSolutionId: 'Canada - GST/HST',
  customFields: { HUB_KEY: 'TOR-DIV-88', DESPATCH: 'TOR-DSP-9' },
  lines: [
    {
      lineNumber: 1,
      purpose: 'revenue',
      accountNumber: '4010',
      amount: '100',
      memo: 'Matériel “A”',
      dimensions: {
        locationId: 'TOR',
        departmentId: 'BAR',
        classId: 'K1',
        itemId: 'RB4140',
        projectId: 'P-9',
        customerId: 'C00123',
      },
      taxEntries: [
        { taxDetailId: 'GST 5%', amount: '5' },
        { taxDetailId: 'PST 7%', amount: '7.00' },
      ],
    },
  ],
  total: '112',
};

/** A balanced cost of sales journal. */
export const costJournal: JournalEntry = {
  journalSymbol: 'COGS',
  postingDate: '2026-10-16',
  title: 'Cost of sales HOU-DIV-104233',
  referenceNumber: 'HOU-DIV-104233',
  currency: 'USD',
  lines: [
    {
      lineNumber: 1,
      side: 'debit',
      accountNumber: '5010',
      amount: '8000.1',
      memo: 'Material cost',
      dimensions: { locationId: 'HOU', departmentId: 'PLATE' },
    },
    {
      lineNumber: 2,
      side: 'credit',
      accountNumber: '1300',
      amount: '8000.10',
      memo: 'Material cost',
      dimensions: { locationId: 'HOU', itemId: 'RB4140', projectId: 'P-9', customerId: 'C00123', classId: 'K1' },
    },
  ],
};

/** An invoice and its journal in one operation. */
export const samplePosting: PostingRequest = {
  entityId: 'HOU',
  requestControlId: 'test:gulf:HOU-DIV-104233:1',
  functions: [
    { kind: 'create-invoice', controlId: 'test:gulf:HOU-DIV-104233:invoice:1', invoice: domesticInvoice },
    { kind: 'create-journal-entry', controlId: 'test:gulf:HOU-DIV-104233:cogs:1', entry: costJournal },
  ],
};
