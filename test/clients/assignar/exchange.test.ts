import { createAssignarClient } from '../../../clients/assignar/create-assignar-client';
import { useClientUnderTest } from './client-under-test';
import { answerRows, hangUp, type Turn, verdictOf } from './scripted-api';

const under = useClientUnderTest();
const { client } = under;

const silence: Turn = () => {};
const cutOff: Turn = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"status":200,"data":[');
  response.socket?.end();
};
const neverEnding: Turn = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"status":200,');
};

describe('an exchange that goes wrong on the wire', () => {
  it.each([
    ['no answer within the time limit', silence, true],
    ['an answer that begins and does not end', neverEnding, true],
    ['a connection closed', hangUp, false],
    ['an answer cut off', cutOff, false],
  ])('%s: a read may be asked again, a write is in doubt, and neither is sent twice', async (_, turn, mayStillRun) => {
    under.api.turns = [turn];
    const assignar = client({}, { requestTimeoutMs: 400 });
    await assignar.signIn();
    await expect(assignar.readRecord('role', '9')).rejects.toMatchObject({ name: 'Transport', mayStillRun });
    await expect(assignar.updateRecord('role', '9', { name: 'Driver' })).rejects.toMatchObject({
      name: 'OutcomeUnknown',
      mayStillRun,
    });
    expect(under.api.requests).toHaveLength(2);
    expect(under.calls.map(({ verdict }) => verdict)).toEqual(['success', 'Transport', 'OutcomeUnknown']);
  });

  it('a connection that is refused: nothing was sent, a write may be sent again', async () => {
    under.api.turns = [answerRows()];
    const assignar = client();
    await assignar.signIn();
    await under.api.close();
    const verdict = await verdictOf(assignar.updateRecord('role', '9', { name: 'Driver' }));
    expect(verdict).toMatchObject({ name: 'Transport', operation: 'assignar PUT /tasks/9' });
  });
});

describe('addresses', () => {
  const options = {
    pageSize: 1,
    modifiedField: 'm',
    workerFields: { department: null, earningType: null },
    extraFields: [],
    timeZone: 'UTC',
  };
  const connection = { clientId: 'c', clientSecret: 's', scope: 'x', requestTimeoutMs: 1000 };

  it.each([
    ['with credentials', 'https://user:word@api.assignar.com/v2'],
    ['of another protocol', 'ftp://api.assignar.com/v2'],
  ])('%s are refused before anything is sent', (_, apiUrl) => {
    const tokenUrl = 'https://login.assignar.com/oauth2/token';
    expect(() => createAssignarClient({ ...connection, tokenUrl, apiUrl }, options)).toThrow(RangeError);
  });

  it('may end with a slash', async () => {
    under.api.turns = [answerRows()];
    await client({}, { apiUrl: `${under.api.apiUrl}/` }).listRecords('role', '0', 1);
    expect(under.api.requests[0]?.path).toBe('/v2/tasks');
  });
});
