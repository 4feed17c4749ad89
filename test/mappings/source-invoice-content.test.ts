import fc from 'fast-check';
import type { SourceInvoice } from '../../domain/source-invoice';
import { contentHash } from '../../mappings/source-invoice-content';
import { anyInvoice, reorder } from './source-invoice-arbitrary';
import { buildCharge, buildCost, buildInvoice, buildItem, buildTax } from './source-invoice-builder';

const item = buildItem(1, [buildCharge('1', '100.00')], {
  taxes: [buildTax(1, '6.25')],
  costs: [buildCost('1', '60.00')],
});
const invoice = buildInvoice([item]);

describe('the content hash of a source invoice', () => {
  it('is a SHA-256 in hex', () => {
    expect(contentHash(invoice)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('does not depend on the order of lines', () => {
    fc.assert(
      fc.property(anyInvoice, fc.integer({ min: 1, max: 1000 }), (any, seed) => {
        expect(contentHash(reorder(any, seed))).toBe(contentHash(any));
      }),
      { numRuns: 30 },
    );
  });

  it.each<[string, Partial<SourceInvoice>]>([
    ['the version and time of the last edit', { version: 9, modifiedAt: '2026-12-24T00:00:00Z' }],
    ['trailing zeros of amounts', { netTotal: '100.0000', costTotal: '60' }],
    ["the customer's present name", { customerName: 'Gulf Steel and Sons' }],
    [
      'the group of a product, and the accounts that follow from it',
      {
        items: [
          {
            ...item,
            productGroupCode: 'PLATE',
            costs: [
              buildCost('1', '60.00', {
                salesGroupCode: 'PLT',
                debitAccount: { code: 'N5020', externalCode: '5020' },
                creditAccount: null,
              }),
            ],
          },
        ],
      },
    ],
    [
      'the nominal account that a sales group names today',
      {
        items: [{ ...item, charges: [buildCharge('1', '100.00', { account: { code: 'N4011', externalCode: null } })] }],
      },
    ],
    [
      'the ledger code of a nominal account',
      {
        items: [{ ...item, charges: [buildCharge('1', '100.00', { account: { code: 'N4010', externalCode: null } })] }],
      },
    ],
  ])('does not depend on %s', (_, change) => {
    expect(contentHash({ ...invoice, ...change })).toBe(contentHash(invoice));
  });

  it.each<[string, Partial<SourceInvoice>]>([
    ['a charge', { items: [{ ...item, charges: [buildCharge('1', '100.01')] }] }],
    ['a cost', { items: [{ ...item, costs: [buildCost('1', '60.01')] }] }],
    ['a tax', { items: [{ ...item, taxes: [buildTax(1, '6.26')] }] }],
    ['an amount that goes missing', { netTotal: null }],
    ['the customer', { customerCode: 'GULF02' }],
    ['a date', { invoiceDate: '2026-11-21' }],
    ['the total cost', { costTotal: '61.00' }],
    ['the product', { items: [{ ...item, productCode: 'PL4140' }] }],
    [
      'the sales group of a charge',
      { items: [{ ...item, charges: [buildCharge('1', '100.00', { salesGroupCode: 'PLT' })] }] },
    ],
    ['the cost group of a cost', { items: [{ ...item, costs: [buildCost('1', '60.00', { costGroup: 'freight' })] }] }],
    ['the ship-to address', { shipTo: null }],
    ['the exchange rate', { exchangeRate: { rate: '1.1', operator: 'multiply' } }],
    ['a number within a text', { customerOrderNumber: 'PO-78' }],
  ])('changes with %s', (_, change) => {
    expect(contentHash({ ...invoice, ...change })).not.toBe(contentHash(invoice));
  });
});
