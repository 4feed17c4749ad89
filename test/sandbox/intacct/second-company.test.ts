import { COMPANY, call, login, request, startTestSandbox, type TestSandbox } from './gateway-client';
import { TIME_COMPANY } from './time-company';

let first: TestSandbox;
let second: TestSandbox;
beforeEach(async () => {
  first = await startTestSandbox({ company: COMPANY });
  second = await startTestSandbox({ company: { ...TIME_COMPANY, companyId: 'HARBOR' } });
});
afterEach(() => Promise.all([first.stop(), second.stop()]));

const employees = async (sandbox: TestSandbox, company: string): Promise<string> => {
  const element = '<readByQuery><object>EMPLOYEE</object><query/></readByQuery>';
  const authentication = login(undefined, 'svc', 'svc-secret', company);
  return (await sandbox.post(request(call('c1', element), { authentication }))).body;
};

it('each company has a sandbox of its own, which knows neither the other nor its users', async () => {
  expect(await employees(second, 'HARBOR')).toContain('totalcount="3"');
  expect(await employees(first, 'GULF')).toContain('totalcount="0"');
  expect(await employees(first, 'HARBOR')).toContain('XL03000006');
  expect(await employees(second, 'GULF')).toContain('XL03000006');
});

it('a company without labour takes no time, and says so', async () => {
  const element =
    '<create><TIMESHEET><EMPLOYEEID>E1</EMPLOYEEID><BEGINDATE>11/16/2026</BEGINDATE><TIMESHEETENTRIES/></TIMESHEET></create>';
  expect((await first.post(request(call('c1', element)))).body).toContain('Invalid Employee &#039;E1&#039; specified.');
});
