import { Rejected } from '../../clients/errors';
import type {
  IntacctClient,
  PostedApplication,
  PostedInvoice,
  PostedJournalEntry,
  PostedStatisticalEntry,
  PostedSubledgerDocument,
  PostingFunction,
  PostingRequest,
} from '../../clients/intacct/intacct-client';
import type { PostedTimesheet } from '../../domain/timesheet';

type Answer = 'success' | { refuse: Error } | { commitThenFail: Error };

/** An Intacct of a few lines: keeps what is posted, and answers each sending as the script says. */
export interface FakeIntacct {
  client: IntacctClient;
  /** For the next sendings, in order; `success` when it runs out. */
  script: Answer[];
  /** The answer to every sign-in and request while it is set. */
  refuseAll: Error | null;
  /** What was sent, as JSON: equal texts are equal bytes. */
  sent: string[];
  /** All calls in order: `post`, `find invoice`, `find journal entry` … */
  calls: string[];
  invoices: PostedInvoice[];
  journalEntries: PostedJournalEntry[];
  arAdjustments: PostedSubledgerDocument[];
  apAdjustments: PostedSubledgerDocument[];
  bills: PostedSubledgerDocument[];
  applications: (PostedApplication & { referenceNumber: string })[];
  statisticalEntries: (PostedStatisticalEntry & { journalSymbol: string; referenceNumber: string })[];
  timesheets: PostedTimesheet[];
}

/** A fake client of one company. */
export function createFakeIntacct(): FakeIntacct {
  let lastRecordNumber = 9000;
  const notScripted = () => Promise.reject(new Error('the fake Intacct has no such function'));
  const fake: FakeIntacct = {
    script: [],
    refuseAll: null,
    sent: [],
    calls: [],
    invoices: [],
    journalEntries: [],
    arAdjustments: [],
    apAdjustments: [],
    bills: [],
    applications: [],
    statisticalEntries: [],
    timesheets: [],
    client: {
      async postAtomically(request) {
        note('post');
        fake.sent.push(JSON.stringify(request));
        const answer = fake.script.shift() ?? 'success';
        if (answer !== 'success' && 'refuse' in answer) throw answer.refuse;
        const results = commit(request);
        if (answer !== 'success') throw answer.commitThenFail;
        return { results };
      },
      async findInvoices(_entityId, invoiceNumber) {
        note('find invoice');
        return fake.invoices.filter((invoice) => invoice.invoiceNumber === invoiceNumber);
      },
      async findJournalEntries(_entityId, journalSymbol, referenceNumber) {
        note('find journal entry');
        return fake.journalEntries.filter(
          (entry) => entry.journalSymbol === journalSymbol && entry.referenceNumber === referenceNumber,
        );
      },
      async findArAdjustments(_entityId, adjustmentNumber) {
        note('find receivables adjustment');
        return fake.arAdjustments.filter((each) => each.documentNumber === adjustmentNumber);
      },
      async findApAdjustments(_entityId, adjustmentNumber) {
        note('find payables adjustment');
        return fake.apAdjustments.filter((each) => each.documentNumber === adjustmentNumber);
      },
      async findBills(_entityId, vendorId, billNumber) {
        note('find bill');
        return fake.bills.filter((bill) => bill.partyId === vendorId && bill.documentNumber === billNumber);
      },
      async findApplications(_entityId, referenceNumber) {
        note('find application');
        return fake.applications.filter((each) => each.referenceNumber === referenceNumber);
      },
      async findStatisticalEntries(_entityId, journalSymbol, referenceNumber) {
        note('find statistical entry');
        return fake.statisticalEntries.filter(
          (entry) => entry.journalSymbol === journalSymbol && entry.referenceNumber === referenceNumber,
        );
      },
      async findTimesheets(_entityId, employeeId, beginDate) {
        note('find timesheet');
        const found = fake.timesheets.filter((each) => each.employeeId === employeeId && each.beginDate === beginDate);
        return structuredClone(found);
      },
      query: () => {
        throw new Error('the fake Intacct has no query');
      },
      queryTogether: notScripted,
      getList: notScripted,
      read: notScripted,
      readByName: notScripted,
      create: notScripted,
      update: notScripted,
      delete: notScripted,
      signIn: notScripted,
    },
  };
  return fake;

  function note(call: string): void {
    fake.calls.push(call);
    if (fake.refuseAll !== null) throw fake.refuseAll;
  }

  function commit(request: PostingRequest): { controlId: string; recordNumber: string }[] {
    return request.functions.map((posted) => {
      lastRecordNumber += 1;
      const recordNumber = String(lastRecordNumber);
      if (posted.kind === 'reverse-invoice') {
        for (const invoice of fake.invoices) {
          if (invoice.recordNumber === posted.recordNumber) invoice.state = 'Reversed';
        }
      } else if (posted.kind === 'add-timesheet-entries') {
        return { controlId: posted.controlId, recordNumber: addEntries(fake, recordNumber, posted) };
      } else keep(fake, recordNumber, posted);
      return { controlId: posted.controlId, recordNumber };
    });
  }
}

function keep(
  fake: FakeIntacct,
  recordNumber: string,
  posted: Exclude<PostingFunction, { kind: 'reverse-invoice' | 'add-timesheet-entries' }>,
): void {
  const state = 'Posted';
  switch (posted.kind) {
    case 'create-invoice': {
      const { customerId, invoiceNumber, invoiceDate, currency, total, description } = posted.invoice;
      const invoice = { recordNumber, invoiceNumber, customerId, invoiceDate, currency, total, description, state };
      fake.invoices.push(invoice);
      return;
    }
    case 'create-journal-entry': {
      const { journalSymbol, postingDate, referenceNumber, title, lines } = posted.entry;
      const header = { recordNumber, journalSymbol, postingDate, referenceNumber, title, state };
      fake.journalEntries.push({ ...header, lines });
      return;
    }
    case 'create-ar-adjustment': {
      const { customerId: partyId, adjustmentNumber, adjustmentDate, ...rest } = posted.adjustment;
      fake.arAdjustments.push(subledgerDocument(recordNumber, partyId, adjustmentNumber, adjustmentDate, rest));
      return;
    }
    case 'create-ap-adjustment': {
      const { vendorId: partyId, adjustmentNumber, adjustmentDate, ...rest } = posted.adjustment;
      fake.apAdjustments.push(subledgerDocument(recordNumber, partyId, adjustmentNumber, adjustmentDate, rest));
      return;
    }
    case 'create-bill': {
      const { vendorId: partyId, billNumber, billDate, ...rest } = posted.bill;
      fake.bills.push(subledgerDocument(recordNumber, partyId, billNumber, billDate, rest));
      return;
    }
    case 'apply-credit': {
      const { customerId, referenceNumber, invoiceRecordNumber, creditRecordNumber, amount } = posted.application;
      const details = [{ invoiceRecordNumber, creditRecordNumber, amount }];
      fake.applications.push({ recordNumber, customerId, referenceNumber, state, details });
      return;
    }
    case 'create-statistical-entry': {
      const { journalSymbol, postingDate, referenceNumber, title, lines } = posted.entry;
      fake.statisticalEntries.push({ recordNumber, journalSymbol, postingDate, referenceNumber, title, state, lines });
      return;
    }
  }
}

type Addition = Extract<PostingFunction, { kind: 'add-timesheet-entries' }>;

/** As Intacct does: one timesheet per employee and period, and an update keeps no line that is not sent with it. */
function addEntries(fake: FakeIntacct, recordNumber: string, { addition, standing }: Addition): string {
  const { employeeId, beginDate, state, reference, entries } = addition;
  const existing = fake.timesheets.find((each) => each.employeeId === employeeId && each.beginDate === beginDate);
  if (existing !== undefined && standing === null) {
    throw new Rejected('one timesheet per employee and period', { operation: 'create', code: 'TIMESHEET_EXISTS' });
  }
  const added = entries.map((entry, index) => ({
    ...entry,
    lineNumber: (standing?.entries.length ?? 0) + index + 1,
    recordNumber: `${recordNumber}.${index + 1}`,
    notes: entry.reference ?? reference,
  }));
  if (existing === undefined) {
    fake.timesheets.push({ recordNumber, employeeId, beginDate, state, entries: added });
    return recordNumber;
  }
  existing.entries = [...(standing?.entries ?? []), ...added];
  return existing.recordNumber;
}

function subledgerDocument(
  recordNumber: string,
  partyId: string,
  documentNumber: string,
  documentDate: string,
  { currency, total, description }: { currency: string; total: string; description: string },
): PostedSubledgerDocument {
  const state = 'Posted';
  return { recordNumber, documentNumber, partyId, documentDate, currency, total, description, state };
}
