import type { PostingFunction } from '../../../clients/intacct/intacct-client';
import type { ApAdjustment, ApBill } from '../../../domain/ap-bill';
import type { ArAdjustment, CreditApplication } from '../../../domain/ar-adjustment';
import type { JournalEntry } from '../../../domain/journal-entry';
import type { StatisticalEntry } from '../../../domain/statistical-entry';
import type { PostedTimesheet, TimesheetAddition } from '../../../domain/timesheet';

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

/** An excavator's hours on a task of a project, and what they cost. */
export const equipmentHours: StatisticalEntry = {
  ...statisticalEntry,
  journalSymbol: 'STATEQ',
  title: 'Equipment hours TS-9001',
  referenceNumber: 'TS-9001',
  lines: [
    {
      lineNumber: 1,
      side: 'increase',
      accountNumber: '9100',
      quantity: '6.25',
      memo: 'EXC-20, 6.25 hours',
      dimensions: {
        locationId: 'SYD',
        departmentId: 'CIVIL',
        projectId: 'P-100',
        taskId: '100-200',
        itemId: 'EXC-20',
        employeeId: 'E-7',
        customerId: 'C-4',
      },
    },
  ],
};

/** The same hours at a rate. */
export const equipmentCost: JournalEntry = {
  ...writeOff,
  journalSymbol: 'EQ',
  title: 'Equipment cost TS-9001',
  referenceNumber: 'TS-9001',
  lines: [
    {
      lineNumber: 1,
      side: 'debit',
      accountNumber: '5300',
      amount: '781.25',
      memo: 'EXC-20, 6.25 hours',
      dimensions: {
        locationId: 'SYD',
        projectId: 'P-100',
        taskId: '100-200',
        itemId: 'EXC-20',
        employeeId: 'E-7',
        customerId: 'C-4',
      },
    },
    {
      lineNumber: 2,
      side: 'credit',
      accountNumber: '5390',
      amount: '781.25',
      memo: 'EXC-20, 6.25 hours',
      dimensions: { locationId: 'SYD' },
    },
  ],
};

/** A shift of two activities, and half an hour of travel that says nothing but its project. */
export const shift: TimesheetAddition = {
  employeeId: 'E-7',
  beginDate: '2026-11-16',
  state: 'Submitted',
  description: 'Week of 2026-11-16',
  reference: 'TS-9001',
  entries: [
    {
      lineNumber: 1,
      date: '2026-11-17',
      hours: '7.50',
      projectId: 'P-100',
      taskId: '100-200',
      itemId: 'LAB-01',
      timeType: 'Regular',
      locationId: 'SYD',
      departmentId: 'CIVIL',
      isBillable: true,
      description: 'Trench <3> & backfill',
    },
    {
      lineNumber: 2,
      date: '2026-11-18',
      hours: '0.50',
      projectId: 'P-100',
      taskId: null,
      itemId: null,
      timeType: null,
      locationId: null,
      departmentId: null,
      isBillable: null,
      description: 'Travel',
    },
  ],
};

/** The worker's timesheet of that week as it stands: a line of the hub's, and one that a person typed. */
export const standingTimesheet: PostedTimesheet = {
  recordNumber: '55',
  employeeId: 'E-7',
  beginDate: '2026-11-16',
  state: 'Submitted',
  entries: [
    {
      recordNumber: '701',
      lineNumber: 1,
      date: '2026-11-16',
      hours: '8.00',
      projectId: 'P-100',
      taskId: '100-100',
      itemId: 'LAB-01',
      timeType: 'Regular',
      locationId: 'SYD',
      departmentId: 'CIVIL',
      isBillable: false,
      description: 'Survey',
      notes: 'TS-8990',
    },
    {
      recordNumber: '702',
      lineNumber: 4,
      date: '2026-11-16',
      hours: '0.3333',
      projectId: null,
      taskId: null,
      itemId: null,
      timeType: null,
      locationId: null,
      departmentId: null,
      isBillable: null,
      description: null,
      notes: null,
      otherFields: { CUSTOMERID: 'C-4', CLASSID: 'K1' },
    },
  ],
};

/** One posting of every kind that came with the whole of iMetal and with construction, by the name of its golden file. */
export const postings = {
  'credit-memo': { kind: 'create-ar-adjustment', controlId: 'test:credit', adjustment: creditMemo },
  'credit-application': { kind: 'apply-credit', controlId: 'test:application', application },
  bill: { kind: 'create-bill', controlId: 'test:bill', bill },
  'supplier-credit': { kind: 'create-ap-adjustment', controlId: 'test:supplier-credit', adjustment: supplierCredit },
  'statistical-entry': { kind: 'create-statistical-entry', controlId: 'test:statistical', entry: statisticalEntry },
  'equipment-hours': { kind: 'create-statistical-entry', controlId: 'test:equipment-hours', entry: equipmentHours },
  'equipment-cost': { kind: 'create-journal-entry', controlId: 'test:equipment-cost', entry: equipmentCost },
  timesheet: { kind: 'add-timesheet-entries', controlId: 'test:timesheet', addition: shift, standing: null },
  'timesheet-addition': {
    kind: 'add-timesheet-entries',
    controlId: 'test:timesheet-addition',
    addition: shift,
    standing: standingTimesheet,
  },
} satisfies Record<string, PostingFunction>;
