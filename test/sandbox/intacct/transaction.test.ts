import {
  call,
  invoice,
  invoicesNumbered,
  journalEntry,
  request,
  startTestSandbox,
  type TestSandbox,
} from './gateway-client';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.stop());

const ROLLED_BACK =
  '<error><errorno>XL03000009</errorno><description/><description2>The entire transaction in this operation has been rolled back due to an error.</description2><correction/></error>';

describe('transaction="true"', () => {
  it('posts an invoice and its cost together', async () => {
    const both = call('inv', invoice()) + call('cogs', journalEntry());
    const { body } = await sandbox.post(request(both, { transaction: 'true' }));
    expect(body).toContain(
      '<status>success</status><function>create_invoice</function><controlid>inv</controlid><key>1</key></result>',
    );
    expect(body).toContain(
      '<data listtype="objects" count="1"><glbatch><RECORDNO>1</RECORDNO></glbatch></data></result></operation></response>',
    );
  });

  it('takes everything back for one failure, and says so of the others', async () => {
    const both = call('c1', invoice()) + call('c2', invoice({ customer: 'C-999', number: 'SI-2' }));
    const { body } = await sandbox.post(request(both, { transaction: 'true' }));
    expect(body).toContain(
      `<result><status>aborted</status><function>create_invoice</function><controlid>c1</controlid><errormessage>${ROLLED_BACK}</errormessage></result>`,
    );
    expect(body).toContain(
      '<result><status>failure</status><function>create_invoice</function><controlid>c2</controlid><errormessage><error>' +
        '<errorno>BL01001973</errorno><description/><description2>Invalid Customer &#039;C-999&#039; specified.</description2>',
    );
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(0);
    expect(await sandbox.admin('GET', '/ledger')).toEqual({ rows: [], trialBalance: [] });
  });

  it('can say only aborted, also of a function that is alone', async () => {
    await sandbox.admin('PATCH', '/settings', { offenderStatus: 'aborted' });
    const { body } = await sandbox.post(request(call('c1', invoice({ number: '' })), { transaction: 'true' }));
    expect(body).toContain('<status>aborted</status>');
    expect(body).toContain('<errorno>PL01000127</errorno>');
    expect(body).toContain(ROLLED_BACK);
    expect(body).not.toContain('failure');
  });

  it('lists nothing as created by a create that was rolled back', async () => {
    const department = '<DEPARTMENT><DEPARTMENTID>30</DEPARTMENTID><TITLE>Bars</TITLE></DEPARTMENT>';
    const { body } = await sandbox.post(
      request(call('c', `<create>${department}${department}</create>`), { transaction: 'true' }),
    );
    expect(body).toContain(
      '<status>failure</status><function>create</function><controlid>c</controlid><data listtype="objects" count="0"/>',
    );
  });
});

describe('transaction="false"', () => {
  it('lets each function stand or fall alone, in the order of the request', async () => {
    const three =
      call('a', invoice()) + call('b', invoice({ customer: 'NOBODY' })) + call('c', invoice({ number: 'SI-2' }));
    const { body } = await sandbox.post(request(three));
    expect(
      [...body.matchAll(/<result><status>(\w+)<\/status>.*?<controlid>(\w)<\/controlid>/g)].map((found) =>
        found.slice(1),
      ),
    ).toEqual([
      ['success', 'a'],
      ['failure', 'b'],
      ['success', 'c'],
    ]);
  });

  it('creates in part: failure, and yet one object made', async () => {
    const department = '<DEPARTMENT><DEPARTMENTID>30</DEPARTMENTID><TITLE>Bars</TITLE></DEPARTMENT>';
    const { body } = await sandbox.post(request(call('c', `<create>${department}${department}</create>`)));
    expect(body).toContain(
      '<status>failure</status><function>create</function><controlid>c</controlid><data listtype="objects" count="1"><department>' +
        '<RECORDNO>2</RECORDNO><DEPARTMENTID>30</DEPARTMENTID></department></data><errormessage><error><errorno>BL34000061</errorno>' +
        '<description/><description2>Another Department with the given value(s) 30  already exists</description2>' +
        '<correction>Use a unique value instead.</correction></error><error><errorno>BL01001973</errorno><description/>' +
        '<description2>Could not create Department record!</description2><correction/></error></errormessage>',
    );
    expect(await sandbox.admin('GET', '/masters/departments/30')).toMatchObject({ title: 'Bars' });
  });
});
