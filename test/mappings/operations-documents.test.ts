import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createImetalClient } from '../../clients/imetal/create-imetal-client';
import { createImetalPools, type ImetalPools } from '../../clients/imetal/create-pools';
import { imetalProfileSchema } from '../../domain/imetal-profile';
import { mapImetalCreditToIntacct } from '../../mappings/imetal-credit-to-intacct';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { mapImetalStockMovementToIntacct } from '../../mappings/imetal-stock-movement-to-intacct';
import { mapImetalSupplierDocumentToIntacct } from '../../mappings/imetal-supplier-document-to-intacct';
import { creditInvoice } from '../../sandbox/imetal/acts/credit-notes';
import { placePurchaseOrder, receiveGoods } from '../../sandbox/imetal/acts/purchasing';
import { bookStockMovement, transferStock } from '../../sandbox/imetal/acts/stock-movements';
import { enterSupplierDocument } from '../../sandbox/imetal/acts/supplier-documents';
import { createImetalTestSandbox, type ImetalTestSandbox } from '../sandbox/imetal/sandbox-database';
import { ledgerEffect, opposite } from './ledger-effect';

const date = '2026-11-20';
const profile = imetalProfileSchema.parse(
  parse(readFileSync(join(__dirname, '..', '..', 'companies', 'gulf-metals.yaml'), 'utf8')),
);
const links = { customerId: null };
let sandbox: ImetalTestSandbox;
let pools: ImetalPools;

beforeAll(async () => {
  sandbox = await createImetalTestSandbox({ seed: 1, invoices: 24 });
  const { live, gateway, imports } = sandbox.urls;
  pools = createImetalPools({ liveUrl: live, gatewayUrl: gateway, importUrl: imports }, () => undefined);
});
afterAll(async () => {
  await pools.close();
  await sandbox.drop();
});

const client = () => createImetalClient(pools);

async function found<Document>(reading: Promise<{ kind: string; document?: Document }>): Promise<Document> {
  const read = await reading;
  if (read.document === undefined) throw new Error(`read as ${read.kind}`);
  return read.document;
}

/** An invoice of the sample day that a mapping can post and that has costs. */
async function postedInvoice() {
  const headers = await client().listHeaders('sales-invoice', { types: profile.invoiceTypes, after: null, limit: 50 });
  for (const { documentKey } of headers) {
    const invoice = await found(client().readSalesInvoice(documentKey));
    const mapped = mapImetalInvoiceToIntacct(invoice, profile, links);
    if (mapped.kind === 'plan' && mapped.plan.costOfSales !== null && invoice.stockAdjustments.length === 0) {
      return { invoice, plan: mapped.plan };
    }
  }
  throw new Error('no invoice of the sample day can be posted');
}

async function receivedGoods(tag: string) {
  const order = await placePurchaseOrder(sandbox.owner, { branch: 'HOU', supplierCode: 'V00202' });
  const goods = { tag, product: 'PL36-0250', pieces: 2, weight: '2000.000', purchaseValue: '1000.00' };
  const receipt = await receiveGoods(sandbox.owner, { branch: 'HOU', date, purchaseOrderId: order.id, items: [goods] });
  return { order, receiptKey: receipt.documentKey };
}

describe('what operations writes, as iMetal holds it and the client reads it', () => {
  it('is credited with minus the effect of its invoice when all of it came back', async () => {
    const { invoice, plan } = await postedInvoice();
    const written = await creditInvoice(sandbox.owner, { invoiceKey: invoice.documentKey, reasonCode: 'RMA', date });
    const credit = await found(client().readSalesCredit(written.documentKey));
    const { total, currency, customerId } = plan.invoice;
    const mapped = mapImetalCreditToIntacct(credit, profile, links, {
      state: 'posted',
      invoiceNumber: null,
      total,
      currency,
      customerId,
      creditedBefore: '0.00',
    });
    if (mapped.kind === 'exceptions') throw new Error(JSON.stringify(mapped.exceptions, null, 2));
    const { adjustment, costOfSales } = mapped.plan;
    expect(ledgerEffect(adjustment.lines, costOfSales)).toEqual(
      opposite(ledgerEffect(plan.invoice.lines, plan.costOfSales)),
    );
    expect(adjustment.correctedInvoiceNumber).toBe(invoice.documentKey);
    expect(adjustment.description).toContain('RMA Goods returned by authorisation');
  });

  it('clears with the bill what the receipt put into goods received', async () => {
    const { order, receiptKey } = await receivedGoods('M-BILL');
    const written = await enterSupplierDocument(sandbox.owner, {
      type: 'PIN',
      branch: 'HOU',
      supplierCode: 'V00202',
      supplierDocumentNumber: 'M-1',
      date,
      taxGroup: null,
      purchaseOrderId: order.id,
      items: [
        { kind: 'stock', description: 'Plate', value: '1012.00', matches: [{ receiptKey }] },
        { kind: 'expense', description: 'Pallets', costGroup: 'MSC', purchaseGroup: 'SUN', value: '40.00' },
      ],
    });
    const receipt = mapImetalStockMovementToIntacct(await found(client().readStockMovement(receiptKey)), profile);
    const document = await found(client().readSupplierDocument(written.documentKey, profile.purchasing.creditTypes));
    const bill = mapImetalSupplierDocumentToIntacct(document, profile, { vendorId: null });
    if (receipt.kind !== 'plan' || bill.kind !== 'plan') throw new Error(JSON.stringify([receipt, bill], null, 2));
    const { goodsReceivedAccount: account } = profile.purchasing;
    expect(receipt.plan.entry?.lines.find((line) => line.accountNumber === account)).toMatchObject({
      side: 'credit',
      amount: '1000.00',
    });
    expect(bill.plan.bill?.lines.map(({ purpose, amount }) => [purpose, amount])).toEqual([
      ['goods-received', '1000.00'],
      ['variance', '12.00'],
      ['expense', '40.00'],
    ]);
  });

  it('parks a bill for goods that were not received', async () => {
    const written = await enterSupplierDocument(sandbox.owner, {
      type: 'PIN',
      branch: 'HOU',
      supplierCode: 'V00202',
      supplierDocumentNumber: 'M-2',
      date,
      taxGroup: null,
      items: [{ kind: 'stock', description: 'Plate', value: '500.00', matches: [] }],
    });
    const document = await found(client().readSupplierDocument(written.documentKey, profile.purchasing.creditTypes));
    const bill = mapImetalSupplierDocumentToIntacct(document, profile, { vendorId: null });
    expect(bill).toMatchObject({ exceptions: [{ code: 'GOODS_UNMATCHED' }] });
  });

  it('posts write-offs, counts with their weight, and transfers between entities', async () => {
    await receivedGoods('M-STOCK');
    const book = async (request: Parameters<typeof bookStockMovement>[1]) => {
      const { documentKey } = await bookStockMovement(sandbox.owner, request);
      const mapped = mapImetalStockMovementToIntacct(await found(client().readStockMovement(documentKey)), profile);
      if (mapped.kind !== 'plan') throw new Error(JSON.stringify(mapped, null, 2));
      return mapped.plan;
    };
    const lost = { tag: 'M-STOCK', weight: '-10.000', values: { MAT: '-100.00' } };
    const writeOff = await book({ type: 'WOF', branch: 'HOU', date, reasonCode: 'LOST', items: [lost] });
    expect(
      writeOff.entry?.lines.map(({ side, accountNumber, amount }) => `${side} ${accountNumber} ${amount}`),
    ).toEqual(['debit 5950 100.00', 'credit 1300 100.00']);
    const counted = { tag: 'M-STOCK', weight: '4.500', values: { MAT: '20.00' } };
    const count = await book({ type: 'CNT', branch: 'HOU', date, items: [counted] });
    expect(count.entry?.lines[0]).toMatchObject({ side: 'debit', accountNumber: '1300', amount: '20.00' });
    expect(count.statistics?.lines).toMatchObject([{ side: 'increase', quantity: '4.5' }]);

    const moved = await transferStock(sandbox.owner, {
      date,
      fromBranch: 'HOU',
      fromTag: 'M-STOCK',
      toTag: 'M-STOCK-BMT',
      toWarehouse: 'BMT',
      product: 'PL36-0250',
      pieces: 1,
      weight: '500.000',
      value: '300.00',
    });
    const transfer = mapImetalStockMovementToIntacct(
      await found(client().readStockMovement(moved.documentKey)),
      profile,
    );
    expect(transfer).toMatchObject({ plan: { entityId: '', totals: { debits: '600.00', value: '0.00' } } });
  });
});
