import { glEntry, journalEntry } from './gateway-client';
import { query, startTimeSandbox, TIME_COMPANY, type TimeSandbox, texts } from './time-company';

let time: TimeSandbox;
let post: TimeSandbox['post'];
beforeEach(async () => {
  time = await startTimeSandbox(() => new Date('2026-11-23T10:00:00Z'));
  ({ post } = time);
});
afterEach(() => time.sandbox.stop());

const hours = (amount: string, rest: string): string =>
  `<create><GLBATCH><JOURNAL>STAT</JOURNAL><BATCH_DATE>11/16/2026</BATCH_DATE><BATCH_TITLE>Hours</BATCH_TITLE><ENTRIES>${glEntry('HOURS', '1', amount, `<LOCATION>HOU</LOCATION>${rest}`)}</ENTRIES></GLBATCH></create>`;
const WHOLE =
  '<PROJECTID>P1</PROJECTID><TASKID>T1</TASKID><ITEMID>EXC-1</ITEMID><EMPLOYEEID>E1</EMPLOYEEID><CUSTOMERID>C1</CUSTOMERID>';
const created = 'success</status><function>create';

it('a statistical line takes project, task, item, employee and customer, and its hours are told by them', async () => {
  expect(await post(hours('7.5', WHOLE))).toContain(created);
  await post(hours('2', WHOLE.replace('>T1<', '>T2<')));
  expect(await time.sandbox.admin('GET', '/statistical-balances?by=project,task,item,employee')).toEqual([
    { project: 'P1', task: 'T1', item: 'EXC-1', employee: 'E1', quantity: '7.5' },
    { project: 'P1', task: 'T2', item: 'EXC-1', employee: 'E1', quantity: '2' },
  ]);
});

it('a line in money does so too', async () => {
  const dimensions = `<CURRENCY>USD</CURRENCY>${WHOLE}`;
  const both = journalEntry({ debit: glEntry('5000', '1', '60.00', dimensions) }).replace('03/31/2026', '11/16/2026');
  expect(await post(both, 'US')).toContain(created);
  const { rows } = (await time.sandbox.admin('GET', '/ledger?by=account,project,item')) as { rows: unknown[] };
  expect(rows).toEqual([
    { account: '1400', project: '', item: '', documentAmount: '-60', baseAmount: '-60' },
    { account: '5000', project: 'P1', item: 'EXC-1', documentAmount: '60', baseAmount: '60' },
  ]);
});

it.each([
  ['an unknown project', '<PROJECTID>X</PROJECTID>', "Invalid Project 'X' specified."],
  ['an inactive project', '<PROJECTID>P-OLD</PROJECTID>', "Project 'P-OLD' is inactive."],
  ['an unknown task', '<PROJECTID>P1</PROJECTID><TASKID>X</TASKID>', "Invalid Task 'X' specified."],
  [
    'a task of another project',
    '<PROJECTID>P1</PROJECTID><TASKID>T9</TASKID>',
    "Task 'T9' is not a task of Project 'P1'.",
  ],
  ['a task without a project', '<TASKID>T9</TASKID>', "Task 'T9' is not a task of Project ''."],
  ['an unknown item', '<ITEMID>X</ITEMID>', "Invalid Item 'X' specified."],
  ['an inactive item', '<ITEMID>OLD-CRANE</ITEMID>', "Item 'OLD-CRANE' is inactive."],
  ['an unknown employee', '<EMPLOYEEID>X</EMPLOYEEID>', "Invalid Employee 'X' specified."],
  ['an inactive employee', '<EMPLOYEEID>E3</EMPLOYEEID>', "Employee 'E3' is inactive."],
  ['an unknown customer', '<CUSTOMERID>X</CUSTOMERID>', "Invalid Customer 'X' specified."],
  ['a class, for there are none', '<CLASSID>X</CLASSID>', "Invalid Class 'X' specified."],
])('a statistical line with %s is refused', async (_, rest, text) => {
  expect(await post(hours('1', rest))).toContain(text.replaceAll("'", '&#039;'));
  expect(await time.sandbox.admin('GET', '/statistical-balances')).toEqual([]);
});

it('an account may require an employee and a task', async () => {
  const accounts = TIME_COMPANY.accounts.map((account) =>
    account.accountNo === '5000' ? { ...account, requires: ['TASK' as const, 'EMPLOYEE' as const] } : account,
  );
  await time.sandbox.admin('PUT', '/company', { ...TIME_COMPANY, accounts });
  const cost = (rest: string): string =>
    journalEntry({ debit: glEntry('5000', '1', '60.00', `<CURRENCY>USD</CURRENCY>${rest}`) });
  expect(await post(cost('<EMPLOYEEID>E1</EMPLOYEEID>'), 'US')).toContain(
    'Task is required for account &#039;5000&#039;.',
  );
  expect(await post(cost('<PROJECTID>P1</PROJECTID><TASKID>T1</TASKID>'), 'US')).toContain('Employee is required');
  expect(await post(cost(WHOLE), 'US')).toContain(created);
});

it('accounts and journals of quantities are masters that can be queried', async () => {
  expect(texts(await post(query('STATACCOUNT', ['ACCOUNTNO', 'STATUS'])), 'ACCOUNTNO')).toEqual(['HOURS']);
  expect(texts(await post(query('STATJOURNAL', ['SYMBOL', 'STATUS'])), 'SYMBOL')).toEqual(['STAT']);
});
