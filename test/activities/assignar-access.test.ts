import { pino } from 'pino';
import { createAssignarAccess, type WatchAccess } from '../../activities/assignar-access';
import { holdWhilePaused, pauseOnRefusedSignIn, resumeAfterProbe } from '../../activities/company-pause';
import type { AssignarAccess } from '../../clients/assignar/connection';
import { Authentication } from '../../clients/errors';
import { requestProbe } from '../../db/company-pauses';
import { countOpenExceptions } from '../../db/metrics';
import { useHubDatabase } from '../db/hub-database';

const hub = useHubDatabase();
const company = 'harbor-civil';
const log = pino({ level: 'silent' });
const advice = 'HTTP 401: the credentials are refused: check the client id and secret';
/** Two worker processes. */
let one: WatchAccess;
let other: WatchAccess;
let nowMs: number;

beforeEach(async () => {
  await hub.pool().query('truncate exceptions, company_pauses');
  nowMs = 0;
  one = createAssignarAccess({ pool: hub.pool(), log }, () => nowMs);
  other = createAssignarAccess({ pool: hub.pool(), log }, () => nowMs);
});

const signInRefused = (message = `assignar sign-in: ${advice}`): AssignarAccess => ({
  kind: 'sign-in-refused',
  refusal: new Authentication(message, { operation: 'assignar sign-in' }),
});
const allowed = (asked: string, tokenNumber: number): AssignarAccess => ({
  kind: 'asked',
  asked,
  tokenNumber,
  refusal: null,
});
const refused = (asked: string, tokenNumber: number, operation = `assignar ${asked}`): AssignarAccess => ({
  ...{ kind: 'asked', asked, tokenNumber },
  refusal: new Authentication(`${operation}: HTTP 403: check the scope`, { operation }),
});
const rows = async () =>
  (
    await hub.pool().query(
      `select code, cause_key, field, message, closed_because from exceptions
      where company = $1 and document_key = '*' order by exception_id`,
      [company],
    )
  ).rows;
const open = async () => (await rows()).filter(({ closed_because }) => closed_because === null);

describe('a sign-in that Assignar refuses', () => {
  it('is one open exception that says what to check, however many wait and in whatever processes', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? one : other)(company, signInRefused())),
    );
    expect(await rows()).toEqual([
      {
        code: 'SIGN_IN_REFUSED',
        cause_key: 'sign-in:assignar',
        field: 'sign-in',
        message: `company harbor-civil: Assignar refuses the sign-in; what needs Assignar waits until it is accepted: assignar sign-in: ${advice}`,
        closed_because: null,
      },
    ]);
    expect(await countOpenExceptions(hub.pool())).toMatchObject([{ company, code: 'SIGN_IN_REFUSED', exceptions: 1 }]);
  });

  it('says what came last: once the secret is right, that the scope is wrong', async () => {
    await one(company, signInRefused());
    await one(company, signInRefused('assignar sign-in: HTTP 403: the scope is refused'));
    expect(await open()).toMatchObject([{ message: expect.stringContaining('HTTP 403: the scope is refused') }]);
  });

  it('is closed by the first answer to a new token', async () => {
    await one(company, allowed('GET /users', 1));
    await one(company, signInRefused());
    await one(company, allowed('GET /tasks', 3));
    expect(await rows()).toMatchObject([{ closed_because: 'signed in again' }]);
  });

  it('is closed by the next process, after a restart with the right secret', async () => {
    await one(company, signInRefused());
    await createAssignarAccess({ pool: hub.pool(), log })(company, allowed('GET /tasks', 1));
    expect(await open()).toEqual([]);
  });

  it('stays open while another process works on with a token from before', async () => {
    await other(company, allowed('GET /users', 1));
    await one(company, signInRefused());
    await other(company, allowed('GET /users', 1));
    nowMs = 3_000_000;
    await other(company, allowed('GET /tasks', 1));
    await one(company, signInRefused());
    expect(await rows()).toMatchObject([{ closed_because: null }]);
  });

  it('is closed though the new token may not do everything', async () => {
    await one(company, signInRefused());
    await one(company, refused('GET /tasks', 2));
    expect(await open()).toMatchObject([{ code: 'PERMISSION_MISSING' }]);
  });

  it('is of one company', async () => {
    await one(company, signInRefused());
    await one('pier', allowed('GET /tasks', 1));
    expect(await open()).toHaveLength(1);
  });
});

describe('what Assignar refuses to a token', () => {
  it('is one open exception of the first that met it, without the id of a record', async () => {
    await one(company, refused('GET /users/{id}', 1, 'assignar GET /users/41'));
    await other(company, refused('GET /users/{id}', 1, 'assignar GET /users/42'));
    await other(company, refused('PUT /assets/{id}', 1));
    expect(await rows()).toMatchObject([
      {
        code: 'PERMISSION_MISSING',
        cause_key: 'permission:assignar',
        field: 'GET /users/{id}',
        message:
          'company harbor-civil: Assignar refuses GET /users/{id}; what needs it waits until it is answered, and more may be refused (doctor tells): HTTP 403: check the scope',
        closed_because: null,
      },
    ]);
  });

  it('stays open while the others are answered, whatever comes between', async () => {
    for (const tokenNumber of [1, 2, 2, 2]) {
      await one(company, refused('GET /users', tokenNumber));
      await one(company, allowed('GET /tasks', tokenNumber));
      await other(company, allowed('GET /tasks', tokenNumber));
    }
    expect(await rows()).toHaveLength(1);
    expect(await open()).toHaveLength(1);
  });

  it('is closed within a minute by another process that had been answered before', async () => {
    await other(company, allowed('PUT /assets/{id}', 1));
    await one(company, refused('PUT /assets/{id}', 1));
    nowMs = 60_000;
    await other(company, allowed('PUT /assets/{id}', 1));
    expect(await open()).toEqual([]);
  });

  it('is closed when just that is answered; what else is refused then opens its own', async () => {
    await one(company, allowed('GET /users', 1));
    await one(company, refused('GET /users', 1));
    await one(company, refused('PUT /assets/{id}', 1));
    await one(company, allowed('GET /users', 1));
    expect(await rows()).toMatchObject([{ closed_because: 'answered again' }]);
    await one(company, refused('PUT /assets/{id}', 1));
    expect(await open()).toMatchObject([{ field: 'PUT /assets/{id}' }]);
  });
});

it('the pause of Intacct and the refusal of Assignar are two exceptions, and each closes its own', async () => {
  const refusal = new Authentication('XL03000006', { operation: 'intacct sign-in' });
  await one(company, signInRefused());
  await pauseOnRefusedSignIn(hub.pool(), company, 'x', refusal, { isProbe: false, probeSeconds: 60 });
  expect(await open()).toMatchObject([{ cause_key: 'sign-in:assignar' }, { cause_key: 'company:harbor-civil' }]);
  await requestProbe(hub.pool(), company);
  expect(await holdWhilePaused(hub.pool(), company, 60)).toBe(true);
  await resumeAfterProbe(hub.pool(), company);
  expect(await open()).toMatchObject([{ cause_key: 'sign-in:assignar' }]);
});

it('what cannot be written fails no call, and is written at the next occasion', async () => {
  await one(company, signInRefused());
  const broken = jest.spyOn(hub.pool(), 'query').mockRejectedValueOnce(new Error('connection lost') as never);
  await one(company, allowed('GET /tasks', 1));
  expect(broken).toHaveBeenCalled();
  broken.mockRestore();
  expect(await open()).toHaveLength(1);
  await one(company, allowed('GET /tasks', 1));
  expect(await open()).toEqual([]);
});
