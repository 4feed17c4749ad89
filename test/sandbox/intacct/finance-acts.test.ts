import { keyIn, type ReceivablesBooks, startReceivablesBooks } from './receivables-books';

let books: ReceivablesBooks;
beforeEach(async () => {
  books = await startReceivablesBooks({ dailyRates: { 'EUR/USD': '1.1' } });
});
afterEach(() => books.sandbox.stop());

type Written = { paymentKey: string; invoiceKey: string; adjustmentKey: string; advanceKey: string };
const act = async (name: string, body: Record<string, unknown>): Promise<Written> =>
  (await books.sandbox.admin('POST', `/acts/${name}`, body)) as Written;
const who = { customerId: 'C1', entityId: 'US' };
const invoice = (number: string, amount: string, rest: Record<string, unknown> = {}): Promise<Written> =>
  act('invoice', { ...who, number, amount, date: '2026-03-01', dueDate: '2026-03-31', accountNo: '4000', ...rest });

async function openItems(): Promise<string[]> {
  const [statement] = (await books.sandbox.admin('GET', '/receivables?customerId=C1')) as {
    items: { kind: string; documentNumber: string; openAmount: string; currency: string }[];
  }[];
  return (statement?.items ?? []).map(
    (item) => `${item.kind} ${item.documentNumber} ${item.openAmount} ${item.currency}`,
  );
}

it('an invoice, a payment of part of it with a discount, and its bounced reversal', async () => {
  const { invoiceKey } = await invoice('SI-1', '100.00');
  expect(await openItems()).toEqual(['invoice SI-1 100 USD']);
  const { paymentKey } = await act('payment', {
    ...who,
    amount: '60.00',
    bankId: 'BOA',
    date: '2026-04-01',
    reference: 'wire 1',
    apply: [{ invoiceNumber: 'SI-1', amount: '60.00', discount: '1.00' }],
  });
  expect(await openItems()).toEqual(['invoice SI-1 39 USD']);
  expect(await books.fields('ARINVOICE', invoiceKey, 'TRX_TOTALDUE')).toBe('39');
  expect(await books.fields('ARPYMT', paymentKey, 'DOCNUMBER', 'FINANCIALENTITY')).toBe('wire 1|BOA');
  await act('reverse-payment', { paymentKey, date: '2026-04-05', nsf: true });
  expect(await openItems()).toEqual(['invoice SI-1 100 USD']);
  expect(await books.fields('ARPYMT', paymentKey, 'STATE', 'DESCRIPTION')).toBe('Reversed|NSF');
});

it('a payment on account becomes an advance, which is applied later', async () => {
  await act('payment', { ...who, amount: '70.00', date: '2026-04-01' });
  expect(await openItems()).toEqual(['advance  -70 USD']);
  expect(await books.balances()).toEqual(['1090 70/70', '2400 -70/-70']);
  await invoice('SI-1', '100.00');
  await act('apply-advance', {
    customerId: 'C1',
    date: '2026-04-02',
    apply: [{ invoiceNumber: 'SI-1', amount: '50.00' }],
  });
  expect(await openItems()).toEqual(['invoice SI-1 50 USD', 'advance  -20 USD']);
  expect(await books.balances()).toEqual(['1090 70/70', '1200 50/50', '2400 -20/-20', '4000 -100/-100']);
});

it('an advance of its own, in a foreign currency at the daily rate, applied at another one', async () => {
  const { advanceKey } = await act('advance', {
    ...who,
    amount: '50.00',
    currency: 'EUR',
    date: '2026-04-01',
    bankId: 'BOA',
  });
  await invoice('SI-1', '100.00', { currency: 'EUR', exchangeRate: '1.2' });
  await act('apply-advance', {
    customerId: 'C1',
    advanceKey,
    date: '2026-04-02',
    apply: [{ invoiceNumber: 'SI-1', amount: '50.00' }],
  });
  expect(await openItems()).toEqual(['invoice SI-1 50 EUR']);
  // 50 EUR of the invoice at 1.2 were paid with an advance at 1.1: 5.00 USD lost.
  expect(await books.balances()).toEqual(['1010 50/55', '1200 50/60', '4000 -100/-120', '7000 0/5']);
});

it('a payment at another rate than the invoice gains the difference, and leaves receivables at zero in base', async () => {
  await invoice('SI-1', '33.33', { currency: 'EUR', exchangeRate: '1.0855' });
  for (const amount of ['11.11', '22.22']) {
    await act('payment', {
      ...who,
      amount,
      currency: 'EUR',
      exchangeRate: '1.2',
      bankId: 'BOA',
      date: '2026-04-01',
      apply: [{ invoiceNumber: 'SI-1', amount }],
    });
  }
  expect(await openItems()).toEqual([]);
  expect(await books.balances()).toEqual(['1010 33.33/39.99', '4000 -33.33/-36.18', '7000 0/-3.81']);
});

it('an over-payment stays open on the payment until it is applied', async () => {
  await invoice('SI-1', '100.00');
  const { paymentKey } = await act('payment', {
    ...who,
    amount: '120.00',
    date: '2026-04-01',
    apply: [{ invoiceNumber: 'SI-1', amount: '100.00' }],
  });
  expect(await openItems()).toEqual(['overpayment  -20 USD']);
  await invoice('SI-2', '15.00');
  await act('apply-overpayment', {
    customerId: 'C1',
    paymentKey,
    date: '2026-04-02',
    apply: [{ invoiceNumber: 'SI-2', amount: '15.00' }],
  });
  expect(await openItems()).toEqual(['overpayment  -5 USD']);
});

it('a credit memo with tax is applied, and a debit memo is paid', async () => {
  const uk = { customerId: 'C1', entityId: 'UK' };
  await act('invoice', {
    ...uk,
    number: 'SI-1',
    amount: '100.00',
    date: '2026-03-01',
    termName: 'N30',
    accountNo: '4000',
    taxDetailId: 'UK VAT 20',
  });
  await act('credit-memo', {
    ...uk,
    number: 'CR-1',
    amount: '10.00',
    date: '2026-04-01',
    accountNo: '4000',
    taxDetailId: 'UK VAT 20',
    invoiceNumber: 'SI-1',
  });
  expect(await openItems()).toEqual(['invoice SI-1 120 GBP', 'credit-memo CR-1 -12 GBP']);
  await act('apply-credit', {
    customerId: 'C1',
    creditMemoNumber: 'CR-1',
    date: '2026-04-02',
    apply: [{ invoiceNumber: 'SI-1', amount: '12.00' }],
  });
  await act('debit-memo', { ...uk, number: 'DM-1', amount: '5.00', date: '2026-04-02', accountNo: '4000' });
  await act('payment', {
    ...uk,
    amount: '113.00',
    date: '2026-04-03',
    apply: [
      { invoiceNumber: 'SI-1', amount: '108.00' },
      { debitMemoNumber: 'DM-1', amount: '5.00' },
    ],
  });
  expect(await openItems()).toEqual([]);
});

it('a write-off is a credit memo on an expense account that pays the rest of the invoice', async () => {
  const { invoiceKey } = await invoice('SI-1', '100.00');
  const written = await act('write-off', {
    ...who,
    number: 'WO-1',
    amount: '100.00',
    date: '2026-04-01',
    accountNo: '5000',
    invoiceNumber: 'SI-1',
  });
  expect(Object.keys(written)).toEqual(['adjustmentKey', 'paymentKey']);
  expect(await books.fields('ARINVOICE', invoiceKey, 'STATE')).toBe('Paid');
  expect(await books.balances()).toEqual(['4000 -100/-100', '5000 100/100']);
});

it('an act of several steps leaves nothing behind when one is refused', async () => {
  await invoice('SI-1', '50.00');
  const tooMuch = {
    ...who,
    number: 'WO-1',
    amount: '60.00',
    date: '2026-04-01',
    accountNo: '5000',
    invoiceNumber: 'SI-1',
  };
  await expect(act('write-off', tooMuch)).rejects.toThrow(/422.*more than the amount due 50/);
  expect(await openItems()).toEqual(['invoice SI-1 50 USD']);
  expect(await books.balances()).toEqual(['1200 50/50', '4000 -50/-50']);
});

it('acts keep the rules of the gateway, and wrong bodies are told so', async () => {
  await expect(act('invoice', { ...who })).rejects.toThrow(/400/);
  await expect(act('bribe', {})).rejects.toThrow(/400/);
  await invoice('SI-1', '50.00');
  await expect(invoice('SI-1', '50.00')).rejects.toThrow(/422.*BL03002185/);
  await expect(
    act('payment', { ...who, amount: '1.00', date: '2026-04-01', apply: [{ invoiceNumber: 'SI-9', amount: '1.00' }] }),
  ).rejects.toThrow(/There is no invoice SI-9 of C1/);
  await books.sandbox.admin('POST', '/periods/2026-04/close');
  await expect(act('payment', { ...who, amount: '1.00', date: '2026-04-01' })).rejects.toThrow(/is closed/);
});

describe('the legacy payment functions', () => {
  const day = '<year>2026</year><month>04</month><day>01</day>';
  const create = (items: string): string =>
    `<create_arpayment><customerid>C1</customerid><paymentamount>80.00</paymentamount><bankaccountid>BOA</bankaccountid>
     <refid>cheque 5</refid><datereceived>${day}</datereceived><paymentmethod>Printed Check</paymentmethod>${items}</create_arpayment>`;
  const item = (key: string, amount: string): string =>
    `<arpaymentitem><invoicekey>${key}</invoicekey><amount>${amount}</amount></arpaymentitem>`;

  it('create_arpayment pays its items, and leaves the rest as an advance that apply_arpayment uses', async () => {
    const { invoiceKey } = await invoice('SI-1', '50.00');
    const key = keyIn(await books.post(create(item(invoiceKey, '50.00'))));
    expect(await openItems()).toEqual(['advance cheque 5 -30 USD']);
    const second = (await invoice('SI-2', '100.00')).invoiceKey;
    const apply = `<apply_arpayment><arpaymentkey>${key}</arpaymentkey><paymentdate>${day}</paymentdate><memo>rest</memo>
      <arpaymentitems>${item(second, '30.00')}</arpaymentitems></apply_arpayment>`;
    expect(await books.post(apply)).toContain('<key>');
    expect(await openItems()).toEqual(['invoice SI-2 70 USD']);
    expect(await books.post(apply)).toContain('more than the amount due 0');
  });

  it('reverse_arpayment takes back the payment and the advance that it left', async () => {
    const { invoiceKey } = await invoice('SI-1', '50.00');
    const key = keyIn(await books.post(create(item(invoiceKey, '50.00'))));
    const reverse = `<reverse_arpayment key="${key}"><datereversed>${day}</datereversed></reverse_arpayment>`;
    expect(await books.post(reverse)).toContain(`<key>${key}</key>`);
    expect(await openItems()).toEqual(['invoice SI-1 50 USD']);
    expect(await books.balances()).toEqual(['1200 50/50', '4000 -50/-50']);
  });

  it('are refused in another order than the schema, and without a place for the money', async () => {
    const wrong = create('')
      .replace(/(<refid>.*<\/refid>)/, '')
      .replace('</create_arpayment>', '<refid>x</refid></create_arpayment>');
    expect(await books.post(wrong)).toContain('<errorno>XL03000003</errorno>');
    expect(await books.post(create('').replace(/<bankaccountid>.*?<\/bankaccountid>/, ''))).toContain(
      'Either a financial entity or an undeposited funds account is required',
    );
  });
});

it('a discount by date is the term’s, until its last day', async () => {
  await books.sandbox.admin('PUT', '/masters/terms/1D5N30', {
    name: '1D5N30',
    dueDays: 30,
    discountDays: 5,
    discountFrom: 'from invoice/bill date',
    discountAmount: '1',
    discountUnit: '%',
  });
  const pay = (key: string, day: string): Promise<string> =>
    books.post(
      `<create><ARPYMT><FINANCIALENTITY>BOA</FINANCIALENTITY><PAYMENTMETHOD>EFT</PAYMENTMETHOD><CUSTOMERID>C1</CUSTOMERID>
       <RECEIPTDATE>${day}</RECEIPTDATE><ARPYMTDETAILS><ARPYMTDETAIL><RECORDKEY>${key}</RECORDKEY><TRX_PAYMENTAMOUNT>198.00</TRX_PAYMENTAMOUNT>
       <DISCOUNTDATE>${day}</DISCOUNTDATE></ARPYMTDETAIL></ARPYMTDETAILS></ARPYMT></create>`,
    );
  const first = (await invoice('SI-1', '200.00', { dueDate: undefined, termName: '1D5N30' })).invoiceKey;
  expect(await books.fields('ARINVOICE', first, 'WHENDISCOUNT', 'WHENDUE')).toBe('03/06/2026|03/31/2026');
  await pay(first, '03/06/2026');
  expect(await books.fields('ARINVOICE', first, 'STATE')).toBe('Paid');
  const second = (await invoice('SI-2', '200.00', { dueDate: undefined, termName: '1D5N30' })).invoiceKey;
  await pay(second, '03/07/2026');
  expect(await books.fields('ARINVOICE', second, 'STATE', 'TRX_TOTALDUE')).toBe('Partially Paid|2');
});
