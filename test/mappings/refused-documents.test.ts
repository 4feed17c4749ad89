import { refuse, told } from './collapse';
import {
  asCanadian,
  buildAdjustment,
  buildCharge,
  buildCost,
  buildInvoice,
  buildItem,
  buildTax,
} from './source-invoice-builder';

const plain = () => buildInvoice([buildItem(1, [buildCharge('1', '100.00')])]);

describe('a document that is not whole', () => {
  it('is refused when its type is no sales invoice', () => {
    expect(told({ ...plain(), documentType: 'COD' })).toEqual([
      [
        'DOCUMENT_NOT_FOUND',
        null,
        'invoice HOU-DIV-104233: type COD is no sales invoice of this company (DIV, MIV, INV)',
      ],
    ]);
  });

  it('is refused without items, and without charges', () => {
    expect(told(buildInvoice([]))).toEqual([
      ['DOCUMENT_INCOMPLETE', null, 'invoice HOU-DIV-104233: the document has no items'],
    ]);
    expect(told(buildInvoice([buildItem(1, [])]))).toEqual([
      ['DOCUMENT_INCOMPLETE', null, 'invoice HOU-DIV-104233: the document has no charges'],
    ]);
  });

  it('is refused when an item has tax but no charges', () => {
    const items = [buildItem(1, [buildCharge('1', '10.00')]), buildItem(2, [], { taxes: [buildTax(1, '0.63')] })];
    expect(told(buildInvoice(items))).toEqual([
      ['DOCUMENT_INCOMPLETE', null, 'invoice HOU-DIV-104233: item 2 has tax but no charges'],
    ]);
  });

  it('is refused when a line was read twice', () => {
    const items = [buildItem(1, [buildCharge('1', '10.00'), buildCharge('1', '10.00')])];
    expect(told(buildInvoice(items))).toEqual([
      ['DOCUMENT_INCOMPLETE', null, 'invoice HOU-DIV-104233: charge 1 was read more than once'],
    ]);
  });

  it('is refused with the name of each amount that is missing, and nothing guessed from sums with gaps', () => {
    const charges = [buildCharge('1', '10.00', { value: null }), buildCharge('2', '5.00', { baseValue: null })];
    const item = buildItem(1, charges, {
      taxes: [buildTax(1, '0.63', { amount: null })],
      costs: [buildCost('7', '1.00', { baseValue: null })],
    });
    const invoice = { ...buildInvoice([item]), netTotal: null, taxTotal: null, baseNetTotal: null };
    const adjusted = { ...invoice, stockAdjustments: [buildAdjustment('9', '1.00', { baseValue: null })] };
    expect(told(adjusted)).toEqual(
      [
        'net total is missing',
        'tax total is missing',
        'base net total is missing',
        'item 1, charge 1: value is missing',
        'item 1, charge 2: base value is missing',
        'item 1, tax slot 1: amount is missing',
        'item 1, cost 7: base value is missing',
        'adjustment 9: base value is missing',
      ].map((says) => ['AMOUNT_MISSING', null, `invoice HOU-DIV-104233: ${says}`]),
    );
  });

  it('is refused when an amount has fractions of a cent or is no number', () => {
    const charge = buildCharge('1', '10.00', { value: '10.005', baseValue: 'NaN' });
    expect(
      told({ ...buildInvoice([buildItem(1, [buildCharge('1', '10.00')])]), items: [buildItem(1, [charge])] }),
    ).toEqual([
      [
        'AMOUNT_MISSING',
        null,
        "invoice HOU-DIV-104233: item 1, charge 1: value '10.005' is no amount of at most two decimals",
      ],
      [
        'AMOUNT_MISSING',
        null,
        "invoice HOU-DIV-104233: item 1, charge 1: base value 'NaN' is no amount of at most two decimals",
      ],
    ]);
  });

  it('names the header fields it lacks', () => {
    const invoice = { ...plain(), invoiceDate: null, customerCode: ' ', paymentDueDate: null, termsCode: null };
    expect(told(invoice)).toEqual(
      ['customer is missing', 'invoice date is missing', 'payment due date or terms is missing'].map((says) => [
        'REQUIRED_FIELD_MISSING',
        null,
        `invoice HOU-DIV-104233: ${says}`,
      ]),
    );
    expect(told({ ...plain(), invoiceDate: '2026-02-30' })).toEqual([
      ['REQUIRED_FIELD_MISSING', null, "invoice HOU-DIV-104233: invoice date '2026-02-30' is no date YYYY-MM-DD"],
    ]);
  });
});

describe('keys that Intacct could not be asked for again', () => {
  it('are refused when longer than the field', () => {
    const documentKey = `HOU-DIV-${'1'.repeat(42)}`;
    const costs = [buildCost('1', '5.00')];
    const items = [buildItem(1, [buildCharge('1', '100.00')], { costs })];
    expect(told(buildInvoice(items, { documentKey, customerOrderNumber: 'P'.repeat(46) }))).toEqual([
      ['FIELD_TOO_LONG', null, `invoice ${documentKey}: document key '${documentKey}' has 50 characters, 5 too many`],
      [
        'FIELD_TOO_LONG',
        null,
        `invoice ${documentKey}: customer's order number '${'P'.repeat(46)}' has 46 characters, 1 too many`,
      ],
      [
        'FIELD_TOO_LONG',
        null,
        `invoice ${documentKey}: journal reference '${documentKey}' has 50 characters, 10 too many`,
      ],
    ]);
  });

  it('are refused when they hold a control character, a reversal of direction or half a character', () => {
    const invoice = {
      ...plain(),
      customerOrderNumber: 'PO\u000777',
      termsCode: 'N\u202e30',
      customerCode: 'GULF\ud83d',
    };
    expect(told({ ...invoice, shipTo: null })).toEqual([
      ['TEXT_UNPRINTABLE', null, "invoice HOU-DIV-104233: customer 'GULF\ufffd' has the unprintable character U+D83D"],
      ['TEXT_UNPRINTABLE', null, "invoice HOU-DIV-104233: terms 'N30' has the unprintable character U+202E"],
      [
        'TEXT_UNPRINTABLE',
        null,
        "invoice HOU-DIV-104233: customer's order number 'PO 77' has the unprintable character U+0007",
      ],
    ]);
  });

  it('are refused when the document key would change on its way', () => {
    expect(told({ ...plain(), documentKey: 'HOU-DIV-1042u\u0308' })).toEqual([
      [
        'TEXT_UNPRINTABLE',
        null,
        'invoice HOU-DIV-1042\u00fc: document key has decomposed characters or blanks around it',
      ],
    ]);
  });
});

describe('several faults', () => {
  it('are reported all at once', () => {
    const charges = [buildCharge('1', '10.00', { account: { code: '4777', externalCode: '' } })];
    const items = [buildItem(1, charges, { taxes: [buildTax(1, '0.63', { taxClass: 3 })] })];
    const invoice = { ...asCanadian(buildInvoice(items)), netTotal: '20.00', customerCode: null };
    expect(refuse(invoice).map(({ code }) => code)).toEqual([
      'REQUIRED_FIELD_MISSING',
      'TOTAL_MISMATCH',
      'ACCOUNT_UNMAPPED',
      'TAX_UNMAPPED',
    ]);
  });

  it('of one code are at most fifty and a count of the rest', () => {
    const charges = Array.from({ length: 200 }, (_, index) => buildCharge(String(index), '1.00', { value: null }));
    const exceptions = refuse(buildInvoice([buildItem(1, charges)], { netTotal: '200.00' }));
    expect(exceptions).toHaveLength(51);
    expect(exceptions.at(-1)?.message).toBe('invoice HOU-DIV-104233: 150 more faults like item 1, charge 50: value');
  });
});
