import {
  changedTimesheet,
  entry,
  equalTo,
  query,
  startTimeSandbox,
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

const TUESDAY = '11/17/2026';
const read = (recordNo = '1'): Promise<string> =>
  post(`<read><object>TIMESHEET</object><keys>${recordNo}</keys></read>`);
const created = 'success</status><function>create';
const updated = 'success</status><function>update';

describe('create TIMESHEET', () => {
  it('answers RECORDNO, stands as Draft, and takes from employee and project what the entry leaves out', async () => {
    expect(await post(timesheet(entry()))).toContain('<timesheet><RECORDNO>1</RECORDNO></timesheet>');
    const body = await read();
    for (const [name, value] of Object.entries({
      EMPLOYEENAME: 'Ana Silva',
      BEGINDATE: '11/16/2026',
      ENDDATE: '11/22/2026',
      TOTALQTY: '8',
      TIMETYPE: 'Regular',
      LOCATIONID: 'HOU',
      DEPARTMENTID: '10',
      EMPPOSITIONID: 'CARP-2',
      CUSTOMERID: 'C1',
      BILLABLE: 'false',
      PROJECTNAME: 'Quay wall',
      TASKKEY: '1',
      TASKNAME: 'Formwork',
      ITEMNAME: 'Carpenter',
      LINENO: '1',
    })) {
      expect([name, ...texts(body, name)]).toEqual([name, value]);
    }
    expect(texts(body, 'STATE')).toEqual(['Draft', 'Draft']);
    expect(body).toContain('<TIMESHEETENTRIES><timesheetentry>');
  });

  it('finds the task by its key as well, and keeps decimal hours, negative ones too', async () => {
    const keyed = entry({ where: '<PROJECTID>P1</PROJECTID><TASKKEY>2</TASKKEY>', hours: '7.25' });
    await post(timesheet(keyed + entry({ hours: '-1.50', day: TUESDAY })));
    const body = await post(query('TIMESHEETENTRY', ['TASKID', 'QTY', 'ENTRYDATE'], equalTo('TIMESHEETKEY', '1')));
    expect(texts(body, 'TASKID')).toEqual(['T2', 'T1']);
    expect(texts(body, 'QTY')).toEqual(['7.25', '-1.5']);
    expect(texts(await read(), 'TOTALQTY')).toEqual(['5.75']);
  });
});

describe('update TIMESHEET', () => {
  it('keeps the lines that are sent with their RECORDNO, adds those without, takes away those that are not sent', async () => {
    await post(timesheet(entry() + entry({ day: TUESDAY }) + entry({ day: '11/18/2026' })));
    const keep = '<TIMESHEETENTRY><RECORDNO>2</RECORDNO><QTY>6</QTY></TIMESHEETENTRY>';
    const body = await post(
      changedTimesheet('1', `<TIMESHEETENTRIES>${keep}${entry({ day: '11/19/2026', hours: '3' })}</TIMESHEETENTRIES>`),
    );
    expect(body).toContain(updated);
    const after = await post(query('TIMESHEETENTRY', ['RECORDNO', 'LINENO', 'ENTRYDATE', 'QTY']));
    expect(texts(after, 'RECORDNO')).toEqual(['2', '4']);
    expect(texts(after, 'LINENO')).toEqual(['2', '3']);
    expect(texts(after, 'ENTRYDATE')).toEqual([TUESDAY, '11/19/2026']);
    expect(texts(await read(), 'TOTALQTY')).toEqual(['9']);
  });

  it('leaves the lines alone when none are sent', async () => {
    await post(timesheet(entry()));
    expect(await post(changedTimesheet('1', '<STATE>Submitted</STATE>'))).toContain(updated);
    expect(texts(await read(), 'STATE')).toEqual(['Submitted', 'Submitted']);
    expect(texts(await read(), 'RECORDNO')).toEqual(['1', '1']);
  });
});

it('two timesheets of one employee and period are refused, and become one where the setting says so', async () => {
  await post(timesheet(entry()));
  const body = await post(timesheet(entry({ day: TUESDAY })));
  expect(body).toContain('<errorno>BL34000061</errorno>');
  expect(body).toContain('Another Timesheet with the given value(s) E1, 11/16/2026  already exists');
  await time.sandbox.admin('PATCH', '/settings', { timesheetRepeat: 'add-lines' });
  expect(await post(timesheet(entry({ day: TUESDAY })))).toContain(created);
  expect(texts(await read(), 'LINENO')).toEqual(['1', '2']);
});
