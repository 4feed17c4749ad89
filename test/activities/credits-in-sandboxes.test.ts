import { createImetalClient } from '../../clients/imetal/create-imetal-client';
import { createImetalPools, type ImetalPools } from '../../clients/imetal/create-pools';
import type { PostingFunction } from '../../clients/intacct/intacct-client';
import { imetalProfileOf } from '../../companies/company-profiles';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { PlannedDocument } from '../../domain/posting';
import { mapImetalCreditToIntacct } from '../../mappings/imetal-credit-to-intacct';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { creditInvoice } from '../../sandbox/imetal/acts/credit-notes';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import { roundingInvoiceKey, wrongInvoices } from '../../sandbox/sample-day/wrong-invoices';
import { posted } from '../mappings/sales-credit-builder';
import { company, useBothSystems } from './both-systems';

const both = useBothSystems({ seed: 4, invoices: 60 });
let pools: ImetalPools;
let profile: ImetalProfile;
beforeAll(async () => {
  const { live, gateway, imports } = both().imetal.urls;
  pools = createImetalPools({ liveUrl: live, gatewayUrl: gateway, importUrl: imports }, () => undefined);
  profile = await imetalProfileOf(both().deps.profiles, company);
});
afterAll(() => pools?.close());

/** Posts documents of one source document as one operation. */
async function post(entityId: string, documentKey: string, documents: readonly PlannedDocument[]): Promise<void> {
  const client = await both().deps.intacct();
  const functions = documents.map(({ purpose, ...write }) => ({ ...write, controlId: `${documentKey}/${purpose}` }));
  await client.postAtomically({ entityId, requestControlId: documentKey, functions: functions as PostingFunction[] });
}

/** What stands on every account that is not zero: `1300 100 USD 512.00/512.00`. */
async function balances(): Promise<string[]> {
  const { rows } = (await both().intacct.admin('GET', '/ledger?by=account,entity,currency')) as {
    rows: Record<'account' | 'entity' | 'currency' | 'documentAmount' | 'baseAmount', string>[];
  };
  return rows
    .filter(({ documentAmount, baseAmount }) => documentAmount !== '0' || baseAmount !== '0')
    .map((row) => `${row.account} ${row.entity} ${row.currency} ${row.documentAmount}/${row.baseAmount}`);
}

test('an invoice and a credit of everything, goods returned, leave every account as it was, tax and stock too, in three countries', async () => {
  const imetal = createImetalClient(pools);
  // The last is billed a cent more than its lines, and operations credit the lines.
  const wrong = new Set([...wrongInvoices.map(({ documentKey }) => documentKey), roundingInvoiceKey]);
  const headers = await imetal.listHeaders('sales-invoice', { types: profile.invoiceTypes, after: null, limit: 200 });
  const moved = new Map<string, Set<string>>();
  let credited = 0;
  for (const { documentKey } of headers.filter(({ exportedAt }) => exportedAt === null)) {
    if (wrong.has(documentKey)) continue;
    const invoice = await imetal.readSalesInvoice(documentKey);
    if (invoice.kind !== 'found') throw new Error(`${documentKey} was not read`);
    // What was weighed short at despatch is lost, whoever brings the rest back.
    if (invoice.document.stockAdjustments.length > 0) continue;
    const billed = mapImetalInvoiceToIntacct(invoice.document, profile, { customerId: null });
    if (billed.kind !== 'plan') throw new Error(`${documentKey}: ${JSON.stringify(billed.exceptions)}`);
    const { entityId, invoice: bill, costOfSales } = billed.plan;
    const before = await balances();
    await post(entityId, documentKey, [
      { purpose: 'invoice', kind: 'create-invoice', invoice: bill },
      ...(costOfSales === null ? [] : [journal(costOfSales)]),
    ]);
    const between = await balances();
    const note = await creditInvoice(both().imetal.owner, {
      invoiceKey: documentKey,
      reasonCode: 'RMA',
      date: defaultBusinessDate,
    });
    const credit = await imetal.readSalesCredit(note.documentKey);
    if (credit.kind !== 'found') throw new Error(`${note.documentKey} was not read`);
    const known = posted(invoice.document, { total: bill.total, customerId: bill.customerId });
    const turned = mapImetalCreditToIntacct(credit.document, profile, { customerId: null }, known);
    if (turned.kind !== 'plan') throw new Error(`${note.documentKey}: ${JSON.stringify(turned.exceptions)}`);
    const { adjustment, costOfSales: returned } = turned.plan;
    await post(turned.plan.entityId, note.documentKey, [
      { purpose: 'credit-memo', kind: 'create-ar-adjustment', adjustment },
      ...(returned === null ? [] : [journal(returned)]),
    ]);
    expect([documentKey, await balances()]).toEqual([documentKey, before]);
    const touched = moved.get(entityId) ?? new Set();
    for (const line of between.filter((each) => !before.includes(each))) touched.add(line.split(' ')[0] ?? '');
    moved.set(entityId, touched);
    credited += 1;
  }
  expect(credited).toBeGreaterThan(40);
  // Receivables, stock, cost of sales and the tax of each country had moved, so that they could come back.
  for (const [entity, taxAccount] of [
    ['100', '2351'],
    ['200', '2310'],
    ['300', '2340'],
  ] as const) {
    expect([...(moved.get(entity) ?? [])]).toEqual(expect.arrayContaining(['1200', '1300', taxAccount]));
  }
});

function journal(entry: Extract<PlannedDocument, { kind: 'create-journal-entry' }>['entry']): PlannedDocument {
  return { purpose: 'cost-of-sales', kind: 'create-journal-entry', entry };
}
