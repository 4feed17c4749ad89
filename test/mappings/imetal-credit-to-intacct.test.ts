import type { ImetalProfile } from '../../domain/imetal-profile';
import type { SalesCreditPlan } from '../../domain/posting-plan';
import type { SourceSalesCredit } from '../../domain/source-sales-credit';
import type { CreditedInvoice } from '../../mappings/imetal-credit/check-credit';
import { mapImetalCreditToIntacct } from '../../mappings/imetal-credit-to-intacct';
import { creditOf, posted } from './sales-credit-builder';
import {
  asBritish,
  asCanadian,
  buildAdjustment,
  buildCharge,
  buildCost,
  buildInvoice,
  buildItem,
  buildProfile,
  buildTax,
} from './source-invoice-builder';

const returned = buildItem(1, [buildCharge('1', '100.00'), buildCharge('2', '20.00', { costGroup: 'freight' })], {
  taxes: [buildTax(1, '7.50')],
  costs: [buildCost('9', '60.00')],
});
const invoice = buildInvoice([returned]);
const credit = creditOf(invoice);

function collapse(
  of: SourceSalesCredit,
  { credited, profile }: { credited?: CreditedInvoice | null; profile?: ImetalProfile } = {},
) {
  const known = credited === undefined ? posted(of) : credited;
  return mapImetalCreditToIntacct(of, profile ?? buildProfile(), { customerId: null }, known);
}

function planOf(of: SourceSalesCredit, given: Parameters<typeof collapse>[1] = {}): SalesCreditPlan {
  const collapsed = collapse(of, given);
  if (collapsed.kind === 'exceptions') throw new Error(collapsed.exceptions.map(({ message }) => message).join('\n'));
  return collapsed.plan;
}

function told(of: SourceSalesCredit, given: Parameters<typeof collapse>[1] = {}) {
  const collapsed = collapse(of, given);
  if (collapsed.kind === 'plan') return [];
  return collapsed.exceptions.map(({ code, causeKey, message }) => [code, causeKey, message]);
}

const linesOf = (plan: SalesCreditPlan) =>
  plan.adjustment.lines.map(({ purpose, accountNumber, amount, taxEntries }) =>
    [purpose, accountNumber, amount, ...taxEntries.map((entry) => `${entry.taxDetailId} ${entry.amount}`)].join(' '),
  );

describe('a credit note', () => {
  it('becomes a credit memo that takes back revenue, freight and United States tax lines', () => {
    expect(linesOf(planOf(credit))).toEqual(['revenue 4010 -100.00', 'freight 4100 -20.00', 'sales-tax 2210 -7.50']);
  });

  it('reverses Canadian and British taxes as entries, as they were charged', () => {
    expect(linesOf(planOf(creditOf(asCanadian(invoice))))).toEqual([
      'revenue 4010 -100.00 GST 5% -6.25',
      'freight 4100 -20.00 GST 5% -1.25',
    ]);
    expect(linesOf(planOf(creditOf(asBritish(invoice))))[0]).toBe('revenue 4010 -100.00 UK Sale Standard 20% -6.25');
  });

  it('names itself, the invoice it corrects, the reason and the return, and has the total of its sign', () => {
    const { adjustment, totals, entityId } = planOf(credit);
    expect(adjustment).toMatchObject({
      customerId: 'GULF01',
      adjustmentNumber: 'HOU-CRN-700012',
      adjustmentDate: '2026-11-25',
      postingDate: '2026-11-25',
      correctedInvoiceNumber: 'HOU-DIV-104233',
      description: 'HOU-CRN-700012 · corrects HOU-DIV-104233 · RET Goods returned · RMA-17 · iMetal',
      externalId: 'HOU-CRN-700012',
      total: '-127.50',
    });
    expect(totals).toMatchObject({ net: '-120.00', tax: '-7.50', gross: '-127.50', costOfSales: '-60.00' });
    expect(entityId).toBe('100');
  });

  it('names the invoice by the number that a later revision has in Intacct', () => {
    const credited = posted(invoice, { invoiceNumber: 'HOU-DIV-104233-2' });
    expect(planOf(credit, { credited }).adjustment.correctedInvoiceNumber).toBe('HOU-DIV-104233-2');
  });

  it('returns the cost of goods to stock: stock is debited, cost of sales credited', () => {
    const { costOfSales } = planOf(credit);
    expect(costOfSales?.lines.map(({ side, accountNumber, amount }) => [side, accountNumber, amount])).toEqual([
      ['debit', '1300', '60.00'],
      ['credit', '5010', '60.00'],
    ]);
    expect(costOfSales).toMatchObject({ referenceNumber: 'HOU-CRN-700012', journalSymbol: 'COGS' });
  });

  it('has no journal when no goods came back', () => {
    const damaged = buildItem(1, [buildCharge('1', '100.00')]);
    expect(planOf(creditOf(buildInvoice([damaged]))).costOfSales).toBeNull();
  });

  it('leaves stock adjustments the way they went: what is scrapped on return leaves the stock', () => {
    const scrapped = { ...credit, stockAdjustments: [buildAdjustment('3', '5.00', { reasonCode: 'SCRAP' })] };
    const lines = planOf(scrapped).costOfSales?.lines ?? [];
    expect(lines.map(({ side, accountNumber, amount }) => `${side} ${accountNumber} ${amount}`)).toEqual([
      'debit 1300 60.00',
      'credit 5010 60.00',
      'debit 5910 5.00',
      'credit 1310 5.00',
    ]);
  });

  it('gives back a tax that was wrong, though nothing else is credited', () => {
    const wrongTax = buildItem(1, [buildCharge('1', '0.00')], { taxes: [buildTax(1, '5.00')] });
    expect(linesOf(planOf(creditOf(asCanadian(buildInvoice([wrongTax])))))).toEqual(['revenue 4010 0.00 GST 5% -5.00']);
  });

  it('needs neither terms nor a due date, and no ship-to contact', () => {
    const bare = { ...credit, termsCode: null, paymentDueDate: null };
    const { shipTo } = credit;
    expect(told(bare)).toEqual([]);
    expect(told({ ...credit, shipTo: shipTo === null ? null : { ...shipTo, code: '' } })).toEqual([]);
  });

  it('is posted on the date that a person says', () => {
    const collapsed = mapImetalCreditToIntacct(credit, buildProfile(), { customerId: 'C-9' }, null, {
      postingDate: '2026-12-01',
    });
    expect(collapsed.kind).toBe('exceptions');
    const known = posted(credit, { customerId: 'C-9' });
    const moved = mapImetalCreditToIntacct(credit, buildProfile(), { customerId: 'C-9' }, known, {
      postingDate: '2026-12-01',
    });
    expect(moved).toMatchObject({ plan: { adjustment: { postingDate: '2026-12-01', adjustmentDate: '2026-11-25' } } });
  });
});

describe('a credit note that cannot be posted', () => {
  const name = 'credit HOU-CRN-700012:';

  it('names no invoice, or one that nobody knows', () => {
    expect(told({ ...credit, creditedInvoiceKey: null })).toEqual([
      ['CREDIT_INVOICE_MISSING', null, `${name} it names no invoice that it corrects`],
    ]);
    const unknown = [
      'CREDIT_INVOICE_MISSING',
      'document:HOU-DIV-104233',
      `${name} it corrects invoice HOU-DIV-104233, which neither the posting ledger nor iMetal knows`,
    ];
    expect(told(credit, { credited: null })).toEqual([unknown]);
    expect(told(credit, { credited: posted(invoice, { state: 'unknown' }) })).toEqual([unknown]);
  });

  it('waits for its invoice to be posted', () => {
    expect(told(credit, { credited: posted(invoice, { state: 'not-posted', total: null }) })).toEqual([
      [
        'CREDIT_INVOICE_NOT_POSTED',
        'document:HOU-DIV-104233',
        `${name} it corrects invoice HOU-DIV-104233, which is not posted yet`,
      ],
    ]);
  });

  it('credits more than the invoice has left, told in figures', () => {
    expect(told(credit, { credited: posted(invoice, { total: '150.00', creditedBefore: '40.00' }) })).toEqual([
      [
        'CREDIT_EXCEEDS_INVOICE',
        null,
        `${name} credit 127.50 USD > what is left of invoice HOU-DIV-104233: 150.00 USD, of which 40.00 USD was credited before (17.50 USD too much)`,
      ],
    ]);
    expect(told(credit, { credited: posted(invoice, { total: '127.50' }) })).toEqual([]);
    expect(told(credit, { credited: posted(invoice, { total: '127.49' }) }).map(([code]) => code)).toEqual([
      'CREDIT_EXCEEDS_INVOICE',
    ]);
  });

  it('corrects an invoice of another customer, or in another currency', () => {
    expect(told(credit, { credited: posted(invoice, { customerId: 'C00007' }) })).toEqual([
      [
        'CREDIT_INVOICE_MISSING',
        null,
        `${name} it corrects invoice HOU-DIV-104233, which has another customer: C00007, not GULF01`,
      ],
    ]);
    expect(told(credit, { credited: posted(invoice, { currency: 'CAD' }) })).toEqual([
      [
        'CREDIT_INVOICE_MISSING',
        null,
        `${name} it corrects invoice HOU-DIV-104233, which has another currency: CAD, not USD`,
      ],
    ]);
  });

  it('has no reason where one is required', () => {
    const nameless = { ...credit, reasonCode: ' ', reasonDescription: null, goodsReturned: null };
    expect(told(nameless)).toEqual([
      ['CREDIT_REASON_MISSING', null, `${name} it has no reason, and the company requires one`],
    ]);
    const { credits } = buildProfile();
    expect(told(nameless, { profile: buildProfile({ credits: { ...credits, reasonRequired: false } }) })).toEqual([]);
  });

  it('says that goods came back without their cost, or has costs of goods that did not', () => {
    const costless = creditOf(buildInvoice([buildItem(1, [buildCharge('1', '100.00')])]), {
      goodsReturned: true,
      reasonCode: 'RET',
    });
    expect(told(costless)).toEqual([
      [
        'COST_MISMATCH',
        null,
        `${name} reason RET says that goods came back, but there are no costs to return to stock`,
      ],
    ]);
    expect(told({ ...credit, goodsReturned: false, reasonCode: 'TAX' })).toEqual([
      [
        'COST_MISMATCH',
        null,
        `${name} reason TAX says that no goods came back, but there are costs to return to stock`,
      ],
    ]);
  });

  it('credits nothing, or less than nothing', () => {
    const nothing = creditOf(buildInvoice([buildItem(1, [buildCharge('1', '0.00')])]));
    expect(told(nothing)).toEqual([
      ['TOTAL_MISMATCH', null, `${name} total 0.00 USD is not above zero, so it credits nothing`],
    ]);
  });

  it('has an invoice’s faults, told with the amounts that operations sees', () => {
    expect(told({ ...credit, netTotal: '130.00' })).toEqual([
      ['TOTAL_MISMATCH', null, `${name} lines 120.00 USD ≠ total 130.00 USD (10.00 too little)`],
    ]);
    expect(told({ ...credit, documentType: 'DIV' })).toEqual([
      ['DOCUMENT_NOT_FOUND', null, `${name} type DIV is no sales credit of this company (CRN)`],
    ]);
  });
});
