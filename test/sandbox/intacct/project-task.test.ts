import { entry, equalTo, query, startTimeSandbox, type TimeSandbox, texts, timesheet } from './time-company';

let time: TimeSandbox;
let post: TimeSandbox['post'];
beforeEach(async () => {
  time = await startTimeSandbox(() => new Date('2026-11-23T10:00:00Z'));
  ({ post } = time);
});
afterEach(() => time.sandbox.stop());

const project = (rest: string, id = 'P9'): string =>
  `<create><PROJECT><PROJECTID>${id}</PROJECTID><NAME>New quay</NAME><PROJECTCATEGORY>Contract</PROJECTCATEGORY>${rest}</PROJECT></create>`;
const changedProject = (id: string, rest: string): string =>
  `<update><PROJECT><PROJECTID>${id}</PROJECTID>${rest}</PROJECT></update>`;
const task = (rest: string, id = '<TASKID>T7</TASKID>'): string =>
  `<create><TASK>${id}<NAME>Piling</NAME><PROJECTID>P1</PROJECTID><TASKSTATUS>Planned</TASKSTATUS>${rest}</TASK></create>`;
const changedTask = (recordNo: string, rest: string): string =>
  `<update><TASK><RECORDNO>${recordNo}</RECORDNO>${rest}</TASK></update>`;
const remove = (object: string, key: string): Promise<string> =>
  post(`<delete><object>${object}</object><keys>${key}</keys></delete>`);
const updated = 'success</status><function>update';

describe('a PROJECT', () => {
  it('has a parent, a customer, dates and own fields', async () => {
    const rest =
      '<PARENTID>P1</PARENTID><CUSTOMERID>C1</CUSTOMERID><BEGINDATE>11/01/2026</BEGINDATE><ENDDATE>11/01/2026</ENDDATE><MANAGERID>E1</MANAGERID><REGION>South</REGION>';
    expect(await post(project(rest))).toContain('<project><RECORDNO>5</RECORDNO><PROJECTID>P9</PROJECTID></project>');
    const body = await post('<readByName><object>PROJECT</object><keys>P9</keys></readByName>');
    for (const [name, value] of Object.entries({
      PARENTNAME: 'Quay wall',
      BEGINDATE: '11/01/2026',
      REGION: 'South',
      STATUS: 'active',
    })) {
      expect(texts(body, name)).toEqual([value]);
    }
    expect(texts(body, 'CUSTOMERNAME')).toEqual(['O&#039;Neill &amp; Sons']);
    const names = ['PARENT.NAME', 'MANAGER.PERSONALINFO.LASTNAME'];
    const row = await post(query('PROJECT', names, equalTo('CUSTOMERNAME', 'O&#039;Neill &amp; Sons')));
    expect(texts(row, 'PARENT.NAME')).toEqual(['', 'Quay wall']);
    expect(texts(row, 'MANAGER.PERSONALINFO.LASTNAME')).toEqual(['', 'Silva']);
  });

  it.each([
    [
      'an id that is taken',
      project('', 'P1'),
      'BL34000061',
      'Another Project with the given value(s) P1  already exists',
    ],
    [
      'no category',
      project('').replace('Contract', ''),
      'BL03000018',
      'Missing required field PROJECTCATEGORY for Project.',
    ],
    ['an unknown customer', project('<CUSTOMERID>X</CUSTOMERID>'), 'BL01001973', "Invalid Customer 'X' specified."],
    ['an unknown parent', project('<PARENTID>X</PARENTID>'), 'BL01001973', "Invalid Project 'X' specified."],
    ['an unknown manager', project('<MANAGERID>X</MANAGERID>'), 'BL01001973', "Invalid Employee 'X' specified."],
    [
      'an end before its begin',
      project('<BEGINDATE>11/02/2026</BEGINDATE><ENDDATE>11/01/2026</ENDDATE>'),
      'BL01001973',
      'The end date 11/01/2026 is before the begin date 11/02/2026.',
    ],
    [
      'an end before the begin that it has',
      changedProject('P1', '<ENDDATE>01/04/2026</ENDDATE>'),
      'BL01001973',
      'is before the begin date 01/05/2026.',
    ],
    [
      'a project below it as parent',
      changedProject('P1', '<PARENTID>P2</PARENTID>'),
      'BL01001973',
      "Project 'P1' cannot be below itself: its parent is 'P2'.",
    ],
  ])('is refused with %s', async (_, element, number, text) => {
    const body = await post(element);
    expect(texts(body, 'errorno')[0]).toBe(number);
    expect(body).toContain(text.replaceAll("'", '&#039;'));
  });

  it('is not deleted while it has children, tasks or time', async () => {
    expect(await remove('PROJECT', 'P1')).toContain('is in use');
    await post(project(''));
    await post(timesheet(entry({ where: '<PROJECTID>P9</PROJECTID>' })));
    expect(await remove('PROJECT', 'P9')).toContain('has transactions');
    await remove('TIMESHEET', '1');
    expect(await remove('PROJECT', 'P9')).toContain('success</status><function>delete');
  });
});

describe('a TASK', () => {
  it('is unique within its project only, and takes its RECORDNO for an id where none is given', async () => {
    expect(await post(task(''))).toContain('<task><RECORDNO>5</RECORDNO></task>');
    expect(await post(task(''))).toContain('Another Task with the given value(s) P1, T7  already exists');
    expect(await post(task('').replace('>P1<', '>P2<'))).toContain('success</status><function>create');
    await post(task('', ''));
    const rows = await post(query('TASK', ['RECORDNO', 'TASKID'], equalTo('NAME', 'Piling')));
    const keys = texts(rows, 'RECORDNO');
    expect(texts(rows, 'TASKID')).toEqual(['T1', 'T7', 'T7', keys.at(-1)]);
  });

  it('has statuses that a query knows by word and by code', async () => {
    const found = async (status: string): Promise<string[]> =>
      texts(await post(query('TASK', ['TASKID'], equalTo('TASKSTATUS', status))), 'TASKID');
    expect(await found('Planned')).toEqual(['T2']);
    expect(await found('L')).toEqual(['T2']);
    expect(await found('P')).toEqual(['T1', 'T1', 'T9']);
    const byQuery = await post(
      "<readByQuery><object>TASK</object><fields>TASKID</fields><query>TASKSTATUS = 'L'</query></readByQuery>",
    );
    expect(texts(byQuery, 'TASKID')).toEqual(['T2']);
  });

  it('shows the names of its project, item and parent', async () => {
    const fields = ['PROJECTNAME', 'ITEMNAME', 'PARENTTASKID', 'PARENTTASKNAME', 'PARENTKEY'];
    const row = await post(query('TASK', fields, equalTo('RECORDNO', '2')));
    expect(fields.map((name) => texts(row, name)[0])).toEqual(['Quay wall', '', 'T1', 'Formwork', '1']);
  });

  it.each([
    ['an unknown project', task('').replace('>P1<', '>X<'), 'BL01001973', "Invalid Project 'X' specified."],
    ['a status that is none', task('').replace('Planned', 'Done'), 'BL03000018', "TASKSTATUS : 'Done'"],
    [
      'an id of 21 characters',
      task('', `<TASKID>${'T'.repeat(21)}</TASKID>`),
      'BL03000018',
      'longer than 20 characters',
    ],
    ['an unknown item', task('<ITEMID>X</ITEMID>'), 'BL01001973', "Invalid Item 'X' specified."],
    [
      'a parent of another project',
      task('<PARENTKEY>4</PARENTKEY>'),
      'BL01001973',
      "Task 'T9' is not a task of Project 'P1'.",
    ],
    ['a parent that is none', task('<PARENTKEY>99</PARENTKEY>'), 'BL01001973', "Invalid Task '99' specified."],
    [
      'a task below it as parent',
      changedTask('1', '<PARENTKEY>2</PARENTKEY>'),
      'BL01001973',
      "Task 'T1' cannot be below itself.",
    ],
    [
      'another project',
      changedTask('1', '<PROJECTID>P2</PROJECTID>'),
      'BL01001973',
      "The project of task 'T1' cannot be changed.",
    ],
  ])('is refused with %s', async (_, element, number, text) => {
    const body = await post(element);
    expect(texts(body, 'errorno')[0]).toBe(number);
    expect(body).toContain(text.replaceAll("'", '&#039;'));
  });

  it('is changed by RECORDNO, and not deleted with time on it or tasks below it', async () => {
    expect(await post(changedTask('2', '<TASKSTATUS>Completed</TASKSTATUS><STATUS>inactive</STATUS>'))).toContain(
      updated,
    );
    expect(await post(timesheet(entry({ where: '<PROJECTID>P1</PROJECTID><TASKID>T2</TASKID>' })))).toContain(
      'Task &#039;T2&#039; is inactive.',
    );
    await post(timesheet(entry()));
    expect(await remove('TASK', '1')).toContain('has transactions');
    await remove('TIMESHEET', '1');
    expect(await remove('TASK', '1')).toContain('is in use');
    await remove('TASK', '2');
    expect(await remove('TASK', '1')).toContain('success</status><function>delete');
  });

  it('is known at the admin port by its project and its id', async () => {
    const { admin } = time.sandbox;
    expect(await admin('GET', '/masters/tasks/P1:T2')).toMatchObject({
      taskId: 'T2',
      parentTaskId: 'T1',
      taskStatus: 'Planned',
    });
    await admin('PATCH', '/masters/tasks/P1:T2', { taskStatus: 'On Hold' });
    expect(texts(await post(query('TASK', ['TASKID'], equalTo('TASKSTATUS', 'H'))), 'TASKID')).toEqual(['T2']);
    await admin('PUT', '/masters/tasks/P2:T5', { projectId: 'P2', taskId: 'T5', name: 'Winches' });
    await admin('DELETE', '/masters/tasks/P1:T2');
    expect(texts(await post(query('TASK', ['RECORDNO'])), 'RECORDNO')).toEqual(['1', '3', '4', '5']);
  });
});
