import { call, control, invoice, login, request, startTestSandbox, type TestSandbox } from './gateway-client';

let now = new Date('2026-04-01T10:00:00Z');
let sandbox: TestSandbox;
beforeEach(async () => {
  now = new Date('2026-04-01T10:00:00Z');
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.stop());

// Reads and log-ins are repeated here, so their control ids are not remembered.
const repeatable = { control: control({ uniqueid: 'false' }) };
const QUERY = '<query><select><field>CUSTOMERID</field></select><object>CUSTOMER</object></query>';

async function open(
  authentication: string,
  element = '<getAPISession/>',
  url?: string,
): Promise<{ id: string; endpoint: string; entity: string; body: string }> {
  const { body } = await sandbox.post(request(call('login', element), { ...repeatable, authentication }), url);
  const found = /<sessionid>(.*)<\/sessionid><endpoint>(.*)<\/endpoint><locationid(?:\/>|>(.*)<\/locationid>)/.exec(
    body,
  );
  return { id: found?.[1] ?? '', endpoint: found?.[2] ?? '', entity: found?.[3] ?? '', body };
}

function useSession(id: string, element = QUERY): string {
  return request(call('q', element), { ...repeatable, authentication: `<sessionid>${id}</sessionid>` });
}

describe('sessions', () => {
  it('answer with id, endpoint and entity, and with when they end', async () => {
    const session = await open(login('UK'));
    expect(session.entity).toBe('UK');
    expect(session.body).toContain(
      '<function>getAPISession</function><controlid>login</controlid><data><api><sessionid>',
    );
    expect(session.body).toContain(
      '<locationid>UK</locationid><sessiontimestamp>2026-04-01T10:00:00+00:00</sessiontimestamp><sessiontimeout>2026-04-01T12:00:00+00:00</sessiontimeout>',
    );
  });

  it('work on the endpoint that the login returned, and nowhere else', async () => {
    const session = await open(login());
    expect(session.endpoint).not.toBe(sandbox.gatewayUrl);
    expect((await sandbox.post(useSession(session.id), session.endpoint)).body).toContain(
      '<CUSTOMERID>C1</CUSTOMERID>',
    );
    const { body } = await sandbox.post(useSession(session.id), sandbox.gatewayUrl);
    expect(body).toContain(
      '<operation><authentication><status>failure</status><userid/><companyid/></authentication><errormessage><error>' +
        '<errorno>XL03000006</errorno><description/><description2>Invalid session q....</description2><correction/></error></errormessage></operation>',
    );
  });

  it('end when they have not been used for their lifetime, and each use moves the end on', async () => {
    const session = await open(login());
    now = new Date('2026-04-01T11:59:00Z');
    expect((await sandbox.post(useSession(session.id), session.endpoint)).body).toContain(
      '<sessiontimeout>2026-04-01T13:59:00',
    );
    now = new Date('2026-04-01T13:58:00Z');
    expect((await sandbox.post(useSession(session.id), session.endpoint)).body).toContain('success</status><function>');
    now = new Date('2026-04-01T15:58:01Z');
    expect((await sandbox.post(useSession(session.id), session.endpoint)).body).toContain('Invalid session');
  });

  it('move into an entity, and back to top level with an empty locationid', async () => {
    const top = await open(login());
    expect(top.entity).toBe('');
    const inEntity = await open(
      `<sessionid>${top.id}</sessionid>`,
      '<getAPISession><locationid>UK</locationid></getAPISession>',
      top.endpoint,
    );
    expect(inEntity.entity).toBe('UK');
    const back = await open(
      `<sessionid>${inEntity.id}</sessionid>`,
      '<getAPISession><locationid/></getAPISession>',
      inEntity.endpoint,
    );
    expect(back.id).not.toBe('');
    expect(back.entity).toBe('');
  });

  it('are refused for an entity that does not exist, as a wrong password is', async () => {
    expect((await open(login(), '<getAPISession><locationid>MARS</locationid></getAPISession>')).body).toContain(
      'Sign-in information is incorrect',
    );
  });

  it('die with their user', async () => {
    const session = await open(login());
    await sandbox.admin('PATCH', '/masters/users/svc', { status: 'inactive' });
    expect((await sandbox.post(useSession(session.id), session.endpoint)).body).toContain('Invalid session');
  });

  it('that never were are refused', async () => {
    expect((await sandbox.post(useSession('guess'))).body).toContain('Invalid session');
  });
});

describe('entities', () => {
  it('see shared records and their own; top level sees what entities own only with showprivate', async () => {
    await sandbox.post(request(call('inv', invoice()), { authentication: login('US') }));
    const select = '<query><select><field>RECORDID</field></select><object>ARINVOICE</object>';
    const asked = async (entity: string | undefined, options = ''): Promise<string> =>
      (
        await sandbox.post(
          request(call('q', `${select}${options}</query>`), { ...repeatable, authentication: login(entity) }),
        )
      ).body;
    expect(await asked('US')).toContain('totalcount="1"');
    expect(await asked('UK')).toContain('totalcount="0"');
    expect(await asked(undefined)).toContain('totalcount="0"');
    expect(await asked(undefined, '<options><showprivate>true</showprivate></options>')).toContain('totalcount="1"');
    expect(await asked('UK', '<options><showprivate>true</showprivate></options>')).toContain('totalcount="0"');
  });
});

describe('permissions', () => {
  it('keep a user from a function and from an object', async () => {
    const authentication = login('US', 'reader', 'reader-secret');
    const denied = await sandbox.post(request(call('a', invoice()), { authentication }));
    expect(denied.body).toContain('You do not have permission for API operation CREATE_INVOICE');
    const read = '<read><object>GLBATCH</object><keys>1</keys></read>';
    expect((await sandbox.post(request(call('b', read), { authentication }))).body).toContain(
      'You do not have permission',
    );
  });
});
