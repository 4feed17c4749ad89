import { equalTo, query, startTimeSandbox, type TimeSandbox, texts } from './time-company';

let time: TimeSandbox;
let post: TimeSandbox['post'];
beforeEach(async () => {
  time = await startTimeSandbox(() => new Date('2026-11-23T10:00:00Z'));
  ({ post } = time);
});
afterEach(() => time.sandbox.stop());

const item = (rest: string, type = 'Non-Inventory'): string =>
  `<create><ITEM><ITEMID>DOZ-1</ITEMID><NAME>Dozer 1</NAME><ITEMTYPE>${type}</ITEMTYPE>${rest}</ITEM></create>`;

describe('an ITEM', () => {
  it('belongs to a GL group, by which it is found', async () => {
    expect(await post(item('<GLGROUP>Equipment</GLGROUP><FLEET_NO>12</FLEET_NO>'))).toContain(
      '<item><RECORDNO>4</RECORDNO><ITEMID>DOZ-1</ITEMID></item>',
    );
    const filter = `<and>${equalTo('GLGROUP', 'Equipment')}${equalTo('STATUS', 'active')}</and>`;
    const rows = await post(query('ITEM', ['ITEMID', 'FLEET_NO'], filter));
    expect(texts(rows, 'ITEMID')).toEqual(['EXC-1', 'DOZ-1']);
    expect(texts(rows, 'FLEET_NO')).toEqual(['', '12']);
  });

  it.each([
    [
      'a group that does not exist',
      item('<GLGROUP>Labour</GLGROUP>'),
      'BL01001973',
      "Invalid item GL group 'Labour' specified.",
    ],
    ['a type that is none', item('', 'Machine'), 'BL03000018', "Illegal format for Item : ITEMTYPE : 'Machine'"],
    ['no type', item('', ''), 'BL03000018', 'Missing required field ITEMTYPE for Item.'],
    [
      'an id that is taken',
      item('').replace('DOZ-1', 'EXC-1'),
      'BL34000061',
      'Another Item with the given value(s) EXC-1  already exists',
    ],
    [
      'an account that does not exist',
      item('<COGSACCTKEY>9</COGSACCTKEY>'),
      'BL01001973',
      "Invalid GL account '9' specified.",
    ],
  ])('is refused with %s', async (_, element, number, text) => {
    const body = await post(element);
    expect(texts(body, 'errorno')[0]).toBe(number);
    expect(body).toContain(text.replaceAll("'", '&#039;'));
  });

  it('is moved to another group and made inactive, and told of as a change', async () => {
    const body = await post(
      '<update><ITEM><ITEMID>EXC-1</ITEMID><GLGROUP>Labor</GLGROUP><STATUS>inactive</STATUS></ITEM></update>',
    );
    expect(body).toContain('success</status><function>update');
    expect(texts(await post(query('ITEM', ['ITEMID'], equalTo('GLGROUP', 'Labor'))), 'ITEMID')).toEqual([
      'CARP',
      'EXC-1',
    ]);
    expect(texts(await post(query('AUDITHISTORY', ['OBJECTKEY'])), 'OBJECTKEY')).toEqual(['EXC-1']);
    expect(await post('<delete><object>ITEM</object><keys>CARP</keys></delete>')).toContain('is in use');
  });
});

describe('ITEMGLGROUP', () => {
  it('is read, by query and by get_list, and written at the keyboard only', async () => {
    expect(texts(await post(query('ITEMGLGROUP', ['NAME'])), 'NAME')).toEqual(['Labor', 'Equipment']);
    expect(texts(await post('<get_list object="itemglgroup"/>'), 'name')).toEqual(['Labor', 'Equipment']);
    const body = await post('<create><ITEMGLGROUP><NAME>Fuel</NAME></ITEMGLGROUP></create>');
    expect(body).toContain('The object ITEMGLGROUP does not support create');
    await time.sandbox.admin('DELETE', '/masters/item-gl-groups/Equipment');
    expect(texts(await post(query('ITEMGLGROUP', ['NAME'])), 'NAME')).toEqual(['Labor']);
  });

  it('is hidden from a user without permission, by either function', async () => {
    expect(await post(query('ITEMGLGROUP', ['NAME']), '', 'clerk')).toContain('SIM-PERMISSION');
    expect(await post('<get_list object="itemglgroup"/>', '', 'clerk')).toContain('SIM-PERMISSION');
  });
});

it('earning types and positions are read only', async () => {
  const types = await post(query('EARNINGTYPE', ['NAME', 'BILLABLE', 'STATUS'], equalTo('STATUS', 'active')));
  expect(texts(types, 'NAME')).toEqual(['Regular', 'Overtime']);
  expect(texts(types, 'BILLABLE')).toEqual(['true', 'false']);
  const positions = await post(query('EMPLOYEEPOSITION', ['EMPPOSITIONID', 'NAME', 'DESCRIPTION']));
  expect(texts(positions, 'DESCRIPTION')).toEqual(['Second class']);
  for (const object of ['EARNINGTYPE', 'EMPLOYEEPOSITION']) {
    expect(await post(`<create><${object}><NAME>X</NAME></${object}></create>`)).toContain('does not support create');
  }
});
