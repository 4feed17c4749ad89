import {
  call,
  control,
  invoice,
  invoicesNumbered,
  line,
  login,
  request,
  startTestSandbox,
  type TestSandbox,
} from './gateway-client';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());

const FAILED_CONTROL = /<response><control><status>failure<\/status>/;

describe('transport', () => {
  it('takes POST only, and nothing but its two addresses', async () => {
    expect((await fetch(sandbox.gatewayUrl)).status).toBe(405);
    expect((await sandbox.post('', sandbox.gatewayUrl.replace('xmlgw', 'other'))).status).toBe(404);
  });

  it('refuses other content types with GW-0011 and HTTP 400', async () => {
    const answer = await sandbox.post(request(call('f', '<getAPISession/>')), undefined, {
      'content-type': 'text/plain',
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatch(/<errorno>GW-0011<\/errorno>.*<description2>Invalid Request \[Request ID: \d+\]/);
  });

  it('takes the old content type x-intacct-xml-request', async () => {
    const headers = { 'content-type': 'x-intacct-xml-request' };
    expect((await sandbox.post(request(call('old-type', '<getAPISession/>')), undefined, headers)).body).toContain(
      '<sessionid>',
    );
  });

  it('refuses a body beyond its bound', async () => {
    await sandbox.admin('PATCH', '/settings', { requestBytesMax: 1000 });
    const answer = await sandbox.post(
      request(call('f', invoice({ lines: line({ rest: `<memo>${'x'.repeat(1000)}</memo>` }) }))),
    );
    await sandbox.admin('PATCH', '/settings', { requestBytesMax: 20_000_000 });
    expect(answer.status).toBe(400);
  });
});

describe('XML', () => {
  it.each([
    ['a tag that closes another', '<request><control></request>', 'Opening and ending tag mismatch'],
    ['a document type', `<!DOCTYPE r [<!ENTITY a "b">]>${request('')}`, 'not allowed'],
    ['an entity of its own', request(call('f', invoice({ number: '&pound;' }))), "Entity 'pound' not defined"],
    ['an unescaped ampersand', request(call('f', invoice({ number: 'A & B' }))), 'EntityRef'],
    ['a control character', request(call('f', invoice({ number: 'A\u0007' }))), 'invalid Char value 7'],
    ['a control character by number', request(call('f', invoice({ number: 'A&#x1f;' }))), 'invalid value 31'],
    ['nothing at all', '', 'Document is empty'],
    ['an endless nest', '<a>'.repeat(100), 'Excessive depth'],
  ])('refuses %s with XL03000003 at control level', async (_, body, text) => {
    const answer = await sandbox.post(body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatch(FAILED_CONTROL);
    expect(answer.body).toContain('<errorno>XL03000003</errorno>');
    expect(answer.body.replaceAll('&#039;', "'")).toContain(text);
    expect(answer.body).not.toContain('<operation>');
  });

  it('keeps odd but lawful characters', async () => {
    const memo = 'ünï \u{1F529} &lt;3 &#39;q&#39;';
    const answer = await sandbox.post(
      request(call('odd', invoice({ number: 'ODD-1', lines: line({ rest: `<memo>${memo}</memo>` }) }))),
    );
    expect(answer.body).toContain('<key>');
    const invoices = (await sandbox.admin('GET', '/invoices')) as {
      RECORDID: string;
      lines: { ENTRYDESCRIPTION: string }[];
    }[];
    expect(invoices.find(({ RECORDID }) => RECORDID === 'ODD-1')?.lines[0]?.ENTRYDESCRIPTION).toBe(
      "ünï \u{1F529} <3 'q'",
    );
  });
});

describe('schema', () => {
  const swapped = invoice({ number: 'ORDER-1' })
    .replace(/(<invoiceno>.*<\/invoiceno>)/, '')
    .replace('<customerid>', '<invoiceno>ORDER-1</invoiceno><customerid>');
  it.each([
    ['legacy elements out of order', call('f', swapped)],
    ['an unknown legacy element', call('f', invoice({ number: 'ORDER-1', afterNumber: '<onhold>false</onhold>' }))],
    [
      'taxentries before a dimension',
      call(
        'f',
        invoice({
          number: 'ORDER-1',
          lines: line({
            rest: '<taxentries><taxentry><detailid>x</detailid></taxentry></taxentries><classid>1</classid>',
          }),
        }),
      ),
    ],
    [
      'taxsolutionid before customfields',
      call('f', invoice({ number: 'ORDER-1', afterNumber: '<taxsolutionid>UK</taxsolutionid><customfields/>' })),
    ],
    [
      'a date that is not split',
      call(
        'f',
        invoice({ number: 'ORDER-1' }).replace(
          /<datecreated>.*<\/datecreated>/,
          '<datecreated>2026-03-31</datecreated>',
        ),
      ),
    ],
    ['an invoice without lines', call('f', invoice({ number: 'ORDER-1', lines: '' }))],
    [
      'currency without a rate or its type',
      call('f', invoice({ number: 'ORDER-1', afterNumber: '<currency>USD</currency>' })),
    ],
    ['an unknown function', call('f', '<create_nonsense/>')],
    ['two functions in one', call('f', invoice({ number: 'ORDER-1' }) + invoice({ number: 'ORDER-1' }))],
    ['a function without its control id', `<function>${invoice({ number: 'ORDER-1' })}</function>`],
    ['a control id of 257 characters', call('x'.repeat(257), invoice({ number: 'ORDER-1' }))],
  ])('refuses %s with XL03000003 at control level, and runs nothing', async (_, functions) => {
    const answer = await sandbox.post(request(call('first', invoice({ number: 'ORDER-1' })) + functions));
    expect(answer.body).toMatch(FAILED_CONTROL);
    expect(answer.body).toContain('<errorno>XL03000003</errorno>');
    expect(await invoicesNumbered(sandbox, 'ORDER-1')).toBe(0);
  });

  it.each([
    ['an unknown element in control', request('', { control: control({ last: '<surprise/>' }) })],
    [
      'control elements out of order',
      request('').replace('<senderid>hub</senderid>', '').replace('</control>', '<senderid>hub</senderid></control>'),
    ],
    ['an uniqueid that is no boolean', request('', { control: control({ uniqueid: 'yes' }) })],
    ['an old dtdversion', request('').replace('<dtdversion>3.0', '<dtdversion>2.1')],
    ['a transaction that is no boolean', request('', { transaction: 'yes' })],
    [
      'a second operation',
      request('').replace(
        '</request>',
        '<operation><authentication><sessionid>x</sessionid></authentication></operation></request>',
      ),
    ],
  ])('refuses %s', async (_, body) => {
    const answer = await sandbox.post(body);
    expect(answer.body).toMatch(FAILED_CONTROL);
    expect(answer.body).toContain('<errorno>XL03000003</errorno>');
  });

  it('takes a control id of 256 characters', async () => {
    expect((await sandbox.post(request(call('y'.repeat(256), '<getAPISession/>')))).body).toContain(
      '<status>success</status><function>',
    );
  });

  it('takes generic elements in any order', async () => {
    const body = call(
      'any',
      '<create><DEPARTMENT><TITLE>Tubes</TITLE><STATUS>active</STATUS><DEPARTMENTID>20</DEPARTMENTID></DEPARTMENT></create>',
    );
    expect((await sandbox.post(request(body))).body).toContain(
      '<department><RECORDNO>2</RECORDNO><DEPARTMENTID>20</DEPARTMENTID></department>',
    );
  });
});

describe('control level', () => {
  it('refuses an unknown sender, and answers in the shape that Intacct does', async () => {
    const answer = await sandbox.post(request('', { control: control({ senderid: 'nobody', uniqueid: 'false' }) }));
    expect(answer).toEqual({
      status: 200,
      body:
        '<?xml version="1.0" encoding="UTF-8"?>\n<response><control><status>failure</status><senderid>nobody</senderid>' +
        '<controlid>request-1</controlid><uniqueid>false</uniqueid><dtdversion>3.0</dtdversion></control><errormessage><error>' +
        '<errorno>XL03000006</errorno><description/><description2>Incorrect Intacct XML Partner ID or password.</description2>' +
        '<correction/></error></errormessage></response>',
    });
  });

  it('is case sensitive about the sender password', async () => {
    const answer = await sandbox.post(request('', { control: control({ password: 'HUB-SECRET' }) }));
    expect(answer.body).toMatch(FAILED_CONTROL);
  });

  it('refuses a policy, for none exists', async () => {
    const body = request('').replace('</dtdversion>', '</dtdversion><policyid>nightly</policyid>');
    expect((await sandbox.post(body)).body).toContain('is not a valid transport policy.');
  });

  it('answers with white space unless told not to', async () => {
    const body = request(call('spaced', '<getAPISession/>')).replace(
      '<includewhitespace>false</includewhitespace>',
      '',
    );
    expect((await sandbox.post(body)).body).toContain('\n  <control>\n    <status>success</status>');
  });

  it('adds additionalinfo when asked', async () => {
    const withInfo = control({ last: '<showadditionalerrorinfo>true</showadditionalerrorinfo>' });
    const body = request(call('info', invoice({ customer: 'NOBODY', number: 'INFO-1' })), { control: withInfo });
    expect((await sandbox.post(body)).body).toContain('<additionalinfo><errorid>SIM-CUSTOMER</errorid>');
  });
});

describe('authentication level', () => {
  it.each([
    ['a wrong password', login('US', 'svc', 'wrong')],
    ['an unknown user', login('US', 'nobody')],
    ['another company', login('US', 'svc', 'svc-secret', 'OTHER')],
    ['an entity that does not exist', login('MARS')],
    ['an inactive user', login('US', 'left', 'left-secret')],
  ])('answers %s with the same words and no result', async (_, authentication) => {
    const { body } = await sandbox.post(request(call('f', '<getAPISession/>'), { authentication }));
    expect(body).toContain('</control><operation><authentication><status>failure</status>');
    expect(body).toContain(
      '<errorno>XL03000006</errorno><description/><description2>Sign-in information is incorrect</description2>',
    );
    expect(body).not.toContain('<result>');
  });

  it('refuses a sender that the company has not authorised', async () => {
    const strange = control({ senderid: 'stranger', password: 'stranger-secret' });
    const { body } = await sandbox.post(request(call('f', '<getAPISession/>'), { control: strange }));
    expect(body).toContain('<description>Invalid Web Services Authorization</description>');
    expect(body).toContain('is not authorized to make Web Services requests to company ID');
  });

  it('never repeats a password', async () => {
    const bodies = await Promise.all([
      sandbox.post(request('')),
      sandbox.post(request('', { authentication: login('US', 'svc', 'wrong') })),
    ]);
    expect(bodies.map(({ body }) => body).join()).not.toMatch(/secret|wrong/);
  });
});
