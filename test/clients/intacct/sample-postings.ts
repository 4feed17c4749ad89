import type { PostingFunction } from '../../../clients/intacct/intacct-client';
import type { ApAdjustment, ApBill } from '../../../domain/ap-bill';
import type { ArAdjustment, CreditApplication } from '../../../domain/ar-adjustment';
import type { JournalEntry } from '../../../domain/journal-entry';
import type { StatisticalEntry } from '../../../domain/statistical-entry';

/** A credit memo of a foreign invoice, with its tax. */
export const creditMemo: ArAdjustment = {
  customerId: 'C00123',
  adjustmentNumber: 'TOR-CRD-12',
  adjustmentDate: '2026-10-20',
  postingDate: '2026-10-21',
  correctedInvoiceNumber: 'TOR-DIV-88',
  description: 'TOR-CRD-12 · damaged, corrects TOR-DIV-88',
  externalId: 'TOR-CRD-12',
  currency: 'USD',
  baseCurrency: 'CAD',
  exchangeRate: '1.37215000',
  taxSolutionId: 'Canada - GST/HST',
  lines: [
    {
      lineNumber: 1,
      purpose: 'revenue',
      accountNumber: '4010',
      amount: '-100',
      memo: 'Damaged <plate>',
      dimensions: { locationId: 'TOR', departmentId: 'BAR', classId: 'K1', itemId: 'RB4140', customerId: 'C00123' },
      taxEntries: [{ taxDetailId: 'GST 5%', amount: '-5.00' }],
    },
  ],
  total: '-105',
};

/** What is left of a credit memo, put on an invoice in the entity's own currency. */
export const application: CreditApplication = {
  customerId: 'C00123',
  creditRecordNumber: '5001',
  invoiceRecordNumber: '1234',
  amount: '105.5',
  currency: 'USD',
  baseCurrency: 'USD',
  exchangeRate: null,
  applicationDate: '2026-10-21',
  referenceNumber: 'HOU-CRD-12/application',
  undepositedAccountNumber: '1070',
};

/** A bill of two lines with input tax, in a foreign currency. */
export const bill: ApBill = {
  vendorId: 'V-9',
  billNumber: 'B-551/a & b',
  billDate: '2026-10-12',
  postingDate: '2026-10-13',
  dueDate: '2026-11-11',
  termName: 'N30',
  referenceNumber: 'PO-12',
  description: 'TOR-PIN-7 · bill B-551',
  currency: 'EUR',
  baseCurrency: 'CAD',
  exchangeRate: '1.48',
  taxSolutionId: 'Canada - GST/HST',
  lines: [
    {
      lineNumber: 1,
      purpose: 'goods-received',
      accountNumber: '2150',
      amount: '900',
      memo: 'Receipt 4711',
      dimensions: { locationId: 'TOR', itemId: 'RB4140' },
      taxEntries: [{ taxDetailId: 'GST input 5%', amount: '45' }],
    },
    {
      lineNumber: 2,
      purpose: 'variance',
      accountNumber: '5900',
      amount: '-0.4',
      memo: 'Price variance',
      dimensions: { locationId: 'TOR', departmentId: 'BAR', classId: 'K1', projectId: 'P-9', customerId: 'C00123' },
      taxEntries: [],
    },
  ],
  total: '944.60',
};

/** A vendor's credit for goods that went back. */
export const supplierCredit: ApAdjustment = {
  vendorId: 'V-9',
  adjustmentNumber: 'HOU-PCR-3',
  adjustmentDate: '2026-10-22',
  postingDate: '2026-10-22',
  correctedBillNumber: 'B-551',
  description: 'HOU-PCR-3 · tyres returned',
  currency: 'USD',
  baseCurrency: 'USD',
  exchangeRate: null,
  taxSolutionId: null,
  lines: [
    {
      lineNumber: 1,
      purpose: 'expense',
      accountNumber: '6225',
      amount: '-80',
      memo: 'Tyres',
      dimensions: { locationId: 'HOU' },
      taxEntries: [],
    },
  ],
  total: '-80',
};

/** Weight that came in and pieces that went out, in no currency. */
export const statisticalEntry: StatisticalEntry = {
  journalSymbol: 'STATWT',
  postingDate: '2026-10-16',
  title: 'Weights HOU-ADJ-4',
  referenceNumber: 'HOU-ADJ-4',
  lines: [
    {
      lineNumber: 1,
      side: 'increase',
      accountNumber: '9010',
      quantity: '12.345',
      memo: 'Found in the yard',
      dimensions: { locationId: 'HOU', itemId: 'RB4140' },
    },
    {
      lineNumber: 2,
      side: 'decrease',
      accountNumber: '9020',
      quantity: '3',
      memo: 'Pieces',
      dimensions: { locationId: 'HOU', departmentId: 'PLATE', classId: 'K1', projectId: 'P-9', customerId: 'C00123' },
    },
  ],
};

/** A write-off between two locations, posted at the top level. */
export const writeOff: JournalEntry = {
  journalSymbol: 'INV',
  postingDate: '2026-10-16',
  title: 'Write-off HOU-ADJ-4',
  referenceNumber: 'HOU-ADJ-4',
  currency: 'USD',
  lines: [
    {
      lineNumber: 1,
      side: 'debit',
      accountNumber: '5800',
      amount: '60.5',
      memo: 'Rust',
      dimensions: { locationId: 'HOU' },
    },
    {
      lineNumber: 2,
      side: 'credit',
      accountNumber: '1300',
      amount: '60.50',
      memo: 'Rust',
      dimensions: { locationId: 'CHI' },
    },
  ],
};

/** One posting of every kind that came with the whole of iMetal, by the name of its golden file. */
export const postings = {
  'credit-memo': { kind: 'create-ar-adjustment', controlId: 'test:credit', adjustment: creditMemo },
  'credit-application': { kind: 'apply-credit', controlId: 'test:application', application },
  bill: { kind: 'create-bill', controlId: 'test:bill', bill },
  'supplier-credit': { kind: 'create-ap-adjustment', controlId: 'test:supplier-credit', adjustment: supplierCredit },
  'statistical-entry': { kind: 'create-statistical-entry', controlId: 'test:statistical', entry: statisticalEntry },
} satisfies Record<string, PostingFunction>;
