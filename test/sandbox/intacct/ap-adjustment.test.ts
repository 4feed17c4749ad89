import * as fc from 'fast-check';
import { bill, billLine, firstText, type PayablesSandbox, startPayablesSandbox } from './payables-company';

let payables: PayablesSandbox;
let post: PayablesSandbox['post'];
beforeEach(async () => {
  payables = await startPayablesSandbox();
  ({ post } = payables);
});
afterEach(() => payables.sandbox.stop());

const item = (amount: string, account = '2100', rest = ''): string =>
  `<lineitem><glaccountno>${account}</glaccountno><amount>${amount}</amount>${rest}</lineitem>`;
const adjustment = (items: string, number = 'CR-1', vendor = 'V1'): string =>
  `<create_apadjustment><vendorid>${vendor}</vendorid><datecreated><year>2026</year><month>03</month><day>31</day></datecreated>` +
  `<adjustmentno>${number}</adjustmentno><billno>B-1</billno><description>returned coil</description><apadjustmentitems>${items}</apadjustmentitems></create_apadjustment>`;

it('owes the vendor less for negative lines, with their input tax', async () => {
  const taxes = '<taxentries><taxentry><detailid>UK IN 20</detailid><trx_tax>-8.00</trx_tax></taxentry></taxentries>';
  expect(await post(adjustment(item('-40.00', '2100', taxes)), 'UK')).toContain('<key>1</key>');
  expect(await payables.balances('GBP')).toEqual({ '2000': '48', '2100': '-40', '2250': '-8' });
  const body = await post('<read><object>APADJUSTMENT</object><keys>1</keys></read>', '');
  expect(body).toContain('<RECORDTYPE>pa</RECORDTYPE><RECORDID>CR-1</RECORDID><STATE>Posted</STATE>');
  expect(body).toContain('<DOCNUMBER>B-1</DOCNUMBER>');
  expect(firstText(body, 'TRX_TOTALDUE')).toBe('-48');
});

it('means the other sign where the setting says so', async () => {
  await payables.sandbox.admin('PATCH', '/settings', { apAdjustmentPositive: 'owes-less' });
  await post(adjustment(item('40.00')));
  expect(await payables.balances()).toEqual({ '2000': '40', '2100': '-40' });
});

it.each([
  ['lines of both signs', adjustment(item('-40.00') + item('1.00')), 'BL01001973', 'same sign'],
  ['a number that the vendor used', adjustment(item('-1.00'), 'TAKEN'), 'BL03002185', "'TAKEN'"],
  ['an inactive vendor', adjustment(item('-1.00'), 'CR-2', 'GONE'), 'BL01001973', 'is inactive'],
  [
    'elements in another order',
    adjustment(item('-1.00'))
      .replace('<billno>B-1</billno>', '')
      .replace('<adjustmentno>', '<billno>B-1</billno><adjustmentno>'),
    'XL03000003',
    '',
  ],
])('refuses %s', async (_, element, number, text) => {
  await post(adjustment(item('-1.00'), 'TAKEN'));
  const body = await post(element);
  expect(body).toContain(`<errorno>${number}</errorno>`);
  expect(body).toContain(text);
});

it('shows bills and credits of a vendor as open, from the control account alone', async () => {
  await post(bill());
  await post(adjustment(item('-30.00')));
  expect(await payables.sandbox.admin('GET', '/payables?vendorId=V1')).toEqual({
    open: [
      expect.objectContaining({ object: 'APBILL', number: 'B-1', dueDate: '2026-04-30', openDocument: '100' }),
      expect.objectContaining({ object: 'APADJUSTMENT', number: 'CR-1', openDocument: '-30' }),
    ],
    totals: [{ vendorId: 'V1', currency: 'USD', openDocument: '70', openBase: '70' }],
  });
  await post('<delete><object>APADJUSTMENT</object><keys>2</keys></delete>');
  expect(await payables.sandbox.admin('GET', '/payables?vendorId=V1')).toMatchObject({
    totals: [{ openDocument: '100' }],
  });
});

it('stays in balance, and the vendor is owed what the books say, after any sequence of bills, edits, credits and deletions', async () => {
  const act = fc.record({
    what: fc.constantFrom('bill', 'credit', 'edit', 'delete'),
    cents: fc.integer({ min: 1, max: 1_000_000 }),
    pick: fc.nat({ max: 20 }),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
      run += 1;
      const keys: string[] = [];
      for (const [index, { what, cents, pick }] of acts.entries()) {
        const amount = (cents / 100).toFixed(2);
        const number = `R${run}-${index}`;
        const key = keys[pick % Math.max(keys.length, 1)] ?? '0';
        if (what === 'bill')
          keys.push(firstText(await post(bill({ number, lines: billLine({ amount }) })), 'RECORDNO'));
        else if (what === 'credit') await post(adjustment(item(`-${amount}`), number));
        else if (what === 'delete') await post(`<delete><object>APBILL</object><keys>${key}</keys></delete>`);
        else
          await post(
            `<update><APBILL><RECORDNO>${key}</RECORDNO><APBILLITEMS>${billLine({ amount })}</APBILLITEMS></APBILL></update>`,
          );
      }
      const { trialBalance } = (await payables.sandbox.admin('GET', '/ledger')) as {
        trialBalance: { baseAmount: string }[];
      };
      expect(trialBalance.every(({ baseAmount }) => baseAmount === '0')).toBe(true);
      const { totals } = (await payables.sandbox.admin('GET', '/payables?vendorId=V1')) as {
        totals: { openBase: string }[];
      };
      const due = await post(
        '<readByName><object>VENDOR</object><keys>V1</keys><fields>TOTALDUE</fields></readByName>',
      );
      expect(firstText(due, 'TOTALDUE') || '0').toBe(totals[0]?.openBase ?? '0');
    }),
    { numRuns: 15 },
  );
});
