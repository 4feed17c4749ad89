import { closeServers, createServerFixture, nextSmartEventToken, smartEventToken } from './server-fixture';

afterEach(closeServers);

const address = (token = smartEventToken, company = 'gulf-metals') =>
  `/triggers/intacct/${company}/${encodeURIComponent(token)}`;

function post(
  fixture: ReturnType<typeof createServerFixture>,
  form: Record<string, string> | string,
  { url = address(), contentType = 'application/x-www-form-urlencoded' } = {},
) {
  const payload = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  return fixture.ask({ method: 'POST', url, headers: { 'content-type': contentType }, payload });
}

it('lets what it names be looked at, and takes nothing else from it', async () => {
  const fixture = createServerFixture();
  const form = { object: 'Customer', key: 'C00123', recordno: '77', event: 'set', creditlimit: '1000000' };
  const response = await post(fixture, form);
  expect([response.statusCode, response.json()]).toEqual([202, { kind: 'touched', workflowId: 'customers/x/C1' }]);
  expect(fixture.smartEvents.taken).toEqual([
    {
      company: 'gulf-metals',
      event: { object: 'CUSTOMER', key: 'C00123', recordNumber: '77', customerId: null, event: 'set' },
    },
  ]);
});

it('is good by any of the tokens, whatever it says its form is, and again when replayed', async () => {
  const fixture = createServerFixture();
  const form = { object: 'ARPYMT', recordno: '9', customerid: 'C00123', key: '' };
  expect((await post(fixture, form, { url: address(nextSmartEventToken) })).statusCode).toBe(202);
  expect((await post(fixture, form, { contentType: 'text/plain' })).statusCode).toBe(202);
  expect((await post(fixture, form)).statusCode).toBe(202);
  expect(fixture.smartEvents.taken).toHaveLength(3);
});

it.each([
  ['a wrong token', address('a token of thirty-two characterS')],
  ["another company's token", address(smartEventToken, 'other-metals')],
  ['a token and no company', address(smartEventToken, 'GULF-METALS')],
])('is refused with %s, and the log does not show it', async (_, url) => {
  const fixture = createServerFixture();
  const response = await post(fixture, { object: 'CUSTOMER', key: 'C00123' }, { url });
  expect([response.statusCode, response.json().code]).toEqual([401, 'not-authorised']);
  expect(fixture.smartEvents.taken).toEqual([]);
  expect(fixture.logged()).not.toContain('token of thirty-two');
});

it.each([
  ['object=CUSTOMER', /key: expected key, recordno or customerid/],
  ['key=C00123', /object/],
  ['object=CUSTOMER&recordno=7;drop', /recordno/],
  ['object=CUSTOMER&key=a%00b', /key/],
  [`object=CUSTOMER&key=${'x'.repeat(201)}`, /key/],
  ['{"object":"CUSTOMER","key":"C00123"}', /object/],
  ['', /object/],
])('is refused when it says %j', async (form, fault) => {
  const fixture = createServerFixture();
  const response = await post(fixture, form);
  expect([response.statusCode, response.json().code]).toEqual([400, 'malformed']);
  expect(response.json().message).toMatch(fault);
  expect(fixture.smartEvents.taken).toEqual([]);
});

it('is refused when it is larger than any hint', async () => {
  const fixture = createServerFixture();
  const response = await post(fixture, { object: 'CUSTOMER', key: 'C1', note: 'x'.repeat(17_000) });
  expect([response.statusCode, response.json().code]).toEqual([413, 'too-large']);
});

it('of what is not kept in step is accepted, and says that it is ignored', async () => {
  const fixture = createServerFixture();
  fixture.smartEvents.next = { kind: 'ignored', because: 'GLBATCH is not kept in step' };
  const response = await post(fixture, { object: 'GLBATCH', recordno: '1' });
  expect([response.statusCode, response.json().kind]).toEqual([202, 'ignored']);
});

it('asks to come again when the engine is away, and the log shows the route without its token', async () => {
  const fixture = createServerFixture();
  fixture.smartEvents.next = Object.assign(new Error('no engine'), { name: 'Transport' });
  const response = await post(fixture, { object: 'CUSTOMER', key: 'C00123' });
  expect([response.statusCode, response.json().code]).toEqual([503, 'try-again']);
  expect(fixture.logged()).toContain('/triggers/intacct/:company/:token');
  expect(fixture.logged()).not.toContain('token of thirty-two');
});
