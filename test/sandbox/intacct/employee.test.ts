import { equalTo, query, startTimeSandbox, TIME_COMPANY, type TimeSandbox, texts } from './time-company';

let time: TimeSandbox;
let post: TimeSandbox['post'];
let now = '2026-11-23T10:00:00Z';
beforeEach(async () => {
  now = '2026-11-23T10:00:00Z';
  time = await startTimeSandbox(() => new Date(now));
  ({ post } = time);
});
afterEach(() => time.sandbox.stop());

const employee = (rest = '', contact = 'Ana Silva'): string =>
  `<create><EMPLOYEE><EMPLOYEEID>E9</EMPLOYEEID><PERSONALINFO><CONTACTNAME>${contact}</CONTACTNAME></PERSONALINFO><LOCATIONID>HOU</LOCATIONID>${rest}</EMPLOYEE></create>`;
const changed = (id: string, fields: string): string =>
  `<update><EMPLOYEE><EMPLOYEEID>${id}</EMPLOYEEID>${fields}</EMPLOYEE></update>`;
const readEmployee = (id: string, fields = '*'): Promise<string> =>
  post(`<readByName><object>EMPLOYEE</object><keys>${id}</keys><fields>${fields}</fields></readByName>`);
const created = 'success</status><function>create';

describe('an EMPLOYEE', () => {
  it('shows who the person is from the contact that it names, nested when read and dotted when queried', async () => {
    const body = await readEmployee('E1');
    expect(body).toMatch(/<PERSONALINFO>.*<FIRSTNAME>Ana<\/FIRSTNAME>.*<\/PERSONALINFO>/);
    expect(body).toMatch(/<PERSONALINFO>.*<MAILADDRESS><ADDRESS1>1 Shore Rd<\/ADDRESS1>.*<\/PERSONALINFO>/);
    const fields = [
      'PERSONALINFO.CONTACTNAME',
      'PERSONALINFO.LASTNAME',
      'PERSONALINFO.EMAIL1',
      'PERSONALINFO.CELLPHONE',
    ];
    const row = await post(query('EMPLOYEE', fields, equalTo('PERSONALINFO.EMAIL1', 'ana@harbor.example')));
    expect(fields.map((name) => texts(row, name)[0])).toEqual(['Ana Silva', 'Silva', 'ana@harbor.example', '555 0101']);
  });

  it('is made for an existing contact, with dates, position and earning type', async () => {
    const rest = `<TITLE>Carpenter</TITLE><STARTDATE>11/02/2026</STARTDATE><BIRTHDATE>05/01/1990</BIRTHDATE><DEPARTMENTID>10</DEPARTMENTID>
      <EMPPOSITIONID>CARP-2</EMPPOSITIONID><EARNINGTYPENAME>Overtime</EARNINGTYPENAME><SUPERVISORID>E1</SUPERVISORID><UNION_NO>77</UNION_NO>`;
    expect(await post(employee(rest))).toContain(
      '<employee><RECORDNO>4</RECORDNO><EMPLOYEEID>E9</EMPLOYEEID></employee>',
    );
    const fields = [
      'STATUS',
      'STARTDATE',
      'BIRTHDATE',
      'EMPLOYEEPOSITION.NAME',
      'SUPERVISOR.PERSONALINFO.FIRSTNAME',
      'UNION_NO',
    ];
    const row = await post(query('EMPLOYEE', fields, equalTo('UNION_NO', '77')));
    expect(fields.map((name) => texts(row, name)[0])).toEqual([
      'active',
      '11/02/2026',
      '05/01/1990',
      'Journeyman carpenter',
      'Ana',
      '77',
    ]);
  });

  it.each([
    ['a contact that does not exist', employee('', 'Nobody'), 'BL01001973', "Invalid contact 'Nobody' specified."],
    ['no contact', employee('', ''), 'BL03000018', 'Missing required field PERSONALINFO.CONTACTNAME for Employee.'],
    [
      'a first name of its own',
      employee('<PERSONALINFO><FIRSTNAME>Ann</FIRSTNAME></PERSONALINFO>'),
      'BL03000018',
      "There is no writable field 'PERSONALINFO.FIRSTNAME'",
    ],
    [
      'an id that is taken',
      employee().replace('E9', 'E1'),
      'PL05000104',
      "The employee with the ID 'E1' already exists.",
    ],
    [
      'no location at top level',
      employee().replace('<LOCATIONID>HOU</LOCATIONID>', ''),
      'BL03000018',
      'LOCATIONID for Employee',
    ],
    [
      'an unknown department',
      employee('<DEPARTMENTID>X</DEPARTMENTID>'),
      'BL01001973',
      "Invalid department 'X' specified.",
    ],
    [
      'an unknown position',
      employee('<EMPPOSITIONID>X</EMPPOSITIONID>'),
      'BL01001973',
      "Invalid employee position 'X'",
    ],
    [
      'an unknown earning type',
      employee('<EARNINGTYPENAME>X</EARNINGTYPENAME>'),
      'BL01001973',
      "Invalid earning type 'X'",
    ],
    [
      'an unknown supervisor',
      employee('<SUPERVISORID>X</SUPERVISORID>'),
      'BL01001973',
      "Invalid Employee 'X' specified.",
    ],
    [
      'a way of leaving that is none',
      employee('<TERMINATIONTYPE>eloped</TERMINATIONTYPE>'),
      'BL03000018',
      "TERMINATIONTYPE : 'eloped'",
    ],
    [
      'an end before the start',
      employee('<STARTDATE>11/02/2026</STARTDATE><ENDDATE>11/01/2026</ENDDATE>'),
      'BL01001973',
      'The end date 11/01/2026 is before the start date 11/02/2026.',
    ],
  ])('is refused with %s', async (_, element, number, text) => {
    const body = await post(element);
    expect(texts(body, 'errorno')[0]).toBe(number);
    expect(body).toContain(text.replaceAll("'", '&#039;'));
  });

  it('needs no location where the session is in an entity', async () => {
    expect(await post(employee().replace('<LOCATIONID>HOU</LOCATIONID>', ''), 'US')).toContain(created);
  });

  it('moves with its contact, in the feed of changes and in the history, unless the setting says otherwise', async () => {
    const contact = (phone: string): Promise<string> =>
      post(`<update><CONTACT><CONTACTNAME>Ana Silva</CONTACTNAME><PHONE1>${phone}</PHONE1></CONTACT></update>`);
    now = '2026-11-24T10:00:00Z';
    await contact('555 0199');
    expect(texts(await readEmployee('E1', 'PERSONALINFO.PHONE1,WHENMODIFIED'), 'WHENMODIFIED')).toEqual([
      '11/24/2026 10:00:00',
    ]);
    expect(texts(await readEmployee('E1', 'PERSONALINFO.PHONE1'), 'PERSONALINFO.PHONE1')).toEqual(['555 0199']);
    expect(texts(await post(query('AUDITHISTORY', ['OBJECTTYPE', 'OBJECTKEY'])), 'OBJECTTYPE')).toEqual([
      'contact',
      'employee',
    ]);
    await time.sandbox.admin('PATCH', '/settings', { personalContactMovesEmployee: false });
    now = '2026-11-25T10:00:00Z';
    await contact('555 0200');
    expect(texts(await readEmployee('E1', 'WHENMODIFIED'), 'WHENMODIFIED')).toEqual(['11/24/2026 10:00:00']);
    expect(texts(await readEmployee('E1', 'PERSONALINFO.PHONE1'), 'PERSONALINFO.PHONE1')).toEqual(['555 0200']);
  });

  it('can name another contact, and shows nothing of the former one', async () => {
    await post(changed('E1', '<PERSONALINFO><CONTACTNAME>Ben Ode</CONTACTNAME></PERSONALINFO>'));
    const body = await readEmployee('E1');
    expect(body).toContain('<PRINTAS>Ben Ode</PRINTAS>');
    expect(body).not.toContain('Silva');
  });

  it('is deleted with a trace in the history only, and neither while it supervises nor with its contact before it', async () => {
    const remove = (object: string, key: string): Promise<string> =>
      post(`<delete><object>${object}</object><keys>${key}</keys></delete>`);
    expect(await remove('EMPLOYEE', 'E1')).toContain('Employee &#039;E1&#039; is in use and cannot be deleted.');
    expect(await remove('CONTACT', 'Ben Ode')).toContain('is in use');
    expect(await remove('EMPLOYEE', 'E2')).toContain('success</status><function>delete');
    expect(await remove('CONTACT', 'Ben Ode')).toContain('success</status><function>delete');
    const history = await post(query('AUDITHISTORY', ['OBJECTTYPE', 'OBJECTKEY', 'ACCESSMODE']));
    expect(texts(history, 'OBJECTKEY')).toEqual(['E2', 'Ben Ode']);
    expect(texts(history, 'ACCESSMODE')).toEqual(['Deleted', 'Deleted']);
  });
});

describe('the personnel office at its keyboard', () => {
  it('adds, changes, inactivates and removes employees, and contacts show through', async () => {
    const { admin } = time.sandbox;
    await admin('PUT', '/masters/contacts/Dee%20Lux', {
      contactName: 'Dee Lux',
      printAs: 'Dee Lux',
      email1: 'dee@harbor.example',
    });
    const dee = { employeeId: 'E4', contactName: 'Dee Lux', locationId: 'HOU', customFields: { UNION_NO: '9' } };
    expect(await admin('PUT', '/masters/employees/E4', dee)).toEqual({ ...dee, status: 'active' });
    await admin('PATCH', '/masters/contacts/Dee%20Lux', { email1: 'lux@harbor.example' });
    expect(texts(await readEmployee('E4', 'PERSONALINFO.EMAIL1'), 'PERSONALINFO.EMAIL1')).toEqual([
      'lux@harbor.example',
    ]);
    await admin('PATCH', '/masters/employees/E4', { status: 'inactive' });
    expect(texts(await readEmployee('E4', 'STATUS'), 'STATUS')).toEqual(['inactive']);
    await admin('DELETE', '/masters/employees/E4');
    expect(await readEmployee('E4')).toContain('count="0"');
  });
});

it('a changed contact is told as a change of its employee, by Smart Event and in the log', async () => {
  const { admin } = time.sandbox;
  const told = { key: '{!EMPLOYEE.EMPLOYEEID!}', mail: '{!EMPLOYEE.PERSONALINFO.EMAIL1!}' };
  // Nobody listens there: it counts what was meant.
  const smartEvents = [{ object: 'EMPLOYEE', events: ['set' as const], url: 'http://127.0.0.1:9/', arguments: told }];
  await admin('PUT', '/company', { ...TIME_COMPANY, smartEvents });
  await post(
    '<update><CONTACT><CONTACTNAME>Ana Silva</CONTACTNAME><EMAIL1>a@harbor.example</EMAIL1></CONTACT></update>',
  );
  expect(await admin('POST', '/smart-events/settled')).toMatchObject({ meant: 1 });
  expect(texts(await post('<get_list object="smarteventlog"/>'), 'topic')).toEqual(['SET_CONTACT', 'SET_EMPLOYEE']);
});

it('pages of 5,000 employees come quickly, in order', async () => {
  const people = Array.from({ length: 5000 }, (_, index) => `W${String(index).padStart(4, '0')}`);
  const { admin } = time.sandbox;
  const company = (await admin('GET', '/company')) as { contacts: unknown[]; employees: unknown[] };
  const contacts = people.map((id) => ({ contactName: id, printAs: id, email1: `${id}@harbor.example` }));
  const employees = people.map((id) => ({ employeeId: id, contactName: id, locationId: 'HOU' }));
  await admin('PUT', '/company', { ...company, contacts: [...company.contacts, ...contacts], employees });
  const page = (offset: number): string =>
    query('EMPLOYEE', ['EMPLOYEEID', 'PERSONALINFO.EMAIL1']).replace(
      '</query>',
      `<pagesize>2000</pagesize><offset>${offset}</offset></query>`,
    );
  const seen: string[] = [];
  for (const offset of [0, 2000, 4000]) seen.push(...texts(await post(page(offset)), 'EMPLOYEEID'));
  expect(seen).toEqual(people);
});
