import { useClientUnderTest } from './client-under-test';
import { postings, standingTimesheet } from './sample-postings';
import { answerPage, answerSuccess, answerXml, responseBody, verdictOf } from './scripted-gateway';

const under = useClientUnderTest();
const { client } = under;
const one = 'count="1" numremaining="0"';
const none = 'totalcount="0" offset="0" count="0" numremaining="0"';
/** The bodies of the requests after the sign-in. */
const sent = () => under.gateway.requests.filter((each) => !each.isSignIn).map(({ body }) => body);

const header = '<TIMESHEET><RECORDNO>55</RECORDNO></TIMESHEET>';
const headerFields =
  '<RECORDNO>55</RECORDNO><EMPLOYEEID>E-7</EMPLOYEEID><BEGINDATE>11/16/2026</BEGINDATE><STATE>Submitted</STATE>';
const firstEntry =
  '<RECORDNO>701</RECORDNO><TIMESHEETKEY>55</TIMESHEETKEY><LINENO>1</LINENO><ENTRYDATE>11/16/2026</ENTRYDATE><QTY>8</QTY>' +
  '<PROJECTID>P-100</PROJECTID><TASKID>100-100</TASKID><ITEMID>LAB-01</ITEMID><TIMETYPE>Regular</TIMETYPE>' +
  '<LOCATIONID>SYD</LOCATIONID><DEPARTMENTID>CIVIL</DEPARTMENTID><BILLABLE>false</BILLABLE>' +
  '<DESCRIPTION>Survey</DESCRIPTION><NOTES>TS-8990</NOTES><STATE>Submitted</STATE><PROJECTKEY>9</PROJECTKEY>';
const secondEntry =
  '<RECORDNO>702</RECORDNO><LINENO>4</LINENO><ENTRYDATE>11/16/2026</ENTRYDATE><QTY>0.3333</QTY><PROJECTID></PROJECTID>' +
  '<CUSTOMERID>C-4</CUSTOMERID><CUSTOMERNAME>Acme</CUSTOMERNAME><CLASSID>K1</CLASSID><GLDIMPIT></GLDIMPIT>';

function answerRead(object: string, ...rows: string[]) {
  return answerPage(object, rows, `count="${rows.length}"`);
}

function timesheet(entries: string): string {
  return `<TIMESHEET>${headerFields}${entries}</TIMESHEET>`;
}

const [first, second] = standingTimesheet.entries;
if (first === undefined || second === undefined) throw new Error('the sample has two entries');
/** As the sample, which leaves out what nothing else is filled of. */
const asSample = { ...standingTimesheet, entries: [{ ...first, otherFields: {} }, second] };

describe('finding timesheets', () => {
  it('asks for nothing more where the employee has none of the period', async () => {
    under.gateway.turns = [answerPage('TIMESHEET', [], none)];
    expect(await client().findTimesheets('SYD', 'E-7', '2026-11-16')).toEqual([]);
    expect(sent()).toHaveLength(1);
    expect(sent()[0]).toContain(
      '<and><equalto><field>EMPLOYEEID</field><value>E-7</value></equalto><equalto><field>BEGINDATE</field><value>11/16/2026</value></equalto></and>',
    );
  });

  it.each([
    ['lowercase rows', `<timesheetentry>${firstEntry}</timesheetentry><timesheetentry>${secondEntry}</timesheetentry>`],
    [
      'rows in capitals',
      `<TIMESHEETENTRY>${firstEntry}</TIMESHEETENTRY><TIMESHEETENTRY>${secondEntry}</TIMESHEETENTRY>`,
    ],
    [
      'rows in another order',
      `<timesheetentry>${secondEntry}</timesheetentry><timesheetentry>${firstEntry}</timesheetentry>`,
    ],
  ])('reads one whole, entries in line order and with all that was typed on them: %s', async (_, entries) => {
    const whole = timesheet(`<TIMESHEETENTRIES>${entries}</TIMESHEETENTRIES>`);
    under.gateway.turns = [answerPage('TIMESHEET', [header], one), answerRead('TIMESHEET', whole)];
    expect(await client().findTimesheets('SYD', 'E-7', '2026-11-16')).toEqual([asSample]);
    expect(sent()[1]).toContain('<read><object>TIMESHEET</object><keys>55</keys><fields>*</fields></read>');
    expect(under.calls.reduce((sum, { transactions }) => sum + transactions, 0)).toBe(2);
  });

  it.each([
    ['in lower case', `<TIMESHEETENTRIES><timesheetentry>${firstEntry}</timesheetentry></TIMESHEETENTRIES>`],
    ['in capitals', `<TIMESHEETENTRIES><TIMESHEETENTRY>${firstEntry}</TIMESHEETENTRY></TIMESHEETENTRIES>`],
  ])('reads a single entry %s', async (_, entries) => {
    under.gateway.turns = [answerPage('TIMESHEET', [header], one), answerRead('TIMESHEET', timesheet(entries))];
    const [found] = await client().findTimesheets('SYD', 'E-7', '2026-11-16');
    expect(found?.entries).toEqual(asSample.entries.slice(0, 1));
  });

  it.each([
    ['leaves the entries out', ''],
    ['shows none', '<TIMESHEETENTRIES></TIMESHEETENTRIES>'],
  ])('asks for the entries themselves where the read %s, so that none is lost', async (_, entries) => {
    under.gateway.turns = [
      answerPage('TIMESHEET', [header], one),
      answerRead('TIMESHEET', timesheet(entries)),
      answerPage('TIMESHEETENTRY', ['<TIMESHEETENTRY><RECORDNO>701</RECORDNO></TIMESHEETENTRY>'], one),
      answerRead('TIMESHEETENTRY', `<TIMESHEETENTRY>${firstEntry}</TIMESHEETENTRY>`),
    ];
    const [found] = await client().findTimesheets('SYD', 'E-7', '2026-11-16');
    expect(found?.entries).toEqual(asSample.entries.slice(0, 1));
    expect(sent()[2]).toContain('<equalto><field>TIMESHEETKEY</field><value>55</value></equalto>');
  });

  it('finds one that is truly empty', async () => {
    under.gateway.turns = [
      answerPage('TIMESHEET', [header], one),
      answerRead('TIMESHEET', timesheet('')),
      answerPage('TIMESHEETENTRY', [], none),
    ];
    const found = await client().findTimesheets('SYD', 'E-7', '2026-11-16');
    expect(found).toEqual([{ ...standingTimesheet, entries: [] }]);
  });

  it('numbers lines by their place where Intacct does not', async () => {
    const bare = (entry: string) => `<timesheetentry>${entry.replace(/<LINENO>\d<\/LINENO>/, '')}</timesheetentry>`;
    const whole = timesheet(`<TIMESHEETENTRIES>${bare(firstEntry)}${bare(secondEntry)}</TIMESHEETENTRIES>`);
    under.gateway.turns = [answerPage('TIMESHEET', [header], one), answerRead('TIMESHEET', whole)];
    const [found] = await client().findTimesheets('SYD', 'E-7', '2026-11-16');
    expect(found?.entries.map(({ recordNumber, lineNumber }) => [recordNumber, lineNumber])).toEqual([
      ['701', 1],
      ['702', 2],
    ]);
  });

  it('names the field of an entry that is not as documented', async () => {
    const odd = `<timesheetentry>${firstEntry.replace('<QTY>8<', '<QTY>8:00<')}</timesheetentry>`;
    const whole = timesheet(`<TIMESHEETENTRIES>${odd}</TIMESHEETENTRIES>`);
    under.gateway.turns = [answerPage('TIMESHEET', [header], one), answerRead('TIMESHEET', whole)];
    const verdict = await verdictOf(client().findTimesheets('SYD', 'E-7', '2026-11-16'));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain('TIMESHEETENTRY 701: QTY');
  });
});

describe('adding hours', () => {
  const posted = (name: 'timesheet' | 'timesheet-addition') =>
    client().postAtomically({ entityId: 'SYD', requestControlId: 'r', functions: [postings[name]] });
  const statusOnly = (controlId: string) =>
    answerXml(
      responseBody(
        `<result><status>success</status><function>update</function><controlid>${controlId}</controlid></result>`,
      ),
    );

  it('answers the record number of the timesheet, created or added to', async () => {
    under.gateway.turns = [answerSuccess(['55'])];
    for (const name of ['timesheet', 'timesheet-addition'] as const) {
      expect(await posted(name)).toEqual({
        results: [{ controlId: postings[name].controlId, recordNumber: '55' }],
      });
    }
  });

  it('knows the number of the timesheet added to, where the update answers with its status alone', async () => {
    under.gateway.turns = [statusOnly('test:timesheet-addition')];
    expect(await posted('timesheet-addition')).toMatchObject({ results: [{ recordNumber: '55' }] });
  });

  it('does not know what a creation made that answers with its status alone', async () => {
    under.gateway.turns = [statusOnly('test:timesheet')];
    expect((await verdictOf(posted('timesheet'))).name).toBe('OutcomeUnknown');
  });
});
