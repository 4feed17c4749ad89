import type { FaultInput } from '../../../sandbox/intacct/faults';
import {
  call,
  control,
  invoice,
  invoicesNumbered,
  journalEntry,
  login,
  request,
  startTestSandbox,
  type TestSandbox,
} from './gateway-client';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.stop());

const body = request(call('f', invoice()) + call('je', journalEntry()), { transaction: 'true' });
const RECORDED = 'already been recorded';

async function outcome(): Promise<{ status: number; body: string } | 'no answer'> {
  try {
    return await sandbox.post(body);
  } catch {
    return 'no answer';
  }
}

describe('after the commit', () => {
  const faults: [FaultInput, string][] = [
    [{ kind: 'commit-then-drop', count: 1 }, 'no answer'],
    [{ kind: 'http-status', count: 1, params: { status: 500, commit: true } }, '500'],
    [{ kind: 'http-status', count: 1, params: { status: 524, commit: true } }, '524'],
    [{ kind: 'truncated-body', count: 1 }, '200'],
  ];
  it.each(faults)('%j leaves one document, which a repetition does not double', async (fault, expected) => {
    await sandbox.fault(fault);
    const first = await outcome();
    expect(first === 'no answer' ? first : String(first.status)).toBe(expected);
    if (first !== 'no answer') expect(first.body).not.toContain('</response>');
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(1);
    expect((await sandbox.post(body)).body).toContain(RECORDED);
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(1);
    expect(await sandbox.admin('GET', '/journal-entries')).toHaveLength(1);
  });

  it('slow-commit can commit at the end, so that a look-up meanwhile finds nothing', async () => {
    await sandbox.fault({ kind: 'slow-commit', count: 1, params: { delayMs: 100, commitAtEnd: true } });
    const answer = sandbox.post(body);
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(0);
    expect((await answer).body).toContain('<key>1</key>');
  });

  it('slow-commit answers after its delay', async () => {
    await sandbox.fault({ kind: 'slow-commit', count: 1, params: { delayMs: 200 } });
    const answer = sandbox.post(body);
    const early = await Promise.race([answer, committed()]);
    expect(early).toBe('committed');
    expect((await answer).body).toContain('<key>1</key>');
  });

  it('missing-result leaves out the result of what was written', async () => {
    await sandbox.fault({ kind: 'missing-result', count: 1 });
    const answer = await sandbox.post(body);
    expect(answer.body).not.toContain('<controlid>f</controlid>');
    expect(answer.body).toContain('<controlid>je</controlid>');
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(1);
  });

  it('partial-create says failure of what it wrote, and names it', async () => {
    await sandbox.fault({ kind: 'partial-create', count: 1 });
    const answer = await sandbox.post(body);
    expect(answer.body).toContain(
      '<status>failure</status><function>create_invoice</function><controlid>f</controlid><data listtype="objects" count="1"><arinvoice><RECORDNO>1</RECORDNO>',
    );
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(1);
  });
});

describe('before the commit', () => {
  const faults: [FaultInput, string, string][] = [
    [{ kind: 'drop-before-commit', count: 1 }, 'no answer', ''],
    [{ kind: 'http-status', count: 1, params: { status: 503 } }, '503', '<!DOCTYPE html>'],
    [{ kind: 'http-status', count: 1, params: { status: 524 } }, '524', 'cf-error-details'],
    [{ kind: 'http-status', count: 1, params: { status: 500, emptyBody: true } }, '500', ''],
    [{ kind: 'aborted-alone', count: 1 }, '200', '<status>aborted</status>'],
    [{ kind: 'rate-limit-429', count: 1 }, '429', '<errorno>GW-0010</errorno>'],
    [{ kind: 'concurrency', count: 1 }, '429', '<errorno>GW-0010</errorno>'],
    [{ kind: 'rate-limit-200', count: 1 }, '200', 'API rate limit exceeded'],
    [
      { kind: 'offline', count: 1 },
      '200',
      '<description2>The Service is Temporarily Off-line</description2><correction>Please Try Again Later</correction>',
    ],
    [{ kind: 'closed-period', count: 1 }, '200', 'The period for the date 03/31/2026 is closed.'],
  ];
  it.each(faults)('%j leaves nothing, and a repetition goes through', async (fault, expected, text) => {
    await sandbox.fault(fault);
    const first = await outcome();
    expect(first === 'no answer' ? first : String(first.status)).toBe(expected);
    if (first !== 'no answer') expect(first.body).toContain(text);
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(0);
    expect((await sandbox.post(body)).body).toContain('<key>1</key>');
  });

  it('aborted-alone never says failure', async () => {
    await sandbox.fault({ kind: 'aborted-alone', count: 1 });
    const answer = await sandbox.post(body);
    expect(answer.body).not.toContain('failure');
    expect(answer.body).toContain('<errorno>XL03000009</errorno>');
  });

  it('session-expiry ends the session of the request', async () => {
    const opened = (await sandbox.post(request(call('s', '<getAPISession/>'), { authentication: login('US') }))).body;
    const [, id, endpoint] = /<sessionid>(.*)<\/sessionid><endpoint>(.*)<\/endpoint>/.exec(opened) ?? [];
    await sandbox.fault({ kind: 'session-expiry', count: 1 });
    const bySession = request(call('f', invoice()), { authentication: `<sessionid>${id}</sessionid>` });
    expect((await sandbox.post(bySession, endpoint)).body).toContain('Invalid session');
    expect((await sandbox.post(bySession, endpoint)).body).toContain('Invalid session');
    expect(await invoicesNumbered(sandbox, 'SI-1')).toBe(0);
  });
});

describe('when', () => {
  const repeat = (number: string): string => request(call(`f-${number}`, invoice({ number })), { control: control() });

  it('only for one document', async () => {
    await sandbox.fault({ kind: 'http-status', match: 'SI-13' });
    expect((await sandbox.post(repeat('SI-12'))).status).toBe(200);
    expect((await sandbox.post(repeat('SI-13'))).status).toBe(502);
    expect((await sandbox.post(repeat('SI-13'))).status).toBe(502);
  });

  it('by chance, and the same again for the same seed', async () => {
    const run = async (prefix: string): Promise<number[]> => {
      await sandbox.admin('DELETE', '/faults');
      await sandbox.fault({ kind: 'http-status', probability: 0.5, seed: 7 });
      const statuses = [];
      for (let index = 0; index < 20; index += 1)
        statuses.push((await sandbox.post(repeat(`${prefix}-${index}`))).status);
      return statuses;
    };
    const first = await run('A');
    expect(new Set(first)).toEqual(new Set([200, 502]));
    expect(await run('B')).toEqual(first);
  });

  it('for writes only, unless told otherwise', async () => {
    await sandbox.fault({ kind: 'http-status', count: 1 });
    expect((await sandbox.post(request(call('login', '<getAPISession/>')))).status).toBe(200);
    expect((await sandbox.post(repeat('SI-1'))).status).toBe(502);
    await sandbox.fault({ kind: 'http-status', count: 1, appliesTo: 'reads' });
    expect((await sandbox.post(request(call('login-2', '<getAPISession/>')))).status).toBe(502);
  });

  it('is told by the admin port', async () => {
    await sandbox.fault({ kind: 'http-status', count: 2 });
    await sandbox.post(repeat('SI-1'));
    expect(await sandbox.admin('GET', '/faults')).toMatchObject([
      { fired: 1, fault: { kind: 'http-status', count: 2 } },
    ]);
    expect(await sandbox.admin('GET', '/statistics')).toMatchObject({ faultsFired: { 'http-status': 1 } });
  });
});

/** Resolves when the invoice is in the books, asked for again and again. */
async function committed(): Promise<'committed'> {
  while ((await invoicesNumbered(sandbox, 'SI-1')) === 0);
  return 'committed';
}
