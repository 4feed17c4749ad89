import { invoice } from './gateway-client';
import { bill, firstText, type PayablesSandbox, startPayablesSandbox } from './payables-company';

let payables: PayablesSandbox;
let post: PayablesSandbox['post'];
beforeEach(async () => {
  payables = await startPayablesSandbox();
  ({ post } = payables);
});
afterEach(() => payables.sandbox.stop());

const FULL =
  '<description>1% in 5, net 30</description>' +
  '<due><dueday>30</dueday><duefrom>of next month from invoice/bill date</duefrom></due>' +
  '<discount><discday>5</discday><discfrom>from invoice/bill date</discfrom><discamount>1</discamount><discpercamn>%</discpercamn><discgracedays>2</discgracedays></discount>' +
  '<disccalcon>Line items total</disccalcon>' +
  '<penalty><pen_type>Monthly</pen_type><penamount>15.00</penamount><pengracedays>3</pengracedays></penalty>';
const create = (side: 'ar' | 'ap', rest: string, name = 'T1'): Promise<string> =>
  post(`<create_${side}term><name>${name}</name>${rest}</create_${side}term>`);
const read = (object: string): Promise<string> =>
  post(`<readByName><object>${object}</object><keys>T1</keys></readByName>`);

describe.each([
  ['ar', 'ARTERM', 'Invoice total'],
  ['ap', 'APTERM', 'Bill total'],
] as const)('create_%sterm', (side, object, total) => {
  it('keeps due rule, discount and penalty in readable fields', async () => {
    expect(await create(side, FULL)).toContain('<key>');
    const body = await read(object);
    expect(body).toContain('<DUEDATE>30</DUEDATE><DUEFROM>of next month from invoice/bill date</DUEFROM>');
    expect(body).toContain(
      '<DISCDATE>5</DISCDATE><DISCFROM>from invoice/bill date</DISCFROM><DISCAMOUNT>1</DISCAMOUNT><DISCPERCAMN>%</DISCPERCAMN><DISCFUDGEDAYS>2</DISCFUDGEDAYS>',
    );
    expect(body).toContain(
      '<PEN_TYPES>Monthly</PEN_TYPES><PENAMOUNT>15.00</PENAMOUNT><PENPERCAMN>$</PENPERCAMN><PENFUDGEDAYS>3</PENFUDGEDAYS>',
    );
    expect(body).toContain('<DISCCALCON>Line items total</DISCCALCON>');
  });

  it('has neither discount nor penalty when none was sent', async () => {
    await create(side, '<due><dueday>10</dueday></due>');
    const body = await read(object);
    expect(body).toContain('<DUEFROM>from invoice/bill date</DUEFROM><DISCDATE/><DISCFROM/><DISCAMOUNT/>');
    expect(body).toContain('<PEN_TYPES>No Penalty</PEN_TYPES><PENAMOUNT/>');
    expect(body).toContain(`<DISCCALCON>${total}</DISCCALCON>`);
  });

  it.each([
    [
      'a word that is none',
      '<due><dueday>1</dueday><duefrom>of 7th month from invoice/bill date</duefrom></due>',
      'duefrom',
    ],
    ['a penalty that is none', '<penalty><pen_type>Hourly</pen_type></penalty>', 'pen_type'],
    ['a total of the other side', `<disccalcon>${side === 'ar' ? 'Bill' : 'Invoice'} total</disccalcon>`, 'disccalcon'],
    ['days that are none', '<due><dueday>soon</dueday></due>', 'dueday'],
  ])('refuses %s', async (_, rest, text) => {
    const body = await create(side, rest);
    expect(body).toContain('BL03000018');
    expect(body).toContain(text);
  });

  it('refuses a name that is taken, and elements in another order', async () => {
    expect(await create(side, '', 'N30')).toContain('BL34000061');
    expect(await create(side, '<disccalcon>Line items total</disccalcon><due><dueday>1</dueday></due>')).toContain(
      'XL03000003',
    );
  });

  it('is changed and taken away by name', async () => {
    await create(side, FULL);
    await post(`<update_${side}term name="T1"><due><dueday>45</dueday></due></update_${side}term>`);
    const body = await read(object);
    expect(firstText(body, 'DUEDATE')).toBe('45');
    expect(firstText(body, 'DISCAMOUNT')).toBe('1');
    expect(await post(`<delete_${side}term name="T1"/>`)).toContain('success</status><function>delete_');
    expect(await read(object)).toContain('count="0"');
    expect(await post(`<delete_${side}term name="T1"/>`)).toContain("with key 'T1'");
  });
});

it('is not taken away while a vendor has it', async () => {
  expect(await post('<delete_apterm name="N30"/>')).toContain("'N30' is in use");
});

it.each([
  ['from invoice/bill date', 31, '2026-05-01'],
  ['of the month of invoice/bill date', 31, '2026-03-31'],
  ['of next month from invoice/bill date', 31, '2026-04-30'],
  ['of 3rd month from invoice/bill date', 15, '2026-06-15'],
])('%s, %d makes bills and invoices due on %s', async (dueFrom, dueDays, dueDate) => {
  await payables.sandbox.admin('PATCH', '/settings', { billDueDateRequired: false });
  await payables.sandbox.admin('PATCH', '/masters/ap-terms/N30', { dueFrom, dueDays });
  await payables.sandbox.admin('PATCH', '/masters/terms/N30', { dueFrom, dueDays });
  const [year, month, day] = dueDate.split('-');
  await post(bill({ due: '<TERMNAME>N30</TERMNAME>' }));
  expect(firstText(await post('<read><object>APBILL</object><keys>1</keys></read>'), 'WHENDUE')).toBe(
    `${month}/${day}/${year}`,
  );
  await post(invoice());
  expect(firstText(await post('<read><object>ARINVOICE</object><keys>1</keys></read>'), 'WHENDUE')).toBe(
    `${month}/${day}/${year}`,
  );
});
