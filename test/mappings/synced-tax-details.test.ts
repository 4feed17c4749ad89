import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { asBritish, buildCharge, buildInvoice, buildItem, buildProfile, buildTax } from './source-invoice-builder';

const synced = new Map([
  ['TX-STATE/1', { detail: 'Synced state tax', account: '2299' }],
  ['TX-STATE/7', { detail: 'Synced reduced tax', account: '2298' }],
  ['TX-STATE/8', { detail: 'Synced without account', account: null }],
  ['TX-CITY/1', { detail: 'City without account', account: '2297' }],
  ['VAT/5', { detail: 'UK Sale Reduced 5%', account: null }],
]);

function taxLines(slot: 1 | 3, taxClass: number) {
  const item = buildItem(1, [buildCharge('1', '100.00')], { taxes: [buildTax(slot, '6.25', { taxClass })] });
  const links = { customerId: null, taxDetails: synced };
  const collapsed = mapImetalInvoiceToIntacct(buildInvoice([item]), buildProfile(), links);
  if (collapsed.kind === 'exceptions') return collapsed.exceptions.map(({ code, message }) => [code, message]);
  return collapsed.plan.invoice.lines.slice(1).map(({ accountNumber, memo }) => [accountNumber, memo]);
}

describe('tax details synced from Intacct', () => {
  it('stand where the profile has none, with their own account', () => {
    expect(taxLines(1, 7)).toEqual([['2298', 'Sales tax Synced reduced tax, 1 item']]);
  });

  it('give way to those of the profile', () => {
    expect(taxLines(1, 1)).toEqual([['2210', 'Sales tax TX State 6.25%, 1 item']]);
  });

  it('complete a detail of the profile that names no account', () => {
    expect(taxLines(3, 1)).toEqual([['2297', 'Sales tax City without account, 1 item']]);
  });

  it('need an account where tax is carried as lines', () => {
    expect(taxLines(1, 8)).toEqual([
      [
        'TAX_UNMAPPED',
        'invoice HOU-DIV-104233: tax detail Synced without account (tax authority TX-STATE, class 8) has no liability account, neither in the company profile nor in Intacct (item 1, tax slot 1)',
      ],
    ]);
  });

  it('need none where it is carried as entries', () => {
    const item = buildItem(1, [buildCharge('1', '100.00')], { taxes: [buildTax(1, '5.00', { taxClass: 5 })] });
    const links = { customerId: null, taxDetails: synced };
    const collapsed = mapImetalInvoiceToIntacct(asBritish(buildInvoice([item])), buildProfile(), links);
    expect(collapsed).toMatchObject({
      plan: { invoice: { lines: [{ taxEntries: [{ taxDetailId: 'UK Sale Reduced 5%', amount: '5.00' }] }] } },
    });
  });
});
