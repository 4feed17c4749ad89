import { refusalException } from '../../activities/refusal';
import { Rejected } from '../../clients/errors';
import { selectOpenExceptions } from '../../db/exceptions';
import { type ExceptionCode, exceptionCodes } from '../../domain/exception';
import { useHubDatabase } from '../db/hub-database';
import { company, documentOf, documentsOf, plan, statesOf } from '../db/planned-document';
import { createPostingUnderTest } from './posting-under-test';

const hub = useHubDatabase();
const documents = documentsOf('HOU-DIV-1');

function refusalOf(code: ExceptionCode, subject: string | null, description = 'in its own words'): Rejected {
  return new Rejected(`intacct create_invoice: ${description}`, {
    operation: 'intacct create_invoice',
    code,
    subject,
    systemErrors: [{ number: 'BL01', description, correction: '' }],
  });
}

const worded: [ExceptionCode, string | null, string | null, string][] = [
  ['CUSTOMER_UNKNOWN', 'C00112', 'customer:C00112', 'customer C00112 is not in Intacct'],
  ['CUSTOMER_ON_HOLD', 'C00107', 'customer:C00107', 'customer C00107 is on hold in Intacct'],
  ['CUSTOMER_INACTIVE', 'C00107', 'customer:C00107', 'customer C00107 is inactive in Intacct'],
  ['CONTACT_UNKNOWN', 'C1-YARD', 'contact:C1-YARD', 'ship-to contact C1-YARD is not in Intacct'],
  ['TERM_UNKNOWN', 'N61', 'term:N61', 'payment term N61 is not in Intacct'],
  ['ACCOUNT_UNKNOWN', '4999', 'account:4999', 'account 4999 is not in Intacct'],
  ['ACCOUNT_INACTIVE', '4190', 'account:4190', 'account 4190 is inactive in Intacct'],
  ['DIMENSION_MISSING', '4050', 'account:4050', 'account 4050 requires a dimension that a line lacks'],
  ['DIMENSION_UNKNOWN', '99', 'dimension:99', 'dimension value 99 is not in Intacct'],
  ['PERIOD_CLOSED', '2026-10', 'period:2026-11', 'period 2026-11 is closed, posting date 2026-11-20'],
  ['TAX_DETAIL_UNKNOWN', 'GST 5%', 'tax-detail:GST 5%', 'tax detail GST 5% is not in Intacct'],
  ['INVOICE_NUMBER_TAKEN', 'HOU-DIV-1', null, 'its number is already in Intacct with other contents'],
  ['CUSTOMER_RESTRICTED', 'C1', 'customer:C1', 'customer C1 is restricted to other entities in Intacct'],
  ['VENDOR_UNKNOWN', 'V1', 'vendor:V1', 'vendor V1 is not in Intacct'],
  ['VENDOR_ON_HOLD', 'V1', 'vendor:V1', 'vendor V1 is on hold in Intacct'],
  ['VENDOR_INACTIVE', 'V1', 'vendor:V1', 'vendor V1 is inactive in Intacct'],
  ['BILL_NUMBER_TAKEN', null, null, 'the vendor has a bill under its number in Intacct already'],
  ['CREDIT_INVOICE_PAID', null, 'open-amounts:HOU-DIV-1', 'less of the invoice is open than the credit would settle'],
  ['JOURNAL_UNBALANCED', null, null, 'the journal does not balance in Intacct'],
  ['LINES_OF_BOTH_SIGNS', null, null, 'a vendor adjustment has lines of both signs'],
  ['PERMISSION_MISSING', null, null, 'the web-services user lacks a permission'],
  ['CUSTOMER_UNKNOWN', null, null, 'customer is not in Intacct'],
  ['EMPLOYEE_UNKNOWN', 'E-7', 'employee:E-7', 'employee E-7 is not in Intacct'],
  ['EMPLOYEE_INACTIVE', 'E-7', 'employee:E-7', 'employee E-7 is inactive, or not employed on the day, in Intacct'],
  ['PROJECT_UNKNOWN', 'P-100', 'project:P-100', 'project P-100 is not in Intacct'],
  ['PROJECT_INACTIVE', 'P-100', 'project:P-100', 'project P-100 is inactive or closed in Intacct'],
  ['TASK_UNKNOWN', '100-200', null, 'task 100-200 is not in Intacct'],
  ['TASK_NOT_OF_PROJECT', '100-200', null, 'task 100-200 is not one of the project in Intacct'],
  ['ITEM_UNKNOWN', 'LAB-1', 'item:LAB-1', 'item LAB-1 is not in Intacct'],
  ['ITEM_INACTIVE', 'LAB-1', 'item:LAB-1', 'item LAB-1 is inactive in Intacct'],
  ['EARNING_TYPE_MISSING', null, null, 'an entry has no earning type that Intacct knows'],
  ['TIMESHEET_EXISTS', null, null, 'Intacct has a timesheet of the employee and period, and does not let it be read'],
  [
    'TIMESHEET_CLOSED',
    null,
    null,
    'the timesheet of the employee and period is approved in Intacct and takes no more lines',
  ],
  ['TIME_PERIOD_CLOSED', null, null, 'the time period of 2026-11-20 is closed in Intacct'],
];

test.each(worded)('%s of %s waits for %s and says: %s', (code, subject, cause, words) => {
  expect(refusalException('HOU-DIV-1', documents, refusalOf(code, subject))).toMatchObject({
    code,
    causeKey: cause,
    message: `HOU-DIV-1: ${words} (Intacct: BL01 in its own words)`,
    actual: subject ?? 'BL01 in its own words',
  });
});

test('every other refusal keeps its code and carries what Intacct said', () => {
  const others = exceptionCodes.filter((code) => !worded.some(([known]) => known === code));
  for (const code of others) {
    expect(refusalException('HOU-DIV-1', documents, refusalOf(code, null))).toMatchObject({
      code,
      causeKey: null,
      message: 'HOU-DIV-1: refused by Intacct (Intacct: BL01 in its own words)',
    });
  }
  expect(others).toContain('REFUSED_BY_INTACCT');
});

test("a journal's posting date names the closed period when no invoice goes with it", () => {
  expect(refusalException('CGS-HOU-2026-11-20-1', documents.slice(1), refusalOf('PERIOD_CLOSED', null))).toMatchObject({
    causeKey: 'period:2026-11',
  });
});

test('a refusal parks the document with its reason, cause and money, and a new plan closes it', async () => {
  const under = createPostingUnderTest(hub.pool());
  await plan(hub.pool(), 'HOU-DIV-2');
  under.intacct.script.push({ refuse: refusalOf('CUSTOMER_ON_HOLD', 'C00107') });
  expect(await under.post('HOU-DIV-2')).toEqual({
    outcome: 'parked',
    reason: {
      code: 'CUSTOMER_ON_HOLD',
      message: 'HOU-DIV-2: customer C00107 is on hold in Intacct (Intacct: BL01 in its own words)',
      causeKey: 'customer:C00107',
      count: 1,
    },
  });
  expect(await statesOf(hub.pool(), documentOf('HOU-DIV-2'))).toEqual({
    invoice: 'rejected',
    'cost-of-sales': 'rejected',
  });
  const { rows } = await hub
    .pool()
    .query('select code, cause_key, amount, currency, workflow_id, closed_at from exceptions');
  expect(rows).toEqual([
    {
      code: 'CUSTOMER_ON_HOLD',
      cause_key: 'customer:C00107',
      amount: '100.00',
      currency: 'USD',
      workflow_id: 'order-to-invoice/test-metals/HOU-DIV-2',
      closed_at: null,
    },
  ]);
  await plan(hub.pool(), 'HOU-DIV-2');
  expect(await selectOpenExceptions(hub.pool(), company, 'HOU-DIV-2')).toEqual([]);
  await under.close();
});

test('a refusal of what the profile coded keeps under which profile: mended there, it goes on', async () => {
  const under = createPostingUnderTest(hub.pool());
  for (const [documentKey, code] of [
    ['HOU-DIV-3', 'ACCOUNT_UNKNOWN'],
    ['HOU-DIV-4', 'PERIOD_CLOSED'],
  ] as const) {
    await plan(hub.pool(), documentKey, { attempt: { settingsHash: 'hash of the profile' } });
    under.intacct.script.push({ refuse: refusalOf(code, '4199') });
    await under.post(documentKey);
  }
  const { rows } = await hub
    .pool()
    .query('select code, settings_hash from exceptions where closed_at is null order by document_key');
  expect(rows).toEqual([
    { code: 'ACCOUNT_UNKNOWN', settings_hash: 'hash of the profile' },
    { code: 'PERIOD_CLOSED', settings_hash: null },
  ]);
  await under.close();
});
