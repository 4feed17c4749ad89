import { pino } from 'pino';
import { createAssignarAccess, type WatchAccess } from '../../activities/assignar-access';
import { Authentication } from '../../clients/errors';
import { useHubDatabase } from '../db/hub-database';
import { company } from '../db/planned-document';
import { companiesDirectory, type LineResult, runLine } from './command-line-under-test';

const hub = useHubDatabase();
const directory = companiesDirectory(company);
let watch: WatchAccess;

function run(line: string): Promise<LineResult> {
  return runLine(line, { ENVIRONMENT: 'test', DATABASE_URL: hub.url(), COMPANIES_DIRECTORY: directory });
}

const refuseSignIn = () => {
  const refusal = new Authentication('HTTP 401: check the client id and secret', { operation: 'assignar sign-in' });
  return watch(company, { kind: 'sign-in-refused', refusal });
};

beforeAll(() => {
  watch = createAssignarAccess({ pool: hub.pool(), log: pino({ level: 'silent' }) });
});

test('a refused sign-in of Assignar is in status and exceptions until resume, and again when it is refused again', async () => {
  expect((await run('status')).exitCode).toBe(0);
  await refuseSignIn();
  const status = await run('status --json');
  const message = expect.stringMatching(/Assignar refuses the sign-in; .*check the client id and secret/);
  expect([status.exitCode, status.json()]).toMatchObject([
    1,
    { paused: null, refused: [{ code: 'SIGN_IN_REFUSED', message }] },
  ]);
  expect((await run('status')).out).toMatch(/REFUSED since .*: company .*: Assignar refuses the sign-in/);

  const listed = await run('exceptions --json');
  expect([listed.exitCode, listed.json()]).toMatchObject([
    1,
    { exceptions: [{ document: '*', code: 'SIGN_IN_REFUSED', causeKey: 'sign-in:assignar', message }] },
  ]);
  expect((await run('exceptions')).out).toContain('whole company');
  const preview = await run('replay --code SIGN_IN_REFUSED --preview --json');
  expect([preview.exitCode, preview.json()]).toMatchObject([0, { candidates: [] }]);

  const resumed = await run(`resume ${company} --json`);
  expect([resumed.exitCode, resumed.json()]).toEqual([0, { company, probeRequested: false, refusalsClosed: 1 }]);
  expect((await run('status')).exitCode).toBe(0);
  expect((await run(`resume ${company}`)).exitCode).toBe(1);
  await refuseSignIn();
  expect((await run('status')).exitCode).toBe(1);
});
