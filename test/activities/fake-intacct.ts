import type {
  IntacctClient,
  PostedInvoice,
  PostedJournalEntry,
  PostingRequest,
} from '../../clients/intacct/intacct-client';

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
  /** All calls in order: `post`, `find invoice`, `find journal entry`. */
  calls: string[];
  invoices: PostedInvoice[];
  journalEntries: PostedJournalEntry[];
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
      query: () => {
        throw new Error('the fake Intacct has no query');
      },
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
      if (posted.kind === 'create-invoice') {
        const { customerId, invoiceNumber, invoiceDate, currency, total, description } = posted.invoice;
        const state = 'Posted';
        fake.invoices.push({
          recordNumber,
          invoiceNumber,
          customerId,
          invoiceDate,
          currency,
          total,
          description,
          state,
        });
      }
      if (posted.kind === 'create-journal-entry') {
        const { journalSymbol, postingDate, referenceNumber, title, lines } = posted.entry;
        const header = { recordNumber, journalSymbol, postingDate, referenceNumber, title, state: 'Posted' };
        fake.journalEntries.push({ ...header, lines });
      }
      if (posted.kind === 'reverse-invoice') {
        for (const invoice of fake.invoices) {
          if (invoice.recordNumber === posted.recordNumber) invoice.state = 'Reversed';
        }
      }
      return { controlId: posted.controlId, recordNumber };
    });
  }
}
