import { invoice, line } from './gateway-client';
import {
  detail,
  keyIn,
  memo,
  payment,
  type ReceivablesBooks,
  reversal,
  startReceivablesBooks,
} from './receivables-books';

let books: ReceivablesBooks;
let invoiceKey: string;
beforeEach(async () => {
  books = await startReceivablesBooks();
  invoiceKey = keyIn(await books.post(invoice()));
});
afterEach(() => books.sandbox.stop());

const open = (key = invoiceKey): Promise<string> =>
  books.fields('ARINVOICE', key, 'STATE', 'TRX_TOTALPAID', 'TRX_TOTALDUE', 'WHENPAID');

describe('a payment', () => {
  it('in full debits the bank, credits receivables, and pays the invoice', async () => {
    const answer = await books.post(payment(detail(invoiceKey, '100.00')));
    expect(answer).toContain('<data listtype="objects" count="1"><arpymt><RECORDNO>2</RECORDNO></arpymt></data>');
    expect(await open()).toBe('Paid|100|0|04/10/2026');
    expect(await books.balances()).toEqual(['1010 100/100', '4000 -100/-100']);
    expect(await books.fields('ARPYMT', '2', 'RECORDTYPE', 'STATE', 'TRX_TOTALENTERED', 'TRX_TOTALDUE')).toBe(
      'rp|Posted|100|0',
    );
    expect(await books.fields('CUSTOMER', '1', 'TOTALDUE')).toBe('0');
  });

  it('in part leaves the rest open, and moves the time of the last change', async () => {
    const before = await books.fields('ARINVOICE', invoiceKey, 'WHENMODIFIED');
    await books.post(payment(detail(invoiceKey, '30.25')));
    expect(await open()).toBe('Partially Paid|30.25|69.75|');
    expect(before).not.toBe('');
    expect(await books.fields('CUSTOMER', '1', 'TOTALDUE')).toBe('69.75');
  });

  it('may go to undeposited funds', async () => {
    await books.post(payment(detail(invoiceKey, '100.00'), '<UNDEPOSITEDACCOUNTNO>1090</UNDEPOSITEDACCOUNTNO>'));
    expect(await books.balances()).toEqual(['1090 100/100', '4000 -100/-100']);
  });

  it('is poured over the lines in order, and its details say how', async () => {
    const lines = line({ amount: '40.00' }) + line({ amount: '-10.00' }) + line({ amount: '70.00' });
    const key = keyIn(await books.post(invoice({ number: 'SI-2', lines })));
    const paid = keyIn(await books.post(payment(detail(key, '60.00'))));
    const query = `<query><object>ARPYMTDETAIL</object><select><field>RECORDKEY</field><field>ENTRYKEY</field><field>TRX_PAYMENTAMOUNT</field></select>
      <filter><equalto><field>PAYMENTKEY</field><value>${paid}</value></equalto></filter><orderby><order><field>RECORDNO</field></order></orderby></query>`;
    const answer = await books.post(query);
    expect([...answer.matchAll(/<TRX_PAYMENTAMOUNT>([^<]*)</g)].map((found) => found[1])).toEqual(['40', '20']);
    expect(await books.fields('ARINVOICEITEM', '4', 'TRX_TOTALPAID', 'TRX_TOTALDUE')).toBe('20|50');
    await books.post(payment(detail(key, '40.00')));
    expect(await open(key)).toBe('Paid|100|0|04/10/2026');
    expect(await books.fields('ARINVOICEITEM', '3', 'TRX_TOTALDUE')).toBe('0');
  });

  it('may name the line that it pays', async () => {
    const key = keyIn(await books.post(invoice({ number: 'SI-2', lines: line() + line({ amount: '70.00' }) })));
    await books.post(payment(detail(key, '70.00', '<ENTRYKEY>3</ENTRYKEY>')));
    expect(await books.fields('ARINVOICEITEM', '2', 'TRX_TOTALDUE')).toBe('100');
    expect(await books.fields('ARINVOICEITEM', '3', 'TRX_TOTALDUE')).toBe('0');
  });

  it('of more than its details stays open as an over-payment, which a later payment applies', async () => {
    const paid = keyIn(
      await books.post(payment(detail(invoiceKey, '100.00'), '<TRX_AMOUNTTOPAY>130.00</TRX_AMOUNTTOPAY>')),
    );
    expect(await books.fields('ARPYMT', paid, 'RECORDTYPE', 'TRX_TOTALENTERED', 'TRX_TOTALPAID', 'TRX_TOTALDUE')).toBe(
      'rp|130|100|30',
    );
    expect(await books.balances()).toEqual(['1010 130/130', '1200 -30/-30', '4000 -100/-100']);
    const second = keyIn(await books.post(invoice({ number: 'SI-2' })));
    const credit = `<OVERPAYMENTKEY>${paid}</OVERPAYMENTKEY><TRX_POSTEDOVERPAYMENTAMOUNT>30.00</TRX_POSTEDOVERPAYMENTAMOUNT>`;
    const applied = keyIn(await books.post(payment(detail(second, '', credit))));
    expect(await books.fields('ARPYMT', applied, 'RECORDTYPE', 'TRX_TOTALENTERED')).toBe('ro|0');
    expect(await books.fields('ARPYMT', paid, 'TRX_TOTALDUE')).toBe('0');
    expect(await open(second)).toBe('Partially Paid|30|70|');
    expect(await books.post(reversal(paid))).toContain('its overpayment is applied');
  });

  it('takes a discount to its account', async () => {
    const taken = '<TRX_TOTALDISCOUNTTOAPPLY>1.00</TRX_TOTALDISCOUNTTOAPPLY>';
    await books.post(payment(detail(invoiceKey, '99.00', taken)));
    expect(await open()).toBe('Paid|100|0|04/10/2026');
    expect(await books.balances()).toEqual(['1010 99/99', '4000 -100/-100', '4900 1/1']);
  });

  it('of a debit memo names it by POSADJKEY', async () => {
    const key = keyIn(await books.post(memo('DM-1', '20.00')));
    const element = `<ARPYMTDETAIL><POSADJKEY>${key}</POSADJKEY><TRX_PAYMENTAMOUNT>20.00</TRX_PAYMENTAMOUNT></ARPYMTDETAIL>`;
    expect(await books.post(payment(element))).toContain('<arpymt>');
    expect(await books.fields('ARADJUSTMENT', key, 'STATE', 'TRX_TOTALDUE')).toBe('Paid|0');
  });

  it('that is a draft changes nothing', async () => {
    const key = keyIn(await books.post(payment(detail(invoiceKey, '100.00'), '<ACTION>Draft</ACTION>')));
    expect(await books.fields('ARPYMT', key, 'STATE')).toBe('Draft');
    expect(await open()).toBe('Posted|0|100|');
    expect(await books.balances()).toEqual(['1200 100/100', '4000 -100/-100']);
  });

  it('is read with its details', async () => {
    const key = keyIn(await books.post(payment(detail(invoiceKey, '100.00'), '<DOCNUMBER>wire 7</DOCNUMBER>')));
    const answer = await books.post(`<read><object>ARPYMT</object><keys>${key}</keys></read>`);
    expect(answer).toContain('<DOCNUMBER>wire 7</DOCNUMBER>');
    expect(answer).toMatch(/<ARPYMTDETAILS><arpymtdetail><RECORDNO>1<.*<RECORDKEY>1</);
  });
});

describe('a credit memo', () => {
  it('pays an invoice without money, and the ledger only moves within receivables', async () => {
    const credit = keyIn(await books.post(memo('CR-1', '-40.00')));
    const use = `<ADJUSTMENTKEY>${credit}</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>40.00</TRX_ADJUSTMENTAMOUNT>`;
    const header = '<UNDEPOSITEDACCOUNTNO>1090</UNDEPOSITEDACCOUNTNO><DOCNUMBER>HOU-DIV-9</DOCNUMBER>';
    const applied = keyIn(await books.post(payment(detail(invoiceKey, '', use), header)));
    expect(await open()).toBe('Partially Paid|40|60|');
    expect(await books.fields('ARADJUSTMENT', credit, 'STATE', 'TRX_TOTALPAID', 'TRX_TOTALDUE')).toBe('Paid|-40|0');
    expect(await books.balances()).toEqual(['1200 60/60', '4000 -60/-60']);
    expect(
      await books.fields('ARPYMTDETAIL', '1', 'PAYMENTKEY', 'RECORDKEY', 'ADJUSTMENTKEY', 'TRX_ADJUSTMENTAMOUNT'),
    ).toBe(`${applied}|${invoiceKey}|${credit}|40`);
    expect(await books.post(`<delete_aradjustment key="${credit}"/>`)).toContain('is paid or applied');
  });

  it('is applied beside money in one detail', async () => {
    const credit = keyIn(await books.post(memo('CR-1', '-40.00')));
    const use = `<ADJUSTMENTKEY>${credit}</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>25.00</TRX_ADJUSTMENTAMOUNT>`;
    await books.post(payment(detail(invoiceKey, '75.00', use)));
    expect(await open()).toBe('Paid|100|0|04/10/2026');
    expect(await books.fields('ARADJUSTMENT', credit, 'STATE', 'TRX_TOTALDUE')).toBe('Partially Paid|-15');
    expect(await books.balances()).toEqual(['1010 75/75', '1200 -15/-15', '4000 -60/-60']);
  });

  it('cannot credit more than it is of, nor an invoice of another customer', async () => {
    const credit = keyIn(await books.post(memo('CR-1', '-40.00')));
    const use = (amount: string): string =>
      `<ADJUSTMENTKEY>${credit}</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>${amount}</TRX_ADJUSTMENTAMOUNT>`;
    expect(await books.post(payment(detail(invoiceKey, '', use('40.01'))))).toContain(
      "The amount 40.01 is more than the amount due 40 of adjustment 'CR-1'.",
    );
    expect(await books.post(payment(detail(invoiceKey, '', use('1.00')), '', 'HELD'))).toContain(
      "does not belong to Customer 'HELD'",
    );
  });
});

describe('reverse_arpayment', () => {
  it('opens the invoice and the credit again, and posts the mirror on its day', async () => {
    const credit = keyIn(await books.post(memo('CR-1', '-40.00')));
    const use = `<ADJUSTMENTKEY>${credit}</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>40.00</TRX_ADJUSTMENTAMOUNT>`;
    const paid = keyIn(await books.post(payment(detail(invoiceKey, '50.00', use))));
    expect(await books.post(reversal(paid))).toContain(`<key>${paid}</key>`);
    expect(await open()).toBe('Posted|0|100|');
    expect(await books.fields('ARADJUSTMENT', credit, 'STATE', 'TRX_TOTALDUE')).toBe('Posted|-40');
    expect(await books.balances()).toEqual(['1200 60/60', '4000 -60/-60']);
    expect(await books.fields('ARPYMT', paid, 'STATE', 'DESCRIPTION')).toBe('Reversed|NSF');
    expect(await books.fields('ARPYMTDETAIL', '1', 'STATE')).toBe('Reversed');
  });

  it('is refused a second time, in a closed period, and for what does not exist', async () => {
    const paid = keyIn(await books.post(payment(detail(invoiceKey, '50.00'))));
    await books.sandbox.admin('POST', '/periods/2026-04/close');
    expect(await books.post(reversal(paid))).toContain('The period for the date 04/20/2026 is closed.');
    await books.sandbox.admin('POST', '/periods/2026-04/open');
    await books.post(reversal(paid));
    expect(await books.post(reversal(paid))).toContain('cannot be reversed: it is Reversed');
    expect(await books.post(reversal('999'))).toContain("Cannot find arpayment with key '999' to reverse.");
  });
});

it.each([
  ['more than is open', () => payment(detail(invoiceKey, '100.01')), "more than the amount due 100 of invoice 'SI-1'"],
  [
    'more than is open in two details',
    () => payment(detail(invoiceKey, '60.00') + detail(invoiceKey, '60.00')),
    'more than the amount due 100',
  ],
  [
    'an invoice of another customer',
    () => payment(detail(invoiceKey, '1.00'), '', 'HELD'),
    'does not belong to Customer',
  ],
  ['an unknown invoice', () => payment(detail('777', '1.00')), "Cannot find invoice with key '777' to pay."],
  [
    'an unknown customer',
    () => payment(detail(invoiceKey, '1.00'), '', 'NOBODY'),
    "Invalid Customer 'NOBODY' specified.",
  ],
  [
    'an inactive bank',
    () => payment(detail(invoiceKey, '1.00'), '<FINANCIALENTITY>SHUTBANK</FINANCIALENTITY>'),
    "Bank account 'SHUTBANK' is inactive.",
  ],
  [
    'the bank of another entity',
    () => payment(detail(invoiceKey, '1.00'), '<FINANCIALENTITY>UKBANK</FINANCIALENTITY>'),
    "belongs to entity 'UK', not to 'US'",
  ],
  [
    'two places for the money',
    () =>
      payment(
        detail(invoiceKey, '1.00'),
        '<FINANCIALENTITY>BOA</FINANCIALENTITY><UNDEPOSITEDACCOUNTNO>1090</UNDEPOSITEDACCOUNTNO>',
      ),
    'not both',
  ],
  [
    'another currency than the invoice',
    () => payment(detail(invoiceKey, '1.00'), '<CURRENCY>EUR</CURRENCY><EXCHANGE_RATE>1.1</EXCHANGE_RATE>'),
    "The currency USD of invoice 'SI-1' is not the payment's currency EUR.",
  ],
  [
    'less received than applied',
    () => payment(detail(invoiceKey, '9.00'), '<AMOUNTTOPAY>8.00</AMOUNTTOPAY>'),
    'is less than the amount 9',
  ],
  ['nothing', () => payment(detail(invoiceKey, '')), 'Missing required field TRX_PAYMENTAMOUNT'],
  ['no details', () => payment(''), 'Missing required field ARPYMTDETAILS'],
  ['a negative amount', () => payment(detail(invoiceKey, '-5.00')), 'must not be negative'],
  [
    'an unknown method',
    () => payment(detail(invoiceKey, '5.00')).replace('EFT', 'Barter'),
    "Illegal format for ARPymt : PAYMENTMETHOD : 'Barter'",
  ],
  [
    'a day of discount and an amount of it',
    () =>
      payment(
        detail(
          invoiceKey,
          '5.00',
          '<DISCOUNTDATE>04/01/2026</DISCOUNTDATE><TRX_TOTALDISCOUNTTOAPPLY>1.00</TRX_TOTALDISCOUNTTOAPPLY>',
        ),
      ),
    'not both',
  ],
])('a payment of %s is refused, and nothing moves', async (_, element, text) => {
  const before = await books.balances();
  const answer = await books.post(element());
  expect(answer).toContain(text);
  expect(answer).toContain('Could not create ARPymt record!');
  expect(await books.balances()).toEqual(before);
  expect(await open()).toBe('Posted|0|100|');
});

it('a reversed invoice cannot be paid, and a paid one neither reversed nor deleted', async () => {
  const reverse = (key: string): string =>
    `<reverse_invoice key="${key}"><datereversed><year>2026</year><month>04</month><day>01</day></datereversed></reverse_invoice>`;
  const second = keyIn(await books.post(invoice({ number: 'SI-2' })));
  await books.post(reverse(second));
  expect(await books.post(payment(detail(second, '1.00')))).toContain("The invoice 'SI-2' is Reversed.");
  await books.post(payment(detail(invoiceKey, '1.00')));
  expect(await books.post(reverse(invoiceKey))).toContain('cannot be reversed: it is Partially Paid');
  expect(await books.post(`<delete_invoice key="${invoiceKey}"/>`)).toContain('1 of it is paid or applied');
});
