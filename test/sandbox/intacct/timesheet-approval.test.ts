import {
  changedTimesheet,
  entry,
  equalTo,
  query,
  startTimeSandbox,
  TIME_COMPANY,
  type TimeSandbox,
  texts,
  timesheet,
} from './time-company';

let time: TimeSandbox;
let post: TimeSandbox['post'];
let now = '2026-11-23T10:00:00Z';
beforeEach(async () => {
  now = '2026-11-23T10:00:00Z';
  time = await startTimeSandbox(() => new Date(now));
  ({ post } = time);
});
afterEach(() => time.sandbox.stop());

const SUBMITTED = { header: '<STATE>Submitted</STATE>' };
const act = (name: string, body: unknown): Promise<unknown> => time.sandbox.admin('POST', `/acts/${name}`, body);
const stateOf = async (recordNo = '1'): Promise<string[]> =>
  texts(await post(query('TIMESHEET', ['STATE'], equalTo('RECORDNO', recordNo))), 'STATE');
const refused = 'Timesheet &#039;1&#039; is Approved and cannot be changed.';

describe('an approver', () => {
  it('approves a submitted timesheet, which then stands fast', async () => {
    await post(timesheet(entry(), SUBMITTED));
    expect(await act('approve-timesheet', { timesheetKey: '1' })).toEqual({ timesheetKey: '1', state: 'Approved' });
    expect(
      await post(changedTimesheet('1', `<TIMESHEETENTRIES>${entry({ hours: '9' })}</TIMESHEETENTRIES>`)),
    ).toContain(refused);
    expect(await post('<delete><object>TIMESHEET</object><keys>1</keys></delete>')).toContain(refused);
    await time.sandbox.admin('PATCH', '/settings', { timesheetRepeat: 'add-lines' });
    expect(await post(timesheet(entry()))).toContain(refused);
    expect(texts(await post(query('TIMESHEETENTRY', ['QTY', 'STATE'])), 'STATE')).toEqual(['Approved']);
  });

  it('approves some of its lines, and that is enough to hold it', async () => {
    await post(timesheet(entry() + entry({ day: '11/17/2026' }), SUBMITTED));
    await act('approve-timesheet', { employeeId: 'E1', beginDate: '2026-11-16', entryKeys: ['2'] });
    expect(await stateOf()).toEqual(['Partially Approved']);
    expect(await post(changedTimesheet('1', '<DESCRIPTION>late</DESCRIPTION>'))).toContain(
      'is Partially Approved and cannot be changed.',
    );
    await act('approve-timesheet', { timesheetKey: '1' });
    expect(await stateOf()).toEqual(['Approved']);
  });

  it('declines it, and it is a draft again once it is changed', async () => {
    await post(timesheet(entry(), SUBMITTED));
    await act('decline-timesheet', { timesheetKey: '1' });
    expect(await stateOf()).toEqual(['Declined']);
    await post(changedTimesheet('1', '<DESCRIPTION>corrected</DESCRIPTION>'));
    expect(await stateOf()).toEqual(['Draft']);
    await post(changedTimesheet('1', '<STATE>Submitted</STATE>'));
    expect(await stateOf()).toEqual(['Submitted']);
  });

  it('has nothing to say to a draft, or twice', async () => {
    await post(timesheet(entry()));
    await expect(act('approve-timesheet', { timesheetKey: '1' })).rejects.toThrow('422');
    await expect(act('decline-timesheet', { timesheetKey: '9' })).rejects.toThrow('There is no timesheet 9.');
    await post(changedTimesheet('1', '<STATE>Submitted</STATE>'));
    await act('approve-timesheet', { timesheetKey: '1' });
    await expect(act('approve-timesheet', { timesheetKey: '1' })).rejects.toThrow(
      'is Approved and cannot be approved.',
    );
  });

  it('moves the timesheet in the feed of changes, and in the history', async () => {
    await post(timesheet(entry(), SUBMITTED));
    now = '2026-11-24T08:00:00Z';
    await act('approve-timesheet', { timesheetKey: '1' });
    const filter =
      '<greaterthanorequalto><field>WHENMODIFIED</field><value>11/24/2026 00:00:00</value></greaterthanorequalto>';
    expect(texts(await post(query('TIMESHEET', ['RECORDNO'], filter)), 'RECORDNO')).toEqual(['1']);
    const history = await post(query('AUDITHISTORY', ['OBJECTTYPE', 'ACCESSMODE', 'USERID']));
    expect(texts(history, 'OBJECTTYPE')).toEqual(['timesheet', 'timesheet']);
    expect(texts(history, 'ACCESSMODE')).toEqual(['Created', 'Modified']);
  });
});

it('readByQuery compares states by their code', async () => {
  await post(timesheet(entry(), SUBMITTED));
  const found = (state: string): Promise<string> =>
    post(
      `<readByQuery><object>TIMESHEET</object><fields>RECORDNO</fields><query>STATE = '${state}'</query></readByQuery>`,
    );
  expect(texts(await found('S'), 'RECORDNO')).toEqual(['1']);
  expect(await found('Submitted')).toContain('totalcount="0"');
});

describe('a closed time period', () => {
  it('takes no new timesheet, no change and no deletion until it is opened', async () => {
    await post(timesheet(entry()));
    const closed = 'The time period that begins on 11/16/2026 is closed.';
    expect(await act('close-time-period', { beginDate: '2026-11-16' })).toEqual({
      beginDate: '2026-11-16',
      endDate: '2026-11-22',
      closed: true,
    });
    expect(await post(timesheet(entry(), { employee: 'E2' }))).toContain(closed);
    expect(await post(changedTimesheet('1', '<STATE>Submitted</STATE>'))).toContain(closed);
    expect(await post('<delete><object>TIMESHEET</object><keys>1</keys></delete>')).toContain(closed);
    expect(await post(timesheet(entry({ day: '11/23/2026' }), { begins: '11/23/2026' }))).toContain(
      'success</status><function>create',
    );
    await act('open-time-period', { beginDate: '2026-11-16' });
    expect(await post('<delete><object>TIMESHEET</object><keys>1</keys></delete>')).toContain(
      'success</status><function>delete',
    );
    expect(texts(await post(query('TIMESHEETENTRY', ['TIMESHEETKEY'])), 'TIMESHEETKEY')).toEqual(['2']);
  });

  it('is one that the settings know', async () => {
    await expect(act('close-time-period', { beginDate: '2026-11-17' })).rejects.toThrow('2026-11-16 is');
    await time.sandbox.admin('PATCH', '/settings', { timesheetPeriodDays: 14, timesheetPeriodAnchor: '2026-11-08' });
    expect(await post(timesheet(entry(), { begins: '11/08/2026' }))).toContain('success</status><function>create');
  });
});

it('a locked posting period holds a timesheet that is posted in it', async () => {
  await post(timesheet(entry(), { header: '<GLPOSTDATE>11/20/2026</GLPOSTDATE>' }));
  await time.sandbox.admin('POST', '/periods/2026-11/close', { entityId: 'US' });
  const body = await post(changedTimesheet('1', '<GLPOSTDATE>12/01/2026</GLPOSTDATE>'));
  expect(body).toContain('The period for the date 11/20/2026 is closed.');
});

it('a terminated employee has time up to the last day, and none after it', async () => {
  expect(await act('terminate-employee', { employeeId: 'E1', date: '2026-11-17' })).toEqual({
    employeeId: 'E1',
    endDate: '2026-11-17',
    status: 'active',
  });
  const late = entry() + entry({ day: '11/18/2026' });
  expect(await post(timesheet(late))).toContain(
    'Employee &#039;E1&#039; left on 11/17/2026 and has no time on 11/18/2026.',
  );
  expect(await post(timesheet(entry({ day: '11/17/2026' })))).toContain('success</status><function>create');
  await act('terminate-employee', { employeeId: 'E1', date: '2026-11-17', inactivate: true });
  expect(await post(changedTimesheet('1', '<STATE>Submitted</STATE>'))).toContain(
    'Employee &#039;E1&#039; is inactive.',
  );
});

describe('the report of hours', () => {
  it('tells hours by what is asked for, whatever the state', async () => {
    await post(
      timesheet(
        entry({ hours: '8' }) + entry({ hours: '-0.5' }) + entry({ day: '11/17/2026', hours: '7.25' }),
        SUBMITTED,
      ),
    );
    const row = { employee: 'E1', project: 'P1', task: 'T1', item: 'CARP', state: 'Submitted' };
    expect(await time.sandbox.admin('GET', '/time-report')).toEqual({
      rows: [
        { ...row, day: '2026-11-16', hours: '7.5', entries: 2 },
        { ...row, day: '2026-11-17', hours: '7.25', entries: 1 },
      ],
      totalHours: '14.75',
      entries: 3,
    });
    expect(await time.sandbox.admin('GET', '/time-report?by=timeType')).toMatchObject({
      rows: [{ timeType: 'Regular', hours: '14.75' }],
    });
    await expect(time.sandbox.admin('GET', '/time-report?by=colour')).rejects.toThrow('400');
  });

  it('begins with the timesheets of the company file, which come out of it as they went in', async () => {
    const timesheets = [
      {
        employeeId: 'E1',
        beginDate: '2026-11-09',
        state: 'Approved' as const,
        entries: [{ entryDate: '2026-11-09', quantity: '8', projectId: 'P2', taskId: 'T9' }],
      },
    ];
    await time.sandbox.admin('PUT', '/company', { ...TIME_COMPANY, timesheets, closedTimePeriods: ['2026-11-02'] });
    expect(await stateOf('1')).toEqual(['Approved']);
    const company = (await time.sandbox.admin('GET', '/company')) as typeof TIME_COMPANY;
    expect(company.timesheets).toEqual(timesheets);
    expect(company.closedTimePeriods).toEqual(['2026-11-02']);
    expect(company.employees).toEqual(TIME_COMPANY.employees?.map((employee) => ({ status: 'active', ...employee })));
    expect(company.tasks).toEqual(
      TIME_COMPANY.tasks?.map((task) => ({ status: 'active', taskStatus: 'In Progress', ...task })),
    );
    await time.sandbox.admin('PUT', '/company', company);
    expect(await time.sandbox.admin('GET', '/company')).toEqual(company);
  });
});
