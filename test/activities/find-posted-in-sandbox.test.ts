import { findPosted } from '../../activities/find-posted';
import { createIntacctClient } from '../../clients/intacct/create-intacct-client';
import type { IntacctCall, IntacctClient, PostingFunction } from '../../clients/intacct/intacct-client';
import type { JournalEntry } from '../../domain/journal-entry';
import { sumAmounts } from '../../domain/money';
import type { PlannedDocument } from '../../domain/posting';
import { costOfSalesOf, invoiceOf } from '../db/planned-document';
import { startTestSandbox, type TestSandbox } from '../sandbox/intacct/gateway-client';

const calls: IntacctCall[] = [];
let sandbox: TestSandbox;
let client: IntacctClient;
beforeAll(async () => {
  sandbox = await startTestSandbox();
  client = createIntacctClient(
    {
      endpoint: sandbox.gatewayUrl,
      senderId: 'hub',
      senderPassword: 'hub-secret',
      companyId: 'GULF',
      userId: 'svc',
      userPassword: 'svc-secret',
      requestTimeoutMs: 5000,
    },
    { onCall: (call) => void calls.push(call) },
  );
});
afterAll(() => sandbox?.stop());

const dimensions = { locationId: 'HOU' };

/** An invoice with its journal of three lines. */
function documentsOf(documentKey: string, costs: [string, string] = ['40.00', '20.50']): PlannedDocument[] {
  const base = invoiceOf(documentKey, { customerId: 'C1', termName: 'N30' });
  const invoice = { ...base, lines: base.lines.map((line) => ({ ...line, accountNumber: '4000', dimensions })) };
  const line = { memo: 'Material', dimensions };
  const [material, freight] = costs;
  const total = sumAmounts(costs);
  const lines: JournalEntry['lines'] = [
    { ...line, lineNumber: 1, side: 'debit', accountNumber: '5000', amount: material },
    { ...line, lineNumber: 2, side: 'debit', accountNumber: '5000', amount: freight },
    { ...line, lineNumber: 3, side: 'credit', accountNumber: '1400', amount: total },
  ];
  return [
    { purpose: 'invoice', kind: 'create-invoice', invoice },
    {
      purpose: 'cost-of-sales',
      kind: 'create-journal-entry',
      entry: costOfSalesOf(documentKey, { journalSymbol: 'COGS', lines }),
    },
  ];
}

async function post(documents: PlannedDocument[], requestControlId: string): Promise<string[]> {
  const { results } = await client.postAtomically({
    entityId: 'US',
    requestControlId,
    functions: documents.flatMap((document, index): PostingFunction[] => {
      const controlId = `${requestControlId}.${index}`;
      if (document.kind === 'create-invoice') return [{ kind: document.kind, controlId, invoice: document.invoice }];
      if (document.kind === 'create-journal-entry') return [{ kind: document.kind, controlId, entry: document.entry }];
      return [];
    }),
  });
  return results.map(({ recordNumber }) => recordNumber);
}

test('what was posted is found whole, at the price of one query more than there are documents', async () => {
  const documents = documentsOf('HOU-DIV-1');
  const [invoice, journal] = await post(documents, 'first');
  calls.splice(0);
  expect(await findPosted(client, 'US', documents)).toEqual({
    kind: 'equal',
    keys: new Map([
      ['invoice', invoice],
      ['cost-of-sales', journal],
    ]),
  });
  expect(calls.map(({ transactions }) => transactions)).toEqual([1, 1, 1]);
});

test('a journal of other amounts is not adopted', async () => {
  await post(documentsOf('HOU-DIV-2'), 'second');
  expect(await findPosted(client, 'US', documentsOf('HOU-DIV-2', ['40.00', '21.50']))).toMatchObject({
    kind: 'different',
    expected: expect.stringMatching(/debit 5000 61\.50, credit 1400 61\.50 USD$/),
    actual: expect.stringMatching(/with debit 5000 60\.50, credit 1400 60\.50$/),
  });
});

test('what was never posted is not there, and its lines are not asked for', async () => {
  calls.splice(0);
  expect(await findPosted(client, 'US', documentsOf('HOU-DIV-3').slice(1))).toEqual({ kind: 'none' });
  expect(calls).toHaveLength(1);
});
