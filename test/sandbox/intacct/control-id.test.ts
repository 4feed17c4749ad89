import {
  call,
  control,
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
  await sandbox.admin('PATCH', '/settings', { latencyMs: 0 });
});
afterEach(() => sandbox.stop());

const RECORDED = 'A successful transaction has already been recorded with the control id';

describe('uniqueid', () => {
  it.each([['true'], [undefined]])('refuses a completed function control id when it is %s', async (uniqueid) => {
    const body = request(call('f', invoice()), { control: control(uniqueid === undefined ? {} : { uniqueid }) });
    expect((await sandbox.post(body)).body).toContain('<key>1</key>');
    const again = await sandbox.post(body);
    expect(again.body).toContain(
      `<status>failure</status><function>create_invoice</function><controlid>f</controlid><errormessage>`,
    );
    expect(again.body).toContain(
      `<errorno>SIM-DUPLICATE</errorno><description/><description2>${RECORDED} f</description2>`,
    );
    expect(again.body).not.toContain('<key>');
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(1);
  });

  it('lets the same be done twice when it is false, and forgets the id', async () => {
    await sandbox.admin('PUT', '/company', {
      ...(await company()),
      preferences: { refuseDuplicateInvoiceNumbers: false },
    });
    const body = request(call('f', invoice()), { control: control({ uniqueid: 'false' }) });
    await sandbox.post(body);
    await sandbox.post(body);
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(2);
    expect((await sandbox.post(request(call('f', invoice())))).body).toContain('<key>3</key>');
  });

  it('keeps journal entries single by the control id alone', async () => {
    await sandbox.post(request(call('je', journalEntry())));
    await sandbox.post(request(call('je', journalEntry())));
    await sandbox.post(request(call('other', journalEntry())));
    expect(await sandbox.admin('GET', '/journal-entries')).toHaveLength(2);
  });

  it('does not look at the request control id', async () => {
    await sandbox.post(request(call('f', invoice()), { control: control({ controlid: 'a' }) }));
    const again = await sandbox.post(request(call('f', invoice()), { control: control({ controlid: 'b' }) }));
    expect(again.body).toContain(RECORDED);
    const other = await sandbox.post(
      request(call('g', invoice({ number: 'SI-2' })), { control: control({ controlid: 'a' }) }),
    );
    expect(other.body).toContain('<key>');
  });

  it('leaves the id of a failed function free', async () => {
    expect((await sandbox.post(request(call('f', invoice({ customer: 'NOBODY' }))))).body).toContain(
      'Invalid Customer',
    );
    expect((await sandbox.post(request(call('f', invoice())))).body).toContain('<key>');
  });

  it('leaves every id of an aborted operation free', async () => {
    const wrong = call('good', invoice()) + call('bad', invoice({ customer: 'NOBODY', number: 'SI-2' }));
    expect((await sandbox.post(request(wrong, { transaction: 'true' }))).body).toContain('aborted');
    const right = call('good', invoice()) + call('bad', invoice({ number: 'SI-2' }));
    expect((await sandbox.post(request(right, { transaction: 'true' }))).body).not.toContain('failure');
  });

  it('aborts a whole transaction for one repeated id in it', async () => {
    await sandbox.post(request(call('f', invoice())));
    const mixed = call('new', invoice({ number: 'SI-2' })) + call('f', invoice({ number: 'SI-3' }));
    const { body } = await sandbox.post(request(mixed, { transaction: 'true' }));
    expect(body).toContain('<status>aborted</status><function>create_invoice</function><controlid>new</controlid>');
    expect(await invoicesNumbered(sandbox, 'SI-2')).toBe(0);
  });

  it('refuses the second of two equal ids in one request', async () => {
    const { body } = await sandbox.post(request(call('f', invoice()) + call('f', invoice({ number: 'SI-2' }))));
    expect(body).toContain(RECORDED);
    expect(await invoicesNumbered(sandbox, 'SI-2')).toBe(0);
  });

  it('says that a request is in process while the first still runs', async () => {
    await sandbox.fault({ kind: 'slow-commit', count: 1, params: { delayMs: 300, commitAtEnd: true } });
    const body = request(call('f', invoice()));
    const first = sandbox.post(body);
    const second = sandbox.post(body);
    const bodies = (await Promise.all([first, second])).map((answer) => answer.body);
    expect(bodies.filter((text) => text.includes('concurrent request in process'))).toHaveLength(1);
    expect(bodies.filter((text) => text.includes('<key>'))).toHaveLength(1);
  });

  it('can refuse at control level, as a setting', async () => {
    await sandbox.admin('PATCH', '/settings', { duplicateLevel: 'control' });
    await sandbox.post(request(call('f', invoice())));
    const { body } = await sandbox.post(request(call('f', invoice())));
    expect(body).toContain('<response><control><status>failure</status>');
    expect(body).toContain(RECORDED);
  });

  it('can ask for both control ids to be the same, as a setting that catches clients that vary one', async () => {
    await sandbox.admin('PATCH', '/settings', { controlIdScope: 'request-and-function' });
    await sandbox.post(request(call('je', journalEntry()), { control: control({ controlid: 'a' }) }));
    const again = await sandbox.post(request(call('je', journalEntry()), { control: control({ controlid: 'a' }) }));
    expect(again.body).toContain(RECORDED);
    const varied = await sandbox.post(request(call('je', journalEntry()), { control: control({ controlid: 'b' }) }));
    expect(varied.body).toContain('<status>success</status><function>create</function>');
  });
});

async function company(): Promise<object> {
  return (await sandbox.admin('GET', '/company')) as object;
}
