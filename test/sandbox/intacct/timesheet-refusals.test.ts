import { type EntryParts, entry, startTimeSandbox, type TimeSandbox, texts, timesheet } from './time-company';

let time: TimeSandbox;
let post: TimeSandbox['post'];
beforeAll(async () => {
  time = await startTimeSandbox(() => new Date('2026-11-23T10:00:00Z'));
  ({ post } = time);
});
afterAll(() => time.sandbox.stop());

const one = (parts: EntryParts, header = ''): string => timesheet(entry(parts), { header });
const nothingStands = async (): Promise<void> => {
  expect(await time.sandbox.admin('GET', '/timesheets')).toEqual([]);
};

describe('create TIMESHEET', () => {
  it.each([
    ['an unknown employee', timesheet(entry(), { employee: 'E9' }), "Invalid Employee 'E9' specified."],
    ['an inactive employee', timesheet(entry(), { employee: 'E3' }), "Employee 'E3' is inactive."],
    [
      'an employee without earning type, without a time type',
      timesheet(entry(), { employee: 'E2' }),
      "A time type is required: Employee 'E2' has no earning type.",
    ],
    [
      'a week that begins on a Tuesday',
      timesheet(entry(), { begins: '11/17/2026' }),
      'The begin date 11/17/2026 is not the first day of a time period, 11/16/2026 is.',
    ],
    ['no entry', timesheet(''), 'A timesheet needs at least one entry.'],
    [
      'a day before the period',
      one({ day: '11/15/2026' }),
      'The entry date 11/15/2026 is outside the time period 11/16/2026 to 11/22/2026.',
    ],
    ['a day after the period', one({ day: '11/23/2026' }), 'The entry date 11/23/2026 is outside the time period'],
    ['no hours', one({ hours: '0.00' }), 'The quantity of a timesheet entry must not be 0.'],
    ['hours that round to none', one({ hours: '0.004' }), 'The quantity of a timesheet entry must not be 0.'],
    [
      'more hours than a day has',
      one({ hours: '24.5' }),
      'The quantity 24.5 of a timesheet entry is more than 24 hours.',
    ],
    ['fewer hours than a day has', one({ hours: '-24.01' }), 'is more than 24 hours.'],
    ['an unknown project', one({ where: '<PROJECTID>P9</PROJECTID>' }), "Invalid Project 'P9' specified."],
    ['an inactive project', one({ where: '<PROJECTID>P-OLD</PROJECTID>' }), "Project 'P-OLD' is inactive."],
    [
      'a closed project',
      one({ where: '<PROJECTID>P-DONE</PROJECTID>' }),
      "Project 'P-DONE' is Closed and takes no time.",
    ],
    ['an unknown task', one({ where: '<PROJECTID>P1</PROJECTID><TASKID>T8</TASKID>' }), "Invalid Task 'T8' specified."],
    [
      'a task of another project',
      one({ where: '<PROJECTID>P1</PROJECTID><TASKID>T9</TASKID>' }),
      "Task 'T9' is not a task of Project 'P1'.",
    ],
    [
      'the key of a task of another project',
      one({ where: '<PROJECTID>P1</PROJECTID><TASKKEY>4</TASKKEY>' }),
      "Task 'T9' is not a task of Project 'P1'.",
    ],
    [
      'the key of a task that is none',
      one({ where: '<PROJECTID>P1</PROJECTID><TASKKEY>99</TASKKEY>' }),
      "Invalid Task '99' specified.",
    ],
    [
      'a task by id and by key',
      one({ where: '<PROJECTID>P1</PROJECTID><TASKID>T1</TASKID><TASKKEY>1</TASKKEY>' }),
      'Either TASKID or TASKKEY can be given for a timesheet entry, not both.',
    ],
    ['a task without its project', one({ where: '<TASKID>T1</TASKID>' }), "Task 'T1' needs the project"],
    ['an unknown item', one({ where: '<ITEMID>X</ITEMID>' }), "Invalid Item 'X' specified."],
    ['an inactive item', one({ where: '<ITEMID>OLD-CRANE</ITEMID>' }), "Item 'OLD-CRANE' is inactive."],
    ['an unknown time type', one({ rest: '<TIMETYPE>X</TIMETYPE>' }), "Invalid time type 'X' specified."],
    ['an inactive time type', one({ rest: '<TIMETYPE>Void</TIMETYPE>' }), "Invalid time type 'Void' specified."],
    [
      'an unknown position',
      one({ rest: '<EMPPOSITIONID>X</EMPPOSITIONID>' }),
      "Invalid employee position 'X' specified.",
    ],
    ['an unknown department', one({ rest: '<DEPARTMENTID>99</DEPARTMENTID>' }), "Invalid department '99' specified."],
    ['an unknown location', one({ rest: '<LOCATIONID>MARS</LOCATIONID>' }), "Invalid location 'MARS' specified."],
    ['an unknown customer', one({ rest: '<CUSTOMERID>X</CUSTOMERID>' }), "Invalid Customer 'X' specified."],
    ['a class, for there are none', one({ rest: '<CLASSID>X</CLASSID>' }), "Invalid Class 'X' specified."],
    [
      'a posting date in a closed period',
      one({}, '<GLPOSTDATE>01/31/2026</GLPOSTDATE>'),
      'The period for the date 01/31/2026 is closed.',
    ],
    [
      'one line number for two lines',
      timesheet(entry({ rest: '<LINENO>1</LINENO>' }) + entry({ rest: '<LINENO>1</LINENO>' })),
      'The line number 1 is used twice.',
    ],
    [
      'the RECORDNO of a line that does not stand',
      one({ rest: '<RECORDNO>77</RECORDNO>' }),
      "Cannot find timesheetentry with key '77' to update.",
    ],
  ])('refuses %s', async (_, element, text) => {
    const body = await post(element);
    expect(texts(body, 'errorno')[0]).toBe('BL01001973');
    expect(body).toContain(text.replaceAll("'", '&#039;'));
    expect(body).toContain('Could not create Timesheet record!');
    await nothingStands();
  });

  it.each([
    [
      'no begin date',
      timesheet(entry()).replace('<BEGINDATE>11/16/2026</BEGINDATE>', ''),
      'Missing required field BEGINDATE for Timesheet.',
    ],
    [
      'an ISO date',
      timesheet(entry()).replace('11/16/2026', '2026-11-16'),
      "Illegal format for Timesheet : BEGINDATE : '2026-11-16'",
    ],
    [
      'an entry without hours',
      timesheet(entry().replace('<QTY>8</QTY>', '')),
      'Missing required field QTY for TimesheetEntry.',
    ],
    ['hours in words', one({ hours: '8h' }), "Illegal format for TimesheetEntry : QTY : '8h'"],
    ['an entry without a day', timesheet(entry({ day: '' })), 'Missing required field ENTRYDATE for TimesheetEntry.'],
    ['to be Approved at once', one({}, '<STATE>Approved</STATE>'), "Illegal format for Timesheet : STATE : 'Approved'"],
    ['a field that it has not', one({ rest: '<HOURS>8</HOURS>' }), "There is no writable field 'HOURS'"],
    ['another element among the entries', timesheet('<ENTRY/>'), 'TIMESHEETENTRIES cannot hold ENTRY'],
  ])('finds ill-formed: %s', async (_, element, text) => {
    const body = await post(element);
    expect(texts(body, 'errorno')[0]).toBe('BL03000018');
    expect(body).toContain(text.replaceAll("'", '&#039;'));
    await nothingStands();
  });
});

it('settings let go of the time type, and forbid hours below zero', async () => {
  await time.sandbox.admin('PATCH', '/settings', {
    timesheetTimeTypeRequired: false,
    negativeTimesheetQuantities: false,
  });
  expect(await post(one({ hours: '-1' }))).toContain('The quantity -1 of a timesheet entry must not be negative.');
  await nothingStands();
  expect(await post(timesheet(entry(), { employee: 'E2' }))).toContain('success</status><function>create');
});

it('a user without permission on TIMESHEET can neither write nor read it', async () => {
  const write = await post(timesheet(entry(), { begins: '11/23/2026' }), '', 'clerk');
  expect(write).toContain('You do not have permission for API operation CREATE on TIMESHEET');
  expect(await post('<read><object>TIMESHEET</object><keys>1</keys></read>', '', 'clerk')).toContain('SIM-PERMISSION');
});
